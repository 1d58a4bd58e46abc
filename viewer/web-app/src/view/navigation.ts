/** How one gets around: orbiting or walking, and where one starts. */

import * as THREE from "three";
import type { Camera } from "../glb/scene";
import type { Viewpoint } from "../link/link";
import { Chase } from "./chase";
import { Director } from "./director";
import { Fly } from "./fly";
import { Orbit } from "./orbit";
import type { Stage } from "./stage";
import { Walk } from "./walk";
import type { World } from "./world";

/** Distance of the point one orbits around where a view hits nothing [m]. */
const TARGET = 2.5;

export type Mode = "orbit" | "walk" | "follow" | "eyes" | "fly";

export class Navigation {
  readonly orbit: Orbit;
  readonly walk: Walk;
  readonly fly: Fly;
  readonly chase: Chase;
  readonly director = new Director();
  mode: Mode = "orbit";
  onMode: (mode: Mode) => void = () => {};

  constructor(
    private readonly stage: Stage,
    private readonly world: World,
    private readonly start: Camera | undefined,
    calm: boolean,
  ) {
    this.orbit = new Orbit(stage.camera, stage.canvas, calm, () => stage.invalidate());
    this.walk = new Walk(stage.camera, world);
    this.fly = new Fly(stage.camera);
    this.chase = new Chase(stage.camera, world, calm);
    if (start) stage.setFov(start.verticalFov, start.aspect);
    stage.canvas.addEventListener("pointerdown", () => this.director.stop());
    stage.canvas.addEventListener("wheel", () => this.director.stop(), { passive: true });
    this.home(true);
  }

  /** Goes back to the file's first camera, or to a view of everything. */
  home(jump = false): void {
    this.setMode("orbit");
    const view = this.start ? this.viewOf(this.start) : this.overview();
    if (jump) {
      this.stage.camera.position.copy(view.position);
      this.orbit.controls.target.copy(view.target);
      this.orbit.controls.update();
    } else {
      this.orbit.fly(view.position, view.target);
    }
  }

  /** Where one is and what one looks at. */
  get viewpoint(): Viewpoint {
    const { camera } = this.stage;
    const ahead = camera.getWorldDirection(new THREE.Vector3()).add(camera.position);
    const target = this.mode === "orbit" ? this.orbit.controls.target : ahead;
    return { mode: this.mode, position: camera.position.toArray(), target: target.toArray() };
  }

  /** Is there at once, without a flight. */
  jumpTo({ mode, position, target }: Viewpoint): void {
    this.setMode(mode);
    this.stage.camera.position.fromArray(position);
    this.stage.camera.lookAt(...target);
    if (mode === "orbit") {
      this.orbit.enabled = true; // ends a flight
      this.orbit.controls.target.fromArray(target);
      this.orbit.controls.update();
    }
    this.stage.invalidate();
  }

  /** Flies to where a camera of the file is. */
  goTo(camera: Camera): void {
    this.setMode("orbit");
    const { position, target } = this.viewOf(camera);
    this.orbit.fly(position, target);
    this.stage.invalidate();
  }

  setMode(mode: Mode): void {
    if (mode === this.mode) return;
    this.director.stop();
    this.mode = mode;
    this.walk.enabled = mode === "walk";
    this.walk.stop();
    this.fly.enabled = mode === "fly";
    this.fly.stop();
    this.chase.follow(mode === "follow" || mode === "eyes" ? mode : undefined);
    if (mode === "orbit") this.orbit.controls.target.copy(this.lookedAt());
    this.orbit.enabled = mode === "orbit";
    this.onMode(mode);
    this.stage.invalidate();
  }

  /** Whether a drag turns the head instead of the scene. */
  get looksAround(): boolean {
    return this.mode === "walk" || this.mode === "fly";
  }

  /** Walks or flies on at a part of full speed, right and ahead. */
  drive(across: number, along: number): void {
    if (this.mode === "fly") this.fly.drive(across, along);
    else this.walk.drive(across, along);
  }

  /** A key that moves was pressed. */
  press(code: string, fast: boolean): void {
    if (this.mode === "fly") this.fly.press(code, fast);
    else this.walk.press(code, fast);
  }

  release(code: string): void {
    this.fly.release(code);
    this.walk.release(code);
  }

  rest(): void {
    this.fly.stop();
    this.walk.stop();
  }

  frame(box: THREE.Box3): void {
    this.setMode("orbit");
    this.orbit.frame(box);
    this.stage.invalidate();
  }

  /** Where one sees a box whole, from the side one is on. */
  viewOn(box: THREE.Box3): { position: THREE.Vector3; target: THREE.Vector3 } {
    const { center, radius } = box.getBoundingSphere(new THREE.Sphere());
    const away = this.stage.camera.position.clone().sub(center).normalize();
    if (away.lengthSq() < 0.5 || away.y < 0.2) away.setY(0.35).normalize();
    const half = THREE.MathUtils.degToRad(this.stage.camera.fov / 2);
    return {
      position: center.clone().addScaledVector(away, Math.max((1.3 * radius) / Math.sin(half), 0.4)),
      target: center,
    };
  }

  /** Turns to a point, and goes closer when it is far. */
  focus(point: THREE.Vector3): void {
    this.setMode("orbit");
    const away = this.stage.camera.position.clone().sub(point);
    const distance = Math.min(away.length(), 2);
    this.orbit.fly(point.clone().addScaledVector(away.normalize(), distance), point);
    this.stage.invalidate();
  }

  /** True while the view moves by itself. */
  tick(elapsed: number): boolean {
    const pose = this.director.tick(elapsed);
    if (pose) {
      this.jumpTo({ mode: "orbit", ...pose });
      return true;
    }
    const { orbit, walk, fly, chase } = this;
    return orbit.tick(elapsed) || walk.tick(elapsed) || fly.tick(elapsed) || chase.tick(elapsed);
  }

  private viewOf({ worldFromCamera: m }: Camera): { position: THREE.Vector3; target: THREE.Vector3 } {
    const at = (k: number) => m[k] ?? 0;
    const position = new THREE.Vector3(at(3), at(7), at(11));
    const forward = new THREE.Vector3(at(2), at(6), at(10)).normalize(); // OpenCV cameras look along +z
    const hit = this.world.hit(new THREE.Ray(position, forward));
    const target = position.clone().addScaledVector(forward, Math.max(hit?.distance ?? TARGET, 0.5));
    return { position, target };
  }

  private overview(): { position: THREE.Vector3; target: THREE.Vector3 } {
    const box = this.world.bounds();
    if (box.isEmpty()) return { position: new THREE.Vector3(0, 1.6, 3), target: new THREE.Vector3() };
    const sphere = box.getBoundingSphere(new THREE.Sphere());
    const away = new THREE.Vector3(0.55, 0.45, 1).normalize();
    return {
      position: sphere.center.clone().addScaledVector(away, Math.max(sphere.radius * 2, 0.5)),
      target: sphere.center,
    };
  }

  private lookedAt(): THREE.Vector3 {
    const { camera } = this.stage;
    const ray = new THREE.Ray(camera.position.clone(), camera.getWorldDirection(new THREE.Vector3()));
    const distance = this.world.hit(ray)?.distance ?? TARGET;
    return ray.at(distance, new THREE.Vector3());
  }
}
