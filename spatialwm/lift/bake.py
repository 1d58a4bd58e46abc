"""Light in a room, computed once and kept as colour: daylight, lamps, sky, occlusion, one bounce.

Occluders are a signed-distance grid that soft cones are marched through (after Quilez, "soft shadows in
raymarched SDFs"). All light is in one unit: 1 on a surface makes white paper white.

Limits, all of which come from baking: the light of a thing that is later moved stays where it was. So only
what is static or heavy casts shadows onto others; what is light (under 3 kg) gets light and shades itself,
but leaves no shadow behind.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float, Float32

from spatialwm.errors import InputError
from spatialwm.geometry.rotations import matrix_from_quat
from spatialwm.scene import Box, Capsule, Collider, Cylinder, Sphere
from spatialwm.shapes import freeze_arrays

__all__ = [
    "AreaLight",
    "DistanceField",
    "Fields",
    "Lamp",
    "Sky",
    "ambient",
    "area_light",
    "lamp_light",
    "seen",
    "tone_mapped",
]

_FAR = 0.30
"""Distances are cut here [m]: larger ones only save steps."""
_STEPS = 28
_CHUNK = 120_000
"""Rays at once: about 20 MB of temporaries."""


@dataclass(frozen=True, eq=False, kw_only=True)
class DistanceField:
    """Signed distance to the nearest occluder on a grid, cut at 0.3 m."""

    low: Float[np.ndarray, "3"]
    """Place of the first value [m]."""
    cell: float
    """[m]"""
    values: Float32[np.ndarray, "x y z"]

    def __post_init__(self) -> None:
        freeze_arrays(self)

    @classmethod
    def of(
        cls,
        parts: Iterable[tuple[Collider, Float[np.ndarray, "3"], Float[np.ndarray, "3 3"]]],
        low: Float[np.ndarray, "3"],
        high: Float[np.ndarray, "3"],
        cell: float,
    ) -> "DistanceField":
        """From colliders, each with the position and rotation of its object, inside a box [m]."""
        counts = np.maximum(np.ceil((high - low) / cell).astype(int) + 1, 2)
        values = np.full(counts, _FAR, np.float32)
        axes: list[np.ndarray] = [low[k] + cell * np.arange(counts[k]) for k in range(3)]
        for collider, position, turn in parts:
            centre = position + turn @ collider.position.astype(float)
            own = turn @ matrix_from_quat(collider.quat.astype(float))
            reach = _radius(collider) + _FAR
            span = [np.searchsorted(axes[k], (centre[k] - reach, centre[k] + reach)) for k in range(3)]
            part = tuple(slice(int(a), int(b)) for a, b in span)
            x, y, z = np.meshgrid(*(axis[cut] for axis, cut in zip(axes, part, strict=True)), indexing="ij")
            grid: np.ndarray = np.stack([x, y, z], axis=-1)
            if grid.size:
                values[part] = np.minimum(values[part], _distance(collider, (grid - centre) @ own))
        return cls(low=low, cell=cell, values=values)

    def at(self, points: Float[np.ndarray, "n 3"]) -> Float[np.ndarray, " n"]:
        """Trilinear distance [m]; outside the grid that of the nearest border point."""
        shape = np.array(self.values.shape)
        place = np.clip((points - self.low) / np.float32(self.cell), 0, (shape - 1.001).astype(np.float32))
        corner = place.astype(np.int32)
        f = place - corner
        step_x, step_y = int(shape[1] * shape[2]), int(shape[2])
        index = corner[:, 0] * step_x + corner[:, 1] * step_y + corner[:, 2]
        flat = self.values.ravel()
        x, y, z = f[:, 0], f[:, 1], f[:, 2]
        near = [_mix(flat[index + o], flat[index + o + 1], z) for o in (0, step_y, step_x, step_x + step_y)]
        return _mix(_mix(near[0], near[1], y), _mix(near[2], near[3], y), x)


def _mix(a: np.ndarray, b: np.ndarray, share: np.ndarray) -> np.ndarray:
    return a + (b - a) * share


def _radius(collider: Collider) -> float:
    match collider:
        case Box():
            return float(np.linalg.norm(collider.size)) / 2
        case Sphere():
            return collider.radius
        case Cylinder():
            return float(np.hypot(collider.radius, collider.height / 2))
        case Capsule():
            return collider.radius + collider.height / 2
        case _:
            raise InputError(f"Light is not stopped by a {type(collider).__name__}; use primitives.")


def _distance(collider: Collider, local: np.ndarray) -> np.ndarray:
    """Signed distance of points in the collider's own frame (Quilez, "distance functions")."""
    match collider:
        case Box():
            q = np.abs(local) - collider.size / 2
            return np.linalg.norm(np.maximum(q, 0), axis=-1) + np.minimum(q.max(-1), 0)
        case Sphere():
            return np.linalg.norm(local, axis=-1) - collider.radius
        case Cylinder():
            side = np.hypot(local[..., 0], local[..., 2]) - collider.radius
            end = np.abs(local[..., 1]) - collider.height / 2
            return np.hypot(np.maximum(side, 0), np.maximum(end, 0)) + np.minimum(np.maximum(side, end), 0)
        case Capsule():
            local = local.copy()
            local[..., 1] -= np.clip(local[..., 1], -collider.height / 2, collider.height / 2)
            return np.linalg.norm(local, axis=-1) - collider.radius
        case _:
            raise InputError(f"Light is not stopped by a {type(collider).__name__}; use primitives.")


