"""What stands around a place out of doors, to look at only: sky, sea, houses, fences, trees."""

from dataclasses import replace
from itertools import pairwise

import numpy as np

from spatialwm.lift.text.catalogue import CATALOGUE
from spatialwm.lift.text.furniture.kit import Color
from spatialwm.lift.text.masonry import Area, courses, facing
from spatialwm.lift.text.model import Piece, Spec
from spatialwm.lift.text.solids import Solid, placed, turn
from spatialwm.lift.text.surfaces import Look

__all__ = ["fence_pieces", "house_pieces", "sea_pieces", "sky_pieces", "tree_pieces"]

Bounds = tuple[float, float, float, float]
_EYE = 1.6
"""Height of the sky's middle [m]: its horizon is level with the eye."""
_FRONTS: tuple[Color, ...] = (
    (0.80, 0.66, 0.48), (0.72, 0.50, 0.40), (0.84, 0.78, 0.66), (0.62, 0.66, 0.64), (0.76, 0.72, 0.70),
    (0.66, 0.52, 0.46),
)  # fmt: skip
"""Plaster and brick of old towns (sRGB)."""
_ROOFS: tuple[Color, ...] = ((0.55, 0.30, 0.22), (0.36, 0.36, 0.38), (0.47, 0.27, 0.20))


def sky_pieces(radius: float) -> list[Piece]:
    """A dome, finer near the horizon, where there is something to see."""
    bands = ((-0.22, -0.03, 2, 5.0), (-0.03, 0.25, 8, 0.9), (0.25, 0.65, 8, 2.2), (0.65, np.pi / 2, 10, 3.2))
    pieces: list[Piece] = []
    for low, high, rows, degrees in bands:
        rise, around = np.linspace(low, high, rows + 1), np.linspace(0, 2 * np.pi, 97)
        way = np.stack(
            [
                np.cos(rise)[None] * np.sin(around)[:, None],
                np.broadcast_to(np.sin(rise), (97, rows + 1)),
                np.cos(rise)[None] * np.cos(around)[:, None],
            ],
            axis=-1,
        )
        corners = np.stack([way[:-1, :-1], way[:-1, 1:], way[1:, 1:], way[1:, :-1]], axis=2).reshape(-1, 4, 3)
        far = np.deg2rad(degrees) * radius / 0.1
        look = Look(color=(1.0, 1.0, 1.0), pattern="firmament", glow=1.0, stretch=(far, far))
        solid = Solid(corners=corners * radius + np.array([0, _EYE, 0]), normals=-corners, local=corners)
        pieces.append(Piece(solid=solid, look=look, material="water"))
    return pieces


def sea_pieces(bounds: Bounds, far: float) -> list[Piece]:
    """Water behind the back border, in strips that widen, with foam at its edge."""
    x0, x1, z0, _ = bounds
    edges = z0 - 1.6 - (far - 5) * np.linspace(0, 1, 12) ** 2
    pieces: list[Piece] = []
    middle = (x0 + x1) / 2
    for near, away in pairwise(edges):
        reach = float(np.sqrt(max((far * 0.98) ** 2 - away**2, 400.0)))
        across = np.linspace(middle - reach, middle + reach, 41)
        left, right = across[:-1], across[1:]
        rows = [(left, away), (left, near), (right, near), (right, away)]
        corners = np.stack([np.stack([x, 0 * x - 0.03, 0 * x + z], axis=1) for x, z in rows], axis=1)
        fine = float(np.clip((near - away) / 3 / 0.1, 0.8, 6))
        look = Look(color=(0.15, 0.36, 0.42), pattern="water", stretch=(1.6 * fine, fine))
        pieces.append(_upward(corners, look))
    line = np.linspace(-1, 1, 161) * far * 0.8 + middle
    edge = z0 - 1.5 + 0.22 * np.sin(0.7 * line) + 0.10 * np.sin(2.3 * line + 1)
    rows = ((0.0, -0.25), (0.0, 0.25))
    corners = np.stack(
        [
            np.stack([line[:-1], 0 * line[1:] - 0.01, edge[:-1] + rows[0][1]], 1),
            np.stack([line[:-1], 0 * line[1:] - 0.01, edge[:-1] + rows[1][1]], 1),
            np.stack([line[1:], 0 * line[1:] - 0.01, edge[1:] + rows[1][1]], 1),
            np.stack([line[1:], 0 * line[1:] - 0.01, edge[1:] + rows[0][1]], 1),
        ],
        axis=1,
    )
    foam = Look(color=(0.93, 0.95, 0.94), pattern="plaster", stretch=(1.6, 1.2))
    return [*pieces, _upward(corners, foam)]


