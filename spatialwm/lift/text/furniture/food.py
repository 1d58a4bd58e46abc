"""Food. Sizes and weights of common portions."""
# fmt: off

from collections.abc import Callable
from functools import partial

import numpy as np

from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.kit import OAK, RED, WHITE, Color, Finish, finish, stuff
from spatialwm.lift.text.furniture.parts import (
    Part,
    bar,
    block,
    built,
    drum,
    egg,
    group,
    hollow,
    loose,
    moved,
    panel,
    rod,
    slab,
    torus,
    turned,
)
from spatialwm.lift.text.furniture.walls import printed
from spatialwm.lift.text.model import Model, Spec, Support, box, cylinder
from spatialwm.lift.text.solids import Metres, turn

__all__ = ["ENTRIES"]

_CRUST: Color = (0.74, 0.50, 0.26)


def _stand(radius: Metres, height: Metres) -> Part:
    """Colliders of a round fruit: a cylinder within, so that it does not roll away."""
    return Part((), (cylinder(radius * 0.72, height, y=height / 2), cylinder(radius * 0.95, height * 0.5,
                y=height / 2)))


def round_fruit(spec: Spec, *, size: float = 0.075, color: Color = RED, stem: bool = True,
        tall: float = 0.95, kinds: tuple[Color, ...] = ()) -> Model:
    """A round fruit with a stem, ``size`` [m] across."""
    hue = kinds[spec.tint % len(kinds)] if kinds else color
    made, s = finish(Spec(color=spec.color), "food", hue), size * spec.wide
    h = s * tall
    stalk = rod(stuff("bark"), (0, h * 0.94, 0), (s * 0.04, h * 1.12, 0), s * 0.025, solid=False,
        segments=6) if stem else ()
    return built(made, egg(made, s, h, s, seed=spec.tint, solid=False, segments=20), _stand(s / 2, h), stalk)


def banana(spec: Spec) -> Model:
    """A banana, 0.18 m long; three together when it is a bunch."""
    made, s = finish(spec, "food", (0.92, 0.78, 0.22)), spec.wide
    one = loose(bar(made, [(-0.085 * s, 0.020, 0.03 * s), (-0.04 * s, 0.020, 0.0), (0.04 * s, 0.020, 0.0),
                (0.085 * s, 0.020, 0.03 * s)], [0.008, 0.017, 0.019, 0.016, 0.006]))
    tip = loose(rod(stuff("bark"), (0.085 * s, 0.020, 0.03 * s), (0.098 * s, 0.020, 0.04 * s), 0.005,
            segments=6))
    many = [moved(group(one, tip), 0, 0.0, -0.034 * k, by=None) for k in range(3 if spec.asked("bunch")
            else 1)]
    return built(made, *many, Part((), (box(0.13 * s, 0.038, 0.035, 0, 0.020, 0.008),)),
        mass=0.13 * len(many))


def carrot(spec: Spec) -> Model:
    """A carrot lying, 0.19 m long, with its green."""
    made = finish(spec, "food", (0.92, 0.45, 0.12))
    leaves = [rod(stuff("leaf", (0.25, 0.50, 0.18)), (-0.085, 0.018, 0), (-0.15, 0.03 + 0.01 * k,
                0.025 * (k - 1)), 0.003, 0.006, solid=False, segments=6) for k in range(3)]
    return built(made, loose(rod(made, (-0.09, 0.018, 0), (0.10, 0.010, 0), 0.018, 0.004)), *leaves,
        Part((), (box(0.15, 0.034, 0.03, -0.01, 0.017, 0),)), mass=0.09)


def broccoli(spec: Spec) -> Model:
    """A head of broccoli standing on its stem, 0.14 m."""
    made = finish(spec, "foliage", (0.22, 0.44, 0.18))
    rng = np.random.default_rng(spec.tint)
    heads = [egg(made, 0.06, 0.05, 0.06, 0.04 * np.sin(a) * r, 0.065 + 0.02 * (1 - r), 0.04 * np.cos(a) * r,
            seed=k, solid=False, segments=10) for k, (a, r) in enumerate([(0, 0),
                *((x + rng.uniform(-0.1, 0.1), 1.0) for x in np.arange(6) * 1.047)])]
    stem = turned(stuff("food", (0.62, 0.74, 0.40)), [(0.022, 0), (0.018, 0.03), (0.035, 0.08)], segments=14)
    return built(made, stem, *heads, Part((), (cylinder(0.06, 0.05, y=0.09),
                cylinder(0.028, 0.01, y=0.005))), mass=0.3)


