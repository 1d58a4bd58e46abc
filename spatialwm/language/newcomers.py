"""What is spawned and is a copy of nothing, made of its words."""

from collections.abc import Sequence

from spatialwm.dynamics.tracks import with_spawned
from spatialwm.errors import InputError
from spatialwm.lift.text.newcomer import newcomer
from spatialwm.scene import Action, Scene, Spawn

_MOST = 32
"""Each is built and lit."""

__all__ = ["with_newcomers"]


def with_newcomers(scene: Scene, actions: Sequence[tuple[float, Action]], *, looks: bool = True) -> Scene:
    """The scene with all that the actions spawn in it from the start, hidden: copies, and what words say.

    ``simulate`` takes the scene so. ``looks``: with splats and meshes, which the engine does not need.

    Raises:
        InputError: What words say cannot be made, or a copy cannot.
        UnknownObjectError: A copy of what is not there.
    """
    known = {thing.name for thing in scene.objects}
    if sum(isinstance(action, Spawn) and action.words is not None for _, action in actions) > _MOST:
        raise InputError(f"At most {_MOST} things can be made of words while one acts; copy those there are.")
    made = {
        action.object: newcomer(action.words, scene, name=action.object, at=action.at, looks=looks)
        for _, action in actions
        if isinstance(action, Spawn) and action.words is not None and action.object not in known
    }
    return with_spawned(scene, actions, made)
