/** Sentences in a page without a server: looked up in what the grammar said of them when the page was written. */

import type { Step, Timed } from "./run";

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
  /** Velocities [m/s] of each thing by way. */
  readonly throws: Readonly<Record<string, Readonly<Record<string, Vec3>>>>;
  readonly throw_manners: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** What each phrase opens, one after the other. */
  readonly hinged: Readonly<Record<string, readonly string[]>>;
  /** How far words open: of all the way. */
  readonly parts: Readonly<Record<string, number>>;
}

interface Problem {
  readonly problem: string;
  readonly candidates: readonly string[];
}

/** What the clauses of a sentence do, or why it does nothing and what might have been meant. */
export type Understood = { readonly steps: readonly Step[] } | Problem;

/** What one clause does, and what passes before the next: so many seconds, or until things rest. */
type Clause = { readonly actions: readonly Timed[]; readonly seconds?: number } | Problem;

/** Words of a clause that has a verb, a thing and a way. */
interface Said {
  readonly verb: string;
  readonly noun: string;
  readonly way: string;
  readonly how: string;
}

const FRAME = 1 / 60;
/** A hand takes this long at a door, and this from grasp to throw [s]; as the grammar has them. */
const OPENING = 181 * FRAME;
const GRASPING = 31 * FRAME;
const POLITE = /^(?:please|could you|can you|would you|now|first|finally)\s+|\s+(?:please|now)$/g;
const BREAK =
  /\s*[;.!]\s*|,?\s+(?:and |but )?(?:then|after that|afterwards)\b,?\s*|,\s*(?:and\s+)?|\s+and\s+/;
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
const NUMBERS: Readonly<Record<string, number>> = {
  a: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  ten: 10,
};
const TIMES: Readonly<Record<string, number>> = {
  once: 1,
  twice: 2,
  thrice: 3,
  "two times": 2,
  "three times": 3,
};
const LONGEST_WAIT = 30;
const MOST_CLAUSES = 16;
const EXAMPLES =
  "'push the %s left, then kick it back', 'throw the %s forward', 'push it off', 'turn off gravity'";
const ELSEWHERE = "open the scene with spatialwm view for the rest";

/** Reads a sentence. `moved` says whether a thing is no longer where it was when the page was written. */
export class Reader {
  private last = "";

  constructor(
    private readonly spoken: Spoken,
    private readonly moved: (name: string) => boolean,
  ) {}

  /** All clauses of it, one after the other, or none. */
  read(sentence: string): Understood {
    const before = this.last;
    const steps: Step[] = [];
    for (const [clause, times] of this.clauses(sentence)) {
      for (let k = 0; k < times; k++) {
        const found = this.clause(clause);
        if ("problem" in found) {
          this.last = before;
          return found;
        }
        steps.push({
          actions: found.actions,
          seconds: found.seconds ?? FRAME,
          rests: found.seconds === undefined,
        });
      }
    }
    return steps.length > 0 ? { steps } : this.puzzled(sentence);
  }

  /** What it would do; what is said later does not refer to it. */
  preview(sentence: string): Understood {
    const before = this.last;
    const read = this.read(sentence);
    this.last = before;
    return read;
  }

  /** Clauses that say everything, and how often: what one leaves out is in its neighbour. */
  private clauses(sentence: string): readonly (readonly [string, number])[] {
    const said = sentence
      .toLowerCase()
      .replace(/[.!?]+$/, "")
      .replace(/\s+/g, " ")
      .trim();
    if (own(this.spoken.world, said)) return [[said, 1]];
    const clauses = said.split(BREAK).flatMap((part): [string, number][] => {
      let clause = part.replace(POLITE, "").replace(POLITE, "").trim();
      const often = /\s+(once|twice|thrice|two times|three times)$/.exec(clause);
      clause = often ? clause.slice(0, often.index) : clause;
      return clause ? [[clause, own(TIMES, often?.[1] ?? "") ?? 1]] : [];
    });
    return this.filled(clauses.slice(0, MOST_CLAUSES));
  }