def bread(spec: Spec) -> Model:
    """A loaf, 0.26 x 0.12 x 0.11 m, or a long baguette."""
    made = finish(spec, "food", _CRUST)
    w, d, h = (0.5, 0.07, 0.055) if spec.asked("baguette", "french") else (0.26, 0.12, 0.10)
    w, d, h = w * spec.wide, d * spec.wide, h * spec.tall
    cuts = [moved(slab(stuff("food", (0.92, 0.80, 0.58)), 0.012, 0.004, d * 0.55, w * x, h - 0.005, 0,
                bevel=0.0015), by=None) for x in (-0.3, -0.1, 0.1, 0.3)]
    return built(made, egg(made, w, h, d, 0, 0, 0, squareness=0.55, seed=spec.tint, segments=24,
            solid=False), *cuts, Part((), (box(w * 0.85, h * 0.98, d * 0.7, y=h * 0.49),)), mass=0.5)


def sandwich(spec: Spec) -> Model:
    """A sandwich of two slices with green, cheese and ham between them, 0.12 m wide."""
    s = 0.12 * spec.wide
    layers: list[tuple[Color, float, float]] = [((0.86, 0.66, 0.40), 0.016, 1.0),
        ((0.45, 0.66, 0.25), 0.006, 1.1), ((0.93, 0.72, 0.25), 0.005, 1.05),
        ((0.85, 0.50, 0.48), 0.007, 1.02), ((0.86, 0.66, 0.40), 0.016, 1.0)]
    parts: list[Part] = []
    y = 0.0
    for color, t, grow in layers:
        parts.append(block(stuff("food", color), s * grow, t, s * grow, 0, y, 0, bevel=t * 0.4, solid=False))
        y += t
    return built(stuff("food"), *parts, Part((), (box(s, y, s, y=y / 2),)), mass=0.25)


def burger(spec: Spec) -> Model:
    """A hamburger, 0.11 m across."""
    r = 0.055 * spec.wide
    bun = stuff("food", (0.80, 0.54, 0.26))
    layers = [drum(bun, r, 0.022, bevel=0.008), drum(stuff("food", (0.32, 0.18, 0.10)), r * 1.02, 0.016, 0,
            0.022), slab(stuff("food", (0.95, 0.72, 0.2)), r * 1.75, 0.005, r * 1.75, 0, 0.038),
        drum(stuff("food", (0.42, 0.62, 0.22)), r * 1.1, 0.008, 0, 0.043, solid=False),
        drum(stuff("food", RED), r * 0.95, 0.008, 0, 0.05, solid=False)]
    return built(bun, *layers, turned(bun, [(r, 0.058), (r * 0.98, 0.072), (r * 0.75, 0.092),
                (r * 0.3, 0.102)]), mass=0.25)


def hot_dog(spec: Spec) -> Model:
    """A hot dog, 0.17 m long, with mustard."""
    bun, s = stuff("food", (0.84, 0.62, 0.34)), spec.wide
    halves = [egg(bun, 0.16 * s, 0.045, 0.035, 0, 0, z * 0.02, squareness=0.6, solid=False) for z in (-1, 1)]
    sausage = moved(loose(rod(stuff("food", (0.62, 0.24, 0.14)), (-0.085 * s, 0.036, 0),
                (0.085 * s, 0.036, 0), 0.014)), 0, 0, 0)
    sauce = bar(stuff("food", (0.93, 0.75, 0.15)), [(x * 0.02 * s, 0.051, 0.005 * (-1) ** k) for k,
            x in enumerate(np.linspace(-3.5, 3.5, 9))], 0.003, smooth=1)
    return built(bun, *halves, sausage, loose(sauce), Part((), (box(0.14 * s, 0.045, 0.055, y=0.0225),)),
        mass=0.2)


