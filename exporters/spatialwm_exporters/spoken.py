"""What one can say in a page that simulates by itself: sentences read beforehand, by the grammar itself.

A page has no grammar, but few things can be done in it: pushes and gravity. So each push that a sentence can
mean is asked of the grammar when the page is written, and the page looks it up. A push along the ground is
the same wherever the thing stands; one that was searched for, off or over, is good only where it stands now.
"""

from typing import Any

import numpy as np

from spatialwm.errors import SpatialwmError
from spatialwm.language import actions_from_text, paper_actions
from spatialwm.language.places import extent, support_of
from spatialwm.scene import Gravity, Push, Scene, SceneObject

__all__ = ["HOWS", "VERBS", "WAYS", "WORLD", "spoken"]

WAYS = ("left", "right", "forward", "back")
HOWS = ("", "gently", "hard")
VERBS = ("push", "slide", "move", "bump", "shove", "hit", "kick", "nudge", "poke", "tap")
WORLD = ("turn off gravity", "turn on gravity", "moon gravity", "mars gravity")
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
    return {"nouns": nouns, "pushes": pushes, "aimed": aimed, "manners": manners, "world": _world(scene)}


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
