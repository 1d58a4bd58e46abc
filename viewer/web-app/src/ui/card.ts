/** What is known of the object one points at. */

import type { SceneObject } from "../glb/scene";
import { el, icon } from "./dom";
import { countText, kindText, massText, nameText } from "./text";

/** The card's width and some room beside it [px]. */
const CLEARANCE = 360;

export class ObjectCard {
  readonly element = el("aside", { class: "card glass", "aria-live": "polite", hidden: "" });

  constructor(private readonly actions: { frame(): void; close(): void }) {}

  /** `x` is where the object is on the page [px]: the card keeps to the other side. */
  show(object: SceneObject | undefined, hint: string, x: number): void {
    this.element.hidden = object === undefined;
    if (object === undefined) return;
    this.element.classList.toggle("left", x > innerWidth - CLEARANCE);
    const close = el(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Close" },
      icon("close"),
    );
    close.onclick = () => this.actions.close();
    const frame = el("button", { type: "button", class: "text-button" }, icon("frame"), "Look at it");
    frame.onclick = () => this.actions.frame();
    this.element.replaceChildren(
      el("header", {}, el("h2", {}, nameText(object.name)), close),
      facts(object),
      hint ? el("p", { class: "hint" }, hint) : "",
      el("footer", {}, frame),
    );
  }
}

function facts(object: SceneObject): HTMLElement {
  const rows: [string, string][] = [
    ["Category", [...object.attributes, nameText(object.category)].join(" ")],
    ["Material", object.material],
    ["Mass", massText(object.mass)],
    ["Body", kindText(object)],
    ["Drawn as", object.splats ? `${countText(object.splats.count)} splats` : ""],
  ];
  const list = el("dl");
  for (const [name, value] of rows) {
    if (value.trim()) list.append(el("dt", {}, name), el("dd", {}, value));
  }
  return list;
}

/** The name that follows the pointer. */
export class HoverLabel {
  readonly element = el("div", { class: "hover-label glass", "aria-hidden": "true", hidden: "" });

  show(object: SceneObject | undefined, x: number, y: number): void {
    if (object === undefined) this.element.hidden = true;
    else
      this.say(
        nameText(object.name),
        [object.material, massText(object.mass)].filter(Boolean).join(" · "),
        x,
        y,
      );
  }

  say(title: string, detail: string, x: number, y: number): void {
    this.element.hidden = false;
    this.element.replaceChildren(el("strong", {}, title), el("span", {}, detail));
    this.element.style.translate = `${Math.min(x + 16, innerWidth - 180)}px ${Math.min(y + 18, innerHeight - 60)}px`;
  }
}
