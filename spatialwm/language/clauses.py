"""A sentence -> clauses: one thing to do each, in order, as often as it says, without what not to do."""

import re

from spatialwm.language.amounts import number_of, split_amounts
from spatialwm.language.rewriting import plain_clause
from spatialwm.language.topics import about
from spatialwm.language.words import DIRECTIONS, ENTERS, VERBS, base_form, done_form, normalize, verb_at
from spatialwm.language.world import is_about_the_world
from spatialwm.lift.text.words import COLORS, singular

__all__ = ["split_clauses"]

_BREAK = re.compile(
    r"\s*(?:[;.!?]|,?\s*\b(?:and |but )?(?:then|after that|afterwards|after which|followed by|subsequently"
    r"|and finally"
    r"|and lastly|and afterwards|later on|while|and after that|before that)\b(?: finally| also| please)?"
    r",?)(?:\s+|$)"
    r"|,?\s+but(?=\s+(?:do not|leave|keep|never|spare|be careful|make sure) )"
    r"|\s*(,)(?:\s+|$)|\s+(and)(?: also)?(?! a half\b| a quarter\b|(?<=up and) down\b)\s+"
)
"""Between things to do; the groups are those that may also stand between things."""
_DO_NOT = re.compile(
    r"^(?:let .+ be$|keep (?:the (?:rest|others?)\b|(?:the|my|both|all) [a-z ]+$)|(?:do not|don't|dont"
    r"|never)\b(?! forget to\b)(?! move(?:$| for\b| until\b| at all\b| a \w+$))(?! "
    r"do anything\b)|no (?!one\b)[a-z]+ing\b|ignore|forget\b|leave"
    r" .+ (?:alone|be|where"
    r"|as|there|untouched|in place|shut|closed|standing|upright|intact)\b.*$|leave (?:the (?:others?|rest)"
    r"|both|them)$|"
    r".+ stays?(?: put| there| here| in place| where (?:it|they) (?:is|are)| as (?:it|they) (?:is|are)"
    r"| alone)*$|without\b|avoid\b|refrain\b|keep (?:your hands|away|clear)|no"
    r" need\b|there is no need"
    r"|you (?:do not|don't) (?:have|need) to|be careful\b|watch out|mind\b|careful\b|not\b.*\bing\b|.+ "
    r"(?:should|must) (?:stay|not(?! be (?:on|in)\b))\b"
    r"|make sure (?:not|that you do not|you do not|you don't)|keep .+ (?:where|still|in place)|not too\b"
    r"|just not\b)"
)
_SPARED_THING = re.compile(
    r"\b(?:the|my|both|all) (?:[a-z]+ ){0,3}?[a-z]+(?=$| (?:on|in|at|by|near|or|and"
    r"|alone|up)\b)"
)
_BUT_NOT = re.compile(
    r"^(?:but not|not|except(?: for)?|but leave|but keep|but spare|but save|keep(?= [^,]+$)(?!.* (?:where"
    r"|still|in place))|sparing|apart from|other than|besides|excluding|all but|just not"
    r"|save for"
    r"|without)\s+(?!\w+ing\b)"
)
_ELSEWHERE = re.compile(
    rf"(?:at|to|on|in|onto|into|off|towards?|next to|beside|from|against|under|over|behind)\b"
    rf"|(?:{'|'.join(sorted(DIRECTIONS, key=len, reverse=True))})$"
)
_MOVED = re.compile(r"^move (?:everything|all|both|every|each|the|my)\b")
_MANY = "all|every|everything|each|both|any|anything|whatever|two|three|four|five|six|them|clear|empty|clean"
"""Of what some may be left out."""
_AGAIN = re.compile(
    r"^(?:(?:and )?(?:once|one time|one) more(?: time)?|again|(?:do|repeat|try) (?:it|that|this|the same"
    r"(?: thing)?)(?: again"
    r"| once more| one more time)?|repeat|do so again|and again)(?: (?P<count>\w+) (?:more )?times)?$"
)
_SAME = re.compile(
    r"^(?:do )?(?:the |exactly the )?same (?:thing )?(?:with|to|for) (?P<np>.+)$|^(?:do )?likewise (?:with"
    r"|for) (?P<np2>.+)$"
    r"|^(?P<np3>the .+|it|both .+|all .+) (?:too|as well|likewise)$"
)
_TIMES = re.compile(
    r",?\s+(?:(once|twice|thrice)(?! as\b| the\b| more\b)|(\w+|a couple of|a few) times(?: in a row|"
    r" over)?(?! as\b))\b"
)
_ONE_MORE = re.compile(
    r"^(?:add|make|create|put|spawn|give me) (?:one|it|some)(?: there| here| please| in)*$"
)
_ONCE = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_QUOTED = re.compile(r"\"([^\"]*)\"|(?<!\w)'([^']*)'(?!\w)|\u201c([^\u201d]*)\u201d")
_SAY = re.compile(r"^(?:say|shout|whisper|tell|yell|announce|exclaim|call out|greet|speak)\b")
_GOALS = "off|from|onto|on|into|in|to|towards|toward|at|over|against|next to|beside|under|behind|near|away|by"
_TAIL = re.compile(
    rf"\s(?:(?:{_GOALS}|up|down|hard|gently)\b.*"
    rf"|{'|'.join(sorted(DIRECTIONS, key=len, reverse=True))})$"
)
"""What follows the thing in ``push the mug off the table``."""
_AIMED = re.compile(
    rf"\s(?:(?:off|onto|into|to|towards|toward|against|away from)\b.*"
    rf"|{'|'.join(sorted(DIRECTIONS, key=len, reverse=True))})$"
)
"""What follows it when it is pushed or thrown; 'on the table' may only say which."""
_ONWARD = re.compile(r"(?:off|onto|into|to|towards|toward|against|away from|out of) ")
"""What goes on with the clause before the comma."""
_BARE = re.compile(
    rf"^(?:(?:{'|'.join(sorted(DIRECTIONS, key=len, reverse=True))})\b|(?:to|towards|at|into|behind|by|for"
    rf"|back)\s|[\d.]|half |"
    r"(?:a|one|two|three|four|five|ten|twenty|thirty|forty-five|sixty|ninety) \w+)"
)
"""A clause of which only direction, goal or amount is said."""
_ORDERS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), order)
    for pattern, order in (
        (r"^before (?:you )?(?P<second>[^,]+), (?P<first>.+)$", "ab"),
        (r"^(?P<second>.+?),? after you (?P<first>(?!have\b|had\b|are\b)[a-z]+ .*)$", "ab"),
        (r"^(?P<second>.+?)[,.;] (?:but|and|only) first,? (?P<first>.+)$", "ab"),
        (r"^(?P<second>[^.;]+)[.;] (?P<first>[a-z]+ [^.;]+?) first[.!]*$", "ab"),
        (r"^(?:after|in) (?P<pause>(?:about )?[\w. ]+? (?:seconds?|minutes?)),? (?P<second>.+)$", "pb"),
        (r"^(?:wait until you have|after|once|when|as soon as|having) (?:you (?:have |had |are )?)?"
         r"(?P<first>[^,]+), (?P<second>.+)$", "ab"),
        (r"^(?P<first>.+?),? (?:but )?before (?:you )?(?P<second>\w+ing\b.*|you .*)$", "ab"),
        (r"^(?P<second>.+?),? after (?:you have |having )?(?P<first>\w+(?:ing|ed)\b.*)$", "ab"),
        (r"^(?P<second>.+?),? (?:once|when|as soon as) you (?:have |are done )(?P<first>\w+(?:ing|ed|en|n"
         r"|t)\b.*)$", "ab"),
        (r"^(?P<second>.+?),? after (?:waiting )?(?P<pause>(?:about )?[\w.]+(?: \w+)? (?:seconds?"
         r"|minutes?))$", "pb"),
    )
)  # fmt: skip
_AND_GO = re.compile(
    r"\b(?:go ahead|go over(?: there)?|go|come over|come|try|move on|carry on) and (?=(?:please |now )?(?!"
    r"(?:the|a|then|it)\b)[a-z]+ )"
)
_NUMBERED = ("first", "second", "third", "fourth", "next", "last", "firstly", "secondly", "thirdly",
             "finally", "and")  # fmt: skip
