"""Clothes, bags, textiles and what one wears or carries."""
# fmt: off

from dataclasses import replace
from functools import partial

import numpy as np

from spatialwm.lift.text.furniture import decor
from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.kit import (
    BLACK,
    BRASS,
    DARK,
    OAK,
    WALNUT,
    WHITE,
    Color,
    finish,
    shade,
    stuff,
)
from spatialwm.lift.text.furniture.parts import (
    Part,
    bar,
    block,
    built,
    drum,
    egg,
    group,
    loose,
    moved,
    panel,
    rod,
    slab,
    thrifty,
    top,
    torus,
    turned,
)
from spatialwm.lift.text.furniture.walls import printed
from spatialwm.lift.text.model import Model, Spec, box, cylinder
from spatialwm.lift.text.solids import Metres, turn

__all__ = ["ENTRIES"]

_HUES: tuple[Color, ...] = ((0.20, 0.33, 0.45), (0.62, 0.24, 0.20), (0.80, 0.68, 0.42), (0.28, 0.42, 0.34),
    (0.50, 0.30, 0.42), (0.85, 0.80, 0.72), (0.24, 0.24, 0.27), (0.78, 0.45, 0.22))


def rug(spec: Spec) -> Model:
    """A rug, 2.0 x 1.4 m or round, striped or bordered; bath and door mats are small."""
    return thrifty(decor.rug(spec))


def door_mat(spec: Spec) -> Model:
    """A door or bath mat, 0.75 x 0.45 m, 1 cm thick."""
    made = finish(spec, "fabric", (0.62, 0.50, 0.36))
    return built(made, block(made, 0.75 * spec.wide, 0.010, 0.45 * spec.wide, bevel=0.004, fill=4,
            seed=spec.tint), static=True)


def folded(spec: Spec, *, size: tuple[float, float, float] = (0.40, 0.07, 0.30), pattern: str = "fabric",
        count: int = 3) -> Model:
    """A folded cloth: towels, blankets, clothes, in layers."""
    made = finish(spec, "fabric", ((0.62, 0.72, 0.74), (0.86, 0.82, 0.74), (0.66, 0.40, 0.34),
            (0.40, 0.46, 0.40))[spec.tint % 4])
    if pattern == "plaid" and spec.variant % 2:
        made = replace(made, pattern="plaid")
    w, h, d = (a * b for a, b in zip(size, (spec.wide, spec.tall, spec.wide), strict=True))
    layers = [block(made, w * (1 - 0.01 * k), h / count * 1.02, d * (1 - 0.015 * k), 0, h / count * k, 0,
            bevel=h / count * 0.45, cell=0.12, fill=3, seed=spec.tint) for k in range(count)]
    return built(made, *layers, supports=[top(w, d, h, rim=0.03)])


def shoe(spec: Spec, *, boot: bool = False) -> Model:
    """A pair of shoes or boots, toes to +z."""
    made = finish(spec, "leather", ((0.30, 0.19, 0.13), (0.88, 0.87, 0.85), (0.20, 0.28, 0.42),
            (0.62, 0.15, 0.14))[spec.tint % 4])
    made = replace(made, fill=6.0)
    sole = stuff("rubber", (0.16, 0.15, 0.15) if made.color[0] < 0.8 else (0.75, 0.70, 0.62))
    one = group(block(sole, 0.09, 0.022, 0.27, bevel=0.010), egg(made, 0.092, 0.085, 0.17, 0, 0.012, 0.055,
            squareness=0.8, solid=False), egg(made, 0.085, 0.11, 0.15, 0, 0.012, -0.055, squareness=0.8,
            solid=False), [slab(stuff("fabric", WHITE), 0.05, 0.004, 0.006, 0, 0.09 - 0.012 * k, 0.02
                + 0.022 * k) for k in range(3)], drum(made, 0.045, 0.24, 0, 0.05, -0.06, upper=0.058,
            bevel=0.006) if boot else drum(stuff("fabric", DARK), 0.032, 0.003, 0, 0.118, -0.055,
            solid=False), Part((), (box(0.075, 0.09, 0.2, 0, 0.055, -0.01),)))
    return built(made, moved(one, -0.065, by=turn(y=0.06)), moved(one, 0.065, by=turn(y=-0.06)), mass=0.8)


