/**
 * Marks of what was done, under the playhead. Each is placed once, in seconds; while time goes on only the strip that
 * holds them is stretched, so a long history costs no more per frame than a short one.
 */

import type { Doubt } from "../glb/rollout";
import type { TimedAction } from "../glb/scene";
import { el } from "./dom";
import { actionText, timeText } from "./text";

/** Length of the strip on which marks are placed [s]. */
const STRIP = 60;

export interface OtherFuture {
  readonly from: number;
  readonly actions: readonly TimedAction[];
}

export class Marks {
  readonly element = el("div", { class: "marks clipped", "aria-hidden": "true" });
  private readonly strip = el("div", { class: "strip" });
  private readonly others = el("div", { class: "strip" });
  private readonly doubts = el("div", { class: "strip" });
  /** What each mark stands for, in order. */
  private readonly shown: TimedAction[] = [];
  private start = Number.NaN;
  private span = Number.NaN;

  constructor() {
    this.element.append(this.doubts, this.others, this.strip);
  }

  /** Adds what is new, drops what was taken back, and stretches the strip to the recording. */
  update(actions: readonly TimedAction[], start: number, end: number): void {
    const last = this.shown.at(-1);
    const kept = this.shown.length <= actions.length && last === actions[this.shown.length - 1];
    if (!kept) {
      this.shown.length = 0;
      this.strip.replaceChildren();
    }
    for (const action of actions.slice(this.shown.length)) {
      this.shown.push(action);
      this.strip.append(markOf(action, ""));
    }
    const span = end - start;
    if (start === this.start && span === this.span) return;
    [this.start, this.span] = [start, span];
    this.element.hidden = span <= 0;
    for (const { style } of [this.strip, this.others, this.doubts]) {
      style.left = `${(-start / span) * 100}%`;
      style.width = `${(STRIP / span) * 100}%`;
    }
  }

  /** Marks when something happens that cannot. */
  showDoubts(doubts: readonly Doubt[]): void {
    this.doubts.replaceChildren(
      ...doubts.map(({ begin, end, what }) => {
        const band = placed(el("s", { title: `${timeText(begin)}  not to be believed: ${what}` }), begin);
        band.style.width = `${(Math.max(end - begin, 1 / 60) / STRIP) * 100}%`;
        return band;
      }),
    );
  }

  /** Marks where another future parted and what was done in it. */
  showOther(other: OtherFuture | undefined): void {
    const parting = other ? [placed(el("u"), other.from)] : [];
    this.others.replaceChildren(...parting, ...(other?.actions ?? []).map((each) => markOf(each, "other")));
  }
}

function markOf({ time, action }: TimedAction, kind: string): HTMLElement {
  return placed(el("i", { class: kind, title: `${timeText(time)}  ${actionText(action)}` }), time);
}

function placed(mark: HTMLElement, time: number): HTMLElement {
  mark.style.left = `${(time / STRIP) * 100}%`;
  return mark;
}
