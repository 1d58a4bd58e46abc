/** One short line that says what happened. */

import { el } from "./dom";

/** How long a line stays [ms]: about the reading time of a sentence of 15 words. */
const STAY = 5000;

export class Toasts {
  readonly element = el("div", { class: "toasts", role: "status", "aria-live": "polite" });
  private timer = 0;

  say(text: string, kind: "plain" | "problem" = "plain", ...more: HTMLElement[]): void {
    this.element.replaceChildren(el("div", { class: `toast glass ${kind}` }, el("p", {}, text), ...more));
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.element.replaceChildren(), STAY);
  }
}
