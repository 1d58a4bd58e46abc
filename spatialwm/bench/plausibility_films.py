"""Films in fours: two that can happen, and two that differ from them only in what nobody saw happen.

As in IntPhys (Riochet et al. 2018) and IntPhys 2: the impossible ones are put together from the possible
ones, behind a screen where it can be, so that no picture by itself gives them away.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from spatialwm.bench.ladder_levels import Color, box, fixed, free
from spatialwm.bench.reel import with_colors
from spatialwm.dynamics import DT, EnginePredictor
from spatialwm.dynamics.simulate import with_rollout
from spatialwm.scene import Action, Camera, Mesh, Push, Scene, SceneObject, Sphere, State, Wait

__all__ = ["PRINCIPLES", "Film", "Principle", "four"]

Principle = Literal["permanence", "immutability", "continuity", "solidity", "gravity"]
PRINCIPLES: tuple[Principle, ...] = ("permanence", "immutability", "continuity", "solidity", "gravity")
_FLOOR: Color = (0.5, 0.5, 0.5)
_BACK: Color = (0.62, 0.62, 0.62)
_POST: Color = (0.2, 0.2, 0.2)
_SCREEN: Color = (0.2, 0.3, 0.24)
_WALL: Color = (0.28, 0.2, 0.3)
_TABLE: Color = (0.45, 0.38, 0.28)
_RED: Color = (0.9, 0.12, 0.1)
_BLUE: Color = (0.1, 0.2, 0.9)
_SECONDS = 2.6
_FALLS = 1.7
"""When the screen is pushed over, to show what is behind it [s]."""
_RADIUS = 0.13


@dataclass(frozen=True, eq=False, kw_only=True)
class Film:
    """A record, and whether it can happen."""

    name: str
    principle: Principle
    possible: bool
    scene: Scene
    """With its rollout."""
    states: tuple[State, ...]
    """One per frame of 1/60 s."""
    colors: tuple[dict[str, Color], ...]
    """Per frame, of what has not the colour the scene says."""
    start: Scene
    """Before it."""
    actions: tuple[tuple[float, Action], ...]
    """What was done in it: times [s]."""


@dataclass(frozen=True, eq=False, kw_only=True)
class _Take:
    """One run of the engine."""

    start: Scene
    states: tuple[State, ...]
    actions: tuple[tuple[float, Action], ...]


def four(principle: Principle, seed: int) -> tuple[Film, Film, Film, Film]:
    """Two possible films, and two impossible ones made of them, in this order.

    Args:
        principle: What the impossible ones break.
        seed: The same seed makes the same films.
    """
    rng = np.random.default_rng((seed, PRINCIPLES.index(principle)))
    return _MAKERS[principle](rng, seed)


def _stage(*things: SceneObject) -> Scene:
    """A floor, a wall behind with two posts, and a camera in front."""
    return Scene(
        objects=(
            fixed("floor", box(12.0, 0.1, 5.0), (0, -0.05, 0.5), _FLOOR, friction=0.05),
            fixed("back", box(12.0, 4.0, 0.1), (0, 2.0, -1.2), _BACK),
            *(
                fixed(f"post{k}", box(0.08, 1.6 + 0.4 * k, 0.08), (x, 0.8 + 0.2 * k, -1.0), _POST)
                for k, x in enumerate((-1.5, 1.7))
            ),
            *things,
        ),
        cameras=(Camera.looking_at((0.0, 1.0, 3.4), (0.0, 0.45, 0.0), width=160, height=90),),
    )


def _screen(name: str, x: float, wide: float, tall: float) -> SceneObject:
    return free(name, box(wide, tall, 0.08), (x, tall / 2, 0.5), _SCREEN, mass=2.0, friction=0.6)


def _ball(name: str, at: Sequence[float | int], color: Color, radius: float = _RADIUS) -> SceneObject:
    thing = free(name, Sphere(radius=radius), at, color, mass=0.5, friction=0.05)
    return replace(thing, mesh=_globe(radius))


def _globe(radius: float) -> Mesh:
    """128 triangles, an octahedron divided twice: few, as films have many frames."""
    corners = np.concatenate([np.eye(3), -np.eye(3)])
    faces = np.array([[0, 1, 2], [1, 3, 2], [3, 4, 2], [4, 0, 2], [1, 0, 5], [3, 1, 5], [4, 3, 5], [0, 4, 5]])
    for _ in range(2):
        a, b, c = (corners[faces[:, k]] for k in range(3))
        ab, bc, ca = a + b, b + c, c + a
        parts = [(a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)]
        corners = np.concatenate([np.stack(part, axis=1) for part in parts]).reshape(-1, 3)
        corners /= np.linalg.norm(corners, axis=1, keepdims=True)
        faces = np.arange(len(corners)).reshape(-1, 3)
    return Mesh(vertices=radius * corners, faces=faces)


def _rolls(name: str, speed: float) -> tuple[float, Action]:
    return 0.0, Push(name, impulse=(0.5 * speed, 0.0, 0.0))


def _falls(screen: str, tall: float) -> tuple[float, Action]:
    """At its top, towards the camera."""
    return _FALLS, Push(screen, impulse=(0.0, 0.0, 3.0), point=(0.0, 0.9 * tall, 0.5))


def _take(scene: Scene, *actions: tuple[float, Action]) -> _Take:
    predictor = EnginePredictor(scene)
    timeline = {round(time / DT): action for time, action in actions}
    states = [predictor.initial()]
    for frame in range(round(_SECONDS / DT)):
        states.append(predictor.step(states[-1], timeline.get(frame, Wait())))
    return _Take(start=scene, states=tuple(states), actions=tuple(sorted(actions, key=lambda a: a[0])))


def _film(
    take: _Take, name: str, principle: Principle, *, possible: bool, states: Sequence[State] | None = None,
    colors: Sequence[dict[str, Color]] | None = None,
) -> Film:  # fmt: skip
    states = take.states if states is None else tuple(states)
    colors = tuple({} for _ in states) if colors is None else tuple(colors)
    scene = with_rollout(take.start, list(states), take.actions, 0)
    scene = with_colors(scene, colors)
    return Film(
        name=name, principle=principle, possible=possible, scene=scene, states=states, colors=colors,
        start=take.start, actions=take.actions,
    )  # fmt: skip


def _hide(scene: Scene, *names: str) -> Scene:
    return replace(
        scene,
        objects=tuple(replace(t, hidden=True) if t.name in names else t for t in scene.objects),
    )


def _cut(one: _Take, other: _Take, *frames: int) -> list[State]:
    """One until the first frame, then the other, then one again ..."""
    takes, edges = (one, other), (*frames, len(one.states))
    found: list[State] = []
    for k, edge in enumerate(edges):
        found += takes[k % 2].states[len(found) : edge]
    return found


def _frame_at(take: _Take, name: str, x: float) -> int:
    """The first at which a thing has come as far as x."""
    k = take.states[0].names.index(name)
    there = [float(state.positions[k][0]) >= x for state in take.states]
    return there.index(True)


def _permanence(rng: np.random.Generator, seed: int) -> tuple[Film, Film, Film, Film]:
    """A ball rolls behind a screen and is no more, or comes out of behind one where none was."""
    del seed
    tall, x = 0.6, float(rng.uniform(-0.3, 0.3))
    scene = _stage(_screen("screen", x, 0.7, tall), _ball("ball", (-1.8, _RADIUS, 0), _color(rng)))
    speed, falls = float(rng.uniform(1.9, 2.3)), _falls("screen", tall)
    falls = falls[0], replace(falls[1], point=(x, 0.9 * tall, 0.5))
    there = _take(scene, _rolls("ball", speed), falls)
    empty = _take(_hide(scene, "ball"), falls)
    cut = _frame_at(there, "ball", x)
    return _films("permanence", there, empty, _cut(there, empty, cut), _cut(empty, there, cut))


def _immutability(rng: np.random.Generator, seed: int) -> tuple[Film, Film, Film, Film]:
    """What rolls out has another colour, or another size, than what rolled in."""
    tall, x = 0.6, float(rng.uniform(-0.3, 0.3))
    screen, speed = _screen("screen", x, 0.8, tall), float(rng.uniform(1.9, 2.3))
    if seed % 2:
        small, large = _RADIUS, 1.5 * _RADIUS
        color = _color(rng)
        scene = _stage(
            screen,
            _ball("small", (-1.8, small, 0), color, small),
            _ball("large", (-1.8, large, 0), color, large),
        )
        one = _take(_hide(scene, "large"), _rolls("small", speed))
        other = _take(_hide(scene, "small"), _rolls("large", speed))
        cut = _frame_at(one, "small", x)
        return _films("immutability", one, other, _cut(one, other, cut), _cut(other, one, cut))
    scene = _stage(screen, _ball("ball", (-1.8, _RADIUS, 0), _RED))
    recolored = replace(scene, objects=(*scene.objects[:-1], replace(scene["ball"], paint=_BLUE)))
    one, other = (_take(s, _rolls("ball", speed)) for s in (scene, recolored))
    cut, count = _frame_at(one, "ball", x), len(one.states)
    same: dict[str, Color] = {}
    turned = [same] * cut + [{"ball": _BLUE}] * (count - cut)
    returned = [same] * cut + [{"ball": _RED}] * (count - cut)
    return (
        _film(one, "red", "immutability", possible=True),
        _film(other, "blue", "immutability", possible=True),
        _film(one, "red, then blue", "immutability", possible=False, colors=turned),
        _film(other, "blue, then red", "immutability", possible=False, colors=returned),
    )


def _continuity(rng: np.random.Generator, seed: int) -> tuple[Film, Film, Film, Film]:
    """A ball goes behind one screen and comes out of the next, or changes its lane behind one."""
    speed, color = float(rng.uniform(2.1, 2.5)), _color(rng)
    if seed % 2:
        x = float(rng.uniform(-0.3, 0.3))
        screen = _screen("screen", x, 0.9, 0.6)
        takes = [
            _take(_stage(screen, _ball("ball", (-1.8, _RADIUS, z), color)), _rolls("ball", speed))
            for z in (0.15, -0.7)
        ]
        cut = _frame_at(takes[0], "ball", x)
        return _films(
            "continuity", takes[0], takes[1], _cut(takes[0], takes[1], cut), _cut(takes[1], takes[0], cut)
        )
    left, right = (float(rng.uniform(a, a + 0.1)) for a in (-0.75, 0.65))
    scene = _stage(
        _screen("screen1", left, 0.55, 0.6), _screen("screen2", right, 0.55, 0.6),
        _ball("ball", (-1.8, _RADIUS, 0), color),
    )  # fmt: skip
    there, empty = _take(scene, _rolls("ball", speed)), _take(_hide(scene, "ball"))
    cuts = [_frame_at(there, "ball", x) for x in (left, right)]
    return _films("continuity", there, empty, _cut(there, empty, *cuts), _cut(empty, there, *cuts))


def _solidity(rng: np.random.Generator, seed: int) -> tuple[Film, Film, Film, Film]:
    """A ball rolls through a wall that looks out over the screen, or stops where none is."""
    del seed
    tall, x = 0.5, float(rng.uniform(-0.2, 0.2))
    scene = _stage(
        _screen("screen", x, 0.9, tall),
        fixed("wall", box(0.12, 1.1, 0.6), (x, 0.55, 0.0), _WALL),
        _ball("ball", (-1.8, _RADIUS, 0), _color(rng)),
    )
    rolls = _rolls("ball", float(rng.uniform(1.9, 2.3)))
    stopped, free_way = _take(scene, rolls), _take(_hide(scene, "wall"), rolls)
    through = [_wall_as(state, stopped.states[0]) for state in free_way.states]
    halted = [_wall_as(state, free_way.states[0]) for state in stopped.states]
    return _films("solidity", stopped, free_way, through, halted)


def _wall_as(state: State, other: State) -> State:
    """The state with the wall as it is in another."""
    gone = tuple(n for n in state.gone if n != "wall") + tuple(n for n in other.gone if n == "wall")
    k = state.names.index("wall")
    positions, quats = state.positions.copy(), state.quats.copy()
    positions[k], quats[k] = other.positions[k], other.quats[k]
    return replace(state, gone=gone, positions=positions, quats=quats)


def _gravity(rng: np.random.Generator, seed: int) -> tuple[Film, Film, Film, Film]:
    """A ball rolls on where the table has ended, or falls through one that has not."""
    del seed
    high, edge = float(rng.uniform(0.55, 0.7)), float(rng.uniform(-0.15, 0.15))
    ball = _ball("ball", (-1.8, high + _RADIUS, 0), _color(rng))
    screen = _screen("screen", edge, 0.5, high + 0.4)

    def table(end: float) -> Scene:
        shape, middle = box(end + 2.4, 0.08, 0.5), (end - 2.4) / 2
        return _stage(screen, fixed("table", shape, (middle, high - 0.04, 0), _TABLE, friction=0.05), ball)

    rolls = _rolls("ball", float(rng.uniform(1.8, 2.2)))
    long, short = _take(table(2.4), rolls), _take(table(edge), rolls)
    floats = _film(short, "floats", "gravity", possible=False, states=_except_table(long, short))
    sinks = _film(long, "sinks", "gravity", possible=False, states=_except_table(short, long))
    return (
        _film(long, "long", "gravity", possible=True), _film(short, "short", "gravity", possible=True),
        floats, sinks,
    )  # fmt: skip


def _except_table(one: _Take, other: _Take) -> list[State]:
    """One's states with the other's table."""
    k = one.states[0].names.index("table")
    found: list[State] = []
    for state in one.states:
        positions = state.positions.copy()
        positions[k] = other.states[0].positions[k]
        found.append(replace(state, positions=positions))
    return found


def _films(
    principle: Principle, one: _Take, other: _Take, third: list[State], fourth: list[State]
) -> tuple[Film, Film, Film, Film]:
    """The third begins as one does, the fourth as the other."""
    return (
        _film(one, "one", principle, possible=True),
        _film(other, "other", principle, possible=True),
        _film(one, "one, then other", principle, possible=False, states=third),
        _film(other, "other, then one", principle, possible=False, states=fourth),
    )


def _color(rng: np.random.Generator) -> Color:
    return _RED if rng.random() < 0.5 else _BLUE


_MAKERS: dict[Principle, Callable[[np.random.Generator, int], tuple[Film, Film, Film, Film]]] = {
    "permanence": _permanence,
    "immutability": _immutability,
    "continuity": _continuity,
    "solidity": _solidity,
    "gravity": _gravity,
}
