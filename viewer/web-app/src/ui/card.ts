/** What is known of the object one points at. */

import type { SceneObject } from "../glb/scene";
import type { Because, Cause } from "../protocol";
import { el, icon } from "./dom";
import { actionText, countText, kindText, massText, nameText, sizeText, timeText } from "./text";

/** The card's width and some room beside it [px]. */
const CLEARANCE = 360;

export class ObjectCard {
  readonly element = el("aside", { class: "card glass", "aria-live": "polite", hidden: "" });

  private readonly answer = el("ol", { class: "causes" });

  constructor(private readonly actions: { frame(): void; close(): void; why(name: string): void }) {}

  /** `size` is that of the box around it [m]; `x` is where the object is on the page [px]: the card keeps to the other side. */
  show(
    object: SceneObject | undefined,
    size: readonly number[],
    hint: string,
    asks: boolean,
    x: number,
  ): void {
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
    this.answer.replaceChildren();
    this.element.replaceChildren(
      el("header", {}, el("h2", {}, nameText(object.name)), close),
      facts(object, size),
      hint ? el("p", { class: "hint" }, hint) : "",
      el("footer", {}, frame, asks ? this.whyButton(object) : undefined),
      this.answer,
    );
  }

  /** Lists what led to where the object is; each line goes to its moment. */
  explain({ chain, prevented }: Because, seek: (time: number) => void): void {
    this.answer.replaceChildren(
      ...chain.map((link) => {
        const go = el(
          "button",
          { type: "button" },
          el("span", { class: "time" }, timeText(link.time)),
          causeText(link),
        );
        go.onclick = () => seek(link.time);
        return el("li", {}, go);
      }),
    );
    if (prevented === true)
      this.answer.append(el("li", { class: "faint" }, "Without the first, none of this happens."));
  }

  private whyButton(object: SceneObject): HTMLElement {
    const why = el("button", { type: "button", class: "text-button" }, icon("why"), "Why?");
    why.title = "What led to where it is now";
    why.onclick = () => this.actions.why(object.name);
    return why;
  }
}

/** One link of a chain as a sentence. */
function causeText({ cause, effect, impulse, action }: Cause): string {
  const strength = impulse > 0 ? ` · ${impulse < 10 ? impulse.toFixed(2) : impulse.toFixed(0)} N s` : "";
  if (action) return `${actionText(action)}${action.action === "push" ? strength : ""}`;
  if (cause === "gravity") return `${nameText(effect)} fell by itself`;
  return `${nameText(cause)} hit ${nameText(effect)}${strength}`;
}

function facts(object: SceneObject, size: readonly number[]): HTMLElement {
  const rows: [string, string][] = [
    ["Category", [...object.attributes, nameText(object.category)].join(" ")],
    ["Size", size.every(Number.isFinite) ? sizeText(size) : ""],
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
