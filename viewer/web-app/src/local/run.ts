/** The engine in the page frame by frame: what is planned, done, taken back and done again. As `live_run.py`. */

import type { ActionJson } from "../protocol";
import type { Engine, Moment } from "./engine";

/** [s] */
export const FRAME = 1 / 60;
/** A moment is kept every so many frames. */
const EVERY = 30;
/** The hand gives up at a joint after this [frames]. */
const PATIENCE = 360;
/** A session ends after this [frames]: an hour. */
const LONGEST = 216_000;

/** Until a next clause begins, things are given at most this to come to rest [frames], as in sentences. */
const REST = 240;
/** What is slower [m/s, rad/s] for this long [frames] is at rest. */
const STILL = 0.05;
const STILL_FOR = 6;

export type Timed = readonly [number, ActionJson];

/** A clause: its actions, and what passes before the next: so many seconds, and then perhaps until things rest. */
export interface Step {
  readonly actions: readonly Timed[];
  readonly seconds: number;
  readonly rests: boolean;
}

interface Plan {
  /** By the frame in which each begins. */
  readonly timeline: ReadonlyMap<number, ActionJson>;
  readonly end: number;
}

/** What is going on between frames. */
interface Doings {
  readonly pressing: readonly { readonly action: ActionJson & { action: "force" }; readonly until: number }[];
  readonly turning:
    | { readonly object: string; readonly fraction: number; readonly until: number }
    | undefined;
  /** `rise`: how much higher the hand still brings it [m]. */
  readonly held: { readonly name: string; readonly grip: Float64Array; readonly rise: number } | undefined;
}

/** Of a hand that carries something [m/s]. */
const HAND_SPEED = 0.8;
const NOTHING: Plan = { timeline: new Map(), end: 0 };
const IDLE: Doings = { pressing: [], turning: undefined, held: undefined };

export class LocalRun {
  frame = 0;
  private plan = NOTHING;
  private doings = IDLE;
  private before: Plan[] = [];
  private undone: Plan[] = [];
  private kept: Map<number, readonly [Moment, Doings]>;
  private readonly substeps: number;

  constructor(private readonly engine: Engine) {
    this.substeps = Math.max(1, Math.round(FRAME / engine.step));
    this.kept = new Map([[0, [engine.moment(), IDLE]]]);
  }

  get end(): number {
    return this.plan.end;
  }

  get seconds(): number {
    return this.frame * FRAME;
  }

  get log(): readonly Timed[] {
    return [...this.plan.timeline]
      .sort(([a], [b]) => a - b)
      .map(([frame, action]) => [frame * FRAME, action]);
  }

  get canUndo(): boolean {
    return this.before.length > 0;
  }

  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  /** Why one of the actions cannot be done, when they are done in this order. */
  problemOf(actions: readonly Timed[]): string | undefined {
    let held = this.doings.held?.name;
    for (const [, action] of actions) {
      const problem = problemIn(this.engine, action, held);
      if (problem) return problem;
      if (action.action === "grasp") held = action.object;
      else if (action.action === "throw" || action.action === "release") held = undefined;
    }
    return undefined;
  }

  /** One step after the other, each tried out to know when the next begins; nothing has happened then. */
  timed(steps: readonly Step[]): readonly Timed[] {
    const { frame, plan, doings, kept } = this;
    const moment = this.engine.moment();
    const found: Timed[] = [];
    this.kept = new Map();
    steps.forEach(({ actions, seconds, rests }, k) => {
      const begin = this.frame - frame;
      for (const [time, action] of actions) found.push([begin * FRAME + time, action]);
      if (k === steps.length - 1) return;
      const timeline = new Map(this.plan.timeline);
      for (const [time, action] of actions) timeline.set(this.frame + framesIn(time), action);
      this.plan = { timeline, end: LONGEST };
      const last = Math.max(seconds, ...actions.map(([time]) => time + FRAME));
      for (let n = framesIn(last); n > 0; n--) this.step();
      for (let n = REST, still = 0; rests && n > 0 && still < STILL_FOR; n--) {
        this.step();
        still = this.engine.fastest < STILL ? still + 1 : 0;
      }
    });
    Object.assign(this, { frame, plan, doings, kept });
    this.engine.restore(moment);
    return found;
  }

  /** Plans actions, with times from now on [s], and so much future; says when each begins in the session [s]. */
  schedule(actions: readonly Timed[], seconds: number): readonly Timed[] {
    const placed = new Map<number, ActionJson>();
    let last = this.frame - 1;
    for (const [time, action] of actions) {
      last = Math.max(this.frame + framesIn(time), last + 1);
      while (this.plan.timeline.has(last)) last += 1;
      placed.set(last, action);
    }
    const from = last >= this.frame + framesIn(seconds) ? last : this.frame;
    const end = Math.min(Math.max(this.plan.end, from + framesIn(seconds)), LONGEST);
    this.change({ timeline: new Map([...this.plan.timeline, ...placed]), end });
    return [...placed].map(([frame, action]) => [frame * FRAME, action]);
  }

  undo(): boolean {
    const earlier = this.before.pop();
    if (earlier === undefined) return false;
    this.undone.push(this.plan);
    this.adopt(earlier);
    return true;
  }

  redo(): boolean {
    const later = this.undone.pop();
    if (later === undefined) return false;
    this.before.push(this.plan);
    this.adopt(later);
    return true;
  }

