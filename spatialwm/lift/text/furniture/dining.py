"""What stands and lies on laid tables and in kitchens: glasses, cutlery, pots. Sizes of common ware."""
# fmt: off

from dataclasses import replace

import numpy as np

from spatialwm.lift.text.furniture import tableware
from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.greenery import bouquet
from spatialwm.lift.text.furniture.kit import (
    BLACK,
    OAK,
    WALNUT,
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
    cheaper,
    drum,
    egg,
    group,
    hollow,
    loose,
    moved,
    rod,
    slab,
    thrifty,
    top,
    torus,
    turned,
)
from spatialwm.lift.text.furniture.walls import printed
from spatialwm.lift.text.model import Model, Spec, Support, box, cylinder
from spatialwm.lift.text.solids import Metres, turn

__all__ = ["ENTRIES"]


def _round(height: Metres, radius: Metres, *, inside: bool = False) -> Support:
    return Support(height=float(height), half_width=float(radius), half_depth=float(radius), round=True,
        inside=inside)


def wine_glass(spec: Spec) -> Model:
    """A wine glass, 80 mm across and 210 mm high; tall and slim for champagne."""
    made, s, t = finish(spec, "glass", (0.80, 0.87, 0.88)), spec.wide, spec.tall
    slim = 0.62 if spec.asked("champagne", "flute") else 1.0
    line = [(0.035, 0), (0.034, 0.003), (0.006, 0.010), (0.004, 0.03), (0.004, 0.085), (0.018 * slim, 0.10),
        (0.038 * slim, 0.125), (0.041 * slim, 0.15), (0.034 * slim, 0.205)]
    wine = drum(stuff("food", (0.36, 0.05, 0.10) if slim == 1 else (0.90, 0.78, 0.42)), 0.036 * s * slim,
        0.004, 0, 0.148 * t, solid=False) if spec.asked("full", "filled", "wine") else ()
    return built(made, turned(made, [(r * s, h * t) for r, h in line], segments=24, fill=0.12), wine,
        mass=0.15)


def fork(spec: Spec) -> Model:
    """A fork, 0.20 m long, its tines to -z."""
    made = finish(spec, "metal", (0.74, 0.75, 0.77))
    s = spec.wide
    tines = [slab(made, 0.003 * s, 0.0025, 0.05 * s, x * s, 0.004, -0.078 * s, bevel=0.0008)
        for x in (-0.0085, -0.0028, 0.0028, 0.0085)]
    return _flat(spec, made, 0.2, [slab(made, 0.022 * s, 0.0025, 0.03 * s, 0, 0.003, -0.042 * s,
                bevel=0.001), *tines])


def knife(spec: Spec) -> Model:
    """A table knife, 0.22 m long, or a kitchen knife with a dark handle."""
    made, s = finish(spec, "metal", (0.76, 0.77, 0.79)), spec.wide
    big = spec.asked("kitchen", "chef", "chef's", "butcher", "bread")
    blade = slab(made, (0.04 if big else 0.019) * s, 0.002, 0.12 * s, 0, 0.003, -0.05 * s, bevel=0.0008)
    grip = block(stuff("plastic", BLACK) if big else made, 0.02 * s, 0.009, 0.10 * s, 0, 0.0, 0.058 * s,
        bevel=0.004)
    return built(made, blade, grip, Part((), (box(0.019 * s, 0.005, 0.2 * s, y=0.0025),)), mass=0.07)


def spoon(spec: Spec) -> Model:
    """A spoon, 0.19 m long."""
    made, s = finish(spec, "metal", (0.74, 0.75, 0.77)), spec.wide
    return _flat(spec, made, 0.19, [egg(made, 0.04 * s, 0.008, 0.06 * s, 0, 0.0, -0.065 * s, solid=False)])