  /** "push the mug and the bowl left, then right": each with its verb, thing and way. */
  private filled(clauses: readonly [string, number][]): readonly (readonly [string, number])[] {
    const ways = clauses.map(([clause]) => this.wayIn(clause));
    let verb = "";
    let noun = "";
    return clauses.map(([clause, times], k) => {
      const first = clause.split(" ")[0] ?? "";
      if (this.isVerb(first)) {
        verb = first;
        noun = clause.slice(first.length + 1);
      } else if (own(WAYS, clause)) return [`${verb} ${this.bare(noun)} ${clause}`, times];
      else if (verb && !this.alone(clause)) {
        noun = clause;
        clause = `${verb} ${clause}`;
      }
      const goes = this.takesWay(verb) && ways[k] === undefined && !this.alone(clause);
      const way = goes && !/\b(?:off|over|down)\b/.test(clause) ? ways.slice(k).find(Boolean) : undefined;
      return [way ? `${clause} ${way}` : clause, times];
    });
  }

  private isVerb(word: string): boolean {
    return this.takesWay(word) || /^(?:open|close|shut|knock|tip|topple|wait)$/.test(word);
  }

  private takesWay(word: string): boolean {
    return own(this.spoken.manners, word) !== undefined || own(this.spoken.throw_manners, word) !== undefined;
  }

  /** Whether it says all that it needs by itself. */
  private alone(clause: string): boolean {
    return own(this.spoken.world, clause) !== undefined || /^wait\b/.test(clause);
  }

  private wayIn(clause: string): string | undefined {
    return clause.split(" ").findLast((word) => own(WAYS, word));
  }

  /** What is pushed, without the way. */
  private bare(noun: string): string {
    const words = noun.split(" ").filter((word) => !own(WAYS, word) && !own(HOWS, word));
    return words.join(" ").replace(/ (?:to the|to)$/, "");
  }

  private clause(clause: string): Clause {
    const acceleration = own(this.spoken.world, clause);
    if (acceleration) return { actions: [[0, { action: "gravity", acceleration }]] };
    const wait = /^wait(?: (?:for )?(\w+|[\d.]+) seconds?)?$/.exec(clause);
    if (wait) {
      const seconds = wait[1] === undefined ? 1 : (own(NUMBERS, wait[1]) ?? Number(wait[1]));
      if (seconds > 0 && seconds <= LONGEST_WAIT) return { actions: [[0, { action: "wait" }]], seconds };
    }
    return this.over(clause) ?? this.door(clause) ?? this.going(clause) ?? this.puzzled(clause);
  }

  private over(clause: string): Clause | undefined {
    const match =
      /^(?:knock|tip|topple|push|kick) over (.+)$/.exec(clause) ??
      /^(?:knock|tip|push|kick) (.+) over$/.exec(clause) ??
      /^topple (.+)$/.exec(clause);
    return match ? this.aimed(match[1] ?? "", "over") : undefined;
  }

  private door(clause: string): Clause | undefined {
    const match = /^(open|close|shut)(?: up)? (.+)$/.exec(clause);
    if (match === null) return undefined;
    const opens = match[1] === "open";
    const said = match[2] ?? "";
    const words = Object.keys(this.spoken.parts).sort((one, other) => other.length - one.length);
    const part = opens ? words.find((word) => said.endsWith(` ${word}`)) : undefined;
    const fraction = part === undefined ? 1 : (this.spoken.parts[part] ?? 1);
    const noun = bareNoun(part ? said.slice(0, -part.length).trim() : said);
    const names = own(this.spoken.hinged, noun === "it" ? plain(this.last) : noun);
    if (names === undefined) return this.unknown(noun, Object.keys(this.spoken.hinged), "opens here");
    this.last = names.length === 1 ? (names[0] ?? "") : noun;
    const actions = names.map((object, k): Timed => {
      const time = k * OPENING;
      return [time, opens ? { action: "open", object, fraction } : { action: "close", object }];
    });
    return { actions, seconds: names.length * OPENING };
  }

