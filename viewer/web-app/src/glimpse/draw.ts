/**
 * A rasteriser of Gaussians for one picture, without a GPU: it is ready when the page is. Splats from front to back,
 * each over the pixels that its ellipse covers (Kerbl et al. 2023; EWA: Zwicker et al. 2001). Pure.
 */

import type { Glimpse } from "./decode";

/** What is nearer is not drawn [m]. */
const NEAR = 0.05;
/** Variance of the blur to a pixel's size, as 3DGS has it [px^2]. */
const BLUR = 0.3;
/** Squared reach of a splat in standard deviations, as Spark has it. */
const REACH = 8;
/** Less than this of a pixel is not seen. */
const FAINT = 1 / 255;
/** Steps of the table of exp(-q / 2) for each unit of q. */
const FINE = 64;
/** Perspective is linear only so far beyond the picture's edge. */
const BEYOND = 1.3;

export interface View {
  readonly eye: readonly number[];
  /** Unit vectors of the camera in the world: right, down and forward. */
  readonly right: readonly number[];
  readonly down: readonly number[];
  readonly forward: readonly number[];
  /** [px] */
  readonly focal: number;
  readonly width: number;
  readonly height: number;
}

/** A view with the world's y up. */
export function viewFrom(
  eye: readonly number[],
  ahead: readonly number[],
  vertical: number,
  size: { width: number; height: number },
): View {
  const forward = unit(ahead);
  const [fx = 0, , fz = 0] = forward;
  const right = unit(Math.hypot(fx, fz) < 1e-6 ? [1, 0, 0] : [-fz, 0, fx]);
  const [rx = 0, ry = 0, rz = 0] = right;
  const [ax = 0, ay = 0, az = 0] = forward;
  const down = [ay * rz - az * ry, az * rx - ax * rz, ax * ry - ay * rx];
  return { eye, right, down, forward, focal: size.height / 2 / Math.tan(vertical / 2), ...size };
}

function unit(v: readonly number[]): number[] {
  const length = Math.hypot(...v) || 1;
  return v.map((x) => x / length);
}

/** The picture as RGBA bytes. */
export function draw(splats: Glimpse, view: View): Uint8ClampedArray<ArrayBuffer> {
  const { width, height } = view;
  const seen = project(splats, view);
  const [light, left] = [new Float32Array(3 * width * height), new Float32Array(width * height).fill(1)];
  const exps = Float32Array.from({ length: REACH * FINE + 2 }, (_, k) => Math.exp(-k / FINE / 2));
  for (const k of nearestFirst(seen.depths)) cover(seen, k, splats.colors, exps, light, left, width, height);
  const [r = 0, g = 0, b = 0] = splats.background;
  const pixels = new Uint8ClampedArray(4 * width * height);
  for (let k = 0, from = 0, to = 0; k < left.length; k++) {
    const rest = (left[k] ?? 0) * 255;
    pixels[to++] = (light[from++] ?? 0) + rest * r;
    pixels[to++] = (light[from++] ?? 0) + rest * g;
    pixels[to++] = (light[from++] ?? 0) + rest * b;
    pixels[to++] = 255;
  }
  return pixels;
}

interface Seen {
  /** Which splat of the glimpse each is. */
  readonly rows: Uint32Array;
  readonly depths: Float32Array;
  /** Centre x and y, inverse covariance xx, xy and yy, opacity: [px], 6 for each. */
  readonly shapes: Float32Array;
}

