"""Legs, doors, drawers and cases: what most furniture is made of."""
# fmt: off

import numpy as np

from spatialwm.lift.text.furniture.kit import BLACK, BRASS, DARK, Finish, stuff, style_of, trim
from spatialwm.lift.text.furniture.parts import Part, block, drum, four, group, moved, rod, slab, top, turned
from spatialwm.lift.text.model import Spec, Support, box
from spatialwm.lift.text.solids import Metres, turn

__all__ = ["board_top", "case", "castors", "drawers", "fronts", "knob", "legs", "open_case", "star_foot"]


def legs(
    spec: Spec, made: Finish, width: Metres, depth: Metres, height: Metres, *, kind: str | None = None,
    inset: Metres = 0.05, thick: Metres = 0.045,
) -> Part:
    """Four legs in the style's shape: tapered, square, splayed, turned, frame or sled."""
    style = style_of(spec)
    shape = kind or (style.legs if style else ("tapered", "square", "splayed")[spec.variant % 3])
    x, z = width / 2 - inset - thick / 2, depth / 2 - inset - thick / 2
    if shape in ("frame", "sled"):
        return _frame(trim(spec, color=BLACK), x, z, height)
    if shape == "square":
        return four(block(made, thick, height, thick, bevel=0.003, seed=spec.tint), x, z)
    if shape == "turned":
        r = thick / 2
        line = [(0.55, 0), (0.75, 0.03), (0.6, 0.1), (0.7, 0.3), (1.05, 0.55), (0.75, 0.66), (1.1, 0.72),
            (1.1, 1)]
        leg = turned(made, [(r * a, height * b) for a, b in line], segments=16, seed=spec.tint)
        return four(leg, x, z)
    if shape == "splayed":
        return group(rod(made, (i * (x + 0.03), 0, k * (z + 0.03)), (i * (x - 0.03), height,
                    k * (z - 0.03)), thick * 0.3, thick * 0.5, stand=True, seed=spec.tint) for i in (-1, 1)
            for k in (-1, 1))
    leg = drum(made, thick * 0.32, height, upper=thick * 0.5, segments=14, seed=spec.tint)
    return four(leg, x, z)


def _frame(made: Finish, x: Metres, z: Metres, height: Metres) -> Part:
    """Two closed frames of square steel tube."""
    t = 0.025
    side = group(
        block(made, t, height, t, 0, 0, -z), block(made, t, height, t, 0, 0, z), block(made, t, t, 2 * z - t),
        block(made, t, t, 2 * z - t, 0, height - t, 0),
    )
    return group(moved(side, -x), moved(side, x))


def board_top(made: Finish, width: Metres, depth: Metres, thick: Metres, y: Metres, *, seed: int = 0) -> Part:
    """A top of boards about 14 cm wide, or one plate when it is not of wood."""
    count = max(2, round(float(depth) / 0.14)) if made.pattern == "wood" else 1
    each = depth / count
    whole = box(width, thick, depth, y=y + thick / 2)
    boards = [slab(made, width, thick, each, 0, y, -depth / 2 + each * (k + 0.5), seed=seed + k)
        for k in range(count)]
    return Part(group(boards).pieces, (whole,))


def knob(spec: Spec, x: Metres, y: Metres, z: Metres, *, wide: Metres = 0.0) -> Part:
    """A knob at z, or a bar handle ``wide`` [m] long."""
    made = trim(spec, color=BRASS if spec.variant % 2 else BLACK)
    if wide:
        return slab(made, wide, 0.012, 0.022, x, y - 0.006, z + 0.011, bevel=0.004)
    return drum(made, 0.008, 0.022, x, y, z, upper=0.014, by=turn(x=np.pi / 2), solid=False, segments=12)


def fronts(
    spec: Spec, made: Finish, width: Metres, height: Metres, z: Metres, y: Metres, *, columns: int, rows: int,
    x: Metres = 0.0, handles: str = "auto", gap: Metres = 0.006, thick: Metres = 0.018,
) -> Part:
    """A grid of doors or drawers on a face at z, lower edge at y, with shadow gaps and handles."""
    w, h = width / columns, height / rows
    parts: list[Part] = []
    for i in range(columns):
        for k in range(rows):
            cx, cy = x - width / 2 + w * (i + 0.5), y + h * k
            parts.append(slab(made, w - gap, h - gap, thick, cx, cy + gap / 2, z + thick / 2, seed=spec.tint
                    + 7 * i + k))
            tall = h > 0.45 * (w + 0.2) and h > 0.35
            if tall and handles != "drawer":
                side = (1 if i < columns / 2 else -1) * (w / 2 - 0.05)
                parts.append(knob(spec, cx + side, cy + min(h * 0.6, 1.0), z + thick))
            elif handles != "none":
                parts.append(knob(spec, cx, cy + h * 0.55, z + thick, wide=min(0.14, w * 0.35) if w > 0.3
                        else 0))
    return group(parts)


