"""What people say beside what they want: abbreviations, corrections, headings and small talk, taken out."""

import re
from collections.abc import Iterator

from spatialwm.language.chatter import is_remark, states
from spatialwm.language.sayings import plainly_said
from spatialwm.language.words import verb_at
from spatialwm.lift.text.words import COLORS, singular

__all__ = ["straightened", "without_asides"]

_LINKS = (
    r"(?:onto|on|into|inside|in|next to|beside|near|by|behind|under|between|to|towards?|at|off|against|over)"
)
_OOPS = (
    r"(?:no,? wait|wait,? no|oh no|no|nah|nope|sorry|oops|whoops|wait(?=,)|actually|correction|scratch that"
    r"|i mean|i meant"
    r"|i take that back|on second thoughts?|make that|or rather|rather|better)"
)
_CORRECTED = re.compile(
    rf"^(?P<first>.*?)\s*(?:\.{{2,}}|,|\?|;|-+|\.)\s+(?:{_OOPS}[,!.]*\s+)+(?:just |please "
    rf"|instead )*(?P<then>.+)$"
)
_PARTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"\bdel\b", "delete"), (r"\bgrav\b", "gravity"), (r"\bfwds?\b", "forward"), (r"\bbwds?\b", "back"),
        (r"(?<=\w) "
         r"n (?=\w)", " and "), (r"\bw/o\b", "without"), (r"\bw/(?= ?\w)", "with "), (r"\bnuke\b", "delete"),
        (r"\binchs\b", "inches"), (r"(?<=\d)\s?in(?= (?:left|right|forward|back|to|up|away|towards?|closer"
                                   r"|off)\b|$)",
         " inches"), (r"(?<=\d)(?:\"|'')", " inches"), (r"(?<=\d)'(?!\w)", " feet"),
        (r"\bx\s?(\d+)\b|\b(\d+)x\b", r"\1\2 times"), (r"\b(turn|rotate|look|spin) (-?\d+) (left|right)\b",
                                                        r"\1 \3 \2 degrees"),
        (r"^set g(?:ravity)? (?:to|at) ", "set gravity to "),
        (r", the ones? (?=(?:on|in|at|near|next|by|beside|behind|left|right|closest|nearest|farthest|with"
         r"|that"
         r"|which|to the)\b)", " "),
        (r", (?:both of them|all of them|each of them|the both of them|all of it)(?=[.!,;]*$)", ""),
        (r",? (?:but|and) (?:do (?:it|so|this|that) |make it )?((?:very |really |ever so )?(?:gently|softly"
         r"|slowly"
         r"|carefully|hard|fast|quickly))([.!]*)$", r" \1\2"),
        (r"\b(?:(?:counter|anti)[- ]?)?clockwise,? (?:that is,? )?to the (left|right)\b", r"to the \1"),
        (r"^(?:hang on|hold on|one moment|just a moment)[,.!]+ (?=.*\bwait )", ""),
        (r"\bthe ([a-z ]+?) (?:that|which|who) (?:is|are) (?:the )?(farther|further|closer|nearer|bigger"
         r"|smaller|taller"
         r"|shorter|heavier|lighter|larger)(?: away| off)?(?: (?:from|to) (?:me|you|us))?(?=[.,;!]|$| and "
         r"| then )",
         r"the \2 \1"),
        (r"\bthe ([a-z]+) (nearer|closer|nearest|closest|farther|farthest)(?: away)? (?:to|from) (?:me|you"
         r"|us)"
         r"(?= (?:on|onto|in|into|at|off|over|next)\b)", r"the \2 \1"),
        (r",? but only (?=(?:a |one )?(?:quarter|half|halfway|third|bit|little|tiny|crack))", " "),
        (r"[;,.] (?:could|can|would|will) you (?:please )?see to it[.?!]*$", ""),
        (r"\b(bring|carry|take|put|set|move) (it|them|that|(?:the|my) (?:(?!on\b|in\b"
         r"|next\b)[a-z]+ ?){1,3}?) (?:over )?(?:there|on top)(?: too| as well| also)?"
         r"(?=[.,;!]|$| and | then )", r"\1 \2 on that"),
        (r", please(?=[,.!?]|$)", ""), (r"\bever so\b", "very"),
        (r", (?=(?:but |and )?(?:(?:very|really|nice and|quite|not too|not so|about|just|by|to"
         r"|only) )*(?:gently|softly|slowly"
         r"|carefully|hard|fast|quickly|lightly|a third|a quarter|half(?:way)?|one third|two thirds"
         r"|\d+ ?(?:%|percent))\b"
         r"[^,;]*$)", " "),
        (r"\b((?:that|which) (?:is|are) )(?:farther|further) (?:away )?from\b", r"\1farthest from"),
        (r"\b((?:that|which) (?:is|are) )(?:closer|nearer) to\b", r"\1closest to"),
        (r",? (?:and|but) (?:keep|leave) (?:the rest|the others?|everything else)(?: alone| there| in place"
         r"| as (?:it|they)"
         r" (?:is|are)| where (?:it|they) (?:is|are))?(?=[.!]*$)", ""),
        (r"\bthe [a-z]+est [a-z ]+?, (the [a-z ]+?)(?=[.,;!]|$)", r"\1"),
        (r"^(?:out )?of (the [a-z ]+? and the [a-z ]+?), "
         r"([a-z]+(?: up)?) the ([a-z]+) one\b", r"\2 the \3 of \1"),
        (r"^clear (the [a-z ]+?) of ((?:the|all|every|both) )", r"remove \2from \1 "),
        (r"\b(?:i|we) (?:need|want|would like) ((?:a|an|another|one more) [a-z ]+?)[;,.] (?:so "
         r"|please )?(?:put|place|add|make|set) "
         r"(?:it|one) (?=on|in|next|beside|under|near)", r"add \1 "),
        (r"(?<!apart )(?<!except )\b(towards?|to|from|of) the (?:agent|robot|camera|viewer"
         r"|player)\b", r"\1 me"),
        (r"\b(turn|spin"
         r"|look) round\b", r"\1 around"), (r"\bturn around(?: by)? 180(?: degrees)?", "turn around"),
        (r"\b(and|then|,) you (?=(?:take|put|go|move|push|pull|throw|open|close|pick|place|walk|turn|set"
         r"|bring)\b)", r"\1 "),
        (r"\b((?:wind|breeze|gust)\b[^.;]*?), (?=(?:blowing|at|about|from|to|coming)\b|\d)", r"\1 "),
        (r"\b(wind[a-z ]*?) up to (?=\d)", r"\1 to "),
        (r"\b(?:carry|take|bring|move|transport) (it"
         r"|the (?:[a-z]+ ){0,2}?[a-z]+(?<!closest)(?<!nearest)(?<!next)(?<!closer)(?<!nearer)) (?:over "
         r"|back )?to (the [a-z ]+?)(?:,| and|, and)(?: then)?"
         r" (put|set|place|lay|drop|leave|stand) it (?:down )?((?:on the floor )?(?:next to|beside|near"
         r"|under|behind)) it\b",
         r"\3 \1 \4 \2"),
        (r"\b(?:carry|take|bring|move|transport) (it"
         r"|the (?:[a-z]+ ){0,2}?[a-z]+(?<!closest)(?<!nearest)(?<!next)(?<!closer)(?<!nearer)) (?:over "
         r"|back )?to the [a-z ]+?(?:,| and|, and)(?: then)?"
         r" (put|set|place|lay|drop|leave|stand) it (?:down )?(?=(?:on|in|next to|beside|near|under"
         r"|behind) (?:the|a) )",
         r"\2 \1 "),
        (r", (?:the (?:two|three|pair|lot) of them|the both of them)(?=[.!,;]*$)", ""),
        (r" (?:over|above) (?:your|my) head\b", ""),
        (r"\b(?:do|make|perform|execute|take) an? (?:full |complete |quick )?(?:about[- ]face|u-turn"
         r"|180)\b", "turn around"),
        (r"\b(turn|look|rotate|spin)( back)? (left|right) by (\d+)(?! ?(?:deg|\u00b0|c?m\b"
         r"|\d))", r"\1 \3 \4 degrees"),
        (r"\b(?:do|make|perform|execute|take) an? (\d+)[- ]degrees? (left|right|clockwise|counter-?clockwise"
         r"|anti-?clockwise)"
         r" (?:rotation|turn)\b", r"turn \2 \1 degrees"),
        (r"\bblack ?out\b", "turn off the lights"),
        (r"(?:,? and|,)(?: then)? (?:stop|halt)(?: there| right there)?(?=[.!]*$)", ""),
        (r", that is(?: to say)?, ", " "), (r"\blet's\b", "lets"), (r" where (?:i|we|you) can [^,;.]*", ""),
        (r"\b((?:walk|go|head|run|step|move|come|turn|face|look)\b[^,;.]*?) with (?:it|them|him"
         r"|her)\b", r"\1"),
        (r" with (?:it|them) (?:inside|in it|on it|on top)\b", ""),
        (r"\b(open|close|shut) (?:the )?([a-z ]+?)(?:,| -+) (?:all|both|its two|the two) (?:of )?(?:its "
         r"|the )?"
         r"(doors|drawers|lids)\b(?: -+)?", r"\1 both \3 of the \2"),
        (r"\b(put|place|set|lay|drop|throw|stick|leave) (?=(?:next to|beside|on|onto|in|into|under|behind"
         r"|near) (?!my\b)"
         r"(?:the |a )?[a-z]+(?:[,;.!]|$| and\b| then\b))", r"\1 it "),
        (r"\b((?:put|place|set|lay|drop|leave|stack|stand)\b[^,;.]*), (?=(?:right |just "
         r"|directly )?(?:next to|beside|near"
         r"|on top of|on|in|under|behind|between|in front of|to the (?:left|right) of|close to|by) (?:the|my"
         r"|a) )", r"\1 "),
        (r"^(?:please )?(?:do )?be careful (?:of|with|about) .*? (?:when|while|as) you ", ""),
        (r"^(.*?)(?:,? and(?: then)?|,? then|[;,.]) ((?!after\b)(?:(?! and | then "
         r"|[,;.]).)*?) after ((?:about |another )?"
         r"[\w.]+ (?:seconds?|secs?|minutes?))([.!?]*)$", r"\1; wait \3; \2"),
        (r"^(?:might|may|could|can) i (?:please )?have ((?:the|both|all|my|a|an) .+? (?:on|in|next to"
         r"|beside) .+)$", r"put \1"),
        (r"\bdimming (?=the lights?\b)", "dim "), (r"\braising (?=the lights?\b)", "raise "),
        (r"\b(brighten|lower)ing (?=the lights?\b)", r"\1 "),
        (r"\bcan you believe\b[^,;.!?]*[,;.!?]*", ""),
        (rf", (?=(?:(?:dark|light|bright|pale) )?(?:{'|'.join(COLORS)})[.!]*$)", " "),
        (r"\b(?:on|onto) there (?=next to|beside|near|by|behind|in front)", ""),
        (r"\bturn back to the (?=left\b|right\b)", "turn "),
        (r"\bthe ones? under(?:neath|(?= *[.!,;]|$))", "the thing under it"),
        (r"\b(put|place|set|lay|drop|stick|pop) ((?:the|my|a|an|it|both|all|them) ?[a-z ]*?) (?:inside"
         r"|in there|in)"
         r"(?=[.!,;]|$| and | then )", r"\1 \2 in that"),
        (r"\b(?:clear|move) ((?:the|both|all|everything|my|every) ?[a-z ]*?) (?:off|from) "
         r"(the (?:(?!and\b)[a-z]+ ){0,2}[a-z]+) (?:and |and put (?:it|them) )?(?:on|onto|to"
         r"|into) (the [a-z ]+)", r"put \1 from \2 onto \3"),
    )
)  # fmt: skip
_LATE_COUNT = re.compile(r",\s+(?=(?:once|twice|thrice|(?:two|three|four|five|six|\d) times)\b(?:[.!,;]|$))")
"""``Kick it gently, twice`` is one thing to do."""
_NEITHER = re.compile(r"(?:^|(?<=[,;.] ))(?:[a-z]+ (?:over |up |down |at )?)?neither (?P<np>(?:of )?[^,;.]+)")
"""What is said of neither is not done."""
_ONLY = re.compile(
    r"(?:^|(?<=[,;.] ))(?:(?:do not|don't|never) (?P<verb>[a-z]+(?: over| up| down| at)?) "
    r"|(?P<verb2>[a-z]+(?: over| up| down"
    r"| at| me)?) neither )[^,;.]+?(?:[,;.] (?:but )?(?:only|just)|,? but(?: only| just)?) (?P<np>(?:the|my"
    r"|that|this|one) )"
)
"""``Don't push the plate, just the mug``."""
_INTRO = re.compile(r"^(?:clear|tidy|clean|empty)(?: up| off| out)? (?P<np>the [a-z ]+?): (?P<rest>.+)$")
"""A heading before what it comes to."""
_SPARED = re.compile(
    r"^(?:please )?(?:do not|don't|never|leave|not|neither) (?P<what>[^,;.]*?)(?: alone| be| in peace"
    r"| where (?:it is"
    r"|they are))?(?:[,;.]| and| but)+ (?:only |just |simply |instead )*(?P<rest>(?!.*\bother "
    r"one)[a-z]+ (?:[a-z]+ "
    r")?the (?:[a-z]+ )+one\b.*)$"
)
"""``Don't take the blue mug, just push the red one``."""
_SEPARATOR = re.compile(r"\s*(?:[,;:.!?\u2014]+(?=\s|$)|\s-+\s|[()])\s*|\s+-\s+")
_LAST_NP = re.compile(r"^(?P<before>.*\b)(?:the|my|an?|both|all) [a-z ]+$")
_WHOLE = re.compile(r"^(?:everything|all|both|every|each)\b")
_PLACE = re.compile(r"\b(?:on|in|next to|beside|under|behind) the [a-z]+$")
_MOST = 12
"""Segments of a sentence among which asides are looked for."""
_STATES = re.compile(r"^(?:the|my|our|his|her|your) .*\b(?:is|are|was|were|has|wants|needs|likes|loves)\b")
_EXCLAIMED = re.compile(
    r"^(?:(?:[a-z]+ says?|oh|so|yeah|well|okay|ok|alright|lol|haha|wow|hey|yo|hmm|right|now|quick|quickly"
    r"|please|honestly|literally"
    r"|anyway|look|listen|dude|bro|man|guys|chat|honey|sweetie|dear|darling|kid|kids|everyone|everybody"
    r"|whoops|oops"
    r"|and|then|do|pray|kindly|just|simply) )+(?=[a-z])"
)


