"""Boxes, bins, barrels and other things to put things in."""
# fmt: off

import numpy as np

from spatialwm.lift.text.furniture import storage
from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.kit import (
    BLACK,
    BRASS,
    DARK,
    WALNUT,
    WHITE,
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
    top,
    torus,
    turned,
)
from spatialwm.lift.text.model import Glow, Model, Spec, Support, box
from spatialwm.lift.text.solids import turn

__all__ = ["ENTRIES"]


def trunk(spec: Spec) -> Model:
    """A chest with a lid and metal corners, 0.85 x 0.45 x 0.48 m; open when asked."""
    made, brass = finish(spec, "wood", (0.52, 0.35, 0.22)), trim(spec, color=BRASS)
    w, d, h = 0.85 * spec.wide, 0.45 * spec.wide, 0.48 * spec.tall
    t, low = 0.018, h * 0.72
    walls = [block(made, w, low, t, 0, 0, s * (d - t) / 2, seed=spec.tint) for s in (-1, 1)] + [
        block(made, t, low, d, s * (w - t) / 2, 0, 0) for s in (-1, 1)]
    bands = [slab(brass, 0.04, low, 0.006, s * w * 0.38, 0, d / 2) for s in (-1, 1)] + [
        slab(brass, 0.07, 0.07, 0.012, 0, low - 0.05, d / 2)]
    lid = group(block(made, w + 0.01, h - low, d + 0.01, bevel=0.02, fill=0.25, seed=spec.tint + 4),
        [slab(brass, 0.04, h - low + 0.006, d + 0.014, s * w * 0.38) for s in (-1, 1)])
    open_ = spec.asked("open", "holding")
    inner = top(w - 0.06, d - 0.06, 0.03, inside=True, headroom=9.0 if open_ else low - 0.04)
    if open_:
        lid = moved(moved(lid, 0, 0, d / 2), 0, low, -d / 2, by=turn(x=-1.5))
        return built(made, *walls, block(made, w, 0.02, d), *bands, lid, supports=[inner], mass=16)
    return built(made, *walls, block(made, w, 0.02, d), *bands, moved(lid, 0, low, 0),
        supports=[top(w, d, h), inner], mass=16)


def cardboard_box(spec: Spec) -> Model:
    """A cardboard box, 0.40 x 0.30 x 0.28 m, taped shut or open with its flaps out."""
    made = finish(spec, "paper", (0.72, 0.56, 0.38))
    w, d, h = 0.4 * spec.wide, 0.3 * spec.wide, 0.28 * spec.tall
    t = 0.005
    if not spec.asked("open", "holding"):
        tape = slab(stuff("plastic", (0.80, 0.72, 0.55)), 0.05, 0.001, d + 0.002, 0, h - 0.0005)
        return built(made, block(made, w, h, d, bevel=0.004, fill=0.03, seed=spec.tint), tape,
            slab(stuff("paper", WHITE), 0.12, 0.08, 0.001, w * 0.2, h * 0.5, d / 2),
            supports=[top(w, d, h)], mass=2.0)
    walls = [block(made, w, h, t, 0, 0, s * (d - t) / 2) for s in (-1, 1)] + [
        block(made, t, h, d - 2 * t, s * (w - t) / 2) for s in (-1, 1)]
    flaps = [moved(block(made, w, 0.004, 0.13, 0, 0, s * 0.065, solid=False), 0, h - 0.004, s * d / 2,
            by=turn(x=s * 0.6)) for s in (-1, 1)]
    return built(made, *walls, block(made, w, t, d), *flaps, supports=[top(w, d, t, inside=True, rim=0.03)],
        mass=0.7)


def barrel(spec: Spec) -> Model:
    """A cask of staves with iron hoops, 0.60 m across and 0.88 m high."""
    made, r, h = finish(spec, "wood", (0.52, 0.35, 0.21)), 0.30 * spec.wide, 0.88 * spec.tall
    line = [(r * (0.82 + 0.18 * np.sin(np.pi * t)), h * t) for t in np.linspace(0, 1, 9)]
    hoops = [torus(stuff("metal", (0.30, 0.30, 0.31)), r * (0.82 + 0.18 * np.sin(np.pi * t)) + 0.001, 0.007,
            0, h * t - 0.015, squash=2.2) for t in (0.08, 0.28, 0.72, 0.92)]
    inset = drum(stuff("wood", (0.42, 0.29, 0.18)), r * 0.76, 0.004, 0, h, solid=False)
    return built(made, turned(made, line, seed=spec.tint, fill=0.22, segments=24), *hoops, inset,
        supports=[Support(height=h + 0.004, half_width=r * 0.75, half_depth=r * 0.75, round=True)], mass=45)


