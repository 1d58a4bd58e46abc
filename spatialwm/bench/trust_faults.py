"""Rooms in which things are pushed about, and what can be wrong with a record of that.

Faults are put into the running engine, so that everything else goes on by the laws: what was teleported falls
from its new place, what sinks into the table pushes others aside. Only vanishing and swapped colours are
written into the finished record.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

import numpy as np

from spatialwm.dynamics import DT, EnginePredictor
from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.rest import FREE
from spatialwm.dynamics.simulate import with_rollout
from spatialwm.errors import SpatialwmError
from spatialwm.lift.text.scene import bodies_from_text
from spatialwm.scene import Action, Force, Grasp, Look, Move, Push, Scene, SceneObject, Throw, Wait

__all__ = [
    "FAULTS",
    "MAGNITUDES",
    "Fault",
    "FaultKind",
    "actions_at_random",
    "clean",
    "faulty",
    "play",
    "room",
    "with_colors",
]

FaultKind = Literal["teleport", "vanish", "pass-through", "hover", "color swap"]
FAULTS: tuple[FaultKind, ...] = ("teleport", "vanish", "pass-through", "hover", "color swap")
MAGNITUDES: dict[str, tuple[float, ...]] = {
    "teleport": (0.03, 0.06, 0.12, 0.3, 1.0),
    "vanish": (2 * DT, 0.1, 0.5, 60.0),
    "pass-through": (0.01, 0.02, 0.05, 10.0),
    "hover": (0.02, 0.04, 0.1, 0.3),
    "color swap": (0.15, 0.3, 0.6),
}
"""How far it jumps [m]; how long it is gone [s], once for good; how deep it sinks in [m], once all the way
through; how high it rises [m], in half a second; how different the two colours are at least (sRGB)."""

_TEXTS = (
    "a living room with a sofa, a coffee table with two mugs and a vase on it, an armchair, a bookshelf with "
    "five books, a floor lamp, a ball and a rug",
    "a kitchen with a table, four chairs, four plates on the table, four mugs on the table, a bowl and a "
    "bottle",
    "an office with a desk, a chair, a lamp on the desk, a laptop on the desk, a bookshelf with six books, "
    "a bin, a plant and a box",
    "a bedroom with a bed, two nightstands, a lamp on a nightstand, a wardrobe, a chair, a ball, three books "
    "on the bed and a cabinet with a vase on it",
    "a table with a red mug, a bowl and two books on it, a stool and a ball",
    "two tables, three bottles on a table, a box, a lamp on a table and four chairs",
)
_SECONDS = 3.0
_RISE, _SINK = 0.5, 0.3
"""[s]"""
_AT_REST, _FALLING = 0.05, 0.5
"""[m/s]; what falls so fast has fallen 13 mm."""
_THROUGH = 0.1
"""What goes through something is 10 cm away from there in the end."""
_NOISE, _DRIFT = 0.02, 0.1
"""Of measured colours: per frame and channel (sRGB), and of the light over the whole time."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What was done to a record."""

    kind: FaultKind
    magnitude: float
    object: str
    time: float
    """[s]"""


def room(seed: int) -> Scene:
    """A furnished room of 6 to 20 things."""
    return bodies_from_text(_TEXTS[seed % len(_TEXTS)], seed=seed)


def actions_at_random(scene: Scene, seed: int) -> list[tuple[float, Action]]:
    """Pushes of up to 2.5 m/s, and now and then a force, a walk, a glance, a throw."""
    rng = np.random.default_rng((seed, 1))
    things = [thing for thing in scene.objects if thing.body.kind == "dynamic"]
    times = np.sort(rng.uniform(0.0, 2.0, size=5)).tolist()
    actions: list[tuple[float, Action]] = []
    for time in times:
        thing = things[rng.integers(len(things))]
        actions += [(time, action) for action in _one_action(thing, rng)]
    return actions


