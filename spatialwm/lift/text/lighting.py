"""The light of a room or of a place out of doors: what shines, what it meets, and how much arrives."""

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

from spatialwm.geometry.rotations import matrix_from_quat
from spatialwm.lift.bake import AreaLight, DistanceField, Fields, Lamp, Sky, ambient, area_light, lamp_light
from spatialwm.lift.text.daylight import Daylight
from spatialwm.lift.text.layout.ground import bounds_of, walls_of
from spatialwm.lift.text.model import Model
from spatialwm.lift.text.site import Opening, Site
from spatialwm.lift.text.sky import Skyline
from spatialwm.lift.text.surfaces import linear_from_srgb
from spatialwm.scene import Collider

__all__ = ["Placed", "Rig", "fields_of", "gloss_at", "light_at", "rig_of", "sun_at"]

_HEAVY = 3.0
"""[kg]; what is lighter leaves no shadow on others, since it is likely to be moved."""
_CELL = 0.035
"""Of the room's distance grid [m]: a chair leg is one cell."""
_OWN_CELLS = 44
_WARM = np.array([1.0, 0.66, 0.36])
_CEILING = np.array([0.80, 0.79, 0.77])
_FRONT = np.array([0.60, 0.59, 0.57])
_RESOLUTION = 8
_SKY_HEIGHT = 6.0
"""Of the box about a place out of doors [m]."""
_MOST_LAMPS = 10
"""The brightest count; more are lit but light nothing."""
_FURNITURE = np.array([0.16, 0.13, 0.10])
"""What comes back from furniture in the way: brown wood in half light."""
_SUN_OUTDOORS = 0.62
"""Of the sun's strength in a room, where eyes are used to less."""


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

    site: Site
    windows: tuple[AreaLight, ...]
    """One per window."""
    lamps: tuple[Lamp, ...]
    sky: Sky
    world: DistanceField
    day: Daylight
    skyline: Skyline = "trees"
    """What is far away."""
    seed: int = 0


def rig_of(
    things: list[Placed],
    site: Site,
    colors: tuple[np.ndarray, np.ndarray, np.ndarray],
    day: Daylight,
    *,
    skyline: Skyline = "trees",
    seed: int = 0,
) -> Rig:
    """Light of a place with those things.

    Args:
        things: All of them; the heavy ones throw shadows.
        site: Where its windows are.
        colors: Of its back wall, side walls and floor (sRGB).
        day: Light from outside.
        skyline: What is seen far away.
        seed: Of the sky.
    """
    x0, x1, z0, z1 = bounds_of(site)
    tall = site.height if site.kind == "room" else _SKY_HEIGHT
    low, high = np.array([x0 - 0.2, 0.0, z0]), np.array([x1, tall, z1])
    stops = [
        (c, t.position.astype(float), t.turn) for t in things if casts(t.model) for c in stoppers(t.model)
    ]
    cell = _CELL * max(1.0, (x1 - x0) / 7.0)  # coarser out of doors: as many cells as a large room has
    world = DistanceField.of(stops, low, high, cell)
    windows = tuple(_window_light(site, o, day) for o in _windows(site))
    glowing = [(t, t.model.glow) for t in things if t.model.glow is not None]
    glowing.sort(key=lambda pair: -pair[1].power)
    lamps = tuple(
        Lamp(
            position=t.position + t.turn @ np.array(glow.position),
            color=_WARM * glow.power * day.lamps,
            shade=glow.shade,
        )
        for t, glow in glowing[:_MOST_LAMPS]
    )
    blank = np.zeros((6, _RESOLUTION, _RESOLUTION, 3))
    dim = day.indoors if site.kind == "room" else float(day.ambient.mean())
    sky = Sky(low=np.array([x0, 0.0, z0]), high=high, radiance=blank, furniture=_FURNITURE * dim)
    rig = Rig(
        site=site, windows=windows, lamps=lamps, sky=sky, world=world, day=day, skyline=skyline, seed=seed
    )
    radiance = _open_sky(colors[2], day) if site.kind == "outdoors" else _first_bounce(rig, colors)
    return replace(rig, sky=replace(sky, radiance=radiance))


def _windows(site: Site) -> list[Opening]:
    return [o for o in site.openings if o.kind == "window"]


