/** An upright capsule among triangles: what pushes it aside, what it stands on, what is over its head. Pure. */

/** Triangles as 9 numbers each, in the world [m]. */
export type Triangles = readonly number[];

export interface Capsule {
  readonly radius: number;
  /** From the feet to the crown [m]. */
  readonly height: number;
  /** Obstacles lower than this are stepped on, not bumped into [m]. */
  readonly step: number;
}

type Point = [number, number, number];

/** As often as it takes to come out of a corner of two walls. */
const ROUNDS = 6;
/** Alternating projections onto a vertical line and a triangle; both are convex, so they meet. */
const PROJECTIONS = 5;
const TINY = 1e-9;
/** What pushes less sideways than this does not push aside. */
const LEVEL = 0.1;

/** Where feet at `at` have to go so that nothing pierces the capsule above its step. Heights stay. */
export function pushedOut(triangles: Triangles, at: Point, capsule: Capsule): Point {
  const { radius } = capsule;
  const low = at[1] + capsule.step + radius;
  const high = Math.max(at[1] + capsule.height - radius, low);
  let [x, z] = [at[0], at[2]];
  for (let round = 0; round < ROUNDS; round++) {
    // The deepest first: beside it, its neighbours across an edge would push to the side.
    let deepest = radius - 1e-6;
    let push: readonly [number, number] | undefined;
    for (let base = 0; base < triangles.length; base += 9) {
      const { p, q } = nearest(triangles, base, [x, low, z], high);
      const way: Point = [p[0] - q[0], p[1] - q[1], p[2] - q[2]];
      const distance = Math.hypot(...way);
      if (distance >= deepest) continue;
      const [nx, nz] =
        distance > TINY ? [way[0] / distance, way[2] / distance] : levelNormal(triangles, base);
      if (Math.hypot(nx, nz) < LEVEL) continue; // over the head or under the feet
      deepest = distance;
      push = [nx * (radius - distance), nz * (radius - distance)];
    }
    if (push === undefined) break;
    x += push[0];
    z += push[1];
  }
  return [x, at[1], z];
}

/** The highest surface under the feet's disc between two heights [m]; undefined is none. */
export function floorUnder(
  triangles: Triangles,
  at: Point,
  reach: number,
  bottom: number,
  top: number,
): number | undefined {
  let found: number | undefined;
  for (const [dx, dz] of FEELERS) {
    for (let base = 0; base < triangles.length; base += 9) {
      const y = heightAt(triangles, base, at[0] + dx * reach, at[2] + dz * reach);
      if (y !== undefined && y >= bottom && y <= top && (found === undefined || y > found)) found = y;
    }
  }
  return found;
}

/** The lowest surface over the feet's middle between two heights [m]. */
export function ceilingOver(
  triangles: Triangles,
  at: Point,
  bottom: number,
  top: number,
): number | undefined {
  let found: number | undefined;
  for (let base = 0; base < triangles.length; base += 9) {
    const y = heightAt(triangles, base, at[0], at[2]);
    if (y !== undefined && y >= bottom && y <= top && (found === undefined || y < found)) found = y;
  }
  return found;
}

/** The middle of the feet and four points around it. */
const FEELERS: readonly (readonly [number, number])[] = [
  [0, 0],
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
];

/** Height of a triangle over a point of the ground plane. */
function heightAt(t: Triangles, base: number, x: number, z: number): number | undefined {
  const at = (k: number) => t[base + k] ?? 0;
  const [ux, uz, vx, vz] = [at(3) - at(0), at(5) - at(2), at(6) - at(0), at(8) - at(2)];
  const area = ux * vz - uz * vx;
  if (Math.abs(area) < TINY) return undefined;
  const [px, pz] = [x - at(0), z - at(2)];
  const b = (px * vz - pz * vx) / area;
  const c = (ux * pz - uz * px) / area;
  if (b < 0 || c < 0 || b + c > 1) return undefined;
  return at(1) + b * (at(4) - at(1)) + c * (at(7) - at(1));
}

/** The nearest points of a vertical line from `low` up to `high`, and of a triangle. */
function nearest(t: Triangles, base: number, low: Point, high: number): { p: Point; q: Point } {
  let p: Point = [low[0], (low[1] + high) / 2, low[2]];
  let q = closestOn(t, base, p);
  for (let k = 0; k < PROJECTIONS; k++) {
    const y = Math.min(Math.max(q[1], low[1]), high);
    if (Math.abs(y - p[1]) < 1e-6) break;
    p = [low[0], y, low[2]];
    q = closestOn(t, base, p);
  }
  return { p, q };
}

/** The point of a triangle that is nearest to another (Ericson, Real-Time Collision Detection, 5.1.5). */
function closestOn(t: Triangles, base: number, p: Point): Point {
  const corner = (k: number): Point => [
    t[base + 3 * k] ?? 0,
    t[base + 3 * k + 1] ?? 0,
    t[base + 3 * k + 2] ?? 0,
  ];
  const [a, b, c] = [corner(0), corner(1), corner(2)];
  const [ab, ac, ap] = [minus(b, a), minus(c, a), minus(p, a)];
  const [d1, d2] = [dot(ab, ap), dot(ac, ap)];
  if (d1 <= 0 && d2 <= 0) return a;
  const bp = minus(p, b);
  const [d3, d4] = [dot(ab, bp), dot(ac, bp)];
  if (d3 >= 0 && d4 <= d3) return b;
  const vc = d1 * d4 - d3 * d2;
  if (vc <= 0 && d1 >= 0 && d3 <= 0) return along(a, ab, d1 / (d1 - d3));
  const cp = minus(p, c);
  const [d5, d6] = [dot(ab, cp), dot(ac, cp)];
  if (d6 >= 0 && d5 <= d6) return c;
  const vb = d5 * d2 - d1 * d6;
  if (vb <= 0 && d2 >= 0 && d6 <= 0) return along(a, ac, d2 / (d2 - d6));
  const va = d3 * d6 - d5 * d4;
  if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0) return along(b, minus(c, b), (d4 - d3) / (d4 - d3 + d5 - d6));
  const share = 1 / (va + vb + vc);
  return along(along(a, ab, vb * share), ac, vc * share);
}

function levelNormal(t: Triangles, base: number): [number, number] {
  const at = (k: number) => t[base + k] ?? 0;
  const [ux, uy, uz] = [at(3) - at(0), at(4) - at(1), at(5) - at(2)];
  const [vx, vy, vz] = [at(6) - at(0), at(7) - at(1), at(8) - at(2)];
  const [nx, nz] = [uy * vz - uz * vy, ux * vy - uy * vx];
  const length = Math.hypot(nx, nz);
  return length > TINY ? [nx / length, nz / length] : [0, 0];
}

function minus(a: Point, b: Point): Point {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function dot(a: Point, b: Point): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function along(a: Point, way: Point, share: number): Point {
  return [a[0] + share * way[0], a[1] + share * way[1], a[2] + share * way[2]];
}
