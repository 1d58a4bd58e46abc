import { describe, expect, it } from "vitest";
import { Reader, type Spoken } from "../src/local/spoken";

const SPOKEN: Spoken = {
  nouns: { mug: "mug", "chair 1": "chair_1", "chair 2": "chair_2" },
  pushes: {
    mug: { left: [-1, 0, 0], right: [1, 0, 0], forward: [0, 0, -1], back: [0, 0, 1] },
    chair_1: { left: [-4, 0, 0], right: [4, 0, 0], forward: [0, 0, -4], back: [0, 0, 4] },
  },
  aimed: { mug: { off: { from: "side_table", impulse: [0, 0, 0.5], point: [0, 0.8, 0] } } },
  manners: { push: { "": 1, gently: 0.5, hard: 2 }, kick: { "": 2 } },
  world: { "turn off gravity": [0, 0, 0] },
};

const still = () => new Reader(SPOKEN, () => false);
const push = (object: string, impulse: number[], point: number[] | null = null) => ({
  actions: [{ action: "push", object, impulse, point }],
});

describe("sentences in a page by itself", () => {
  it("reads a push, however it is asked for", () => {
    for (const sentence of [
      "push the mug left",
      "Please push the mug to the left.",
      "could you push mug leftwards",
    ])
      expect(still().read(sentence)).toEqual(push("mug", [-1, 0, 0]));
    expect(still().read("push chair 1 back gently")).toEqual(push("chair_1", [0, 0, 2]));
    expect(still().read("gently push the mug right")).toEqual(push("mug", [0.5, 0, 0]));
    expect(still().read("kick the mug forward")).toEqual(push("mug", [0, 0, -2]));
  });

  it("knows what it is, and what it was pushed off", () => {
    const reader = still();
    expect(reader.read("push it left")).toHaveProperty("problem");
    expect(reader.read("push the mug off the side table")).toEqual(push("mug", [0, 0, 0.5], [0, 0.8, 0]));
    expect(reader.read("push it left")).toEqual(push("mug", [-1, 0, 0]));
    expect(reader.read("push the mug off the sofa")).toHaveProperty("problem");
    expect(reader.read("knock over the mug")).toHaveProperty("problem");
    expect(reader.read("turn off gravity")).toEqual({
      actions: [{ action: "gravity", acceleration: [0, 0, 0] }],
    });
  });

  it("does not aim at what has moved, nor guess which is meant", () => {
    const moved = new Reader(SPOKEN, () => true).read("push the mug off the side table");
    expect(moved).toMatchObject({ problem: expect.stringContaining("not where it was") });
    expect(still().read("push the chair left")).toMatchObject({ candidates: ["chair 1", "chair 2"] });
    expect(still().read("push the lamp left")).toMatchObject({ candidates: ["mug", "chair 1", "chair 2"] });
    expect(still().read("constructor")).toHaveProperty("problem");
    expect(still().read("push constructor left")).toHaveProperty("problem");
    expect(still().read("constructor the mug left")).toHaveProperty("problem");
    expect(still().read("jump")).toMatchObject({ problem: expect.stringContaining("spatialwm view") });
  });
});