def _upward(corners: np.ndarray, look: Look) -> Piece:
    up = np.broadcast_to([0.0, 1.0, 0.0], corners.shape).copy()
    return Piece(solid=Solid(corners=corners, normals=up, local=corners), look=look, material="water")


def house_pieces(bounds: Bounds, rng: np.random.Generator, *, lit: bool) -> list[Piece]:
    """Rows of house fronts behind the place and on both sides of it."""
    x0, x1, z0, z1 = bounds
    gap = 3.2
    rows = [
        (np.array([x0 - gap - 9, 0, z0 - gap]), 0.0, x1 - x0 + 2 * gap + 18),
        (np.array([x0 - gap, 0, z1 + 6.0]), np.pi / 2, z1 - z0 + gap + 6.0),
        (np.array([x1 + gap, 0, z0 - gap]), -np.pi / 2, z1 - z0 + gap + 6.0),
    ]
    pieces: list[Piece] = []
    for start, yaw, length in rows:
        done = 0.0
        while done < length - 1.0:
            wide = float(min(rng.uniform(5.7, 9.5), length - done))
            pieces += _house(start, yaw, done, wide, float(rng.uniform(6.2, 12.0)), rng, lit)
            done += wide
    return pieces


def _house(
    start: np.ndarray, yaw: float, along: float, wide: float, tall: float, rng: np.random.Generator, lit: bool
) -> list[Piece]:
    by = turn(y=yaw)
    number = int(rng.integers(1, 400))
    color = _FRONTS[int(rng.integers(len(_FRONTS)))]
    deep, rise = 5.0, float(rng.uniform(1.8, 3.2))
    ridge = (tall + rise, -deep / 2)
    roof = np.array(
        [(-0.1, tall - 0.05, 0.25), (wide + 0.1, tall - 0.05, 0.25), (wide + 0.1, *ridge), (-0.1, *ridge)]
    )
    plaster = Look(color=color, pattern="plaster", stretch=(1.3, 1.3))
    tiles = Look(color=_ROOFS[number % 3], pattern="plaster", stretch=(2.0, 2.0), contrast=2.0)
    sides = [
        np.array([(x, 0, -deep), (x, 0, 0), (x, tall, 0), (x, *ridge)], float)[:: 1 if x else -1]
        for x in (0.0, wide)
    ]
    solids = [(_sheet(roof, cell=2.0), tiles), *((_sheet(side, cell=3.0), plaster) for side in sides)]
    solids += _front(wide, tall, plaster, rng, lit=lit)
    at = start + by @ np.array([along, 0.0, 0.0])
    return [Piece(solid=placed(s, *at, by=by), look=k, material="stone") for s, k in solids]