def hat(spec: Spec, *, kind: str = "brim") -> Model:
    """A hat with a brim, a cap or a helmet, 0.27-0.38 m."""
    made = finish(spec, "fabric", ((0.72, 0.62, 0.44), (0.25, 0.26, 0.30), (0.45, 0.28, 0.20))[spec.tint % 3])
    s = spec.wide
    if kind == "helmet":
        made = replace(finish(spec, "plastic", _HUES[spec.tint % 5]), roughness=0.25)
        vents = [slab(stuff("plastic", BLACK), 0.018, 0.01, 0.10, x, 0.125, 0.01, bevel=0.004)
            for x in (-0.045, 0, 0.045)]
        return built(made, turned(made, [(0.118 * s, 0), (0.12 * s, 0.03), (0.112 * s, 0.07),
                    (0.085 * s, 0.11), (0.04 * s, 0.135), (0.01, 0.14)], segments=26, fill=0.25, sharp=1.2),
            *vents, mass=0.35)
    if kind == "cap":
        return built(made, turned(made, [(0.095 * s, 0), (0.096 * s, 0.04), (0.08 * s, 0.085),
                    (0.04 * s, 0.11), (0.01, 0.115)], segments=24, fill=1.0, sharp=1.2),
            egg(made, 0.17 * s, 0.018, 0.16 * s, 0, 0.0, 0.13 * s, solid=False),
            egg(made, 0.02, 0.012, 0.02, 0, 0.11, 0, solid=False), mass=0.1)
    return built(made, turned(made, [(0.17 * s, 0), (0.175 * s, 0.008), (0.10 * s, 0.014),
                (0.095 * s, 0.08), (0.08 * s, 0.11), (0.03 * s, 0.10)], segments=32, fill=1.5),
        drum(stuff("fabric", (0.20, 0.14, 0.12)), 0.0985 * s, 0.025, 0, 0.015, upper=0.097 * s,
            solid=False), mass=0.2)


