import { describe, expect, it } from "vitest";
import { readTouches, TOUCH, TouchLog } from "../src/live/touches";
import { TOUCHES } from "../src/protocol";
import { forcesOf } from "../src/view/touch-marks";

/** As `state_frames.pack_touches` writes it: one place in the first frame, none in the second. */
function packed(first: number, row: readonly number[]): ArrayBuffer {
  const bytes = new ArrayBuffer(16 + 8 + 4 * TOUCH);
  const head = new DataView(bytes);
  head.setUint32(0, TOUCHES, true);
  head.setInt32(4, first, true);
  head.setUint32(8, 2, true);
  head.setFloat32(12, 1 / 60, true);
  head.setUint32(16, 1, true);
  row.forEach((value, k) => {
    head.setFloat32(24 + 4 * k, value, true);
  });
  return bytes;
}

const CARRIED = [0, 1, 0.5, 0, 0.25, 0, 1, 0, 0, 0.4, 0];

describe("what touches", () => {
  it("is read as the server packs it", () => {
    const { first, seconds, frames } = readTouches(packed(-3, CARRIED));
    expect([first, frames.length, frames[1]?.length]).toEqual([-3, 2, 0]);
    expect(seconds).toBeCloseTo(1 / 60);
    expect([...(frames[0] ?? [])].map((value) => Number(value.toFixed(3)))).toEqual(CARRIED);
    expect(() => readTouches(new ArrayBuffer(16))).toThrow("no contacts");
  });

  it("is asked for once, and forgotten where it may come otherwise", () => {
    const asked: number[] = [];
    const log = new TouchLog(
      (frame) => asked.push(frame),
      () => {},
    );
    for (let k = 0; k < 5; k++) expect(log.at(4)).toBeUndefined();
    expect(asked).toEqual([4]);
    log.hear(readTouches(packed(4, CARRIED)));
    expect(log.at(4)?.length).toBe(TOUCH);
    log.forget(4);
    expect(log.at(4)?.length).toBe(TOUCH);
    expect(log.at(5)).toBeUndefined();
  });

  it("is drawn on what can move, four times the force twice as long", () => {
    const rows = Float32Array.from(CARRIED);
    const [up] = forcesOf(rows, 1 / 60, (k) => k === 1);
    const [down] = forcesOf(rows, 1 / 60, (k) => k === 0);
    const [weaker] = forcesOf(rows, 4 / 60, () => true);
    expect(up?.way.y).toBeCloseTo(0.06 * Math.sqrt(24));
    expect(down?.way.y).toBeCloseTo(-0.06 * Math.sqrt(24));
    expect(weaker?.way.y).toBeCloseTo((up?.way.y ?? 0) / 2);
    expect(up?.from.toArray()).toEqual([0.5, 0, 0.25]);
  });
});
