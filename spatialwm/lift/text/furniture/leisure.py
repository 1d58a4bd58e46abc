"""Music, sport and fitness, toys and games."""

from dataclasses import replace
from functools import partial

import numpy as np

from spatialwm.lift.text.furniture import decor
from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.joinery import open_case
from spatialwm.lift.text.furniture.kit import BLACK, BRASS, DARK, OAK, RED, STEEL, WALNUT, WHITE, Color, finish, stuff, trim
from spatialwm.lift.text.furniture.parts import Part, ball, bar, block, built, drum, egg, four, group, hollow, loose, moved, panel, rod, slab, top, torus, turned
from spatialwm.lift.text.furniture.walls import printed
from spatialwm.lift.text.model import Model, Spec, Support, box, cylinder
from spatialwm.lift.text.solids import Metres, turn

__all__ = ["ENTRIES"]

_TOYS: tuple[Color, ...] = ((0.82, 0.20, 0.18), (0.20, 0.42, 0.72), (0.95, 0.76, 0.22), (0.30, 0.60, 0.34), (0.92, 0.52, 0.20), (0.55, 0.35, 0.62))


def piano(spec: Spec) -> Model:
    """An upright piano, 1.48 x 0.60 x 1.22 m, or a grand with its lid up; its keys face +z."""
    made = replace(finish(spec, "wood", (0.10, 0.09, 0.09)), roughness=0.2)
    keys = lambda w: group(slab(stuff("plastic", WHITE), w, 0.02, 0.15, bevel=0.002), [slab(stuff("plastic", BLACK), 0.013, 0.014, 0.09, -w / 2 + w / 36 * (k + 0.85), 0.018, -0.03) for k in range(35) if k % 7 not in (2, 6)])  # noqa: E731
    if spec.asked("grand", "baby grand", "concert"):
        curve = drum(made, 0.74, 0.30, 0, 0.62, -0.30, segments=36, fill=0.15)
        lid = moved(group(drum(made, 0.72, 0.025, 0, 0, 0, segments=36, solid=False), slab(made, 1.44, 0.025, 0.5, 0, 0, 0.5)), 0.35, 1.22, -0.3, by=turn(z=0.62))
        legs_ = [drum(made, 0.05, 0.62, x, 0, z, upper=0.07) for x, z in ((-0.6, 0.4), (0.6, 0.4), (0, -0.8))]
        return built(made, curve, block(made, 1.48, 0.30, 0.9, 0, 0.62, 0.15, fill=0.12), slab(stuff("metal", BRASS), 1.2, 0.01, 0.9, 0, 0.925, -0.2), moved(keys(1.25), 0, 0.82, 0.66), block(made, 1.48, 0.16, 0.16, 0, 0.64, 0.64), loose(lid), loose(rod(made, (0.3, 0.92, 0.1), (0.45, 1.3, 0.05), 0.012)), *legs_, supports=[top(0.8, 0.3, 0.93, 0, 0.35)], mass=300)
    w = 1.48 * spec.wide
    return built(made, block(made, w, 1.22, 0.34, 0, 0, -0.12, fill=0.25), block(made, w + 0.02, 0.03, 0.38, 0, 1.22, -0.11), block(made, w, 0.12, 0.26, 0, 0.60, 0.16), moved(keys(w - 0.2), 0, 0.72, 0.19), [block(made, 0.09, 0.24, 0.26, s * (w / 2 - 0.045), 0.60, 0.17, bevel=0.02) for s in (-1, 1)], [block(made, 0.07, 0.60, 0.08, s * (w / 2 - 0.06), 0, 0.24) for s in (-1, 1)], moved(slab(made, 0.7, 0.24, 0.015), 0, 0.80, 0.07, by=turn(x=-0.2)), panel(printed("page"), 0.3, 0.2, 0, 0.84, 0.085), [slab(stuff("metal", BRASS), 0.05, 0.015, 0.12, x, 0.04, 0.1) for x in (-0.1, 0.1)], supports=[top(w, 0.34, 1.25, 0, -0.11)], mass=220)


def synth(spec: Spec) -> Model:
    """An electric piano on a cross stand, 1.3 m wide."""
    made = finish(spec, "plastic", BLACK)
    w, h = 1.3 * spec.wide, 0.72 * spec.tall
    blacks = [slab(stuff("plastic", BLACK), 0.013, 0.014, 0.08, -w * 0.47 + w * 0.94 / 36 * (k + 0.85), h + 0.105, 0.02) for k in range(35) if k % 7 not in (2, 6)]
    cross = [rod(stuff("metal", DARK), (s * 0.4, 0.02, z), (-s * 0.4, h, z), 0.016) for s in (-1, 1) for z in (-0.1, 0.1)]
    feet = [rod(stuff("metal", DARK), (s * 0.4, 0.016, -0.2), (s * 0.4, 0.016, 0.2), 0.016) for s in (-1, 1)]
    return built(made, block(made, w, 0.10, 0.3, 0, h, 0, bevel=0.01, fill=0.4), slab(stuff("plastic", WHITE), w * 0.94, 0.012, 0.14, 0, h + 0.095, 0.06), *blacks, *cross, *feet, mass=16)


def guitar(spec: Spec) -> Model:
    """A guitar on a stand, 1.0 m high: acoustic, or electric when asked; violins and cellos are scaled."""
    electric = spec.asked("electric", "bass", "rock")
    wood = finish(spec, "wood", (0.78, 0.52, 0.26)) if not electric else replace(finish(spec, "plastic", _TOYS[spec.tint % 2]), material="wood")
    dark, s = stuff("wood", (0.20, 0.13, 0.09)), spec.tall
    thick = 0.10 if not electric else 0.045
    body = moved(group(drum(wood, 0.19 * s, thick, 0, 0, 0, segments=30, solid=False), drum(wood, 0.14 * s, thick + 0.0006, 0, 0, -0.24 * s, segments=26, solid=False), slab(wood, 0.24 * s, thick, 0.2 * s, 0, 0, -0.13 * s)), 0, 0.26 * s, 0, by=turn(x=np.pi / 2))
    hole = moved(drum(stuff("plastic", BLACK), 0.05 * s, 0.003, solid=False), 0, 0.40 * s, thick, by=turn(x=np.pi / 2)) if not electric else slab(stuff("plastic", WHITE), 0.10 * s, 0.16 * s, 0.004, 0.03, 0.2 * s, thick)
    neck = group(slab(dark, 0.05 * s, 0.52 * s, 0.022, 0, 0.48 * s, thick - 0.008), slab(dark, 0.075 * s, 0.16 * s, 0.02, 0, 0.99 * s, thick - 0.012), slab(dark, 0.12 * s, 0.02, 0.015, 0, 0.22 * s, thick))
    strings = [slab(stuff("metal"), 0.0015, 0.80 * s, 0.0015, -0.016 + 0.0064 * k, 0.23 * s, thick + 0.016) for k in range(6)]
    guitar_ = moved(group(body, hole, neck, *strings), 0, 0.06, -0.06, by=turn(x=-0.16))
    stand = [rod(stuff("metal", BLACK), (x, 0.01, z), (0, 0.30, -0.12), 0.010, stand=True) for x, z in ((-0.2, 0.16), (0.2, 0.16), (0, -0.24))]
    hull = Part((), (box(0.36, 0.03, 0.36, 0, 0.015, -0.03), box(0.34 * s, 0.56 * s, 0.1, 0, 0.36 * s, -0.06), box(0.06, 0.6 * s, 0.04, 0, 0.85 * s, -0.10)))
    return built(wood, loose(guitar_), *stand, [loose(rod(stuff("metal", BLACK), (x, 0.2, -0.06), (x, 0.09, 0.08), 0.009)) for x in (-0.08, 0.08)], hull, mass=4)


