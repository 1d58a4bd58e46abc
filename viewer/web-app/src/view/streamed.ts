/** What Spark holds of streamed splats, for those who look for one: the pages it has read, and which are drawn. */

import type { SplatMesh } from "@sparkjsdev/spark";
import type { Packed } from "./stream-pick";

/** Spark's own ranges, where a file tells none. */
const LOGS: readonly [number, number] = [-12, 9];

/** Undefined until the first splats are there, or for a Spark that keeps them otherwise. */
export function packedOf(mesh: SplatMesh): Packed | undefined {
  const paged = mesh.paged;
  const words = imageOf(paged?.pager?.packedTexture.value);
  const rows = imageOf(paged?.dynoIndices.value);
  if (paged === undefined || words === undefined || rows === undefined) return undefined;
  const { lnScaleMin, lnScaleMax, lodOpacity } = paged.splatEncoding ?? {};
  const logs: [number, number] = [lnScaleMin ?? LOGS[0], lnScaleMax ?? LOGS[1]];
  return { words, rows, count: Math.min(paged.numSplats, rows.length), logs, opaque: lodOpacity ? 2 : 1 };
}

function imageOf(texture: { image?: unknown } | undefined): Uint32Array | undefined {
  const data = (texture?.image as { data?: unknown } | undefined)?.data;
  return data instanceof Uint32Array ? data : undefined;
}
