"""Plants in pots, flowers, trees, hedges, rocks."""
# fmt: off

from dataclasses import replace
from functools import partial

import numpy as np

from spatialwm.lift.text.furniture import decor
from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.kit import RED, WHITE, Color, finish, stuff
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
    top,
    turned,
)
from spatialwm.lift.text.model import Model, Spec, box, cylinder
from spatialwm.lift.text.solids import Metres, turn

__all__ = ["ENTRIES", "bouquet"]

_PETALS: tuple[Color, ...] = ((0.86, 0.24, 0.26), (0.95, 0.80, 0.30), (0.92, 0.60, 0.70),
    (0.95, 0.94, 0.90), (0.60, 0.42, 0.72), (0.93, 0.52, 0.20))


def _pot(spec: Spec, radius: Metres, height: Metres) -> Part:
    made = finish(Spec(material=spec.material or "ceramic", style=spec.style), "ceramic",
        ((0.72, 0.42, 0.30), (0.90, 0.88, 0.84), (0.34, 0.36, 0.37))[spec.variant % 3])
    body = turned(made, [(radius * 0.72, 0), (radius * 0.78, 0.01), (radius * 0.96, height * 0.86),
            (radius, height * 0.87), (radius, height)], fill=0.35, seed=spec.tint)
    return group(body, drum(stuff("soil"), radius * 0.92, 0.012, 0, height - 0.004, solid=False))


def _blade(length: Metres, width: Metres, yaw: Metres, y: Metres, pitch: Metres, seed: int,
        color: Color) -> Part:
    """A long leaf that rises and bends over."""
    green = stuff("leaf", color)
    leaf = egg(green, width, length, width * 0.12, solid=False, segments=8, seed=seed)
    tip = moved(leaf, by=turn(x=float(pitch)))
    return moved(tip, 0, y, 0, by=turn(y=float(yaw)))


def snake_plant(spec: Spec) -> Model:
    """Upright sword leaves in a pot, 0.75 m high; an agave's or aloe's are shorter and wider apart."""
    s, t = spec.wide, spec.tall
    rng = np.random.default_rng(spec.tint)
    leaves = [_blade(rng.uniform(0.38, 0.58) * t, 0.06 * s, k * 2.4, 0.17 * t, rng.uniform(0.05, 0.32),
            k % 3, (0.30, 0.44, 0.24)) for k in range(11)]
    return built(stuff("ceramic"), _pot(spec, 0.12 * s, 0.2 * t), *leaves, Part((),
            (cylinder(0.07 * s, 0.3 * t, y=0.34 * t),)), mass=5 * s * s * t)


def palm_plant(spec: Spec, *, height: float = 1.5) -> Model:
    """A potted palm or fern with arching fronds."""
    s, h = spec.wide, height * spec.tall
    pot_h = min(0.3 * spec.tall, h * 0.35)
    rng = np.random.default_rng(spec.tint)
    green = spec.color or (0.26, 0.46, 0.20)
    fronds: list[Part] = []
    for k in range(10):
        yaw, lean = k * 2.4 + rng.uniform(-0.2, 0.2), rng.uniform(0.25, 0.8)
        length = h * rng.uniform(0.5, 0.72)
        stalk = rod(stuff("leaf", (0.36, 0.46, 0.20)), (0, 0, 0), (0, length, 0), 0.006 * s, 0.002,
            solid=False, segments=5)
        sides = [egg(stuff("leaf", green), 0.035 * s, 0.22 * length, 0.004, 0, 0, 0, solid=False,
                segments=6, seed=k % 3, by=turn(z=q * 0.85)) for q in (-1, 1)]
        whole = group(stalk, [moved(group(sides), 0, length * u, 0) for u in (0.3, 0.48, 0.66, 0.84)])
        fronds.append(moved(whole, 0, pot_h, 0, by=turn(y=float(yaw)) @ turn(x=float(lean * 0.8))))
    return built(stuff("ceramic"), _pot(spec, 0.16 * s if height > 1 else 0.1 * s, pot_h), *fronds,
        Part((), (cylinder(0.15 * s, h * 0.4, y=pot_h + h * 0.25),)),
        mass=(9 if height > 1 else 2.5) * s * s)


