import { describe, expect, it } from "vitest";
import { Bookmarks, readBookmarks } from "../src/link/bookmarks";
import { linkText, readLink } from "../src/link/link";
import { pastDeadZone } from "../src/view/gamepad";

const VIEW = { mode: "walk", position: [1.25, 1.6, -3], target: [0, 0.5, 0.00012] } as const;

describe("a link", () => {
  it("says what one saw, to a tenth of a millimetre", () => {
    const link = { view: { ...VIEW, position: [...VIEW.position], target: [...VIEW.target] }, time: 1.23456 };
    const read = readLink(`#${linkText(link as never)}`);
    expect(read.view).toEqual({ mode: "walk", position: [1.25, 1.6, -3], target: [0, 0.5, 0.0001] });
    expect(read.time).toBe(1.2346);
  });

  it.each([
    "#view=orbit,1,2,3,4,5",
    "#view=orbit,1,2,3,4,5,6,7",
    "#view=swim,1,2,3,4,5,6",
    "#view=orbit,1,2,3,4,5,NaN",
    "#view=orbit,1,2,3,4,5,1e9",
    "#view=orbit,1,2,3,,5,6",
    "#view=orbit,1,2,3,1,2,3",
    "#t=soon",
    "#t=",
    "#%%%&view",
    "",
  ])("that makes no sense leads nowhere: %s", (text) => {
    expect(readLink(text)).toEqual({});
  });
});

describe("bookmarks", () => {
  it("come back from the browser's store under names of their own", () => {
    const kept = new Map<string, string>();
    const store = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    const view = readLink("#view=orbit,1,2,3,4,5,6&t=2");
    const first = new Bookmarks("room", store);
    first.add(view);
    const second = first.add(view);
    first.remove(first.all[0] as never);
    first.add(view);
    expect(new Bookmarks("room", store).all.map(({ name }) => name)).toEqual([second.name, "View 3"]);
    expect(new Bookmarks("room", store).all[0]?.link).toEqual(view);
    expect(new Bookmarks("kitchen", store).all).toEqual([]);
  });

  it.each(["", "{", "7", "[[1, 2]]", '[["a"]]', '[["a", "#t=1"]]', "[null]"])(
    "leave out what is none: %s",
    (text) => {
      expect(readBookmarks(text)).toEqual([]);
    },
  );
});

describe("a stick", () => {
  it("rests within its dead zone and reaches full speed at its end", () => {
    expect(pastDeadZone(0.14)).toBe(0);
    expect(pastDeadZone(-0.15)).toBe(0);
    expect(pastDeadZone(1)).toBe(1);
    expect(pastDeadZone(-1.01)).toBe(-1);
    expect(pastDeadZone(0.575)).toBeCloseTo(0.5);
  });
});
