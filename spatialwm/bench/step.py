"""``spatialwm bench step``: from an action to new splat transforms, and what our side of it costs.

Physics is timed against ``mj_step`` alone, from the very same states, in processor time of one thread.
"""

import time

import numpy as np

from spatialwm.bench.table import Row, Table
from spatialwm.dynamics import DT, EnginePredictor, rollouts
from spatialwm.dynamics.library import load_mujoco
from spatialwm.dynamics.predictor import SUBSTEPS
from spatialwm.geometry.rotations import matrix_from_quat, quat_multiply
from spatialwm.lift.text.scene import bodies_from_text
from spatialwm.scene import Action, Body, Box, Push, Scene, SceneObject, State, Wait

__all__ = ["pile", "run"]

_SPLATS = 200_000
_THINGS = 20
_SECONDS = 3.0
_REPEATS = 5
_ROOM = (
    "a table with a mug, a plate and a lamp on it, four chairs, a sofa, a bookshelf with five books, a ball, "
    "a plant and a bin"
)


def run() -> Table:
    """Measure latency, overhead and threads."""
    latency = _latency()
    falling, sleeping = _overhead(pile(), Wait()), _overhead(*_pushed_room())
    one, two, raw = _threads(1), _threads(2), _raw_pile()
    return Table(
        title=f"bench step: {_THINGS} things, {_SPLATS} splats",
        rows=(
            Row(name="action to splat transforms, median", value=1e3 * np.median(latency), unit="ms"),
            Row(
                name="action to splat transforms, p99",
                value=1e3 * float(np.percentile(latency, 99)),
                unit="ms",
                at_most=10,
            ),
            Row(name="a frame of 20 falling boxes", value=1e3 * falling[0], unit="ms"),
            Row(
                name="... of which over raw MuJoCo",
                value=100 * (falling[0] / falling[1] - 1),
                unit="%",
                at_most=10,
            ),
            Row(
                name="... while nothing sleeps",
                value=100 * (falling[2] / falling[3] - 1),
                unit="%",
                note="no bar: sleep is what pays for looking after every frame",
            ),
            Row(name="a frame of a pushed mug in a room", value=1e3 * sleeping[0], unit="ms"),
            Row(
                name="... of which over raw MuJoCo",
                value=100 * (sleeping[0] / sleeping[1] - 1),
                unit="%",
                at_most=10,
                note="below 0: raw MuJoCo does not let the rest of the room sleep",
            ),
            Row(name="a frame in which nothing moves", value=1e6 * _still(), unit="us"),
            Row(name="rollouts: two threads over one", value=one[0] / two[0], unit="x", note="wall time"),
            Row(
                name="rollouts: over raw MuJoCo",
                value=100 * (one[1] / raw - 1),
                unit="%",
                note="records and all",
            ),
        ),
    )


def pile() -> Scene:
    """Twenty boxes above each other, about to fall into a pile."""
    places = np.random.default_rng(0).normal(size=(_THINGS, 2)) * 0.2
    boxes = [
        _box(f"box {k}", (0.2, 0.2, 0.2), (float(x), 0.2 + 0.25 * k, float(z)), 1.0)
        for k, (x, z) in enumerate(places)
    ]
    return Scene(objects=(_box("floor", (40.0, 0.2, 40.0), (0.0, -0.1, 0.0), 0.0), *boxes))


def _box(
    name: str, size: tuple[float, float, float], at: tuple[float, float, float], mass: float
) -> SceneObject:
    body = Body(kind="dynamic" if mass else "static", mass=mass, colliders=(Box(size=np.array(size)),))
    return SceneObject(name=name, position=np.array(at), body=body)


def _pushed_room() -> tuple[Scene, Action]:
    scene = bodies_from_text(_ROOM, seed=0)
    mug = next(o for o in scene.objects if o.category == "mug")
    mass = mug.body.mass
    return scene, Push(mug.name, impulse=(1.2 * mass, 0.0, 0.4 * mass))