def drum_set(spec: Spec) -> Model:
    """A drum set: bass drum, three toms, snare and two cymbals, 1.5 x 1.1 m."""
    made = replace(finish(spec, "wood", (0.62, 0.12, 0.12)), pattern="plain", roughness=0.25)
    skin, chrome, brass = stuff("plastic", (0.95, 0.94, 0.90)), stuff("metal", (0.80, 0.81, 0.82)), stuff("metal", (0.80, 0.65, 0.32))

    def shell(r: Metres, h: Metres) -> Part:
        return group(drum(made, r, h, segments=30, fill=0.12), drum(skin, r * 0.95, 0.006, 0, h, solid=False, segments=28), torus(chrome, r, 0.009, 0, h - 0.012), torus(chrome, r, 0.009, 0, 0.0))

    bass = moved(shell(0.28, 0.42), 0, 0.285, -0.12, by=turn(x=np.pi / 2))
    toms = [moved(shell(0.14, 0.2), x, 0.60, 0.0, by=turn(x=-0.35)) for x in (-0.17, 0.17)]
    floor = group(moved(shell(0.2, 0.36), 0.52, 0.22, -0.35), [rod(chrome, (0.52 + 0.2 * np.sin(a), 0, -0.35 + 0.2 * np.cos(a)), (0.52 + 0.2 * np.sin(a), 0.4, -0.35 + 0.2 * np.cos(a)), 0.009) for a in np.arange(3) * 2.094])
    snare = group(moved(shell(0.18, 0.14), -0.42, 0.55, -0.38), [rod(chrome, (-0.42 + 0.2 * np.sin(a), 0, -0.38 + 0.2 * np.cos(a)), (-0.42, 0.55, -0.38), 0.009, stand=True) for a in np.arange(3) * 2.094])
    plates = [group(rod(chrome, (x, 0.02, z), (x, y, z), 0.009), drum(chrome, 0.16, 0.02, x, 0, z, segments=16), turned(brass, [(0.02, 0.02), (0.19, 0), (0.19, 0.004), (0.03, 0.03)], x, y, z, segments=26)) for x, y, z in ((-0.68, 1.0, -0.1), (0.66, 1.1, 0.05))]
    base = Part((), (box(0.5, 0.05, 0.42, 0, 0.025, 0.09),))
    return built(made, bass, *toms, floor, snare, *plates, base, drum(stuff("leather", BLACK), 0.16, 0.06, 0, 0.45, -0.75, bevel=0.02), drum(chrome, 0.02, 0.45, 0, 0, -0.75), drum(chrome, 0.17, 0.02, 0, 0, -0.75), mass=42, clearance=0.1)


def music_stand(spec: Spec) -> Model:
    """A music stand with a score, 1.15 m high."""
    made, h = finish(spec, "metal", BLACK), 1.0 * spec.tall
    spots = [(np.sin(a) * 0.26, np.cos(a) * 0.26) for a in np.arange(3) * 2.094]
    base = Part((), tuple(box(0.05, 0.02, 0.05, float(x), 0.01, float(z)) for x, z in spots))
    desk_ = moved(group(block(made, 0.5, 0.34, 0.012), block(made, 0.5, 0.012, 0.06, 0, 0, 0.03), [panel(printed("page"), 0.20, 0.27, x, 0.015, 0.009) for x in (-0.105, 0.105)]), 0, h - 0.05, 0, by=turn(x=-0.35))
    return built(made, [rod(made, (x, 0.005, z), (0, 0.24, 0), 0.008, stand=True) for x, z in spots], base, rod(made, (0, 0.15, 0), (0, h, 0), 0.010), desk_, mass=3.2)


def horn(spec: Spec) -> Model:
    """A brass instrument standing on its bell, 0.45 m high."""
    made = finish(spec, "metal", (0.85, 0.66, 0.28))
    return built(made, turned(made, [(0.10, 0), (0.085, 0.01), (0.045, 0.06), (0.02, 0.16), (0.013, 0.30), (0.011, 0.44), (0.014, 0.46)], segments=22), loose(bar(made, [(0.0, 0.40, 0.0), (0.05, 0.36, 0), (0.055, 0.20, 0), (0.0, 0.14, 0)], 0.009)), [drum(made, 0.012, 0.12, 0.02 + 0.022 * k - 0.0, 0.22, 0.02, solid=False, segments=12) for k in range(3)], Part((), (cylinder(0.1, 0.02, y=0.01),)), mass=1.4)


def treadmill(spec: Spec) -> Model:
    """A treadmill, 0.80 x 1.70 x 1.35 m; its console is at -z."""
    made, dark, s = finish(spec, "plastic", (0.20, 0.21, 0.22)), stuff("rubber", (0.10, 0.10, 0.11)), spec.wide
    posts = [rod(stuff("metal", (0.62, 0.63, 0.65)), (x * s, 0.1, -0.55 * s), (x * s, 1.15, -0.68 * s), 0.03) for x in (-0.34, 0.34)]
    rails = [rod(stuff("metal", (0.62, 0.63, 0.65)), (x * s, 0.90, -0.62 * s), (x * s, 0.86, -0.08 * s), 0.022, solid=False) for x in (-0.34, 0.34)]
    desk_ = moved(group(block(made, 0.78 * s, 0.28, 0.06, bevel=0.02), moved(panel(replace(printed("screen", (0.35, 0.55, 0.75), material="glass")), 0.3, 0.16, 0, 0.07, 0.033, glow=0.5))), 0, 1.08, -0.68 * s, by=turn(x=-0.5))
    return built(made, block(made, 0.80 * s, 0.16, 1.65 * s, bevel=0.03, fill=0.3), block(dark, 0.52 * s, 0.012, 1.25 * s, 0, 0.158, 0.15 * s), block(made, 0.80 * s, 0.12, 0.34 * s, 0, 0.13, -0.64 * s, bevel=0.04), *posts, *rails, desk_, supports=[top(0.5 * s, 1.1 * s, 0.17, z=0.15)], mass=92, clearance=0.1)


