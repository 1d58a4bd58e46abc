"""Screens, computers, audio, cameras and other electronics. Sizes of common models."""

from functools import partial

import numpy as np

from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.kit import BLACK, BRASS, DARK, RED, STEEL, WALNUT, WHITE, Color, Finish, finish, stuff
from spatialwm.lift.text.furniture.parts import Part, bar, block, built, drum, egg, four, group, hollow, loose, moved, panel, rod, slab, top, torus, turned
from spatialwm.lift.text.furniture.walls import printed
from spatialwm.lift.text.model import Model, Spec, box
from spatialwm.lift.text.solids import Metres, turn

__all__ = ["ENTRIES"]


def _screen(width: Metres, height: Metres, *, lit: bool, seed: int = 1, color: Color = (0.36, 0.47, 0.58)) -> Part:
    """A display's glass, bottom centre at the origin, facing +z."""
    if not lit:
        return panel(Finish(material="glass", pattern="screen", color=(0.05, 0.06, 0.08), roughness=0.12), width, height, seed=seed * 2)
    return panel(Finish(material="glass", pattern="screen", color=color, roughness=0.2), width, height, seed=seed * 2 + 1, glow=0.55)


def tv(spec: Spec) -> Model:
    """A television, 1.10 m wide, on a foot, or flat on a wall when mounted."""
    w = 1.10 * spec.wide
    h = w * 0.57
    made = finish(Spec(color=spec.color), "plastic", BLACK)
    lit = spec.asked("on", "lit", "playing")
    if spec.asked("wall mounted", "mounted", "wall"):
        return built(made, block(made, w, h, 0.04, 0, 0, 0.03, bevel=0.006), block(made, 0.4, 0.3, 0.02, 0, h / 2 - 0.15, 0.005), moved(_screen(w - 0.02, h - 0.03, lit=lit), 0, 0.018, 0.051), static=True, mass=14)
    feet = [block(made, 0.03, 0.03, 0.24, s * w * 0.34, bevel=0.008) for s in (-1, 1)]
    low = 0.06
    necks = [block(made, 0.03, 0.06, 0.05, s * w * 0.34, 0.02, 0) for s in (-1, 1)]
    return built(made, *feet, *necks, block(made, w, h, 0.04, 0, low, 0, bevel=0.006), moved(_screen(w - 0.02, h - 0.03, lit=lit), 0, low + 0.018, 0.0215), mass=14 * spec.wide**2)


def monitor(spec: Spec) -> Model:
    """A computer monitor, 0.56 m wide, on a foot; two or three beside each other when asked."""
    made = finish(spec, "plastic", BLACK)
    w, h = 0.56 * spec.wide, 0.33 * spec.wide
    low = 0.13
    return built(
        made, block(made, 0.24, 0.014, 0.20, bevel=0.005), block(made, 0.05, low + h * 0.5, 0.03, 0, 0.01, -0.05), block(made, w, h, 0.025, 0, low, 0, bevel=0.006, fill=0.5),
        moved(_screen(w - 0.014, h - 0.02, lit=not spec.asked("off"), seed=spec.tint % 50), 0, low + 0.013, 0.014), mass=5,
    )  # fmt: skip


def laptop(spec: Spec) -> Model:
    """An open laptop, 0.32 x 0.22 m, its screen to +z; closed when asked."""
    made = finish(Spec(color=spec.color, material=spec.material or "metal"), "metal", (0.70, 0.71, 0.73))
    w, d = 0.32 * spec.wide, 0.22 * spec.wide
    base = block(made, w, 0.014, d, bevel=0.004)
    if spec.asked("closed"):
        return built(made, base, block(made, w, 0.007, d, 0, 0.015, bevel=0.003), supports=[top(w, d, 0.022)], mass=1.5)
    keys = moved(panel(printed("keys", (0.17, 0.17, 0.18), material="plastic"), w * 0.86, d * 0.48), 0, 0.0145, d * 0.16, by=turn(x=-np.pi / 2))
    pad = slab(stuff("metal", (0.60, 0.61, 0.63)), w * 0.3, 0.001, d * 0.24, 0, 0.014, d * 0.33)
    lid = group(block(made, w, d * 0.96, 0.007, bevel=0.003), moved(_screen(w * 0.95, d * 0.86, lit=True, seed=spec.tint % 50), 0, d * 0.05, 0.0045))
    return built(made, base, keys, pad, moved(lid, 0, 0.012, -d * 0.48, by=turn(x=-0.30)), mass=1.5)


def flat_device(spec: Spec, *, size: tuple[float, float, float], mass: float, lit: bool = True) -> Model:
    """A tablet or phone lying on its back."""
    w, t, d = (s * spec.wide for s in size)
    made = finish(spec, "plastic", DARK)
    face = moved(_screen(w * 0.93, d * 0.93, lit=lit, seed=spec.tint % 50, color=(0.32, 0.42, 0.62)), 0, t + 0.0004, d * 0.465, by=turn(x=-np.pi / 2))
    return built(made, block(made, w, t, d, bevel=t * 0.4), face, supports=[top(w, d, t + 0.001)], mass=mass)


