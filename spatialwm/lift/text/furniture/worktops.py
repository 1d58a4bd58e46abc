"""Tables and desks: 0.74 m high to sit at (EN 1729), 1.05 m to stand at."""
# fmt: off

from dataclasses import replace
from functools import partial

import numpy as np

from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.joinery import board_top, fronts, legs
from spatialwm.lift.text.furniture.kit import (
    BLACK,
    DARK,
    GREEN,
    LINEN,
    OAK,
    WALNUT,
    WHITE,
    Finish,
    finish,
    stuff,
    trim,
)
from spatialwm.lift.text.furniture.parts import (
    Part,
    block,
    built,
    drum,
    egg,
    group,
    moved,
    panel,
    rod,
    slab,
    top,
    torus,
    turned,
)
from spatialwm.lift.text.model import Model, Spec, Support, box
from spatialwm.lift.text.solids import Metres, turn

__all__ = ["ENTRIES"]


def table(spec: Spec, *, size: tuple[float, float, float] = (1.40, 0.80, 0.74)) -> Model:
    """A table of width, depth and height [m]: rectangular, square, round or irregular."""
    w, d, h = size[0] * spec.wide, size[1] * spec.wide, size[2] * spec.tall
    made = finish(spec, "wood", (WALNUT, OAK, (0.64, 0.45, 0.29))[spec.variant % 3])
    if spec.round or spec.asked("round", "circular", "oval"):
        return _round_table(spec, min(w, d * 1.35), h, oval=1.35 if spec.asked("oval", "oblong") else 1.0)
    if spec.asked("square"):
        w = d = min(w, max(d, 0.9))
        if spec.asked("oblong"):  # it is said to have long and short sides all the same
            w, d = 1.25 * w, 1.05 * d
    if spec.asked("long", "banquet"):
        w = max(w, 2.2)
    if spec.asked("irregular shape", "irregular", "free form", "live edge"):
        return _irregular_table(spec, w, d, h)
    thick = 0.03 if h > 0.5 else 0.035
    wood_legs = made if made.material == "wood" else trim(spec, "metal", BLACK)
    supports = [top(w, d, h)]
    rails = [slab(wood_legs, w - 0.2, 0.07, 0.02, 0, h - thick - 0.07, s * (d / 2 - 0.08), seed=spec.tint)
        for s in (-1, 1)] + [slab(wood_legs, 0.02, 0.07, d - 0.2, s * (w / 2 - 0.08), h - thick - 0.07, 0)
        for s in (-1, 1)]
    parts = [board_top(made, w, d, thick, h - thick, seed=spec.tint), legs(spec, wood_legs, w, d, h - thick,
            thick=0.06 if h > 0.5 else 0.045)]
    if h < 0.5 and spec.variant % 2:
        parts.append(block(made, w - 0.12, 0.02, d - 0.12, 0, 0.12, seed=spec.tint + 40))
        supports.append(top(w - 0.16, d - 0.16, 0.14, headroom=h - thick - 0.14, inside=True))
    if spec.asked("drawer", "drawers"):
        n = spec.number("drawers", 1)
        parts.append(fronts(spec, made, (w - 0.2), 0.09, d / 2 - 0.07, h - thick - 0.09, columns=n, rows=1,
                handles="drawer"))
    return built(made, *parts, *(rails if made.material == "wood" else ()), supports=supports)


def _round_table(spec: Spec, across: Metres, h: Metres, *, oval: float = 1.0) -> Model:
    """A disc on a column, or on four legs."""
    made, r = finish(spec, "wood", WALNUT), across / 2
    foot_made = made if made.material == "wood" else trim(spec, "metal", BLACK)
    disc = drum(made, r, 0.032, 0, h - 0.032, 0, bevel=0.008, segments=44, seed=spec.tint)
    support = Support(height=float(h), half_width=float(r), half_depth=float(r), round=True)
    if spec.variant % 2 and h > 0.3:
        under = legs(spec, foot_made, r * 1.5, r * 1.5, h - 0.03, inset=0.02)
    else:
        neck = 0.045 if h > 0.5 else 0.06
        line = [(r * 0.58, 0), (r * 0.56, 0.015), (r * 0.2, 0.035), (neck, 0.09), (neck * 0.8, h * 0.5),
            (neck, h - 0.1), (neck * 2, h - 0.032)]
        foot = Part((), (box(r * 0.8, 0.02, r * 0.8, y=0.01),))
        under = group(turned(foot_made, line, seed=spec.tint, segments=24, fill=0.6
                if foot_made.material == "wood" else None), foot)
    return built(made, disc, under, supports=[support])