def pizza(spec: Spec) -> Model:
    """A pizza, 0.32 m across, or one slice."""
    r = 0.16 * spec.wide
    crust = finish(spec, "food", (0.82, 0.58, 0.30))
    rng = np.random.default_rng(spec.tint)
    if spec.asked("slice"):
        cheese = drum(stuff("food", (0.95, 0.76, 0.38)), 0.1, 0.012, segments=3, bevel=0.003)
        return built(crust, cheese, block(crust, 0.16, 0.022, 0.025, 0, 0, -0.055, bevel=0.01), mass=0.12)
    spots = [(q * r * 0.78 * np.sin(a), q * r * 0.78 * np.cos(a)) for q, a in zip(
            np.sqrt(rng.uniform(0.02, 1, 12)), rng.uniform(0, 6.28, 12), strict=True)]
    tops = [drum(stuff("food", (0.70, 0.16, 0.10)), 0.019, 0.004, x, 0.017, z, solid=False, segments=14)
        if k % 3 else egg(stuff("food", (0.25, 0.45, 0.16)), 0.03, 0.005, 0.018, x, 0.016, z, solid=False,
            segments=8) for k, (x, z) in enumerate(spots)]
    return built(crust, drum(crust, r, 0.014, segments=40), drum(stuff("food", (0.95, 0.76, 0.38)), r * 0.9,
            0.005, 0, 0.013, solid=False, segments=36), torus(crust, r - 0.011, 0.012, 0, 0.002,
            segments=40), *tops, supports=[Support(height=0.02, half_width=r * 0.7, half_depth=r * 0.7,
                round=True)], mass=0.6)


def donut(spec: Spec) -> Model:
    """A doughnut with icing and sprinkles, 0.09 m across."""
    dough, s = stuff("food", (0.80, 0.56, 0.28)), spec.wide
    icing = stuff("food", spec.color or ((0.92, 0.55, 0.65), (0.35, 0.20, 0.12), (0.95, 0.92, 0.88))[
            spec.tint % 3])
    rng = np.random.default_rng(spec.tint)
    bits = [slab(stuff("plastic", ((0.95, 0.85, 0.2), (0.3, 0.6, 0.9), (0.9, 0.3, 0.3))[k % 3]), 0.006,
            0.002, 0.002, 0.029 * s * np.sin(a), 0.0325, 0.029 * s * np.cos(a),
            by=turn(y=float(rng.uniform(0, 3)))) for k, a in enumerate(rng.uniform(0, 6.28, 14))]
    return built(dough, torus(dough, 0.029 * s, 0.0165, 0, 0, 0, solid=False),
        torus(icing, 0.029 * s, 0.0155, 0, 0.0035, 0), *bits, Part((),
            (cylinder(0.04 * s, 0.03, y=0.015),)), mass=0.06)


def cake(spec: Spec) -> Model:
    """A layer cake on a plate, 0.24 m across, with cream and cherries; tiers when it is a wedding cake."""
    cream = finish(Spec(color=spec.color), "food", (0.95, 0.90, 0.84))
    filling = stuff("food", ((0.45, 0.25, 0.14), (0.90, 0.55, 0.60))[spec.variant % 2])
    r, h = 0.12 * spec.wide, 0.10 * spec.tall
    tiers = 3 if spec.asked("wedding", "tiered", "tier", "three tier") else 1
    parts: list[Part] = [drum(stuff("ceramic"), r * 1.25, 0.008, segments=36)]
    y = 0.008
    for k in range(tiers):
        q = r * (1 - 0.27 * k)
        parts += [drum(cream, q, h, 0, y, bevel=0.01, segments=36), torus(filling, q, 0.006, 0, y
                + h * 0.45, segments=36), torus(cream, q * 0.92, 0.011, 0, y + h - 0.006, segments=30)]
        y += h
    q = r * (1 - 0.27 * (tiers - 1)) * 0.72
    cherries = [egg(stuff("food", RED), 0.022, 0.022, 0.022, q * np.sin(a), y, q * np.cos(a), solid=False,
            segments=10) for a in np.arange(8) * np.pi / 4]
    candles: list[Part] = []
    if spec.asked("birthday"):
        candles = [group(drum(stuff("wax", (0.4, 0.6, 0.9)), 0.004, 0.07, 0.04 * np.sin(a), y,
                    0.04 * np.cos(a), solid=False, segments=8), egg(Finish(material="wax", pattern="plain",
                    color=(1, 0.85, 0.4)), 0.008, 0.016, 0.008, 0.04 * np.sin(a), y + 0.07,
                    0.04 * np.cos(a), solid=False, glow=1.5, segments=8)) for a in np.arange(5) * 1.2566]
    return built(cream, *parts, *cherries, *candles, mass=1.4 * tiers)


