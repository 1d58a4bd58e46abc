/** Many arrows in one draw, over everything. */

import * as THREE from "three";
import { LineMaterial } from "three/addons/lines/LineMaterial.js";
import { LineSegments2 } from "three/addons/lines/LineSegments2.js";
import { LineSegmentsGeometry } from "three/addons/lines/LineSegmentsGeometry.js";

/** [px] */
const WIDTH = 2;
/** Length of an arrow's head, as a share. */
const HEAD = 0.22;

export interface Arrow {
  readonly from: THREE.Vector3;
  readonly way: THREE.Vector3;
}

export class Arrows {
  readonly lines: LineSegments2;
  count = 0;

  constructor(color: THREE.Color) {
    const material = new LineMaterial({
      color: color.getHex(),
      linewidth: WIDTH,
      transparent: true,
      depthTest: false,
    });
    this.lines = new LineSegments2(new LineSegmentsGeometry(), material);
    this.lines.renderOrder = 11;
    this.lines.frustumCulled = false;
    this.lines.visible = false;
  }

  show(arrows: readonly Arrow[]): void {
    if (arrows.length === 0 && this.count === 0) return;
    this.count = arrows.length;
    this.lines.visible = arrows.length > 0;
    if (arrows.length === 0) return;
    this.lines.geometry.dispose();
    this.lines.geometry = new LineSegmentsGeometry().setPositions(arrows.flatMap(segmentsOf));
  }
}

/** A shaft and four barbs: two would be seen edge-on from some side. */
function segmentsOf({ from, way }: Arrow): number[] {
  const tip = from.clone().add(way);
  const side = new THREE.Vector3(way.y, -way.x, 0.01)
    .cross(way)
    .normalize()
    .multiplyScalar((HEAD / 2) * way.length());
  const back = tip.clone().addScaledVector(way, -HEAD);
  const across = new THREE.Vector3().crossVectors(side, way).setLength(side.length());
  const barbs = [side, across].flatMap((each) => [back.clone().add(each), back.clone().sub(each)]);
  return [from, tip, ...barbs.flatMap((barb) => [tip, barb])].flatMap((point) => point.toArray());
}