def _one_action(thing: SceneObject, rng: np.random.Generator) -> list[Action]:
    angle, speed = rng.uniform(0, 2 * np.pi), rng.uniform(0.3, 2.5)
    x, y, z = (float(v) for v in (speed * np.cos(angle), rng.uniform(0, 1.2), speed * np.sin(angle)))
    mass, kind = thing.body.mass, rng.uniform()
    if kind < 0.75:
        return [Push(thing.name, impulse=(mass * x, mass * y, mass * z))]
    if kind < 0.85:
        return [Force(thing.name, force=(8 * mass * x, 0.0, 8 * mass * z), seconds=0.3)]
    if kind < 0.9:
        return [Look(yaw=float(rng.uniform(-1, 1)))]
    if kind < 0.95:
        return [Move(displacement=(x, 0.0, z))]
    return [Grasp(thing.name), Throw(velocity=(x, 2 * y, z))]


Hook = Callable[[EnginePredictor, int], None]


def play(
    scene: Scene, actions: list[tuple[float, Action]], *, seconds: float = _SECONDS, hook: Hook | None = None
) -> Scene:
    """Do what can be done of the actions; ``hook`` may tamper with the engine after every frame."""
    predictor = EnginePredictor(scene)
    states, log = [predictor.initial()], list[tuple[float, Action]]()
    waiting = [(round(time / DT), action) for time, action in actions]
    for frame in range(round(seconds / DT)):
        action: Action = Wait()
        if waiting and waiting[0][0] <= frame:
            action = waiting.pop(0)[1]
        try:
            state = predictor.step(states[-1], action)
        except SpatialwmError:
            action = Wait()
            state = predictor.step(states[-1], action)
        if not isinstance(action, Wait):
            log.append((frame * DT, action))
        states.append(state)
        if hook is not None:
            hook(predictor, frame + 1)
    return with_rollout(scene, states, tuple(log), 0)


def clean(seed: int) -> Scene:
    """A record without fault."""
    scene = room(seed)
    return with_colors(play(scene, actions_at_random(scene, seed)), seed)


def faulty(done: Scene, seed: int, kind: FaultKind, magnitude: float) -> tuple[Scene, Fault] | None:
    """The clean record of a seed with a fault at a random time; None when nothing came of it."""
    rng = np.random.default_rng((seed, 2))
    frame = int(rng.integers(20, round((_SECONDS - 0.8) / DT)))
    if kind in ("vanish", "color swap"):
        return _edited(done, kind, magnitude, frame, rng)
    tampers: dict[FaultKind, Callable[[int, float, np.random.Generator], _Tamper]] = {
        "teleport": _Teleport,
        "pass-through": _PassThrough,
        "hover": _Hover,
    }
    tamper, scene = tampers[kind](frame, magnitude, rng), room(seed)
    spoiled = with_colors(play(scene, actions_at_random(scene, seed), hook=tamper), seed)
    if tamper.object is None:
        return None
    return spoiled, Fault(kind=kind, magnitude=magnitude, object=tamper.object, time=tamper.frame * DT)


def with_colors(scene: Scene, seed: int) -> Scene:
    """The record with measured colours: every object its own, noise on them, and a light that drifts."""
    rollout = scene.rollout
    assert rollout is not None
    rng = np.random.default_rng((seed, 3))
    count, objects = len(rollout.times), len(scene.objects)
    own = rng.uniform(0.15, 0.85, size=(objects, 3))
    light = 1 + _DRIFT * np.sin(rng.uniform(0, 6) + np.linspace(0, 3, count))
    colors = light[:, None, None] * own + _NOISE * rng.normal(size=(count, objects, 3))
    return replace(scene, rollout=replace(rollout, colors=colors.astype(np.float32)))


def _edited(
    scene: Scene, kind: FaultKind, magnitude: float, frame: int, rng: np.random.Generator
) -> tuple[Scene, Fault] | None:
    rollout = scene.rollout
    assert rollout is not None
    names = [thing.name for thing in scene.objects]
    first = float(rollout.times[frame])
    if kind == "vanish":
        k = int(rng.integers(len(names)))
        until = first + magnitude
        span = (names[k], first, None if until >= rollout.times[-1] else until)
        changed = replace(rollout, hidden=(*rollout.hidden, span))
    else:
        usual = np.median(rollout.colors, axis=0)
        apart = np.linalg.norm(usual[:, None] - usual[None], axis=2)
        pairs = np.argwhere((apart >= magnitude) & (apart < 2 * magnitude))
        if not len(pairs):
            return None
        k, other = pairs[rng.integers(len(pairs))].tolist()
        colors = rollout.colors.copy()
        colors[frame:, [k, other]] = colors[frame:, [other, k]]
        changed = replace(rollout, colors=colors)
    fault = Fault(kind=kind, magnitude=magnitude, object=names[k], time=first)
    return replace(scene, rollout=changed), fault


