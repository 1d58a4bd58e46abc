"""Verbs of scene prose: which relation each one says, and which of its forms stands where."""

from dataclasses import dataclass
from typing import Literal

from spatialwm.lift.text.language.listed import listed

__all__ = ["Sense", "VerbForm", "is_transitive", "participle", "verb_form"]

Form = Literal["base", "s", "ing", "ed"]


@dataclass(frozen=True)
class Sense:
    """What a verb says of its subject and object."""

    relation: str = ""
    """Of the subject to the object, "A lamp illuminates the table"; empty for verbs of mere being."""
    holds: bool = False
    """The other way round: the objects are with the subject, "A desk holds a lamp"."""
    passive: str = ""
    """Of what follows "by" or "with" to the subject: "flanked by"; empty for the relation itself."""
    manner: str = ""
    """What being there is like: ``hang``, ``mounted``, ``leaning``, ``stack``."""
    vague: bool = False
    """Says nothing about places: "creates a cosy spot"."""


@dataclass(frozen=True)
class VerbForm:
    """A verb as it stands in a text."""

    lemma: str
    form: Form
    sense: Sense


_BE = listed(
    "stand sit lie lay rest place position locate situate set put arrange keep perch nestle tuck park "
    "leave align center centre find see live walk run sleep relax seat ground root orient angle turn "
    "tilt spread-out wait go spread scatter strew distribute space dot sprinkle stay remain appear "
    "come emerge reside build install prop-up organize sort use need want show look play eat drink "
    "graze fly float drive ride embrace curl take move slide push parked peek extend group gather "
    "huddle crowd cluster drip stare watch anchor fold open close light-up fix design style make get "
    "store await belong serve-as act mean"
)
_HOLD = listed(
    "hold contain display showcase carry support have feature include house boast bear host exhibit "
    "present comprise possess own"
)
_VAGUE = listed(
    "provide create offer add give bring evoke complete enhance ensure allow serve reflect invite "
    "encourage perform suggest generate imagine picture depict visualize render convey exude "
    "emphasize highlight contribute lend let help maximize maintain balance anchor-in blend mix-in "
    "match enjoy promote say read"
)
_SENSES: dict[str, Sense] = (
    dict.fromkeys(_BE, Sense())
    | dict.fromkeys(_HOLD, Sense(holds=True))
    | dict.fromkeys(_VAGUE, Sense(vague=True))
    | {
        "surround": Sense("around"), "encircle": Sense("around"), "ring": Sense("around"),
        "circle": Sense("around"), "flank": Sense("flank"), "frame": Sense("flank"), "face": Sense("facing"),
        "overlook": Sense("facing"), "cover": Sense("cover"), "line": Sense("along", passive="line"),
        "border": Sense("along"), "illuminate": Sense("above"), "light": Sense("above"),
        "adorn": Sense("adorn"),
        "decorate": Sense("adorn"), "top": Sense("on"), "crown": Sense("on"), "fill": Sense("in"),
        "stock": Sense("in"),
        "separate": Sense("between"), "divide": Sense("between"), "accompany": Sense("near",
        passive="accompany"),
        "complement": Sense("near", passive="accompany"), "pair": Sense("near", passive="accompany"),
        "match": Sense("", passive="accompany"), "occupy": Sense("in"), "hug": Sense("against"),
        "touch": Sense("next to"), "adjoin": Sense("next to"), "hide": Sense("behind"),
        "equip": Sense("with", passive="with"), "fit": Sense("with", passive="with"),
        "furnish": Sense("with", passive="with"), "load": Sense("on", passive="on"),
        "clutter": Sense("on", passive="on"), "pack": Sense("in", passive="in"), "overflow": Sense("in",
        passive="in"),
        "brim": Sense("in", passive="in"), "cram": Sense("in", passive="in"), "drape": Sense("on",
        passive="on"),
        "litter": Sense("on", passive="on"), "hang": Sense("", passive="above", manner="hang"),
        "suspend": Sense("", manner="hang"), "dangle": Sense("", manner="hang"), "mount": Sense("",
        manner="mounted"),
        "attach": Sense("", manner="mounted"), "affix": Sense("", manner="mounted"),
        "pin": Sense("", manner="mounted"), "lean": Sense("", manner="leaning"), "prop": Sense("",
        manner="leaning"),
        "stack": Sense("", manner="stack", passive="on"), "pile": Sense("", manner="stack", passive="on"),
        "heap": Sense("", manner="stack", passive="on"), "overhang": Sense("above"), "span": Sense("along"),
        "dress": Sense("on", passive="on"), "lay-out": Sense(""), "back": Sense("behind"),
        "shade": Sense("above"),
        "protect": Sense("near"), "join": Sense("next to"), "block": Sense("in front of"),
        "enter": Sense(vague=True),
        "dominate": Sense("in"), "command": Sense(vague=True), "theme": Sense(vague=True),
        "inspire": Sense(vague=True),
        "scatter": Sense("", passive="on"), "strew": Sense("", passive="on"), "set": Sense("", passive="on"),
        "spread": Sense("", passive="on"), "tuck": Sense(""), "work": Sense(vague=True),
    }
)  # fmt: skip
_IRREGULAR: dict[str, tuple[str, Form]] = {
    "stood": ("stand", "ed"), "sat": ("sit", "ed"), "lying": ("lie", "ing"), "lain": ("lie", "ed"),
    "laid": ("lay", "ed"), "held": ("hold", "ed"), "hung": ("hang", "ed"), "kept": ("keep", "ed"),
    "built": ("build", "ed"), "hidden": ("hide", "ed"), "set": ("set", "ed"), "put": ("put", "ed"),
    "spread": ("spread", "ed"), "left": ("", "ed"), "found": ("find", "ed"), "seen": ("see", "ed"),
    "strewn": ("strew", "ed"), "has": ("have", "s"), "had": ("have", "ed"), "having": ("have", "ing"),
    "lit": ("light", "ed"), "made": ("make", "ed"), "siting": ("sit", "ing"), "fit": ("fit", "ed"),
    "flown": ("fly", "ed"), "laying": ("lay", "ing"), "bore": ("bear", "ed"), "dug": ("", "ed"),
    "led": ("", "ed"), "leant": ("lean", "ed"), "gone": ("go", "ed"), "equipped": ("equip", "ed"),
    "equipping": ("equip", "ing"), "slept": ("sleep", "ed"),
}  # fmt: skip


