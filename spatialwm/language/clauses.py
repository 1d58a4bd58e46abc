"""A sentence -> clauses: one thing to do each, repeated as often as it says, without what not to do."""

import re

from spatialwm.language.words import POLITE, VERBS, normalize, verb_first

__all__ = ["split_clauses", "starts_with_verb"]

_BREAK = re.compile(
    r"\s*(?:[;.!]|,?\s*\b(?:and then|then|after that|afterwards)\b,?)(?:\s+|$)|\s*(,)(?:\s+|$)|\s+(and)\s+"
)
"""Between things to do; the groups are those that may also stand between things."""
_DO_NOT = re.compile(r"^(?:do not|don't|dont|never|ignore|forget|leave .+ alone$|without)\b")
_BUT_NOT = re.compile(r"^(?:but not|not|except(?: for)?|but leave|apart from|other than)\s+")
_RATHER = re.compile(r"^(?:but|instead|rather)\s+")
_TIMES = re.compile(r"\s+(?:(once|twice|thrice)|(\d+|two|three|four|five|six|seven|eight|nine|ten) times)\b")
_COUNTS = {
    "once": 1, "twice": 2, "thrice": 3, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_FIRST_WORDS = re.compile("|".join(rf"{re.escape(v)}\b" for v in sorted(VERBS, key=len, reverse=True)))
_WORLD = re.compile(
    r"^(?:dim|brighten|darken|switch|let|start|stop|blow|double|halve|make|zero|normal|no|say|shout)\b"
)


def split_clauses(sentence: str) -> list[str]:
    """The clauses of a sentence in order, each beginning with its verb."""
    joined: list[str] = []
    for between, piece in _pieces(normalize(sentence)):
        clause = _polished(piece)
        if not clause:
            continue
        if joined and (without := _BUT_NOT.sub("", clause)) != clause:
            joined[-1] += f" except {without}"
        elif joined and between in (",", "and") and not starts_with_verb(clause):
            joined[-1] += f" and {clause}"
        else:
            joined.append(_RATHER.sub("", clause))
    wanted = [_polished(clause) for clause in joined if not _DO_NOT.match(clause)]
    return [once for clause in wanted for once in _repeated(clause)]


def starts_with_verb(clause: str) -> bool:
    """Whether it says what to do, or what not to do, rather than going on with a list of things."""
    bare = _RATHER.sub("", clause)
    return any(pattern.match(bare) for pattern in (_FIRST_WORDS, _DO_NOT, _WORLD))


def _pieces(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    begin, between = 0, ""
    for match in _BREAK.finditer(text):
        found.append((between, text[begin : match.start()]))
        begin, between = match.end(), match.group(1) or match.group(2) or ";"
    return [*found, (between, text[begin:])]


def _polished(clause: str) -> str:
    clause = clause.strip(" \"'?!.,;:")
    while (shorter := POLITE.sub("", clause)) != clause:
        clause = shorter
    clause = re.sub(r"(?:^|[\s,]+)please$", "", clause)
    return verb_first(clause)


def _repeated(clause: str) -> list[str]:
    match = _TIMES.search(clause)
    if match is None:
        return [clause]
    word = match.group(1) or match.group(2)
    count = _COUNTS[word] if word in _COUNTS else int(word)
    return [f"{clause[: match.start()]}{clause[match.end() :]}".strip()] * min(count, 20)