def straightened(text: str) -> str:
    """A sentence with abbreviations written out, and what was said by mistake replaced by what was meant.

    Args:
        text: In lower case.
    """
    for pattern, to in _PARTS:
        text = pattern.sub(to, text)
    text = plainly_said(text)
    text = _ONLY.sub(lambda m: f"{m['verb'] or m['verb2']} {m['np']}", _INTRO.sub(_introduced, text))
    text = _LATE_COUNT.sub(" ", _NEITHER.sub(r"do not touch \g<np>", text))
    if (spared := _SPARED.match(text)) is not None and (noun := _ones(spared["what"])) is not None:
        text = re.sub(r"\bone\b", noun, spared["rest"], count=1)
    slip = _CORRECTED.match(text)
    return text if slip is None else _mended(slip["first"].strip(" ,"), slip["then"].strip()) or text


def _segments(text: str) -> list[tuple[str, str]]:
    """What is between marks, each with the mark after it."""
    cuts = [m for m in _SEPARATOR.finditer(text) if m.start() > 0]
    starts, ends = [0, *(m.end() for m in cuts)], [*(m.start() for m in cuts), len(text)]
    marks = [*(m[0] for m in cuts), ""]
    found = [(text[a:b].strip(), mark) for a, b, mark in zip(starts, ends, marks, strict=True)]
    return [(piece, mark) for piece, mark in found if piece]


