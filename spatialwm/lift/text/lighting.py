"""The light of a room with a window on its left: what shines, what it meets, and how much arrives."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from spatialwm.geometry.rotations import matrix_from_quat
from spatialwm.lift.bake import AreaLight, DistanceField, Fields, Lamp, Sky, ambient, area_light, lamp_light
from spatialwm.lift.text.model import Model
from spatialwm.lift.text.room import HEIGHT, Opening, window_of
from spatialwm.lift.text.surfaces import linear_from_srgb
from spatialwm.scene import Collider

__all__ = ["Placed", "Rig", "fields_of", "gloss_at", "light_at", "rig_of", "sun_at"]

_HEAVY = 3.0
"""[kg]; what is lighter leaves no shadow on others, since it is likely to be moved."""
_CELL = 0.035
"""Of the room's distance grid [m]: a chair leg is one cell."""
_OWN_CELLS = 44
_DAYLIGHT = np.array([3.3, 3.5, 3.75])
_SUN = np.array([2.0, 1.68, 1.26])
_WARM = np.array([1.0, 0.66, 0.36])
_TO_SUN = np.array([-0.80, 0.52, -0.20]) / np.linalg.norm([-0.80, 0.52, -0.20])
_CEILING = np.array([0.80, 0.79, 0.77])
_FRONT = np.array([0.60, 0.59, 0.57])
_RESOLUTION = 8


@dataclass(frozen=True, eq=False, kw_only=True)
class Placed:
    """A model where it stands."""

    model: Model
    position: Float[np.ndarray, "3"]
    quat: Float[np.ndarray, "4"]

    @property
    def turn(self) -> np.ndarray:
        """Rotation matrix from its frame to the world."""
        return matrix_from_quat(self.quat.astype(float))


@dataclass(frozen=True, eq=False, kw_only=True)
class Rig:
    """All light in a room."""

    window: AreaLight
    opening: Opening
    lamps: tuple[Lamp, ...]
    sky: Sky
    world: DistanceField
    width: float
    depth: float


def rig_of(
    things: list[Placed], width: float, depth: float, colors: tuple[np.ndarray, np.ndarray, np.ndarray]
) -> Rig:
    """Light of a room with those things; ``colors`` (sRGB) of its back wall, side walls and floor."""
    low = np.array([-width / 2 - 0.2, 0.0, -depth / 2])
    high = np.array([width / 2, HEIGHT, depth / 2])
    stops = [
        (c, t.position.astype(float), t.turn) for t in things if casts(t.model) for c in stoppers(t.model)
    ]
    world = DistanceField.of(stops, low, high, _CELL)
    opening = window_of(depth)
    tall = opening.high - opening.low
    window = AreaLight(
        center=np.array([-width / 2 - 0.02, opening.low + tall / 2, opening.z]),
        half_u=np.array([0, 0, opening.half]),
        half_v=np.array([0, tall / 2, 0.0]),
        normal=np.array([1.0, 0, 0]),
        color=_DAYLIGHT,
        samples=(4, 3),
    )
    lamps = tuple(
        Lamp(
            position=t.position + t.turn @ np.array(t.model.glow.position),
            color=_WARM * t.model.glow.power,
            shade=t.model.glow.shade,
        )
        for t in things
        if t.model.glow is not None
    )
    blank = np.zeros((6, _RESOLUTION, _RESOLUTION, 3))
    inner = np.array([-width / 2, 0.0, -depth / 2])
    sky = Sky(low=inner, high=high, radiance=blank)
    rig = Rig(window=window, opening=opening, lamps=lamps, sky=sky, world=world, width=width, depth=depth)
    radiance = _first_bounce(rig, colors)
    return Rig(
        window=window,
        opening=opening,
        lamps=lamps,
        sky=Sky(low=inner, high=high, radiance=radiance),
        world=world,
        width=width,
        depth=depth,
    )


def casts(model: Model) -> bool:
    """Whether a thing throws shadows onto others."""
    return model.static or model.mass >= _HEAVY


def stoppers(model: Model) -> tuple[Collider, ...]:
    """What of a model stops light."""
    return model.colliders if model.blockers is None else model.blockers


def _first_bounce(rig: Rig, colors: tuple[np.ndarray, np.ndarray, np.ndarray]) -> np.ndarray:
    """What each face of the room sends back: paint times direct light, plus a guess for later bounces."""
    back, side, floor = (linear_from_srgb(c) for c in colors)
    radiance = np.zeros((6, _RESOLUTION, _RESOLUTION, 3))
    radiance[2], radiance[4] = _CEILING, _FRONT
    share = (np.arange(_RESOLUTION) + 0.5) / _RESOLUTION
    u, v = (w.ravel() for w in np.meshgrid(share, share, indexing="ij"))
    low, high = rig.sky.low.astype(float), rig.sky.high.astype(float)
    for face, paint in ((0, side), (1, side), (3, floor), (5, back)):
        axis, others = face // 2, [k for k in range(3) if k != face // 2]
        points, normals = np.empty((len(u), 3)), np.zeros((len(u), 3))
        points[:, axis] = high[axis] - 0.01 if face % 2 == 0 else low[axis] + 0.01
        normals[:, axis] = -1 if face % 2 == 0 else 1
        for other, w in zip(others, (u, v), strict=True):
            points[:, other] = low[other] + w * (high[other] - low[other])
        fields = Fields(world=rig.world, own=None, position=np.zeros(3), turn=np.eye(3), skip=0.05)
        light = _direct(rig, points, normals, fields) + sun_at(rig, points, normals, fields)
        radiance[face] = (paint * (light + 0.30)).reshape(_RESOLUTION, _RESOLUTION, 3)
    return radiance


