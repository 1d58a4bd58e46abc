"""``spatialwm bench determinism``: one hash over processes, thread counts, forks and restored states."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from spatialwm.bench.table import Row, Table
from spatialwm.dynamics import DT, EnginePredictor, fork, rollouts, simulate, state_hash
from spatialwm.dynamics.simulate import timeline_of
from spatialwm.dynamics.tracks import with_spawned
from spatialwm.errors import SpatialwmError
from spatialwm.lift.text.scene import bodies_from_text
from spatialwm.scene import (
    Action,
    Body,
    Box,
    Grasp,
    Gravity,
    Look,
    Move,
    Push,
    Release,
    Remove,
    Scene,
    SceneObject,
    Spawn,
    Sphere,
    Throw,
    Wait,
    Wind,
)
from spatialwm.scene.elasticity import soft_body

__all__ = ["hashes", "run", "scripts"]

_TEXT = "a table with a mug, a plate and a lamp on it, a bookshelf with three books, a ball and two chairs"
_SECONDS = 7.0
_FORKS = 5
_PROCESSES = 3


def run(seed: int = 0) -> Table:
    """Compute two eventful futures in every way there is, and count the different outcomes."""
    done = [simulate(scene, actions, seconds=_SECONDS) for scene, actions in scripts(seed)]
    here = _one_hash(done)
    rng = np.random.default_rng(seed)
    times = np.sort(rng.uniform(0.2, _SECONDS - 0.2, _FORKS)).tolist()
    outcomes = {
        "processes": [_elsewhere(seed, threads) for _ in range(_PROCESSES) for threads in (1, 2)],
        "forks": [_joined([_forked(each, time) for each in done]) for time in times],
        "restored": [_joined([_restored(each, time) for each in done]) for time in times],
    }
    found = {here}.union(*outcomes.values())
    moved = sum(len(each.rollout.names) for each in done if each.rollout is not None)
    kinds = {type(a).__name__ for each in done if each.rollout is not None for _, a in each.rollout.actions}
    return Table(
        title="bench determinism: a room and something soft, computed again and again",
        rows=(
            Row(name="different hashes", value=len(found), at_most=1, note=here[:16]),
            Row(name="other processes, 1 and 2 threads", value=len(outcomes["processes"])),
            Row(name="forks at random times", value=_FORKS),
            Row(name="states restored elsewhere, in any order", value=_FORKS),
            Row(name="things that moved", value=moved, at_least=5, note=f"{_SECONDS:g} s"),
            Row(name="kinds of actions", value=len(kinds), at_least=9, note=", ".join(sorted(kinds))),
        ),
        lines=tuple(f"{name}: {h[:16]}" for name, hs in outcomes.items() for h in sorted(set(hs))),
    )


def scripts(seed: int) -> list[tuple[Scene, list[tuple[float, Action]]]]:
    """Two busy scenes: a furnished room, and soft blocks that things fall on."""
    return [_room(seed), _soft()]


def _room(seed: int) -> tuple[Scene, list[tuple[float, Action]]]:
    scene = bodies_from_text(_TEXT, seed=seed)
    things = {o.category: o for o in scene.objects if o.body.kind == "dynamic"}
    ball, chair, mug = things["ball"], things["chair"], things["mug"]
    way = mug.position.astype(float) - EnginePredictor(scene).initial().agent_position
    share = 1 - 0.6 / float(np.hypot(way[0], way[2]))
    x, _, z = ball.position.tolist()
    ask: list[tuple[float, Action]] = [
        (0.1, Push(ball.name, impulse=(3 * ball.body.mass, 0.0, ball.body.mass))),
        (0.3, Push(chair.name, impulse=(2 * chair.body.mass, 0.0, -chair.body.mass))),
        (0.5, Move((float(way[0]) * share, 0.0, float(way[2]) * share))),
        (1.5, Wind((6.0, 0.0, 2.0))),
        (2.5, Wind((0.0, 0.0, 0.0))),
        (3.0, Spawn("another ball", like=ball.name, at=(x, 1.2, z))),
        (3.5, Remove(things["book"].name)),
        (4.0, Grasp(mug.name)),
        (4.2, Look(yaw=0.7)),
        (5.0, Throw((1.0, 2.0, -1.5))),
        (5.5, Gravity((0.5, -3.0, 0.0))),
        (6.0, Push(things["lamp"].name if "lamp" in things else chair.name, impulse=(1.0, 0.0, 0.4))),
        (6.5, Release()),
    ]
    scene = with_spawned(scene, ask)
    return scene, _doable(scene, ask)


def _soft() -> tuple[Scene, list[tuple[float, Action]]]:
    floor = SceneObject(
        name="floor",
        position=np.array([0, -0.1, 0]),
        body=Body(colliders=(Box(size=np.array([9.0, 0.2, 9])),)),
    )
    soft = [
        SceneObject(name=name, position=np.array([x, 0.15, 0]), body=soft_body(name, (0.3, 0.3, 0.3)))
        for name, x in (("foam", 0.0), ("rubber", 0.8))
    ]
    hard = Body(kind="dynamic", mass=2.0, colliders=(Sphere(radius=0.08),), restitution=0.4)
    ball = SceneObject(name="ball", category="ball", position=np.array([0.05, 0.6, 0.02]), body=hard)
    ask: list[tuple[float, Action]] = [
        (0.8, Push("foam", impulse=(0.4, 0.3, 0.1))),
        (1.5, Spawn("another ball", like="ball", at=(0.75, 0.7, 0.0))),
        (2.5, Wind((9.0, 0.0, 0.0))),
        (3.5, Gravity((0.0, -4.0, 1.0))),
        (5.0, Push("rubber", impulse=(0.0, 20.0, 5.0))),
    ]
    scene = with_spawned(Scene(objects=(floor, *soft, ball)), ask)
    return scene, _doable(scene, ask)


def _doable(scene: Scene, ask: list[tuple[float, Action]]) -> list[tuple[float, Action]]:
    """What the engine refuses is left out: what can be reached depends on the room."""
    kept: list[tuple[float, Action]] = []
    predictor = EnginePredictor(scene)
    state, timeline = predictor.initial(), {round(time / DT): (time, action) for time, action in ask}
    for frame in range(round(_SECONDS / DT)):
        time, action = timeline.get(frame, (0.0, Wait()))
        try:
            after = predictor.step(state, action)
        except SpatialwmError:
            after = predictor.step(state, Wait())
        else:
            kept += [] if isinstance(action, Wait) else [(time, action)]
        state = after
    return kept


def hashes(seed: int, threads: int) -> set[str]:
    """Of the same futures computed twice in so many threads."""
    done = [
        rollouts(scene, [actions] * 2, seconds=_SECONDS, threads=threads) for scene, actions in scripts(seed)
    ]
    return {_one_hash(pair) for pair in zip(*done, strict=True)}


def _one_hash(done: Sequence[Scene]) -> str:
    return _joined([each.rollout.state_hash for each in done if each.rollout is not None])


def _joined(found: Sequence[str]) -> str:
    return hashlib.sha256(" ".join(found).encode()).hexdigest()


def _elsewhere(seed: int, threads: int) -> str:
    code = (
        f"from spatialwm.bench.determinism import hashes; print('+'.join(sorted(hashes({seed}, {threads}))))"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    return result.stdout.strip()


def _forked(done: Scene, time: float) -> str:
    """Cut off at a moment, and continued with what was done from there."""
    past = done.rollout
    assert past is not None
    cut = fork(done, time)
    start = 0.0 if cut.rollout is None else (len(cut.rollout.times) - 1) * DT
    later = [(t - start, a) for t, a in past.actions if round(t / DT) >= round(start / DT)]
    again = simulate(cut, later, seconds=(len(past.times) - 1) * DT - start).rollout
    assert again is not None
    return again.state_hash


def _restored(done: Scene, time: float) -> str:
    """A state handed over, in the middle, to a predictor that has been elsewhere."""
    past = done.rollout
    assert past is not None
    start = replace(fork(done, 0.0), rollout=None)
    one, other = EnginePredictor(start, past.seed), EnginePredictor(start, past.seed)
    timeline, frame = timeline_of(past), round(time / DT)
    state = one.initial()
    for k in range(frame):
        state = one.step(state, timeline.get(k, Wait()))
    ball = next(o for o in start.objects if o.category == "ball")
    other.step(other.initial(), Push(ball.name, impulse=(0.0, ball.body.mass, 0.0)))
    for k in range(frame, len(past.times) - 1):
        state = other.step(state, timeline.get(k, Wait()))
    return state_hash(state)