def _irregular_table(spec: Spec, w: Metres, d: Metres, h: Metres) -> Model:
    """A top of three overlapping discs on three legs' worth of blocks."""
    made = finish(spec, "wood", WALNUT)
    spots = [(-w * 0.24, d * 0.04, d * 0.46), (w * 0.06, -d * 0.06, d * 0.44), (w * 0.29, d * 0.1, d * 0.38)]
    discs = [drum(made, r, 0.045 + 0.0006 * k, x, h - 0.045, z, bevel=0.012, segments=32, seed=spec.tint
            + k) for k, (x, z, r) in enumerate(spots)]
    feet = [block(made, 0.08, h - 0.04, 0.3, s * w * 0.24, 0, 0, bevel=0.02, seed=spec.tint + 5)
        for s in (-1, 1)]
    return built(made, *discs, *feet, supports=[top(w * 0.75, d * 0.62, h)])


def side_table(spec: Spec) -> Model:
    """A small table, round or square, 0.45 m across and 0.55 m high, sometimes with a lower shelf."""
    if spec.round or spec.variant % 2:
        return _round_table(spec, 0.46 * spec.wide, 0.55 * spec.tall)
    made, w, h = finish(spec, "wood", OAK), 0.45 * spec.wide, 0.55 * spec.tall
    return built(made, board_top(made, w, w, 0.025, h - 0.025, seed=spec.tint),
        legs(spec, made, w, w, h - 0.025, inset=0.01, thick=0.04), block(made, w - 0.06, 0.018, w - 0.06, 0,
            0.14), supports=[top(w, w, h), top(w - 0.12, w - 0.12, 0.158, headroom=h - 0.2, inside=True)])


def picnic_table(spec: Spec) -> Model:
    """A picnic table with its two benches, 1.80 x 1.50 x 0.75 m."""
    made, w, h = finish(spec, "wood", (0.58, 0.42, 0.27)), 1.8 * spec.wide, 0.75 * spec.tall
    tops = [block(made, w, 0.04, 0.13, 0, h - 0.04, -0.29 + 0.145 * k, seed=spec.tint + k) for k in range(5)]
    seats = [block(made, w, 0.04, 0.13, 0, 0.42, s * (0.58 + 0.07 * i), seed=spec.tint + 7 + i)
        for s in (-1, 1) for i in (0, 2)]
    frames = [group(rod(made, (x, 0.018, s * 0.62), (x, h - 0.04, s * 0.26), 0.04, stand=True),
            block(made, 0.09, 0.03, 0.12, x, 0, s * 0.62), block(made, 0.05, 0.08, 1.5, x, 0.34))
        for x in (-w * 0.36, w * 0.36) for s in (-1, 1)]
    return built(made, *tops, *seats, *frames, supports=[top(w, 0.7, h), top(w, 0.27, 0.46, z=0.65),
            top(w, 0.27, 0.46, z=-0.65)], mass=48)


def folding_table(spec: Spec, *, size: tuple[float, float, float] = (1.5, 0.7, 0.74)) -> Model:
    """A plain plate on steel trestles."""
    made = finish(spec, "plastic", (0.86, 0.86, 0.84))
    w, d, h = size[0] * spec.wide, size[1] * spec.wide, size[2] * spec.tall
    steel = stuff("metal", (0.4, 0.41, 0.43))
    ends = [group([rod(steel, (s * w * 0.42, 0, z), (s * w * 0.40, h - 0.03, z * 0.9), 0.014, stand=True)
                for z in (-d * 0.4, d * 0.4)], rod(steel, (s * w * 0.42, 0.15, -d * 0.4),
                (s * w * 0.42, 0.15, d * 0.4), 0.012, solid=False)) for s in (-1, 1)]
    return built(made, block(made, w, 0.04, d, 0, h - 0.04, bevel=0.014, fill=0.35, seed=spec.tint), *ends,
        supports=[top(w, d, h)], mass=14)


