"""Vehicles as props. Overall sizes of common models; each looks along +z."""
# fmt: off

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.kit import (
    BLACK,
    DARK,
    RED,
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
    rod,
    slab,
    top,
    torus,
    turned,
)
from spatialwm.lift.text.model import Model, Spec, box
from spatialwm.lift.text.solids import Metres, scaled, turn

__all__ = ["ENTRIES"]

_PAINTS: tuple[Color, ...] = ((0.62, 0.12, 0.10), (0.16, 0.28, 0.46), (0.85, 0.85, 0.84),
    (0.20, 0.21, 0.23), (0.55, 0.58, 0.60), (0.85, 0.66, 0.18))
_GLASS = Finish(material="glass", pattern="plain", color=(0.16, 0.20, 0.24), fill=0.1, roughness=0.05)
_HEAD = Finish(material="glass", pattern="plain", color=(0.95, 0.95, 0.88), roughness=0.1)
_TAIL = Finish(material="glass", pattern="plain", color=(0.75, 0.08, 0.06), roughness=0.1)


def _paint(spec: Spec) -> Finish:
    return replace(finish(Spec(color=spec.color), "metal", _PAINTS[spec.tint % 6]), pattern="plain",
        metallic=0.3, roughness=0.25)


def _wheels(radius: Metres, width: Metres, half: Metres, zs: Sequence[Metres]) -> Part:
    """Pairs of wheels with hubs; flat boxes under them as colliders."""
    tyre, hub = stuff("rubber", (0.09, 0.09, 0.10)), stuff("metal", (0.66, 0.67, 0.69))
    one = group(drum(tyre, radius, width, bevel=radius * 0.15, segments=26, solid=False),
        drum(hub, radius * 0.62, width + 0.02, 0, -0.01, solid=False, segments=18),
        drum(stuff("metal", DARK), radius * 0.2, width + 0.03, 0, -0.015, solid=False, segments=10))
    wheels = [moved(one, x * half + width / 2, radius, z, by=turn(z=np.pi / 2)) for x in (-1, 1) for z in zs]
    hulls = tuple(box(width, 2 * radius * 0.96, radius * 1.1, x * half, radius * 0.96, z) for x in (-1, 1)
        for z in zs)
    return group(*wheels, Part((), hulls))


def car(spec: Spec) -> Model:
    """A car, 4.2 x 1.76 x 1.46 m."""
    paint, s, t = _paint(spec), spec.wide, spec.tall
    w, d = 1.76 * s, 4.2 * s
    low = 0.24
    suv = spec.asked("suv", "jeep") or spec.variant % 4 == 3
    roof = (1.72 if suv else 1.46) * t
    body = [block(paint, w, 0.52, d, 0, low, 0, bevel=0.16, cell=0.5, fill=0.06),
        block(paint, w * 0.96, 0.20, d * 0.28, 0, low + 0.42, d * 0.33, bevel=0.09, fill=0.05)]
    cabin_low, cabin_d = low + 0.50, d * (0.62 if suv else 0.54)
    cabin = drum(paint, w * 0.66, roof - cabin_low, 0, 0, 0, upper=w * 0.53, segments=4, bevel=0.05,
        by=turn(y=np.pi / 4), fill=0.03, solid=False)
    stretch = cabin_d / (w * 0.66 * 2**0.5)
    shaped = tuple(replace(p, solid=scaled(p.solid, 0.98, 1.0, stretch)) for p in cabin.pieces)
    cab = moved(Part(shaped, (box(w * 0.82, roof - cabin_low, cabin_d * 0.85, 0, (roof - cabin_low) / 2,
                0),)), 0, cabin_low, -d * 0.05)
    tall = roof - cabin_low
    slope = float(np.arctan2(cabin_d * 0.098, tall))
    panes = [moved(slab(_GLASS, w * 0.76, tall * 0.72, 0.02, bevel=0.008), 0, cabin_low + tall * 0.12,
            -d * 0.05 + k * (cabin_d / 2 - tall * 0.11 * np.tan(slope)), by=turn(x=-k * slope))
        for k in (-1, 1)]
    side = float(np.arctan2(w * 0.09, tall))
    panes += [moved(slab(_GLASS, 0.02, tall * 0.68, cabin_d * 0.36, bevel=0.008), k * (w * 0.453), cabin_low
            + tall * 0.14, -d * 0.05 + q * cabin_d * 0.2, by=turn(z=k * side)) for k in (-1, 1)
        for q in (-1, 1)]
    lamps = [block(_HEAD, 0.32, 0.14, 0.05, k * w * 0.33, low + 0.30, d / 2 - 0.02, bevel=0.03, solid=False)
        for k in (-1, 1)] + [block(_TAIL, 0.30, 0.12, 0.05, k * w * 0.34, low + 0.32, -d / 2 + 0.02,
            bevel=0.03, solid=False) for k in (-1, 1)]
    trims = [slab(stuff("plastic", BLACK), w * 0.5, 0.12, 0.04, 0, low + 0.14, d / 2 - 0.01),
        slab(stuff("plastic", WHITE), 0.42, 0.1, 0.01, 0, low + 0.06, d / 2 + 0.012),
        slab(stuff("plastic", DARK), w * 0.98, 0.08, d * 0.6, 0, low - 0.01, 0)]
    mirrors = [egg(paint, 0.16, 0.12, 0.12, k * (w / 2 + 0.06), cabin_low + 0.06, d * 0.14, solid=False,
            segments=10) for k in (-1, 1)]
    return built(paint, *body, cab, *panes, *lamps, *trims, *mirrors, _wheels(0.32, 0.21, w / 2 - 0.10,
            (d * 0.31, -d * 0.30)), supports=[top(w * 0.6, cabin_d * 0.6, roof, z=-d * 0.05),
            top(w * 0.7, d * 0.2, low + 0.62, z=d * 0.36)], mass=1250 * s * s, clearance=0.3)


