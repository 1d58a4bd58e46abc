/** Soft objects: a box of cells with a control point at every corner; what is inside follows by trilinear blends. */

import type { SceneObject, Vec3 } from "./scene";

export interface CageBox {
  /** Lowest corner in the object's frame [m]. */
  readonly low: Vec3;
  /** Size of a cell [m]. */
  readonly pitch: Vec3;
  readonly cells: Vec3;
  readonly count: number;
}

/** The cage of a soft object; undefined for all others. */
export function cageBoxOf(object: SceneObject): CageBox | undefined {
  const collider = object.colliders[0];
  if (object.cells === undefined || collider?.shape.kind !== "box") return undefined;
  const { cells } = object;
  const [size, middle] = [collider.shape.size, collider.position];
  const each = (value: (axis: 0 | 1 | 2) => number): Vec3 => [value(0), value(1), value(2)];
  return {
    low: each((k) => middle[k] - size[k] / 2),
    pitch: each((k) => size[k] / cells[k]),
    cells,
    count: (cells[0] + 1) * (cells[1] + 1) * (cells[2] + 1),
  };
}

/** Control points of an undeformed cage; z changes fastest, then y. */
export function restCage({ low, pitch, cells }: CageBox): Float32Array {
  const numbers: number[] = [];
  for (let x = 0; x <= cells[0]; x++)
    for (let y = 0; y <= cells[1]; y++)
      for (let z = 0; z <= cells[2]; z++)
        numbers.push(low[0] + x * pitch[0], low[1] + y * pitch[1], low[2] + z * pitch[2]);
  return new Float32Array(numbers);
}

/**
 * Where points of the undeformed object go. With normals, these turn with the surface: by the cofactor of the
 * deformation gradient.
 */
export function deformPoints(
  box: CageBox,
  nodes: Float32Array,
  points: Float32Array,
  out: Float32Array,
  normals?: { from: Float32Array; to: Float32Array },
): void {
  const { low, pitch, cells } = box;
  const corner = new Float64Array(3);
  const way = new Float64Array(3);
  const F = new Float64Array(9); // rows are world axes
  for (let n = 0; n + 2 < points.length; n += 3) {
    for (let k = 0; k < 3; k++) {
      const at = ((points[n + k] ?? 0) - (low[k] ?? 0)) / (pitch[k] ?? 1);
      corner[k] = Math.min(Math.max(Math.floor(at), 0), (cells[k] ?? 1) - 1);
      way[k] = at - (corner[k] ?? 0);
    }
    out[n] = out[n + 1] = out[n + 2] = 0;
    F.fill(0);
    for (let c = 0; c < 8; c++) blend(c, box, nodes, corner, way, out, n, F);
    if (normals) turnNormal(F, normals.from, normals.to, n);
  }
}

function blend(
  c: number,
  { pitch, cells }: CageBox,
  nodes: Float32Array,
  corner: Float64Array,
  way: Float64Array,
  out: Float32Array,
  n: number,
  F: Float64Array,
): void {
  const [a, b, d] = [(c >> 2) & 1, (c >> 1) & 1, c & 1];
  const share = (on: number, k: number) => (on ? (way[k] ?? 0) : 1 - (way[k] ?? 0));
  const [sx, sy, sz] = [share(a, 0), share(b, 1), share(d, 2)];
  const row = ((corner[0] ?? 0) + a) * (cells[1] + 1) + (corner[1] ?? 0) + b;
  const node = 3 * (row * (cells[2] + 1) + (corner[2] ?? 0) + d);
  const slopes = [
    ((a ? 1 : -1) * sy * sz) / pitch[0],
    ((b ? 1 : -1) * sx * sz) / pitch[1],
    ((d ? 1 : -1) * sx * sy) / pitch[2],
  ];
  for (let k = 0; k < 3; k++) {
    const at = nodes[node + k] ?? 0;
    out[n + k] = (out[n + k] ?? 0) + sx * sy * sz * at;
    for (let j = 0; j < 3; j++) F[3 * k + j] = (F[3 * k + j] ?? 0) + at * (slopes[j] ?? 0);
  }
}

function turnNormal(F: Float64Array, from: Float32Array, to: Float32Array, n: number): void {
  const f = (row: number, column: number) => F[3 * (row % 3) + (column % 3)] ?? 0;
  const turned = [0, 1, 2].map((row) =>
    [0, 1, 2].reduce((sum, column) => {
      const minor =
        f(row + 1, column + 1) * f(row + 2, column + 2) - f(row + 1, column + 2) * f(row + 2, column + 1);
      return sum + minor * (from[n + column] ?? 0);
    }, 0),
  );
  const length = Math.hypot(...turned) || 1;
  for (let k = 0; k < 3; k++) to[n + k] = (turned[k] ?? 0) / length;
}