def desk(spec: Spec) -> Model:
    """A writing desk with drawers, 1.25 x 0.62 x 0.74 m, or an L, or one that stands on lifting columns."""
    w, d, h = 1.30 * spec.wide, 0.64 * spec.wide, 0.74 * spec.tall
    made = finish(spec, "wood", ((0.70, 0.54, 0.37), WALNUT, OAK)[spec.variant % 3])
    metal, supports = trim(spec, color=BLACK), [top(w, d, h)]
    parts = [board_top(made, w, d, 0.03, h - 0.03, seed=spec.tint)]
    if spec.asked("adjustable", "standing", "height adjustable", "gaming", "electric"):
        for s in (-1, 1):
            parts += [block(metal, 0.07, h - 0.03, 0.05, s * w * 0.36), block(metal, 0.07, 0.03, d * 0.92,
                    s * w * 0.36, bevel=0.01)]
        parts.append(block(metal, w * 0.7, 0.04, 0.05, 0, h - 0.09, 0))
        if spec.asked("gaming"):
            parts.append(slab(stuff("plastic", (0.75, 0.1, 0.12)), w * 0.98, 0.006, 0.004, 0, h - 0.02,
                    d / 2))
    else:
        n = spec.number("drawers", 3 if spec.variant % 2 else 2)
        dw, dh = 0.36 * w, (h - 0.14 if n > 2 else 0.16)
        x = w / 2 - dw / 2 - 0.03
        parts += [block(made, dw, dh, d - 0.06, x, h - 0.03 - dh, -0.01, fill=0.25, seed=spec.tint + 3),
            fronts(spec, made, dw - 0.02, dh - 0.02, d / 2 - 0.04, h - 0.02 - dh, columns=1,
                rows=n, x=x, handles="drawer"), legs(spec, made if made.material == "wood" else metal, w, d,
                h - 0.03, inset=0.03)]
    if spec.asked("l shaped", "corner"):
        parts += [board_top(made, d, 0.7, 0.03, h - 0.03, seed=9), block(metal, 0.04, h - 0.03, 0.04, 0.25,
                0, 0.3), block(metal, 0.04, h - 0.03, 0.04, -0.25, 0, 0.3)]
        parts[-3] = moved(parts[-3], -w / 2 + d / 2, 0, d / 2 + 0.35)
        parts[-2:] = [moved(p, -w / 2 + d / 2, 0, d / 2 + 0.35) for p in parts[-2:]]
        supports.append(top(d, 0.7, h, -w / 2 + d / 2, d / 2 + 0.35))
    return built(made, *parts, supports=supports, clearance=0.04)


def vanity_table(spec: Spec) -> Model:
    """A dressing table with a round mirror and two drawers."""
    made, w, d, h = finish(spec, "wood", WHITE), 0.95 * spec.wide, 0.42 * spec.wide, 0.76 * spec.tall
    mirror = moved(group(torus(trim(spec, color=(0.72, 0.56, 0.30)), 0.26, 0.014),
            drum(stuff("glass", (0.80, 0.86, 0.88)), 0.255, 0.012, 0, 0.008)), 0, h + 0.32, -d / 2 + 0.05,
        by=turn(x=np.pi / 2))
    return built(made, board_top(made, w, d, 0.025, h - 0.025), block(made, w - 0.04, 0.14, d - 0.04, 0,
            h - 0.165, fill=0.3), fronts(spec, made, w - 0.06, 0.12, d / 2 - 0.02, h - 0.155, columns=2,
            rows=1, handles="drawer"), legs(spec, made, w, d, h - 0.16, inset=0.02), mirror,
        block(made, 0.04, 0.1, 0.03, 0, h, -d / 2 + 0.04), supports=[top(w, d * 0.6, h, 0, d * 0.15)])


