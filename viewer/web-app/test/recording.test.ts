import { expect, test } from "vitest";
import { cageBoxOf, deformPoints, restCage } from "../src/glb/cage";
import type { SceneFile } from "../src/glb/scene";
import { readState } from "../src/live/session";
import { HEAD_BYTES, HIDDEN, MAGIC, PAINTED } from "../src/protocol";
import { emptyFrame, type Frame, isHidden, LOOK, POSE, paintOf } from "../src/time/frame";
import { recordingOf } from "../src/time/from-file";
import { Player } from "../src/time/player";
import { lastAtOrBefore, Recording } from "../src/time/recording";

const HALF = Math.SQRT1_2;
const frame = (poses: number[], looks = poses.length / POSE): Frame => ({
  poses: new Float32Array(poses),
  looks: new Uint8Array(looks * LOOK),
  nodes: new Float32Array(0),
  agent: new Float32Array(0),
});
const pose = (x: number, quat: number[] = [0, 0, 0, 1]) => frame([x, 0, 0, ...quat]);
const sampled = (recording: Recording, time: number, count = 1) =>
  recording.sample(time, frame(new Array(count * POSE).fill(0)));

function sliding(): Recording {
  const recording = new Recording(["mug"]);
  for (let k = 0; k <= 10; k++) recording.push(k / 10, pose(k));
  return recording;
}

test("between frames, places are interpolated; outside, the ends hold", () => {
  const recording = sliding();
  expect(sampled(recording, 0.55).poses[0]).toBeCloseTo(5.5);
  expect(sampled(recording, -1).poses[0]).toBe(0);
  expect(sampled(recording, 9).poses[0]).toBe(10);
});

test("rotations take the short way and stay of unit length", () => {
  const recording = new Recording(["mug"]);
  recording.push(0, pose(0));
  recording.push(1, pose(0, [0, -HALF, 0, -HALF])); // the same turn as +90 degrees, written the long way
  const [, , , x, y, z, w] = sampled(recording, 0.5).poses;
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
    cells: undefined,
    cage: undefined,
    hidden: false,
    paint: undefined,
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
    actions: [{ time: 0.5, action: { action: "paint", object: "mug", color: [1, 0, 0.2] } }],
    rollout: {
      times: new Float32Array([0, 0.25, 0.5, 0.75, 1]),
      hidden: [{ object: "room", begin: 0.25, end: 0.75 }],
      cages: new Map(),
      doubts: [],
      agent: new Float32Array(30).fill(2),
    },
    source: "",
    origin: "",
  };
  const recording = recordingOf(scene);
  const middle = sampled(recording, 0.5, 2);
  expect([middle.poses[0], middle.poses[POSE]]).toEqual([7, 1]);
  expect([isHidden(middle, 0), paintOf(middle, 1)]).toEqual([true, undefined]);
  const end = recording.sample(1, emptyFrame(scene.objects));
  expect([isHidden(end, 0), paintOf(end, 1), end.agent[5]]).toEqual([false, 0xff0033, 2]);
});

test("what comes into the world does not fly in from elsewhere, and is hidden before", () => {
  const recording = new Recording(["mug", "mug 2"]);
  recording.push(0, pose(0));
  recording.push(1, frame([0, 0, 0, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0, 1]));
  const half = sampled(recording, 0.5, 2);
  expect([isHidden(half, 1), half.poses[POSE]]).toEqual([true, 8]);
  expect(isHidden(sampled(recording, 1, 2), 1)).toBe(false);
});

test("a state frame is read as the server writes it", () => {
  const bytes = new ArrayBuffer(HEAD_BYTES + 28 + 4 + 12);
  const view = new DataView(bytes);
  view.setUint32(0, MAGIC, true);
  view.setFloat64(8, 1.5, true);
  view.setUint32(16, 1, true);
  view.setUint32(20, 1, true);
  [7, 8, 9, 0.5, -0.25, 1.5].forEach((x, k) => {
    view.setFloat32(24 + 4 * k, x, true);
  });
  [1, 2, 3, 1, 0, 0, 0].forEach((x, k) => {
    view.setFloat32(HEAD_BYTES + 4 * k, x, true);
  });
  [255, 0, 51, HIDDEN | PAINTED].forEach((x, k) => {
    view.setUint8(HEAD_BYTES + 28 + k, x);
  });
  view.setFloat32(HEAD_BYTES + 32 + 8, 4, true);
  const { time, frame: read } = readState(bytes);
  expect([time, ...read.poses, ...read.nodes]).toEqual([1.5, 1, 2, 3, 0, 0, 0, 1, 0, 0, 4]);
  expect([isHidden(read, 0), paintOf(read, 0), read.agent[3]]).toEqual([true, 0xff0033, 0.5]);
});

test("what is in a cage follows its control points, and normals the surface", () => {
  const shape = { kind: "box", size: [2, 2, 2] as [number, number, number] } as const;
  const box = cageBoxOf({
    name: "cushion",
    category: "",
    attributes: [],
    material: "",
    kind: "soft",
    mass: 1,
    position: [0, 0, 0],
    quat: [0, 0, 0, 1],
    splats: undefined,
    mesh: undefined,
    colliders: [{ position: [0, 1, 0], quat: [0, 0, 0, 1], shape }],
    cells: [2, 1, 1],
    cage: undefined,
    hidden: false,
    paint: undefined,
  });
  if (box === undefined) throw new Error("It is soft.");
  const rest = restCage(box);
  expect([rest.length, rest[1], rest[5]]).toEqual([36, 0, 1]);
  const sheared = rest.map((x, k) => (k % 3 === 0 ? x + 0.5 * (rest[k + 1] ?? 0) : x));
  const points = new Float32Array([0.3, 1.5, -0.2, -1.4, 0.5, 0]);
  const normals = { from: new Float32Array([1, 0, 0, 0, 1, 0]), to: new Float32Array(6) };
  const out = new Float32Array(6);
  deformPoints(box, sheared, points, out, normals);
  [1.05, 1.5, -0.2, -1.15, 0.5, 0].forEach((x, k) => {
    expect(out[k]).toBeCloseTo(x, 5);
  });
  const length = Math.hypot(1, 0.5);
  expect(normals.to[0]).toBeCloseTo(1 / length);
  expect(normals.to[1]).toBeCloseTo(-0.5 / length);
  expect(normals.to[4]).toBeCloseTo(1);
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
