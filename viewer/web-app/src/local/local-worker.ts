/**
 * Stands in for the server: takes the same messages as the worker that owns the socket, and answers them with the
 * engine in the page. Pushing, pressing, gravity and waiting are what it can do.
 */

import type { FromWorker, ToWorker } from "../live/state-worker";
import {
  type ActionJson,
  type ClientMessage,
  HEAD_BYTES,
  MAGIC,
  type ServerMessage,
  VERSION,
} from "../protocol";
import { LOOK, POSE } from "../time/frame";
import { Engine } from "./engine";
import { type Physics, unpackPhysics } from "./package";
import { Reader } from "./spoken";

const FRAME = 1 / 60;
/** Of real time that is made up for at once [s]; slower machines fall behind instead of freezing. */
const MOST_BEHIND = 0.1;
const DOES = new Set(["push", "force", "gravity", "wait", "say"]);
const REFUSAL =
  "This page can push, press and change gravity; open the scene with spatialwm view for the rest.";
/** A thing that is further from where it stood at first than this [m] has moved. */
const MOVED = 0.02;

type Timed = readonly [number, ActionJson];

export class LocalWorker {
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null = null;
  private engine: Engine | undefined;
  private physics: Physics | undefined;
  private reader: Reader | undefined;
  private states: ArrayBuffer[] = [];
  private waiting: Timed[] = [];
  private done: Timed[] = [];
  private pressing: { readonly action: ActionJson & { action: "force" }; readonly until: number }[] = [];
  private until = 0;
  private count = 0;
  private last = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  postMessage(message: ToWorker): void {
    if ("open" in message) {
      this.open().catch((error: unknown) => this.post({ kind: "closed", reason: String(error) }));
    } else if ("send" in message) {
      this.hear(JSON.parse(message.send) as ClientMessage);
    } else if (this.states.length > 0) {
      this.post({ kind: "states", states: this.states });
      this.states = [];
    }
  }

  private async open(): Promise<void> {
    this.physics = await unpackPhysics(document);
    const engine = await Engine.load(this.physics);
    const { spoken, names, poses } = this.physics;
    this.reader = new Reader(spoken, (name) => moved(engine.poses32(), poses, names.indexOf(name)));
    this.engine = engine;
    this.post({ kind: "open" });
  }

  private post(data: FromWorker): void {
    this.onmessage?.({ data } as MessageEvent<FromWorker>);
  }

  private say(message: ServerMessage): void {
    this.postMessage({ poll: true }); // states that came before the text
    this.post({ kind: "text", text: JSON.stringify(message) });
  }

  private hear(message: ClientMessage): void {
    const { engine, physics } = this;
    if (engine === undefined || physics === undefined) return;
    if (message.type === "hello") {
      const { names } = physics;
      this.say({
        type: "welcome",
        version: VERSION,
        names,
        step_seconds: engine.step,
        time: 0,
        begun: false,
      });
    } else if (message.type === "act") this.act(engine, message.actions, message.seconds);
    else if (message.type === "pause") this.halt();
    else if (message.type === "resume") this.run();
    else if (message.type === "reset") this.reset(engine);
    else if (message.type === "preview") {
      this.preview(message.sentence);
    } else if (message.type === "say") this.hearSentence(engine, message.sentence, message.seconds);
    else this.say({ type: "refused", sentence: REFUSAL, candidates: [] });
  }

  private preview(sentence: string): void {
    const read = this.reader?.read(sentence);
    if (read === undefined) return;
    const { problem, candidates } = "problem" in read ? read : { problem: "", candidates: [] };
    const actions = "actions" in read ? read.actions.map((action): Timed => [0, action]) : [];
    this.say({ type: "previewed", sentence, actions, problem, candidates });
  }

  private hearSentence(engine: Engine, sentence: string, seconds: number): void {
    const read = this.reader?.read(sentence);
    if (read === undefined) return;
    if ("problem" in read) {
      this.say({ type: "refused", sentence: read.problem, candidates: read.candidates });
      return;
    }
    const actions = read.actions.map((action): Timed => [0, action]);
    this.act(engine, actions, seconds, sentence);
  }

