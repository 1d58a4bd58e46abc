"""What stands in streets, squares and gardens: stalls, fences, fountains, signs, houses."""
# fmt: off

from dataclasses import replace

import numpy as np

from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.kit import (
    BLACK,
    OAK,
    RED,
    STEEL,
    WALNUT,
    WHITE,
    Color,
    Finish,
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
    torus,
    turned,
)
from spatialwm.lift.text.furniture.walls import printed
from spatialwm.lift.text.model import Glow, Model, Spec, box
from spatialwm.lift.text.solids import Metres, turn

__all__ = ["ENTRIES"]



def traffic_light(spec: Spec) -> Model:
    """A traffic light on its post, 3.2 m high, and one on an arm over the road; green lit, or as asked."""
    made, post = finish(Spec(), "metal", (0.16, 0.18, 0.17)), stuff("metal", (0.38, 0.40, 0.41))
    h = 3.2 * spec.tall
    lit = 0 if spec.asked("red") else 1 if spec.asked("yellow", "amber") else 2
    hues: tuple[Color, ...] = ((0.95, 0.15, 0.10), (0.98, 0.72, 0.12), (0.15, 0.85, 0.35))
    rounds = [moved(group(drum(Finish(material="glass", pattern="plain", color=c if k == lit else _dim(c)),
                0.09, 0.02, glow=1.0 if k == lit else 0.0, solid=False, segments=22),
                torus(made, 0.10, 0.012, 0, 0.03)), 0, h - 0.18 - 0.27 * k, 0.12, by=turn(x=np.pi / 2))
        for k, c in enumerate(hues)]
    head = group(block(made, 0.3, 0.88, 0.22, 0, h - 0.9, 0, bevel=0.03), *map(loose, rounds))
    mast, reach = 5.6 * spec.tall, 3.6 * spec.wide
    over = moved(head, reach, mast - h - 0.1, 0.08)
    return built(made, drum(post, 0.16, 0.05, segments=20), drum(post, 0.07, mast, 0, 0, -0.2, upper=0.05),
        head, block(post, reach + 0.1, 0.09, 0.09, reach / 2, mast - 0.35, -0.11, bevel=0.02), over,
        static=True, mass=160)


def _dim(color: Color) -> Color:
    """A lamp that is off."""
    r, g, b = (0.22 * c + 0.03 for c in color)
    return (r, g, b)


def stop_sign(spec: Spec) -> Model:
    """A stop sign, 0.75 m across on a post 2.1 m to its middle."""
    made, post = stuff("metal", spec.color or (0.72, 0.09, 0.09)), stuff("metal", STEEL)
    h = 2.1 * spec.tall
    plate = moved(group(drum(stuff("plastic", WHITE), 0.40, 0.012, segments=8, bevel=0.002,
                by=turn(y=np.pi / 8), solid=False), drum(replace(made, pattern="plain"), 0.375, 0.004, 0,
                0.012, 0, segments=8, bevel=0.001, by=turn(y=np.pi / 8), solid=False)), 0, h, 0.03,
        by=turn(x=np.pi / 2))
    letters = _stop(h)
    return built(made, drum(post, 0.12, 0.03, segments=16), drum(post, 0.03, h + 0.35), plate, letters,
        Part((), (box(0.66, 0.66, 0.014, 0, h, 0.036),)), static=True, mass=22)


def _stop(h: Metres) -> Part:
    """The word in bars."""
    white = stuff("plastic", WHITE)
    glyphs = {"S": ((0, 4, 2, 0), (0, 2, 2, 0), (0, 0, 2, 0), (0, 2, 0, 2), (2, 0, 0, 2)),
        "T": ((0, 4, 2, 0), (1, 0, 0, 4)), "O": ((0, 0, 2, 0), (0, 4, 2, 0), (0, 0, 0, 4), (2, 0, 0, 4)),
        "P": ((0, 4, 2, 0), (0, 2, 2, 0), (0, 0, 0, 4), (2, 2, 0, 2))}
    parts: list[Part] = []
    u = 0.052
    for k, letter in enumerate("STOP"):
        x0 = -0.25 + 0.14 * k
        for x, y, dx, dy in glyphs[letter]:
            parts.append(slab(white, dx * u * 0.9 + 0.024, dy * u + 0.024, 0.003, x0
                    + (x + dx / 2) * u * 0.9, h - 0.115 + y * u, 0.047, bevel=0.0))
    return group(parts)


