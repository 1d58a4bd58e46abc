/** Dots on the splats one has selected. */

import * as THREE from "three";
import type { SplatColumns } from "../glb/primitives";
import type { Mask } from "../glb/rows";

/** More dots than this are thinned. */
const MOST = 40_000;
/** [px] */
const SIZE = 2.5;

export class Dots {
  readonly points: THREE.Points;

  constructor(color: THREE.Color) {
    const material = new THREE.PointsMaterial({
      color,
      size: SIZE,
      sizeAttenuation: false,
      transparent: true,
      opacity: 0.85,
      depthTest: false,
      depthWrite: false,
    });
    this.points = new THREE.Points(new THREE.BufferGeometry(), material);
    this.points.renderOrder = 11;
    this.points.frustumCulled = false;
    this.points.visible = false;
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
