"""Balls, boards, rackets, goals."""
# fmt: off

from dataclasses import replace
from functools import partial

import numpy as np

from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.kit import (
    BLACK,
    DARK,
    RED,
    WHITE,
    Color,
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
    group,
    loose,
    moved,
    rod,
    slab,
    top,
    torus,
    turned,
)
from spatialwm.lift.text.model import Model, Spec, box
from spatialwm.lift.text.solids import turn
from spatialwm.scene import Sphere

__all__ = ["ENTRIES"]

_TOYS: tuple[Color, ...] = ((0.82, 0.20, 0.18), (0.20, 0.42, 0.72), (0.95, 0.76, 0.22), (0.30, 0.60, 0.34),
    (0.92, 0.52, 0.20), (0.55, 0.35, 0.62))


def sport_ball(spec: Spec) -> Model:
    """A ball: plain, or a football's and basketball's lines."""
    r = 0.11 * spec.wide * (0.32 if spec.asked("tennis", "baseball", "golf") else 1.0)
    hue: Color = (0.80, 0.42, 0.16) if spec.asked("basketball", "basket") else (0.93, 0.93,
        0.92) if spec.asked("soccer", "football", "volleyball", "baseball") else (0.80, 0.86,
        0.25) if spec.asked("tennis") else ((0.85, 0.38, 0.18), (0.93, 0.93, 0.92), (0.80, 0.42, 0.16),
        (0.25, 0.45, 0.72))[spec.tint % 4]
    made = finish(Spec(color=spec.color), "rubber", hue)
    dark = stuff("rubber", BLACK)
    if hue[0] > 0.9 and not spec.color:
        spots = ((0.0, 0.0), (1.57, 0.3), (-1.57, 0.5), (0.4, 1.57), (-0.3, -1.57), (2.6, 0.7), (3.14, 0.0))
        spot = egg(dark, r * 0.62, r * 0.1, r * 0.62, 0, r * 0.915, 0, solid=False, segments=8)
        marks: list[Part] = [moved(spot, 0, r, 0, by=turn(x=a, z=b)) for a, b in spots]
    else:
        marks = [moved(torus(dark, r, 0.003, 0, -0.003, segments=32), 0, r, 0, by=b)
            for b in (turn(x=1.57), turn(z=1.57), turn())]
    return built(made, ball(made, r, segments=28, solid=False), *map(loose, marks),
        Part((), (Sphere(radius=float(r), position=np.array([0, r, 0])),)), mass=0.5 * spec.wide**2)


def board_sport(spec: Spec, *, size: tuple[float, float], wheels: bool = False, color: Color = RED) -> Model:
    """A skateboard on its wheels, or a surfboard or snowboard lying flat."""
    w, d = size[0] * spec.wide, size[1] * spec.wide
    made = replace(finish(spec, "wood", (color, _TOYS[1], _TOYS[3])[spec.tint % 3]), pattern="plain",
        roughness=0.3)
    if not wheels:
        stripe = slab(stuff("plastic", WHITE), 0.05, 0.001, d * 0.8, 0, 0.054, 0)
        return built(made, egg(made, w, 0.055, d, squareness=0.85, solid=False, segments=28), stripe,
            Part((), (box(w * 0.6, 0.05, d * 0.7, 0, 0.0275, 0), box(w * 0.3, 0.02, d * 0.9, 0, 0.0275, 0),
                    box(w * 0.4, 0.055, d * 0.5, 0, 0.0275, 0))), supports=[top(w * 0.6, d * 0.6, 0.056)],
            mass=3.5)
    deck = [block(made, w, 0.012, d * 0.72, 0, 0.09, 0, bevel=0.005), *[moved(
                block(made, w * 0.96, 0.012, d * 0.15, 0, 0, s * d * 0.07, bevel=0.005), 0, 0.09,
                s * d * 0.355, by=turn(x=-s * 0.3)) for s in (-1, 1)], slab(stuff("rubber", BLACK),
            w * 0.94, 0.002, d * 0.7, 0, 0.102, 0)]
    rolls = [drum(stuff("rubber", (0.92, 0.86, 0.70)), 0.028, 0.032, x + 0.016, 0.028, z,
            by=turn(z=np.pi / 2), solid=False, segments=16) for x in (-0.075, 0.075)
        for z in (-d * 0.27, d * 0.27)]
    feet = Part((), tuple(box(0.03, 0.05, 0.03, x, 0.025, z) for x in (-0.075, 0.075)
            for z in (-d * 0.27, d * 0.27)))
    return built(made, *deck, *rolls, feet, [block(stuff("metal"), 0.11, 0.03, 0.05, 0, 0.055, z,
                solid=False) for z in (-d * 0.27, d * 0.27)], supports=[top(w, d * 0.6, 0.104)], mass=2.6)