def exercise_bike(spec: Spec, *, cross: bool = False) -> Model:
    """An exercise bike, 0.55 x 1.10 x 1.25 m, or a cross trainer."""
    made, steel, black, s = finish(spec, "plastic", (0.22, 0.23, 0.25)), stuff("metal", (0.6, 0.61, 0.63)), stuff("plastic", BLACK), spec.wide
    feet = [rod(steel, (-0.27, 0.035, z), (0.27, 0.035, z), 0.032) for z in (-0.46 * s, 0.46 * s)]
    base = Part((), tuple(box(0.5, 0.03, 0.06, 0, 0.015, z) for z in (-0.46 * s, 0.46 * s)))
    wheel = moved(group(drum(made, 0.24, 0.07, segments=30), torus(steel, 0.23, 0.02, 0, 0.015), drum(steel, 0.06, 0.09, 0, -0.01, solid=False)), 0.035, 0.36, 0.28 * s, by=turn(z=np.pi / 2))
    frame = [rod(made, (0, 0.05, -0.46 * s), (0, 0.36, 0.1 * s), 0.035), rod(made, (0, 0.30, 0.0), (0, 0.80, -0.22 * s), 0.03), rod(made, (0, 0.36, 0.28 * s), (0, 1.08, 0.34 * s), 0.032), rod(made, (0, 0.05, 0.46 * s), (0, 0.36, 0.28 * s), 0.03)]
    if cross:
        arms = [rod(steel, (x * 0.2, 0.3, 0.2), (x * 0.24, 1.45, 0.12), 0.018) for x in (-1, 1)] + [block(black, 0.12, 0.04, 0.36, x * 0.2, 0.28, -0.15, bevel=0.015) for x in (-1, 1)]
        return built(made, *feet, base, wheel, *frame[2:], frame[0], *arms, block(black, 0.3, 0.18, 0.05, 0, 1.1, 0.36), mass=60)
    saddle = egg(black, 0.2, 0.08, 0.27, 0, 0.82, -0.24 * s)
    bars = [bar(black, [(-0.22, 1.10, 0.1 * s), (-0.22, 1.12, 0.28 * s), (0, 1.06, 0.34 * s), (0.22, 1.12, 0.28 * s), (0.22, 1.10, 0.1 * s)], 0.017), moved(block(black, 0.24, 0.16, 0.04), 0, 1.12, 0.40 * s, by=turn(x=-0.5))]
    pedals = [group(rod(steel, (x * 0.09, 0.34, 0.06), (x * 0.09, 0.34 - x * 0.16, 0.06), 0.012, solid=False), slab(black, 0.10, 0.025, 0.08, x * 0.15, 0.33 - x * 0.16, 0.06)) for x in (-1, 1)]
    return built(made, *feet, base, wheel, *frame, saddle, *map(loose, bars), *pedals, mass=38)


def dumbbell(spec: Spec, *, long: bool = False) -> Model:
    """A dumbbell, 0.32 m long, or a barbell of 1.8 m, lying along x."""
    steel, dark = stuff("metal", (0.70, 0.71, 0.73)), finish(spec, "rubber", (0.14, 0.14, 0.15))
    half, r = (0.9, 0.21) if long else (0.16 * spec.wide, 0.055 * spec.wide)
    plates: list[Part] = []
    for k in (-1, 1):
        for q, thick in ((1.0, 0.04), (0.75 if long else 0.86, 0.035)):
            x = k * (half - (0.12 if long else 0.055) - (0 if q == 1 else 0.045))
            plates.append(moved(group(drum(dark, r * q, thick, bevel=0.008, segments=28 if long else 8, solid=False)), x + thick / 2, r, 0, by=turn(z=np.pi / 2)))
    hull = Part((), tuple(box(0.09, 2 * r * 0.97, r * 0.9, k * (half - 0.08), r * 0.97, 0) for k in (-1, 1)) + (box(1.9 * half, 0.03, 0.03, 0, r, 0),))
    return built(dark, loose(rod(steel, (-half, r, 0), (half, r, 0), 0.014)), *plates, hull, mass=40 if long else 8 * spec.wide**2)


def kettlebell(spec: Spec) -> Model:
    """A kettlebell, 0.20 m across."""
    made = finish(spec, "metal", BLACK)
    return built(made, turned(made, [(0.06, 0), (0.095, 0.05), (0.10, 0.09), (0.08, 0.15), (0.04, 0.18)], segments=24), bar(made, [(-0.055, 0.15, 0), (-0.06, 0.22, 0), (0, 0.26, 0), (0.06, 0.22, 0), (0.055, 0.15, 0)], 0.016), mass=12)


def weight_plate(spec: Spec) -> Model:
    """A weight plate lying, 0.40 m across."""
    made = finish(spec, "rubber", (0.14, 0.14, 0.15))
    return built(made, drum(made, 0.2 * spec.wide, 0.045, bevel=0.012, segments=36), torus(made, 0.15 * spec.wide, 0.012, 0, 0.033), drum(stuff("metal"), 0.045, 0.05, segments=18, solid=False), supports=[Support(height=0.055, half_width=0.15, half_depth=0.15, round=True)], mass=15)


def weight_rack(spec: Spec) -> Model:
    """A rack with rows of dumbbells, 1.4 x 0.5 x 0.95 m."""
    made, w, h = finish(spec, "metal", BLACK), 1.4 * spec.wide, 0.95 * spec.tall
    parts: list[Part] = [block(made, 0.06, h, 0.06, s * w * 0.46, 0, -0.16) for s in (-1, 1)] + [block(made, 0.06, 0.06, 0.5, s * w * 0.46) for s in (-1, 1)]
    n = spec.number("levels", 3)
    for k in range(n):
        y, r = 0.14 + (h - 0.26) * k / max(n - 1, 1), 0.062 - 0.008 * k
        parts.append(block(made, w, 0.03, 0.26, 0, y, 0.02))
        for x in np.arange(-w / 2 + 0.10, w / 2 - 0.06, 2 * r + 0.035):
            parts += [moved(drum(stuff("rubber", (0.18, 0.18, 0.19)), r, 0.07, solid=False, segments=8), x, y + 0.03 + r, z, by=turn(x=np.pi / 2)) for z in (-0.09, 0.06)]
            parts.append(rod(stuff("metal"), (x, y + 0.03 + r, -0.1), (x, y + 0.03 + r, 0.12), 0.014, solid=False, segments=6))
    return built(made, *parts, mass=190)


def squat_rack(spec: Spec) -> Model:
    """A power rack with a barbell, 1.3 x 1.2 x 2.15 m."""
    made, h = finish(spec, "metal", (0.60, 0.13, 0.12)), 2.15 * spec.tall
    posts = four(block(made, 0.07, h, 0.07), 0.58, 0.5)
    beams = [block(made, 1.2, 0.07, 0.07, 0, h - 0.07, z) for z in (-0.5, 0.5)] + [block(made, 0.07, 0.07, 1.0, x, y, 0) for x in (-0.58, 0.58) for y in (0, h - 0.07)]
    steel = stuff("metal", (0.72, 0.73, 0.75))
    bar_ = [rod(steel, (-1.05, 1.35, 0.56), (1.05, 1.35, 0.56), 0.014)] + [moved(drum(stuff("rubber", BLACK), 0.22, 0.05, segments=30), s * 0.85 + 0.025, 1.35, 0.56, by=turn(z=np.pi / 2)) for s in (-1, 1)]
    return built(made, posts, *beams, *bar_, [block(stuff("metal", DARK), 0.05, 0.09, 0.12, s * 0.58, 1.27, 0.54) for s in (-1, 1)], mass=150)


def weight_bench(spec: Spec) -> Model:
    """A padded weight bench, 1.25 m long."""
    made, steel = finish(spec, "leather", BLACK), stuff("metal", (0.62, 0.63, 0.65))
    return built(made, block(made, 0.30, 0.08, 0.85, 0, 0.40, 0.15, bevel=0.03), moved(block(made, 0.30, 0.08, 0.6, 0, 0, -0.3, bevel=0.03), 0, 0.42, -0.28, by=turn(x=0.45)), block(steel, 0.06, 0.06, 1.1, 0, 0.2), [block(steel, 0.5, 0.05, 0.06, 0, 0, z) for z in (-0.5, 0.5)], [block(steel, 0.06, 0.4, 0.06, 0, 0.02, z) for z in (-0.48, 0.48)], supports=[top(0.28, 0.7, 0.48, z=0.18)], mass=24)


