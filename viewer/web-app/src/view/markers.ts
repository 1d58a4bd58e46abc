/** What is drawn over the scene: corners around the selected object, and the arrow of a push. */

import * as THREE from "three";

/** A corner mark's length, as a share of the box's edge. */
const CORNER = 0.22;

function overlay(color: THREE.Color, opacity: number): THREE.LineBasicMaterial {
  return new THREE.LineBasicMaterial({
    color,
    transparent: true,
    opacity,
    depthTest: false,
    depthWrite: false,
  });
}

/** Corner brackets around a box. */
export class Brackets {
  readonly lines: THREE.LineSegments;

  constructor(color: THREE.Color, opacity: number) {
    this.lines = new THREE.LineSegments(new THREE.BufferGeometry(), overlay(color, opacity));
    this.lines.geometry.setAttribute("position", new THREE.BufferAttribute(bracketPositions(), 3));
    this.lines.renderOrder = 10;
    this.lines.frustumCulled = false;
    this.lines.visible = false;
  }

  /** Follows an object's own frame; hides without one. */
  follow(group: THREE.Group | undefined, box: THREE.Box3 | undefined): void {
    this.lines.visible = group !== undefined && box !== undefined && !box.isEmpty();
    if (!group || !box || !this.lines.visible) return;
    const size = box.getSize(new THREE.Vector3()).addScalar(0.02);
    const center = box.getCenter(new THREE.Vector3()).applyQuaternion(group.quaternion).add(group.position);
    this.lines.position.copy(center);
    this.lines.quaternion.copy(group.quaternion);
    this.lines.scale.copy(size);
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