def bucket(spec: Spec) -> Model:
    """A bucket with a handle, 0.28 m across."""
    made, r, h = finish(spec, "metal", (0.62, 0.65, 0.68)), 0.14 * spec.wide, 0.27 * spec.tall
    grip = bar(stuff("metal"), [(-r, h - 0.02, 0), (-r * 0.8, h + 0.08, 0), (0, h + 0.13, 0),
            (r * 0.8, h + 0.08, 0), (r, h - 0.02, 0)], 0.004)
    return built(made, hollow(made, r * 0.72, r, h, wall=0.004), grip, supports=[
            Support(height=0.008, half_width=r * 0.6, half_depth=r * 0.6, round=True, inside=True)],
        mass=0.9)


def wheelie_bin(spec: Spec) -> Model:
    """A dustbin with a lid and wheels, 0.58 x 0.55 x 1.05 m."""
    made = finish(spec, "plastic", (0.22, 0.34, 0.26))
    h = 1.05 * spec.tall
    body = drum(made, 0.30, h - 0.1, upper=0.38, segments=4, bevel=0.02, fill=0.1)
    wheels = [drum(stuff("rubber", BLACK), 0.1, 0.05, s * 0.2 + 0.025, 0.1, -0.24, by=turn(z=np.pi / 2),
            solid=False) for s in (-1, 1)]
    hull = Part((), (box(0.44, h - 0.04, 0.44, y=(h - 0.04) / 2),))
    return built(made, moved(loose(body), by=turn(y=np.pi / 4)), hull, *wheels,
        block(made, 0.58, 0.06, 0.58, 0, h - 0.1, 0, bevel=0.02), supports=[top(0.5, 0.5, h - 0.04)],
        mass=11)


def umbrella_stand(spec: Spec) -> Model:
    """A tall vessel with two umbrellas in it."""
    made = finish(spec, "metal", DARK)
    inside = [rod(stuff("fabric", c), (x, 0.05, 0.02), (x * 2.2, 0.78, -0.03), 0.018, 0.028, solid=False)
        for x, c in ((-0.04, (0.2, 0.25, 0.4)), (0.04, (0.5, 0.15, 0.15)))]
    hooks = [torus(stuff("wood", WALNUT), 0.035, 0.009, x * 2.2, 0.80, -0.03, by=turn(x=np.pi / 2),
            segments=14) for x in (-0.04, 0.04)]
    vessel, holding = hollow(made, 0.11, 0.125, 0.55 * spec.tall, wall=0.006), spec.asked("holding")
    return built(made, vessel, *(() if holding else (*inside, *hooks)), mass=3, supports=[
            Support(height=0.009, half_width=0.095, half_depth=0.095, round=True, inside=True)])


def mailbox(spec: Spec) -> Model:
    """A mailbox on a post, 1.20 m high."""
    made, post = finish(spec, "metal", (0.25, 0.35, 0.50)), stuff("wood", (0.50, 0.38, 0.26))
    body = moved(drum(made, 0.11, 0.48, segments=24, bevel=0.01), 0, 1.08, -0.24, by=turn(x=np.pi / 2))
    flag = slab(stuff("metal", (0.75, 0.12, 0.1)), 0.01, 0.14, 0.04, 0.115, 1.08, 0.05)
    return built(made, block(post, 0.09, 1.0, 0.09), block(post, 0.4, 0.04, 0.4),
        block(made, 0.22, 0.12, 0.48, 0, 0.97, bevel=0.01), body, flag, mass=14)


def safe(spec: Spec) -> Model:
    """A steel safe, 0.45 x 0.42 x 0.50 m."""
    made = finish(spec, "metal", (0.28, 0.30, 0.32))
    w, h, d = 0.45 * spec.wide, 0.5 * spec.tall, 0.42 * spec.wide
    dial = moved(group(drum(stuff("metal"), 0.05, 0.02), drum(stuff("metal", BLACK), 0.035, 0.035)), -0.06,
        h * 0.55, d / 2, by=turn(x=np.pi / 2))
    return built(made, block(made, w, h, d - 0.02, 0, 0, -0.01, bevel=0.01), slab(made, w - 0.05, h - 0.05,
            0.02, 0, 0.025, d / 2 - 0.02), loose(dial), rod(stuff("metal"), (0.09, h * 0.48, d / 2 + 0.02),
            (0.09, h * 0.62, d / 2 + 0.02), 0.008, solid=False), supports=[top(w, d, h)], mass=48)


