"""Beds. Mattress sizes: twin 0.97 x 1.90 m, full 1.37 x 1.90, queen 1.52 x 2.03, king 1.93 x 2.03 (ISPA)."""
# fmt: off

from functools import partial

import numpy as np

from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.joinery import legs
from spatialwm.lift.text.furniture.kit import LINEN, OAK, PINE, WALNUT, WHITE, finish, stuff, trim
from spatialwm.lift.text.furniture.parts import (
    Part,
    bar,
    block,
    built,
    drum,
    egg,
    four,
    group,
    moved,
    rod,
    slab,
    top,
    torus,
)
from spatialwm.lift.text.model import Model, Spec, Support, box
from spatialwm.lift.text.solids import Metres, turn

__all__ = ["ENTRIES"]

# words, width and length of the mattress [m]
_SIZES = ((("california king", "cal king"), 1.83, 2.13), (("king", "king size", "king sized", "super king"),
        1.93, 2.03), (("queen", "queen size", "queen sized"), 1.52, 2.03), (("full", "full size", "double"),
        1.37, 1.90), (("twin", "single", "twin size", "child", "kids", "narrow"), 0.97, 1.90))


def bed(spec: Spec) -> Model:
    """A bed by its size word, with a headboard of boards, padding or bars; the head is at -z."""
    if spec.asked("bunk", "loft"):
        return bunk_bed(spec)
    sizes = next(((w, d) for words, w, d in _SIZES if spec.asked(*words)), (1.50, 2.00))
    w, d, t = sizes[0] * spec.wide, sizes[1] * min(spec.wide, 1.1), spec.tall
    wood = finish(Spec(material=spec.material, style=spec.style, features=spec.features), "wood",
        (OAK, WALNUT, WHITE)[spec.variant % 3])
    low, thick = 0.14 * t, 0.17
    rail = low + thick
    parts = [block(wood, w + 0.08, thick, d + 0.06, 0, low, 0, bevel=0.012, fill=0.14, seed=spec.tint),
        legs(spec, wood, w, d, low, thick=0.06, inset=0.04), _headboard(spec, w + 0.08, t, -d / 2 - 0.03),
        _bedding(spec, w, d, rail), _curtained(w, d) if spec.asked("canopy", "four poster", "poster")
        else (), block(wood, w + 0.08, 0.32 * t, 0.04, 0, low, d / 2 + 0.03)
        if spec.asked("footboard", "sleigh") else (), block(wood, w * 0.94, 0.12, 0.5, 0, 0.02, d / 2 - 0.1,
            fill=0.3) if spec.asked("extendable", "trundle", "drawers", "storage") else ()]
    support = Support(height=rail + 0.25, half_width=float(w / 2 - 0.08), half_depth=float(d * 0.28),
        z=float(d * 0.12))
    return built(wood, *parts, supports=[support], mass=28 + 26 * w * d)


def _headboard(spec: Spec, w: Metres, tall: Metres, z: Metres) -> Part:
    """Of one plate, padded, or of bars."""
    wood = finish(Spec(material=spec.material, style=spec.style, features=spec.features), "wood",
        (OAK, WALNUT, WHITE)[spec.variant % 3])
    h = (1.25 if spec.asked("backboard", "headboard", "tall headboard") else 0.98) * tall
    kind = spec.variant // 3 % 3
    if spec.material == "metal" or (kind == 2 and spec.material is None):
        iron = trim(spec, color=(0.2, 0.2, 0.21))
        bars = [rod(iron, (x, 0.2, z), (x, h - 0.03, z), 0.009, solid=False)
            for x in np.linspace(-0.42, 0.42, 8) * w]
        posts = [rod(iron, (s * w * 0.48, 0, z), (s * w * 0.48, h, z), 0.018) for s in (-1, 1)]
        return Part(group(*bars, *posts, rod(iron, (-w * 0.48, h - 0.03, z), (w * 0.48, h - 0.03, z), 0.014,
                    solid=False)).pieces, (box(w, h, 0.03, 0, h / 2, z),))
    if kind == 1 or spec.material == "fabric":
        pad = finish(Spec(color=spec.color, style=spec.style), "fabric", (0.62, 0.58, 0.53))
        count = max(3, round(float(w) / 0.3))
        return group(block(pad, w / count - 0.006, h - 0.2, 0.08, -w / 2 + w / count * (k + 0.5), 0.2, z,
                bevel=0.03, cell=0.2, seed=k) for k in range(count))
    return group(
        block(wood, w, h - 0.15, 0.03, 0, 0.15, z, bevel=0.012, seed=spec.tint + 1),
        slab(wood, w + 0.02, 0.06, 0.05, 0, h - 0.05, z, seed=spec.tint + 2, bevel=0.015),
    )


