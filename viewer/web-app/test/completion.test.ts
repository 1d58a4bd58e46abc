import { expect, test } from "vitest";
import { completionOf } from "../src/ui/completion";

const NAMES = ["red mug", "reed basket", "table", "chair 1", "chair 2", "cushion"];

test("a verb that has been begun is ended", () => {
  expect(completionOf("kno", NAMES)).toBe("ck over the");
  expect(completionOf("push the mug, then orb", NAMES)).toBe("it the");
  expect(completionOf("pu", NAMES)).toBe("");
});

test("a name that has been begun is ended, as far as it is clear which", () => {
  expect(completionOf("push the ta", NAMES)).toBe("ble");
  expect(completionOf("push the red", NAMES)).toBe(" mug");
  expect(completionOf("push the red m", NAMES)).toBe("ug");
  expect(completionOf("push the re", NAMES)).toBe("");
  expect(completionOf("push the ch", NAMES)).toBe("air ");
  expect(completionOf("orbit the cu", NAMES)).toBe("shion");
});

test("what is whole, or unknown, is left alone", () => {
  for (const text of ["", "push the table", "push the table ", "push the xylophone", "t"])
    expect(completionOf(text, NAMES)).toBe("");
});
