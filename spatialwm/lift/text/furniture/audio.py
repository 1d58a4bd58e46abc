"""Sound: loudspeakers, record players, microphones, a jukebox."""
# fmt: off

import numpy as np

from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.kit import BLACK, BRASS, DARK, RED, WALNUT, WHITE, Finish, finish, stuff
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
    top,
    torus,
)
from spatialwm.lift.text.furniture.walls import printed
from spatialwm.lift.text.model import Model, Spec, box
from spatialwm.lift.text.solids import turn

__all__ = ["ENTRIES"]


def speaker(spec: Spec) -> Model:
    """A loudspeaker, 0.22 x 0.36 x 0.26 m; tall ones stand on the floor."""
    made = finish(spec, "wood", (WALNUT, BLACK)[spec.variant % 2])
    tall = spec.asked("floor", "tall", "large", "standing", "tower")
    w, d, h = 0.22 * spec.wide, 0.26 * spec.wide, (0.95 if tall else 0.36) * spec.tall
    cones: list[Part] = []
    for y, r in ([(0.86, 0.03), (0.68, 0.075), (0.45, 0.075), (0.22, 0.075)] if tall
        else [(0.76, 0.035), (0.36, 0.078)]):
        cones.append(moved(group(torus(stuff("rubber", BLACK), r, 0.010, segments=24),
                    drum(stuff("paper", (0.28, 0.28, 0.29)), r, 0.008, upper=r * 0.5, solid=False),
                    egg(stuff("plastic", DARK), r * 0.6, 0.02, r * 0.6, solid=False)), 0, h * y, d / 2,
                by=turn(x=np.pi / 2)))
    return built(made, block(made, w, h, d, bevel=0.008, fill=0.3, seed=spec.tint), *map(loose, cones),
        supports=[top(w, d, h)])


def headphones(spec: Spec) -> Model:
    """Headphones lying on their cups."""
    made = finish(spec, "plastic", DARK)
    band = moved(bar(made, [(-0.08, 0, 0), (-0.07, 0.09, 0), (0, 0.13, 0), (0.07, 0.09, 0), (0.08, 0, 0)],
            0.008, flatten=1.8), 0, 0.022, -0.02, by=turn(x=-1.25))
    cups = [group(torus(stuff("leather", BLACK), 0.028, 0.013, 0, 0, 0), drum(made, 0.034, 0.02, 0, 0.012,
                0, bevel=0.008)) for _ in (0, 1)]
    return built(made, moved(cups[0], -0.08, 0, 0), moved(cups[1], 0.08, 0, 0), loose(band),
        Part((), (box(0.2, 0.024, 0.06, 0, 0.012, -0.0), box(0.06, 0.016, 0.03, 0, 0.008, -0.12))),
        mass=0.3)


def record_player(spec: Spec) -> Model:
    """A turntable, 0.45 x 0.36 m, with a record and an open lid behind."""
    made, w, d = finish(spec, "wood", WALNUT), 0.45 * spec.wide, 0.36 * spec.wide
    disc = group(drum(stuff("plastic", BLACK), 0.15, 0.006, -0.05, 0.115, 0, segments=40, bevel=0.002),
        drum(stuff("paper", RED), 0.05, 0.002, -0.05, 0.1205, 0, solid=False),
        torus(stuff("plastic", (0.22, 0.22, 0.23)), 0.10, 0.0015, -0.05, 0.1205, 0, segments=40),
        torus(stuff("plastic", (0.22, 0.22, 0.23)), 0.13, 0.0015, -0.05, 0.1205, 0, segments=40))
    arm = group(drum(stuff("metal"), 0.022, 0.035, 0.16, 0.11, -0.11), loose(
            rod(stuff("metal"), (0.16, 0.14, -0.11), (0.06, 0.128, 0.08), 0.005)),
        slab(stuff("plastic", BLACK), 0.02, 0.012, 0.035, 0.058, 0.122, 0.09))
    lid = moved(block(stuff("glass", (0.62, 0.68, 0.70)), w, 0.02, d * 0.9, 0, 0, d * 0.45, fill=0.2), 0,
        0.12, -d / 2, by=turn(x=-1.25))
    return built(made, block(made, w, 0.11, d, bevel=0.008, fill=0.4, seed=spec.tint), disc, arm, lid,
        [drum(stuff("metal"), 0.012, 0.008, 0.13 + 0.04 * k, 0.11, 0.13, segments=14) for k in range(2)],
        mass=6)


def record(spec: Spec) -> Model:
    """A vinyl record in its sleeve, 0.31 m square, lying."""
    t = 0.005
    made = printed("poster", spec.color or WHITE)
    face = moved(panel(made, 0.31, 0.31, seed=spec.tint % 1000), 0, t, 0.155, by=turn(x=-np.pi / 2))
    disc = drum(stuff("plastic", BLACK), 0.15, 0.002, 0.06, 0.001, 0, solid=False, segments=36)
    return built(made, block(stuff("paper", (0.3, 0.3, 0.32)), 0.315, t, 0.315), face, disc,
        supports=[top(0.3, 0.3, t)], mass=0.25)


