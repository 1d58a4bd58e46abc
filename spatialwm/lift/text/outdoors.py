"""Places out of doors: the ground with what grows on it, and the land, the houses and the sky around."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from jaxtyping import Float

from spatialwm.lift.text.daylight import Daylight
from spatialwm.lift.text.furniture.kit import Color
from spatialwm.lift.text.graph import Setting
from spatialwm.lift.text.layout.ground import bounds_of
from spatialwm.lift.text.masonry import courses, gaps, laid, planks
from spatialwm.lift.text.model import Model, Piece, box
from spatialwm.lift.text.scenery import fence_pieces, house_pieces, sea_pieces, sky_pieces, tree_pieces
from spatialwm.lift.text.site import Site
from spatialwm.lift.text.sky import skyline_of
from spatialwm.lift.text.solids import Solid, pillow, placed, turn
from spatialwm.lift.text.surfaces import Look, Pattern

__all__ = ["ground_color", "ground_model", "surroundings_model"]

_COLLIDER_OUT = 3.0
"""How far the ground's collider goes on, so that nothing falls into the void [m]."""
_SPLATS = 70_000
"""On the ground; large places get larger ones."""
_FAR = 45.0
"""Radius of what is around [m]."""
_COLORS: dict[str, Color] = {
    "grass": (0.36, 0.47, 0.22), "cobble": (0.53, 0.505, 0.47), "sand": (0.83, 0.74, 0.57), "wood": (0.60,
    0.47, 0.34),
    "asphalt": (0.37, 0.37, 0.38), "soil": (0.40, 0.31, 0.22), "stone": (0.68, 0.645, 0.58), "tile": (0.72,
    0.55, 0.44),
    "concrete": (0.62, 0.615, 0.60), "carpet": (0.36, 0.47, 0.22), "snow": (0.93, 0.94, 0.96),
}  # fmt: skip
"""Mean colours (sRGB)."""
_PATTERNS: dict[str, Pattern] = {"grass": "lawn", "carpet": "lawn", "sand": "dunes", "snow": "snowfield"}
_UNITS: dict[str, tuple[tuple[float, float], float, float, Pattern]] = {
    "cobble": ((0.17, 0.13), 0.014, 0.5, "cobbles"), "stone": ((0.60, 0.60), 0.008, 0.0, "cobbles"),
    "tile": ((0.33, 0.33), 0.007, 0.0, "tiles"), "concrete": ((2.0, 2.0), 0.010, 0.0, "ground"),
}  # fmt: skip
"""Size, joint and bond of what is laid."""
_ROADS = frozenset(["street", "road"])
_FENCED = frozenset(["garden", "backyard", "yard", "patio", "terrace", "porch", "deck", "lawn", "playground"])


def ground_color(setting: Setting) -> Color:
    """Mean colour of the ground (sRGB)."""
    return _COLORS[_kind(setting)]


def _kind(setting: Setting) -> str:
    kind = setting.floor if setting.floor in _COLORS else "grass"
    return "snow" if setting.weather == "snow" and kind in ("grass", "soil", "sand", "carpet") else kind


def ground_model(
    site: Site, setting: Setting, *, seed: int, taken: Sequence[tuple[float, float, float, float]] = ()
) -> Model:
    """Level ground within the outline, with grass or pebbles between what stands there.

    Args:
        site: Its outline.
        setting: What ground it is.
        seed: Of what grows.
        taken: Floor that is stood on: lowest and highest x, lowest and highest z [m].
    """
    x0, x1, z0, z1 = bounds_of(site)
    area, kind = (x0, x1, z0, z1), _kind(setting)
    spacing = float(max(0.034, np.sqrt((x1 - x0) * (z1 - z0) / _SPLATS)))
    rng = np.random.default_rng([seed, 41])
    pieces = _covering(area, kind, spacing, rng, seed)
    if _ROADS & set(setting.name.split()):
        pieces += _road_marks(area)
    pieces += _growth(area, kind, rng, taken, spacing)
    return Model(
        pieces=tuple(pieces),
        colliders=(box(x1 - x0 + 2 * _COLLIDER_OUT, 0.2, z1 - z0 + 2 * _COLLIDER_OUT, (x0 + x1) / 2, -0.1,
                       (z0 + z1) / 2),),
        material="stone",
        blockers=(),
        kind="room",
        static=True,
        spacing=spacing,
    )  # fmt: skip