def skis(spec: Spec) -> Model:
    """A pair of skis with poles lying, 1.7 m."""
    made = finish(spec, "plastic", _TOYS[spec.tint % 4])
    one = group(block(made, 0.075, 0.016, 1.5, 0, 0, 0, bevel=0.004), moved(block(made, 0.07, 0.014, 0.14,
                0, 0, 0.07, bevel=0.004, solid=False), 0, 0, 0.745, by=turn(x=-0.45)),
        block(stuff("plastic", DARK), 0.06, 0.05, 0.28, 0, 0.012, -0.05, bevel=0.01))
    poles = [loose(rod(stuff("metal"), (x, 0.012, -0.6), (x, 0.012, 0.55), 0.007)) for x in (-0.22, 0.22)]
    return built(made, moved(one, -0.08), moved(one, 0.08), *poles, mass=6)


def racket(spec: Spec) -> Model:
    """A tennis racket lying, 0.68 m long."""
    made = finish(spec, "plastic", _TOYS[spec.tint % 4])
    hoop = bar(made, [(0.13 * np.sin(a), 0.014, -0.18 - 0.16 * np.cos(a)) for a in np.linspace(0, 2 * np.pi,
                13)], 0.010, smooth=2)
    net = [slab(stuff("fabric", WHITE), 0.0015, 0.0015, 0.30 * np.sqrt(1 - (x / 0.13) ** 2), x, 0.013,
            -0.18) for x in np.linspace(-0.1, 0.1, 9)] + [slab(stuff("fabric", WHITE),
            0.25 * np.sqrt(1 - (z / 0.16) ** 2), 0.0015, 0.0015, 0, 0.013, -0.18 + z)
        for z in np.linspace(-0.12, 0.12, 11)]
    throat = [loose(rod(made, (x, 0.014, -0.05), (0, 0.014, 0.08), 0.009)) for x in (-0.07, 0.07)]
    return built(made, loose(hoop), *net, *throat, loose(rod(stuff("leather", BLACK), (0, 0.014, 0.06),
                (0, 0.014, 0.33), 0.014)), Part((), (box(0.2, 0.024, 0.6, 0, 0.012, 0.0),)), mass=0.32)


def bat(spec: Spec) -> Model:
    """A baseball bat lying along x, 0.84 m long."""
    made = finish(spec, "wood", (0.78, 0.58, 0.34))
    body = moved(turned(made, [(0.025, 0), (0.013, 0.02), (0.012, 0.25), (0.02, 0.45), (0.033, 0.65),
                (0.033, 0.82), (0.02, 0.84)], segments=16, solid=False), 0.42, 0.033, 0,
        by=turn(z=np.pi / 2))
    return built(made, body, Part((), (box(0.40, 0.06, 0.045, -0.2, 0.033, 0),
                box(0.75, 0.02, 0.02, 0, 0.033, 0))), mass=0.95)


