/** A sentence in, an action out: what it would do is shown while one types. */

import type { SceneObject } from "../glb/scene";
import { MAX_SENTENCE, type Previewed } from "../protocol";
import { completionOf } from "./completion";
import { el, icon } from "./dom";
import { actionText, amountText, nameText } from "./text";

/** How long typing must rest before the engine is asked what a sentence would do [ms]. */
const REST = 350;
/** Shorter sentences are not asked about. */
const SHORTEST = 4;

export class CommandBar {
  readonly element: HTMLElement;
  readonly input = el("input", {
    type: "text",
    name: "sentence",
    maxlength: String(MAX_SENTENCE),
    autocomplete: "off",
    spellcheck: "false",
    enterkeyhint: "send",
    "aria-label": "Say what to do",
    "aria-describedby": "preview",
    "aria-autocomplete": "inline",
  });
  /** What Tab would add to the sentence. */
  private readonly ghost = el("span", { class: "ghost", "aria-hidden": "true" });
  private names: readonly string[] = [];
  private readonly preview = el("div", { class: "preview", id: "preview", role: "status", hidden: "" });
  private readonly history: string[] = [];
  private recalled = 0;
  private timer = 0;

  constructor(private readonly actions: { say(sentence: string): void; preview(sentence: string): void }) {
    const form = el(
      "form",
      { class: "command-bar", role: "search", "aria-label": "Command" },
      el("span", { class: "prompt", "aria-hidden": "true" }, "›"),
      el("div", { class: "sentence" }, this.input, this.ghost),
      el("kbd", { "aria-hidden": "true" }, "/"),
      el("button", { type: "submit", class: "icon-button", "aria-label": "Do it" }, icon("send")),
    );
    form.onsubmit = (event) => {
      event.preventDefault();
      this.submit();
    };
    this.input.onkeydown = (event) => this.key(event);
    this.input.oninput = () => this.typed();
    this.element = el("div", {}, this.preview, form);
  }

  /** An example that fits the scene, and what may be named. */
  suggest(objects: readonly SceneObject[]): void {
    this.input.placeholder = suggestion(objects);
    this.names = objects.map(({ name }) => nameText(name));
  }

  /** Lists what a sentence would do, or says why it would not; an answer to an older sentence is dropped. */
  showPreview({ sentence, actions, problem, candidates }: Previewed): void {
    if (sentence !== this.input.value.trim()) return;
    if (problem) this.showProblem(problem, candidates);
    else {
      const steps = actions
        .filter(([, action]) => action.action !== "wait")
        .map(([, action]) =>
          el("li", {}, actionText(action), el("span", { class: "faint" }, amountText(action))),
        );
      this.preview.replaceChildren(
        steps.length > 0 ? el("ol", {}, ...steps) : el("p", { class: "faint" }, "Nothing to do"),
      );
      this.preview.hidden = false;
    }
  }

  /** Says what the camera would do. */
  showCamera(text: string): void {
    this.preview.replaceChildren(el("p", { class: "faint" }, text));
    this.preview.hidden = false;
  }

  /** After a refusal: the last sentence again, to be mended. False when nothing was said. */
  giveBack(problem: string, candidates: readonly string[]): boolean {
    const said = this.history.at(-1);
    if (said === undefined || this.input.value) return false;
    this.input.value = said;
    this.input.focus();
    this.showProblem(problem, candidates);
    return true;
  }

  private showProblem(problem: string, candidates: readonly string[]): void {
    const meant = /'([^']+)'/.exec(problem)?.[1] ?? "";
    const chips = candidates.map((name) => {
      const chip = el("button", { type: "button", class: "chip" }, nameText(name));
      chip.onclick = () => this.mend(meant, nameText(name));
      return chip;
    });
    this.preview.replaceChildren(
      el("p", { class: "problem" }, problem),
      chips.length > 0 ? el("div", { class: "chips" }, ...chips) : "",
    );
    this.preview.hidden = false;
  }

  /** Says `name` where `meant` was said. */
  private mend(meant: string, name: string): void {
    const at = this.input.value.toLowerCase().indexOf(meant.toLowerCase());
    if (meant && at >= 0)
      this.input.value = this.input.value.slice(0, at) + name + this.input.value.slice(at + meant.length);
    else this.input.value = `${this.input.value.trim()} ${name}`;
    this.input.focus();
    this.typed();
  }

  private typed(): void {
    const { value } = this.input;
    const rest = completionOf(value, this.names);
    this.ghost.replaceChildren(el("span", {}, value), rest);
    clearTimeout(this.timer);
    this.preview.hidden = true;
    const sentence = this.input.value.trim();
    if (sentence.length < SHORTEST) return;
    this.timer = window.setTimeout(() => this.actions.preview(sentence), REST);
  }

  private submit(): void {
    const sentence = this.input.value.trim();
    if (!sentence) return;
    this.history.push(sentence);
    this.recalled = this.history.length;
    this.input.value = "";
    this.typed();
    this.actions.say(sentence);
  }

  private key(event: KeyboardEvent): void {
    event.stopPropagation(); // letters typed here are not shortcuts
    if (event.key === "Escape") this.input.blur();
    const rest = completionOf(this.input.value, this.names);
    const atEnd = this.input.selectionStart === this.input.value.length;
    if (rest && atEnd && !event.shiftKey && (event.key === "Tab" || event.key === "ArrowRight")) {
      event.preventDefault();
      this.input.value += rest;
      this.typed();
      return;
    }
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (by === 0 || this.history.length === 0) return;
    event.preventDefault();
    this.recalled = Math.min(Math.max(this.recalled + by, 0), this.history.length);
    this.input.value = this.history[this.recalled] ?? "";
    this.typed();
  }
}

function suggestion(objects: readonly SceneObject[]): string {
  const movable = objects.filter((object) => object.kind === "dynamic");
  const light = [...movable].sort((a, b) => a.mass - b.mass)[0];
  return light ? `push the ${nameText(light.category || light.name)}` : "Nothing in this scene can move";
}
