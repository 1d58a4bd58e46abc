/** Walking: an upright capsule among the scene's colliders, with eyes 1.6 m above its feet. */

import * as THREE from "three";
import { type Capsule, ceilingOver, floorUnder, pushedOut } from "./capsule";
import { trianglesIn } from "./obstacles";
import type { World } from "./world";

/** Height of standing eyes [m], a usual value for adults. */
const EYE = 1.6;
/** Human walking speed [m/s] (Bohannon 1997), and running with Shift. */
const SPEED = 1.4;
const RUN = 3.5;
/** A body's half width and height; it steps on what is as high as two stairs. */
const BODY: Capsule = { radius: 0.25, height: 1.72, step: 0.36 };
/** The feet's disc [m]: narrower than the body, so that a wall is no floor. */
const FEET = 0.12;
const GRAVITY = 9.81;
/** Speed at which one leaves the floor [m/s]: 0.4 m high, as a fit adult jumps. */
const LEAP = Math.sqrt(2 * GRAVITY * 0.4);
/** How far down a floor is looked for [m]; where there is none, the ground is at 0. */
const DEEP = 10;
/** Longest step of the motion [s]: less than half a body at a run. */
const SUBSTEP = 1 / 60;
/** Where nothing moves, the floor is looked at this often [s]. */
const REST = 0.25;
/** Turn per dragged pixel [rad]. */
const TURN = 0.0035;
/** How fast the eyes follow a step up [1/s]. */
const SETTLE = 12;

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
  /** Of the feet, upwards [m/s]. */
  private rise = 0;
  private grounded = false;
  private rested = 0;
  /** Of the feet; undefined before the first step. */
  private feet: THREE.Vector3 | undefined;

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

  /** Leaves the floor, where one stands on it. */
  jump(): void {
    if (this.grounded) this.rise = LEAP;
    this.grounded = false;
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
    if (!this.enabled) {
      this.feet = undefined;
      return false;
    }
    const { position } = this.camera;
    const before = position.clone();
    const step = this.step(elapsed);
    const { feet, arrived } = this.feetNow();
    this.rested += elapsed;
    const rests = this.grounded && step.lengthSq() === 0 && this.rested < REST && !arrived;
    if (rests) return this.settle(before, feet, elapsed);
    this.rested = 0;
    const triangles = this.around(feet);
    if (arrived) feet.y = floorUnder(triangles, feet.toArray(), FEET, position.y - DEEP, position.y) ?? 0;
    const rounds = Math.max(Math.ceil(elapsed / SUBSTEP), 1);
    for (let k = 0; k < rounds; k++) {
      const [x, y, z] = feet.addScaledVector(step, 1 / rounds).toArray();
      feet.fromArray(pushedOut(triangles, [x, y, z], BODY));
      this.fall(triangles, feet, elapsed / rounds);
    }
    return this.settle(before, feet, elapsed);
  }

  /** Feet follow the camera where something else has moved it: they then stand on what is under it. */
  private feetNow(): { feet: THREE.Vector3; arrived: boolean } {
    const { x, y, z } = this.camera.position;
    if (this.feet && Math.hypot(this.feet.x - x, this.feet.z - z) < 1e-6)
      return { feet: this.feet, arrived: false };
    this.feet = new THREE.Vector3(x, y - EYE, z);
    this.rise = 0;
    this.grounded = true;
    return { feet: this.feet, arrived: true };
  }

  private around(feet: THREE.Vector3): number[] {
    const reach = new THREE.Box3(feet.clone().addScalar(-1), feet.clone().addScalar(1));
    reach.min.y -= DEEP;
    reach.max.y += BODY.height;
    return trianglesIn(this.world, reach);
  }

  private fall(triangles: readonly number[], feet: THREE.Vector3, elapsed: number): void {
    const at = feet.toArray();
    const stands = this.grounded ? BODY.step : 0; // who stands goes down steps without falling
    const top = feet.y + BODY.step;
    const floor = floorUnder(triangles, at, FEET, feet.y - DEEP, top) ?? Math.min(0, feet.y);
    this.rise -= GRAVITY * elapsed;
    const next = feet.y + this.rise * elapsed;
    const head = ceilingOver(triangles, at, feet.y + BODY.height / 2, next + BODY.height);
    if (this.rise <= 0 && next - stands <= floor) {
      feet.y = floor;
      this.rise = 0;
      this.grounded = true;
    } else if (head !== undefined && this.rise > 0) {
      this.rise = 0;
    } else {
      feet.y = next;
      this.grounded = false;
    }
  }

  /** The eyes over the feet; up a step they take a moment. True while the view moves. */
  private settle(before: THREE.Vector3, feet: THREE.Vector3, elapsed: number): boolean {
    const { position } = this.camera;
    const height = feet.y + EYE;
    const climbs = this.grounded ? 1 - Math.exp(-SETTLE * elapsed) : 1;
    position.set(feet.x, position.y + (height - position.y) * climbs, feet.z);
    return before.distanceToSquared(position) > 1e-10;
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
}
