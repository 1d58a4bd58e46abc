/**
 * Owns the socket, so that drawing never delays the network. Keeps all state frames since the page last asked and
 * hands them over together: the page draws the newest and records the rest.
 */

import { MAGIC } from "../protocol";

/** Frames kept while the page does not ask: a minute at 60 a second; then the oldest go. */
const MAX_WAITING = 3600;

export type ToWorker = { open: string } | { send: string } | { poll: true };
export type FromWorker =
  | { kind: "open" }
  | { kind: "text"; text: string }
  | { kind: "states"; states: ArrayBuffer[] }
  | { kind: "closed"; reason: string };

const post = postMessage as (message: FromWorker, transfer?: Transferable[]) => void;
let socket: WebSocket | undefined;
let waiting: ArrayBuffer[] = [];

addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  if ("open" in data) open(data.open);
  else if ("send" in data) socket?.send(data.send);
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
    if (typeof data === "string") {
      if (waiting.length > 0) post({ kind: "states", states: waiting }, waiting); // states that came before the text
      waiting = [];
      post({ kind: "text", text: data });
    } else if (data.byteLength >= 16 && new DataView(data).getUint32(0, true) === MAGIC) {
      waiting.push(data);
      if (waiting.length > MAX_WAITING) waiting.shift();
    }
  });
}
