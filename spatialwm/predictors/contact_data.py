"""What ContactNet learns from: frames of the engine, by their start and their end.

Which frames those are depends on who leads from one to the next: the engine, or the network itself, so that
it learns to go on from where it goes (DAgger, Ross et al. 2011). What comes next is the engine's in both.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

from spatialwm.dynamics import EnginePredictor
from spatialwm.dynamics.predictor import DT
from spatialwm.dynamics.sleep import are_awake
from spatialwm.predictors.blend import LiveBlend
from spatialwm.predictors.coarse import LiveCoarse
from spatialwm.predictors.contact_net import ContactNet
from spatialwm.predictors.worlds import SECONDS, World
from spatialwm.scene import State, Wait
from spatialwm.shapes import freeze_arrays

__all__ = ["Frames", "gather", "trials"]

_MOST = 1e6
"""Doubt that stands for one without end [m/s]."""
_ARM = 0.1
"""A turn counts as what it moves this far from the middle [m]."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Frames:
    """Of one world: how the engine goes on from states, as its own numbers."""

    seed: int
    """Of the world."""
    before: Float[np.ndarray, "t q"]
    """Positions at the start, after what was done."""
    rates: Float[np.ndarray, "t v"]
    after: Float[np.ndarray, "t q"]
    """Positions 1/60 s later."""
    rates_after: Float[np.ndarray, "t v"]

    def __post_init__(self) -> None:
        freeze_arrays(self)


def gather(
    seeds: list[int],
    world_of: Callable[[int], World],
    net: ContactNet | None,
    *,
    driven: bool,
    progress: Callable[[int], None] | None = None,
) -> list[Frames]:
    """All frames in which something moves, of worlds.

    Args:
        seeds: Of the worlds.
        world_of: Makes them.
        net: Whose answers are tried; what one would write by hand without.
        driven: The net leads from state to state, else the engine does.
        progress: Is told how many worlds are done.
    """
    found: list[Frames] = []
    for k, seed in enumerate(seeds):
        frames = _of_world(seed, world_of(seed), net, driven=driven)
        if len(frames.before):
            found.append(frames)
        if progress is not None:
            progress(k + 1)
    return found


def trials(
    seeds: list[int], world_of: Callable[[int], World], net: ContactNet
) -> tuple[Float[np.ndarray, " n"], Float[np.ndarray, " n"]]:
    """Doubt and error of a network about every thing that is awake, frame by frame, while the engine leads.

    Args:
        seeds: Of the worlds.
        world_of: Makes them.
        net: Takes everything, whatever its band.

    Returns:
        How far off it said each may be, and how far off its speed was, with its turning 10 cm from its
        middle [m/s].
    """
    doubt: list[np.ndarray] = []
    error: list[np.ndarray] = []
    for seed in seeds:
        world = world_of(seed)
        blend = LiveBlend(replace(net, band=math.inf), name="tried", always=True)
        engine, learner = EnginePredictor(world.scene), EnginePredictor(world.scene, stepper=blend)
        compiled, state = engine.live.compiled, engine.initial()
        timeline = {round(time / DT): action for time, action in world.actions}
        for frame in range(round(SECONDS / DT)):
            action, asked = timeline.get(frame, Wait()), len(blend.labels)
            tried = learner.step(state, action)
            state = engine.step(state, action)
            if len(blend.labels) > asked and blend.labels[-1] == "learned":
                awake = are_awake(compiled, engine.live.data)
                error.append(_apart(tried, state)[compiled.movers[awake]])
                doubt.append(np.minimum(blend.doubt[compiled.trees[awake]], _MOST))
    none = [np.zeros(0)]
    return np.concatenate(doubt or none), np.concatenate(error or none)


def _apart(one: State, other: State) -> Float[np.ndarray, " o"]:
    flying = np.linalg.norm(one.velocities - other.velocities, axis=1)
    turning = np.linalg.norm(one.angular_velocities - other.angular_velocities, axis=1)
    return flying + _ARM * turning


def _of_world(seed: int, world: World, net: ContactNet | None, *, driven: bool) -> Frames:
    coarse = LiveCoarse(net, name="learning")
    engine = EnginePredictor(world.scene)
    learner = EnginePredictor(world.scene, stepper=coarse)
    timeline = {round(time / DT): action for time, action in world.actions}
    state = engine.initial()
    rows: list[tuple[np.ndarray, ...]] = []
    for frame in range(round(SECONDS / DT)):
        action = timeline.get(frame, Wait())
        asked = len(coarse.labels)
        tried = learner.step(state, action)
        after = engine.step(state, action)
        if len(coarse.labels) > asked and coarse.seen is not None:
            data = engine.live.data
            rows.append((*coarse.started, np.array(data.qpos), np.array(data.qvel)))
        state = tried if driven else after
    model = engine.live.compiled.model
    widths = (model.nq, model.nv, model.nq, model.nv)
    columns = [
        np.array([row[k] for row in rows], np.float32).reshape(-1, width) for k, width in enumerate(widths)
    ]
    before, rates, after, rates_after = columns
    return Frames(seed=seed, before=before, rates=rates, after=after, rates_after=rates_after)