def mat(spec: Spec, *, size: tuple[float, float] = (0.61, 1.75), thick: float = 0.008) -> Model:
    """An exercise mat on the floor; rolled when asked."""
    made = finish(spec, "rubber", ((0.45, 0.36, 0.62), (0.25, 0.52, 0.55), (0.35, 0.38, 0.42))[spec.variant % 3])
    if spec.asked("rolled", "rolled up"):
        return built(made, loose(moved(drum(made, 0.065, size[0], bevel=0.004), size[0] / 2, 0.065, 0, by=turn(z=np.pi / 2))), Part((), (box(size[0], 0.12, 0.06, 0, 0.06, 0),)), mass=1.2)
    w, d = size[0] * spec.wide, size[1] * spec.wide
    return built(made, block(made, w, thick, d, bevel=0.003, cell=0.2), supports=[top(w, d, thick)], static=True)


def big_ball(spec: Spec) -> Model:
    """An exercise ball, 0.65 m across, with ridges."""
    made, r = finish(spec, "rubber", ((0.30, 0.50, 0.68), (0.62, 0.40, 0.60))[spec.variant % 2]), 0.325 * spec.wide
    ridges = [torus(made, r * np.cos(a), 0.006, 0, r + r * np.sin(a) - 0.006) for a in (-0.5, -0.25, 0, 0.25, 0.5)]
    return built(made, ball(made, r, segments=32, solid=False), *ridges, Part((), (cylinder(r * 0.35, 2 * r, y=r), cylinder(r * 0.9, r, y=r))), mass=1.4)


def punching_bag(spec: Spec) -> Model:
    """A punching bag on a foot, 1.7 m high."""
    made = finish(spec, "leather", (0.58, 0.12, 0.11))
    return built(made, drum(stuff("plastic", BLACK), 0.30, 0.16, upper=0.24, bevel=0.03, fill=0.6), drum(stuff("metal"), 0.05, 0.4, 0, 0.14), drum(made, 0.18, 1.15 * spec.tall, 0, 0.5, bevel=0.05, fill=1), drum(stuff("plastic", BLACK), 0.181, 0.05, 0, 0.9, solid=False), mass=75)


def rower(spec: Spec) -> Model:
    """A rowing machine, 2.2 m long."""
    made, black = finish(spec, "metal", (0.62, 0.63, 0.65)), stuff("plastic", BLACK)
    return built(made, block(made, 0.08, 0.08, 1.5, 0, 0.28, -0.35), block(black, 0.3, 0.06, 0.26, 0, 0.37, -0.5, bevel=0.025), moved(drum(black, 0.27, 0.16, segments=30), 0.08, 0.32, 0.65, by=turn(z=np.pi / 2)), block(black, 0.5, 0.05, 0.08, 0, 0, 0.75), block(black, 0.4, 0.05, 0.08, 0, 0, -1.0), block(made, 0.06, 0.3, 0.06, 0, 0.02, -1.0), block(made, 0.06, 0.3, 0.06, 0, 0.02, 0.4), block(black, 0.5, 0.05, 0.08, 0, 0, 0.4), rod(made, (0, 0.4, 0.6), (0, 0.85, 0.5), 0.02), block(black, 0.22, 0.16, 0.04, 0, 0.82, 0.48), loose(rod(black, (-0.25, 0.5, 0.25), (0.25, 0.5, 0.25), 0.014)), mass=28)


def sport_ball(spec: Spec) -> Model:
    """A ball: plain, or a football's and basketball's lines."""
    r = 0.11 * spec.wide * (0.32 if spec.asked("tennis", "baseball", "golf") else 1.0)
    hue: Color = (0.80, 0.42, 0.16) if spec.asked("basketball", "basket") else (0.93, 0.93, 0.92) if spec.asked("soccer", "football", "volleyball", "baseball") else (0.80, 0.86, 0.25) if spec.asked("tennis") else ((0.85, 0.38, 0.18), (0.93, 0.93, 0.92), (0.80, 0.42, 0.16), (0.25, 0.45, 0.72))[spec.tint % 4]
    made = finish(Spec(color=spec.color), "rubber", hue)
    dark = stuff("rubber", BLACK)
    if hue[0] > 0.9 and not spec.color:
        marks: list[Part] = [moved(egg(dark, r * 0.62, r * 0.1, r * 0.62, 0, r * 0.915, 0, solid=False, segments=8), 0, r, 0, by=turn(x=a, z=b)) for a, b in ((0, 0), (1.57, 0.3), (-1.57, 0.5), (0.4, 1.57), (-0.3, -1.57), (2.6, 0.7), (3.14, 0))]
    else:
        marks = [moved(torus(dark, r, 0.003, 0, -0.003, segments=32), 0, r, 0, by=b) for b in (turn(x=1.57), turn(z=1.57), turn())]
    from spatialwm.scene import Sphere

    return built(made, ball(made, r, segments=28, solid=False), *map(loose, marks), Part((), (Sphere(radius=float(r), position=np.array([0, r, 0])),)), mass=0.5 * spec.wide**2)


def board_sport(spec: Spec, *, size: tuple[float, float], wheels: bool = False, color: Color = RED) -> Model:
    """A skateboard on its wheels, or a surfboard or snowboard lying flat."""
    w, d = size[0] * spec.wide, size[1] * spec.wide
    made = replace(finish(spec, "wood", (color, _TOYS[1], _TOYS[3])[spec.tint % 3]), pattern="plain", roughness=0.3)
    if not wheels:
        stripe = slab(stuff("plastic", WHITE), 0.05, 0.001, d * 0.8, 0, 0.054, 0)
        return built(made, egg(made, w, 0.055, d, squareness=0.85, solid=False, segments=28), stripe, Part((), (box(w * 0.6, 0.05, d * 0.7, 0, 0.0275, 0), box(w * 0.3, 0.02, d * 0.9, 0, 0.0275, 0), box(w * 0.4, 0.055, d * 0.5, 0, 0.0275, 0))), supports=[top(w * 0.6, d * 0.6, 0.056)], mass=3.5)
    deck = [block(made, w, 0.012, d * 0.72, 0, 0.09, 0, bevel=0.005), *[moved(block(made, w * 0.96, 0.012, d * 0.15, 0, 0, s * d * 0.07, bevel=0.005), 0, 0.09, s * d * 0.355, by=turn(x=-s * 0.3)) for s in (-1, 1)], slab(stuff("rubber", BLACK), w * 0.94, 0.002, d * 0.7, 0, 0.102, 0)]
    rolls = [drum(stuff("rubber", (0.92, 0.86, 0.70)), 0.028, 0.032, x + 0.016, 0.028, z, by=turn(z=np.pi / 2), solid=False, segments=16) for x in (-0.075, 0.075) for z in (-d * 0.27, d * 0.27)]
    feet = Part((), tuple(box(0.03, 0.05, 0.03, x, 0.025, z) for x in (-0.075, 0.075) for z in (-d * 0.27, d * 0.27)))
    return built(made, *deck, *rolls, feet, [block(stuff("metal"), 0.11, 0.03, 0.05, 0, 0.055, z, solid=False) for z in (-d * 0.27, d * 0.27)], supports=[top(w, d * 0.6, 0.104)], mass=2.6)