def _mended(first: str, then: str) -> str | None:
    """What was said, with what was said instead of its end, or of all of it."""
    if re.match(rf"^{_LINKS}\b", then):
        cuts = [m.start() for m in re.finditer(rf"\s{_LINKS}\b", first)]
        return f"{first[: cuts[-1]]} {then}" if cuts else None
    if re.match(r"^(?:the|my|an?|both|all) [a-z ]+[.!]*$", then) and (last := _LAST_NP.match(first)):
        return f"{last['before']}{then}"
    if verb_at(then) is None:
        return None
    earlier = re.split(r"(?:[;.!?]|,? (?:and )?then)\s+", first)[:-1]
    named = re.match(rf"^[a-z]+(?: up| down)? (?P<np>(?:the|my|a) [a-z ]+?)(?: {_LINKS}\b.*)?$", first)
    named = named or re.match(r"^[a-z]+ (?P<np>[a-z][a-z ]*)", first)
    if named is not None and (shade := re.match(rf"^(.+?) (?:{'|'.join(COLORS)})$", named["np"])) is not None:
        then = re.sub(r"\b(?:it|them)\b", shade[1], then, count=1)
    elif named is not None:
        then = re.sub(r"\b(?:it|them)\b", named["np"], then, count=1)
    return "; ".join([*earlier, then])


