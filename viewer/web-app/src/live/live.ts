/** Acting: what the page asks of the engine, and what it does with the answers. */

import type { App } from "../app";
import { readScene, type SceneObject } from "../glb/scene";
import { newRoom } from "../link/link";
import type {
  Act,
  ActionJson,
  Because,
  Carving,
  ClientMessage,
  Done,
  Objects,
  Parsed,
  Rewound,
  Welcome,
} from "../protocol";
import type { Touching } from "../view/overlays";
import { Session } from "./session";
import { TouchLog } from "./touches";

/** Until the first try to connect again [s], and between later ones. */
const FIRST_TRY = 0.5;
const LAST_TRY = 5;

export type Running = "no server" | "connecting" | "ready" | "running" | "held" | "closed";

interface Lost {
  /** With times since the session began [s]. */
  readonly log: readonly (readonly [number, ActionJson])[];
  readonly seconds: number;
  readonly carves: readonly Carving[];
  /** Of the state it ended in, where that is known. */
  readonly hash: string | undefined;
  readonly tries: number;
}

export class Live {
  running: Running = "no server";
  /** The last finished computation. */
  done: Done | undefined;
  canUndo = false;
  canRedo = false;
  /** Where the next thing one does branches off [s of the recording]; undefined continues at the end. */
  fork: number | undefined;
  /** The chain that is shown on the timeline. */
  because: Because | undefined;
  /** Recording time at which the engine's clock read 0 [s]: a file's rollout came before the session. */
  clock = 0;
  /** Names the session for those who share it. */
  readonly room: string;
  /** Set while the server is gone: what was done, to be done again once it is back. */
  lost: Lost | undefined;
  /** What was made of splats. */
  private carves: readonly Carving[] = [];
  private expected: string | undefined;
  private branching = false;
  private timed: (milliseconds: readonly number[]) => void = () => {};
  private readonly session: Session | undefined;
  private readonly touches: TouchLog;
  private step = 1 / 60;
  /** Waits for copies to be built before the next change of the cast. */
  private casting: Promise<void> = Promise.resolve();
  /** What the file holds; everything after it was done on this page. */
  private readonly filed: { frames: number; actions: number; end: number; objects: readonly SceneObject[] };

  constructor(
    private readonly app: App,
    objects: readonly SceneObject[],
    server: string | undefined,
  ) {
    const { recording } = app;
    this.filed = {
      frames: recording.times.length,
      actions: recording.actions.length,
      end: recording.end,
      objects,
    };
    this.room = app.address.given.room ?? newRoom();
    this.touches = new TouchLog(
      (frame) => this.session?.send({ type: "touch", frame }),
      () => app.hud.toasts.say("What touched then is not known.", "problem"),
    );
    if (server === undefined) return;
    this.running = "connecting";
    this.session = new Session(server, this.room, {
      welcome: (message) => this.welcome(message),
      parsed: (message) => this.parsed(message),
      previewed: (message) => app.hud.showPreview(message),
      objects: (message) => this.recast(message),
      rewound: (message) => this.rewound(message),
      because: (message) => this.explain(message),
      state: (time, frame) => app.recording.push(this.clock + time, frame),
      touches: (found) => {
        this.touches.hear(found);
        app.show();
      },
      pings: (milliseconds) => this.timed(milliseconds),
      done: (message) => this.finish(message),
      refused: ({ sentence, candidates }) => this.refused(sentence, candidates),
      closed: (reason) => this.close(reason),
    });
  }

  get active(): boolean {
    return this.running !== "no server" && this.running !== "closed" && !this.lost;
  }

  /** From where one can go on: any moment of this session. */
  get begin(): number {
    return this.filed.end;
  }

  /** Asks for states; where nothing is computed there are none, and asking would wake the worker. */
  poll(): void {
    if (this.running === "running" || this.running === "held") this.session?.poll();
  }