def road_sign(spec: Spec) -> Model:
    """A street sign on a post with two blades, 2.4 m high."""
    made, post, h = finish(spec, "metal", (0.12, 0.38, 0.26)), stuff("metal", STEEL), 2.4 * spec.tall
    blades = [group(block(replace(made, pattern="plain"), 0.8, 0.18, 0.02, 0.1, h - 0.2, 0.0),
            panel(printed("page", made.color), 0.6, 0.12, 0.1, h - 0.17, 0.013, seed=3)),
        moved(block(replace(made, pattern="plain"), 0.8, 0.18, 0.02), 0, h - 0.42, 0, by=turn(y=1.4))]
    return built(made, drum(post, 0.12, 0.03), drum(post, 0.03, h), *blades, static=True, mass=20)


def hydrant(spec: Spec) -> Model:
    """A fire hydrant, 0.75 m high."""
    made = replace(finish(spec, "metal", (0.74, 0.12, 0.09)), pattern="plain")
    s, t = spec.wide, spec.tall
    line = [(0.17, 0), (0.17, 0.05), (0.12, 0.06), (0.11, 0.12), (0.11, 0.45), (0.14, 0.46), (0.14, 0.50),
        (0.115, 0.51), (0.10, 0.60), (0.05, 0.66), (0.035, 0.67), (0.035, 0.72)]
    caps = [moved(group(drum(made, 0.06, 0.10, segments=18), drum(made, 0.045, 0.14, segments=6)), 0,
            0.36 * t, 0, by=turn(y=a) @ turn(x=np.pi / 2)) for a in (0.0, np.pi / 2, -np.pi / 2)]
    caps = [moved(c, 0.08 * s * np.sin(a), 0, 0.08 * s * np.cos(a)) for c, a in zip(caps,
            (0, np.pi / 2, -np.pi / 2), strict=True)]
    return built(made, turned(made, [(r * s, h * t) for r, h in line], segments=24, bands=6),
        *map(loose, caps), static=True, mass=70)


def parking_meter(spec: Spec) -> Model:
    """A parking meter on its post, 1.45 m high."""
    made, post, h = finish(spec, "metal", (0.40, 0.44, 0.47)), stuff("metal",
        (0.45, 0.46, 0.47)), 1.15 * spec.tall
    head = group(block(made, 0.19, 0.20, 0.13, 0, h, 0, bevel=0.03), moved(
            drum(made, 0.095, 0.13, segments=26, bevel=0.015), 0, h + 0.20, -0.065, by=turn(x=np.pi / 2)),
        panel(Finish(material="glass", pattern="screen", color=(0.55, 0.68, 0.58)), 0.11, 0.06, 0, h + 0.20,
            0.068, glow=0.2), slab(stuff("metal", BLACK), 0.03, 0.06, 0.008, 0, h + 0.08, 0.066),
        slab(stuff("plastic", RED), 0.12, 0.02, 0.006, 0, h + 0.04, 0.066))
    return built(made, drum(post, 0.13, 0.03), drum(post, 0.03, h, 0, 0), head, static=True, mass=30)


def fountain(spec: Spec) -> Model:
    """A fountain with two basins and water, 2.4 m across and 1.7 m high."""
    made, water = finish(spec, "stone", (0.78, 0.76, 0.72)), stuff("water")
    s, t = spec.wide, spec.tall
    rim = torus(made, 1.12 * s, 0.10, 0, 0.34 * t, 0, squash=0.9, segments=44)
    wall = drum(made, 1.18 * s, 0.40 * t, segments=44, fill=0.25)
    bowl = turned(made, [(0.10, 0.85 * t), (0.35, 0.93 * t), (0.55 * s, 1.05 * t), (0.56 * s, 1.10 * t)],
        segments=34)
    jets = [loose(bar(stuff("water", (0.80, 0.90, 0.95)), [(0.5 * s * np.sin(a), 1.10 * t,
                0.5 * s * np.cos(a)), (0.66 * s * np.sin(a), 1.08 * t, 0.66 * s * np.cos(a)),
                (0.76 * s * np.sin(a), 0.42 * t, 0.76 * s * np.cos(a))], 0.02, segments=6))
        for a in np.arange(8) * np.pi / 4]
    spout = turned(stuff("water", (0.85, 0.93, 0.97)), [(0.05, 1.12 * t), (0.03, 1.4 * t), (0.07, 1.6 * t),
            (0.02, 1.68 * t)], segments=12, solid=False)
    return built(made, wall, rim, drum(water, 1.06 * s, 0.01, 0, 0.401 * t, solid=False, segments=40),
        turned(made, [(0.28, 0.38 * t), (0.16, 0.5 * t), (0.12, 0.8 * t), (0.14, 0.86 * t)], segments=20),
        bowl, drum(water, 0.52 * s, 0.01, 0, 1.095 * t, solid=False), spout, *jets, static=True, mass=1500)


