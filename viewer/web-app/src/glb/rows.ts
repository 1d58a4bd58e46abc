/** Which splats are meant, as text: one bit each, deflated, in base64. */

/** 1 for each that is meant. */
export type Mask = Uint8Array;

export async function packRows(mask: Mask): Promise<string> {
  const bits = new Uint8Array(Math.ceil(mask.length / 8));
  for (let k = 0; k < mask.length; k++) {
    if (mask[k]) bits[k >> 3] = (bits[k >> 3] ?? 0) | (0x80 >> (k & 7));
  }
  const deflated = await through(bits, new CompressionStream("deflate-raw"));
  let text = "";
  for (let k = 0; k < deflated.length; k += 0x8000)
    text += String.fromCharCode(...deflated.subarray(k, k + 0x8000));
  return btoa(text);
}

export async function unpackRows(text: string, count: number): Promise<Mask> {
  const deflated = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const bits = await through(deflated, new DecompressionStream("deflate-raw"));
  return Uint8Array.from({ length: count }, (_, k) => ((bits[k >> 3] ?? 0) >> (7 - (k & 7))) & 1);
}

/** The marked rows, or with `value` 0 the others. */
export function rowsWhere(mask: Mask, value: 0 | 1): Uint32Array {
  const rows = new Uint32Array(mask.length);
  let count = 0;
  for (let k = 0; k < mask.length; k++) if ((mask[k] ? 1 : 0) === value) rows[count++] = k;
  return rows.slice(0, count);
}

async function through(
  bytes: Uint8Array,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const piped = new Blob([Uint8Array.from(bytes)]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(piped).arrayBuffer());
}
