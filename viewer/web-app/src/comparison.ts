/** The future one left for another: kept, shown as ghosts on the same clock, and compared. */

import type { SceneObject } from "./glb/scene";
import { type Difference, differences, movers } from "./time/compare";
import { emptyLike, type Frame } from "./time/frame";
import { Recording } from "./time/recording";
import { Ghosts } from "./view/ghosts";

export class Comparison {
  readonly ghosts = new Ghosts();
  /** The first future, from the moment both have in common on. */
  first: Recording | undefined;
  /** One can look at the second alone. */
  shown = true;
  private objects = new Map<string, SceneObject>();
  private moment: Frame | undefined;

  /** Where the two part [s of the recording]. */
  get from(): number {
    return this.first?.start ?? 0;
  }

  /** Keeps what comes after a moment; resolves when its ghosts can be drawn. */
  async keep(recording: Recording, from: number, objects: readonly SceneObject[]): Promise<void> {
    this.drop();
    const first = new Recording([...recording.names]);
    for (let k = Math.max(recording.countUntil(from + 1e-4) - 1, 0); k < recording.times.length; k++) {
      const [time, frame] = [recording.times[k], recording.frames[k]];
      if (time !== undefined && frame) first.push(time, frame);
    }
    first.actions.push(...recording.actions.filter(({ time }) => time >= from - 1e-4));
    const newest = first.frames.at(-1);
    if (newest === undefined) return;
    this.first = first;
    this.moment = emptyLike(newest, first.names.length);
    this.objects = new Map(objects.map((object) => [object.name, object]));
    await this.addGhosts(movers(first));
  }

  /** What ended elsewhere, and when that is looked at [s]; ghosts of all of it can be drawn once it resolves. */
  async compare(second: Recording): Promise<{ time: number; found: Difference[] } | undefined> {
    if (this.first === undefined) return undefined;
    const time = Math.min(this.first.end, second.end);
    const found = differences(this.first, second, time);
    await this.addGhosts(found.map(({ name }) => name));
    return { time, found };
  }

  /** Shows the ghosts at a moment; `real` is what the second future has there. */
  show(time: number, real: Frame, names: readonly string[]): void {
    if (this.first === undefined || this.moment === undefined) return;
    if (!this.shown || time < this.from) {
      this.ghosts.hide();
      return;
    }
    this.ghosts.place(this.first.sample(time, this.moment), this.first.names, real, names);
  }

  drop(): void {
    this.first = this.moment = undefined;
    this.shown = true;
    this.ghosts.clear();
  }

  private async addGhosts(names: readonly string[]): Promise<void> {
    const first = this.first;
    const wanted = names.flatMap((name) => this.objects.get(name) ?? []);
    await this.ghosts.add(wanted.filter(({ cells, kind }) => kind !== "static" && cells === undefined));
    if (this.first !== first) this.ghosts.clear(); // dropped meanwhile
  }
}
