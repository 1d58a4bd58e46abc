/** What makes a thing look like a ghost: pale, in the colour of marks, and thin enough to see through. Pure. */

import type { SplatColumns } from "../glb/primitives";
import type { SceneObject } from "../glb/scene";

/** How much of what is behind it a ghost covers where it is densest, about. */
const COVER = 0.45;
/** Opacity of a ghost's splats, whatever the thing's are. */
const OPACITY = 0.5;
/** Share of the marks' colour. */
const TINT = 0.6;
const SH_C0 = 0.28209479177387814;
const SH_GREY = 0.5;

/** An object as its ghost is drawn. */
export function ghostOf(object: SceneObject, tint: readonly [number, number, number]): SceneObject {
  const { splats, mesh } = object;
  return {
    ...object,
    splats: splats && ghostSplats(splats, tint),
    mesh: mesh && { ...mesh, color: [...tint, 1], texture: undefined, colors: undefined },
  };
}

/**
 * Splats shrunk until they cover but a part of their surface: overlapping splats that are only made fainter add up
 * to something solid. `tint` is sRGB.
 */
export function ghostSplats(splats: SplatColumns, tint: readonly [number, number, number]): SplatColumns {
  const shrink = Math.min(Math.sqrt(COVER / Math.max(coverOf(splats), 1e-9)), 1);
  const base = splats.sh[0] ?? new Float32Array(3 * splats.count);
  const pale = base.map((value, k) => {
    const colour = SH_GREY + SH_C0 * value;
    return (colour + TINT * ((tint[k % 3] ?? 1) - colour) - SH_GREY) / SH_C0;
  });
  return {
    ...splats,
    scales: splats.scales.map((scale) => scale * shrink),
    opacities: splats.opacities.map((opacity) => Math.min(opacity, OPACITY)),
    sh: [pale],
  };
}

/** How often, on average, the splats cover the sides of the box around them. */
export function coverOf({ count, means, scales }: SplatColumns): number {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  let area = 0;
  for (let n = 0; n < count; n++) {
    for (let k = 0; k < 3; k++) {
      low[k] = Math.min(low[k] ?? 0, means[3 * n + k] ?? 0);
      high[k] = Math.max(high[k] ?? 0, means[3 * n + k] ?? 0);
    }
    const [, b = 0, c = 0] = scales.subarray(3 * n, 3 * n + 3).toSorted();
    // an ellipse of two standard deviations' radius is about what one sees of a splat
    area += Math.PI * 4 * b * c;
  }
  const [x = 0, y = 0, z = 0] = high.map((value, k) => Math.max(value - (low[k] ?? 0), 1e-3));
  return area / (2 * (x * y + y * z + z * x));
}
