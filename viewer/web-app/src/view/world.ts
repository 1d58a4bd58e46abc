/** The objects of a scene file on the stage: what is drawn, what can be hit, and where things are. */

import * as THREE from "three";
import { cageBoxOf } from "../glb/cage";
import { carve } from "../glb/carve";
import { unpackRows } from "../glb/rows";
import type { SceneFile, SceneObject } from "../glb/scene";
import type { Carving } from "../protocol";
import { type Frame, isHidden, POSE, paintOf } from "../time/frame";
import { Crowd } from "./crowd";
import { Look } from "./look";
import { meshOf, proxiesOf } from "./meshes";
import { OwnSplats, type Skin } from "./skin";
import { nearestAlong } from "./splat-pick";

/** From so many objects on, those that can be are drawn as one: fewer gain nothing. */
const CROWD = 24;
/** Splats a pointer's ray is tried on. */
const LOOKED_AT = 200_000;

export interface Thing {
  readonly object: SceneObject;
  readonly group: THREE.Group;
  readonly proxies: THREE.Group;
  readonly skin: Skin | undefined;
  readonly mesh: THREE.Mesh | undefined;
  readonly look: Look;
  /** Of its proxies, in its own frame [m]. */
  readonly box: THREE.Box3;
  /** Its splats are streamed with those of others. */
  readonly inStream: boolean;
}

export interface Hit {
  readonly thing: Thing;
  readonly point: THREE.Vector3;
  readonly distance: number;
}

/** A new object: like another, or of a model of its own. */
export interface Newcomer {
  readonly name: string;
  readonly like: string | SceneObject;
}

export class World {
  private readonly raycaster = new THREE.Raycaster();
  /** Things of the file of which some splats are objects of their own now, by their place in the list. */
  private readonly whole = new Map<number, Thing>();
  private readonly filed: number;

  private constructor(
    readonly root: THREE.Group,
    readonly things: Thing[],
    private readonly crowd: Crowd | undefined,
  ) {
    this.filed = things.length;
  }

  /** Builds all objects; resolves when their splats, or the first of them, are ready to be drawn. */
  static async build(
    scene: SceneFile,
    inStream: ReadonlySet<string>,
    onProgress: (done: number) => void,
  ): Promise<World> {
    const root = new THREE.Group();
    let done = 0;
    const step = <T>(value: T): T => {
      onProgress(++done / scene.objects.length);
      return value;
    };
    const alike = scene.objects.filter(isPlain);
    const many = alike.length >= CROWD ? new Set(alike) : new Set<SceneObject>();
    const groups = new Map(scene.objects.map((object) => [object, new THREE.Group()]));
    const parts = [...many].flatMap((object) => {
      const [group, columns] = [groups.get(object), object.splats];
      return group && columns ? [{ object, group, columns }] : [];
    });
    const crowd = parts.length > 0 ? await Crowd.of(parts) : undefined;
    const skins = new Map(parts.map(({ object }, k) => [object, crowd?.members[k]]));
    const things = await Promise.all(
      scene.objects.map(async (object) =>
        step(await buildThing(object, groups.get(object), skins.get(object), inStream.has(object.name))),
      ),
    );
    if (crowd) root.add(crowd.mesh);
    for (const thing of things) root.add(thing.group);
    return new World(root, things, crowd);
  }

  /** Brings what is drawn together up to date; call before each picture. */
  settle(): void {
    this.crowd?.follow();
  }

  /** Loads what was thinned at first; true if anything was. */
  fill(): Promise<boolean> {
    return this.limit(Number.POSITIVE_INFINITY);
  }

  /** Splats of the objects that have their own. */
  get splatCount(): number {
    return this.owners.reduce((sum, { count }) => sum + count, 0);
  }

  /** Shows at most so many splats, fewer of each object alike; true if that changes anything. */
  async limit(most: number): Promise<boolean> {
    const part = Math.min(most / Math.max(this.splatCount, 1), 1);
    const changed = await Promise.all(this.owners.map((own) => own.fill(Math.ceil(own.count * part))));
    return changed.includes(true);
  }

  private get owners(): OwnSplats[] {
    return this.things.flatMap(({ skin }) => (skin instanceof OwnSplats ? [skin] : []));
  }

  find(name: string): Thing | undefined {
    return this.things.find((thing) => thing.object.name === name);
  }

  /** Shows every object as a frame of a recording has it. */
  place(frame: Frame): void {
    let first = 0;
    this.things.forEach(({ group, look, object }, k) => {
      group.position.fromArray(frame.poses, k * POSE);
      group.quaternion.fromArray(frame.poses, k * POSE + 3);
      look.hide(isHidden(frame, k));
      look.color(paintOf(frame, k));
      const size = 3 * (cageBoxOf(object)?.count ?? 0);
      if (size > 0) look.deform(frame.nodes.subarray(first, first + size));
      first += size;
    });
  }

  /** Keeps the first `kept` objects, whole again, and adds what was made of splats, and copies under new names. */
  async recast(kept: number, copies: readonly Newcomer[], carves: readonly Carving[] = []): Promise<void> {
    for (const thing of this.things.splice(kept)) this.take(thing);
    for (const [k, whole] of this.whole) {
      const part = this.things[k];
      if (part) this.take(part);
      whole.look.hide(false);
      this.root.add(whole.group);
      this.things[k] = whole;
    }
    this.whole.clear();
    for (const carving of carves) await this.carve(carving);
    const objects = copies.map(({ name, like }) => {
      const model = typeof like === "string" ? this.find(like)?.object : like;
      if (model === undefined) throw new Error(`There is no object '${like}' to copy.`);
      return { ...model, name, hidden: true, paint: undefined, cage: undefined };
    });
    const built = await Promise.all(objects.map((object) => buildThing(object)));
    this.things.splice(kept + carves.length);
    this.things.push(...built);
    for (const { group } of built) this.root.add(group);
  }

