import { describe, expect, it } from "vitest";
import { type Capsule, ceilingOver, floorUnder, pushedOut } from "../src/view/capsule";

const BODY: Capsule = { radius: 0.25, height: 1.72, step: 0.36 };

/** A flat rectangle from two corners that differ along two axes. */
function sheet(low: number[], high: number[]): number[] {
  const flat = [0, 1, 2].find((k) => low[k] === high[k]) ?? 0;
  const [u, v] = [0, 1, 2].filter((k) => k !== flat) as [number, number];
  const corner = (a: number[], b: number[]) => {
    const point = [...low];
    point[u] = a[u] ?? 0;
    point[v] = b[v] ?? 0;
    return point;
  };
  const [p, q, r, s] = [corner(low, low), corner(high, low), corner(high, high), corner(low, high)];
  return [...p, ...q, ...r, ...p, ...r, ...s];
}

const WALL = sheet([1, 0, -5], [1, 3, 5]);

describe("a capsule", () => {
  it("comes out of a wall as far as it is wide", () => {
    const [x, y, z] = pushedOut(WALL, [0.9, 0, 0.3], BODY);
    expect(x).toBeCloseTo(0.75, 5);
    expect([y, Math.round(1e6 * z)]).toEqual([0, 300000]);
  });

  it("does not touch a wall that is farther off", () => {
    expect(pushedOut(WALL, [0.7, 0, 0], BODY)).toEqual([0.7, 0, 0]);
  });

  it("comes out of a corner of two walls", () => {
    const corner = [...WALL, ...sheet([-5, 0, 1], [5, 3, 1])];
    const [x, , z] = pushedOut(corner, [0.9, 0, 0.9], BODY);
    expect(x).toBeLessThanOrEqual(0.751);
    expect(z).toBeLessThanOrEqual(0.751);
  });

  it("steps over what is low, and bumps into what is as high as a table", () => {
    const front = (height: number) => sheet([0.2, 0, -1], [0.2, height, 1]);
    expect(pushedOut(front(0.3), [0, 0, 0], BODY)).toEqual([0, 0, 0]);
    expect(pushedOut(front(0.75), [0, 0, 0], BODY)[0]).toBeCloseTo(-0.05, 3);
  });

  it("is not held by a ceiling or a floor", () => {
    const room = [...sheet([-5, 0, -5], [5, 0, 5]), ...sheet([-5, 1.8, -5], [5, 1.8, 5])];
    expect(pushedOut(room, [0.1, 0, 0.2], BODY)).toEqual([0.1, 0, 0.2]);
  });

  it("stands on the highest surface in reach, at the edge of its feet, too", () => {
    const stairs = [...sheet([-5, 0, -5], [5, 0, 5]), ...sheet([0.1, 0.17, -1], [2, 0.17, 1])];
    expect(floorUnder(stairs, [0, 0, 0], 0.12, -10, 0.36)).toBeCloseTo(0.17);
    expect(floorUnder(stairs, [-0.2, 0, 0], 0.12, -10, 0.36)).toBe(0);
    expect(floorUnder(stairs, [0, 0, 0], 0.12, -10, 0.1)).toBe(0);
    expect(floorUnder([], [0, 0, 0], 0.12, -10, 0.36)).toBeUndefined();
  });

  it("finds what is over its head", () => {
    const shelf = sheet([-1, 1.9, -1], [1, 1.9, 1]);
    expect(ceilingOver(shelf, [0, 0, 0], 1, 2)).toBeCloseTo(1.9);
    expect(ceilingOver(shelf, [0, 0, 0], 1, 1.8)).toBeUndefined();
  });
});
