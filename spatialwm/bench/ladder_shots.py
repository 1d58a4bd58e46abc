"""Levels for pushes: mazes with blocks in the way, billiards by cushions, throws over a gap."""

import math
from dataclasses import replace

import numpy as np
from jaxtyping import Float

from spatialwm.bench.ladder_levels import (
    Color,
    Decision,
    Level,
    LiveGame,
    Run,
    box,
    cylinder,
    fixed,
    free,
    room_camera,
)
from spatialwm.dynamics import DT, EnginePredictor
from spatialwm.errors import SimulationError
from spatialwm.planning.foretold import Timed
from spatialwm.scene import Push, Scene, SceneObject, Sphere, State, Wait

__all__ = ["billiards", "maze", "throw"]

_GREY: Color = (0.55, 0.55, 0.55)
_WALL: Color = (0.4, 0.42, 0.48)
_RED: Color = (0.85, 0.2, 0.15)
_BLUE: Color = (0.15, 0.4, 0.85)
_GREEN: Color = (0.2, 0.65, 0.3)
_G = 9.81

# ------------------------------------------------------------------------------------------------- maze

_CELL = 0.4
"""Of a maze: the width of its ways [m]."""
_PUCK = 0.15
"""Radius of what is pushed, and of what is in the way [m]."""
_MU = 0.2
_SLOWEST, _FASTEST = 0.4, 5.0
"""Speeds that a push may give [m/s]."""
_WAYS = ((1, 0), (0, 1), (-1, 0), (0, -1))
_NAMES = ("east", "south", "west", "north")
_Cell = tuple[int, int]


def maze(number: int, seed: int) -> Level:
    """A puck through ``number`` straights; some turns have a niche to overshoot into, some a block in them.

    From the third straight on a niche may come with a block, which stands in the way and fits into it. Of
    those that are drawn, the first is taken that its own solution clears in the engine: one in six is not,
    where the puck catches on a corner.
    """
    rng = np.random.default_rng((seed, number, 5))
    while True:
        level = _drawn_maze(rng, number, seed)
        if LiveGame(level, EnginePredictor).play(level.solution)[1] == 0:
            return level


def _drawn_maze(rng: np.random.Generator, number: int, seed: int) -> Level:
    path, turns, niches = _carved(rng, number)
    blocks = _blocks(path, turns, niches)
    open_cells = set(path) | {niche for niche in niches if niche is not None}
    things = [fixed("floor", box(40.0, 0.1, 40.0), (0, -0.05, 0), _GREY, friction=0.05)]
    things += _walls(open_cells)
    spots = {"puck": path[0]} | {f"block{k}": cell for k, cell in enumerate(blocks)}
    for name, (i, k) in spots.items():
        color = _RED if name == "puck" else _BLUE
        at = (_CELL * i, 0.05, _CELL * k)
        things.append(free(name, cylinder(_PUCK, 0.1), at, color, mass=0.5, friction=_MU))
    cells = _CELL * np.array(path, float)
    x, z = cells.mean(axis=0).tolist()
    eye = (x, 3.5, float(cells[:, 1].max()) + 1.5)  # the agent stands below it, outside
    scene = room_camera(Scene(objects=tuple(things)), eye, (x, 0.0, z))

    def decode(state: State, decision: Decision) -> Timed:
        del state
        (dx, dz), speed = _WAYS[decision[0]], _speed(decision[1][0])
        return ((0.0, Push("puck", impulse=(0.5 * speed * dx, 0.0, 0.5 * speed * dz))),)

    def cost(run: Run) -> float:
        place = run.states[-1].positions[run.states[-1].names.index("puck")][[0, 2]]
        off = np.linalg.norm(cells - place, axis=1)
        k = int(off.argmin())
        left = _CELL * (len(cells) - 1 - k) + float(off[k])
        return 0.0 if float(off[-1]) < _CELL / 2 else left

    return Level(
        family="maze", number=number, seed=seed, scene=scene, numbers=1, decisions=2 * number + 1,
        choices=_NAMES, seconds=2.5, decode=decode, cost=cost,
        solution=_through(path, turns, niches, blocks),
    )  # fmt: skip


def _speed(number: float) -> float:
    return _SLOWEST * (_FASTEST / _SLOWEST) ** ((number + 1) / 2)


