"""One prompt judged: what of it is in the saved scene."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, islice, product

from spatialwm.bench.text import architecture, relations
from spatialwm.bench.text.annotations import Prompt, Relation, holds
from spatialwm.bench.text.architecture import ROOM_CATEGORIES, Architecture, architecture_of
from spatialwm.bench.text.attributes import has
from spatialwm.bench.text.matching import category_of, matches
from spatialwm.bench.text.shapes import Shape, shapes_of
from spatialwm.bench.text.standing import Standing, standing
from spatialwm.bench.text.walking import accessibility, in_bounds, navigability
from spatialwm.lift.text.moving_parts import without_parts
from spatialwm.scene import Camera, Scene

__all__ = ["Verdict", "judge"]

_MOST_GROUPS = 20_000
"""Ways to choose things for one relation; beyond, the rest is not tried and the relation may fail."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A prompt's figures: (satisfied, asked) pairs, and what failed in words."""

    prompt: Prompt
    counts: tuple[int, int] = (0, 0)
    attributes: tuple[int, int] = (0, 0)
    seen: int = 0
    """Attributes that were judged by what is seen, not by the words a thing carries."""
    between_things: tuple[int, int] = (0, 0)
    to_room: tuple[int, int] = (0, 0)
    things: int = 0
    standing: Standing | None = None
    outside: tuple[str, ...] = ()
    access: float = 1.0
    navigable: float = 1.0
    unknown: tuple[str, ...] = ()
    """Nouns that the catalogue does not have."""
    failures: tuple[str, ...] = ()
    seconds: float = 0.0
    splats: int = 0
    error: str = ""
    """Why there is no scene."""

    @property
    def score(self) -> float:
        """Share of all requirements that are satisfied."""
        pairs = (self.counts, self.attributes, self.between_things, self.to_room)
        asked = sum(pair[1] for pair in pairs)
        return sum(pair[0] for pair in pairs) / asked if asked else 1.0


def judge(prompt: Prompt, scene: Scene, *, seconds: float = 0.0) -> Verdict:
    """Check a scene against a prompt's annotations."""
    scene = without_parts(scene)
    shapes = shapes_of(scene)
    place = architecture_of(scene, shapes)
    things = [shape for shape in shapes if shape.category not in ROOM_CATEGORIES]
    nouns = tuple(dict.fromkeys(_nouns(prompt)))
    of = matches(nouns, [*things, *place.doors, *place.windows])
    failures: list[str] = []
    attributes, seen = _attributes(prompt, of, failures)
    access = accessibility(place, things)
    return Verdict(
        prompt=prompt,
        counts=_counts(prompt, of, failures),
        attributes=attributes,
        seen=seen,
        between_things=_between(prompt, of, scene.cameras[0] if scene.cameras else None, failures),
        to_room=_to_room(prompt, of, place, failures),
        things=len(things),
        standing=standing(scene, shapes, place),
        outside=tuple(thing.name for thing in things if not in_bounds(place, thing)),
        access=sum(access) / len(access) if access else 1.0,
        navigable=navigability(place, things),
        unknown=tuple(noun for noun in nouns if category_of(noun) is None),
        failures=tuple(failures),
        seconds=seconds,
        splats=scene.splat_count,
    )


def _nouns(prompt: Prompt) -> list[str]:
    named = [count.category for count in prompt.counts] + [a.category for a in prompt.attributes]
    for relation in prompt.between_things:
        named += [relation.anchor, *relation.others]
    return named + [noun for relation in prompt.to_room for noun in relation.others]


_Found = dict[str, tuple[Shape, ...]]


def _counts(prompt: Prompt, of: _Found, failures: list[str]) -> tuple[int, int]:
    if prompt.comparison:
        first, second = (len(of[count.category]) for count in prompt.counts[:2])
        one, two = prompt.counts[0].number, prompt.counts[1].number
        right = first == one and (second > first) == (two > one) and (second < first) == (two < one)
        if not right:
            failures.append(f"{first} {prompt.counts[0].category} and {second} {prompt.counts[1].category}")
        return (2 if right else 0), 2
    good = 0
    for count in prompt.counts:
        number = len(of[count.category])
        if holds(count.quantifier, number, count.number):
            good += 1
        else:
            failures.append(f"{number} {count.category}, asked {count.quantifier} {count.number}")
    return good, len(prompt.counts)


def _attributes(prompt: Prompt, of: _Found, failures: list[str]) -> tuple[tuple[int, int], int]:
    good = by_sight = 0
    for wanted in prompt.attributes:
        judged = [has(shape, wanted.attribute) for shape in of[wanted.category]]
        by_sight += any(sight for _, sight in judged)
        number = sum(yes for yes, _ in judged)
        if holds(wanted.quantifier, number, wanted.number):
            good += 1
        else:
            failures.append(
                f"{number} {wanted.attribute} {wanted.category}, asked {wanted.quantifier} {wanted.number}"
            )
    return (good, len(prompt.attributes)), by_sight


def _between(prompt: Prompt, of: _Found, camera: Camera | None, failures: list[str]) -> tuple[int, int]:
    good = 0
    for wanted in prompt.between_things:
        number = _times(wanted, of, camera) if wanted.relation in relations.KNOWN else 0
        if holds(wanted.quantifier, number, wanted.number):
            good += 1
        else:
            failures.append(f"{number} times {wanted.text}")
    return good, len(prompt.between_things)


def _times(wanted: Relation, of: _Found, camera: Camera | None) -> int:
    """How many groups stand in the relation; two things that face each other are one pair, not two."""
    held = [
        (anchor, *others)
        for anchor, others in islice(_groups(wanted, of), _MOST_GROUPS)
        if relations.score(wanted.relation, anchor, others, camera) > 0.5
    ]
    alike = wanted.anchor in wanted.others
    return len({frozenset(map(id, group)) for group in held}) if alike else len(held)


def _groups(wanted: Relation, of: _Found) -> list[tuple[Shape, Sequence[Shape]]]:
    """All ways to choose the anchor and the others among the things of their categories."""
    kinds = {noun: wanted.others.count(noun) for noun in dict.fromkeys(wanted.others)}
    choices = [islice(combinations(of[noun], number), _MOST_GROUPS) for noun, number in kinds.items()]
    sets = [
        [shape for part in chosen for shape in part] for chosen in islice(product(*choices), _MOST_GROUPS)
    ]
    groups = islice(product(of[wanted.anchor], sets), _MOST_GROUPS)
    return [(anchor, others) for anchor, others in groups if all(shape is not anchor for shape in others)]


def _to_room(prompt: Prompt, of: _Found, place: Architecture, failures: list[str]) -> tuple[int, int]:
    good = 0
    for wanted in prompt.to_room:
        number = sum(
            architecture.score(wanted.relation, wanted.anchor, shape, place) > 0.5
            for shape in of[wanted.others[0]]
            if wanted.relation in architecture.KNOWN
        )
        if holds(wanted.quantifier, number, wanted.number):
            good += 1
        else:
            failures.append(f"{number} times {wanted.text}")
    return good, len(prompt.to_room)
