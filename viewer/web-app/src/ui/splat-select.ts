/** Selecting splats by box, brush and flood, and making an object of them. */

import * as THREE from "three";
import type { App } from "../app";
import { nameFor } from "../edit";
import { type Mask, packRows } from "../glb/rows";
import { MAX_MESSAGE } from "../protocol";
import { Dots } from "../view/dots";
import { markBall, markBox, markFlood, nearestAlong, type Picture } from "../view/splat-pick";
import type { Stage } from "../view/stage";
import type { Thing, World } from "../view/world";
import { el, iconButton } from "./dom";
import { countText } from "./text";

/** Radius of the brush [px]. */
const BRUSH = 22;
/** Fewer splats have no shape (as the server has it). */
const LEAST = 20;

type Tool = "box" | "brush" | "flood";
const TOOLS: readonly [Tool, string, string][] = [
  ["box", "Box", "Drag a rectangle; it is as deep as it is wide"],
  ["brush", "Brush", "Paint over them"],
  ["flood", "Flood", "Click: all that is joined to it and of about its colour"],
];

export class SplatSelect {
  readonly element = el("nav", {
    class: "selecting glass",
    "aria-label": "Select splats",
    hidden: "",
  });
  readonly dots: Dots;
  readonly frame = el("div", { class: "rubber", hidden: "" });
  active = false;
  private tool: Tool = "box";
  private thing: Thing | undefined;
  private mask: Mask = new Uint8Array(0);
  private start: { id: number; x: number; y: number } | undefined;
  private readonly tools = new Map<Tool, HTMLButtonElement>();
  private readonly said = el("p", { class: "faint", role: "status" });
  private readonly name = el("input", {
    type: "text",
    maxlength: "60",
    "aria-label": "Name of the new object",
  });
  private readonly make = el("button", { type: "submit", class: "text-button" }, "Make it an object");

  constructor(
    private readonly app: App,
    private readonly stage: Stage,
    private readonly world: World,
    color: THREE.Color,
  ) {
    this.dots = new Dots(color);
    this.element.append(...this.parts());
    const { canvas } = stage;
    // Registered before the pointer's own: while one selects, it hears nothing.
    canvas.addEventListener("pointerdown", (event) => this.down(event), { capture: true });
    canvas.addEventListener("pointermove", (event) => this.move(event), { capture: true });
    canvas.addEventListener("pointerup", (event) => this.up(event), { capture: true });
  }

  /** How many splats are selected. */
  get count(): number {
    return this.mask.reduce((sum, each) => sum + each, 0);
  }

  toggle(): void {
    this.active = !this.active;
    this.element.hidden = !this.active;
    this.stage.canvas.classList.toggle("measuring", this.active);
    this.clear();
  }

  choose(tool: Tool): void {
    this.tool = tool;
    for (const [each, button] of this.tools) button.setAttribute("aria-pressed", String(each === tool));
  }

  clear(): void {
    this.thing = undefined;
    this.mask = new Uint8Array(0);
    this.frame.hidden = true;
    this.show();
  }

  private parts(): HTMLElement[] {
    const close = iconButton("close", "Close", "Esc");
    close.onclick = () => this.app.hud.toggleSelecting();
    const tools = el("div", { class: "segments", role: "group", "aria-label": "Tool" });
    for (const [tool, title, hint] of TOOLS) {
      const button = el("button", { type: "button" }, title);
      button.title = hint;
      button.onclick = () => this.choose(tool);
      this.tools.set(tool, button);
      tools.append(button);
    }
    this.choose(this.tool);
    const clear = el("button", { type: "button", class: "text-button" }, "Clear");
    clear.onclick = () => this.clear();
    const form = el("form", { class: "make" }, this.name, this.make);
    form.onsubmit = (event) => {
      event.preventDefault();
      void this.carve();
    };
    return [el("header", {}, el("h3", {}, "Select splats"), clear, close), tools, this.said, form];
  }

  private show(): void {
    const { thing } = this;
    const splats = thing?.object.splats;
    const count = thing && splats ? this.dots.show(splats, this.mask, thing.group) : 0;
    if (count === 0) this.dots.hide();
    this.said.textContent =
      count > 0 && thing
        ? `${countText(count)} splats of ${thing.object.name}`
        : "Nothing yet. Shift takes away.";
    this.make.disabled = count < LEAST || !this.app.live.active;
    if (count > 0 && this.name.value === "") this.name.value = this.freeName();
    this.stage.invalidate();
  }

  private freeName(): string {
    const { names } = this.app.recording;
    return names.includes("thing") ? nameFor("thing", names) : "thing";
  }

  // ---- the pointer