def aquarium(spec: Spec) -> Model:
    """A fish tank with water, gravel, plants and fish, 0.80 x 0.36 x 0.45 m."""
    made = finish(Spec(material="glass"), "glass")
    w, d, h = 0.8 * spec.wide, 0.36 * spec.wide, 0.45 * spec.tall
    dark, blue = stuff("plastic", BLACK), stuff("water", (0.30, 0.60, 0.72))
    rng = np.random.default_rng(spec.tint)
    fish: list[Part] = []
    for k in range(6):
        x, y = rng.uniform(-0.4, 0.4) * w, rng.uniform(0.3, 0.75) * h
        hue = ((0.95, 0.5, 0.1), (0.95, 0.85, 0.2), (0.85, 0.2, 0.25))[k % 3]
        fish.append(egg(stuff("plastic", hue), 0.075, 0.035, 0.012, x, y, d / 2 + 0.001, solid=False,
                segments=10))
        fish.append(block(stuff("plastic", hue), 0.025, 0.03, 0.006, x + 0.045, y + 0.002, d / 2 + 0.001,
                solid=False))
    weeds = [rod(stuff("leaf", (0.15, 0.45, 0.20)), (x, 0.06, d / 2), (x + 0.02, rng.uniform(0.5, 0.8) * h,
                d / 2 + 0.002), 0.008, 0.003, solid=False, segments=6) for x in rng.uniform(-0.45, 0.45,
            9) * w]
    frame = [block(dark, w + 0.01, 0.03, d + 0.01, 0, y, bevel=0.004, solid=y == 0) for y in (0, h - 0.03)]
    return built(made, *frame, block(blue, w - 0.004, h - 0.05, d, 0, 0.02, fill=1.0),
        slab(stuff("soil", (0.72, 0.64, 0.48)), w + 0.001, 0.05, d + 0.002, 0, 0.03), *fish, *weeds,
        supports=[top(w, d, h)], mass=95 * spec.wide**2, glow=Glow(position=(0.0, float(h * 0.8), 0.0),
            power=0.08))


def bin_with_pedal(spec: Spec) -> Model:
    """A pedal bin, 0.26 m across and 0.62 m high."""
    made, r, h = finish(spec, "metal", (0.70, 0.71, 0.73)), 0.14 * spec.wide, 0.62 * spec.tall
    if spec.asked("open", "holding"):
        return built(made, hollow(made, r, r, h, wall=0.004), mass=3.5, supports=[
                Support(height=0.008, half_width=r - 0.01, half_depth=r - 0.01, round=True, inside=True)])
    lid = turned(stuff("plastic", BLACK), [(r + 0.004, h), (r, h + 0.03), (r * 0.7, h + 0.05)], segments=28)
    return built(made, drum(made, r, h, bevel=0.01, segments=32, fill=0.02), lid,
        slab(stuff("plastic", BLACK), 0.08, 0.02, 0.05, 0, 0.01, r + 0.01), mass=3.5)


ENTRIES: dict[str, Entry] = {
    "toy box": entry(trunk, "wall",
        "toy chest, chest, trunk, treasure chest, storage chest, blanket chest, "
        "storage bench, hope chest, storage trunk", rank=4, tags="storage container surface"),
    "box": entry(cheaper(storage.crate), "free",
        "crate, wooden box, storage box, wooden crate, storage bin, milk crate, fruit crate", rank=5,
        tags="container"),
    "cardboard box": entry(cardboard_box, "free",
        "carton, package, parcel, moving box, shoe box, shoebox, gift box, gift, present", rank=5,
        tags="container"),
    "basket": entry(cheaper(storage.basket), "free",
        "laundry basket, wicker basket, hamper, picnic basket, fruit basket, bread basket, "
        "toy basket, laundry hamper", rank=5, tags="container"),
    "bin": entry(cheaper(storage.bin_), "corner",
        "waste bin, wastebasket, rubbish bin, waste basket, paper basket, wastepaper basket, "
        "waste paper basket", rank=5, tags="container"),
    "trash can": entry(bin_with_pedal, "corner",
        "pedal bin, trash bin, garbage can, garbage bin, trashcan, recycling bin, kitchen bin", rank=5,
        tags="container"),
    "wheelie bin": entry(wheelie_bin, "ground", "dumpster, dustbin, skip", rank=4,
        tags="container outdoor"),
    "barrel": entry(barrel, "free", "wine barrel, keg, cask, drum barrel, oil drum, rain barrel", rank=4,
        tags="container surface"),
    "bucket": entry(bucket, "free", "pail, ice bucket, mop bucket, champagne bucket, wine bucket", rank=5,
        tags="container"),
    "umbrella stand": entry(umbrella_stand, "corner", rank=5, tags="container"),
    "mailbox": entry(mailbox, "ground", "letterbox, letter box, postbox, post box", rank=4, tags="outdoor"),
    "safe": entry(safe, "corner", "strongbox, lockbox", rank=4, tags="storage"),
    "aquarium": entry(aquarium, "top", "fish tank, fishtank, terrarium, fish bowl, fishbowl", rank=4,
        tags="water"),
}