def stall(spec: Spec) -> Model:
    """A market stall with a striped roof and crates of goods, 2.2 x 1.4 x 2.4 m."""
    wood, w, d, h = finish(Spec(material=spec.material), "wood",
        (0.58, 0.42, 0.27)), 2.2 * spec.wide, 1.4, 2.4 * spec.tall
    hue = spec.color or ((0.70, 0.16, 0.14), (0.20, 0.42, 0.30), (0.22, 0.36, 0.56))[spec.variant % 3]
    count = 10
    stripes = [moved(slab(stuff("fabric", hue if k % 2 else (0.93, 0.91, 0.86)), (w + 0.3) / count, 0.02, d
                + 0.5, -(w + 0.3) / 2 + (w + 0.3) / count * (k + 0.5), 0, 0, bevel=0.003), 0, h - 0.18, 0,
            by=turn(x=0.24)) for k in range(count)]
    fringe = [slab(stuff("fabric", hue if k % 2 else (0.93, 0.91, 0.86)), (w + 0.3) / count, 0.2, 0.015,
            -(w + 0.3) / 2 + (w + 0.3) / count * (k + 0.5), h - 0.60, d / 2 + 0.225, bevel=0.003)
        for k in range(count)]
    posts = [block(wood, 0.07, h - 0.36 if z > 0 else h + 0.0, 0.07, x, 0, z)
        for x in (-w / 2 + 0.04, w / 2 - 0.04) for z in (d / 2 - 0.04, -d / 2 + 0.04)]
    goods_hues: tuple[Color, ...] = ((0.75, 0.15, 0.10), (0.92, 0.55, 0.12), (0.45, 0.60, 0.22),
        (0.92, 0.80, 0.25))
    goods: list[Part] = []
    for k in range(4):
        x = -w * 0.36 + w * 0.24 * k
        goods += [block(stuff("wood", OAK), w * 0.21, 0.10, 0.36, x, 0.85, 0.12, fill=0.3)]
        goods += [egg(stuff("food", goods_hues[(k + spec.variant) % 4]), 0.10, 0.09, 0.10, x
                + 0.095 * (i - 1.5), 0.92, 0.12 + 0.10 * (j - 1), solid=False, segments=8, seed=1)
            for i in range(4) for j in range(3)]
    front = [slab(wood, w, 0.14, 0.02, 0, 0.12 + 0.17 * k, d / 2 - 0.02, seed=k) for k in range(4)]
    roof = Part((), (box(w + 0.3, 0.12, d + 0.3, 0, h - 0.2, 0),))
    return built(wood, *stripes, *fringe, *posts, roof, block(wood, w, 0.05, d * 0.6, 0, 0.80, 0.12),
        *goods, *front, supports=[top(w, 0.14, 0.85, 0, -0.22, headroom=1.0)], static=True, mass=120)


def fence(spec: Spec) -> Model:
    """A picket fence, 2.0 m wide and 1.0 m high."""
    made, w, h = finish(spec, "wood", (0.92, 0.91, 0.88)), 2.0 * spec.wide, 1.0 * spec.tall
    if spec.material == "metal" or spec.asked("iron", "metal"):
        iron = stuff("metal", BLACK)
        bars = [rod(iron, (x, 0, 0), (x, h, 0), 0.010, segments=6) for x in np.linspace(-w / 2, w / 2, 15)]
        return built(iron, *bars, *[block(iron, w, 0.03, 0.02, 0, y) for y in (0.12, h - 0.16)],
            static=True, mass=30)
    pickets = [group(block(made, 0.085, h - 0.06, 0.02, x, 0.03, 0, seed=k),
            moved(slab(made, 0.06, 0.06, 0.02), x, h - 0.07, 0, by=turn(z=np.pi / 4))) for k,
        x in enumerate(np.linspace(-w / 2 + 0.05, w / 2 - 0.05, round(float(w) / 0.13)))]
    posts = [block(made, 0.09, h, 0.09, x, 0, -0.06) for x in (-w / 2 + 0.05, w / 2 - 0.05)]
    return built(made, *pickets, *posts, [block(made, w, 0.07, 0.03, 0, y, -0.025)
            for y in (0.2, h - 0.28)], static=True, mass=35)


def cone(spec: Spec) -> Model:
    """A traffic cone, 0.50 m high."""
    made = finish(spec, "plastic", (0.92, 0.38, 0.10))
    h = 0.5 * spec.tall
    return built(made, block(made, 0.3, 0.03, 0.3, bevel=0.01), turned(made, [(0.11, 0.03), (0.025, h)],
            segments=22, fill=0.1), turned(stuff("plastic", WHITE), [(0.078, 0.2), (0.0545, 0.32)],
            segments=22, solid=False, fill=0.05), mass=1.6)


