import { describe, expect, it } from "vitest";
import { Reader, type Spoken } from "../src/local/spoken";

const SPOKEN: Spoken = {
  throws: { mug: { left: [-3, 2, 0], right: [3, 2, 0], forward: [0, 2, -3], back: [0, 2, 3] } },
  throw_manners: { throw: { "": 1, hard: 1.5 }, toss: { "": 0.5 } },
  hinged: { cabinet: ["cabinet_door_1", "cabinet_door_2"], "cabinet door 1": ["cabinet_door_1"] },
  parts: { halfway: 0.5, "a bit": 0.2 },
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
  steps: [{ actions: [[0, { action: "push", object, impulse, point }]], seconds: 1 / 60, rests: true }],
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
    expect(reader.read("turn off gravity")).toMatchObject({
      steps: [{ actions: [[0, { action: "gravity", acceleration: [0, 0, 0] }]] }],
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

  it("does several things one after the other, and says them shortly", () => {
    const done = (sentence: string) => {
      const read = still().read(sentence);
      return "steps" in read ? read.steps.flatMap(({ actions }) => actions) : read.problem;
    };
    expect(done("push the mug left, then kick it back")).toEqual([
      [0, { action: "push", object: "mug", impulse: [-1, 0, 0], point: null }],
      [0, { action: "push", object: "mug", impulse: [0, 0, 2], point: null }],
    ]);
    expect(done("push the mug and chair 1 right")).toEqual([
      [0, { action: "push", object: "mug", impulse: [1, 0, 0], point: null }],
      [0, { action: "push", object: "chair_1", impulse: [4, 0, 0], point: null }],
    ]);
    expect(done("push the mug left and then right")).toEqual(done("push the mug left; push the mug right"));
    expect(done("push the mug left twice")).toEqual(done("push the mug left. Push it left."));
    expect(still().read("wait two seconds, then push the mug left")).toMatchObject({
      steps: [{ actions: [[0, { action: "wait" }]], seconds: 2, rests: false }, { rests: true }],
    });
    expect(done("push the mug left, then dance")).toEqual(expect.stringContaining("not understood"));
  });

  it("opens, closes and throws", () => {
    expect(still().read("open the cabinet halfway and then close it")).toMatchObject({
      steps: [
        {
          actions: [
            [0, { action: "open", object: "cabinet_door_1", fraction: 0.5 }],
            [181 / 60, { action: "open", object: "cabinet_door_2", fraction: 0.5 }],
          ],
          seconds: 362 / 60,
        },
        {
          actions: [
            [0, { action: "close" }],
            [181 / 60, { action: "close", object: "cabinet_door_2" }],
          ],
        },
      ],
    });
    expect(still().read("shut cabinet door 1")).toMatchObject({
      steps: [{ actions: [[0, { action: "close", object: "cabinet_door_1" }]] }],
    });
    expect(still().read("throw the mug forward hard")).toMatchObject({
      steps: [
        {
          actions: [
            [0, { action: "grasp", object: "mug" }],
            [expect.closeTo(31 / 60), { action: "throw", velocity: [0, 3, -4.5] }],
          ],
        },
      ],
    });
    expect(still().read("throw chair 1 left")).toHaveProperty("problem");
    expect(still().read("open the mug")).toMatchObject({ candidates: ["cabinet", "cabinet door 1"] });
  });

  it("looks ahead without remembering", () => {
    const reader = still();
    reader.read("push the mug left");
    reader.preview("push chair 1 left");
    expect(reader.read("push it right")).toEqual(push("mug", [1, 0, 0]));
  });
});
