/** The keyboard, on one sheet. */

import { el, icon } from "./dom";

type Row = [string[], string];

const LOOK: Row[] = [
  [["drag"], "Look around"],
  [["scroll"], "Closer, farther"],
  [["double-click"], "Turn to a point"],
  [["W", "A", "S", "D"], "Walk; Shift runs, Space jumps"],
  [["1"], "Orbit"],
  [["2"], "Walk"],
  [["5"], "Fly; Q down, E up"],
  [["3"], "Follow the agent"],
  [["4"], "See through its eyes"],
  [["F"], "Frame the object, or everything"],
  [["M"], "Show triangle meshes"],
  [["Y"], "Colliders, contacts, forces, sun, depth"],
  [["B"], "Keep this view"],
  [["V"], "Views one kept"],
  [["T"], "Measure between two points"],
  [["P"], "Save a picture"],
  [["C"], "Film; again: save the film"],
  [["gamepad"], "Sticks walk and look; A selects, pushes"],
];
const TIME: Row[] = [
  [["Space"], "Play, pause; while walking K"],
  [["←", "→"], "One frame; Shift: ten"],
  [["R"], "Back to the start"],
  [["G"], "Show the other future as a ghost"],
];
const ACT: Row[] = [
  [["click"], "Select an object"],
  [["click again"], "Give it a gentle push"],
  [["drag it"], "Push along the arrow"],
  [["/"], "Type what to do"],
  [["Ctrl", "Z"], "Undo; with Shift: do it again"],
  [["E"], "Handles to move it"],
  [["X"], "Select splats: make them an object"],
  [["Ctrl", "D"], "Another one"],
  [["Del"], "Take it away"],
];

export class Help {
  readonly element = el("dialog", { class: "help glass", "aria-label": "Help" });

  constructor(live: boolean) {
    const close = el(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Close" },
      icon("close"),
    );
    close.onclick = () => this.element.close();
    this.element.append(
      el("header", {}, el("h2", {}, "How to use this"), close),
      el(
        "div",
        { class: "columns" },
        section("Look", LOOK),
        section("Time", TIME),
        live ? section("Act", ACT) : notLive(),
      ),
    );
    this.element.onclick = (event) => {
      if (event.target === this.element) this.element.close();
    };
  }

  toggle(): void {
    if (this.element.open) this.element.close();
    else this.element.showModal();
  }
}

function section(title: string, rows: Row[]): HTMLElement {
  const list = el("dl");
  for (const [keys, meaning] of rows) {
    list.append(el("dt", {}, ...keys.map((key) => el("kbd", {}, key))), el("dd", {}, meaning));
  }
  return el("section", {}, el("h3", {}, title), list);
}

function notLive(): HTMLElement {
  return el(
    "section",
    {},
    el("h3", {}, "Act"),
    el("p", {}, "This page is a recording. To push things and try other futures, open the scene with:"),
    el("code", {}, "spatialwm view scene.glb"),
  );
}
