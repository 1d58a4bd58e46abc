/** One line on two futures: which things ended elsewhere. */

import type { Difference } from "../time/compare";
import { el, icon, iconButton } from "./dom";
import { lengthText, nameText, timeText } from "./text";

/** As many as fit a line; the rest is counted. */
const MOST = 4;
/** A turn that is worth a word [rad]. */
const TURNED = Math.PI / 6;

export class CompareLine {
  readonly element = el("div", { class: "compare", role: "status", hidden: "" });
  private readonly ghost = el("button", {
    type: "button",
    class: "text-button",
    title: "The first future  (G)",
  });
  private readonly close = iconButton("close", "Keep only this future");

  constructor(private readonly actions: { toggle(): void; close(): void; select(name: string): void }) {
    this.ghost.append(icon("ghost"), "Ghost");
    this.ghost.onclick = () => actions.toggle();
    this.close.onclick = () => actions.close();
    this.showGhost(true);
  }

  /** The second future is being computed. */
  begin(from: number): void {
    this.fill(el("p", {}, `Another future from ${timeText(from)}; the first one is the ghost.`));
  }

  tell(from: number, time: number, found: readonly Difference[]): void {
    const chips = found.slice(0, MOST).map((difference) => {
      const chip = el("button", { type: "button", class: "chip" }, differenceText(difference));
      chip.onclick = () => this.actions.select(difference.name);
      return chip;
    });
    const more = found.length > MOST ? el("span", { class: "faint" }, `and ${found.length - MOST} more`) : "";
    const title =
      found.length > 0
        ? `Two futures from ${timeText(from)}. Elsewhere at ${timeText(time)}:`
        : `Two futures from ${timeText(from)}. At ${timeText(time)} everything is in the same place.`;
    this.fill(el("p", {}, title), ...chips, more);
  }

  showGhost(shown: boolean): void {
    this.ghost.setAttribute("aria-pressed", String(shown));
  }

  hide(): void {
    this.element.hidden = true;
  }

  private fill(...parts: (HTMLElement | string)[]): void {
    this.element.replaceChildren(el("div", {}, ...parts), this.ghost, this.close);
    this.element.hidden = false;
  }
}

export function differenceText({ name, distance, angle, only }: Difference): string {
  const thing = nameText(name);
  if (only === "first") return `${thing} is gone`;
  if (only === "second") return `${thing} is new`;
  const turned = angle > TURNED ? `turned ${Math.round((angle * 180) / Math.PI)}°` : "";
  if (distance < 0.02) return `${thing} ${turned || "turned a little"}`;
  return [`${thing} ${lengthText(distance)}`, turned].filter(Boolean).join(", ");
}
