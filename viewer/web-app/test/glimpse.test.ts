import { expect, test } from "vitest";
import { decodeGlimpse } from "../src/glimpse/decode";
import { draw, viewFrom } from "../src/glimpse/draw";
import { fitted } from "../src/view/fov";

/** Balls of 5 cm before a black background, as the server sends them. */
function glimpseOf(balls: readonly { at: number[]; color: number[]; opacity: number }[]): ArrayBuffer {
  const count = balls.length;
  const data = new ArrayBuffer(64 + 26 * count);
  const view = new DataView(data);
  [0x31475753, count].forEach((value, k) => {
    view.setUint32(4 * k, value, true);
  });
  [0, 0, 2, 0, 0, -1, 0.8, 1, 0, 0, 0, Math.log(0.05), 0].forEach((value, k) => {
    view.setFloat32(8 + 4 * k, value, true);
  });
  balls.forEach(({ at, color, opacity }, k) => {
    new Float32Array(data, 64 + 12 * k, 3).set(at);
    new Float32Array(data, 64 + 12 * count + 4 * k, 1)[0] = opacity;
    new Int8Array(data, 64 + 19 * count + 4 * k, 4).set([0, 0, 0, 127]);
    new Uint8Array(data, 64 + 23 * count + 3 * k, 3).set(color);
  });
  return data;
}

const SIZE = { width: 64, height: 64 };
const VIEW = viewFrom([0, 0, 2], [0, 0, -1], 0.8, SIZE);

function pictureOf(balls: Parameters<typeof glimpseOf>[0]): (x: number, y: number) => number[] {
  const glimpse = decodeGlimpse(glimpseOf(balls));
  if (glimpse === undefined) throw new Error("no glimpse");
  const pixels = draw(glimpse, VIEW);
  return (x, y) => [...pixels.subarray(4 * (y * 64 + x), 4 * (y * 64 + x) + 3)];
}

test("a ball is where it is: right is right, and up is up", () => {
  const at = pictureOf([{ at: [0.4, 0.2, 0], color: [255, 0, 0], opacity: 0.9 }]);
  const focal = 32 / Math.tan(0.4);
  const [x, y] = [Math.floor(32 + (focal * 0.4) / 2), Math.floor(32 - (focal * 0.2) / 2)];
  expect(at(x, y)[0]).toBeGreaterThan(200);
  expect(at(64 - x, y)).toEqual([0, 0, 0]);
  expect(at(x, 64 - y)).toEqual([0, 0, 0]);
});

test("the nearer one covers the farther one, whichever comes first", () => {
  const near = { at: [0, 0, 0.5], color: [0, 255, 0], opacity: 0.99 };
  const far = { at: [0, 0, -0.5], color: [255, 0, 0], opacity: 0.99 };
  for (const balls of [
    [near, far],
    [far, near],
  ]) {
    const [red = 0, green = 0] = pictureOf(balls)(32, 32);
    expect(green).toBeGreaterThan(200);
    expect(red).toBeLessThan(20);
  }
});

test("what is behind the eye is not drawn", () => {
  expect(pictureOf([{ at: [0, 0, 2.5], color: [255, 255, 255], opacity: 1 }])(32, 32)).toEqual([0, 0, 0]);
});

test("what is no glimpse is none", () => {
  const whole = glimpseOf([{ at: [0, 0, 0], color: [1, 2, 3], opacity: 1 }]);
  expect(decodeGlimpse(whole)?.count).toBe(1);
  expect(decodeGlimpse(whole.slice(0, -1))).toBeUndefined();
  expect(decodeGlimpse(new ArrayBuffer(10))).toBeUndefined();
  new DataView(whole).setUint32(0, 7, true);
  expect(decodeGlimpse(whole)).toBeUndefined();
});

test("a narrow window sees more above and below, within reason", () => {
  expect(fitted(0.8, 1.5, 2)).toBeCloseTo(0.8);
  expect(fitted(0.8, 1.5, 1)).toBeCloseTo(2 * Math.atan(Math.tan(0.4) * 1.5));
  expect(fitted(0.8, 1.5, 0.1)).toBeCloseTo(2 * Math.atan(Math.tan(0.4) * 1.6));
});
