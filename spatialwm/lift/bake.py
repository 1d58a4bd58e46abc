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
_CHUNK = 40_000
"""Rays at once: about 6 MB of temporaries, which stay in the cache."""
_FAINT = 2e-3
"""Light below this is not worth a shadow: a two-hundredth of what is in the room anyway."""
_OPEN = 1.6
"""Beyond this an obstacle counts as part of the room behind it [m]."""


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
            x, y, z = (axes[k][part[k]] - centre[k] for k in range(3))
            if len(x) and len(y) and len(z):
                x, y, z = x[:, None, None], y[None, :, None], z[None, None, :]
                local = [x * own[0, k] + y * own[1, k] + z * own[2, k] for k in range(3)]
                values[part] = np.minimum(values[part], _distance(collider, *local))
        return cls(low=low, cell=cell, values=values)

    def at(self, points: Float[np.ndarray, "n 3"]) -> Float[np.ndarray, " n"]:
        """Trilinear distance [m]; outside the grid that of the nearest border point."""
        return self.looked_up(*points.T)

    def looked_up(self, *axes: np.ndarray) -> np.ndarray:
        """The same for x, y and z apart, which is faster."""
        shape = self.values.shape
        strides = shape[1] * shape[2], shape[2], 1
        index, shares = np.zeros(len(axes[0]), np.int32), list[np.ndarray]()
        for k, axis in enumerate(axes):
            place = (axis - np.float32(self.low[k])) * np.float32(1 / self.cell)
            place = np.minimum(np.maximum(place, 0), np.float32(shape[k] - 1.001))
            corner = place.astype(np.int32)
            index += corner * np.int32(strides[k])
            shares.append(place - corner)
        flat, (x, y, z) = self.values.ravel(), shares
        near = [
            _mix(flat[index + o], flat[index + (o + 1)], z)
            for o in (0, strides[1], strides[0], strides[0] + strides[1])
        ]
        return _mix(_mix(near[0], near[1], y), _mix(near[2], near[3], y), x)

    def span(self, starts: np.ndarray, directions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where rays enter and leave the grid [m]; (3, n) starts and directions."""
        low = self.low.astype(np.float32)[:, None]
        high = low + np.float32(self.cell) * (np.array(self.values.shape, np.float32)[:, None] - 1)
        safe = np.where(np.abs(directions) < 1e-6, np.float32(1e-6), directions)
        one, other = (low - starts) / safe, (high - starts) / safe
        first, last = np.minimum(one, other), np.maximum(one, other)
        enter = np.maximum(np.maximum(first[0], first[1]), first[2])
        return enter, np.minimum(np.minimum(last[0], last[1]), last[2])


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


def _distance(collider: Collider, x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Signed distance of points in the collider's own frame (Quilez, "distance functions")."""
    match collider:
        case Box():
            a, b, c = (np.abs(v) - h / 2 for v, h in zip((x, y, z), collider.size.astype(float), strict=True))
            outside = np.sqrt(np.maximum(a, 0) ** 2 + np.maximum(b, 0) ** 2 + np.maximum(c, 0) ** 2)
            return outside + np.minimum(np.maximum(np.maximum(a, b), c), 0)
        case Sphere():
            return np.sqrt(x * x + y * y + z * z) - collider.radius
        case Cylinder():
            side = np.hypot(x, z) - collider.radius
            end = np.abs(y) - collider.height / 2
            return np.hypot(np.maximum(side, 0), np.maximum(end, 0)) + np.minimum(np.maximum(side, end), 0)
        case Capsule():
            y = y - np.clip(y, -collider.height / 2, collider.height / 2)
            return np.sqrt(x * x + y * y + z * z) - collider.radius
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
    origin = np.ascontiguousarray(starts.T, np.float32)
    way = np.ascontiguousarray(directions.T, np.float32)
    enter, leave = field.span(origin, way)
    ends = np.minimum(lengths.astype(np.float32), leave)
    open_part = np.ones(len(starts), np.float32)
    travelled = np.maximum(np.float32(skip), enter)
    alive = np.flatnonzero(travelled < ends)
    shortest = np.float32(0.45 * field.cell)
    (x, y, z), (dx, dy, dz) = origin[:, alive], way[:, alive]
    t, ends = travelled[alive], ends[alive]
    for _ in range(_STEPS):
        if not len(alive):
            break
        d = field.looked_up(x + dx * t, y + dy * t, z + dz * t)
        share = d / np.minimum(np.float32(width) * t, np.float32(0.9 * _FAR))  # beyond the cut all is far
        open_part[alive] = np.minimum(open_part[alive], share)
        t = t + np.maximum(d, shortest)
        on = np.flatnonzero((t < ends) & (share > 0))
        alive, t, ends = alive[on], t[on], ends[on]
        x, y, z, dx, dy, dz = x[on], y[on], z[on], dx[on], dy[on], dz[on]
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
    samples: tuple[int, int] = (2, 2)

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
    size = float(max(np.linalg.norm(light.half_u) / columns, np.linalg.norm(light.half_v) / rows))
    u, v = ((np.arange(count) + 0.5) / count * 2 - 1 for count in (columns, rows))
    spots = light.center + u[:, None, None] * light.half_u + v[None, :, None] * light.half_v
    way = spots.reshape(1, -1, 3) - points[:, None]
    length = np.maximum(np.linalg.norm(way, axis=2), 0.15)
    direction = way / length[..., None]
    facing = np.maximum(np.einsum("nsk,nk->ns", direction, normals), 0)
    facing *= np.maximum(-(direction @ light.normal), 0)
    strength = facing * share / length**2
    of, spot = np.nonzero(strength > _FAINT)
    if len(of):
        width = float(np.clip(size / max(float(length.mean()), 0.15), 0.05, 0.5))
        strength[of, spot] *= fields.seen(
            points[of], normals[of], direction[of, spot], length[of, spot] - 0.02, width
        )
    return strength.sum(axis=1)[:, None] * light.color


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
    lit = np.flatnonzero(strength * float(lamp.color.max()) > _FAINT)
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
    rays: int = 10,
) -> Float[np.ndarray, "n 3"]:
    """Light from everywhere: cosine-weighted cones that meet furniture, a face of the room, or the sky."""
    first, second = _frames(normals)
    radius = np.sqrt((np.arange(rays) + 0.5) / rays)
    angle = np.pi * (3 - 5**0.5) * np.arange(rays)
    aside = np.stack([radius * np.cos(angle), radius * np.sin(angle), np.sqrt(1 - radius**2)])
    total = np.empty((len(points), 3))
    for start in range(0, len(points), _CHUNK // rays):
        part = slice(start, start + _CHUNK // rays)
        frames = np.stack([first[part], second[part], normals[part]], axis=1)
        direction = np.einsum("kr,nki->nri", aside, frames).reshape(-1, 3)
        at, facing = np.repeat(points[part], rays, axis=0), np.repeat(normals[part], rays, axis=0)
        length, light = _faces(sky, at, direction)
        open_part = fields.seen(at, facing, direction, np.minimum(length, _OPEN) - 0.01, 0.36)[:, None]
        light = open_part * light + (1 - open_part) * sky.furniture
        total[part] = light.reshape(-1, rays, 3).mean(axis=1)
    return total


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
