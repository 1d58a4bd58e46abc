"""Musical instruments."""
# fmt: off

from dataclasses import replace

import numpy as np

from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.kit import (
    BLACK,
    BRASS,
    DARK,
    WHITE,
    Color,
    finish,
    stuff,
)
from spatialwm.lift.text.furniture.parts import (
    Part,
    bar,
    block,
    built,
    drum,
    group,
    loose,
    moved,
    panel,
    rod,
    slab,
    top,
    torus,
    turned,
)
from spatialwm.lift.text.furniture.walls import printed
from spatialwm.lift.text.model import Model, Spec, box, cylinder
from spatialwm.lift.text.solids import Metres, turn

__all__ = ["ENTRIES"]

_TOYS: tuple[Color, ...] = ((0.82, 0.20, 0.18), (0.20, 0.42, 0.72), (0.95, 0.76, 0.22), (0.30, 0.60, 0.34),
    (0.92, 0.52, 0.20), (0.55, 0.35, 0.62))


def piano(spec: Spec) -> Model:
    """An upright piano, 1.48 x 0.60 x 1.22 m, or a grand with its lid up; its keys face +z."""
    made = replace(finish(spec, "wood", (0.10, 0.09, 0.09)), roughness=0.2)
    keys = _piano_keys(1.25 if spec.asked("grand", "baby grand", "concert") else 1.48 * spec.wide - 0.2)
    if spec.asked("grand", "baby grand", "concert"):
        curve = drum(made, 0.74, 0.30, 0, 0.62, -0.30, segments=36, fill=0.15)
        lid = moved(group(drum(made, 0.72, 0.025, 0, 0, 0, segments=36, solid=False),
                slab(made, 1.44, 0.025, 0.5, 0, 0, 0.5)), 0.35, 1.22, -0.3, by=turn(z=0.62))
        legs_ = [drum(made, 0.05, 0.62, x, 0, z, upper=0.07) for x, z in ((-0.6, 0.4), (0.6, 0.4), (0, -0.8))]
        return built(made, curve, block(made, 1.48, 0.30, 0.9, 0, 0.62, 0.15, fill=0.12),
            slab(stuff("metal", BRASS), 1.2, 0.01, 0.9, 0, 0.925, -0.2), moved(keys, 0, 0.82, 0.66),
            block(made, 1.48, 0.16, 0.16, 0, 0.64, 0.64), loose(lid), loose(
                rod(made, (0.3, 0.92, 0.1), (0.45, 1.3, 0.05), 0.012)), *legs_,
            supports=[top(0.8, 0.3, 0.93, 0, 0.35)], mass=300)
    w = 1.48 * spec.wide
    return built(made, block(made, w, 1.22, 0.34, 0, 0, -0.12, fill=0.25), block(made, w + 0.02, 0.03, 0.38,
            0, 1.22, -0.11), block(made, w, 0.12, 0.26, 0, 0.60, 0.16), moved(keys, 0, 0.72, 0.19),
        [block(made, 0.09, 0.24, 0.26, s * (w / 2 - 0.045), 0.60, 0.17, bevel=0.02) for s in (-1, 1)],
        [block(made, 0.07, 0.60, 0.08, s * (w / 2 - 0.06), 0, 0.24) for s in (-1, 1)],
        moved(slab(made, 0.7, 0.24, 0.015), 0, 0.80, 0.07, by=turn(x=-0.2)),
        panel(printed("page"), 0.3, 0.2, 0, 0.84, 0.085), [slab(stuff("metal", BRASS), 0.05, 0.015, 0.12, x,
                0.04, 0.1) for x in (-0.1, 0.1)], supports=[top(w, 0.34, 1.25, 0, -0.11)], mass=220)


def _piano_keys(width: Metres) -> Part:
    """White keys as one board with black ones on it, front to +z."""
    white = slab(stuff("plastic", WHITE), width, 0.02, 0.15, bevel=0.002)
    black = [
        slab(stuff("plastic", BLACK), 0.013, 0.014, 0.09, -width / 2 + width / 36 * (k + 0.85), 0.018, -0.03)
        for k in range(35) if k % 7 not in (2, 6)
    ]
    return group(white, black)


