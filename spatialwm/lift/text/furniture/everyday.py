"""Small things of work and daily life: paper and pens, clothes and bags, tools, textiles."""

from dataclasses import replace
from functools import partial

import numpy as np

from spatialwm.lift.text.furniture import decor
from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.joinery import fronts
from spatialwm.lift.text.furniture.kit import BLACK, BRASS, DARK, LINEN, OAK, PINE, RED, STEEL, WALNUT, WHITE, Color, finish, stuff
from spatialwm.lift.text.furniture.parts import Part, bar, block, built, drum, egg, four, group, hollow, loose, moved, panel, rod, slab, top, torus, turned
from spatialwm.lift.text.furniture.walls import framed, printed
from spatialwm.lift.text.model import Model, Spec, box, cylinder
from spatialwm.lift.text.solids import Metres, turn

__all__ = ["ENTRIES"]

_HUES: tuple[Color, ...] = ((0.20, 0.33, 0.45), (0.62, 0.24, 0.20), (0.80, 0.68, 0.42), (0.28, 0.42, 0.34), (0.50, 0.30, 0.42), (0.85, 0.80, 0.72), (0.24, 0.24, 0.27), (0.78, 0.45, 0.22))


def book(spec: Spec) -> Model:
    """A hardback lying, 0.155 x 0.23 m, its spine at -x; open when asked; a stack of four when stacked."""
    s = spec.wide
    if spec.asked("open"):
        halves = [moved(group(block(stuff("paper"), 0.15 * s, 0.014, 0.22 * s, k * 0.075 * s, 0.002, 0, bevel=0.004), moved(panel(printed("page"), 0.13 * s, 0.2 * s), k * 0.075 * s, 0.0165, 0.1 * s, by=turn(x=-np.pi / 2))), 0, 0, 0) for k in (-1, 1)]
        return built(stuff("paper"), *halves, slab(stuff("plastic", spec.color or _HUES[spec.tint % 8]), 0.315 * s, 0.003, 0.23 * s), mass=0.6)
    count = 4 if spec.asked("stack", "stacked", "pile") else 1
    parts: list[Part] = []
    y = 0.0
    for k in range(count):
        cloth = stuff("plastic", spec.color or _HUES[(spec.tint + 3 * k) % 8])
        w, d, t = (0.155 + 0.01 * ((spec.tint + k) % 3)) * s, (0.22 + 0.012 * ((spec.tint + 2 * k) % 3)) * s, (0.024 + 0.006 * ((spec.tint + k) % 4)) * spec.tall
        one = group(block(stuff("paper"), w - 0.008, t - 0.006, d - 0.008, 0.001, 0.003, 0, bevel=0.001), slab(cloth, w, 0.003, d, bevel=0.001), slab(cloth, w, 0.003, d, 0, t - 0.003, 0, bevel=0.001), slab(cloth, 0.003, t, d, -w / 2 + 0.0015, 0, 0, bevel=0.001), slab(stuff("paper", (0.92, 0.86, 0.66)), w * 0.5, 0.0006, d * 0.14, 0, t, -d * 0.2, bevel=0.0), Part((), (box(w, t, d, y=t / 2),)))
        parts.append(moved(one, 0, y, 0, by=turn(y=0.22 * k * (-1) ** k)))
        y += t
    return built(stuff("paper"), *parts, supports=[top(0.15 * s, 0.2 * s, y)])


def magazine(spec: Spec, *, size: tuple[float, float] = (0.21, 0.28), thick: float = 0.005, pattern: str = "cover") -> Model:
    """A magazine, sheet or newspaper lying, its print upwards."""
    w, d = size[0] * spec.wide, size[1] * spec.wide
    hue: Color = spec.color or ((0.95, 0.94, 0.90) if pattern != "cover" else ((0.55, 0.22, 0.20), (0.22, 0.38, 0.52), (0.72, 0.60, 0.30))[spec.tint % 3])
    made = stuff("paper", hue)
    face = moved(panel(printed("cover" if pattern == "cover" else "page" if pattern == "page" else "map", hue), w * 0.99, d * 0.99, thick=0.0006, seed=spec.tint % 997), 0, thick, d * 0.495, by=turn(x=-np.pi / 2))
    return built(made, block(made, w, thick, d, bevel=thick * 0.3), face, supports=[top(w, d, thick + 0.0006)])


def pen(spec: Spec, *, length: float = 0.14, radius: float = 0.0045, wood: bool = False) -> Model:
    """A pen, pencil, crayon or paint brush lying along x."""
    made = finish(spec, "wood" if wood else "plastic", _HUES[spec.tint % 8] if not wood else (0.86, 0.66, 0.20))
    made = replace(made, pattern="plain")
    tip = loose(rod(stuff("wood", (0.86, 0.70, 0.50)) if wood else stuff("metal"), (length * 0.36, radius, 0), (length * 0.5, radius, 0), radius, radius * 0.2))
    return built(made, loose(rod(made, (-length / 2, radius, 0), (length * 0.36, radius, 0), radius)), tip, Part((), (box(length * 0.9, radius * 2, radius * 1.6, 0, radius, 0),)), mass=0.015)