def _introduced(match: re.Match[str]) -> str:
    return re.sub(r"\b(?:it|there)\b", match["np"], match["rest"], count=1)


def without_asides(text: str, nouns: frozenset[str]) -> Iterator[str]:
    """The sentence without all segments that say nothing to do, without each of them, without openings.

    Args:
        text: In lower case.
        nouns: Every word that names something in the scene.
    """
    if "(" in text:
        yield re.sub(r"\s*\([^()]*\)?", "", text)
    pieces = _segments(text)[:_MOST]
    idle = [k for k, (piece, _) in enumerate(pieces) if _is_idle(piece, nouns)]
    if idle and len(idle) < len(pieces):
        kept = [p for k, p in enumerate(pieces) if k not in idle]
        if (topic := _topic([pieces[k][0] for k in idle if k == 0], nouns)) is not None:
            asked = re.match(r"^(?:which|what)\b", pieces[0][0]) and "one" in kept[0][0].split()
            word, meant = (r"\bone\b", topic.removeprefix("the ")) if asked else (r"\b(?:it|them)\b", topic)
            first = re.sub(word, meant, kept[0][0], count=1)
            first = re.sub(r"\b(the [a-z]+) one\b", rf"\1 {singular(topic.split()[-1])}", first)
            if (where := _PLACE.search(pieces[0][0])) is not None:
                first = re.sub(r"\bthere\b", where[0], first, count=1)
            yield _glued([(first, kept[0][1]), *kept[1:]])
        yield _glued(kept)
        if len(idle) > 1:
            for each in idle:
                yield _glued([p for k, p in enumerate(pieces) if k != each])
    heads = [k for k, (_, mark) in enumerate(pieces) if ":" in mark]
    if heads and heads[0] + 1 < len(pieces):
        rest, head = pieces[heads[0] + 1 :], pieces[heads[0]][0]
        whole = head if _WHOLE.match(head) else None  # "everything but the mugs: make it vanish"
        about = whole or _topic([head], nouns) or (f"the {head}" if set(head.split()) & nouns else None)
        if about is not None:
            yield _glued([(re.sub(r"\b(?:it|them)\b", about, rest[0][0], count=1), rest[0][1]), *rest[1:]])
        yield _glued(rest)
    opened = [(_EXCLAIMED.sub("", piece), mark) for k, (piece, mark) in enumerate(pieces) if k not in idle]
    if opened and opened != pieces:
        yield _glued(opened)


