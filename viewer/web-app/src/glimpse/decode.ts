/** A glimpse as the server sends it (`spatialwm_viewer/glimpse.py`): a few splats of the scene, and from where to look. */

export interface Glimpse {
  readonly count: number;
  /** [m] */
  readonly eye: readonly number[];
  /** Where it looks, a unit vector. */
  readonly forward: readonly number[];
  /** [rad] */
  readonly vertical: number;
  /** Width per height. */
  readonly aspect: number;
  /** sRGB, 0 to 1. */
  readonly background: readonly number[];
  readonly antialiased: boolean;
  /** Logarithms of the scales that 0 and 255 stand for. */
  readonly logs: readonly [number, number];
  readonly means: Float32Array;
  readonly opacities: Float32Array;
  readonly scales: Uint8Array;
  /** Xyzw, of 127. */
  readonly quats: Int8Array;
  readonly colors: Uint8Array;
}

const MAGIC = 0x31475753; // "SWG1"
const HEAD = 64;
const EACH = 26;

/** Undefined where it is none: the page then waits for the scene itself. */
export function decodeGlimpse(data: ArrayBuffer): Glimpse | undefined {
  if (data.byteLength < HEAD) return undefined;
  const view = new DataView(data);
  const count = view.getUint32(4, true);
  if (view.getUint32(0, true) !== MAGIC || data.byteLength !== HEAD + EACH * count) return undefined;
  const numbers = Array.from({ length: 13 }, (_, k) => view.getFloat32(8 + 4 * k, true));
  let at = HEAD;
  const next = (bytes: number) => {
    at += bytes * count;
    return at - bytes * count;
  };
  return {
    count,
    eye: numbers.slice(0, 3),
    forward: numbers.slice(3, 6),
    vertical: numbers[6] ?? 0,
    aspect: numbers[7] ?? 1,
    background: numbers.slice(8, 11),
    logs: [numbers[11] ?? 0, numbers[12] ?? 0],
    antialiased: view.getUint32(60, true) === 1,
    means: new Float32Array(data, next(12), 3 * count),
    opacities: new Float32Array(data, next(4), count),
    scales: new Uint8Array(data, next(3), 3 * count),
    quats: new Int8Array(data, next(4), 4 * count),
    colors: new Uint8Array(data, next(3), 3 * count),
  };
}
