"""Clauses that are not understood -> the same without remarks, names and small words."""

import re
from collections.abc import Iterator

from spatialwm.language.amounts import split_amounts
from spatialwm.language.words import DIRECTIONS, VERBS, verb_at

__all__ = ["is_remark", "simpler"]

_CALLED = frozenset(
    [
        "dear",
        "darling",
        "sweetheart",
        "sweetie",
        "love",
        "honey",
        "hon",
        "mate",
        "buddy",
        "pal",
        "bro",
        "dude",
        "man",
        "friend",
        "guys",
        "folks",
        "people",
        "kids",
        "boys",
        "girls",
        "chat",
        "everyone",
        "everybody",
        "kid",
        "kiddo",
        "champ",
        "son",
        "boss",
        "chief",
        "sir",
        "madam",
        "robot",
        "bot",
        "agent",
        "thanks",
        "thank",
        "cheers",
        "lol",
        "haha",
        "hehe",
        "ok",
        "okay",
        "right",
        "alright",
        "yeah",
        "yes",
        "no",
        "yep",
        "nope",
        "nice",
        "great",
        "perfect",
        "good",
        "lovely",
        "wow",
        "oops",
        "ugh",
        "hmm",
        "well",
        "so",
        "please",
        "pls",
        "now",
        "today",
        "tonight",
        "carefully",
        "obviously",
        "basically",
        "honestly",
        "seriously",
        "literally",
    ]
)
"""Words for who is spoken to, and exclamations."""
_TALK = re.compile(
    r"^(?:because|cause|since|as (?:it|i|we|they|the)|so (?:that|it|i|we|they|there)|in case|otherwise"
    r"|or else|i"
    r"|i'm|i am|we|you|he|she|they|who|which|where|it|its|this is|that is|that was|this will|that will"
    r"|there (?:is|are|was|will)|my \w+ \w+s|let us see|lets see|lets go|just (?:because|in case|kidding"
    r"|to be"
    r" safe|for fun)|for (?:fun|science|safety|now|the win|real)|if (?:you|it|that|possible)|when you"
    r"|no offen[cs]e"
    r"|thank you|thanks|good (?:job|boy|girl|luck)|well done|here (?:we|it|you) go|watch this|one moment"
    r"|to (?:see|check|test|find out|make sure|be (?:sure|safe|exact|precise))|like (?:a|an|this|that|you|in"
    r"|so)"
    r"|what|why|how|who|(?:is|are|was|were|did|does|do|have|has)(?:n't| not)? (?:you|he|she|it|they|that"
    r"|this|we|i)|hopefully|apparently|obviously|maybe|not that|never mind|nothing else|no need|trust me"
    r"|believe me|my (?:\w+ ){1,2}(?:wants|needs|likes|loves|is|has|says|asked)|(?:should|shall) (?:we|i)"
    r"|(?:either|any)(?: one)? (?:is|will|works|of them)|no (?!one\b|wait\b|gravity\b|wind\b|lights?\b)\w+"
    r"|show \w+ (?:how|what)|impress|surprise me|let'?s (?:see|go|hope|ruin|find|do|make|get)|measured"
    r"|(?:could|can|would) you see to it|see to it|make it so|get on with it|enough (?:that|to|so)|easy"
    r"|quick|quickly|careful)\b"
)
_SUBJECT = re.compile(
    r"\b(?:always|never|is|are|was|were|am|can|could|would|will|loves?|hates?|likes?"
    r"|wants?|needs?|style|lol|haha)\b|\w's (?:going|coming|counting|watching|waiting)\b"
)
_ASKS = re.compile(
    r"\b(?:should|must|shall|needs? to|has to|have to|had better|ought to|supposed|belongs?|goes|put|want"
    r"|need)\b"
)
"""It is a wish, and is not passed over."""
_MUSES = re.compile(
    r"(?:(?:should|shall) (?:we|i)|(?:how|what|why|who)|(?:i|we) (?:want|need) to (?:see|know|check|find))\b"
)
"""It is none, although it sounds like one."""
_COMMANDS = re.compile(rf"(?:i|we|you) (?:then |now )?(?:{'|'.join(sorted(VERBS, key=len, reverse=True))})\b")
_THING = re.compile(
    r"^(?:the|a|an|both|all|every|each|this|that|these|those|my|another|one|two|three|four)\b"
)
_PLACES = (
    r"(?:on|onto|in|into|inside|beside|next|near|by|behind|under|between|to|towards?|at|off|from|against"
    r"|over)"
)
_TELEGRAM = {
    "put": re.compile(r"\w (?:goes |go )?(?:on|onto|in|into|inside|next to|beside|under|behind) \w"),
    "push": re.compile(
        rf"\w (?:off|closer to|towards?) \w|\d.* (?:{'|'.join(sorted(DIRECTIONS, key=len, reverse=True))})$"
    ),
}
"""Telegram style: ``mug on table``, ``mug off table``, ``bowl 10 cm left``."""
_REASON = re.compile(
    r"\s+(?=(?:because|since|so that|in case|or else|if you|which|who|where|enough (?:that|so|to))\b)"
)
_PURPOSE = re.compile(
    r"^(?P<head>.{3,}?) (?:to (?:keep|make|see|get|let|help|show|give|have|check|clear)|for (?:the|a|my))\b"
    r" .+$"
)
_SMALL = re.compile(
    rf"\b(?:out|back|along|about|approximately|roughly|exactly|right|straight|directly|just"
    rf"|only|simply|really|actually|even|precisely|somewhere|anywhere|nicely|neatly|safely|properly|by)\b"
    rf"|\b(?:over|in|on|off|up|down) (?=(?:there )?{_PLACES}\b|\d|half\b|a (?:bit|little|foot|metre|meter"
    rf"|hand)\b)|\bin$"
    rf"|\bover (?=(?:to|towards|left|right|forwards?|back|backwards?)\b)|\bthere\b"
)
"""Words without which a clause says the same."""


