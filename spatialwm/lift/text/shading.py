"""From light to the colour that is seen: paint, glow, sky, snow, rain, haze."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from spatialwm.lift.bake import tone_mapped
from spatialwm.lift.text.layout.ground import bounds_of
from spatialwm.lift.text.lighting import Rig
from spatialwm.lift.text.model import Model
from spatialwm.lift.text.noise import value_noise
from spatialwm.lift.text.sky import sea_sheen, sky_colors
from spatialwm.lift.text.surfaces import Look, albedo
from spatialwm.shapes import freeze_arrays

__all__ = ["Places", "painted"]

_SNOW = np.array([0.86, 0.88, 0.92])
_PANE = 2.2
"""How far the eye is from a window whose view is painted on its pane [m]."""
_BRIGHT = 1.35
"""A window's sky is over-exposed by day, as in a photograph of a room."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Places:
    """Points on a model's surface."""

    local: Float[np.ndarray, "n 3"]
    """In the coordinates of the solids' textures [m]."""
    owner: Int[np.ndarray, " n"]
    """Index of the piece."""
    world: Float[np.ndarray, "n 3"]
    """[m]"""
    normals: Float[np.ndarray, "n 3"]
    """Unit, in the world."""

    def __post_init__(self) -> None:
        freeze_arrays(self)


def painted(
    model: Model, places: Places, light: Float[np.ndarray, "n 3"], rig: Rig, *, detail: bool
) -> Float[np.ndarray, "n 3"]:
    """Displayable linear colour under that light, with the weather on it."""
    out = np.empty((len(places.local), 3))
    order = np.argsort(places.owner, kind="stable")
    bounds = np.searchsorted(places.owner[order], np.arange(len(model.pieces) + 1))
    for k, piece in enumerate(model.pieces):
        mine = order[bounds[k] : bounds[k + 1]]
        if len(mine):
            out[mine] = _shaded(piece.look, places, mine, light[mine], rig, detail)
    return tone_mapped(out)


def _shaded(
    look: Look, places: Places, mine: np.ndarray, light: np.ndarray, rig: Rig, detail: bool
) -> np.ndarray:
    points, world = places.local[mine], places.world[mine]
    if look.pattern == "firmament":
        return sky_colors(rig.day, points.astype(float), skyline=rig.skyline, seed=rig.seed)
    if look.pattern == "sky":
        return _pane(points, rig)
    color = albedo(look, points, detail=detail)
    if rig.site.kind == "room":
        return color * light + look.glow * color
    if rig.day.snow and look.pattern != "snowfield":
        lying = np.clip((places.normals[mine, 1:2] - 0.35) / 0.35, 0, 1) * 0.9
        color = color * (1 - lying) + _SNOW * lying
    if rig.day.wet:
        color = color * 0.72
    out = color * light + look.glow * color
    if look.pattern == "water":
        out = _mirroring(out, world, rig, look.seed)
    elif rig.day.wet:
        out = out + _puddles(places.normals[mine], world, rig)
    return _hazy(out, world, rig)


def _pane(points: np.ndarray, rig: Rig) -> np.ndarray:
    """The view through a window, as its pane shows it to the middle of the room."""
    ways = np.stack([points[:, 2], points[:, 1] - 1.35, np.full(len(points), -_PANE)], axis=1).astype(float)
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    seen = sky_colors(rig.day, ways, skyline=rig.skyline, seed=rig.seed, sunny=False)
    return seen * (_BRIGHT if not rig.day.dark else 1.0)


def _mirroring(out: np.ndarray, world: np.ndarray, rig: Rig, seed: int) -> np.ndarray:
    """Water mirrors the sky, the more the flatter one looks at it."""
    _, _, _, front = bounds_of(rig.site)
    away = np.linalg.norm(world - np.array([0.0, 0.0, front]), axis=1)
    share = np.clip(away / 38, 0.12, 0.9)[:, None]
    wave = value_noise(world * np.array([0.5, 1.0, 1.6]), seed)[:, None]
    sky = sea_sheen(rig.day) * (0.82 + 0.36 * wave * (1 - 0.7 * share))
    return out * (1 - share) + share * sky


def _puddles(normals: np.ndarray, world: np.ndarray, rig: Rig) -> np.ndarray:
    """Wet level ground shines with the sky; where it lies lower there is water on it."""
    level = np.clip((normals[:, 1] - 0.9) / 0.08, 0, 1) * (world[:, 1] < 0.05)
    low = np.clip((value_noise(world * np.array([1.1, 0, 1.1])) - 0.48) * 4, 0, 1)
    return (level * (0.05 + 0.20 * low))[:, None] * rig.day.horizon


def _hazy(out: np.ndarray, world: np.ndarray, rig: Rig) -> np.ndarray:
    """Air between a thing and someone who stands at the place's front."""
    _, _, _, front = bounds_of(rig.site)
    away = np.linalg.norm(world - np.array([0.0, 1.5, front]), axis=1)[:, None]
    lost = 1 - np.exp(-(rig.day.haze + 0.002) * away)
    return out * (1 - lost) + rig.day.horizon * lost
