/** What touched when, as far as the server was asked: half a second at a time. */

import { TOUCHES } from "../protocol";

/** Numbers of a place: the two objects, where [m], the normal, what the first gave to the second [N s]. */
export const TOUCH = 11;
/** Frames kept; beyond that the oldest go. */
const MOST = 1200;
/** An answer that has not come by then is asked for again [ms]. */
const PATIENCE = 4000;

export interface TouchFrames {
  /** Number of the first since the session began. */
  readonly first: number;
  /** Of one frame [s]. */
  readonly seconds: number;
  /** `TOUCH` numbers a place. */
  readonly frames: readonly Float32Array[];
}

/** A frame of `state_frames.pack_touches`. */
export function readTouches(bytes: ArrayBuffer): TouchFrames {
  const head = new DataView(bytes);
  const [magic, first, count, seconds] = [
    head.getUint32(0, true),
    head.getInt32(4, true),
    head.getUint32(8, true),
    head.getFloat32(12, true),
  ];
  if (magic !== TOUCHES) throw new Error("The server sent something that is no contacts.");
  const counts = new Uint32Array(bytes, 16, count);
  const frames: Float32Array[] = [];
  let at = 16 + 4 * count;
  for (const places of counts) {
    frames.push(new Float32Array(bytes, at, places * TOUCH));
    at += 4 * places * TOUCH;
  }
  return { first, seconds, frames };
}

export class TouchLog {
  private readonly known = new Map<number, Float32Array>();
  private asked = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly ask: (frame: number) => void,
    private readonly onUnknown: () => void,
  ) {}

  /** What touched in a frame; undefined until it is known, which is then asked for. */
  at(frame: number): Float32Array | undefined {
    const found = this.known.get(frame);
    if (found === undefined && performance.now() - this.asked > PATIENCE) {
      this.asked = performance.now();
      this.ask(frame);
    }
    return found;
  }

  hear({ first, frames }: TouchFrames): void {
    this.asked = Number.NEGATIVE_INFINITY;
    if (frames.length === 0) {
      this.known.set(first, new Float32Array(0)); // is not known to the server, either
      this.onUnknown();
    }
    frames.forEach((rows, k) => {
      this.known.set(first + k, rows);
    });
    for (const oldest of this.known.keys()) {
      if (this.known.size <= MOST) break;
      this.known.delete(oldest);
    }
  }

  /** Forgets what came after a frame: it may come otherwise now. */
  forget(after: number): void {
    this.asked = Number.NEGATIVE_INFINITY;
    for (const frame of [...this.known.keys()]) if (frame > after) this.known.delete(frame);
  }
}
