/** What is drawn over the scene: corners around the selected object, and the arrow of a push. */

import * as THREE from "three";
import { LineMaterial } from "three/addons/lines/LineMaterial.js";
import { LineSegments2 } from "three/addons/lines/LineSegments2.js";
import { LineSegmentsGeometry } from "three/addons/lines/LineSegmentsGeometry.js";

/** A corner mark's length, as a share of the box's edge. */
const CORNER = 0.2;
/** [px] */
const LINE_WIDTH = 2.2;
/** Length of an arrow's head [px]. */
const HEAD = 20;
/** Room between an object and its brackets [m]. */
const MARGIN = 0.01;

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
    this.lines.scale.copy(box.getSize(new THREE.Vector3()).addScalar(MARGIN));
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

/** A push: starts at the touched point, as long as the drag. Drawn in pixels, so that it fits any distance. */
export class ForceArrow {
  readonly group = new THREE.Group();
  private readonly shaft: THREE.Mesh;
  private readonly head: THREE.Mesh;

  constructor(color: THREE.Color) {
    const look = { color, transparent: true, opacity: 0.95, depthTest: false, depthWrite: false };
    const material = new THREE.MeshBasicMaterial(look);
    this.shaft = new THREE.Mesh(new THREE.CylinderGeometry(2, 2, 1, 12).translate(0, 0.5, 0), material);
    this.head = new THREE.Mesh(new THREE.ConeGeometry(7, HEAD, 20).translate(0, HEAD / 2, 0), material);
    this.group.add(this.shaft, this.head);
    this.shaft.renderOrder = this.head.renderOrder = 11;
    this.group.visible = false;
  }

  /** Shows `length` [px] along a unit direction, where a pixel is `pixel` [m] wide. */
  show(start: THREE.Vector3, direction: THREE.Vector3, length: number, pixel: number): void {
    this.group.visible = true;
    this.group.position.copy(start);
    this.group.quaternion.setFromUnitVectors(new THREE.Vector3(0, 1, 0), direction);
    this.group.scale.setScalar(pixel);
    this.head.position.y = Math.max(length - HEAD, 1);
    this.shaft.scale.y = this.head.position.y;
  }

  hide(): void {
    this.group.visible = false;
  }
}