def pen_cup(spec: Spec) -> Model:
    """A cup of pens and pencils, 0.16 m high."""
    made = finish(spec, "metal", DARK)
    pens = [rod(stuff("plastic", _HUES[k % 8]), (0.015 * np.sin(k), 0.006, 0.015 * np.cos(k)), (0.038 * np.sin(k * 1.3), 0.15 + 0.008 * (k % 3), 0.038 * np.cos(k * 1.3)), 0.004, solid=False, segments=6) for k in range(7)]
    return built(made, hollow(made, 0.038, 0.04, 0.10, wall=0.003), *pens, mass=0.25)


def scissors(spec: Spec) -> Model:
    """Scissors lying slightly open, 0.18 m long."""
    steel, grip = stuff("metal", (0.74, 0.75, 0.77)), finish(spec, "plastic", RED)
    halves = [moved(group(slab(steel, 0.012, 0.003, 0.10, 0, 0.003, -0.05, bevel=0.001), torus(grip, 0.02, 0.0055, 0.012, 0.0, 0.062), slab(grip, 0.010, 0.009, 0.05, 0.003, 0.001, 0.02, bevel=0.003)), by=turn(y=k * 0.2)) for k in (-1, 1)]
    return built(steel, *halves, drum(steel, 0.005, 0.008, segments=10), Part((), (box(0.06, 0.008, 0.16, 0, 0.004, 0),)), mass=0.09)


def glue(spec: Spec) -> Model:
    """A glue stick standing, 0.10 m high."""
    made = finish(spec, "plastic", ((0.85, 0.75, 0.20), (0.25, 0.45, 0.70))[spec.tint % 2])
    return built(made, drum(made, 0.014, 0.065), drum(stuff("plastic", WHITE), 0.0142, 0.02, 0, 0.02, solid=False), drum(stuff("plastic", RED), 0.0135, 0.032, 0, 0.065, bevel=0.003), mass=0.04)


def small_block(spec: Spec, *, size: tuple[float, float, float], color: Color, mass: float, material: str = "plastic") -> Model:
    """A small rounded thing of one block and a line: stapler, wallet, eraser, clipboard."""
    made = finish(spec, material, color)
    w, h, d = (a * b for a, b in zip(size, (spec.wide, spec.tall, spec.wide), strict=True))
    return built(made, block(made, w, h, d, bevel=min(w, h, d) * 0.25), slab(stuff("plastic", DARK), w * 1.004, h * 0.12, d * 1.004, 0, h * 0.42, bevel=0.0005), supports=[top(w, d, h)], mass=mass)


def picture_frame(spec: Spec) -> Model:
    """A framed photo that stands on a table, 0.20 x 0.25 m."""
    made = finish(spec, "wood", (WALNUT, BLACK, BRASS)[spec.variant % 3])
    w, h = 0.19 * spec.wide, 0.24 * spec.tall
    face = moved(framed(made, printed("painting", (0.62, 0.58, 0.54)), w, h, bar_=0.02, deep=0.016, seed=spec.tint % 997), 0, 0.004, 0.02, by=turn(x=-0.2))
    foot = Part((), (box(w * 0.8, 0.01, 0.09, 0, 0.005, -0.01),))
    return built(made, face, loose(rod(made, (0, 0.003, -0.06), (0, h * 0.7, -0.02), 0.006)), foot, mass=0.4)


def rug(spec: Spec) -> Model:
    """A rug, 2.0 x 1.4 m or round, striped or bordered; bath and door mats are small."""
    return decor.rug(spec)


def door_mat(spec: Spec) -> Model:
    """A door or bath mat, 0.75 x 0.45 m, 1 cm thick."""
    made = finish(spec, "fabric", (0.62, 0.50, 0.36))
    return built(made, block(made, 0.75 * spec.wide, 0.010, 0.45 * spec.wide, bevel=0.004, fill=4, seed=spec.tint), static=True)


def folded(spec: Spec, *, size: tuple[float, float, float] = (0.40, 0.07, 0.30), pattern: str = "fabric", count: int = 3) -> Model:
    """A folded cloth: towels, blankets, clothes, in layers."""
    made = finish(spec, "fabric", ((0.62, 0.72, 0.74), (0.86, 0.82, 0.74), (0.66, 0.40, 0.34), (0.40, 0.46, 0.40))[spec.tint % 4])
    if pattern == "plaid" and spec.variant % 2:
        made = replace(made, pattern="plaid")
    w, h, d = (a * b for a, b in zip(size, (spec.wide, spec.tall, spec.wide), strict=True))
    layers = [block(made, w * (1 - 0.01 * k), h / count * 1.02, d * (1 - 0.015 * k), 0, h / count * k, 0, bevel=h / count * 0.45, cell=0.12, fill=3, seed=spec.tint) for k in range(count)]
    return built(made, *layers, supports=[top(w, d, h, rim=0.03)])


