"""Washing and bathing: basins, tubs, toilets and what lies about them."""
# fmt: off

from dataclasses import replace

import numpy as np

from spatialwm.lift.text.furniture import counters
from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.joinery import fronts
from spatialwm.lift.text.furniture.kit import (
    BLACK,
    BRASS,
    DARK,
    RED,
    WHITE,
    Color,
    Finish,
    finish,
    stuff,
    trim,
)
from spatialwm.lift.text.furniture.parts import (
    Part,
    bar,
    block,
    built,
    drum,
    egg,
    four,
    group,
    hollow,
    loose,
    moved,
    rod,
    slab,
    thrifty,
    top,
    turned,
)
from spatialwm.lift.text.model import Model, Spec, Support, box
from spatialwm.lift.text.solids import Metres, scaled, turn

__all__ = ["ENTRIES"]

_CHROME: Color = (0.80, 0.81, 0.83)


def sink(spec: Spec) -> Model:
    """A washbasin on a pedestal, 0.56 x 0.46 x 0.86 m, or two bowls in a cabinet when double."""
    made, steel = finish(spec, "ceramic", WHITE), stuff("metal", _CHROME)
    w, d, h = 0.56 * spec.wide, 0.46 * spec.wide, 0.86 * spec.tall
    bowl = moved(hollow(made, 0.10, 0.185, 0.12, wall=0.012, belly=0.02), 0, h - 0.12, 0.02)
    rim = group([block(made, w, 0.06, (d - 0.36) / 2 + 0.02, 0, h - 0.06,
                s * (d / 2 - (d - 0.36) / 4 - 0.01), bevel=0.02)
            for s in (-1, 1)], [block(made, (w - 0.36) / 2 + 0.01, 0.06, d, s * (w / 2 - (w - 0.36) / 4),
                h - 0.06, 0, bevel=0.02) for s in (-1, 1)])
    return built(made, turned(made, [(0.13, 0), (0.09, 0.05), (0.075, 0.4), (0.11, h - 0.12)], 0, 0, -0.04,
            fill=0.5), bowl, rim, _tap(steel, h, -d / 2 + 0.06), supports=[
            Support(height=h - 0.10, half_width=0.11, half_depth=0.11, z=0.02, round=True, inside=True)],
        mass=24, static=True)


def _tap(steel: Finish, y: Metres, z: Metres, x: Metres = 0) -> Part:
    return moved(group(drum(steel, 0.025, 0.02), loose(bar(steel, [(0, 0.01, 0), (0, 0.14, 0),
                (0, 0.19, 0.05), (0, 0.16, 0.11)], 0.012)), [drum(steel, 0.018, 0.05, s * 0.09, 0, 0,
                segments=14, solid=False) for s in (-1, 1)]), x, y, z)


def vanity(spec: Spec) -> Model:
    """A bathroom vanity: a cabinet with one or two basins and a tap each."""
    double = spec.asked("double", "double sink", "two sinks", "double vanity") or spec.number("sinks", 1) > 1
    w, d, h = (1.4 if double else 0.8) * spec.wide, 0.5, 0.86 * spec.tall
    made, stone = finish(Spec(color=spec.color, material=spec.material if spec.material == "wood" else None,
            style=spec.style), "wood", (0.55, 0.42, 0.32)), stuff("stone", (0.92, 0.91, 0.89))
    xs = (-w / 4, w / 4) if double else (0.0,)
    bowls = [moved(hollow(stuff("ceramic"), 0.12, 0.19, 0.11, wall=0.012, belly=0.015), x, h, 0.03)
        for x in xs]
    taps = [_tap(stuff("metal", _CHROME), h, -d / 2 + 0.06, x) for x in xs]
    columns = 4 if double else 2
    supports = [Support(height=h + 0.018, half_width=0.12, half_depth=0.12, x=float(x), z=0.03, round=True,
            inside=True) for x in xs]
    return built(made, block(made, w, h - 0.16, d - 0.04, 0, 0.12, -0.01, fill=0.2),
        block(stuff("plastic", DARK), w - 0.06, 0.12, d - 0.12), block(stone, w + 0.02, 0.04, d, 0,
            h - 0.04, seed=spec.tint), fronts(spec, made, w - 0.02, h - 0.2, d / 2 - 0.03, 0.13,
            columns=columns, rows=1), *bowls, *taps, supports=[top(0.2 if double else w * 0.2, d - 0.1, h, 0
                if double else w * 0.37), *supports], mass=62, static=True)


