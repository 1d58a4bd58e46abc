/** The page's end of a live session: says what to do, hears what came of it. */

import { AGENT } from "../glb/rollout";
import { LocalWorker } from "../local/local-worker";
import {
  type Act,
  type Because,
  type ClientMessage,
  type Done,
  HEAD_BYTES,
  type Objects,
  type Parsed,
  type Previewed,
  type Refused,
  type Rewound,
  type ServerMessage,
  VERSION,
  type Welcome,
} from "../protocol";
import { LOCAL } from "../source";
import { type Frame, LOOK, POSE } from "../time/frame";
import type { FromWorker, ToWorker } from "./state-worker";
import StateWorker from "./state-worker?worker&inline";
import { readTouches, type TouchFrames } from "./touches";

/** How much future one act computes [s]; the command line's default too. */
export const ACT_SECONDS = 3;

export interface SessionEvents {
  welcome(message: Welcome): void;
  parsed(message: Parsed): void;
  previewed(message: Previewed): void;
  objects(message: Objects): void;
  rewound(message: Rewound): void;
  because(message: Because): void;
  done(message: Done): void;
  refused(message: Refused): void;
  state(time: number, frame: Frame): void;
  touches(found: TouchFrames): void;
  /** Round trips [ms] of the pings that came back. */
  pings(milliseconds: readonly number[]): void;
  closed(reason: string): void;
}

export class Session {
  /** Owns the socket; in a page with physics inside, the engine. */
  private readonly worker: Pick<LocalWorker, "onmessage" | "postMessage">;

  constructor(
    private readonly url: string,
    private readonly room: string,
    private readonly events: SessionEvents,
  ) {
    this.worker = url === LOCAL ? new LocalWorker() : new StateWorker();
    this.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.receive(data);
    this.open();
  }

  /** Connects; again after the connection was lost. */
  open(): void {
    this.post({ open: this.url });
  }

  act(actions: Act["actions"], seconds = ACT_SECONDS): void {
    this.send({ type: "act", actions, seconds });
  }

  say(sentence: string): void {
    this.send({ type: "say", sentence, seconds: ACT_SECONDS });
  }

  /** Says what needs no more than its name, or asks. */
  send(message: ClientMessage): void {
    this.post({ send: JSON.stringify(message) });
  }

  /** Asks for the states that came since the last poll; call once a frame. */
  poll(): void {
    this.post({ poll: true });
  }

  /** Asks the worker to measure round trips, `every` so many milliseconds one. */
  ping(count: number, every: number): void {
    this.post({ pings: { count, every } });
  }

  private post(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  private receive(message: FromWorker): void {
    if (message.kind === "open") this.send({ type: "hello", version: VERSION, room: this.room });
    else if (message.kind === "pings") this.events.pings(message.milliseconds);
    else if (message.kind === "touches") this.events.touches(readTouches(message.bytes));
    else if (message.kind === "closed") this.events.closed(message.reason);
    else if (message.kind === "text") this.hear(JSON.parse(message.text) as ServerMessage);
    else {
      for (const state of message.states) {
        const { time, frame } = readState(state);
        this.events.state(time, frame);
      }
    }
  }

  private hear(message: ServerMessage): void {
    if (message.type === "pong") return; // the worker's own
    const hear = this.events[message.type] as (said: ServerMessage) => void;
    hear(message);
  }
}

/** A state frame, whose parts `state_frames.py` lists. */
export function readState(bytes: ArrayBuffer): { time: number; frame: Frame } {
  const head = new DataView(bytes);
  const [time, objects, nodes] = [
    head.getFloat64(8, true),
    head.getUint32(16, true),
    head.getUint32(20, true),
  ];
  const poses = new Float32Array(bytes, HEAD_BYTES, objects * POSE);
  for (let base = 0; base < poses.length; base += POSE) {
    const w = poses[base + 3] ?? 1;
    poses.copyWithin(base + 3, base + 4, base + POSE);
    poses[base + 6] = w;
  }
  const looks = new Uint8Array(bytes, HEAD_BYTES + poses.byteLength, objects * LOOK);
  const cages = new Float32Array(bytes, HEAD_BYTES + poses.byteLength + looks.byteLength, 3 * nodes);
  return { time, frame: { poses, looks, nodes: cages, agent: new Float32Array(bytes, 24, AGENT) } };
}