def _ones(what: str) -> str | None:
    """The noun that ``one`` stands for after it."""
    words = what.split()
    return singular(words[-1]) if len(words) > 1 and words[-1] not in COLORS and words[-1] != "one" else None


def _topic(openings: list[str], nouns: frozenset[str]) -> str | None:
    """What a remark before a command is about: ``it`` of the command."""
    for text in openings:
        known: list[str] = []
        for start in re.finditer(r"\b(?:the|my|that|this|which|what|his|her|their|an?) ", text):
            words = re.findall(r"[a-z]+", text[start.end() :])[:3]
            ends = [k for k, word in enumerate(words) if word in nouns]
            known += [f"the {' '.join(words[: ends[0] + 1])}"] if ends else []
        if known:
            return known[-1]
    return None


def _is_idle(piece: str, nouns: frozenset[str]) -> bool:
    """Whether a segment is a remark or a name: whatever else is not understood may be a command."""
    step = re.match(r"^(?:and )?(?:then|afterwards|finally)\b", piece) is not None
    piece = re.sub(r"^(?:(?:and|then|but|so|now|please|just|only|afterwards) )+", "", piece)
    if is_remark(piece, nouns, loosely=not step) or (not step and states(piece, nouns)):
        return True
    words = set(re.findall(r"[a-z]+", piece))
    return not words & nouns and _STATES.match(piece) is not None


def _glued(pieces: list[tuple[str, str]]) -> str:
    return "".join(f"{piece}{mark or ' '}" if k + 1 < len(pieces) else piece
                   for k, (piece, mark) in enumerate(pieces)).strip(" ,;:(-")  # fmt: skip