def glove(spec: Spec) -> Model:
    """A baseball glove lying open, 0.28 m."""
    made = finish(spec, "leather", (0.55, 0.33, 0.17))
    fingers = [moved(egg(made, 0.055, 0.045, 0.17, 0, 0, -0.06, solid=False), -0.09 + 0.055 * k, 0.005,
            -0.06, by=turn(y=0.25 - 0.13 * k)) for k in range(4)]
    return built(made, egg(made, 0.24, 0.06, 0.18, 0, 0, 0.04, squareness=0.7), *fingers,
        moved(egg(made, 0.06, 0.05, 0.16, solid=False), 0.13, 0.0, 0.02, by=turn(y=0.7)),
        egg(stuff("leather", (0.42, 0.24, 0.12)), 0.14, 0.03, 0.12, 0, 0.035, 0.01, solid=False), mass=0.6)


def frisbee(spec: Spec) -> Model:
    """A flying disc, 0.27 m across."""
    made = finish(spec, "plastic", _TOYS[spec.tint % 6])
    r = 0.135 * spec.wide
    return built(made, turned(made, [(r * 0.96, 0), (r, 0.012), (r * 0.95, 0.024), (r * 0.8, 0.03),
                (r * 0.2, 0.032)], segments=36, fill=0.2), torus(stuff("plastic", WHITE), r * 0.5, 0.002, 0,
            0.0295), mass=0.17)


