"""Sofas and armchairs: straight, L-shaped, for one to six. Seat heights after DIN 68878."""
# fmt: off

from functools import partial

import numpy as np

from spatialwm.lift.text.furniture.joinery import legs
from spatialwm.lift.text.furniture.kit import WALNUT, Color, finish, style_of, trim
from spatialwm.lift.text.furniture.parts import Part, block, built, drum, egg, group, moved, rod, top
from spatialwm.lift.text.model import Model, Spec
from spatialwm.lift.text.solids import Metres, turn

__all__ = ["armchair", "sofa"]

_COVERS: tuple[Color, ...] = ((0.55, 0.58, 0.57), (0.76, 0.70, 0.61), (0.34, 0.42, 0.44), (0.60, 0.50, 0.42))


def sofa(spec: Spec) -> Model:
    """A sofa, 0.9 m deep: a love seat 1.5 m, for three 2.0 m, L-shaped with a long seat at +x when asked."""
    usual = 2 if spec.asked("loveseat", "love seat", "two seater") or spec.wide < 0.9 else 3
    seats = min(spec.number("seaters", spec.number("seats", usual)), 6)
    corner = spec.asked("l shaped", "sectional", "corner", "l", "oversized", "u shaped")
    return _upholstered(spec, seats=max(seats, 3) if corner else seats, corner=corner)


def armchair(spec: Spec) -> Model:
    """An armchair, 0.84 m wide: boxy, with rounded arms, or open arms of wood by style."""
    style = style_of(spec)
    open_arms = (style is not None and style.legs == "splayed") or spec.variant % 3 == 2
    if open_arms and not spec.asked("plush", "comfortable", "large", "club"):
        return _open_armed(spec)
    return _upholstered(spec, seats=1, corner=False)


def _upholstered(spec: Spec, *, seats: int, corner: bool) -> Model:
    """A padded body on short legs, with loose cushions to sit on and lean against."""
    made = finish(spec, "leather" if spec.asked("leather") else "fabric", _COVERS[spec.variant % 4])
    soft = partial(block, made, cell=0.14, seed=spec.tint)
    d, seat, back, low = 0.90, 0.44 * spec.tall, 0.82 * spec.tall, 0.11
    arm = (0.16, 0.22, 0.11)[spec.variant % 3]
    each = (0.60 if seats > 1 else 0.56) * spec.wide
    w, inner, base = each * seats + 2 * arm, each * seats, seat - 0.15
    parts = [
        soft(w - 0.02, base - low, d - 0.04, 0, low, 0, bevel=0.025, fill=1.6),
        soft(w - 0.02, back - base - 0.03, 0.17, 0, base, -d / 2 + 0.095, bevel=0.05, fill=1.6),
    ]
    for s in (-1, 1):
        tall = 0.60 * spec.tall - low if spec.variant % 3 != 1 else 0.56 * spec.tall - low
        parts.append(soft(arm, tall, d - 0.02, s * (w - arm) / 2, low, 0, bevel=min(0.07, arm * 0.45),
                fill=1.6))
    parts += [group(_cushions(soft, each, seat, back, d, -inner / 2 + each * (k + 0.5), spec))
        for k in range(seats)]
    supports = [top(inner, d - 0.34, seat, 0, 0.13, rim=0.015)]
    if corner:
        x, long = w / 2 - arm - each / 2, 0.75
        parts += [soft(each + arm, base - low, long, x + arm / 2, low, d / 2 + long / 2 - 0.04, bevel=0.03,
                fill=1.6), soft(each, 0.16, long, x, base - 0.01, d / 2 + long / 2 - 0.02, bevel=0.05),
            soft(arm, 0.56 - low, long * 0.2, w / 2 - arm / 2, low, d / 2 + 0.05, bevel=0.05, fill=1.6)]
        supports.append(top(each, long, seat, x, d / 2 + long / 2, rim=0.03))
        leg = drum(trim(spec, "wood", WALNUT), 0.016, low, upper=0.024, segments=12)
        parts += [moved(leg, x + s * (each / 2 - 0.06), 0, d / 2 + long - 0.1) for s in (-1, 1)]
    feet = legs(spec, trim(spec, "wood", WALNUT), w, d, low + 0.01, kind="tapered", inset=0.05, thick=0.045)
    if seats > 1 and spec.variant % 2:
        parts += [_throw_pillow(spec, s * (inner / 2 - 0.2), seat, d) for s in (-1, 1)]
    mass = 16 + 13 * seats * spec.wide + (18 if corner else 0)
    return built(made, *parts, feet, supports=supports, mass=mass, clearance=0.06)


