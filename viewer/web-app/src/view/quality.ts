/** How many splats and pixels are drawn: as the page finds it can, or as one says. */

import type { Stage } from "./stage";
import { Tuning } from "./tuning";
import type { World } from "./world";

/** Fewer splats than this are no use [splats]. */
export const LEAST = 50_000;
/** As many as can be streamed at once on a machine that can draw them. */
const STREAMED = 5_000_000;
/** The page thins no scene to fewer: these come back only when the machine has time, which it may never have. */
const LEAST_BY_ITSELF = 500_000;
/** Longer pauses are no slow pictures: the page was not asked for any [ms]. */
const PAUSE = 4000;
/** So long after the last motion all pixels are drawn again [ms]. */
const REST = 200;

export class Quality {
  /** Whether the page decides. */
  auto = true;
  /** The most splats that may be drawn. */
  budget: number;
  /** More than this there are not. */
  readonly most: number;
  onChange: () => void = () => {};
  private readonly tuning = new Tuning();
  private readonly start: number;
  private moved = 0;
  private drawn = 0;

  constructor(
    private readonly stage: Stage,
    private readonly world: World,
    /** Whether all of a picture is needed now, or there is no telling yet what it costs. */
    private readonly held: () => boolean,
  ) {
    this.most = stage.streamed ? STREAMED : Math.max(world.splatCount, LEAST);
    this.start = this.budget = stage.streamed ? stage.streamBudget : this.most;
    stage.onPicture = (now, moving) => this.pictured(now, moving);
    stage.fineness = (now) => this.fineness(now);
  }

  /** Whether there is anything to choose. */
  get choice(): boolean {
    return this.most > LEAST;
  }

  /** Draws at most so many splats from now on, whatever it takes. */
  fix(budget: number): void {
    this.auto = false;
    this.tuning.reset();
    this.draws(budget);
  }

  /** Lets the page decide from now on. */
  free(): void {
    this.auto = true;
    this.tuning.reset();
    this.draws(this.start);
  }

  /** After each picture, with the time [ms]; `moving` where it is one of many. */
  private pictured(now: number, moving: boolean): void {
    const took = now - this.drawn;
    this.drawn = now;
    if (!moving || !this.auto || took > PAUSE || this.held()) {
      this.tuning.forget();
      return;
    }
    this.moved = now;
    if (!this.tuning.count(took, now)) return;
    const least = Math.min(this.stage.streamed ? LEAST : LEAST_BY_ITSELF, this.start);
    const budget = Math.max(Math.round(this.start * this.tuning.step.splats), least);
    if (budget !== this.budget) this.draws(budget);
  }

  /** Of the pixels along a side, so many are drawn now; and of what is streamed, as much. */
  private fineness(now: number): number {
    if (!this.auto) return 1;
    const moving = !this.held() && now - this.moved < REST;
    if (this.stage.streamed) this.stage.streamBudget = moving ? this.budget : this.start;
    return moving ? this.tuning.step.pixels : 1;
  }

  private draws(budget: number): void {
    this.budget = Math.min(Math.max(Math.round(budget), Math.min(LEAST, this.most)), this.most);
    if (this.stage.streamed) this.stage.streamBudget = this.budget;
    else void this.world.limit(this.budget).then(() => this.stage.invalidate());
    this.stage.invalidate();
    this.onChange();
  }
}