def drawers(spec: Spec, usual: tuple[int, int]) -> tuple[int, int]:
    """Columns and rows of drawers: as many as asked, else ``usual``."""
    asked = spec.number("drawers", 0)
    if not asked:
        return usual
    return (2, asked // 2) if asked % 2 == 0 and asked > 5 else (1, asked)


def case(
    spec: Spec, made: Finish, width: Metres, height: Metres, depth: Metres, *, foot: Metres = 0.1,
    plinth: bool = False, fill: Metres = 0.2,
) -> tuple[Part, Support]:
    """A closed case on feet or a plinth, its front at z = depth / 2 - 0.018, and the place on top."""
    body = block(made, width, height - foot, depth - 0.018, 0, foot, -0.009, seed=spec.tint, fill=fill)
    if plinth:
        under = block(made, width - 0.04, foot, depth - 0.08, 0, 0, -0.02, seed=spec.tint + 1, fill=fill)
    else:
        under = legs(spec, made, width, depth, foot, kind="tapered", inset=0.03, thick=0.04)
    return group(body, under), top(width, depth, height)


def open_case(
    spec: Spec, made: Finish, width: Metres, height: Metres, depth: Metres, *, rows: int, foot: Metres = 0.05,
    back: bool = True, thick: Metres = 0.022, columns: int = 1, sides: bool = True,
) -> tuple[Part, list[Support]]:
    """A case open to the front with ``rows`` levels; others can stand in each of them and on top."""
    parts: list[Part] = []
    if sides:
        for k in range(columns + 1):
            x = -width / 2 + thick / 2 + (width - thick) * k / columns
            parts.append(block(made, thick, height, depth, x, seed=spec.tint + k))
    else:
        post = block(trim(spec, color=BLACK), 0.025, height, 0.025)
        parts.append(four(post, width / 2 - 0.0125, depth / 2 - 0.0125))
    pitch = (height - foot - thick) / rows
    inner = width - 2 * thick if sides else width
    supports = [top(width, depth, height)]
    for k in range(rows + 1):
        y = foot + pitch * k
        parts.append(block(made, inner, thick, depth - 0.012, 0, y, 0.004, seed=spec.tint + 10 + k))
        for i in range(columns if k < rows else 0):
            each = (inner - (columns - 1) * thick) / columns
            x = -inner / 2 + each * (i + 0.5) + i * thick
            supports.append(
                top(each, depth - 0.02, y + thick, x, headroom=pitch - thick, inside=True, rim=0.012)
            )
    if back and sides:
        parts.append(block(made, inner, height - foot, 0.008, 0, foot, -depth / 2 + 0.006, seed=spec.tint
                + 30))
    return group(parts), supports


def castors(width: Metres, depth: Metres, *, radius: Metres = 0.03) -> Part:
    """Four small wheels under a trolley."""
    wheel = drum(stuff("rubber", DARK), radius, 0.022, 0.011, radius, 0, by=turn(z=np.pi / 2), solid=False,
        segments=14)
    stand = Part(wheel.pieces, (box(0.03, 2 * radius, 2 * radius * 0.8, y=radius),))
    return four(stand, width / 2 - radius, depth / 2 - radius)


def star_foot(made: Finish, radius: Metres, height: Metres, *, arms: int = 5, wheels: bool = True) -> Part:
    """A swivel chair's foot: arms with castors and a gas lift up to ``height``."""
    parts: list[Part] = [drum(made, 0.025, height - 0.06, 0, 0.06, segments=14),
        drum(made, 0.04, 0.06, 0, 0.05)]
    low = 0.055 if wheels else 0.02
    for k in range(arms):
        angle = 2 * np.pi * k / arms
        x, z = float(np.sin(angle) * radius), float(np.cos(angle) * radius)
        parts.append(rod(made, (x, low, z), (0, 0.085, 0), 0.014, 0.022, solid=False))
        caster = drum(made, 0.024 if wheels else 0.018, low + 0.01, x, 0, z, segments=12)
        parts.append(caster)
    return group(parts)
