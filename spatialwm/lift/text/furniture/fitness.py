"""Gym machines, weights and mats."""
# fmt: off

from dataclasses import replace
from functools import partial

import numpy as np

from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.kit import (
    BLACK,
    DARK,
    finish,
    stuff,
)
from spatialwm.lift.text.furniture.parts import (
    Part,
    ball,
    bar,
    block,
    built,
    drum,
    egg,
    four,
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
from spatialwm.lift.text.model import Model, Spec, Support, box, cylinder
from spatialwm.lift.text.solids import turn

__all__ = ["ENTRIES"]


def treadmill(spec: Spec) -> Model:
    """A treadmill, 0.80 x 1.70 x 1.35 m; its console is at -z."""
    made, dark, s = finish(spec, "plastic", (0.20, 0.21, 0.22)), stuff("rubber",
        (0.10, 0.10, 0.11)), spec.wide
    posts = [rod(stuff("metal", (0.62, 0.63, 0.65)), (x * s, 0.1, -0.55 * s), (x * s, 1.15, -0.68 * s),
            0.03) for x in (-0.34, 0.34)]
    rails = [rod(stuff("metal", (0.62, 0.63, 0.65)), (x * s, 0.90, -0.62 * s), (x * s, 0.86, -0.08 * s),
            0.022, solid=False) for x in (-0.34, 0.34)]
    desk_ = moved(group(block(made, 0.78 * s, 0.28, 0.06, bevel=0.02), moved(panel(
                replace(printed("screen", (0.35, 0.55, 0.75), material="glass")), 0.3, 0.16, 0, 0.07, 0.033,
                glow=0.5))), 0, 1.08, -0.68 * s, by=turn(x=-0.5))
    return built(made, block(made, 0.80 * s, 0.16, 1.65 * s, bevel=0.03, fill=0.3),
        block(dark, 0.52 * s, 0.012, 1.25 * s, 0, 0.158, 0.15 * s), block(made, 0.80 * s, 0.12, 0.34 * s, 0,
            0.13, -0.64 * s, bevel=0.04), *posts, *rails, desk_, supports=[
            top(0.5 * s, 1.1 * s, 0.17, z=0.15)], mass=92, clearance=0.1)


def exercise_bike(spec: Spec, *, cross: bool = False) -> Model:
    """An exercise bike, 0.55 x 1.10 x 1.25 m, or a cross trainer."""
    made, steel, black, s = finish(spec, "plastic", (0.22, 0.23, 0.25)), stuff("metal",
        (0.6, 0.61, 0.63)), stuff("plastic", BLACK), spec.wide
    feet = [rod(steel, (-0.27, 0.035, z), (0.27, 0.035, z), 0.032) for z in (-0.46 * s, 0.46 * s)]
    base = Part((), tuple(box(0.5, 0.03, 0.06, 0, 0.015, z) for z in (-0.46 * s, 0.46 * s)))
    wheel = moved(group(drum(made, 0.24, 0.07, segments=30), torus(steel, 0.23, 0.02, 0, 0.015),
            drum(steel, 0.06, 0.09, 0, -0.01, solid=False)), 0.035, 0.36, 0.28 * s, by=turn(z=np.pi / 2))
    frame = [rod(made, (0, 0.05, -0.46 * s), (0, 0.36, 0.1 * s), 0.035), rod(made, (0, 0.30, 0.0),
            (0, 0.80, -0.22 * s), 0.03), rod(made, (0, 0.36, 0.28 * s), (0, 1.08, 0.34 * s), 0.032),
        rod(made, (0, 0.05, 0.46 * s), (0, 0.36, 0.28 * s), 0.03)]
    if cross:
        arms = [rod(steel, (x * 0.2, 0.3, 0.2), (x * 0.24, 1.45, 0.12), 0.018) for x in (-1, 1)] + [
            block(black, 0.12, 0.04, 0.36, x * 0.2, 0.28, -0.15, bevel=0.015) for x in (-1, 1)]
        return built(made, *feet, base, wheel, *frame[2:], frame[0], *arms, block(black, 0.3, 0.18, 0.05, 0,
                1.1, 0.36), mass=60)
    saddle = egg(black, 0.2, 0.08, 0.27, 0, 0.82, -0.24 * s)
    bars = [bar(black, [(-0.22, 1.10, 0.1 * s), (-0.22, 1.12, 0.28 * s), (0, 1.06, 0.34 * s),
                (0.22, 1.12, 0.28 * s), (0.22, 1.10, 0.1 * s)], 0.017), moved(
            block(black, 0.24, 0.16, 0.04), 0, 1.12, 0.40 * s, by=turn(x=-0.5))]
    pedals = [group(rod(steel, (x * 0.09, 0.34, 0.06), (x * 0.09, 0.34 - x * 0.16, 0.06), 0.012,
                solid=False), slab(black, 0.10, 0.025, 0.08, x * 0.15, 0.33 - x * 0.16, 0.06))
        for x in (-1, 1)]
    return built(made, *feet, base, wheel, *frame, saddle, *map(loose, bars), *pedals, mass=38)


def dumbbell(spec: Spec, *, long: bool = False) -> Model:
    """A dumbbell, 0.32 m long, or a barbell of 1.8 m, lying along x."""
    steel, dark = stuff("metal", (0.70, 0.71, 0.73)), finish(spec, "rubber", (0.14, 0.14, 0.15))
    half, r = (0.9, 0.21) if long else (0.16 * spec.wide, 0.055 * spec.wide)
    plates: list[Part] = []
    for k in (-1, 1):
        for q, thick in ((1.0, 0.04), (0.75 if long else 0.86, 0.035)):
            x = k * (half - (0.12 if long else 0.055) - (0 if q == 1 else 0.045))
            plates.append(moved(group(drum(dark, r * q, thick, bevel=0.008, segments=28 if long else 8,
                        solid=False)), x + thick / 2, r, 0, by=turn(z=np.pi / 2)))
    ends = [box(0.09, 2 * r * 0.97, r * 0.9, k * (half - 0.08), r * 0.97, 0) for k in (-1, 1)]
    hull = Part((), (*ends, box(1.9 * half, 0.03, 0.03, 0, r, 0)))
    return built(dark, loose(rod(steel, (-half, r, 0), (half, r, 0), 0.014)), *plates, hull, mass=40 if long
        else 8 * spec.wide**2)


def kettlebell(spec: Spec) -> Model:
    """A kettlebell, 0.20 m across."""
    made = finish(spec, "metal", BLACK)
    return built(made, turned(made, [(0.06, 0), (0.095, 0.05), (0.10, 0.09), (0.08, 0.15), (0.04, 0.18)],
            segments=24), bar(made, [(-0.055, 0.15, 0), (-0.06, 0.22, 0), (0, 0.26, 0), (0.06, 0.22, 0),
                (0.055, 0.15, 0)], 0.016), mass=12)


def weight_plate(spec: Spec) -> Model:
    """A weight plate lying, 0.40 m across."""
    made = finish(spec, "rubber", (0.14, 0.14, 0.15))
    return built(made, drum(made, 0.2 * spec.wide, 0.045, bevel=0.012, segments=36),
        torus(made, 0.15 * spec.wide, 0.012, 0, 0.033), drum(stuff("metal"), 0.045, 0.05, segments=18,
            solid=False), supports=[Support(height=0.055, half_width=0.15, half_depth=0.15, round=True)],
        mass=15)


def weight_rack(spec: Spec) -> Model:
    """A rack with rows of dumbbells, 1.4 x 0.5 x 0.95 m."""
    made, w, h = finish(spec, "metal", BLACK), 1.4 * spec.wide, 0.95 * spec.tall
    parts: list[Part] = [block(made, 0.06, h, 0.06, s * w * 0.46, 0, -0.16) for s in (-1, 1)] + [
        block(made, 0.06, 0.06, 0.5, s * w * 0.46) for s in (-1, 1)]
    n = spec.number("levels", 3)
    for k in range(n):
        y, r = 0.14 + (h - 0.26) * k / max(n - 1, 1), 0.062 - 0.008 * k
        parts.append(block(made, w, 0.03, 0.26, 0, y, 0.02))
        for x in np.arange(-w / 2 + 0.10, w / 2 - 0.06, 2 * r + 0.035):
            parts += [moved(drum(stuff("rubber", (0.18, 0.18, 0.19)), r, 0.07, solid=False, segments=8), x,
                    y + 0.03 + r, z, by=turn(x=np.pi / 2)) for z in (-0.09, 0.06)]
            parts.append(rod(stuff("metal"), (x, y + 0.03 + r, -0.1), (x, y + 0.03 + r, 0.12), 0.014,
                    solid=False, segments=6))
    return built(made, *parts, mass=190)


def squat_rack(spec: Spec) -> Model:
    """A power rack with a barbell, 1.3 x 1.2 x 2.15 m."""
    made, h = finish(spec, "metal", (0.60, 0.13, 0.12)), 2.15 * spec.tall
    posts = four(block(made, 0.07, h, 0.07), 0.58, 0.5)
    beams = [block(made, 1.2, 0.07, 0.07, 0, h - 0.07, z) for z in (-0.5, 0.5)] + [
        block(made, 0.07, 0.07, 1.0, x, y, 0) for x in (-0.58, 0.58) for y in (0, h - 0.07)]
    steel = stuff("metal", (0.72, 0.73, 0.75))
    bar_ = [rod(steel, (-1.05, 1.35, 0.56), (1.05, 1.35, 0.56), 0.014)] + [
        moved(drum(stuff("rubber", BLACK), 0.22, 0.05, segments=30), s * 0.85 + 0.025, 1.35, 0.56,
            by=turn(z=np.pi / 2)) for s in (-1, 1)]
    return built(made, posts, *beams, *bar_, [block(stuff("metal", DARK), 0.05, 0.09, 0.12, s * 0.58, 1.27,
                0.54) for s in (-1, 1)], mass=150)


def weight_bench(spec: Spec) -> Model:
    """A padded weight bench, 1.25 m long."""
    made, steel = finish(spec, "leather", BLACK), stuff("metal", (0.62, 0.63, 0.65))
    return built(made, block(made, 0.30, 0.08, 0.85, 0, 0.40, 0.15, bevel=0.03),
        moved(block(made, 0.30, 0.08, 0.6, 0, 0, -0.3, bevel=0.03), 0, 0.42, -0.28, by=turn(x=0.45)),
        block(steel, 0.06, 0.06, 1.1, 0, 0.2), [block(steel, 0.5, 0.05, 0.06, 0, 0, z)
            for z in (-0.5, 0.5)], [block(steel, 0.06, 0.4, 0.06, 0, 0.02, z) for z in (-0.48, 0.48)],
        supports=[top(0.28, 0.7, 0.48, z=0.18)], mass=24)


def mat(spec: Spec, *, size: tuple[float, float] = (0.61, 1.75), thick: float = 0.008) -> Model:
    """An exercise mat on the floor; rolled when asked."""
    made = finish(spec, "rubber", ((0.45, 0.36, 0.62), (0.25, 0.52, 0.55), (0.35, 0.38, 0.42))[
            spec.variant % 3])
    if spec.asked("rolled", "rolled up"):
        return built(made, loose(moved(drum(made, 0.065, size[0], bevel=0.004), size[0] / 2, 0.065, 0,
                    by=turn(z=np.pi / 2))), Part((), (box(size[0], 0.12, 0.06, 0, 0.06, 0),)), mass=1.2)
    w, d = size[0] * spec.wide, size[1] * spec.wide
    return built(made, block(made, w, thick, d, bevel=0.003, cell=0.2), supports=[top(w, d, thick)],
        static=True)


def big_ball(spec: Spec) -> Model:
    """An exercise ball, 0.65 m across, with ridges."""
    made, r = finish(spec, "rubber", ((0.30, 0.50, 0.68), (0.62, 0.40, 0.60))[
            spec.variant % 2]), 0.325 * spec.wide
    ridges = [torus(made, r * np.cos(a), 0.006, 0, r + r * np.sin(a) - 0.006)
        for a in (-0.5, -0.25, 0, 0.25, 0.5)]
    return built(made, ball(made, r, segments=32, solid=False), *ridges, Part((),
            (cylinder(r * 0.35, 2 * r, y=r), cylinder(r * 0.9, r, y=r))), mass=1.4)


def punching_bag(spec: Spec) -> Model:
    """A punching bag on a foot, 1.7 m high."""
    made = finish(spec, "leather", (0.58, 0.12, 0.11))
    return built(made, drum(stuff("plastic", BLACK), 0.30, 0.16, upper=0.24, bevel=0.03, fill=0.6),
        drum(stuff("metal"), 0.05, 0.4, 0, 0.14), drum(made, 0.18, 1.15 * spec.tall, 0, 0.5, bevel=0.05,
            fill=1), drum(stuff("plastic", BLACK), 0.181, 0.05, 0, 0.9, solid=False), mass=75)


def rower(spec: Spec) -> Model:
    """A rowing machine, 2.2 m long."""
    made, black = finish(spec, "metal", (0.62, 0.63, 0.65)), stuff("plastic", BLACK)
    return built(made, block(made, 0.08, 0.08, 1.5, 0, 0.28, -0.35), block(black, 0.3, 0.06, 0.26, 0, 0.37,
            -0.5, bevel=0.025), moved(drum(black, 0.27, 0.16, segments=30), 0.08, 0.32, 0.65,
            by=turn(z=np.pi / 2)), block(black, 0.5, 0.05, 0.08, 0, 0, 0.75), block(black, 0.4, 0.05, 0.08,
            0, 0, -1.0), block(made, 0.06, 0.3, 0.06, 0, 0.02, -1.0), block(made, 0.06, 0.3, 0.06, 0, 0.02,
            0.4), block(black, 0.5, 0.05, 0.08, 0, 0, 0.4), rod(made, (0, 0.4, 0.6), (0, 0.85, 0.5), 0.02),
        block(black, 0.22, 0.16, 0.04, 0, 0.82, 0.48), loose(rod(black, (-0.25, 0.5, 0.25),
                (0.25, 0.5, 0.25), 0.014)), mass=28)


ENTRIES: dict[str, Entry] = {
    "treadmill": entry(treadmill, "free", "running machine, walking pad", rank=1, tags="fitness"),
    "exercise bike": entry(exercise_bike, "free",
        "stationary bike, spin bike, exercise bicycle, spinning bike", rank=2, tags="fitness"),
    "elliptical": entry(partial(exercise_bike, cross=True), "free",
        "elliptical machine, cross trainer, stair climber, elliptical trainer, " "exercise machine", rank=2,
        tags="fitness"),
    "rowing machine": entry(rower, "free", "rower", rank=2, tags="fitness"),
    "dumbbell": entry(dumbbell, "free", "hand weight, weight, weights, free weight, dumbbells", rank=6,
        tags="fitness"),
    "barbell": entry(partial(dumbbell, long=True), "free", rank=5, tags="fitness"),
    "kettlebell": entry(kettlebell, "free", "medicine ball, kettle bell", rank=6, tags="fitness"),
    "weight plate": entry(weight_plate, "inside", "barbell plate, weight disc", rank=6, tags="fitness"),
    "weight rack": entry(weight_rack, "wall", "dumbbell rack, weights rack, dumbbell stand", rank=2,
        tags="fitness storage"),
    "squat rack": entry(squat_rack, "wall",
        "power rack, multi gym, weight machine, cable machine, pull-up bar, pull up bar, "
        "smith machine, gym machine, leg press", rank=1, tags="fitness"),
    "weight bench": entry(weight_bench, "free",
        "bench press, workout bench, gym bench, exercise bench, weightlifting bench", rank=3,
        tags="fitness seat"),
    "yoga mat": entry(mat, "rug",
        "exercise mat, gym mat, sleeping mat, play mat, meditation mat, fitness mat, " "pilates mat",
        rank=8, tags="fitness"),
    "exercise ball": entry(big_ball, "free",
        "yoga ball, stability ball, gym ball, swiss ball, fitness ball", rank=5, tags="fitness"),
    "punching bag": entry(punching_bag, "corner", "boxing bag, heavy bag, speed bag", rank=3,
        tags="fitness"),
}
