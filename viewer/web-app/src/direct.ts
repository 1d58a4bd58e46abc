/** Sentences to the camera: "orbit the table", "cut to the door". What they say, and about which object. Pure. */

import type { SceneObject } from "./glb/scene";

export type Shot =
  | { readonly kind: "orbit" | "cut" | "fly"; readonly what: string }
  | { readonly kind: "wide" }
  | { readonly kind: "through" }
  | { readonly kind: "stop" };

const THE = "(?:the |a |an )?";
const GRAMMAR: readonly (readonly [RegExp, (what: string) => Shot])[] = [
  [/^(?:stop|hold)(?: orbiting| circling| the camera)$/, () => ({ kind: "stop" })],
  [/^(?:wide shot|show everything|zoom out)$/, () => ({ kind: "wide" })],
  [/^fly through (?:the |my )?(?:kept )?views$/, () => ({ kind: "through" })],
  [new RegExp(`^(?:orbit|circle)(?: around)? ${THE}(.+)$`), (what) => ({ kind: "orbit", what })],
  [new RegExp(`^cut to ${THE}(.+)$`), (what) => ({ kind: "cut", what })],
  [
    new RegExp(`^(?:fly to|frame|zoom in on|show me|close-up of) ${THE}(.+)$`),
    (what) => ({ kind: "fly", what }),
  ],
];

/** What a sentence tells the camera to do; undefined where it is about the world. */
export function shotOf(sentence: string): Shot | undefined {
  const plain = sentence
    .trim()
    .toLowerCase()
    .replace(/[.!]+$/, "")
    .replaceAll(/\s+/g, " ");
  for (const [pattern, shot] of GRAMMAR) {
    const found = pattern.exec(plain);
    if (found) return shot(found[1] ?? "");
  }
  return undefined;
}

/** The object that is meant: by its name, else by what it is, else by a word of either. */
export function meant(what: string, objects: readonly SceneObject[]): SceneObject | undefined {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[_-]+/g, " ");
  return (
    objects.find(({ name }) => plain(name) === what) ??
    objects.find(({ category }) => plain(category) === what) ??
    objects.find(({ name, category, attributes }) => {
      const words = new Set(
        [plain(name), plain(category), ...attributes.map(plain)].flatMap((text) => text.split(" ")),
      );
      return what.split(" ").every((word) => words.has(word));
    })
  );
}

/** A shot in words, for who is about to ask for it. */
export function shotText(shot: Shot): string {
  switch (shot.kind) {
    case "orbit":
      return `Camera: around the ${shot.what}`;
    case "cut":
      return `Camera: cut to the ${shot.what}`;
    case "fly":
      return `Camera: fly to the ${shot.what}`;
    case "wide":
      return "Camera: everything";
    case "through":
      return "Camera: through the views one kept";
    case "stop":
      return "Camera: hold";
  }
}
