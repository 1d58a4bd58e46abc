/** What is shown over the scene, and how bright it is. */

import { OVERLAYS, type Overlay, TOUCHING } from "../view/overlays";
import { el } from "./dom";

/** [stops] */
const STOPS = 2;
const NAMES: Record<Overlay, [string, string]> = {
  colliders: ["Colliders", "What things touch with"],
  speeds: ["Speeds", "Where each thing would be in a quarter of a second"],
  pushes: ["Pushes", "What pushed, and how hard"],
  contacts: ["Contacts", "Where things touch, and their normals"],
  forces: ["Forces", "What presses on each thing; four times the force is twice as long"],
};

export interface SeeActions {
  toggle(overlay: Overlay): boolean;
  meshes(): boolean;
  /** Whether the engine can be asked what touches. */
  readonly asks: boolean;
  /** Brightness, 1 is as the scene was made. */
  expose(factor: number): void;
}

export class See {
  private readonly meshes: HTMLButtonElement;
  readonly element = el("nav", { class: "selecting see glass", "aria-label": "See", hidden: "" });

  constructor(actions: SeeActions) {
    const buttons = OVERLAYS.filter((each) => actions.asks || !TOUCHING.has(each)).map((overlay) => {
      const [title, hint] = NAMES[overlay];
      return toggleButton(title, hint, () => actions.toggle(overlay));
    });
    this.meshes = toggleButton("Meshes", "Triangles in the place of splats", () => actions.meshes());
    const slider = el("input", {
      type: "range",
      min: String(-STOPS),
      max: String(STOPS),
      step: "0.25",
      value: "0",
      "aria-label": "Exposure",
    });
    const told = el("output", { class: "time faint" }, "0");
    slider.oninput = () => {
      told.textContent = slider.value;
      actions.expose(2 ** Number(slider.value));
    };
    this.element.append(
      el("header", {}, el("h3", {}, "See")),
      el("div", { class: "choices" }, ...buttons, this.meshes),
      el("label", {}, "Exposure", slider, told),
    );
  }

  showMeshes(shown: boolean): void {
    this.meshes.setAttribute("aria-pressed", String(shown));
  }

  toggle(): boolean {
    this.element.hidden = !this.element.hidden;
    return !this.element.hidden;
  }
}

function toggleButton(title: string, hint: string, act: () => boolean): HTMLButtonElement {
  const button = el("button", { type: "button", class: "chip", "aria-pressed": "false", title: hint }, title);
  button.onclick = () => button.setAttribute("aria-pressed", String(act()));
  return button;
}
