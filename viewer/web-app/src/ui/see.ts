/** What is shown over the scene, and how bright it is. */

import { OVERLAYS, type Overlay, TOUCHING } from "../view/overlays";
import { PASSES, type Pass } from "../view/passes";
import type { Quality } from "../view/quality";
import { el } from "./dom";
import { qualityRow } from "./quality-row";

/** [stops] */
const STOPS = 2;
/** [h] */
const FIRST_HOUR = 5;
const LAST_HOUR = 21;
const STEP_HOURS = 0.25;
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
  /** What pictures and films show. */
  pass(pass: Pass): void;
  /** The light of an hour of the day; undefined is the light it was made in. */
  light(hour: number | undefined): void;
  /** Brightness, 1 is as the scene was made. */
  expose(factor: number): void;
  readonly quality: Quality;
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
    const sun = sunSlider(actions);
    this.element.append(
      el("header", {}, el("h3", {}, "See")),
      el("div", { class: "choices" }, ...buttons, this.meshes),
      passSwitch(actions),
      ...sun,
      el("label", {}, "Exposure", slider, told),
      ...qualityRow(actions.quality),
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

const PASS_NAMES: Record<Pass, [string, string]> = {
  colour: ["Colour", "Everything as it looks"],
  depth: ["Depth", "How far away everything is; pictures and films show it, too"],
  objects: ["Objects", "Which object is where; pictures and films show it, too"],
};

function passSwitch({ pass }: SeeActions): HTMLElement {
  const group = el("div", { class: "segments", role: "group", "aria-label": "What pictures show" });
  const buttons = PASSES.map((each) => {
    const [title, hint] = PASS_NAMES[each];
    const pressed = String(each === "colour");
    const button = el("button", { type: "button", title: hint, "aria-pressed": pressed }, title);
    button.onclick = () => {
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      pass(each);
    };
    return button;
  });
  group.append(...buttons);
  return group;
}

/** A day from left to right; all the way to the left is the light the scene was made in. */
function sunSlider({ light }: SeeActions): HTMLElement[] {
  const slider = el("input", {
    type: "range",
    min: String(FIRST_HOUR - STEP_HOURS),
    max: String(LAST_HOUR),
    step: String(STEP_HOURS),
    value: String(FIRST_HOUR - STEP_HOURS),
    "aria-label": "Time of day",
  });
  const told = el("output", { class: "time faint" }, "as made");
  slider.oninput = () => {
    const hour = Number(slider.value);
    const made = hour < FIRST_HOUR;
    const minutes = String(Math.round((hour % 1) * 60)).padStart(2, "0");
    told.textContent = made ? "as made" : `${Math.floor(hour)}:${minutes}`;
    slider.setAttribute("aria-valuetext", told.textContent);
    light(made ? undefined : hour);
  };
  return [el("label", {}, "Sun", slider, told)];
}

function toggleButton(title: string, hint: string, act: () => boolean): HTMLButtonElement {
  const button = el("button", { type: "button", class: "chip", "aria-pressed": "false", title: hint }, title);
  button.onclick = () => button.setAttribute("aria-pressed", String(act()));
  return button;
}