def cactus(spec: Spec) -> Model:
    """A cactus with arms in a pot, 0.45 m high."""
    made, s, t = finish(Spec(color=spec.color), "leaf", (0.30, 0.50, 0.30)), spec.wide, spec.tall
    ribs = [moved(slab(stuff("leaf", (0.40, 0.60, 0.38)), 0.008, 0.24 * t, 0.012, 0, 0.15 * t, 0.055 * s,
                bevel=0.003), by=turn(y=k * np.pi / 5)) for k in range(10)]
    arms = [group(egg(made, 0.05 * s, 0.05 * s, 0.05 * s, x, y * t, 0, solid=False),
            egg(made, 0.055 * s, 0.15 * t, 0.055 * s, x * 1.25, (y + 0.01) * t, 0, solid=False)) for x,
        y in ((0.075 * s, 0.24), (-0.075 * s, 0.20))]
    bloom = egg(stuff("leaf", (0.90, 0.40, 0.55)), 0.04, 0.03, 0.04, 0, 0.43 * t, solid=False)
    return built(stuff("ceramic"), _pot(spec, 0.085 * s, 0.13 * t), egg(made, 0.12 * s, 0.36 * t, 0.12 * s,
            0, 0.09 * t, solid=False, segments=16), *ribs, *arms, bloom, Part((),
            (cylinder(0.05 * s, 0.26 * t, y=0.27 * t),)), mass=1.8 * s * s * t)


def bonsai(spec: Spec) -> Model:
    """A bonsai on a bent trunk in a flat dish, 0.38 m high."""
    s, t = spec.wide, spec.tall
    dish = finish(Spec(material=spec.material), "ceramic", (0.32, 0.38, 0.45))
    trunk = bar(stuff("bark"), [(0, 0.05, 0), (0.04 * s, 0.12 * t, 0), (-0.03 * s, 0.2 * t, 0),
            (0.03 * s, 0.3 * t, 0)], [0.022 * s, 0.018 * s, 0.013 * s, 0.008 * s])
    crowns = [egg(stuff("foliage", (0.22, 0.42, 0.20)), a * s, 0.09 * t, a * s * 0.8, x * s, y * t, z * s,
            solid=False, seed=k, segments=14) for k, (a, x, y, z) in enumerate(
            ((0.2, 0.03, 0.29, 0), (0.16, -0.10, 0.20, 0.02), (0.14, 0.12, 0.17, -0.02)))]
    return built(dish, block(dish, 0.26 * s, 0.055, 0.18 * s, bevel=0.015, fill=0.6),
        block(stuff("soil"), 0.23 * s, 0.01, 0.15 * s, 0, 0.05, solid=False), trunk, *crowns,
        Part((), (box(0.2 * s, 0.1 * t, 0.14 * s, 0, 0.25 * t, 0),)), mass=2.2)


def monstera(spec: Spec) -> Model:
    """Broad leaves on long stalks in a pot, 0.9 m high."""
    s, t = spec.wide, spec.tall
    rng = np.random.default_rng(spec.tint + 3)
    leaves: list[Part] = []
    for k in range(9):
        yaw, lean, length = k * 2.4, rng.uniform(0.25, 0.8), rng.uniform(0.35, 0.6) * t
        blade = moved(egg(stuff("leaf", spec.color or (0.20, 0.42, 0.20)), 0.24 * s, 0.012, 0.28 * s, 0, 0,
                0.11 * s, solid=False, segments=12, seed=k % 3), 0, length, 0, by=turn(x=0.45))
        leaves.append(moved(group(rod(stuff("leaf", (0.34, 0.46, 0.22)), (0, 0, 0), (0, length, 0), 0.007,
                    0.004, solid=False, segments=6), blade), 0, 0.26 * t, 0, by=turn(y=float(yaw)) @ turn(
                    x=float(lean))))
    return built(stuff("ceramic"), _pot(spec, 0.15 * s, 0.28 * t), *leaves,
        Part((), (cylinder(0.14 * s, 0.4 * t, y=0.5 * t),)), mass=8 * s * s)


