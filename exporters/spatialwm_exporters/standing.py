"""The scene as it stands now, for readers that know no paint, no hiding and nothing soft."""

from dataclasses import replace

import numpy as np

from spatialwm.scene import Box, Scene, SceneObject, as_shown, deform_mesh, deform_splats

__all__ = ["as_it_stands"]

_THINNEST = 1e-4
"""Least edge of the box around something squeezed flat [m]."""


def as_it_stands(scene: Scene) -> Scene:
    """Paint applied, hidden objects and their motion left out, soft ones in the shape they have now.

    The rollout keeps rigid motion only: what deforms moves in its last shape, and what comes later is there
    from the start. Actions stay as they were, a record of what was done.
    """
    rollout = scene.rollout
    if rollout is not None:
        scene = replace(scene, rollout=replace(rollout, cages=(), hidden=()))
    shown = as_shown(scene)
    return replace(shown, objects=tuple(_stiffened(thing) for thing in shown.objects))


def _stiffened(thing: SceneObject) -> SceneObject:
    """Splats, mesh and collider in the shape of the cage, which then is at rest."""
    if thing.cage is None:
        return thing
    low, high = thing.cage.min(axis=0), thing.cage.max(axis=0)
    box = Box(position=(low + high) / 2, size=np.maximum(high - low, _THINNEST))
    return replace(
        thing,
        splats=None if thing.splats is None else deform_splats(thing.splats, thing.body, thing.cage),
        mesh=None if thing.mesh is None else deform_mesh(thing.mesh, thing.body, thing.cage),
        body=replace(thing.body, colliders=(box,)),
        cage=None,
    )