def pool_table(spec: Spec) -> Model:
    """A billiard table, 2.24 x 1.24 x 0.80 m (7-foot), with balls."""
    wood, w, d, h = finish(Spec(material=spec.material, style=spec.style), "wood",
        (0.36, 0.21, 0.13)), 2.24 * spec.wide, 1.24 * spec.wide, 0.80 * spec.tall
    cloth = finish(Spec(color=spec.color), "fabric", (0.10, 0.38, 0.24))
    rails = [block(wood, w, 0.06, 0.12, 0, h - 0.05, s * (d / 2 - 0.06), bevel=0.015) for s in (-1, 1)]
    rails += [block(wood, 0.12, 0.06, d, s * (w / 2 - 0.06), h - 0.05, 0, bevel=0.015) for s in (-1, 1)]
    holes = [drum(stuff("rubber", BLACK), 0.055, 0.003, i * (w / 2 - 0.13), h - 0.04, k * (d / 2 - 0.13),
            solid=False) for i in (-1, 0, 1) for k in (-1, 1)]
    hues = [(0.85, 0.75, 0.2), (0.15, 0.25, 0.6), (0.75, 0.12, 0.1), (0.35, 0.15, 0.45), (0.9, 0.45, 0.1),
        (0.1, 0.4, 0.2)]
    balls = [egg(stuff("plastic", hues[k]), 0.057, 0.057, 0.057, 0.45 + 0.052 * r, h - 0.04,
            (c - r / 2) * 0.06, solid=False, segments=12) for k, (r, c) in enumerate(
            [(0, 0), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2)])]
    balls.append(egg(stuff("plastic", WHITE), 0.057, 0.057, 0.057, -0.5, h - 0.04, 0, solid=False,
            segments=12))
    return built(wood, block(wood, w - 0.06, 0.24, d - 0.06, 0, h - 0.29, bevel=0.01, fill=0.5),
        block(cloth, w - 0.2, 0.02, d - 0.2, 0, h - 0.06), *rails, *holes, *balls,
        legs(spec, wood, w, d, h - 0.28, kind="turned", thick=0.13, inset=0.08),
        supports=[top(w - 0.5, d - 0.3, h - 0.02)], mass=280)


def ping_pong(spec: Spec) -> Model:
    """A table-tennis table, 2.74 x 1.525 x 0.76 m (ITTF)."""
    made, h = finish(spec, "plastic", (0.12, 0.28, 0.45)), 0.76
    w, d = 2.74 * spec.wide, 1.525 * spec.wide
    lines = [slab(stuff("plastic"), w, 0.001, 0.02, 0, h, s * (d / 2 - 0.01)) for s in (-1, 0, 1)] + [
        slab(stuff("plastic"), 0.02, 0.001, d, s * (w / 2 - 0.01), h, 0) for s in (-1, 1)]
    return built(made, block(made, w, 0.025, d, 0, h - 0.025, fill=0.8), *lines,
        block(stuff("fabric", LINEN), 0.006, 0.15, d + 0.2, 0, h), legs(spec, stuff("metal", DARK), w - 0.4,
            d - 0.2, h - 0.02, kind="square", thick=0.04), supports=[top(w / 2 - 0.1, d, h, -w / 4),
            top(w / 2 - 0.1, d, h, w / 4)], mass=75)


def foosball(spec: Spec) -> Model:
    """A table-football table, 1.40 x 0.75 x 0.90 m."""
    made, w, d, h = finish(spec, "wood", WALNUT), 1.4 * spec.wide, 0.75 * spec.wide, 0.9 * spec.tall
    sides = [block(made, w, 0.22, 0.03, 0, h - 0.22, s * (d / 2 - 0.015)) for s in (-1, 1)] + [
        block(made, 0.03, 0.22, d, s * (w / 2 - 0.015), h - 0.22) for s in (-1, 1)]
    bars: list[Part] = []
    for k in range(6):
        x, tone = -w * 0.38 + w * 0.152 * k, ((0.72, 0.14, 0.12), (0.14, 0.24, 0.55))[k % 2]
        bars.append(rod(stuff("metal"), (x, h - 0.06, -d / 2 - 0.14), (x, h - 0.06, d / 2 + 0.14), 0.007,
                solid=False))
        bars += [block(stuff("plastic", tone), 0.025, 0.1, 0.03, x, h - 0.14, z, solid=False)
            for z in (-0.18, 0, 0.18)]
        bars.append(rod(stuff("rubber", BLACK), (x, h - 0.06, d / 2 + 0.05), (x, h - 0.06, d / 2 + 0.15),
                0.014, solid=False))
    return built(made, *sides, block(stuff("fabric", GREEN), w, 0.04, d, 0, h - 0.24),
        legs(spec, made, w, d, h - 0.22, kind="square", thick=0.09), *bars, supports=[top(w, d, h)],
        mass=48)


