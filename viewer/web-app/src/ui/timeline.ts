/** Play, step and scrub, with a mark for every action. */

import type { Player } from "../time/player";
import { ActionLog } from "./action-log";
import { el, icon, iconButton } from "./dom";
import { Marks, type OtherFuture } from "./marks";
import { timeText } from "./text";

export interface TimelineActions {
  toggle(): void;
  seek(time: number): void;
  step(by: number): void;
  reset(): void;
  undo(): void;
  redo(): void;
  fork(): void;
}

/** Between two texts of the slider for those who hear it [ms]. */
const SPOKEN = 1000;
const SPEEDS = [1, 0.5, 0.25, 2];

export class Timeline {
  readonly element: HTMLElement;
  private readonly play = iconButton("play", "Play", "Space");
  private readonly slider = el("input", {
    type: "range",
    min: "0",
    max: "1000",
    step: "1",
    "aria-label": "Time",
  });
  readonly marks = new Marks();
  private readonly log = new ActionLog();
  /** A timer is not read out at every change, as an output would be. */
  private readonly now = el("span", { class: "time", role: "timer" });
  private readonly clock = document.createTextNode("");
  private readonly end = el("span", { class: "time faint" });
  private readonly speed = el("button", { type: "button", class: "text-button speed", title: "Speed" }, "1×");
  readonly undo = iconButton("undo", "Undo", "Ctrl-Z");
  readonly redo = iconButton("redo", "Do it again", "Ctrl-Shift-Z");
  /** Shown while a past moment is: the next thing one does happens there. */
  readonly fork = el(
    "button",
    {
      type: "button",
      class: "text-button fork",
      title: "What you do next happens at this moment",
      "aria-label": "From here",
      hidden: "",
    },
    icon("fork"),
    el("span", {}, "From here"),
  );
  private readonly causes = el("div", { class: "marks causes-track", "aria-hidden": "true" });
  private shown = { mode: "", end: -1, empty: false, text: "", share: -1, spoken: 0 };

  constructor(
    private readonly player: Player,
    actions: TimelineActions,
  ) {
    const previous = iconButton("previous", "Step back", "←");
    const next = iconButton("next", "Step forward", "→");
    const reset = iconButton("reset", "Back to the start", "R");
    this.play.classList.add("primary");
    this.now.append(this.clock);
    this.play.onclick = () => actions.toggle();
    previous.onclick = () => actions.step(-1);
    next.onclick = () => actions.step(1);
    reset.onclick = () => actions.reset();
    this.undo.onclick = () => actions.undo();
    this.redo.onclick = () => actions.redo();
    this.fork.onclick = () => actions.fork();
    this.speed.onclick = () => this.nextSpeed();
    this.slider.oninput = () => {
      const { start, end } = player.recording;
      actions.seek(start + (Number(this.slider.value) / 1000) * (end - start));
    };
    this.element = el(
      "div",
      { class: "timeline", role: "group", "aria-label": "Timeline" },
      el("div", { class: "buttons" }, previous, this.play, next),
      this.now,
      el("div", { class: "track" }, this.marks.element, this.causes, this.slider),
      this.end,
      this.fork,
      this.speed,
      this.undo,
      this.redo,
      reset,
      this.log.element,
    );
  }

  /** Brings the display up to date; cheap when nothing changed. */
  update(): void {
    const { recording, time, mode } = this.player;
    const { shown } = this;
    const { actions, start, end } = recording;
    const span = end - start;
    const empty = span <= 0;
    if (empty !== shown.empty) this.element.classList.toggle("empty", empty);
    const text = timeText(time);
    if (text !== shown.text) this.clock.data = text;
    const share = empty ? 0 : Math.round(((time - start) / span) * 1000);
    if (share !== shown.share) this.showShare(share);
    if (mode !== shown.mode) this.showMode(mode);
    if (end !== shown.end) this.end.textContent = timeText(end);
    this.marks.update(actions, start, end);
    this.log.update(actions);
    const spoken = this.speak(time, mode === "paused");
    this.shown = { mode, end, empty, text, share, spoken };
  }

  private showShare(share: number): void {
    this.slider.value = String(share);
    this.slider.style.setProperty("--share", `${share / 10}%`);
  }

  /** What is read out of the slider, at most so often: while it plays nobody could listen to every frame. */
  private speak(time: number, paused: boolean): number {
    const now = performance.now();
    if (!paused && now - this.shown.spoken < SPOKEN) return this.shown.spoken;
    const told = `${time.toFixed(2)} seconds`;
    if (this.slider.getAttribute("aria-valuetext") !== told) this.slider.setAttribute("aria-valuetext", told);
    return now;
  }

  private showMode(mode: string): void {
    const moving = mode !== "paused";
    this.play.replaceChildren(icon(moving ? "pause" : "play"));
    this.play.setAttribute("aria-label", moving ? "Pause" : "Play");
    this.element.classList.toggle("live", mode === "live");
  }

  /** Marks where another future parted and what was done in it. */
  showOther(other: OtherFuture | undefined): void {
    this.marks.showOther(other);
  }

  /** Marks moments of a chain of causes [s of the recording], joined by a line. */
  showCauses(moments: readonly { time: number; text: string }[]): void {
    const { start, end } = this.player.recording;
    const share = (time: number) => `${Math.min(Math.max((time - start) / (end - start || 1), 0), 1) * 100}%`;
    const [first, last] = [moments[0], moments.at(-1)];
    this.causes.replaceChildren();
    if (first === undefined || last === undefined) return;
    const line = el("b");
    line.style.left = share(first.time);
    line.style.right = `calc(100% - ${share(last.time)})`;
    const dots = moments.map(({ time, text }) => {
      const dot = el("i", { title: `${timeText(time)}  ${text}` });
      dot.style.left = share(time);
      return dot;
    });
    this.causes.append(line, ...dots);
  }

  private nextSpeed(): void {
    const k = SPEEDS.indexOf(this.player.speed);
    this.player.speed = SPEEDS[(k + 1) % SPEEDS.length] ?? 1;
    this.speed.textContent = `${this.player.speed}×`;
  }
}
