/** How a sentence may go on: the verbs that are understood, and the names of what is there. Pure. */

/** First words of what can be said, as the help and the language's own examples have them. */
const BEGINNINGS = [
  "push the",
  "pull the",
  "knock over the",
  "grab the",
  "throw the",
  "drop the",
  "put the",
  "open the",
  "close the",
  "walk to the",
  "add a",
  "remove the",
  "paint the",
  "make it windy",
  "turn off gravity",
  "orbit the",
  "cut to the",
  "show me the",
  "wide shot",
  "fly through the views",
  "stop orbiting",
];
/** Fewer letters could be the beginning of anything. */
const LEAST = 2;

/** What would end the last word of a sentence; empty where nothing, or more than one thing, fits. */
export function completionOf(text: string, names: readonly string[]): string {
  if (text === "" || /\s$/.test(text)) return "";
  const said = text.toLowerCase();
  const clause = /(?:^|,\s*(?:then\s+)?|\bthen\s+|\band\s+)([^,]*)$/.exec(said)?.[1] ?? said;
  if (clause.length >= LEAST) {
    const begun = BEGINNINGS.filter((each) => each.startsWith(clause) && each !== clause);
    if (begun.length > 0) return shared(begun).slice(clause.length);
  }
  // The longest ending that begins a name: names may have several words.
  const words = [...said.matchAll(/\S+/g)].map(({ index }) => said.slice(index));
  for (const ending of words) {
    if (ending.length < LEAST) continue;
    const found = names.map((name) => name.toLowerCase()).filter((name) => name.startsWith(ending));
    if (found.includes(ending)) return "";
    if (found.length > 0) return shared(found).slice(ending.length);
  }
  return "";
}

/** What all of them begin with. */
function shared(texts: readonly string[]): string {
  const [first = "", ...others] = texts;
  let end = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, end))) end -= 1;
  return first.slice(0, end);
}