  /** What touches at a moment [s of the recording]; while the engine computes, only what is known already. */
  touchesAt(time: number): Touching | undefined {
    const frame = Math.round((time - this.filed.end) / this.step);
    if (this.running !== "ready" || this.lost) return undefined;
    const rows = this.touches.at(frame);
    return rows && { rows, seconds: this.step };
  }

  /** Round trips to the server [ms], one begun every so many; those that are lost are left out. */
  roundTrips(count: number, every: number): Promise<readonly number[]> {
    return new Promise((resolve) => {
      this.timed = resolve;
      this.session?.ping(count, every);
    });
  }

  say(sentence: string): void {
    if (!this.mayAct()) return;
    this.branch();
    this.session?.say(sentence);
  }

  act(actions: Act["actions"], seconds?: number): void {
    if (!this.mayAct()) return;
    this.branch();
    this.session?.act(actions, seconds);
  }

  /** Asks for something that is no act: an undo, a preview, a reason. */
  ask(message: ClientMessage): void {
    if (this.mayAct()) this.session?.send(message);
  }

  hold(): void {
    this.session?.send({ type: "pause" });
    this.running = "held";
  }

  resume(): void {
    this.session?.send({ type: "resume" });
    this.running = "running";
  }

  reset(): void {
    if (this.session) this.session.send({ type: "reset" });
    else this.forget();
  }

  mayAct(): boolean {
    if (this.running === "ready" || this.running === "running") return true;
    this.app.hud.toasts.say(this.whyNot(), "problem");
    return false;
  }

  private branch(): void {
    if (this.fork === undefined) return;
    this.app.keepFuture(this.fork);
    this.branching = true;
    this.session?.send({ type: "back", time: Math.max(this.fork - this.filed.end, 0) });
    this.fork = undefined;
  }

  private whyNot(): string {
    if (this.running === "no server")
      return "This page is a recording; open the scene with spatialwm view to act in it.";
    if (this.running === "closed") return "The server is gone; start spatialwm view again.";
    if (this.lost) return "The server is gone; trying again.";
    if (this.running === "held") return "The simulation is paused; press Space to go on.";
    return "One moment: the physics engine is starting.";
  }

  private welcome(message: Welcome): void {
    const { app, filed } = this;
    if (message.names.join("\n") !== filed.objects.map(({ name }) => name).join("\n")) {
      app.hud.toasts.say("The file has changed since this page was opened; reload the page.", "problem");
      this.running = "closed";
      return;
    }
    this.running = "ready";
    const again = this.lost !== undefined;
    this.clock = filed.end - message.time;
    this.step = message.step_seconds;
    this.touches.forget(Number.NEGATIVE_INFINITY);
    this.canUndo = this.canRedo = false;
    if (app.recording.names.length > filed.objects.length)
      this.recast({ ...message, type: "objects", likes: [], made: [], carves: [] });
    if (this.restored(message)) {
      app.hud.refresh();
      return;
    }
    if (app.recording.times.length > filed.frames) this.forget();
    if (again) app.hud.toasts.say("Connected again.");
    app.hud.refresh();
  }

  private parsed({ sentence, actions }: Parsed): void {
    for (const [time, action] of actions)
      this.app.recording.actions.push({ time: this.filed.end + time, action });
    this.running = "running";
    this.canUndo = true;
    this.canRedo = false;
    this.because = undefined;
    this.app.player.goLive();
    if (sentence) this.app.hud.showParsed(actions.map(([, action]) => action));
    this.app.hud.refresh();
  }

  private recast({ names, likes, made, carves }: Objects): void {
    const known = this.filed.objects.length;
    const first = known + carves.length;
    const models = new Map(made.map(({ name, scene }) => [name, scene]));
    const copies = names.slice(first).map((name, k) => ({
      name,
      like: this.model(name, models.get(name)) ?? likes[first + k] ?? "",
    }));
    this.carves = carves;
    this.casting = this.casting.then(() => this.app.recast(known, copies, carves));
  }

