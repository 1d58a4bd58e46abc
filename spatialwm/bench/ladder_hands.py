"""Levels for hands: stacking, Hanoi, dominoes with gaps, and what rolled behind screens."""

import math

import numpy as np

from spatialwm.bench.ladder_levels import (
    Color,
    Decision,
    Level,
    Run,
    box,
    carried,
    fixed,
    free,
    room_camera,
)
from spatialwm.dynamics import DT
from spatialwm.geometry.rotations import quat_rotate
from spatialwm.planning.foretold import Timed
from spatialwm.scene import Push, Scene, SceneObject, State

__all__ = ["dominoes", "hanoi", "memory", "stack"]

_GREY: Color = (0.55, 0.55, 0.55)
_RED: Color = (0.85, 0.2, 0.15)
_HUES: tuple[Color, ...] = (
    (0.85, 0.2, 0.15), (0.9, 0.6, 0.1), (0.8, 0.8, 0.2), (0.2, 0.65, 0.3), (0.15, 0.5, 0.8),
    (0.35, 0.3, 0.75), (0.65, 0.3, 0.7), (0.5, 0.35, 0.2), (0.3, 0.7, 0.7),
)  # fmt: skip
_AWAY = 0.8
"""From the agent to what it handles [m]; its arm reaches 1.1."""
_STANDS = 0.02
"""Off the height it should have, what stands on another is at most [m]."""
_MIDDLE = 0.05
"""Off the middle, at most [m]."""
_CARRYING = 6.0
"""[s]"""


def _floor(friction: float = 0.5) -> SceneObject:
    return fixed("floor", box(8.0, 0.1, 8.0), (0, -0.05, 0), _GREY, friction=friction)


def _around(angle: float, away: float = _AWAY) -> tuple[float, float]:
    """Where (x, z) lies at an angle from straight ahead of the agent, at the origin, looking along -z."""
    return away * math.sin(angle), -away * math.cos(angle)


def _on_top_of(state: State, upper: str, lower: str, height: float) -> bool:
    one, other = (state.positions[state.names.index(name)] for name in (upper, lower))
    beside = math.hypot(float(one[0] - other[0]), float(one[2] - other[2]))
    return beside < _MIDDLE and abs(float(one[1] - other[1]) - height) < _STANDS


def stack(number: int, seed: int) -> Level:
    """Build a tower of ``number`` boxes on a pad, in the order that is asked for."""
    rng = np.random.default_rng((seed, number, 1))
    names = [f"box{k}" for k in range(number)]
    widths = np.sort(rng.uniform(0.12, 0.2, number))[::-1]
    heights = rng.uniform(0.08, 0.12, number)
    slots = rng.permutation(number)
    x, z = _around(0.0)
    things = [_floor(), fixed("pad", box(0.24, 0.04, 0.24), (x, 0.02, z), _GREY)]
    for k, name in enumerate(names):
        bx, bz = _around(0.55 + (2 * math.pi - 1.1) * (slots[k] + 0.5) / number)
        shape = box(widths[k], heights[k], widths[k])
        things.append(free(name, shape, (bx, heights[k] / 2, bz), _HUES[k % 9], mass=0.5, friction=0.6))
    scene = room_camera(Scene(objects=tuple(things)), (0, 1.6, 0), (x, 0.2, z))
    below = ["pad", *names[:-1]]
    rises = [0.02 + heights[0] / 2, *((heights[:-1] + heights[1:]) / 2).tolist()]
    pairs = [(a, b) for a in names for b in ["pad", *names] if a != b]

    def decode(state: State, decision: Decision) -> Timed:
        del state
        return carried(*pairs[decision[0]])

    def cost(run: Run) -> float:
        right = 0
        for name, under, rise in zip(names, below, rises, strict=True):
            if not _on_top_of(run.states[-1], name, under, float(rise)):
                break
            right += 1
        return float(number - right)

    return Level(
        family="stack", number=number, seed=seed, scene=scene, numbers=0, decisions=number + 1,
        choices=tuple(f"{a} on {b}" for a, b in pairs), seconds=_CARRYING, decode=decode, cost=cost,
        solution=tuple((pairs.index((a, b)), ()) for a, b in zip(names, below, strict=True)),
    )  # fmt: skip