function project(splats: Glimpse, view: View): Seen {
  const { count, means, scales, quats, opacities, logs, antialiased } = splats;
  const { eye, right, down, forward, focal, width, height } = view;
  const sizes = Float32Array.from({ length: 256 }, (_, k) =>
    Math.exp(logs[0] + ((logs[1] - logs[0]) * k) / 255),
  );
  const [rows, depths] = [new Uint32Array(count), new Float32Array(count)];
  const shapes = new Float32Array(6 * count);
  const [ex = 0, ey = 0, ez = 0] = eye;
  const [rx = 0, ry = 0, rz = 0] = right;
  const [dx = 0, dy = 0, dz = 0] = down;
  const [fx = 0, fy = 0, fz = 0] = forward;
  const [limitX, limitY] = [(BEYOND * width) / 2 / focal, (BEYOND * height) / 2 / focal];
  let found = 0;
  // No lists in this loop: they are as slow as all of the rest while a compiler is not yet at work.
  for (let n = 0, q = 0, m = 0; n < count; n++, q += 4, m += 3) {
    const px = (means[m] ?? 0) - ex;
    const py = (means[m + 1] ?? 0) - ey;
    const pz = (means[m + 2] ?? 0) - ez;
    const z = fx * px + fy * py + fz * pz;
    if (!(z > NEAR)) continue;
    const x = (rx * px + ry * py + rz * pz) / z;
    const y = (dx * px + dy * py + dz * pz) / z;
    const cx = width / 2 + focal * x;
    const cy = height / 2 + focal * y;
    const per = focal / z;
    const widest = Math.max(scales[m] ?? 0, scales[m + 1] ?? 0, scales[m + 2] ?? 0);
    const far = 4 * per * (sizes[widest] ?? 0) + 4; // more than its ellipse reaches, also seen aslant
    if (cx < -far || cx > width + far || cy < -far || cy > height + far) continue;
    const tx = Math.min(Math.max(x, -limitX), limitX);
    const ty = Math.min(Math.max(y, -limitY), limitY);
    // Rows of the projection's derivative, in the world.
    const ux = per * (rx - tx * fx);
    const uy = per * (ry - tx * fy);
    const uz = per * (rz - tx * fz);
    const vx = per * (dx - ty * fx);
    const vy = per * (dy - ty * fy);
    const vz = per * (dz - ty * fz);
    const i = (quats[q] ?? 0) / 127;
    const j = (quats[q + 1] ?? 0) / 127;
    const l = (quats[q + 2] ?? 0) / 127;
    const w = (quats[q + 3] ?? 0) / 127;
    // Along the splat's own axes, as long as it is wide: how far that is on the picture.
    const s0 = sizes[scales[m] ?? 0] ?? 0;
    const s1 = sizes[scales[m + 1] ?? 0] ?? 0;
    const s2 = sizes[scales[m + 2] ?? 0] ?? 0;
    const ax = 1 - 2 * (j * j + l * l);
    const ay = 2 * (i * j + w * l);
    const az = 2 * (i * l - w * j);
    const bx = 2 * (i * j - w * l);
    const by = 1 - 2 * (i * i + l * l);
    const bz = 2 * (j * l + w * i);
    const gx = 2 * (i * l + w * j);
    const gy = 2 * (j * l - w * i);
    const gz = 1 - 2 * (i * i + j * j);
    const u0 = s0 * (ux * ax + uy * ay + uz * az);
    const u1 = s1 * (ux * bx + uy * by + uz * bz);
    const u2 = s2 * (ux * gx + uy * gy + uz * gz);
    const v0 = s0 * (vx * ax + vy * ay + vz * az);
    const v1 = s1 * (vx * bx + vy * by + vz * bz);
    const v2 = s2 * (vx * gx + vy * gy + vz * gz);
    const sharpX = u0 * u0 + u1 * u1 + u2 * u2;
    const sharpY = v0 * v0 + v1 * v1 + v2 * v2;
    const xy = u0 * v0 + u1 * v1 + u2 * v2;
    const xx = sharpX + BLUR;
    const yy = sharpY + BLUR;
    const area = xx * yy - xy * xy;
    const sharp = Math.max(sharpX * sharpY - xy * xy, 0);
    const opacity = (opacities[n] ?? 0) * (antialiased ? Math.sqrt(sharp / area) : 1);
    if (!(opacity > FAINT && area > 0)) continue;
    const at = 6 * found;
    shapes[at] = cx;
    shapes[at + 1] = cy;
    shapes[at + 2] = yy / area;
    shapes[at + 3] = -xy / area;
    shapes[at + 4] = xx / area;
    shapes[at + 5] = opacity;
    depths[found] = z;
    rows[found++] = n;
  }
  return { rows, depths: depths.subarray(0, found), shapes };
}

/** By counting: 65,536 steps of inverse depth, finest where it is near. */
function nearestFirst(depths: Float32Array): Uint32Array {
  const keys = new Uint16Array(depths.length);
  const starts = new Uint32Array(65537);
  for (let k = 0; k < depths.length; k++) {
    const key = Math.floor(65535 * (1 - NEAR / (depths[k] ?? NEAR)));
    keys[k] = key;
    starts[key + 1] = (starts[key + 1] ?? 0) + 1;
  }
  for (let k = 1; k < starts.length; k++) starts[k] = (starts[k] ?? 0) + (starts[k - 1] ?? 0);
  const order = new Uint32Array(depths.length);
  for (let k = 0; k < depths.length; k++) {
    const key = keys[k] ?? 0;
    const at = starts[key] ?? 0;
    order[at] = k;
    starts[key] = at + 1;
  }
  return order;
}

function cover(
  { rows, shapes }: Seen,
  k: number,
  colors: Uint8Array,
  exps: Float32Array,
  light: Float32Array,
  left: Float32Array,
  width: number,
  height: number,
): void {
  const at6 = 6 * k;
  const cx = shapes[at6] ?? 0;
  const cy = shapes[at6 + 1] ?? 0;
  const a = shapes[at6 + 2] ?? 0;
  const b = shapes[at6 + 3] ?? 0;
  const c = shapes[at6 + 4] ?? 0;
  const opacity = shapes[at6 + 5] ?? 0;
  const most = Math.min(2 * Math.log(opacity / FAINT), REACH);
  const n = 3 * (rows[k] ?? 0);
  const red = colors[n] ?? 0;
  const green = colors[n + 1] ?? 0;
  const blue = colors[n + 2] ?? 0;
  const tall = Math.sqrt((most * a) / (a * c - b * b));
  const top = Math.max(Math.ceil(cy - tall - 0.5), 0);
  const bottom = Math.min(Math.floor(cy + tall - 0.5), height - 1);
  for (let row = top; row <= bottom; row++) {
    const dy = row + 0.5 - cy;
    const root = b * b * dy * dy - a * (c * dy * dy - most);
    if (root <= 0) continue;
    const middle = cx - (b * dy) / a;
    const half = Math.sqrt(root) / a;
    const first = Math.max(Math.ceil(middle - half - 0.5), 0);
    const last = Math.min(Math.floor(middle + half - 0.5), width - 1);
    for (let column = first, at = row * width + first; column <= last; column++, at++) {
      const through = left[at] ?? 0;
      if (through < FAINT) continue;
      const dx = column + 0.5 - cx;
      const q = a * dx * dx + 2 * b * dx * dy + c * dy * dy;
      const part = through * Math.min(opacity * (exps[(q * FINE) | 0] ?? 0), 0.99);
      const to = 3 * at;
      light[to] = (light[to] ?? 0) + part * red;
      light[to + 1] = (light[to + 1] ?? 0) + part * green;
      light[to + 2] = (light[to + 2] ?? 0) + part * blue;
      left[at] = through - part;
    }
  }
}