def _flat(spec: Spec, made: Finish, length: Metres, head: list[Part]) -> Model:
    s = spec.wide
    stem = [slab(made, 0.008 * s, 0.003, 0.09 * s, 0, 0.003, 0.01 * s, bevel=0.0012),
        slab(made, 0.017 * s, 0.003, 0.06 * s, 0, 0.0025, 0.07 * s, bevel=0.0012)]
    return built(made, *head, *stem, Part((), (box(0.02 * s, 0.006, length * s, y=0.003),)), mass=0.045)


def chopsticks(spec: Spec) -> Model:
    """A pair of chopsticks, 0.23 m long."""
    made = finish(spec, "wood", (0.45, 0.22, 0.14))
    return built(made, [loose(rod(made, (x, 0.004, 0.115), (x * 0.6, 0.004, -0.115), 0.004, 0.0022))
            for x in (-0.01, 0.01)], Part((), (box(0.03, 0.007, 0.22, y=0.0035),)), mass=0.02)


def teapot(spec: Spec) -> Model:
    """A teapot, 0.16 m across without its spout, which points to -x."""
    made, s = finish(spec, "ceramic", ((0.84, 0.82, 0.76), (0.30, 0.42, 0.46), (0.60, 0.30, 0.22))[
            spec.variant % 3]), 0.16 * spec.wide
    line = [(0.28, 0), (0.3, 0.02), (0.46, 0.2), (0.5, 0.38), (0.44, 0.58), (0.28, 0.72), (0.26, 0.74)]
    lid = turned(made, [(s * 0.27, s * 0.74), (s * 0.2, s * 0.82), (s * 0.05, s * 0.86),
            (s * 0.045, s * 0.88), (s * 0.07, s * 0.92), (s * 0.04, s * 0.97)], segments=20, solid=False)
    spout = bar(made, [(-s * 0.42, s * 0.28, 0), (-s * 0.62, s * 0.42, 0), (-s * 0.72, s * 0.7, 0)],
        [s * 0.09, s * 0.06, s * 0.04])
    grip = bar(made, [(s * 0.40, s * 0.62, 0), (s * 0.68, s * 0.62, 0), (s * 0.70, s * 0.34, 0),
            (s * 0.44, s * 0.2, 0)], s * 0.035)
    return built(made, turned(made, [(s * a, s * b) for a, b in line], seed=spec.tint, fill=0.25), lid,
        spout, grip, mass=0.9)


def kettle(spec: Spec) -> Model:
    """A kettle, 0.17 m across and 0.24 m high."""
    made = finish(spec, "metal", (0.72, 0.73, 0.75))
    black = stuff("plastic", BLACK)
    s = spec.wide
    body = turned(made, [(0.08 * s, 0.02), (0.085 * s, 0.03), (0.07 * s, 0.16), (0.055 * s, 0.19),
            (0.05 * s, 0.2)], fill=0.1)
    return built(made, drum(black, 0.085 * s, 0.02), body, egg(black, 0.1 * s, 0.035, 0.1 * s, 0, 0.185,
            solid=False), bar(black, [(0.05 * s, 0.19, 0), (0.12 * s, 0.18, 0), (0.12 * s, 0.08, 0),
                (0.085 * s, 0.05, 0)], 0.011), rod(made, (-0.06 * s, 0.13, 0), (-0.11 * s, 0.19, 0), 0.02,
            0.012, solid=False), mass=1.1)


def jug(spec: Spec) -> Model:
    """A jug, 0.13 m across and 0.22 m high, its handle at +x."""
    made = finish(spec, "ceramic", ((0.88, 0.86, 0.80), (0.35, 0.50, 0.58))[spec.variant % 2])
    s, h = spec.wide, 0.22 * spec.tall
    return built(made, hollow(made, 0.05 * s, 0.045 * s, h, wall=0.005, belly=0.02 * s, seed=spec.tint),
        bar(made, [(0.05 * s, h * 0.88, 0), (0.10 * s, h * 0.85, 0), (0.10 * s, h * 0.45, 0),
                (0.062 * s, h * 0.3, 0)], 0.007), egg(made, 0.03, 0.02, 0.03, -0.048 * s, h - 0.014, 0,
            solid=False), supports=[_round(0.01, 0.035 * s, inside=True)], mass=0.9)