def bag(spec: Spec, *, kind: str = "hand") -> Model:
    """A bag standing: handbag, backpack, suitcase on wheels, or shopping bag."""
    s, t = spec.wide, spec.tall
    if kind == "suitcase":
        made = finish(spec, "plastic", ((0.24, 0.34, 0.44), (0.55, 0.20, 0.20), (0.22, 0.22, 0.24),
                (0.60, 0.45, 0.30))[spec.tint % 4])
        w, d, h = 0.42 * s, 0.25 * s, 0.60 * t
        ribs = [slab(replace(made, color=shade(made.color, 0.75)), 0.012, h * 0.8, d + 0.006, x, 0.04
                + h * 0.1, 0, bevel=0.004) for x in np.linspace(-0.36, 0.36, 6) * w]
        grip = [rod(stuff("metal"), (x, h, -0.06), (x, h + 0.26, -0.06), 0.007, solid=False)
            for x in (-0.08, 0.08)] + [block(stuff("plastic", BLACK), 0.2, 0.03, 0.03, 0, h + 0.25, -0.06,
                solid=False)]
        wheels = [drum(stuff("rubber", BLACK), 0.025, 0.05, x, 0, z, segments=12)
            for x in (-w * 0.38, w * 0.38) for z in (-d * 0.3, d * 0.3)]
        return built(made, block(made, w, h - 0.04, d, 0, 0.04, 0, bevel=0.035, fill=0.12), *ribs, *grip,
            *wheels, supports=[top(w * 0.8, d * 0.5, h, z=0.04)], mass=9)
    if kind == "backpack":
        made = finish(spec, "fabric", ((0.26, 0.34, 0.42), (0.56, 0.26, 0.20), (0.30, 0.36, 0.28))[
                spec.tint % 3])
        strap = [loose(bar(made, [(x, 0.38 * t, -0.09), (x, 0.30 * t, -0.14), (x, 0.08 * t, -0.10)], 0.016,
                    flatten=1.6)) for x in (-0.07, 0.07)]
        return built(made, egg(made, 0.32 * s, 0.46 * t, 0.20, 0, 0, 0, squareness=0.55, fill=2,
                solid=False), egg(made, 0.26 * s, 0.20 * t, 0.10, 0, 0.03, 0.10, squareness=0.5,
                solid=False, fill=2), *strap, slab(stuff("metal"), 0.2 * s, 0.006, 0.01, 0, 0.30 * t,
                0.098), Part((), (box(0.26 * s, 0.40 * t, 0.14, 0, 0.20 * t, 0.02),
                    box(0.24 * s, 0.01, 0.22, 0, 0.012, 0.02))), mass=2.2)
    if kind == "paper":
        made = finish(spec, "paper", (0.76, 0.62, 0.44))
        loops = [loose(bar(made, [(-0.05, 0.33, z), (-0.05, 0.42, z), (0.05, 0.42, z), (0.05, 0.33, z)],
                    0.005)) for z in (-0.05, 0.05)]
        return built(made, block(made, 0.28 * s, 0.35 * t, 0.13 * s, bevel=0.006, fill=0.02), *loops,
            panel(printed("cover", (0.80, 0.35, 0.28)), 0.16 * s, 0.18 * t, 0, 0.08, 0.0665 * s,
                seed=spec.tint % 97), mass=1.0)
    made = finish(spec, "leather", ((0.45, 0.27, 0.17), (0.18, 0.16, 0.17), (0.62, 0.16, 0.18))[
            spec.tint % 3])
    return built(made, egg(made, 0.32 * s, 0.24 * t, 0.14, 0, 0, 0, squareness=0.4, fill=6, solid=False),
        loose(bar(made, [(-0.09, 0.20 * t, 0), (-0.075, 0.33 * t, 0), (0.075, 0.33 * t, 0),
                (0.09, 0.20 * t, 0)], 0.008)), slab(stuff("metal", BRASS), 0.04, 0.025, 0.008, 0, 0.14 * t,
            0.066), Part((), (box(0.28 * s, 0.22 * t, 0.10, 0, 0.11 * t, 0),)), mass=1.1)


def tie(spec: Spec) -> Model:
    """A tie lying along z, 0.5 m of it folded."""
    made = replace(finish(spec, "fabric", ((0.45, 0.13, 0.17), (0.17, 0.24, 0.40))[spec.tint % 2]), fill=8.0)
    return built(made, slab(made, 0.075, 0.006, 0.30, 0, 0, 0.05, bevel=0.002),
        slab(made, 0.05, 0.006, 0.24, 0.012, 0.005, -0.06, bevel=0.002), slab(made, 0.04, 0.012, 0.04, 0,
            0.004, -0.17, bevel=0.004), Part((), (box(0.07, 0.006, 0.36, 0, 0.003, 0.0),)), mass=0.07)