def _number(speed: float) -> float:
    return float(np.clip(2 * math.log(speed / _SLOWEST) / math.log(_FASTEST / _SLOWEST) - 1, -1, 1))


def _carved(rng: np.random.Generator, number: int) -> tuple[list[_Cell], list[int], list[_Cell | None]]:
    """Cells in order, the index where each straight ends, and a niche beyond each end or None."""
    while True:
        path, turns, niches = [(0, 0)], list[int](), list[_Cell | None]()
        way = int(rng.integers(4))
        for k in range(number):
            straight = _straight(path, way, int(rng.integers(2, 4)), niches)
            if straight is None:
                break
            path += straight
            turns.append(len(path) - 1)
            beyond = _next(path[-1], way)
            wanted = k < number - 1 and bool(rng.random() < 0.5)
            niches.append(beyond if wanted and _is_free(beyond, path[:-1], niches) else None)
            way = (way + (1 if rng.random() < 0.5 else 3)) % 4
        if len(turns) == number:
            return path, turns, niches


def _straight(path: list[_Cell], way: int, length: int, niches: list[_Cell | None]) -> list[_Cell] | None:
    found: list[_Cell] = []
    for k in range(length):
        cell = _next(found[-1] if found else path[-1], way)
        others = path[:-2] if k == 0 else [*path, *found[:-1]]
        last = [niches[-1]] if k == 0 and niches else []
        if not _is_free(cell, others, [n for n in niches if n not in last]) or cell in path:
            return None
        found.append(cell)
    return found


def _is_free(cell: _Cell, others: list[_Cell], niches: list[_Cell | None]) -> bool:
    """Whether no other open cell shares a side with it."""
    taken = {*others, *(n for n in niches if n is not None)}
    return cell not in taken and not any(_next(cell, way) in taken for way in range(4))


def _next(cell: _Cell, way: int) -> _Cell:
    return cell[0] + _WAYS[way][0], cell[1] + _WAYS[way][1]


def _blocks(path: list[_Cell], turns: list[int], niches: list[_Cell | None]) -> list[_Cell]:
    """One before each second niche, a cell short of its turn."""
    with_niche = [k for k, niche in enumerate(niches) if niche is not None and len(turns) >= 3]
    return [path[turns[k] - 1] for k in with_niche[::2]]


def _walls(open_cells: set[_Cell]) -> list[SceneObject]:
    """Around the open cells, row by row in one piece each."""
    solid = {(i + a, k + b) for i, k in open_cells for a in (-1, 0, 1) for b in (-1, 0, 1)} - open_cells
    found: list[SceneObject] = []
    for k in sorted({k for _, k in solid}):
        row = sorted(i for i, r in solid if r == k)
        runs = [[row[0]]]
        for i in row[1:]:
            if i == runs[-1][-1] + 1:
                runs[-1].append(i)
            else:
                runs.append([i])
        for cells in runs:
            at = (_CELL * (cells[0] + cells[-1]) / 2, 0.1, _CELL * k)
            shape = box(_CELL * len(cells), 0.2, _CELL)
            found.append(fixed(f"wall{len(found)}", shape, at, _WALL, friction=0.05))
    return found


def _through(
    path: list[_Cell], turns: list[int], niches: list[_Cell | None], blocks: list[_Cell]
) -> tuple[Decision, ...]:
    """Hard along each straight to its end, and back out of a niche as far as it slides at that speed."""
    found: list[Decision] = []
    begin = 0
    for turn, niche in zip(turns, niches, strict=True):
        step = path[turn][0] - path[turn - 1][0], path[turn][1] - path[turn - 1][1]
        way = _WAYS.index(step)
        found.append((way, (1.0,)))
        if niche is not None:
            pushed = any(cell in blocks for cell in path[begin : turn + 1])
            back = _CELL / 2 - _PUCK + _CELL - (2 * _PUCK if pushed else 0.0)
            found.append(((way + 2) % 4, (_number(math.sqrt(2 * _MU * _G * back)),)))
        begin = turn
    return tuple(found)


# -------------------------------------------------------------------------------------------- billiards

_BALL = 0.06
"""Radius [m]."""
_TABLE = 2.4, 1.6
_CUSHION = 0.9
_SHOT = 2.0, 7.0
"""Speeds of a shot [m/s]."""
_NUDGED = 0.02
"""What moved this far was hit [m]."""