_STATES: tuple[tuple[str, str], ...] = (
    (r"^(?:all )?(?:the )?lights? (?:is|are|go|goes|have gone)(?: turned| switched)? (?=on\b|off\b"
     r"|out\b)", "lights "),
    (r"^have (?=the |a |it\b)", "grab "), (r"^hold(?:ing)? (?=the |a |it\b)", "grab "),
    (r"^(?:are |be )?(?:at|near|next to|by|in front of|close to|beside|reach|get to|arrive at"
     r"|reached) ", "walk to "),
)  # fmt: skip
"""What is so when something else is to be done, as what makes it so."""
_INSTEAD = re.compile(r"^(?:instead of|rather than) ")
_DONE = re.compile(
    r"^(?:that|this|(?:you )?(?:are )?(?:done|there|finished|ready)|done|it is done|doing "
    r"(?:that|so))(?: that| with that)?$"
)


_NUMBERS = re.compile(
    r"\b(?:the )?(?P<noun>[a-z]+s) (?P<numbers>\d+(?:, \d+)*,? (?:and|&) \d+)\b"
    r"(?! ?(?:c?m|mm|metres?|meters?|degrees?|seconds?|steps?|feet|inch(?:es)?)\b| ?%)"
)
_SWITCH_IT = re.compile(r"^(?:turn|switch|put) (?:it|them) (?:back )?(?P<way>on|off|up|down)(?: again)?$")
_SWITCHED = re.compile(r"\b(?:lights?|gravity|wind)\b")
_SAID_SO = re.compile(r"^((?:say|shout|whisper|yell|tell|announce)\b.*?quote\d+q).*$")
_NAMED = re.compile(
    r"^ (?:(?:up|down|at|to|over) )*((?:the|my|both|all|every) .+?)(?= (?:back|on|onto|in|into|to|off|over"
    r"|at|next|beside"
    r"|near|up|down|away|left|right|gently|hard|from|towards?)\b|$)"
)
_SPARED = re.compile(
    r"^(?P<all>.*\b(?:everything|all|every|each|both|clear|empty|clean)\b[^,;]*?),? (?:but|and) (?:keep"
    r"|leave|spare|save)"
    r" (?P<np>[^,;]+?)(?: alone| there| in place| where (?:it|they|he) (?:is|are)| as (?:it|they) (?:is"
    r"|are))?[.!]*$"
)
_STOP = re.compile(
    r"(?P<how>\b(?:walk|go|run|move|step|head|drive|roll|come)\b[^,;.]*?),? (?:but|and)(?: then)? stop "
    r"(?:after|at|when"
    r" you have (?:gone|walked)) (?P<n>(?:about )?[\w. ]+)$"
)


