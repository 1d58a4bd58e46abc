"""Toys and games."""
# fmt: off

from dataclasses import replace

import numpy as np

from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.joinery import open_case
from spatialwm.lift.text.furniture.kit import (
    BLACK,
    DARK,
    OAK,
    RED,
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
    egg,
    group,
    loose,
    moved,
    panel,
    rod,
    slab,
    top,
    turned,
)
from spatialwm.lift.text.furniture.walls import printed
from spatialwm.lift.text.model import Model, Spec, box
from spatialwm.lift.text.solids import turn

__all__ = ["ENTRIES"]

_TOYS: tuple[Color, ...] = ((0.82, 0.20, 0.18), (0.20, 0.42, 0.72), (0.95, 0.76, 0.22), (0.30, 0.60, 0.34),
    (0.92, 0.52, 0.20), (0.55, 0.35, 0.62))


def doll(spec: Spec) -> Model:
    """A doll sitting, 0.30 m high, in a dress."""
    skin, dress, hair = stuff("plastic", (0.92, 0.74, 0.64)), finish(Spec(color=spec.color), "fabric",
        _TOYS[spec.tint % 6]), stuff("fabric", ((0.45, 0.28, 0.14), (0.85, 0.68, 0.35), (0.2, 0.14, 0.1))[
            spec.tint % 3])
    s = spec.wide
    limbs = [rod(skin, (x * 0.04 * s, 0.02, 0.04), (x * 0.06 * s, 0.02, 0.17 * s), 0.018 * s, 0.014 * s,
            solid=False) for x in (-1, 1)] + [rod(skin, (x * 0.05 * s, 0.15 * s, 0),
            (x * 0.09 * s, 0.06 * s, 0.05), 0.014 * s, 0.012 * s, solid=False) for x in (-1, 1)]
    face = [egg(stuff("plastic", BLACK), 0.014, 0.016, 0.01, x * 0.024 * s, 0.235 * s, 0.052 * s,
            solid=False, segments=8) for x in (-1, 1)]
    return built(dress, turned(dress, [(0.09 * s, 0), (0.085 * s, 0.03), (0.045 * s, 0.12),
                (0.05 * s, 0.16), (0.02 * s, 0.18)], segments=18), egg(skin, 0.11 * s, 0.12 * s, 0.11 * s,
            0, 0.18 * s, 0, solid=False), egg(hair, 0.125 * s, 0.11 * s, 0.12 * s, 0, 0.205 * s, -0.012,
            solid=False), [egg(hair, 0.05 * s, 0.09 * s, 0.05 * s, x * 0.065 * s, 0.14 * s, -0.01,
                solid=False) for x in (-1, 1)], *limbs, *face, Part((), (box(0.14 * s, 0.03, 0.2 * s, 0,
                0.015, 0.05),)), mass=0.35)


def blocks(spec: Spec) -> Model:
    """A wooden toy block, or a small heap of them when it is a set."""
    if spec.asked("set", "stack", "stacked", "tower", "pile"):
        parts = [block(stuff("wood", _TOYS[k % 6]), 0.05, 0.05, 0.05, x, y, z, bevel=0.004,
                by=turn(y=0.3 * k)) for k, (x, y, z) in enumerate(((-0.06, 0, 0), (0.0, 0, 0.01),
                    (0.06, 0, -0.01), (-0.03, 0.05, 0), (0.035, 0.05, 0), (0, 0.10, 0)))]
        return built(stuff("wood"), *parts, mass=0.5)
    made = replace(finish(spec, "wood", _TOYS[spec.tint % 6]), pattern="plain")
    s = 0.055 * spec.wide
    return built(made, block(made, s, s, s, bevel=0.005), supports=[top(s, s, s, rim=0.004)])


def toy_car(spec: Spec) -> Model:
    """A toy car, 0.16 m long."""
    made, s = replace(finish(spec, "plastic", _TOYS[spec.tint % 6]), roughness=0.3), spec.wide
    wheels = [drum(stuff("rubber", BLACK), 0.02 * s, 0.014, x + 0.007, 0.02 * s, z, by=turn(z=np.pi / 2),
            solid=False, segments=14) for x in (-0.034 * s, 0.034 * s) for z in (-0.05 * s, 0.05 * s)]
    return built(made, block(made, 0.07 * s, 0.03 * s, 0.16 * s, 0, 0.014 * s, 0, bevel=0.008),
        block(made, 0.058 * s, 0.028 * s, 0.08 * s, 0, 0.042 * s, -0.01, bevel=0.008),
        slab(stuff("glass", (0.2, 0.25, 0.3)), 0.06 * s, 0.016 * s, 0.06 * s, 0, 0.048 * s, -0.01), *wheels,
        Part((), (box(0.06 * s, 0.02, 0.12 * s, 0, 0.01, 0),)), mass=0.15)


