/** Contacts as dots with their normals, and what presses as arrows: one for each two that touch. Pure but for three. */

import * as THREE from "three";
import { TOUCH } from "../live/touches";
import type { Arrow } from "./arrows";
import { pointsInFront } from "./dots";

/** Length of a normal [m]. */
const NORMAL = 0.05;
/** An arrow's length is the root of the force times this [m / N^0.5]: a mug's weight and a blow both fit. */
const PER_ROOT = 0.06;
const LONGEST = 1.5;
/** More places than this are thinned: a heap has thousands. */
const MOST = 4000;
/** [px] */
const SIZE = 6;

/** Places of a frame, at most `MOST`. */
function* placesOf(rows: Float32Array): Generator<Float32Array> {
  const step = Math.max(Math.ceil(rows.length / TOUCH / MOST), 1);
  for (let at = 0; at < rows.length; at += TOUCH * step) yield rows.subarray(at, at + TOUCH);
}

export function normalsOf(rows: Float32Array): Arrow[] {
  return [...placesOf(rows)].map((row) => ({
    from: new THREE.Vector3().fromArray(row, 2),
    way: new THREE.Vector3().fromArray(row, 5).multiplyScalar(NORMAL),
  }));
}

/**
 * What each pair gives each other, during a frame of so many seconds, where it presses: on the second of the two,
 * or on the first where only that one can move.
 */
export function forcesOf(rows: Float32Array, seconds: number, moves: (object: number) => boolean): Arrow[] {
  const pairs = new Map<string, { to: number; place: THREE.Vector3; pressed: number; way: THREE.Vector3 }>();
  for (let at = 0; at < rows.length; at += TOUCH) {
    const [one = 0, other = 0] = rows.subarray(at, at + 2);
    const impulse = new THREE.Vector3().fromArray(rows, at + 8);
    const sum = pairs.get(`${one} ${other}`) ?? {
      to: moves(other) ? 1 : -1,
      place: new THREE.Vector3(),
      pressed: 0,
      way: new THREE.Vector3(),
    };
    const weight = impulse.length();
    sum.place.addScaledVector(new THREE.Vector3().fromArray(rows, at + 2), weight);
    sum.pressed += weight;
    sum.way.addScaledVector(impulse, sum.to);
    pairs.set(`${one} ${other}`, sum);
  }
  return [...pairs.values()].flatMap(({ place, pressed, way }) => {
    const length = Math.min(PER_ROOT * Math.sqrt(way.length() / seconds), LONGEST);
    if (pressed === 0 || length < 1e-3) return [];
    return [{ from: place.divideScalar(pressed), way: way.setLength(length) }];
  });
}

export class ContactDots {
  readonly points: THREE.Points;

  constructor(color: THREE.Color) {
    this.points = pointsInFront({ color, size: SIZE }, 12);
  }

  show(arrows: readonly Arrow[]): void {
    this.points.visible = arrows.length > 0;
    if (arrows.length === 0) return;
    const places = arrows.flatMap(({ from }) => from.toArray());
    this.points.geometry.dispose();
    this.points.geometry = new THREE.BufferGeometry();
    this.points.geometry.setAttribute("position", new THREE.Float32BufferAttribute(places, 3));
  }
}
