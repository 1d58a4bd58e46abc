/** Part of a set of splats. Pure. */

import type { SplatColumns } from "./primitives";

/** Those of the given rows, in that order, `grow` times as wide. */
export function someSplats(splats: SplatColumns, rows: Uint32Array, grow = 1): SplatColumns {
  const pick = (column: Float32Array, parts: number, factor = 1): Float32Array => {
    const picked = new Float32Array(rows.length * parts);
    for (let k = 0, out = 0; k < rows.length; k++) {
      const base = (rows[k] ?? 0) * parts;
      for (let part = 0; part < parts; part++) picked[out++] = (column[base + part] ?? 0) * factor;
    }
    return picked;
  };
  return {
    count: rows.length,
    means: pick(splats.means, 3),
    quats: pick(splats.quats, 4),
    scales: pick(splats.scales, 3, grow),
    opacities: pick(splats.opacities, 1),
    sh: splats.sh.map((column) => pick(column, 3)),
  };
}

/**
 * About `most` of them, evenly over their order, each so much wider that a surface stays covered. Without
 * harmonics: it is what one sees while the rest is on its way.
 */
export function thinned(splats: SplatColumns, most: number): SplatColumns {
  const step = Math.max(splats.count / most, 1);
  const rows = Uint32Array.from({ length: Math.floor(splats.count / step) }, (_, k) => Math.floor(k * step));
  return someSplats({ ...splats, sh: splats.sh.slice(0, 1) }, rows, Math.sqrt(step));
}

/** All splats of several sets without harmonics, one after the other. */
export function joined(parts: readonly SplatColumns[]): SplatColumns {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const join = (width: number, column: (part: SplatColumns) => Float32Array | undefined): Float32Array => {
    const all = new Float32Array(count * width);
    let first = 0;
    for (const part of parts) {
      all.set(column(part) ?? [], first);
      first += part.count * width;
    }
    return all;
  };
  return {
    count,
    means: join(3, (part) => part.means),
    quats: join(4, (part) => part.quats),
    scales: join(3, (part) => part.scales),
    opacities: join(1, (part) => part.opacities),
    sh: [join(3, (part) => part.sh[0])],
  };
}