_THICK = 0.06
"""Of a disc of Hanoi [m]."""
_PEGS = tuple(_around(angle, 0.85) for angle in (-0.7, 0.0, 0.7))


def hanoi(number: int, seed: int) -> Level:
    """The towers of Hanoi with ``number`` boxes for discs: 2^n - 1 moves, never a larger on a smaller one."""
    rng = np.random.default_rng((seed, number, 2))
    start, goal, spare = (int(k) for k in rng.permutation(3))
    names = [f"disc{k}" for k in range(number)]  # the largest first
    widths = [0.12 + 0.04 * (number - 1 - k) for k in range(number)]
    x, z = _PEGS[start]
    things = [_floor(0.6)]
    for k, name in enumerate(names):
        shape, at = box(widths[k], _THICK, widths[k]), (x, _THICK * (k + 0.5), z)
        things.append(free(name, shape, at, _HUES[k % 9], mass=0.4, friction=0.6))
    scene = room_camera(Scene(objects=tuple(things)), (0, 1.6, 0), (0, 0.0, -0.85))
    moves = [(a, b) for a in range(3) for b in range(3) if a != b]

    def decode(state: State, decision: Decision) -> Timed:
        one, other = moves[decision[0]]
        pegs = _pegs(state, names)
        if not pegs[one] or (pegs[other] and pegs[other][-1] > pegs[one][-1]):
            return ()
        px, pz = _PEGS[other]
        return carried(names[pegs[one][-1]], np.array([px, _THICK * len(pegs[other]), pz]))

    def cost(run: Run) -> float:
        there = _pegs(run.states[-1], names)[goal]
        return float(sum(2 ** (number - 1 - k) for k in range(number) if k not in there))

    ways = _hanoi(number, start, goal, spare)
    return Level(
        family="hanoi", number=number, seed=seed, scene=scene, numbers=0, decisions=2**number - 1 + number,
        choices=tuple(f"peg {a + 1} to {b + 1}" for a, b in moves), seconds=_CARRYING, decode=decode,
        cost=cost, solution=tuple((moves.index(way), ()) for way in ways),
    )  # fmt: skip


def _pegs(state: State, names: list[str]) -> list[list[int]]:
    """Discs on each peg from below; what lies elsewhere is on none."""
    found: list[list[int]] = [[], [], []]
    places = [state.positions[state.names.index(name)] for name in names]
    for k in sorted(range(len(names)), key=lambda k: float(places[k][1])):
        for peg, (x, z) in enumerate(_PEGS):
            level = abs(float(places[k][1]) - _THICK * (len(found[peg]) + 0.5)) < _STANDS
            if level and math.hypot(float(places[k][0]) - x, float(places[k][2]) - z) < _MIDDLE:
                found[peg].append(k)
    return found


def _hanoi(count: int, start: int, goal: int, spare: int) -> list[tuple[int, int]]:
    if not count:
        return []
    return [
        *_hanoi(count - 1, start, spare, goal), (start, goal), *_hanoi(count - 1, spare, goal, start),
    ]  # fmt: skip


_TALL, _DEEP, _WIDE = 0.2, 0.03, 0.08
"""Of a domino [m]."""
_APART = 0.1


