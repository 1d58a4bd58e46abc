/** Cameras that go with the agent: behind its shoulders, or from its eyes. */

import * as THREE from "three";
import type { World } from "./world";

/** Behind and above the agent's eyes [m]: it fills a third of the picture's height. */
const BEHIND = 2.4;
const ABOVE = 0.55;
/** Where one looks: this far before it, this much below its eyes [m]. */
const AHEAD = 1.2;
const BELOW = 0.45;
/** Room kept to a wall [m], and how near the camera may come to the eyes. */
const ROOM = 0.15;
const NEAREST = 0.5;
/** How fast the camera comes after [1/s]. */
const PULL = 7;

export class Chase {
  private mode: "follow" | "eyes" | undefined;
  private agent: Float32Array = new Float32Array(0);
  private arrived = false;

  constructor(
    private readonly camera: THREE.PerspectiveCamera,
    private readonly world: World,
    private readonly calm: boolean,
  ) {}

  follow(mode: "follow" | "eyes" | undefined): void {
    this.mode = mode;
    this.arrived = false;
  }

  /** Where the agent is: feet xyz, yaw, pitch, height of the eyes. */
  see(agent: Float32Array): void {
    this.agent = agent;
    this.arrived = false;
  }

  /** True while the view moves. */
  tick(elapsed: number): boolean {
    if (this.mode === undefined || this.agent.length === 0 || this.arrived) return false;
    const { position, quaternion } = this.mode === "eyes" ? this.fromEyes() : this.fromBehind();
    const share = this.calm || this.mode === "eyes" ? 1 : 1 - Math.exp(-PULL * elapsed);
    this.camera.position.lerp(position, share);
    this.camera.quaternion.slerp(quaternion, share);
    const near = this.camera.position.distanceToSquared(position) < 1e-7;
    this.arrived = near && this.camera.quaternion.angleTo(quaternion) < 1e-3;
    return true;
  }

  private get eye(): THREE.Vector3 {
    const [x = 0, y = 0, z = 0, , , height = 0] = this.agent;
    return new THREE.Vector3(x, y + height, z);
  }

  private forward(pitch: number): THREE.Vector3 {
    const yaw = this.agent[3] ?? 0;
    const level = Math.cos(pitch);
    return new THREE.Vector3(-Math.sin(yaw) * level, Math.sin(pitch), -Math.cos(yaw) * level);
  }

  private fromEyes() {
    const quaternion = new THREE.Quaternion().setFromEuler(
      new THREE.Euler(this.agent[4] ?? 0, this.agent[3] ?? 0, 0, "YXZ"),
    );
    return { position: this.eye, quaternion };
  }

  /** Comes nearer where a wall is in the way. */
  private fromBehind() {
    const forward = this.forward(0);
    const back = forward.clone().multiplyScalar(-BEHIND).setY(ABOVE);
    const distance = back.length();
    const ray = new THREE.Ray(this.eye, back.normalize());
    const wall = this.world.hit(ray, distance + ROOM, (thing) => thing.object.kind === "static");
    const free = Math.max(Math.min(distance, (wall?.distance ?? Number.POSITIVE_INFINITY) - ROOM), NEAREST);
    const position = ray.at(free, new THREE.Vector3());
    const target = this.eye.addScaledVector(forward, AHEAD);
    target.y -= BELOW;
    const matrix = new THREE.Matrix4().lookAt(position, target, new THREE.Vector3(0, 1, 0));
    return { position, quaternion: new THREE.Quaternion().setFromRotationMatrix(matrix) };
  }
}
