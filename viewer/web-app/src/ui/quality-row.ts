/** How many splats are drawn at most: a slider, and whether the page decides. */

import { LEAST, type Quality } from "../view/quality";
import { el } from "./dom";
import { countText } from "./text";

/** Positions of the slider, which is logarithmic. */
const POSITIONS = 100;

export function qualityRow(quality: Quality): HTMLElement[] {
  if (!quality.choice) return [];
  const [low, high] = [Math.log(LEAST), Math.log(quality.most)];
  const slider = el("input", {
    type: "range",
    min: "0",
    max: String(POSITIONS),
    "aria-label": "Splats at most",
  });
  const told = el("output", { class: "time faint" });
  const auto = el(
    "button",
    { type: "button", class: "chip", title: "Fewer splats and pixels where pictures take too long" },
    "Auto",
  );
  const show = () => {
    const { budget, most } = quality;
    slider.value = String(Math.round(((Math.log(budget) - low) / (high - low)) * POSITIONS));
    told.textContent = budget >= most ? "all" : countText(budget);
    slider.setAttribute("aria-valuetext", `${told.textContent} splats`);
    auto.setAttribute("aria-pressed", String(quality.auto));
  };
  slider.oninput = () => {
    const share = Number(slider.value) / POSITIONS;
    quality.fix(share >= 1 ? quality.most : Math.exp(low + share * (high - low)));
  };
  auto.onclick = () => (quality.auto ? quality.fix(quality.budget) : quality.free());
  quality.onChange = show;
  show();
  return [el("label", {}, "Splats", slider, told, auto)];
}
