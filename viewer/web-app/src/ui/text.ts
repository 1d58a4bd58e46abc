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

/** A length [m] to the millimetre or, from a metre on, the centimetre. */
export function lengthText(metres: number): string {
  return metres < 0.9995 ? `${(metres * 100).toFixed(1)} cm` : `${metres.toFixed(2)} m`;
}

/** Width, height and depth [m] in the unit that suits the largest. */
export function sizeText(edges: readonly number[]): string {
  const small = Math.max(...edges) < 0.9995;
  return `${edges.map((edge) => (small ? (edge * 100).toFixed(1) : edge.toFixed(2))).join(" × ")} ${small ? "cm" : "m"}`;
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
    case "open":
    case "close":
    case "remove":
      return `${action.action} ${nameText(action.object)}`;
    case "force":
      return `press ${nameText(action.object)}`;
    case "grasp":
      return `grab ${nameText(action.object)}`;
    case "spawn":
      return `add ${nameText(action.object)}`;
    case "paint":
      return `paint ${nameText(action.object)}`;
    case "place":
      return action.on
        ? `put it on ${nameText(action.on)}`
        : action.beside
          ? `put it by ${nameText(action.beside)}`
          : "put it down";
    case "move":
      return `walk ${Math.hypot(...action.displacement).toFixed(1)} m`;
    case "look":
      return lookText(action.yaw, action.pitch);
    case "crouch":
      return action.down ? "crouch" : "stand up";
    case "say":
      return `“${action.text}”`;
    case "release":
      return "let go";
    default:
      return action.action;
  }
}

/** How much of it: the strength of a push, the seconds of a force; empty where there is no more to say. */
export function amountText(action: ActionJson): string {
  switch (action.action) {
    case "push":
      return `${Math.hypot(...action.impulse).toFixed(1)} N s`;
    case "force":
      return `${Math.hypot(...action.force).toFixed(0)} N`;
    case "throw":
      return `${Math.hypot(...action.velocity).toFixed(1)} m/s`;
    case "gravity":
      return `${Math.hypot(...action.acceleration).toFixed(2)} m/s²`;
    case "wind":
      return `${Math.hypot(...action.velocity).toFixed(1)} m/s`;
    default:
      return "";
  }
}

function lookText(yaw: number, pitch: number): string {
  const degrees = (angle: number) => `${Math.round(Math.abs((angle * 180) / Math.PI))}°`;
  if (Math.abs(yaw) >= Math.abs(pitch)) return `turn ${yaw < 0 ? "right" : "left"} ${degrees(yaw)}`;
  return `look ${pitch < 0 ? "down" : "up"} ${degrees(pitch)}`;
}