def bollard(spec: Spec) -> Model:
    """A bollard, 0.9 m high."""
    made = finish(spec, "metal", (0.16, 0.17, 0.18))
    return built(made, turned(made, [(0.11, 0), (0.11, 0.06), (0.07, 0.1), (0.06, 0.7), (0.085, 0.74),
                (0.085, 0.8), (0.05, 0.86), (0.01, 0.9)], segments=20), static=True, mass=40)


def campfire(spec: Spec) -> Model:
    """A camp fire: stones in a ring, logs and flames, 0.9 m across."""
    stones = [egg(stuff("concrete", (0.45, 0.44, 0.43)), 0.2, 0.14, 0.17, 0.38 * np.sin(a), -0.02,
            0.38 * np.cos(a), seed=k, segments=10) for k, a in enumerate(np.arange(10) * 0.628)]
    logs = [loose(moved(rod(stuff("bark"), (0, 0.04, 0.28), (0, 0.26, 0.02), 0.05, 0.04),
                by=turn(y=k * 1.2566))) for k in range(5)]
    hues: tuple[Color, ...] = ((1.0, 0.55, 0.15), (1.0, 0.80, 0.30), (0.95, 0.35, 0.10))
    flames = [turned(Finish(material="wax", pattern="plain", color=hues[k % 3]),
            [(0.03, 0), (0.06, 0.1), (0.035, 0.24), (0.004, 0.40 - 0.05 * (k % 3))], 0.09 * np.sin(k * 1.6),
            0.12, 0.09 * np.cos(k * 1.6), segments=10, solid=False, glow=1.4) for k in range(5)]
    return built(stuff("stone"), *stones, *logs, *flames, static=True, mass=60,
        glow=Glow(position=(0.0, 0.5, 0.0), power=1.0))


def lamp_sign(spec: Spec) -> Model:
    """A board in an A on the pavement with a menu, 0.6 x 1.0 m."""
    wood = finish(spec, "wood", WALNUT)
    face = group(block(wood, 0.6, 1.0, 0.03, seed=1), panel(replace(printed("glyphs", (0.17, 0.20, 0.19)),
                material="wood"), 0.5, 0.82, 0, 0.12, 0.017, seed=2))
    base = Part((), (box(0.56, 0.02, 0.1, 0, 0.01, 0.25), box(0.56, 0.02, 0.1, 0, 0.01, -0.25)))
    return built(wood, moved(face, 0, 0.01, 0.26, by=turn(x=-0.24)), moved(face, 0, 0.01, -0.26,
            by=turn(y=np.pi) @ turn(x=-0.24)), base, mass=9)


ENTRIES: dict[str, Entry] = {
    "traffic light": entry(traffic_light, "ground",
        "stoplight, stop light, traffic signal, traffic lights, street signal", rank=3,
        tags="outdoor light sign"),
    "stop sign": entry(stop_sign, "ground", rank=3, tags="outdoor sign"),
    "street sign": entry(road_sign, "ground",
        "road sign, signpost, sign post, traffic sign, bus stop sign, bus stop, billboard", rank=3,
        tags="outdoor sign"),
    "fire hydrant": entry(hydrant, "ground", "hydrant, fire plug", rank=4, tags="outdoor"),
    "parking meter": entry(parking_meter, "ground",
        "meter, gas pump, ticket meter, charging station, phone booth, telephone booth", rank=3,
        tags="outdoor"),
    "fountain": entry(fountain, "ground",
        "water feature, garden fountain, bird bath, birdbath, pond, pool, swimming pool", rank=1,
        tags="outdoor water"),
    "market stall": entry(stall, "ground",
        "stall, stand booth, kiosk, food stand, food stall, fruit stand, market stand, "
        "vendor stall, booth stall, newsstand, lemonade stand, food cart", rank=1, tags="outdoor surface"),
    "fence": entry(fence, "ground",
        "picket fence, railing, gate, wooden fence, barrier, balustrade, guard rail, "
        "iron fence, room divider, screen divider, partition, folding screen", rank=2, tags="outdoor"),
    "traffic cone": entry(cone, "ground", "cone, safety cone, pylon", rank=6, tags="outdoor"),
    "bollard": entry(bollard, "ground",
        "post, pole, flagpole, mooring post, mooring bollard, telephone pole, utility pole, "
        "lamp pole, fence post", rank=4, tags="outdoor"),
    "campfire": entry(campfire, "ground", "camp fire, bonfire, fire pit, firepit, fire", rank=3,
        tags="outdoor light"),
    "sandwich board": entry(lamp_sign, "ground",
        "a-frame sign, pavement sign, menu stand, sidewalk sign, a frame sign", rank=4,
        tags="outdoor sign"),
}