def _boxy(spec: Spec, paint: Finish, *, w: Metres, h: Metres, d: Metres, low: Metres, windows: int,
        band: tuple[float, float], front: float = 0.5) -> Part:
    """A long body with a row of windows on both sides and one in front."""
    tall = h - low
    parts = [block(paint, w, tall, d, 0, low, 0, bevel=0.12, cell=0.8, fill=0.02)]
    y, high = low + tall * band[0], tall * (band[1] - band[0])
    each = d * 0.9 / windows
    parts += [slab(_GLASS, 0.02, high, each * 0.86, k * (w / 2 + 0.002), y, -d * 0.45 + each * (q + 0.5))
        for k in (-1, 1) for q in range(windows)]
    parts += [slab(_GLASS, w * 0.86, tall * front, 0.02, 0, low + tall * (0.92 - front),
            k * (d / 2 + 0.002)) for k in (1,)]
    parts += [slab(_GLASS, w * 0.7, high * 0.8, 0.02, 0, y, -d / 2 - 0.002)]
    parts += [block(_HEAD if z > 0 else _TAIL, 0.22, 0.13, 0.04, k * w * 0.36, low + tall * 0.1,
            z * (d / 2), bevel=0.02, solid=False) for k in (-1, 1) for z in (-1, 1)]
    return group(parts)


def bus(spec: Spec) -> Model:
    """A city bus, 9.0 x 2.5 x 3.0 m; two decks when double-decker."""
    paint = _paint(spec) if spec.color or not spec.asked("school") else replace(_paint(spec),
        color=(0.92, 0.66, 0.12))
    h = (4.2 if spec.asked("double decker", "double") else 3.0) * spec.tall
    d, w = 9.0 * spec.wide, 2.5
    body = _boxy(spec, paint, w=w, h=h, d=d, low=0.35, windows=6, band=(0.45, 0.82) if h < 3.6
        else (0.62, 0.88))
    lower = [slab(_GLASS, 0.02, 0.8, 1.2, k * (w / 2 + 0.002), 1.2, -d * 0.36 + 1.4 * q) for k in (-1, 1)
        for q in range(6)] if h > 3.6 else []
    doors = [slab(stuff("plastic", DARK), 0.03, 1.9, 0.9, w / 2 + 0.004, 0.4, z) for z in (d * 0.38, 0.0)]
    stripe = slab(stuff("plastic", WHITE), w + 0.012, 0.16, d + 0.012, 0, 1.15)
    return built(paint, body, *lower, *doors, stripe, _wheels(0.48, 0.28, w / 2 - 0.14,
            (d * 0.3, -d * 0.28)), mass=11000, clearance=0.4)


