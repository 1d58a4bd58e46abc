/** Orbiting around what one looks at. */

import * as THREE from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";

export class Orbit {
  readonly controls: OrbitControls;
  private flight: { from: Pose; to: Pose; progress: number } | undefined;

  constructor(
    private readonly camera: THREE.PerspectiveCamera,
    canvas: HTMLCanvasElement,
    private readonly calm: boolean,
    onChange: () => void,
  ) {
    this.controls = new OrbitControls(camera, canvas);
    this.controls.enableDamping = !calm;
    this.controls.dampingFactor = 0.12;
    this.controls.minDistance = 0.15;
    this.controls.maxDistance = 60;
    this.controls.zoomToCursor = true;
    this.controls.addEventListener("change", onChange);
    this.controls.addEventListener("start", () => {
      this.flight = undefined;
    });
  }

  set enabled(value: boolean) {
    this.controls.enabled = value;
    this.flight = undefined;
  }

  get enabled(): boolean {
    return this.controls.enabled;
  }

  /** Glides to a view; jumps when motion is not wanted. */
  fly(position: THREE.Vector3, target: THREE.Vector3): void {
    const to = { position: position.clone(), target: target.clone() };
    const from = { position: this.camera.position.clone(), target: this.controls.target.clone() };
    this.flight = { from, to, progress: this.calm ? 1 : 0 };
  }

  /** Looks at a box from where the camera is, close enough to fill most of the picture. */
  frame(box: THREE.Box3): void {
    if (box.isEmpty()) return;
    const sphere = box.getBoundingSphere(new THREE.Sphere());
    const half = THREE.MathUtils.degToRad(this.camera.fov / 2);
    const narrow = Math.min(half, Math.atan(Math.tan(half) * this.camera.aspect));
    const distance = Math.max((sphere.radius * 1.6) / Math.sin(narrow), 0.4);
    const away = this.camera.position.clone().sub(sphere.center);
    if (away.lengthSq() < 1e-6) away.set(0, 0.3, 1);
    this.fly(sphere.center.clone().addScaledVector(away.normalize(), distance), sphere.center);
  }

  /** True while the view moves by itself. */
  tick(elapsed: number): boolean {
    if (!this.enabled) return false;
    const flight = this.flight;
    if (flight) {
      flight.progress = Math.min(flight.progress + elapsed / 0.6, 1);
      const eased = 1 - (1 - flight.progress) ** 3;
      this.camera.position.lerpVectors(flight.from.position, flight.to.position, eased);
      this.controls.target.lerpVectors(flight.from.target, flight.to.target, eased);
      if (flight.progress >= 1) this.flight = undefined;
    }
    return this.controls.update(elapsed) || flight !== undefined;
  }
}

interface Pose {
  position: THREE.Vector3;
  target: THREE.Vector3;
}