def _bedding(spec: Spec, w: Metres, d: Metres, y: Metres) -> Part:
    """Mattress, quilt with a folded edge, pillows."""
    linen = stuff("fabric", WHITE)
    cover = finish(Spec(color=spec.color, style=spec.style, features=spec.features), "fabric",
        ((0.66, 0.71, 0.74), (0.75, 0.62, 0.52), (0.48, 0.54, 0.46), (0.83, 0.80, 0.74))[spec.variant % 4])
    fold = stuff("fabric", LINEN)
    parts = [block(linen, w, 0.20, d, 0, y, 0, bevel=0.05, cell=0.14, fill=0.8),
        block(cover, w + 0.05, 0.225, d * 0.62, 0, y + 0.02, d * 0.2, bevel=0.06, cell=0.1, solid=False,
            fill=0.25, seed=spec.tint), block(fold, w + 0.055, 0.03, d * 0.13, 0, y + 0.225, -d * 0.10,
            bevel=0.014, cell=0.1, solid=False, fill=0.4), Part((), (box(w - 0.06, 0.045, d * 0.58, 0, y
                + 0.2225, d * 0.2),))]
    count = 2 if w > 1.2 else 1
    for k in range(count):
        x = (k - (count - 1) / 2) * w * 0.48
        soft = egg(linen, min(0.66, w * 0.72), 0.16, 0.40, squareness=0.3, seed=k, segments=22)
        parts.append(moved(soft, x, y + 0.18, -d / 2 + 0.28, by=turn(x=-0.22)))
    if spec.variant % 2 and count == 2:
        parts.append(moved(egg(cover, 0.42, 0.13, 0.3, squareness=0.3), 0, y + 0.25, -d / 2 + 0.45,
                by=turn(x=-0.5)))
    return group(parts)


def _curtained(w: Metres, d: Metres) -> Part:
    made = stuff("wood", WALNUT)
    posts = four(drum(made, 0.03, 2.0, segments=12), w / 2 + 0.02, d / 2)
    rails = [block(made, w + 0.08, 0.05, 0.05, 0, 1.98, s * d / 2) for s in (-1, 1)]
    rails += [block(made, 0.05, 0.05, d, s * (w / 2 + 0.02), 1.98, 0) for s in (-1, 1)]
    cloth = stuff("fabric", LINEN)
    drapes = [drum(cloth, 0.07, 1.7, i * (w / 2), 0.28, k * (d / 2 - 0.02), upper=0.05, solid=False,
            segments=10) for i in (-1, 1) for k in (-1, 1)]
    return group(posts, *rails, *drapes)


def bunk_bed(spec: Spec) -> Model:
    """Two beds above each other with a ladder at +x, 0.98 x 1.98 x 1.70 m."""
    wood, w, d = finish(spec, "wood", PINE), 0.98 * spec.wide, 1.98
    cover = finish(Spec(style=spec.style, features=spec.features), "fabric", (0.38, 0.52, 0.64))
    parts = [four(block(wood, 0.06, 1.70, 0.06), w / 2, d / 2)]
    for y in (0.26, 1.12):
        parts += [block(wood, w, 0.10, d, 0, y, 0, fill=0.3), block(stuff("fabric", WHITE), w - 0.08, 0.14,
                d - 0.08, 0, y + 0.08, 0, bevel=0.04, cell=0.15), block(cover, w - 0.05, 0.16, d * 0.6, 0, y
                + 0.08, d * 0.17, bevel=0.05, cell=0.15, solid=False, fill=0.3),
            egg(stuff("fabric", WHITE), 0.5, 0.13, 0.36, 0, y + 0.2, -d / 2 + 0.26, squareness=0.3)]
    parts += [block(wood, 0.025, 0.09, d, s * w / 2, 1.42, 0) for s in (-1, 1)]
    parts += [block(wood, w, 0.09, 0.025, 0, y, s * d / 2) for s in (-1, 1) for y in (0.6, 1.42)]
    parts += [rod(wood, (w / 2 + 0.02, 0.3 + 0.25 * k, 0.35), (w / 2 + 0.02, 0.3 + 0.25 * k, 0.75), 0.015,
            solid=False) for k in range(5)]
    parts += [block(wood, 0.03, 1.5, 0.04, w / 2 + 0.02, 0, z) for z in (0.35, 0.75)]
    levels = [top(w - 0.2, d * 0.6, 0.50, headroom=0.55, z=0.15), top(w - 0.2, d * 0.6, 1.36, z=0.15)]
    return built(wood, *parts, supports=levels, mass=75)


