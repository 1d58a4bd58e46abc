"""Factors of variation: mass, friction and colour of what moves."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from spatialwm.errors import InputError
from spatialwm.scene import Scene, SceneObject

__all__ = ["FACTORS", "varied"]

FACTORS: dict[str, tuple[float, float]] = {"mass": (0.5, 2.0), "friction": (0.5, 2.0), "color": (0.0, 1.0)}
"""Name -> lowest and highest: factors on mass and friction, sRGB of the colour."""


def varied(scene: Scene, values: Mapping[str, np.ndarray], names: tuple[str, ...]) -> Scene:
    """The scene with the things of those names changed, one row of each factor per name.

    Raises:
        InputError: A factor that does not exist, out of its bounds, or with another number of rows.
    """
    for factor, given in values.items():
        if factor not in FACTORS:
            raise InputError(f"There is no factor of variation '{factor:.40}'; known: {', '.join(FACTORS)}.")
        low, high = FACTORS[factor]
        shape = (len(names), 3) if factor == "color" else (len(names),)
        if np.shape(given) != shape or not ((given >= low) & (given <= high)).all():
            raise InputError(f"The factor '{factor}' takes {list(shape)} numbers from {low:g} to {high:g}.")

    def changed(thing: SceneObject) -> SceneObject:
        if thing.name not in names:
            return thing
        k, body = names.index(thing.name), thing.body
        if "mass" in values:
            body = replace(body, mass=body.mass * float(values["mass"][k]))
        if "friction" in values:
            body = replace(body, friction=body.friction * float(values["friction"][k]))
        if "color" in values:
            r, g, b = (float(v) for v in values["color"][k])
            thing = replace(thing, paint=(r, g, b))
        return replace(thing, body=body)

    return replace(scene, objects=tuple(changed(thing) for thing in scene.objects))