def _latency() -> np.ndarray:
    """Per frame: a push on one of twenty things, a step, and 200 k splats at their new places [s].

    In processor time of all threads; the larger half of what a loaded machine adds is not in it.
    """
    splats = _Splats(_THINGS, _SPLATS // _THINGS)
    predictor = EnginePredictor(pile())
    state, taken = predictor.initial(), list[float]()
    splats.place(None, state)
    for frame in range(240):
        action = Push(f"box {frame % _THINGS}", impulse=(0.2, 0.1, 0.0)) if frame % 4 == 0 else Wait()
        began = time.process_time()
        after = predictor.step(state, action)
        splats.place(state, after)
        taken.append(time.process_time() - began)
        state = after
    return np.array(taken)


class _Splats:
    """Splats of things in their own frames, and in the world: centres and rotations, in single precision."""

    def __init__(self, things: int, each: int) -> None:
        rng = np.random.default_rng(1)
        self._means = np.ones((things, each, 4), np.float32)
        """With a 1 behind: turned and shifted by one product."""
        self._means[..., :3] = rng.normal(size=(things, each, 3))
        self._quats = rng.normal(size=(things, each, 4)).astype(np.float32)
        self._quats /= np.linalg.norm(self._quats, axis=2, keepdims=True)
        self.means = np.empty((things, each, 3), np.float32)
        self.quats = np.empty_like(self._quats)

    def place(self, before: State | None, after: State) -> None:
        """Those of things that are not where they were before, to the bit; object 0 is the floor."""
        moved = np.ones(len(after.names), bool)
        if before is not None:
            moved = (after.positions != before.positions).any(axis=1)
            moved |= (after.quats != before.quats).any(axis=1)
        shifts = np.empty((len(moved), 4, 3), np.float32)
        shifts[:, :3] = np.swapaxes(matrix_from_quat(after.quats), 1, 2)
        shifts[:, 3] = after.positions
        turns = quat_multiply(after.quats[:, None], np.eye(4)).astype(np.float32)
        for k in moved[1:].nonzero()[0]:
            np.matmul(self._means[k], shifts[k + 1], out=self.means[k])
            np.matmul(self._quats[k], turns[k + 1], out=self.quats[k])


def _overhead(scene: Scene, action: Action) -> tuple[float, float, float, float]:
    """Mean frame while something moves: ours, and MuJoCo's alone; then both while nothing sleeps [s].

    The runs are the same to the bit, so of each frame the fastest run counts: what another program took
    from it is left out, of ours and of theirs alike.
    """
    runs = [_timed(scene, action) for _ in range(_REPEATS)]
    ours, theirs = np.min([run[:2] for run in runs], axis=0)
    awake = np.array(runs[0][2], bool)
    few = awake if awake.any() else np.ones_like(awake)
    one, two, three, four = (float(each.mean()) for each in (ours, theirs, ours[few], theirs[few]))
    return one, two, three, four


def _timed(scene: Scene, action: Action) -> tuple[list[float], list[float], list[bool]]:
    """Of every frame in which something moves: our time, MuJoCo's alone [s], and whether all is awake."""
    mujoco = load_mujoco()

    predictor = EnginePredictor(scene)
    live = predictor.live
    model = live.compiled.model
    raw = mujoco.MjData(model)
    kind = mujoco.mjtState.mjSTATE_INTEGRATION
    size = mujoco.mj_stateSize(model, kind)
    ours, theirs, awake, state = list[float](), list[float](), list[bool](), predictor.initial()
    for frame in range(round(_SECONDS / DT)):
        began = time.thread_time()
        after = predictor.step(state, Wait() if frame else action)
        spent = time.thread_time() - began
        if after.positions is not state.positions:
            ours.append(spent)
            theirs.append(_raw_frame(model, raw, state, kind, size))
            awake.append(bool((live.data.tree_asleep < 0).all()))
        state = after
    return ours, theirs, awake


def _raw_frame(model: object, raw: object, state: State, kind: object, size: int) -> float:
    mujoco = load_mujoco()

    flags = model.opt.enableflags  # type: ignore[attr-defined]
    model.opt.enableflags = flags & ~(1 << 4)  # type: ignore[attr-defined]  # awake, as MuJoCo is by itself
    mujoco.mj_setState(model, raw, state.engine[:size], kind)
    began = time.thread_time()
    mujoco.mj_step(model, raw, SUBSTEPS)
    spent = time.thread_time() - began
    model.opt.enableflags = flags  # type: ignore[attr-defined]
    return spent


def _still() -> float:
    predictor = EnginePredictor(Scene(objects=pile().objects[:1]))
    state = predictor.initial()
    began = time.thread_time()
    for _ in range(2000):
        state = predictor.step(state, Wait())
    return (time.thread_time() - began) / 2000


def _threads(count: int) -> tuple[float, float]:
    """Wall and processor time of eight futures [s]."""
    pushes = [[(0.1, Push(f"box {k}", impulse=(1.0, 0.0, 0.1 * k)))] for k in range(8)]
    clock, spent = time.perf_counter(), time.process_time()
    rollouts(pile(), pushes, seconds=_SECONDS, threads=count)
    return time.perf_counter() - clock, time.process_time() - spent


def _raw_pile() -> float:
    """Processor time of the same eight futures in MuJoCo alone [s]."""
    mujoco = load_mujoco()

    live = EnginePredictor(pile()).live
    model = live.compiled.model
    data = mujoco.MjData(model)
    spent = 0.0
    for k in range(8):
        mujoco.mj_resetData(model, data)
        began = time.thread_time()
        mujoco.mj_step(model, data, 6 * SUBSTEPS)
        data.qvel[live.compiled.dofs[k]][:3] += (1.0, 0.0, 0.1 * k)
        mujoco.mj_step(model, data, (round(_SECONDS / DT) - 6) * SUBSTEPS)
        spent += time.thread_time() - began
    return spent