def crib(spec: Spec) -> Model:
    """A cot with bars, 1.25 x 0.68 m, sides 0.95 m high."""
    made, w, d, h = finish(spec, "wood", WHITE), 1.25 * spec.wide, 0.68 * spec.wide, 0.95 * spec.tall
    posts = four(block(made, 0.045, h, 0.045, bevel=0.01), w / 2, d / 2)
    parts: list[Part] = [posts]
    for s in (-1, 1):
        parts += [block(made, w, 0.05, 0.03, 0, y, s * d / 2) for y in (0.25, h - 0.06)]
        parts += [rod(made, (x, 0.28, s * d / 2), (x, h - 0.05, s * d / 2), 0.008, solid=False, segments=6)
            for x in np.linspace(-0.43, 0.43, 11) * w]
        parts += [block(made, 0.03, h - 0.3, d, s * w / 2, 0.25, 0, bevel=0.01)]
        parts.append(Part((), (box(w, h - 0.3, 0.02, 0, (h + 0.25) / 2 - 0.03, s * d / 2),)))
    soft = finish(Spec(style=spec.style, features=spec.features), "fabric", (0.76, 0.83, 0.86))
    parts += [block(stuff("fabric", WHITE), w - 0.04, 0.12, d - 0.04, 0, 0.34, 0, bevel=0.03),
        block(made, w, 0.04, d, 0, 0.3, 0)]
    parts += [block(soft, w * 0.6, 0.05, d - 0.06, w * 0.15, 0.44, 0, bevel=0.02, solid=False),
        egg(stuff("fabric", WHITE), 0.22, 0.08, 0.34, -w * 0.36, 0.45, 0, squareness=0.3, solid=False)]
    return built(made, *parts, supports=[top(w - 0.1, d - 0.1, 0.46, inside=True, headroom=1.5)], mass=26)


def pet_bed(spec: Spec) -> Model:
    """A round cushion with a raised rim for a cat or dog, 0.65 m across."""
    made, r = finish(spec, "fabric", (0.62, 0.50, 0.40)), 0.33 * spec.wide
    inner = stuff("fabric", (0.88, 0.83, 0.74))
    return built(made, torus(made, r - 0.08, 0.08, squash=0.9, solid=True, seed=spec.tint),
        drum(inner, r - 0.09, 0.06, bevel=0.02), supports=[Support(height=0.06, half_width=r - 0.2,
                half_depth=r - 0.2, round=True, inside=True)], mass=1.6)


def mattress(spec: Spec, *, thick: Metres = 0.2, size: tuple[float, float] = (1.4, 2.0)) -> Model:
    """A mattress on the floor with its sheet."""
    made, w, d = finish(spec, "fabric", WHITE), size[0] * spec.wide, size[1]
    return built(
        made, block(made, w, thick, d, bevel=thick * 0.3, cell=0.12, seed=spec.tint),
        egg(made, min(0.6, w * 0.7), 0.13, 0.38, 0, thick * 0.95, -d / 2 + 0.3, squareness=0.3),
        supports=[top(w, d * 0.7, thick, z=d * 0.1, rim=0.06)],
    )