def shoe(spec: Spec, *, boot: bool = False) -> Model:
    """A pair of shoes or boots, toes to +z."""
    made = finish(spec, "leather", ((0.30, 0.19, 0.13), (0.88, 0.87, 0.85), (0.20, 0.28, 0.42), (0.62, 0.15, 0.14))[spec.tint % 4])
    made = replace(made, fill=6.0)
    sole = stuff("rubber", (0.16, 0.15, 0.15) if made.color[0] < 0.8 else (0.75, 0.70, 0.62))
    one = group(block(sole, 0.09, 0.022, 0.27, bevel=0.010), egg(made, 0.092, 0.085, 0.17, 0, 0.012, 0.055, squareness=0.8, solid=False), egg(made, 0.085, 0.11, 0.15, 0, 0.012, -0.055, squareness=0.8, solid=False), [slab(stuff("fabric", WHITE), 0.05, 0.004, 0.006, 0, 0.09 - 0.012 * k, 0.02 + 0.022 * k) for k in range(3)], drum(made, 0.045, 0.24, 0, 0.05, -0.06, upper=0.058, bevel=0.006) if boot else drum(stuff("fabric", DARK), 0.032, 0.003, 0, 0.118, -0.055, solid=False), Part((), (box(0.075, 0.09, 0.2, 0, 0.055, -0.01),)))
    return built(made, moved(one, -0.065, by=turn(y=0.06)), moved(one, 0.065, by=turn(y=-0.06)), mass=0.8)


def hat(spec: Spec, *, kind: str = "brim") -> Model:
    """A hat with a brim, a cap or a helmet, 0.27-0.38 m."""
    made = finish(spec, "fabric", ((0.72, 0.62, 0.44), (0.25, 0.26, 0.30), (0.45, 0.28, 0.20))[spec.tint % 3])
    s = spec.wide
    if kind == "helmet":
        made = replace(finish(spec, "plastic", _HUES[spec.tint % 5]), roughness=0.25)
        vents = [slab(stuff("plastic", BLACK), 0.018, 0.01, 0.10, x, 0.125, 0.01, bevel=0.004) for x in (-0.045, 0, 0.045)]
        return built(made, egg(made, 0.21 * s, 0.24, 0.28 * s, 0, -0.09, 0, solid=False, segments=22), drum(made, 0.105 * s, 0.04, 0, 0, 0), *vents, Part((), (box(0.16 * s, 0.13, 0.2 * s, 0, 0.065, 0),)), mass=0.35)
    if kind == "cap":
        return built(made, egg(made, 0.19 * s, 0.19, 0.20 * s, 0, -0.075, 0, solid=False), egg(made, 0.17 * s, 0.018, 0.16 * s, 0, 0.0, 0.13 * s, solid=False), egg(made, 0.02, 0.012, 0.02, 0, 0.11, 0, solid=False), Part((), (box(0.15 * s, 0.1, 0.15 * s, 0, 0.05, 0),)), mass=0.1)
    return built(made, turned(made, [(0.17 * s, 0), (0.175 * s, 0.008), (0.10 * s, 0.014), (0.095 * s, 0.08), (0.08 * s, 0.11), (0.03 * s, 0.10)], segments=32, fill=1.5), drum(stuff("fabric", (0.20, 0.14, 0.12)), 0.0985 * s, 0.025, 0, 0.015, upper=0.097 * s, solid=False), mass=0.2)


def bag(spec: Spec, *, kind: str = "hand") -> Model:
    """A bag standing: handbag, backpack, suitcase on wheels, or shopping bag."""
    s, t = spec.wide, spec.tall
    if kind == "suitcase":
        made = finish(spec, "plastic", ((0.24, 0.34, 0.44), (0.55, 0.20, 0.20), (0.22, 0.22, 0.24), (0.60, 0.45, 0.30))[spec.tint % 4])
        w, d, h = 0.42 * s, 0.25 * s, 0.60 * t
        ribs = [slab(replace(made, color=tuple_dark(made.color)), 0.012, h * 0.8, d + 0.006, x, 0.04 + h * 0.1, 0, bevel=0.004) for x in np.linspace(-0.36, 0.36, 6) * w]
        grip = [rod(stuff("metal"), (x, h, -0.06), (x, h + 0.26, -0.06), 0.007, solid=False) for x in (-0.08, 0.08)] + [block(stuff("plastic", BLACK), 0.2, 0.03, 0.03, 0, h + 0.25, -0.06, solid=False)]
        wheels = [drum(stuff("rubber", BLACK), 0.025, 0.05, x, 0, z, segments=12) for x in (-w * 0.38, w * 0.38) for z in (-d * 0.3, d * 0.3)]
        return built(made, block(made, w, h - 0.04, d, 0, 0.04, 0, bevel=0.035, fill=0.12), *ribs, *grip, *wheels, supports=[top(w * 0.8, d * 0.5, h, z=0.04)], mass=9)
    if kind == "backpack":
        made = finish(spec, "fabric", ((0.26, 0.34, 0.42), (0.56, 0.26, 0.20), (0.30, 0.36, 0.28))[spec.tint % 3])
        strap = [loose(bar(made, [(x, 0.38 * t, -0.09), (x, 0.30 * t, -0.14), (x, 0.08 * t, -0.10)], 0.016, flatten=1.6)) for x in (-0.07, 0.07)]
        return built(made, egg(made, 0.32 * s, 0.46 * t, 0.20, 0, 0, 0, squareness=0.55, fill=2, solid=False), egg(made, 0.26 * s, 0.20 * t, 0.10, 0, 0.03, 0.10, squareness=0.5, solid=False, fill=2), *strap, slab(stuff("metal"), 0.2 * s, 0.006, 0.01, 0, 0.30 * t, 0.098), Part((), (box(0.26 * s, 0.40 * t, 0.14, 0, 0.20 * t, 0.02), box(0.24 * s, 0.01, 0.22, 0, 0.012, 0.02))), mass=2.2)
    if kind == "paper":
        made = finish(spec, "paper", (0.76, 0.62, 0.44))
        loops = [loose(bar(made, [(-0.05, 0.33, z), (-0.05, 0.42, z), (0.05, 0.42, z), (0.05, 0.33, z)], 0.005)) for z in (-0.05, 0.05)]
        return built(made, block(made, 0.28 * s, 0.35 * t, 0.13 * s, bevel=0.006, fill=0.02), *loops, panel(printed("cover", (0.80, 0.35, 0.28)), 0.16 * s, 0.18 * t, 0, 0.08, 0.0665 * s, seed=spec.tint % 97), mass=1.0)
    made = finish(spec, "leather", ((0.45, 0.27, 0.17), (0.18, 0.16, 0.17), (0.62, 0.16, 0.18))[spec.tint % 3])
    return built(made, egg(made, 0.32 * s, 0.24 * t, 0.14, 0, 0, 0, squareness=0.4, fill=6, solid=False), loose(bar(made, [(-0.09, 0.20 * t, 0), (-0.075, 0.33 * t, 0), (0.075, 0.33 * t, 0), (0.09, 0.20 * t, 0)], 0.008)), slab(stuff("metal", BRASS), 0.04, 0.025, 0.008, 0, 0.14 * t, 0.066), Part((), (box(0.28 * s, 0.22 * t, 0.10, 0, 0.11 * t, 0),)), mass=1.1)


