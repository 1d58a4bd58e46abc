/**
 * How fine to draw so that what moves stays smooth. Pure. Steps down at once when pictures take too long, and up
 * again slowly; a step that was too much is not tried again for a while.
 */

export interface Step {
  /** Of the pixels along a side, while the view moves; at rest all are drawn. */
  readonly pixels: number;
  /** Of the splats there may be. */
  readonly splats: number;
}

/** From the finest: pixels first, which come back when one stops. */
export const STEPS: readonly Step[] = [
  { pixels: 1, splats: 1 },
  { pixels: 0.75, splats: 1 },
  { pixels: 0.6, splats: 0.6 },
  { pixels: 0.5, splats: 0.35 },
  { pixels: 0.5, splats: 0.2 },
];

/** Slower than this is felt as jerky, faster than that has room: 30 and 55 pictures a second [ms]. */
export const SLOW = 33;
export const FAST = 18;
/** Pictures that are looked at before a step; a middle value does not mind a hiccup. */
const LOOKED_AT = 12;
/** Times that many must be fast before it gets finer. */
const SURE = 5;
/** A step that was too slow is left alone for so long [ms]. */
const BARRED = 30_000;

export class Tuning {
  private at = 0;
  private times: number[] = [];
  private fast = 0;
  /** When each step may be tried again [ms]. */
  private readonly free: number[] = STEPS.map(() => 0);

  get step(): Step {
    return STEPS[this.at] ?? { pixels: 1, splats: 1 };
  }

  /** Counts a picture that took so long [ms]; true where the step has changed. */
  count(took: number, now: number): boolean {
    this.times.push(took);
    if (this.times.length < LOOKED_AT) return false;
    const middle = [...this.times].sort((a, b) => a - b)[LOOKED_AT >> 1] ?? 0;
    this.times = [];
    if (middle > SLOW && this.at < STEPS.length - 1) {
      this.free[this.at] = now + BARRED;
      this.at += 1;
      this.fast = 0;
      return true;
    }
    this.fast = middle < FAST ? this.fast + 1 : 0;
    if (this.fast < SURE || this.at === 0 || (this.free[this.at - 1] ?? 0) > now) return false;
    this.at -= 1;
    this.fast = 0;
    return true;
  }

  /** What was counted is of another view, or of another budget. */
  forget(): void {
    this.times = [];
  }

  /** As fine as can be, as at the beginning. */
  reset(): void {
    this.at = this.fast = 0;
    this.times = [];
    this.free.fill(0);
  }
}
