/** A scene over time: poses of all objects at increasing times, and what was done when. Pure data. */

import type { SceneFile, TimedAction, Track } from "../glb/scene";

/** Numbers per object in a frame: position xyz [m], rotation xyzw. */
export const POSE = 7;
/** Ten minutes at 60 frames a second: what a page keeps before it forgets the oldest. */
const MAX_FRAMES = 36_000;

export class Recording {
  readonly times: number[] = [];
  readonly frames: Float32Array[] = [];
  readonly actions: TimedAction[] = [];

  constructor(readonly names: readonly string[]) {}

  get start(): number {
    return this.times[0] ?? 0;
  }

  get end(): number {
    return this.times.at(-1) ?? 0;
  }

  /** Adds a frame; one that is not later than the last is ignored. */
  push(time: number, poses: Float32Array): void {
    if (this.times.length > 0 && time <= this.end) return;
    this.times.push(time);
    this.frames.push(poses);
    if (this.times.length > MAX_FRAMES) {
      this.times.shift();
      this.frames.shift();
    }
  }

  /** Keeps the first frames only. */
  truncate(frames: number, actions: number): void {
    this.times.length = Math.min(frames, this.times.length);
    this.frames.length = this.times.length;
    this.actions.length = Math.min(actions, this.actions.length);
  }

  /** Poses at a time, interpolated; times outside give the first or last frame. */
  sample(time: number, out: Float32Array): Float32Array {
    const k = lastAtOrBefore(this.times, time);
    const before = this.frames[Math.max(k, 0)];
    const after = this.frames[Math.min(k + 1, this.frames.length - 1)];
    if (before === undefined || after === undefined) return out;
    const [t0, t1] = [this.times[Math.max(k, 0)] ?? 0, this.times[k + 1] ?? 0];
    const fraction = k >= 0 && t1 > t0 ? Math.min(Math.max((time - t0) / (t1 - t0), 0), 1) : 0;
    for (let base = 0; base < out.length; base += POSE) mix(before, after, fraction, base, out);
    return out;
  }

  /** The time of the frame `by` frames away from `time`, within the recording. */
  step(time: number, by: number): number {
    // Half a millisecond: what adding frame times may lose, far below one frame.
    const k = lastAtOrBefore(this.times, time + 5e-4);
    const target = Math.min(Math.max(k + by, 0), this.times.length - 1);
    return this.times[target] ?? 0;
  }
}

/** The rollout of a file, or its one frame when it has none. */
export function recordingOf(scene: SceneFile): Recording {
  const recording = new Recording(scene.objects.map((object) => object.name));
  const times = [...new Set(scene.tracks.flatMap((track) => [...track.times]))].sort((a, b) => a - b);
  const still = stillFrame(scene);
  for (const time of times.length > 0 ? times : [0]) recording.push(time, Float32Array.from(still));
  const places = new Map(recording.names.map((name, k) => [name, k * POSE]));
  for (const track of scene.tracks) {
    const place = places.get(track.object);
    if (place === undefined) continue;
    const offset = place + (track.path === "rotation" ? 3 : 0);
    recording.times.forEach((time, k) => {
      const frame = recording.frames[k];
      if (frame) sampleTrack(track, time, frame, offset);
    });
  }
  recording.actions.push(...scene.actions);
  return recording;
}

function stillFrame(scene: SceneFile): Float32Array {
  return Float32Array.from(scene.objects.flatMap((object) => [...object.position, ...object.quat]));
}

function sampleTrack(track: Track, time: number, out: Float32Array, offset: number): void {
  const parts = track.path === "rotation" ? 4 : 3;
  const k = Math.max(lastAtOrBefore(track.times, time), 0);
  const next = Math.min(k + 1, track.times.length - 1);
  const [t0, t1] = [track.times[k] ?? 0, track.times[next] ?? 0];
  const fraction = t1 > t0 ? Math.min(Math.max((time - t0) / (t1 - t0), 0), 1) : 0;
  const a = track.values.subarray(k * parts, (k + 1) * parts);
  const b = track.values.subarray(next * parts, (next + 1) * parts);
  if (parts === 4) mixQuats(a, b, fraction, out, offset);
  else mixNumbers(a, b, fraction, out, offset);
}

function mix(a: Float32Array, b: Float32Array, fraction: number, base: number, out: Float32Array): void {
  mixNumbers(a.subarray(base, base + 3), b.subarray(base, base + 3), fraction, out, base);
  mixQuats(a.subarray(base + 3, base + POSE), b.subarray(base + 3, base + POSE), fraction, out, base + 3);
}

function mixNumbers(
  a: Float32Array,
  b: Float32Array,
  fraction: number,
  out: Float32Array,
  offset: number,
): void {
  for (let k = 0; k < a.length; k++) out[offset + k] = (a[k] ?? 0) * (1 - fraction) + (b[k] ?? 0) * fraction;
}

/** Shortest-arc linear mix, normalised: within 0.01 degrees of slerp for turns below 30 degrees a frame. */
function mixQuats(
  a: Float32Array,
  b: Float32Array,
  fraction: number,
  out: Float32Array,
  offset: number,
): void {
  let dot = 0;
  for (let k = 0; k < 4; k++) dot += (a[k] ?? 0) * (b[k] ?? 0);
  const sign = dot < 0 ? -1 : 1;
  let square = 0;
  for (let k = 0; k < 4; k++) {
    const part = (a[k] ?? 0) * (1 - fraction) + (b[k] ?? 0) * fraction * sign;
    out[offset + k] = part;
    square += part * part;
  }
  const scale = square > 0 ? 1 / Math.sqrt(square) : 1;
  for (let k = 0; k < 4; k++) out[offset + k] = (out[offset + k] ?? 0) * scale;
}

/** Index of the last time not after `time`, or -1. */
export function lastAtOrBefore(times: ArrayLike<number>, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
