import { describe, expect, it } from "vitest";
import { meant, shotOf } from "../src/direct";
import type { SceneObject } from "../src/glb/scene";

describe("a sentence to the camera", () => {
  it.each([
    ["orbit the table", { kind: "orbit", what: "table" }],
    ["Circle around a red mug.", { kind: "orbit", what: "red mug" }],
    ["cut to the door", { kind: "cut", what: "door" }],
    ["show me the chair", { kind: "fly", what: "chair" }],
    ["wide shot", { kind: "wide" }],
    ["fly through my views", { kind: "through" }],
    ["stop orbiting", { kind: "stop" }],
  ])("%s", (sentence, shot) => {
    expect(shotOf(sentence)).toEqual(shot);
  });

  it.each(["push the table", "walk to the door", "look at the mug", "cut the rope", "stop"])(
    "%s is about the world",
    (sentence) => {
      expect(shotOf(sentence)).toBeUndefined();
    },
  );
});

describe("what is meant", () => {
  const thing = (name: string, category: string, attributes: string[] = []) =>
    ({ name, category, attributes }) as unknown as SceneObject;
  const objects = [thing("mug-2", "mug", ["red"]), thing("mug", "cup"), thing("t1", "side table")];

  it.each([
    ["mug", "mug"],
    ["red mug", "mug-2"],
    ["table", "t1"],
    ["mug 2", "mug-2"],
  ])("by %s", (what, name) => {
    expect(meant(what, objects)?.name).toBe(name);
  });

  it("is nothing that is not there", () => {
    expect(meant("door", objects)).toBeUndefined();
  });
});
