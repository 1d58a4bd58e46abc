"""Machines that stand on the floor or make things: arcades, vending machines, printers."""
# fmt: off

import numpy as np

from spatialwm.lift.text.furniture.electronics import screen
from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.kit import (
    BLACK,
    BRASS,
    DARK,
    RED,
    WHITE,
    Finish,
    finish,
    stuff,
)
from spatialwm.lift.text.furniture.parts import (
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
from spatialwm.lift.text.model import Model, Spec
from spatialwm.lift.text.solids import turn

__all__ = ["ENTRIES"]


def printer(spec: Spec) -> Model:
    """A printer, 0.45 x 0.38 x 0.25 m, or an office copier 1.1 m high when commercial."""
    made, dark = finish(spec, "plastic", (0.88, 0.88, 0.87)), stuff("plastic", DARK)
    w, d, h = 0.45 * spec.wide, 0.38 * spec.wide, 0.25 * spec.tall
    paper = stuff("paper")
    if spec.asked("commercial", "copier", "office", "large"):
        w, d, h = 0.62 * spec.wide, 0.64 * spec.wide, 1.10 * spec.tall
        trays = [slab(dark if k % 2 else made, w - 0.04, 0.14, 0.012, 0, 0.10 + 0.155 * k, d / 2)
            for k in range(3)]
        grips = [slab(dark, 0.16, 0.02, 0.014, 0, 0.19 + 0.155 * k, d / 2 + 0.006) for k in range(3)]
        return built(made, block(dark, w - 0.04, 0.08, d - 0.04), block(made, w, 0.52, d, 0, 0.07,
                bevel=0.015, fill=0.2), block(made, w * 0.9, 0.16, d * 0.9, 0.03, 0.6, fill=0.1),
            block(dark, w * 0.8, 0.02, d * 0.7, -0.04, 0.6, 0.05), block(made, w, 0.24, d * 0.92, 0, 0.76,
                bevel=0.015, fill=0.2), block(dark, w * 0.92, 0.1, d * 0.86, 0, 1.0, bevel=0.02), *trays,
            *grips, moved(screen(0.22, 0.13, lit=True), w * 0.2, 0.86, d / 2, by=turn(x=-0.6)),
            slab(paper, 0.28, 0.006, 0.22, 0.02, 0.62, 0.14), supports=[top(w * 0.9, d * 0.8, h)], mass=95)
    return built(made, block(made, w, h - 0.03, d, bevel=0.02, fill=0.25), block(dark, w * 0.94, 0.035,
            d * 0.9, 0, h - 0.035, bevel=0.01), slab(dark, w * 0.72, 0.06, 0.03, 0, 0.07, d / 2 - 0.01),
        slab(paper, 0.21, 0.004, 0.16, 0, 0.075, d / 2 + 0.05), moved(slab(paper, 0.21, 0.18, 0.006), 0,
            h - 0.02, -d * 0.38, by=turn(x=-0.3)), slab(stuff("plastic", (0.3, 0.55, 0.75)), 0.07, 0.03,
            0.004, w * 0.3, h * 0.62, d / 2), supports=[top(w, d * 0.6, h, z=0.04)], mass=7.5)


def arcade(spec: Spec) -> Model:
    """An arcade cabinet, 0.65 x 0.75 x 1.70 m."""
    made, w, h = finish(spec, "wood", (0.13, 0.14, 0.22)), 0.65 * spec.wide, 1.7 * spec.tall
    display = moved(screen(w - 0.12, 0.42, lit=True, seed=2, color=(0.55, 0.30, 0.75)), 0, 1.02, 0.06,
        by=turn(x=-0.3))
    sign_ = panel(Finish(material="plastic", pattern="poster", color=(0.95, 0.9, 0.9)), w - 0.06, 0.2, 0,
        h - 0.23, 0.262, seed=7, glow=0.6)
    desk_ = group(block(made, w, 0.08, 0.32, 0, 0.84, 0.2, bevel=0.02), rod(stuff("metal"),
            (-0.15, 0.92, 0.22), (-0.15, 0.99, 0.22), 0.006, solid=False), egg(stuff("plastic", RED), 0.035,
            0.035, 0.035, -0.15, 0.98, 0.22, solid=False), [drum(stuff("plastic", c), 0.016, 0.01, 0.05
                + 0.05 * k, 0.92, 0.22, solid=False, segments=14) for k, c in enumerate(
                (RED, (0.2, 0.4, 0.8), (0.9, 0.75, 0.2)))])
    return built(made, block(made, w, 0.86, 0.62, fill=0.15), block(made, w, h - 0.84, 0.34, 0, 0.84, -0.14,
            fill=0.15), block(made, w, 0.26, 0.55, 0, h - 0.26, -0.02, fill=0.2), display, sign_, desk_,
        slab(stuff("metal", DARK), 0.2, 0.2, 0.01, 0, 0.35, 0.31), mass=95)


def vending(spec: Spec) -> Model:
    """A vending machine, 0.95 x 0.80 x 1.83 m, with rows of goods behind glass."""
    made, w, d, h = finish(spec, "metal", (0.68, 0.12, 0.12)), 0.95 * spec.wide, 0.8, 1.83 * spec.tall
    hues = (RED, (0.15, 0.45, 0.75), (0.95, 0.75, 0.2), (0.2, 0.55, 0.3), (0.9, 0.5, 0.15))
    goods = [drum(stuff("plastic", hues[(i * 2 + k) % 5]), 0.032, 0.14, -w / 2 + 0.11 + 0.095 * i, 0.62
            + 0.21 * k, d / 2 - 0.035, solid=False, segments=10) for i in range(6) for k in range(5)]
    shelves = [slab(stuff("metal"), w * 0.66, 0.012, 0.06, -w * 0.13, 0.60 + 0.21 * k, d / 2 - 0.03)
        for k in range(6)]
    back = slab(stuff("plastic", WHITE), w * 0.68, h - 0.75, 0.01, -w * 0.13, 0.58, d / 2 - 0.075)
    return built(made, block(made, w, h, d - 0.08, 0, 0, -0.04, fill=0.06), back,
        slab(made, w, 0.56, 0.08, 0, 0, d / 2 - 0.04), slab(made, w, 0.16, 0.08, 0, h - 0.16, d / 2 - 0.04),
        slab(made, w * 0.26, h - 0.7, 0.08, w * 0.37, 0.55, d / 2 - 0.04), slab(made, 0.04, h - 0.7, 0.08,
            -w / 2 + 0.02, 0.55, d / 2 - 0.04), *goods, *shelves, slab(stuff("plastic", BLACK), w * 0.5,
            0.2, 0.01, -w * 0.1, 0.22, d / 2), moved(screen(0.14, 0.1, lit=True), w * 0.37, 1.2, d / 2
            + 0.003), slab(stuff("metal"), 0.06, 0.12, 0.01, w * 0.37, 1.0, d / 2), supports=[top(w, d, h)],
        mass=260)


def printer_3d(spec: Spec) -> Model:
    """A 3D printer: a gantry over a bed with a print on it, 0.42 x 0.42 x 0.48 m."""
    made, w, h = finish(spec, "metal", DARK), 0.42 * spec.wide, 0.48 * spec.tall
    goods = turned(stuff("plastic", (0.90, 0.45, 0.15)), [(0.05, 0), (0.035, 0.04), (0.05, 0.09),
            (0.03, 0.12)], 0, 0.10, 0.0, segments=18, solid=False)
    return built(made, block(made, w, 0.06, w, bevel=0.006, fill=0.3), [block(made, 0.035, h - 0.06, 0.035,
                s * (w / 2 - 0.02), 0.06, -0.02) for s in (-1, 1)], block(made, w, 0.04, 0.05, 0, h - 0.04,
            -0.02), block(stuff("glass", (0.25, 0.28, 0.30)), w * 0.62, 0.01, w * 0.62, 0, 0.085, 0),
        block(made, 0.1, 0.03, 0.2, 0, 0.06), block(made, w - 0.05, 0.025, 0.025, 0, h * 0.62, -0.02),
        block(stuff("plastic", BLACK), 0.06, 0.08, 0.06, 0.02, h * 0.58, 0.0, bevel=0.01),
        loose(rod(stuff("metal", BRASS), (0.02, h * 0.53, 0.02), (0.02, h * 0.58, 0.02), 0.002, 0.008)),
        goods, torus(stuff("plastic", (0.90, 0.45, 0.15)), 0.07, 0.028, 0.0, h - 0.07, -0.10,
            by=turn(x=np.pi / 2)), moved(screen(0.08, 0.05, lit=True), w * 0.28, 0.006, w / 2,
            by=turn(x=-0.1)), mass=8)


ENTRIES: dict[str, Entry] = {
    "printer": entry(printer, "top",
        "scanner, copier, photocopier, commercial printer, fax machine, copy machine", rank=5,
        tags="electronics"),
    "arcade machine": entry(arcade, "wall",
        "arcade cabinet, arcade game, pinball machine, slot machine, arcade, claw machine", rank=2,
        tags="electronics toy"),
    "vending machine": entry(vending, "wall",
        "drinks machine, snack machine, atm, ticket machine, cash machine", rank=1, tags="electronics"),
    "3d printer": entry(printer_3d, "top", "3-d printer, laser cutter, cnc machine", rank=4,
        tags="electronics tool"),
}
