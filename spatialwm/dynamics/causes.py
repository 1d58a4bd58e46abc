"""Why: the chain of contacts from what happened back to the action that began it.

A chain is read off the contact log backwards: of what moved, which gave the thing most when it left its rest?
The log alone is correlation; ``prevented_without`` computes the rollout again without a cause, which is the
intervention that tells (Pearl 2000, "Causality").
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from spatialwm.dynamics.contacts import AGENT, ContactLog, contact_log
from spatialwm.dynamics.predictor import DT
from spatialwm.dynamics.simulate import simulate, start_of
from spatialwm.errors import InputError, SpatialwmError, UnknownObjectError
from spatialwm.geometry.rotations import matrix_from_quat
from spatialwm.scene import (
    Action,
    Body,
    Close,
    Force,
    Grasp,
    Gravity,
    Move,
    Open,
    Push,
    Release,
    Remove,
    Scene,
    Spawn,
    State,
    Throw,
    Wind,
)

__all__ = ["Explanation", "Fact", "Link", "holds", "prevented_without", "why"]

_STILL = 0.01, 0.05
"""Slower than this [m/s], [rad/s] a thing is at rest."""
_MOVED, _TURNED = 0.02, 0.17
"""A thing has moved when it is this far from its start [m], [rad] (2 cm, 10 degrees)."""
_FALLEN = 0.7
"""Cosine of the lean above which a thing stands: 45 degrees."""
_LATE = 3
"""Frames after the start of a motion in which its cause may still touch: 50 ms, longer than any impact."""
_AT_WORK = 180
"""Frames in which an action that takes its time, or wind, sets a thing moving: 3 s."""
_LONGEST = 200
"""Links of a chain."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that is so at the end."""

    object: str
    kind: Literal["moved", "fallen", "on", "off"]
    """It is elsewhere than at the start; it has tipped over; it touches ``other``; it does not."""
    other: str | None = None

    def __str__(self) -> str:
        said = {"moved": "moved", "fallen": "fell over", "on": "is on", "off": "is not on"}[self.kind]
        return f"{self.object} {said} {self.other or ''}".strip()


@dataclass(frozen=True, kw_only=True)
class Link:
    """One cause and its effect."""

    time: float
    """When it acted [s]."""
    cause: str
    """An object, ``agent``, or ``gravity`` for what never stood."""
    effect: str
    """The object that began to move."""
    impulse: float
    """What the cause gave it in the 50 ms from then on [N s]; 0 for what was only let down."""
    action: Action | None = None
    """What the agent did, where the chain ends."""


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """A fact and the chain that led to it, the first cause first."""

    fact: Fact
    chain: tuple[Link, ...]
    prevented: bool | None
    """Whether the fact does not come about without the first cause; None when nothing can be left out."""


def why(scene: Scene, fact: Fact) -> Explanation:
    """Explain a fact about the end of a scene's rollout.

    Raises:
        InputError: There is no rollout, or the fact is not so.
        UnknownObjectError: There is no such object.
    """
    _check(scene, fact)
    log = contact_log(scene)
    held = _held_since(fact, log)
    if held is None:
        raise InputError(f"It is not so that '{fact}'; there is nothing to explain.")
    actions = {} if scene.rollout is None else {round(t / DT): a for t, a in scene.rollout.actions}
    chain: list[Link] = []
    effect, frame = fact.object, held
    while len(chain) < _LONGEST:
        link = _cause(effect, frame, log, actions)
        chain.append(link)
        if link.action is not None or link.cause == "gravity":
            break
        effect, frame = link.cause, round(link.time / DT) + 1
    chain.reverse()
    prevented = prevented_without(scene, fact, chain[0], log)
    return Explanation(fact=fact, chain=tuple(chain), prevented=prevented)


