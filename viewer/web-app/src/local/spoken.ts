/** Sentences in a page without a server: looked up in what the grammar said of them when the page was written. */

import type { ActionJson } from "../protocol";

type Vec3 = [number, number, number];

interface Aimed {
  readonly impulse: Vec3;
  readonly point: Vec3 | null;
  /** What it is pushed off. */
  readonly from?: string;
}

/** `spoken.py` writes it. */
export interface Spoken {
  readonly nouns: Readonly<Record<string, string>>;
  readonly pushes: Readonly<Record<string, Readonly<Record<string, Vec3>>>>;
  readonly aimed: Readonly<Record<string, { readonly off?: Aimed; readonly over?: Aimed }>>;
  readonly manners: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly world: Readonly<Record<string, Vec3>>;
}

/** What a sentence does, or why it does nothing and what might have been meant. */
export type Understood =
  | { readonly actions: readonly ActionJson[] }
  | { readonly problem: string; readonly candidates: readonly string[] };

const POLITE = /^(?:please|could you|can you|would you|now)\s+|\s+(?:please|now)$/g;
const WAYS: Readonly<Record<string, string>> = {
  left: "left",
  leftwards: "left",
  right: "right",
  rightwards: "right",
  forward: "forward",
  forwards: "forward",
  back: "back",
  backward: "back",
  backwards: "back",
};
const HOWS: Readonly<Record<string, string>> = { gently: "gently", softly: "gently", hard: "hard" };
const EXAMPLES = "'push the %s left', 'kick it hard', 'push it off', 'knock it over', 'turn off gravity'";
const ELSEWHERE = "open the scene with spatialwm view for the rest";

/** Reads a sentence. `moved` says whether a thing is no longer where it was when the page was written. */
export class Reader {
  private last = "";

  constructor(
    private readonly spoken: Spoken,
    private readonly moved: (name: string) => boolean,
  ) {}

  read(sentence: string): Understood {
    const said = sentence
      .toLowerCase()
      .replace(/[.!?]+$/, "")
      .replace(/\s+/g, " ")
      .trim();
    const clause = said.replace(POLITE, "").replace(POLITE, "");
    const acceleration = own(this.spoken.world, clause);
    if (acceleration) return { actions: [{ action: "gravity", acceleration }] };
    return this.over(clause) ?? this.push(clause) ?? this.puzzled(sentence);
  }

  private over(clause: string): Understood | undefined {
    const match =
      /^(?:knock|tip|topple|push|kick) over (.+)$/.exec(clause) ??
      /^(?:knock|tip|push|kick) (.+) over$/.exec(clause) ??
      /^topple (.+)$/.exec(clause);
    return match ? this.aimed(match[1] ?? "", "over") : undefined;
  }

  private push(clause: string): Understood | undefined {
    let how = "";
    const words = clause.split(" ").filter((word) => {
      const found = own(HOWS, word);
      how = found ?? how;
      return found === undefined;
    });
    const [verb = "", ...rest] = words;
    const manner = own(this.spoken.manners, verb);
    if (manner === undefined) return undefined;
    const off = /^(.+?) (?:off|off of|down from)(?: (?:the )?(.+))?$/.exec(rest.join(" "));
    if (off) return this.aimed(off[1] ?? "", "off", off[2]);
    const way = own(WAYS, rest.at(-1) ?? "");
    if (way === undefined) return undefined;
    const noun = rest
      .slice(0, -1)
      .join(" ")
      .replace(/ (?:to the|to)$/, "");
    const name = this.named(noun);
    if (typeof name !== "string") return name;
    const impulse = own(this.spoken.pushes, name)?.[way];
    const share = manner[how];
    if (impulse === undefined || share === undefined) return undefined;
    this.last = name;
    const scaled = impulse.map((part) => part * share) as Vec3;
    return { actions: [{ action: "push", object: name, impulse: scaled, point: null }] };
  }

  private aimed(noun: string, goal: "off" | "over", from?: string): Understood {
    const name = this.named(noun);
    if (typeof name !== "string") return name;
    const found = own(this.spoken.aimed, name)?.[goal];
    if (found === undefined || (from && from !== "it" && from !== found.from?.replaceAll("_", " "))) {
      const problem = `How '${plain(name)}' is pushed ${goal} is not in this page; ${ELSEWHERE}.`;
      return { problem, candidates: [] };
    }
    if (this.moved(name)) {
      const problem = `'${plain(name)}' is not where it was when that was worked out; reset, or say a way.`;
      return { problem, candidates: [] };
    }
    this.last = name;
    return { actions: [{ action: "push", object: name, impulse: found.impulse, point: found.point }] };
  }

  /** The name of a thing, or why it is none. */
  private named(noun: string): string | Understood {
    const bare = noun.replace(/^(?:the|a|an|that|this) /, "");
    const name = bare === "it" && this.last ? this.last : own(this.spoken.nouns, bare);
    if (name !== undefined) return name;
    const known = Object.keys(this.spoken.nouns);
    const alike = known.filter((one) => one.split(" ").some((word) => bare.split(" ").includes(word)));
    const problem =
      alike.length > 1
        ? `'${bare}' may be ${list(alike)}; say which.`
        : `'${bare}' is nothing that moves here.`;
    return { problem, candidates: alike.length > 0 ? alike : known.slice(0, 8) };
  }

  private puzzled(sentence: string): Understood {
    const [first = "mug"] = Object.keys(this.spoken.nouns);
    const examples = EXAMPLES.replace("%s", first);
    return {
      problem: `'${sentence.slice(0, 80)}' is not understood here. Try ${examples}; ${ELSEWHERE}.`,
      candidates: [],
    };
  }
}

/** What a table says of a word, not what every object has. */
function own<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

function plain(name: string): string {
  return name.replaceAll("_", " ");
}

function list(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(", ");
}