def pot(spec: Spec, *, deep: float = 0.14, lid: bool = True) -> Model:
    """A cooking pot, 0.24 m across, with two handles and a lid."""
    made = finish(spec, "metal", (0.70, 0.71, 0.73) if spec.variant % 2 else (0.62, 0.20, 0.14))
    r, h = 0.12 * spec.wide, deep * spec.tall
    grips = [bar(stuff("metal"), [(s * r, h * 0.75, -0.04), (s * (r + 0.04), h * 0.75, -0.03),
                (s * (r + 0.04), h * 0.75, 0.03), (s * r, h * 0.75, 0.04)], 0.006) for s in (-1, 1)]
    if spec.asked("open", "holding") or not lid:
        return built(made, hollow(made, r * 0.95, r, h, wall=0.003), *grips,
            supports=[_round(0.006, r * 0.8, inside=True)], mass=1.6)
    cover = turned(made, [(r + 0.004, h), (r + 0.002, h + 0.008), (r * 0.5, h + 0.025), (0.012, h + 0.03),
            (0.02, h + 0.055), (0.01, h + 0.06)], solid=False)
    return built(made, drum(made, r, h, bevel=0.012, fill=0.06), cover, *grips, mass=2.1)


def pan(spec: Spec) -> Model:
    """A frying pan, 0.26 m across, its handle to +z."""
    made = finish(spec, "metal", BLACK)
    r = 0.13 * spec.wide
    return built(made, hollow(made, r * 0.82, r, 0.045, wall=0.004), rod(stuff("plastic", BLACK),
            (0, 0.036, r - 0.005), (0, 0.055, r + 0.19), 0.010, 0.012), supports=[
            _round(0.006, r * 0.7, inside=True)], mass=1.2)


def tray(spec: Spec) -> Model:
    """A tray with two handles, 0.44 x 0.31 m."""
    made, w, d = finish(spec, "wood", (WALNUT, OAK)[spec.variant % 2]), 0.44 * spec.wide, 0.31 * spec.wide
    rims = [block(made, w, 0.035, 0.012, 0, 0, s * (d / 2 - 0.006)) for s in (-1, 1)] + [
        block(made, 0.012, 0.05, d, s * (w / 2 - 0.006)) for s in (-1, 1)]
    return built(made, block(made, w, 0.010, d, seed=spec.tint), *rims, supports=[
            top(w - 0.03, d - 0.03, 0.010)])


def cutting_board(spec: Spec) -> Model:
    """A cutting board, 0.36 x 0.24 m."""
    made, w, d = finish(spec, "wood", OAK), 0.36 * spec.wide, 0.24 * spec.wide
    return built(made, block(made, w, 0.02, d, bevel=0.007, seed=spec.tint), slab(stuff("plastic", BLACK),
            0.05, 0.001, 0.018, w * 0.4, 0.0195, 0), supports=[top(w, d, 0.02)])


def napkin(spec: Spec) -> Model:
    """A folded napkin, 0.14 x 0.14 m."""
    made = finish(spec, "fabric", (0.90, 0.88, 0.82))
    s = 0.14 * spec.wide
    return built(made, block(made, s, 0.008, s, bevel=0.003, fill=6, seed=spec.tint),
        slab(made, s * 0.96, 0.006, s * 0.5, 0, 0.006, s * 0.22, bevel=0.002), supports=[top(s, s, 0.01)])


