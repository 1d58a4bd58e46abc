/** Flying: free of gravity and walls. WASD along the view, Q and E down and up; looking is as when walking. */

import * as THREE from "three";

/** [m/s]; with Shift */
const SPEED = 2;
const FAST = 8;

/** Right, up, ahead. */
const KEYS: Record<string, readonly [number, number, number]> = {
  KeyW: [0, 0, 1],
  KeyS: [0, 0, -1],
  KeyA: [-1, 0, 0],
  KeyD: [1, 0, 0],
  KeyQ: [0, -1, 0],
  KeyE: [0, 1, 0],
};

export class Fly {
  enabled = false;
  private readonly held = new Set<string>();
  private fast = false;
  private stick: readonly [number, number] = [0, 0];

  constructor(private readonly camera: THREE.PerspectiveCamera) {}

  static isFlyKey(code: string): boolean {
    return code in KEYS;
  }

  press(code: string, fast: boolean): void {
    this.held.add(code);
    this.fast = fast;
  }

  release(code: string): void {
    this.held.delete(code);
  }

  /** Flies on at a part of full speed, right and ahead, until told otherwise. */
  drive(across: number, along: number): void {
    this.stick = [across, along];
  }

  stop(): void {
    this.held.clear();
    this.stick = [0, 0];
  }

  /** True while the view moves. */
  tick(elapsed: number): boolean {
    if (!this.enabled) return false;
    const way = new THREE.Vector3(this.stick[0], 0, -this.stick[1]);
    let up = 0;
    for (const code of this.held) {
      const [right, rise, ahead] = KEYS[code] ?? [0, 0, 0];
      way.x += right;
      way.z -= ahead;
      up += rise;
    }
    way.applyQuaternion(this.camera.quaternion);
    way.y += up;
    if (way.lengthSq() === 0) return false;
    const share = Math.min(way.length(), 1);
    this.camera.position.addScaledVector(way.normalize(), share * (this.fast ? FAST : SPEED) * elapsed);
    return true;
  }
}