def toy_train(spec: Spec) -> Model:
    """A wooden toy train with two wagons, 0.42 m long."""
    cars: list[Part] = []
    for k in range(3):
        z, made = 0.14 - 0.14 * k, stuff("wood", _TOYS[k])
        cars += [block(made, 0.06, 0.03, 0.12, 0, 0.022, z, bevel=0.004), drum(made, 0.026, 0.05, 0, 0.05, z
                + 0.02, solid=False) if k == 0 else block(made, 0.05, 0.035, 0.10, 0, 0.052, z,
                bevel=0.004)]
        cars += [drum(stuff("wood", (0.25, 0.2, 0.16)), 0.018, 0.012, x + 0.006, 0.018, z + q,
                by=turn(z=np.pi / 2), solid=False, segments=14) for x in (-0.033, 0.033)
            for q in (-0.035, 0.035)]
        cars.append(Part((), (box(0.06, 0.03, 0.09, 0, 0.015, z),)))
    return built(stuff("wood"), *cars, block(stuff("wood", _TOYS[4]), 0.06, 0.07, 0.045, 0, 0.05, 0.10,
            bevel=0.004), mass=0.5)


def board_game(spec: Spec) -> Model:
    """A board with its pieces, 0.40 m square: chess, or an open game."""
    made, s = finish(spec, "wood", OAK), 0.4 * spec.wide
    face = moved(panel(replace(stuff("wood", (0.90, 0.80, 0.62)), pattern="checker"), s * 0.92, s * 0.92),
        0, 0.022, s * 0.46, by=turn(x=-np.pi / 2))
    men = [turned(stuff("wood", (0.92, 0.86, 0.72) if row < 2 else (0.16, 0.12, 0.10)),
            [(0.013, 0), (0.012, 0.006), (0.006, 0.014), (0.007, 0.028 + 0.012 * (row in (0, 3))),
                (0.004, 0.036 + 0.012 * (row in (0, 3)))], (col - 3.5) * s * 0.115, 0.024,
            (-0.4025, -0.2875, 0.2875, 0.4025)[row] * s, segments=10, solid=False) for row in range(4)
        for col in range(8)]
    return built(made, block(made, s, 0.022, s), face, *men, Part((), (box(s * 0.9, 0.03, s * 0.3, 0, 0.035,
                s * 0.33), box(s * 0.9, 0.03, s * 0.3, 0, 0.035, -s * 0.33))), mass=1.6)


def game_box(spec: Spec, *, size: tuple[float, float, float] = (0.30, 0.055, 0.30)) -> Model:
    """A game or puzzle in its printed box, lying."""
    w, h, d = (a * b for a, b in zip(size, (spec.wide, spec.tall, spec.wide), strict=True))
    made = stuff("paper", spec.color or _TOYS[spec.tint % 6])
    face = moved(panel(printed("poster"), w * 0.98, d * 0.98, seed=spec.tint % 991), 0, h, d * 0.49,
        by=turn(x=-np.pi / 2))
    return built(made, block(made, w, h, d, bevel=0.003, fill=0.15), face, supports=[top(w, d, h + 0.001)],
        mass=0.8)


def cube(spec: Spec) -> Model:
    """A puzzle cube, 57 mm, or dice."""
    faces: list[Part] = []
    for k, by in enumerate((turn(), turn(y=1.5708), turn(y=3.1416), turn(y=-1.5708), turn(x=-1.5708),
            turn(x=1.5708))):
        grid = [slab(stuff("plastic", _TOYS[(k + (i * 3 + j) * (spec.tint % 5)) % 6]), 0.017, 0.017, 0.0012,
                (i - 1) * 0.0185, (j - 1) * 0.0185 - 0.0085, 0.028) for i in range(3) for j in range(3)]
        faces.append(moved(group(grid), 0, 0.0285, 0, by=by))
    return built(stuff("plastic"), block(stuff("plastic", BLACK), 0.057, 0.057, 0.057, bevel=0.003), *faces,
        mass=0.1)


