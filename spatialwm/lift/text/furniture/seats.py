"""Seats beside chairs and sofas: office, bar and rocking chairs, poufs. Heights after DIN EN 1335."""
# fmt: off

from functools import partial

import numpy as np

from spatialwm.lift.text.furniture import seating, sofas
from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.joinery import legs, star_foot
from spatialwm.lift.text.furniture.kit import BLACK, BRASS, DARK, OAK, STEEL, WALNUT, finish, stuff, trim
from spatialwm.lift.text.furniture.parts import (
    Part,
    bar,
    block,
    built,
    cheaper,
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
from spatialwm.lift.text.model import Model, Spec, Support, box
from spatialwm.lift.text.solids import Metres, turn

__all__ = ["ENTRIES"]


def _seat(spec: Spec, height: Metres, width: Metres, depth: Metres) -> Support:
    return top(width, depth, height, rim=0.04)


def office_chair(spec: Spec) -> Model:
    """A swivel chair on five castors, seat 0.48 m high."""
    gaming = spec.asked("gaming", "racing")
    made = finish(spec, "leather" if spec.asked("leather") or gaming else "fabric", (0.20, 0.21, 0.23))
    frame, h, w = trim(spec, "plastic", BLACK), 0.48 * spec.tall, 0.50 * spec.wide
    tall = (0.78 if gaming or spec.asked("executive", "high back") else 0.58) * spec.tall
    back = group(egg(made, w * 0.94, tall, 0.10, 0, 0, 0, squareness=0.4, seed=spec.tint),
        egg(stuff("fabric", (0.75, 0.14, 0.12)), w * 0.4, 0.18, 0.06, 0, 0.04, 0.04, squareness=0.5,
            solid=False) if gaming else ())
    arms = [
        group(
            rod(frame, (s * w * 0.54, h - 0.06, 0), (s * w * 0.54, h + 0.19, -0.02), 0.014),
            block(frame, 0.06, 0.03, 0.25, s * w * 0.54, h + 0.19, 0.0, bevel=0.012),
        )
        for s in (-1, 1)
    ]
    return built(made, star_foot(frame, 0.28, h - 0.07), block(frame, w * 1.08, 0.03, 0.08, 0, h - 0.09),
        block(frame, 0.22, 0.03, 0.26, 0, h - 0.09), block(made, w, 0.085, 0.48, 0, h - 0.075, 0.01,
            bevel=0.035, cell=0.09, seed=spec.tint), moved(back, 0, h + 0.05, -0.235, by=turn(x=-0.16)),
        block(frame, 0.07, 0.30, 0.02, 0, h - 0.08, -0.26), *arms, supports=[_seat(spec, h, w, 0.44)],
        mass=14, clearance=0.08)


def chair(spec: Spec) -> Model:
    """A chair as the words say: on castors, moulded, padded, or of wood with slats."""
    if spec.asked("ergonomic", "rolling", "swivel", "office", "gaming", "executive"):
        return office_chair(spec)
    if spec.material == "plastic" or spec.asked("folding", "modern"):
        return folding_chair(spec) if spec.asked("folding") else shell_chair(spec)
    if spec.material in ("fabric", "leather") or spec.asked("upholstered", "comfy", "padded", "comfortable"):
        return padded_chair(spec)
    return (cheaper(seating.chair), cheaper(seating.chair), padded_chair)[spec.variant % 3](spec)


def padded_chair(spec: Spec) -> Model:
    """A dining chair with a padded seat and back, on wooden legs."""
    cover = "leather" if spec.material == "leather" else "fabric"
    tone = (0.48, 0.50, 0.50) if cover == "fabric" else (0.42, 0.26, 0.16)
    made = finish(Spec(color=spec.color, style=spec.style, features=spec.features), cover, tone)
    wood, w, h = trim(spec, "wood", WALNUT), 0.47 * spec.wide, 0.46 * spec.tall
    back = moved(block(made, w * 0.94, 0.42, 0.07, bevel=0.032, cell=0.1), 0, h - 0.03, -0.205,
        by=turn(x=-0.17))
    return built(
        made, block(made, w, 0.085, 0.46, 0, h - 0.085, 0, bevel=0.034, cell=0.1, seed=spec.tint), back,
        legs(spec, wood, w, 0.46, h - 0.08, kind="tapered", inset=0.01, thick=0.04),
        supports=[_seat(spec, h, w, 0.42)], mass=6.5, clearance=0.05,
    )


def bar_stool(spec: Spec) -> Model:
    """A bar stool, seat 0.75 m high, with a ring for the feet."""
    made, h, r = finish(spec, "wood", WALNUT), 0.75 * spec.tall, 0.18 * spec.wide
    metal = trim(spec, color=BLACK)
    feet = [(np.sin(a), np.cos(a)) for a in np.pi / 4 + np.arange(4) * np.pi / 2]
    parts = [
        rod(metal, (x * r * 1.25, 0, z * r * 1.25), (x * r * 0.7, h - 0.04, z * r * 0.7), 0.012, stand=True)
        for x, z in feet
    ]
    back: Part | tuple[()] = ()
    if spec.asked("back", "backrest", "high back"):
        back = moved(block(made, r * 1.6, 0.22, 0.025, 0, 0.04, 0, bevel=0.01), 0, h, -r * 0.85,
            by=turn(x=-0.15))
    return built(made, *parts, torus(metal, r * 1.06, 0.008, 0, h * 0.33),
        drum(made, r, 0.045, 0, h - 0.045, bevel=0.014), back, supports=[
            Support(height=h, half_width=r * 0.9, half_depth=r * 0.9, round=True)], mass=6)


def rocking_chair(spec: Spec) -> Model:
    """A rocking chair of wood, 1.05 m high; wedges under its runners keep it still."""
    made, h, w = finish(spec, "wood", WALNUT), 0.42 * spec.tall, 0.52 * spec.wide
    x = w / 2 - 0.02
    t = np.linspace(-1, 1, 7)
    runner = bar(made, [(0, 0.016 + 0.07 * s * s, 0.42 * s) for s in t], 0.016, flatten=1.2)
    side = group(runner, rod(made, (0, 0.03, 0.2), (0, h + 0.2, 0.2), 0.016), rod(made, (0, 0.03, -0.18),
            (0, h, -0.2), 0.016), block(made, 0.06, 0.025, 0.5, 0, h + 0.2, 0, bevel=0.01),
        rod(made, (0, h, -0.22), (0, h + 0.62, -0.38), 0.016))
    slats = [rod(made, (i * w * 0.13, h, -0.22), (i * w * 0.13, h + 0.56, -0.365), 0.009)
        for i in (-2, -1, 0, 1, 2)]
    stand = Part((), (box(0.04, 0.03, 0.62, x, 0.015, 0), box(0.04, 0.03, 0.62, -x, 0.015, 0)))
    cushion = egg(finish(Spec(style=spec.style, features=spec.features), "fabric", (0.72, 0.60, 0.44)),
        w * 0.9, 0.07, 0.44, 0, h, 0, squareness=0.3, seed=spec.tint)
    return built(made, moved(side, x), moved(side, -x), block(made, w, 0.03, 0.48, 0, h - 0.03, 0,
            bevel=0.01), slats, stand, block(made, w + 0.04, 0.09, 0.025, 0, h + 0.56, -0.375, bevel=0.01),
        cushion, supports=[_seat(spec, h + 0.05, w, 0.4)], mass=11, clearance=0.1)


def ottoman(spec: Spec) -> Model:
    """A pouf, round or square, 0.5 m across and 0.42 m high."""
    made, w, h = finish(spec, "fabric", (0.62, 0.54, 0.45)), 0.52 * spec.wide, 0.42 * spec.tall
    if spec.round or spec.asked("pouf", "pouffe") or spec.variant % 2:
        line = [(0.44, 0), (0.49, 0.08), (0.5, 0.3), (0.5, 0.75), (0.48, 0.92), (0.4, 1.0), (0.2, 1.02)]
        body = turned(made, [(w * a, h * b) for a, b in line], seed=spec.tint)
        seam = torus(made, w * 0.5, 0.008, 0, h * 0.86)
        support = Support(height=h, half_width=w * 0.42, half_depth=w * 0.42, round=True)
        return built(made, body, seam, supports=[support], mass=6)
    wood = trim(spec, "wood", WALNUT)
    return built(
        made, block(made, w, h - 0.08, w, 0, 0.08, bevel=0.04, cell=0.08, seed=spec.tint),
        legs(spec, wood, w, w, 0.08, kind="tapered", inset=0.03), supports=[top(w, w, h, rim=0.05)], mass=8,
    )


def bean_bag(spec: Spec) -> Model:
    """A bean bag, 0.85 m across and 0.75 m high, with a hollow to sit in."""
    made, r, h = finish(spec, "fabric", (0.36, 0.45, 0.55)), 0.43 * spec.wide, 0.72 * spec.tall
    line = [(0.72, 0), (0.95, 0.08), (1.0, 0.25), (0.92, 0.48), (0.68, 0.72), (0.38, 0.9), (0.16, 0.98)]
    body = turned(made, [(r * a, h * b) for a, b in line], seed=spec.tint, segments=24, fill=0.7)
    seams = [
        loose(moved(bar(made, [(0, h * b, r * a * 1.005) for a, b in line], 0.006), by=turn(y=k * np.pi / 3)))
        for k in range(6)
    ]
    seat = Support(height=h * 0.55, half_width=r * 0.4, half_depth=r * 0.4, round=True)
    return built(made, body, seams, egg(made, 0.1, 0.07, 0.1, 0, h * 0.96, solid=False), supports=[seat],
        mass=5)


def throne(spec: Spec) -> Model:
    """A high-backed armchair of carved wood with a red seat, 1.45 m high."""
    wood, red = finish(Spec(material=spec.material, style=spec.style), "wood", (0.36, 0.20, 0.12)), finish(
        Spec(color=spec.color), "fabric", (0.58, 0.10, 0.12)
    )
    gold, w, h = stuff("metal", BRASS), 0.72 * spec.wide, 0.46 * spec.tall
    arms = [block(wood, 0.09, 0.30, 0.56, s * w * 0.44, h - 0.02, 0.02, bevel=0.02) for s in (-1, 1)]
    posts = [drum(wood, 0.035, 0.9, s * w * 0.44, h, -0.28) for s in (-1, 1)]
    balls = [egg(gold, 0.09, 0.09, 0.09, s * w * 0.44, h + 0.89, -0.28) for s in (-1, 1)]
    return built(
        wood, block(wood, w, h - 0.06, 0.62, bevel=0.02, seed=spec.tint, fill=0.4), *arms, *posts, *balls,
        block(red, w * 0.78, 0.10, 0.52, 0, h - 0.06, 0.03, bevel=0.04, cell=0.1),
        block(wood, w, 0.92, 0.06, 0, h, -0.28, bevel=0.015), egg(gold, 0.2, 0.14, 0.05, 0, h + 0.86, -0.28),
        slab(red, w * 0.7, 0.74, 0.05, 0, h + 0.08, -0.24, bevel=0.02),
        supports=[_seat(spec, h + 0.04, w * 0.7, 0.5)], mass=34, clearance=0.06,
    )


def recliner(spec: Spec, *, headrest: bool = True, foot: bool = True) -> Model:
    """A padded reclining chair with a foot rest, 0.9 m wide."""
    made, w = finish(spec, "leather", (0.36, 0.24, 0.17)), 0.88 * spec.wide
    h, arm = 0.46 * spec.tall, 0.17
    inner = w - 2 * arm
    soft = partial(block, made, bevel=0.055, cell=0.09)
    arms = [soft(arm, 0.6, 0.82, s * (w - arm) / 2, 0.03, 0.0, seed=spec.tint) for s in (-1, 1)]
    back = group(soft(inner, 0.34, 0.2), soft(inner, 0.3, 0.22, 0, 0.33), soft(inner * 0.8, 0.14, 0.2, 0,
            0.6) if headrest else ())
    rest = soft(inner, 0.12, 0.34, 0, h - 0.17, 0.52) if foot else ()
    return built(made, soft(inner, h - 0.03, 0.78, 0, 0.03, 0.0), *arms, moved(back, 0, h - 0.02, -0.26,
            by=turn(x=-0.3)), rest, block(stuff("plastic", DARK), w * 0.9, 0.03, 0.7),
        supports=[_seat(spec, h, inner, 0.5)], mass=38, clearance=0.1)


def chaise(spec: Spec) -> Model:
    """A chaise longue, 1.70 m long across x, its raised end at -x."""
    made, w, h = finish(spec, "fabric", (0.50, 0.40, 0.42)), 1.70 * spec.wide, 0.42 * spec.tall
    wood = trim(spec, "wood", WALNUT)
    soft = partial(block, made, bevel=0.05, cell=0.1)
    lean = moved(soft(0.16, 0.46, 0.66), -w / 2 + 0.1, h - 0.06, 0, by=turn(z=0.3))
    return built(made, soft(w, h - 0.12, 0.7, 0, 0.12, 0, seed=spec.tint), lean,
        soft(w * 0.62, 0.34, 0.14, -w * 0.17, h - 0.06, -0.28), legs(spec, wood, w, 0.68, 0.13,
            kind="turned", inset=0.05), supports=[top(w * 0.7, 0.5, h, 0.15, 0.05, rim=0.04)], mass=32)


def folding_chair(spec: Spec) -> Model:
    """A folding chair of steel tube with a plain seat."""
    made, tube_ = finish(spec, "plastic", (0.30, 0.33, 0.36)), stuff("metal", STEEL)
    w, h = 0.44 * spec.wide, 0.45 * spec.tall
    sides = [
        group(
            rod(tube_, (s * w / 2, 0, 0.2), (s * w / 2, 0.84 * spec.tall, -0.24), 0.011, stand=False),
            rod(tube_, (s * w / 2.2, 0, -0.2), (s * w / 2.2, h, 0.16), 0.011),
        )
        for s in (-1, 1)
    ]
    feet = Part((), tuple(box(0.03, 0.02, 0.03, i * w / 2, 0.01, k * 0.2) for i in (-1, 1) for k in (-1, 1)))
    return built(
        made, *sides, feet, block(made, w * 0.95, 0.025, 0.4, 0, h - 0.02, 0, bevel=0.01),
        moved(block(made, w, 0.2, 0.018, bevel=0.008), 0, h + 0.17, -0.17, by=turn(x=-0.48)),
        supports=[_seat(spec, h, w, 0.36)], mass=4.5,
    )


def shell_chair(spec: Spec) -> Model:
    """A moulded plastic chair on four legs, as in waiting rooms."""
    made, h, w = finish(spec, "plastic", (0.24, 0.45, 0.55)), 0.45 * spec.tall, 0.46 * spec.wide
    back = block(made, w * 0.95, 0.40, 0.022, bevel=0.01, cell=0.1)
    return built(made, block(made, w, 0.03, 0.44, 0, h - 0.03, 0.01, bevel=0.014),
        moved(back, 0, h + 0.04, -0.21, by=turn(x=-0.2)), block(made, w * 0.5, 0.12, 0.02, 0, h - 0.02,
            -0.205, bevel=0.008), legs(spec, stuff("metal", STEEL), w, 0.44, h - 0.025, kind="splayed",
            thick=0.03, inset=0.03), supports=[_seat(spec, h, w, 0.4)], mass=5, clearance=0.05)


def booth(spec: Spec) -> Model:
    """A restaurant's padded bench for two, 1.20 m wide, back 1.05 m high."""
    made, w = finish(spec, "leather", (0.56, 0.13, 0.12)), 1.20 * spec.wide
    h = 0.46 * spec.tall
    tufts = [block(made, w / 5 - 0.01, 0.5, 0.09, -w / 2 + w / 5 * (k + 0.5), h + 0.04, -0.20, bevel=0.035,
            cell=0.12) for k in range(5)]
    wood = trim(spec, "wood", WALNUT)
    return built(made, block(wood, w, h - 0.11, 0.5, 0, 0, 0, fill=0.3), block(wood, w, 1.05 * spec.tall,
            0.06, 0, 0, -0.27), block(made, w, 0.11, 0.54, 0, h - 0.11, 0.01, bevel=0.04, cell=0.1,
            seed=spec.tint), *tufts, supports=[_seat(spec, h, w, 0.4)], mass=45)


def park_bench(spec: Spec) -> Model:
    """A bench of slats with a back and cast sides, 1.50 m wide."""
    made, iron = finish(spec, "wood", (0.52, 0.36, 0.22)), stuff("metal", (0.16, 0.19, 0.18))
    w, h = 1.50 * spec.wide, 0.45 * spec.tall
    seat = [block(made, w, 0.03, 0.085, 0, h - 0.03, 0.2 - 0.1 * k, seed=spec.tint + k) for k in range(5)]
    lean = group(block(made, w, 0.085, 0.03, 0, 0.08 + 0.11 * k, 0, seed=spec.tint + 9 + k) for k in range(4))
    side = group(block(iron, 0.05, h - 0.03, 0.05, 0, 0, 0.2), block(iron, 0.05, h - 0.03, 0.05, 0, 0,
            -0.22), block(iron, 0.05, 0.03, 0.5, 0, h - 0.06), bar(iron, [(0, h, 0.22), (0, h + 0.2, 0.2),
                (0, h + 0.22, -0.22)], 0.016), moved(block(iron, 0.05, 0.46, 0.025), 0, h - 0.04, -0.25,
            by=turn(x=-0.2)))
    return built(
        made, *seat, moved(lean, 0, h - 0.02, -0.235, by=turn(x=-0.2)), moved(side, w / 2 - 0.12),
        moved(side, 0.12 - w / 2), supports=[top(w, 0.42, h, rim=0.03)], mass=38,
    )


def high_chair(spec: Spec) -> Model:
    """A child's high chair with a tray, seat 0.55 m high."""
    made = finish(spec, "wood", OAK)
    h = 0.55 * spec.tall
    white = stuff("plastic")
    return built(made, legs(spec, made, 0.5, 0.5, h, kind="splayed", thick=0.045, inset=0.02),
        block(made, 0.36, 0.03, 0.34, 0, h - 0.01), block(made, 0.36, 0.36, 0.025, 0, h + 0.02, -0.16,
            bevel=0.01), block(made, 0.025, 0.18, 0.32, -0.18, h, 0), block(made, 0.025, 0.18, 0.32, 0.18,
            h, 0), block(white, 0.44, 0.03, 0.28, 0, h + 0.19, 0.16, bevel=0.012),
        supports=[top(0.4, 0.24, h + 0.22, 0, 0.16)], mass=7)


def barber_chair(spec: Spec) -> Model:
    """A barber's chair on a chrome column, with a foot rest and head rest."""
    made, chrome = finish(spec, "leather", (0.17, 0.15, 0.15)), stuff("metal", (0.78, 0.79, 0.80))
    h = 0.56
    soft = partial(block, made, bevel=0.04, cell=0.09)
    return built(made, drum(chrome, 0.32, 0.05, bevel=0.015), drum(chrome, 0.07, h - 0.14, 0, 0.04),
        soft(0.54, 0.13, 0.54, 0, h - 0.1), moved(group(soft(0.52, 0.56, 0.11),
                soft(0.26, 0.14, 0.08, 0, 0.6)), 0, h + 0.02, -0.24, by=turn(x=-0.15)),
        [group(soft(0.08, 0.06, 0.42, s * 0.31, h + 0.2), block(chrome, 0.03, 0.22, 0.05, s * 0.31, h))
            for s in (-1, 1)], block(chrome, 0.4, 0.03, 0.16, 0, 0.2, 0.46), rod(chrome, (0, 0.22, 0.42),
            (0, h - 0.1, 0.22), 0.02), supports=[_seat(spec, h + 0.03, 0.5, 0.45)], mass=62)


def dental_chair(spec: Spec) -> Model:
    """A dentist's reclined chair, 1.85 m long, head at -z, with a lamp arm beside it."""
    made, white = finish(spec, "leather", (0.30, 0.52, 0.58)), stuff("plastic", (0.92, 0.93, 0.94))
    soft = partial(block, made, bevel=0.04, cell=0.1)
    back = group(soft(0.56, 0.09, 0.72, 0, 0, -0.36), soft(0.3, 0.09, 0.24, 0, 0.02, -0.82))
    pole = group(
        drum(white, 0.035, 1.55, 0.5, 0.1, -0.3), rod(white, (0.5, 1.6, -0.3), (0.1, 1.72, -0.2), 0.02),
        block(white, 0.24, 0.08, 0.16, 0.02, 1.58, -0.2, bevel=0.03),
        slab(stuff("glass", (0.98, 0.97, 0.90)), 0.18, 0.006, 0.11, 0.02, 1.575, -0.2),
    )
    tray = group(rod(white, (0.5, 0.85, -0.3), (0.5, 0.85, 0.15), 0.015), block(stuff("metal"), 0.34, 0.02,
            0.26, 0.52, 0.86, 0.2))
    return built(made, block(white, 0.6, 0.08, 0.9, 0.05, 0, 0, bevel=0.03), block(white, 0.3, 0.34, 0.42,
            0, 0.07, 0, bevel=0.05), block(white, 1.1, 0.06, 0.34, 0.25, 0, -0.3, bevel=0.02),
        soft(0.58, 0.1, 0.55, 0, 0.4, 0.1), moved(soft(0.54, 0.09, 0.62, 0, 0, 0.31), 0, 0.41, 0.34,
            by=turn(x=0.12)), moved(back, 0, 0.42, -0.14, by=turn(x=0.5)), pole, tray,
        supports=[top(0.34, 0.26, 0.88, 0.52, 0.2)], mass=180, clearance=0.1, static=True)


def wheelchair(spec: Spec) -> Model:
    """A wheelchair, 0.62 m wide."""
    made, steel, tyre = finish(spec, "fabric", DARK), stuff("metal"), stuff("rubber", BLACK)
    wheel = group(moved(torus(tyre, 0.28, 0.017), 0, 0, 0, by=turn(z=np.pi / 2)),
        moved(torus(steel, 0.25, 0.006), 0.02, by=turn(z=np.pi / 2)), [rod(steel,
                (0, -0.26 * np.cos(a), -0.26 * np.sin(a)), (0, 0.26 * np.cos(a), 0.26 * np.sin(a)), 0.003,
                solid=False) for a in (0.1, 1.1, 2.2)])
    stand = Part((), tuple(box(0.035, 0.02, 0.1, s * 0.29, 0.01, -0.12) for s in (-1, 1)))
    front = [drum(tyre, 0.08, 0.03, s * 0.2 + 0.015, 0.08, 0.36, by=turn(z=np.pi / 2), solid=False)
        for s in (-1, 1)]
    small = Part((), tuple(box(0.03, 0.02, 0.04, s * 0.2, 0.01, 0.36) for s in (-1, 1)))
    frame = [group(rod(steel, (s * 0.23, 0.1, 0.36), (s * 0.23, 0.5, 0.2), 0.012),
            rod(steel, (s * 0.23, 0.3, -0.2), (s * 0.23, 0.95, -0.24), 0.012),
            rod(steel, (s * 0.23, 0.95, -0.24), (s * 0.23, 0.95, -0.36), 0.014),
            block(made, 0.05, 0.03, 0.3, s * 0.25, 0.7, 0)) for s in (-1, 1)]
    return built(made, moved(loose(wheel), 0.29, 0.297, -0.12), moved(loose(wheel), -0.29, 0.297, -0.12),
        stand, *front, small, *frame, block(made, 0.44, 0.04, 0.42, 0, 0.48, 0),
        block(made, 0.44, 0.4, 0.03, 0, 0.52, -0.22), block(steel, 0.36, 0.02, 0.12, 0, 0.12, 0.48),
        supports=[_seat(spec, 0.52, 0.4, 0.36)], mass=15)


ENTRIES: dict[str, Entry] = {
    "sofa": entry(sofas.sofa, "wall",
        "couch, settee, loveseat, love seat, sectional, divan, davenport, futon", rank=1, tags="seat"),
    "armchair": entry(sofas.armchair, "free",
        "easy chair, arm chair, lounge chair, reading chair, sofa chair, club chair, "
        "wing chair, wingback chair, accent chair, comfy chair", rank=3, tags="seat"),
    "chair": entry(chair, "free",
        "dining chair, seat, kitchen chair, wooden chair, side chair, desk chair, " "student chair", rank=4,
        tags="seat"),
    "office chair": entry(office_chair, "free",
        "rolling chair, swivel chair, gaming chair, computer chair, task chair, "
        "ergonomic chair, executive chair", rank=4, tags="seat"),
    "stool": entry(cheaper(seating.stool), "free",
        "footstool, foot stool, step stool, piano stool, counter stool, drum stool, " "piano bench", rank=4,
        tags="seat surface"),
    "bar stool": entry(bar_stool, "free", "barstool, bar chair, high stool", rank=4, tags="seat"),
    "bench": entry(cheaper(seating.bench), "free",
        "locker bench, pew, hallway bench, dining bench, changing bench, entry bench", rank=4,
        tags="seat surface"),
    "park bench": entry(park_bench, "ground", "garden bench, outdoor bench", rank=3, tags="seat outdoor"),
    "rocking chair": entry(rocking_chair, "free", "rocker", rank=4, tags="seat"),
    "ottoman": entry(ottoman, "free", "pouf, pouffe, hassock, footrest", rank=5, tags="seat surface"),
    "bean bag": entry(bean_bag, "free", "beanbag, bean bag chair, sack chair", rank=4, tags="seat"),
    "throne": entry(throne, "wall", rank=3, tags="seat"),
    "recliner": entry(recliner, "free",
        "reclining chair, massage chair, lazy chair, cinema seat, theater seat", rank=3, tags="seat"),
    "chaise longue": entry(chaise, "wall",
        "chaise, chaise lounge, daybed, day bed, lounger, sun lounger, deck chair", rank=2, tags="seat"),
    "folding chair": entry(folding_chair, "free",
        "camping chair, lawn chair, garden chair, beach chair, director chair", rank=4, tags="seat"),
    "waiting chair": entry(shell_chair, "wall",
        "plastic chair, visitor chair, guest chair, classroom chair, school chair", rank=4, tags="seat"),
    "booth": entry(booth, "wall", "booth seat, banquette, booth bench", rank=2, tags="seat"),
    "high chair": entry(high_chair, "free", "highchair", rank=4, tags="seat"),
    "barber chair": entry(barber_chair, "free", "salon chair, styling chair, hairdresser chair", rank=3,
        tags="seat"),
    "dental chair": entry(dental_chair, "middle", "dentist chair, dentist's chair", rank=1, tags="seat"),
    "wheelchair": entry(wheelchair, "free", rank=4, tags="seat"),
    "cushion": entry(cheaper(seating.cushion), "top",
        "pillow, throw pillow, seat cushion, meditation cushion, sofa cushion, floor cushion", rank=6,
        tags="textile"),
}
