/** What is known of the object one points at. */

import { LONGEST_NOTE } from "../edit";
import type { SceneObject } from "../glb/scene";
import type { Because, Cause } from "../protocol";
import { el, icon, iconButton } from "./dom";
import { actionText, countText, kindText, massText, nameText, sizeText, timeText } from "./text";

/** The card's width and some room beside it [px]. */
const CLEARANCE = 360;

export interface CardActions {
  frame(): void;
  close(): void;
  why(name: string): void;
  move(): void;
  copy(): void;
  remove(): void;
  note(text: string): void;
}

/** What there is to say and do about an object. */
export interface CardFacts {
  /** How it came about. */
  readonly origin: string;
  /** Of the box around it [m]. */
  readonly size: readonly number[];
  readonly hint: string;
  readonly asks: boolean;
  readonly can: { readonly copy: boolean; readonly move: boolean; readonly remove: boolean };
  readonly notes: readonly string[];
}

export class ObjectCard {
  readonly element = el("aside", { class: "card glass", "aria-live": "polite", hidden: "" });

  private readonly answer = el("ol", { class: "causes" });

  constructor(private readonly actions: CardActions) {}

  /** `x` is where the object is on the page [px]: the card keeps to the other side. */
  show(object: SceneObject | undefined, known: CardFacts, x: number): void {
    this.element.hidden = object === undefined;
    if (object === undefined) return;
    const { size, origin, hint, asks, can, notes } = known;
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
      facts(object, size, origin),
      hint ? el("p", { class: "hint" }, hint) : "",
      el("footer", {}, frame, asks ? this.whyButton(object) : undefined, this.edits(can)),
      this.notes(notes, can.remove),
      this.answer,
    );
  }

  /** Whether a note is being written, which showing anything else would lose. */
  get busy(): boolean {
    const { activeElement } = document;
    return (
      activeElement instanceof HTMLInputElement &&
      activeElement.value !== "" &&
      this.element.contains(activeElement)
    );
  }

  private edits(can: CardFacts["can"]): HTMLElement {
    const offered: [boolean, Parameters<typeof iconButton>, () => void][] = [
      [can.move, ["move", "Move it", "E"], () => this.actions.move()],
      [can.copy, ["copy", "Another one", "Ctrl-D"], () => this.actions.copy()],
      [can.remove, ["bin", "Take it away", "Del"], () => this.actions.remove()],
    ];
    const row = el("span", { class: "edits" });
    for (const [possible, looks, act] of offered) {
      if (!possible) continue;
      const button = iconButton(...looks);
      button.onclick = act;
      row.append(button);
    }
    return row;
  }

  private notes(notes: readonly string[], canWrite: boolean): HTMLElement {
    const list = el("ul", { class: "notes" }, ...notes.map((text) => el("li", {}, text)));
    if (!canWrite) return list;
    const input = el("input", {
      type: "text",
      placeholder: "Add a note",
      "aria-label": "Note",
      maxlength: String(LONGEST_NOTE),
      autocomplete: "off",
    });
    const form = el("form", {}, input);
    form.onsubmit = (event) => {
      event.preventDefault();
      const text = input.value;
      input.value = "";
      this.actions.note(text);
    };
    list.append(el("li", {}, form));
    return list;
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

function facts(object: SceneObject, size: readonly number[], origin: string): HTMLElement {
  const rows: [string, string][] = [
    ["Category", [...object.attributes, nameText(object.category)].join(" ")],
    ["Size", size.every(Number.isFinite) ? sizeText(size) : ""],
    ["Material", object.material],
    ["Mass", massText(object.mass)],
    ["Body", kindText(object)],
    ["From", origin],
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
