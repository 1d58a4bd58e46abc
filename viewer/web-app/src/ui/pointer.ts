/** What the pointer does on the scene: hover, select, push, look around. */

import * as THREE from "three";
import { type App, MARK } from "../app";
import type { Vec3 } from "../glb/scene";
import { Brackets, ForceArrow } from "../view/markers";
import { CLICK_RADIUS, directionOf, GENTLE, speedOf } from "../view/push";
import type { Stage } from "../view/stage";
import type { Hit, Thing, World } from "../view/world";
import { HoverLabel } from "./card";

/** Between two looks at what is under a moving pointer [ms]. */
const HOVER_EVERY = 60;
/** A second click sooner than this is a double click, which turns the view and does not push [ms]. */
const DOUBLE_CLICK = 350;
/** Arrow of a push without a drag [px]. */
const SHORT_ARROW = 40;
/** The room is no thing one points at. */
const SURROUNDINGS = new Set(["room", "floor", "wall", "walls", "ceiling", "ground", "background"]);

interface Gesture {
  /** Which pointer: another finger may hold the stick. */
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly hit: Hit | undefined;
  /** The touched point in the object's own frame: the object may move on under the pointer. */
  readonly grip: THREE.Vector3;
  /** Set when this is a push in the making. */
  readonly pushed: boolean;
  lastX: number;
  lastY: number;
}

export class Pointer {
  readonly label = new HoverLabel();
  readonly overlays: THREE.Object3D[];
  private readonly selection: Brackets;
  private readonly hover: Brackets;
  private readonly arrow: ForceArrow;
  private gesture: Gesture | undefined;
  private selectedAt = Number.NEGATIVE_INFINITY;
  private hoveredAt = 0;

  constructor(
    private readonly app: App,
    private readonly stage: Stage,
    private readonly world: World,
  ) {
    const accent = new THREE.Color(MARK);
    this.selection = new Brackets(accent, 1);
    this.hover = new Brackets(accent, 0.55);
    this.arrow = new ForceArrow(accent);
    this.overlays = [this.selection.lines, this.hover.lines, this.arrow.group];
    const canvas = stage.canvas;
    // Captured, so that a push is known before the orbit controls take the drag.
    canvas.addEventListener("pointerdown", (event) => this.down(event), { capture: true });
    canvas.addEventListener("pointermove", (event) => this.move(event));
    canvas.addEventListener("pointerup", (event) => this.up(event));
    canvas.addEventListener("pointercancel", ({ pointerId }) => {
      if (pointerId === this.gesture?.id) this.finish();
    });
    canvas.addEventListener("pointerleave", () => this.pointAt(undefined, 0, 0));
    canvas.addEventListener("dblclick", (event) => this.turnTo(event));
  }

  /** Puts brackets around the selected object where it is now. */
  mark(thing: Thing | undefined): void {
    this.selection.follow(thing?.group, thing?.box);
  }

  /** Selects what is in the middle of the picture; once it is selected, pushes it away from the eye. */
  actAhead(): void {
    const { canvas, camera } = this.stage;
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const hit = this.hitAt({ clientX: left + width / 2, clientY: top + height / 2 });
    const thing = hit && !isSurroundings(hit.thing) ? hit.thing : undefined;
    if (!hit || !thing || thing !== this.app.selected) this.app.select(thing);
    else if (isMovable(thing) && this.app.live.active) {
      const ahead = camera.getWorldDirection(new THREE.Vector3()).toArray();
      const grip = thing.group.worldToLocal(hit.point.clone());
      this.app.push(thing, grip, directionOf(ahead, ahead, 0, 0), GENTLE);
    }
  }

  private down(event: PointerEvent): void {
    const { looksAround } = this.app.navigation;
    if (event.pointerType === "touch") document.documentElement.classList.add("touch");
    if (event.button !== 0 || this.gesture || this.app.editor.gizmo.hot || (!event.isPrimary && !looksAround))
      return;
    this.pointAt(undefined, 0, 0);
    const hit = this.hitAt(event);
    const early = event.timeStamp - this.selectedAt < DOUBLE_CLICK;
    const pushed =
      hit !== undefined &&
      hit.thing === this.app.selected &&
      isMovable(hit.thing) &&
      this.app.live.active &&
      !this.app.measure.active &&
      !early;
    const { clientX: x, clientY: y } = event;
    const grip = hit ? hit.thing.group.worldToLocal(hit.point.clone()) : new THREE.Vector3();
    this.gesture = { id: event.pointerId, x, y, hit, grip, pushed, lastX: x, lastY: y };
    if (pushed) this.app.navigation.orbit.enabled = false;
    if (pushed || looksAround) this.stage.canvas.setPointerCapture(event.pointerId);
  }