  private down(event: PointerEvent): void {
    if (!this.active || event.button !== 0 || this.start) return;
    event.stopImmediatePropagation();
    const thing = this.thing ?? this.thingAt(event) ?? this.largest();
    if (thing?.object.splats === undefined) {
      this.app.hud.toasts.say("There are no splats here.");
      return;
    }
    if (this.thing !== thing) this.mask = new Uint8Array(thing.object.splats.count);
    this.thing = thing;
    this.start = { id: event.pointerId, x: event.clientX, y: event.clientY };
    this.stage.canvas.setPointerCapture(event.pointerId);
    if (this.tool === "brush") this.brush(event);
  }

  private move(event: PointerEvent): void {
    if (!this.active) return;
    event.stopImmediatePropagation();
    if (this.start?.id !== event.pointerId) return;
    if (this.tool === "brush") this.brush(event);
    if (this.tool === "box") this.showFrame(event);
  }

  private up(event: PointerEvent): void {
    if (!this.active) return;
    event.stopImmediatePropagation();
    const { start, thing } = this;
    if (start?.id !== event.pointerId || !thing) return;
    this.start = undefined;
    this.frame.hidden = true;
    if (this.tool === "box") this.box(start, event, thing);
    if (this.tool === "flood") this.flood(event, thing);
    this.show();
  }

  private showFrame({ clientX, clientY }: PointerEvent): void {
    const { x, y } = this.start ?? { x: clientX, y: clientY };
    const { style } = this.frame;
    this.frame.hidden = false;
    style.translate = `${Math.min(x, clientX)}px ${Math.min(y, clientY)}px`;
    style.width = `${Math.abs(clientX - x)}px`;
    style.height = `${Math.abs(clientY - y)}px`;
  }

  // ---- what the tools mark

  private box(start: { x: number; y: number }, event: PointerEvent, { object, group }: Thing): void {
    const { left, top } = this.stage.canvas.getBoundingClientRect();
    const [xs, ys] = [
      [start.x - left, event.clientX - left],
      [start.y - top, event.clientY - top],
    ];
    const rect = {
      left: Math.min(...xs),
      right: Math.max(...xs),
      top: Math.min(...ys),
      bottom: Math.max(...ys),
    };
    if (object.splats) markBox(object.splats, this.pictureOf(group), rect, this.mask, markOf(event));
  }

  private brush(event: PointerEvent): void {
    const { thing } = this;
    const hit = thing && this.splatAt(event, thing);
    if (!thing?.object.splats || !hit) return;
    const { slope, height } = this.pictureOf(thing.group);
    const radius = (BRUSH / height) * 2 * slope * hit.distance;
    const at = hit.index * 3;
    const [x = 0, y = 0, z = 0] = thing.object.splats.means.subarray(at, at + 3);
    markBall(thing.object.splats, [x, y, z], radius, this.mask, markOf(event));
    this.show();
  }

  private flood(event: PointerEvent, thing: Thing): void {
    const hit = this.splatAt(event, thing);
    if (thing.object.splats && hit) markFlood(thing.object.splats, hit.index, this.mask, markOf(event));
  }

  private async carve(): Promise<void> {
    const { thing, app } = this;
    const name = this.name.value.trim();
    if (!thing || this.count < LEAST || !name) return;
    const rows = await packRows(this.mask);
    if (rows.length > 0.9 * MAX_MESSAGE) {
      app.hud.toasts.say(
        "This selection is too scattered to be told; select what hangs together.",
        "problem",
      );
      return;
    }
    app.live.ask({ type: "carve", object: thing.object.name, name, rows });
    this.name.value = "";
    app.hud.toggleSelecting();
  }

  // ---- where things are

  private thingAt(event: PointerEvent): Thing | undefined {
    const { selected } = this.app;
    const hit = selected?.object.splats ? selected : this.world.hit(this.stage.rayAt(event))?.thing;
    return hit?.object.splats ? hit : undefined;
  }

  /** Where a drag begins beside everything, the object with the most splats is meant. */
  private largest(): Thing | undefined {
    const count = ({ object }: Thing) => object.splats?.count ?? 0;
    return [...this.world.things].sort((a, b) => count(b) - count(a))[0];
  }

  private splatAt(event: PointerEvent, { object, group }: Thing) {
    const ray = this.stage.rayAt(event).applyMatrix4(group.matrixWorld.clone().invert());
    const [ox, oy, oz] = ray.origin.toArray();
    const [dx, dy, dz] = ray.direction.toArray();
    return object.splats && nearestAlong(object.splats, [ox, oy, oz], [dx, dy, dz]);
  }

  private pictureOf(group: THREE.Group): Picture {
    const { camera, canvas } = this.stage;
    group.updateWorldMatrix(true, false);
    camera.updateMatrixWorld();
    const clip = new THREE.Matrix4()
      .multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse)
      .multiply(group.matrixWorld);
    return {
      clip: clip.toArray(),
      slope: Math.tan(THREE.MathUtils.degToRad(camera.fov / 2)),
      width: canvas.clientWidth,
      height: canvas.clientHeight,
    };
  }
}

function markOf(event: PointerEvent): 0 | 1 {
  return event.shiftKey ? 0 : 1;
}