def _covering(
    area: tuple[float, float, float, float], kind: str, spacing: float, rng: np.random.Generator, seed: int
) -> list[Piece]:
    color = _COLORS[kind]
    if kind == "wood":
        units, joint, pattern, stretch = (
            planks(area, wide=0.14, joint=0.008, rng=rng),
            0.008,
            "boards",
            (1.4, 0.8),
        )
    elif kind in _UNITS:
        size, joint, bond, pattern = _UNITS[kind]
        grown = max(1.0, spacing / 0.05) if kind == "cobble" else 1.0
        size = size[0] * grown, size[1] * grown
        units, stretch = courses(area, unit=size, joint=joint, bond=bond), (1.3, 1.3)
    else:
        whole = np.array([area])
        return [
            _piece(laid(whole, height=0.0, cell=0.30), color, _PATTERNS.get(kind, "ground"), seed, flat=True)
        ]
    strips = gaps(units, area, joint=joint)
    joints = Look(color=_scaled(color, 0.55), stretch=(2.5, 2.5))
    look = Look(color=color, pattern=pattern, seed=seed, stretch=stretch, roughness=0.9)
    return [
        Piece(solid=laid(units, height=0.0, cell=0.30), look=look, material="stone"),
        Piece(solid=laid(strips, height=-0.001, cell=0.50), look=joints, material="stone"),
    ]


def _piece(solid: Solid, color: Color, pattern: Pattern, seed: int, *, flat: bool = False) -> Piece:
    """With the pattern in the world's own coordinates, so that it goes on without a seam."""
    look = Look(color=color, pattern=pattern, seed=seed, roughness=1.0)
    made = replace(solid, local=solid.corners) if flat else solid
    return Piece(solid=made, look=look, material="stone")


def _scaled(color: Color, factor: float) -> Color:
    return color[0] * factor, color[1] * factor, color[2] * factor


def _road_marks(area: tuple[float, float, float, float]) -> list[Piece]:
    """A dashed line along x in the middle, and kerb lines."""
    x0, x1, z0, z1 = area
    middle, starts = (z0 + z1) / 2, np.arange(x0 + 0.4, x1 - 1.2, 2.4)
    dashes = np.array([(x, x + 1.2, middle - 0.06, middle + 0.06) for x in starts])
    look = Look(color=(0.86, 0.86, 0.83), stretch=(2.0, 1.0))
    return (
        [Piece(solid=laid(dashes, height=0.002, cell=0.4), look=look, material="stone")]
        if len(dashes)
        else []
    )


def _growth(
    area: tuple[float, float, float, float], kind: str, rng: np.random.Generator,
    taken: Sequence[tuple[float, float, float, float]], spacing: float,
) -> list[Piece]:  # fmt: skip
    """Blades of grass, or pebbles, where nothing stands."""
    size = (area[1] - area[0]) * (area[3] - area[2])
    if kind in ("grass", "carpet"):
        at = _scattered(area, int(min(900, 7 * size)), rng, taken)
        fresh, dry = _blades(at, rng), _blades(at[::3] + 0.02, rng)
        return [
            Piece(solid=s, look=Look(color=c, stretch=(9.0, 0.028 / spacing)), material="leaf")
            for s, c in ((fresh, (0.38, 0.50, 0.22)), (dry, (0.52, 0.55, 0.28)))
        ]
    if kind in ("soil", "sand", "asphalt"):
        at = _scattered(area, 40 if kind != "asphalt" else 12, rng, taken)
        return [_pebble(x, z, kind, rng, spacing) for x, z in at]
    return []


def _scattered(
    area: tuple[float, float, float, float], count: int, rng: np.random.Generator,
    taken: Sequence[tuple[float, float, float, float]],
) -> Float[np.ndarray, "n 2"]:  # fmt: skip
    at = rng.uniform([area[0] + 0.1, area[2] + 0.1], [area[1] - 0.1, area[3] - 0.1], (count, 2))
    for x0, x1, z0, z1 in taken:
        inside = (
            (at[:, 0] > x0 - 0.05) & (at[:, 0] < x1 + 0.05) & (at[:, 1] > z0 - 0.05) & (at[:, 1] < z1 + 0.05)
        )
        at = at[~inside]
    return at


