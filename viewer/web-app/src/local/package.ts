/** The physics inside a page that was exported to be acted in: MuJoCo itself, and its model of the scene. */

import { POSE } from "../time/frame";
import type { Friction } from "./contacts";
import type { Spoken } from "./spoken";

/** Id of the script element that holds it, packed, as base64; `live.py` writes it. */
const INLINE = "spatialwm-physics";
/** The file that holds it where the page is a folder. */
const BESIDE = "physics.bin";

export interface Physics {
  /** MuJoCo's JavaScript, an ES module. */
  readonly program: string;
  readonly wasm: Uint8Array;
  /** MJCF, z up. */
  readonly model: string;
  /** Of the objects, in the file's order. */
  readonly names: readonly string[];
  /** The body that each object is; null for what stands still without one. */
  readonly bodies: readonly (string | null)[];
  /** Where the objects stand at first: xyz [m], xyzw, one after the other. */
  readonly poses: readonly number[];
  /** What can be said. */
  readonly spoken: Spoken;
  readonly friction: Friction;
}

export function hasPhysics(page: Document): boolean {
  return page.getElementById(INLINE) !== null;
}

/** Four bytes of length, JSON that says how long the parts are, and the parts: in the page, or beside it. */
export async function unpackPhysics(page: Document): Promise<Physics> {
  const text = page.getElementById(INLINE)?.textContent?.trim();
  const packed = await fetch(text ? `data:application/octet-stream;base64,${text}` : BESIDE);
  if (!packed.ok) throw new Error(`'${BESIDE}' is not beside this page (${packed.status}).`);
  const stream = packed.body?.pipeThrough(new DecompressionStream("gzip"));
  if (stream === undefined) throw new Error("This page holds no physics.");
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const decoder = new TextDecoder();
  const head = JSON.parse(decoder.decode(bytes.subarray(4, 4 + length))) as Pick<
    Physics,
    "names" | "bodies" | "poses" | "spoken" | "friction"
  > & { sizes: readonly number[] };
  const parts: Uint8Array[] = [];
  let at = 4 + length;
  for (const size of head.sizes) {
    parts.push(bytes.subarray(at, at + size));
    at += size;
  }
  const [program, wasm, model] = parts;
  if (!program || !wasm || !model || head.poses.length !== POSE * head.names.length)
    throw new Error("The physics of this page is damaged; export it again.");
  return {
    program: decoder.decode(program),
    wasm,
    model: decoder.decode(model),
    names: head.names,
    bodies: head.bodies,
    poses: head.poses,
    spoken: head.spoken,
    friction: head.friction,
  };
}
