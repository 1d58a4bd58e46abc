/** The objects of a scene file on the stage: what is drawn, what can be hit, and where things are. */

import * as THREE from "three";
import { cageBoxOf } from "../glb/cage";
import type { SceneFile, SceneObject } from "../glb/scene";
import { type Frame, isHidden, POSE, paintOf } from "../time/frame";
import { Crowd } from "./crowd";
import { Look } from "./look";
import { meshOf, proxiesOf } from "./meshes";
import { OwnSplats, type Skin } from "./skin";

/** From so many objects on, those that can be are drawn as one: fewer gain nothing. */
const CROWD = 24;

export interface Thing {
  readonly object: SceneObject;
  readonly group: THREE.Group;
  readonly proxies: THREE.Group;
  readonly skin: Skin | undefined;
  readonly mesh: THREE.Mesh | undefined;
  readonly look: Look;
  /** Of its proxies, in its own frame [m]. */
  readonly box: THREE.Box3;
}

export interface Hit {
  readonly thing: Thing;
  readonly point: THREE.Vector3;
  readonly distance: number;
}

export class World {
  private readonly raycaster = new THREE.Raycaster();

  private constructor(
    readonly root: THREE.Group,
    readonly things: Thing[],
    private readonly crowd: Crowd | undefined,
  ) {}

  /** Builds all objects; resolves when their splats, or the first of them, are ready to be drawn. */
  static async build(scene: SceneFile, onProgress: (done: number) => void): Promise<World> {
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
        step(await buildThing(object, groups.get(object), skins.get(object))),
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
  async fill(): Promise<boolean> {
    const skins = this.things.map(({ skin }) => skin);
    const filled = await Promise.all(skins.map((skin) => skin instanceof OwnSplats && skin.fill()));
    return filled.includes(true);
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

  /** Keeps the first `kept` objects and adds copies of others under new names. */
  async recast(kept: number, copies: readonly { name: string; like: string }[]): Promise<void> {
    for (const thing of this.things.splice(kept)) {
      this.root.remove(thing.group);
      thing.skin?.dispose();
    }
    const objects = copies.map(({ name, like }) => {
      const model = this.find(like);
      if (model === undefined) throw new Error(`There is no object '${like}' to copy.`);
      return { ...model.object, name, hidden: true, paint: undefined, cage: undefined };
    });
    const built = await Promise.all(objects.map((object) => buildThing(object)));
    this.things.splice(kept);
    this.things.push(...built);
    for (const { group } of built) this.root.add(group);
  }

  /** Shows triangle meshes over splats. Objects without splats always show theirs. */
  showMeshes(visible: boolean): void {
    for (const thing of this.things) if (thing.mesh && thing.skin) thing.mesh.visible = visible;
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
      if (first && (best === undefined || first.distance < best.distance)) {
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
): Promise<Thing> {
  group.name = object.name;
  group.position.fromArray(object.position);
  group.quaternion.fromArray(object.quat);
  const proxies = new THREE.Group();
  proxies.visible = false; // a ray finds them all the same
  proxies.add(...proxiesOf(object));
  const box = new THREE.Box3().setFromObject(proxies);
  const mesh = object.mesh && (await meshOf(object.mesh));
  const some = object.splats && object.splats.count > 0 ? object.splats : undefined;
  const own = some && !shared ? await OwnSplats.of(some, cageBoxOf(object)) : undefined;
  const skin = shared ?? own;
  if (mesh) {
    mesh.visible = skin === undefined;
    group.add(mesh);
  }
  own?.addTo(group);
  group.add(proxies);
  return { object, group, proxies, skin, mesh, box, look: new Look(object, skin, mesh) };
}

/** Rigid, and the same colour from all sides. */
function isPlain({ splats, cells }: SceneObject): boolean {
  return splats !== undefined && splats.count > 0 && splats.sh.length === 1 && cells === undefined;
}