def truck(spec: Spec) -> Model:
    """A lorry with a closed body, 6.4 x 2.3 x 3.0 m; a pickup or fire engine when asked."""
    paint = _paint(spec) if not spec.asked("fire") else replace(_paint(Spec()), color=(0.72, 0.09, 0.07))
    if spec.asked("pickup", "pick up"):
        return pickup(spec)
    d, w, t = 6.4 * spec.wide, 2.3, spec.tall
    white = stuff("plastic", WHITE) if not spec.asked("fire") else paint
    cab = group(block(paint, w * 0.96, 1.75 * t, 1.7, 0, 0.55, 0, bevel=0.14, cell=0.5, fill=0.04),
        moved(slab(_GLASS, w * 0.84, 0.72, 0.03), 0, 1.42, 0.86, by=turn(x=-0.06)),
        [slab(_GLASS, 0.03, 0.62, 0.85, k * w * 0.482, 1.45, 0.25) for k in (-1, 1)],
        slab(stuff("plastic", BLACK), w * 0.6, 0.42, 0.04, 0, 0.75, 0.85), [block(_HEAD, 0.26, 0.18, 0.05,
                k * w * 0.37, 0.78, 0.85, solid=False) for k in (-1, 1)], [block(stuff("plastic", BLACK),
                0.1, 0.4, 0.12, k * (w * 0.55), 1.5, 0.7, solid=False) for k in (-1, 1)])
    bodywork = block(white, w, 2.2 * t, d - 2.1, 0, 0.85, -1.0, bevel=0.04, cell=0.8, fill=0.02)
    extra = rod(stuff("metal"), (-0.3, 3.15 * t, -d * 0.4), (-0.3, 3.15 * t, 1.0), 0.05,
        solid=False) if spec.asked("fire") else slab(paint, w + 0.012, 0.22, d - 2.2, 0, 1.6, -1.0)
    return built(paint, moved(cab, 0, 0, d / 2 - 0.9), bodywork, extra, block(stuff("metal", DARK), 0.9,
            0.25, d - 0.3, 0, 0.5), _wheels(0.46, 0.28, w / 2 - 0.18, (d * 0.34, -d * 0.16, -d * 0.34)),
        supports=[top(w, d - 2.2, 3.05 * t, z=-1.0)], mass=6500, clearance=0.4)


def pickup(spec: Spec) -> Model:
    """A pick-up, 5.0 x 1.85 x 1.75 m, its bed open."""
    paint, d, w = _paint(spec), 5.0 * spec.wide, 1.85
    bed = [block(paint, 0.1, 0.5, 1.6, k * (w / 2 - 0.05), 0.75, -d / 2 + 0.85) for k in (-1, 1)] + [
        block(paint, w, 0.5, 0.1, 0, 0.75, z) for z in (-d / 2 + 0.05, -d / 2 + 1.65)]
    cab = block(paint, w * 0.9, 0.62, 1.5, 0, 1.12, 0.05, bevel=0.16, cell=0.4, fill=0.04)
    panes = [slab(_GLASS, 0.02, 0.38, 1.1, k * w * 0.452, 1.22, 0.05) for k in (-1, 1)] + [
        slab(_GLASS, w * 0.74, 0.38, 0.02, 0, 1.22, 0.81), slab(_GLASS, w * 0.74, 0.34, 0.02, 0, 1.24,
            -0.71)]
    lights = [block(_HEAD, 0.28, 0.16, 0.05, k * w * 0.36, 0.9, d / 2 - 0.02, solid=False)
        for k in (-1, 1)] + [block(_TAIL, 0.12, 0.3, 0.05, k * w * 0.44, 0.85, -d / 2 + 0.01, solid=False)
        for k in (-1, 1)]
    return built(paint, block(paint, w, 0.35, d, 0, 0.42, bevel=0.12, cell=0.5, fill=0.08),
        block(paint, w, 0.4, d * 0.55, 0, 0.75, d * 0.22, bevel=0.12, cell=0.5, fill=0.05), *bed, cab,
        *panes, *lights, slab(stuff("plastic", BLACK), w * 0.55, 0.25, 0.04, 0, 0.8, d / 2 - 0.01),
        _wheels(0.38, 0.25, w / 2 - 0.12, (d * 0.32, -d * 0.3)), supports=[
            top(w - 0.25, 1.45, 0.77, z=-d / 2 + 0.85, inside=True)], mass=1900, clearance=0.3)


