/** How things are said. Pure functions. */

import type { SceneObject } from "../glb/scene";
import type { ActionJson } from "../protocol";

export function massText(kilograms: number): string {
  if (kilograms <= 0) return "";
  if (kilograms < 1) return `${Math.round(kilograms * 1000)} g`;
  return `${kilograms < 10 ? kilograms.toFixed(1) : Math.round(kilograms)} kg`;
}

export function timeText(seconds: number): string {
  const hundredths = Math.round(seconds * 100);
  const minutes = Math.floor(hundredths / 6000);
  const rest = ((hundredths % 6000) / 100).toFixed(2).padStart(5, "0");
  return `${minutes}:${rest}`;
}

export function countText(count: number): string {
  if (count < 1000) return String(count);
  return count < 1e6 ? `${(count / 1000).toFixed(count < 1e4 ? 1 : 0)}k` : `${(count / 1e6).toFixed(1)}M`;
}

/** `mug-2` reads better as `mug 2`. */
export function nameText(name: string): string {
  return name.replaceAll(/[_-]+/g, " ");
}

const KINDS: Record<string, string> = {
  static: "fixed",
  dynamic: "movable",
  articulated: "on a joint",
  soft: "soft",
};

export function kindText(object: SceneObject): string {
  return KINDS[object.kind] ?? object.kind;
}

export function actionText(action: ActionJson): string {
  switch (action.action) {
    case "push":
      return `push ${nameText(action.object)}`;
    case "grasp":
      return `grasp ${nameText(action.object)}`;
    case "move":
      return `walk ${Math.hypot(...action.displacement).toFixed(1)} m`;
    case "look":
      return "look around";
    default:
      return action.action;
  }
}