def utensil_holder(spec: Spec) -> Model:
    """A crock with wooden spoons and a whisk."""
    made = finish(spec, "ceramic", (0.86, 0.84, 0.79))
    wood = stuff("wood", OAK)
    tools = [group(rod(wood, (x, 0.01, z), (x * 2.2, 0.27, z * 2.2), 0.005, solid=False),
            egg(wood if k % 2 else stuff("metal"), 0.045, 0.06, 0.015, x * 2.3, 0.25 + 0.01 * k, z * 2.3,
                solid=False)) for k, (x, z) in enumerate(((0.02, 0.015), (-0.02, 0.01), (0.005, -0.022),
                (-0.01, 0.025)))]
    s = spec.wide
    return built(made, hollow(made, 0.052 * s, 0.055 * s, 0.15 * spec.tall, wall=0.006),
        *(() if spec.asked("holding", "empty") else tools), mass=0.9,
        supports=[_round(0.009, 0.045 * s, inside=True)])


def utensil(spec: Spec) -> Model:
    """A ladle, spatula or wooden spoon lying, 0.30 m long."""
    wood = finish(spec, "wood", OAK) if spec.variant % 2 else finish(spec, "metal")
    head = egg(wood, 0.065, 0.018, 0.09, 0, 0, -0.11, solid=False) if spec.variant % 4 < 2 else slab(wood,
        0.07, 0.006, 0.1, 0, 0.002, -0.11)
    return built(wood, head, loose(rod(wood, (0, 0.008, -0.08), (0, 0.008, 0.15), 0.006)),
        Part((), (box(0.03, 0.014, 0.28, 0, 0.007, 0),)), mass=0.09)


def jar(spec: Spec) -> Model:
    """A jar with a lid, 0.09 m across and 0.13 m high; small ones hold spices."""
    small = 0.52 if spec.asked("spice") else 1.0
    glass, r, h = finish(spec, "glass", (0.78, 0.84, 0.82)), 0.045 * spec.wide * small, 0.13 * spec.tall * (
        0.8 if small < 1 else 1)
    if spec.asked("open", "holding", "empty"):
        return built(glass, hollow(glass, r, r, h, wall=0.003), mass=0.3 if small == 1 else 0.07,
            supports=[_round(0.006, r - 0.005, inside=True)])
    hue = ((0.72, 0.30, 0.14), (0.80, 0.62, 0.22), (0.42, 0.45, 0.20), (0.55, 0.15, 0.15),
        (0.86, 0.80, 0.66))[spec.tint % 5]
    return built(glass, turned(glass, [(r * 0.95, 0), (r, 0.006), (r, h * 0.80), (r * 0.8, h * 0.88)],
            segments=24, fill=0.35), drum(stuff("food", hue), r * 1.003, h * 0.55, 0, 0.008, solid=False),
        drum(trim(spec, color=(0.72, 0.70, 0.66)), r * 0.86, h * 0.13, 0, h * 0.87, bevel=0.003),
        slab(printed("page", (0.95, 0.93, 0.86)), r * 1.1, h * 0.25, 0.003, 0, h * 0.25, r),
        supports=[_round(h, r * 0.8)], mass=0.35 if small == 1 else 0.09)


def spice_jar(spec: Spec) -> Model:
    """A spice jar, 47 mm across and 0.10 m high."""
    return jar(replace(spec, features=spec.features | {"spice"}))


def can(spec: Spec) -> Model:
    """A can, 66 mm across and 0.115 m high (0.33 l) in a printed band."""
    steel, r, h = stuff("metal", (0.78, 0.79, 0.80)), 0.033 * spec.wide, 0.115 * spec.tall
    hue = spec.color or ((0.72, 0.12, 0.10), (0.15, 0.35, 0.62), (0.20, 0.48, 0.26), (0.88, 0.65, 0.15))[
        spec.tint % 4]
    return built(steel, turned(steel, [(r * 0.86, 0), (r, 0.008), (r, h - 0.012), (r * 0.84, h)],
            segments=24, fill=0.1), drum(stuff("plastic", hue), r + 0.0006, h * 0.72, 0, h * 0.13,
            bevel=0.0005, solid=False), slab(stuff("paper"), r * 1.2, h * 0.22, 0.003, 0, h * 0.4,
            r - 0.001), torus(steel, r * 0.8, 0.002, 0, h - 0.002), supports=[_round(h + 0.002, r * 0.8)],
        mass=0.36)