def billiards(number: int, seed: int) -> Level:
    """Hit the target by ``number`` cushions: where it lies was found by playing a shot without it."""
    rng = np.random.default_rng((seed, number, 6))
    while True:
        start = rng.uniform(-0.35, 0.35, 2) * _TABLE
        shot = (float(rng.uniform(-1, 1)), float(rng.uniform(0.4, 1.0)))
        spot = _along(rng, start, shot, number)
        if spot is not None:
            break
    scene = _table(start, spot)

    def decode(state: State, decision: Decision) -> Timed:
        del state
        return _shot(decision[1])

    def cost(run: Run) -> float:
        names = run.states[0].names
        ball, target = names.index("cue"), names.index("target")
        track = np.array([s.positions[ball][[0, 2]] for s in run.states])
        away = np.array(
            [np.linalg.norm(s.positions[target] - run.states[0].positions[target]) for s in run.states]
        )
        hit = np.flatnonzero(away > _NUDGED)
        bounces = _bounces(track[: hit[0] + 1] if len(hit) else track)
        if len(hit) and len(bounces) >= number:
            return 0.0
        if len(hit):
            return 1.0 + number - len(bounces)
        late = track[bounces[number - 1] :] if len(bounces) >= number else track
        missed = float(np.linalg.norm(late - spot, axis=1).min()) - 2 * _BALL
        return max(missed, 0.01) + max(number - len(bounces), 0)

    return Level(
        family="billiards", number=number, seed=seed, scene=scene, numbers=2, decisions=1,
        choices=("shoot",), seconds=5.0, decode=decode, cost=cost, solution=((0, shot),),
    )  # fmt: skip


def _shot(numbers: tuple[float, ...]) -> Timed:
    angle = math.pi * numbers[0]
    speed = _SHOT[0] + (_SHOT[1] - _SHOT[0]) * (numbers[1] + 1) / 2
    return ((0.0, Push("cue", impulse=(0.2 * speed * math.cos(angle), 0.0, 0.2 * speed * math.sin(angle)))),)


def _table(start: Float[np.ndarray, "2"], target: Float[np.ndarray, "2"] | None) -> Scene:
    wide, deep = _TABLE
    things = [fixed("floor", box(8.0, 0.1, 8.0), (0, -0.2, 0), _GREY)]  # for the agent to stand on
    things.append(fixed("cloth", box(wide, 0.1, deep), (0, -0.05, 0), _GREEN, friction=0.1))
    for k, side in enumerate((-1, 1)):
        rail = box(wide + 0.4, 0.3, 0.2)
        things.append(fixed(f"rail{k}", rail, (0, 0.05, side * (deep / 2 + 0.1)), _WALL, restitution=_CUSHION,
                            friction=0.02))  # fmt: skip
        rail = box(0.2, 0.3, deep)
        things.append(fixed(f"end{k}", rail, (side * (wide / 2 + 0.1), 0.05, 0), _WALL, restitution=_CUSHION,
                            friction=0.02))  # fmt: skip
    for name, at, color in (("cue", start, (0.95, 0.95, 0.9)), ("target", target, _RED)):
        if at is not None:
            place = (float(at[0]), _BALL, float(at[1]))
            things.append(free(name, Sphere(radius=_BALL), place, color, mass=0.2, friction=0.05))
    return room_camera(Scene(objects=tuple(things)), (0, 2.2, 2.0), (0, 0, 0))


def _along(
    rng: np.random.Generator, start: Float[np.ndarray, "2"], shot: tuple[float, float], number: int
) -> Float[np.ndarray, "2"] | None:
    """A place on the ball's way after ``number`` cushions, and clear of its way before."""
    predictor = EnginePredictor(_table(start, None))
    state = predictor.initial()
    ball = state.names.index("cue")
    track, speeds = [np.array(start)], [9.0]
    (_, push), *_ = _shot(shot)
    for frame in range(round(5.0 / DT)):
        try:
            state = predictor.step(state, push if frame == 0 else Wait())
        except SimulationError:
            return None
        track.append(state.positions[ball][[0, 2]])
        speeds.append(float(np.linalg.norm(state.velocities[ball])))
        if speeds[-1] < 0.4:
            break
    way = np.array(track)
    bounces = _bounces(way)
    if len(bounces) < number:
        return None
    last = bounces[number] if len(bounces) > number else len(way) - 1
    first = bounces[number - 1]
    if last - first < 8:
        return None
    spot = way[int(first + (last - first) * rng.uniform(0.4, 0.8))]
    before = np.linalg.norm(way[: first + 1] - spot, axis=1).min()
    room = (np.array(_TABLE) / 2 - np.abs(spot)).min()
    return spot if before > 2 * _BALL + 0.06 and room > _BALL + 0.03 else None


