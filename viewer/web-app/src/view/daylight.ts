/** Sun and sky at an hour of the day. Pure. A model to look at, not one to measure with: no place, no season. */

import type { Vec3 } from "../glb/scene";

/** Sunrise and sunset [h]. */
const RISE = 6;
const SET = 18;
/** How far the noon sun stands from overhead, towards the front of a scene [rad]: as in mid-latitudes in summer. */
const TILT = 0.45;
/** Light on a white floor at noon is about what scenes are made with; a third of it comes from the sky. */
const SUN = 2.9;
const SKY = 1.1;
const MOON = 0.25;
const NIGHT = 0.16;

export interface Daylight {
  /** Unit, towards the sun, or by night the moon. */
  readonly way: Vec3;
  /** Linear colours; intensities as three.js has them. */
  readonly sun: Vec3;
  readonly sunIntensity: number;
  readonly sky: Vec3;
  readonly skyIntensity: number;
  /** Of the picture behind everything, linear. */
  readonly zenith: Vec3;
  readonly horizon: Vec3;
  /** Whether the sun is up. */
  readonly day: boolean;
}

/** `hour` from 0 to 24; the sun rises at 6 in +x and sets at 18 in -x. */
export function daylightAt(hour: number): Daylight {
  const day = hour > RISE && hour < SET;
  const through = day ? (hour - RISE) / (SET - RISE) : ((hour - SET + 24) % 24) / (24 - SET + RISE);
  const angle = Math.PI * through;
  const height = Math.sin(angle);
  const way: Vec3 = [Math.cos(angle), height * Math.cos(TILT), height * Math.sin(TILT)];
  const up = Math.max(way[1], 0);
  if (!day) {
    const dark = { zenith: [0.004, 0.007, 0.018], horizon: [0.012, 0.018, 0.036] } as const;
    return {
      way,
      sun: [0.62, 0.74, 1],
      sunIntensity: MOON * fade(up),
      sky: [0.5, 0.62, 1],
      skyIntensity: NIGHT,
      zenith: [...dark.zenith],
      horizon: [...dark.horizon],
      day,
    };
  }
  const low = Math.exp(-up / 0.22); // near the horizon light goes through more air, and gets warmer
  const bright = fade(up);
  return {
    way,
    sun: mix([1, 0.96, 0.9], [1, 0.5, 0.22], low),
    sunIntensity: SUN * bright,
    sky: mix([0.86, 0.93, 1], [0.78, 0.72, 0.86], low),
    skyIntensity: NIGHT + (SKY - NIGHT) * Math.sqrt(bright),
    zenith: mix([0.08, 0.2, 0.52], [0.05, 0.07, 0.2], low),
    horizon: mix([0.5, 0.64, 0.82], [0.85, 0.4, 0.18], low),
    day,
  };
}

/** From nothing at the horizon to all of it a quarter of the way up. */
function fade(up: number): number {
  const t = Math.min(up / 0.38, 1);
  return t * t * (3 - 2 * t);
}

function mix(a: Vec3, b: Vec3, share: number): Vec3 {
  return [0, 1, 2].map((k) => (a[k] ?? 0) * (1 - share) + (b[k] ?? 0) * share) as Vec3;
}
