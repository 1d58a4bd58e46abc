/** The rollout of a scene file as a recording. */

import { cageBoxOf, restCage } from "../glb/cage";
import { AGENT, type Span } from "../glb/rollout";
import type { SceneFile, SceneObject, Track } from "../glb/scene";
import { HIDDEN, PAINTED } from "../protocol";
import { emptyFrame, type Frame, LOOK, POSE } from "./frame";
import { lastAtOrBefore, mixNumbers, mixQuats, Recording } from "./recording";

const NOTHING = new Float32Array(0);

/** The rollout of a file, or its one frame when it has none. */
export function recordingOf(scene: SceneFile): Recording {
  const recording = new Recording(scene.objects.map((object) => object.name));
  const tracked = [...new Set(scene.tracks.flatMap((track) => [...track.times]))].sort((a, b) => a - b);
  const told = [...(scene.rollout.times ?? [])];
  const times = told.length > 0 ? told : tracked.length > 0 ? tracked : [0];
  const looks = looksOver(scene, times);
  const still = stillFrame(scene.objects);
  times.forEach((time, k) => {
    const agent = scene.rollout.agent?.slice(k * AGENT, (k + 1) * AGENT) ?? NOTHING;
    const nodes = nodesAt(scene, still.nodes, k);
    recording.push(time, { poses: still.poses.slice(), looks: looks[k] ?? still.looks, nodes, agent });
  });
  const places = new Map(recording.names.map((name, k) => [name, k * POSE]));
  for (const track of scene.tracks) {
    const place = places.get(track.object);
    if (place === undefined) continue;
    recording.times.forEach((time, k) => {
      const frame = recording.frames[k];
      if (frame) sampleTrack(track, time, frame.poses, place + (track.path === "rotation" ? 3 : 0));
    });
  }
  recording.actions.push(...scene.actions);
  return recording;
}

/** Where the file leaves everything. */
export function stillFrame(objects: readonly SceneObject[]): Frame {
  const frame = emptyFrame(objects);
  frame.poses.set(objects.flatMap((object) => [...object.position, ...object.quat]));
  let first = 0;
  for (const [k, object] of objects.entries()) {
    setLook(frame.looks, k, object.hidden, object.paint);
    const box = cageBoxOf(object);
    if (box === undefined) continue;
    frame.nodes.set(object.cage?.length === 3 * box.count ? object.cage : restCage(box), first);
    first += 3 * box.count;
  }
  return frame;
}

function nodesAt(scene: SceneFile, still: Float32Array, k: number): Float32Array {
  if (still.length === 0 || scene.rollout.cages.size === 0) return still;
  const nodes = still.slice();
  let first = 0;
  for (const object of scene.objects) {
    const size = 3 * (cageBoxOf(object)?.count ?? 0);
    const track = scene.rollout.cages.get(object.name)?.subarray(k * size, (k + 1) * size);
    if (size > 0 && track?.length === size) nodes.set(track, first);
    first += size;
  }
  return nodes;
}

/** Looks at each time; frames in which nothing changes share theirs. */
function looksOver(scene: SceneFile, times: readonly number[]): Uint8Array[] {
  const spans = new Map<string, Span[]>();
  for (const span of scene.rollout.hidden) spans.set(span.object, [...(spans.get(span.object) ?? []), span]);
  let last: Uint8Array | undefined;
  return times.map((time) => {
    const looks = new Uint8Array(scene.objects.length * LOOK);
    for (const [k, object] of scene.objects.entries()) {
      const away = spans.get(object.name);
      const hidden = away ? away.some((s) => s.begin <= time && time < (s.end ?? Infinity)) : object.hidden;
      setLook(looks, k, hidden, paintAt(scene, object, time));
    }
    if (last?.every((byte, k) => byte === looks[k])) return last;
    last = looks;
    return looks;
  });
}

function paintAt(scene: SceneFile, object: SceneObject, time: number): readonly number[] | undefined {
  let [brushed, paint]: [boolean, readonly number[] | undefined] = [false, undefined];
  for (const { time: begin, action } of scene.actions) {
    if (action.action !== "paint" || action.object !== object.name) continue;
    brushed = true;
    if (begin < time) paint = action.color;
  }
  return brushed ? paint : object.paint;
}

function setLook(looks: Uint8Array, k: number, hidden: boolean, paint: readonly number[] | undefined): void {
  paint?.forEach((part, channel) => {
    looks[LOOK * k + channel] = Math.round(255 * part);
  });
  looks[LOOK * k + 3] = (hidden ? HIDDEN : 0) | (paint ? PAINTED : 0);
}

function sampleTrack(track: Track, time: number, out: Float32Array, offset: number): void {
  const parts = track.path === "rotation" ? 4 : 3;
  const k = Math.max(lastAtOrBefore(track.times, time), 0);
  const next = Math.min(k + 1, track.times.length - 1);
  const [t0, t1] = [track.times[k] ?? 0, track.times[next] ?? 0];
  const fraction = t1 > t0 ? Math.min(Math.max((time - t0) / (t1 - t0), 0), 1) : 0;
  const [a, b, mixed] = [0, 1, 2].map(() => new Float32Array(parts)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  a.set(track.values.subarray(k * parts, (k + 1) * parts));
  b.set(track.values.subarray(next * parts, (next + 1) * parts));
  if (parts === 4) mixQuats(a, b, fraction, mixed, 0);
  else mixNumbers(a, b, fraction, mixed, 0, parts);
  out.set(mixed, offset);
}
