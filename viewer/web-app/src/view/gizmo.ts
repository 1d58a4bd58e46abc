/** Handles to drag an object along the axes: a wish, which the engine then follows. */

import * as THREE from "three";
import { TransformControls } from "three/addons/controls/TransformControls.js";
import type { Stage } from "./stage";
import type { Thing } from "./world";

/** Less is a click on the handle [m]. */
const LEAST = 1e-3;

export class Gizmo {
  private readonly controls: TransformControls;
  private readonly place = new THREE.Object3D();
  private readonly start = new THREE.Vector3();
  private thing: Thing | undefined;

  constructor(
    stage: Stage,
    private readonly events: { dragging(on: boolean): void; dropped(thing: Thing, at: THREE.Vector3): void },
  ) {
    this.controls = new TransformControls(stage.camera, stage.canvas);
    this.controls.setSize(0.8);
    this.controls.addEventListener("change", () => stage.invalidate());
    this.controls.addEventListener("objectChange", () =>
      this.thing?.group.position.copy(this.place.position),
    );
    this.controls.addEventListener("dragging-changed", ({ value }) => this.drag(value === true));
    stage.scene.add(this.place);
    stage.marks.add(this.controls.getHelper());
  }

  /** Whether the pointer is on a handle or drags one. */
  get hot(): boolean {
    return this.thing !== undefined && (this.controls.dragging || this.controls.axis !== null);
  }

  get target(): Thing | undefined {
    return this.thing;
  }

  /** Puts the handles on a thing, or away. */
  hold(thing: Thing | undefined): void {
    this.thing = thing;
    if (thing) this.controls.attach(this.place);
    else this.controls.detach();
    this.follow();
  }

  /** Goes with the thing where time moves it. */
  follow(): void {
    if (this.thing && !this.controls.dragging) this.place.position.copy(this.thing.group.position);
  }

  private drag(on: boolean): void {
    if (on) this.start.copy(this.place.position);
    this.events.dragging(on);
    if (on || !this.thing || this.place.position.distanceTo(this.start) < LEAST) return;
    this.events.dropped(this.thing, this.place.position.clone());
  }
}