def kitchen_sink(spec: Spec) -> Model:
    """A kitchen counter with a steel basin, 0.20 m deep, and a tap."""
    w, d, h = 1.6 * spec.wide, 0.62 * spec.wide, 0.92 * spec.tall
    steel, deep, t = stuff("metal", _CHROME), 0.20, 0.014
    inner_w, inner_d, z = 0.34 * w, 0.66 * d, 0.05 * d
    plain = counters.counter(replace(spec, tall=(h - deep) / 0.92))
    plate = finish(Spec(material=spec.material), "stone", (0.42, 0.42, 0.43))
    side, front, back = (w - inner_w) / 2, d / 2 - z - inner_d / 2, d / 2 + z - inner_d / 2
    rims = [block(plate, side, deep, d, s * (w - side) / 2, h - deep, bevel=0.006) for s in (-1, 1)] + [
        block(plate, inner_w, deep, deep_, 0, h - deep, at, bevel=0.006)
        for deep_, at in ((front, d / 2 - front / 2), (back, back / 2 - d / 2))]
    basin = group(block(steel, inner_w, t, inner_d, 0, h - deep, z, bevel=0.001),
        [block(steel, inner_w, deep + 0.006, t, 0, h - deep, z + s * (inner_d - t) / 2, bevel=0.001)
            for s in (-1, 1)],
        [block(steel, t, deep + 0.006, inner_d - 2 * t, s * (inner_w - t) / 2, h - deep, z, bevel=0.001)
            for s in (-1, 1)], drum(stuff("metal", DARK), 0.03, 0.003, 0, h - deep + t, z, solid=False))
    over = group(*rims, basin, _tap(steel, h, -d / 2 + back / 2))
    free = top(side, d, h, -(w - side) / 2), top(side, d, h, (w - side) / 2)
    bowl = top(inner_w - 2 * t, inner_d - 2 * t, h - deep + t, 0, z, inside=True)
    return thrifty(replace(plain, pieces=(*plain.pieces, *over.pieces), supports=(*free, bowl),
            colliders=(*plain.colliders, *over.colliders), static=True))


def toilet(spec: Spec) -> Model:
    """A toilet, 0.38 x 0.68 x 0.78 m; the bowl is at +z."""
    made, s = finish(spec, "ceramic", WHITE), spec.wide
    bowl = turned(made, [(0.13, 0), (0.125, 0.06), (0.11, 0.16), (0.17, 0.32), (0.19, 0.39)], segments=32,
        fill=0.4)
    stretched = Part(tuple(replace(p, solid=scaled(p.solid, 1.0, 1.0, 1.18)) for p in bowl.pieces),
        (box(0.22, 0.39, 0.34, 0, 0.195, 0),))
    seat = Part(tuple(replace(p, solid=scaled(p.solid, 1.0, 1.0, 1.18)) for p in drum(stuff("plastic"),
                0.192, 0.03, 0, 0.39, bevel=0.012, segments=32).pieces), (box(0.3, 0.03, 0.38, 0, 0.405,
                0),))
    tank = group(block(made, 0.38 * s, 0.36, 0.17, 0, 0.40, 0, bevel=0.025, fill=0.3),
        block(made, 0.4 * s, 0.03, 0.19, 0, 0.76, 0, bevel=0.01), drum(stuff("metal", _CHROME), 0.022,
            0.012, 0, 0.79, 0))
    return built(made, moved(stretched, 0, 0, 0.12), moved(seat, 0, 0, 0.12), moved(tank, 0, 0, -0.23),
        block(made, 0.24, 0.4, 0.28, 0, 0, -0.14, bevel=0.03, fill=0.3), supports=[
            top(0.36, 0.16, 0.80, 0, -0.23)], mass=36)


def bathtub(spec: Spec) -> Model:
    """A bathtub on feet, 1.65 x 0.75 x 0.58 m, open above, its tap at +x."""
    made, w, d, h = finish(spec, "ceramic", WHITE), 1.65 * spec.wide, 0.75 * spec.wide, 0.58 * spec.tall
    t = 0.06
    walls = [block(made, w, h - 0.06, t, 0, 0.06, s * (d - t) / 2, bevel=0.025, cell=0.15)
        for s in (-1, 1)] + [block(made, t, h - 0.06, d, s * (w - t) / 2, 0.06, bevel=0.025)
        for s in (-1, 1)]
    rim = [rod(made, (-w / 2, h, s * d / 2), (w / 2, h, s * d / 2), 0.025, solid=False) for s in (-1, 1)]
    feet = four(egg(trim(spec, color=BRASS), 0.09, 0.09, 0.09), w * 0.38, d * 0.32)
    water = block(stuff("water"), w - 0.1, 0.02, d - 0.1, 0, h * 0.55, solid=False) if spec.asked("full",
        "filled", "water") else ()
    base = Part((), tuple(box(0.08, 0.09, 0.08, i * w * 0.38, 0.045, k * d * 0.32) for i in (-1, 1)
            for k in (-1, 1)))
    return built(made, block(made, w - 0.05, 0.05, d - 0.05, 0, 0.06), *walls, *rim, loose(feet), base,
        water, moved(_tap(stuff("metal", _CHROME), h, 0), w / 2 - 0.05, 0, 0, by=turn(y=-np.pi / 2)),
        supports=[top(w - 0.2, d - 0.2, 0.11, inside=True)], mass=90)


