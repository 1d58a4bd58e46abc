/** Views to come back to: the file's cameras, and those one kept. */

import type { Camera } from "../glb/scene";
import type { Bookmark, Bookmarks } from "../link/bookmarks";
import { el, icon } from "./dom";
import { nameText, timeText } from "./text";

export interface ViewsActions {
  go(bookmark: Bookmark): void;
  goToCamera(camera: Camera): void;
  keep(): void;
  copyLink(): void;
  through(): void;
  invite: (() => void) | undefined;
}

export class Views {
  readonly element = el("nav", { class: "object-list views glass", "aria-label": "Views", hidden: "" });
  private readonly kept = el("ul");

  constructor(
    cameras: readonly Camera[],
    private readonly bookmarks: Bookmarks,
    private readonly actions: ViewsActions,
  ) {
    const keep = el("button", { type: "button", class: "text-button" }, icon("bookmark"), "Keep this view");
    const copy = el("button", { type: "button", class: "text-button" }, icon("link"), "Copy a link to it");
    keep.onclick = () => actions.keep();
    copy.onclick = () => actions.copyLink();
    const through = el("button", { type: "button", class: "text-button" }, icon("film"), "Fly through them");
    through.onclick = () => actions.through();
    const { invite } = actions;
    const together = el(
      "button",
      { type: "button", class: "text-button" },
      icon("people"),
      "Copy an invitation",
    );
    together.title = "Who opens it sees and does the same things in this session";
    together.onclick = () => invite?.();
    const list = el("ul");
    cameras.forEach((camera, k) => {
      const go = row(camera.name ? nameText(camera.name) : `Camera ${k + 1}`);
      go.onclick = () => actions.goToCamera(camera);
      list.append(el("li", {}, go));
    });
    this.element.append(
      el("h3", {}, "Views"),
      list,
      this.kept,
      el("footer", {}, keep, through, copy, invite && together),
    );
    this.list();
  }

  toggle(): boolean {
    this.element.hidden = !this.element.hidden;
    return !this.element.hidden;
  }

  list(): void {
    this.kept.replaceChildren(
      ...this.bookmarks.all.map((bookmark) => {
        const { name, link } = bookmark;
        const go = row(name, link.time === undefined ? "" : timeText(link.time));
        go.onclick = () => this.actions.go(bookmark);
        const drop = el(
          "button",
          { type: "button", class: "icon-button", "aria-label": `Forget ${name}` },
          icon("close"),
        );
        drop.onclick = () => {
          this.bookmarks.remove(bookmark);
          this.list();
        };
        return el("li", {}, go, drop);
      }),
    );
  }
}

function row(name: string, detail = ""): HTMLButtonElement {
  return el("button", { type: "button" }, el("span", {}, name), el("span", { class: "faint" }, detail));
}
