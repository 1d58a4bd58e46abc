import loadMujoco from "@mujoco/mujoco";
import { beforeEach, describe, expect, it } from "vitest";
import { Engine } from "../src/local/engine";
import { LocalRun } from "../src/local/run";

/** A ball on the floor, and a door that opens to 1.9 rad; z up. */
const MODEL = `<mujoco>
  <compiler angle="radian"/>
  <option timestep="0.0016666666666666668" integrator="implicitfast"/>
  <worldbody>
    <geom type="plane" size="9 9 1"/>
    <body name="ball" pos="0 0 0.1"><freejoint/><geom size="0.1" mass="0.5"/></body>
    <body name="door" pos="3 0 1">
      <joint name="door" type="hinge" axis="0 0 1" range="-1.9 0" limited="true" damping="0.1"/>
      <geom type="box" size="0.3 0.02 0.5" pos="0.3 0 0" mass="4"/>
    </body>
  </worldbody>
</mujoco>`;
const mujoco = await (loadMujoco as () => Promise<unknown>)();

let engine: Engine;
let run: LocalRun;
const place = (k: number) => [...engine.poses32().subarray(7 * k, 7 * k + 3)];
const finish = () => {
  while (run.frame < run.end) run.step();
};
const push = (x: number) => [0, { action: "push", object: "ball", impulse: [x, 0, 0], point: null }] as const;

beforeEach(() => {
  engine = Engine.of(mujoco, {
    model: MODEL,
    names: ["ball", "door"],
    bodies: ["ball", "door"],
    friction: { sliding: 44.4, hit: 20, at_once: 594, stop_at_most: 1.1 },
    poses: [0, 0.1, 0, 0, 0, 0, 1, 3, 1, 0, 0, 0, 0, 1],
    spoken: {
      nouns: {},
      pushes: {},
      aimed: {},
      manners: {},
      world: {},
      throws: {},
      throw_manners: {},
      hinged: {},
      parts: {},
    },
  });
  run = new LocalRun(engine);
});

describe("the engine in the page", () => {
  it("takes back to the bit, and does again to the bit", () => {
    run.schedule([push(0.3)], 1.2);
    finish();
    const one = engine.hash();
    run.schedule([push(-0.6)], 1);
    finish();
    const two = engine.hash();
    expect(two).not.toBe(one);
    expect(run.undo()).toBe(true);
    finish();
    expect([engine.hash(), run.frame, run.log.length]).toEqual([one, 72, 1]);
    expect(run.redo()).toBe(true);
    finish();
    expect(engine.hash()).toBe(two);
    run.undo();
    run.undo();
    expect([run.frame, run.canUndo, run.undo()]).toEqual([0, false, false]);
    expect(place(0)).toEqual([expect.closeTo(0), expect.closeTo(0.1, 6), expect.closeTo(0)]);
  });

  it("goes on from a past moment as another future", () => {
    run.schedule([push(0.3)], 1);
    finish();
    const whole = engine.hash();
    expect([run.backTo(9), run.backTo(0.5)]).toEqual([false, true]);
    expect(run.seconds).toBeCloseTo(0.5);
    run.schedule([], 0.5);
    finish();
    expect(engine.hash()).toBe(whole);
  });

  it("opens a door as far as is said, and closes it", () => {
    const angle = () => 2 * Math.asin(engine.poses32()[7 + 4] ?? 0);
    run.schedule([[0, { action: "open", object: "door", fraction: 0.5 }]], 3);
    finish();
    expect(angle()).toBeCloseTo(-0.95, 1);
    run.schedule([[0, { action: "close", object: "door" }]], 3);
    finish();
    expect(Math.abs(angle())).toBeLessThan(0.03);
  });

  it("throws with the velocity that is asked for", () => {
    const thrown = { action: "throw", velocity: [0, 3, -2] } as const;
    run.schedule(
      [
        [0, { action: "grasp", object: "ball" }],
        [1 / 60, thrown],
      ],
      0.3,
    );
    finish();
    const flown = run.seconds - 1 / 60;
    expect(place(0)[1]).toBeCloseTo(0.1 + 0.05 + 0.8 / 60 + 3 * flown - 4.905 * flown ** 2, 2);
    expect(place(0)[2]).toBeCloseTo(-2 * flown, 2);
  });

  it("begins a next clause when things rest, and nothing has happened until then", () => {
    run.schedule([push(0.05)], 0.5);
    finish();
    const before = engine.hash();
    const step = (x: number) => ({ actions: [push(x)], seconds: 1 / 60, rests: true });
    const timed = run.timed([{ actions: [[0, { action: "wait" }]], seconds: 2, rests: false }, step(0.1)]);
    expect(timed.map(([time]) => time)).toEqual([0, expect.closeTo(2)]);
    const [[, first] = [], [later, second] = []] = run.timed([step(0.1), step(-0.1)]);
    expect([first, second]).toMatchObject([{ impulse: [0.1, 0, 0] }, { impulse: [-0.1, 0, 0] }]);
    expect(later).toBeGreaterThan(0.1);
    expect([engine.hash(), run.frame, run.log.length]).toEqual([before, 30, 1]);
  });

  it("says what it cannot do", () => {
    expect(run.problemOf([[0, { action: "open", object: "ball", fraction: 1 }]])).toContain(
      "cannot be opened",
    );
    expect(run.problemOf([[0, { action: "grasp", object: "door" }]])).toContain("cannot be taken");
    expect(run.problemOf([[0, { action: "throw", velocity: [0, 0, 0] }]])).toContain("empty");
    expect(run.problemOf([[0, { action: "jump", height: 1 }]])).toContain("spatialwm view");
    expect(run.problemOf([push(1)])).toBeUndefined();
  });
});