def pastry(spec: Spec) -> Model:
    """A cupcake or muffin, 0.07 m across."""
    paper = stuff("paper", ((0.75, 0.35, 0.35), (0.35, 0.5, 0.65))[spec.variant % 2])
    cream = stuff("food", spec.color or (0.94, 0.80, 0.76))
    swirl = turned(cream, [(0.036, 0.042), (0.038, 0.052), (0.025, 0.062), (0.028, 0.070), (0.014, 0.082),
            (0.004, 0.092)], segments=18, solid=False)
    return built(cream, drum(paper, 0.024, 0.045, upper=0.034, segments=16), swirl,
        egg(stuff("food", RED), 0.016, 0.016, 0.016, 0, 0.088, solid=False), mass=0.08)


def cookie(spec: Spec) -> Model:
    """A biscuit with dark drops, 0.07 m across."""
    made = finish(spec, "food", (0.78, 0.56, 0.32))
    drops = [egg(stuff("food", (0.25, 0.14, 0.08)), 0.010, 0.006, 0.010, 0.022 * np.sin(k * 2.4) * (0.3
                + 0.1 * k), 0.0095, 0.022 * np.cos(k * 2.4) * (0.3 + 0.1 * k), solid=False, segments=8)
        for k in range(8)]
    return built(made, drum(made, 0.035 * spec.wide, 0.012, bevel=0.004), *drops, mass=0.02)


def cheese(spec: Spec) -> Model:
    """A wedge of cheese with holes, or a round of it."""
    made = finish(spec, "food", (0.95, 0.78, 0.32))
    if spec.asked("wheel", "round") or spec.variant % 2:
        r = 0.09 * spec.wide
        cut = drum(stuff("food", (0.97, 0.93, 0.80)), r * 0.97, 0.002, 0, 0.055, solid=False)
        return built(made, drum(stuff("food", (0.90, 0.80, 0.58)), r, 0.055, bevel=0.008, segments=32), cut,
            supports=[Support(height=0.057, half_width=r * 0.9, half_depth=r * 0.9, round=True)], mass=1.3)
    r = 0.08 * spec.wide
    hull = Part((), (box(0.9 * r, 0.055, 0.9 * r, 0, 0.0275, 0),))
    wedge = group(drum(made, r, 0.055, segments=3, bevel=0.004, solid=False), hull)
    holes = [egg(stuff("food", (0.82, 0.62, 0.20)), 0.018, 0.004, 0.018, x, 0.0535, z, solid=False,
            segments=10) for x, z in ((0.01, 0.02), (-0.02, -0.01), (0.025, -0.015))]
    return built(made, wedge, *holes, mass=0.3)


def egg_(spec: Spec) -> Model:
    """An egg lying, 0.057 m long."""
    made = finish(spec, "ceramic", ((0.93, 0.84, 0.72), WHITE)[spec.tint % 2])
    return built(made, egg(made, 0.057, 0.043, 0.043, solid=False), Part((),
            (box(0.03, 0.043, 0.03, y=0.0215),)), mass=0.06)


def grapes(spec: Spec) -> Model:
    """A bunch of grapes lying, 0.15 m long."""
    made = finish(spec, "food", ((0.38, 0.16, 0.32), (0.62, 0.72, 0.32))[spec.variant % 2])
    rng = np.random.default_rng(5)
    dots: list[Part] = []
    for k in range(26):
        t = k / 26
        spread_ = 0.045 * (1 - t) + 0.008
        dots.append(egg(made, 0.023, 0.023, 0.023, -0.06 + 0.13 * t, rng.uniform(0, 0.025 * (1 - t)),
                rng.uniform(-1, 1) * spread_, solid=False, segments=8, seed=1))
    return built(made, *dots, loose(rod(stuff("bark"), (-0.05, 0.03, 0), (-0.1, 0.045, 0), 0.003)),
        Part((), (box(0.12, 0.035, 0.06, 0, 0.0175, 0),)), mass=0.3)


def pineapple(spec: Spec) -> Model:
    """A pineapple standing, 0.28 m high."""
    made = finish(spec, "wicker", (0.80, 0.55, 0.20))
    leaves = [rod(stuff("leaf", (0.25, 0.45, 0.20)), (0, 0.16, 0), (0.07 * np.sin(a) * r, 0.22
                + 0.06 * (1 - r), 0.07 * np.cos(a) * r), 0.011, 0.002, solid=False, segments=6) for a,
        r in zip(np.arange(12) * 2.4, np.linspace(1, 0.1, 12), strict=True)]
    return built(made, turned(made, [(0.035, 0), (0.055, 0.03), (0.058, 0.09), (0.045, 0.15), (0.02, 0.17)],
            segments=20), *leaves, mass=1.2)