  private act(engine: Engine, actions: readonly Timed[], seconds: number, sentence = ""): void {
    const known = actions.every(
      ([, action]) => DOES.has(action.action) && (!("object" in action) || engine.knows(action.object)),
    );
    if (!known) {
      this.say({ type: "refused", sentence: REFUSAL, candidates: [] });
      return;
    }
    const timed = actions.map(([time, action]): Timed => [engine.time + time, action]);
    this.waiting.push(...timed);
    this.waiting.sort(([one], [other]) => one - other);
    this.done.push(...timed);
    this.until = Math.max(this.until, engine.time + seconds);
    this.say({ type: "parsed", sentence, actions: timed });
    this.run();
  }

  private reset(engine: Engine): void {
    this.halt();
    engine.reset();
    this.waiting = [];
    this.done = [];
    this.pressing = [];
    this.until = 0;
    this.say({ type: "rewound", seconds: 0, actions: [], can_undo: false, can_redo: false });
    this.keep(engine);
    this.finish(engine);
  }

  private run(): void {
    if (this.timer !== undefined) return;
    this.last = performance.now();
    this.timer = setInterval(() => this.tick(), 1000 * FRAME);
  }

  private halt(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private tick(): void {
    const { engine } = this;
    if (engine === undefined) return;
    const now = performance.now();
    const target = Math.min(engine.time + Math.min((now - this.last) / 1000, MOST_BEHIND), this.until);
    this.last = now;
    let kept = engine.time;
    while (engine.time < target - engine.step / 2) {
      this.apply(engine);
      engine.advance();
      if (engine.time - kept > FRAME - engine.step / 2) {
        this.keep(engine);
        kept = engine.time;
      }
    }
    if (engine.time > kept) this.keep(engine);
    if (engine.time < this.until - engine.step / 2) return;
    this.halt();
    this.finish(engine);
  }

  /** What acts during the next step: a push is a force so large that one step gives its impulse. */
  private apply(engine: Engine): void {
    const { time, step } = engine;
    engine.release();
    this.pressing = this.pressing.filter(({ until }) => until > time + step / 2);
    while (this.waiting[0] !== undefined && this.waiting[0][0] <= time + step / 2) {
      const action = (this.waiting.shift() as Timed)[1];
      if (action.action === "gravity") engine.gravity(action.acceleration);
      else if (action.action === "force") this.pressing.push({ action, until: time + action.seconds });
      else if (action.action === "push") {
        const [x, y, z] = action.impulse;
        engine.press(action.object, [x / step, y / step, z / step], action.point);
      }
    }
    for (const { action } of this.pressing) engine.press(action.object, action.force, null);
  }

  /** A state frame, as the server packs it. */
  private keep(engine: Engine): void {
    const poses = engine.poses32();
    const objects = poses.length / POSE;
    const bytes = new ArrayBuffer(HEAD_BYTES + poses.byteLength + LOOK * objects);
    const head = new DataView(bytes);
    head.setUint32(0, MAGIC, true);
    head.setUint32(4, this.count++, true);
    head.setFloat64(8, engine.time, true);
    head.setUint32(16, objects, true);
    const packed = new Float32Array(bytes, HEAD_BYTES, poses.length);
    packed.set(poses);
    for (let base = 0; base < packed.length; base += POSE) {
      const w = packed[base + 6] ?? 1; // the server's order is wxyz
      packed.copyWithin(base + 4, base + 3, base + 6);
      packed[base + 3] = w;
    }
    this.states.push(bytes);
  }

  private finish(engine: Engine): void {
    this.say({ type: "done", seconds: engine.time, state_hash: engine.hash(), actions: this.done });
  }
}

function moved(now: Float32Array, first: readonly number[], index: number): boolean {
  const apart = [0, 1, 2].map((k) => (now[POSE * index + k] ?? 0) - (first[POSE * index + k] ?? 0));
  return Math.hypot(...apart) > MOVED;
}
