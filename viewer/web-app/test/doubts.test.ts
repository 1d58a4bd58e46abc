import { expect, it } from "vitest";
import { doubtsOf } from "../src/glb/rollout";

it("spans of frames below one half are doubts about their worst frame", () => {
  const times = Float32Array.of(0, 1, 2, 3, 4, 5);
  const scores = Float32Array.of(1, 0.4, 0.1, 0.9, 0.5, 0.2);
  expect(doubtsOf(times, scores, (k) => `frame ${k}`)).toEqual([
    { begin: 1, end: 2, what: "frame 2" },
    { begin: 5, end: 5, what: "frame 5" },
  ]);
  expect(doubtsOf(times, Float32Array.of(1, 1), String)).toEqual([]);
});
