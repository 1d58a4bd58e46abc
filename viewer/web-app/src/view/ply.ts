/** Splats as the bytes of the PLY that 3D Gaussian splatting uses: the one form every splat renderer reads. */

import type { SplatColumns } from "../glb/primitives";

/** Opacities are kept this far from 0 and 1, where a logit has no value (float32's resolution near 1). */
const EDGE = 1e-6;
/** Smallest standard deviation [m] a logarithm is taken of. */
const THINNEST = 1e-9;

export function plyOf(splats: SplatColumns): Uint8Array {
  const rest = splats.sh.length - 1;
  const names = [
    ...["x", "y", "z", "f_dc_0", "f_dc_1", "f_dc_2"],
    ...Array.from({ length: rest * 3 }, (_, k) => `f_rest_${k}`),
    ...["opacity", "scale_0", "scale_1", "scale_2", "rot_0", "rot_1", "rot_2", "rot_3"],
  ];
  const header = [
    "ply",
    "format binary_little_endian 1.0",
    `element vertex ${splats.count}`,
    ...names.map((name) => `property float ${name}`),
    "end_header",
    "",
  ].join("\n");
  const head = new TextEncoder().encode(header);
  const bytes = new Uint8Array(head.length + splats.count * names.length * 4);
  bytes.set(head);
  bytes.set(new Uint8Array(rowsOf(splats, names.length).buffer), head.length);
  return bytes;
}

function rowsOf(splats: SplatColumns, width: number): Float32Array {
  const rows = new Float32Array(splats.count * width);
  const rest = splats.sh.length - 1;
  for (let n = 0, at = 0; n < splats.count; n++) {
    for (let k = 0; k < 3; k++) rows[at++] = splats.means[3 * n + k] ?? 0;
    for (let k = 0; k < 3; k++) rows[at++] = splats.sh[0]?.[3 * n + k] ?? 0;
    // The PLY keeps all coefficients of red, then of green, then of blue.
    for (let channel = 0; channel < 3; channel++) {
      for (let k = 1; k <= rest; k++) rows[at++] = splats.sh[k]?.[3 * n + channel] ?? 0;
    }
    const opacity = Math.min(Math.max(splats.opacities[n] ?? 0, EDGE), 1 - EDGE);
    rows[at++] = Math.log(opacity / (1 - opacity));
    for (let k = 0; k < 3; k++) rows[at++] = Math.log(Math.max(splats.scales[3 * n + k] ?? 0, THINNEST));
    rows[at++] = splats.quats[4 * n + 3] ?? 1;
    for (let k = 0; k < 3; k++) rows[at++] = splats.quats[4 * n + k] ?? 0;
  }
  return rows;
}
