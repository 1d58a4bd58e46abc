/** Editing by hand: copy, delete, move, note. */

import * as THREE from "three";
import type { App } from "../app";
import { moved, nameFor, noteOn } from "../edit";
import { Gizmo } from "../view/gizmo";
import type { Stage } from "../view/stage";
import type { Thing } from "../view/world";

/** Time for an edit to settle [s]. */
const SETTLE = 1;
/** Between a thing and its copy [m]. */
const BESIDE = 0.05;

export class Editor {
  readonly gizmo: Gizmo;

  constructor(
    private readonly app: App,
    private readonly stage: Stage,
  ) {
    this.gizmo = new Gizmo(stage, {
      dragging: (on) => {
        app.navigation.orbit.enabled = !on && app.navigation.mode === "orbit";
      },
      dropped: (thing, at) => this.move(thing, at),
    });
  }

  /** What one can do to a thing here. */
  can(thing: Thing): { copy: boolean; move: boolean; remove: boolean } {
    const { kind } = thing.object;
    const live = this.app.live.active;
    return { copy: live && kind !== "articulated", move: live && kind === "dynamic", remove: live };
  }

  duplicate(): void {
    const thing = this.app.selected;
    if (!thing || !this.can(thing).copy) return;
    const right = new THREE.Vector3(1, 0, 0)
      .applyQuaternion(this.stage.camera.quaternion)
      .setY(0)
      .normalize();
    const size = thing.box.getSize(new THREE.Vector3());
    const at = thing.group.position.clone().addScaledVector(right, Math.hypot(size.x, size.z) + BESIDE);
    const name = nameFor(thing.object.name, this.app.recording.names);
    this.app.live.act(
      [[0, { action: "spawn", object: name, at: at.toArray(), like: thing.object.name, words: null }]],
      SETTLE,
    );
  }

  remove(): void {
    const thing = this.app.selected;
    if (!thing || !this.can(thing).remove) return;
    this.app.live.act([[0, { action: "remove", object: thing.object.name }]], SETTLE);
    this.app.select(undefined);
  }

  note(text: string): void {
    const thing = this.app.selected;
    if (thing && text.trim()) this.app.live.act([[0, noteOn(thing.object.name, text)]], SETTLE);
  }

  /** Shows the handles on what is selected; again: puts them away. */
  toggleHandles(): void {
    const thing = this.app.selected;
    const wanted = thing && this.can(thing).move && this.gizmo.target !== thing;
    if (thing && !this.can(thing).move)
      this.app.hud.toasts.say("Only loose, hard things can be moved by hand.");
    this.gizmo.hold(wanted ? thing : undefined);
    this.stage.invalidate();
  }

  /** After another thing, or nothing, was selected. */
  selected(thing: Thing | undefined): void {
    if (this.gizmo.target !== thing) this.gizmo.hold(undefined);
  }

  private move(thing: Thing, at: THREE.Vector3): void {
    if (!this.app.live.mayAct()) this.app.show();
    else
      this.app.live.act(
        moved(thing.object.name, at.toArray()).map((action) => [0, action]),
        SETTLE,
      );
  }
}