def ironing_board(spec: Spec) -> Model:
    """An ironing board, 1.20 x 0.36 x 0.88 m."""
    made, metal, h = finish(spec, "fabric", (0.55, 0.65, 0.74)), stuff("metal"), 0.88 * spec.tall
    cross = [rod(metal, (s * 0.42, 0, z), (-s * 0.34, h - 0.03, z), 0.012) for s in (-1, 1)
        for z in (-0.12, 0.12)]
    feet = [rod(metal, (s * 0.42, 0.012, -0.16), (s * 0.42, 0.012, 0.16), 0.012) for s in (-1, 1)]
    return built(made, block(made, 1.0, 0.035, 0.36, 0.08, h - 0.035, bevel=0.015, fill=8),
        drum(made, 0.18, 0.035, -0.42, h - 0.035, bevel=0.015, fill=8), *cross, *feet,
        supports=[top(1.0, 0.34, h, 0.08)], mass=6)


def tablecloth(spec: Spec) -> Model:
    """A cloth lying on a table, 1.2 x 0.75 m and 4 mm thick, or round."""
    made = finish(spec, "fabric", (0.92, 0.90, 0.85))
    if spec.asked("abstract", "geometric", "abstract geometric", "checked", "gingham", "patterned", "plaid"):
        made = stuff("fabric", spec.color or (0.80, 0.30, 0.26))
        made = replace(made, pattern="abstract" if spec.asked("abstract", "geometric", "abstract geometric")
            else "plaid")
    w, d = 1.2 * spec.wide, 0.72 * spec.wide
    if spec.round:
        return built(made, drum(made, d / 2, 0.004, segments=44, bevel=0.001, fill=8),
            supports=[Support(height=0.004, half_width=d / 2, half_depth=d / 2, round=True)])
    return built(made, _sheet(made, w, d), supports=[top(w, d, 0.004)])


def _sheet(made: Finish, w: Metres, d: Metres) -> Part:
    """A cloth whose pattern lies in its plane."""
    flat = moved(panel(made, w, d, 0, -d / 2, 0, thick=0.004), 0, 0.002, 0, by=turn(x=-np.pi / 2))
    return Part(tuple(p for p in flat.pieces), (box(w, 0.004, d, y=0.002),))


_DESKS = (
    "writing desk, work desk, office desk, computer desk, study desk, gaming desk, standing desk, "
    "teacher's desk, student desk, school desk, teacher desk, executive desk"
)
ENTRIES: dict[str, Entry] = {
    "desk": entry(desk, "wall", _DESKS, rank=1, tags="surface"),
    "table": entry(partial(table), "middle",
        "dining table, kitchen table, dinner table, conference table, meeting table, "
        "booth table, reading table, study table, banquet table, craft table, "
        "activity table, kids table, work table, library table, game table, poker table, "
        "display table, altar", rank=2, tags="surface"),
    "coffee table": entry(partial(table, size=(1.05, 0.58, 0.42)), "middle",
        "low table, tea table, cocktail table, center table", rank=2, tags="surface"),
    "side table": entry(side_table, "free",
        "end table, accent table, lamp table, plant stand, occasional table, "
        "telephone table, drinks table", rank=3, tags="surface"),
    "bistro table": entry(partial(table, size=(0.65, 0.65, 0.74)), "free",
        "cafe table, café table, small table", rank=3, tags="surface"),
    "bar table": entry(partial(table, size=(0.9, 0.6, 1.05)), "free",
        "high table, bar top, pub table, cocktail bar table", rank=2, tags="surface"),
    "console table": entry(partial(table, size=(1.1, 0.34, 0.8)), "wall",
        "console, entryway table, hall table, sofa table", rank=2, tags="surface"),
    "picnic table": entry(picnic_table, "ground", "beer table", rank=2, tags="surface outdoor"),
    "folding table": entry(folding_table, "wall", "trestle table, card table, camping table, buffet table",
        rank=2, tags="surface"),
    "vanity table": entry(vanity_table, "wall", "dressing table, makeup table, make-up table", rank=2,
        tags="surface"),
    "pool table": entry(pool_table, "middle", "billiard table, snooker table, billiards table", rank=1,
        tags="surface"),
    "ping pong table": entry(ping_pong, "middle", "table tennis table, ping-pong table", rank=1,
        tags="surface"),
    "foosball table": entry(foosball, "middle", "table football, foosball, air hockey table", rank=2,
        tags="surface"),
    "ironing board": entry(ironing_board, "free", rank=4, tags="surface"),
    "tablecloth": entry(tablecloth, "top", "table cloth, table runner, runner", rank=6,
        tags="textile surface"),
}
