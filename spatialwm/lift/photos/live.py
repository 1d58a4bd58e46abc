"""All that changes while training, in one place."""

from dataclasses import dataclass

import numpy as np

from spatialwm.lift.photos.exposure import LiveExposures
from spatialwm.lift.photos.model import GROUPS, LiveModel, initial_model
from spatialwm.lift.photos.refine import LivePoses
from spatialwm.lift.photos.schedule import Schedule
from spatialwm.lift.photos.small_adam import SmallAdam
from spatialwm.lift.photos.stopping import Watch
from spatialwm.lift.photos.training_set import TrainingSet

__all__ = ["LiveState", "arrays_of", "initial_state", "restore"]

_PARTS = ("values", "first", "second")


@dataclass(eq=False, kw_only=True)
class LiveState:
    """What a checkpoint holds, changed in place."""

    step: int
    """Steps done."""
    model: LiveModel
    exposures: LiveExposures
    poses: LivePoses
    watch: Watch


def initial_state(data: TrainingSet, schedule: Schedule, learnt: tuple[int, ...], seed: int) -> LiveState:
    """Points become splats; when there are more points than splats allowed, a random choice of them."""
    points, colors = data.points, data.colors / 255.0
    if len(points) > schedule.cap:
        chosen = np.sort(np.random.default_rng((seed, 0)).choice(len(points), schedule.cap, replace=False))
        points, colors = points[chosen], colors[chosen]
    return LiveState(
        step=0,
        model=initial_model(points, colors, schedule.cap),
        exposures=LiveExposures.start(len(data.photos), learnt),
        poses=LivePoses.start(data.cameras, learnt, data.extent),
        watch=Watch(),
    )


def arrays_of(state: LiveState) -> dict[str, np.ndarray]:
    """Everything that cannot be made again from the training set, by name."""
    model, watch = state.model, state.watch
    arrays = {f"{p}_{g}": getattr(model, p)[g][: model.count] for p in _PARTS for g in GROUPS}
    arrays |= {"exposures": state.exposures.values, "poses": state.poses.values}
    for name, adam in (("exposures", state.exposures.adam), ("poses", state.poses.adam)):
        arrays |= {f"{name}_first": adam.first, f"{name}_second": adam.second, f"{name}_steps": adam.steps}
    arrays |= {"step": np.array(state.step), "waited": np.array(watch.waited), "best": np.array(watch.best)}
    if watch.values is not None:
        arrays |= {f"best_{group}": watch.values[group] for group in GROUPS}
    return arrays


def restore(state: LiveState, arrays: dict[str, np.ndarray]) -> None:
    """Bring an initial state to where ``arrays_of`` was called.

    Raises:
        ValueError: An array has a shape or type of its own, or is not finite.
        KeyError: One is missing.
    """
    model = state.model
    model.count = len(arrays["values_means"])
    for part in _PARTS:
        for group, room in getattr(model, part).items():
            room[:] = 0
            room[: model.count] = _like(arrays[f"{part}_{group}"], room[: model.count], f"{part}_{group}")
    state.exposures.values = _like(arrays["exposures"], state.exposures.values, "exposures")
    state.poses.values = _like(arrays["poses"], state.poses.values, "poses")
    state.exposures.adam = _restored(arrays, state.exposures.adam, "exposures")
    state.poses.adam = _restored(arrays, state.poses.adam, "poses")
    state.step, state.watch = int(arrays["step"]), Watch(waited=int(arrays["waited"]))
    if min(state.step, state.watch.waited) < 0:
        raise ValueError(f"step {state.step}, waited {state.watch.waited}")
    if "best_means" in arrays:
        count = len(arrays["best_means"])
        state.watch.best, state.watch.count = float(arrays["best"]), count
        state.watch.values = {g: _like(arrays[f"best_{g}"], model.values[g][:count], g) for g in GROUPS}


def _restored(arrays: dict[str, np.ndarray], adam: SmallAdam, name: str) -> SmallAdam:
    return SmallAdam(
        first=_like(arrays[f"{name}_first"], adam.first, name),
        second=_like(arrays[f"{name}_second"], adam.second, name),
        steps=_like(arrays[f"{name}_steps"], adam.steps, name),
    )


def _like(array: np.ndarray, model: np.ndarray, name: str) -> np.ndarray:
    if array.shape != model.shape or array.dtype != model.dtype or len(array) == 0:
        raise ValueError(f"{name} has shape {array.shape} of {array.dtype}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} is not finite")
    return array