def seen(
    field: DistanceField,
    starts: Float[np.ndarray, "n 3"],
    directions: Float[np.ndarray, "n 3"],
    lengths: Float[np.ndarray, " n"],
    *,
    width: float,
    skip: float,
) -> Float[np.ndarray, " n"]:
    """Part of a cone of half width ``width`` (per metre) that gets through, 0 to 1.

    Marching starts ``skip`` metres away, so that the surface a ray starts on does not stop it.
    """
    out = np.empty(len(starts), np.float32)
    for first in range(0, len(starts), _CHUNK):
        part = slice(first, first + _CHUNK)
        out[part] = _march(field, starts[part], directions[part], lengths[part], width, skip)
    return out


def _march(
    field: DistanceField,
    starts: np.ndarray,
    directions: np.ndarray,
    lengths: np.ndarray,
    width: float,
    skip: float,
) -> np.ndarray:
    starts, directions = starts.astype(np.float32), directions.astype(np.float32)
    ends = lengths.astype(np.float32)
    open_part = np.ones(len(starts), np.float32)
    t = np.full(len(starts), skip, np.float32)
    alive = np.flatnonzero(t < ends)
    high = field.low + field.cell * (np.array(field.values.shape, np.float32) - 1)
    shortest = np.float32(0.45 * field.cell)
    for _ in range(_STEPS):
        if not len(alive):
            break
        points = starts[alive] + directions[alive] * t[alive, None]
        d = field.at(points)
        inside = np.all((points > field.low) & (points < high), axis=1)
        reach = np.minimum(width * t[alive], 0.9 * _FAR)  # beyond the cut, distances say nothing
        share = np.where(inside, d / reach, 1)
        open_part[alive] = np.minimum(open_part[alive], share)
        t[alive] += np.maximum(d, shortest)
        leaving = ((points < field.low) & (directions[alive] <= 0)) | (
            (points > high) & (directions[alive] >= 0)
        )
        alive = alive[(t[alive] < ends[alive]) & (share > 0) & ~leaving.any(axis=1)]
    s = np.clip(open_part, 0, 1)
    return s * s * (3 - 2 * s)


@dataclass(frozen=True, eq=False, kw_only=True)
class AreaLight:
    """A bright rectangle: a window."""

    center: Float[np.ndarray, "3"]
    half_u: Float[np.ndarray, "3"]
    """From the centre to the middle of an edge [m]."""
    half_v: Float[np.ndarray, "3"]
    normal: Float[np.ndarray, "3"]
    """Unit, the way it shines."""
    color: Float[np.ndarray, "3"]
    """Linear radiance."""
    samples: tuple[int, int] = (3, 3)

    def __post_init__(self) -> None:
        freeze_arrays(self)


