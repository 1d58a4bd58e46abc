/** The playhead: where in a recording the page is, and whether it moves. */

import type { Recording } from "./recording";

/** How far behind the newest state live motion is shown [s]: one late frame does not stutter. */
const LIVE_DELAY = 0.05;

export type PlayerMode = "paused" | "playing" | "live";

export class Player {
  time: number;
  mode: PlayerMode = "paused";
  speed = 1;

  constructor(readonly recording: Recording) {
    this.time = recording.end;
  }

  /** Moves by `elapsed` seconds of real time; true while there is more to show. */
  advance(elapsed: number): boolean {
    if (this.mode === "paused") return false;
    const before = this.time;
    if (this.mode === "playing") {
      this.time = Math.min(this.time + elapsed * this.speed, this.recording.end);
      if (this.time >= this.recording.end) this.mode = "paused";
      return true;
    }
    // Live: follow the newest state; catch up at once when rendering fell far behind.
    const newest = this.recording.end;
    this.time = Math.min(Math.max(this.time + elapsed, newest - 4 * LIVE_DELAY), newest);
    if (newest - this.time > LIVE_DELAY) this.time = Math.min(this.time + elapsed * 0.1, newest);
    return this.time !== before;
  }

  toggle(): void {
    if (this.mode === "playing") {
      this.mode = "paused";
    } else if (this.recording.end > this.recording.start) {
      if (this.time >= this.recording.end) this.time = this.recording.start;
      this.mode = "playing";
    }
  }

  seek(time: number): void {
    this.mode = "paused";
    this.time = Math.min(Math.max(time, this.recording.start), this.recording.end);
  }

  /** Follows what the engine computes. */
  goLive(): void {
    this.time = this.recording.end;
    this.mode = "live";
  }

  /** The engine is done: show the last state. */
  settle(): void {
    if (this.mode === "live") this.seek(this.recording.end);
  }
}