def skis(spec: Spec) -> Model:
    """A pair of skis with poles lying, 1.7 m."""
    made = finish(spec, "plastic", _TOYS[spec.tint % 4])
    one = group(block(made, 0.075, 0.016, 1.5, 0, 0, 0, bevel=0.004), moved(block(made, 0.07, 0.014, 0.14, 0, 0, 0.07, bevel=0.004, solid=False), 0, 0, 0.745, by=turn(x=-0.45)), block(stuff("plastic", DARK), 0.06, 0.05, 0.28, 0, 0.012, -0.05, bevel=0.01))
    poles = [loose(rod(stuff("metal"), (x, 0.012, -0.6), (x, 0.012, 0.55), 0.007)) for x in (-0.22, 0.22)]
    return built(made, moved(one, -0.08), moved(one, 0.08), *poles, mass=6)


def racket(spec: Spec) -> Model:
    """A tennis racket lying, 0.68 m long."""
    made = finish(spec, "plastic", _TOYS[spec.tint % 4])
    hoop = bar(made, [(0.13 * np.sin(a), 0.014, -0.18 - 0.16 * np.cos(a)) for a in np.linspace(0, 2 * np.pi, 13)], 0.010, smooth=2)
    net = [slab(stuff("fabric", WHITE), 0.0015, 0.0015, 0.30 * np.sqrt(1 - (x / 0.13) ** 2), x, 0.013, -0.18) for x in np.linspace(-0.1, 0.1, 9)] + [slab(stuff("fabric", WHITE), 0.25 * np.sqrt(1 - (z / 0.16) ** 2), 0.0015, 0.0015, 0, 0.013, -0.18 + z) for z in np.linspace(-0.12, 0.12, 11)]
    throat = [loose(rod(made, (x, 0.014, -0.05), (0, 0.014, 0.08), 0.009)) for x in (-0.07, 0.07)]
    return built(made, loose(hoop), *net, *throat, loose(rod(stuff("leather", BLACK), (0, 0.014, 0.06), (0, 0.014, 0.33), 0.014)), Part((), (box(0.2, 0.024, 0.6, 0, 0.012, 0.0),)), mass=0.32)


def bat(spec: Spec) -> Model:
    """A baseball bat lying along x, 0.84 m long."""
    made = finish(spec, "wood", (0.78, 0.58, 0.34))
    body = moved(turned(made, [(0.025, 0), (0.013, 0.02), (0.012, 0.25), (0.02, 0.45), (0.033, 0.65), (0.033, 0.82), (0.02, 0.84)], segments=16, solid=False), 0.42, 0.033, 0, by=turn(z=np.pi / 2))
    return built(made, body, Part((), (box(0.40, 0.06, 0.045, -0.2, 0.033, 0), box(0.75, 0.02, 0.02, 0, 0.033, 0))), mass=0.95)


def glove(spec: Spec) -> Model:
    """A baseball glove lying open, 0.28 m."""
    made = finish(spec, "leather", (0.55, 0.33, 0.17))
    fingers = [moved(egg(made, 0.055, 0.045, 0.17, 0, 0, -0.06, solid=False), -0.09 + 0.055 * k, 0.005, -0.06, by=turn(y=0.25 - 0.13 * k)) for k in range(4)]
    return built(made, egg(made, 0.24, 0.06, 0.18, 0, 0, 0.04, squareness=0.7), *fingers, moved(egg(made, 0.06, 0.05, 0.16, solid=False), 0.13, 0.0, 0.02, by=turn(y=0.7)), egg(stuff("leather", (0.42, 0.24, 0.12)), 0.14, 0.03, 0.12, 0, 0.035, 0.01, solid=False), mass=0.6)


def frisbee(spec: Spec) -> Model:
    """A flying disc, 0.27 m across."""
    made = finish(spec, "plastic", _TOYS[spec.tint % 6])
    r = 0.135 * spec.wide
    return built(made, turned(made, [(r * 0.96, 0), (r, 0.012), (r * 0.95, 0.024), (r * 0.8, 0.03), (r * 0.2, 0.032)], segments=36, fill=0.2), torus(stuff("plastic", WHITE), r * 0.5, 0.002, 0, 0.0295), mass=0.17)


