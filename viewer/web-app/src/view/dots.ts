/** Dots on the splats one has selected. */

import * as THREE from "three";
import type { SplatColumns } from "../glb/primitives";
import type { Mask } from "../glb/rows";

/** More dots than this are thinned. */
const MOST = 40_000;
/** [px] */
const SIZE = 2.5;

/** Points that are seen through everything, of one size on the screen [px]; hidden until there are some. */
export function pointsInFront(look: THREE.PointsMaterialParameters, order: number): THREE.Points {
  const seen = { sizeAttenuation: false, transparent: true, depthTest: false, depthWrite: false };
  const points = new THREE.Points(new THREE.BufferGeometry(), new THREE.PointsMaterial({ ...seen, ...look }));
  points.renderOrder = order;
  points.frustumCulled = false;
  points.visible = false;
  return points;
}

export class Dots {
  readonly points: THREE.Points;

  constructor(color: THREE.Color) {
    this.points = pointsInFront({ color, size: SIZE, opacity: 0.85 }, 11);
  }

  /** Shows the marked splats of an object where it is; returns how many are marked. */
  show(splats: SplatColumns, mask: Mask, group: THREE.Group): number {
    const count = mask.reduce((sum, each) => sum + each, 0);
    const step = Math.max(Math.ceil(count / MOST), 1);
    const places = new Float32Array(3 * Math.ceil(count / step));
    for (let n = 0, seen = 0, out = 0; n < mask.length; n++) {
      if (!mask[n] || seen++ % step !== 0) continue;
      for (let k = 0; k < 3; k++) places[out++] = splats.means[3 * n + k] ?? 0;
    }
    this.points.geometry.dispose();
    this.points.geometry = new THREE.BufferGeometry();
    this.points.geometry.setAttribute("position", new THREE.BufferAttribute(places, 3));
    this.points.position.copy(group.position);
    this.points.quaternion.copy(group.quaternion);
    this.points.visible = count > 0;
    return count;
  }

  hide(): void {
    this.points.visible = false;
  }
}