def synth(spec: Spec) -> Model:
    """An electric piano on a cross stand, 1.3 m wide."""
    made = finish(spec, "plastic", BLACK)
    w, h = 1.3 * spec.wide, 0.72 * spec.tall
    blacks = [slab(stuff("plastic", BLACK), 0.013, 0.014, 0.08, -w * 0.47 + w * 0.94 / 36 * (k + 0.85), h
            + 0.105, 0.02) for k in range(35) if k % 7 not in (2, 6)]
    cross = [rod(stuff("metal", DARK), (s * 0.4, 0.02, z), (-s * 0.4, h, z), 0.016) for s in (-1, 1)
        for z in (-0.1, 0.1)]
    feet = [rod(stuff("metal", DARK), (s * 0.4, 0.016, -0.2), (s * 0.4, 0.016, 0.2), 0.016) for s in (-1, 1)]
    return built(made, block(made, w, 0.10, 0.3, 0, h, 0, bevel=0.01, fill=0.4),
        slab(stuff("plastic", WHITE), w * 0.94, 0.012, 0.14, 0, h + 0.095, 0.06), *blacks, *cross, *feet,
        mass=16)


def guitar(spec: Spec) -> Model:
    """A guitar on a stand, 1.0 m high: acoustic, or electric when asked; violins and cellos are scaled."""
    electric = spec.asked("electric", "bass", "rock")
    wood = finish(spec, "wood", (0.78, 0.52, 0.26)) if not electric else replace(
        finish(spec, "plastic", _TOYS[spec.tint % 2]), material="wood")
    dark, s = stuff("wood", (0.20, 0.13, 0.09)), spec.tall
    thick = 0.10 if not electric else 0.045
    body = moved(group(drum(wood, 0.19 * s, thick, 0, 0, 0, segments=30, solid=False),
            drum(wood, 0.14 * s, thick + 0.0006, 0, 0, -0.24 * s, segments=26, solid=False),
            slab(wood, 0.24 * s, thick, 0.2 * s, 0, 0, -0.13 * s)), 0, 0.26 * s, 0, by=turn(x=np.pi / 2))
    hole = moved(drum(stuff("plastic", BLACK), 0.05 * s, 0.003, solid=False), 0, 0.40 * s, thick,
        by=turn(x=np.pi / 2)) if not electric else slab(stuff("plastic", WHITE), 0.10 * s, 0.16 * s, 0.004,
        0.03, 0.2 * s, thick)
    neck = group(slab(dark, 0.05 * s, 0.52 * s, 0.022, 0, 0.48 * s, thick - 0.008),
        slab(dark, 0.075 * s, 0.16 * s, 0.02, 0, 0.99 * s, thick - 0.012), slab(dark, 0.12 * s, 0.02, 0.015,
            0, 0.22 * s, thick))
    strings = [slab(stuff("metal"), 0.0015, 0.80 * s, 0.0015, -0.016 + 0.0064 * k, 0.23 * s, thick + 0.016)
        for k in range(6)]
    guitar_ = moved(group(body, hole, neck, *strings), 0, 0.06, -0.06, by=turn(x=-0.16))
    stand = [rod(stuff("metal", BLACK), (x, 0.01, z), (0, 0.30, -0.12), 0.010, stand=True) for x,
        z in ((-0.2, 0.16), (0.2, 0.16), (0, -0.24))]
    hull = Part((), (box(0.36, 0.03, 0.36, 0, 0.015, -0.03), box(0.34 * s, 0.56 * s, 0.1, 0, 0.36 * s,
                -0.06), box(0.06, 0.6 * s, 0.04, 0, 0.85 * s, -0.10)))
    return built(wood, loose(guitar_), *stand, [loose(rod(stuff("metal", BLACK), (x, 0.2, -0.06),
                (x, 0.09, 0.08), 0.009)) for x in (-0.08, 0.08)], hull, mass=4)