def train(spec: Spec) -> Model:
    """A railway carriage with a cab on a piece of track, 10 x 2.8 x 3.6 m; a steam engine when asked."""
    paint = _paint(spec)
    rail = [block(stuff("metal", (0.45, 0.42, 0.40)), 0.07, 0.14, 11.0, k * 0.72, 0.08, 0, cell=2.0)
        for k in (-1, 1)]
    ties = [block(stuff("wood", (0.35, 0.26, 0.19)), 2.4, 0.08, 0.22, 0, 0, z, cell=1.0, solid=False)
        for z in np.arange(-5, 5.1, 0.7)]
    bed = Part((), (box(2.4, 0.08, 10.5, y=0.04),))
    if spec.asked("steam", "locomotive", "engine"):
        black = stuff("metal", (0.14, 0.15, 0.16))
        boiler = moved(drum(black, 0.75, 5.2, bevel=0.1, segments=30), 0, 2.0, -1.4, by=turn(x=np.pi / 2))
        cab = group(block(paint, 2.5, 2.4, 2.2, 0, 1.15, -2.5, bevel=0.06, cell=0.6, fill=0.03),
            [slab(_GLASS, 0.02, 0.6, 0.8, k * 1.252, 2.4, -2.5) for k in (-1, 1)])
        stack = turned(black, [(0.22, 0), (0.18, 0.2), (0.2, 0.6), (0.3, 0.75)], 0, 2.7, 3.2)
        dome = egg(stuff("metal", (0.72, 0.56, 0.30)), 0.6, 0.6, 0.6, 0, 2.55, 1.0, solid=False)
        return built(paint, *rail, *ties, bed, boiler, cab, stack, dome, block(black, 2.3, 0.4, 7.0, 0,
                0.85, 0, cell=1.0), block(stuff("metal", RED), 2.3, 0.3, 0.3, 0, 0.6, 3.7),
            _wheels(0.55, 0.14, 0.74, (2.6, 1.2, -0.2, -2.6)), mass=60000, static=True)
    body = _boxy(spec, paint, w=2.8, h=3.6 * spec.tall, d=9.8, low=0.95, windows=6, band=(0.42, 0.75),
        front=0.42)
    doors = [slab(stuff("plastic", (0.85, 0.82, 0.3)), 0.03, 2.0, 1.0, k * 1.404, 1.0, z) for k in (-1, 1)
        for z in (3.2, -3.2)]
    return built(paint, *rail, *ties, bed, body, slab(stuff("plastic", WHITE), 2.812, 0.25, 9.812, 0, 1.5),
        *doors, block(stuff("metal", DARK), 2.2, 0.4, 8.5, 0, 0.6, cell=1.0),
        _wheels(0.42, 0.14, 0.74, (3.6, 2.6, -2.6, -3.6)), mass=40000, static=True)


