/** What is drawn over the scene: corners around the selected object, and the arrow of a push. */

import * as THREE from "three";
import { LineMaterial } from "three/addons/lines/LineMaterial.js";
import { LineSegments2 } from "three/addons/lines/LineSegments2.js";
import { LineSegmentsGeometry } from "three/addons/lines/LineSegmentsGeometry.js";

/** A corner mark's length, as a share of the box's edge. */
const CORNER = 0.2;
/** [px] */
const LINE_WIDTH = 2.2;

/** Corner brackets around a box. */
export class Brackets {
  readonly lines: LineSegments2;

  constructor(color: THREE.Color, opacity: number) {
    const material = new LineMaterial({
      color: color.getHex(),
      linewidth: LINE_WIDTH,
      transparent: true,
      opacity,
      depthTest: false,
      depthWrite: false,
    });
    this.lines = new LineSegments2(new LineSegmentsGeometry().setPositions(bracketPositions()), material);
    this.lines.renderOrder = 10;
    this.lines.frustumCulled = false;
    this.lines.visible = false;
  }

  /** Follows an object's own frame; hides without one. */
  follow(group: THREE.Group | undefined, box: THREE.Box3 | undefined): void {
    this.lines.visible = group !== undefined && box !== undefined && !box.isEmpty();
    if (!group || !box || !this.lines.visible) return;
    this.lines.position.copy(box.getCenter(new THREE.Vector3()).applyQuaternion(group.quaternion));
    this.lines.position.add(group.position);
    this.lines.quaternion.copy(group.quaternion);
    this.lines.scale.copy(box.getSize(new THREE.Vector3()).addScalar(0.02));
  }
}

/** Three short lines at each corner of a unit cube. */
function bracketPositions(): Float32Array {
  const numbers: number[] = [];
  for (const x of [-0.5, 0.5]) {
    for (const y of [-0.5, 0.5]) {
      for (const z of [-0.5, 0.5]) {
        const inward = 1 - 2 * CORNER;
        numbers.push(x, y, z, x * inward, y, z, x, y, z, x, y * inward, z, x, y, z, x, y, z * inward);
      }
    }
  }
  return new Float32Array(numbers);
}

/** A push: starts at the touched point, as long as it is strong. */
export class ForceArrow {
  readonly group = new THREE.Group();
  private readonly shaft: THREE.Mesh;
  private readonly head: THREE.Mesh;

  constructor(color: THREE.Color) {
    const material = new THREE.MeshBasicMaterial({
      color,
      transparent: true,
      opacity: 0.95,
      depthTest: false,
      depthWrite: false,
    });
    this.shaft = new THREE.Mesh(
      new THREE.CylinderGeometry(0.008, 0.008, 1, 12).translate(0, 0.5, 0),
      material,
    );
    this.head = new THREE.Mesh(new THREE.ConeGeometry(0.028, 0.08, 20).translate(0, 0.04, 0), material);
    this.group.add(this.shaft, this.head);
    this.group.renderOrder = 11;
    this.shaft.renderOrder = this.head.renderOrder = 11;
    this.group.visible = false;
  }

  show(start: THREE.Vector3, direction: THREE.Vector3, length: number): void {
    this.group.visible = true;
    this.group.position.copy(start);
    this.group.quaternion.setFromUnitVectors(new THREE.Vector3(0, 1, 0), direction);
    this.shaft.scale.set(1, Math.max(length, 0.01), 1);
    this.head.position.y = length;
  }

  hide(): void {
    this.group.visible = false;
  }
}