def hammock(spec: Spec) -> Model:
    """A hammock in its own stand, 2.6 m long across x."""
    wood, cloth = finish(Spec(material=spec.material), "wood", WALNUT), finish(Spec(color=spec.color),
        "fabric", (0.80, 0.70, 0.50))
    t = np.linspace(-1, 1, 9)
    net = [bar(cloth, [(1.0 * s, 0.45 + 0.4 * s * s, z) for s in t], 0.02, flatten=4.0, smooth=1)
        for z in (-0.24, -0.08, 0.08, 0.24)]
    arms = [bar(wood, [(s * 0.2, 0.06, 0), (s * 0.9, 0.2, 0), (s * 1.3, 1.05, 0)], 0.03) for s in (-1, 1)]
    ropes = [rod(cloth, (s * 1.0, 0.85, z), (s * 1.28, 1.02, 0), 0.006, solid=False) for s in (-1, 1)
        for z in (-0.2, 0.2)]
    hulls = Part((), (box(1.5, 0.06, 0.5, 0, 0.5, 0), box(2.4, 0.06, 0.06, 0, 0.1, 0)))
    return built(wood, *net, *arms, *ropes, hulls, block(wood, 0.06, 0.06, 1.0, -0.8, 0),
        block(wood, 0.06, 0.06, 1.0, 0.8, 0), block(wood, 2.2, 0.06, 0.06, 0, 0.03),
        supports=[top(1.2, 0.4, 0.53)], mass=24)


def tent(spec: Spec) -> Model:
    """A small tent, 2.1 x 1.5 x 1.15 m, its entrance at +z."""
    made = finish(spec, "fabric", (0.82, 0.50, 0.22))
    dark = stuff("fabric", (0.25, 0.22, 0.20))
    w, h, d = 1.5 * spec.wide, 1.15 * spec.tall, 2.1 * spec.wide
    slope = float(np.arctan2(h, w / 2))
    side = float(np.hypot(h, w / 2))
    sheets = [moved(block(made, 0.02, side, d, solid=False, bevel=0.003), s * w / 2, 0, 0,
            by=turn(z=s * (np.pi / 2 - slope))) for s in (-1, 1)]
    steps = 5
    hulls = Part((), tuple(box(w * (1 - k / steps), h / steps, d, 0, h / steps * (k + 0.5), 0)
            for k in range(steps)))
    door = [rod(dark, (s * w * 0.22, 0.01, d / 2), (0, h * 0.9, d / 2), 0.01, solid=False) for s in (-1, 1)]
    back = moved(slab(made, w * 0.7, 0.02, h * 0.7), 0, h * 0.35, -d / 2 + 0.04, by=turn(x=np.pi / 2))
    return built(made, *sheets, hulls, door, back, block(dark, w, 0.01, d), mass=6)


def tepee(spec: Spec) -> Model:
    """A child's play tent on four poles, 1.2 m across and 1.5 m high."""
    made, wood = finish(spec, "fabric", LINEN), stuff("wood", PINE)
    r, h = 0.6 * spec.wide, 1.5 * spec.tall
    poles = [rod(wood, (np.sin(a) * r, 0, np.cos(a) * r), (-np.sin(a) * 0.1, h, -np.cos(a) * 0.1), 0.012,
            solid=False) for a in np.pi / 4 + np.arange(4) * np.pi / 2]
    return built(made, drum(made, r, h * 0.86, upper=0.05, segments=4, bevel=0.002), *poles,
        drum(made, r * 0.7, 0.02), mass=4)


ENTRIES: dict[str, Entry] = {
    "bed": entry(bed, "wall", "double bed, single bed, king bed, queen bed, twin bed, king size bed, "
        "queen size bed, full bed, canopy bed, guest bed, hospital bed", rank=0, tags="bed"),
    "bunk bed": entry(bunk_bed, "wall", "bunkbed, bunk, loft bed", rank=0, tags="bed"),
    "crib": entry(crib, "wall", "cot, baby bed, cradle, bassinet, baby crib, playpen", rank=1, tags="bed"),
    "pet bed": entry(pet_bed, "corner", "dog bed, cat bed", rank=5, tags="bed"),
    "mattress": entry(mattress, "wall", "air mattress", rank=1, tags="bed"),
    "sleeping bag": entry(partial(mattress, thick=0.07, size=(0.75, 2.0)), "free", "bedroll", rank=3,
        tags="bed"),
    "hammock": entry(hammock, "free", rank=2, tags="bed outdoor"),
    "tent": entry(tent, "ground", rank=2, tags="outdoor"),
    "tepee": entry(tepee, "corner", "teepee, play tent, kids tent", rank=2, tags="toy"),
}