def airplane(spec: Spec) -> Model:
    """A small airliner, 12 m long and 11 m across its wings."""
    paint = replace(finish(Spec(color=spec.color), "metal", (0.93, 0.93, 0.93)), pattern="plain",
        metallic=0.2)
    second = stuff("plastic", _PAINTS[spec.tint % 2])
    s = spec.wide
    y = 1.9
    hull = moved(turned(paint, [(0.10, 0), (0.5, 0.9), (0.85, 2.4), (0.92, 4.0), (0.92, 9.0), (0.80, 10.6),
                (0.45, 11.6), (0.1, 12.0)], segments=24, fill=0.02, bands=4, sharp=1.2), 0, y, -6.0 * s,
        by=turn(x=np.pi / 2))
    wings = [moved(egg(paint, 5.2, 0.16, 1.5, k * 2.6, -0.08, 0, solid=False, segments=14), k * 0.5,
            y - 0.35, 0.2, by=turn(y=k * 0.32)) for k in (-1, 1)]
    tails = [moved(egg(paint, 2.1, 0.1, 0.8, k * 1.0, 0, 0, solid=False, segments=10), 0, y + 0.3, -5.2,
            by=turn(y=k * 0.35)) for k in (-1, 1)]
    fin = moved(egg(second, 0.12, 2.3, 1.3, 0, 0, 0, solid=False, segments=12), 0, y + 0.3, -5.0,
        by=turn(x=-0.5))
    engines = [moved(group(drum(second, 0.36, 1.2, upper=0.30, segments=20, solid=False),
                drum(stuff("metal", DARK), 0.3, 0.03, 0, -0.02, solid=False)), k * 2.3, y - 0.75, 1.5,
            by=turn(x=-np.pi / 2)) for k in (-1, 1)]
    panes = [slab(_GLASS, 0.03, 0.2, 0.16, k * 0.915, y + 0.12, z) for k in (-1, 1)
        for z in np.arange(-3.4, 3.2, 0.55)]
    front = slab(_GLASS, 0.9, 0.3, 0.5, 0, y + 0.34, 4.6, bevel=0.1)
    legs_ = [group(rod(stuff("metal"), (x, 0.5, z), (x * 0.9, y - 0.6, z), 0.06),
            drum(stuff("rubber", BLACK), 0.32, 0.2, x + 0.1, 0.32, z, by=turn(z=np.pi / 2), solid=False))
        for x, z in ((0, 4.2), (1.1, -0.6), (-1.1, -0.6))]
    wheels = [box(0.2, 0.6, 0.3, x, 0.3, z) for x, z in ((0, 4.2), (1.1, -0.6), (-1.1, -0.6))]
    feet = Part((), (*wheels, box(9.0, 0.12, 1.0, 0, y - 0.36, -0.4)))
    return built(paint, hull, *wings, *tails, fin, *engines, *panes, front, *legs_, feet, mass=6000,
        static=True)


def boat(spec: Spec) -> Model:
    """A rowing boat, 3.4 x 1.3 m, open, with two benches; a sail when asked."""
    made = finish(spec, "wood", ((0.55, 0.36, 0.22), (0.30, 0.45, 0.60), (0.85, 0.82, 0.76))[
            spec.variant % 3])
    s = spec.wide
    t = np.linspace(-1, 1, 9)
    planks: list[Part] = []
    for row, (q, y) in enumerate(((0.30, 0.06), (0.44, 0.16), (0.53, 0.29), (0.60, 0.43), (0.64, 0.56))):
        for k in (-1, 1):
            line = [(k * q * s * float(np.sqrt(max(1 - (0.5 * (a + 1)) ** 4, 0.0))) if a > -0.99
                    else k * q * s * 0.8, y + 0.14 * max(a, 0) ** 2, 1.65 * s * float(a)) for a in t]
            planks.append(bar(made, [(x, y0, z) for x, y0, z in line], 0.05, smooth=1, segments=6, seed=row))
    floor = block(made, 0.62 * s, 0.05, 2.5 * s, 0, 0.0, -0.15, seed=3)
    seats = [block(stuff("wood"), 1.05 * s, 0.035, 0.24, 0, 0.36, z) for z in (-0.7, 0.35)]
    stern = block(made, 1.0 * s, 0.5, 0.06, 0, 0.1, -1.62 * s)
    walls = Part((), tuple(box(0.06, 0.5, 2.4 * s, k * 0.52 * s, 0.33, -0.2) for k in (-1, 1)))
    oars = [loose(rod(stuff("wood"), (k * 0.45, 0.42, -1.1), (k * 0.3, 0.46, 1.0), 0.022)) for k in (-1, 1)]
    sail: list[Part] = []
    if spec.asked("sail", "sailing") or spec.variant % 3 == 2:
        sail = [rod(stuff("wood"), (0, 0.05, 0.3), (0, 3.4, 0.3), 0.04), moved(
                _triangle(stuff("fabric", WHITE), 1.7, 2.7), 0, 0.6, 0.25)]
    return built(made, *map(loose, planks), floor, *seats, stern, walls, *oars, *sail,
        supports=[top(0.9 * s, 0.22, 0.395, z=-0.7), top(0.5 * s, 0.6, 0.05, z=-0.2, inside=True)],
        mass=110)