def kite(spec: Spec) -> Model:
    """A kite leaning up from its tail, 0.9 m high, propped by a stick."""
    hues = (spec.color or _TOYS[spec.tint % 6], _TOYS[(spec.tint + 2) % 6])
    made = stuff("fabric", hues[0])
    strips: list[Part] = []
    for k in range(14):
        u = (k + 0.5) / 14
        half = 0.34 * (u / 0.62 if u < 0.62 else (1 - u) / 0.38)
        strips += [slab(stuff("fabric", hues[(k // 7 + (q > 0)) % 2]), half, 0.9 / 14 + 0.001, 0.004, q * half / 2, 0.9 * k / 14, 0, bevel=0.0005) for q in (-1, 1)]
    sticks = group(rod(stuff("wood"), (0, 0, 0.005), (0, 0.9, 0.005), 0.006, solid=False), rod(stuff("wood"), (-0.34, 0.56, 0.005), (0.34, 0.56, 0.005), 0.005, solid=False))
    tail = [moved(egg(stuff("fabric", _TOYS[k % 6]), 0.09, 0.02, 0.05, solid=False, segments=8), 0.04 * np.sin(k * 1.5), 0.0, 0.10 + 0.13 * k, by=turn(y=0.5 * k)) for k in range(4)]
    prop = [loose(rod(stuff("wood"), (0, 0.7, -0.2), (0, 0.01, -0.46), 0.007))]
    hull = Part((), (box(0.06, 0.02, 0.10, 0, 0.01, 0), box(0.3, 0.02, 0.06, 0, 0.01, -0.44), box(0.3, 0.4, 0.03, 0, 0.5, -0.14)))
    return built(made, moved(group(*strips, sticks), 0, 0.01, 0, by=turn(x=-0.28)), *tail, *prop, hull, mass=0.4)


def hoop(spec: Spec) -> Model:
    """A basketball hoop on a pole, 3.05 m to the ring."""
    made, h = finish(spec, "metal", (0.30, 0.32, 0.35)), 3.05 * spec.tall
    net = [loose(rod(stuff("fabric", WHITE), (0.22 * np.sin(a), h, 0.5 + 0.22 * np.cos(a)), (0.13 * np.sin(a + 0.4), h - 0.42, 0.5 + 0.13 * np.cos(a + 0.4)), 0.006)) for a in np.arange(10) * 0.628]
    face = slab(stuff("plastic", WHITE), 1.4, 0.9, 0.03, 0, h - 0.15, 0.24)
    marks = [slab(stuff("plastic", RED), 0.5, 0.03, 0.005, 0, y, 0.257) for y in (h + 0.05, h + 0.4)]
    return built(made, block(stuff("plastic", BLACK), 0.8, 0.2, 1.0, 0, 0, -0.3, bevel=0.04, fill=0.5), drum(made, 0.06, h + 0.3, 0, 0, -0.3), loose(rod(made, (0, h - 0.2, -0.3), (0, h + 0.1, 0.22), 0.04)), face, *marks, torus(stuff("metal", (0.85, 0.35, 0.12)), 0.225, 0.01, 0, h, 0.5), *net, static=True, mass=110)


def goal(spec: Spec) -> Model:
    """A football goal with its net, 2.4 x 1.6 m."""
    made = finish(spec, "metal", WHITE)
    frame = [rod(made, (x, 0, 0.3), (x, 1.6, 0.3), 0.05) for x in (-1.2, 1.2)] + [rod(made, (-1.2, 1.6, 0.3), (1.2, 1.6, 0.3), 0.05)] + [rod(made, (x, 0.03, -0.6), (x, 1.6, 0.3), 0.03) for x in (-1.2, 1.2)] + [rod(made, (-1.2, 0.03, -0.6), (1.2, 0.03, -0.6), 0.03)]
    net = [loose(rod(stuff("fabric", WHITE), (x, 0.03, -0.6), (x, 1.58, 0.29), 0.006, segments=4)) for x in np.arange(-1.1, 1.15, 0.15)] + [loose(rod(stuff("fabric", WHITE), (-1.2, 1.6 * u, -0.6 + 0.9 * u), (1.2, 1.6 * u, -0.6 + 0.9 * u), 0.006, segments=4)) for u in np.arange(0.1, 1, 0.12)]
    return built(made, *frame, *net, static=True, mass=40)


def doll(spec: Spec) -> Model:
    """A doll sitting, 0.30 m high, in a dress."""
    skin, dress, hair = stuff("plastic", (0.92, 0.74, 0.64)), finish(Spec(color=spec.color), "fabric", _TOYS[spec.tint % 6]), stuff("fabric", ((0.45, 0.28, 0.14), (0.85, 0.68, 0.35), (0.2, 0.14, 0.1))[spec.tint % 3])
    s = spec.wide
    limbs = [rod(skin, (x * 0.04 * s, 0.02, 0.04), (x * 0.06 * s, 0.02, 0.17 * s), 0.018 * s, 0.014 * s, solid=False) for x in (-1, 1)] + [rod(skin, (x * 0.05 * s, 0.15 * s, 0), (x * 0.09 * s, 0.06 * s, 0.05), 0.014 * s, 0.012 * s, solid=False) for x in (-1, 1)]
    face = [egg(stuff("plastic", BLACK), 0.014, 0.016, 0.01, x * 0.024 * s, 0.235 * s, 0.052 * s, solid=False, segments=8) for x in (-1, 1)]
    return built(dress, turned(dress, [(0.09 * s, 0), (0.085 * s, 0.03), (0.045 * s, 0.12), (0.05 * s, 0.16), (0.02 * s, 0.18)], segments=18), egg(skin, 0.11 * s, 0.12 * s, 0.11 * s, 0, 0.18 * s, 0, solid=False), egg(hair, 0.125 * s, 0.11 * s, 0.12 * s, 0, 0.205 * s, -0.012, solid=False), [egg(hair, 0.05 * s, 0.09 * s, 0.05 * s, x * 0.065 * s, 0.14 * s, -0.01, solid=False) for x in (-1, 1)], *limbs, *face, Part((), (box(0.14 * s, 0.03, 0.2 * s, 0, 0.015, 0.05),)), mass=0.35)


def blocks(spec: Spec) -> Model:
    """A wooden toy block, or a small heap of them when it is a set."""
    if spec.asked("set", "stack", "stacked", "tower", "pile"):
        parts = [block(stuff("wood", _TOYS[k % 6]), 0.05, 0.05, 0.05, x, y, z, bevel=0.004, by=turn(y=0.3 * k)) for k, (x, y, z) in enumerate(((-0.06, 0, 0), (0.0, 0, 0.01), (0.06, 0, -0.01), (-0.03, 0.05, 0), (0.035, 0.05, 0), (0, 0.10, 0)))]
        return built(stuff("wood"), *parts, mass=0.5)
    made = replace(finish(spec, "wood", _TOYS[spec.tint % 6]), pattern="plain")
    s = 0.055 * spec.wide
    return built(made, block(made, s, s, s, bevel=0.005), supports=[top(s, s, s, rim=0.004)])


def toy_car(spec: Spec) -> Model:
    """A toy car, 0.16 m long."""
    made, s = replace(finish(spec, "plastic", _TOYS[spec.tint % 6]), roughness=0.3), spec.wide
    wheels = [drum(stuff("rubber", BLACK), 0.02 * s, 0.014, x + 0.007, 0.02 * s, z, by=turn(z=np.pi / 2), solid=False, segments=14) for x in (-0.034 * s, 0.034 * s) for z in (-0.05 * s, 0.05 * s)]
    return built(made, block(made, 0.07 * s, 0.03 * s, 0.16 * s, 0, 0.014 * s, 0, bevel=0.008), block(made, 0.058 * s, 0.028 * s, 0.08 * s, 0, 0.042 * s, -0.01, bevel=0.008), slab(stuff("glass", (0.2, 0.25, 0.3)), 0.06 * s, 0.016 * s, 0.06 * s, 0, 0.048 * s, -0.01), *wheels, Part((), (box(0.06 * s, 0.02, 0.12 * s, 0, 0.01, 0),)), mass=0.15)


def toy_train(spec: Spec) -> Model:
    """A wooden toy train with two wagons, 0.42 m long."""
    cars: list[Part] = []
    for k in range(3):
        z, made = 0.14 - 0.14 * k, stuff("wood", _TOYS[k])
        cars += [block(made, 0.06, 0.03, 0.12, 0, 0.022, z, bevel=0.004), drum(made, 0.026, 0.05, 0, 0.05, z + 0.02, solid=False) if k == 0 else block(made, 0.05, 0.035, 0.10, 0, 0.052, z, bevel=0.004)]
        cars += [drum(stuff("wood", (0.25, 0.2, 0.16)), 0.018, 0.012, x + 0.006, 0.018, z + q, by=turn(z=np.pi / 2), solid=False, segments=14) for x in (-0.033, 0.033) for q in (-0.035, 0.035)]
        cars.append(Part((), (box(0.06, 0.03, 0.09, 0, 0.015, z),)))
    return built(stuff("wood"), *cars, block(stuff("wood", _TOYS[4]), 0.06, 0.07, 0.045, 0, 0.05, 0.10, bevel=0.004), mass=0.5)


def board_game(spec: Spec) -> Model:
    """A board with its pieces, 0.40 m square: chess, or an open game."""
    made, s = finish(spec, "wood", OAK), 0.4 * spec.wide
    face = moved(panel(replace(stuff("wood", (0.90, 0.80, 0.62)), pattern="checker"), s * 0.92, s * 0.92), 0, 0.022, s * 0.46, by=turn(x=-np.pi / 2))
    men = [turned(stuff("wood", (0.92, 0.86, 0.72) if row < 2 else (0.16, 0.12, 0.10)), [(0.013, 0), (0.012, 0.006), (0.006, 0.014), (0.007, 0.028 + 0.012 * (row in (0, 3))), (0.004, 0.036 + 0.012 * (row in (0, 3)))], (col - 3.5) * s * 0.115, 0.024, (-0.4025, -0.2875, 0.2875, 0.4025)[row] * s, segments=10, solid=False) for row in range(4) for col in range(8)]
    return built(made, block(made, s, 0.022, s), face, *men, Part((), (box(s * 0.9, 0.03, s * 0.3, 0, 0.035, s * 0.33), box(s * 0.9, 0.03, s * 0.3, 0, 0.035, -s * 0.33))), mass=1.6)


def game_box(spec: Spec, *, size: tuple[float, float, float] = (0.30, 0.055, 0.30)) -> Model:
    """A game or puzzle in its printed box, lying."""
    w, h, d = (a * b for a, b in zip(size, (spec.wide, spec.tall, spec.wide), strict=True))
    made = stuff("paper", spec.color or _TOYS[spec.tint % 6])
    face = moved(panel(printed("poster"), w * 0.98, d * 0.98, seed=spec.tint % 991), 0, h, d * 0.49, by=turn(x=-np.pi / 2))
    return built(made, block(made, w, h, d, bevel=0.003, fill=0.15), face, supports=[top(w, d, h + 0.001)], mass=0.8)


def cube(spec: Spec) -> Model:
    """A puzzle cube, 57 mm, or dice."""
    faces: list[Part] = []
    for k, by in enumerate((turn(), turn(y=1.5708), turn(y=3.1416), turn(y=-1.5708), turn(x=-1.5708), turn(x=1.5708))):
        grid = [slab(stuff("plastic", _TOYS[(k + (i * 3 + j) * (spec.tint % 5)) % 6]), 0.017, 0.017, 0.0012, (i - 1) * 0.0185, (j - 1) * 0.0185 - 0.0085, 0.028) for i in range(3) for j in range(3)]
        faces.append(moved(group(grid), 0, 0.0285, 0, by=by))
    return built(stuff("plastic"), block(stuff("plastic", BLACK), 0.057, 0.057, 0.057, bevel=0.003), *faces, mass=0.1)


def doll_house(spec: Spec) -> Model:
    """A doll's house, open in front, 0.75 x 0.32 x 0.85 m."""
    made, roof = finish(spec, "wood", (0.92, 0.82, 0.80)), stuff("wood", (0.62, 0.26, 0.24))
    w, d, h = 0.75 * spec.wide, 0.32, 0.58 * spec.tall
    part, supports = open_case(spec, made, w, h, d, rows=2, columns=2, foot=0.0, thick=0.015)
    slope = [moved(block(roof, 0.02, 0.47 * spec.wide, d + 0.05, 0, 0, 0), s * (w / 2 + 0.03), h - 0.02, 0, by=turn(z=s * 0.98)) for s in (-1, 1)]
    back = [slab(made, w * (1 - k / 5) - 0.05, 0.05, 0.012, 0, h + 0.05 * k, -d / 2 + 0.01) for k in range(5)]
    return built(made, part, *slope, *back, slab(stuff("wood", RED), 0.02, 0.1, 0.02, 0.2, h + 0.12, 0), supports=supports[1:], mass=7)


def rocking_horse(spec: Spec) -> Model:
    """A rocking horse, 0.85 m long, on runners held by wedges."""
    made = finish(spec, "wood", OAK)
    dark = stuff("fabric", (0.35, 0.22, 0.14))
    t = np.linspace(-1, 1, 7)
    runners = [loose(bar(made, [(x, 0.016 + 0.07 * a * a, 0.42 * a) for a in t], 0.018)) for x in (-0.14, 0.14)]
    legs_ = [loose(rod(made, (x, 0.05, z), (x * 0.5, 0.36, z * 0.6), 0.022, 0.03)) for x in (-0.14, 0.14) for z in (-0.26, 0.26)]
    hull = Part((), (box(0.3, 0.03, 0.5, 0, 0.015, 0), box(0.16, 0.2, 0.5, 0, 0.42, 0), box(0.1, 0.3, 0.14, 0, 0.6, 0.3)))
    return built(made, *runners, *legs_, egg(made, 0.2, 0.22, 0.56, 0, 0.32, 0, solid=False), rod(made, (0, 0.44, 0.2), (0, 0.70, 0.36), 0.08, 0.06, solid=False), egg(made, 0.12, 0.13, 0.26, 0, 0.66, 0.42, solid=False, by=turn(x=0.5)), rod(stuff("wood"), (-0.14, 0.66, 0.32), (0.14, 0.66, 0.32), 0.012, solid=False), egg(stuff("leather", RED), 0.22, 0.06, 0.26, 0, 0.51, -0.02, solid=False), bar(dark, [(0, 0.80, 0.34), (0, 0.70, 0.24), (0, 0.56, 0.16)], 0.025), bar(dark, [(0, 0.46, -0.27), (0, 0.42, -0.38), (0, 0.24, -0.40)], 0.02), hull, supports=[top(0.14, 0.2, 0.57)], mass=7)


def play_slide(spec: Spec) -> Model:
    """A children's slide, 1.6 m long and 1.0 m high."""
    made, hue = finish(spec, "plastic", _TOYS[spec.tint % 4]), stuff("plastic", _TOYS[2])
    chute = moved(group(block(hue, 0.42, 0.03, 1.45, 0, 0, 0.72), [block(hue, 0.03, 0.14, 1.45, s * 0.21, 0, 0.72) for s in (-1, 1)]), 0, 0.92, -0.25, by=turn(x=0.64))
    ladder = [group(rod(made, (s * 0.2, 0, -0.62), (s * 0.2, 1.2, -0.3), 0.03, stand=False)) for s in (-1, 1)] + [rod(made, (-0.2, 0.22 * k, -0.62 + 0.06 * k), (0.2, 0.22 * k, -0.62 + 0.06 * k), 0.02, solid=False) for k in range(1, 5)]
    return built(made, chute, *ladder, block(made, 0.5, 0.04, 0.06, 0, 0, -0.62), [rod(made, (s * 0.2, 0, 0.0), (s * 0.2, 0.85, -0.2), 0.025, stand=True) for s in (-1, 1)], block(hue, 0.45, 0.03, 0.16, 0, 0.9, -0.32), mass=14)


def balloon(spec: Spec) -> Model:
    """A balloon on a string that holds it up from a small weight, 1.1 m high."""
    made = replace(finish(spec, "rubber", _TOYS[spec.tint % 6]), roughness=0.25)
    h = 0.8 * spec.tall
    return built(made, turned(made, [(0.01, h), (0.06, h + 0.06), (0.12, h + 0.16), (0.135, h + 0.24), (0.11, h + 0.32), (0.04, h + 0.36)], segments=24, fill=0.02, sharp=1.2, bands=3), rod(stuff("fabric", WHITE), (0, 0.05, 0), (0, h, 0), 0.002, segments=5), drum(stuff("metal", DARK), 0.06, 0.05, bevel=0.01, fill=0.8), mass=0.6)


def pet_toy(spec: Spec) -> Model:
    """A chew bone, 0.16 m long."""
    made = finish(spec, "rubber", (0.90, 0.86, 0.76))
    knobs = [egg(made, 0.045, 0.035, 0.045, x, 0, z, solid=False, segments=12) for x in (-0.065, 0.065) for z in (-0.017, 0.017)]
    return built(made, *knobs, block(made, 0.12, 0.026, 0.028, 0, 0.004, 0, bevel=0.01), Part((), (box(0.13, 0.01, 0.04, 0, 0.005, 0),)), mass=0.12)


def robot(spec: Spec) -> Model:
    """A toy robot, 0.30 m high."""
    made, lit = finish(spec, "metal", (0.55, 0.62, 0.68)), stuff("plastic", (0.95, 0.75, 0.2))
    legs_ = [block(made, 0.05, 0.09, 0.07, s * 0.04, 0, 0) for s in (-1, 1)]
    return built(made, *legs_, block(made, 0.15, 0.11, 0.09, 0, 0.085, bevel=0.01), block(made, 0.10, 0.08, 0.08, 0, 0.205, bevel=0.01), [rod(made, (s * 0.08, 0.185, 0), (s * 0.10, 0.10, 0.03), 0.014, solid=False) for s in (-1, 1)], [drum(lit, 0.012, 0.006, s * 0.024, 0.25, 0.04, by=turn(x=1.57), solid=False, segments=12) for s in (-1, 1)], slab(stuff("plastic", RED), 0.07, 0.04, 0.004, 0, 0.12, 0.045), rod(made, (0, 0.28, 0), (0, 0.315, 0), 0.003, solid=False), mass=0.5)


_ = (hollow, STEEL, WALNUT, trim, decor)
ENTRIES: dict[str, Entry] = {
    "piano": entry(piano, "wall", "upright piano, grand piano, organ, harpsichord, baby grand piano, pianoforte", rank=1, tags="music"),
    "electric piano": entry(synth, "wall", "synthesizer, synth, keyboard stand, digital piano, keytar, xylophone, marimba, mixing console, music keyboard", rank=3, tags="music"),
    "guitar": entry(guitar, "corner", "acoustic guitar, electric guitar, bass guitar, violin, cello, ukulele, banjo, double bass, harp, viola, musical instrument, instrument", rank=4, tags="music"),
    "drum set": entry(drum_set, "corner", "drum kit, drums, drum, percussion set, bongo, cymbal, percussion", rank=2, tags="music"),
    "music stand": entry(music_stand, "free", "sheet music stand, conductor stand, easel, note stand", rank=4, tags="music"),
    "trumpet": entry(horn, "top", "saxophone, trombone, horn, tuba, clarinet, flute, french horn, oboe", rank=6, tags="music"),
    "treadmill": entry(treadmill, "free", "running machine, walking pad", rank=1, tags="fitness"),
    "exercise bike": entry(exercise_bike, "free", "stationary bike, spin bike, exercise bicycle, spinning bike", rank=2, tags="fitness"),
    "elliptical": entry(partial(exercise_bike, cross=True), "free", "elliptical machine, cross trainer, stair climber, elliptical trainer, exercise machine", rank=2, tags="fitness"),
    "rowing machine": entry(rower, "free", "rower", rank=2, tags="fitness"),
    "dumbbell": entry(dumbbell, "free", "hand weight, weight, weights, free weight, dumbbells", rank=6, tags="fitness"),
    "barbell": entry(partial(dumbbell, long=True), "free", rank=5, tags="fitness"),
    "kettlebell": entry(kettlebell, "free", "medicine ball, kettle bell", rank=6, tags="fitness"),
    "weight plate": entry(weight_plate, "inside", "barbell plate, weight disc", rank=6, tags="fitness"),
    "weight rack": entry(weight_rack, "wall", "dumbbell rack, weights rack, dumbbell stand", rank=2, tags="fitness storage"),
    "squat rack": entry(squat_rack, "wall", "power rack, multi gym, weight machine, cable machine, pull-up bar, pull up bar, smith machine, gym machine, leg press", rank=1, tags="fitness"),
    "weight bench": entry(weight_bench, "free", "bench press, workout bench, gym bench, exercise bench, weightlifting bench", rank=3, tags="fitness seat"),
    "yoga mat": entry(mat, "rug", "exercise mat, gym mat, sleeping mat, play mat, meditation mat, fitness mat, pilates mat", rank=8, tags="fitness"),
    "exercise ball": entry(big_ball, "free", "yoga ball, stability ball, gym ball, swiss ball, fitness ball", rank=5, tags="fitness"),
    "punching bag": entry(punching_bag, "corner", "boxing bag, heavy bag, speed bag", rank=3, tags="fitness"),
    "ball": entry(sport_ball, "free", "sports ball, football, beach ball, basketball, soccer ball, volleyball, tennis ball, baseball, bowling ball, golf ball, rugby ball", rank=6, tags="toy"),
    "skateboard": entry(partial(board_sport, size=(0.20, 0.80), wheels=True), "free", "longboard, roller skate, roller blade, skate", rank=6, tags="toy"),
    "surfboard": entry(partial(board_sport, size=(0.55, 1.95)), "free", "surf board, paddle board, paddleboard, bodyboard, boogie board, windsurf board", rank=4, tags="toy outdoor"),
    "snowboard": entry(partial(board_sport, size=(0.29, 1.52), color=(0.25, 0.30, 0.38)), "free", "sled, sledge, wakeboard", rank=5, tags="toy"),
    "skis": entry(skis, "free", "ski, pair of skis, ski pole, hockey stick, golf club, fishing rod, pool cue, trekking pole, oar, paddle", rank=5, tags="toy"),
    "tennis racket": entry(racket, "free", "racket, racquet, badminton racket, ping pong paddle, tennis racquet, lacrosse stick", rank=6, tags="toy"),
    "baseball bat": entry(bat, "free", "bat, cricket bat, baton, walking stick, cane, stick, umbrella stick", rank=6, tags="toy"),
    "baseball glove": entry(glove, "free", "boxing glove, catcher's mitt, mitt, baseball mitt, oven mitt", rank=7, tags="clothes"),
    "frisbee": entry(frisbee, "free", "disc, flying disc, frisbees", rank=7, tags="toy"),
    "kite": entry(kite, "ground", rank=5, tags="toy outdoor"),
    "basketball hoop": entry(hoop, "ground", "hoop, basketball net, backboard, basketball goal", rank=2, tags="outdoor"),
    "goal": entry(goal, "ground", "soccer goal, football goal, hockey goal, net, goal post", rank=2, tags="outdoor"),
    "doll": entry(doll, "free", "barbie, action figure, puppet, rag doll, toy soldier, toy figure, toy, lego figure, figure", rank=6, tags="toy"),
    "building block": entry(blocks, "free", "toy block, wooden block, lego, lego brick, block, cube block, toy brick, brick, legos", rank=7, tags="toy"),
    "toy car": entry(toy_car, "free", "toy truck, model car, remote control car, rc car, matchbox car, toy vehicle", rank=7, tags="toy vehicle"),
    "toy train": entry(toy_train, "free", "train set, model train, toy train set", rank=7, tags="toy vehicle"),
    "chess board": entry(board_game, "top", "chess set, checkers, chess, chessboard, checkerboard, checkers board, backgammon, go board", rank=6, tags="toy"),
    "board game": entry(game_box, "inside", "puzzle, jigsaw, jigsaw puzzle, game, monopoly, game box, puzzle box, video game, toy set", rank=7, tags="toy"),
    "rubik's cube": entry(cube, "top", "rubiks cube, dice, die, puzzle cube, rubik cube", rank=8, tags="toy"),
    "dollhouse": entry(doll_house, "wall", "doll house, doll's house, play kitchen, toy kitchen, bird house, dog house, doghouse, cat house, birdhouse, cat tree, cat tower", rank=4, tags="toy"),
    "rocking horse": entry(rocking_horse, "free", "hobby horse", rank=4, tags="toy"),
    "slide": entry(play_slide, "ground", "swing, seesaw, trampoline, climbing frame, swing set, playground, jungle gym, ball pit, sandbox", rank=2, tags="toy outdoor"),
    "balloon": entry(balloon, "free", "balloons, party balloon", rank=7, tags="toy"),
    "pet toy": entry(pet_toy, "free", "dog toy, cat toy, chew toy, rattle, bone, squeaky toy, dog bone", rank=7, tags="toy"),
    "robot": entry(robot, "top", "toy robot, drone, rocket toy, spaceship model, model airplane, toy airplane", rank=7, tags="toy"),
}  # fmt: skip
