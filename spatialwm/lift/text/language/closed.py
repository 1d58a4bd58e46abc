"""The closed classes: what counts, what relates, what refers, what is skipped."""

from spatialwm.lift.text.language.listed import listed

__all__ = [
    "ADVERBS", "ARCHITECTURE", "AUXILIARIES", "BOUNDARIES", "BOUNDS", "DETERMINERS", "NUMBERS", "ORDINALS",
    "PRONOUNS", "RELATIONS", "RELATIVES", "SIDES", "SKIPPED_STARTS", "VAGUE_NUMBERS", "bound_at",
    "is_closed", "number_of", "relation_at",
]  # fmt: skip

NUMBERS: dict[str, int] = {
    word: value
    for value, word in enumerate(
        listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
    )
} | {"single": 1, "dual": 2, "twin": 2, "dozen": 12, "thirty": 30, "forty": 40, "fifty": 50,
     "sixty": 60, "hundred": 100, "thousand": 1000, "triple": 3, "half-dozen": 6, "lone": 1}  # fmt: skip
VAGUE_NUMBERS: dict[str, int] = {
    "some": 3, "several": 4, "few": 3, "many": 5, "various": 3, "numerous": 6, "multiple": 3, "couple": 2,
    "plenty": 5, "lots": 5, "assorted": 3, "countless": 8, "handful": 4, "different": 3, "lot": 5,
}  # fmt: skip
"""What is drawn when no exact number was said."""
BOUNDS: dict[str, str] = {
    "exactly": "exact", "precisely": "exact", "only": "exact", "just": "exact", "at least": "least",
    "no fewer than": "least", "no less than": "least", "not less than": "least", "a minimum of": "least",
    "minimum": "least", "more than": "more", "over": "more", "at most": "most", "up to": "most",
    "no more than": "most", "not more than": "most", "a maximum of": "most", "fewer than": "fewer",
    "less than": "fewer", "about": "exact", "around": "exact", "roughly": "exact",
    "approximately": "exact", "nearly": "exact", "almost": "exact", "a total of": "exact",
}  # fmt: skip
DETERMINERS: dict[str, str] = {
    "a": "a", "an": "a", "the": "the", "this": "the", "that": "the", "these": "the", "those": "the",
    "its": "the", "their": "the", "his": "the", "her": "the", "my": "the", "our": "the", "your": "the",
    "each": "each", "every": "each", "either": "each", "all": "the", "both": "both", "another": "another",
    "other": "other", "no": "no", "any": "a", "whose": "the", "without": "no", "one": "a",
}  # fmt: skip
PRONOUNS: dict[str, str] = {
    "it": "it", "itself": "it", "this": "it", "that": "it", "them": "them", "they": "them", "these": "them",
    "those": "them", "themselves": "them", "each": "each", "both": "both", "one": "one", "ones": "them",
    "another": "another", "others": "other", "which": "which", "other": "other", "former": "former",
    "latter": "latter", "neither": "both", "all": "them", "whom": "which", "he": "it", "she": "it",
    "him": "it", "half": "half", "rest": "other",
}  # fmt: skip
RELATIVES = frozenset({"which", "that", "who", "whose"})
ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "sixth": 5, "last": -1, "final": -1,
            "left": 0, "right": 1}  # fmt: skip
AUXILIARIES = frozenset(
    listed(
        "is are was were be been being am has-been will would should must can could may might do does did "
        "shall there's isn't aren't"
    )
)
BOUNDARIES = frozenset(listed("while where whereas when as because since but so although though if then"))
ADVERBS = frozenset(
    listed(
        "also neatly carefully together directly closely immediately right just slightly partially fully "
        "very really quite too rather ever even still perfectly evenly loosely tightly freely prominently "
        "gently casually randomly symmetrically nicely softly brightly simply mainly mostly comfortably "
        "easily visibly proudly please additionally finally lastly meanwhile however besides-that "
        "furthermore overall moreover plus again here around-it instead both-of somewhere everywhere "
        "apart respectively completely entirely centrally diagonally vertically horizontally upright "
        "upside down up out off away thru along-with not currently well likewise similarly there"
    )
)
SKIPPED_STARTS = frozenset(
    listed("for to upon via despite including-that without-that like unlike during until")
)
"""What follows them up to the next mark is a purpose, a manner or a comparison: "for quick sessions"."""

