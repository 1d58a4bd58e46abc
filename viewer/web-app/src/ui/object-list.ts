/** All objects by name: reachable by keyboard, and a table of contents of the scene. */

import type { SceneObject } from "../glb/scene";
import { el } from "./dom";
import { massText, nameText } from "./text";

export class ObjectList {
  readonly element = el("nav", { class: "object-list glass", "aria-label": "Objects", hidden: "" });
  private readonly search = el("input", {
    type: "search",
    placeholder: "Search",
    "aria-label": "Search objects",
    autocomplete: "off",
  });
  private readonly lists = el("div");
  private readonly buttons = new Map<string, HTMLButtonElement>();

  constructor(
    objects: readonly SceneObject[],
    private readonly pick: (name: string) => void,
  ) {
    this.search.oninput = () => this.filter();
    this.element.append(this.search, this.lists);
    this.list(objects);
  }

  /** Lists these objects. */
  list(objects: readonly SceneObject[]): void {
    this.buttons.clear();
    this.lists.replaceChildren();
    const movable = objects.filter((object) => object.kind !== "static");
    const fixed = objects.filter((object) => object.kind === "static");
    for (const [title, group] of [["Movable", movable] as const, ["Fixed", fixed] as const]) {
      if (group.length === 0) continue;
      const list = el("ul");
      for (const object of group) list.append(el("li", {}, this.button(object)));
      this.lists.append(el("section", {}, el("h3", {}, title), list));
    }
    this.filter();
  }

  select(name: string | undefined): void {
    for (const [each, button] of this.buttons) button.setAttribute("aria-pressed", String(each === name));
  }

  /** Shows what has all the words one searches for in its name, category, material or attributes. */
  private filter(): void {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const [, button] of this.buttons) {
      const text = button.dataset.text ?? "";
      const item = button.parentElement;
      if (item) item.hidden = !words.every((word) => text.includes(word));
    }
    for (const section of this.lists.children)
      (section as HTMLElement).hidden = section.querySelector("li:not([hidden])") === null;
  }

  toggle(): boolean {
    this.element.hidden = !this.element.hidden;
    return !this.element.hidden;
  }

  private button(object: SceneObject): HTMLButtonElement {
    const button = el(
      "button",
      { type: "button", "aria-pressed": "false" },
      el("span", {}, nameText(object.name)),
      el("span", { class: "faint" }, massText(object.mass)),
    );
    button.dataset.text = [nameText(object.name), object.category, object.material, ...object.attributes]
      .join(" ")
      .toLowerCase();
    button.onclick = () => this.pick(object.name);
    this.buttons.set(object.name, button);
    return button;
  }
}