@dataclass(frozen=True, eq=False, kw_only=True)
class Lamp:
    """A small bright body inside a shade that is open above and below."""

    position: Float[np.ndarray, "3"]
    color: Float[np.ndarray, "3"]
    """On a surface 1 m away that faces it."""
    shade: float = 0.45
    """Part of the brightness that goes sideways."""

    def __post_init__(self) -> None:
        freeze_arrays(self)


@dataclass(frozen=True, eq=False, kw_only=True)
class Sky:
    """What a ray meets that leaves the room, and what the room's own faces send back.

    Faces are +x, -x, +y, -y, +z, -z of a box; ``radiance`` is a grid over each.
    """

    low: Float[np.ndarray, "3"]
    high: Float[np.ndarray, "3"]
    radiance: Float[np.ndarray, "6 r r 3"]
    furniture: Float[np.ndarray, "3"] = field(default_factory=lambda: np.array([0.16, 0.13, 0.10]))
    """What comes back from furniture in the way: brown wood in half light."""

    def __post_init__(self) -> None:
        freeze_arrays(self)


def area_light(
    light: AreaLight, points: Float[np.ndarray, "n 3"], normals: Float[np.ndarray, "n 3"], fields: "Fields"
) -> Float[np.ndarray, "n 3"]:
    """Light from a rectangle: a grid of small sources, each seen through a cone of its own size."""
    columns, rows = light.samples
    share = 4 * float(np.linalg.norm(light.half_u) * np.linalg.norm(light.half_v)) / (columns * rows * np.pi)
    size = float(np.linalg.norm(light.half_u)) / columns
    total = np.zeros(len(points))
    for u in (np.arange(columns) + 0.5) / columns * 2 - 1:
        for v in (np.arange(rows) + 0.5) / rows * 2 - 1:
            way = light.center + u * light.half_u + v * light.half_v - points
            length = np.maximum(np.linalg.norm(way, axis=1), 0.15)
            direction = way / length[:, None]
            facing = np.maximum(np.sum(direction * normals, 1), 0) * np.maximum(
                -(direction @ light.normal), 0
            )
            strength = facing * share / length**2
            lit = np.flatnonzero(strength > 1e-5)
            width = float(np.clip(size / max(float(length.mean()), 0.15), 0.05, 0.5)) if len(length) else 0.5
            strength[lit] *= fields.seen(points[lit], normals[lit], direction[lit], length[lit] - 0.02, width)
            total += strength
    return total[:, None] * light.color


def lamp_light(
    lamp: Lamp, points: Float[np.ndarray, "n 3"], normals: Float[np.ndarray, "n 3"], fields: "Fields"
) -> Float[np.ndarray, "n 3"]:
    """Light from a lamp: full above and below the shade, weaker through it, soft at the border."""
    way = lamp.position - points
    length = np.maximum(np.linalg.norm(way, axis=1), 0.12)
    direction = way / length[:, None]
    steep = np.clip((np.abs(direction[:, 1]) - 0.55) / 0.30, 0, 1)
    steep = steep * steep * (3 - 2 * steep)
    profile = lamp.shade + (1 - lamp.shade) * steep
    wrapped = np.maximum(np.sum(direction * normals, axis=1), 0)
    strength = profile * wrapped / (length**2 + 0.04)
    lit = np.flatnonzero(strength > 1e-4)
    strength[lit] *= fields.seen(points[lit], normals[lit], direction[lit], length[lit] - 0.25, 0.12)
    return strength[:, None] * lamp.color


