"""Figures of people, soft toys, statues and what they stand on."""
# fmt: off

from dataclasses import replace

import numpy as np

from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.kit import BLACK, RED, Color, Finish, finish, stuff
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
    rod,
    top,
)
from spatialwm.lift.text.model import Model, Spec, box
from spatialwm.lift.text.solids import Metres, turn

__all__ = ["ENTRIES"]


def teddy(spec: Spec) -> Model:
    """A sitting teddy bear, 0.32 m high."""
    made, s = finish(spec, "fur", ((0.68, 0.47, 0.27), (0.82, 0.70, 0.52), (0.45, 0.30, 0.20))[
            spec.tint % 3]), 0.32 * spec.wide
    made = replace(made, material="fabric")
    pale = replace(stuff("fur", (0.88, 0.78, 0.62)), material="fabric")
    ears = [egg(made, s * 0.16, s * 0.16, s * 0.07, x * s * 0.17, s * 0.84, 0, solid=False, segments=10)
        for x in (-1, 1)]
    limbs = [egg(made, s * 0.18, s * 0.19, s * 0.44, x * s * 0.20, 0, s * 0.22, solid=False,
            by=turn(y=x * 0.35), segments=12) for x in (-1, 1)]
    soles = [egg(pale, s * 0.14, s * 0.14, s * 0.05, x * s * 0.285, s * 0.025, s * 0.41, solid=False,
            segments=10) for x in (-1, 1)]
    arms = [moved(egg(made, s * 0.15, s * 0.36, s * 0.15, solid=False, segments=12), x * s * 0.19, s * 0.24,
            s * 0.03, by=turn(x=0.7, z=-x * 0.4)) for x in (-1, 1)]
    face = [egg(pale, s * 0.2, s * 0.16, s * 0.14, 0, s * 0.59, s * 0.15, solid=False, segments=12),
        egg(stuff("plastic", BLACK), s * 0.06, s * 0.045, s * 0.04, 0, s * 0.69, s * 0.21, solid=False,
            segments=8)]
    eyes = [egg(stuff("plastic", BLACK), s * 0.04, s * 0.045, s * 0.03, x * s * 0.085, s * 0.74, s * 0.165,
            solid=False, segments=8) for x in (-1, 1)]
    bow = [egg(stuff("fabric", RED), s * 0.12, s * 0.08, s * 0.05, x * s * 0.06, s * 0.50, s * 0.17,
            solid=False, segments=8) for x in (-1, 1)]
    hull = Part((), (box(s * 0.5, s * 0.18, s * 0.6, 0, s * 0.09, s * 0.1), box(s * 0.34, s * 0.9, s * 0.3,
                0, s * 0.45, 0)))
    return built(made, egg(made, s * 0.42, s * 0.52, s * 0.38, solid=False), egg(made, s * 0.42, s * 0.40,
            s * 0.36, 0, s * 0.50, 0, solid=False), *ears, *limbs, *soles, *arms, *face, *eyes, *bow, hull,
        mass=0.5)


