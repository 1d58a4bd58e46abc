/** One instant of a recording: where everything is, how it looks, its shape, and where the agent stands. */

import { cageBoxOf } from "../glb/cage";
import { AGENT } from "../glb/rollout";
import type { SceneObject } from "../glb/scene";
import { HIDDEN, PAINTED } from "../protocol";

/** Numbers per object: position xyz [m], rotation xyzw. */
export const POSE = 7;
/** Bytes per object: red, green, blue (sRGB), flags. */
export const LOOK = 4;

export interface Frame {
  readonly poses: Float32Array;
  readonly looks: Uint8Array;
  /** Control points of all soft objects, one object after the other, in their own frames [m]. */
  readonly nodes: Float32Array;
  /** `AGENT` numbers, or none where nobody knows. */
  readonly agent: Float32Array;
  /** What the file says, where this frame was given objects that were made of splats. */
  readonly filed?: Frame;
}

/** Room for one instant of these objects. */
export function emptyFrame(objects: readonly SceneObject[]): Frame {
  return {
    poses: new Float32Array(objects.length * POSE),
    looks: new Uint8Array(objects.length * LOOK),
    nodes: new Float32Array(3 * objects.reduce((sum, object) => sum + (cageBoxOf(object)?.count ?? 0), 0)),
    agent: new Float32Array(AGENT),
  };
}

/** Room for one instant of `count` objects, with as many control points as `frame` has. */
export function emptyLike(frame: Frame, count: number): Frame {
  return {
    poses: new Float32Array(count * POSE),
    looks: new Uint8Array(count * LOOK),
    nodes: new Float32Array(frame.nodes.length),
    agent: new Float32Array(AGENT),
  };
}

export function isHidden(frame: Frame, k: number): boolean {
  return ((frame.looks[LOOK * k + 3] ?? 0) & HIDDEN) !== 0;
}

/** The colour an object was painted, packed as 0xrrggbb; undefined is its own. */
export function paintOf({ looks }: Frame, k: number): number | undefined {
  if (((looks[LOOK * k + 3] ?? 0) & PAINTED) === 0) return undefined;
  return ((looks[LOOK * k] ?? 0) << 16) | ((looks[LOOK * k + 1] ?? 0) << 8) | (looks[LOOK * k + 2] ?? 0);
}

/** A vector turned by a unit quaternion, xyzw. */
export function rotated(
  [x, y, z, w]: readonly [number, number, number, number],
  [vx, vy, vz]: readonly [number, number, number],
): [number, number, number] {
  const [tx, ty, tz] = [2 * (y * vz - z * vy), 2 * (z * vx - x * vz), 2 * (x * vy - y * vx)];
  return [vx + w * tx + y * tz - z * ty, vy + w * ty + z * tx - x * tz, vz + w * tz + x * ty - y * tx];
}
