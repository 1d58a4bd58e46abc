/** What one cannot see but can be shown: colliders, speeds, pushes, contacts, forces. Drawn over the scene, as marks. */

import * as THREE from "three";
import type { TimedAction } from "../glb/scene";
import { POSE } from "../time/frame";
import type { Recording } from "../time/recording";
import { type Arrow, Arrows } from "./arrows";
import { ContactDots, forcesOf, normalsOf } from "./touch-marks";
import type { Thing, World } from "./world";

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

export const OVERLAYS = ["colliders", "speeds", "pushes", "contacts", "forces"] as const;
export type Overlay = (typeof OVERLAYS)[number];
/** Those the server has to be asked about. */
export const TOUCHING: ReadonlySet<Overlay> = new Set(["contacts", "forces"]);

/** What touches at a moment: as `TouchLog` has it, in a frame of so many seconds. */
export interface Touching {
  readonly rows: Float32Array;
  readonly seconds: number;
}

export class Overlays {
  readonly group = new THREE.Group();
  readonly shown = new Set<Overlay>();
  private readonly cages = new Map<Thing, THREE.LineSegments>();
  private readonly cageMaterial: THREE.LineBasicMaterial;
  private readonly arrows: Readonly<Record<Exclude<Overlay, "colliders">, Arrows>>;
  private readonly dots = new ContactDots(new THREE.Color(0xff4fd8));

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
      contacts: new Arrows(new THREE.Color(0xff4fd8)),
      forces: new Arrows(new THREE.Color(0x9d8cff)),
    };
    this.group.add(...Object.values(this.arrows).map(({ lines }) => lines), this.dots.points);
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

  /** Whether it has to be known what touches. */
  get needsTouches(): boolean {
    return this.shown.has("contacts") || this.shown.has("forces");
  }

  /** Draws what is wanted, where things are at a moment of a recording. */
  place(world: World, recording: Recording, time: number, touching: Touching | undefined): void {
    if (this.shown.has("colliders") || this.cages.size > 0) this.placeCages(world);
    this.arrows.speeds.show(this.shown.has("speeds") ? speedsOf(world, recording, time) : []);
    this.arrows.pushes.show(this.shown.has("pushes") ? pushesOf(world, recording.actions, time) : []);
    const { rows, seconds } = touching ?? { rows: new Float32Array(0), seconds: 1 };
    const moves = (k: number) => (world.things[k]?.object.kind ?? "static") !== "static";
    const normals = this.shown.has("contacts") ? normalsOf(rows) : [];
    this.arrows.contacts.show(normals);
    this.dots.show(normals);
    this.arrows.forces.show(this.shown.has("forces") ? forcesOf(rows, seconds, moves) : []);
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
