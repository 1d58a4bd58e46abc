"""Numbers given by comparison: "the number of cats is less than that of chairs"."""

from dataclasses import dataclass
from typing import Literal

from spatialwm.lift.text.language.groups import Group
from spatialwm.lift.text.language.nouns import singular

__all__ = ["Comparison", "apply_comparisons", "without_comparisons"]

Order = Literal["less", "more", "same"]
_ORDERS: dict[str, Order] = {
    "less": "less", "fewer": "less", "smaller": "less", "lower": "less", "more": "more", "greater": "more",
    "larger": "more", "higher": "more", "same": "same", "equal": "same",
}  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """There are fewer, more, or as many of one thing as of another."""

    first: str
    order: Order
    second: str


def without_comparisons(words: list[str]) -> tuple[list[str], list[Comparison]]:
    """The sentence without its comparisons, and these."""
    found: list[Comparison] = []
    at = 0
    while at + 6 < len(words):
        if words[at : at + 2] == ["number", "of"] and "is" in words[at : at + 7]:
            verb = words.index("is", at)
            orders: list[Order] = [_ORDERS[w] for w in words[verb + 1 : verb + 4] if w in _ORDERS]
            last = next((k for k in range(verb + 2, min(verb + 8, len(words))) if words[k] == "of"), None)
            if orders and last is not None:
                end = next((k for k in range(last, len(words)) if words[k] == ","), len(words))
                found.append(Comparison(_noun(words[at + 2 : verb]), orders[0], _noun(words[last + 1 : end])))
                start = at - 1 if at and words[at - 1] == "the" else at
                words = [*words[:start], *words[end:]]
                continue
        at += 1
    return words, found


def _noun(words: list[str]) -> str:
    words = [w for w in words if w not in ("the", "those")]
    return " ".join((*words[:-1], singular(words[-1]))) if words else ""


def apply_comparisons(groups: list[Group], comparisons: list[Comparison]) -> None:
    """Change the number that was left open, so that what was said holds."""
    for comparison in comparisons:
        first = next((g for g in groups if comparison.first in (g.noun.word, g.noun.noun)), None)
        second = next((g for g in groups if comparison.second in (g.noun.word, g.noun.noun)), None)
        if first is None or second is None:
            continue
        step = {"less": 1, "more": -1, "same": 0}[comparison.order]
        if second.noun.vague or second.open_count:
            second.count, second.open_count = max(first.count + step, 1), False
        elif first.noun.vague or first.open_count:
            first.count, first.open_count = max(second.count - step, 1), False
