"""What one can say in a page that simulates by itself: sentences read beforehand, by the grammar itself.

A page has no grammar, but few things can be done in it: pushes, throws, doors and gravity. So each of them
that a clause can mean is asked of the grammar when the page is written, and the page looks it up. A push on
the ground, a throw and a door are the same wherever things stand; a push that was searched for, off or over,
is good only where its thing stands now. Nobody walks in a page, so its hand reaches everywhere.
"""

from typing import Any

import numpy as np

from spatialwm.dynamics.hand import HEAVIEST
from spatialwm.errors import SpatialwmError
from spatialwm.language import actions_from_text, paper_actions
from spatialwm.language.places import extent, support_of
from spatialwm.scene import Action, Gravity, Open, Push, Scene, SceneObject, Throw

__all__ = ["HOWS", "PARTS", "THROWS", "VERBS", "WAYS", "WORLD", "spoken"]

WAYS = ("left", "right", "forward", "back")
HOWS = ("", "gently", "hard")
VERBS = ("push", "slide", "move", "bump", "shove", "hit", "kick", "nudge", "poke", "tap")
THROWS = ("throw", "toss", "fling", "hurl", "chuck")
PARTS = ("halfway", "half way", "half", "a bit", "a little", "slightly", "a crack", "a quarter", "a third")
WORLD = ("turn off gravity", "turn on gravity", "moon gravity", "mars gravity")
_HINGED = ("door", "doors", "drawer", "drawers", "cupboard", "lid", "fridge", "box", "both doors")
"""Words for what opens that are tried beside its names."""
_MOST_AIMED = 6
"""Things whose fall off or over is searched for: each search takes the engine up to a second."""
_SLENDER = 1.2
"""What is so many times as high as it is deep can be knocked over."""
_LEDGE = 0.2
"""[m] Height of what one can be pushed off."""


def spoken(scene: Scene) -> dict[str, Any]:
    """What a page looks up, as JSON.

    ``nouns``: phrases to names. ``pushes``: of each name, impulses [N s] by way. ``aimed``: those that were
    searched for. ``manners``: how much more or less than a plain push each verb is. ``world``: gravity.
    ``throws``: of each name, velocities [m/s] by way, and ``throw_manners`` as above. ``hinged``: what each
    phrase opens, one after the other. ``parts``: how far words open.
    """
    movable = [thing for thing in scene.objects if thing.body.kind == "dynamic"]
    nouns = _nouns(scene, movable)
    called = {name: noun for noun, name in reversed(nouns.items())}
    pushes: dict[str, dict[str, list[float]]] = {}
    aimed: dict[str, dict[str, Any]] = {}
    for thing in movable:
        noun = called[thing.name]
        said = {way: _push_of(f"push the {noun} {way}", scene, search=False) for way in WAYS}
        found = {way: [*push.impulse] for way, push in said.items() if push and push.point is None}
        if len(found) == len(WAYS):
            pushes[thing.name] = found
            if len(aimed) < _MOST_AIMED and (goals := _aimed(noun, thing, scene)):
                aimed[thing.name] = goals
    first = next(iter(pushes), None)
    manners = {} if first is None else _manners(called[first], scene)
    light = [thing for thing in movable if thing.body.mass <= HEAVIEST]
    throws = {thing.name: found for thing in light if (found := _throws(called[thing.name], scene))}
    thrown = next(iter(throws), None)
    hinged = _hinged(scene)
    return {
        "nouns": nouns, "pushes": pushes, "aimed": aimed, "manners": manners, "world": _world(scene),
        "throws": throws, "throw_manners": {} if thrown is None else _throw_manners(called[thrown], scene),
        "hinged": hinged, "parts": _parts(next(iter(hinged)), scene) if hinged else {},
    }  # fmt: skip


def _asked(sentence: str, scene: Scene) -> list[Action]:
    """What a sentence does, but for walking there; nothing where it is refused."""
    try:
        return [action for _, action in paper_actions(sentence, scene)]
    except SpatialwmError:
        return []


def _throw_of(sentence: str, scene: Scene) -> tuple[float, ...] | None:
    thrown = [action for action in _asked(sentence, scene) if isinstance(action, Throw)]
    return thrown[0].velocity if len(thrown) == 1 else None


def _throws(noun: str, scene: Scene) -> dict[str, list[float]]:
    """Velocities by way; none of what no hand can throw."""
    said = {way: _throw_of(f"throw the {noun} {way}", scene) for way in WAYS}
    found = {way: [float(x) for x in velocity] for way, velocity in said.items() if velocity}
    return found if len(found) == len(WAYS) else {}


