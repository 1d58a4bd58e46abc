/** The page's end of a live session: says what to do, hears what came of it. */

import {
  type Act,
  type ClientMessage,
  type Done,
  type Parsed,
  type ServerMessage,
  VERSION,
  type Welcome,
} from "../protocol";
import { POSE } from "../time/recording";
import type { FromWorker, ToWorker } from "./state-worker";
import StateWorker from "./state-worker?worker&inline";

/** How much future one act computes [s]; the command line's default too. */
export const ACT_SECONDS = 3;

export interface SessionEvents {
  welcome(message: Welcome): void;
  parsed(message: Parsed): void;
  done(message: Done): void;
  refused(sentence: string): void;
  state(time: number, poses: Float32Array): void;
  closed(reason: string): void;
}

export class Session {
  private readonly worker = new StateWorker();

  constructor(
    url: string,
    private readonly events: SessionEvents,
  ) {
    this.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.receive(data);
    this.post({ open: url });
  }

  act(actions: Act["actions"]): void {
    this.send({ type: "act", actions, seconds: ACT_SECONDS });
  }

  say(sentence: string): void {
    this.send({ type: "say", sentence, seconds: ACT_SECONDS });
  }

  pause(): void {
    this.send({ type: "pause" });
  }

  resume(): void {
    this.send({ type: "resume" });
  }

  reset(): void {
    this.send({ type: "reset" });
  }

  /** Asks for the states that came since the last poll; call once a frame. */
  poll(): void {
    this.post({ poll: true });
  }

  private send(message: ClientMessage): void {
    this.post({ send: JSON.stringify(message) });
  }

  private post(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  private receive(message: FromWorker): void {
    if (message.kind === "open") this.send({ type: "hello", version: VERSION });
    else if (message.kind === "closed") this.events.closed(message.reason);
    else if (message.kind === "text") this.hear(JSON.parse(message.text) as ServerMessage);
    else {
      for (const state of message.states) {
        const { time, poses } = readState(state);
        this.events.state(time, poses);
      }
    }
  }

  private hear(message: ServerMessage): void {
    if (message.type === "welcome") this.events.welcome(message);
    else if (message.type === "parsed") this.events.parsed(message);
    else if (message.type === "done") this.events.done(message);
    else this.events.refused(message.sentence);
  }
}

/** A state frame: magic u32, number u32, time f64, then position xyz and rotation wxyz per object. */
export function readState(frame: ArrayBuffer): { time: number; poses: Float32Array } {
  const time = new DataView(frame).getFloat64(8, true);
  const poses = new Float32Array(frame, 16);
  for (let base = 0; base + POSE <= poses.length; base += POSE) {
    const w = poses[base + 3] ?? 1;
    poses.copyWithin(base + 3, base + 4, base + 7);
    poses[base + 6] = w;
  }
  return { time, poses };
}