def _blades(at: np.ndarray, rng: np.random.Generator) -> Solid:
    """Three bent blades per tuft, each one quad that narrows to its tip."""
    foot = np.repeat(at, 3, axis=0) + rng.normal(0, 0.018, (3 * len(at), 2))
    turned, tall = rng.uniform(0, 2 * np.pi, len(foot)), rng.uniform(0.035, 0.085, len(foot))
    aside = np.stack([np.cos(turned), 0 * turned, np.sin(turned)], axis=1) * 0.0045
    lean = np.stack([-np.sin(turned), 0 * turned, np.cos(turned)], axis=1) * (0.45 * tall)[:, None]
    low = np.stack([foot[:, 0], 0 * turned, foot[:, 1]], axis=1)
    tip = low + lean + np.array([0.0, 1.0, 0.0]) * tall[:, None]
    corners = np.stack([low - aside, low + aside, tip + 0.25 * aside, tip - 0.25 * aside], axis=1)
    up = np.broadcast_to([0.0, 1.0, 0.0], corners.shape).copy()  # lit like the lawn they stand in
    return Solid(corners=corners, normals=up, local=corners)


def _pebble(x: float, z: float, kind: str, rng: np.random.Generator, spacing: float) -> Piece:
    size = float(rng.uniform(0.03, 0.09) if kind != "sand" else rng.uniform(0.02, 0.05))
    tone = float(rng.uniform(0.75, 1.15))
    stone = pillow(size, 0.6 * size, size * rng.uniform(0.6, 1.0), squareness=0.9, segments=8)
    color = _scaled((0.50, 0.48, 0.45) if kind != "sand" else (0.88, 0.83, 0.75), tone)
    fine = size / 3 / spacing
    look = Look(color=color, pattern="plain", stretch=(fine, fine))
    solid = placed(stone, x, 0.18 * size, z, by=turn(y=float(rng.uniform(0, 3))))
    return Piece(solid=solid, look=look, material="stone")


def surroundings_model(site: Site, setting: Setting, day: Daylight, *, seed: int) -> Model:
    """Everything beyond the outline, to look at only: land, houses or trees, and the sky."""
    bounds, skyline = bounds_of(site), skyline_of(setting.name)
    rng = np.random.default_rng([seed, 43])
    pieces = [*sky_pieces(_FAR), *_land(bounds, setting, seed, sea=skyline == "sea")]
    names = set(setting.name.split())
    if skyline == "sea":
        pieces += sea_pieces(bounds, _FAR)
    if skyline == "town" and not names & {"rooftop", "balcony"}:
        pieces += house_pieces(bounds, rng, lit=day.dark)
    if names & _FENCED:
        pieces += fence_pieces(bounds, rng)
    if skyline == "trees":
        pieces += tree_pieces(bounds, rng, many=bool(names & {"forest", "woods", "jungle", "clearing"}))
    return Model(
        pieces=tuple(pieces),
        colliders=(),
        material="stone",
        blockers=(),
        kind="sky",
        static=True,
        spacing=0.1,
    )


def _land(
    bounds: tuple[float, float, float, float], setting: Setting, seed: int, *, sea: bool
) -> list[Piece]:
    """Rings of ground from the outline to the horizon, coarser the farther."""
    x0, x1, z0, z1 = bounds
    around = np.linspace(0, 2 * np.pi, 97)
    way = np.stack([np.sin(around), np.cos(around)], axis=1)
    half = np.array([(x1 - x0) / 2, (z1 - z0) / 2])
    near = (way / np.maximum(np.abs(way / half).max(axis=1, keepdims=True), 1e-9)) * 0.999
    ratio = _FAR / np.linalg.norm(near, axis=1, keepdims=True)
    kind = _kind(setting)
    color = _scaled(_COLORS[kind], 0.93) if kind in _UNITS or kind == "wood" else _COLORS[kind]
    if kind == "wood" and sea:
        return []
    pieces: list[Piece] = []
    steps = np.linspace(0, 1, 15)
    for low, high in pairwise(steps):
        inner, outer = near * ratio**low, near * ratio**high
        plan = np.stack([inner[:-1], outer[:-1], outer[1:], inner[1:]], axis=1)
        corners = np.stack([plan[..., 0], np.full(plan.shape[:2], -0.002), plan[..., 1]], axis=-1)
        corners += np.array([(x0 + x1) / 2, 0.0, (z0 + z1) / 2])
        if sea:
            corners = corners[corners[..., 2].min(axis=1) > z0 - 2.5]
        up = np.broadcast_to([0.0, 1.0, 0.0], corners.shape).copy()
        size = float(np.linalg.norm(outer - inner, axis=1).mean())
        fine = float(np.clip(size / 4 / 0.1, 0.5, 14))
        look = Look(color=color, pattern=_PATTERNS.get(kind, "ground"), seed=seed, stretch=(fine, fine))
        if len(corners):
            pieces.append(
                Piece(solid=Solid(corners=corners, normals=up, local=corners), look=look, material="stone")
            )
    return pieces
