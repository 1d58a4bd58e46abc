import { expect, test } from "vitest";
import { directionOf, GENTLE, pushOf, speedOf } from "../src/view/push";

const AHEAD: [number, number, number] = [0, -0.5, -1];
const RIGHT: [number, number, number] = [1, 0, 0];

test("a click is gentle, a longer drag is harder, and there is an end to it", () => {
  expect(speedOf(0)).toBe(GENTLE);
  expect(speedOf(100)).toBeLessThan(speedOf(200));
  expect(speedOf(1e6)).toBe(10);
});

test("a click pushes away from the eye, level", () => {
  expect(directionOf(AHEAD, RIGHT, 1, 1)).toEqual([0, 0, -1]);
});

test("a drag pushes to where it is drawn", () => {
  const cases: [number, number, number, number][] = [
    [50, 0, 1, 0],
    [-50, 0, -1, 0],
    [0, -50, 0, -1],
    [0, 50, 0, 1],
  ];
  for (const [dragX, dragY, x, z] of cases) {
    const [gotX, gotY, gotZ] = directionOf(AHEAD, RIGHT, dragX, dragY);
    expect(gotX).toBeCloseTo(x);
    expect(gotY).toBe(0);
    expect(gotZ).toBeCloseTo(z);
  }
});

test("looking straight down still gives a direction", () => {
  expect(directionOf([0, -1, 0], RIGHT, 0, 0)).toEqual([0, 0, -1]);
});

test("the impulse gives the whole mass that speed", () => {
  expect(pushOf("mug", 0.5, [0, 0, -1], 3, [1, 2, 3])).toEqual({
    action: "push",
    object: "mug",
    impulse: [0, 0, -1.5],
    point: [1, 2, 3],
  });
});
