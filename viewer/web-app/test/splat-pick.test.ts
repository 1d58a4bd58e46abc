import { describe, expect, it } from "vitest";
import type { SplatColumns } from "../src/glb/primitives";
import { packRows, rowsWhere, unpackRows } from "../src/glb/rows";
import { markBall, markBox, markFlood, nearestAlong } from "../src/view/splat-pick";

/** Two rows of splats along x at z = 0, red and then blue, and one of red far behind. */
function rows(): SplatColumns {
  const places: number[] = [];
  const colors: number[] = [];
  for (const [z, red] of [
    [0, 2],
    [-5, 2],
  ] as const) {
    for (let k = 0; k < 20; k++) {
      places.push(0.05 * k, 0, z);
      colors.push(k < 10 ? red : -1, 0, k < 10 ? -1 : 2);
    }
  }
  const count = places.length / 3;
  return {
    count,
    means: Float32Array.from(places),
    quats: new Float32Array(4 * count),
    scales: new Float32Array(3 * count).fill(0.03),
    opacities: new Float32Array(count).fill(0.9),
    sh: [Float32Array.from(colors)],
  };
}

const marked = (mask: Uint8Array) => [...rowsWhere(mask, 1)];
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, k) => from + k);

describe("selecting splats", () => {
  it("a ray hits the nearest", () => {
    expect(nearestAlong(rows(), [0.25, 0, 3], [0, 0, -1])).toEqual({ index: 5, distance: 3 });
    expect(nearestAlong(rows(), [0.25, 1, 3], [0, 0, -1])).toBeUndefined();
    expect(nearestAlong(rows(), [0.25, 0, 3], [0, 0, 1]), "behind the eye").toBeUndefined();
  });

  it("a flood stays within a colour, and does not leap", () => {
    const mask = new Uint8Array(40);
    markFlood(rows(), 3, mask, 1);
    expect(marked(mask)).toEqual(range(0, 10));
  });

  it("a ball takes what is in it, and gives it back", () => {
    const mask = new Uint8Array(40);
    markBall(rows(), [0.25, 0, 0], 0.11, mask, 1);
    expect(marked(mask)).toEqual(range(3, 8));
    markBall(rows(), [0.25, 0, 0], 0.06, mask, 0);
    expect(marked(mask)).toEqual([3, 7]);
  });

  it("a box is no deeper than wide", () => {
    // looking along -z from z = 3: depth is 3 - z, and one unit is 100 px at depth 1
    const clip = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, -1, 0, 0, 0, 3];
    const picture = { clip, slope: 1, width: 200, height: 200 };
    const mask = new Uint8Array(40);
    markBox(rows(), picture, { left: 99, right: 135, top: 90, bottom: 110 }, mask, 1);
    expect(marked(mask)).toEqual(range(0, 20));
  });

  it("is told as bits", async () => {
    const mask = Uint8Array.from({ length: 1003 }, (_, k) => (k % 7 === 0 || k > 900 ? 1 : 0));
    expect([...(await unpackRows(await packRows(mask), 1003))]).toEqual([...mask]);
    expect(await packRows(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0))).toBe("awAA");
  });
});
