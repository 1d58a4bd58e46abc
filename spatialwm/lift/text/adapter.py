"""The first grammar's readings as scene graphs."""

from collections.abc import Iterator

from spatialwm.lift.text.grammar import Link, Reading
from spatialwm.lift.text.graph import RoomPart, SceneGraph, Thing, Tie
from spatialwm.lift.text.words import Relation

__all__ = ["graph_of"]

_TO_ROOM: dict[Relation, tuple[str, RoomPart]] = {
    "corner": ("corner", "corner"),
    "against": ("against", "wall"),
    "middle": ("middle", "room"),
    "hang": ("mounted", "wall"),
    "floor": ("on", "floor"),
    "window": ("next to", "window"),
}


def graph_of(reading: Reading) -> SceneGraph:
    """One thing per piece that was asked for, and one tie per relation."""
    things: list[Thing] = []
    members: list[tuple[int, ...]] = []
    for group, request in enumerate(reading.requests):
        thing = Thing(
            category=request.category,
            word=request.word,
            group=group,
            attributes=request.attributes,
            color=request.color,
            material=request.material,
            wide=request.wide,
            tall=request.tall,
            round=request.round,
        )
        members.append(tuple(range(len(things), len(things) + request.count)))
        things += [thing] * request.count
    ties = tuple(
        tie
        for group, request in enumerate(reading.requests)
        for link in request.links
        for tie in _ties(link, members[group], members)
    )
    return SceneGraph(things=tuple(things), ties=ties, notes=reading.notes)


def _ties(link: Link, subjects: tuple[int, ...], members: list[tuple[int, ...]]) -> Iterator[Tie]:
    if not subjects:
        return
    if link.anchor is None:
        relation, part = _TO_ROOM[link.relation]
        yield Tie(relation=relation, subjects=subjects, part=part)  # type: ignore[arg-type]
    elif members[link.anchor]:
        yield Tie(relation=link.relation, subjects=subjects, anchors=members[link.anchor])  # type: ignore[arg-type]
