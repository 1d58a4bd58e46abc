/** Which splats a ray, a rectangle, a ball or a flood reaches. Pure; everything in the object's own frame. */

import type { SplatColumns } from "../glb/primitives";
import type { Mask } from "../glb/rows";

type Point = readonly [number, number, number];

/** Fainter splats are not seen. */
const SEEN = 0.2;
/** A ray is as thick as this part of its length: a pixel or two. */
const CONE = 0.003;
/** Share of the splats in a rectangle that may lie before what it is about. */
const BEFORE = 0.02;
/** Neighbours in a flood: within so many typical widths, and of about the same colour (0 to 1). */
const NEIGHBOURS = 3;
const ALIKE = 0.12;
const LIKE_SEED = 0.35;
const SH_C0 = 0.28209479177387814;

/** The nearest splat along a ray; `step` looks at every so manieth only. */
export function nearestAlong(
  { count, means, scales, opacities }: SplatColumns,
  origin: Point,
  way: Point,
  step = 1,
): { index: number; distance: number } | undefined {
  let best: { index: number; distance: number } | undefined;
  for (let n = 0; n < count; n += step) {
    if ((opacities[n] ?? 0) < SEEN) continue;
    const [x, y, z] = [0, 1, 2].map((k) => (means[3 * n + k] ?? 0) - (origin[k] ?? 0)) as [
      number,
      number,
      number,
    ];
    const t = x * way[0] + y * way[1] + z * way[2];
    if (t <= 0 || (best && t >= best.distance)) continue;
    const width =
      Math.max(scales[3 * n] ?? 0, scales[3 * n + 1] ?? 0, scales[3 * n + 2] ?? 0) * Math.sqrt(step);
    const reach = Math.max(1.5 * width, CONE * t);
    if (x * x + y * y + z * z - t * t < reach * reach) best = { index: n, distance: t };
  }
  return best;
}

export interface Picture {
  /** From the object's frame to clip space, column-major. */
  readonly clip: readonly number[];
  /** Half the height of what one sees, per depth. */
  readonly slope: number;
  /** [px] */
  readonly width: number;
  readonly height: number;
}

export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Marks what is in a box: a rectangle of the picture [px], as deep as it is wide, beginning where the splats in it
 * do. What lies far behind is not meant.
 */
export function markBox(splats: SplatColumns, picture: Picture, rect: Rect, mask: Mask, value: 0 | 1): void {
  const depths = new Float32Array(splats.count).fill(Number.POSITIVE_INFINITY);
  const found: number[] = [];
  for (let n = 0; n < splats.count; n++) {
    const [x, y, depth] = seen(splats, n, picture);
    if (depth <= 0 || x < rect.left || x > rect.right || y < rect.top || y > rect.bottom) continue;
    if ((splats.opacities[n] ?? 0) >= SEEN) found.push(depth);
    depths[n] = depth;
  }
  if (found.length === 0) return;
  const first = Float32Array.from(found).sort()[Math.floor(BEFORE * found.length)] ?? 0;
  const size = Math.max(rect.right - rect.left, rect.bottom - rect.top);
  const deep = (size / picture.height) * 2 * picture.slope * first;
  for (let n = 0; n < splats.count; n++) if ((depths[n] ?? 0) <= first + deep) mask[n] = value;
}

/** Marks what is within a ball. */
export function markBall(
  splats: SplatColumns,
  middle: Point,
  radius: number,
  mask: Mask,
  value: 0 | 1,
): void {
  for (let n = 0; n < splats.count; n++) {
    let square = 0;
    for (let k = 0; k < 3; k++) square += ((splats.means[3 * n + k] ?? 0) - (middle[k] ?? 0)) ** 2;
    if (square <= radius * radius) mask[n] = value;
  }
}

/** Marks what is joined to a splat by neighbours of about the same colour. */
export function markFlood(splats: SplatColumns, seed: number, mask: Mask, value: 0 | 1): void {
  const pitch = NEIGHBOURS * typicalWidth(splats);
  const cells = new Cells(splats, pitch);
  const done = new Uint8Array(splats.count);
  const waiting = [seed];
  done[seed] = 1;
  while (waiting.length > 0) {
    const n = waiting.pop() ?? seed;
    mask[n] = value;
    for (const m of cells.around(n)) {
      if (done[m] || (splats.opacities[m] ?? 0) < SEEN) continue;
      if (distance(splats, n, m) > pitch) continue;
      if (contrast(splats, n, m) > ALIKE || contrast(splats, seed, m) > LIKE_SEED) continue;
      done[m] = 1;
      waiting.push(m);
    }
  }
}

/** Splats by cubes of space. */
class Cells {
  private readonly heads = new Map<number, number>();
  private readonly next: Int32Array;

  constructor(
    private readonly splats: SplatColumns,
    private readonly pitch: number,
  ) {
    this.next = new Int32Array(splats.count).fill(-1);
    for (let n = 0; n < splats.count; n++) {
      const key = this.key(this.cell(n));
      this.next[n] = this.heads.get(key) ?? -1;
      this.heads.set(key, n);
    }
  }

  *around(n: number): Generator<number> {
    const [x, y, z] = this.cell(n);
    for (let k = 0; k < 27; k++) {
      const key = this.key([x + (k % 3) - 1, y + (Math.floor(k / 3) % 3) - 1, z + Math.floor(k / 9) - 1]);
      for (let m = this.heads.get(key) ?? -1; m >= 0; m = this.next[m] ?? -1) yield m;
    }
  }

  private cell(n: number): [number, number, number] {
    const at = (k: number) => Math.floor((this.splats.means[3 * n + k] ?? 0) / this.pitch);
    return [at(0), at(1), at(2)];
  }

  private key([x, y, z]: [number, number, number]): number {
    return ((x & 0xffff) * 0x10000 + (y & 0xffff)) * 0x10000 + (z & 0xffff);
  }
}

/** The median of the splats' second widths. */
function typicalWidth({ count, scales }: SplatColumns): number {
  const step = Math.max(Math.floor(count / 10_000), 1);
  const widths = Float32Array.from({ length: Math.ceil(count / step) }, (_, k) => {
    const three = scales.subarray(3 * k * step, 3 * k * step + 3).toSorted();
    return three[1] ?? 0;
  }).sort();
  return Math.max(widths[widths.length >> 1] ?? 0, 1e-4);
}

function distance({ means }: SplatColumns, n: number, m: number): number {
  return Math.hypot(...[0, 1, 2].map((k) => (means[3 * n + k] ?? 0) - (means[3 * m + k] ?? 0)));
}

function contrast({ sh: [base] }: SplatColumns, n: number, m: number): number {
  return (
    SH_C0 * Math.max(...[0, 1, 2].map((k) => Math.abs((base?.[3 * n + k] ?? 0) - (base?.[3 * m + k] ?? 0))))
  );
}

/** Where a splat's middle is in the picture [px], and how deep. */
function seen({ means }: SplatColumns, n: number, { clip, width, height }: Picture): Point {
  const [x, y, z] = [means[3 * n] ?? 0, means[3 * n + 1] ?? 0, means[3 * n + 2] ?? 0];
  const row = (k: number) =>
    (clip[k] ?? 0) * x + (clip[k + 4] ?? 0) * y + (clip[k + 8] ?? 0) * z + (clip[k + 12] ?? 0);
  const depth = row(3);
  return [((row(0) / depth + 1) / 2) * width, ((1 - row(1) / depth) / 2) * height, depth];
}