def fields_of(rig: Rig, thing: Placed) -> Fields:
    """What stops light on its way to a thing: the room's field, and its own in finer cells."""
    parts = stoppers(thing.model)
    own = None
    if parts:
        size = thing.model.high - thing.model.low
        cell = float(np.clip(size.max() / _OWN_CELLS, 0.0028, 0.03))
        pad = 2 * cell
        placed = [(c, np.zeros(3), np.eye(3)) for c in parts]
        own = DistanceField.of(placed, thing.model.low - pad, thing.model.high + pad, cell)
    heavy = bool(parts) and casts(thing.model)
    return Fields(
        world=rig.world,
        own=own,
        position=thing.position.astype(float),
        turn=thing.turn,
        skip=0.07 if heavy else 0.02,
    )


def _direct(
    rig: Rig, points: Float[np.ndarray, "n 3"], normals: Float[np.ndarray, "n 3"], fields: Fields
) -> Float[np.ndarray, "n 3"]:
    total = area_light(rig.window, points, normals, fields)
    for lamp in rig.lamps:
        total = total + lamp_light(lamp, points, normals, fields)
    return total


def light_at(
    rig: Rig, points: Float[np.ndarray, "n 3"], normals: Float[np.ndarray, "n 3"], fields: Fields
) -> Float[np.ndarray, "n 3"]:
    """All smooth light on surface points in the world; the sun comes apart, since its edges are sharp."""
    return _direct(rig, points, normals, fields) + ambient(rig.sky, points, normals, fields)


def sun_at(
    rig: Rig, points: Float[np.ndarray, "n 3"], normals: Float[np.ndarray, "n 3"], fields: Fields
) -> Float[np.ndarray, "n 3"]:
    """Sun through the window, with the shadow of its bars, on surface points in the world."""
    facing = np.maximum(normals @ _TO_SUN, 0)
    way = (points[:, 0] + rig.width / 2 + 0.06) / -_TO_SUN[0]
    height, along = points[:, 1] + way * _TO_SUN[1], points[:, 2] + way * _TO_SUN[2]
    soft = 0.012 + 0.010 * np.maximum(way, 0)  # the sun is 0.0093 rad wide, and haze widens it
    o = rig.opening

    def within(value: np.ndarray, low: float, high: float) -> np.ndarray:
        return np.clip((value - low) / soft + 0.5, 0, 1) * np.clip((high - value) / soft + 0.5, 0, 1)

    open_part = within(height, o.low + 0.05, o.high - 0.05) * within(
        along, o.z - o.half + 0.05, o.z + o.half - 0.05
    )
    bar = o.low + 0.68 * (o.high - o.low)
    open_part *= 1 - within(along, o.z - 0.022, o.z + 0.022)
    open_part *= 1 - within(height, bar - 0.015, bar + 0.015)
    strength = facing * open_part * (way > 0)
    lit = np.flatnonzero(strength > 1e-3)
    if len(lit):
        directions = np.broadcast_to(_TO_SUN, (len(lit), 3)).copy()
        strength[lit] *= fields.seen(points[lit], normals[lit], directions, np.maximum(way[lit], 0.1), 0.035)
    return strength[:, None] * _SUN


def gloss_at(
    rig: Rig,
    points: Float[np.ndarray, "n 3"],
    normals: Float[np.ndarray, "n 3"],
    polish: Float[np.ndarray, " n"],
) -> Float[np.ndarray, "n 3"]:
    """The window mirrored in glaze and metal, as someone sees it who stands before the open side.

    A mirror image moves with the viewer and colour that is baked does not, so it is kept faint.
    """
    eye = np.array([0.0, 1.5, rig.depth / 2 + 1.0])
    view = eye - points
    view /= np.linalg.norm(view, axis=1, keepdims=True)
    cosine = np.sum(view * normals, axis=1, keepdims=True)
    mirrored = 2 * cosine * normals - view
    away = np.minimum(mirrored[:, 0], -1e-3)
    way = (rig.window.center[0] - points[:, 0]) / away
    height, along = points[:, 1] + way * mirrored[:, 1], points[:, 2] + way * mirrored[:, 2]
    tall = rig.opening.high - rig.opening.low
    up = np.abs(height - rig.opening.low - tall / 2) - tall / 2
    aside = np.abs(along - rig.opening.z) - rig.opening.half
    edge = 0.25  # of the mirrored window's border [m]: glaze is not quite flat
    shown = np.clip(0.5 - up / edge, 0, 1) * np.clip(0.5 - aside / edge, 0, 1)
    shown *= (mirrored[:, 0] < -0.02) & (cosine[:, 0] > 0)
    fresnel = 0.3 + 0.7 * (1 - np.clip(cosine[:, 0], 0, 1)) ** 3  # brighter towards the rim (Schlick 1994)
    return (shown * fresnel * polish * 1.5)[:, None] * np.array([0.97, 0.99, 1.0])