def pack(spec: Spec, *, size: tuple[float, float, float] = (0.10, 0.20, 0.05),
        color: Color = (0.86, 0.62, 0.20), mass: float = 0.5, soft: bool = False) -> Model:
    """A bag or carton with a printed front."""
    hue = spec.color or (color, (0.25, 0.45, 0.65), (0.70, 0.20, 0.16))[spec.tint % 3]
    made = stuff("paper", hue)
    w, h, d = (a * b for a, b in zip(size, (spec.wide, spec.tall, spec.wide), strict=True))
    body = block(made, w, h, d, bevel=d * (0.42 if soft else 0.06), cell=0.08, fill=mass / (w * h * d * 800))
    seam = slab(made, w, h * 0.07, 0.004, 0, h * 0.95, 0, bevel=0.001) if soft else ()
    return built(made, body, seam, panel(printed("cover", (0.95, 0.92, 0.84)), w * 0.7, h * 0.6, 0,
            h * 0.18, d / 2 + 0.002, seed=spec.tint % 997), mass=mass)


def platter(spec: Spec) -> Model:
    """A plate of food: something brown, something green, something red."""
    plate = turned(stuff("ceramic"), [(0.08, 0), (0.10, 0.006), (0.13, 0.02)], segments=40)
    meal = [egg(stuff("food", (0.55, 0.32, 0.16)), 0.10, 0.05, 0.07, -0.03, 0.008, 0, solid=False),
        egg(stuff("foliage"), 0.07, 0.045, 0.06, 0.05, 0.008, 0.03, solid=False),
        egg(stuff("food", (0.93, 0.85, 0.62)), 0.07, 0.04, 0.06, 0.03, 0.008, -0.04, solid=False),
        egg(stuff("food", RED), 0.035, 0.03, 0.035, -0.02, 0.01, 0.06, solid=False)]
    return built(stuff("ceramic"), plate, *meal, mass=0.9)


def fruit(spec: Spec) -> Model:
    """One of several fruits, by the piece's own number."""
    kinds: list[Callable[[Spec], Model]] = [partial(round_fruit, size=0.078, color=(0.72, 0.13, 0.10)),
        partial(round_fruit, size=0.075, color=(0.93, 0.52, 0.12), stem=False), banana,
        partial(round_fruit, size=0.07, color=(0.62, 0.72, 0.22), tall=1.25),
        partial(round_fruit, size=0.065, color=(0.95, 0.84, 0.28), stem=False, tall=0.85)]
    return kinds[spec.tint % len(kinds)](spec)


def fruit_bowl(spec: Spec) -> Model:
    """A bowl heaped with fruit."""
    made = finish(spec, "wood", OAK)
    hues: tuple[Color, ...] = ((0.72, 0.13, 0.10), (0.93, 0.52, 0.12), (0.62, 0.72, 0.22), (0.95, 0.84, 0.28))
    parts = [egg(stuff("food", hues[k % 4]), 0.075, 0.072, 0.075, 0.055 * np.sin(k * 1.26) * (k > 0), 0.035
            + 0.03 * (k == 0), 0.055 * np.cos(k * 1.26) * (k > 0), solid=False, segments=14)
        for k in range(6)]
    return built(made, hollow(made, 0.05, 0.13, 0.075, wall=0.006, belly=0.015), *parts, mass=1.6)