def tuple_dark(color: Color) -> Color:
    """Darker by a quarter."""
    r, g, b = (c * 0.75 for c in color)
    return (r, g, b)


def tie(spec: Spec) -> Model:
    """A tie lying along z, 0.5 m of it folded."""
    made = replace(finish(spec, "fabric", ((0.45, 0.13, 0.17), (0.17, 0.24, 0.40))[spec.tint % 2]), fill=8.0)
    return built(made, slab(made, 0.075, 0.006, 0.30, 0, 0, 0.05, bevel=0.002), slab(made, 0.05, 0.006, 0.24, 0.012, 0.005, -0.06, bevel=0.002), slab(made, 0.04, 0.012, 0.04, 0, 0.004, -0.17, bevel=0.004), Part((), (box(0.07, 0.006, 0.36, 0, 0.003, 0.0),)), mass=0.07)


def umbrella(spec: Spec) -> Model:
    """An open umbrella resting on its rim and handle, 1.0 m across; closed when asked."""
    made = replace(finish(spec, "fabric", ((0.65, 0.14, 0.15), (0.18, 0.25, 0.40), (0.90, 0.72, 0.22), (0.16, 0.16, 0.17))[spec.tint % 4]), fill=6.0)
    wood = stuff("wood", WALNUT)
    if spec.asked("closed", "folded"):
        body = moved(group(turned(made, [(0.012, 0), (0.035, 0.15), (0.028, 0.5), (0.008, 0.7)], segments=14, solid=False), loose(bar(wood, [(0, -0.16, 0), (0, -0.2, 0.02), (0, -0.2, 0.06), (0, -0.15, 0.07)], 0.011)), loose(rod(wood, (0, -0.16, 0), (0, 0.02, 0), 0.008))), 0, 0.036, -0.25, by=turn(x=np.pi / 2))
        return built(made, body, Part((), (box(0.05, 0.04, 0.6, 0, 0.03, 0.05),)), mass=0.5)
    r = 0.52 * spec.wide
    line: list[tuple[Metres, Metres]] = [(r, 0.62), (r * 0.92, 0.72), (r * 0.7, 0.82), (r * 0.4, 0.895), (0.01, 0.94)]
    canopy = moved(turned(made, line, segments=8, solid=False, fill=0.02, sharp=0.5), 0, 0, 0)
    ribs = [loose(moved(rod(stuff("metal", DARK), (0, 0.90, 0), (0, 0.63, r * 0.97), 0.004), by=turn(y=k * np.pi / 4))) for k in range(8)]
    stick = group(rod(wood, (0, 0.1, 0), (0, 0.98, 0), 0.009, solid=False), loose(bar(wood, [(0, 0.11, 0), (0, 0.03, 0.01), (0, 0.02, 0.07), (0, 0.08, 0.09)], 0.012)))
    whole = moved(group(canopy, *ribs, stick), 0, 0.06, 0.35, by=turn(x=-1.15))
    shift = min(float(p.solid.corners[..., 1].min()) for p in whole.pieces)
    hull = Part((), (box(0.3, 0.02, 0.06, 0, 0.01, 0.42), box(0.5, 0.02, 0.06, 0, 0.01, -0.44), box(0.06, 0.3, 0.5, 0, 0.3, -0.1)))
    return built(made, moved(loose(whole), 0, -shift, 0), hull, mass=0.6)


