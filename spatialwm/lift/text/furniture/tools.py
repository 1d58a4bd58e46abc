"""Tools and workshop furniture."""
# fmt: off

from functools import partial

import numpy as np

from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.joinery import fronts
from spatialwm.lift.text.furniture.kit import BLACK, OAK, PINE, Color, finish, stuff
from spatialwm.lift.text.furniture.parts import (
    Part,
    bar,
    block,
    built,
    drum,
    four,
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

_HUES: tuple[Color, ...] = ((0.20, 0.33, 0.45), (0.62, 0.24, 0.20), (0.80, 0.68, 0.42), (0.28, 0.42, 0.34),
    (0.50, 0.30, 0.42), (0.85, 0.80, 0.72), (0.24, 0.24, 0.27), (0.78, 0.45, 0.22))


def hand_tool(spec: Spec, *, kind: str = "hammer") -> Model:
    """A hammer, screwdriver, wrench or saw lying along x."""
    steel, grip = stuff("metal", (0.58, 0.59, 0.61)), finish(spec, "wood", OAK) if kind in ("hammer",
        "saw") else finish(spec, "plastic", (0.80, 0.22, 0.14))
    if kind == "hammer":
        head = moved(group(drum(steel, 0.014, 0.05), block(steel, 0.022, 0.05, 0.024, 0, 0.04),
                slab(steel, 0.03, 0.05, 0.008, 0, 0.08)), 0.13, 0.014, -0.05, by=turn(x=np.pi / 2))
        return built(grip, loose(rod(grip, (-0.15, 0.014, 0.0), (0.13, 0.014, 0.0), 0.014, 0.011)),
            loose(head), Part((), (box(0.28, 0.026, 0.026, -0.01, 0.013, 0),
                    box(0.03, 0.026, 0.1, 0.13, 0.013, 0.01))), mass=0.6)
    if kind == "saw":
        teeth = slab(steel, 0.42, 0.002, 0.10, 0.06, 0.011, 0)
        return built(grip, teeth, block(grip, 0.13, 0.024, 0.12, -0.2, 0, 0, bevel=0.01),
            Part((), (box(0.4, 0.012, 0.08, 0.06, 0.006, 0),)), mass=0.5)
    if kind == "wrench":
        return built(steel, slab(steel, 0.16, 0.007, 0.018, 0, 0, 0, bevel=0.003),
            [torus(steel, 0.014, 0.006, s * 0.09, 0, 0) for s in (-1, 1)], Part((),
                (box(0.19, 0.007, 0.02, 0, 0.0035, 0),)), mass=0.2)
    return built(grip, loose(rod(grip, (-0.11, 0.014, 0), (0, 0.014, 0), 0.014, 0.012)),
        loose(rod(steel, (0, 0.014, 0), (0.11, 0.014, 0), 0.0035)), Part((),
            (box(0.11, 0.024, 0.024, -0.055, 0.013, 0), box(0.2, 0.008, 0.01, 0, 0.014, 0),
                box(0.006, 0.012, 0.05, -0.02, 0.006, 0))), mass=0.15)


def drill(spec: Spec) -> Model:
    """A cordless drill standing on its battery, 0.22 m."""
    made = finish(spec, "plastic", (0.90, 0.68, 0.14))
    black = stuff("plastic", BLACK)
    return built(made, block(black, 0.08, 0.06, 0.12, bevel=0.012), block(black, 0.04, 0.12, 0.05, 0, 0.05,
            -0.01, bevel=0.012), moved(group(drum(made, 0.035, 0.14, bevel=0.01),
                drum(black, 0.022, 0.05, 0, 0.135, upper=0.014), rod(stuff("metal"), (0, 0.18, 0),
                (0, 0.25, 0), 0.004)), 0, 0.20, -0.08, by=turn(x=np.pi / 2)), mass=1.6)


def toolbox(spec: Spec) -> Model:
    """A toolbox with a handle, 0.48 x 0.24 x 0.24 m."""
    made = finish(spec, "metal", (0.70, 0.14, 0.12))
    w, d, h = 0.48 * spec.wide, 0.22 * spec.wide, 0.2 * spec.tall
    return built(made, block(made, w, h * 0.6, d, bevel=0.008, fill=0.05), block(made, w + 0.006, h * 0.4, d
            + 0.006, 0, h * 0.6, bevel=0.02, fill=0.05), loose(bar(stuff("plastic", BLACK),
                [(-0.09, h, 0), (-0.08, h + 0.05, 0), (0.08, h + 0.05, 0), (0.09, h, 0)], 0.009)),
        [slab(stuff("metal"), 0.04, 0.05, 0.01, s * w * 0.3, h * 0.5, d / 2) for s in (-1, 1)], mass=7)


def workbench(spec: Spec) -> Model:
    """A workbench with a vice, a shelf and drawers, 1.60 x 0.68 x 0.88 m."""
    made, w, d, h = finish(spec, "wood",
        (0.70, 0.54, 0.36)), 1.6 * spec.wide, 0.68 * spec.wide, 0.88 * spec.tall
    vice = group(block(stuff("metal", (0.25, 0.35, 0.45)), 0.14, 0.12, 0.1, -w * 0.34, h - 0.06, d / 2
            + 0.05), rod(stuff("metal"), (-w * 0.34 - 0.1, h - 0.02, d / 2 + 0.12),
            (-w * 0.34 + 0.1, h - 0.02, d / 2 + 0.12), 0.008, solid=False))
    return built(made, block(made, w, 0.07, d, 0, h - 0.07, seed=spec.tint),
        four(block(made, 0.09, h - 0.07, 0.09), w / 2 - 0.09, d / 2 - 0.08),
        block(made, w - 0.14, 0.03, d - 0.14, 0, 0.16, seed=4), block(made, 0.5, 0.2, d - 0.12, w * 0.22,
            h - 0.27, fill=0.3), fronts(spec, made, 0.48, 0.19, d / 2 - 0.065, h - 0.265, columns=1, rows=2,
            x=w * 0.22, handles="drawer"), vice, supports=[top(w, d, h),
            top(w - 0.2, d - 0.2, 0.19, headroom=0.38, inside=True)])


def ladder(spec: Spec) -> Model:
    """A step ladder, 1.6 m high, 0.5 m wide."""
    made, h = finish(spec, "metal" if spec.variant % 2 else "wood", (0.74, 0.75, 0.77) if spec.variant % 2
        else PINE), 1.6 * spec.tall
    rails = [moved(block(made, 0.03, h, 0.06), s * 0.23, 0, 0.38, by=turn(x=-0.2)) for s in (-1, 1)] + [
        moved(block(made, 0.03, h, 0.05), s * 0.21, 0, -0.34, by=turn(x=0.18)) for s in (-1, 1)]
    steps = [block(made, 0.46, 0.025, 0.10, 0, y, 0.38 - 0.2 * y) for y in np.linspace(0.26, h - 0.3, 5)]
    braces = [rod(made, (-0.21, 0.4, -0.27), (0.21, 0.4, -0.27), 0.012, solid=False)]
    feet = Part((), tuple(box(0.05, 0.02, 0.06, s * 0.22, 0.01, z) for s in (-1, 1) for z in (0.38, -0.34)))
    return built(made, *map(loose, rails), feet, Part((), tuple(box(0.03, h * 0.94, 0.05, s * 0.22,
                h * 0.48, q * 0.19) for s in (-1, 1) for q in (-1, 1))), *steps, *braces,
        block(made, 0.46, 0.03, 0.2, 0, h - 0.05, 0.03), supports=[top(0.44, 0.18, h - 0.02, z=0.03)],
        mass=7.5)


def tire(spec: Spec) -> Model:
    """A car tyre on its rim lying, 0.62 m across; upright ones would roll."""
    made = finish(spec, "rubber", (0.12, 0.12, 0.13))
    r = 0.31 * spec.wide
    count = 3 if spec.asked("stack", "stacked", "pile") else 1
    parts: list[Part] = []
    for k in range(count):
        parts += [torus(made, r - 0.09, 0.09, 0, 0.19 * k, 0, solid=True, segments=36, sides=14),
            torus(made, r - 0.012, 0.012, 0, 0.05 + 0.19 * k), torus(made, r - 0.012, 0.012, 0, 0.105
                + 0.19 * k), drum(stuff("metal"), r - 0.165, 0.13, 0, 0.025 + 0.19 * k, 0, solid=False)]
    return built(made, *parts, mass=11 * count)


def broom(spec: Spec) -> Model:
    """A broom, mop or shovel lying along x, 1.4 m long."""
    wood, head = finish(spec, "wood", PINE), stuff("fabric", (0.72, 0.58, 0.30))
    if spec.asked("shovel", "spade", "metal"):
        head = stuff("metal", (0.42, 0.43, 0.45))
    return built(wood, loose(rod(wood, (-0.7, 0.02, 0), (0.45, 0.02, 0), 0.013)),
        block(head, 0.24, 0.04, 0.3, 0.56, 0, 0, bevel=0.015, fill=0.4), Part((),
            (box(1.1, 0.03, 0.025, -0.14, 0.018, 0), box(0.03, 0.02, 0.2, -0.66, 0.01, 0))), mass=1.1)


def paint_can(spec: Spec) -> Model:
    """A tin of paint, 0.17 m across and 0.19 m high."""
    steel = stuff("metal", (0.74, 0.75, 0.77))
    r, h = 0.085 * spec.wide, 0.19 * spec.tall
    return built(steel, drum(steel, r, h, fill=0.12), drum(stuff("paper", spec.color
                or _HUES[spec.tint % 8]), r + 0.001, h * 0.7, 0, h * 0.13, solid=False),
        torus(steel, r - 0.004, 0.004, 0, h - 0.004), loose(bar(steel, [(-r, h * 0.85, 0),
                (-r * 0.7, h * 0.35, r * 0.9), (r * 0.7, h * 0.35, r * 0.9), (r, h * 0.85, 0)], 0.002)),
        mass=3.2)


def easel(spec: Spec) -> Model:
    """An easel with a canvas, 1.6 m high."""
    made, h = finish(spec, "wood", PINE), 1.6 * spec.tall
    legs_ = [rod(made, (x, 0, 0.28), (x * 0.2, h, -0.06), 0.016) for x in (-0.36, 0.36)] + [
        rod(made, (0, 0, -0.45), (0, h * 0.92, -0.07), 0.016)]
    feet = Part((), tuple(box(0.05, 0.02, 0.05, x, 0.01, z) for x, z in ((-0.36, 0.28), (0.36, 0.28),
                (0, -0.45))))
    canvas = moved(panel(printed("abstract" if spec.tint % 2 else "painting", (0.80, 0.76, 0.68)), 0.6,
            0.75, 0, 0, 0.012, thick=0.02, seed=spec.tint % 997), 0, 0.68, 0.16, by=turn(x=-0.2))
    return built(made, *map(loose, legs_), feet, block(made, 0.62, 0.03, 0.07, 0, 0.65, 0.16), canvas,
        Part((), (box(0.1, h * 0.6, 0.08, 0, h * 0.45, 0.0),)), supports=[top(0.6, 0.07, 0.68, 0, 0.17,
                rim=0.0)], mass=6)


ENTRIES: dict[str, Entry] = {
    "tool": entry(hand_tool, "top",
        "hammer, mallet, axe, hand tool, hatchet, gavel, pickaxe, crowbar, garden tool, " "trowel, chisel",
        rank=7, tags="tool"),
    "screwdriver": entry(partial(hand_tool, kind="screwdriver"), "top",
        "ice pick, awl, file tool, paint scraper, soldering iron", rank=8, tags="tool"),
    "wrench": entry(partial(hand_tool, kind="wrench"), "top",
        "spanner, ratchet, bolt, nail, screw, gear, nut bolt", rank=8, tags="tool"),
    "saw": entry(partial(hand_tool, kind="saw"), "top",
        "hand saw, handsaw, hacksaw, circular saw, table saw, chainsaw", rank=8, tags="tool"),
    "drill": entry(drill, "top",
        "power drill, cordless drill, power tool, electric drill, glue gun, nail gun, gun, "
        "angle grinder, sander", rank=7, tags="tool"),
    "toolbox": entry(toolbox, "free", "tool box, tool chest, tool kit, tool case, toolkit, tool bag",
        rank=5, tags="container tool"),
    "workbench": entry(workbench, "wall",
        "work bench, tool bench, craft bench, lab bench, potting bench, laboratory bench, "
        "lab table, garage bench, anvil, potter's wheel", rank=1, tags="surface"),
    "ladder": entry(ladder, "wall",
        "step ladder, stepladder, step-ladder, library ladder, scaffold, scaffolding", rank=4, tags="tool"),
    "tire": entry(tire, "free",
        "tyre, wheel, car tire, spare tire, rim, spare wheel, hula hoop, swim ring, hubcap", rank=5,
        tags=""),
    "broom": entry(broom, "free",
        "mop, rake, shovel, spade, hoe, pitchfork, duster, dustpan, squeegee, floor brush", rank=6,
        tags="tool"),
    "paint can": entry(paint_can, "free",
        "paint bucket, can of paint, paint, gas can, jerry can, watering can, gas canister, "
        "propane tank, fuel can, motor oil, oil can", rank=6, tags="container"),
    "easel": entry(easel, "free",
        "artist easel, canvas easel, art easel, drawing board, drafting table, painting easel", rank=4,
        tags=""),
}
