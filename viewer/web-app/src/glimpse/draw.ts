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
  const { count, means, scales, quats, opacities, logs } = splats;
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
  for (let n = 0; n < count; n++) {
    const [px, py, pz] = [
      (means[3 * n] ?? 0) - ex,
      (means[3 * n + 1] ?? 0) - ey,
      (means[3 * n + 2] ?? 0) - ez,
    ];
    const z = fx * px + fy * py + fz * pz;
    if (!(z > NEAR)) continue;
    const [x, y] = [(rx * px + ry * py + rz * pz) / z, (dx * px + dy * py + dz * pz) / z];
    const [tx, ty] = [Math.min(Math.max(x, -limitX), limitX), Math.min(Math.max(y, -limitY), limitY)];
    // Rows of the projection's derivative, in the world.
    const per = focal / z;
    const [ux, uy, uz] = [per * (rx - tx * fx), per * (ry - tx * fy), per * (rz - tx * fz)];
    const [vx, vy, vz] = [per * (dx - ty * fx), per * (dy - ty * fy), per * (dz - ty * fz)];
    const [i, j] = [(quats[4 * n] ?? 0) / 127, (quats[4 * n + 1] ?? 0) / 127];
    const [l, w] = [(quats[4 * n + 2] ?? 0) / 127, (quats[4 * n + 3] ?? 0) / 127];
    let [xx, xy, yy] = [0, 0, 0];
    for (let axis = 0; axis < 3; axis++) {
      const size = sizes[scales[3 * n + axis] ?? 0] ?? 0;
      const ax =
        axis === 0 ? 1 - 2 * (j * j + l * l) : axis === 1 ? 2 * (i * j - w * l) : 2 * (i * l + w * j);
      const ay =
        axis === 0 ? 2 * (i * j + w * l) : axis === 1 ? 1 - 2 * (i * i + l * l) : 2 * (j * l - w * i);
      const az =
        axis === 0 ? 2 * (i * l - w * j) : axis === 1 ? 2 * (j * l + w * i) : 1 - 2 * (i * i + j * j);
      const u = size * (ux * ax + uy * ay + uz * az);
      const v = size * (vx * ax + vy * ay + vz * az);
      xx += u * u;
      xy += u * v;
      yy += v * v;
    }
    const sharp = xx * yy - xy * xy;
    xx += BLUR;
    yy += BLUR;
    const area = xx * yy - xy * xy;
    const [cx, cy] = [width / 2 + focal * x, height / 2 + focal * y];
    const [reachX, reachY] = [Math.sqrt(REACH * xx), Math.sqrt(REACH * yy)];
    if (cx + reachX < 0 || cx - reachX > width || cy + reachY < 0 || cy - reachY > height) continue;
    const opacity = (opacities[n] ?? 0) * (splats.antialiased ? Math.sqrt(Math.max(sharp / area, 0)) : 1);
    if (!(opacity > FAINT && area > 0)) continue;
    shapes.set([cx, cy, yy / area, -xy / area, xx / area, opacity], 6 * found);
    depths[found] = z;
    rows[found++] = n;
  }
  return { rows, depths: depths.subarray(0, found), shapes };
}

/** By counting: 65,536 steps of inverse depth, finest where it is near. */
function nearestFirst(depths: Float32Array): Uint32Array {
  const key = (k: number) => Math.max(0, Math.floor(65535 * (1 - NEAR / (depths[k] ?? NEAR))));
  const starts = new Uint32Array(65537);
  for (let k = 0; k < depths.length; k++) starts[key(k) + 1] = (starts[key(k) + 1] ?? 0) + 1;
  for (let k = 1; k < starts.length; k++) starts[k] = (starts[k] ?? 0) + (starts[k - 1] ?? 0);
  const order = new Uint32Array(depths.length);
  for (let k = 0; k < depths.length; k++) {
    const at = starts[key(k)] ?? 0;
    order[at] = k;
    starts[key(k)] = at + 1;
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
  const [cx, cy] = [shapes[6 * k] ?? 0, shapes[6 * k + 1] ?? 0];
  const [a, b, c] = [shapes[6 * k + 2] ?? 0, shapes[6 * k + 3] ?? 0, shapes[6 * k + 4] ?? 0];
  const opacity = shapes[6 * k + 5] ?? 0;
  const most = Math.min(2 * Math.log(opacity / FAINT), REACH);
  const n = 3 * (rows[k] ?? 0);
  const [red, green, blue] = [colors[n] ?? 0, colors[n + 1] ?? 0, colors[n + 2] ?? 0];
  const tall = Math.sqrt((most * a) / (a * c - b * b));
  const [top, bottom] = [
    Math.max(Math.ceil(cy - tall - 0.5), 0),
    Math.min(Math.floor(cy + tall - 0.5), height - 1),
  ];
  for (let row = top; row <= bottom; row++) {
    const dy = row + 0.5 - cy;
    const root = b * b * dy * dy - a * (c * dy * dy - most);
    if (root <= 0) continue;
    const [middle, half] = [cx - (b * dy) / a, Math.sqrt(root) / a];
    const first = Math.max(Math.ceil(middle - half - 0.5), 0);
    const last = Math.min(Math.floor(middle + half - 0.5), width - 1);
    for (let column = first, at = row * width + first; column <= last; column++, at++) {
      const through = left[at] ?? 0;
      if (through < FAINT) continue;
      const dx = column + 0.5 - cx;
      const q = a * dx * dx + 2 * b * dx * dy + c * dy * dy;
      const part = through * Math.min(opacity * (exps[(q * FINE) | 0] ?? 0), 0.99);
      light[3 * at] = (light[3 * at] ?? 0) + part * red;
      light[3 * at + 1] = (light[3 * at + 1] ?? 0) + part * green;
      light[3 * at + 2] = (light[3 * at + 2] ?? 0) + part * blue;
      left[at] = through - part;
    }
  }
}
