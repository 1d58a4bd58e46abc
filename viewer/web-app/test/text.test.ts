import { expect, test } from "vitest";
import { actionText, countText, massText, nameText, timeText } from "../src/ui/text";

test("masses, times and counts read as people write them", () => {
  expect([0, 0.318, 5.52, 29.15].map(massText)).toEqual(["", "318 g", "5.5 kg", "29 kg"]);
  expect([0, 3, 59.999, 61.5].map(timeText)).toEqual(["0:00.00", "0:03.00", "1:00.00", "1:01.50"]);
  expect([7, 5292, 151_789, 2.4e6].map(countText)).toEqual(["7", "5.3k", "152k", "2.4M"]);
});

test("names and actions are words", () => {
  expect(nameText("coffee_mug-2")).toBe("coffee mug 2");
  expect(actionText({ action: "grasp", object: "mug-2" })).toBe("grab mug 2");
  expect(actionText({ action: "move", displacement: [3, 0, 4], speed: 1 })).toBe("walk 5.0 m");
});
