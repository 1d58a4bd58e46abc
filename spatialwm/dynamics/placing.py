"""Where a held thing can be set down: free, flat places within the arm's reach, found with rays."""

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from spatialwm.dynamics.agent import RADIUS
from spatialwm.dynamics.hand import REACH
from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.live import Live
from spatialwm.errors import InputError
from spatialwm.scene import Place

__all__ = ["FARTHEST", "Box", "Spot", "box_of", "find_spot", "in_front", "look_up"]

FARTHEST = REACH + 0.6
"""From the agent to a place: what the hand holds may be that much longer than the arm [m]."""
_GRID = 15
"""Places tried along each side."""
_FLAT = 0.015
"""Ground this uneven still carries a thing [m]."""
_MARGIN = 0.005
"""Kept free around it [m]."""
_ABOVE, _HIGHEST = 0.5, 2.0
"""Looked down from over the highest point, and at most from over the feet [m]."""
_CLEAR, _LOOSE = 0.05, 0.003
"""Over what lies between, and over the ground where it is let go [m]."""
_NEAR_BODY, _FRONT = 0.15, 0.4
"""What is held this near to the body is swung before it, so far from its axis [m]."""
_REACHED_OVER = 0.3
"""Places behind what is higher than this over them are taken last [m]."""
_NEXT_TO = 0.3
"""Widest gap that is still beside [m]."""
_FIVE = [(0.0, 0.0), (1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)]
_NINE = [(a, b) for a in (-1.0, 0.0, 1.0) for b in (-1.0, 0.0, 1.0)]


@dataclass(frozen=True, eq=False)
class Spot:
    """Where a held thing goes."""

    origin: Float[np.ndarray, "3"]
    """Of its frame at the end [m]."""
    height: float
    """Over what lies between, its origin is carried at this height [m]."""
    swung: bool
    """It is held before the body, and first comes to the side of the place."""


@dataclass(frozen=True, eq=False)
class Box:
    """Axis-aligned, in the world [m]."""

    low: np.ndarray
    high: np.ndarray


def find_spot(live: Live, held: int, action: Place) -> Spot:
    """The place ``action`` means for the mover ``held``: the nearest to the middle within reach.

    Raises:
        InputError: There is none, or none within reach.
        UnknownObjectError: It names what is not there.
    """
    body = int(live.compiled.bodies[live.compiled.movers[held]])
    mine = box_of(live, [body])
    name = live.scene.objects[int(live.compiled.movers[held])].name
    if action.at is not None:
        foot = np.array(action.at, float)
        _check_reach(live, [foot], mine, name, "there")
    else:
        foot = _best(live, body, mine, action, name)
    origin = np.array(live.data.xpos[body])
    under = np.array([(mine.low[0] + mine.high[0]) / 2, mine.low[1], (mine.low[2] + mine.high[2]) / 2])
    end = foot - under + origin + np.array([0.0, _LOOSE, 0.0])
    feet = _agent(live)
    swung = (
        math.dist(origin[[0, 2]], feet[[0, 2]])
        < RADIUS + _NEAR_BODY + float((mine.high - mine.low).max()) / 2
    )
    start = in_front(feet, origin, end) if swung else origin
    height = _carry_height(live, body, (start, end), mine, float(origin[1] - mine.low[1]))
    return Spot(end, height, swung)


def in_front(agent: np.ndarray, hand: np.ndarray, goal: np.ndarray) -> np.ndarray:
    """Where the hand is before the body on the side of the goal, as high as it is."""
    line = (goal - agent) * np.array([1, 0, 1])
    far = float(np.linalg.norm(line))
    front = agent + line * min(1.0, _FRONT / max(far, 1e-9))
    return np.array([front[0], hand[1], front[2]])


def _best(live: Live, body: int, mine: Box, action: Place, name: str) -> np.ndarray:
    other = str(action.on if action.on is not None else action.beside)
    k = live.scene.objects.index(live.scene[other])
    if live.memory.doings.gone[k] or other == name:
        raise InputError(f"'{name}' cannot be placed at '{other:.60}', which is not there for it.")
    target = int(live.compiled.bodies[k])
    theirs = box_of(live, [target])
    half = (mine.high - mine.low)[[0, 2]] / 2 + _MARGIN
    spread = half + _NEXT_TO if action.on is None else np.zeros(2)
    feet = _agent(live)
    wide = FARTHEST
    low = np.maximum(theirs.low[[0, 2]] - spread, feet[[0, 2]] - wide)
    high = np.minimum(theirs.high[[0, 2]] + spread, feet[[0, 2]] + wide)
    how = f"on '{other}'" if action.on is not None else f"beside '{other}'"
    if np.any(low > high):
        middle = (theirs.low + theirs.high) / 2
        _check_reach(live, [np.clip(feet, theirs.low, theirs.high)], mine, name, how)
        raise InputError(f"There is no free place {how} for '{name}' near {np.round(middle, 2).tolist()}.")
    top = min(float(theirs.high[1]) + _ABOVE, float(feet[1]) + _HIGHEST)
    found: list[np.ndarray] = []
    across, along = (np.linspace(float(low[k]), float(high[k]), _GRID) for k in (0, 1))
    grid = [np.array([x, top, z]) for x in across for z in along]
    # all of it on even ground; else its middle half, over an edge; else dropped in, as in a bin
    for part in (1.0, 0.5, 0.0) if action.on is not None else (1.0,):
        for start in grid:
            if action.on is None and _overlaps(start[[0, 2]], half, theirs):
                continue
            ground = _ground(live, body, start, part * half)
            if ground and _is_right(live, ground, target, theirs, on=action.on is not None):
                found.append(np.array([start[0], ground[1], start[2]]))
        if found:
            break
    if not found:
        raise InputError(f"There is no free place {how} for '{name}'; it is {2 * half.max():.2f} m wide.")
    near = _check_reach(live, found, mine, name, how)
    middle = (theirs.low + theirs.high)[[0, 2]] / 2
    if action.on is not None and theirs.high[0] - theirs.low[0] > 2 * wide:
        middle = feet[[0, 2]] + _forward(live) * REACH * 0.7  # on the floor: in front
    near.sort(key=lambda p: (round(math.dist(p[[0, 2]], middle), 6), tuple(p)))
    return next((p for p in near if not _is_behind(live, body, p)), near[0])