@dataclass(frozen=True, eq=False, kw_only=True)
class Fields:
    """What stops light for one object: the room's heavy things, and the object itself in finer cells."""

    world: DistanceField
    own: DistanceField | None
    position: Float[np.ndarray, "3"]
    turn: Float[np.ndarray, "3 3"]
    """Rotation from the object's frame to the world."""
    skip: float
    """Where the world's field begins to count [m]; beyond the object's own parts when it is in it."""

    def seen(
        self,
        points: np.ndarray,
        normals: np.ndarray,
        directions: np.ndarray,
        lengths: np.ndarray,
        width: float,
    ) -> np.ndarray:
        """Part of each cone that reaches its end."""
        through = seen(self.world, points, directions, lengths, width=width, skip=self.skip)
        if self.own is None:
            return through
        cell = self.own.cell
        lifted = (points + normals * 0.7 * cell - self.position) @ self.turn
        own = seen(self.own, lifted, directions @ self.turn, lengths, width=width, skip=1.2 * cell)
        return through * own


def ambient(
    sky: Sky,
    points: Float[np.ndarray, "n 3"],
    normals: Float[np.ndarray, "n 3"],
    fields: Fields,
    *,
    rays: int = 20,
) -> Float[np.ndarray, "n 3"]:
    """Light from everywhere: cosine-weighted cones that meet furniture, a face of the room, or the sky."""
    total = np.zeros((len(points), 3), np.float32)
    first, second = _frames(normals)
    radius = np.sqrt((np.arange(rays) + 0.5) / rays)
    angle = np.pi * (3 - 5**0.5) * np.arange(rays)
    for r, a in zip(radius, angle, strict=True):
        up = float(np.sqrt(1 - r * r))
        direction = (r * np.cos(a)) * first + (r * np.sin(a)) * second + up * normals
        length, light = _faces(sky, points, direction)
        open_part = fields.seen(points, normals, direction, np.minimum(length, 4.0) - 0.01, 0.30)[:, None]
        total += open_part * light + (1 - open_part) * sky.furniture
    return total / rays


def _frames(normals: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Two unit vectors at right angles to each normal (Duff et al. 2017)."""
    x, y, z = normals.T
    sign = np.where(z >= 0, 1.0, -1.0)
    a = -1 / (sign + z)
    b = x * y * a
    first = np.stack([1 + sign * x * x * a, sign * b, -sign * x], axis=1)
    return first, np.stack([b, sign + y * y * a, -y], axis=1)


def _faces(sky: Sky, points: np.ndarray, directions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where rays leave the box: how far [m], and the radiance of the face there."""
    safe = np.where(np.abs(directions) < 1e-7, 1e-7, directions)
    inside = np.clip(points, sky.low + 1e-3, sky.high - 1e-3)
    t = np.where(safe > 0, sky.high - inside, sky.low - inside) / safe
    axis = np.argmin(t, axis=1)
    length = t[np.arange(len(t)), axis]
    hit = (inside + directions * length[:, None] - sky.low) / (sky.high - sky.low)
    face = 2 * axis + (safe[np.arange(len(t)), axis] < 0)
    resolution = sky.radiance.shape[1]
    u = np.choose(axis, [hit[:, 1], hit[:, 0], hit[:, 0]])
    v = np.choose(axis, [hit[:, 2], hit[:, 2], hit[:, 1]])
    cells = [np.clip((w * resolution).astype(int), 0, resolution - 1) for w in (u, v)]
    return length, sky.radiance[face, cells[0], cells[1]]


def tone_mapped(light: Float[np.ndarray, "n 3"], *, exposure: float = 1.0) -> Float[np.ndarray, "n 3"]:
    """Linear light to displayable linear colour: straight up to 0.6, then rolled off to 1, hue kept."""
    scaled = np.maximum(light, 0) * exposure
    peak = scaled.max(axis=1, keepdims=True)
    knee = 0.60
    rolled = knee + (1 - knee) * (1 - np.exp(-(np.maximum(peak, knee) - knee) / (1 - knee)))
    mapped = scaled * np.where(peak > knee, rolled / np.maximum(peak, 1e-9), 1)
    glare = 0.35 * np.clip((peak - knee) / (peak + 1e-9), 0, 1)  # film whitens what is over-exposed
    mapped += glare * (rolled - mapped) * (peak > knee)
    return np.clip(mapped, 0, 1)
