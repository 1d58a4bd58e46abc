"""Houses, shops, towers, walls, bridges, pavilions."""
# fmt: off

from dataclasses import replace
from functools import partial

import numpy as np

from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.kit import (
    RED,
    WALNUT,
    WHITE,
    Finish,
    finish,
    stuff,
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
    loose,
    moved,
    rod,
    slab,
    top,
    turned,
)
from spatialwm.lift.text.model import Model, Spec
from spatialwm.lift.text.solids import turn

__all__ = ["ENTRIES"]

_PANE = Finish(material="glass", pattern="plain", color=(0.26, 0.33, 0.40), fill=0.2, roughness=0.08)


def wall_low(spec: Spec) -> Model:
    """A garden wall of brick, 2.0 x 0.25 x 1.0 m."""
    made, w, h = finish(Spec(color=spec.color, material=spec.material),
        "brick"), 2.0 * spec.wide, 1.0 * spec.tall
    return built(made, block(made, w, h - 0.06, 0.24, cell=0.5), block(stuff("concrete"), w + 0.04, 0.06,
            0.30, 0, h - 0.06, cell=0.5), supports=[top(w, 0.28, h)], static=True, mass=900)


def house(spec: Spec, *, floors: int = 1, size: tuple[float, float] = (6.0, 5.0),
        shop: bool = False) -> Model:
    """A house with a pitched roof, a door and windows to +z, 6 x 5 m; or several floors and a flat roof."""
    w, d = size[0] * spec.wide, size[1] * spec.wide
    each = 2.8
    h = each * floors * spec.tall
    wall = replace(finish(Spec(color=spec.color, material=spec.material), "concrete",
            ((0.90, 0.86, 0.76), (0.80, 0.70, 0.60), (0.74, 0.80, 0.82), (0.86, 0.72, 0.58))[
                spec.variant % 4]), fill=0.12)
    if spec.variant % 3 == 1 and not spec.color:
        wall = replace(stuff("brick"), fill=0.12)
    roof, white = stuff("concrete", ((0.55, 0.25, 0.18), (0.30, 0.31, 0.34))[spec.variant % 2]), stuff(
        "wood", (0.93, 0.92, 0.90))
    parts: list[Part] = [block(wall, w, h, d, bevel=0.01, cell=1.5, seed=spec.tint)]
    count = max(2, round(float(w) / 1.8))
    for level in range(floors):
        for k in range(count):
            x, y = -w / 2 + w / count * (k + 0.5), each * level * spec.tall + 0.95
            if level == 0 and (k == count // 2 or shop):
                continue
            for q in (1, -1):
                parts += [slab(white, 1.05, 1.25, 0.06, x, y - 0.05, q * d / 2, bevel=0.01),
                    slab(_PANE, 0.88, 1.08, 0.08, x, y + 0.03, q * d / 2, bevel=0.004),
                    slab(white, 0.05, 1.08, 0.09, x, y + 0.03, q * d / 2, bevel=0.002),
                    slab(white, 1.15, 0.06, 0.2, x, y - 0.10, q * d / 2)]
    x = -w / 2 + w / count * (count // 2 + 0.5)
    parts += [slab(white, 1.12, 2.2, 0.08, x, 0, d / 2), slab(stuff("wood",
                ((0.25, 0.36, 0.44), (0.50, 0.18, 0.15), (0.30, 0.42, 0.30))[spec.variant % 3]), 0.95, 2.08,
            0.12, x, 0.02, d / 2), egg(stuff("metal", (0.8, 0.65, 0.3)), 0.07, 0.07, 0.07, x + 0.36, 1.0,
            d / 2 + 0.08, solid=False), block(stuff("concrete"), 1.5, 0.15, 0.6, x, 0, d / 2 + 0.3)]
    if shop:
        for s in (-1, 1):
            parts.append(slab(_PANE, w * 0.30, 1.7, 0.06, s * w * 0.31, 0.5, d / 2))
        hue = ((0.62, 0.16, 0.15), (0.18, 0.38, 0.30))[spec.variant % 2]
        parts += [moved(slab(stuff("fabric", hue if k % 2 else (0.93, 0.91, 0.86)), w / 10, 0.03, 1.0,
                    -w / 2 + w / 10 * (k + 0.5), 0, 0.5), 0, 2.6, d / 2, by=turn(x=0.45))
            for k in range(10)]
    if floors <= 2:
        rise, over = w * 0.32, 0.35
        slope = float(np.arctan2(rise, w / 2))
        side = float(np.hypot(rise, w / 2)) + over
        for s in (-1, 1):
            parts.append(moved(block(roof, side, 0.14, d + 2 * over, -s * side / 2, 0, 0, bevel=0.01,
                        cell=1.5, solid=False), 0, h + rise, 0, by=turn(z=-s * -slope) if s < 0
                    else turn(z=slope)))
        steps = 8
        parts += [block(wall, w * (1 - (k + 0.5) / steps) - 0.02, rise / steps, d - 0.04, 0, h
                + rise * k / steps, 0, bevel=0.002, cell=2.0) for k in range(steps)]
        parts.append(block(stuff("brick"), 0.6, 1.4, 0.6, w * 0.28, h + rise * 0.35, -d * 0.2, cell=0.7))
    else:
        parts += [block(stuff("concrete"), w + 0.3, 0.3, d + 0.3, 0, h, 0, cell=1.5),
            block(wall, 1.6, 1.0, 1.6, w * 0.2, h + 0.3, -d * 0.15)]
    return built(wall, *parts, static=True, mass=60000)


def tower(spec: Spec) -> Model:
    """A round tower with battlements or a lantern, 3.2 m across and 9 m high."""
    made = replace(finish(spec, "brick", (0.62, 0.60, 0.56)), fill=0.3)
    light = spec.asked("lighthouse")
    white = stuff("concrete", WHITE)
    shaft = [drum(stuff("concrete", (0.80, 0.16, 0.14)) if light and k % 2 else white if light else made,
            1.6 - 0.1 * k, 1.6, 0, 1.6 * k, 0, upper=1.5 - 0.1 * k, segments=28) for k in range(5)]
    crown = [block(made, 0.5, 0.6, 0.35, 1.3 * np.sin(a), 8.2, 1.3 * np.cos(a), by=turn(y=float(a)),
            solid=False) for a in np.arange(8) * np.pi / 4]
    top_ = group(drum(_PANE, 0.8, 1.0, 0, 8.2, 0, glow=0.3), turned(stuff("metal", RED),
            [(1.0, 9.2), (0.1, 10.0)], segments=24)) if light else group(crown)
    return built(made, *shaft, drum(made, 1.5, 0.3, 0, 8.0, 0), top_, slab(stuff("wood"), 0.9, 2.0, 0.2, 0,
            0, 1.55), [slab(_PANE, 0.35, 0.7, 0.12, 0, 3.2 + 2.2 * k, 1.42 - 0.12 * k) for k in range(2)],
        static=True, mass=90000)


def well(spec: Spec) -> Model:
    """A well of stone with a small roof, 1.3 m across and 2.2 m high."""
    made, wood = stuff("brick", (0.60, 0.58, 0.54)), stuff("wood", (0.48, 0.33, 0.21))
    wall = [block(made, 0.44, 0.75, 0.2, 0.55 * np.sin(a), 0, 0.55 * np.cos(a), by=turn(y=float(a)), seed=k)
        for k, a in enumerate(np.arange(8) * np.pi / 4)]
    posts = [block(wood, 0.09, 1.9, 0.09, s * 0.58, 0, 0) for s in (-1, 1)]
    roof = [moved(block(wood, 0.04, 0.85, 1.2), s * 0.78, 1.75, 0, by=turn(z=s * 1.0)) for s in (-1, 1)]
    return built(made, *wall, drum(stuff("water"), 0.5, 0.05, 0, 0.45), *posts, *roof,
        loose(rod(wood, (-0.58, 1.4, 0), (0.72, 1.4, 0), 0.05)), static=True, mass=1200)


def bridge(spec: Spec) -> Model:
    """A wooden foot bridge, arched, 3.0 x 1.3 m."""
    made = finish(spec, "wood", (0.52, 0.37, 0.24))
    t = np.linspace(-1, 1, 16)
    planks = [block(made, 1.3, 0.05, 0.2, 0, 0.42 * (1 - a * a), 1.5 * a, by=turn(x=float(0.52 * a)),
            seed=k) for k, a in enumerate(t)]
    rails = [bar(made, [(s * 0.6, 0.42 * (1 - a * a) + 0.85, 1.5 * a) for a in t[::3]], 0.035, solid=True)
        for s in (-1, 1)]
    posts = [block(made, 0.07, 0.9, 0.07, s * 0.6, 0.42 * (1 - a * a), 1.5 * a) for s in (-1, 1)
        for a in (-0.95, -0.4, 0.4, 0.95)]
    return built(made, *planks, *rails, *posts, static=True, mass=180)


def canopy(spec: Spec) -> Model:
    """A pavilion on four posts, 3 x 3 x 2.6 m."""
    wood = finish(Spec(material=spec.material), "wood", WALNUT)
    cloth = finish(Spec(color=spec.color), "fabric", (0.93, 0.91, 0.86))
    s = spec.wide
    return built(wood, four(block(wood, 0.1, 2.2, 0.1), 1.4 * s, 1.4 * s), [block(wood, 2.9 * s, 0.1, 0.08,
                0, 2.15, z * s) for z in (-1.4, 1.4)], [block(wood, 0.08, 0.1, 2.9 * s, x * s, 2.15, 0)
            for x in (-1.4, 1.4)], drum(cloth, 2.15 * s, 1.1, 0, 2.24, 0, upper=0.15, segments=4,
            by=turn(y=np.pi / 4), fill=0.01), static=True, mass=120)


ENTRIES: dict[str, Entry] = {
    "garden wall": entry(wall_low, "ground", "brick wall, stone wall, low wall, parapet, ruin", rank=2,
        tags="outdoor surface"),
    "house": entry(house, "ground",
        "cottage, cabin, home, shed, garage, hut, bungalow, barn, villa, farmhouse, "
        "farm house, chapel, garden shed, tool shed, greenhouse", rank=0, tags="building outdoor"),
    "shop": entry(partial(house, floors=2, size=(6.5, 5.0), shop=True), "ground",
        "store, cafe, café, restaurant, bakery, inn, pub, townhouse, saloon, storefront, "
        "market, gas station", rank=0, tags="building outdoor"),
    "building": entry(partial(house, floors=4, size=(8.0, 7.0)), "ground",
        "apartment building, office building, skyscraper, tower block, hotel, school, "
        "block of flats, hospital, factory, warehouse, mansion, apartment block, church, " "museum, temple",
        rank=0, tags="building outdoor"),
    "tower": entry(tower, "ground",
        "lighthouse, castle, castle tower, clock tower, silo, windmill, watchtower, "
        "water tower, bell tower", rank=0, tags="building outdoor"),
    "well": entry(well, "ground", "wishing well", rank=2, tags="outdoor water"),
    "bridge": entry(bridge, "ground", "footbridge, pier, dock, jetty, boardwalk, wooden bridge", rank=1,
        tags="outdoor"),
    "gazebo": entry(canopy, "ground",
        "pavilion, pergola, canopy, arbor, bandstand, marquee, awning, trellis, carport", rank=1,
        tags="outdoor"),
}