def figure(skin: Finish, shirt: Finish, trousers: Finish, hair: Finish | None, s: Metres, *,
        base: Metres = 0.0) -> Part:
    """A person standing, 1.72 m high at scale 1, with arms at the sides."""
    shoes = stuff("leather", (0.16, 0.13, 0.12))
    legs_ = [group(rod(trousers, (x * 0.10 * s, base + 0.07 * s, 0), (x * 0.085 * s, base + 0.86 * s, 0),
                0.055 * s, 0.085 * s, solid=False), egg(shoes, 0.10 * s, 0.10 * s, 0.26 * s, x * 0.10 * s,
                base, 0.05 * s, solid=False, segments=10)) for x in (-1, 1)]
    torso = group(egg(trousers, 0.34 * s, 0.24 * s, 0.22 * s, 0, base + 0.78 * s, 0, solid=False),
        egg(shirt, 0.36 * s, 0.34 * s, 0.22 * s, 0, base + 0.88 * s, 0, squareness=0.7, solid=False),
        egg(shirt, 0.42 * s, 0.36 * s, 0.24 * s, 0, base + 1.11 * s, 0, squareness=0.75, solid=False))
    arms = [group(rod(shirt, (x * 0.21 * s, base + 1.38 * s, 0), (x * 0.27 * s, base + 1.08 * s, 0),
                0.055 * s, 0.045 * s, solid=False), rod(skin, (x * 0.27 * s, base + 1.08 * s, 0),
                (x * 0.28 * s, base + 0.84 * s, 0.05 * s), 0.036 * s, 0.042 * s, solid=False),
            egg(skin, 0.075 * s, 0.14 * s, 0.06 * s, x * 0.285 * s, base + 0.73 * s, 0.06 * s, solid=False,
                segments=10)) for x in (-1, 1)]
    head = group(rod(skin, (0, base + 1.42 * s, 0), (0, base + 1.54 * s, 0.01), 0.055 * s, solid=False),
        egg(skin, 0.16 * s, 0.24 * s, 0.20 * s, 0, base + 1.48 * s, 0.02 * s, solid=False, segments=16),
        egg(skin, 0.03 * s, 0.05 * s, 0.04 * s, 0, base + 1.57 * s, 0.115 * s, solid=False, segments=8))
    cap = egg(hair, 0.18 * s, 0.17 * s, 0.21 * s, 0, base + 1.575 * s, -0.005 * s, solid=False,
        segments=14) if hair else ()
    hull = Part((), (box(0.30 * s, 0.03, 0.28 * s, 0, base + 0.015, 0.04 * s),
            box(0.28 * s, 0.80 * s, 0.16 * s, 0, base + 0.42 * s, 0), box(0.40 * s, 0.66 * s, 0.2 * s, 0,
                base + 1.13 * s, 0), box(0.14 * s, 0.26 * s, 0.18 * s, 0, base + 1.58 * s, 0.02)))
    return group(*legs_, torso, *arms, head, cap, hull)


