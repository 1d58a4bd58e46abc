/** A sentence in, an action out. */

import { MAX_SENTENCE } from "../protocol";
import { el, icon } from "./dom";

export class CommandBar {
  readonly element: HTMLFormElement;
  readonly input = el("input", {
    type: "text",
    name: "sentence",
    maxlength: String(MAX_SENTENCE),
    autocomplete: "off",
    spellcheck: "false",
    enterkeyhint: "send",
    "aria-label": "Say what to do",
  });
  private readonly history: string[] = [];
  private recalled = 0;

  constructor(say: (sentence: string) => void) {
    this.element = el(
      "form",
      { class: "command-bar", role: "search", "aria-label": "Command" },
      el("span", { class: "prompt", "aria-hidden": "true" }, "›"),
      this.input,
      el("kbd", { "aria-hidden": "true" }, "/"),
      el("button", { type: "submit", class: "icon-button", "aria-label": "Do it" }, icon("send")),
    );
    this.element.onsubmit = (event) => {
      event.preventDefault();
      const sentence = this.input.value.trim();
      if (!sentence) return;
      this.history.push(sentence);
      this.recalled = this.history.length;
      this.input.value = "";
      say(sentence);
    };
    this.input.onkeydown = (event) => this.key(event);
  }

  /** An example that fits the scene. */
  suggest(sentence: string): void {
    this.input.placeholder = sentence;
  }

  private key(event: KeyboardEvent): void {
    event.stopPropagation(); // letters typed here are not shortcuts
    if (event.key === "Escape") this.input.blur();
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (by === 0 || this.history.length === 0) return;
    event.preventDefault();
    this.recalled = Math.min(Math.max(this.recalled + by, 0), this.history.length);
    this.input.value = this.history[this.recalled] ?? "";
  }
}
