/** Which streamed splat a ray hits. Pure; in the stream's own frame, on the 16 bytes that Spark keeps of each. */

/** Fainter splats are not seen. */
const SEEN = 0.2;
/** A ray is as thick as this part of its length, a pixel or two; where that hits nothing, four times as thick. */
const CONES = [0.003, 0.012];
/** A splat is hit within so many of its widths. */
const REACH = 1.5;

export interface Packed {
  /** Colour and opacity; x and y; z; sizes: 4 words for each splat. */
  readonly words: Uint32Array;
  /** Those that are drawn. */
  readonly rows: Uint32Array;
  readonly count: number;
  /** Logarithms of the scales that 1 and 255 stand for. */
  readonly logs: readonly [number, number];
  /** What an opacity of 255 stands for. */
  readonly opaque: number;
}

type Point = readonly [number, number, number];

/** How far along a ray the nearest is [m], beyond `from`; undefined where it hits none. */
export function nearestPacked(splats: Packed, origin: Point, way: Point, from: number): number | undefined {
  for (const cone of CONES) {
    const found = within(splats, origin, way, from, cone);
    if (found !== undefined) return found;
  }
  return undefined;
}

function within(
  { words, rows, count, logs, opaque }: Packed,
  [ox, oy, oz]: Point,
  [dx, dy, dz]: Point,
  from: number,
  cone: number,
): number | undefined {
  const widths = Float32Array.from({ length: 256 }, (_, k) =>
    k === 0 ? 0 : Math.exp(logs[0] + ((k - 1) / 254) * (logs[1] - logs[0])),
  );
  const least = (SEEN / opaque) * 255;
  let best = Number.POSITIVE_INFINITY;
  for (let k = 0; k < count; k++) {
    const at = 4 * (rows[k] ?? 0);
    if ((words[at] ?? 0) >>> 24 < least) continue;
    const [xy, z] = [words[at + 1] ?? 0, words[at + 2] ?? 0];
    const [px, py, pz] = [half(xy & 0xffff) - ox, half(xy >>> 16) - oy, half(z & 0xffff) - oz];
    const t = px * dx + py * dy + pz * dz;
    if (t <= from || t >= best) continue;
    const sizes = words[at + 3] ?? 0;
    const size = Math.max(sizes & 255, (sizes >>> 8) & 255, (sizes >>> 16) & 255);
    const reach = Math.max(REACH * (widths[size] ?? 0), cone * t);
    if (px * px + py * py + pz * pz - t * t < reach * reach) best = t;
  }
  return Number.isFinite(best) ? best : undefined;
}

let table: Float32Array | undefined;

/** IEEE 754 half precision. */
function half(bits: number): number {
  table ??= Float32Array.from({ length: 0x10000 }, (_, k) => {
    const [sign, exponent, fraction] = [k & 0x8000 ? -1 : 1, (k >> 10) & 31, k & 1023];
    if (exponent === 31) return Number.NaN;
    return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
  });
  return table[bits] ?? 0;
}
