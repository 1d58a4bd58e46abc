import { describe, expect, it } from "vitest";
import { differences, movers } from "../src/time/compare";
import { Recording } from "../src/time/recording";
import { differenceText } from "../src/ui/compare-line";
import { fileName } from "../src/ui/recorder";
import { lengthText, sizeText } from "../src/ui/text";

const NONE = new Float32Array(0);

/** Two frames a second apart: objects at these heights, turned about y by these angles, hidden or not. */
function recording(names: string[], end: [height: number, turn: number, hidden?: boolean][]): Recording {
  const made = new Recording(names);
  for (const [time, share] of [
    [0, 0],
    [1, 1],
  ] as const) {
    const poses = Float32Array.from(
      end.flatMap(([y, turn]) => [
        0,
        y * share,
        0,
        0,
        Math.sin((turn * share) / 2),
        0,
        Math.cos((turn * share) / 2),
      ]),
    );
    const looks = Uint8Array.from(end.flatMap(([, , hidden]) => [0, 0, 0, hidden && share ? 1 : 0]));
    made.push(time, { poses, looks, nodes: NONE, agent: NONE });
  }
  return made;
}

describe("two futures", () => {
  const first = recording(
    ["mug", "crate", "plate", "lamp"],
    [
      [0.5, 0],
      [0, 1],
      [0.01, 0.01],
      [0, 0, true],
    ],
  );
  const second = recording(
    ["mug", "crate", "plate", "lamp", "mug 2"],
    [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ],
  );

  it("differ by what ended elsewhere, is turned, gone or new", () => {
    const found = differences(first, second, 1);
    expect(found.map(({ name }) => name)).toEqual(["lamp", "mug 2", "mug", "crate"]);
    expect(found.map(({ only }) => only)).toEqual(["second", "second", undefined, undefined]);
    expect(found[2]?.distance).toBeCloseTo(0.5, 6);
    expect(found[3]?.angle).toBeCloseTo(1, 5);
    expect(found.map(differenceText)).toEqual([
      "lamp is new",
      "mug 2 is new",
      "mug 50.0 cm",
      "crate turned 57°",
    ]);
  });

  it("are the same where they part, but for what one of them only has", () => {
    expect(differences(first, second, 0).map(({ name }) => name)).toEqual(["mug 2"]);
    expect(differences(second, first, 0).map(({ only }) => only)).toEqual(["first"]);
  });

  it("know what moves in them", () => {
    expect(movers(first)).toEqual(["mug", "crate", "lamp"]);
    expect(movers(second)).toEqual([]);
  });
});

it("says lengths in the unit one would", () => {
  expect(lengthText(0.1234)).toBe("12.3 cm");
  expect(lengthText(0.9999)).toBe("1.00 m");
  expect(sizeText([0.1, 0.12, 0.1])).toBe("10.0 × 12.0 × 10.0 cm");
  expect(sizeText([0.1, 2, 0.1])).toBe("0.10 × 2.00 × 0.10 m");
});

it("names a file by the scene and the moment, with nothing a file system minds", () => {
  expect(fileName("my room/../2", 1.5, "png")).toBe("my-room-2-1-50s.png");
  expect(fileName("??", 0, "webm")).toBe("scene-0-00s.webm");
});