def _front(
    wide: float, tall: float, plaster: Look, rng: np.random.Generator, *, lit: bool
) -> list[tuple[Solid, Look]]:
    """A house front cut up along its windows, so that their edges are sharp."""
    columns, rows = max(round(wide / 1.9), 1), max(int((tall - 0.5) // 2.9), 1)
    half, frame, step = 0.42, 0.09, wide / columns
    across = sorted(
        {0.0, wide}
        | {(k + 0.5) * step + d for k in range(columns) for d in (-half - frame, -half, half, half + frame)}
    )
    up = sorted(
        {0.0, 0.7, tall}
        | {1.0 + 2.9 * k + d for k in range(rows) for d in (0.45, 0.45 + frame, 1.95, 1.95 + frame)}
    )
    cells = [(x0, x1, y0, y1) for x0, x1 in pairwise(across) for y0, y1 in pairwise(up)]
    groups: dict[str, list[Area]] = {}
    for cell in cells:
        groups.setdefault(_part_of_front(cell, step, half, frame, rows), []).append(cell)
    red, green, blue = plaster.color
    looks = {
        "wall": plaster,
        "base": replace(plaster, color=(red * 0.8, green * 0.8, blue * 0.8)),
        "frame": replace(plaster, color=(0.88, 0.87, 0.84), pattern="plain"),
        "glass": replace(plaster, color=(0.20, 0.24, 0.28), pattern="plain", roughness=0.4),
    }
    made = [
        (facing(np.array(groups[k]), out=0.0, cell=1.6), looks[k])
        for k in ("wall", "base", "frame")
        if k in groups
    ]
    panes = np.array(groups.get("glass", []))
    shining = (rng.random(len(panes)) > 0.55) & lit
    lamplight = Look(color=(0.98, 0.80, 0.50), glow=1.0, stretch=(1.5, 1.5))
    made += [(facing(panes[~shining], out=0.0, cell=1.6), looks["glass"])] if (~shining).any() else []
    return made + ([(facing(panes[shining], out=0.0, cell=1.6), lamplight)] if shining.any() else [])


def _part_of_front(cell: Area, step: float, half: float, frame: float, rows: int) -> str:
    x, y = (cell[0] + cell[1]) / 2, (cell[2] + cell[3]) / 2
    aside = abs(x - (np.floor(x / step) + 0.5) * step)
    row, rise = int(np.floor((y - 1.0) / 2.9)), (y - 1.0) % 2.9
    if not 0 <= row < rows or aside > half + frame or not 0.45 < rise < 1.95 + frame:
        return "base" if y < 0.7 else "wall"
    return "glass" if aside < half and 0.45 + frame < rise < 1.95 else "frame"


def _sheet(corners: np.ndarray, *, cell: float) -> Solid:
    """A flat quad cut into a grid of cells."""
    a, b, c, d = corners
    columns = max(int(np.ceil(np.linalg.norm(b - a) / cell)), 1)
    rows = max(int(np.ceil(np.linalg.norm(d - a) / cell)), 1)
    u, v = np.linspace(0, 1, columns + 1)[:, None, None], np.linspace(0, 1, rows + 1)[None, :, None]
    grid = (a * (1 - u) + b * u) * (1 - v) + (d * (1 - u) + c * u) * v
    quads = np.stack([grid[:-1, :-1], grid[1:, :-1], grid[1:, 1:], grid[:-1, 1:]], axis=2).reshape(-1, 4, 3)
    normal = np.cross(c - a, d - b)
    normals = np.broadcast_to(normal / np.linalg.norm(normal), quads.shape).copy()
    return Solid(corners=quads, normals=normals, local=quads)


def fence_pieces(bounds: Bounds, rng: np.random.Generator) -> list[Piece]:
    """A fence of upright boards behind and on both sides."""
    x0, x1, z0, z1 = bounds
    out = 0.9
    color = ((0.60, 0.47, 0.34), (0.80, 0.78, 0.73), (0.47, 0.40, 0.34))[int(rng.integers(3))]
    rows = [
        (x0 - out, z0 - out, 0.0, x1 - x0 + 2 * out),
        (x0 - out, z1 + out, np.pi / 2, z1 - z0 + 2 * out),
        (x1 + out, z0 - out, -np.pi / 2, z1 - z0 + 2 * out),
    ]
    look = Look(color=color, pattern="boards", stretch=(1.1, 0.7), roughness=0.9)
    rail = Look(color=(color[0] * 0.8, color[1] * 0.8, color[2] * 0.8), stretch=(2.0, 0.6))
    pieces: list[Piece] = []
    for x, z, yaw, length in rows:
        boards = courses((0.0, length, 0.05, 1.55), unit=(0.16, 9.0), joint=0.022)
        rails = np.array([(0.0, length, y, y + 0.08) for y in (0.35, 1.2)])
        for units, deep, made in ((boards, 0.0, look), (rails, -0.02, rail)):
            solid = placed(facing(units, out=deep, cell=0.5), x, 0.0, z, by=turn(y=yaw))
            pieces.append(Piece(solid=solid, look=made, material="wood"))
    return pieces


def tree_pieces(bounds: Bounds, rng: np.random.Generator, *, many: bool) -> list[Piece]:
    """Trees beyond the outline, at the back and on both sides."""
    x0, x1, z0, z1 = bounds
    count = 9 if many else 5
    pieces: list[Piece] = []
    for k in range(count):
        share = (k + 0.5) / count
        angle = np.pi * (0.02 + 0.96 * share)
        away = float(rng.uniform(2.4, 5.5))
        x = (x0 + x1) / 2 - np.cos(angle) * ((x1 - x0) / 2 + away)
        z = z0 - away + (z1 - z0) * 0.8 * (1 - np.sin(angle))
        size = float(rng.uniform(0.95, 1.35))
        spec = Spec(wide=size, tall=size, variant=int(rng.integers(100)), tint=int(rng.integers(1 << 20)))
        model = CATALOGUE["tree"].build(spec)
        by = turn(y=float(rng.uniform(0, 6.28)))
        coarse = 1.7 * model.spacing / 0.1
        for p in model.pieces:
            look = Look(color=p.look.color, pattern=p.look.pattern, seed=p.look.seed,
            contrast=p.look.contrast,
                        stretch=(coarse * p.look.stretch[0], coarse * p.look.stretch[1]))  # fmt: skip
            pieces.append(Piece(solid=placed(p.solid, x, 0.0, z, by=by), look=look, material=p.material))
    return pieces