def plant(spec: Spec) -> Model:
    """A house plant: one of several kinds by variant; small ones for tables."""
    for words, build in ((("cactus",), cactus), (("snake",), snake_plant), (("palm",), palm_plant),
        (("fern",), partial(palm_plant, height=0.6)), (("monstera",), monstera),
        (("rubber",), cheaper(decor.plant))):
        if spec.asked(*words):
            return build(spec)
    return (cheaper(decor.plant), monstera, snake_plant, palm_plant)[spec.variant % 4](spec)


def _bloom(x: Metres, y: Metres, z: Metres, color: Color, size: Metres, kind: int) -> Part:
    """A flower head looking up: a rose's layers, or petals around a disc."""
    made = stuff("leaf", color)
    if kind % 2:
        return group(egg(made, size, size * 0.8, size, x, y, z, solid=False, segments=10),
            egg(made, size * 0.55, size * 0.5, size * 0.55, x, y + size * 0.45, z, solid=False, segments=8,
                seed=1))
    petals = [moved(egg(made, size * 0.42, size * 0.10, size * 0.6, 0, 0, size * 0.42, solid=False,
                segments=8), x, y + size * 0.2, z, by=turn(y=k * 1.047) @ turn(x=-0.35)) for k in range(6)]
    return group(petals, egg(stuff("food", (0.85, 0.65, 0.15)), size * 0.36, size * 0.22, size * 0.36, x, y
            + size * 0.2, z, solid=False, segments=8))