  /** Returns to a moment of the session [s] and forgets what came after it. */
  backTo(seconds: number): boolean {
    const frame = Math.round(seconds / FRAME);
    if (!(frame >= 0 && frame <= this.frame)) return false;
    const timeline = new Map([...this.plan.timeline].filter(([begin]) => begin < frame));
    this.change({ timeline, end: frame });
    return true;
  }

  restart(): void {
    this.plan = NOTHING;
    this.before = [];
    this.undone = [];
    this.rewind(0);
  }

  /** Computes the next frame. */
  step(): void {
    const { engine } = this;
    const action = this.plan.timeline.get(this.frame);
    if (action) this.begin(action);
    this.doings = {
      ...this.doings,
      pressing: this.doings.pressing.filter(({ until }) => until > this.frame),
    };
    this.turn();
    this.lift();
    for (let k = 0; k < this.substeps; k++) {
      engine.release();
      if (k === 0 && action?.action === "push") {
        const [x, y, z] = action.impulse; // a force so large that one step gives the impulse
        engine.press(action.object, [x / engine.step, y / engine.step, z / engine.step], action.point);
      }
      for (const { action } of this.doings.pressing) engine.press(action.object, action.force, null);
      engine.advance();
      if (this.doings.held) engine.hold(this.doings.held.name, this.doings.held.grip);
    }
    this.frame += 1;
    if (this.frame % EVERY === 0) this.kept.set(this.frame, [engine.moment(), this.doings]);
  }

  private begin(action: ActionJson): void {
    const { engine, frame, doings } = this;
    if (action.action === "gravity") engine.gravity(action.acceleration);
    else if (action.action === "force") {
      const until = frame + framesIn(action.seconds);
      this.doings = { ...doings, pressing: [...doings.pressing, { action, until }] };
    } else if (action.action === "open" || action.action === "close") {
      engine.letGo();
      const fraction = action.action === "open" ? action.fraction : 0;
      this.doings = { ...doings, turning: { object: action.object, fraction, until: frame + PATIENCE } };
    } else if (action.action === "grasp") {
      const [grip, rise] = [engine.grip(action.object), engine.rise(action.object)];
      this.doings = { ...doings, held: { name: action.object, grip, rise } };
    } else if (action.action === "release") this.doings = { ...doings, held: undefined };
    else if (action.action === "throw" && doings.held) {
      engine.fling(doings.held.name, action.velocity);
      this.doings = { ...doings, held: undefined };
    }
  }

  /** What was taken comes up to the chest. */
  private lift(): void {
    const { held } = this.doings;
    if (held === undefined || held.rise <= 0) return;
    const step = Math.min(held.rise, HAND_SPEED * FRAME);
    const grip = held.grip.slice();
    grip[2] = (grip[2] ?? 0) + step;
    this.doings = { ...this.doings, held: { name: held.name, grip, rise: held.rise - step } };
  }

  private turn(): void {
    const { turning } = this.doings;
    if (turning === undefined) return;
    if (this.frame < turning.until && !this.engine.turn(turning.object, turning.fraction)) return;
    this.engine.letGo();
    this.doings = { ...this.doings, turning: undefined };
  }

  private change(plan: Plan): void {
    this.before.push(this.plan);
    this.undone = [];
    this.adopt(plan);
  }

  /** Makes a plan the present one, at the last frame that it shares with what was computed. */
  private adopt(plan: Plan): void {
    const old = this.plan;
    const all = [...plan.timeline.keys(), ...old.timeline.keys()];
    const differ = all.filter((frame) => plan.timeline.get(frame) !== old.timeline.get(frame));
    this.plan = plan;
    this.rewind(Math.min(this.frame, plan.end, ...differ));
  }

  private rewind(frame: number): void {
    if (frame === this.frame && frame > 0) return;
    const near = Math.max(...[...this.kept.keys()].filter((kept) => kept <= frame));
    for (const kept of [...this.kept.keys()]) if (kept > near) this.kept.delete(kept);
    const [moment, doings] = this.kept.get(near) ?? [this.engine.moment(), IDLE];
    this.engine.restore(moment);
    this.doings = doings;
    this.frame = near;
    while (this.frame < frame) this.step();
  }
}

function framesIn(seconds: number): number {
  return Math.ceil(seconds / FRAME - 1e-6); // as simulate rounds
}

/** Why an action cannot be done in a page by itself. */
function problemIn(engine: Engine, action: ActionJson, held: string | undefined): string | undefined {
  switch (action.action) {
    case "gravity":
    case "wait":
    case "say":
      return undefined;
    case "push":
    case "force":
      return engine.knows(action.object) ? undefined : `'${action.object}' does not move.`;
    case "open":
    case "close":
      return engine.opens(action.object) ? undefined : `'${action.object}' cannot be opened or closed.`;
    case "grasp":
      if (held) return `'${held}' is in the hand; throw it or let it go first.`;
      return engine.isFree(action.object) ? undefined : `'${action.object}' cannot be taken.`;
    case "throw":
    case "release":
      return held ? undefined : "The hand is empty.";
    default:
      return REFUSAL;
  }
}

const REFUSAL =
  "This page pushes, throws, opens and closes, changes gravity and takes back; open the scene with " +
  "spatialwm view for the rest.";
