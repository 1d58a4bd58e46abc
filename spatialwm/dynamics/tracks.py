"""What a rollout keeps beside the poses: where the agent went, and what was not in the world when."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from spatialwm.dynamics.predictor import DT
from spatialwm.errors import InputError
from spatialwm.scene import Action, Scene, SceneObject, Spawn, State

__all__ = ["agent_track", "fill_gaps", "with_spawned"]


def with_spawned(
    scene: Scene, actions: Sequence[tuple[float, Action]], made: Mapping[str, SceneObject] | None = None
) -> Scene:
    """The scene with what will be spawned in it from the start, hidden.

    Args:
        scene: Before.
        actions: With their times.
        made: What is a copy of nothing, by its name; see ``spatialwm.language.with_newcomers``.

    Raises:
        InputError: A copy of something that does not move by itself, or something of words not yet made.
        UnknownObjectError: A copy of what is not there.
    """
    new: list[SceneObject] = []
    names = {thing.name for thing in scene.objects}
    for _, action in actions:
        if not isinstance(action, Spawn) or action.object in names:
            continue
        like = _model_of(action, scene, made or {})
        if like.body.joint is not None:
            raise InputError(f"'{like.name}' hangs on a joint and cannot be copied.")
        names.add(action.object)
        new.append(replace(like, name=action.object, position=np.array(action.at), hidden=True, paint=None))
    if not new:
        return scene
    rollout = scene.rollout
    if rollout is not None:
        spans = tuple((thing.name, 0.0, None) for thing in new)
        rollout = replace(rollout, hidden=(*rollout.hidden, *spans))
    return replace(scene, objects=(*scene.objects, *new), rollout=rollout)


def _model_of(spawn: Spawn, scene: Scene, made: Mapping[str, SceneObject]) -> SceneObject:
    if spawn.like is not None:
        return scene[spawn.like]
    if spawn.object not in made:
        raise InputError(
            f"'{spawn.words}' has to be made before it can appear; see spatialwm.language.with_newcomers."
        )
    return made[spawn.object]


def agent_track(states: Sequence[State]) -> np.ndarray:
    """Feet, yaw, pitch and height of the eyes in every frame, (t, 6)."""
    rows = [(*s.agent_position.tolist(), s.agent_yaw, s.agent_pitch, s.agent_eye) for s in states]
    return np.array(rows, np.float32)


def fill_gaps(
    scene: Scene, states: Sequence[State], positions: np.ndarray, quats: np.ndarray
) -> tuple[tuple[str, float, float | None], ...]:
    """Spans in which objects are not in the world; their poses then become the last they had, or the first.

    Writes into ``positions`` (t, o, 3) and ``quats`` (t, o, 4).
    """
    ever = sorted({name for state in states for name in state.gone})
    spans: list[tuple[str, float, float | None]] = []
    times = (np.arange(len(states)) * DT).astype(np.float32).tolist()
    for name in ever:
        k = states[0].names.index(name)
        pose = scene.objects[k].position, scene.objects[k].quat
        begin: float | None = None
        for frame, state in enumerate(states):
            if name in state.gone:
                begin = times[frame] if begin is None else begin
                positions[frame, k], quats[frame, k] = pose
                continue
            if begin is not None:
                spans.append((name, begin, times[frame]))
                begin = None
            pose = positions[frame, k], quats[frame, k]
        if begin is not None:
            spans.append((name, begin, None))
    return tuple(spans)
