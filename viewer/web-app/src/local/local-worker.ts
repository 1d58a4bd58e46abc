/**
 * Stands in for the server: takes the same messages as the worker that owns the socket, and answers them with the
 * engine in the page. What it can do is what `run.ts` can.
 */

import type { FromWorker, ToWorker } from "../live/state-worker";
import { type ClientMessage, HEAD_BYTES, MAGIC, type ServerMessage, VERSION } from "../protocol";
import { LOOK, POSE } from "../time/frame";
import { Engine } from "./engine";
import { type Physics, unpackPhysics } from "./package";
import { FRAME, LocalRun, type Timed } from "./run";
import { Reader } from "./spoken";

/** Of real time that is made up for at once [s]; slower machines fall behind instead of freezing. */
const MOST_BEHIND = 0.1;
const REFUSAL = "This page cannot do that by itself; open the scene with spatialwm view.";
/** A thing that is further from where it stood at first than this [m] has moved. */
const MOVED = 0.02;

interface Open {
  readonly engine: Engine;
  readonly run: LocalRun;
  readonly reader: Reader;
  readonly physics: Physics;
}

export class LocalWorker {
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null = null;
  private session: Open | undefined;
  private states: ArrayBuffer[] = [];
  private count = 0;
  private last = 0;
  /** Real time that no frame has used up yet [s]. */
  private left = 0;
  /** Frames before this one were seen before and are not shown in real time. */
  private hurry = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  postMessage(message: ToWorker): void {
    if ("open" in message) {
      this.open().catch((error: unknown) => this.post({ kind: "closed", reason: String(error) }));
    } else if ("send" in message) {
      if (this.session) this.hear(this.session, JSON.parse(message.send) as ClientMessage);
    } else if (this.states.length > 0) {
      this.post({ kind: "states", states: this.states });
      this.states = [];
    }
  }

  private async open(): Promise<void> {
    const physics = await unpackPhysics(document);
    const engine = await Engine.load(physics);
    const { spoken, names, poses } = physics;
    const reader = new Reader(spoken, (name) => moved(engine.poses32(), poses, names.indexOf(name)));
    this.session = { engine, physics, reader, run: new LocalRun(engine) };
    this.post({ kind: "open" });
  }

  private post(data: FromWorker): void {
    this.onmessage?.({ data } as MessageEvent<FromWorker>);
  }

  private say(message: ServerMessage): void {
    this.postMessage({ poll: true }); // states that came before the text
    this.post({ kind: "text", text: JSON.stringify(message) });
  }

  private refuse(sentence: string, candidates: readonly string[] = []): void {
    this.say({ type: "refused", sentence, candidates });
  }

  private hear(session: Open, message: ClientMessage): void {
    const { physics, run, reader } = session;
    switch (message.type) {
      case "hello":
        this.say({
          type: "welcome",
          version: VERSION,
          names: physics.names,
          step_seconds: FRAME,
          time: 0,
          begun: false,
        });
        break;
      case "act":
        this.act(session, message.actions, message.seconds);
        break;
      case "say":
        this.hearSentence(session, message.sentence, message.seconds);
        break;
      case "preview":
        this.preview(reader, message.sentence);
        break;
      case "pause":
        this.halt();
        break;
      case "resume":
        this.go();
        break;
      case "undo":
        if (run.undo()) this.rewound(run);
        else this.refuse("There is nothing to undo.");
        break;
      case "redo":
        if (run.redo()) this.rewound(run);
        else this.refuse("There is nothing to redo.");
        break;
      case "back":
        if (run.backTo(message.time)) this.rewound(run);
        else this.refuse("That moment is not in this session.");
        break;
      case "reset":
        this.reset(session);
        break;
      default:
        this.refuse(REFUSAL);
    }
  }

  private preview(reader: Reader, sentence: string): void {
    const read = reader.preview(sentence);
    const { problem, candidates } = "problem" in read ? read : { problem: "", candidates: [] };
    const actions = "steps" in read ? read.steps.flatMap((step) => step.actions) : [];
    this.say({ type: "previewed", sentence, actions, problem, candidates });
  }

  private hearSentence(session: Open, sentence: string, seconds: number): void {
    const read = session.reader.read(sentence);
    if ("problem" in read) this.refuse(read.problem, read.candidates);
    else if (
      !this.refused(
        session,
        read.steps.flatMap((step) => step.actions),
      )
    )
      this.act(session, session.run.timed(read.steps), seconds, sentence);
  }

  private refused({ run }: Open, actions: readonly Timed[]): boolean {
    const problem = run.problemOf(actions);
    if (problem) this.refuse(problem);
    return problem !== undefined;
  }

  private act(session: Open, actions: readonly Timed[], seconds: number, sentence = ""): void {
    if (this.refused(session, actions)) return;
    const { run } = session;
    const timed = run.schedule(actions, seconds);
    this.say({ type: "parsed", sentence, actions: timed });
    this.go();
  }

  private rewound(run: LocalRun): void {
    this.hurry = run.end;
    this.say({
      type: "rewound",
      seconds: run.seconds,
      actions: run.log,
      can_undo: run.canUndo,
      can_redo: run.canRedo,
    });
    this.go();
  }

  private reset(session: Open): void {
    this.halt();
    session.run.restart();
    this.hurry = 0;
    this.say({ type: "rewound", seconds: 0, actions: [], can_undo: false, can_redo: false });
    this.keep(session);
    this.finish(session);
  }

  private go(): void {
    if (this.timer !== undefined) return;
    this.last = performance.now();
    this.left = 0;
    this.timer = setInterval(() => this.tick(), 1000 * FRAME);
  }

  private halt(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private tick(): void {
    const { session } = this;
    if (session === undefined) return;
    const { run } = session;
    const now = performance.now();
    this.left = Math.min(this.left + (now - this.last) / 1000, MOST_BEHIND);
    this.last = now;
    while (run.frame < run.end) {
      const seen = run.frame < this.hurry;
      if (seen ? performance.now() - now > 1000 * MOST_BEHIND : this.left < FRAME) return;
      if (!seen) this.left -= FRAME;
      run.step();
      this.keep(session);
    }
    this.halt();
    this.finish(session);
  }

  /** A state frame, as the server packs it. */
  private keep({ engine, run }: Open): void {
    const poses = engine.poses32();
    const objects = poses.length / POSE;
    const bytes = new ArrayBuffer(HEAD_BYTES + poses.byteLength + LOOK * objects);
    const head = new DataView(bytes);
    head.setUint32(0, MAGIC, true);
    head.setUint32(4, this.count++, true);
    head.setFloat64(8, run.seconds, true);
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

  private finish({ engine, run }: Open): void {
    this.say({ type: "done", seconds: run.seconds, state_hash: engine.hash(), actions: run.log });
  }
}

function moved(now: Float32Array, first: readonly number[], index: number): boolean {
  const apart = [0, 1, 2].map((k) => (now[POSE * index + k] ?? 0) - (first[POSE * index + k] ?? 0));
  return Math.hypot(...apart) > MOVED;
}
