/** A camera that moves by itself: around something, or on a spline through views. */

import * as THREE from "three";
import type { Viewpoint } from "../link/link";

/** Once around [s]. */
const ROUND = 16;
/** Between two views of a flight [s]. */
const LEG = 2.5;

type Pose = Pick<Viewpoint, "position" | "target">;

export class Director {
  private shot: ((seconds: number) => Pose | undefined) | undefined;
  private seconds = 0;

  /** Whether the camera moves by itself. */
  get active(): boolean {
    return this.shot !== undefined;
  }

  stop(): void {
    this.shot = undefined;
  }

  /** Around a point, from where the camera is. */
  orbit(middle: THREE.Vector3, from: THREE.Vector3): void {
    const away = from.clone().sub(middle);
    const up = new THREE.Vector3(0, 1, 0);
    this.begin((seconds) => ({
      position: away
        .clone()
        .applyAxisAngle(up, (2 * Math.PI * seconds) / ROUND)
        .add(middle)
        .toArray(),
      target: middle.toArray(),
    }));
  }

  /** On a spline through views, each of them met. */
  through(views: readonly Pose[]): void {
    const curve = (part: (view: Pose) => readonly number[]) =>
      new THREE.CatmullRomCurve3(
        views.map((view) => new THREE.Vector3().fromArray([...part(view)])),
        false,
        "centripetal",
      );
    const [eyes, targets] = [curve((view) => view.position), curve((view) => view.target)];
    const whole = LEG * (views.length - 1);
    this.begin((seconds) => {
      if (seconds > whole) return undefined;
      const at = Math.min(seconds / whole, 1);
      return { position: eyes.getPoint(at).toArray(), target: targets.getPoint(at).toArray() };
    });
  }

  /** Where the camera is after `elapsed` more seconds; undefined where it does not move by itself. */
  tick(elapsed: number): Pose | undefined {
    this.seconds += elapsed;
    const pose = this.shot?.(this.seconds);
    if (pose === undefined) this.shot = undefined;
    return pose;
  }

  private begin(shot: (seconds: number) => Pose | undefined): void {
    this.shot = shot;
    this.seconds = 0;
  }
}