def umbrella(spec: Spec) -> Model:
    """An open umbrella resting on its rim and handle, 1.0 m across; closed when asked."""
    made = replace(finish(spec, "fabric", ((0.65, 0.14, 0.15), (0.18, 0.25, 0.40), (0.90, 0.72, 0.22),
                (0.16, 0.16, 0.17))[spec.tint % 4]), fill=6.0)
    wood = stuff("wood", WALNUT)
    if spec.asked("closed", "folded"):
        body = moved(group(turned(made, [(0.012, 0), (0.035, 0.15), (0.028, 0.5), (0.008, 0.7)],
                    segments=14, solid=False), loose(bar(wood, [(0, -0.16, 0), (0, -0.2, 0.02),
                    (0, -0.2, 0.06), (0, -0.15, 0.07)], 0.011)), loose(rod(wood, (0, -0.16, 0),
                    (0, 0.02, 0), 0.008))), 0, 0.036, -0.25, by=turn(x=np.pi / 2))
        return built(made, body, Part((), (box(0.05, 0.04, 0.6, 0, 0.03, 0.05),)), mass=0.5)
    r = 0.52 * spec.wide
    line: list[tuple[Metres, Metres]] = [(r, 0.62), (r * 0.92, 0.72), (r * 0.7, 0.82), (r * 0.4, 0.895),
        (0.01, 0.94)]
    canopy = moved(turned(made, line, segments=8, solid=False, fill=0.02, sharp=0.5), 0, 0, 0)
    ribs = [loose(moved(rod(stuff("metal", DARK), (0, 0.90, 0), (0, 0.63, r * 0.97), 0.004),
                by=turn(y=k * np.pi / 4))) for k in range(8)]
    stick = group(rod(wood, (0, 0.1, 0), (0, 0.98, 0), 0.009, solid=False), loose(
            bar(wood, [(0, 0.11, 0), (0, 0.03, 0.01), (0, 0.02, 0.07), (0, 0.08, 0.09)], 0.012)))
    whole = moved(group(canopy, *ribs, stick), 0, 0.06, 0.35, by=turn(x=-1.15))
    shift = min(float(p.solid.corners[..., 1].min()) for p in whole.pieces)
    hull = Part((), (box(0.3, 0.02, 0.06, 0, 0.01, 0.33), box(0.5, 0.02, 0.06, 0, 0.01, -0.44),
            box(0.06, 0.3, 0.5, 0, 0.3, -0.1)))
    return built(made, moved(loose(whole), 0, -shift, 0), hull, mass=0.6)


def parasol(spec: Spec) -> Model:
    """A garden parasol in its foot, 2.4 m high and 2.4 m across."""
    made, wood = replace(finish(spec, "fabric", ((0.86, 0.82, 0.72), (0.62, 0.20, 0.18))[spec.variant % 2]),
        fill=1.0), stuff("wood", OAK)
    r, h = 1.2 * spec.wide, 2.35 * spec.tall
    return built(made, drum(stuff("concrete"), 0.26, 0.09, bevel=0.02), drum(wood, 0.022, h, 0, 0.02),
        turned(made, [(r, h - 0.52), (r * 0.98, h - 0.46), (r * 0.5, h - 0.2), (0.02, h)], segments=8,
            fill=0.01, sharp=0.5, solid=False), [moved(slab(made, 0.02, 0.10, 0.9 * r, r * 0.92, h - 0.58,
                0), by=turn(y=k * np.pi / 4 + np.pi / 8)) for k in range(8)],
        Part((), (cylinder(r * 0.7, 0.2, y=h - 0.28),)), mass=32, shadows=False)


def glasses(spec: Spec) -> Model:
    """Spectacles lying, 0.14 m wide."""
    made = finish(spec, "plastic", ((0.14, 0.12, 0.12), (0.45, 0.28, 0.16))[spec.tint % 2])
    rims = [moved(torus(made, 0.026, 0.003, segments=20), s * 0.034, 0.028, 0.0, by=turn(x=np.pi / 2))
        for s in (-1, 1)]
    arms = [loose(rod(made, (s * 0.062, 0.035, 0.0), (s * 0.058, 0.006, -0.13), 0.0025)) for s in (-1, 1)]
    return built(made, *map(loose, rims), *arms, loose(rod(made, (-0.010, 0.036, 0), (0.010, 0.036, 0),
                0.003)), Part((), (box(0.12, 0.01, 0.012, 0, 0.006, 0), box(0.12, 0.008, 0.02, 0, 0.007,
                -0.12), box(0.1, 0.03, 0.01, 0, 0.025, 0))), mass=0.04)