def dominoes(number: int, seed: int) -> Level:
    """A row of dominoes with ``number`` gaps: fill them, then let all fall with one push."""
    rng = np.random.default_rng((seed, number, 3))
    count = 2 * number + 3
    gaps = sorted(1 + 2 * int(k) for k in rng.permutation(number + 1)[:number])
    first = -_APART * (count - 1) / 2
    names = [f"domino{k}" for k in range(count)]
    things = [_floor(0.6)]
    order = [int(k) for k in rng.permutation(number)]
    for k, name in enumerate(names):
        x, z = first + _APART * k, -0.55
        if k in gaps:
            x, z = first + _APART * gaps[order[gaps.index(k)]], -0.85
        shape = box(_DEEP, _TALL, _WIDE)
        things.append(free(name, shape, (x, _TALL / 2, z), _RED if k in gaps else _HUES[4], mass=0.3,
                           friction=0.5))  # fmt: skip
    scene = room_camera(Scene(objects=tuple(things)), (0, 1.6, 0), (0, 0.0, -0.6))

    def decode(state: State, decision: Decision) -> Timed:
        if decision[0] < number:
            k = gaps[decision[0]]
            return carried(names[k], np.array([first + _APART * k, 0.0, -0.55]))
        at = state.positions[state.names.index(names[0])]
        top = (float(at[0]), float(at[1]) + 0.08, float(at[2]))
        return ((0.0, Push(names[0], impulse=(0.3 * 0.6, 0.0, 0.0), point=top)),)

    def cost(run: Run) -> float:
        state = run.states[-1]
        up = [quat_rotate(state.quats[state.names.index(n)], np.array([0.0, 1.0, 0.0]))[1] for n in names]
        standing = sum(float(u) > 0.7 for u in up)
        return 0.0 if float(up[-1]) < 0.7 and standing == 0 else standing / count + 0.01

    return Level(
        family="dominoes", number=number, seed=seed, scene=scene, numbers=0, decisions=number + 2,
        choices=(*(f"fill gap {k + 1}" for k in range(number)), "push the first"), seconds=_CARRYING,
        decode=decode, cost=cost, solution=tuple((k, ()) for k in range(number + 1)),
    )  # fmt: skip


_SCREEN = 0.4
"""Width of a screen [m]."""


def memory(number: int, seed: int) -> Level:
    """``number`` sleds slide behind a row of screens; knock over those that hide one, and no other."""
    rng = np.random.default_rng((seed, number, 4))
    screens = number + 2
    hiding = sorted(int(k) for k in rng.permutation(screens)[:number])
    middles = [_SCREEN * (k - (screens - 1) / 2) for k in range(screens)]
    things, past = [_floor(0.3)], list[tuple[float, Push]]()
    for k, x in enumerate(middles):
        shape, at = box(_SCREEN - 0.01, 0.5, 0.06), (x, 0.25, -1.0)
        things.append(free(f"screen{k}", shape, at, _GREY, mass=1.0, friction=0.6))
    begin = middles[0] - _SCREEN - 0.3
    for k, screen in enumerate(int(k) for k in rng.permutation(hiding)):
        at = (begin, 0.04, -1.3 - 0.2 * k)
        things.append(free(f"sled{k}", box(0.1, 0.08, 0.1), at, _HUES[k % 9], mass=0.5, friction=0.3))
        speed = math.sqrt(2 * 0.3 * 9.81 * (middles[screen] - begin))
        past.append((DT * 2 * k, Push(f"sled{k}", impulse=(0.5 * speed, 0.0, 0.0))))
    scene = room_camera(Scene(objects=tuple(things)), (0, 0.45, 1.5), (0, 0.3, -1.0))

    def decode(state: State, decision: Decision) -> Timed:
        name = f"screen{decision[0]}"
        at = state.positions[state.names.index(name)]
        top = (float(at[0]), float(at[1]) + 0.2, float(at[2]))
        return ((0.0, Push(name, impulse=(0.0, 0.0, 1.5), point=top)),)

    def cost(run: Run) -> float:
        state = run.states[-1]
        up = np.array([0.0, 1.0, 0.0])
        fallen = [float(quat_rotate(state.quats[1 + k], up)[1]) < 0.7 for k in range(screens)]
        sleds = state.positions[1 + screens :, 0]
        behind = [int(np.argmin([abs(float(x) - m) for m in middles])) for x in sleds]
        wrong = sum(fallen[k] for k in range(screens) if k not in behind)
        return float(wrong + sum(not fallen[k] for k in set(behind)))

    return Level(
        family="memory", number=number, seed=seed, scene=scene, past=tuple(past), numbers=0,
        decisions=number, choices=tuple(f"knock over screen {k + 1}" for k in range(screens)), seconds=2.0,
        decode=decode, cost=cost, solution=tuple((k, ()) for k in hiding),
    )  # fmt: skip