RELATIONS: dict[str, str] = {
    "on top of": "on", "on top": "on", "atop": "on", "on": "on", "upon": "on", "onto": "on",
    "across the top of": "on",
    "in": "in", "inside": "in", "inside of": "in", "into": "in", "within": "in",
    "under": "under", "underneath": "under", "beneath": "under", "below": "under",
    "next to": "next to", "beside": "next to", "by": "next to", "alongside": "next to",
    "adjacent to": "next to", "adjoining": "next to", "by the side of": "next to", "right next to": "next to",
    "near": "near", "near to": "near", "close to": "near", "nearest": "near", "nearest to": "near",
    "closest to": "near", "at": "at", "nearby": "near", "around the corner from": "near",
    "close by": "near", "in the vicinity of": "near", "within reach of": "near", "not far from": "near",
    "far from": "far", "far away from": "far", "farthest from": "far", "furthest from": "far",
    "away from": "far", "in front of": "in front of", "before": "in front of", "in front": "in front of",
    "outside": "outside", "outside of": "outside", "behind": "behind", "in back of": "behind",
    "at the back of": "back of", "in the back of": "back of",
    "at the front of": "front of", "in the front of": "front of",
    "to the left of": "left of", "left of": "left of", "to the right of": "right of", "right of": "right of",
    "to the left": "left of", "to the right": "right of", "to its left": "left of",
    "to its right": "right of",
    "on its left": "left of", "on its right": "right of", "on the left hand side of": "left side",
    "on the right hand side of": "right side", "around": "around", "surrounding": "around",
    "between": "between", "in between": "between", "in-between": "between", "among": "near",
    "amongst": "near", "amid": "near",
    "above": "above", "over": "above", "overhead": "overhead", "against": "against", "along": "along",
    "up against": "against", "flush against": "against", "facing": "facing", "facing towards": "facing",
    "facing toward": "facing", "facing away from": "facing away", "opposite": "across",
    "opposite to": "across", "opposite from": "across", "across from": "across", "across": "across",
    "directly across from": "across", "on the opposite side of": "across", "on the other side of": "across",
    "with": "with", "along with": "together", "together with": "together", "as well as": "together",
    "plus": "together", "in addition to": "together", "accompanied by": "accompany",
    "including": "including", "such as": "including", "like": "like", "namely": "including",
    "consisting of": "including", "made up of": "including", "composed of": "including",
    "of": "of", "from": "from", "off": "from", "through": "near", "toward": "facing", "towards": "facing",
    "beyond": "behind", "at the foot of": "foot", "at the head of": "head", "at the end of": "end",
    "at the edge of": "on", "on the edge of": "on", "at the base of": "next to", "on the surface of": "on",
    "in the middle of": "middle", "in the center of": "middle", "in the centre of": "middle",
    "at the center of": "middle", "at the centre of": "middle", "in the heart of": "middle",
    "back to back with": "facing away", "side by side": "side by side", "in a row": "row", "in rows": "row",
    "in a line": "row", "lined up": "row", "in a circle": "circle", "in a stack": "stack",
    "on top of each other": "stack", "on top of one another": "stack", "in a pile": "stack",
    "in stacks": "stack",
    "face each other": "face to face", "face one another": "face to face",
    "facing each other": "face to face", "facing one another": "face to face", "face to face": "face to face",
    "next to each other": "side by side", "next to one another": "side by side",
    "beside each other": "side by side", "close to one another": "side by side",
    "close to each other": "side by side", "opposite each other": "face to face",
    "across from each other": "face to face", "on each side": "flank", "on each side of": "flank",
    "on either side": "flank", "on either side of": "flank",
    "on both sides": "flank", "on both sides of": "flank", "at each side of": "flank",
    "to either side of": "flank",
    "at either side of": "flank", "at both sides of": "flank", "on two sides of": "flank",
    "to each side of": "flank",
}  # fmt: skip
"""Every preposition; the longest that fits is taken."""

SIDES: dict[str, str] = {
    "side": "side", "end": "end", "head": "head", "foot": "foot", "edge": "edge", "corner": "corner",
    "middle": "middle", "center": "middle", "centre": "middle", "top": "top", "bottom": "bottom",
    "left": "left",
    "right": "right", "front": "front", "back": "back", "rear": "back", "part": "part", "half": "part",
    "surface": "top", "left-hand": "left", "right-hand": "right",
    "perimeter": "wall", "background": "back",
    "foreground": "front", "distance": "back",
}  # fmt: skip
ARCHITECTURE: dict[str, str] = {
    "wall": "wall", "window": "window", "door": "door", "doorway": "door", "entrance": "door",
    "entry": "door", "entryway": "door", "exit": "door", "ceiling": "ceiling", "floor": "floor",
    "ground": "ground",
    "corner": "corner", "windowsill": "window", "room": "room", "walls": "wall", "pavement": "ground",
    "roof": "ceiling", "rafter": "ceiling", "threshold": "door", "middle": "room", "flooring": "floor",
    "alcove": "corner", "path": "ground", "pathway": "ground", "walkway": "ground", "trail": "ground",
    "sidewalk": "ground", "street": "ground", "road": "ground",
}  # fmt: skip
"""Nouns of the room itself, to its parts."""


def number_of(word: str) -> int | None:
    """The number that a word or a numeral says; None when it says none."""
    if word in NUMBERS:
        return NUMBERS[word]
    if word.replace(".", "", 1).isdigit() and word.isascii():
        return min(int(float(word[:12])), 1_000_000)
    front, _, last = word.partition("-")
    if last and front in NUMBERS and last in NUMBERS and NUMBERS[front] >= 20 > NUMBERS[last]:
        return NUMBERS[front] + NUMBERS[last]
    return None


_LONGEST = max(len(text.split()) for text in RELATIONS)


def relation_at(words: list[str], at: int) -> tuple[tuple[str, str], int] | None:
    """The longest preposition that starts here with its relation, and where it ends."""
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        text = " ".join(words[at : at + length])
        if text in RELATIONS:
            return (RELATIONS[text], text), at + length
    return None


_CLOSED = (
    frozenset(DETERMINERS) | ADVERBS | BOUNDARIES | frozenset(PRONOUNS) | frozenset(VAGUE_NUMBERS)
    | AUXILIARIES | SKIPPED_STARTS | {",", "and", "or", "not", "exactly", "only"}
)  # fmt: skip


def is_closed(words: list[str], at: int) -> bool:
    """Whether nothing, or a closed-class word, stands here."""
    if at >= len(words) or words[at] in _CLOSED or number_of(words[at]) is not None:
        return True
    return relation_at(words, at) is not None


def bound_at(words: list[str], at: int) -> bool:
    """Whether a bound and a number start here: "at least four"."""
    return any(
        " ".join(words[at : at + k]) in BOUNDS and at + k < len(words) and _is_number(words[at + k])
        for k in (1, 2, 3, 4)
    )


def _is_number(word: str) -> bool:
    return number_of(word) is not None or word == "a"
