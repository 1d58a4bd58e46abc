import { expect, test } from "vitest";
import type { SceneFile } from "../src/glb/scene";
import { Player } from "../src/time/player";
import { lastAtOrBefore, POSE, Recording, recordingOf } from "../src/time/recording";

const HALF = Math.SQRT1_2;
const pose = (x: number, quat: number[] = [0, 0, 0, 1]) => new Float32Array([x, 0, 0, ...quat]);

function sliding(): Recording {
  const recording = new Recording(["mug"]);
  for (let k = 0; k <= 10; k++) recording.push(k / 10, pose(k));
  return recording;
}

test("between frames, places are interpolated; outside, the ends hold", () => {
  const out = new Float32Array(POSE);
  const recording = sliding();
  expect(recording.sample(0.55, out)[0]).toBeCloseTo(5.5);
  expect(recording.sample(-1, out)[0]).toBe(0);
  expect(recording.sample(9, out)[0]).toBe(10);
});

test("rotations take the short way and stay of unit length", () => {
  const recording = new Recording(["mug"]);
  recording.push(0, pose(0));
  recording.push(1, pose(0, [0, -HALF, 0, -HALF])); // the same turn as +90 degrees, written the long way
  const [, , , x, y, z, w] = recording.sample(0.5, new Float32Array(POSE));
  expect(y).toBeCloseTo(Math.sin(Math.PI / 8));
  expect(w).toBeCloseTo(Math.cos(Math.PI / 8));
  expect(Math.hypot(x ?? 0, y ?? 0, z ?? 0, w ?? 0)).toBeCloseTo(1);
});

test("frames that do not come later are dropped", () => {
  const recording = sliding();
  recording.push(0.3, pose(99));
  expect(recording.times).toHaveLength(11);
});

test("steps go from frame to frame and stop at the ends", () => {
  const recording = sliding();
  expect(recording.step(0.2, 1)).toBeCloseTo(0.3);
  expect(recording.step(0.25, -1)).toBeCloseTo(0.1);
  expect(recording.step(0, -1)).toBe(0);
  expect(recording.step(1, 5)).toBe(1);
});

test("lastAtOrBefore finds the frame", () => {
  expect([-1, 0, 0.5, 1, 3].map((time) => lastAtOrBefore([0, 1, 2], time))).toEqual([-1, 0, 0, 1, 2]);
});

test("a file's tracks become frames; objects without a track stay", () => {
  const at = {
    splats: undefined,
    mesh: undefined,
    colliders: [],
    category: "",
    attributes: [],
    material: "",
  };
  const scene: SceneFile = {
    objects: [
      { ...at, name: "room", kind: "static", mass: 0, position: [7, 0, 0], quat: [0, 0, 0, 1] },
      { ...at, name: "mug", kind: "dynamic", mass: 1, position: [2, 0, 0], quat: [0, 0, 0, 1] },
    ],
    background: [0, 0, 0],
    antialiased: false,
    cameras: [],
    tracks: [
      {
        object: "mug",
        path: "translation",
        times: new Float32Array([0, 1]),
        values: new Float32Array([0, 0, 0, 2, 0, 0]),
      },
    ],
    actions: [],
    source: "",
  };
  const recording = recordingOf(scene);
  const out = recording.sample(0.5, new Float32Array(2 * POSE));
  expect([out[0], out[POSE]]).toEqual([7, 1]);
});

test("playing ends at the end and starts again from the start", () => {
  const player = new Player(sliding());
  player.seek(0.9);
  player.toggle();
  player.advance(0.5);
  expect([player.mode, player.time]).toEqual(["paused", 1]);
  player.toggle();
  expect([player.mode, player.time]).toEqual(["playing", 0]);
});

test("live, the playhead follows the newest state and never passes it", () => {
  const recording = sliding();
  const player = new Player(recording);
  player.goLive();
  recording.push(5, pose(50));
  player.advance(0.016);
  expect(player.time).toBeGreaterThan(4.7);
  for (let k = 0; k < 100; k++) player.advance(0.016);
  expect(player.time).toBeLessThanOrEqual(5);
  player.settle();
  expect([player.mode, player.time]).toEqual(["paused", 5]);
});
