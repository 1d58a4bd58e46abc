/** What was done, one line each, for those who hear the page: it is read out as it grows. */

import type { TimedAction } from "../glb/scene";
import { el } from "./dom";
import { actionText, timeText } from "./text";

/** Older lines are dropped: nobody goes back so far. */
const MOST = 100;

export class ActionLog {
  readonly element = el("ol", { class: "for-ears", role: "log", "aria-label": "What was done" });
  private told = 0;
  private last: TimedAction | undefined;

  /** Adds what is new; begins anew where something was taken back. */
  update(actions: readonly TimedAction[]): void {
    if (actions.length === this.told && actions.at(-1) === this.last) return;
    if (this.told > 0 && actions[this.told - 1] !== this.last) {
      this.told = 0;
      this.element.replaceChildren();
    }
    for (const { time, action } of actions.slice(Math.max(this.told, actions.length - MOST)))
      this.element.append(el("li", {}, `${actionText(action)} at ${timeText(time)}`));
    while (this.element.childElementCount > MOST) this.element.firstElementChild?.remove();
    this.told = actions.length;
    this.last = actions.at(-1);
  }
}