def kite(spec: Spec) -> Model:
    """A kite leaning up from its tail, 0.9 m high, propped by a stick."""
    hues = (spec.color or _TOYS[spec.tint % 6], _TOYS[(spec.tint + 2) % 6])
    made = stuff("fabric", hues[0])
    strips: list[Part] = []
    for k in range(14):
        u = (k + 0.5) / 14
        half = 0.34 * (u / 0.62 if u < 0.62 else (1 - u) / 0.38)
        strips += [slab(stuff("fabric", hues[(k // 7 + (q > 0)) % 2]), half, 0.9 / 14 + 0.001, 0.004,
                q * half / 2, 0.9 * k / 14, 0, bevel=0.0005) for q in (-1, 1)]
    sticks = group(rod(stuff("wood"), (0, 0, 0.005), (0, 0.9, 0.005), 0.006, solid=False),
        rod(stuff("wood"), (-0.34, 0.56, 0.005), (0.34, 0.56, 0.005), 0.005, solid=False))
    tail = [moved(egg(stuff("fabric", _TOYS[k % 6]), 0.09, 0.02, 0.05, solid=False, segments=8),
            0.04 * np.sin(k * 1.5), 0.0, 0.10 + 0.13 * k, by=turn(y=0.5 * k)) for k in range(4)]
    prop = [loose(rod(stuff("wood"), (0, 0.7, -0.2), (0, 0.01, -0.46), 0.007))]
    hull = Part((), (box(0.06, 0.02, 0.10, 0, 0.01, 0), box(0.3, 0.02, 0.06, 0, 0.01, -0.44),
            box(0.3, 0.4, 0.03, 0, 0.5, -0.14)))
    return built(made, moved(group(*strips, sticks), 0, 0.01, 0, by=turn(x=-0.28)), *tail, *prop, hull,
        mass=0.4)


def hoop(spec: Spec) -> Model:
    """A basketball hoop on a pole, 3.05 m to the ring."""
    made, h = finish(spec, "metal", (0.30, 0.32, 0.35)), 3.05 * spec.tall
    net = [loose(rod(stuff("fabric", WHITE), (0.22 * np.sin(a), h, 0.5 + 0.22 * np.cos(a)),
                (0.13 * np.sin(a + 0.4), h - 0.42, 0.5 + 0.13 * np.cos(a + 0.4)), 0.006))
        for a in np.arange(10) * 0.628]
    face = slab(stuff("plastic", WHITE), 1.4, 0.9, 0.03, 0, h - 0.15, 0.24)
    marks = [slab(stuff("plastic", RED), 0.5, 0.03, 0.005, 0, y, 0.257) for y in (h + 0.05, h + 0.4)]
    return built(made, block(stuff("plastic", BLACK), 0.8, 0.2, 1.0, 0, 0, -0.3, bevel=0.04, fill=0.5),
        drum(made, 0.06, h + 0.3, 0, 0, -0.3), loose(rod(made, (0, h - 0.2, -0.3), (0, h + 0.1, 0.22),
                0.04)), face, *marks, torus(stuff("metal", (0.85, 0.35, 0.12)), 0.225, 0.01, 0, h, 0.5),
        *net, static=True, mass=110)


def goal(spec: Spec) -> Model:
    """A football goal with its net, 2.4 x 1.6 m."""
    made = finish(spec, "metal", WHITE)
    frame = [rod(made, (x, 0, 0.3), (x, 1.6, 0.3), 0.05) for x in (-1.2, 1.2)] + [
        rod(made, (-1.2, 1.6, 0.3), (1.2, 1.6, 0.3), 0.05)] + [rod(made, (x, 0.03, -0.6), (x, 1.6, 0.3),
            0.03) for x in (-1.2, 1.2)] + [rod(made, (-1.2, 0.03, -0.6), (1.2, 0.03, -0.6), 0.03)]
    net = [loose(rod(stuff("fabric", WHITE), (x, 0.03, -0.6), (x, 1.58, 0.29), 0.006, segments=4))
        for x in np.arange(-1.1, 1.15, 0.15)] + [loose(rod(stuff("fabric", WHITE),
                (-1.2, 1.6 * u, -0.6 + 0.9 * u), (1.2, 1.6 * u, -0.6 + 0.9 * u), 0.006, segments=4))
        for u in np.arange(0.1, 1, 0.12)]
    return built(made, *frame, *net, static=True, mass=40)


ENTRIES: dict[str, Entry] = {
    "ball": entry(sport_ball, "free",
        "sports ball, football, beach ball, basketball, soccer ball, volleyball, "
        "tennis ball, baseball, bowling ball, golf ball, rugby ball", rank=6, tags="toy"),
    "skateboard": entry(partial(board_sport, size=(0.2, 0.8), wheels=True), "free",
        "longboard, roller skate, roller blade, skate", rank=6, tags="toy"),
    "surfboard": entry(partial(board_sport, size=(0.55, 1.95)), "free",
        "surf board, paddle board, paddleboard, bodyboard, boogie board, windsurf board", rank=4,
        tags="toy outdoor"),
    "snowboard": entry(partial(board_sport, size=(0.29, 1.52), color=(0.25, 0.3, 0.38)), "free",
        "sled, sledge, wakeboard", rank=5, tags="toy"),
    "skis": entry(skis, "free",
        "ski, pair of skis, ski pole, hockey stick, golf club, fishing rod, pool cue, "
        "trekking pole, oar, paddle", rank=5, tags="toy"),
    "tennis racket": entry(racket, "free",
        "racket, racquet, badminton racket, ping pong paddle, tennis racquet, lacrosse stick", rank=6,
        tags="toy"),
    "baseball bat": entry(bat, "free",
        "bat, cricket bat, baton, walking stick, cane, stick, umbrella stick", rank=6, tags="toy"),
    "baseball glove": entry(glove, "free", "boxing glove, catcher's mitt, mitt, baseball mitt, oven mitt",
        rank=7, tags="clothes"),
    "frisbee": entry(frisbee, "free", "disc, flying disc, frisbees", rank=7, tags="toy"),
    "kite": entry(kite, "ground", rank=5, tags="toy outdoor"),
    "basketball hoop": entry(hoop, "ground", "hoop, basketball net, backboard, basketball goal", rank=2,
        tags="outdoor"),
    "goal": entry(goal, "ground", "soccer goal, football goal, hockey goal, net, goal post", rank=2,
        tags="outdoor"),
}