def keyboard(spec: Spec) -> Model:
    """A computer keyboard, 0.44 x 0.14 m."""
    made = finish(spec, "plastic", DARK)
    w, d = 0.44 * spec.wide, 0.14 * spec.wide
    keys = moved(panel(printed("keys", (0.30, 0.31, 0.33) if made.color[0] < 0.5 else (0.93, 0.93, 0.92), material="plastic"), w * 0.96, d * 0.88, thick=0.008), 0, 0.016, d * 0.44, by=turn(x=-np.pi / 2))
    return built(made, block(made, w, 0.016, d, bevel=0.005), keys, supports=[top(w, d, 0.021)], mass=0.7)


def mouse(spec: Spec) -> Model:
    """A computer mouse, 0.06 x 0.11 m."""
    made = finish(spec, "plastic", (0.22, 0.22, 0.24))
    w, d, h = 0.062 * spec.wide, 0.11 * spec.wide, 0.036 * spec.tall
    body = egg(made, w, h * 1.25, d, 0, 0, 0, squareness=0.75, segments=20)
    return built(made, loose(moved(body, 0, -0.004, 0)), Part((), (box(w * 0.8, h, d * 0.8, y=h / 2),)), slab(stuff("rubber", BLACK), 0.006, 0.012, 0.02, 0, h * 0.93, d * 0.2), slab(stuff("plastic", BLACK), 0.0015, 0.003, d * 0.36, 0, h * 0.98, d * 0.2), mass=0.1)


def tower(spec: Spec) -> Model:
    """A computer tower, 0.21 x 0.45 x 0.45 m; a gaming one has a glass side and lit fans."""
    made = finish(spec, "metal", BLACK)
    w, h, d = 0.21 * spec.wide, 0.45 * spec.tall, 0.45 * spec.wide
    parts: list[Part] = [block(made, w, h - 0.015, d, 0, 0.015, bevel=0.006, fill=0.13), four(block(stuff("rubber", BLACK), 0.03, 0.016, 0.03), w * 0.36, d * 0.4)]
    if spec.asked("gaming", "powerful", "gaming pc"):
        for k, hue in enumerate(((0.9, 0.2, 0.8), (0.25, 0.6, 1.0), (0.2, 0.95, 0.6))):
            lit = Finish(material="glass", pattern="plain", color=hue)
            parts.append(torus(lit, 0.058, 0.006, 0, 0.10 + 0.135 * k, d / 2, by=turn(x=np.pi / 2), glow=1.0))
            parts.append(drum(stuff("plastic", DARK), 0.045, 0.004, 0, 0.10 + 0.135 * k, d / 2, by=turn(x=np.pi / 2), solid=False))
        parts.append(slab(Finish(material="glass", pattern="plain", color=(0.25, 0.22, 0.40), roughness=0.1), 0.004, h - 0.06, d - 0.05, w / 2, 0.035, 0))
    else:
        parts += [slab(stuff("plastic", DARK), w - 0.03, 0.05, 0.006, 0, h - 0.08 - 0.06 * k, d / 2) for k in range(2)]
        parts += [slab(stuff("plastic", DARK), w - 0.06, 0.005, 0.004, 0, 0.06 + 0.015 * k, d / 2) for k in range(8)]
        parts.append(drum(Finish(material="plastic", pattern="plain", color=(0.3, 0.7, 1.0)), 0.008, 0.004, w * 0.3, h * 0.5, d / 2, by=turn(x=np.pi / 2), solid=False, glow=0.9))
    return built(made, *parts, supports=[top(w, d, h)], mass=9)


def printer(spec: Spec) -> Model:
    """A printer, 0.45 x 0.38 x 0.25 m, or an office copier 1.1 m high when commercial."""
    made, dark = finish(spec, "plastic", (0.88, 0.88, 0.87)), stuff("plastic", DARK)
    w, d, h = 0.45 * spec.wide, 0.38 * spec.wide, 0.25 * spec.tall
    paper = stuff("paper")
    if spec.asked("commercial", "copier", "office", "large"):
        w, d, h = 0.62 * spec.wide, 0.64 * spec.wide, 1.10 * spec.tall
        trays = [slab(dark if k % 2 else made, w - 0.04, 0.14, 0.012, 0, 0.10 + 0.155 * k, d / 2) for k in range(3)]
        grips = [slab(dark, 0.16, 0.02, 0.014, 0, 0.19 + 0.155 * k, d / 2 + 0.006) for k in range(3)]
        return built(made, block(dark, w - 0.04, 0.08, d - 0.04), block(made, w, 0.52, d, 0, 0.07, bevel=0.015, fill=0.2), block(made, w * 0.9, 0.16, d * 0.9, 0.03, 0.6, fill=0.1), block(dark, w * 0.8, 0.02, d * 0.7, -0.04, 0.6, 0.05), block(made, w, 0.24, d * 0.92, 0, 0.76, bevel=0.015, fill=0.2), block(dark, w * 0.92, 0.1, d * 0.86, 0, 1.0, bevel=0.02), *trays, *grips, moved(_screen(0.22, 0.13, lit=True), w * 0.2, 0.86, d / 2, by=turn(x=-0.6)), slab(paper, 0.28, 0.006, 0.22, 0.02, 0.62, 0.14), supports=[top(w * 0.9, d * 0.8, h)], mass=95)
    return built(made, block(made, w, h - 0.03, d, bevel=0.02, fill=0.25), block(dark, w * 0.94, 0.035, d * 0.9, 0, h - 0.035, bevel=0.01), slab(dark, w * 0.72, 0.06, 0.03, 0, 0.07, d / 2 - 0.01), slab(paper, 0.21, 0.004, 0.16, 0, 0.075, d / 2 + 0.05), moved(slab(paper, 0.21, 0.18, 0.006), 0, h - 0.02, -d * 0.38, by=turn(x=-0.3)), slab(stuff("plastic", (0.3, 0.55, 0.75)), 0.07, 0.03, 0.004, w * 0.3, h * 0.62, d / 2), supports=[top(w, d * 0.6, h, z=0.04)], mass=7.5)