def _cushions(
    soft: "partial[Part]", each: Metres, seat: Metres, back: Metres, depth: Metres, x: Metres, spec: Spec
) -> list[Part]:
    """One place: a seat cushion and one that leans against the back."""
    rest = soft(each - 0.01, 0.16, depth - 0.25, x, seat - 0.16, 0.11, bevel=0.05)
    lean = soft(each - 0.016, back - seat + 0.01, 0.16, bevel=0.065)
    return [rest, moved(lean, x, seat - 0.02, -depth / 2 + 0.27, by=turn(x=-0.16))]


def _throw_pillow(spec: Spec, x: Metres, seat: Metres, depth: Metres) -> Part:
    hues: tuple[Color, ...] = ((0.76, 0.58, 0.32), (0.58, 0.30, 0.26), (0.86, 0.84, 0.78), (0.30, 0.40, 0.42))
    cloth = finish(Spec(), "fabric", hues[spec.tint % 4])
    soft = egg(cloth, 0.42, 0.42, 0.14, squareness=0.45, segments=20, solid=False)
    flat = moved(egg(cloth, 0.42, 0.14, 0.42, squareness=0.3, segments=24, solid=False), by=turn(x=1.5708))
    assert soft.pieces
    return moved(flat, x, seat + 0.215, -depth / 2 + 0.42, by=turn(x=-0.28, y=-0.12 * float(np.sign(x))))


def _open_armed(spec: Spec) -> Model:
    """A cushioned seat and back in a frame of wood, 0.72 m wide."""
    wood = finish(Spec(style=spec.style, features=spec.features, material=spec.material), "wood", WALNUT)
    made = finish(Spec(color=spec.color, style=spec.style, features=spec.features), "fabric",
        _COVERS[spec.variant % 4])
    w, seat = 0.72 * spec.wide, 0.42 * spec.tall
    x = w / 2 - 0.03
    sides = [
        group(
            rod(wood, (s * x, 0, 0.32), (s * x, 0.60, 0.26), 0.016, 0.020, stand=True),
            rod(wood, (s * x, 0, -0.32), (s * x, 0.58, -0.26), 0.016, 0.020, stand=True),
            block(wood, 0.06, 0.03, 0.66, s * x, 0.59, 0, bevel=0.013),
            block(wood, 0.03, 0.05, 0.56, s * x, seat - 0.16, 0),
        )
        for s in (-1, 1)
    ]
    back = group(block(made, w - 0.14, 0.46, 0.14, bevel=0.055, cell=0.12, seed=spec.tint),
        block(wood, w - 0.08, 0.05, 0.03, 0, 0.36, -0.085), block(wood, w - 0.08, 0.05, 0.03, 0, 0.08,
            -0.085))
    cushion = block(made, w - 0.12, 0.14, 0.58, 0, seat - 0.12, 0.03, bevel=0.05, cell=0.12, seed=spec.tint)
    rails = [block(wood, w - 0.06, 0.05, 0.03, 0, seat - 0.16, z) for z in (-0.26, 0.27)]
    return built(
        wood, *sides, *rails, cushion, moved(back, 0, seat - 0.02, -0.22, by=turn(x=-0.24)),
        supports=[top(w - 0.12, 0.44, seat + 0.02, 0, 0.06, rim=0.03)], mass=15, clearance=0.06,
    )
