/** The objects of a scene file on the stage: what is drawn, what can be hit, and where things are. */

import { SplatMesh } from "@sparkjsdev/spark";
import * as THREE from "three";
import { cageBoxOf } from "../glb/cage";
import type { SceneFile, SceneObject } from "../glb/scene";
import { type Frame, isHidden, POSE, paintOf } from "../time/frame";
import { Look } from "./look";
import { meshOf, proxiesOf } from "./meshes";
import { plyOf } from "./ply";

export interface Thing {
  readonly object: SceneObject;
  readonly group: THREE.Group;
  readonly proxies: THREE.Group;
  readonly splats: SplatMesh | undefined;
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
  ) {}

  /** Builds all objects; resolves when their splats are ready to be drawn. */
  static async build(scene: SceneFile, onProgress: (done: number) => void): Promise<World> {
    const root = new THREE.Group();
    let done = 0;
    const things = await Promise.all(
      scene.objects.map(async (object) => {
        const thing = await buildThing(object);
        onProgress(++done / scene.objects.length);
        return thing;
      }),
    );
    for (const thing of things) root.add(thing.group);
    return new World(root, things);
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
      thing.splats?.dispose();
    }
    const objects = copies.map(({ name, like }) => {
      const model = this.find(like);
      if (model === undefined) throw new Error(`There is no object '${like}' to copy.`);
      return { ...model.object, name, hidden: true, paint: undefined, cage: undefined };
    });
    const built = await Promise.all(objects.map(buildThing));
    this.things.splice(kept);
    this.things.push(...built);
    for (const { group } of built) this.root.add(group);
  }

  /** Shows triangle meshes over splats. Objects without splats always show theirs. */
  showMeshes(visible: boolean): void {
    for (const thing of this.things) if (thing.mesh && thing.splats) thing.mesh.visible = visible;
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

/** An object ready to be drawn. */
export async function buildThing(object: SceneObject): Promise<Thing> {
  const group = new THREE.Group();
  group.name = object.name;
  group.position.fromArray(object.position);
  group.quaternion.fromArray(object.quat);
  const proxies = new THREE.Group();
  proxies.visible = false; // a ray finds them all the same
  proxies.add(...proxiesOf(object));
  const box = new THREE.Box3().setFromObject(proxies);
  const mesh = object.mesh && (await meshOf(object.mesh));
  const splats =
    object.splats && object.splats.count > 0
      ? new SplatMesh({ fileBytes: plyOf(object.splats), fileName: "object.ply", raycastable: false })
      : undefined;
  if (mesh) {
    mesh.visible = splats === undefined;
    group.add(mesh);
  }
  if (splats) {
    await splats.initialized;
    group.add(splats);
  }
  group.add(proxies);
  return { object, group, proxies, splats, mesh, box, look: new Look(object, splats, mesh) };
}