def split_clauses(sentence: str) -> list[str]:
    """The clauses of a sentence in order, each beginning with its verb."""
    quotes: list[str] = []
    text = _AND_GO.sub("", normalize(_masked(sentence, quotes)))
    text = _SPARED.sub(r"\g<all>, not \g<np>", text)
    text = _STOP.sub(r"\g<how> \g<n>", _NUMBERS.sub(_each_numbered, text))
    clauses: list[str] = []
    for between, piece in _with_whole_subject(_pieces(_in_order(about(text, _is_command)))):
        _take_in(clauses, between, piece)
    return [_unmasked(clause, quotes) for clause in clauses]


def _is_command(text: str) -> bool:
    return any(_starts_with_verb(plain_clause(piece.strip(" ,"))) for _, piece in _pieces(text)[:1])


def _with_whole_subject(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """``The mug and the plate should be red`` is one piece: its first part alone says nothing to do."""
    if not pieces or _is_command(pieces[0][1]) or _DO_NOT.match(pieces[0][1]):
        return pieces
    for many in range(2, min(len(pieces), 6) + 1):
        if pieces[many - 1][0] not in ("and", ","):
            break
        whole = " and ".join(piece.strip(" ,") for _, piece in pieces[:many])
        if (plain := plain_clause(whole)) != whole and _starts_with_verb(plain):
            return [(pieces[0][0], plain), *pieces[many:]]
    return pieces


def _each_numbered(match: re.Match[str]) -> str:
    """``Chairs 1, 2 and 3`` are chair 1 and chair 2 and chair 3."""
    noun = singular(match["noun"])
    return " and ".join(f"{noun} {number}" for number in re.findall(r"\d+", match["numbers"]))


def _take_in(clauses: list[str], between: str, piece: str) -> None:
    raw = re.sub(r"(?:^|\s+)and$", "", piece.strip(" \"'?!.,;:"))
    if raw in _NUMBERED or (clauses and _DONE.match(raw)):
        return
    clause = plain_clause(raw)
    if not clause or _DO_NOT.match(clause) or _DO_NOT.match(raw):
        if not clauses and (spared := _SPARED_THING.search(raw)) is not None:
            clauses.append(f"mention {spared[0]}")  # "... push the other one"
        return
    if not clauses:
        bare = not _starts_with_verb(clause) and _BARE.match(clause)
        clauses += _repeated(_with_plain_verb(clause) if bare else clause)
    elif not _goes_with_previous(clauses, raw, clause):
        _follow(clauses, between, raw, clause)


def _goes_with_previous(clauses: list[str], raw: str, clause: str) -> bool:
    """Whether a piece says what of the clause before is left out, or that it is done again."""
    previous = clauses[-1]
    if (without := _BUT_NOT.sub("", raw)) != raw:
        # "look at the sofa, not at the lamp" leaves nothing out
        many = re.search(rf"\b(?:{_MANY})\b", previous) or any(
            len(word) > 3 and singular(word) != word for word in previous.split()
        )
        if (
            many
            and not _ELSEWHERE.match(without)
            and (VERBS.get(verb_at(previous) or "") not in ("look", "move") or _MOVED.match(previous))
        ):
            clauses[-1] = f"{previous} except {without}"
        return True
    if again := _AGAIN.match(clause) or _AGAIN.match(raw):
        clauses += [previous] * round(number_of(again["count"] or "one") or 1)
        return True
    return False


def _follow(clauses: list[str], between: str, raw: str, clause: str) -> None:
    previous = clauses[-1]
    if (again := _SWITCH_IT.match(clause)) is not None:
        spoken = [found[0] for c in reversed(clauses) if (found := _SWITCHED.search(c)) is not None]
        clause = f"turn {again['way']} the {spoken[0]}" if spoken else clause
    if previous == "turn around" and clause == "walk back" and "away" in raw:
        clause = "walk forward"
    if (_ONE_MORE.match(raw) or _ONE_MORE.match(clause)) and VERBS.get(verb_at(previous) or "") == "spawn":
        return  # "I'd like a plant here; add one"
    if same := _SAME.match(raw):
        previous = next(
            (c for c in reversed(clauses) if VERBS.get(verb_at(c) or "") not in ("wait", "look")), previous
        )
        clause = _with_tail(previous, same["np"] or same["np2"] or same["np3"])
    elif not _starts_with_verb(clause):
        onward = between == "," and _ONWARD.match(clause) and not _AIMED.search(previous)
        if onward or not split_amounts(clause, "")[0]:
            _complete(clauses, clause)
            return
        joined = _continued(previous, between, clause)
        if joined is None:
            clauses[-1] = f"{previous} and {clause}"
            return
        clause = joined
    clauses += _repeated(clause)


def _complete(clauses: list[str], end: str) -> None:
    """``Push the bin, then the box, to the left``: the end belongs to both."""
    verb = verb_at(clauses[-1])
    for k in range(len(clauses) - 1, -1, -1):
        if verb_at(clauses[k]) != verb or (k < len(clauses) - 1 and _AIMED.search(clauses[k])):
            break
        clauses[k] = f"{clauses[k]} {end}"


def _starts_with_verb(clause: str) -> bool:
    return bool(verb_at(clause) or _SAY.match(clause) or _DO_NOT.match(clause) or ENTERS.match(clause)
                or is_about_the_world(clause))  # fmt: skip


def _continued(previous: str, between: str, clause: str) -> str | None:
    """A clause without a verb takes the one before's; None: it goes on with a list of things."""
    verb = verb_at(previous)
    if (world := _SWITCHED.search(previous)) is not None and clause in ("on", "off", "up", "down", "back on"):
        return f"turn {clause} the {world[0]}"
    if verb is None:
        return clause if between == ";" else None
    kind = VERBS[verb]
    if kind in ("push", "pull", "throw") and _is_aim(clause):
        return f"{verb} it {clause}"  # "push it left, then right"
    if kind in ("open", "close") and re.match(r"^(?:the|its|both) .*(?:ones?|doors?|drawers?|lid)\b", clause):
        return f"{verb} {clause}"
    if kind == "move" and re.match(r"^move (?:the|my|both|all|every|it)\b", previous):
        kind = "place"  # "move the vase to the floor and the books to the sofa"
    if kind in ("move", "look") and _BARE.match(clause):
        if kind == "look" or split_amounts(clause, "")[1].radians is None:
            return f"{verb} {clause}"
        return f"turn {clause}"
    if between == ";":
        return _with_tail(previous, clause) if _TAIL.search(f" {clause}") is None else f"{verb} {clause}"
    ended = (_ending(previous[len(verb) :], kind), _ending(clause, kind))
    return f"{verb} {clause}" if ended[0] is not None and ended[0] == ended[1] else None


def _is_aim(clause: str) -> bool:
    """Whether only an amount and a direction are said."""
    rest = split_amounts(clause, "")[0]
    return rest in DIRECTIONS or bool(_ONWARD.match(rest))


def _ending(rest: str, kind: str) -> str | None:
    """What completes a clause, so that another thing begins a new one."""
    if kind == "paint":
        return "color" if rest.split()[-1] in COLORS else None
    plain = split_amounts(rest, "")[0]
    if kind == "place":
        return "goal" if _TAIL.search(plain) is not None else None
    if kind in ("push", "pull", "throw") and " except " not in rest:
        return "goal" if _AIMED.search(plain) is not None else None
    return None


def _with_tail(previous: str, thing: str) -> str:
    verb = verb_at(previous) or previous.split()[0]
    rest = previous[len(verb) :]
    color = rest.split()[-1] if rest.split() and rest.split()[-1] in COLORS else None
    tail = _TAIL.search(rest)
    return f"{verb} {thing}{f' {color}' if color else tail.group(0) if tail else ''}"


def _with_plain_verb(clause: str) -> str:
    _, amounts = split_amounts(clause, "")
    verb = "turn" if amounts.radians is not None else "wait" if amounts.seconds is not None else "walk"
    return f"{verb} {clause}"


def _in_order(text: str) -> str:
    """What is said to come before comes first; what is said not to be done instead is left out."""
    if _INSTEAD.match(text):
        rest = text.split(", ", 1)[-1] if ", " in text else _INSTEAD.sub("", text)
        starts = [
            k for k in range(len(rest)) if (k == 0 or rest[k - 1] == " ") and verb_at(rest[k:]) is not None
        ]
        text = rest[starts[0] :] if starts else text
    for pattern, order in _ORDERS:
        match = pattern.match(text)
        if match is None:
            continue
        second = base_form(match["second"].removeprefix("you "))
        if order == "pb":
            return f"wait {match['pause']}; {second}"
        if _DONE.match(match["first"]):
            return second
        first = _with_noun_of(second, done_form(match["first"]))
        for state, doing in _STATES:
            first = re.sub(state, doing, first)
        if not _starts_with_verb(plain_clause(first)) or not _starts_with_verb(plain_clause(second)):
            continue
        return f"{first}; {second}"
    return text


def _with_noun_of(second: str, first: str) -> str:
    """``After you have picked it up, throw the vase``: it is the vase, which is only named later."""
    named = _NAMED.match(second[len(verb_at(second) or "") :])
    if named is None or re.search(r"\b(?:the|my|both|all|every) ", first):
        return first
    return re.sub(r"\b(?:it|them|him|her)\b", named[1], first, count=1)


def _pieces(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    begin, between = 0, ""
    for match in _BREAK.finditer(text):
        found.append((between, text[begin : match.start()]))
        begin, between = match.end(), match.group(1) or match.group(2) or ";"
    pieces = [*found, (between, text[begin:])]
    return [(joint, piece) for joint, piece in pieces if piece.strip()]


def _masked(sentence: str, quotes: list[str]) -> str:
    def keep(match: re.Match[str]) -> str:
        said = next(group for group in match.groups() if group is not None)
        quotes.append(said.strip(" .,"))
        return f"quote{len(quotes) - 1}q"

    return _QUOTED.sub(keep, sentence)


def _unmasked(clause: str, quotes: list[str]) -> str:
    clause = _SAID_SO.sub(r"\1", clause)
    return re.sub(r"quote(\d+)q", lambda m: quotes[int(m[1])] if int(m[1]) < len(quotes) else m[0], clause)


def _repeated(clause: str) -> list[str]:
    match = _TIMES.search(clause)
    if match is None or (is_about_the_world(clause) and "quote0q" not in clause):
        return [clause]
    count = _ONCE.get(match.group(1) or "") or number_of(match.group(2) or "")
    if count is None:
        return [clause]
    return [f"{clause[: match.start()]}{clause[match.end() :]}".strip()] * min(max(round(count), 1), 20)
