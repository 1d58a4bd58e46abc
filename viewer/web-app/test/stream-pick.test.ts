import { expect, test } from "vitest";
import { nearestPacked } from "../src/view/stream-pick";

/** Balls along the z axis at whole metres, of a size (byte) and an opacity (byte). */
function ballsAt(places: readonly number[], size: number, opacity = 255) {
  const halves = new Map([0, 1, 2, 3, 4].map((z) => [z, [0, 0x3c00, 0x4000, 0x4200, 0x4400][z] ?? 0]));
  const words = new Uint32Array(places.length * 4);
  places.forEach((z, k) => {
    words.set([opacity * 0x1000000, 0, halves.get(z) ?? 0, size * 0x010101], 4 * k);
  });
  const rows = Uint32Array.from(places, (_, k) => k);
  return { words, rows, count: places.length, logs: [-6, 0] as const, opaque: 1 };
}

test("the nearest along the ray is hit, and none behind it or before its beginning", () => {
  const balls = ballsAt([3, 1, 4], 100);
  expect(nearestPacked(balls, [0, 0, 0], [0, 0, 1], 0)).toBe(1);
  expect(nearestPacked(balls, [0, 0, 0], [0, 0, 1], 2)).toBe(3);
  expect(nearestPacked(balls, [0, 0, 0], [0, 0, -1], 0)).toBeUndefined();
});

test("what is faint is not hit, and what is not drawn neither", () => {
  expect(nearestPacked(ballsAt([2], 100, 20), [0, 0, 0], [0, 0, 1], 0)).toBeUndefined();
  expect(nearestPacked({ ...ballsAt([2], 100), count: 0 }, [0, 0, 0], [0, 0, 1], 0)).toBeUndefined();
});

test("a wide one is hit beside its middle, a thin one only close to it", () => {
  expect(nearestPacked(ballsAt([2], 200), [0.1, 0, 0], [0, 0, 1], 0)).toBe(2);
  expect(nearestPacked(ballsAt([2], 1), [0.1, 0, 0], [0, 0, 1], 0)).toBeUndefined();
});