def prevented_without(scene: Scene, fact: Fact, link: Link, log: ContactLog) -> bool | None:
    """Whether a fact does not come about when a cause is taken away: its action, or the object itself.

    What carries other things is held still instead of being taken away. None for gravity.
    """
    rollout = scene.rollout
    if rollout is None or link.cause == "gravity":
        return None
    start, actions = start_of(scene), rollout.actions
    if link.action is not None:
        actions = tuple(entry for entry in actions if entry[1] is not link.action)
    elif link.cause != AGENT:
        start = _without(start, link.cause, log)
        actions = tuple((t, a) for t, a in actions if getattr(a, "object", None) != link.cause)
    try:
        other = simulate(start, actions, seconds=float(rollout.times[-1]), seed=rollout.seed)
    except SpatialwmError:
        return None  # what follows cannot be done without it, such as throwing what was not grasped
    return not holds(fact, contact_log(other), -1)


def _without(start: Scene, name: str, log: ContactLog) -> Scene:
    """The scene without an object, or with it fixed where other things rest on it."""
    k = log.names.index(name)
    nothing: dict[tuple[int, int], float] = {}
    first = next((lifts for lifts in log.lifts[1:] if lifts), nothing)
    carries = any(
        (i == k and lift > 0) or (j == k and lift < 0) for (i, j), lift in first.items() if k in (i, j)
    )
    thing = start[name]
    if carries:
        fixed = replace(thing, body=Body(colliders=thing.body.colliders, friction=thing.body.friction))
        return replace(start, objects=tuple(fixed if o.name == name else o for o in start.objects))
    return replace(start, objects=tuple(o for o in start.objects if o.name != name))


def _check(scene: Scene, fact: Fact) -> None:
    if fact.kind in ("on", "off") and fact.other is None:
        raise InputError(f"'{fact}' needs a second object; say on what.")
    for name in (fact.object, fact.other):
        if name is not None and all(o.name != name for o in scene.objects):
            raise UnknownObjectError(f"There is no object '{name:.60}' in the scene.")


# ---------------------------------------------------------------------- facts


def holds(fact: Fact, log: ContactLog, frame: int) -> bool:
    """Whether a fact is so in a frame of a rollout."""
    k = log.names.index(fact.object)
    now, start = log.states[frame], log.states[0]
    if fact.kind == "moved":
        far = float(np.linalg.norm(now.positions[k] - start.positions[k])) > _MOVED
        cosine = min(abs(float(now.quats[k] @ start.quats[k])), 1.0)
        return far or 2 * float(np.arccos(cosine)) > _TURNED
    if fact.kind == "fallen":
        up = [matrix_from_quat(state.quats[k])[:, 1] for state in (start, now)]
        return float(up[0] @ up[1]) < _FALLEN
    other = log.names.index(fact.other or "")
    return (_last_touch(log, frame, k, other) is not None) == (fact.kind == "on")


def _last_touch(log: ContactLog, frame: int, one: int, other: int) -> float | None:
    """Impulse between two in the last frame that was computed; nothing is computed while all is still."""
    last = frame % len(log.states)
    while last > 0 and not log.partners(last, one):
        last -= 1
    force = log.between(last, one, other)
    return force if force > 0 else None


def _held_since(fact: Fact, log: ContactLog) -> int | None:
    """The first frame from which a fact is so until the end."""
    since: int | None = None
    for frame in range(len(log.states) - 1, -1, -1):
        if not holds(fact, log, frame):
            break
        since = frame
    return since


# --------------------------------------------------------------------- causes


def _moving(state: State, k: int) -> bool:
    speed = float(np.linalg.norm(state.velocities[k]))
    return speed > _STILL[0] or float(np.linalg.norm(state.angular_velocities[k])) > _STILL[1]