def _triangle(made: Finish, base: Metres, height: Metres) -> Part:
    """A sail in the z-y plane, its mast side at z = 0, its foot towards -z."""
    strips = 8
    return group(slab(made, 0.012, height / strips, base * (1 - (k + 0.5) / strips), 0, height * k / strips,
            -base * (1 - (k + 0.5) / strips) / 2, bevel=0.002) for k in range(strips))


def bicycle(spec: Spec) -> Model:
    """A bicycle, 1.75 m long, standing on its kick stand."""
    paint = replace(finish(spec, "metal", _PAINTS[spec.tint % 6]), pattern="plain")
    s = spec.wide
    r = 0.34 * s
    tyre, steel = stuff("rubber", (0.10, 0.10, 0.10)), stuff("metal")
    wheel = group(torus(tyre, r - 0.02, 0.019, segments=32), torus(steel, r - 0.045, 0.007, 0, 0.012,
            segments=28), [moved(loose(rod(steel, (0, 0.019, -r + 0.05), (0, 0.019, r - 0.05), 0.0022,
                segments=5)), by=turn(y=k * np.pi / 6)) for k in range(6)],
        drum(steel, 0.03, 0.06, 0, -0.012, solid=False, segments=12))
    wheels = [moved(loose(wheel), 0.019, r, z, by=turn(z=np.pi / 2)) for z in (0.52 * s, -0.52 * s)]
    p: dict[str, tuple[float, float]] = {"rear": (r, -0.52 * s), "front": (r, 0.52 * s),
        "crank": (0.28 * s, -0.06 * s), "seat": (0.82 * s, -0.20 * s), "head": (0.84 * s, 0.36 * s),
        "low": (0.70 * s, 0.40 * s)}
    tubes = [("crank", "seat", 0.016), ("crank", "low", 0.018), ("seat", "head", 0.015),
        ("rear", "crank", 0.010), ("rear", "seat", 0.010), ("low", "front", 0.013), ("low", "head", 0.018)]
    frame = [loose(rod(paint, (0, *p[a]), (0, *p[b]), q)) for a, b, q in tubes]
    saddle = group(egg(stuff("leather", BLACK), 0.15, 0.06, 0.26, 0, 0.90 * s, -0.23 * s, solid=False),
        rod(steel, (0, 0.80 * s, -0.195 * s), (0, 0.92 * s, -0.23 * s), 0.012, solid=False))
    handle = [loose(bar(steel, [(-0.28, 0.98 * s, 0.26 * s), (-0.12, 0.98 * s, 0.36 * s),
                (0, 0.95 * s, 0.38 * s), (0.12, 0.98 * s, 0.36 * s), (0.28, 0.98 * s, 0.26 * s)], 0.011)),
        loose(rod(steel, (0, 0.82 * s, 0.36 * s), (0, 0.96 * s, 0.38 * s), 0.013)),
        *[loose(rod(stuff("rubber", BLACK), (k * 0.22, 0.98 * s, 0.29 * s), (k * 0.29, 0.98 * s, 0.255 * s),
                0.016)) for k in (-1, 1)]]
    pedals = [moved(group(drum(steel, 0.09, 0.008, solid=False)), 0.03, 0.28 * s, -0.06 * s,
            by=turn(z=np.pi / 2)), *[block(stuff("plastic", BLACK), 0.09, 0.02, 0.06, k * 0.12, 0.28 * s
                + k * 0.15, -0.06 * s, solid=False) for k in (-1, 1)]]
    stand = [loose(rod(steel, (0.02, 0.26 * s, -0.2 * s), (0.20, 0.01, -0.24 * s), 0.009))]
    feet = Part((), (box(0.04, 0.03, 0.1, 0, 0.015, 0.52 * s), box(0.04, 0.03, 0.1, 0, 0.015, -0.52 * s),
            box(0.05, 0.03, 0.05, 0.20, 0.015, -0.24 * s), box(0.05, 0.03, 0.05, -0.12, 0.015, 0.0),
            box(0.05, 0.5, 0.8 * s, 0, 0.55, 0.05), box(0.5, 0.05, 0.1, 0, 0.97 * s, 0.3 * s)))
    return built(paint, *wheels, *frame, saddle, *handle, *pedals, *stand, feet, mass=14)


