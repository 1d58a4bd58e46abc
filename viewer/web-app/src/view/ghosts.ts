/** Things as they are in another future: there, but thin. */

import * as THREE from "three";
import type { SceneObject } from "../glb/scene";
import { apart } from "../time/compare";
import { type Frame, isHidden, POSE } from "../time/frame";
import { ghostOf } from "./ghost-look";
import { buildThing, type Thing } from "./world";

/** Of a ghost without splats: two sides of it cover about half. */
const MESH_OPACITY = 0.25;
/** The colour of marks, sRGB. */
const TINT = [0x62 / 255, 0xd9 / 255, 0xc7 / 255] as const;
/** A ghost that is nearer to the thing itself than this is not drawn over it [m], [rad]. */
const SAME_PLACE = 0.004;
const SAME_TURN = 0.02;

export class Ghosts {
  readonly root = new THREE.Group();
  private readonly things = new Map<string, Thing>();

  /** Adds the ghosts of these objects; those that are there stay. */
  async add(objects: readonly SceneObject[]): Promise<void> {
    const missing = objects.filter(({ name }) => !this.things.has(name));
    const built = await Promise.all(missing.map((object) => buildThing(ghostOf(object, TINT))));
    for (const thing of built) {
      thing.look.opacity = thing.skin ? 1 : MESH_OPACITY;
      thing.look.hide(true);
      this.things.set(thing.object.name, thing);
      this.root.add(thing.group);
    }
  }

  get names(): string[] {
    return [...this.things.keys()];
  }

  /** Shows every ghost where `frame` has it, unless the thing itself is there in `real`. */
  place(frame: Frame, names: readonly string[], real: Frame, realNames: readonly string[]): void {
    for (const [name, { group, look }] of this.things) {
      const [j, k] = [names.indexOf(name), realNames.indexOf(name)];
      group.position.fromArray(frame.poses, j * POSE);
      group.quaternion.fromArray(frame.poses, j * POSE + 3);
      const { distance, angle } = apart(frame.poses, j * POSE, real.poses, k * POSE);
      const same = k >= 0 && !isHidden(real, k) && distance < SAME_PLACE && angle < SAME_TURN;
      look.hide(j < 0 || isHidden(frame, j) || same);
    }
  }

  hide(): void {
    for (const { look } of this.things.values()) look.hide(true);
  }

  /** Whether one sees the ghost of an object now. */
  shows(name: string): boolean {
    return this.things.get(name)?.look.hidden === false;
  }

  clear(): void {
    for (const { group, skin, mesh } of this.things.values()) {
      this.root.remove(group);
      skin?.dispose();
      mesh?.geometry.dispose();
    }
    this.things.clear();
  }
}