def speaker(spec: Spec) -> Model:
    """A loudspeaker, 0.22 x 0.36 x 0.26 m; tall ones stand on the floor."""
    made = finish(spec, "wood", (WALNUT, BLACK)[spec.variant % 2])
    tall = spec.asked("floor", "tall", "large", "standing", "tower")
    w, d, h = 0.22 * spec.wide, 0.26 * spec.wide, (0.95 if tall else 0.36) * spec.tall
    cones: list[Part] = []
    for y, r in ([(0.86, 0.03), (0.68, 0.075), (0.45, 0.075), (0.22, 0.075)] if tall else [(0.76, 0.035), (0.36, 0.078)]):
        cones.append(moved(group(torus(stuff("rubber", BLACK), r, 0.010, segments=24), drum(stuff("paper", (0.28, 0.28, 0.29)), r, 0.008, upper=r * 0.5, solid=False), egg(stuff("plastic", DARK), r * 0.6, 0.02, r * 0.6, solid=False)), 0, h * y, d / 2, by=turn(x=np.pi / 2)))
    return built(made, block(made, w, h, d, bevel=0.008, fill=0.3, seed=spec.tint), *map(loose, cones), supports=[top(w, d, h)])


def headphones(spec: Spec) -> Model:
    """Headphones lying on their cups."""
    made = finish(spec, "plastic", DARK)
    band = moved(bar(made, [(-0.08, 0, 0), (-0.07, 0.09, 0), (0, 0.13, 0), (0.07, 0.09, 0), (0.08, 0, 0)], 0.008, flatten=1.8), 0, 0.022, -0.02, by=turn(x=-1.25))
    cups = [group(torus(stuff("leather", BLACK), 0.028, 0.013, 0, 0, 0), drum(made, 0.034, 0.02, 0, 0.012, 0, bevel=0.008)) for _ in (0, 1)]
    return built(made, moved(cups[0], -0.08, 0, 0), moved(cups[1], 0.08, 0, 0), loose(band), Part((), (box(0.2, 0.024, 0.06, 0, 0.012, -0.0), box(0.06, 0.016, 0.03, 0, 0.008, -0.12))), mass=0.3)