  /** What the server made of words; the same words are sent once more with each change of the cast. */
  private model(name: string, scene: string | undefined): SceneObject | undefined {
    if (scene === undefined) return undefined;
    const bytes = Uint8Array.from(atob(scene), (letter) => letter.charCodeAt(0));
    const [object] = readScene(bytes).objects;
    if (object === undefined) throw new Error(`The server sent nothing for '${name}'.`);
    return object;
  }

  private rewound({ seconds, actions, can_undo, can_redo }: Rewound): void {
    const { app, filed } = this;
    if (!this.branching) app.dropComparison();
    this.branching = false;
    const moment = filed.end + seconds;
    const frames = app.recording.countUntil(moment + 1e-4);
    this.touches.forget(Math.round(seconds / this.step));
    app.recording.truncate(Math.max(frames, filed.frames), filed.actions);
    for (const [time, action] of actions) app.recording.actions.push({ time: filed.end + time, action });
    this.canUndo = can_undo;
    this.canRedo = can_redo;
    this.because = undefined;
    this.running = "running";
    app.player.goLive();
    app.show();
    app.hud.refresh();
  }

  /** A server that comes back gets the log, and computes the same states again. */
  private restored(message: Welcome): boolean {
    const { lost } = this;
    this.lost = undefined;
    if (lost === undefined || message.begun || lost.seconds <= 0) return false;
    this.session?.send({ type: "restore", log: lost.log, time: lost.seconds, carves: lost.carves });
    this.expected = lost.hash;
    this.running = "running";
    return true;
  }

  private checkRestored(message: Done): void {
    const { expected } = this;
    this.expected = undefined;
    if (expected === undefined) return;
    if (expected === message.state_hash) this.app.hud.toasts.say("Connected again, in the very same state.");
    else
      this.app.hud.toasts.say(
        "Connected again, but the server comes to another state: reload the page.",
        "problem",
      );
  }

  private refused(sentence: string, candidates: readonly string[]): void {
    if (this.branching) this.app.dropComparison(); // there is no second future
    this.branching = false;
    this.app.hud.showRefused(sentence, candidates);
  }

  private explain(message: Because): void {
    this.because = message;
    this.app.hud.showCauses(message);
  }

  private finish(message: Done): void {
    this.done = message;
    this.running = "ready";
    this.checkRestored(message);
    this.app.player.settle();
    this.app.show();
    this.app.hud.showDone(message);
    void this.app.compare();
    this.app.hud.refresh();
  }

  /** A server that says why has its reasons; one that is silent may come back. */
  private close(reason: string): void {
    const { app } = this;
    app.player.settle();
    if (reason) {
      this.running = "closed";
      app.hud.toasts.say(reason, "problem");
    } else {
      if (!this.lost) app.hud.toasts.say("The server is gone; trying again until it is back.", "problem");
      this.lost = { ...(this.lost ?? this.losing()), tries: (this.lost?.tries ?? 0) + 1 };
      this.running = "connecting";
      setTimeout(() => this.session?.open(), 1000 * Math.min(FIRST_TRY * this.lost.tries, LAST_TRY));
    }
    app.hud.refresh();
  }

  /** What a server needs to come to this page's state again. */
  private losing(): Lost {
    const { app, filed } = this;
    const seconds = Math.max(this.done?.seconds ?? 0, app.recording.end - filed.end);
    const log: [number, ActionJson][] = app.recording.actions
      .slice(filed.actions)
      .filter(({ time }) => time - filed.end < seconds)
      .map(({ time, action }) => [time - filed.end, action]);
    return {
      log,
      seconds,
      carves: this.carves,
      hash: this.running === "ready" ? this.done?.state_hash : undefined,
      tries: 0,
    };
  }

  /** Drops what was done on this page. */
  private forget(): void {
    this.app.recording.truncate(this.filed.frames, this.filed.actions);
    this.done = this.because = this.fork = undefined;
    this.app.dropComparison();
    this.app.seek(this.app.recording.start);
  }
}
