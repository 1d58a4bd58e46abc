/** What pictures and films show instead of colours: depths, or which object is where. */

import * as THREE from "three";
import { meshPass } from "./mesh-pass";
import { splatUniforms } from "./splat-shader";
import type { Stage } from "./stage";
import type { World } from "./world";

export const PASSES = ["colour", "depth", "objects"] as const;
export type Pass = (typeof PASSES)[number];

/** Neighbours in the list get hues that lie far apart; light and dark take turns, so that few look alike. */
export function colorOfObject(k: number): number {
  const hue = (k * 0.61803398875) % 1;
  return new THREE.Color().setHSL(hue, 0.85, [0.5, 0.65, 0.35][k % 3] ?? 0.5).getHex();
}

export class Passes {
  shown: Pass = "colour";
  /** What is so far away is black in a picture of depths [m]. */
  far = 0;
  private background: THREE.Scene["background"] = null;

  constructor(
    private readonly stage: Stage,
    private readonly world: World,
  ) {}

  /** False where this Spark cannot show it. */
  show(pass: Pass): boolean {
    const { stage, world } = this;
    const splats = splatUniforms(stage.spark);
    if (splats === undefined) return false;
    if (this.shown === "colour" && pass !== "colour") this.background = stage.scene.background;
    if (pass === "colour" && this.shown !== "colour") stage.scene.background = this.background;
    else if (pass !== "colour") stage.scene.background = new THREE.Color(0);
    this.shown = pass;
    const sphere = world.bounds().getBoundingSphere(new THREE.Sphere());
    this.far = Math.max(stage.camera.position.distanceTo(sphere.center) + sphere.radius, 0.1);
    const number = PASSES.indexOf(pass);
    splats.swmPass.value = meshPass.swmPass.value = number;
    splats.swmFar.value = meshPass.swmFar.value = this.far;
    this.follow();
    stage.invalidate();
    return true;
  }

  /** Gives objects that are new their colours. */
  follow(): void {
    this.world.things.forEach(({ look }, k) => {
      look.mask(this.shown === "objects" ? colorOfObject(k) : undefined);
    });
  }
}
