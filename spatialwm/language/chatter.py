"""Clauses that are not understood -> the same without remarks, names and small words."""

import re
from collections.abc import Iterator

from spatialwm.language.amounts import split_amounts
from spatialwm.language.sayings import without_owners
from spatialwm.language.words import DIRECTIONS, VERBS, verb_at
from spatialwm.language.world import is_about_the_world
from spatialwm.lift.text.words import COLORS

__all__ = ["is_remark", "simpler", "states"]

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
        "cut",
        "action",
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
    r"(?:(?:should|shall) (?:we|i)|(?:how|what|why|who)|let'?s see|(?:i|we) (?:want|need) to (?:see|know"
    r"|check|find))\b"
)
"""It is none, although it sounds like one."""
_COMMANDS = re.compile(rf"(?:i|we|you) (?:then |now )?(?:{'|'.join(sorted(VERBS, key=len, reverse=True))})\b")
_THING = re.compile(
    r"^(?:the|a|an|both|all|every|each|this|that|these|those|my|another|one|two|three|four)\b"
)
_LONGEST = 14
"""Words of a statement."""
_SAYS = re.compile(r"^(?:[a-z]+ ){1,3}(?:says?|said|thinks?|claims?|told (?:me|us)|believes?)\b")
_QUESTION = re.compile(
    r"^(?:which|what|who|whose|where|why|how|when|can the|could the|is|are|was|were|does|do|did|has|have)\b"
    r"(?! you\b)(?! about\b)"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|will|would|has|have|had|can|can't|cannot|looks?|seems?|feels?|stands?|falls?"
    r"|sits?|bothers?|annoys?|blocks?|belonged|left|went|made|got|fell|spilled|broke|keeps?|needs? no"
    r"|[a-z]{3,}ed)\b"
)
_DOES = re.compile(rf"\b(?:{'|'.join(sorted(VERBS, key=len, reverse=True))}) (?:it|them|that one)\b")
"""Something is done in the middle of it."""
_DEEDS = re.compile(
    r"(?:dance|sing|eat|drink|cook|bake|wash|clean|wipe|fold|unfold|cut|break|burn|build|fix|repair|write"
    r"|draw"
    r"|read|play|fly|swim|teleport|melt|explode|shoot|pour|fill|stir|mix|peel|slice|chop|connect|plug|unplug"
    r"|charge|call|ring|email|buy|sell|count|measure|explain|describe|list|show|tell|ask|answer|save|load"
    r"|export|render|record|undo|redo|reset|restart|zoom|scale|resize|shrink|grow|twist|squeeze|crush|tear"
    r"|rip|shake|wave|clap|point|nod|smile|wake|dress|wear|sew|iron|vacuum|mop|dust|polish|water|feed|pet"
    r"|hug|kiss|bite|lick|smell|taste|touch|tickle|scratch|dig|bury|plant|hammer|saw|drill|screw|weld|glue"
    r"|tape|tie|untie|lock|wrap|unwrap|pack|unpack|sort|organi[sz]e|tidy|decorate|change|swap|exchange|trade"
    r"|switch|convert|do|give|use|start|begin|finish|help|attach|detach|mount|assemble|disassemble|inflate"
    r"|deflate|heat|cool|boil|fry|light|ignite|extinguish|backflip|somersault|run|and|then|please|now)\b"
)
"""Begins with a verb that is no remark, and is not understood."""
_PLACES = (
    r"(?:on|onto|in|into|inside|beside|next|near|by|behind|under|between|to|towards?|at|off|from|against"
    r"|over)"
)
_TELEGRAM = {
    "paint": re.compile(rf"\w in (?:(?:dark|light|bright) )?(?:{'|'.join(COLORS)})$"),
    "put": re.compile(r"\w (?:goes |go )?(?:on|onto|in|into|inside|next to|beside|under|behind) \w"),
    "push": re.compile(
        rf"\w (?:off|closer to|towards?) \w|\d.* (?:{'|'.join(sorted(DIRECTIONS, key=len, reverse=True))})$"
    ),
}
"""Telegram style: ``mug on table``, ``mug off table``, ``bowl 10 cm left``."""
_GIVE = re.compile(
    r"^(?:give (?:me|us)|get|grab|(?:i|we) (?:want|need)) (?P<np>(?:an?|some|two|three|four|five|six) .+)$"
)
"""What is asked for may not be there yet."""
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


def states(text: str, nouns: frozenset[str]) -> bool:
    """Whether a sentence before or after a command tells or asks something: "kids left a mess", "bar fight".

    What begins with a verb that people know, if the grammar does not, is no statement: "dance".
    """
    words = re.findall(r"[a-z']+", text)
    if not words or len(words) > _LONGEST or _DEEDS.match(text) or verb_at(text) is not None:
        return False
    if is_about_the_world(text) or _DOES.search(text):
        return False
    if _SAYS.search(text) or _QUESTION.match(text):
        return True
    if re.search(r"\d", text) or _ASKS.search(text) or text in DIRECTIONS:
        return False
    if nouns & set(words):
        return _FINITE.search(text, len(words[0])) is not None
    return split_amounts(text, "")[0] == text and _THING.match(text) is None


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
    if (asked := _GIVE.match(clause)) is not None:
        yield f"add {asked['np']}"
    if (owned := without_owners(clause)) != clause:
        yield owned
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