def parasol(spec: Spec) -> Model:
    """A garden parasol in its foot, 2.4 m high and 2.4 m across."""
    made, wood = replace(finish(spec, "fabric", ((0.86, 0.82, 0.72), (0.62, 0.20, 0.18))[spec.variant % 2]), fill=1.0), stuff("wood", OAK)
    r, h = 1.2 * spec.wide, 2.35 * spec.tall
    return built(made, drum(stuff("concrete"), 0.26, 0.09, bevel=0.02), drum(wood, 0.022, h, 0, 0.02), turned(made, [(r, h - 0.52), (r * 0.98, h - 0.46), (r * 0.5, h - 0.2), (0.02, h)], segments=8, fill=0.01, sharp=0.5, solid=False), [moved(slab(made, 0.02, 0.10, 0.9 * r, r * 0.92, h - 0.58, 0), by=turn(y=k * np.pi / 4 + np.pi / 8)) for k in range(8)], Part((), (cylinder(r * 0.7, 0.2, y=h - 0.28),)), mass=32, shadows=False)


def glasses(spec: Spec) -> Model:
    """Spectacles lying, 0.14 m wide."""
    made = finish(spec, "plastic", ((0.14, 0.12, 0.12), (0.45, 0.28, 0.16))[spec.tint % 2])
    rims = [moved(torus(made, 0.026, 0.003, segments=20), s * 0.034, 0.028, 0.0, by=turn(x=np.pi / 2)) for s in (-1, 1)]
    arms = [loose(rod(made, (s * 0.062, 0.035, 0.0), (s * 0.058, 0.006, -0.13), 0.0025)) for s in (-1, 1)]
    return built(made, *map(loose, rims), *arms, loose(rod(made, (-0.010, 0.036, 0), (0.010, 0.036, 0), 0.003)), Part((), (box(0.12, 0.01, 0.012, 0, 0.006, 0), box(0.12, 0.008, 0.02, 0, 0.007, -0.12), box(0.1, 0.03, 0.01, 0, 0.025, 0))), mass=0.04)


def hand_tool(spec: Spec, *, kind: str = "hammer") -> Model:
    """A hammer, screwdriver, wrench or saw lying along x."""
    steel, grip = stuff("metal", (0.58, 0.59, 0.61)), finish(spec, "wood", OAK) if kind in ("hammer", "saw") else finish(spec, "plastic", (0.80, 0.22, 0.14))
    if kind == "hammer":
        head = moved(group(drum(steel, 0.014, 0.05), block(steel, 0.022, 0.05, 0.024, 0, 0.04), slab(steel, 0.03, 0.05, 0.008, 0, 0.08)), 0.13, 0.014, -0.05, by=turn(x=np.pi / 2))
        return built(grip, loose(rod(grip, (-0.15, 0.014, 0.0), (0.13, 0.014, 0.0), 0.014, 0.011)), loose(head), Part((), (box(0.28, 0.026, 0.026, -0.01, 0.013, 0), box(0.03, 0.026, 0.1, 0.13, 0.013, 0.01))), mass=0.6)
    if kind == "saw":
        teeth = slab(steel, 0.42, 0.002, 0.10, 0.06, 0.011, 0)
        return built(grip, teeth, block(grip, 0.13, 0.024, 0.12, -0.2, 0, 0, bevel=0.01), Part((), (box(0.4, 0.012, 0.08, 0.06, 0.006, 0),)), mass=0.5)
    if kind == "wrench":
        return built(steel, slab(steel, 0.16, 0.007, 0.018, 0, 0, 0, bevel=0.003), [torus(steel, 0.014, 0.006, s * 0.09, 0, 0) for s in (-1, 1)], Part((), (box(0.19, 0.007, 0.02, 0, 0.0035, 0),)), mass=0.2)
    return built(grip, loose(rod(grip, (-0.11, 0.014, 0), (0, 0.014, 0), 0.014, 0.012)), loose(rod(steel, (0, 0.014, 0), (0.11, 0.014, 0), 0.0035)), Part((), (box(0.11, 0.024, 0.024, -0.055, 0.013, 0), box(0.2, 0.008, 0.01, 0, 0.014, 0), box(0.006, 0.012, 0.05, -0.02, 0.006, 0))), mass=0.15)


def drill(spec: Spec) -> Model:
    """A cordless drill standing on its battery, 0.22 m."""
    made = finish(spec, "plastic", (0.90, 0.68, 0.14))
    black = stuff("plastic", BLACK)
    return built(made, block(black, 0.08, 0.06, 0.12, bevel=0.012), block(black, 0.04, 0.12, 0.05, 0, 0.05, -0.01, bevel=0.012), moved(group(drum(made, 0.035, 0.14, bevel=0.01), drum(black, 0.022, 0.05, 0, 0.135, upper=0.014), rod(stuff("metal"), (0, 0.18, 0), (0, 0.25, 0), 0.004)), 0, 0.20, -0.08, by=turn(x=np.pi / 2)), mass=1.6)


def toolbox(spec: Spec) -> Model:
    """A toolbox with a handle, 0.48 x 0.24 x 0.24 m."""
    made = finish(spec, "metal", (0.70, 0.14, 0.12))
    w, d, h = 0.48 * spec.wide, 0.22 * spec.wide, 0.2 * spec.tall
    return built(made, block(made, w, h * 0.6, d, bevel=0.008, fill=0.05), block(made, w + 0.006, h * 0.4, d + 0.006, 0, h * 0.6, bevel=0.02, fill=0.05), loose(bar(stuff("plastic", BLACK), [(-0.09, h, 0), (-0.08, h + 0.05, 0), (0.08, h + 0.05, 0), (0.09, h, 0)], 0.009)), [slab(stuff("metal"), 0.04, 0.05, 0.01, s * w * 0.3, h * 0.5, d / 2) for s in (-1, 1)], mass=7)