def bottle(spec: Spec) -> Model:
    """A bottle: wine and beer in glass, water in plastic, ketchup and oil in their colours."""
    if spec.asked("wine", "champagne") or not spec.asked("water", "beer", "soda", "ketchup", "oil", "sauce",
        "plastic", "milk", "perfume", "spray", "pill", "shampoo"):
        glass = finish(spec, "glass", ((0.16, 0.33, 0.22), (0.10, 0.16, 0.12), (0.36, 0.22, 0.10))[
                spec.variant % 3])
        r, h = 0.0375 * spec.wide, 0.30 * spec.tall
        shape = [(0.9, 0), (1, 0.012), (1, 0.58), (0.93, 0.66), (0.7, 0.73), (0.46, 0.79), (0.38, 0.85),
            (0.37, 0.94), (0.43, 0.95), (0.43, 0.985), (0.37, 1)]
        return built(glass, turned(glass, [(r * a, h * b) for a, b in shape], segments=26, fill=0.17,
                bands=6), drum(printed("page", (0.94, 0.92, 0.84)), r + 0.0008, h * 0.26, 0, h * 0.2,
                bevel=0.0005, solid=False), drum(stuff("metal", (0.45, 0.10, 0.14)), r * 0.42, h * 0.13, 0,
                h * 0.875, bevel=0.002, solid=False), mass=1.2 if spec.asked("full", "wine") else 0.55)
    hue: Color = (0.62, 0.78, 0.86) if spec.asked("water") else (0.70, 0.10, 0.08) if spec.asked("ketchup",
        "sauce") else (0.40, 0.24, 0.10) if spec.asked("beer") else (0.85, 0.80, 0.45)
    made = finish(spec, "plastic", hue)
    r, h = 0.033 * spec.wide, 0.22 * spec.tall
    shape = [(0.9, 0), (1, 0.03), (1, 0.3), (0.92, 0.4), (1, 0.5), (1, 0.68), (0.5, 0.86), (0.4, 0.9)]
    return built(made, turned(made, [(r * a, h * b) for a, b in shape], segments=24, fill=0.5),
        drum(stuff("plastic", WHITE), r * 0.44, h * 0.1, 0, h * 0.9, bevel=0.002),
        drum(stuff("paper", (0.9, 0.92, 0.95)), r + 0.001, h * 0.2, 0, h * 0.44, bevel=0.0005, solid=False),
        mass=0.5)


def mug(spec: Spec) -> Model:
    """A mug, or a cup on its saucer, with tea or coffee in it when asked."""
    if spec.asked("holding"):
        made, r, h = finish(spec, "ceramic", (0.86, 0.85, 0.82)), 0.041 * spec.wide, 0.095 * spec.tall
        return replace(tableware.mug(spec), colliders=hollow(made, r, r, h).colliders,
            supports=(_round(0.0065, r - 0.006, inside=True),))
    if not spec.asked("tea", "teacup", "saucer", "espresso") and spec.variant % 4 != 3:
        base = tableware.mug(spec)
        drink = spec.asked("coffee", "full", "hot", "cocoa", "chocolate")
        r, h = 0.041 * spec.wide - 0.0048, 0.095 * spec.tall
        liquid = loose(drum(stuff("food", (0.22, 0.12, 0.07)), r, 0.004, 0, h * 0.80, solid=False))
        return replace(base, pieces=(*base.pieces, *liquid.pieces)) if drink else base
    made, s = finish(spec, "ceramic", WHITE), spec.wide
    saucer = turned(made, [(0.035 * s, 0), (0.05 * s, 0.004), (0.072 * s, 0.014)], segments=30)
    cup = moved(hollow(made, 0.024 * s, 0.042 * s, 0.055, wall=0.003, belly=0.006 * s, segments=26), 0,
        0.008, 0)
    tea = drum(stuff("food", (0.50, 0.24, 0.08)), 0.040 * s, 0.003, 0, 0.048, solid=False)
    return built(made, saucer, cup, tea, bar(made, [(0.042 * s, 0.052, 0), (0.066 * s, 0.05, 0),
                (0.064 * s, 0.03, 0), (0.040 * s, 0.024, 0)], 0.0035), mass=0.35)