def doll_house(spec: Spec) -> Model:
    """A doll's house, open in front, 0.75 x 0.32 x 0.85 m."""
    made, roof = finish(spec, "wood", (0.92, 0.82, 0.80)), stuff("wood", (0.62, 0.26, 0.24))
    w, d, h = 0.75 * spec.wide, 0.32, 0.58 * spec.tall
    part, supports = open_case(spec, made, w, h, d, rows=2, columns=2, foot=0.0, thick=0.015)
    slope = [moved(block(roof, 0.02, 0.47 * spec.wide, d + 0.05, 0, 0, 0), s * (w / 2 + 0.03), h - 0.02, 0,
            by=turn(z=s * 0.98)) for s in (-1, 1)]
    back = [slab(made, w * (1 - k / 5) - 0.05, 0.05, 0.012, 0, h + 0.05 * k, -d / 2 + 0.01) for k in range(5)]
    return built(made, part, *slope, *back, slab(stuff("wood", RED), 0.02, 0.1, 0.02, 0.2, h + 0.12, 0),
        supports=supports[1:], mass=7)


def rocking_horse(spec: Spec) -> Model:
    """A rocking horse, 0.85 m long, on runners held by wedges."""
    made = finish(spec, "wood", OAK)
    dark = stuff("fabric", (0.35, 0.22, 0.14))
    t = np.linspace(-1, 1, 7)
    runners = [loose(bar(made, [(x, 0.016 + 0.07 * a * a, 0.42 * a) for a in t], 0.018))
        for x in (-0.14, 0.14)]
    legs_ = [loose(rod(made, (x, 0.05, z), (x * 0.5, 0.36, z * 0.6), 0.022, 0.03)) for x in (-0.14, 0.14)
        for z in (-0.26, 0.26)]
    hull = Part((), (box(0.3, 0.03, 0.5, 0, 0.015, 0), box(0.16, 0.2, 0.5, 0, 0.42, 0),
            box(0.1, 0.3, 0.14, 0, 0.6, 0.3)))
    return built(made, *runners, *legs_, egg(made, 0.2, 0.22, 0.56, 0, 0.32, 0, solid=False),
        rod(made, (0, 0.44, 0.2), (0, 0.70, 0.36), 0.08, 0.06, solid=False), egg(made, 0.12, 0.13, 0.26, 0,
            0.66, 0.42, solid=False, by=turn(x=0.5)), rod(stuff("wood"), (-0.14, 0.66, 0.32),
            (0.14, 0.66, 0.32), 0.012, solid=False), egg(stuff("leather", RED), 0.22, 0.06, 0.26, 0, 0.51,
            -0.02, solid=False), bar(dark, [(0, 0.80, 0.34), (0, 0.70, 0.24), (0, 0.56, 0.16)], 0.025),
        bar(dark, [(0, 0.46, -0.27), (0, 0.42, -0.38), (0, 0.24, -0.40)], 0.02), hull,
        supports=[top(0.14, 0.2, 0.57)], mass=7)


def play_slide(spec: Spec) -> Model:
    """A children's slide, 1.6 m long and 1.0 m high."""
    made, hue = finish(spec, "plastic", _TOYS[spec.tint % 4]), stuff("plastic", _TOYS[2])
    chute = moved(group(block(hue, 0.42, 0.03, 1.45, 0, 0, 0.72), [block(hue, 0.03, 0.14, 1.45, s * 0.21, 0,
                0.72) for s in (-1, 1)]), 0, 0.92, -0.25, by=turn(x=0.64))
    stop = block(hue, 0.42, 0.03, 0.3, 0, 0, 1.0)
    ladder = [group(rod(made, (s * 0.2, 0, -0.62), (s * 0.2, 1.2, -0.3), 0.03, stand=False))
        for s in (-1, 1)] + [rod(made, (-0.2, 0.22 * k, -0.62 + 0.06 * k),
            (0.2, 0.22 * k, -0.62 + 0.06 * k), 0.02, solid=False) for k in range(1, 5)]
    return built(made, chute, stop, *ladder, block(made, 0.5, 0.04, 0.06, 0, 0, -0.62),
        [rod(made, (s * 0.2, 0, 0.0), (s * 0.2, 0.85, -0.2), 0.025, stand=True) for s in (-1, 1)],
        block(hue, 0.45, 0.03, 0.16, 0, 0.9, -0.32), mass=14)