ENTRIES: dict[str, Entry] = {
    "apple": entry(partial(round_fruit, size=0.078, kinds=((0.72, 0.13, 0.1), (0.55, 0.68, 0.22),
                (0.8, 0.3, 0.16))), "top", "red apple, green apple, pomegranate", rank=8, tags="food"),
    "orange": entry(partial(round_fruit, size=0.075, color=(0.93, 0.52, 0.12), stem=False), "top",
        "orange fruit, tangerine, grapefruit, mandarin, clementine", rank=8, tags="food"),
    "lemon": entry(partial(round_fruit, size=0.06, color=(0.95, 0.84, 0.28), stem=False, tall=0.85), "top",
        "lime, citrus", rank=8, tags="food"),
    "pear": entry(partial(round_fruit, size=0.07, color=(0.66, 0.7, 0.28), tall=1.3), "top",
        "avocado, mango, papaya", rank=8, tags="food"),
    "tomato": entry(partial(round_fruit, size=0.07, color=(0.8, 0.16, 0.1), tall=0.85), "top",
        "peach, plum, cherry, strawberry, berry, nectarine, cherry tomato", rank=8, tags="food"),
    "potato": entry(partial(round_fruit, size=0.08, color=(0.72, 0.56, 0.34), stem=False, tall=0.75), "top",
        "onion, sweet potato, kiwi, coconut, garlic, mushroom, turnip, radish, ginger, nut, " "walnut",
        rank=8, tags="food"),
    "melon": entry(partial(round_fruit, size=0.24, color=(0.3, 0.48, 0.22), tall=0.92), "top",
        "watermelon, cabbage, lettuce, cantaloupe, cauliflower, salad", rank=8, tags="food"),
    "pumpkin": entry(partial(round_fruit, size=0.28, color=(0.88, 0.45, 0.12), tall=0.78), "top",
        "squash, gourd, jack-o-lantern, eggplant, aubergine", rank=7, tags="food"),
    "banana": entry(banana, "top", "bunch of bananas, plantain", rank=8, tags="food"),
    "carrot": entry(carrot, "top",
        "vegetable, corn, cucumber, zucchini, asparagus, celery, leek, pepper, chili, "
        "bell pepper, eggplants, corn cob", rank=8, tags="food"),
    "broccoli": entry(broccoli, "top", "kale", rank=8, tags="food"),
    "grapes": entry(grapes, "top", "grape, bunch of grapes", rank=8, tags="food"),
    "pineapple": entry(pineapple, "top", "artichoke", rank=8, tags="food"),
    "fruit": entry(fruit, "top", "piece of fruit, fruits, produce, snack", rank=8, tags="food"),
    "bowl of fruit": entry(fruit_bowl, "top", "fruit platter, filled fruit bowl", rank=7,
        tags="food tableware"),
    "bread": entry(bread, "top", "loaf, loaf of bread, baguette, toast, bread loaf, bread roll, bun, bagel",
        rank=8, tags="food"),
    "sandwich": entry(sandwich, "top", "burrito, wrap, taco, quesadilla, panini, club sandwich", rank=8,
        tags="food"),
    "burger": entry(burger, "top", "hamburger, cheeseburger, veggie burger", rank=8, tags="food"),
    "hot dog": entry(hot_dog, "top", "hotdog, sausage, bratwurst", rank=8, tags="food"),
    "pizza": entry(pizza, "top",
        "slice of pizza, pizza slice, pie, tart, quiche, pancake, waffle, tortilla, " "omelette, pancakes",
        rank=7, tags="food"),
    "donut": entry(donut, "top", "doughnut", rank=8, tags="food"),
    "cake": entry(cake, "top",
        "birthday cake, wedding cake, layer cake, cheesecake, chocolate cake, gateau, "
        "dessert, slice of cake, gingerbread house", rank=7, tags="food"),
    "cupcake": entry(pastry, "top",
        "muffin, pastry, croissant, macaron, ice cream, scone, cinnamon roll, brownie", rank=8,
        tags="food"),
    "cookie": entry(cookie, "top",
        "biscuit, cracker, chip, candy, chocolate, sweet, lollipop, dog treat, pretzel", rank=8,
        tags="food"),
    "cheese": entry(cheese, "top", "cheese wheel, block of cheese, butter, tofu, cheese wedge", rank=8,
        tags="food"),
    "egg": entry(egg_, "top", "easter egg", rank=8, tags="food"),
    "pasta pack": entry(partial(pack), "inside",
        "pasta, pack of pasta, bag of flour, flour, rice bag, bag of rice, sugar, "
        "coffee bag, bag of chips, chips, tea bag, food bag, grain bag, packet, "
        "bag of coffee, snack bag", rank=8, tags="food container"),
    "pet food bag": entry(partial(pack, size=(0.36, 0.58, 0.14), mass=8.0, soft=True), "free",
        "dog food, cat food, pet food, bag of pet food, feed sack, sack, cement bag, "
        "bag of soil, dog food bag, sack of flour, sandbag", rank=6, tags="container"),
    "cereal box": entry(partial(pack, size=(0.19, 0.29, 0.065), mass=0.5), "inside",
        "cereal, milk carton, juice box, carton of milk, box of cereal, detergent box, "
        "tissue box, milk, egg carton, cracker box, medicine box, detergent, " "box of chocolates", rank=8,
        tags="food container"),
    "meal": entry(platter, "top",
        "plate of food, food, dinner, steak, meat, fish dish, sushi, breakfast, lunch, "
        "roast chicken, turkey, roast, soup, noodles, spaghetti, rice, curry, french fries, "
        "seafood, ham", rank=7, tags="food tableware"),
}
