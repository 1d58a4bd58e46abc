"""Prompts with what must be in their scenes: SceneEval's CSV and NSR-1K's JSON.

SceneEval: Tam et al., WACV 2026; NSR-1K: Feng et al., NeurIPS 2023 (LayoutGPT).
"""

import csv
import io
import json
import operator
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from spatialwm.errors import FormatError
from spatialwm.io.files import read_bounded

__all__ = ["Attribute", "Count", "Prompt", "Relation", "holds", "read_prompts"]

_MOST = 32 << 20
"""Bytes of a prompt file; 1,000 annotated prompts are 1 MB."""
_RINGS = ("surround", "around")
_COMPARE: dict[str, Callable[[int, int], bool]] = {
    "eq": operator.eq,
    "lt": operator.lt,
    "gt": operator.gt,
    "le": operator.le,
    "ge": operator.ge,
}


@dataclass(frozen=True, kw_only=True)
class Count:
    """So many of a category."""

    quantifier: str
    number: int
    category: str


@dataclass(frozen=True, kw_only=True)
class Attribute:
    """So many of a category have an attribute."""

    quantifier: str
    number: int
    category: str
    attribute: str


@dataclass(frozen=True, kw_only=True)
class Relation:
    """So many groups of things stand in a relation, to an anchor thing or to a part of the room."""

    quantifier: str
    number: int
    relation: str
    anchor: str
    """A category, or ``wall``, ``door``, ``room`` ..."""
    others: tuple[str, ...]
    """Categories, one for each thing in the group."""
    text: str


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """A text and what it asks for."""

    name: str
    text: str
    source: Literal["sceneeval", "nsr1k"]
    counts: tuple[Count, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    between_things: tuple[Relation, ...] = ()
    to_room: tuple[Relation, ...] = ()
    comparison: bool = False
    """Of the two counts only their order is said ("fewer cats than chairs")."""


def holds(quantifier: str, found: int, number: int) -> bool:
    """Whether a count satisfies ``eq``, ``lt``, ``gt``, ``le`` or ``ge``."""
    return _COMPARE[quantifier](found, number)


def read_prompts(path: Path) -> tuple[Prompt, ...]:
    """Read annotated prompts.

    Raises:
        FormatError: The file is neither SceneEval's CSV nor NSR-1K's JSON.
    """
    text = read_bounded(path, limit=_MOST).decode("utf-8", errors="replace")
    try:
        if path.suffix.lower() == ".json":
            return tuple(_from_nsr(entry) for entry in json.loads(text))
        return tuple(_from_row(row) for row in csv.DictReader(io.StringIO(text)))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise FormatError(f"'{path.name}' holds no prompts of SceneEval (CSV) or NSR-1K (JSON).") from error


def _from_row(row: dict[str, str]) -> Prompt:
    counts = tuple(
        Count(quantifier=q, number=int(n), category=name) for q, n, name in _entries(row["ObjCount"])
    )
    attributes = tuple(
        Attribute(quantifier=entry[0], number=int(entry[1]), category=entry[2], attribute=entry[3])
        for entry in _entries(row["ObjAttr"])
    )
    return Prompt(
        name=row["ID"],
        text=row["Description"],
        source="sceneeval",
        counts=counts,
        attributes=attributes,
        between_things=tuple(_between(entry) for entry in _entries(row["OORel"])),
        to_room=tuple(_to_room(entry) for entry in _entries(row["OARel"])),
    )


def _entries(cell: str | None) -> list[list[str]]:
    parts = [part.strip() for part in (cell or "").split(";")]
    return [[item.strip() for item in part.split(",")] for part in parts if part]


def _between(entry: list[str]) -> Relation:
    """``quantifier,count,relation,index,anchor,other,other...``.

    The index tells apart anchors of one kind: 1 with ``display_table,tablet`` is the second display table
    with the tablets on it, as in the text. A number of one thing around another
    ("eq,4,surround,0,table,chair") is one ring of so many, for one thing alone surrounds nothing.
    """
    anchor, *others = (name.split(":")[0] for name in entry[4:])
    number = int(entry[1])
    ring = entry[2] in _RINGS and len(others) == 1 and number > 1
    return Relation(
        quantifier=entry[0],
        number=1 if ring else number,
        relation=entry[2],
        anchor=anchor,
        others=tuple(others * number if ring else others),
        text=",".join(entry),
    )


def _to_room(entry: list[str]) -> Relation:
    return Relation(
        quantifier=entry[0],
        number=int(entry[1]),
        relation=entry[2],
        anchor=entry[4],
        others=(entry[3].split(":")[0],),
        text=",".join(entry),
    )


_NSR = {
    "left": "viewer_left",
    "right": "viewer_right",
    "top": "over",
    "bottom": "below",
    "next to": "next_to",
}
"""NSR-1K's relations are those of pictures: as seen from the first camera."""


def _from_nsr(entry: dict[str, Any]) -> Prompt:
    relations: tuple[Relation, ...] = ()
    if entry["kind"] == "spatial":
        pair, relation = (str(entry["obj1"]), str(entry["obj2"])), str(entry["relation"])
        relations = (
            Relation(
                quantifier="ge",
                number=1,
                relation=_NSR[relation],
                anchor=_snake(pair[1]),
                others=(_snake(pair[0]),),
                text=f"{pair[0]} {relation} {pair[1]}",
            ),
        )
        counted: list[tuple[str, int]] = [(name, 1) for name in dict.fromkeys(pair)]
        quantifier = "ge"
    else:
        counted = [(str(name), int(number)) for name, number in cast("list[Any]", entry["num_object"])]
        quantifier = "eq"
    return Prompt(
        name=str(entry["id"]),
        text=str(entry["prompt"]),
        source="nsr1k",
        counts=tuple(
            Count(quantifier=quantifier, number=number, category=_snake(name)) for name, number in counted
        ),
        between_things=relations,
        comparison=entry.get("sub") == "comparison",
    )


def _snake(name: str) -> str:
    return name.strip().lower().replace(" ", "_")
