"""What a sentence says before it says what to do: a thing to speak of, or a reason."""

import re
from collections.abc import Callable

__all__ = ["about"]

_NP = (
    r"(?P<np>(?:the|my|your|that|this|those|these|both|all|everything|every|each|a|an|one of"
    r"|some) [^,;:.!?]+?"
    r"|[a-z]+ \d)"
)
_STATE = (
    r"(?:is|are|was|were|isn't|aren't|looks?|seems?|feels?|has|have|stands?|lies?|sits?|does not|do not"
    r"|doesn't"
    r"|don't|bothers?|annoys?|blocks?|hides?|needs? (?:some|a) \w+)\b[^,;:.!?]*"
)
_SO = r"[,;:.!?]+\s*(?:so |and |then |now )*(?P<rest>.+)$"
_OPENINGS = tuple(
    (re.compile(pattern), to, reason)
    for pattern, to, reason in (
        (rf"^(?:whichever|whatever) (?P<np>[a-z ]+?) (?P<how>is|are) (?P<state>[^,;:.!?]+){_SO}",
         r"the \g<np> that \g<how> \g<state>", False),
        (rf"^if {_NP} (?:is|are) (?:still )?(?:there|here|around|nearby|in (?:the|your) "
         rf"way){_SO}", r"\g<np>", True),
        (rf"^(?:i|we) (?:really )?(?:do not like|don't like|dislike|hate|love|like|can see|see)"
         rf" (?P<np>[^,;:.!?]+?)(?: any ?more)?{_SO}", r"\g<np>", True),
        (r"^there (?:is|are) (?:too many |so many |too much |some |an? |several |only |still )?"
         rf"(?P<np>[^,;:.!?]+?){_SO}", r"the \g<np>", True),
        (rf"^(?:you see |see |as for |about |regarding ){_NP}{_SO}", r"\g<np>", False),
        (rf"^(?:since |because )?{_NP} {_STATE}{_SO}", r"\g<np>", True),
        (rf"^{_NP}{_SO}", r"\g<np>", False),
    )
)  # fmt: skip
"""Openings, what is then spoken of, and whether they only give a reason."""
_PRONOUN = re.compile(
    r"(?<!make )\b(?:it|them|him|her|that(?=[.?!]*$)|that one|this one|(?:those"
    r"|these)(?! [a-z]))\b(?! (?:falls?|is)\b)"
)
_SPARED = re.compile(
    rf"^(?:do not|never) [a-z]+(?: up| down| over| at)? {_NP}(?: up| down| over)?[,;:.!?]+ (?:but |and |just "
    rf"|instead )*"
    r"(?=[a-z]+(?: at| up| over)? (?:it|them)\b)"
)
"""``Do not take the plate, push it``."""
_REASON = re.compile(
    r"^(?:it|this|that|there|i|we) (?:is|are|am|was|looks?|seems?|feels?|has|have been)\b(?! (?:time|your)\b)"
    rf"[^,;:.!?]*{_SO}"
)


def about(text: str, is_command: Callable[[str], bool]) -> str:
    """A sentence without its opening: what "it" means is said in its place, reasons are left out.

    Args:
        text: In lower case, normalized.
        is_command: Whether a text begins with something to do.
    """
    if (spared := _SPARED.match(text)) is not None:
        return _PRONOUN.sub(spared["np"], text, count=1)
    if is_command(text):
        return text
    for pattern, to, is_reason in _OPENINGS:
        match = pattern.match(text)
        if match is None or not is_command(match["rest"]):
            continue
        topic = match.expand(to)
        told = _PRONOUN.sub(lambda _, topic=topic: topic, match["rest"], count=1)
        if told != match["rest"] or is_reason:
            return told
    reason = _REASON.match(text)
    return reason["rest"] if reason is not None and is_command(reason["rest"]) else text
