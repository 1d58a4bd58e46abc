/** What a scene file tells of its rollout beside the animation: who was there, what deformed, where the agent went. */

import { type Container, readAccessor } from "./container";
import {
  asArray,
  asIndex,
  asNumber,
  asObject,
  asString,
  FormatError,
  type JsonObject,
  optional,
} from "./json";

/** Numbers that tell where the agent is: feet xyz [m], yaw and pitch [rad], height of the eyes [m]. */
export const AGENT = 6;

/** While an object is not in the world [s]; without an end it stays away. */
export interface Span {
  readonly object: string;
  readonly begin: number;
  readonly end: number | undefined;
}

export interface RolloutFile {
  /** [s] */
  readonly times: Float32Array | undefined;
  readonly hidden: readonly Span[];
  /** Control points of soft objects in their own frames, frame by frame [m]. */
  readonly cages: ReadonlyMap<string, Float32Array>;
  /** `AGENT` numbers a frame. */
  readonly agent: Float32Array | undefined;
  /** When something happens that cannot, and what. */
  readonly doubts: readonly Doubt[];
}

export interface Doubt {
  /** [s] */
  readonly begin: number;
  readonly end: number;
  /** The object and the law it breaks. */
  readonly what: string;
}

/** A frame whose score is lower is not to be believed (as `Trust.LOST`). */
const LOST = 0.5;

export function readRollout(file: Container, rollout: JsonObject): RolloutFile {
  const numbers = (key: string) =>
    rollout[key] === undefined ? undefined : readAccessor(file, asIndex(rollout[key], `rollout.${key}`)).data;
  const times = numbers("times");
  const agent = numbers("agent");
  if (agent !== undefined && agent.length !== AGENT * (times?.length ?? 0)) {
    throw new FormatError("rollout.agent: needs the agent in every frame.");
  }
  const cages = optional(asArray, rollout.cages, "rollout.cages", []).map((item): [string, Float32Array] => {
    const pair = asArray(item, "rollout.cages");
    const { data } = readAccessor(file, asIndex(pair[1], "rollout.cages"));
    return [asString(pair[0], "rollout.cages"), data];
  });
  const hidden = optional(asArray, rollout.hidden, "rollout.hidden", []).map((item): Span => {
    const span = asArray(item, "rollout.hidden");
    return {
      object: asString(span[0], "rollout.hidden"),
      begin: asNumber(span[1], "rollout.hidden"),
      end: optional<number | undefined>(asNumber, span[2], "rollout.hidden", undefined),
    };
  });
  return { times, hidden, cages: new Map(cages), agent, doubts: readDoubts(file, rollout, times) };
}

function readDoubts(file: Container, rollout: JsonObject, times: Float32Array | undefined): Doubt[] {
  if (rollout.trust === undefined || times === undefined) return [];
  const trust = asObject(rollout.trust, "rollout.trust");
  const scores = readAccessor(file, asIndex(trust.scores, "rollout.trust.scores")).data;
  const reasons = readAccessor(file, asIndex(trust.reasons, "rollout.trust.reasons")).data;
  const causes = asArray(trust.causes, "rollout.trust.causes").map((cause) =>
    asArray(cause, "rollout.trust.causes").map((text) => asString(text, "rollout.trust.causes")),
  );
  return doubtsOf(times, scores, (k) => (causes[reasons[k] ?? 0] ?? []).filter(Boolean).join(": "));
}

/** Spans of frames that are not to be believed; each says what its worst frame is about. */
export function doubtsOf(
  times: Float32Array,
  scores: Float32Array,
  cause: (frame: number) => string,
): Doubt[] {
  const found: Doubt[] = [];
  for (let k = 0; k < Math.min(times.length, scores.length); k++) {
    if ((scores[k] ?? 1) >= LOST) continue;
    let [last, worst] = [k, k];
    while (last + 1 < scores.length && (scores[last + 1] ?? 1) < LOST) {
      last++;
      if ((scores[last] ?? 1) < (scores[worst] ?? 1)) worst = last;
    }
    found.push({ begin: times[k] ?? 0, end: times[last] ?? 0, what: cause(worst) });
    k = last;
  }
  return found;
}
