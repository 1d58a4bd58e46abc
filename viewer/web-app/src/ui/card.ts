/** What is known of the object one points at. */

import type { SceneObject } from "../glb/scene";
import { el, icon } from "./dom";
import { countText, kindText, massText, nameText } from "./text";

export class ObjectCard {
  readonly element = el("aside", { class: "card glass", "aria-live": "polite", hidden: "" });

  constructor(private readonly actions: { frame(): void; close(): void }) {}

  show(object: SceneObject | undefined, hint: string): void {
    this.element.hidden = object === undefined;
    if (object === undefined) return;
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
    ["Splats", object.splats ? countText(object.splats.count) : ""],
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
    this.element.hidden = object === undefined;
    if (object === undefined) return;
    const mass = massText(object.mass);
    this.element.replaceChildren(
      el("strong", {}, nameText(object.name)),
      el("span", {}, [object.material, mass].filter(Boolean).join(" · ")),
    );
    this.element.style.translate = `${Math.min(x + 16, innerWidth - 180)}px ${Math.min(y + 18, innerHeight - 60)}px`;
  }
}
