import { expect, test } from "vitest";
import { FAST, SLOW, STEPS, Tuning } from "../src/view/tuning";

/** Counts pictures that take so long, from a moment on; how often it stepped. */
function drawn(tuning: Tuning, count: number, took: number, from = 0): number {
  let steps = 0;
  for (let k = 0; k < count; k++) if (tuning.count(took, from + k * took)) steps += 1;
  return steps;
}

test("slow pictures make it coarser, down to the last step and no further", () => {
  const tuning = new Tuning();
  expect(drawn(tuning, 11, 2 * SLOW)).toBe(0);
  expect(drawn(tuning, 1, 2 * SLOW)).toBe(1);
  expect(tuning.step).toEqual(STEPS[1]);
  drawn(tuning, 500, 2 * SLOW);
  expect(tuning.step).toEqual(STEPS.at(-1));
});

test("a hiccup is not minded, and neither is what is between slow and fast", () => {
  const tuning = new Tuning();
  for (let k = 0; k < 200; k++)
    expect(tuning.count(k % 5 === 0 ? 10 * SLOW : (SLOW + FAST) / 2, k)).toBe(false);
});

test("fast pictures make it finer again, but not at once after that was too much", () => {
  const tuning = new Tuning();
  drawn(tuning, 12, 2 * SLOW);
  drawn(tuning, 300, FAST / 2, 1000);
  expect(tuning.step).toEqual(STEPS[1]);
  drawn(tuning, 100, FAST / 2, 40_000);
  expect(tuning.step).toEqual(STEPS[0]);
});

test("no step has more pixels or splats than the one before", () => {
  STEPS.slice(1).forEach((step, k) => {
    expect(step.pixels).toBeLessThanOrEqual(STEPS[k]?.pixels ?? 0);
    expect(step.splats).toBeLessThanOrEqual(STEPS[k]?.splats ?? 0);
  });
});