# ------------------------------------------------------- tampering with the engine


class _Tamper(Protocol):
    """Does something to the engine that cannot be."""

    frame: int
    """When it begins."""
    object: str | None
    """To what; None when it came to nothing."""

    def __call__(self, predictor: EnginePredictor, frame: int) -> None:
        """After every frame."""
        ...


class _Teleport:
    """Puts a thing elsewhere at once, where there is room; half of the time one that moves."""

    def __init__(self, frame: int, magnitude: float, rng: np.random.Generator) -> None:
        self.frame = frame
        self.object: str | None = None
        self._far, self._rng = magnitude, rng

    def __call__(self, predictor: EnginePredictor, frame: int) -> None:
        """After every frame."""
        if frame != self.frame:
            return
        live = predictor.live
        mover = _pick(predictor, self._rng, self._rng.uniform() < 0.5)
        q = live.compiled.qpos[mover]
        before = np.array(live.data.qpos[q][:3])
        for _ in range(30):
            way = self._rng.normal(size=3)
            way[1] = abs(way[1])
            live.data.qpos[q][:3] = before + self._far * way / np.linalg.norm(way)
            if _is_clear(predictor, mover):
                break
        live.memory.flags[mover] = FREE
        self.object = _name(predictor, mover)


class _PassThrough:
    """Lets a thing at rest sink into what it touches: so deep, in 0.3 s, and stay there; or fall all the way.

    Nothing may come of it: what stands on two things does not fall through one. Then it was no fault.
    """

    def __init__(self, frame: int, magnitude: float, rng: np.random.Generator) -> None:
        self.frame = frame
        self.object: str | None = None
        self._deep, self._rng = magnitude, rng
        self._mover = -1
        self._into = np.zeros(3)
        self._pose = np.zeros(7)

    def __call__(self, predictor: EnginePredictor, frame: int) -> None:
        """After every frame."""
        if self._mover < 0 and frame >= self.frame:
            self._begin(predictor, frame)
        if self._mover < 0:
            return
        way = predictor.live.data.qpos[predictor.live.compiled.qpos[self._mover]][:3] - self._pose[:3]
        if self._deep < 1:
            if way @ self._into > 0.7 * self._deep:
                self.object = _name(predictor, self._mover)
            part = min((frame - self.frame) * DT / _SINK, 1.0)
            _hold(predictor, self._mover, self._pose, self._into * self._deep * part**2 * (3 - 2 * part))
        elif np.linalg.norm(way) > _THROUGH:
            self.object = _name(predictor, self._mover)

    def _begin(self, predictor: EnginePredictor, frame: int) -> None:
        live = predictor.live
        model, free = live.compiled.model, np.append(live.compiled.free, False)
        geoms = np.asarray(live.data.contact.geom).reshape(-1, 2)
        movers, bodies = live.compiled.mover_of_geom[geoms], np.asarray(model.geom_bodyid)[geoms]
        agent = int(model.body("agent").id)
        rows = np.flatnonzero(free[movers].any(axis=1) & (bodies != agent).all(axis=1))
        if not len(rows):
            return
        row = int(self._rng.choice(rows))
        upper = 1 if live.data.contact.frame[row][1] > 0 else 0  # normals go from the first to the second
        mine = upper if free[movers[row, upper]] else 1 - upper
        mover = int(movers[row, mine])
        q, v = live.compiled.qpos[mover], live.compiled.dofs[mover]
        if np.linalg.norm(live.data.qvel[v][:3]) > _AT_REST:
            return
        _let_pass(model, bodies[row])
        self.frame, self._mover = frame, mover
        self._into = np.array(live.data.contact.frame[row][:3]) * (1 - 2 * mine)
        self._pose = np.array(live.data.qpos[q])
        live.memory.flags[self._mover] = FREE