def _inflected(lemma: str) -> dict[str, Form]:
    vowels = "aeiou"
    stem = lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else lemma
    short = len(lemma) <= 5 and len(lemma) > 2 and lemma[-1] not in vowels + "wxy"
    if short and lemma[-2] in vowels and lemma[-3] not in vowels:
        stem = lemma + lemma[-1]
    third = lemma + ("es" if lemma.endswith(("s", "x", "ch", "sh", "o")) else "s")
    past = stem + "ed"
    if lemma.endswith("y") and lemma[-2] not in vowels:
        third, past, stem = lemma[:-1] + "ies", lemma[:-1] + "ied", lemma
    return {
        lemma: "base",
        third: "s",
        stem + "ing": "ing",
        past: "ed",
        lemma + "ing": "ing",
        lemma + "ed": "ed",
    }


_FORMS: dict[str, VerbForm] = {}
for _lemma, _sense in _SENSES.items():
    for _word, _form in _inflected(_lemma).items():
        _FORMS.setdefault(_word, VerbForm(_lemma, _form, _sense))
for _word, (_lemma, _form) in _IRREGULAR.items():
    if _lemma:
        _FORMS[_word] = VerbForm(_lemma, _form, _SENSES[_lemma])


def verb_form(word: str) -> VerbForm | None:
    """The verb that a word is a form of, when it is a known one."""
    return _FORMS.get(word)


def is_transitive(verb: VerbForm) -> bool:
    """Whether its participle takes an object: "holding books", "facing the door", "adding warmth"."""
    sense = verb.sense
    return verb.form == "ing" and (sense.holds or sense.vague or sense.relation != "")


def participle(word: str) -> VerbForm | None:
    """As ``verb_form`` for participles, known or told by their ending."""
    known = _FORMS.get(word)
    if known is not None:
        return known if known.form in ("ed", "ing") else None
    if len(word) > 4 and word.endswith("ing") and "-" not in word:
        return VerbForm(word, "ing", Sense())
    if len(word) > 4 and word.endswith("ed") and "-" not in word:
        return VerbForm(word, "ed", Sense())
    return None