def _throw_manners(noun: str, scene: Scene) -> dict[str, dict[str, float]]:
    plain = _throw_of(f"throw the {noun} left", scene)
    found: dict[str, dict[str, float]] = {}
    for verb in THROWS:
        for how in HOWS:
            velocity = _throw_of(f"{verb} the {noun} left {how}".strip(), scene)
            if velocity is not None and plain is not None:
                found.setdefault(verb, {})[how] = float(np.linalg.norm(velocity) / np.linalg.norm(plain))
    return found


def _hinged(scene: Scene) -> dict[str, list[str]]:
    """What opens, as one says it: by its own name, or by that of what it is part of."""
    doors = [thing for thing in scene.objects if thing.body.joint and thing.body.joint.limits]
    owners = {thing.body.joint.parent for thing in doors if thing.body.joint} - {None}
    named = [*doors, *(thing for thing in scene.objects if thing.name in owners)]
    phrases = dict.fromkeys(thing.name.replace("_", " ") for thing in named)
    phrases |= dict.fromkeys(thing.category for thing in named if thing.category)
    phrases |= dict.fromkeys(_HINGED if doors else ())
    found = dict[str, list[str]]()
    for phrase in phrases:
        asked = _asked(f"open the {phrase}", scene)
        if names := [action.object for action in asked if isinstance(action, Open)]:
            found[phrase] = names
    return found


def _parts(phrase: str, scene: Scene) -> dict[str, float]:
    found = dict[str, float]()
    for part in PARTS:
        opened = [a for a in _asked(f"open the {phrase} {part}", scene) if isinstance(a, Open)]
        if opened:
            found[part] = float(opened[0].fraction)
    return found


def _manners(noun: str, scene: Scene) -> dict[str, dict[str, float]]:
    plain = _push_of(f"push the {noun} left", scene, search=False)
    found: dict[str, dict[str, float]] = {}
    for verb in VERBS:
        for how in HOWS:
            push = _push_of(f"{verb} the {noun} left {how}".strip(), scene, search=False)
            if push is not None and plain is not None:
                share = float(np.linalg.norm(push.impulse) / np.linalg.norm(plain.impulse))
                found.setdefault(verb, {})[how] = share
    return found


def _nouns(scene: Scene, movable: list[SceneObject]) -> dict[str, str]:
    """Every name as one says it; also what a thing is where there is only one of it."""
    kinds = [thing.category for thing in scene.objects]
    found = {thing.name.replace("_", " "): thing.name for thing in movable}
    for thing in movable:
        if thing.category and kinds.count(thing.category) == 1:
            found.setdefault(thing.category, thing.name)
    return found


def _aimed(noun: str, thing: SceneObject, scene: Scene) -> dict[str, Any]:
    """Pushes that were searched for in the engine from where everything stands now."""
    found = dict[str, Any]()
    box = extent(thing)
    size = np.asarray(box.high) - np.asarray(box.low)
    below = support_of(thing, list(scene.objects))
    if below is not None and below.category != "room" and extent(below).high[1] >= _LEDGE:
        off = _push_of(f"push the {noun} off the {below.name.replace('_', ' ')}", scene, search=True)
        if off is not None:
            found["off"] = {"from": below.name, **_pressed(off)}
    slender = float(size[1]) > _SLENDER * float(min(size[0], size[2]))
    over = _push_of(f"knock over the {noun}", scene, search=True) if slender else None
    if over is not None:
        found["over"] = _pressed(over)
    return found


def _push_of(sentence: str, scene: Scene, *, search: bool) -> Push | None:
    """The only push that a sentence means; None where it is refused or means more."""
    try:
        actions = (actions_from_text if search else paper_actions)(sentence, scene)
    except SpatialwmError:
        return None
    pushes = [(time, action) for time, action in actions if isinstance(action, Push)]
    if len(pushes) != 1 or pushes[0][0] > 0 or len(actions) != 1:
        return None
    return pushes[0][1]


def _pressed(push: Push) -> dict[str, list[float] | None]:
    point = None if push.point is None else [float(x) for x in push.point]
    return {"impulse": [*push.impulse], "point": point}


def _world(scene: Scene) -> dict[str, list[float]]:
    found = dict[str, list[float]]()
    for sentence in WORLD:
        try:
            actions = paper_actions(sentence, scene)
        except SpatialwmError:
            continue
        for _, action in actions:
            if isinstance(action, Gravity):
                found[sentence] = [float(x) for x in np.asarray(action.acceleration)]
    return found