def is_remark(text: str, nouns: frozenset[str], *, loosely: bool = False) -> bool:
    """Whether a text between two commas says nothing to do.

    Args:
        text: Lower case.
        nouns: Every word that names something.
        loosely: Also what has a subject and names nothing: between commas, not after "and" or "then".
    """
    words = re.findall(r"[a-z']+", text)
    if not words or (_ASKS.search(text) and not _MUSES.match(text)):
        return False
    if _COMMANDS.match(text) and nouns & set(words):
        return False  # "we push the plate" is meant
    if all(word in _CALLED for word in words) or _TALK.match(text):
        return True
    if not loosely or re.search(r"\d", text):
        return False
    if verb_at(text) is not None or _THING.match(text) or text in DIRECTIONS:
        return False
    return bool(_SUBJECT.search(text)) and not nouns & set(words) and split_amounts(text, "")[0] == text


def simpler(clause: str, nouns: frozenset[str]) -> Iterator[str]:
    """Clauses that say the same with less, the fullest first; the empty one where nothing is to be done."""
    if is_remark(clause, nouns):
        yield ""
    if (hush := _without_call(clause)) != clause:
        yield hush
    for head in _heads(clause, nouns):
        yield from _plainer(head)
    yield from _plainer(clause)
    if (purpose := _PURPOSE.match(clause)) is not None:
        yield from _plainer(purpose["head"])
    if verb_at(clause) is None:
        yield from (f"{verb} {clause}" for verb, form in _TELEGRAM.items() if form.search(clause))


def _heads(clause: str, nouns: frozenset[str]) -> Iterator[str]:
    """What comes before a remark or a reason."""
    for cut in re.finditer(r"(?:,| and)\s+", clause):
        head, tail = clause[: cut.start()], clause[cut.end() :]
        if head and is_remark(tail, nouns, loosely=cut[0].startswith(",")):
            yield head
    for reason in _REASON.finditer(clause, 4):
        yield clause[: reason.start()]


def _plainer(clause: str) -> Iterator[str]:
    """The clause, then without one small word, then without all of them."""
    yield clause
    found = [m for m in _SMALL.finditer(clause) if m.start() > 0]
    for match in found:
        yield _joined(clause[: match.start()], clause[match.end() :])
    if len(found) > 1:
        first = verb_at(clause) or ""
        yield _joined(clause[: len(first)], _SMALL.sub("", clause[len(first) :]))


def _without_call(clause: str) -> str:
    """Without a name at its end: "push it buddy"."""
    words = clause.split()
    while len(words) > 2 and words[-1] in _CALLED and words[-1] not in ("right", "no"):
        words = words[:-1]
    return " ".join(words)


def _joined(*parts: str) -> str:
    return re.sub(r"\s+", " ", " ".join(parts)).strip(" ,")
