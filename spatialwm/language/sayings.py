"""Turns of phrase -> what they say plainly, as a table of rules over the whole sentence."""

import re

from spatialwm.lift.text.words import COLORS

__all__ = ["plainly_said", "without_owners"]

_NP = r"(?:the|my|your|that|this|both|all|its) (?:[a-z]+ ){0,3}?[a-z]+"
_COLOR = rf"(?:(?:dark|light|bright|pale) )?(?:{'|'.join(COLORS)})"
_WHERE = r"(?:on top of|onto|on|inside|into|in|next to|beside|near|by|under|behind|in front of)"
_SHIFT = r"(?:push|pull|drag|slide|shove|nudge|move|roll|kick|tug|scoot|shift)"
_AMOUNT = r"(?:(?:about |around |roughly )?(?:[\d.]+|an?|half an?|one|two|three|ten|twenty|thirty) ?[a-z]+)"
_TENS = {"ten": 10, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
         "eighty": 80, "ninety": 90, "a hundred": 100, "one hundred": 100}  # fmt: skip
_PERCENT = re.compile(
    rf"\b(?P<tens>{'|'.join(_TENS)})(?:[ -](?P<five>five))? (?=percent\b|per cent\b|%)", re.IGNORECASE
)
_OWNED = re.compile(
    r"\b(?!(?:it|that|let|there|here|he|she|what|who|where|how)'s)(?:the |my "
    r"|our )?[a-z]+'s "
)

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        # openings that only lead up to what is to be done
        (r"^(?:right|alright|okay|ok|so|now|good|well), (?=[a-z]+ (?:the|a|my|it|both|all|up|to)\b)", ""),
        (r"^for (?:the|this|my|our) [a-z ]{2,30}? (?:test|shot|scene|demo|take|experiment|run|trial),? ", ""),
        (r"^if you (?:could|would|can) (?:please )?(.+?),? (?:that|it)(?: would|'d) be "
         r"(?:great|nice|lovely|perfect|awesome|good|super|wonderful|fantastic)[.!]*$", r"\1"),
        (r"^i want that you ", ""),
        (r"\bi (?:need|want|would like) you (?:to be )?(?:holding|carrying) ", "grab "),
        (r"^(?:it is|it's|its) (?:too|so|very|a bit|far too) (?:dark|bright|dim|gloomy)(?: in here"
         r"| here)?[,.;]\s*"
         r"(?=.*\b(?:light|brighter|dimmer|darker|dim|lamp|brightness)s?\b)", ""),
        (r"\b(?:lean|reach|bend)(?: down| over| in| forward| across)?(?:,| and|, and) (?=grab|pick|take"
         r"|get)", ""),
        (r"^you (?=(?:look|wait|say|open|close|shut|grab|pick|put|take|walk|go|push|pull|throw|turn"
         r"|jump)\b)", ""),
        (r"([,;.] (?:and )?(?:then )?)you (?=(?:look|wait|say|open|close|grab|put|take|walk|go"
         r"|push)\b)", r"\1"),
        (r"^[a-z]+ time[!.,]+ ", ""),
        (r"^(?:camera|cam|view)[,:]? (left|right|up|down)\b[!,.]?", r"look \1"),
        (r"\bleav(?:e|ing) (?:to|for) (?=the )", "going to "),
        (r"^no more ([a-z ]+?)[,;.] (?:so |please )?(?:delete|remove) it\b", r"remove the \1"),
        (r"^(?:take|bring|get) me to (?=the |my )", "walk to "),
        (r"\breach (?:into|in|inside|under|over|behind) the [a-z ]+?(?:,| and|, and) (?=grab|pick|take|get"
         r"|pull)", ""),
        (r", second,? (?=[a-z]+ (?:it|the|them)\b)", ", then "),
        (rf"^(?:we|i) (?:need|want) (the [a-z ]+?) ({_WHERE} [a-z ]+?)[,;.] (?:so |please |can you "
         rf"|could you )*"
         r"(?:bring|take|carry|move|put) it (?:over|there|across|on that)(?: there| here)?", r"put \1 \2"),
        (r"^(?:i|we) (?:want|need|would like) (the [a-z ]+?) ((?:lying|standing|sitting|that is|which is"
         r"|that's) "
         r"(?:on|in|next to|near|under|by|at) .+)$", r"grab \1 \2"),
        (rf"^({_NP}) (?:needs?|has|have|wants?|ought) to (?:go|move|come|be moved) (.+?)[,;.] "
         rf"(?:please |so |now )*(?:(?:can|could|would|will) you )?(?:please )?({_SHIFT}|move) it[.?!]*$",
         r"\3 \1 \2"),
        # what is said after it
        (r" each time\b", ""),
        (r",? so (?:that )?(?:i|we|you) (?:can|could|may|will|see|get)\b[^,;.]*", ""),
        (r" (?:in|into|to|from) (?:this|the|my|our) (?:scene|world|level|picture|shot|frame)\b"
         r"(?! (?:of|camera))", ""),
        (rf"^((?:drop|add|spawn|put|place|create|insert) an? [a-z ]+?), (?={_WHERE} )", r"\1 "),
        (r",? (?:taking|take) care (?:that|not)\b[^;.]*", ""),
        (r",? so (?:that )?nothing (?:falls|spills|tips|breaks|moves|drops)\b[^,;.]*", ""),
        (r"[,.;]? (?:i|we) (?:really )?(?:do not|don't|dont) (?:want|need|like) (?:it|them"
         r"|that)\b[^.;]*[.!]*$", ""),
        (r" for (?:this|the next|the|that|my) (?:shot|take|test|demo|experiment|video|picture|photo"
         r"|time being)\b",
         ""),
        (rf",? ({_AMOUNT}) (?:will do|is enough|should do(?: it)?|is plenty|will be enough"
         rf"|is fine)\b", r" \1"),
        (r", (?:both|all|each) of them(?=,? please|[.!,;]*$)", ""),
        (r"\b(?:(?:have|make) (?:it|him|her)|(?:have|make|let) the (?:robot|agent)) "
         r"(?=(?:pick|take|grab|put|push|walk|go|open|close|throw|turn|look|wait|pull|bring|carry)\b)", ""),
        (r"\b(?:get|have|make) the lights? (?:dimmed|darkened|lowered)\b", "dim the lights"),
        (r"\b(?:get|have|make) the lights? (?:brightened|raised)\b", "brighten the lights"),
        (r"\b(walk|go|run|head|move) (?:over )?there\b", r"\1 to it"),
        # where and which
        (rf"\b({_SHIFT}\b[^,;.]*?) out of (?:the|its) corner\b,?", r"\1"),
        (rf"\b({_SHIFT}\b[^,;.]*?) away from the wall\b,?(?= .*\b(?:left|right|toward|towards|forward"
         rf"|back)\b)",
         r"\1"),
        (r"\b(next to|beside|near|by) (the [a-z ]+?), on (the [a-z ]+?)(?=[.!]*$)", r"on \3 \1 \2"),
        (r"\bthe ([a-z]+) (?:from|off|at) the (left|right)(?:[ -]hand)?(?: side| end| part)? of the "
         r"(?=sofa|couch|bed|table|desk|shelf|counter|bench|workbench|dresser|mantel)", r"the \2 \1 on the "),
        (rf"(?:^|(?<=please )|(?<=kindly )|(?<=[,.;] )|(?<=then ))(?P<v>{_SHIFT}) (?P<way>(?:to"
         rf"|towards) (?:the|your|my) (?:left|right)|left|right|forwards?"
         rf"|backwards?) (?P<np>{_NP}\b[^,;.]*)", r"\g<v> \g<np> \g<way>"),
        (rf"\b(?P<v>{_SHIFT}) (?P<r>[^,;.]+?) (?P<d>(?:to the )?(?:left|right)|forwards?|backwards?),? "
         rf"(?:and )?then another (?P<n>{_AMOUNT})", r"\g<v> \g<r> \g<d>; \g<v> it \g<n> \g<d>"),
        (r"\bturn around (?:by )?(?=(?:\d+|[a-z-]+) degrees)", "turn "),
        (r"\b(?:clean|clear) (?=(?:off|over|across) )", ""),
        (r"\b(with (?:the|an?) [a-z]+) (?:in|on|inside)(?: of)? it\b", r"\1"),
        (r"\bthe ([a-z]+), the ([a-z]+) one(?=[.!,;]|$| and | then )", r"the \2 \1"),
        (rf"^(?:can you |please )*give (the [a-z ]+?) an? (?:[a-z]+ )?{_SHIFT},? so (?:that )?it "
         r"(?:falls|goes|drops|slides|rolls)(?: down)? (?:off|from) ", r"push \1 off "),
        (r"^(?:an? )?(quarter|half|full) turn\b", r"turn a \1 turn"),
        (r"\bturn (?:around )?so (?:that )?(?:you are |you're |you )(?:looking at|facing|look at"
         r"|face) ", "look at "),
        (r"\bopen (the [a-z ]+?),? (?:but )?(?:only|just) (the [a-z -]+?(?:door|drawer"
         r"|lid))\b", r"open \2 of \1"),
        (r"\bempty (?:out )?(the [a-z ]+?) (?:out )?(onto|on|into) (?=the )", r"put everything in \1 \2 "),
        (r"\b(put|set|lay|place) (it|them) down there\b", r"\1 \2 on that"),
        (r"\bwhichever ([a-z]+) is (?=(?:nearest|closest|farthest|furthest)\b)", r"the \1 that is "),
        (r"\ban? ([a-z]+), the ([a-z]+) one\b", r"the \2 \1"),
        (r", not the [a-z]+ ones?,(?= )", ""),
        (r"\b(the [a-z ]+?)(?:, the|'s) same colou?r[:,]? ", r"\1 "), (r" the same colou?r[:,]? ", " "),
        # things that are not there yet
        (r"^there (?:should|must|needs to|has to) be (an? [a-z ]+?)[;,.] (?:so )?(?:please )?"
         r"(?:create|add|make|put|spawn) (?:one|it)(?: please)?[.!]*$", r"add \1"),
        (r"^(?:put|place|set|add|spawn|create|stand) an? (?:new )?([a-z ]+?) "
         rf"({_WHERE} [a-z ]+?), (?:a|an|another) new one\b(?: i mean)?", r"add a new \1 \2"),
        (r"^(?:put|place|set|add|spawn|create) an? (?:new )?([a-z]+) "
         rf"({_WHERE} [a-z ]+?), (?:a|an) ([a-z]+) one\b", r"add a \3 \1 \2"),
        (rf"^make (?:an?|another|one more|a second) ([a-z ]+?) appear ({_WHERE} .+)$", r"add another \1 \2"),
        # what becomes of what
        (rf"^({_NP}) (?:belongs|goes|should be|should go|is supposed to be) ({_WHERE} the [a-z ]+?)[,;.] "
         r"(?:so |please |and |now )*(?:take|put|bring|move|carry|set|place) it (?:there|back"
         r"|on that)(?: please)?",
         r"put \1 \2"),
        (r"^clear (the [a-z ]+?)[;,:.] (?:everything|all) (?:on|in) it ", r"everything on \1 "),
        (r"^(?:clear|tidy|clean|empty) (the [a-z ]+?): (?:delete|remove) (?:all|everything)\b",
         r"remove everything on \1"),
        (rf"(^|[,;:] |\band )(?:the )?([a-z]+ [a-z]+|[a-z]+) (?:gets|becomes|turns) ({_COLOR})(?=[,;.!]|$"
         rf"| and )",
         r"\1paint the \2 \3"),
        (rf"^paint (?:one|a) ([a-z]+) ({_COLOR})(?:, the "
         rf"one)? ((?:{_WHERE}) .+?)[.!]*$", r"paint the \1 \3 \2"),
        (r"\bthrow (the [a-z ]+?) away,? in(?:to)? (?=the |a )", r"put \1 in "),
        (r"\b(?:bin|trash) (the [a-z ]+?)(?=[,;.!]|$| and | please)", r"put \1 in the bin"),
        (r"\b(?:bring|carry|take) it to (the [a-z ]+?)(?:,| and|, and) (?:place|put"
         r"|set) it on top(?: of it)?\b",
         r"put it on \1"),
        (r"\blet (?:it|them|that) (?:fall|drop)(?: down| to the floor| on the floor)?\b", "drop it"),
        (r"\b(?:give|hand) (it|them) back\b", r"put \1 down"),
        (r"\bcrouch(?: down)? (?:in front of|next to|beside|by|near|at) (?:it|that)\b", "crouch down"),
        (r"\b(?:stay|stand|remain|hold)(?: there| here| still| where you are| put)(?:,| and"
         r"|, and) (?=wait\b)", ""),
        (r"\bhold (?:there |still |that )?for (?=(?:\d+|[a-z]+) (?:seconds?|minutes?)\b)", "wait for "),
        (r"\blike (?=(?:[\d.]+ ?(?:m|cm|met|inch|f|step|sec)|half a\b|a (?:foot|metre|meter"
         r"|step)\b))", "about "),
        (r"\bso that (?:it|they) (?:lies?|ends? up|lands?|comes? to lie) (?:down|on (?:its|their) sides?"
         r"|over)",
         "over"),
        (r"\bover over\b", "over"), (r"\bwith (?:[a-z]+ )?care\b", "carefully"),
        (r"(?<!a )\blittle bit\b", "a little bit"),
    )
)  # fmt: skip


def plainly_said(text: str) -> str:
    """A sentence with turns of phrase said plainly.

    Args:
        text: In lower case.
    """
    text = _PERCENT.sub(lambda m: f"{_TENS[m['tens']] + (5 if m['five'] else 0)} ", text)
    for pattern, to in _RULES:
        text = pattern.sub(to, text)
    return text.strip()


def without_owners(text: str) -> str:
    """``The teacher's desk`` is the desk."""
    return _OWNED.sub("the ", text)
