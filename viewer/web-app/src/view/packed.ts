/** Splats as Spark keeps them: 16 bytes each. */

import { PackedSplats, utils } from "@sparkjsdev/spark";
import type { SplatColumns } from "../glb/primitives";
import { plyOf } from "./ply";

/** Colour of a splat whose first harmonic is 0, and what a coefficient of 1 adds. */
const SH_GREY = 0.5;
const SH_C0 = 0.28209479177387814;
/** After so many the page may do something else: about 20 ms. */
const SLICE = 100_000;

/** Ready to be drawn. Those without harmonics are packed here; Spark's worker reads the others from a PLY. */
export async function packed(columns: SplatColumns): Promise<PackedSplats> {
  if (columns.sh.length > 1) {
    const read = new PackedSplats({ fileBytes: plyOf(columns), fileName: "object.ply" });
    await read.initialized;
    return read;
  }
  const { count } = columns;
  const packedArray = new Uint32Array(4 * utils.getTextureSize(count).maxSplats);
  for (let from = 0; from < count; from += SLICE) {
    if (from > 0) await new Promise((resolve) => setTimeout(resolve));
    pack(columns, packedArray, from, Math.min(from + SLICE, count));
  }
  return new PackedSplats({ packedArray, numSplats: count });
}

function pack(columns: SplatColumns, into: Uint32Array, from: number, to: number): void {
  const { means, quats, scales, opacities, sh } = columns;
  const colors = sh[0] ?? new Float32Array(3 * to);
  for (let n = from; n < to; n++) {
    const [x, y, z, q] = [3 * n, 3 * n + 1, 3 * n + 2, 4 * n];
    utils.setPackedSplat(
      into,
      n,
      means[x] ?? 0,
      means[y] ?? 0,
      means[z] ?? 0,
      scales[x] ?? 0,
      scales[y] ?? 0,
      scales[z] ?? 0,
      quats[q] ?? 0,
      quats[q + 1] ?? 0,
      quats[q + 2] ?? 0,
      quats[q + 3] ?? 1,
      opacities[n] ?? 0,
      SH_GREY + SH_C0 * (colors[x] ?? 0),
      SH_GREY + SH_C0 * (colors[y] ?? 0),
      SH_GREY + SH_C0 * (colors[z] ?? 0),
    );
  }
}
