/** A stick for the thumb, on screens one touches. */

import { el } from "./dom";

/** How far the thumb goes [px]. */
const REACH = 44;

export class Joystick {
  readonly element = el("div", { class: "joystick glass", "aria-hidden": "true" });
  private readonly knob = el("i");
  private finger: number | undefined;

  /** `drive` hears parts of full speed, right and ahead. */
  constructor(private readonly drive: (across: number, along: number) => void) {
    this.element.append(this.knob);
    this.element.onpointerdown = (event) => {
      this.finger = event.pointerId;
      this.element.setPointerCapture(event.pointerId);
      this.lead(event);
    };
    this.element.onpointermove = (event) => this.lead(event);
    this.element.onpointerup = (event) => this.letGo(event);
    this.element.onpointercancel = (event) => this.letGo(event);
  }

  private lead(event: PointerEvent): void {
    if (event.pointerId !== this.finger) return;
    const { left, top, width, height } = this.element.getBoundingClientRect();
    const [x, y] = [event.clientX - left - width / 2, event.clientY - top - height / 2];
    const share = Math.min(REACH / Math.max(Math.hypot(x, y), 1e-6), 1);
    this.show(x * share, y * share);
    this.drive((x * share) / REACH, (-y * share) / REACH);
  }

  private letGo(event: PointerEvent): void {
    if (event.pointerId !== this.finger) return;
    this.finger = undefined;
    this.show(0, 0);
    this.drive(0, 0);
  }

  private show(x: number, y: number): void {
    this.knob.style.translate = `${x}px ${y}px`;
  }
}