def _is_right(live: Live, ground: tuple[int, float], target: int, theirs: Box, *, on: bool) -> bool:
    if on:
        return ground[0] == target
    return ground[0] != target and abs(ground[1] - float(theirs.low[1])) < 2 * _FLAT


def _is_behind(live: Live, body: int, place: np.ndarray) -> bool:
    """Whether the hand would reach over something high."""
    feet = _agent(live)
    starts = [feet + part * (place - feet) for part in np.linspace(RADIUS / REACH, 1.0, 8)]
    tops = [_look_down(live, body, np.array([x, feet[1] + _HIGHEST, z]))[1] for x, _, z in starts]
    return bool(max(tops) > place[1] + _REACHED_OVER)


def _ground(live: Live, body: int, start: np.ndarray, half: np.ndarray) -> tuple[int, float] | None:
    """Body and height of even ground below, or None."""
    hits = [_look_down(live, body, start + np.array([a * half[0], 0, b * half[1]])) for a, b in _NINE]
    bodies, heights = {b for b, _ in hits}, [h for _, h in hits]
    if len(bodies) != 1 or -1 in bodies or max(heights) - min(heights) > _FLAT:
        return None
    return bodies.pop(), max(heights)


def look_up(live: Live, exclude: int, start: np.ndarray) -> float:
    """How much room is above [m]."""
    return _look(live, exclude, start, 1.0)[1]


def _look_down(live: Live, exclude: int, start: np.ndarray) -> tuple[int, float]:
    body, length = _look(live, exclude, start, -1.0)
    return body, float(start[1]) - length


def _look(live: Live, exclude: int, start: np.ndarray, way: float) -> tuple[int, float]:
    """The body above or below, and how far off [m]; -1 and infinitely far: none."""
    mujoco = load_mujoco()

    hit = np.full(1, -1, np.int32)
    groups = np.array([1, 1, 1, 0, 1, 1], np.uint8)  # not the agent
    ray = np.array([0.0, way, 0.0])
    length = float(mujoco.mj_ray(live.compiled.model, live.data, start, ray, groups, True, exclude, hit))
    if length < 0:
        return -1, math.inf
    return int(live.compiled.model.geom_bodyid[hit[0]]), length


def _carry_height(
    live: Live, body: int, way: tuple[np.ndarray, np.ndarray], mine: Box, bottom: float
) -> float:
    """Over all that lies below the thing's whole width on its way [m]."""
    begin, end = way
    high = max(float(begin[1]), float(end[1])) + _CLEAR
    half = (mine.high - mine.low)[[0, 2]] / 2
    for part in np.linspace(0, 1, 12):
        at = begin + part * (end - begin)
        for a, b in _FIVE:
            x, z = at[0] + a * half[0], at[2] + b * half[1]
            _, height = _look_down(live, body, np.array([x, _agent(live)[1] + _HIGHEST, z]))
            high = max(high, height + bottom + _CLEAR)
    return min(high, float(_agent(live)[1]) + _HIGHEST + bottom)


def _check_reach(live: Live, places: list[np.ndarray], mine: Box, name: str, how: str) -> list[np.ndarray]:
    feet = _agent(live)
    width = float((mine.high - mine.low)[[0, 2]].max()) / 2
    far = [math.dist(p[[0, 2]], feet[[0, 2]]) for p in places]
    near = [
        p
        for p, d in zip(places, far, strict=True)
        if RADIUS + width < d <= REACH + width and p[1] < feet[1] + _HIGHEST
    ]
    if not near:
        raise InputError(
            f"The place {how} for '{name}' is {min(far):.2f} m away, the arm reaches {REACH} m; move closer."
        )
    return near


def _overlaps(at: np.ndarray, half: np.ndarray, box: Box) -> bool:
    return bool(np.all(at + half > box.low[[0, 2]]) and np.all(at - half < box.high[[0, 2]]))


def _agent(live: Live) -> np.ndarray:
    x, z = live.data.qpos[live.agent_q][:2].tolist()
    return np.array([x, live.memory.doings.level, z])


def _forward(live: Live) -> np.ndarray:
    yaw = float(live.data.qpos[live.agent_q][2])
    return np.array([-math.sin(yaw), -math.cos(yaw)])


def box_of(live: Live, bodies: list[int]) -> Box:
    """Of all that belongs to the bodies."""
    model, data = live.compiled.model, live.data
    geoms = np.flatnonzero(np.isin(model.geom_bodyid, bodies))
    turns = np.asarray(data.geom_xmat)[geoms].reshape(-1, 3, 3)
    boxes = np.asarray(model.geom_aabb)[geoms]
    centres = np.asarray(data.geom_xpos)[geoms] + np.einsum("nij,nj->ni", turns, boxes[:, :3])
    halves = np.einsum("nij,nj->ni", np.abs(turns), boxes[:, 3:])
    return Box((centres - halves).min(axis=0), (centres + halves).max(axis=0))
