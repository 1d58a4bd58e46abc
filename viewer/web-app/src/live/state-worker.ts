/**
 * Owns the socket, so that drawing never delays the network. Keeps all state frames since the page last asked and
 * hands them over together: the page draws the newest and records the rest.
 */

import { MAGIC, TOUCHES } from "../protocol";

/** Frames kept while the page does not ask: a minute at 60 a second; then the oldest go. */
const MAX_WAITING = 3600;

/** A ping that is not answered for so long is lost [ms]. */
const LOST = 2000;

export interface Pings {
  readonly count: number;
  /** Between two [ms]. */
  readonly every: number;
}

export type ToWorker = { open: string } | { send: string } | { poll: true } | { pings: Pings };
export type FromWorker =
  | { kind: "open" }
  | { kind: "text"; text: string }
  | { kind: "states"; states: ArrayBuffer[] }
  | { kind: "touches"; bytes: ArrayBuffer }
  | { kind: "pings"; milliseconds: number[] }
  | { kind: "closed"; reason: string };

const post = postMessage as (message: FromWorker, transfer?: Transferable[]) => void;
let socket: WebSocket | undefined;
let waiting: ArrayBuffer[] = [];
/** How a pong begins, as the server writes it. */
const PONG = '{"type": "pong"';
const sent = new Map<number, number>();
let trips: number[] = [];

addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  if ("open" in data) open(data.open);
  else if ("send" in data) socket?.send(data.send);
  else if ("pings" in data) ping(data.pings);
  else if (waiting.length > 0) {
    post({ kind: "states", states: waiting }, waiting);
    waiting = [];
  }
});

function open(url: string): void {
  socket = new WebSocket(url);
  socket.binaryType = "arraybuffer";
  socket.onopen = () => post({ kind: "open" });
  socket.onclose = ({ reason }) => post({ kind: "closed", reason });
  socket.addEventListener("message", ({ data }: MessageEvent<string | ArrayBuffer>) => {
    if (typeof data === "string" && data.startsWith(PONG)) answered(data);
    else if (typeof data === "string") {
      if (waiting.length > 0) post({ kind: "states", states: waiting }, waiting); // states that came before the text
      waiting = [];
      post({ kind: "text", text: data });
    } else hearBytes(data);
  });
}

function hearBytes(data: ArrayBuffer): void {
  const magic = data.byteLength >= 16 ? new DataView(data).getUint32(0, true) : 0;
  if (magic === TOUCHES) post({ kind: "touches", bytes: data }, [data]);
  if (magic !== MAGIC) return;
  waiting.push(data);
  if (waiting.length > MAX_WAITING) waiting.shift();
}

/** Measures round trips here, where drawing does not delay them. */
function ping({ count, every }: Pings): void {
  sent.clear();
  trips = [];
  let number = 0;
  const timer = setInterval(() => {
    sent.set(number, performance.now());
    socket?.send(JSON.stringify({ type: "ping", number }));
    if (++number < count) return;
    clearInterval(timer);
    setTimeout(() => post({ kind: "pings", milliseconds: trips }), LOST);
  }, every);
}

function answered(text: string): void {
  const { number } = JSON.parse(text) as { number: number };
  const start = sent.get(number);
  if (start !== undefined) trips.push(performance.now() - start);
}