def balloon(spec: Spec) -> Model:
    """A balloon on a string that holds it up from a small weight, 1.1 m high."""
    made = replace(finish(spec, "rubber", _TOYS[spec.tint % 6]), roughness=0.25)
    h = 0.8 * spec.tall
    return built(made, turned(made, [(0.01, h), (0.06, h + 0.06), (0.12, h + 0.16), (0.135, h + 0.24),
                (0.11, h + 0.32), (0.04, h + 0.36)], segments=24, fill=0.02, sharp=1.2, bands=3),
        rod(stuff("fabric", WHITE), (0, 0.05, 0), (0, h, 0), 0.002, segments=5),
        drum(stuff("metal", DARK), 0.06, 0.05, bevel=0.01, fill=0.8), mass=0.6)


def pet_toy(spec: Spec) -> Model:
    """A chew bone, 0.16 m long."""
    made = finish(spec, "rubber", (0.90, 0.86, 0.76))
    knobs = [egg(made, 0.045, 0.035, 0.045, x, 0, z, solid=False, segments=12) for x in (-0.065, 0.065)
        for z in (-0.017, 0.017)]
    return built(made, *knobs, block(made, 0.12, 0.026, 0.028, 0, 0.004, 0, bevel=0.01),
        Part((), (box(0.13, 0.01, 0.04, 0, 0.005, 0),)), mass=0.12)


def robot(spec: Spec) -> Model:
    """A toy robot, 0.30 m high."""
    made, lit = finish(spec, "metal", (0.55, 0.62, 0.68)), stuff("plastic", (0.95, 0.75, 0.2))
    legs_ = [block(made, 0.05, 0.09, 0.07, s * 0.04, 0, 0) for s in (-1, 1)]
    return built(made, *legs_, block(made, 0.15, 0.11, 0.09, 0, 0.085, bevel=0.01),
        block(made, 0.10, 0.08, 0.08, 0, 0.205, bevel=0.01), [rod(made, (s * 0.08, 0.185, 0),
                (s * 0.10, 0.10, 0.03), 0.014, solid=False) for s in (-1, 1)],
        [drum(lit, 0.012, 0.006, s * 0.024, 0.25, 0.04, by=turn(x=1.57), solid=False, segments=12)
            for s in (-1, 1)], slab(stuff("plastic", RED), 0.07, 0.04, 0.004, 0, 0.12, 0.045),
        rod(made, (0, 0.28, 0), (0, 0.315, 0), 0.003, solid=False), mass=0.5)


ENTRIES: dict[str, Entry] = {
    "doll": entry(doll, "free",
        "barbie, action figure, puppet, rag doll, toy soldier, toy figure, toy, lego figure, " "figure",
        rank=6, tags="toy"),
    "building block": entry(blocks, "free",
        "toy block, wooden block, lego, lego brick, block, cube block, toy brick, brick, " "legos", rank=7,
        tags="toy"),
    "toy car": entry(toy_car, "free",
        "toy truck, model car, remote control car, rc car, matchbox car, toy vehicle", rank=7,
        tags="toy vehicle"),
    "toy train": entry(toy_train, "free", "train set, model train, toy train set", rank=7,
        tags="toy vehicle"),
    "chess board": entry(board_game, "top",
        "chess set, checkers, chess, chessboard, checkerboard, checkers board, backgammon, " "go board",
        rank=6, tags="toy"),
    "board game": entry(game_box, "inside",
        "puzzle, jigsaw, jigsaw puzzle, game, monopoly, game box, puzzle box, video game, " "toy set",
        rank=7, tags="toy"),
    "rubik's cube": entry(cube, "top", "rubiks cube, dice, die, puzzle cube, rubik cube", rank=8,
        tags="toy"),
    "dollhouse": entry(doll_house, "wall",
        "doll house, doll's house, play kitchen, toy kitchen, bird house, dog house, "
        "doghouse, cat house, birdhouse, cat tree, cat tower", rank=4, tags="toy"),
    "rocking horse": entry(rocking_horse, "free", "hobby horse", rank=4, tags="toy"),
    "slide": entry(play_slide, "ground",
        "swing, seesaw, trampoline, climbing frame, swing set, playground, jungle gym, "
        "ball pit, sandbox", rank=2, tags="toy outdoor"),
    "balloon": entry(balloon, "free", "balloons, party balloon", rank=7, tags="toy"),
    "pet toy": entry(pet_toy, "free", "dog toy, cat toy, chew toy, rattle, bone, squeaky toy, dog bone",
        rank=7, tags="toy"),
    "robot": entry(robot, "top",
        "toy robot, drone, rocket toy, spaceship model, model airplane, toy airplane", rank=7, tags="toy"),
}