def _window_light(site: Site, opening: Opening, day: Daylight) -> AreaLight:
    wall, tall = walls_of(site)[opening.wall], opening.high - opening.low
    x, z = wall.at(opening.along, -0.02)
    return AreaLight(
        center=np.array([x, opening.low + tall / 2, z]),
        half_u=np.array([wall.along[0], 0.0, wall.along[1]]) * opening.width / 2,
        half_v=np.array([0, tall / 2, 0.0]),
        normal=np.array([wall.inward[0], 0.0, wall.inward[1]]),
        color=day.window / max(1.0, len(_windows(site)) ** 0.5),
    )


def _open_sky(ground: np.ndarray, day: Daylight) -> np.ndarray:
    """What comes from around and above out of doors, and back from the ground."""
    radiance = np.empty((6, _RESOLUTION, _RESOLUTION, 3))
    radiance[:] = 0.88 * day.ambient
    radiance[2] = 1.08 * day.ambient
    radiance[3] = linear_from_srgb(ground) * (0.65 * day.ambient + 0.22 * day.sun)
    return radiance


def casts(model: Model) -> bool:
    """Whether a thing throws shadows onto others."""
    return model.static or model.mass >= _HEAVY


def stoppers(model: Model) -> tuple[Collider, ...]:
    """What of a model stops light."""
    return model.colliders if model.blockers is None else model.blockers


def _first_bounce(rig: Rig, colors: tuple[np.ndarray, np.ndarray, np.ndarray]) -> np.ndarray:
    """What each face of the room sends back: paint times direct light, plus a guess for later bounces."""
    back, side, floor = (linear_from_srgb(c) for c in colors)
    dim = rig.day.indoors
    radiance = np.zeros((6, _RESOLUTION, _RESOLUTION, 3))
    share = (np.arange(_RESOLUTION) + 0.5) / _RESOLUTION
    u, v = (w.ravel() for w in np.meshgrid(share, share, indexing="ij"))
    low, high = rig.sky.low.astype(float), rig.sky.high.astype(float)
    for face, paint in ((0, side), (1, side), (2, _CEILING), (3, floor), (4, _FRONT), (5, back)):
        axis, others = face // 2, [k for k in range(3) if k != face // 2]
        points, normals = np.empty((len(u), 3)), np.zeros((len(u), 3))
        points[:, axis] = high[axis] - 0.01 if face % 2 == 0 else low[axis] + 0.01
        normals[:, axis] = -1 if face % 2 == 0 else 1
        for other, w in zip(others, (u, v), strict=True):
            points[:, other] = low[other] + w * (high[other] - low[other])
        fields = Fields(world=rig.world, own=None, position=np.zeros(3), turn=np.eye(3), skip=0.05)
        if face in (2, 4):  # open: bright as a white ceiling and the rest of the flat are on such a day
            light = dim + 0.6 * sum(
                (lamp_light(lamp, points, normals, fields) for lamp in rig.lamps), np.zeros(3)
            )
        else:
            light = _direct(rig, points, normals, fields) + sun_at(rig, points, normals, fields) + 0.30 * dim
        radiance[face] = (paint * light * np.ones((len(u), 3))).reshape(_RESOLUTION, _RESOLUTION, 3)
    return radiance


def fields_of(rig: Rig, thing: Placed) -> Fields:
    """What stops light on its way to a thing: the room's field, and its own in finer cells."""
    parts = stoppers(thing.model)
    own = None
    if len(parts) > 1 or (thing.model.blockers is not None and parts):  # one body does not shade itself
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
    total = np.zeros_like(points)
    for window in rig.windows:
        total = total + area_light(window, points, normals, fields)
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
    """Sun on surface points in the world: the open sun, or what comes through the first window's wall.

    In a room the sun stands where it shines in through the first window.
    """
    to_sun = rig.day.to_sun.astype(float)
    if not rig.day.sun.any():
        return np.zeros_like(points)
    if not rig.windows:
        return _open_sun(rig, points, normals, fields)
    wall = walls_of(rig.site)[_windows(rig.site)[0].wall]
    axes = np.stack([(wall.inward[0], 0, wall.inward[1]), (0, 1, 0), (-wall.along[0], 0, -wall.along[1])])
    local = (points - np.array([wall.start[0], 0.0, wall.start[1]])) @ axes.T
    facing = np.maximum(normals @ axes.T @ to_sun, 0)
    way = (local[:, 0] + 0.06) / -to_sun[0]
    height, along = local[:, 1] + way * to_sun[1], local[:, 2] + way * to_sun[2]
    soft = 0.012 + 0.010 * np.maximum(way, 0)  # the sun is 0.0093 rad wide, and haze widens it
    through = np.zeros(len(points))
    for opening in _windows(rig.site):
        if opening.wall == wall.index:
            through = np.maximum(through, _through(opening, height, along, soft))
    strength = facing * through * (way > 0)
    lit = np.flatnonzero(strength > 1e-3)
    if len(lit):
        directions = np.broadcast_to(to_sun @ axes, (len(lit), 3)).copy()
        strength[lit] *= fields.seen(points[lit], normals[lit], directions, np.maximum(way[lit], 0.1), 0.035)
    return strength[:, None] * rig.day.sun