def workbench(spec: Spec) -> Model:
    """A workbench with a vice, a shelf and drawers, 1.60 x 0.68 x 0.88 m."""
    made, w, d, h = finish(spec, "wood", (0.70, 0.54, 0.36)), 1.6 * spec.wide, 0.68 * spec.wide, 0.88 * spec.tall
    vice = group(block(stuff("metal", (0.25, 0.35, 0.45)), 0.14, 0.12, 0.1, -w * 0.34, h - 0.06, d / 2 + 0.05), rod(stuff("metal"), (-w * 0.34 - 0.1, h - 0.02, d / 2 + 0.12), (-w * 0.34 + 0.1, h - 0.02, d / 2 + 0.12), 0.008, solid=False))
    return built(made, block(made, w, 0.07, d, 0, h - 0.07, seed=spec.tint), four(block(made, 0.09, h - 0.07, 0.09), w / 2 - 0.09, d / 2 - 0.08), block(made, w - 0.14, 0.03, d - 0.14, 0, 0.16, seed=4), block(made, 0.5, 0.2, d - 0.12, w * 0.22, h - 0.27, fill=0.3), fronts(spec, made, 0.48, 0.19, d / 2 - 0.065, h - 0.265, columns=1, rows=2, x=w * 0.22, handles="drawer"), vice, supports=[top(w, d, h), top(w - 0.2, d - 0.2, 0.19, headroom=0.38, inside=True)])


def ladder(spec: Spec) -> Model:
    """A step ladder, 1.6 m high, 0.5 m wide."""
    made, h = finish(spec, "metal" if spec.variant % 2 else "wood", (0.74, 0.75, 0.77) if spec.variant % 2 else PINE), 1.6 * spec.tall
    rails = [moved(block(made, 0.03, h, 0.06), s * 0.23, 0, 0.38, by=turn(x=-0.2)) for s in (-1, 1)] + [moved(block(made, 0.03, h, 0.05), s * 0.21, 0, -0.34, by=turn(x=0.18)) for s in (-1, 1)]
    steps = [block(made, 0.46, 0.025, 0.10, 0, y, 0.38 - 0.2 * y) for y in np.linspace(0.26, h - 0.3, 5)]
    braces = [rod(made, (-0.21, 0.4, -0.27), (0.21, 0.4, -0.27), 0.012, solid=False)]
    feet = Part((), tuple(box(0.05, 0.02, 0.06, s * 0.22, 0.01, z) for s in (-1, 1) for z in (0.38, -0.34)))
    return built(made, *map(loose, rails), feet, Part((), tuple(box(0.03, h * 0.94, 0.05, s * 0.22, h * 0.48, q * 0.19) for s in (-1, 1) for q in (-1, 1))), *steps, *braces, block(made, 0.46, 0.03, 0.2, 0, h - 0.05, 0.03), supports=[top(0.44, 0.18, h - 0.02, z=0.03)], mass=7.5)


def tire(spec: Spec) -> Model:
    """A car tyre on its rim lying, 0.62 m across; upright ones would roll."""
    made = finish(spec, "rubber", (0.12, 0.12, 0.13))
    r = 0.31 * spec.wide
    count = 3 if spec.asked("stack", "stacked", "pile") else 1
    parts: list[Part] = []
    for k in range(count):
        parts += [torus(made, r - 0.09, 0.09, 0, 0.19 * k, 0, solid=True, segments=36, sides=14), torus(made, r - 0.012, 0.012, 0, 0.05 + 0.19 * k), torus(made, r - 0.012, 0.012, 0, 0.105 + 0.19 * k), drum(stuff("metal"), r - 0.165, 0.13, 0, 0.025 + 0.19 * k, 0, solid=False)]
    return built(made, *parts, mass=11 * count)


def broom(spec: Spec) -> Model:
    """A broom, mop or shovel lying along x, 1.4 m long."""
    wood, head = finish(spec, "wood", PINE), stuff("fabric", (0.72, 0.58, 0.30))
    if spec.asked("shovel", "spade", "metal"):
        head = stuff("metal", (0.42, 0.43, 0.45))
    return built(wood, loose(rod(wood, (-0.7, 0.02, 0), (0.45, 0.02, 0), 0.013)), block(head, 0.24, 0.04, 0.3, 0.56, 0, 0, bevel=0.015, fill=0.4), Part((), (box(1.1, 0.03, 0.025, -0.14, 0.018, 0), box(0.03, 0.02, 0.2, -0.66, 0.01, 0))), mass=1.1)


def paint_can(spec: Spec) -> Model:
    """A tin of paint, 0.17 m across and 0.19 m high."""
    steel = stuff("metal", (0.74, 0.75, 0.77))
    r, h = 0.085 * spec.wide, 0.19 * spec.tall
    return built(steel, drum(steel, r, h, fill=0.12), drum(stuff("paper", spec.color or _HUES[spec.tint % 8]), r + 0.001, h * 0.7, 0, h * 0.13, solid=False), torus(steel, r - 0.004, 0.004, 0, h - 0.004), loose(bar(steel, [(-r, h * 0.85, 0), (-r * 0.7, h * 0.35, r * 0.9), (r * 0.7, h * 0.35, r * 0.9), (r, h * 0.85, 0)], 0.002)), mass=3.2)


