/** The agent as one sees it from outside: a plain figure that hides little of the scene. */

import * as THREE from "three";

/** Half its width [m], as the engine's capsule. */
const RADIUS = 0.2;
/** The top of the head over the eyes [m]. */
const CROWN = 0.12;
/** Height the figure is built for [m]; crouching makes it shorter. */
const HEIGHT = 1.72;
/** A camera nearer than this is inside it [m]. */
const INSIDE = 1;

export class Figure {
  readonly group = new THREE.Group();
  private readonly body = new THREE.Group();

  constructor(accent: THREE.Color) {
    const glassy = { transparent: true, opacity: 0.5, roughness: 0.55, metalness: 0, depthWrite: false };
    const capsule = new THREE.Mesh(
      new THREE.CapsuleGeometry(RADIUS, HEIGHT - 2 * RADIUS, 12, 32).translate(0, HEIGHT / 2, 0),
      new THREE.MeshStandardMaterial({ color: 0xf4f6f8, ...glassy }),
    );
    // a band of the accent where its eyes are, open at the back
    const visor = new THREE.Mesh(
      new THREE.CylinderGeometry(RADIUS + 0.004, RADIUS + 0.004, 0.09, 32, 1, true, Math.PI - 0.9, 1.8),
      new THREE.MeshBasicMaterial({ color: accent, side: THREE.DoubleSide }),
    );
    visor.position.y = HEIGHT - RADIUS - 0.02;
    const ring = new THREE.Mesh(
      new THREE.RingGeometry(RADIUS + 0.06, RADIUS + 0.09, 48).rotateX(-Math.PI / 2),
      new THREE.MeshBasicMaterial({ color: accent, transparent: true, opacity: 0.8, depthWrite: false }),
    );
    ring.position.y = 0.012;
    this.body.add(capsule, visor);
    this.group.add(this.body, ring);
    this.group.visible = false;
  }

  /** Stands where the agent is, unless the camera is in its place. */
  show(agent: Float32Array, wanted: boolean, camera: THREE.Camera): void {
    const [x = 0, y = 0, z = 0, yaw = 0, , eye = 1.6] = agent;
    const inside = Math.hypot(camera.position.x - x, camera.position.z - z) < INSIDE;
    this.group.visible = wanted && agent.length > 0 && !inside;
    this.group.position.set(x, y, z);
    this.group.rotation.y = yaw;
    this.body.scale.y = (eye + CROWN) / HEIGHT;
  }
}