def _through(o: Opening, height: np.ndarray, along: np.ndarray, soft: np.ndarray) -> np.ndarray:
    """Part of the sun that passes a window, with the shadow of its bars; ``along`` runs backwards."""

    def within(value: np.ndarray, low: float, high: float) -> np.ndarray:
        return np.clip((value - low) / soft + 0.5, 0, 1) * np.clip((high - value) / soft + 0.5, 0, 1)

    half = o.width / 2
    open_part = within(height, o.low + 0.05, o.high - 0.05) * within(
        along, -o.along - half + 0.05, -o.along + half - 0.05
    )
    bar = o.low + 0.68 * (o.high - o.low)
    open_part *= 1 - within(along, -o.along - 0.022, -o.along + 0.022)
    return open_part * (1 - within(height, bar - 0.015, bar + 0.015))


def _open_sun(
    rig: Rig, points: Float[np.ndarray, "n 3"], normals: Float[np.ndarray, "n 3"], fields: Fields
) -> Float[np.ndarray, "n 3"]:
    """The sun out of doors; none in a room without windows."""
    to_sun = rig.day.to_sun.astype(float)
    strength = np.maximum(normals @ to_sun, 0) * (rig.site.kind == "outdoors")
    lit = np.flatnonzero(strength > 1e-3)
    if len(lit):
        directions = np.broadcast_to(to_sun, (len(lit), 3)).copy()
        strength[lit] *= fields.seen(points[lit], normals[lit], directions, np.full(len(lit), 8.0), 0.035)
    return _SUN_OUTDOORS * strength[:, None] * rig.day.sun


def gloss_at(
    rig: Rig,
    points: Float[np.ndarray, "n 3"],
    normals: Float[np.ndarray, "n 3"],
    polish: Float[np.ndarray, " n"],
) -> Float[np.ndarray, "n 3"]:
    """The first window mirrored in glaze and metal, as someone sees it who stands before the open side.

    A mirror image moves with the viewer and colour that is baked does not, so it is kept faint.
    """
    if not rig.windows:
        return np.zeros_like(points)
    light = rig.windows[0]
    eye = np.array([0.0, 1.5, bounds_of(rig.site)[3] + 1.0])
    view = eye - points
    view /= np.linalg.norm(view, axis=1, keepdims=True)
    cosine = np.sum(view * normals, axis=1, keepdims=True)
    mirrored = 2 * cosine * normals - view
    toward = -mirrored @ light.normal.astype(float)
    way = ((points - light.center) @ light.normal.astype(float)) / np.maximum(toward, 1e-3)
    hit = points + way[:, None] * mirrored - light.center
    wide, tall = float(np.linalg.norm(light.half_u)), float(np.linalg.norm(light.half_v))
    up, aside = np.abs(hit[:, 1]) - tall, np.abs(hit @ light.half_u.astype(float)) / wide - wide
    edge = 0.25  # of the mirrored window's border [m]: glaze is not quite flat
    shown = np.clip(0.5 - up / edge, 0, 1) * np.clip(0.5 - aside / edge, 0, 1)
    shown *= (toward > 0.02) & (cosine[:, 0] > 0)
    fresnel = 0.3 + 0.7 * (1 - np.clip(cosine[:, 0], 0, 1)) ** 3  # brighter towards the rim (Schlick 1994)
    return (shown * fresnel * polish * 0.43)[:, None] * rig.day.window