  /** Pushes and throws: a verb, a thing, a way, and how. */
  private going(clause: string): Clause | undefined {
    let how = "";
    const words = clause.split(" ").filter((word) => {
      const found = own(HOWS, word);
      how = found ?? how;
      return found === undefined;
    });
    const [verb = "", ...rest] = words;
    if (!this.takesWay(verb)) return undefined;
    const off = /^(.+?) (?:off|off of|down from)(?: (?:the )?(.+))?$/.exec(rest.join(" "));
    if (off && own(this.spoken.manners, verb)) return this.aimed(off[1] ?? "", "off", off[2]);
    const way = own(WAYS, rest.at(-1) ?? "");
    if (way === undefined) return undefined;
    const noun = rest
      .slice(0, -1)
      .join(" ")
      .replace(/ (?:to the|to)$/, "");
    return own(this.spoken.manners, verb)
      ? this.pushed({ verb, noun, way, how })
      : this.thrown({ verb, noun, way, how });
  }

  private pushed({ verb, noun, way, how }: Said): Clause | undefined {
    const name = this.named(noun);
    if (typeof name !== "string") return name;
    const impulse = own(this.spoken.pushes, name)?.[way];
    const share = own(this.spoken.manners, verb)?.[how];
    if (impulse === undefined || share === undefined) return undefined;
    this.last = name;
    return { actions: [[0, { action: "push", object: name, impulse: times(impulse, share), point: null }]] };
  }

  private thrown({ verb, noun, way, how }: Said): Clause | undefined {
    const name = this.named(noun);
    if (typeof name !== "string") return name;
    const velocity = own(this.spoken.throws, name)?.[way];
    const share = own(this.spoken.throw_manners, verb)?.[how];
    if (velocity === undefined || share === undefined)
      return { problem: `'${plain(name)}' is too heavy for a hand, or held fast.`, candidates: [] };
    this.last = name;
    const actions: Timed[] = [
      [0, { action: "grasp", object: name }],
      [GRASPING, { action: "throw", velocity: times(velocity, share) }],
    ];
    return { actions };
  }

  private aimed(noun: string, goal: "off" | "over", from?: string): Clause {
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
    return {
      actions: [[0, { action: "push", object: name, impulse: found.impulse, point: found.point }]],
    };
  }

  /** The name of a thing, or why it is none. */
  private named(noun: string): string | Problem {
    const bare = bareNoun(noun);
    const name = bare === "it" && this.last ? this.last : own(this.spoken.nouns, bare);
    return name ?? this.unknown(bare, Object.keys(this.spoken.nouns), "moves here");
  }

  private unknown(bare: string, known: readonly string[], does: string): Problem {
    const alike = known.filter((one) => one.split(" ").some((word) => bare.split(" ").includes(word)));
    const problem =
      alike.length > 1 ? `'${bare}' may be ${list(alike)}; say which.` : `'${bare}' is nothing that ${does}.`;
    return { problem, candidates: alike.length > 0 ? alike : known.slice(0, 8) };
  }

  private puzzled(sentence: string): Problem {
    const [first = "mug"] = Object.keys(this.spoken.nouns);
    const [door] = Object.keys(this.spoken.hinged);
    const examples = EXAMPLES.replaceAll("%s", first) + (door ? `, 'open the ${door} halfway'` : "");
    return {
      problem: `'${sentence.slice(0, 80)}' is not understood here. Try ${examples}; ${ELSEWHERE}.`,
      candidates: [],
    };
  }
}

function bareNoun(noun: string): string {
  return noun.replace(/^(?:the|a|an|that|this) /, "");
}

function times(vector: Vec3, share: number): Vec3 {
  const [x, y, z] = vector;
  return [x * share, y * share, z * share];
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
