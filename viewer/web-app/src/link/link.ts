/** What one saw, as the text after # in the page's address. Pure; a link comes from anywhere, so it is checked. */

import type { Vec3 } from "../glb/scene";
import type { Mode } from "../view/navigation";

export interface Viewpoint {
  readonly mode: Mode;
  /** The eye [m]. */
  readonly position: Vec3;
  /** What it looks at, and orbits around [m]. */
  readonly target: Vec3;
}

export interface Link {
  readonly view?: Viewpoint;
  /** Moment of the recording [s]. */
  readonly time?: number;
  /** The session one shares with whoever follows the link. */
  readonly room?: string;
}

const MODES: readonly string[] = ["orbit", "walk", "follow", "eyes", "fly"] satisfies Mode[];
/** As far as actions reach [m]: nothing of a scene is farther. */
const FARTHEST = 10_000;
/** Tenths of a millimetre: no picture shows less. */
const DIGITS = 4;
/** As the server has it. */
const ROOM = /^[A-Za-z0-9_-]{16,64}$/;

export function linkText({ view, time, room }: Link): string {
  const parts: string[] = [];
  if (view) parts.push(`view=${[view.mode, ...[...view.position, ...view.target].map(short)].join(",")}`);
  if (time !== undefined) parts.push(`t=${short(time)}`);
  if (room !== undefined) parts.push(`room=${room}`);
  return parts.join("&");
}

/** What a link says; a part that makes no sense is as if it were not there. */
export function readLink(text: string): Link {
  const parts = new URLSearchParams(text.replace(/^#/, ""));
  const view = viewOf(parts.get("view") ?? "");
  const time = numberOf(parts.get("t") ?? "");
  const room = ROOM.exec(parts.get("room") ?? "")?.[0];
  return { ...(room && { room }), ...(view && { view }), ...(time !== undefined && { time }) };
}

/** A name for a session that nobody guesses: 120 random bits. */
export function newRoom(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(15)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

function viewOf(text: string): Viewpoint | undefined {
  const [mode = "", ...rest] = text.split(",");
  const [px, py, pz, tx, ty, tz, ...more] = rest.map(numberOf);
  if (!MODES.includes(mode) || more.length > 0) return undefined;
  if (px === undefined || py === undefined || pz === undefined) return undefined;
  if (tx === undefined || ty === undefined || tz === undefined) return undefined;
  if (Math.hypot(px - tx, py - ty, pz - tz) < 1e-3) return undefined; // looks nowhere
  return { mode: mode as Mode, position: [px, py, pz], target: [tx, ty, tz] };
}

function numberOf(text: string): number | undefined {
  const value = Number(text);
  return text.trim() !== "" && Number.isFinite(value) && Math.abs(value) <= FARTHEST ? value : undefined;
}

function short(value: number): string {
  return String(Number(value.toFixed(DIGITS)));
}