def _cause(effect: str, frame: int, log: ContactLog, actions: dict[int, Action]) -> Link:
    """What set a thing moving that moves, or has moved, at a frame."""
    k = log.names.index(effect)
    last = frame
    while last > 0 and not _moving(log.states[last], k):
        last -= 1
    began = last
    while began > 0 and _moving(log.states[began - 1], k):
        began -= 1
    done = _action_on(effect, began, log, actions)
    if done is not None:
        return Link(time=done[0] * DT, cause=AGENT, effect=effect, impulse=_strength(done[1]), action=done[1])
    partner = _mover_at(k, began, log)
    world = _world_at(began, actions)
    if world is not None and (
        partner is None or not _moved_before(log, log.names.index(partner[0]), world[0] + 1)
    ):
        return Link(time=world[0] * DT, cause=AGENT, effect=effect, impulse=0.0, action=world[1])
    if partner is None:
        return Link(time=max(began - 1, 0) * DT, cause="gravity", effect=effect, impulse=0.0)
    name, impulse = partner
    if name == AGENT:
        walk = max((f for f, a in actions.items() if f <= began and isinstance(a, Move)), default=None)
        action = None if walk is None else actions[walk]
        time = (began if walk is None else walk) * DT
        return Link(time=time, cause=AGENT, effect=effect, impulse=impulse, action=action)
    return Link(time=max(began - 1, 0) * DT, cause=name, effect=effect, impulse=impulse)


def _action_on(
    effect: str, began: int, log: ContactLog, actions: dict[int, Action]
) -> tuple[int, Action] | None:
    """The action on this thing that began its motion, by frame: action k leads to state k + 1."""
    for frame in (began - 1, began, began - 2):
        action = actions.get(frame)
        if isinstance(action, Push | Grasp | Spawn) and action.object == effect:
            return frame, action
        if isinstance(action, Throw | Release) and log.states[frame].held == effect:
            return frame, action
    for frame, action in sorted(actions.items(), reverse=True):
        if frame <= began and began - frame <= _lasting(action) and getattr(action, "object", None) == effect:
            return frame, action
    if log.states[max(began - 1, 0)].held == effect:
        grasps = [f for f, a in actions.items() if f < began and isinstance(a, Grasp) and a.object == effect]
        if grasps:
            return max(grasps), actions[max(grasps)]
    return None


def _lasting(action: Action) -> int:
    """For how many frames an action goes on moving its object."""
    match action:
        case Force():
            return round(action.seconds / DT) + _LATE
        case Open() | Close():
            return _AT_WORK
        case _:
            return -1


def _world_at(began: int, actions: dict[int, Action]) -> tuple[int, Action] | None:
    """What was done to the world just before: gravity or wind changed, or something was taken away."""
    for frame, action in sorted(actions.items(), reverse=True):
        if not began - _AT_WORK <= frame <= began:
            continue
        if isinstance(action, Gravity | Wind):
            return frame, action
        if isinstance(action, Remove) and began - frame <= _LATE:  # nothing is logged of what rests on what
            return frame, action
    return None


def _mover_at(k: int, began: int, log: ContactLog) -> tuple[str, float] | None:
    """Of the movers that touched a thing as it began to move, the strongest; else what left from under it."""
    agent = len(log.names) - 1
    given: dict[int, float] = {}
    for frame in range(max(began - 1, 1), min(began + _LATE, len(log.states))):
        for other, impulse in log.partners(frame, k).items():
            if other == agent or _moved_before(log, other, began):
                given[other] = given.get(other, 0.0) + impulse
    if given:
        other = max(given, key=lambda o: given[o])
        return log.names[other], given[other]
    for other in log.partners(max(began - 1, 0), k):
        if other != agent and _moved_before(log, other, began + 1):
            return log.names[other], 0.0
    return None


def _moved_before(log: ContactLog, other: int, began: int) -> bool:
    """Whether another thing moved before this one began to."""
    return other < len(log.names) - 1 and began > 0 and _moving(log.states[began - 1], other)


def _strength(action: Action) -> float:
    if isinstance(action, Force):
        return float(np.linalg.norm(action.force)) * action.seconds
    return float(np.linalg.norm(action.impulse)) if isinstance(action, Push) else 0.0