ENTRIES: dict[str, Entry] = {
    "rug": entry(rug, "rug",
        "carpet, area rug, persian rug, mat, floor rug, shag rug, play rug, throw rug, " "runner rug",
        rank=9, tags="textile"),
    "door mat": entry(door_mat, "rug", "doormat, bath mat, welcome mat, floor mat, bathmat, bath rug",
        rank=9, tags="textile"),
    "towel": entry(partial(folded, size=(0.38, 0.09, 0.28)), "top",
        "bath towel, hand towel, beach towel, folded towel, stack of towels, dish towel", rank=7,
        tags="textile"),
    "blanket": entry(partial(folded, size=(0.55, 0.1, 0.42), pattern="plaid", count=2), "top",
        "throw, quilt, duvet, throw blanket, comforter, bedspread, bedding, plaid blanket, "
        "sheet bedding, afghan", rank=7, tags="textile"),
    "clothes": entry(partial(folded, size=(0.32, 0.1, 0.26), count=4), "top",
        "shirt, t-shirt, sweater, jeans, jacket, coat, dress, clothing, laundry, "
        "pile of clothes, trousers, pants, uniform, suit, sock, scarf, skirt, robe, apron, "
        "glove, costume, hoodie, outfit, pajamas, bathrobe", rank=7, tags="clothes textile"),
    "shoe": entry(shoe, "free",
        "sneaker, pair of shoes, slipper, sandal, high heel, trainer, pair of sneakers, "
        "slippers, ice skate, flip flop", rank=7, tags="clothes"),
    "boot": entry(partial(shoe, boot=True), "free",
        "rain boot, ski boot, pair of boots, wellington, cowboy boot", rank=7, tags="clothes"),
    "hat": entry(hat, "top", "fedora, cowboy hat, straw hat, top hat, sombrero, crown, sun hat, bowler hat",
        rank=7, tags="clothes"),
    "cap": entry(partial(hat, kind="cap"), "top", "baseball cap, beanie, beret, wig", rank=7,
        tags="clothes"),
    "helmet": entry(partial(hat, kind="helmet"), "top",
        "bicycle helmet, bike helmet, motorcycle helmet, hard hat, football helmet, mask", rank=7,
        tags="clothes"),
    "suitcase": entry(partial(bag, kind="suitcase"), "free",
        "luggage, travel bag, trolley case, briefcase, baggage, carry-on, valise, "
        "piece of luggage, guitar case, instrument case", rank=5, tags="container"),
    "backpack": entry(partial(bag, kind="backpack"), "free",
        "rucksack, school bag, schoolbag, bookbag, knapsack, gym bag, duffel bag, "
        "sports bag, duffle bag, satchel", rank=6, tags="container"),
    "handbag": entry(bag, "free",
        "purse, bag, tote, tote bag, shoulder bag, leather bag, clutch, messenger bag, "
        "laptop bag, toiletry bag", rank=6, tags="container"),
    "shopping bag": entry(partial(bag, kind="paper"), "free",
        "paper bag, gift bag, grocery bag, plastic bag, trash bag, garbage bag, groceries, " "lunch bag",
        rank=6, tags="container"),
    "tie": entry(tie, "top",
        "necktie, bow tie, belt, ribbon, necklace, bracelet, leash, collar, headband, rope, "
        "jump rope, resistance band, chain, cable, hose, ring", rank=8, tags="clothes"),
    "umbrella": entry(umbrella, "free", rank=6, tags=""),
    "parasol": entry(parasol, "ground",
        "beach umbrella, patio umbrella, sunshade, garden umbrella, sun umbrella, " "market umbrella",
        rank=3, tags="outdoor"),
    "glasses": entry(glasses, "top",
        "spectacles, sunglasses, eyeglasses, reading glasses, goggles, pair of glasses, "
        "safety goggles, binoculars", rank=8, tags=""),
}
