import { describe, expect, it } from "vitest";
import type { SplatColumns } from "../src/glb/primitives";
import { joined, someSplats, thinned } from "../src/glb/some-splats";
import { coverOf, ghostSplats } from "../src/view/ghost-look";

function cube(count: number, scale: number): SplatColumns {
  const means = Float32Array.from({ length: 3 * count }, (_, k) => ((k * 7919) % 1000) / 1000);
  return {
    count,
    means,
    quats: new Float32Array(4 * count).fill(0.5),
    scales: new Float32Array(3 * count).fill(scale),
    opacities: new Float32Array(count).fill(0.9),
    sh: [new Float32Array(3 * count).fill(1), new Float32Array(3 * count)],
  };
}

describe("a ghost", () => {
  it.each([
    [500, 0.05],
    [20_000, 0.05],
  ])("of %i splats covers less than half of what is behind it", (count, scale) => {
    const dense = cube(count, scale);
    expect(coverOf(dense)).toBeGreaterThan(1);
    const ghost = ghostSplats(dense, [0.4, 0.85, 0.8]);
    expect(coverOf(ghost)).toBeCloseTo(0.45, 3);
    expect(Math.max(...ghost.opacities)).toBeLessThanOrEqual(0.5);
    expect(ghost.sh.length).toBe(1);
  });

  it("leaves sparse splats as wide as they are", () => {
    const sparse = cube(50, 0.01);
    expect(ghostSplats(sparse, [1, 1, 1]).scales).toEqual(sparse.scales);
  });
});

describe("some splats", () => {
  it("are the rows that were asked for", () => {
    const part = someSplats(cube(100, 0.1), Uint32Array.of(3, 5), 2);
    expect(part.count).toBe(2);
    expect([...part.means]).toEqual([
      ...cube(100, 0.1).means.subarray(9, 12),
      ...cube(100, 0.1).means.subarray(15, 18),
    ]);
    expect(part.scales[0]).toBeCloseTo(0.2);
    expect(part.sh.length).toBe(2);
  });

  it("thinned cover as much as all", () => {
    const all = cube(10_000, 0.02);
    const few = thinned(all, 1000);
    expect(few.count).toBe(1000);
    expect(coverOf(few) / coverOf(all)).toBeCloseTo(1, 1);
  });

  it("joined are one after the other", () => {
    const both = joined([cube(10, 0.1), cube(20, 0.2)]);
    expect(both.count).toBe(30);
    expect(both.scales[29]).toBeCloseTo(0.1);
    expect(both.scales[30]).toBeCloseTo(0.2);
    expect(both.sh.length).toBe(1);
  });
});
