import { expect, it } from "vitest";
import { LONGEST_NOTE, nameFor, noteOn, notesOn } from "../src/edit";
import { linkText, newRoom, readLink } from "../src/link/link";

it("gives a copy the first free number", () => {
  expect(nameFor("mug", ["mug"])).toBe("mug 2");
  expect(nameFor("mug 2", ["mug", "mug 2", "mug 4"])).toBe("mug 3");
});

it("finds the notes on a thing in the log, and only those", () => {
  const log = [
    noteOn("mug", " chipped "),
    noteOn("mug 2", "new"),
    { action: "say", text: "mug" } as const,
  ].map((action) => ({ time: 0, action }));
  expect(notesOn("mug", log)).toEqual(["chipped"]);
  expect(notesOn("mug 2", log)).toEqual(["new"]);
  const long = noteOn("mug", "x".repeat(1000));
  expect(long.action === "say" && long.text.length).toBe("Note on mug: ".length + LONGEST_NOTE);
});

it("names rooms so that nobody guesses them, and reads them back", () => {
  const rooms = new Set(Array.from({ length: 100 }, newRoom));
  expect(rooms.size).toBe(100);
  for (const room of rooms) expect(readLink(`#${linkText({ room, time: 1 })}`)).toEqual({ room, time: 1 });
  expect(readLink("#room=short")).toEqual({});
  expect(readLink("#room=0123456789abcdef%2F..")).toEqual({});
});