def radio(spec: Spec) -> Model:
    """A table radio, 0.30 x 0.18 m."""
    made = finish(spec, "wood", WALNUT)
    w, h, d = 0.30 * spec.wide, 0.18 * spec.tall, 0.12
    knobs = [drum(stuff("metal", BRASS), 0.014, 0.014, 0.05 + 0.06 * k, h * 0.3, d / 2,
            by=turn(x=np.pi / 2), solid=False, segments=16) for k in range(2)]
    return built(made, block(made, w, h, d, bevel=0.025, fill=0.35, seed=spec.tint),
        slab(stuff("fabric", (0.75, 0.68, 0.55)), w * 0.44, h * 0.7, 0.006, -w * 0.2, h * 0.15, d / 2),
        slab(stuff("plastic", (0.95, 0.88, 0.65)), w * 0.34, h * 0.22, 0.006, w * 0.24, h * 0.58, d / 2),
        *knobs, bar(stuff("metal"), [(w * 0.4, h, -0.03), (w * 0.45, h + 0.14, -0.03),
                (w * 0.5, h + 0.28, -0.03)], 0.002), supports=[top(w * 0.8, d * 0.8, h)], mass=2.4)


def microphone(spec: Spec) -> Model:
    """A microphone on a stand: on the floor 1.4 m, on a table 0.25 m high."""
    made = finish(spec, "metal", BLACK)
    h = (1.35 if not spec.asked("desk", "desktop", "podcast", "small") else 0.2) * spec.tall
    r = 0.15 if h > 0.5 else 0.07
    mic = group(drum(made, 0.014, 0.12, upper=0.02), egg(stuff("metal", (0.6, 0.61, 0.62)), 0.055, 0.06,
            0.055, 0, 0.11, 0, solid=False))
    return built(made, drum(made, r, 0.02, bevel=0.006, fill=0.8), rod(made, (0, 0.01, 0), (0, h, 0),
            0.008), moved(loose(mic), 0, h - 0.03, 0.0, by=turn(x=0.7)), mass=4 if h > 0.5 else 0.8)


def amplifier(spec: Spec) -> Model:
    """A guitar amplifier, 0.50 x 0.25 x 0.45 m."""
    made = finish(spec, "leather", (0.16, 0.16, 0.17))
    w, d, h = 0.5 * spec.wide, 0.25, 0.45 * spec.tall
    knobs = [drum(stuff("plastic", WHITE), 0.011, 0.012, -w * 0.34 + 0.07 * k, h - 0.055, d / 2,
            by=turn(x=np.pi / 2), solid=False, segments=12) for k in range(6)]
    return built(made, block(made, w, h, d, bevel=0.012, fill=2), slab(stuff("fabric", (0.42, 0.39, 0.34)),
            w - 0.05, h - 0.14, 0.008, 0, 0.03, d / 2), slab(stuff("metal", BRASS), w - 0.05, 0.055, 0.006,
            0, h - 0.085, d / 2), *knobs, slab(made, 0.16, 0.02, 0.03, 0, h, 0, bevel=0.008),
        supports=[top(w, d, h)], mass=13)


def jukebox(spec: Spec) -> Model:
    """A jukebox with a rounded, glowing top, 0.82 x 0.60 x 1.50 m."""
    made, w, d, h = finish(spec, "wood", (0.45, 0.22, 0.13)), 0.82 * spec.wide, 0.6, 1.05 * spec.tall
    r = w / 2
    glow_ = [Finish(material="plastic", pattern="plain", color=c) for c in ((1.0, 0.55, 0.15),
            (0.95, 0.25, 0.35), (0.35, 0.75, 0.9))]
    arch = moved(drum(made, r, d - 0.02, segments=40), 0, h, -d / 2 + 0.01, by=turn(x=np.pi / 2))
    rings = [torus(g, r * q, 0.022, 0, h, d / 2 - 0.02, by=turn(x=np.pi / 2), segments=36, glow=0.8) for g,
        q in zip(glow_, (0.92, 0.78, 0.64), strict=True)]
    columns = [slab(glow_[0], 0.07, h - 0.15, 0.03, s * (r - 0.06), 0.12, d / 2 - 0.005, bevel=0.014)
        for s in (-1, 1)]
    face = moved(panel(printed("page", (0.96, 0.92, 0.8)), w * 0.5, 0.22, seed=4, glow=0.3), 0, h - 0.16,
        d / 2 + 0.008)
    grille = [slab(stuff("metal", BRASS), 0.012, 0.5, 0.012, x, 0.16, d / 2)
        for x in np.linspace(-0.22, 0.22, 9)]
    hull = Part((), (box(w * 0.72, r * 0.9, d - 0.02, 0, h + r * 0.42, 0),))
    return built(made, block(made, w, h, d - 0.02, fill=0.2, seed=spec.tint), loose(arch), hull, *rings,
        *columns, face, slab(stuff("metal"), w * 0.62, 0.03, 0.03, 0, h - 0.22, d / 2),
        slab(stuff("fabric", RED), 0.46, 0.5, 0.01, 0, 0.16, d / 2), *grille, mass=120)


ENTRIES: dict[str, Entry] = {
    "speaker": entry(speaker, "free",
        "loudspeaker, stereo, subwoofer, bookshelf speaker, sound system, boombox, hi-fi, "
        "hifi, stereo system", rank=5, tags="electronics music"),
    "headphones": entry(headphones, "top", "headphone, headset, earphones, earphone, earbuds", rank=7,
        tags="electronics"),
    "record player": entry(record_player, "top",
        "turntable, phonograph, gramophone, vinyl player, dj deck, dj booth", rank=6,
        tags="electronics music"),
    "record": entry(record, "inside", "vinyl record, vinyl, lp, album, cd, dvd, vinyl records", rank=7,
        tags="music"),
    "radio": entry(radio, "top", "transistor radio, alarm radio, cassette player", rank=6,
        tags="electronics"),
    "microphone": entry(microphone, "free", "mic, microphone stand, mic stand", rank=5,
        tags="electronics music"),
    "amplifier": entry(amplifier, "free", "amp, guitar amp, guitar amplifier", rank=5,
        tags="electronics music"),
    "jukebox": entry(jukebox, "wall", rank=2, tags="electronics music"),
}