def drum_set(spec: Spec) -> Model:
    """A drum set: bass drum, three toms, snare and two cymbals, 1.5 x 1.1 m."""
    made = replace(finish(spec, "wood", (0.62, 0.12, 0.12)), pattern="plain", roughness=0.25)
    skin, chrome, brass = stuff("plastic", (0.95, 0.94, 0.90)), stuff("metal", (0.80, 0.81, 0.82)), stuff(
        "metal", (0.80, 0.65, 0.32))

    def shell(r: Metres, h: Metres) -> Part:
        return group(drum(made, r, h, segments=30, fill=0.12), drum(skin, r * 0.95, 0.006, 0, h,
                solid=False, segments=28), torus(chrome, r, 0.009, 0, h - 0.012),
            torus(chrome, r, 0.009, 0, 0.0))

    bass = moved(shell(0.28, 0.42), 0, 0.285, -0.12, by=turn(x=np.pi / 2))
    toms = [moved(shell(0.14, 0.2), x, 0.60, 0.0, by=turn(x=-0.35)) for x in (-0.17, 0.17)]
    floor = group(moved(shell(0.2, 0.36), 0.52, 0.22, -0.35), [rod(chrome, (0.52 + 0.2 * np.sin(a), 0, -0.35
                + 0.2 * np.cos(a)), (0.52 + 0.2 * np.sin(a), 0.4, -0.35 + 0.2 * np.cos(a)), 0.009)
            for a in np.arange(3) * 2.094])
    snare = group(moved(shell(0.18, 0.14), -0.42, 0.55, -0.38), [rod(chrome,
                (-0.42 + 0.2 * np.sin(a), 0, -0.38 + 0.2 * np.cos(a)), (-0.42, 0.55, -0.38), 0.009,
                stand=True) for a in np.arange(3) * 2.094])
    plates = [group(rod(chrome, (x, 0.02, z), (x, y, z), 0.009), drum(chrome, 0.16, 0.02, x, 0, z,
                segments=16), turned(brass, [(0.02, 0.02), (0.19, 0), (0.19, 0.004), (0.03, 0.03)], x, y, z,
                segments=26)) for x, y, z in ((-0.68, 1.0, -0.1), (0.66, 1.1, 0.05))]
    base = Part((), (box(0.5, 0.05, 0.42, 0, 0.025, 0.09),))
    return built(made, bass, *toms, floor, snare, *plates, base, drum(stuff("leather", BLACK), 0.16, 0.06,
            0, 0.45, -0.75, bevel=0.02), drum(chrome, 0.02, 0.45, 0, 0, -0.75),
        drum(chrome, 0.17, 0.02, 0, 0, -0.75), mass=42, clearance=0.1)


def music_stand(spec: Spec) -> Model:
    """A music stand with a score, 1.15 m high."""
    made, h = finish(spec, "metal", BLACK), 1.0 * spec.tall
    spots = [(np.sin(a) * 0.26, np.cos(a) * 0.26) for a in np.arange(3) * 2.094]
    base = Part((), tuple(box(0.05, 0.02, 0.05, float(x), 0.01, float(z)) for x, z in spots))
    desk_ = moved(group(block(made, 0.5, 0.34, 0.012), block(made, 0.5, 0.012, 0.06, 0, 0, 0.03),
            [panel(printed("page"), 0.20, 0.27, x, 0.015, 0.009) for x in (-0.105, 0.105)]), 0, h - 0.05, 0,
        by=turn(x=-0.35))
    return built(made, [rod(made, (x, 0.005, z), (0, 0.24, 0), 0.008, stand=True) for x, z in spots], base,
        rod(made, (0, 0.15, 0), (0, h, 0), 0.010), desk_, mass=3.2)


def horn(spec: Spec) -> Model:
    """A brass instrument standing on its bell, 0.45 m high."""
    made = finish(spec, "metal", (0.85, 0.66, 0.28))
    return built(made, turned(made, [(0.10, 0), (0.085, 0.01), (0.045, 0.06), (0.02, 0.16), (0.013, 0.30),
                (0.011, 0.44), (0.014, 0.46)], segments=22), loose(bar(made, [(0.0, 0.40, 0.0),
                (0.05, 0.36, 0), (0.055, 0.20, 0), (0.0, 0.14, 0)], 0.009)), [
            drum(made, 0.012, 0.12, 0.02 + 0.022 * k - 0.0, 0.22, 0.02, solid=False, segments=12)
            for k in range(3)], Part((), (cylinder(0.1, 0.02, y=0.01),)), mass=1.4)


ENTRIES: dict[str, Entry] = {
    "piano": entry(piano, "wall",
        "upright piano, grand piano, organ, harpsichord, baby grand piano, pianoforte", rank=1,
        tags="music"),
    "electric piano": entry(synth, "wall",
        "synthesizer, synth, keyboard stand, digital piano, keytar, xylophone, marimba, "
        "mixing console, music keyboard", rank=3, tags="music"),
    "guitar": entry(guitar, "corner",
        "acoustic guitar, electric guitar, bass guitar, violin, cello, ukulele, banjo, "
        "double bass, harp, viola, musical instrument, instrument", rank=4, tags="music"),
    "drum set": entry(drum_set, "corner",
        "drum kit, drums, drum, percussion set, bongo, cymbal, percussion", rank=2, tags="music"),
    "music stand": entry(music_stand, "free", "sheet music stand, conductor stand, note stand",
        rank=4, tags="music"),
    "trumpet": entry(horn, "top", "saxophone, trombone, horn, tuba, clarinet, flute, french horn, oboe",
        rank=6, tags="music"),
}
