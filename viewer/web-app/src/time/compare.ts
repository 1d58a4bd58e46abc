/** Two futures of one scene: what of them differs at a moment. Pure. */

import { emptyLike, type Frame, isHidden, POSE } from "./frame";
import type { Recording } from "./recording";

/** Nearer than this is the same place [m], and turned by less the same way [rad]: contacts jitter by less. */
const SAME_PLACE = 0.02;
const SAME_TURN = (5 * Math.PI) / 180;

export interface Difference {
  readonly name: string;
  /** Between the two places [m]. */
  readonly distance: number;
  /** Between the two attitudes [rad]. */
  readonly angle: number;
  /** Where it is in one of the futures only: in which. */
  readonly only: "first" | "second" | undefined;
}

/** What is not where it is in the other future, the farthest first. */
export function differences(first: Recording, second: Recording, time: number): Difference[] {
  const [a, b] = [momentOf(first, time), momentOf(second, time)];
  const found: Difference[] = [];
  for (const name of new Set([...first.names, ...second.names])) {
    const [j, k] = [first.names.indexOf(name), second.names.indexOf(name)];
    const [there, here] = [j >= 0 && !isHidden(a, j), k >= 0 && !isHidden(b, k)];
    if (!there && !here) continue;
    if (there !== here) {
      found.push({ name, distance: Number.POSITIVE_INFINITY, angle: 0, only: there ? "first" : "second" });
      continue;
    }
    const { distance, angle } = apart(a.poses, j * POSE, b.poses, k * POSE);
    if (distance > SAME_PLACE || angle > SAME_TURN) found.push({ name, distance, angle, only: undefined });
  }
  return found.sort((x, y) => y.distance - x.distance || y.angle - x.angle);
}

/** What moves, comes or goes in a recording from its first frame on. */
export function movers(recording: Recording): string[] {
  const [start] = recording.frames;
  if (start === undefined) return [];
  return recording.names.filter((_, k) =>
    recording.frames.some((frame) => {
      if (frame.poses.length <= k * POSE) return false;
      if (start.poses.length <= k * POSE || isHidden(start, k) !== isHidden(frame, k)) return true;
      const { distance, angle } = apart(start.poses, k * POSE, frame.poses, k * POSE);
      return distance > SAME_PLACE || angle > SAME_TURN;
    }),
  );
}

/** How far two poses are from each other. */
export function apart(a: Float32Array, i: number, b: Float32Array, j: number) {
  const part = (k: number) => (a[i + k] ?? 0) - (b[j + k] ?? 0);
  let dot = 0;
  for (let k = 3; k < POSE; k++) dot += (a[i + k] ?? 0) * (b[j + k] ?? 0);
  return {
    distance: Math.hypot(part(0), part(1), part(2)),
    angle: 2 * Math.acos(Math.min(Math.abs(dot), 1)),
  };
}

function momentOf(recording: Recording, time: number): Frame {
  const newest = recording.frames.at(-1);
  if (newest === undefined) throw new Error("A recording has at least one frame.");
  return recording.sample(time, emptyLike(newest, recording.names.length));
}