def remote(spec: Spec) -> Model:
    """A remote control, 0.05 x 0.18 m."""
    made = finish(spec, "plastic", (0.18, 0.18, 0.19))
    keys = [drum(stuff("rubber", (0.55, 0.56, 0.58) if k else RED), 0.0045, 0.003, 0.013 * (k % 3 - 1), 0.0195, 0.06 - 0.018 * (k // 3), solid=False, segments=10) for k in range(15)]
    return built(made, block(made, 0.05 * spec.wide, 0.02, 0.18 * spec.wide, bevel=0.007), *keys, mass=0.13)


def camera(spec: Spec) -> Model:
    """A camera, 0.14 m wide, its lens to +z."""
    made = finish(spec, "plastic", BLACK)
    lens = moved(group(drum(made, 0.034, 0.05), torus(stuff("metal"), 0.033, 0.003, 0, 0.045), drum(Finish(material="glass", pattern="plain", color=(0.15, 0.18, 0.30), roughness=0.05), 0.026, 0.004, 0, 0.048, solid=False)), 0.0, 0.042, 0.025, by=turn(x=np.pi / 2))
    stand = Part((), (box(0.10, 0.008, 0.09, 0, 0.004, 0.03),))
    return built(made, block(made, 0.13, 0.085, 0.055, bevel=0.012), lens, stand, block(made, 0.05, 0.025, 0.04, 0, 0.08), drum(stuff("metal"), 0.01, 0.012, 0.045, 0.084, segments=14), slab(stuff("leather", (0.25, 0.23, 0.22)), 0.131, 0.04, 0.056, 0, 0.02), mass=0.7)


def tripod_camera(spec: Spec) -> Model:
    """A camera or telescope on a tripod, 1.5 m high."""
    made, h = stuff("metal", BLACK), 1.35 * spec.tall
    spots = [(np.sin(a) * 0.42, np.cos(a) * 0.42) for a in np.arange(3) * 2 * np.pi / 3]
    feet = [rod(made, (x, 0, z), (x * 0.08, h, z * 0.08), 0.011, 0.016) for x, z in spots]
    base = Part((), tuple(box(0.07, 0.02, 0.07, float(x) * 0.96, 0.01, float(z) * 0.96) for x, z in spots))
    if spec.asked("telescope") or spec.variant % 2:
        body = finish(spec, "metal", (0.86, 0.87, 0.88))
        tube = moved(group(drum(body, 0.05, 0.75), drum(made, 0.06, 0.12, 0, 0.7), drum(made, 0.02, 0.1, 0, -0.1)), 0, h + 0.0, -0.3, by=turn(x=0.95))
        return built(body, *feet, base, tube, mass=6)
    body = finish(spec, "plastic", BLACK)
    return built(body, *feet, base, block(body, 0.16, 0.12, 0.22, 0, h, 0, bevel=0.02), moved(drum(body, 0.045, 0.12), 0, h + 0.06, 0.1, by=turn(x=np.pi / 2)), mass=5)


def record_player(spec: Spec) -> Model:
    """A turntable, 0.45 x 0.36 m, with a record and an open lid behind."""
    made, w, d = finish(spec, "wood", WALNUT), 0.45 * spec.wide, 0.36 * spec.wide
    disc = group(drum(stuff("plastic", BLACK), 0.15, 0.006, -0.05, 0.115, 0, segments=40, bevel=0.002), drum(stuff("paper", RED), 0.05, 0.002, -0.05, 0.1205, 0, solid=False), torus(stuff("plastic", (0.22, 0.22, 0.23)), 0.10, 0.0015, -0.05, 0.1205, 0, segments=40), torus(stuff("plastic", (0.22, 0.22, 0.23)), 0.13, 0.0015, -0.05, 0.1205, 0, segments=40))
    arm = group(drum(stuff("metal"), 0.022, 0.035, 0.16, 0.11, -0.11), loose(rod(stuff("metal"), (0.16, 0.14, -0.11), (0.06, 0.128, 0.08), 0.005)), slab(stuff("plastic", BLACK), 0.02, 0.012, 0.035, 0.058, 0.122, 0.09))
    lid = moved(block(stuff("glass", (0.62, 0.68, 0.70)), w, 0.02, d * 0.9, 0, 0, d * 0.45, fill=0.2), 0, 0.12, -d / 2, by=turn(x=-1.25))
    return built(made, block(made, w, 0.11, d, bevel=0.008, fill=0.4, seed=spec.tint), disc, arm, lid, [drum(stuff("metal"), 0.012, 0.008, 0.13 + 0.04 * k, 0.11, 0.13, segments=14) for k in range(2)], mass=6)


def record(spec: Spec) -> Model:
    """A vinyl record in its sleeve, 0.31 m square, lying."""
    t = 0.005
    made = printed("poster", spec.color or WHITE)
    face = moved(panel(made, 0.31, 0.31, seed=spec.tint % 1000), 0, t, 0.155, by=turn(x=-np.pi / 2))
    disc = drum(stuff("plastic", BLACK), 0.15, 0.002, 0.06, 0.001, 0, solid=False, segments=36)
    return built(made, block(stuff("paper", (0.3, 0.3, 0.32)), 0.315, t, 0.315), face, disc, supports=[top(0.3, 0.3, t)], mass=0.25)


def radio(spec: Spec) -> Model:
    """A table radio, 0.30 x 0.18 m."""
    made = finish(spec, "wood", WALNUT)
    w, h, d = 0.30 * spec.wide, 0.18 * spec.tall, 0.12
    knobs = [drum(stuff("metal", BRASS), 0.014, 0.014, 0.05 + 0.06 * k, h * 0.3, d / 2, by=turn(x=np.pi / 2), solid=False, segments=16) for k in range(2)]
    return built(made, block(made, w, h, d, bevel=0.025, fill=0.35, seed=spec.tint), slab(stuff("fabric", (0.75, 0.68, 0.55)), w * 0.44, h * 0.7, 0.006, -w * 0.2, h * 0.15, d / 2), slab(stuff("plastic", (0.95, 0.88, 0.65)), w * 0.34, h * 0.22, 0.006, w * 0.24, h * 0.58, d / 2), *knobs, bar(stuff("metal"), [(w * 0.4, h, -0.03), (w * 0.45, h + 0.14, -0.03), (w * 0.5, h + 0.28, -0.03)], 0.002), supports=[top(w * 0.8, d * 0.8, h)], mass=2.4)


def telephone(spec: Spec) -> Model:
    """A telephone with a cradled receiver, 0.20 m wide."""
    made = finish(spec, "plastic", (0.20, 0.20, 0.21))
    dial = moved(group(drum(stuff("metal"), 0.045, 0.006, solid=False), [drum(stuff("plastic", BLACK), 0.006, 0.008, np.sin(a) * 0.032, 0, np.cos(a) * 0.032, solid=False, segments=8) for a in np.arange(10) * 0.56]), 0, 0.055, 0.05, by=turn(x=0.5))
    receiver = [egg(made, 0.06, 0.04, 0.06, s * 0.095, 0.075, -0.03, solid=False) for s in (-1, 1)] + [bar(made, [(-0.1, 0.10, -0.03), (0, 0.125, -0.03), (0.1, 0.10, -0.03)], 0.014)]
    return built(made, block(made, 0.2, 0.06, 0.19, bevel=0.02, fill=0.5), block(made, 0.13, 0.05, 0.07, 0, 0.045, -0.04, bevel=0.015), dial, *receiver, mass=1.1)


def typewriter(spec: Spec) -> Model:
    """A typewriter with a sheet of paper, 0.34 x 0.34 m; its keys at +z."""
    made, black = finish(spec, "metal", (0.20, 0.30, 0.30)), stuff("plastic", BLACK)
    keys = [drum(stuff("plastic", LINE), 0.0085, 0.008, (i - 4.5) * 0.026 + 0.008 * (k % 2), 0.035 + 0.016 * (3 - k), 0.07 + 0.026 * k, solid=False, segments=10) for k in range(4) for i in range(10)]
    roll = moved(drum(stuff("rubber", BLACK), 0.02, 0.34), 0.17, 0.125, -0.10, by=turn(z=np.pi / 2))
    sheet = moved(panel(printed("page"), 0.21, 0.20), 0, 0.13, -0.11, by=turn(x=-0.2))
    return built(made, block(made, 0.33, 0.03, 0.34, bevel=0.012), block(made, 0.33, 0.11, 0.18, 0, 0.01, -0.075, bevel=0.025, fill=0.3), loose(roll), [drum(black, 0.026, 0.018, s * 0.19, 0.125, -0.10, by=turn(z=s * np.pi / 2), solid=False) for s in (-1, 1)], sheet, *keys, mass=7)


LINE: Color = (0.88, 0.85, 0.76)


def console(spec: Spec) -> Model:
    """A game console, 0.30 x 0.08 x 0.25 m."""
    made = finish(spec, "plastic", (WHITE, BLACK)[spec.variant % 2])
    return built(made, block(made, 0.3, 0.055, 0.25, bevel=0.012, fill=0.4), slab(stuff("plastic", BLACK), 0.302, 0.012, 0.252, 0, 0.022), slab(Finish(material="plastic", pattern="plain", color=(0.3, 0.6, 1.0)), 0.04, 0.004, 0.004, 0.1, 0.026, 0.125), supports=[top(0.28, 0.22, 0.055)], mass=2.5)


def controller(spec: Spec) -> Model:
    """A game controller, 0.16 m wide."""
    made = finish(spec, "plastic", (WHITE, BLACK)[spec.variant % 2])
    grips = [egg(made, 0.055, 0.04, 0.10, s * 0.055, 0, 0.02, by=turn(y=s * 0.3), solid=False) for s in (-1, 1)]
    sticks = [drum(stuff("rubber", DARK), 0.011, 0.016, s * 0.026, 0.034, 0.02, solid=False, segments=14) for s in (-1, 1)]
    dots = [drum(stuff("plastic", c), 0.005, 0.006, 0.055 + 0.012 * np.sin(k * 1.57), 0.036, -0.008 + 0.012 * np.cos(k * 1.57), solid=False, segments=10) for k, c in enumerate(((0.8, 0.2, 0.2), (0.2, 0.6, 0.3), (0.2, 0.4, 0.8), (0.85, 0.7, 0.2)))]
    return built(made, *grips, block(made, 0.12, 0.034, 0.06, 0, 0.004, -0.005, bevel=0.014), *sticks, *dots, Part((), (box(0.13, 0.03, 0.07, 0, 0.015, 0.01),)), mass=0.25)


def projector(spec: Spec) -> Model:
    """A projector, 0.33 m wide, its lens to +z."""
    made = finish(spec, "plastic", WHITE)
    lens = moved(group(drum(stuff("plastic", DARK), 0.035, 0.03), drum(Finish(material="glass", pattern="plain", color=(0.5, 0.6, 0.9)), 0.025, 0.004, 0, 0.028, solid=False)), -0.08, 0.06, 0.12, by=turn(x=np.pi / 2))
    vents = [slab(stuff("plastic", (0.6, 0.6, 0.6)), 0.10, 0.004, 0.004, 0.08, 0.03 + 0.012 * k, 0.122) for k in range(5)]
    return built(made, block(made, 0.33, 0.1, 0.25, 0, 0.008, bevel=0.018, fill=0.35), four(drum(stuff("rubber", DARK), 0.012, 0.01), 0.13, 0.09), loose(lens), *vents, supports=[top(0.28, 0.2, 0.108)], mass=3.5)


def vr_headset(spec: Spec) -> Model:
    """A headset with its strap."""
    made = finish(spec, "plastic", (WHITE, DARK)[spec.variant % 2])
    strap = torus(stuff("fabric", BLACK), 0.09, 0.009, 0, 0.04, -0.09, squash=1.8, segments=24)
    return built(made, block(made, 0.18, 0.10, 0.09, bevel=0.03, fill=0.4), slab(stuff("plastic", BLACK), 0.15, 0.07, 0.006, 0, 0.016, 0.044, bevel=0.002), strap, mass=0.5)


def microphone(spec: Spec) -> Model:
    """A microphone on a stand: on the floor 1.4 m, on a table 0.25 m high."""
    made = finish(spec, "metal", BLACK)
    h = (1.35 if not spec.asked("desk", "desktop", "podcast", "small") else 0.2) * spec.tall
    r = 0.15 if h > 0.5 else 0.07
    mic = group(drum(made, 0.014, 0.12, upper=0.02), egg(stuff("metal", (0.6, 0.61, 0.62)), 0.055, 0.06, 0.055, 0, 0.11, 0, solid=False))
    return built(made, drum(made, r, 0.02, bevel=0.006, fill=0.8), rod(made, (0, 0.01, 0), (0, h, 0), 0.008), moved(loose(mic), 0, h - 0.03, 0.0, by=turn(x=0.7)), mass=4 if h > 0.5 else 0.8)


def amplifier(spec: Spec) -> Model:
    """A guitar amplifier, 0.50 x 0.25 x 0.45 m."""
    made = finish(spec, "leather", (0.16, 0.16, 0.17))
    w, d, h = 0.5 * spec.wide, 0.25, 0.45 * spec.tall
    knobs = [drum(stuff("plastic", WHITE), 0.011, 0.012, -w * 0.34 + 0.07 * k, h - 0.055, d / 2, by=turn(x=np.pi / 2), solid=False, segments=12) for k in range(6)]
    return built(made, block(made, w, h, d, bevel=0.012, fill=2), slab(stuff("fabric", (0.42, 0.39, 0.34)), w - 0.05, h - 0.14, 0.008, 0, 0.03, d / 2), slab(stuff("metal", BRASS), w - 0.05, 0.055, 0.006, 0, h - 0.085, d / 2), *knobs, slab(made, 0.16, 0.02, 0.03, 0, h, 0, bevel=0.008), supports=[top(w, d, h)], mass=13)


def jukebox(spec: Spec) -> Model:
    """A jukebox with a rounded, glowing top, 0.82 x 0.60 x 1.50 m."""
    made, w, d, h = finish(spec, "wood", (0.45, 0.22, 0.13)), 0.82 * spec.wide, 0.6, 1.05 * spec.tall
    r = w / 2
    glow_ = [Finish(material="plastic", pattern="plain", color=c) for c in ((1.0, 0.55, 0.15), (0.95, 0.25, 0.35), (0.35, 0.75, 0.9))]
    arch = moved(drum(made, r, d - 0.02, segments=40), 0, h, -d / 2 + 0.01, by=turn(x=np.pi / 2))
    rings = [torus(g, r * q, 0.022, 0, h, d / 2 - 0.02, by=turn(x=np.pi / 2), segments=36, glow=0.8) for g, q in zip(glow_, (0.92, 0.78, 0.64), strict=True)]
    columns = [slab(glow_[0], 0.07, h - 0.15, 0.03, s * (r - 0.06), 0.12, d / 2 - 0.005, bevel=0.014) for s in (-1, 1)]
    face = moved(panel(printed("page", (0.96, 0.92, 0.8)), w * 0.5, 0.22, seed=4, glow=0.3), 0, h - 0.16, d / 2 + 0.008)
    grille = [slab(stuff("metal", BRASS), 0.012, 0.5, 0.012, x, 0.16, d / 2) for x in np.linspace(-0.22, 0.22, 9)]
    hull = Part((), (box(w * 0.72, r * 0.9, d - 0.02, 0, h + r * 0.42, 0),))
    return built(made, block(made, w, h, d - 0.02, fill=0.2, seed=spec.tint), loose(arch), hull, *rings, *columns, face, slab(stuff("metal"), w * 0.62, 0.03, 0.03, 0, h - 0.22, d / 2), slab(stuff("fabric", RED), 0.46, 0.5, 0.01, 0, 0.16, d / 2), *grille, mass=120)


def arcade(spec: Spec) -> Model:
    """An arcade cabinet, 0.65 x 0.75 x 1.70 m."""
    made, w, h = finish(spec, "wood", (0.13, 0.14, 0.22)), 0.65 * spec.wide, 1.7 * spec.tall
    screen = moved(_screen(w - 0.12, 0.42, lit=True, seed=2, color=(0.55, 0.30, 0.75)), 0, 1.02, 0.06, by=turn(x=-0.3))
    sign_ = panel(Finish(material="plastic", pattern="poster", color=(0.95, 0.9, 0.9)), w - 0.06, 0.2, 0, h - 0.23, 0.262, seed=7, glow=0.6)
    desk_ = group(block(made, w, 0.08, 0.32, 0, 0.84, 0.2, bevel=0.02), rod(stuff("metal"), (-0.15, 0.92, 0.22), (-0.15, 0.99, 0.22), 0.006, solid=False), egg(stuff("plastic", RED), 0.035, 0.035, 0.035, -0.15, 0.98, 0.22, solid=False), [drum(stuff("plastic", c), 0.016, 0.01, 0.05 + 0.05 * k, 0.92, 0.22, solid=False, segments=14) for k, c in enumerate((RED, (0.2, 0.4, 0.8), (0.9, 0.75, 0.2)))])
    return built(made, block(made, w, 0.86, 0.62, fill=0.15), block(made, w, h - 0.84, 0.34, 0, 0.84, -0.14, fill=0.15), block(made, w, 0.26, 0.55, 0, h - 0.26, -0.02, fill=0.2), screen, sign_, desk_, slab(stuff("metal", DARK), 0.2, 0.2, 0.01, 0, 0.35, 0.31), mass=95)


def vending(spec: Spec) -> Model:
    """A vending machine, 0.95 x 0.80 x 1.83 m, with rows of goods behind glass."""
    made, w, d, h = finish(spec, "metal", (0.68, 0.12, 0.12)), 0.95 * spec.wide, 0.8, 1.83 * spec.tall
    hues = (RED, (0.15, 0.45, 0.75), (0.95, 0.75, 0.2), (0.2, 0.55, 0.3), (0.9, 0.5, 0.15))
    goods = [drum(stuff("plastic", hues[(i * 2 + k) % 5]), 0.032, 0.14, -w / 2 + 0.11 + 0.095 * i, 0.62 + 0.21 * k, d / 2 - 0.035, solid=False, segments=10) for i in range(6) for k in range(5)]
    shelves = [slab(stuff("metal"), w * 0.66, 0.012, 0.06, -w * 0.13, 0.60 + 0.21 * k, d / 2 - 0.03) for k in range(6)]
    back = slab(stuff("plastic", WHITE), w * 0.68, h - 0.75, 0.01, -w * 0.13, 0.58, d / 2 - 0.075)
    return built(made, block(made, w, h, d - 0.08, 0, 0, -0.04, fill=0.06), back, slab(made, w, 0.56, 0.08, 0, 0, d / 2 - 0.04), slab(made, w, 0.16, 0.08, 0, h - 0.16, d / 2 - 0.04), slab(made, w * 0.26, h - 0.7, 0.08, w * 0.37, 0.55, d / 2 - 0.04), slab(made, 0.04, h - 0.7, 0.08, -w / 2 + 0.02, 0.55, d / 2 - 0.04), *goods, *shelves, slab(stuff("plastic", BLACK), w * 0.5, 0.2, 0.01, -w * 0.1, 0.22, d / 2), moved(_screen(0.14, 0.1, lit=True), w * 0.37, 1.2, d / 2 + 0.003), slab(stuff("metal"), 0.06, 0.12, 0.01, w * 0.37, 1.0, d / 2), supports=[top(w, d, h)], mass=260)


def printer_3d(spec: Spec) -> Model:
    """A 3D printer: a gantry over a bed with a print on it, 0.42 x 0.42 x 0.48 m."""
    made, w, h = finish(spec, "metal", DARK), 0.42 * spec.wide, 0.48 * spec.tall
    goods = turned(stuff("plastic", (0.90, 0.45, 0.15)), [(0.05, 0), (0.035, 0.04), (0.05, 0.09), (0.03, 0.12)], 0, 0.10, 0.0, segments=18, solid=False)
    return built(
        made, block(made, w, 0.06, w, bevel=0.006, fill=0.3), [block(made, 0.035, h - 0.06, 0.035, s * (w / 2 - 0.02), 0.06, -0.02) for s in (-1, 1)], block(made, w, 0.04, 0.05, 0, h - 0.04, -0.02), block(stuff("glass", (0.25, 0.28, 0.30)), w * 0.62, 0.01, w * 0.62, 0, 0.085, 0),
        block(made, 0.1, 0.03, 0.2, 0, 0.06), block(made, w - 0.05, 0.025, 0.025, 0, h * 0.62, -0.02), block(stuff("plastic", BLACK), 0.06, 0.08, 0.06, 0.02, h * 0.58, 0.0, bevel=0.01), loose(rod(stuff("metal", BRASS), (0.02, h * 0.53, 0.02), (0.02, h * 0.58, 0.02), 0.002, 0.008)), goods,
        torus(stuff("plastic", (0.90, 0.45, 0.15)), 0.07, 0.028, 0.0, h - 0.07, -0.10, by=turn(x=np.pi / 2)), moved(_screen(0.08, 0.05, lit=True), w * 0.28, 0.006, w / 2, by=turn(x=-0.1)), mass=8,
    )  # fmt: skip


def alarm_clock(spec: Spec) -> Model:
    """A bedside clock: two bells on a round case, or digits."""
    made = finish(spec, "metal", (0.70, 0.20, 0.18) if spec.variant % 2 else BRASS)
    if spec.asked("digital"):
        lit = panel(Finish(material="plastic", pattern="page", color=(0.9, 0.2, 0.15)), 0.12, 0.045, 0, 0.015, 0.031, glow=0.7)
        return built(stuff("plastic"), block(stuff("plastic", BLACK), 0.16, 0.07, 0.06, bevel=0.012), lit, mass=0.35)
    r = 0.055 * spec.wide
    face = group(drum(made, r, 0.045, segments=30), drum(stuff("paper"), r * 0.88, 0.003, 0, 0.044, solid=False), slab(stuff("metal", BLACK), 0.004, 0.003, r * 0.6, 0, 0.047, -r * 0.25), slab(stuff("metal", BLACK), r * 0.45, 0.003, 0.005, r * 0.2, 0.047, 0))
    feet = [drum(made, 0.006, 0.03, s * r * 0.6, 0, 0, solid=False, segments=8) for s in (-1, 1)]
    bells = [egg(made, 0.045, 0.03, 0.045, s * r * 0.6, 2 * r + 0.008, 0, solid=False) for s in (-1, 1)]
    return built(made, moved(loose(face), 0, r + 0.012, -0.022, by=turn(x=np.pi / 2)), *feet, *bells, Part((), (box(r * 1.4, 2 * r, 0.05, 0, r + 0.005, 0), box(r * 1.4, 0.01, 0.05, 0, 0.005, 0))), mass=0.35)


def small_box(spec: Spec, *, size: tuple[float, float, float], color: Color, mass: float, lights: int = 3) -> Model:
    """A small closed device with a few lights in front."""
    made = finish(spec, "plastic", color)
    w, h, d = size[0] * spec.wide, size[1] * spec.tall, size[2] * spec.wide
    dots = [block(Finish(material="plastic", pattern="plain", color=(0.3, 0.9, 0.4)), 0.006, 0.006, 0.003, -w * 0.3 + 0.02 * k, h * 0.4, d / 2, solid=False, glow=0.8) for k in range(lights)]
    return built(made, block(made, w, h, d, bevel=min(w, h, d) * 0.2, fill=0.4), *dots, supports=[top(w, d, h)], mass=mass)


def globe(spec: Spec) -> Model:
    """A globe on a stand, 0.30 m across."""
    made, r = finish(spec, "wood", WALNUT), 0.14 * spec.wide
    earth = printed("map", WHITE)
    ring_ = moved(torus(stuff("metal", BRASS), r + 0.012, 0.005, segments=32), 0, r + 0.07, 0, by=turn(x=np.pi / 2))
    return built(made, drum(made, r * 0.7, 0.02, bevel=0.008), drum(made, 0.014, 0.06, 0, 0.015), egg(earth, 2 * r, 2 * r, 2 * r, 0, 0.07, 0, segments=28, by=None), ring_, mass=1.5)


_ = (STEEL, hollow, Metres)
ENTRIES: dict[str, Entry] = {
    "tv": entry(tv, "top", "television, tv set, flat screen, flatscreen, television set, flat screen tv, flat-screen tv, smart tv, display", rank=6, tags="screen electronics"),
    "monitor": entry(monitor, "top", "screen, computer monitor, computer screen, display screen, desktop monitor, computer, desktop computer, desktop, imac", rank=6, tags="screen electronics"),
    "laptop": entry(laptop, "top", "notebook computer, macbook, laptop computer, chromebook", rank=6, tags="screen electronics"),
    "tablet": entry(partial(flat_device, size=(0.175, 0.008, 0.245), mass=0.5), "top", "ipad, e-reader, kindle, ereader, graphics tablet, drawing tablet", rank=7, tags="electronics"),
    "cell phone": entry(partial(flat_device, size=(0.072, 0.008, 0.148), mass=0.18), "top", "phone, smartphone, cellphone, mobile phone, iphone, mobile", rank=7, tags="electronics"),
    "keyboard": entry(keyboard, "top", "computer keyboard", rank=7, tags="electronics"),
    "mouse": entry(mouse, "top", "computer mouse, electronic peripheral, webcam, peripheral, trackpad", rank=7, tags="electronics"),
    "gaming pc": entry(tower, "free", "pc, computer tower, desktop pc, pc tower, computer case, gaming computer, cpu, tower pc", rank=6, tags="electronics"),
    "printer": entry(printer, "top", "scanner, copier, photocopier, commercial printer, fax machine, copy machine", rank=5, tags="electronics"),
    "speaker": entry(speaker, "free", "loudspeaker, stereo, subwoofer, bookshelf speaker, sound system, boombox, hi-fi, hifi, stereo system", rank=5, tags="electronics music"),
    "headphones": entry(headphones, "top", "headphone, headset, earphones, earphone, earbuds", rank=7, tags="electronics"),
    "remote": entry(remote, "top", "remote control, tv remote, controller remote", rank=7, tags="electronics"),
    "camera": entry(camera, "top", "digital camera, photo camera, security camera, dslr, polaroid", rank=7, tags="electronics"),
    "tripod": entry(tripod_camera, "corner", "telescope, video camera, camera tripod, microscope stand, surveying instrument", rank=5, tags="electronics"),
    "record player": entry(record_player, "top", "turntable, phonograph, gramophone, vinyl player, dj deck, dj booth", rank=6, tags="electronics music"),
    "record": entry(record, "inside", "vinyl record, vinyl, lp, album, cd, dvd, vinyl records", rank=7, tags="music"),
    "radio": entry(radio, "top", "transistor radio, alarm radio, cassette player", rank=6, tags="electronics"),
    "telephone": entry(telephone, "top", "landline, rotary phone, landline phone, office phone", rank=7, tags="electronics"),
    "typewriter": entry(typewriter, "top", rank=6, tags="electronics"),
    "game console": entry(console, "top", "playstation, xbox, console box, video game console, gaming console, dvd player, vcr, nintendo, blu-ray player, receiver, set top box", rank=6, tags="electronics"),
    "game controller": entry(controller, "top", "controller, gamepad, joystick, video game controller, wii remote", rank=7, tags="electronics"),
    "projector": entry(projector, "top", "film projector, overhead projector, beamer", rank=6, tags="electronics"),
    "vr headset": entry(vr_headset, "top", rank=7, tags="electronics"),
    "microphone": entry(microphone, "free", "mic, microphone stand, mic stand", rank=5, tags="electronics music"),
    "amplifier": entry(amplifier, "free", "amp, guitar amp, guitar amplifier", rank=5, tags="electronics music"),
    "jukebox": entry(jukebox, "wall", rank=2, tags="electronics music"),
    "arcade machine": entry(arcade, "wall", "arcade cabinet, arcade game, pinball machine, slot machine, arcade, claw machine", rank=2, tags="electronics toy"),
    "vending machine": entry(vending, "wall", "drinks machine, snack machine, atm, ticket machine, cash machine", rank=1, tags="electronics"),
    "3d printer": entry(printer_3d, "top", "3-d printer, laser cutter, cnc machine", rank=4, tags="electronics tool"),
    "alarm clock": entry(alarm_clock, "top", "bedside clock, table clock, desk clock, digital clock, mantel clock, timer, egg timer", rank=7, tags="electronics"),
    "router": entry(partial(small_box, size=(0.22, 0.035, 0.15), color=WHITE, mass=0.4), "top", "modem, hard drive, network switch, power strip, charger, wifi router, extension cord, power bank", rank=7, tags="electronics"),
    "globe": entry(globe, "top", "world globe", rank=6, tags=""),
}  # fmt: skip