def shower(spec: Spec) -> Model:
    """A shower with a tray, two glass walls and a head, 0.90 x 0.90 x 2.05 m; the wall is at -z."""
    made, w, h = finish(spec, "glass", (0.74, 0.85, 0.86)), 0.9 * spec.wide, 2.05 * spec.tall
    steel, tiles = stuff("metal", _CHROME), Finish(material="stone", pattern="tile",
        color=(0.85, 0.88, 0.89), fill=0.5)
    edge = [block(steel, 0.025, h, 0.025, i * (w / 2 - 0.012), 0, k * (w / 2 - 0.012)) for i in (-1, 1)
        for k in (-1, 1)]
    return built(made, block(stuff("ceramic"), w, 0.07, w, bevel=0.01), block(tiles, w, h, 0.04, 0, 0,
            -w / 2 + 0.02), block(made, 0.01, h - 0.1, w - 0.06, -w / 2 + 0.012, 0.07, 0, fill=0.6), *edge,
        loose(rod(steel, (0, 1.0, -w / 2 + 0.06), (0, h - 0.1, -w / 2 + 0.06), 0.012)),
        loose(bar(steel, [(0, h - 0.1, -w / 2 + 0.06), (0, h - 0.06, -w / 2 + 0.12),
                (0, h - 0.1, -w / 2 + 0.25)], 0.012)), drum(steel, 0.10, 0.02, 0, h - 0.14, -w / 2 + 0.25,
            segments=24, solid=False), drum(steel, 0.04, 0.05, 0, 1.05, -w / 2 + 0.03, by=turn(x=np.pi / 2),
            solid=False), drum(steel, 0.04, 0.004, 0, 0.07, 0, solid=False),
        supports=[top(w - 0.15, w - 0.15, 0.07, inside=True, headroom=1.9)], static=True, mass=80)


def towel_rack(spec: Spec) -> Model:
    """A wall rail with a towel, 0.60 m wide; its back is at z = 0."""
    steel, w = finish(Spec(material=spec.material), "metal", _CHROME), 0.6 * spec.wide
    cloth = finish(Spec(color=spec.color), "fabric", (0.62, 0.74, 0.76))
    ends = [group(block(steel, 0.05, 0.05, 0.012, s * w / 2, 0.5, 0.006), loose(
                rod(steel, (s * w / 2, 0.525, 0.01), (s * w / 2, 0.525, 0.07), 0.009))) for s in (-1, 1)]
    towel = group(block(cloth, w * 0.66, 0.52, 0.012, 0, 0.02, 0.085, bevel=0.005),
        slab(cloth, w * 0.66, 0.40, 0.012, 0, 0.14, 0.058, bevel=0.005), slab(stuff("fabric", WHITE),
            w * 0.662, 0.03, 0.014, 0, 0.10, 0.085))
    return built(steel, *ends, loose(rod(steel, (-w / 2, 0.525, 0.07), (w / 2, 0.525, 0.07), 0.009)), towel,
        static=True, mass=1.5)


def toothbrush(spec: Spec) -> Model:
    """A toothbrush, 0.19 m long, lying."""
    made = finish(spec, "plastic", ((0.20, 0.50, 0.75), (0.85, 0.35, 0.45), (0.35, 0.68, 0.40))[
            spec.tint % 3])
    return built(made, slab(made, 0.19, 0.006, 0.011, 0, 0, 0, bevel=0.002), slab(stuff("plastic"), 0.026,
            0.011, 0.010, 0.08, 0.005, 0, bevel=0.001), Part((), (box(0.18, 0.006, 0.011, 0, 0.003, 0),)),
        mass=0.02)


