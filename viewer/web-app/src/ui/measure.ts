/** A tape between two points one clicked; the points stay on their things when these move. */

import type * as THREE from "three";
import { Tape } from "../view/tape";
import type { Hit, Thing } from "../view/world";
import { el } from "./dom";
import { lengthText } from "./text";

interface End {
  readonly thing: Thing;
  /** In the thing's own frame [m]. */
  readonly point: THREE.Vector3;
}

export class Measure {
  readonly tape: Tape;
  readonly label = el("output", { class: "hover-label measure-label glass", hidden: "" });
  active = false;
  private ends: End[] = [];

  constructor(color: THREE.Color) {
    this.tape = new Tape(color);
  }

  /** Sets an end; the third click begins anew. */
  click({ thing, point }: Hit): void {
    if (this.ends.length === 2) this.ends = [];
    thing.group.updateWorldMatrix(true, false);
    this.ends.push({ thing, point: thing.group.worldToLocal(point.clone()) });
  }

  clear(): void {
    this.ends = [];
  }

  /** Between the two points [m]; undefined until both are set. */
  get distance(): number | undefined {
    const [a, b] = this.points();
    return a && b && a.distanceTo(b);
  }

  /** Draws the tape where its ends are now. Call before a picture is drawn. */
  place(camera: THREE.PerspectiveCamera, canvas: HTMLCanvasElement): void {
    if (this.ends.length === 0 && !this.tape.group.visible) return; // asking for the canvas's size costs a layout
    this.tape.group.visible = this.ends.length > 0;
    const [a, b] = this.points();
    this.tape.show(a, b, camera, canvas.clientHeight);
    this.label.hidden = a === undefined || b === undefined;
    if (!a || !b) return;
    const middle = a.clone().add(b).multiplyScalar(0.5).project(camera);
    if (middle.z > 1) this.label.hidden = true; // behind the eye
    const [x, y] = [((middle.x + 1) / 2) * canvas.clientWidth, ((1 - middle.y) / 2) * canvas.clientHeight];
    this.label.style.translate = `calc(${Math.round(x)}px - 50%) calc(${Math.round(y)}px - 100% - 12px)`;
    const across = Math.hypot(b.x - a.x, b.z - a.z);
    const text = lengthText(a.distanceTo(b));
    const detail = `${lengthText(across)} across · ${lengthText(Math.abs(b.y - a.y))} up`;
    if (this.label.textContent !== text + detail)
      this.label.replaceChildren(el("strong", {}, text), el("span", {}, detail));
  }

  private points(): THREE.Vector3[] {
    return this.ends.map(({ thing, point }) => {
      thing.group.updateWorldMatrix(true, false);
      return thing.group.localToWorld(point.clone());
    });
  }
}