def _bounces(track: Float[np.ndarray, "t 2"]) -> list[int]:
    """Frames at which a ball came off a cushion."""
    found: list[int] = []
    steps = np.diff(track, axis=0)
    for k in range(1, len(steps)):
        for axis in (0, 1):
            near = abs(track[k, axis]) > _TABLE[axis] / 2 - _BALL - 0.13
            turned = steps[k - 1, axis] * track[k, axis] > 0 >= steps[k, axis] * track[k, axis]
            if near and turned:
                found.append(k)
    return found


# ------------------------------------------------------------------------------------------------ throw

_STEP = 0.7
"""Of the gap per level [m]."""
_TRAY = 0.3
_THROWN = 1.0, 12.0
"""Speeds of a throw [m/s]."""


def throw(number: int, seed: int) -> Level:
    """Throw a small box over a gap of ``number`` x 0.7 m into a tray, once."""
    rng = np.random.default_rng((seed, number, 7))
    bearing, drop = float(rng.uniform(-1, 1)), float(rng.uniform(-0.3, 0.3))
    far = _STEP * number
    x, z = far * math.cos(math.pi * bearing), far * math.sin(math.pi * bearing)
    top = 1.0 + drop
    things = [
        fixed("floor", box(60.0, 0.1, 60.0), (0, -0.05, 0), _GREY, friction=0.5),
        fixed("ledge", box(0.2, 1.0, 0.2), (0, 0.5, 0), _GREY, friction=0.5),
        free("parcel", box(0.08, 0.08, 0.08), (0, 1.04, 0), _RED, mass=0.2, friction=0.6),
        fixed("stand", box(_TRAY, top, _TRAY), (x, top / 2, z), _GREY, friction=0.8),
    ]
    for k, (a, b) in enumerate(_WAYS):
        size = (0.02, 0.12, _TRAY) if a else (_TRAY, 0.12, 0.02)
        at = (x + a * _TRAY / 2, top + 0.06, z + b * _TRAY / 2)
        things.append(fixed(f"side{k}", box(*size), at, _WALL))
    scene = room_camera(Scene(objects=tuple(things)), (0, 2.5, 1.5 + far), (x / 2, 1.0, z / 2))

    def decode(state: State, decision: Decision) -> Timed:
        del state
        yaw, pitch, speed = decision[1]
        angle, rise = math.pi * yaw, math.radians(40 * (pitch + 1))
        fast = 0.2 * (_THROWN[0] + (_THROWN[1] - _THROWN[0]) * (speed + 1) / 2)
        flat = fast * math.cos(rise)
        impulse = (flat * math.cos(angle), fast * math.sin(rise), flat * math.sin(angle))
        return ((0.0, Push("parcel", impulse=impulse)),)

    def cost(run: Run) -> float:
        k = run.states[0].names.index("parcel")
        end = run.states[-1].positions[k]
        off = math.hypot(float(end[0]) - x, float(end[2]) - z)
        inside = max(abs(float(end[0]) - x), abs(float(end[2]) - z)) < _TRAY / 2
        if inside and abs(float(end[1]) - top) < 0.12:
            return 0.0
        way = np.array([s.positions[k] for s in run.states])  # where it came down through the tray's height
        falls = np.flatnonzero((way[:-1, 1] >= top) & (way[1:, 1] < top))
        if len(falls):
            off = float(np.linalg.norm(way[falls[0]][[0, 2]] - (x, z)))
        return max(off, 0.01) + (0.0 if len(falls) else 1.0)

    rise = math.radians(62.0)
    fast = math.sqrt(_G * far**2 / (2 * math.cos(rise) ** 2 * (far * math.tan(rise) - drop)))
    numbers = (bearing, 62.0 / 40 - 1, 2 * (fast - _THROWN[0]) / (_THROWN[1] - _THROWN[0]) - 1)
    return Level(
        family="throw", number=number, seed=seed, scene=replace(scene), numbers=3, decisions=1,
        choices=("throw",), seconds=3.5, decode=decode, cost=cost, solution=((0, numbers),),
    )  # fmt: skip
