/** From a gesture to a push. Pure maths. */

import type { Vec3 } from "../glb/scene";
import type { PushAction } from "../protocol";

/** Speed a short click gives [m/s]: slides a mug about 15 cm at a friction of 0.6. */
export const GENTLE = 1.3;
/** Speed per dragged pixel [m/s]: 150 px are a firm shove of 4 m/s. */
const PER_PIXEL = 4 / 150;
/** Hardest push [m/s]: about a thrown ball. */
const HARDEST = 10;
/** Shorter drags are clicks with a shaking hand [px]. */
export const CLICK_RADIUS = 6;

/** The speed a drag of this length stands for [m/s]. */
export function speedOf(pixels: number): number {
  return pixels < CLICK_RADIUS ? GENTLE : Math.min(0.3 + pixels * PER_PIXEL, HARDEST);
}

/**
 * The horizontal direction of a drag: up the screen is away from the eye, right is right. A click goes away from
 * the eye.
 */
export function directionOf(forward: Vec3, right: Vec3, dragX: number, dragY: number): Vec3 {
  const short = Math.hypot(dragX, dragY) < CLICK_RADIUS;
  const [along, across] = short ? [1, 0] : [-dragY, dragX];
  const ahead = horizontal(forward);
  const aside = horizontal(right);
  return horizontal([ahead[0] * along + aside[0] * across, 0, ahead[2] * along + aside[2] * across]);
}

function horizontal([x, , z]: Vec3): Vec3 {
  const length = Math.hypot(x, z);
  return length > 0 ? [x / length, 0, z / length] : [0, 0, -1];
}

/** A push that gives the whole object `speed` [m/s], at a point in the world [m]. */
export function pushOf(name: string, mass: number, direction: Vec3, speed: number, point: Vec3): PushAction {
  const strength = mass * speed;
  return {
    action: "push",
    object: name,
    impulse: [direction[0] * strength, direction[1] * strength, direction[2] * strength],
    point,
  };
}