def easel(spec: Spec) -> Model:
    """An easel with a canvas, 1.6 m high."""
    made, h = finish(spec, "wood", PINE), 1.6 * spec.tall
    legs_ = [rod(made, (x, 0, 0.28), (x * 0.2, h, -0.06), 0.016) for x in (-0.36, 0.36)] + [rod(made, (0, 0, -0.45), (0, h * 0.92, -0.07), 0.016)]
    feet = Part((), tuple(box(0.05, 0.02, 0.05, x, 0.01, z) for x, z in ((-0.36, 0.28), (0.36, 0.28), (0, -0.45))))
    canvas = moved(panel(printed("abstract" if spec.tint % 2 else "painting", (0.80, 0.76, 0.68)), 0.6, 0.75, 0, 0, 0.012, thick=0.02, seed=spec.tint % 997), 0, 0.68, 0.16, by=turn(x=-0.2))
    return built(made, *map(loose, legs_), feet, block(made, 0.62, 0.03, 0.07, 0, 0.65, 0.16), canvas, Part((), (box(0.1, h * 0.6, 0.08, 0, h * 0.45, 0.0),)), supports=[top(0.6, 0.07, 0.68, 0, 0.17, rim=0.0)], mass=6)


_ = (LINEN, STEEL)
ENTRIES: dict[str, Entry] = {
    "book": entry(book, "top", "novel, textbook, cookbook, notebook, dictionary, hardcover, paperback, diary, journal, photo album, ledger, storybook, bible, stack of books, pile of books, comic, binder, sketchbook, comic book, encyclopedia, manual, guide book", rank=7, tags=""),
    "magazine": entry(magazine, "top", "art magazine, brochure, leaflet, catalogue, catalog, menu, flyer, booklet, journal magazine, fashion magazine, postcard, coloring book", rank=7, tags=""),
    "newspaper": entry(partial(magazine, size=(0.30, 0.40), thick=0.008, pattern="page"), "top", "daily paper, broadsheet", rank=7, tags=""),
    "paper": entry(partial(magazine, size=(0.21, 0.297), thick=0.002, pattern="page"), "top", "document, letter, sheet of paper, sheet music, envelope, folder, note, sticky note, drawing paper, receipt, sheet, file, stack of paper, blueprint, form, papers, card, file folder, clipboard, mail, bill", rank=7, tags=""),
    "map": entry(partial(magazine, size=(0.6, 0.42), thick=0.002, pattern="map"), "top", "treasure map", rank=7, tags=""),
    "pen": entry(pen, "top", "marker, ballpoint, felt pen, highlighter, stylus, quill, dental tool, fountain pen, thermometer, syringe, medical tool, dental instrument, surgical instrument, scalpel", rank=8, tags="tool"),
    "pencil": entry(partial(pen, length=0.18, wood=True), "top", "paintbrush, paint brush, colored pencil, coloured pencil", rank=8, tags="tool"),
    "crayon": entry(partial(pen, length=0.092, radius=0.006), "top", "chalk, wax crayon, piece of chalk", rank=8, tags="tool toy"),
    "pen holder": entry(pen_cup, "top", "pencil holder, pencil cup, pen cup, desk organizer, pencil case, brush holder, toothbrush holder, pen stand", rank=7, tags="container"),
    "scissors": entry(scissors, "top", "pair of scissors, shears, pliers, tweezers, clippers", rank=8, tags="tool"),
    "glue stick": entry(glue, "top", "glue, lip balm, glue bottle, chapstick", rank=8, tags="tool"),
    "stapler": entry(partial(small_block, size=(0.04, 0.05, 0.14), color=DARK, mass=0.3), "top", "hole punch, tape dispenser, calculator, eraser, tape measure, lighter, hole puncher", rank=8, tags="tool"),
    "wallet": entry(partial(small_block, size=(0.11, 0.022, 0.09), color=(0.32, 0.20, 0.13), mass=0.15, material="leather"), "top", "purse wallet, passport, phone case, deck of cards, playing cards, card deck, keys, key, card game, watch, wristwatch, cigarette pack, coin, money", rank=8, tags=""),
    "jewelry box": entry(partial(small_block, size=(0.22, 0.12, 0.16), color=WALNUT, mass=1.1, material="wood"), "top", "music box, first aid kit, tissue holder, sewing kit, lunch box, lunchbox, makeup kit, jewellery box, makeup box, pencil box, medical kit, casket, tackle box, cosmetics", rank=7, tags="container"),
    "picture frame": entry(picture_frame, "top", "photo frame, framed photo, family photo, photograph frame, framed photograph, framed picture stand", rank=7, tags=""),
    "rug": entry(rug, "rug", "carpet, area rug, persian rug, mat, floor rug, shag rug, play rug, throw rug, runner rug", rank=9, tags="textile"),
    "door mat": entry(door_mat, "rug", "doormat, bath mat, welcome mat, floor mat, bathmat, bath rug", rank=9, tags="textile"),
    "towel": entry(partial(folded, size=(0.38, 0.09, 0.28)), "top", "bath towel, hand towel, beach towel, folded towel, stack of towels, dish towel", rank=7, tags="textile"),
    "blanket": entry(partial(folded, size=(0.55, 0.10, 0.42), pattern="plaid", count=2), "top", "throw, quilt, duvet, throw blanket, comforter, bedspread, bedding, plaid blanket, sheet bedding, afghan", rank=7, tags="textile"),
    "clothes": entry(partial(folded, size=(0.32, 0.10, 0.26), count=4), "top", "shirt, t-shirt, sweater, jeans, jacket, coat, dress, clothing, laundry, pile of clothes, trousers, pants, uniform, suit, sock, scarf, skirt, robe, apron, glove, costume, hoodie, outfit, pajamas, bathrobe", rank=7, tags="clothes textile"),
    "shoe": entry(shoe, "free", "sneaker, pair of shoes, slipper, sandal, high heel, trainer, pair of sneakers, slippers, ice skate, flip flop", rank=7, tags="clothes"),
    "boot": entry(partial(shoe, boot=True), "free", "rain boot, ski boot, pair of boots, wellington, cowboy boot", rank=7, tags="clothes"),
    "hat": entry(hat, "top", "fedora, cowboy hat, straw hat, top hat, sombrero, crown, sun hat, bowler hat", rank=7, tags="clothes"),
    "cap": entry(partial(hat, kind="cap"), "top", "baseball cap, beanie, beret, wig", rank=7, tags="clothes"),
    "helmet": entry(partial(hat, kind="helmet"), "top", "bicycle helmet, bike helmet, motorcycle helmet, hard hat, football helmet, mask", rank=7, tags="clothes"),
    "suitcase": entry(partial(bag, kind="suitcase"), "free", "luggage, travel bag, trolley case, briefcase, baggage, carry-on, valise, piece of luggage, guitar case, instrument case", rank=5, tags="container"),
    "backpack": entry(partial(bag, kind="backpack"), "free", "rucksack, school bag, schoolbag, bookbag, knapsack, gym bag, duffel bag, sports bag, duffle bag, satchel", rank=6, tags="container"),
    "handbag": entry(bag, "free", "purse, bag, tote, tote bag, shoulder bag, leather bag, clutch, messenger bag, laptop bag, toiletry bag", rank=6, tags="container"),
    "shopping bag": entry(partial(bag, kind="paper"), "free", "paper bag, gift bag, grocery bag, plastic bag, trash bag, garbage bag, groceries, lunch bag", rank=6, tags="container"),
    "tie": entry(tie, "top", "necktie, bow tie, belt, ribbon, necklace, bracelet, leash, collar, headband, rope, jump rope, resistance band, chain, cable, hose, ring", rank=8, tags="clothes"),
    "umbrella": entry(umbrella, "free", rank=6, tags=""),
    "parasol": entry(parasol, "ground", "beach umbrella, patio umbrella, sunshade, garden umbrella, sun umbrella, market umbrella", rank=3, tags="outdoor"),
    "glasses": entry(glasses, "top", "spectacles, sunglasses, eyeglasses, reading glasses, goggles, pair of glasses, safety goggles, binoculars", rank=8, tags=""),
    "tool": entry(hand_tool, "top", "hammer, mallet, axe, hand tool, hatchet, gavel, pickaxe, crowbar, garden tool, trowel, chisel", rank=7, tags="tool"),
    "screwdriver": entry(partial(hand_tool, kind="screwdriver"), "top", "ice pick, awl, file tool, paint scraper, soldering iron", rank=8, tags="tool"),
    "wrench": entry(partial(hand_tool, kind="wrench"), "top", "spanner, ratchet, bolt, nail, screw, gear, nut bolt", rank=8, tags="tool"),
    "saw": entry(partial(hand_tool, kind="saw"), "top", "hand saw, handsaw, hacksaw, circular saw, table saw, chainsaw", rank=8, tags="tool"),
    "drill": entry(drill, "top", "power drill, cordless drill, power tool, electric drill, glue gun, nail gun, gun, angle grinder, sander", rank=7, tags="tool"),
    "toolbox": entry(toolbox, "free", "tool box, tool chest, tool kit, tool case, toolkit, tool bag", rank=5, tags="container tool"),
    "workbench": entry(workbench, "wall", "work bench, tool bench, craft bench, lab bench, potting bench, laboratory bench, lab table, garage bench, anvil, potter's wheel", rank=1, tags="surface"),
    "ladder": entry(ladder, "wall", "step ladder, stepladder, step-ladder, library ladder, scaffold, scaffolding", rank=4, tags="tool"),
    "tire": entry(tire, "free", "tyre, wheel, car tire, spare tire, rim, spare wheel, hula hoop, swim ring, hubcap", rank=5, tags=""),
    "broom": entry(broom, "free", "mop, rake, shovel, spade, hoe, pitchfork, duster, dustpan, squeegee, floor brush", rank=6, tags="tool"),
    "paint can": entry(paint_can, "free", "paint bucket, can of paint, paint, gas can, jerry can, watering can, gas canister, propane tank, fuel can, motor oil, oil can", rank=6, tags="container"),
    "easel": entry(easel, "free", "artist easel, canvas easel, art easel, drawing board, drafting table, painting easel", rank=4, tags=""),
}  # fmt: skip