def dispenser(spec: Spec) -> Model:
    """A soap dispenser, 0.07 m across and 0.18 m high."""
    made = finish(spec, "ceramic", (0.75, 0.80, 0.78))
    steel = stuff("metal", _CHROME)
    return built(made, turned(made, [(0.033, 0), (0.035, 0.01), (0.035, 0.1), (0.025, 0.125),
                (0.012, 0.13)], segments=22), drum(steel, 0.014, 0.02, 0, 0.13, solid=False),
        drum(steel, 0.004, 0.04, 0, 0.15, solid=False, segments=8), slab(steel, 0.016, 0.01, 0.055, 0,
            0.175, 0.018), mass=0.4)


def paper_roll(spec: Spec) -> Model:
    """A roll of paper standing, 0.11 m across."""
    made = finish(spec, "paper", WHITE)
    h = (0.24 if spec.asked("towel", "kitchen") else 0.10) * spec.tall
    return built(made, drum(made, 0.055, h, fill=0.3), drum(stuff("paper", (0.62, 0.50, 0.36)), 0.022,
            0.001, 0, h, solid=False), slab(made, 0.004, h, 0.06, 0.053, 0, 0.03, bevel=0.001), mass=0.15)


def hair_dryer(spec: Spec) -> Model:
    """A hair dryer lying, 0.22 m long."""
    made = finish(spec, "plastic", (DARK, RED)[spec.variant % 2])
    body = moved(group(drum(made, 0.038, 0.16, bevel=0.012), drum(stuff("plastic", BLACK), 0.026, 0.05, 0,
                0.155)), -0.1, 0.04, 0, by=turn(z=-np.pi / 2))
    return built(made, loose(body), egg(made, 0.04, 0.035, 0.14, -0.04, 0.02, 0.08, solid=False),
        Part((), (box(0.16, 0.06, 0.05, -0.02, 0.032, 0), box(0.035, 0.03, 0.12, -0.04, 0.017, 0.08))),
        mass=0.6)


def scale(spec: Spec) -> Model:
    """A bathroom scale, 0.30 m square, or a kitchen scale."""
    made = finish(spec, "glass", (0.30, 0.34, 0.37))
    w = 0.3 * spec.wide
    return built(made, block(made, w, 0.025, w, bevel=0.01), slab(stuff("plastic", (0.70, 0.80, 0.72)),
            0.09, 0.001, 0.04, 0, 0.025, -w * 0.3), supports=[top(w, w, 0.026)], mass=1.8)


ENTRIES: dict[str, Entry] = {
    "sink": entry(sink, "wall", "bathroom sink, washbasin, basin, wash basin, hand basin, pedestal sink, "
        "shampoo sink, hair washing sink", rank=1, tags="water container"),
    "kitchen sink": entry(kitchen_sink, "wall", "utility sink, sink counter, sink unit", rank=1,
        tags="water surface"),
    "vanity": entry(vanity, "wall",
        "bathroom vanity, vanity unit, double sink vanity, sink cabinet, vanity cabinet, " "double vanity",
        rank=1, tags="water surface storage"),
    "toilet": entry(toilet, "wall", "lavatory, wc, bidet, commode toilet, urinal", rank=1, tags="water"),
    "bathtub": entry(bathtub, "wall", "bath, tub, bath tub, jacuzzi, hot tub, soaking tub, clawfoot tub",
        rank=0, tags="water container"),
    "shower": entry(shower, "corner", "shower cabin, shower stall, shower cubicle", rank=0, tags="water"),
    "towel rack": entry(towel_rack, "hang",
        "towel rail, towel bar, towel holder, toilet paper holder, hanging towel", rank=8,
        tags="wall textile"),
    "toothbrush": entry(toothbrush, "top",
        "hairbrush, comb, razor, toothpaste, makeup brush, brush, lipstick", rank=8, tags="tool"),
    "soap dispenser": entry(dispenser, "top",
        "soap, soap dish, hand sanitizer, lotion bottle, shampoo, hand soap, bar of soap, "
        "sanitizer dispenser", rank=8, tags="container"),
    "toilet paper": entry(paper_roll, "top",
        "paper towel roll, roll of paper, kitchen roll, tape roll, ribbon roll, "
        "thread spool, roll of toilet paper, spool, paper towels", rank=8, tags=""),
    "hair dryer": entry(hair_dryer, "top", "hair drier, hairdryer, blow dryer, curling iron, hair clipper",
        rank=8, tags="appliance"),
    "scale": entry(scale, "free", "bathroom scale, kitchen scale, weighing scale, body scale", rank=6,
        tags=""),
}
