/** What one cannot see but can be shown: colliders, speeds, and what pushed. Drawn over the scene, as marks. */

import * as THREE from "three";
import { LineMaterial } from "three/addons/lines/LineMaterial.js";
import { LineSegments2 } from "three/addons/lines/LineSegments2.js";
import { LineSegmentsGeometry } from "three/addons/lines/LineSegmentsGeometry.js";
import type { TimedAction } from "../glb/scene";
import { POSE } from "../time/frame";
import type { Recording } from "../time/recording";
import type { Thing, World } from "./world";

/** [px] */
const WIDTH = 2;
/** An arrow is as long as the thing goes in this time [s]. */
const AHEAD = 0.25;
/** Slower than this is at rest [m/s]. */
const SLOW = 0.02;
/** Length of a push's arrow, and how long it is shown [m per N s], [s]. */
const PER_IMPULSE = 0.15;
const LINGER = 0.4;
const LONGEST = 1.5;
/** No more pushes than this are looked at for one picture, however long the history is. */
const AT_ONCE = 32;
/** Length of an arrow's head, as a share. */
const HEAD = 0.22;

export const OVERLAYS = ["colliders", "speeds", "pushes"] as const;
export type Overlay = (typeof OVERLAYS)[number];

export class Overlays {
  readonly group = new THREE.Group();
  readonly shown = new Set<Overlay>();
  private readonly cages = new Map<Thing, THREE.LineSegments>();
  private readonly cageMaterial: THREE.LineBasicMaterial;
  private readonly arrows: Readonly<Record<"speeds" | "pushes", Arrows>>;

  constructor(color: THREE.Color) {
    this.cageMaterial = new THREE.LineBasicMaterial({
      color,
      transparent: true,
      opacity: 0.7,
      depthTest: false,
    });
    this.arrows = {
      speeds: new Arrows(new THREE.Color(0xffc857)),
      pushes: new Arrows(new THREE.Color(0xff7a59)),
    };
    this.group.add(this.arrows.speeds.lines, this.arrows.pushes.lines);
  }

  toggle(overlay: Overlay): boolean {
    if (!this.shown.delete(overlay)) this.shown.add(overlay);
    return this.shown.has(overlay);
  }

  /** How many arrows or cages there are now. */
  count(overlay: Overlay): number {
    if (overlay !== "colliders") return this.arrows[overlay].count;
    return [...this.cages.values()].filter((each) => each.visible).length;
  }

  /** Draws what is wanted, where things are at a moment of a recording. */
  place(world: World, recording: Recording, time: number): void {
    if (this.shown.has("colliders") || this.cages.size > 0) this.placeCages(world);
    this.arrows.speeds.show(this.shown.has("speeds") ? speedsOf(world, recording, time) : []);
    this.arrows.pushes.show(this.shown.has("pushes") ? pushesOf(world, recording.actions, time) : []);
  }

  private placeCages(world: World): void {
    const wanted = this.shown.has("colliders");
    for (const [thing, cage] of this.cages) {
      if (world.things.includes(thing)) continue;
      this.group.remove(cage);
      cage.geometry.dispose();
      this.cages.delete(thing);
    }
    for (const thing of world.things) {
      const cage = this.cages.get(thing) ?? (wanted ? this.cageOf(thing) : undefined);
      if (cage === undefined) continue;
      cage.visible = wanted && !thing.look.hidden;
      cage.position.copy(thing.group.position);
      cage.quaternion.copy(thing.group.quaternion);
    }
  }

  private cageOf(thing: Thing): THREE.LineSegments {
    const places: number[] = [];
    const corner = new THREE.Vector3();
    for (const proxy of thing.proxies.children) {
      if (!(proxy instanceof THREE.Mesh)) continue;
      proxy.updateMatrix();
      const edges = new THREE.EdgesGeometry(proxy.geometry, 20);
      const { position } = edges.attributes;
      for (let k = 0; position && k < position.count; k++)
        places.push(...corner.fromBufferAttribute(position, k).applyMatrix4(proxy.matrix).toArray());
      edges.dispose();
    }
    const geometry = new THREE.BufferGeometry();
    geometry.setAttribute("position", new THREE.Float32BufferAttribute(places, 3));
    const cage = new THREE.LineSegments(geometry, this.cageMaterial);
    cage.renderOrder = 9;
    this.cages.set(thing, cage);
    this.group.add(cage);
    return cage;
  }
}

