/** A scene over time: frames of all objects at increasing times, and what was done when. Pure data. */

import type { TimedAction } from "../glb/scene";
import { type Carving, HIDDEN } from "../protocol";
import { type Frame, LOOK, POSE, rotated } from "./frame";

/** Ten minutes at 60 frames a second: what a page keeps before it forgets the oldest. */
const MAX_FRAMES = 36_000;

export class Recording {
  readonly times: number[] = [];
  readonly frames: Frame[] = [];
  readonly actions: TimedAction[] = [];

  /** Names of the objects; those that come later are added at the end. */
  constructor(public names: readonly string[]) {}

  get start(): number {
    return this.times[0] ?? 0;
  }

  get end(): number {
    return this.times.at(-1) ?? 0;
  }

  /** Whether it tells where the agent is. */
  get hasAgent(): boolean {
    return (this.frames.at(-1)?.agent.length ?? 0) > 0;
  }

  /** Adds a frame; one that is not later than the last is ignored. */
  push(time: number, frame: Frame): void {
    if (this.times.length > 0 && time <= this.end) return;
    this.times.push(time);
    this.frames.push(frame);
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

  /**
   * Has the file's frames, which know `filed` objects, tell where objects made of splats are, too: with the objects
   * they were made of.
   */
  fit(filed: number, carves: readonly Carving[]): void {
    for (const [k, frame] of this.frames.entries()) {
      if (frame.filed === undefined && frame.poses.length !== filed * POSE) continue; // a state: it knows all
      const own = frame.filed ?? frame;
      this.frames[k] = carves.length === 0 ? own : { ...widened(own, this.names, carves), filed: own };
    }
  }

  /** Index of the first frame after a time. */
  countUntil(time: number): number {
    return lastAtOrBefore(this.times, time) + 1;
  }

  /** What is at a time, between frames interpolated; times outside give the first or last frame. */
  sample(time: number, out: Frame): Frame {
    const k = lastAtOrBefore(this.times, time);
    const before = this.frames[Math.max(k, 0)];
    const after = this.frames[Math.min(k + 1, this.frames.length - 1)];
    if (before === undefined || after === undefined) return out;
    const [t0, t1] = [this.times[Math.max(k, 0)] ?? 0, this.times[k + 1] ?? 0];
    const fraction = k >= 0 && t1 > t0 ? Math.min(Math.max((time - t0) / (t1 - t0), 0), 1) : 0;
    mixPoses(before, after, fraction, out);
    out.looks.fill(0);
    out.looks.set(before.looks.subarray(0, out.looks.length));
    for (let at = before.looks.length; at < out.looks.length; at += LOOK) out.looks[at + 3] = HIDDEN;
    const nodes = Math.min(before.nodes.length, after.nodes.length, out.nodes.length);
    mixNumbers(before.nodes, after.nodes, fraction, out.nodes, 0, nodes);
    const agent = Math.min(before.agent.length, after.agent.length);
    mixNumbers(before.agent, after.agent, fraction, out.agent, 0, agent);
    if (agent > 3) out.agent[3] = mixAngles(before.agent[3] ?? 0, after.agent[3] ?? 0, fraction);
    return out;
  }

  /** The poses of the frames before and after a time, and how far these are apart [s]. */
  around(time: number): [Float32Array, Float32Array, number] {
    const last = this.frames.length - 1;
    const k = Math.min(Math.max(lastAtOrBefore(this.times, time - 1e-6), 0), Math.max(last - 1, 0));
    const [before, after] = [this.frames[k], this.frames[Math.min(k + 1, last)]];
    const seconds = (this.times[Math.min(k + 1, last)] ?? 0) - (this.times[k] ?? 0);
    const none = new Float32Array(0);
    return [before?.poses ?? none, after?.poses ?? none, Math.max(seconds, 1e-6)];
  }

  /** The time of the frame `by` frames away from `time`, within the recording. */
  step(time: number, by: number): number {
    // Half a millisecond: what adding frame times may lose, far below one frame.
    const k = lastAtOrBefore(this.times, time + 5e-4);
    const target = Math.min(Math.max(k + by, 0), this.times.length - 1);
    return this.times[target] ?? 0;
  }
}

function mixPoses(before: Frame, after: Frame, fraction: number, out: Frame): void {
  for (let base = 0; base < out.poses.length; base += POSE) {
    // what was not yet there, or is new, does not fly in from elsewhere
    const comes = base >= before.poses.length || differs(before, after, (base / POSE) * LOOK + 3);
    const from = comes ? after.poses : before.poses;
    if (base >= from.length || base >= after.poses.length) continue;
    mixNumbers(from, after.poses, fraction, out.poses, base, 3);
    mixQuats(from, after.poses, fraction, out.poses, base + 3);
  }
}

function differs(before: Frame, after: Frame, at: number): boolean {
  return (
    (((before.looks[at] ?? 0) ^ (after.looks[at] ?? 0)) & HIDDEN) !== 0 && !((after.looks[at] ?? 0) & HIDDEN)
  );
}

/** Mixes `count` numbers from `offset` on. */
export function mixNumbers(
  a: Float32Array,
  b: Float32Array,
  fraction: number,
  out: Float32Array,
  offset: number,
  count: number,
): void {
  for (let k = offset; k < offset + count; k++)
    out[k] = (a[k] ?? 0) * (1 - fraction) + (b[k] ?? 0) * fraction;
}

/** Shortest-arc linear mix, normalised: within 0.01 degrees of slerp for turns below 30 degrees a frame. */
export function mixQuats(
  a: Float32Array,
  b: Float32Array,
  fraction: number,
  out: Float32Array,
  offset: number,
): void {
  let dot = 0;
  for (let k = offset; k < offset + 4; k++) dot += (a[k] ?? 0) * (b[k] ?? 0);
  const sign = dot < 0 ? -1 : 1;
  let square = 0;
  for (let k = offset; k < offset + 4; k++) {
    const part = (a[k] ?? 0) * (1 - fraction) + (b[k] ?? 0) * fraction * sign;
    out[k] = part;
    square += part * part;
  }
  const scale = square > 0 ? 1 / Math.sqrt(square) : 1;
  for (let k = offset; k < offset + 4; k++) out[k] = (out[k] ?? 0) * scale;
}

function mixAngles(a: number, b: number, fraction: number): number {
  const turn = ((((b - a) % (2 * Math.PI)) + 3 * Math.PI) % (2 * Math.PI)) - Math.PI;
  return a + turn * fraction;
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

/** A frame with objects made of splats after those it knows. */
function widened(frame: Frame, names: readonly string[], carves: readonly Carving[]): Frame {
  const known = frame.poses.length / POSE;
  const poses = new Float32Array((known + carves.length) * POSE);
  const looks = new Uint8Array((known + carves.length) * LOOK);
  poses.set(frame.poses);
  looks.set(frame.looks);
  for (const [k, { object, center }] of carves.entries()) {
    const [from, to] = [names.indexOf(object) * POSE, (known + k) * POSE];
    const [x = 0, y = 0, z = 0, a = 0, b = 0, c = 0, w = 1] = poses.subarray(from, from + POSE);
    const [tx, ty, tz] = rotated([a, b, c, w], center);
    poses.set([x + tx, y + ty, z + tz, a, b, c, w], to);
  }
  return { ...frame, poses, looks };
}
