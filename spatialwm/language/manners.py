"""Politeness around what is to be done, and how: taken off, or said as an adverb at the end."""

import re

__all__ = ["without_manners"]

_BEFORE = (
    # first words that say nothing
    "please|pls|now|first(?: of all)?|firstly|second(?=,)|secondly|thirdly|finally|lastly|next|also|kindly"
    "|just",
    "only(?= [a-z]+ (?:the|a|my|it|both|all) )|simply|ok(?:ay)?|so|well|alright|all right|right(?=,)"
    "|hey(?: there)?|hi(?=,)|hello(?: there|(?=,))"
    "|robot|agent",
    "listen|good|great|perfect|thanks|to (?:begin|start)(?: with)?|last|quick|maybe|perhaps|immediately|then"
    "|and",
    "but|instead|rather|again(?=,)|this time(?=,)|in that case|meanwhile|for (?:now|starters|once|me)|come "
    "on|yes",
    "yeah|yo|if possible|while you are (?:there|at it|here)|dear (?:robot|agent)|in the end|at the end|from "
    "there",
    "ugh|gosh|damn|aw|go easy|easy|(?:be )?careful(?: now)?(?=[,:!])|carefully now|this time|later"
    "|in addition",
    # asking
    "(?:would|do) you (?:please )?mind(?: (?:awfully|terribly|kindly|very much|ever so much))*"
    "|would you be so kind as to|would you be (?:able|willing) to",
    "(?:can|could|would|will|might) you(?: (?:please|maybe|perhaps|possibly|kindly|just|quickly|try to|go))*",
    "can we|could we|be so kind as to|be so good as to|be a dear and|why do not you|how about(?: you)?|what "
    "about",
    "is it possible to|please be so kind and|could i (?:ask|get) you to|may i ask you to|feel free to|please "
    "to",
    "do me a favou?r(?: and)?|if you (?:can|please|do not mind|would|could|like)|do(?= [a-z]+ the\\b)",
    r"(?:might|may|could|can) i (?:please |kindly )?(?:trouble|ask|bother|beg|get) you (?:please )?(?:to"
    r"|for)",
    r"i wonder(?:ed)?(?: if| whether) you (?:could|might|would|can)(?: (?:please|possibly|kindly|perhaps))*",
    r"i (?:should|would) be (?:[a-z]+ )*?(?:grateful|obliged|glad|happy|pleased|delighted)(?: to you)? if you"
    r"(?: (?:would|could|might))?",
    r"(?:would|will|could) you be (?:a|an) [a-z]+(?: [a-z]+)? and|be (?:a|an) [a-z]+(?: [a-z]+)? and"
    r"|pray(?= [a-z]+ )",
    r"do(?= (?:be|pass|hand|walk|go|put|take|push|move|fetch|bring|turn|look|open|close|give|get|throw|pick"
    r"|add|paint)\b)",
    # wishing
    "i (?:want|need|would like|would love|would appreciate it if|would be (?:grateful|happy|glad) if)(?: "
    "for)? you"
    "(?: (?:to|could|would))?",
    "i (?:want|would like|would love|would rather|would prefer|need|have|wish|am going) to(?! (?:see"
    "|have)\\b)|id like to|i will",
    "i (?:wish|was hoping|hope|think|suggest|would prefer it if)(?: that)? you(?: (?:could|would|should"
    "|will))?",
    "it would be (?:nice|great|good|lovely) if you(?: (?:could|would))?|i am (?:asking|telling) you to",
    "you (?:should|could|must|can|may|need to|have to|ought to|are to|are going to|will)(?: now)?",
    "we (?:should|need to|have to|are going to)|it is time to|time to|let me(?= \\w)|let us|lets",
    "(?:your|the) (?:next )?(?:task|job|goal|mission|step|move|plan)(?: now)?(?: to do)? is(?: now)? to",
    "(?:have|make|let|get) (?:the )?(?:robot|agent|avatar)(?: to)?(?= [a-z])|use (?:your|the|a) [a-z]+ to",
    # going about it
    "go ahead and|go and|go on and|come and|try and|try to|try(?=\\s\\w+ing\\b)|make sure (?:to|you|that "
    "you)",
    "remember to|be sure to|do not forget to|start(?= \\w+ing\\b)|start to|begin to|begin(?= \\w+ing\\b)"
    "|proceed to",
    "continue to|manage to|get ready to|attempt to|start by|begin by|finish by|end by|start with|take care "
    "to",
)  # fmt: skip
_AFTER = (
    "please|pls|for me|(?:will|would|could|can) you(?: please)?|thanks|thx|thank you(?: very much)?|if you "
    "please",
    "if you (?:can|do not mind|would(?: be so (?:kind|good))?|could|like|want|wish)|if (?:possible|needed)"
    "|would you mind|somehow|or "
    "so",
    "right now|now|immediately|at once|right away|straight away|asap|as soon as (?:you can|possible)|this "
    "instant",
    "when you can|whenever you (?:can|like|are ready)|as well|too|instead|first|again|once more|one more "
    "time|once",
    "this time|ok(?:ay)?|alright|in one go|at the end|before anything else|for a change|for fun|today"
    "|already",
    "by hand|(?:with|using) (?:one|both|two|your|a|the|my) (?:(?:right|left|bare) )?(?:hands?|foot|feet"
    "|arms?)",
    "from here|from there|in place|by itself|and nothing else|buddy|mate|(?<!the )robot|my friend|dear"
    "|everyone(?=$)",
    "(?:without|while not|and avoid|but avoid|avoiding) \\w+ing\\b.*|without (?:any )?(?:delay|hesitation"
    "|haste)",
    "but do not \\w+.*|instead of \\w+.*|rather than \\w+.*|because .*|so it is out of the way",
)  # fmt: skip
_POLITE = re.compile(rf"^(?:{'|'.join(_BEFORE)})(?:[\s,:!]+|$)")
_AFTERWARDS = re.compile(rf"(?:[\s,]+(?:{'|'.join(_AFTER)}))+$")
_ADVERBS = (
    "gently|softly|lightly|carefully|slowly|quickly|firmly|strongly|slightly|forcefully|delicately|cautiously"
    "|swiftly|rapidly|briskly|vigorously|violently|quietly|gingerly|hard|fast|tenderly|roughly|calmly"
    "|powerfully"
)
_LEADING = re.compile(
    rf"^(?P<adverb>(?:very |really |quite |super |extremely |ever so )?(?:{_ADVERBS}))[\s,]+(?P<rest>.+)$"
)
_SAYING = re.compile(r"^(?:say|shout|whisper|yell|tell|announce|exclaim|call out)\b")


def without_manners(clause: str) -> str:
    """A clause with what is to be done, then how: ``could you gently push it`` is ``push it gently``."""
    clause = _stripped(clause)
    if (leading := _LEADING.match(clause)) is not None:
        return f"{_stripped(leading['rest'])} {leading['adverb']}"
    return clause


def _stripped(clause: str) -> str:
    clause = clause.strip(" \"'?!.,;:")
    while (shorter := _POLITE.sub("", clause)) != clause:
        clause = shorter.strip(" ,")
    while (shorter := _AFTERWARDS.sub("", clause)) not in (clause, "") and not _SAYING.match(clause):
        clause = shorter.strip(" ,")
    return clause
