/** A line with two dots, drawn over everything. */

import * as THREE from "three";
import { LineMaterial } from "three/addons/lines/LineMaterial.js";
import { LineSegments2 } from "three/addons/lines/LineSegments2.js";
import { LineSegmentsGeometry } from "three/addons/lines/LineSegmentsGeometry.js";

/** [px] */
const LINE_WIDTH = 2.5;
const DOT = 5;
const AHEAD = new THREE.Vector3(0, 0, 1);

export class Tape {
  readonly group = new THREE.Group();
  private readonly line: LineSegments2;
  private readonly dots: [THREE.Mesh, THREE.Mesh];

  constructor(color: THREE.Color) {
    const over = { transparent: true, depthTest: false, depthWrite: false };
    const material = new LineMaterial({ color: color.getHex(), linewidth: LINE_WIDTH, ...over });
    this.line = new LineSegments2(new LineSegmentsGeometry().setPositions([0, 0, 0, 0, 0, 1]), material);
    const dot = () =>
      new THREE.Mesh(new THREE.SphereGeometry(1, 16, 12), new THREE.MeshBasicMaterial({ color, ...over }));
    this.dots = [dot(), dot()];
    this.group.add(this.line, ...this.dots);
    this.group.visible = false;
    for (const part of this.group.children) {
      part.renderOrder = 12;
      part.frustumCulled = false;
    }
  }

  show(
    a: THREE.Vector3 | undefined,
    b: THREE.Vector3 | undefined,
    camera: THREE.PerspectiveCamera,
    height: number,
  ): void {
    const perPixel = (2 * Math.tan(THREE.MathUtils.degToRad(camera.fov / 2))) / Math.max(height, 1);
    for (const [k, end] of [a, b].entries()) {
      const dot = this.dots[k];
      if (dot === undefined) continue;
      dot.visible = end !== undefined;
      if (end) dot.position.copy(end);
      if (end) dot.scale.setScalar(DOT * perPixel * end.distanceTo(camera.position));
    }
    this.line.visible = a !== undefined && b !== undefined;
    if (!a || !b) return;
    const way = b.clone().sub(a);
    this.line.position.copy(a);
    this.line.scale.set(1, 1, Math.max(way.length(), 1e-6));
    this.line.quaternion.setFromUnitVectors(AHEAD, way.normalize());
  }
}
