/** Edits as actions: what one changes by hand is in the log like everything else, so it can be undone. Pure. */

import type { TimedAction, Vec3 } from "./glb/scene";
import type { ActionJson } from "./protocol";

/** As long as actions allow [characters]. */
export const LONGEST_NOTE = 400;

/** A name like another's that nothing has yet: `mug`, then `mug 2`, `mug 3`. */
export function nameFor(like: string, taken: readonly string[]): string {
  const base = like.replace(/ \d+$/, "");
  let k = 2;
  while (taken.includes(`${base} ${k}`)) k++;
  return `${base} ${k}`;
}

/** Taken out, and put back elsewhere: upright as the file has it, and at rest. */
export function moved(name: string, at: Vec3): ActionJson[] {
  return [
    { action: "remove", object: name },
    { action: "spawn", object: name, at, like: name, words: null },
  ];
}

const NOTE = (name: string) => `Note on ${name}: `;

export function noteOn(name: string, text: string): ActionJson {
  return { action: "say", text: NOTE(name) + text.trim().slice(0, LONGEST_NOTE) };
}

/** What was noted on an object, the first note first. */
export function notesOn(name: string, log: readonly TimedAction[]): string[] {
  return log.flatMap(({ action }) =>
    action.action === "say" && action.text.startsWith(NOTE(name))
      ? [action.text.slice(NOTE(name).length)]
      : [],
  );
}
