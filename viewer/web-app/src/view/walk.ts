/** Walking: feet on the floor, eyes 1.6 m above it, no going through walls. */

import * as THREE from "three";
import type { World } from "./world";

/** Height of standing eyes [m], a usual value for adults. */
const EYE = 1.6;
/** Human walking speed [m/s] (Bohannon 1997), and running with Shift. */
const SPEED = 1.4;
const RUN = 3.5;
/** Half the width of a body [m]. */
const RADIUS = 0.25;
/** Heights above the floor [m] at which walls are felt: over a doorstep, and the chest. */
const FEELERS = [0.35, 1.2];
/** Turn per dragged pixel [rad]. */
const TURN = 0.0035;
/** How fast the eyes settle to their height [1/s]. */
const SETTLE = 8;

const DOWN = new THREE.Vector3(0, -1, 0);
const KEYS: Record<string, [number, number]> = {
  KeyW: [0, 1],
  KeyS: [0, -1],
  KeyA: [-1, 0],
  KeyD: [1, 0],
};

export class Walk {
  enabled = false;
  private readonly held = new Set<string>();
  private fast = false;
  private stick: readonly [number, number] = [0, 0];

  constructor(
    private readonly camera: THREE.PerspectiveCamera,
    private readonly world: World,
  ) {}

  static isWalkKey(code: string): boolean {
    return code in KEYS;
  }

  press(code: string, fast: boolean): void {
    this.held.add(code);
    this.fast = fast;
  }

  release(code: string): void {
    this.held.delete(code);
  }

  stop(): void {
    this.held.clear();
    this.stick = [0, 0];
  }

  /** Walks on at a part of full speed, right and ahead, until told otherwise. */
  drive(across: number, along: number): void {
    this.stick = [across, along];
  }

  /** Turns the head by a drag [px]. */
  look(dragX: number, dragY: number): void {
    const euler = new THREE.Euler().setFromQuaternion(this.camera.quaternion, "YXZ");
    euler.y += dragX * TURN;
    euler.x = THREE.MathUtils.clamp(euler.x + dragY * TURN, -1.45, 1.45);
    euler.z = 0;
    this.camera.quaternion.setFromEuler(euler);
  }

  /** True while the view moves. */
  tick(elapsed: number): boolean {
    if (!this.enabled) return false;
    const before = this.camera.position.clone();
    const step = this.step(elapsed);
    for (const axis of ["x", "z"] as const) this.slide(axis, step[axis]);
    const height = this.floorBelow() + EYE;
    const settle = 1 - Math.exp(-SETTLE * elapsed);
    this.camera.position.y += (height - this.camera.position.y) * settle;
    return before.distanceToSquared(this.camera.position) > 1e-10;
  }

  private step(elapsed: number): THREE.Vector3 {
    let [across, along] = this.stick;
    for (const code of this.held) {
      across += KEYS[code]?.[0] ?? 0;
      along += KEYS[code]?.[1] ?? 0;
    }
    const forward = this.camera.getWorldDirection(new THREE.Vector3()).setY(0).normalize();
    const right = new THREE.Vector3().crossVectors(forward, new THREE.Vector3(0, 1, 0));
    const step = forward.multiplyScalar(along).addScaledVector(right, across);
    if (step.lengthSq() === 0) return step;
    const share = Math.min(step.length(), 1);
    return step.normalize().multiplyScalar(share * (this.fast ? RUN : SPEED) * elapsed);
  }

  /** Goes along one axis unless a wall is there; trying both axes in turn slides along walls. */
  private slide(axis: "x" | "z", distance: number): void {
    if (distance === 0) return;
    const feet = this.camera.position.y - EYE;
    const direction = new THREE.Vector3();
    direction[axis] = Math.sign(distance);
    const blocked = FEELERS.some((height) => {
      const from = this.camera.position.clone().setY(feet + height);
      return this.world.hit(new THREE.Ray(from, direction), RADIUS + Math.abs(distance)) !== undefined;
    });
    if (!blocked) this.camera.position[axis] += distance;
  }

  private floorBelow(): number {
    const ray = new THREE.Ray(this.camera.position, DOWN);
    const isStatic = this.world.hit(ray, 10, (thing) => thing.object.kind === "static");
    return isStatic?.point.y ?? 0;
  }
}