def motorcycle(spec: Spec) -> Model:
    """A motorcycle, 2.1 m long."""
    paint, s = _paint(spec), spec.wide
    tyre, steel, black = stuff("rubber", (0.10, 0.10, 0.10)), stuff("metal", (0.72, 0.73, 0.75)), stuff(
        "leather", BLACK)
    r = 0.32
    wheel = group(torus(tyre, r - 0.06, 0.06, segments=30), torus(steel, r - 0.12, 0.012, 0, 0.05),
        drum(steel, 0.09, 0.1, 0, 0.01, solid=False, segments=16), [moved(loose(
                rod(steel, (0, 0.06, -r + 0.12), (0, 0.06, r - 0.12), 0.01)), by=turn(y=k * 1.047))
            for k in range(3)])
    wheels = [moved(loose(wheel), 0.06, r, z, by=turn(z=np.pi / 2)) for z in (0.72 * s, -0.66 * s)]
    fork = [loose(rod(steel, (x, r, 0.72 * s), (x, 0.95, 0.42 * s), 0.025)) for x in (-0.09, 0.09)]
    engine = [block(stuff("metal", (0.45, 0.46, 0.47)), 0.26, 0.28, 0.36, 0, 0.28, 0.05, bevel=0.04),
        *[slab(steel, 0.28, 0.015, 0.26, 0, 0.42 + 0.03 * k, 0.12) for k in range(5)],
        loose(moved(drum(steel, 0.045, 0.75, upper=0.055), 0.16, 0.30, -0.05, by=turn(x=-np.pi / 2 - 0.1)))]
    tank = egg(paint, 0.32, 0.28, 0.62, 0, 0.66, 0.18, solid=False, squareness=0.8)
    seat = [block(black, 0.28, 0.10, 0.62, 0, 0.70, -0.38, bevel=0.045), egg(paint, 0.22, 0.16, 0.36, 0,
            0.70, -0.66, solid=False)]
    handle = [loose(bar(steel, [(-0.36, 1.02, 0.26), (-0.15, 1.02, 0.38), (0.15, 1.02, 0.38),
                (0.36, 1.02, 0.26)], 0.016)), moved(group(drum(black, 0.10, 0.12, solid=False),
                drum(_HEAD, 0.088, 0.02, 0, 0.11, solid=False)), 0, 0.88, 0.42, by=turn(x=np.pi / 2))]
    guard = [egg(paint, 0.16, 0.10, 0.45, 0, 0.58, 0.72 * s, solid=False), block(_TAIL, 0.10, 0.06, 0.03, 0,
            0.74, -0.83, solid=False)]
    feet = Part((), (box(0.10, 0.04, 0.14, 0, 0.02, 0.72 * s), box(0.10, 0.04, 0.14, 0, 0.02, -0.66 * s),
            box(0.06, 0.04, 0.06, 0.22, 0.02, -0.05), box(0.06, 0.04, 0.06, -0.22, 0.02, -0.05),
            box(0.2, 0.5, 1.2, 0, 0.5, 0)))
    return built(paint, *wheels, *fork, *engine, tank, *seat, *handle, *guard,
        loose(rod(steel, (0.1, 0.35, -0.05), (0.22, 0.02, -0.05), 0.012)), feet,
        supports=[top(0.24, 0.5, 0.80, z=-0.36)], mass=190)


def scooter(spec: Spec) -> Model:
    """A kick scooter lying flat on its deck's runners, 0.85 m long and 0.9 m high."""
    paint, black = _paint(spec), stuff("rubber", BLACK)
    wheels = [drum(black, 0.06, 0.03, 0.015, 0.06, z, by=turn(z=np.pi / 2), solid=False, segments=16)
        for z in (0.40, -0.40)]
    return built(paint, block(paint, 0.12, 0.025, 0.62, 0, 0.07, bevel=0.008), *wheels,
        rod(paint, (0, 0.08, 0.36), (0, 0.90, 0.28), 0.016), rod(black, (-0.2, 0.90, 0.28),
            (0.2, 0.90, 0.28), 0.014), Part((), (box(0.1, 0.07, 0.1, 0, 0.035, 0.36),
                box(0.1, 0.07, 0.1, 0, 0.035, -0.38))), mass=4)


