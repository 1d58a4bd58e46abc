"""Kitchen and laundry machines, heating, and the bathroom. Built-in units are 0.60 m wide (EN 1116)."""
# fmt: off

from dataclasses import replace
from functools import partial

import numpy as np

from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.kit import (
    BLACK,
    BRASS,
    DARK,
    RED,
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
from spatialwm.lift.text.model import Glow, Model, Spec, box
from spatialwm.lift.text.solids import Metres, turn

__all__ = ["ENTRIES"]

_CHROME: Color = (0.80, 0.81, 0.83)


def fridge(spec: Spec) -> Model:
    """A refrigerator with two doors above each other, or side by side, 0.60-0.90 x 0.66 x 1.80 m."""
    made = finish(spec, "metal", ((0.78, 0.79, 0.80), (0.92, 0.92, 0.91), (0.62, 0.72, 0.68))[
            spec.variant % 3])
    if spec.variant % 3 and not spec.material:
        made = replace(made, pattern="plain")  # enamel
    mini = 0.48 if spec.asked("mini", "small", "bar") and spec.tall > 0.7 else 1.0
    wide = spec.asked("double door", "side by side", "french door", "large") and mini == 1
    w, d, h = (0.90 if wide else 0.62 if mini == 1 else 0.50) * spec.wide, 0.66 * (0.8 if mini < 1
        else 1), 1.80 * spec.tall * mini
    doors: list[Part] = []
    if wide:
        doors = [slab(made, w / 2 - 0.006, h - 0.06, 0.05, s * w / 4, 0.05, d / 2 - 0.03, bevel=0.012)
            for s in (-1, 1)]
        grips = [slab(stuff("metal", _CHROME), 0.02, 0.6, 0.035, s * 0.035, h * 0.45, d / 2 + 0.02,
                bevel=0.008) for s in (-1, 1)]
    else:
        cut = h * 0.66
        doors = [slab(made, w, cut - 0.055, 0.05, 0, 0.05, d / 2 - 0.03, bevel=0.012),
            slab(made, w, h - cut - 0.005, 0.05, 0, cut, d / 2 - 0.03, bevel=0.012)]
        grips = [slab(stuff("metal", _CHROME), 0.02, 0.3 * mini, 0.035, w * 0.42, y, d / 2 + 0.02,
                bevel=0.008) for y in (cut - 0.4 * mini, cut + 0.06)]
    return built(made, block(stuff("metal", DARK), w - 0.01, h, d - 0.05, 0, 0, -0.028, bevel=0.008,
            fill=0.03), *doors, *grips, supports=[top(w, d - 0.05, h, z=-0.02)], mass=72 * w * h / 1.1)


def oven(spec: Spec) -> Model:
    """A cooker: hob with four rings above an oven with a window, 0.60 x 0.60 x 0.90 m."""
    made, black = finish(spec, "metal", (_CHROME, (0.92, 0.92, 0.91))[spec.variant % 2]), Finish(
        material="glass", pattern="plain", color=(0.07, 0.07, 0.08), roughness=0.1)
    w, d, h = 0.60 * spec.wide, 0.60, 0.90 * spec.tall
    rings = [group(torus(stuff("metal", (0.3, 0.3, 0.31)), r, 0.006, x, h + 0.001, z, segments=24),
            drum(stuff("metal", DARK), r * 0.45, 0.008, x, h, z, solid=False, segments=18)) for x, z,
        r in ((-0.14, 0.11, 0.08), (0.14, 0.11, 0.065), (-0.14, -0.13, 0.065), (0.14, -0.13, 0.08))]
    knobs = [drum(stuff("plastic", BLACK), 0.018, 0.025, -w * 0.36 + w * 0.18 * k, h - 0.07, d / 2 - 0.01,
            by=turn(x=np.pi / 2), solid=False, segments=14) for k in range(5)]
    return built(made, block(made, w, h - 0.012, d - 0.04, 0, 0, -0.02, fill=0.1),
        block(black, w, 0.012, d - 0.02, 0, h - 0.012, -0.01), slab(made, w - 0.01, h * 0.62, 0.03, 0, 0.14,
            d / 2 - 0.04), slab(black, w * 0.74, h * 0.38, 0.012, 0, 0.22, d / 2 - 0.012),
        slab(stuff("metal", _CHROME), w * 0.8, 0.02, 0.045, 0, h * 0.80, d / 2 - 0.01, bevel=0.008), *rings,
        *knobs, supports=[top(w, d - 0.06, h + 0.012)], mass=52)


def washer(spec: Spec, *, dryer: bool = False) -> Model:
    """A washing machine or dryer, 0.60 x 0.60 x 0.85 m, with a round door."""
    made, w, d, h = finish(spec, "metal", (0.93, 0.93, 0.93)), 0.60 * spec.wide, 0.60, 0.85 * spec.tall
    glass = Finish(material="glass", pattern="plain", color=(0.20, 0.24, 0.28) if not dryer
        else (0.45, 0.48, 0.50), roughness=0.05)
    door = moved(group(torus(stuff("metal", _CHROME if not dryer else (0.86, 0.86, 0.87)), 0.17, 0.024,
                segments=32), turned(glass, [(0.155, 0.0), (0.15, 0.02), (0.09, 0.035)], solid=False)), 0,
        h * 0.46, d / 2 - 0.035, by=turn(x=np.pi / 2))
    return built(made, block(made, w, h, d - 0.04, 0, 0, -0.02, bevel=0.01, fill=0.12), loose(door),
        slab(stuff("plastic", (0.86, 0.87, 0.88)), w - 0.02, 0.11, 0.012, 0, h - 0.125, d / 2 - 0.036),
        slab(stuff("plastic", WHITE), 0.16, 0.08, 0.014, -w * 0.33, h - 0.11, d / 2 - 0.033),
        moved(drum(stuff("metal", _CHROME), 0.03, 0.03, solid=False), 0.05, h - 0.07, d / 2 - 0.03,
            by=turn(x=np.pi / 2)), slab(Finish(material="glass", pattern="plain", color=(0.3, 0.8, 0.9)),
            0.09, 0.035, 0.004, w * 0.34, h - 0.09, d / 2 - 0.026), supports=[top(w, d - 0.04, h)], mass=68
        if not dryer else 45)


def dishwasher(spec: Spec) -> Model:
    """A dishwasher, 0.60 x 0.60 x 0.85 m."""
    made = finish(spec, "metal", _CHROME)
    w, d, h = 0.6 * spec.wide, 0.6, 0.85 * spec.tall
    return built(made, block(made, w, h, d - 0.04, 0, 0, -0.02, fill=0.08), slab(made, w - 0.01, h - 0.14,
            0.025, 0, 0.10, d / 2 - 0.04), slab(stuff("plastic", DARK), w - 0.02, 0.09, 0.02, 0, h - 0.11,
            d / 2 - 0.035), slab(stuff("metal"), w * 0.7, 0.018, 0.035, 0, h - 0.16, d / 2 - 0.02,
            bevel=0.007), supports=[top(w, d, h)], mass=42)


def microwave(spec: Spec) -> Model:
    """A microwave oven, 0.48 x 0.36 x 0.28 m."""
    made = finish(spec, "metal", (DARK, _CHROME)[spec.variant % 2])
    w, d, h = 0.48 * spec.wide, 0.36 * spec.wide, 0.28 * spec.tall
    black = Finish(material="glass", pattern="plain", color=(0.08, 0.08, 0.09), roughness=0.1)
    keys = [slab(stuff("plastic", (0.75, 0.75, 0.76)), 0.018, 0.014, 0.006, w * 0.36 + 0.026 * (k % 3 - 1),
            h * 0.2 + 0.024 * (k // 3), d / 2) for k in range(12)]
    return built(made, block(made, w, h - 0.012, d - 0.02, 0, 0.012, -0.01, bevel=0.008, fill=0.06),
        four(drum(stuff("rubber", BLACK), 0.012, 0.014), w * 0.42, d * 0.38),
        slab(black, w * 0.68, h * 0.78, 0.016, -w * 0.13, 0.04, d / 2 - 0.012),
        slab(stuff("metal"), 0.016, h * 0.66, 0.03, w * 0.23, 0.05, d / 2), *keys,
        panel(Finish(material="glass", pattern="page", color=(0.2, 0.85, 0.5)), 0.08, 0.03, w * 0.36,
            h * 0.78, d / 2 + 0.001, glow=0.6), supports=[top(w, d - 0.02, h)], mass=12.5)


def toaster(spec: Spec) -> Model:
    """A toaster with two slots, 0.28 x 0.17 x 0.19 m."""
    made = finish(spec, "metal", (_CHROME, RED, (0.55, 0.68, 0.66))[spec.variant % 3])
    w, d, h = 0.28 * spec.wide, 0.17 * spec.wide, 0.19 * spec.tall
    slots = [slab(stuff("plastic", BLACK), w * 0.66, 0.004, 0.024, 0, h - 0.003, z, bevel=0.001)
        for z in (-0.03, 0.03)]
    toast = [slab(stuff("food", (0.82, 0.60, 0.32)), 0.11, 0.05, 0.014, 0, h - 0.01, z, bevel=0.006)
        for z in (-0.03, 0.03)] if spec.variant % 2 else []
    return built(made, block(made, w, h - 0.012, d, 0, 0.012, bevel=0.035, fill=0.1),
        block(stuff("plastic", BLACK), w * 0.92, 0.016, d * 0.9), *slots, *toast,
        slab(stuff("plastic", BLACK), 0.03, 0.016, 0.04, w / 2 + 0.008, h * 0.62, 0), mass=1.7)


def coffee_machine(spec: Spec) -> Model:
    """A coffee machine, 0.24 x 0.32 x 0.34 m, with its pot in front."""
    made = finish(spec, "plastic", (BLACK, (0.70, 0.16, 0.13))[spec.variant % 2])
    h = 0.34 * spec.tall
    pot = group(turned(stuff("glass", (0.30, 0.22, 0.18)), [(0.05, 0), (0.065, 0.03), (0.06, 0.09),
                (0.04, 0.115)], 0, 0.03, 0.06, segments=22), bar(made, [(0.05, 0.13, 0.08),
                (0.09, 0.12, 0.10), (0.09, 0.06, 0.10), (0.06, 0.05, 0.085)], 0.008))
    return built(made, block(made, 0.24, 0.03, 0.3, bevel=0.01), block(made, 0.24, h - 0.03, 0.11, 0, 0.02,
            -0.095, bevel=0.015, fill=0.3), block(made, 0.24, 0.12, 0.28, 0, h - 0.12, -0.01, bevel=0.02,
            fill=0.3), pot, slab(stuff("metal", _CHROME), 0.2, 0.02, 0.006, 0, h - 0.07, 0.13),
        drum(Finish(material="plastic", pattern="plain", color=(1.0, 0.4, 0.1)), 0.008, 0.004, 0.07,
            h - 0.1, 0.13, by=turn(x=np.pi / 2), solid=False, glow=0.9), supports=[top(0.2, 0.24, h)],
        mass=3.2)


def blender(spec: Spec) -> Model:
    """A blender, 0.17 m across and 0.38 m high."""
    made = finish(spec, "plastic", (DARK, RED)[spec.variant % 2])
    jug = turned(stuff("glass", (0.76, 0.84, 0.85)), [(0.05, 0.14), (0.068, 0.32), (0.07, 0.34)],
        segments=24, fill=0.2)
    return built(made, drum(made, 0.085, 0.13, upper=0.06, bevel=0.02, fill=0.4), jug,
        drum(made, 0.07, 0.035, 0, 0.34, bevel=0.01), bar(made, [(0.06, 0.32, 0), (0.11, 0.30, 0),
                (0.10, 0.20, 0), (0.055, 0.18, 0)], 0.009), drum(stuff("metal"), 0.018, 0.02, 0, 0.05,
            0.065, by=turn(x=np.pi / 2), solid=False), mass=3.5)


def radiator(spec: Spec) -> Model:
    """A radiator of columns, 0.90 x 0.60 m; its back is at z = -0.06."""
    made, w, h = finish(spec, "metal", WHITE), 0.9 * spec.wide, 0.6 * spec.tall
    n = max(4, round(float(w) / 0.065))
    ribs = [block(made, 0.045, h - 0.06, 0.1, -w / 2 + w / n * (k + 0.5), 0.06, 0, bevel=0.018, cell=0.3,
            solid=False, seed=1) for k in range(n)]
    bars = [rod(made, (-w / 2, y, 0), (w / 2, y, 0), 0.018, solid=False) for y in (0.12, h - 0.06)]
    feet = [block(made, 0.05, 0.07, 0.12, s * w * 0.42) for s in (-1, 1)]
    return built(made, *ribs, *bars, *feet, Part((), (box(w, h - 0.06, 0.1, 0, h / 2 + 0.03, 0),)),
        drum(stuff("plastic"), 0.02, 0.06, w / 2, h - 0.06, 0, by=turn(z=-np.pi / 2), solid=False),
        supports=[top(w, 0.1, h)], static=True, mass=30)


def fireplace(spec: Spec) -> Model:
    """A fireplace with a mantel, logs and a fire, 1.40 x 0.42 x 1.15 m."""
    made = finish(spec, "stone", (0.86, 0.84, 0.80))
    brick = stuff("brick")
    w, d, h = 1.4 * spec.wide, 0.42, 1.15 * spec.tall
    flame = [Finish(material="wax", pattern="plain", color=c) for c in ((1.0, 0.55, 0.15),
            (1.0, 0.80, 0.30), (0.95, 0.35, 0.10))]
    fires = [turned(flame[k % 3], [(0.03, 0), (0.05, 0.06), (0.03, 0.15), (0.004, 0.24 - 0.03 * (k % 3))],
            -0.2 + 0.09 * k, 0.12, 0.02 * (-1) ** k, segments=10, solid=False, glow=1.4) for k in range(5)]
    logs = [loose(rod(stuff("bark"), (-0.28, 0.09 + 0.05 * (k == 2), z), (0.28, 0.09 + 0.05 * (k == 2), z),
                0.045)) for k, z in enumerate((-0.08, 0.08, 0.0))]
    hearth = block(made, w + 0.1, 0.05, d + 0.2, 0, 0, 0.1, seed=2)
    cheeks = [block(made, (w - 0.8) / 2, h - 0.1, d, s * (0.4 + (w - 0.8) / 4), 0.05, 0, seed=3)
        for s in (-1, 1)]
    lining = [slab(brick, 0.02, 0.65, d - 0.05, s * 0.39, 0.05, -0.01) for s in (-1, 1)]
    return built(made, hearth, *cheeks, *lining, block(brick, 0.8, 0.66, 0.06, 0, 0.05, -d / 2 + 0.03),
        block(made, 0.82, h - 0.75, d, 0, 0.70, 0, seed=4), block(made, w + 0.16, 0.07, d + 0.1, 0,
            h - 0.05, 0.03, bevel=0.012, seed=5), *logs, *fires, supports=[top(w, d, h + 0.02, 0, 0.03)],
        static=True, mass=320, glow=Glow(position=(0.0, 0.35, 0.3), power=0.5))


def stove(spec: Spec) -> Model:
    """A wood stove with a pipe and a window, 0.50 x 0.45 x 2.2 m with its pipe."""
    made = finish(spec, "metal", (0.17, 0.17, 0.18))
    fire = Finish(material="glass", pattern="plain", color=(1.0, 0.5, 0.15))
    return built(made, four(block(made, 0.04, 0.14, 0.04), 0.2, 0.17), block(made, 0.5, 0.56, 0.42, 0, 0.14,
            bevel=0.015, fill=0.1), block(made, 0.54, 0.03, 0.46, 0, 0.70), slab(made, 0.4, 0.38, 0.02, 0,
            0.24, 0.21), block(fire, 0.3, 0.22, 0.006, 0, 0.32, 0.233, solid=False, glow=0.9),
        rod(made, (0, 0.72, -0.1), (0, 2.2, -0.1), 0.06), supports=[top(0.5, 0.22, 0.73, 0, 0.1)], mass=110,
        glow=Glow(position=(0.0, 0.4, 0.4), power=0.3))


def fan(spec: Spec) -> Model:
    """A fan: on a table 0.42 m, on the floor 1.2 m high."""
    made = finish(spec, "plastic", (WHITE, DARK)[spec.variant % 2])
    h = (1.1 if not spec.asked("desk", "table", "small") else 0.28) * spec.tall
    r = 0.19 * spec.wide
    blades = [moved(egg(stuff("plastic", (0.45, 0.62, 0.72)), r * 0.5, 0.012, r * 0.85, 0, 0, r * 0.45,
                solid=False), by=turn(y=k * 2.094)) for k in range(3)]
    wires = [moved(slab(stuff("metal", _CHROME), 0.003, 0.003, r, 0, 0.05, r / 2), by=turn(y=k * np.pi / 8))
        for k in range(16)]
    head = moved(group(torus(stuff("metal", _CHROME), r, 0.006, 0, 0.0), torus(stuff("metal", _CHROME),
                r * 0.5, 0.003, 0, 0.05), blades, wires, drum(made, 0.05, 0.08, 0, -0.03)), 0, h + r, 0.02,
        by=turn(x=np.pi / 2))
    return built(made, drum(made, 0.18 if h > 0.5 else 0.11, 0.03, bevel=0.01, fill=0.9),
        rod(made, (0, 0.02, 0), (0, h + r, 0), 0.014), loose(head), Part((), (
                box(1.5 * r, 1.5 * r, 0.05, 0, h + r, 0.02),)), mass=5 if h > 0.5 else 2)


def vacuum(spec: Spec) -> Model:
    """A vacuum cleaner standing upright, 1.1 m high."""
    made = finish(spec, "plastic", (0.68, 0.14, 0.14))
    wand = moved(group(rod(stuff("metal"), (0, 0, 0), (0, 0.8, 0), 0.016), block(stuff("plastic", BLACK),
                0.04, 0.16, 0.05, 0, 0.78, 0, bevel=0.015)), 0, 0.3, -0.04, by=turn(x=-0.12))
    wheels = [drum(stuff("rubber", BLACK), 0.06, 0.03, s * 0.13 + 0.015, 0.06, -0.1, by=turn(z=np.pi / 2),
            solid=False) for s in (-1, 1)]
    return built(made, block(stuff("plastic", DARK), 0.3, 0.07, 0.26, 0, 0, 0.05, bevel=0.02),
        moved(drum(made, 0.09, 0.34, bevel=0.03), 0, 0.06, -0.04), *wheels, wand,
        Part((), (box(0.28, 0.03, 0.3, 0, 0.015, -0.02),)), mass=6.5)


def iron(spec: Spec) -> Model:
    """A clothes iron, 0.28 m long."""
    made = finish(spec, "plastic", (0.25, 0.45, 0.68))
    return built(made, block(stuff("metal", _CHROME), 0.11, 0.014, 0.24), egg(made, 0.11, 0.10, 0.24, 0,
            0.0, 0, solid=False, squareness=0.7), bar(made, [(0, 0.07, 0.08), (0, 0.14, 0.06),
                (0, 0.14, -0.08), (0, 0.06, -0.10)], 0.015), Part((), (box(0.09, 0.07, 0.2, y=0.035),)),
        mass=1.2)


def sewing_machine(spec: Spec) -> Model:
    """A sewing machine, 0.42 m wide."""
    made = finish(spec, "metal", (BLACK, (0.86, 0.85, 0.80))[spec.variant % 2])
    wheel = torus(stuff("metal", BRASS), 0.05, 0.012, 0.21, 0.18, 0, by=turn(z=-np.pi / 2))
    return built(made, block(stuff("wood", WALNUT), 0.44, 0.04, 0.19, bevel=0.008),
        block(made, 0.40, 0.05, 0.15, 0, 0.04, bevel=0.012), block(made, 0.09, 0.21, 0.11, 0.14, 0.06,
            bevel=0.025, fill=0.2), block(made, 0.34, 0.08, 0.09, 0.0, 0.22, bevel=0.03, fill=0.2),
        block(made, 0.07, 0.13, 0.08, -0.14, 0.15, bevel=0.02, fill=0.2), loose(
            rod(stuff("metal"), (-0.14, 0.09, 0), (-0.14, 0.16, 0), 0.004)), wheel,
        drum(stuff("fabric", RED), 0.014, 0.045, 0.06, 0.30, 0, solid=False), mass=9)


def cooler(spec: Spec) -> Model:
    """A cool box with a lid and handle, 0.55 x 0.35 x 0.40 m."""
    made, w, d, h = finish(spec, "plastic",
        (0.18, 0.38, 0.62)), 0.55 * spec.wide, 0.35 * spec.wide, 0.40 * spec.tall
    if spec.asked("open", "holding"):
        return _open_cooler(made, w, d, h)
    return built(made, block(made, w, h - 0.09, d, bevel=0.02, fill=0.2), block(stuff("plastic", WHITE), w
            + 0.02, 0.09, d + 0.02, 0, h - 0.09, bevel=0.025, fill=0.3), [slab(stuff("plastic", WHITE),
                0.03, 0.05, 0.16, s * (w / 2 + 0.01), h * 0.5, 0, bevel=0.008) for s in (-1, 1)],
        slab(stuff("plastic", DARK), 0.07, 0.05, 0.015, 0, h - 0.12, d / 2 + 0.008),
        supports=[top(w, d, h)], mass=5)


def _open_cooler(made: Finish, w: Metres, d: Metres, h: Metres) -> Model:
    """Without its lid; the walls are 35 mm thick."""
    low, t, white = h - 0.09, 0.035, stuff("plastic", WHITE)
    walls = [block(made, w, low, t, 0, 0, s * (d - t) / 2, bevel=0.01) for s in (-1, 1)] + [
        block(made, t, low, d - 2 * t, s * (w - t) / 2, bevel=0.01) for s in (-1, 1)]
    return built(made, *walls, block(white, w - 0.01, 0.03, d - 0.01), mass=5,
        supports=[top(w - 2 * t, d - 2 * t, 0.03, inside=True)])


def water_dispenser(spec: Spec) -> Model:
    """A water cooler with its bottle, 0.32 x 0.34 x 1.32 m."""
    made = finish(spec, "plastic", WHITE)
    bottle = turned(Finish(material="glass", pattern="plain", color=(0.50, 0.72, 0.88), fill=0.4,
            roughness=0.1), [(0.06, 0.93), (0.13, 0.98), (0.135, 1.1), (0.125, 1.14), (0.135, 1.18),
            (0.13, 1.30), (0.08, 1.32)], fill=0.4)
    return built(made, block(made, 0.32, 0.95, 0.33, bevel=0.015, fill=0.12), bottle,
        slab(stuff("plastic", DARK), 0.22, 0.24, 0.01, 0, 0.6, 0.163), [slab(stuff("plastic", c), 0.03,
                0.05, 0.04, x, 0.75, 0.18) for x, c in ((-0.05, RED), (0.05, (0.2, 0.4, 0.8)))],
        slab(stuff("metal"), 0.2, 0.015, 0.06, 0, 0.6, 0.19), mass=28)


def hood(spec: Spec) -> Model:
    """A range hood on a wall, 0.60 m wide; its back is at z = 0."""
    made, w = finish(spec, "metal", _CHROME), 0.6 * spec.wide
    cone = Part(tuple(drum(made, w * 0.70, 0.2, upper=w * 0.24, segments=4, bevel=0.004,
                by=turn(y=np.pi / 4), solid=False, fill=0.03).pieces))
    return built(made, block(made, w, 0.06, 0.46, 0, 0, 0.24, fill=0.1),
        moved(cone, 0, 0.06, 0.44 if w > 0.9 else 0.42 * w / 0.6 * 1.0 - 0.0),
        block(made, 0.26, 0.55, 0.24, 0, 0.2, 0.14, fill=0.05), static=True, mass=13)


def air_conditioner(spec: Spec) -> Model:
    """A wall unit, 0.85 x 0.30 m; its back is at z = 0."""
    made, w = finish(spec, "plastic", WHITE), 0.85 * spec.wide
    return built(made, block(made, w, 0.29, 0.21, 0, 0, 0.105, bevel=0.035, fill=0.3),
        [slab(stuff("plastic", (0.55, 0.57, 0.6)), w * 0.86, 0.006, 0.02, 0, 0.03 + 0.02 * k, 0.205)
            for k in range(3)], slab(stuff("plastic", (0.85, 0.86, 0.87)), w * 0.96, 0.003, 0.004, 0, 0.21,
            0.209), static=True, mass=11)


ENTRIES: dict[str, Entry] = {
    "refrigerator": entry(fridge, "wall",
        "fridge, freezer, mini fridge, icebox, refrigerator freezer, minifridge", rank=1,
        tags="appliance storage"),
    "oven": entry(oven, "wall",
        "stove, cooker, range, stovetop, kitchen stove, gas stove, cooktop, hob, pizza oven, "
        "grill, barbecue, bbq, bbq grill, oven range", rank=1, tags="appliance surface"),
    "washing machine": entry(washer, "wall", "washer, laundry machine, clothes washer", rank=1,
        tags="appliance surface"),
    "dryer": entry(partial(washer, dryer=True), "wall", "clothes dryer, tumble dryer, drying machine",
        rank=1, tags="appliance surface"),
    "dishwasher": entry(dishwasher, "wall", rank=1, tags="appliance surface"),
    "microwave": entry(microwave, "top", "microwave oven, toaster oven, air fryer, autoclave", rank=5,
        tags="appliance"),
    "toaster": entry(toaster, "top", "bread maker, waffle maker", rank=6, tags="appliance"),
    "coffee machine": entry(coffee_machine, "top",
        "coffee maker, espresso machine, coffeemaker, coffee grinder, cash register, " "till machine",
        rank=6, tags="appliance"),
    "blender": entry(blender, "top",
        "food processor, mixer, stand mixer, juicer, kitchen aid, kitchen appliance", rank=6,
        tags="appliance"),
    "radiator": entry(radiator, "wall", "heater, space heater, electric heater", rank=2, tags="appliance"),
    "fireplace": entry(fireplace, "wall", "hearth, mantelpiece, mantel, chimney, electric fireplace",
        rank=0, tags="light surface"),
    "wood stove": entry(stove, "wall", "wood burning stove, cast iron stove, furnace, kiln, boiler, forge",
        rank=1, tags="light"),
    "fan": entry(fan, "free",
        "standing fan, pedestal fan, electric fan, desk fan, floor fan, air purifier, " "humidifier",
        rank=5, tags="appliance"),
    "vacuum cleaner": entry(vacuum, "free", "vacuum, hoover, robot vacuum, floor polisher", rank=5,
        tags="appliance"),
    "iron": entry(iron, "top", "clothes iron, steam iron", rank=7, tags="appliance"),
    "sewing machine": entry(sewing_machine, "top", "loom, spinning wheel", rank=5, tags="appliance"),
    "cooler": entry(cooler, "free", "cool box, icebox chest, ice chest, cooler box, esky, ice cooler",
        rank=5, tags="container surface"),
    "water dispenser": entry(water_dispenser, "wall",
        "water cooler, water fountain, drinking fountain, soda machine, soda fountain", rank=3,
        tags="appliance water"),
    "range hood": entry(hood, "hang", "extractor hood, hood, cooker hood, exhaust hood, extractor fan",
        rank=7, tags="appliance wall"),
    "air conditioner": entry(air_conditioner, "hang",
        "ac unit, air conditioning unit, aircon, ac, hand dryer, thermostat, electric panel, " "fuse box",
        rank=8, tags="appliance wall"),
}