  /** Shows some splats of a thing as another; where it is in the list, the rest of it is then. */
  private async carve(carving: Carving): Promise<void> {
    const k = this.things.findIndex(({ object }) => object.name === carving.object);
    const thing = this.things[k];
    if (thing?.object.splats === undefined) throw new Error(`'${carving.object}' has no splats.`);
    const mask = await unpackRows(carving.rows, thing.object.splats.count);
    const { rest, part } = carve(thing.object, mask, carving);
    const [left, made] = [await buildThing(rest), await buildThing(part)];
    await Promise.all([left, made].map(({ skin }) => skin instanceof OwnSplats && skin.fill()));
    if (this.whole.has(k) || k >= this.filed) this.take(thing);
    else {
      this.whole.set(k, thing);
      thing.look.hide(true);
      this.root.remove(thing.group);
    }
    this.things[k] = left;
    this.things.push(made);
    for (const { group } of [left, made]) this.root.add(group);
  }

  private take({ group, skin, mesh }: Thing): void {
    this.root.remove(group);
    skin?.dispose();
    mesh?.geometry.dispose();
  }

  /** Brightness of all splats, 1 is as they were made. */
  expose(factor: number): void {
    for (const { skin } of this.things) skin?.expose(factor);
  }

  /** Shows triangle meshes over splats. Objects without splats always show theirs. */
  showMeshes(visible: boolean): void {
    for (const { mesh, skin, inStream } of this.things)
      if (mesh && (skin || inStream)) mesh.visible = visible;
  }

  /** The nearest object along a ray, within `reach` [m]. */
  hit(ray: THREE.Ray, reach = Number.POSITIVE_INFINITY, only?: (thing: Thing) => boolean): Hit | undefined {
    this.raycaster.ray.copy(ray);
    this.raycaster.far = reach;
    let best: Hit | undefined;
    for (const thing of this.things) {
      if (thing.look.hidden || (only && !only(thing))) continue;
      thing.group.updateWorldMatrix(false, true);
      const first = this.raycaster.intersectObject(thing.proxies, true)[0];
      if (first && isLoose(thing.object)) {
        const near = splatHit(thing, ray);
        if (near && near.distance <= reach && (best === undefined || near.distance < best.distance))
          best = near;
      } else if (first && (best === undefined || first.distance < best.distance)) {
        best = { thing, point: first.point, distance: first.distance };
      }
    }
    return best;
  }

  /** The box around one object, or around all of them, in the world [m]. */
  bounds(thing?: Thing): THREE.Box3 {
    const box = new THREE.Box3();
    for (const each of thing ? [thing] : this.things.filter(({ look }) => !look.hidden)) {
      each.group.updateWorldMatrix(false, true);
      box.union(each.box.clone().applyMatrix4(each.group.matrixWorld));
    }
    return box;
  }
}

/** An object ready to be drawn; `skin` where its splats are drawn with those of others. */
export async function buildThing(
  object: SceneObject,
  group = new THREE.Group(),
  shared?: Skin,
  inStream = false,
): Promise<Thing> {
  group.name = object.name;
  group.position.fromArray(object.position);
  group.quaternion.fromArray(object.quat);
  const proxies = new THREE.Group();
  proxies.visible = false; // a ray finds them all the same
  for (const proxy of proxiesOf(object)) proxies.add(proxy);
  const box = new THREE.Box3().setFromObject(proxies);
  const mesh = object.mesh && (await meshOf(object.mesh));
  const some = object.splats && object.splats.count > 0 ? object.splats : undefined;
  const own = some && !shared ? await OwnSplats.of(some, cageBoxOf(object)) : undefined;
  const skin = shared ?? own;
  if (mesh) {
    mesh.visible = skin === undefined && !inStream;
    group.add(mesh);
  }
  own?.addTo(group);
  group.add(proxies);
  return { object, group, proxies, skin, mesh, box, inStream, look: new Look(object, skin, mesh) };
}

/** Only the box around its splats is known, which hides what stands in it. */
function isLoose({ colliders, mesh, splats }: SceneObject): boolean {
  return colliders.length === 0 && mesh === undefined && splats !== undefined;
}

function splatHit(thing: Thing, ray: THREE.Ray): Hit | undefined {
  const { splats } = thing.object;
  if (splats === undefined) return undefined;
  const own = ray.clone().applyMatrix4(thing.group.matrixWorld.clone().invert());
  const [ox, oy, oz] = own.origin.toArray();
  const [dx, dy, dz] = own.direction.toArray();
  const near = nearestAlong(splats, [ox, oy, oz], [dx, dy, dz], Math.ceil(splats.count / LOOKED_AT));
  return near && { thing, point: ray.at(near.distance, new THREE.Vector3()), distance: near.distance };
}

/** Rigid, and the same colour from all sides. */
function isPlain({ splats, cells }: SceneObject): boolean {
  return splats !== undefined && splats.count > 0 && splats.sh.length === 1 && cells === undefined;
}