def cart_wheeled(spec: Spec) -> Model:
    """A wooden hand cart with two large wheels, 1.6 m long."""
    made = finish(spec, "wood", (0.52, 0.35, 0.21))
    sides = [block(made, 0.03, 0.26, 1.5, k * 0.42, 0.55, 0) for k in (-1, 1)] + [
        block(made, 0.84, 0.26, 0.03, 0, 0.55, k * 0.74) for k in (-1, 1)]
    legs_ = [block(made, 0.06, 0.52, 0.06, x, 0, z) for x in (-0.36, 0.36) for z in (0.66, -0.66)]
    wheel = group(torus(made, 0.40, 0.03, segments=28), drum(made, 0.07, 0.1, 0, -0.02, solid=False),
        [moved(loose(rod(made, (0, 0.03, -0.38), (0, 0.03, 0.38), 0.018)), by=turn(y=k * np.pi / 5))
            for k in range(5)])
    wheels = [moved(loose(wheel), k * 0.47 + 0.03, 0.43, 0, by=turn(z=np.pi / 2)) for k in (-1, 1)]
    shafts = [rod(made, (x, 0.6, 0.7), (x, 0.72, 1.35), 0.022) for x in (-0.34, 0.34)]
    return built(made, block(made, 0.86, 0.04, 1.5, 0, 0.51), *sides, *legs_, *wheels, *shafts,
        supports=[top(0.78, 1.4, 0.55, inside=True)], mass=55)


ENTRIES: dict[str, Entry] = {
    "car": entry(car, "ground",
        "automobile, sedan, taxi, suv, vehicle, sports car, police car, jeep, cab, race car, "
        "convertible, coupe, hatchback", rank=1, tags="vehicle outdoor"),
    "truck": entry(truck, "ground",
        "lorry, fire truck, semi truck, delivery truck, garbage truck, fire engine, tractor, "
        "trailer, tow truck, dump truck, food truck, tank, bulldozer, excavator, semi", rank=1,
        tags="vehicle outdoor"),
    "pickup": entry(pickup, "ground", "pickup truck, pick-up truck, pick up truck", rank=1,
        tags="vehicle outdoor"),
    "bus": entry(bus, "ground", "double decker bus, school bus, coach, van, minibus, tram, ambulance, "
        "double-decker bus, trolleybus, camper van, rv, camper, minivan", rank=1, tags="vehicle outdoor"),
    "train": entry(train, "ground",
        "locomotive, subway train, carriage, steam train, freight train, subway, metro, "
        "passenger train, train engine, railway car", rank=0, tags="vehicle outdoor"),
    "airplane": entry(airplane, "ground",
        "plane, aeroplane, jet, aircraft, airliner, helicopter, fighter jet, rocket, " "spaceship, glider",
        rank=0, tags="vehicle outdoor"),
    "boat": entry(boat, "ground",
        "rowboat, rowing boat, canoe, kayak, ship, sailboat, yacht, raft, gondola, "
        "fishing boat, ferry, dinghy, speedboat", rank=2, tags="vehicle outdoor"),
    "bicycle": entry(bicycle, "free", "bike, mountain bike, cycle, tricycle, road bike, unicycle", rank=3,
        tags="vehicle"),
    "motorcycle": entry(motorcycle, "ground",
        "motorbike, moped, motor scooter, vespa, dirt bike, quad bike", rank=2, tags="vehicle"),
    "scooter": entry(scooter, "free", "kick scooter, electric scooter", rank=4, tags="vehicle"),
    "cart wagon": entry(cart_wheeled, "ground",
        "wagon, hand cart, handcart, stroller, pram, baby carriage, horse cart, "
        "shopping cart, rickshaw, carriage cart, flower cart", rank=3, tags="vehicle outdoor"),
}