  private move(event: PointerEvent): void {
    const gesture = this.gesture;
    if (gesture === undefined) {
      if (event.pointerType === "mouse" && event.buttons === 0) this.hoverAt(event);
      return;
    }
    if (gesture.id !== event.pointerId) return;
    if (gesture.pushed && gesture.hit) {
      this.showAim(gesture, gesture.hit.thing, event);
    } else if (this.app.navigation.looksAround) {
      this.app.navigation.walk.look(event.clientX - gesture.lastX, event.clientY - gesture.lastY);
    }
    gesture.lastX = event.clientX;
    gesture.lastY = event.clientY;
    this.stage.invalidate();
  }

  private up(event: PointerEvent): void {
    const gesture = this.gesture;
    if (gesture !== undefined && gesture.id !== event.pointerId) return;
    this.finish();
    if (gesture === undefined) return;
    if (gesture.pushed && gesture.hit) {
      const { direction, speed } = this.aim(gesture, event);
      this.app.push(gesture.hit.thing, gesture.grip, direction, speed);
    } else if (Math.hypot(event.clientX - gesture.x, event.clientY - gesture.y) < CLICK_RADIUS) {
      if (this.app.measure.active) {
        const hit = gesture.hit ?? this.streamedAt(event);
        if (hit) this.app.measure.click(hit);
        return;
      }
      const thing = gesture.hit && !isSurroundings(gesture.hit.thing) ? gesture.hit.thing : undefined;
      if (thing !== this.app.selected) this.selectedAt = event.timeStamp; // not the time now: a busy page hears of clicks late
      this.app.select(thing);
    }
  }

  private finish(): void {
    this.gesture = undefined;
    this.arrow.hide();
    this.label.element.hidden = true;
    this.app.navigation.orbit.enabled = this.app.navigation.mode === "orbit";
    this.stage.invalidate();
  }

  private turnTo(event: MouseEvent): void {
    if (this.app.measure.active) return;
    const hit = this.hitAt(event) ?? this.streamedAt(event);
    if (hit) this.app.navigation.focus(hit.point);
  }

  private aim(gesture: Gesture, event: PointerEvent): { direction: Vec3; speed: number } {
    const [dragX, dragY] = [event.clientX - gesture.x, event.clientY - gesture.y];
    const forward = this.stage.camera.getWorldDirection(new THREE.Vector3());
    const right = new THREE.Vector3(1, 0, 0).applyQuaternion(this.stage.camera.quaternion);
    return {
      direction: directionOf(forward.toArray(), right.toArray(), dragX, dragY),
      speed: speedOf(Math.hypot(dragX, dragY)),
    };
  }

  private showAim(gesture: Gesture, thing: Thing, event: PointerEvent): void {
    const { direction, speed } = this.aim(gesture, event);
    const { camera, canvas } = this.stage;
    const start = thing.group.localToWorld(gesture.grip.clone());
    const height = 2 * Math.tan(THREE.MathUtils.degToRad(camera.fov / 2)) * start.distanceTo(camera.position);
    const length = Math.hypot(event.clientX - gesture.x, event.clientY - gesture.y);
    const pixel = height / canvas.clientHeight;
    this.arrow.show(start, new THREE.Vector3(...direction), Math.max(length, SHORT_ARROW), pixel);
    this.label.say("Push", `${speed.toFixed(1)} m/s`, event.clientX, event.clientY);
  }

  private hoverAt(event: PointerEvent): void {
    const now = performance.now();
    if (now - this.hoveredAt < HOVER_EVERY) return;
    this.hoveredAt = now;
    const hit = this.hitAt(event);
    const thing = hit && !isSurroundings(hit.thing) ? hit.thing : undefined;
    this.pointAt(thing, event.clientX, event.clientY);
  }

  private pointAt(thing: Thing | undefined, x: number, y: number): void {
    const marked = thing !== undefined && thing !== this.app.selected;
    if (marked || this.hover.lines.visible) this.stage.invalidate();
    this.hover.follow(marked ? thing.group : undefined, marked ? thing.box : undefined);
    this.label.show(marked ? thing.object : undefined, x, y);
    this.stage.canvas.style.cursor = thing === undefined ? "" : "pointer";
  }

  /** Where the streamed splats are hit, which belong to the one object that stands for them. */
  private streamedAt(place: { clientX: number; clientY: number }): Hit | undefined {
    const ray = this.stage.rayAt(place);
    const [distance, thing] = [this.stage.hitStreamed(ray), this.world.things[0]];
    if (distance === undefined || thing === undefined) return undefined;
    return { thing, distance, point: ray.at(distance, new THREE.Vector3()) };
  }

  private hitAt(place: { clientX: number; clientY: number }): Hit | undefined {
    return this.world.hit(this.stage.rayAt(place));
  }
}

function isMovable(thing: Thing): boolean {
  return thing.object.kind !== "static" && thing.object.mass > 0;
}

function isSurroundings(thing: Thing): boolean {
  return SURROUNDINGS.has(thing.object.category.toLowerCase());
}