def glass(spec: Spec) -> Model:
    """A drinking glass, open when something is in it."""
    base = tableware.glass(spec)
    if not spec.asked("holding"):
        return base
    r, h = 0.0315 * spec.wide, 0.12 * spec.tall
    return replace(base, colliders=hollow(stuff("glass"), r, r * 1.1, h).colliders,
        supports=(_round(0.012, r - 0.005, inside=True),))


def shaker(spec: Spec) -> Model:
    """A salt or pepper mill, 0.055 m across and 0.12 m high."""
    made = finish(spec, "wood", (WALNUT, OAK)[spec.variant % 2])
    line = [(0.026, 0), (0.026, 0.02), (0.018, 0.04), (0.022, 0.07), (0.024, 0.085), (0.012, 0.09),
        (0.02, 0.105), (0.008, 0.12)]
    return built(made, turned(made, [(a * spec.wide, b * spec.tall) for a, b in line], segments=18),
        mass=0.15)


def vase(spec: Spec) -> Model:
    """A vase, 0.24 m high, with flowers, dry stems, or empty."""
    dry = spec.variant % 3 == 2 and not spec.asked("flowers", "flower", "full")
    if dry or spec.asked("empty", "holding"):
        made, s, h = finish(spec, "ceramic", (0.70, 0.52, 0.42)), spec.wide, 0.26 * spec.tall
        return built(made, hollow(made, 0.045 * s, 0.045 * s, h, wall=0.005, belly=0.04 * s,
                seed=spec.tint), mass=1.1, supports=[_round(0.009, 0.038 * s, inside=True)])
    if spec.variant % 3 == 1 or spec.asked("flowers", "flower", "fresh", "roses", "tulips"):
        return bouquet(spec)
    return thrifty(tableware.vase(spec))


def holder(spec: Spec) -> Model:
    """A small holder of wire for fruit, napkins or toast."""
    made = finish(spec, "metal", BLACK)
    r = 0.13 * spec.wide
    rings = [torus(made, r * q, 0.004, 0, y, 0) for q, y in ((0.5, 0), (0.8, 0.05), (1.0, 0.11))]
    ribs = [moved(loose(bar(made, [(0, 0.004, r * 0.5), (0, 0.054, r * 0.8), (0, 0.114, r)], 0.0025)),
            by=turn(y=k * np.pi / 6)) for k in range(12)]
    base = Part((), (cylinder(r * 0.5, 0.008, y=0.004), *hollow(made, r * 0.7, r, 0.11,
                wall=0.006).colliders[1:]))
    return built(made, *map(loose, rings), *ribs, base, drum(made, r * 0.5, 0.004, solid=False),
        supports=[_round(0.008, r * 0.5, inside=True)], mass=0.5)