interface Arrow {
  readonly from: THREE.Vector3;
  readonly way: THREE.Vector3;
}

/** Many arrows in one draw. */
class Arrows {
  readonly lines: LineSegments2;
  count = 0;

  constructor(color: THREE.Color) {
    const material = new LineMaterial({
      color: color.getHex(),
      linewidth: WIDTH,
      transparent: true,
      depthTest: false,
    });
    this.lines = new LineSegments2(new LineSegmentsGeometry(), material);
    this.lines.renderOrder = 11;
    this.lines.frustumCulled = false;
    this.lines.visible = false;
  }

  show(arrows: readonly Arrow[]): void {
    if (arrows.length === 0 && this.count === 0) return;
    this.count = arrows.length;
    this.lines.visible = arrows.length > 0;
    if (arrows.length === 0) return;
    this.lines.geometry.dispose();
    this.lines.geometry = new LineSegmentsGeometry().setPositions(arrows.flatMap(segmentsOf));
  }
}

/** A shaft and two barbs. */
function segmentsOf({ from, way }: Arrow): number[] {
  const tip = from.clone().add(way);
  const side = new THREE.Vector3(way.y, -way.x, 0.01)
    .cross(way)
    .normalize()
    .multiplyScalar((HEAD / 2) * way.length());
  const back = tip.clone().addScaledVector(way, -HEAD);
  const barbs = [back.clone().add(side), back.clone().sub(side)];
  return [from, tip, ...barbs.flatMap((barb) => [tip, barb])].flatMap((point) => point.toArray());
}

function middleOf({ group, box }: Thing): THREE.Vector3 {
  return box.getCenter(new THREE.Vector3()).applyQuaternion(group.quaternion).add(group.position);
}

function speedsOf(world: World, recording: Recording, time: number): Arrow[] {
  const [before, after, seconds] = recording.around(time);
  const speed = (k: number, axis: number) =>
    ((after[k * POSE + axis] ?? 0) - (before[k * POSE + axis] ?? 0)) / seconds;
  return world.things.flatMap((thing, k) => {
    if (thing.look.hidden || thing.object.kind === "static") return [];
    const way = new THREE.Vector3(speed(k, 0), speed(k, 1), speed(k, 2));
    return way.length() < SLOW ? [] : [{ from: middleOf(thing), way: way.multiplyScalar(AHEAD) }];
  });
}

/** Of what was done within the last moment: `done` is in order of time. */
function pushesOf(world: World, done: readonly TimedAction[], time: number): Arrow[] {
  const found: Arrow[] = [];
  const last = lastBy(done, time + 1e-3);
  for (const { time: begin, action } of done.slice(Math.max(last + 1 - AT_ONCE, 0), last + 1)) {
    const lasts = action.action === "force" ? action.seconds : LINGER;
    if (begin + lasts < time || (action.action !== "push" && action.action !== "force")) continue;
    const thing = world.find(action.object);
    if (thing === undefined || thing.look.hidden) continue;
    const way = new THREE.Vector3(...(action.action === "push" ? action.impulse : action.force));
    if (action.action === "force") way.multiplyScalar(0.1);
    way.multiplyScalar(PER_IMPULSE).clampLength(0.05, LONGEST);
    found.push({ from: middleOf(thing).sub(way), way });
  }
  return found;
}

/** Index of the last action at or before a time; -1 is none. */
function lastBy(done: readonly TimedAction[], time: number): number {
  let [low, high] = [-1, done.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((done[middle]?.time ?? 0) <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}
