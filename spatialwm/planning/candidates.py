"""Kinds of plans with numbers in them: what a sampler draws from."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from spatialwm.dynamics import simulate
from spatialwm.errors import SpatialwmError
from spatialwm.language import actions_from_text
from spatialwm.language.places import extent
from spatialwm.planning.foretold import Timed
from spatialwm.planning.wishes import Wish
from spatialwm.scene import Place, Push, Scene, SceneObject, State, at_time

__all__ = ["Kind", "kinds_for"]

_SPEEDS = 0.15, 8.0
"""That a push may give [m/s]."""
_STEEPEST = 0.35
"""Of a push, upwards [rad]."""
_BETWEEN = 1.5
"""Seconds between two pushes: time to slide to rest."""
_DOORS = 3
"""That are tried to be opened on the way to a thing, the nearest to it first."""
_OPENS = 2.0
"""How long that takes [s]."""
_INSET = 0.8
"""Of a top's half sizes, where things are set down."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of plan: numbers, normally distributed to begin with, -> actions."""

    name: str
    size: int
    """How many numbers it takes."""
    decode: Callable[[Float[np.ndarray, " k"]], Timed]
    first: Timed | None = None
    """One that is tried before any is drawn."""


def kinds_for(wishes: tuple[Wish, ...], scene: Scene, now: State) -> tuple[Kind, ...]:
    """What may bring the wishes about: pushing the things that are to change, and setting them down."""
    kinds: list[Kind] = []
    for name in dict.fromkeys(w.words[0] for w in wishes if w.words):
        thing = scene[name]
        wish = next(w for w in wishes if w.words[0] == name)
        if thing.body.kind in ("dynamic", "articulated"):
            aim = _aim(wish, scene, thing, now)
            kinds += [_push(thing, aim, count) for count in ((1,) if wish.kind == "at" else (1, 2))]
        if thing.body.kind == "dynamic" and wish.kind in ("on", "beside", "held"):
            kinds += _by_hand(wish, scene, thing)
    return tuple(kinds)


@dataclass(frozen=True, kw_only=True)
class _Aim:
    """What a push is tried around first."""

    bearing: float
    """[rad], from x towards z."""
    speed: float
    """[m/s]"""
    turn: float
    """Spread of the bearing [rad]."""
    share: float
    """Spread of the speed, as a logarithm."""


def _aim(wish: Wish, scene: Scene, thing: SceneObject, now: State) -> _Aim:
    """Towards where the thing is to be, as fast as it slides so far: v^2 = 2 mu g d; else anywhere."""
    place = now.positions[now.names.index(thing.name)]
    if wish.kind == "at":
        there = np.array([float(wish.words[1]), 0.0, float(wish.words[2])])
    elif wish.kind in ("on", "beside", "off") and wish.words[1] in now.names:
        there = extent(scene[wish.words[1]]).centre
    else:
        return _Aim(bearing=0.0, speed=1.2, turn=math.pi / 2, share=0.8)
    way = (place - there) if wish.kind == "off" else (there - place)
    far = math.hypot(float(way[0]), float(way[2]))
    slip = max(thing.body.friction, 0.05) * float(np.linalg.norm(scene.gravity))
    speed = float(np.clip(math.sqrt(2 * slip * far), *_SPEEDS))
    close = 0.4 if wish.kind == "at" else 0.8
    return _Aim(bearing=math.atan2(float(way[2]), float(way[0])), speed=speed, turn=close, share=close)


def _push(thing: SceneObject, aim: _Aim, count: int) -> Kind:
    rises = aim.share > 0.5  # one that only has to slide is pushed flat

    def decode(numbers: Float[np.ndarray, " k"]) -> Timed:
        found: list[tuple[float, Push]] = []
        for k, (turn, strength, *lift) in enumerate(numbers.reshape(count, -1).tolist()):
            angle = aim.bearing + aim.turn * turn
            speed = float(np.clip(aim.speed * math.exp(aim.share * strength), *_SPEEDS))
            rise = _STEEPEST / (1 + math.exp(2.0 - 2 * lift[0])) if lift else 0.0
            given = thing.body.mass * speed
            flat = given * math.cos(rise)
            impulse = (flat * math.cos(angle), given * math.sin(rise), flat * math.sin(angle))
            found.append((k * _BETWEEN, Push(thing.name, impulse=impulse)))
        return tuple(found)

    return Kind(name=f"push {thing.name} x{count}", size=(3 if rises else 2) * count, decode=decode)


def _by_hand(wish: Wish, scene: Scene, thing: SceneObject) -> list[Kind]:
    """Walking, grasping and setting down as the language does it; also with a door opened first."""
    asked = thing.name.replace("_", " ")
    said = f"pick up {asked}" if wish.kind == "held" else f"put {asked} {_PUT[wish.kind]} "
    if wish.kind != "held":
        said += wish.words[1].replace("_", " ")
    timed = _read(said, scene)
    found = [] if timed is None else _carry(wish, scene, f"carry {thing.name}", timed)
    doors = [t for t in scene.objects if t.body.joint is not None and t.body.joint.limits is not None]
    doors.sort(key=lambda door: float(np.linalg.norm(door.position - thing.position)))
    for door in doors[:_DOORS]:
        opening = _read(f"open {door.name.replace('_', ' ')}", scene)
        if opening is None:
            continue
        until = opening[-1][0] + _OPENS
        try:
            opened = simulate(scene, opening, seconds=until)
        except SpatialwmError:
            continue
        after = _read(said, opened)
        if after is not None:
            both = opening + tuple((until + time, action) for time, action in after)
            found += _carry(wish, scene, f"open {door.name}, carry {thing.name}", both)
    return found


def _read(said: str, scene: Scene) -> Timed | None:
    try:
        return tuple(actions_from_text(said, scene))
    except SpatialwmError:
        return None


def _carry(wish: Wish, scene: Scene, name: str, timed: Timed) -> list[Kind]:
    """One kind of plan; where on the top things are set down is open."""
    places = [k for k, (_, action) in enumerate(timed) if isinstance(action, Place)]
    if not places or wish.kind != "on":
        return [Kind(name=name, size=1, decode=lambda _: timed, first=timed)]
    box = extent(at_time(scene, math.inf)[wish.words[1]] if scene.rollout else scene[wish.words[1]])

    def decode(numbers: Float[np.ndarray, " k"]) -> Timed:
        reach = _INSET * box.size[[0, 2]] / 2 * np.tanh(numbers)
        at = (float(box.centre[0] + reach[0]), float(box.high[1]), float(box.centre[2] + reach[1]))
        return tuple(
            (time, Place(at=at) if k == places[-1] else action) for k, (time, action) in enumerate(timed)
        )

    return [Kind(name=name, size=2, decode=decode, first=timed)]


_PUT = {"on": "on", "beside": "next to"}