ENTRIES: dict[str, Entry] = {
    "mug": entry(mug, "top",
        "cup, coffee mug, tea cup, teacup, coffee cup, cup of tea, cup of coffee, beer mug, "
        "stein, espresso cup, goblet, paper cup, mug of coffee", rank=7, tags="tableware"),
    "plate": entry(cheaper(tableware.plate), "top",
        "dish, dinner plate, saucer, platter, serving plate, side plate, paper plate, "
        "coaster, serving platter, serving dish", rank=7, tags="tableware surface"),
    "bowl": entry(cheaper(tableware.bowl), "top",
        "soup bowl, fruit bowl, salad bowl, mixing bowl, cereal bowl, ramekin, serving bowl, "
        "pet bowl, dog bowl, food bowl", rank=7, tags="tableware container"),
    "glass": entry(glass, "top",
        "tumbler, drinking glass, water glass, cocktail glass, beer glass, shot glass, "
        "glass of water, juice glass, whiskey glass, drink, cocktail", rank=7, tags="tableware"),
    "wine glass": entry(wine_glass, "top",
        "wineglass, champagne glass, champagne flute, glass of wine, stemware, chalice, " "martini glass",
        rank=7, tags="tableware"),
    "bottle": entry(bottle, "top",
        "wine bottle, water bottle, beer bottle, flask, beer, wine, ketchup bottle, "
        "oil bottle, spray bottle, bottle of wine, thermos, perfume bottle, shampoo bottle, "
        "pill bottle, liquor bottle, soda bottle, lotion, perfume, milk bottle, olive oil, " "decanter",
        rank=7, tags="tableware"),
    "vase": entry(vase, "top", "flower vase, urn, amphora", rank=6, tags=""),
    "fork": entry(fork, "top", "salad fork, dinner fork", rank=8, tags="cutlery tableware"),
    "knife": entry(knife, "top",
        "table knife, kitchen knife, steak knife, butter knife, chef's knife, cleaver, " "dagger, sword",
        rank=8, tags="cutlery tableware"),
    "spoon": entry(spoon, "top", "teaspoon, tablespoon, soup spoon", rank=8, tags="cutlery tableware"),
    "chopsticks": entry(chopsticks, "top", "chopstick", rank=8, tags="cutlery tableware"),
    "teapot": entry(teapot, "top", "tea pot, coffee pot, tea set, coffeepot", rank=7, tags="tableware"),
    "kettle": entry(kettle, "top", "tea kettle, electric kettle", rank=7, tags="appliance"),
    "jug": entry(jug, "top", "pitcher, carafe, water jug, ewer, milk jug, creamer, watering jug", rank=7,
        tags="tableware"),
    "pot": entry(pot, "top",
        "cooking pot, saucepan, stockpot, casserole, pressure cooker, cauldron, stock pot, "
        "slow cooker, rice cooker", rank=7, tags="tableware"),
    "pan": entry(pan, "top", "frying pan, skillet, wok, baking pan, griddle", rank=7, tags="tableware"),
    "tray": entry(tray, "top",
        "serving tray, breakfast tray, baking sheet, baking tray, desk tray, paint tray", rank=6,
        tags="tableware surface"),
    "cutting board": entry(cutting_board, "top",
        "chopping board, cheese board, breadboard, wooden board, bread board, placemat, "
        "place mat, charcuterie board", rank=6, tags="surface tool"),
    "napkin": entry(napkin, "top",
        "serviette, tissue, dish cloth, dishcloth, cloth, rag, handkerchief, washcloth, " "paper towel",
        rank=8, tags="textile tableware"),
    "utensil holder": entry(utensil_holder, "top",
        "utensil crock, cutlery holder, knife block, utensil pot", rank=7, tags="container"),
    "utensil": entry(utensil, "top",
        "ladle, spatula, wooden spoon, whisk, cooking utensil, kitchen utensil, tongs, "
        "rolling pin, cutlery, silverware, kitchen tool, grater, can opener", rank=8, tags="tool"),
    "jar": entry(jar, "top",
        "cookie jar, mason jar, canister, glass jar, honey jar, jam jar, pot of honey, "
        "container, food container, storage jar, jam, honey, paint jar", rank=7, tags="container"),
    "spice jar": entry(spice_jar, "top", "spice bottle, spice, spices, salt jar", rank=7, tags="container"),
    "can": entry(can, "top",
        "tin can, soda can, beer can, tin, canned food, soup can, soda, cola, canned good, "
        "can of food, spray can", rank=7, tags="food container"),
    "salt shaker": entry(shaker, "top",
        "pepper mill, pepper shaker, salt and pepper shaker, pepper grinder, salt mill, " "chess piece",
        rank=8, tags="tableware"),
    "fruit holder": entry(holder, "top",
        "napkin holder, wire basket, dish rack, egg holder, toast rack, dish drainer", rank=7,
        tags="container"),
}
