"""States a command should end in, in short words, and whether a run ended in them."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from spatialwm.errors import UnknownObjectError
from spatialwm.geometry.rotations import quat_rotate
from spatialwm.language.places import Extent, collider_extents, extent
from spatialwm.scene import Action, Gravity, Light, Paint, Remove, Say, Scene, SceneObject, State, Wind

__all__ = ["Ending", "holds", "reached"]

_MOVED, _STILL = 0.03, 0.05
"""[m]; a nudge moves a thing this far, what is left alone less than that."""
_TOUCH, _EDGE = 0.05, 0.02
"""[m] between what stands on what, and over its edge."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Ending:
    """A run: every state from the start, and what was done."""

    scene: Scene
    states: tuple[State, ...]
    actions: tuple[tuple[float, Action], ...]

    def box(self, name: str, frame: int = -1) -> Extent:
        """Extent of an object in a frame."""
        return extent(self.thing(name, frame))

    def thing(self, name: str, frame: int = -1) -> SceneObject:
        """An object as it is in a frame."""
        state = self.states[frame]
        if name not in state.names:
            raise UnknownObjectError(f"There is no '{name}' at the end.")
        k = state.names.index(name)
        return replace(self.scene.objects[k], position=state.positions[k], quat=state.quats[k])

    def place(self, name: str, frame: int = -1) -> np.ndarray:
        """Middle of an object, or the agent's feet."""
        return self.states[frame].agent_position if name == "agent" else self.box(name, frame).centre

    def way(self, name: str) -> float:
        """How far it went on the whole [m]."""
        return float(np.linalg.norm(self.place(name) - self.place(name, 0)))


def reached(goal: str, run: Ending) -> bool:
    """Whether the run ended so."""
    kind, *words = goal.split()
    return holds(kind, words, run)


def holds(kind: str, words: list[str], run: Ending) -> bool:
    """The same with the words apart, for names with spaces in them."""
    try:
        return _GOALS[kind](run, words)
    except UnknownObjectError:
        return False


def _moved(run: Ending, words: list[str]) -> bool:
    low, high = (float(w) for w in (words[1:] + [str(_MOVED), "inf"][len(words) - 1 :])[:2])
    return low <= run.way(words[0]) <= high


def _on(run: Ending, words: list[str]) -> bool:
    thing, below = run.box(words[0]), run.box(words[1])
    if words[1] == "room":
        return bool(thing.low[1] < _TOUCH)
    if below.gap(thing.centre) >= _EDGE or not below.low[1] - _TOUCH < thing.low[1] < below.high[1] + _TOUCH:
        return False
    return bool(thing.low[1] > _TOUCH) or not _is_under(run, thing, words[1])


def _is_under(run: Ending, thing: Extent, name: str) -> bool:
    """Whether a part of it is above the thing: that is under a table, and not in a crate."""
    parts = collider_extents([run.thing(name)])
    return any(part.gap(thing.centre) == 0 and part.low[1] > thing.centre[1] for part in parts)


def _off(run: Ending, words: list[str]) -> bool:
    """No longer on it: beside it, lower, or over it in a hand."""
    thing, below = run.box(words[0]), run.box(words[1])
    level = -0.02 < thing.low[1] - below.high[1] < _TOUCH
    return below.gap(thing.centre) >= _EDGE or not level


def _beside(run: Ending, words: list[str]) -> bool:
    thing, other = run.box(words[0]), run.box(words[1])
    gap = np.maximum(np.maximum(other.low - thing.high, thing.low - other.high), 0)
    return math.hypot(gap[0], gap[2]) < 0.4 and abs(float(thing.low[1] - other.low[1])) < 0.06


def _closer(run: Ending, words: list[str]) -> bool:
    before = np.linalg.norm((run.place(words[0], 0) - run.place(words[1], 0))[[0, 2]])
    return bool(np.linalg.norm((run.place(words[0]) - run.place(words[1]))[[0, 2]]) < before - 0.02)


def _at(run: Ending, words: list[str]) -> bool:
    """Name, x and z [m], and how near the middle has to come [m]."""
    x, z, near = (float(word) for word in words[1:4])
    place = run.place(words[0])
    return math.hypot(float(place[0]) - x, float(place[2]) - z) <= near


def _facing(run: Ending, words: list[str]) -> bool:
    way = run.place(words[0]) - run.states[-1].agent_position
    return abs(math.remainder(math.atan2(-way[0], -way[2]) - run.states[-1].agent_yaw, math.tau)) < 0.3


def _turned(run: Ending, words: list[str]) -> bool:
    turn = math.remainder(run.states[-1].agent_yaw - run.states[0].agent_yaw, math.tau)
    return abs(abs(math.degrees(turn)) - float(words[0])) < 3


def _walked(run: Ending, words: list[str]) -> bool:
    return float(words[0]) <= run.way("agent") <= float(words[1])


def _toppled(run: Ending, words: list[str]) -> bool:
    k = run.states[0].names.index(words[0])
    up = [quat_rotate(s.quats[k], np.array([0.0, 1.0, 0.0])) for s in (run.states[0], run.states[-1])]
    return bool(up[0] @ up[1] < math.cos(math.pi / 4))


def _exists(run: Ending, words: list[str]) -> bool:
    alike = [t for t in run.scene.objects if t.category.replace(" ", "_") == words[0]]
    there = [t for t in alike if t.name not in run.states[-1].gone]
    return len(there) == int(words[1])


def _painted(run: Ending, words: list[str]) -> bool:
    return any(isinstance(a, Paint) and a.object == words[0] for _, a in run.actions)


def _gravity(run: Ending, words: list[str]) -> bool:
    given = [a.acceleration[1] for _, a in run.actions if isinstance(a, Gravity)]
    return bool(given) and math.isclose(-given[-1], float(words[0]), abs_tol=0.01)


def _said(run: Ending, words: list[str]) -> bool:
    return any(isinstance(a, Say) and a.text.casefold() == " ".join(words).casefold() for _, a in run.actions)


def _waited(run: Ending, words: list[str]) -> bool:
    return run.states[-1].time >= float(words[0]) - 0.05


def _did(kind: type[Action]) -> Callable[[Ending, list[str]], bool]:
    return lambda run, words: any(isinstance(a, kind) for _, a in run.actions)


def _highest(run: Ending) -> float:
    return max(float(s.agent_position[1]) for s in run.states) - float(run.states[0].agent_position[1])


_GOALS: dict[str, Callable[[Ending, list[str]], bool]] = {
    "moved": _moved,
    "still": lambda run, words: run.way(words[0]) < _STILL,
    "on": _on,
    "off": _off,
    "beside": _beside,
    "closer": _closer,
    "at": _at,
    "held": lambda run, words: run.states[-1].held == words[0],
    "empty": lambda run, words: run.states[-1].held is None,
    "near": lambda run, words: run.box(words[0]).gap(run.states[-1].agent_position) < 1.0,
    "facing": _facing,
    "turned": _turned,
    "walked": _walked,
    "toppled": _toppled,
    "gone": lambda run, words: (
        words[0] in run.states[-1].gone
        or any(isinstance(a, Remove) and a.object == words[0] for _, a in run.actions)
    ),
    "exists": _exists,
    "painted": _painted,
    "gravity": _gravity,
    "wind": _did(Wind),
    "light": _did(Light),
    "said": _said,
    "waited": _waited,
    "jumped": lambda run, words: _highest(run) > 0.2,
    "crouched": lambda run, words: run.states[-1].agent_eye < 1.2,
}