def _let_pass(model: Any, bodies: np.ndarray) -> None:  # noqa: ANN401
    """No contact between two bodies any more, whether their pairs are listed or found."""
    owners = np.asarray(model.geom_bodyid)[np.stack([model.pair_geom1, model.pair_geom2], axis=1)]
    listed = np.isin(owners, bodies).all(axis=1) & (owners[:, 0] != owners[:, 1])
    model.pair_margin[listed] = -10.0
    # who sends nothing out is met by all who do, and these two by each other no more
    model.geom_contype[np.isin(model.geom_bodyid, bodies)] = 0


class _Hover:
    """Lifts a thing by nothing and leaves it there; or, when one is in the air, leaves that there."""

    def __init__(self, frame: int, magnitude: float, rng: np.random.Generator) -> None:
        self.frame = frame
        self.object: str | None = None
        self._high, self._rng = magnitude, rng
        self._pose = np.zeros(7)
        self._mover = -1
        self._rises = True

    def __call__(self, predictor: EnginePredictor, frame: int) -> None:
        """After every frame."""
        if frame < self.frame:
            return
        if frame == self.frame:
            flying = _flying(predictor)
            self._rises = not flying or bool(self._rng.uniform() < 0.5)
            picked = _pick(predictor, self._rng, moving=False)
            self._mover = picked if self._rises else int(self._rng.choice(flying))
            live = predictor.live
            self._pose = np.array(live.data.qpos[live.compiled.qpos[self._mover]])
            self.object = _name(predictor, self._mover)
        part = min((frame - self.frame) * DT / _RISE, 1.0) if self._rises else 0.0
        _hold(predictor, self._mover, self._pose, np.array([0.0, self._high * part**2 * (3 - 2 * part), 0.0]))


def _hold(predictor: EnginePredictor, mover: int, pose: np.ndarray, shift: np.ndarray) -> None:
    """Keep a thing at a pose for the next frame, by a hand that is not there."""
    live = predictor.live
    compiled, data = live.compiled, live.data
    data.qpos[compiled.qpos[mover]] = pose
    data.qpos[compiled.qpos[mover]][:3] += shift
    data.qvel[compiled.dofs[mover]] = 0.0
    live.memory.flags[mover] = FREE
    body = compiled.bodies[compiled.movers[mover]]
    data.xfrc_applied[body, :3] = -np.asarray(compiled.model.opt.gravity) * compiled.model.body_mass[body]


def _name(predictor: EnginePredictor, mover: int) -> str:
    return predictor.scene.objects[int(predictor.live.compiled.movers[mover])].name


def _pick(predictor: EnginePredictor, rng: np.random.Generator, moving: bool) -> int:
    compiled, data = predictor.live.compiled, predictor.live.data
    movers = np.flatnonzero(compiled.free)
    speeds = np.linalg.norm(data.qvel[compiled.free_dofs][:, :3], axis=1)
    fast = movers[speeds > 0.1]
    return int(rng.choice(fast if moving and len(fast) else movers))


def _flying(predictor: EnginePredictor) -> list[int]:
    compiled, data = predictor.live.compiled, predictor.live.data
    touching = set(compiled.mover_of_geom[np.asarray(data.contact.geom).reshape(-1, 2)].ravel().tolist())
    speeds = np.abs(data.qvel[compiled.free_dofs][:, 1])
    free = np.flatnonzero(compiled.free)
    return [int(m) for m, speed in zip(free, speeds, strict=True) if speed > _FALLING and m not in touching]


def _is_clear(predictor: EnginePredictor, mover: int) -> bool:
    mujoco = load_mujoco()

    live = predictor.live
    mujoco.mj_kinematics(live.compiled.model, live.data)
    mujoco.mj_collision(live.compiled.model, live.data)
    geoms = np.asarray(live.data.contact.geom).reshape(-1, 2)
    mine = (live.compiled.mover_of_geom[geoms] == mover).any(axis=1)
    return not (np.asarray(live.data.contact.dist)[mine] < -1e-3).any()