def person(spec: Spec) -> Model:
    """A person as a plain mannequin in clothes, 1.72 m high, 1.15 m as a child; looks along +z."""
    child = spec.asked("child", "kid", "boy", "girl", "little", "young", "baby", "toddler")
    s = (0.68 if child else 1.0) * spec.tall
    skins: tuple[Color, ...] = ((0.90, 0.72, 0.60), (0.76, 0.55, 0.42), (0.50, 0.34, 0.25),
        (0.84, 0.65, 0.50))
    shirts: tuple[Color, ...] = ((0.35, 0.48, 0.60), (0.72, 0.34, 0.28), (0.86, 0.84, 0.78),
        (0.36, 0.45, 0.34), (0.82, 0.66, 0.32))
    hairs: tuple[Color, ...] = ((0.18, 0.12, 0.09), (0.42, 0.27, 0.15), (0.72, 0.56, 0.32),
        (0.10, 0.09, 0.09))
    shirt = stuff("fabric", spec.color or shirts[spec.tint % 5])
    made = stuff("flesh", skins[spec.tint // 5 % 4])
    return built(made, figure(made, shirt, stuff("fabric", ((0.22, 0.26, 0.36), (0.30, 0.29, 0.28))[
                spec.tint % 2]), stuff("fur", hairs[spec.tint // 3 % 4]), s), mass=70 * s**2)


def mannequin(spec: Spec) -> Model:
    """A shop's mannequin on a foot, 1.78 m high."""
    made = finish(spec, "plastic", (0.90, 0.88, 0.84))
    cloth = stuff("fabric", ((0.30, 0.36, 0.44), (0.62, 0.30, 0.28))[spec.variant % 2])
    return built(made, drum(stuff("metal"), 0.22, 0.02), moved(figure(made, cloth, made, None, spec.tall),
            0, 0.02, 0), mass=12)


def statue(spec: Spec) -> Model:
    """A statue of a person on a plinth, 2.0 m, or a bust on a table."""
    made = finish(spec, "stone", ((0.88, 0.87, 0.84), (0.42, 0.44, 0.40))[spec.variant % 2])
    s = 0.85 * spec.tall
    return built(made, block(made, 0.6, 0.12, 0.5, seed=1), block(made, 0.5, 0.35, 0.42, 0, 0.12, seed=2),
        block(made, 0.56, 0.06, 0.47, 0, 0.47, seed=3), figure(made, made, made, made, s, base=0.53),
        mass=420)


def sculpture(spec: Spec) -> Model:
    """An abstract sculpture: stacked stones, a bent loop, or a bust; 0.45 m high."""
    s, t = spec.wide, spec.tall
    kind = spec.variant % 3
    made = finish(spec, "stone" if kind != 1 else "metal", (0.88, 0.86, 0.82) if kind != 1
        else (0.60, 0.42, 0.22))
    foot = block(stuff("wood", (0.16, 0.13, 0.12)), 0.2 * s, 0.05, 0.2 * s)
    if kind == 0:
        stones = [egg(made, w * s, h * t, w * 0.8 * s, x, y * t + 0.05, 0, solid=False, seed=k, segments=16)
            for k, (w, h, x, y) in enumerate(((0.24, 0.13, 0, -0.01), (0.18, 0.11, 0.01, 0.11),
                    (0.14, 0.09, -0.01, 0.21), (0.09, 0.08, 0, 0.295)))]
        return built(made, foot, *stones, Part((), (box(0.12 * s, 0.34 * t, 0.1 * s, 0, 0.22 * t, 0),)),
            mass=9)
    if kind == 1:
        a = np.linspace(0, 2 * np.pi, 13)
        loop = bar(made, [(0.13 * s * np.sin(q), 0.24 * t - 0.18 * t * np.cos(q), 0.0) for q in a[:-1]]
            + [(0.0, 0.06 * t, 0.0)], 0.022 * s)
        return built(made, foot, loose(loop), egg(made, 0.09, 0.09, 0.09, 0, 0.2 * t, 0, solid=False),
            Part((), (box(0.2 * s, 0.34 * t, 0.04, 0, 0.22 * t, 0),)), mass=5)
    head = [egg(made, 0.30 * s, 0.16 * t, 0.16 * s, 0, 0.03, 0, squareness=0.7, solid=False),
        rod(made, (0, 0.12 * t, 0), (0, 0.24 * t, 0.01), 0.045 * s, solid=False),
        egg(made, 0.15 * s, 0.22 * t, 0.19 * s, 0, 0.21 * t, 0.01, solid=False),
        egg(made, 0.03, 0.05, 0.04, 0, 0.29 * t, 0.105 * s, solid=False)]
    return built(made, foot, *head, Part((), (box(0.16 * s, 0.36 * t, 0.12 * s, 0, 0.21 * t, 0),)), mass=11)


def pedestal(spec: Spec) -> Model:
    """A plinth, 0.40 x 0.40 x 0.95 m, or a fluted column when round."""
    made, w, h = finish(spec, "stone", (0.92, 0.91, 0.89)), 0.4 * spec.wide, 0.95 * spec.tall
    if spec.round or spec.variant % 3 == 2:
        shaft = drum(made, w * 0.36, h - 0.16, 0, 0.08, upper=w * 0.33, segments=24, seed=2)
        return built(made, block(made, w, 0.08, w, seed=1), shaft, block(made, w, 0.08, w, 0, h - 0.08,
                seed=3), supports=[top(w, w, h)], mass=90)
    return built(made, block(made, w, h, w, fill=0.1, seed=spec.tint), block(made, w + 0.03, 0.04, w + 0.03,
            0, h - 0.04), block(made, w + 0.03, 0.06, w + 0.03), supports=[top(w, w, h)], mass=70)


ENTRIES: dict[str, Entry] = {
    "teddy bear": entry(teddy, "free",
        "teddy, stuffed animal, stuffed bear, plush toy, stuffed toy, plushie, soft toy, "
        "plush, plush bear, stuffed toy animal", rank=6, tags="toy"),
    "person": entry(person, "free",
        "man, woman, boy, girl, child, kid, lady, guy, baby, player, surfer, skier, "
        "skateboarder, chef, snowboarder, adult, toddler, teacher, student, rider, "
        "pedestrian, waiter, doctor, gentleman, human, friend, customer, worker", rank=4, tags="person"),
    "mannequin": entry(mannequin, "free", "dummy, dress form, dressmaker's dummy", rank=4, tags=""),
    "statue": entry(statue, "ground",
        "suit of armor, knight, snowman, scarecrow, gargoyle, totem, monument", rank=3, tags=""),
    "sculpture": entry(sculpture, "top",
        "bust, figurine, statuette, ornament, trophy, art object, decorative object, skull, "
        "decoration, decor, artifact, decor item, decorative item", rank=5, tags=""),
    "pedestal": entry(pedestal, "free", "plinth, column, pillar, display pedestal, stand", rank=3,
        tags="surface"),
}