def bouquet(spec: Spec, *, vase: bool = True) -> Model:
    """Flowers in a vase, 0.42 m high, or lying loose in paper."""
    rng = np.random.default_rng(spec.tint)
    s, t = spec.wide, spec.tall
    heads: list[Part] = []
    for k in range(11):
        a, q = k * 2.4, 0.035 + 0.10 * np.sqrt(k / 11)
        x, z, y = float(q * np.sin(a) * s), float(q * np.cos(a) * s), float(
            (0.42 - 0.9 * q * q * 8 * 0.3 + rng.uniform(-0.02, 0.02)) * t)
        color = (spec.color if spec.color and not vase else None) or _PETALS[(k + spec.variant) % 3
            + spec.variant % 3]
        heads += [rod(stuff("leaf", (0.30, 0.46, 0.22)), (0, 0.05, 0), (x, y, z), 0.0025, solid=False,
                segments=5), _bloom(x, y, z, color, 0.055 * s, k)]
    leaves = [_blade(0.16 * t, 0.04, k * 1.57 + 0.4, 0.2 * t, 0.8, k % 2, (0.26, 0.44, 0.20))
        for k in range(4)]
    if vase:
        made = finish(spec, "ceramic", ((0.86, 0.85, 0.82), (0.42, 0.55, 0.62), (0.70, 0.80, 0.82))[
                spec.variant // 3 % 3])
        return built(made, hollow(made, 0.045 * s, 0.04 * s, 0.22 * t, wall=0.005, belly=0.022 * s), *heads,
            *leaves, mass=1.3)
    paper = stuff("paper", (0.80, 0.70, 0.55))
    cone = group(*heads, *leaves, drum(paper, 0.02, 0.26, 0, 0.02, 0, upper=0.09, solid=False))
    lying = moved(loose(cone), 0, 0.09, 0.2, by=turn(x=-np.pi / 2))
    return built(paper, lying, Part((), (box(0.12, 0.15, 0.3, 0, 0.075, -0.02),
                box(0.2, 0.02, 0.4, 0, 0.01, 0))), mass=0.4)


def flower(spec: Spec) -> Model:
    """A potted flower, 0.32 m high, or one on its stem, 0.34 m long, to stand in a vase."""
    s, t = spec.wide, spec.tall
    color = spec.color or _PETALS[spec.tint % 6]
    if spec.asked("cut"):
        stem = rod(stuff("leaf", (0.30, 0.46, 0.22)), (0, 0, 0), (0, 0.31 * t, 0), 0.003, solid=False,
            segments=6)
        return built(stuff("leaf"), stem, _bloom(0, 0.30 * t, 0, color, 0.05 * s, spec.tint),
            *(moved(_blade(0.09 * t, 0.02, 2.2 * k, 0.2 * t, 0.25, k, (0.26, 0.44, 0.20))) for k in (0, 1)),
            Part((), (cylinder(0.010 * s, 0.31 * t, y=0.155 * t),)), mass=0.03)
    stalks: list[Part] = []
    for k in range(5):
        x, z, y = 0.04 * s * np.sin(k * 2.4) * (k > 0), 0.04 * s * np.cos(k * 2.4) * (k > 0), (
            0.30 - 0.03 * (k % 3)) * t
        stalks += [rod(stuff("leaf", (0.30, 0.46, 0.22)), (0, 0.1 * t, 0), (x, y, z), 0.003, solid=False,
                segments=5), _bloom(float(x), float(y), float(z), color, 0.065 * s, spec.tint)]
    leaves = [_blade(0.12 * t, 0.045, k * 1.26, 0.11 * t, 0.9, k % 2, (0.26, 0.44, 0.20)) for k in range(5)]
    return built(stuff("ceramic"), _pot(spec, 0.06 * s, 0.12 * t), *stalks, *leaves,
        Part((), (cylinder(0.04 * s, 0.12 * t, y=0.2 * t),)), mass=0.8)


def tree(spec: Spec, *, kind: str = "round") -> Model:
    """A tree, 4.5 m high: round crown, fir or palm."""
    s, h = spec.wide, 4.5 * spec.tall
    bark, green = stuff("bark"), spec.color or (0.27, 0.43, 0.18)
    if kind == "round":
        crown = [egg(stuff("foliage", green), q * s, q * 0.85, q * s, x * s, y * h / 4.5, z * s,
                solid=False, seed=k % 4, segments=14) for k, (q, x, y, z) in enumerate(
                ((2.3, 0, 2.2, 0), (1.6, 0.85, 1.95, 0.3), (1.6, -0.8, 2.0, -0.3), (1.5, 0.1, 1.9, 0.85),
                    (1.5, -0.1, 1.95, -0.85), (1.5, 0.2, 3.15, 0.1)))]
        boughs = [rod(bark, (0, 1.5, 0), (0.7 * np.sin(a), 2.7 * h / 4.5, 0.7 * np.cos(a)), 0.09, 0.03,
                solid=False, segments=7) for a in (0.4, 2.5, 4.4)]
        return built(bark, turned(bark, [(0.28, 0), (0.19, 0.15), (0.15, 1.0), (0.12, h * 0.6)],
                segments=12), *boughs, *crown, Part((), (cylinder(1.2 * s, h * 0.4, y=h * 0.72),)),
            static=True, mass=400)
    if kind == "fir":
        tiers = [turned(stuff("foliage", spec.color or (0.15, 0.32, 0.19)),
                [(r * s, 0), (r * s * 0.9, 0.08), (r * 0.2 * s, 0.9), (0.02, 1.05)], 0,
                (0.45 + 0.55 * k) * h / 4.5, 0, segments=14, seed=k, bands=2) for k,
            r in enumerate((1.15, 1.02, 0.88, 0.74, 0.60, 0.45))]
        return built(bark, turned(bark, [(0.16, 0), (0.12, 0.5), (0.08, h * 0.5)], segments=10), *tiers,
            static=True, mass=250)
    trunk = [drum(bark, 0.15 - 0.008 * k, h * 0.105, 0.03 * k, h * 0.1 * k, 0, upper=0.13 - 0.008 * k,
            segments=10) for k in range(8)]
    fronds = [moved(group(moved(egg(stuff("leaf", green), 0.32, 0.05, 1.0, 0, 0, 0.5, solid=False,
                segments=8), by=turn(x=-0.35)), moved(egg(stuff("leaf", green), 0.28, 0.05, 0.9, 0, 0, 0.42,
                solid=False, segments=8), 0, 0.34, 0.88, by=turn(x=0.45))), 0.22, h * 0.82, 0,
            by=turn(y=k * 0.698)) for k in range(9)]
    return built(bark, *trunk, *fronds, Part((), (cylinder(0.9, 0.4, y=h * 0.85),)), static=True, mass=300)


def christmas_tree(spec: Spec) -> Model:
    """A decorated fir in a pot, 1.8 m high."""
    s, t = spec.wide, spec.tall
    tiers = [turned(stuff("foliage", (0.14, 0.34, 0.20)), [(r * s, 0), (r * s * 0.85, 0.05),
                (r * 0.25 * s, 0.42 * t), (0.02, 0.46 * t)], 0, (0.26 + 0.3 * k) * t, 0, segments=16,
            seed=k, bands=2) for k, r in enumerate((0.55, 0.47, 0.38, 0.27))]
    hues: tuple[Color, ...] = (RED, (0.85, 0.68, 0.25), (0.25, 0.40, 0.70), (0.85, 0.86, 0.88))
    baubles = [egg(stuff("plastic", hues[k % 4]), 0.06, 0.06, 0.06, r * s * 0.98 * np.sin(a),
            (0.24 + 0.3 * tier) * t, r * s * 0.98 * np.cos(a), solid=False, segments=10) for tier,
        r in enumerate((0.55, 0.47, 0.38, 0.27)) for k, a in enumerate(np.arange(7 - tier) * 2 * np.pi / (
                7 - tier) + tier)]
    star = [moved(egg(stuff("metal", (0.90, 0.75, 0.30)), 0.05, 0.16, 0.03, solid=False, segments=8), 0,
            1.64 * t, 0, by=turn(z=k * 1.2566)) for k in range(5)]
    return built(stuff("bark"), drum(stuff("fabric", RED), 0.18, 0.2, upper=0.2, fill=18),
        drum(stuff("bark"), 0.05, 0.3, 0, 0.1), *tiers, *baubles, *star, mass=16)


def bush(spec: Spec) -> Model:
    """A bush, 0.9 m across."""
    s, t = spec.wide, spec.tall
    green = spec.color or (0.26, 0.43, 0.19)
    heads = [egg(stuff("foliage", green), q * s, q * 0.85 * t, q * s, x * s, y * t, z * s, solid=False,
            seed=k, segments=14) for k, (q, x, y, z) in enumerate(((0.7, 0, 0.1, 0), (0.5, 0.24, 0, 0.1),
                (0.5, -0.22, 0, 0.15), (0.48, 0.02, 0, -0.25)))]
    return built(stuff("leaf"), *heads, Part((), (cylinder(0.38 * s, 0.5 * t, y=0.25 * t),)), static=True,
        mass=15)


def hedge(spec: Spec) -> Model:
    """A clipped hedge, 2.0 x 0.5 x 1.0 m."""
    made = finish(Spec(color=spec.color), "foliage", (0.22, 0.38, 0.17))
    return built(made, block(made, 2.0 * spec.wide, 1.0 * spec.tall, 0.5, bevel=0.08, cell=0.25,
            seed=spec.tint), static=True, mass=60)


def rock(spec: Spec) -> Model:
    """A boulder, 0.8 m across."""
    made = finish(spec, "concrete", (0.52, 0.51, 0.49))
    s, t = spec.wide, spec.tall
    return built(made, egg(made, 0.8 * s, 0.62 * t, 0.62 * s, 0, 0, 0, squareness=0.8, segments=12,
            solid=False), egg(made, 0.45 * s, 0.4 * t, 0.5 * s, 0.2 * s, 0, 0.1, squareness=0.7,
            segments=10, solid=False, seed=2), Part((), (box(0.5 * s, 0.5 * t, 0.42 * s, 0, 0.25 * t, 0),)),
        mass=190)


def log(spec: Spec) -> Model:
    """A log lying, 0.9 m long and 0.24 m thick."""
    made, r = finish(spec, "bark"), 0.12 * spec.tall
    ends = [drum(stuff("wood"), r * 0.9, 0.004, s * 0.45, 0, 0, by=turn(z=-s * np.pi / 2), solid=False)
        for s in (-1, 1)]
    body = moved(drum(made, r, 0.9 * spec.wide, bevel=0.01), 0.45 * spec.wide, 0, 0, by=turn(z=np.pi / 2))
    wedge = Part((), (box(0.85 * spec.wide, 2 * r, r, 0, 0, 0),))
    return built(made, loose(body), *ends, wedge, supports=[top(0.8, r, r)], mass=26)


def grass(spec: Spec) -> Model:
    """A patch of lawn, 2 x 2 m, 2 cm high; feet stand in it."""
    made = stuff("leaf", spec.color or (0.34, 0.50, 0.20))
    made = replace(made, pattern="grass")
    return built(made, block(made, 2.0 * spec.wide, 0.02, 2.0 * spec.wide, bevel=0.005, cell=0.2),
        static=True)


def toadstool(spec: Spec) -> Model:
    """A toadstool, 0.16 m high."""
    red = finish(Spec(color=spec.color), "food", (0.78, 0.14, 0.10))
    dots = [egg(stuff("food", WHITE), 0.02, 0.008, 0.02, 0.045 * np.sin(a), 0.138, 0.045 * np.cos(a),
            solid=False, segments=8) for a in np.arange(5) * 1.2566]
    return built(red, turned(stuff("food", (0.92, 0.88, 0.78)), [(0.03, 0), (0.018, 0.03), (0.016, 0.1)],
            segments=14), turned(red, [(0.075, 0.09), (0.07, 0.11), (0.045, 0.138), (0.01, 0.15)],
            segments=20), *dots, mass=0.1)


ENTRIES: dict[str, Entry] = {
    "plant": entry(plant, "corner",
        "houseplant, potted plant, rubber plant, pot plant, indoor plant, house plant, "
        "ficus, potted tree, greenery, monstera, indoor tree, fiddle leaf fig, flowerpot, "
        "planter, plant pot, flower pot", rank=4, tags="plant"),
    "palm": entry(palm_plant, "corner", "potted palm, areca palm, palm plant", rank=4, tags="plant"),
    "fern": entry(partial(palm_plant, height=0.6), "top",
        "boston fern, spider plant, hanging plant, ivy, small plant", rank=6, tags="plant"),
    "snake plant": entry(snake_plant, "corner", "aloe, agave, aloe vera, sansevieria, yucca", rank=5,
        tags="plant"),
    "cactus": entry(cactus, "top", "succulent, succulent plant", rank=6, tags="plant"),
    "bonsai": entry(bonsai, "top", "bonsai tree, herb, herb pot, basil", rank=6, tags="plant"),
    "bouquet": entry(bouquet, "top",
        "vase of flowers, flower arrangement, flowers in a vase, bunch of flowers, "
        "floral arrangement, centerpiece, vase with flowers, flower bouquet", rank=6, tags="plant"),
    "flower": entry(flower, "top",
        "rose, tulip, orchid, sunflower, daisy, potted flower, lily, fresh flower, lavender, " "geranium",
        rank=6, tags="plant"),
    "tree": entry(tree, "ground",
        "oak tree, apple tree, maple tree, birch, willow, oak, deciduous tree, fruit tree, " "cherry tree",
        rank=1, tags="plant outdoor"),
    "fir tree": entry(partial(tree, kind="fir"), "ground",
        "pine tree, fir, spruce, conifer, evergreen, pine, cypress", rank=1, tags="plant outdoor"),
    "palm tree": entry(partial(tree, kind="palm"), "ground", "coconut tree, date palm", rank=1,
        tags="plant outdoor"),
    "christmas tree": entry(christmas_tree, "corner", "xmas tree, decorated tree", rank=2, tags="plant"),
    "bush": entry(bush, "ground", "shrub, shrubbery, topiary", rank=3, tags="plant outdoor"),
    "hedge": entry(hedge, "ground", rank=2, tags="plant outdoor"),
    "rock": entry(rock, "ground", "boulder, stone, pebble", rank=3, tags="outdoor"),
    "log": entry(log, "ground", "firewood, tree trunk, tree stump, stump, driftwood, wood log, branch",
        rank=5, tags="outdoor"),
    "grass": entry(grass, "rug", "lawn, turf, patch of grass", rank=9, tags="plant outdoor"),
    "toadstool": entry(toadstool, "ground", rank=7, tags="plant"),
}
