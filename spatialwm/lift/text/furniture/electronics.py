"""Screens, computers, audio, cameras and other electronics. Sizes of common models."""
# fmt: off

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
)
from spatialwm.lift.text.furniture.walls import printed
from spatialwm.lift.text.model import Model, Spec, box
from spatialwm.lift.text.solids import Metres, turn

__all__ = ["ENTRIES", "screen"]


def screen(width: Metres, height: Metres, *, lit: bool, seed: int = 1, color: Color = (0.36, 0.47,
        0.58)) -> Part:
    """A display's glass, bottom centre at the origin, facing +z."""
    if not lit:
        return panel(Finish(material="glass", pattern="screen", color=(0.05, 0.06, 0.08), roughness=0.12),
            width, height, seed=seed * 2)
    return panel(Finish(material="glass", pattern="screen", color=color, roughness=0.2), width, height,
        seed=seed * 2 + 1, glow=0.55)


def tv(spec: Spec) -> Model:
    """A television, 1.10 m wide, on a foot, or flat on a wall when mounted."""
    w = 1.10 * spec.wide
    h = w * 0.57
    made = finish(Spec(color=spec.color), "plastic", BLACK)
    lit = spec.asked("on", "lit", "playing")
    if spec.asked("wall mounted", "mounted", "wall"):
        return built(made, block(made, w, h, 0.04, 0, 0, 0.03, bevel=0.006), block(made, 0.4, 0.3, 0.02, 0,
                h / 2 - 0.15, 0.005), moved(screen(w - 0.02, h - 0.03, lit=lit), 0, 0.018, 0.051),
            static=True, mass=14)
    feet = [block(made, 0.03, 0.03, 0.24, s * w * 0.34, bevel=0.008) for s in (-1, 1)]
    low = 0.06
    necks = [block(made, 0.03, 0.06, 0.05, s * w * 0.34, 0.02, 0) for s in (-1, 1)]
    return built(made, *feet, *necks, block(made, w, h, 0.04, 0, low, 0, bevel=0.006),
        moved(screen(w - 0.02, h - 0.03, lit=lit), 0, low + 0.018, 0.0215), mass=14 * spec.wide**2)


def monitor(spec: Spec) -> Model:
    """A computer monitor, 0.56 m wide, on a foot; two or three beside each other when asked."""
    made = finish(spec, "plastic", BLACK)
    w, h = 0.56 * spec.wide, 0.33 * spec.wide
    low = 0.13
    return built(made, block(made, 0.24, 0.014, 0.20, bevel=0.005), block(made, 0.05, low + h * 0.5, 0.03,
            0, 0.01, -0.05), block(made, w, h, 0.025, 0, low, 0, bevel=0.006, fill=0.5),
        moved(screen(w - 0.014, h - 0.02, lit=not spec.asked("off"), seed=spec.tint % 50), 0, low + 0.013,
            0.014), mass=5)


def laptop(spec: Spec) -> Model:
    """An open laptop, 0.32 x 0.22 m, its screen to +z; closed when asked."""
    made = finish(Spec(color=spec.color, material=spec.material or "metal"), "metal", (0.70, 0.71, 0.73))
    w, d = 0.32 * spec.wide, 0.22 * spec.wide
    base = block(made, w, 0.014, d, bevel=0.004)
    if spec.asked("closed"):
        return built(made, base, block(made, w, 0.007, d, 0, 0.015, bevel=0.003),
            supports=[top(w, d, 0.022)], mass=1.5)
    keys = moved(panel(printed("keys", (0.17, 0.17, 0.18), material="plastic"), w * 0.86, d * 0.48), 0,
        0.0145, d * 0.16, by=turn(x=-np.pi / 2))
    pad = slab(stuff("metal", (0.60, 0.61, 0.63)), w * 0.3, 0.001, d * 0.24, 0, 0.014, d * 0.33)
    lid = group(block(made, w, d * 0.96, 0.007, bevel=0.003), moved(screen(w * 0.95, d * 0.86, lit=True,
                seed=spec.tint % 50), 0, d * 0.05, 0.0045))
    return built(made, base, keys, pad, moved(lid, 0, 0.012, -d * 0.48, by=turn(x=-0.30)), mass=1.5)


def flat_device(spec: Spec, *, size: tuple[float, float, float], mass: float, lit: bool = True) -> Model:
    """A tablet or phone lying on its back."""
    w, t, d = (s * spec.wide for s in size)
    made = finish(spec, "plastic", DARK)
    face = moved(screen(w * 0.93, d * 0.93, lit=lit, seed=spec.tint % 50, color=(0.32, 0.42, 0.62)), 0, t
        + 0.0004, d * 0.465, by=turn(x=-np.pi / 2))
    return built(made, block(made, w, t, d, bevel=t * 0.4), face, supports=[top(w, d, t + 0.001)], mass=mass)


def keyboard(spec: Spec) -> Model:
    """A computer keyboard, 0.44 x 0.14 m."""
    made = finish(spec, "plastic", DARK)
    w, d = 0.44 * spec.wide, 0.14 * spec.wide
    keys = moved(panel(printed("keys", (0.30, 0.31, 0.33) if made.color[0] < 0.5 else (0.93, 0.93, 0.92),
                material="plastic"), w * 0.96, d * 0.88, thick=0.008), 0, 0.016, d * 0.44,
        by=turn(x=-np.pi / 2))
    return built(made, block(made, w, 0.016, d, bevel=0.005), keys, supports=[top(w, d, 0.021)], mass=0.7)


def mouse(spec: Spec) -> Model:
    """A computer mouse, 0.06 x 0.11 m."""
    made = finish(spec, "plastic", (0.22, 0.22, 0.24))
    w, d, h = 0.062 * spec.wide, 0.11 * spec.wide, 0.036 * spec.tall
    body = egg(made, w, h * 1.25, d, 0, 0, 0, squareness=0.75, segments=20)
    return built(made, loose(moved(body, 0, -0.004, 0)), Part((), (box(w * 0.8, h, d * 0.8, y=h / 2),)),
        slab(stuff("rubber", BLACK), 0.006, 0.012, 0.02, 0, h * 0.93, d * 0.2),
        slab(stuff("plastic", BLACK), 0.0015, 0.003, d * 0.36, 0, h * 0.98, d * 0.2), mass=0.1)


def tower(spec: Spec) -> Model:
    """A computer tower, 0.21 x 0.45 x 0.45 m; a gaming one has a glass side and lit fans."""
    made = finish(spec, "metal", BLACK)
    w, h, d = 0.21 * spec.wide, 0.45 * spec.tall, 0.45 * spec.wide
    parts: list[Part] = [block(made, w, h - 0.015, d, 0, 0.015, bevel=0.006, fill=0.13),
        four(block(stuff("rubber", BLACK), 0.03, 0.016, 0.03), w * 0.36, d * 0.4)]
    if spec.asked("gaming", "powerful", "gaming pc"):
        for k, hue in enumerate(((0.9, 0.2, 0.8), (0.25, 0.6, 1.0), (0.2, 0.95, 0.6))):
            lit = Finish(material="glass", pattern="plain", color=hue)
            parts.append(torus(lit, 0.058, 0.006, 0, 0.10 + 0.135 * k, d / 2, by=turn(x=np.pi / 2), glow=1.0))
            parts.append(drum(stuff("plastic", DARK), 0.045, 0.004, 0, 0.10 + 0.135 * k, d / 2,
                    by=turn(x=np.pi / 2), solid=False))
        parts.append(slab(Finish(material="glass", pattern="plain", color=(0.25, 0.22, 0.40),
                    roughness=0.1), 0.004, h - 0.06, d - 0.05, w / 2, 0.035, 0))
    else:
        parts += [slab(stuff("plastic", DARK), w - 0.03, 0.05, 0.006, 0, h - 0.08 - 0.06 * k, d / 2)
            for k in range(2)]
        parts += [slab(stuff("plastic", DARK), w - 0.06, 0.005, 0.004, 0, 0.06 + 0.015 * k, d / 2)
            for k in range(8)]
        parts.append(drum(Finish(material="plastic", pattern="plain", color=(0.3, 0.7, 1.0)), 0.008, 0.004,
                w * 0.3, h * 0.5, d / 2, by=turn(x=np.pi / 2), solid=False, glow=0.9))
    return built(made, *parts, supports=[top(w, d, h)], mass=9)


def remote(spec: Spec) -> Model:
    """A remote control, 0.05 x 0.18 m."""
    made = finish(spec, "plastic", (0.18, 0.18, 0.19))
    keys = [drum(stuff("rubber", (0.55, 0.56, 0.58) if k else RED), 0.0045, 0.003, 0.013 * (k % 3 - 1),
            0.0195, 0.06 - 0.018 * (k // 3), solid=False, segments=10) for k in range(15)]
    return built(made, block(made, 0.05 * spec.wide, 0.02, 0.18 * spec.wide, bevel=0.007), *keys, mass=0.13)


def camera(spec: Spec) -> Model:
    """A camera, 0.14 m wide, its lens to +z."""
    made = finish(spec, "plastic", BLACK)
    lens = moved(group(drum(made, 0.034, 0.05), torus(stuff("metal"), 0.033, 0.003, 0, 0.045),
            drum(Finish(material="glass", pattern="plain", color=(0.15, 0.18, 0.30), roughness=0.05), 0.026,
                0.004, 0, 0.048, solid=False)), 0.0, 0.042, 0.025, by=turn(x=np.pi / 2))
    stand = Part((), (box(0.10, 0.008, 0.09, 0, 0.004, 0.03),))
    return built(made, block(made, 0.13, 0.085, 0.055, bevel=0.012), lens, stand,
        block(made, 0.05, 0.025, 0.04, 0, 0.08), drum(stuff("metal"), 0.01, 0.012, 0.045, 0.084,
            segments=14), slab(stuff("leather", (0.25, 0.23, 0.22)), 0.131, 0.04, 0.056, 0, 0.02), mass=0.7)


def tripod_camera(spec: Spec) -> Model:
    """A camera or telescope on a tripod, 1.5 m high."""
    made, h = stuff("metal", BLACK), 1.35 * spec.tall
    spots = [(np.sin(a) * 0.42, np.cos(a) * 0.42) for a in np.arange(3) * 2 * np.pi / 3]
    feet = [rod(made, (x, 0, z), (x * 0.08, h, z * 0.08), 0.011, 0.016) for x, z in spots]
    base = Part((), tuple(box(0.07, 0.02, 0.07, float(x) * 0.96, 0.01, float(z) * 0.96) for x, z in spots))
    if spec.asked("telescope") or spec.variant % 2:
        body = finish(spec, "metal", (0.86, 0.87, 0.88))
        tube = moved(group(drum(body, 0.05, 0.75), drum(made, 0.06, 0.12, 0, 0.7),
                drum(made, 0.02, 0.1, 0, -0.1)), 0, h + 0.0, -0.3, by=turn(x=0.95))
        return built(body, *feet, base, tube, mass=6)
    body = finish(spec, "plastic", BLACK)
    return built(body, *feet, base, block(body, 0.16, 0.12, 0.22, 0, h, 0, bevel=0.02),
        moved(drum(body, 0.045, 0.12), 0, h + 0.06, 0.1, by=turn(x=np.pi / 2)), mass=5)


def telephone(spec: Spec) -> Model:
    """A telephone with a cradled receiver, 0.20 m wide."""
    made = finish(spec, "plastic", (0.20, 0.20, 0.21))
    dial = moved(group(drum(stuff("metal"), 0.045, 0.006, solid=False), [drum(stuff("plastic", BLACK),
                0.006, 0.008, np.sin(a) * 0.032, 0, np.cos(a) * 0.032, solid=False, segments=8)
                for a in np.arange(10) * 0.56]), 0, 0.055, 0.05, by=turn(x=0.5))
    receiver = [egg(made, 0.06, 0.04, 0.06, s * 0.095, 0.075, -0.03, solid=False) for s in (-1, 1)] + [
        bar(made, [(-0.1, 0.10, -0.03), (0, 0.125, -0.03), (0.1, 0.10, -0.03)], 0.014)]
    return built(made, block(made, 0.2, 0.06, 0.19, bevel=0.02, fill=0.5), block(made, 0.13, 0.05, 0.07, 0,
            0.045, -0.04, bevel=0.015), dial, *receiver, mass=1.1)


def typewriter(spec: Spec) -> Model:
    """A typewriter with a sheet of paper, 0.34 x 0.34 m; its keys at +z."""
    made, black = finish(spec, "metal", (0.20, 0.30, 0.30)), stuff("plastic", BLACK)
    keys = [drum(stuff("plastic", LINE), 0.0085, 0.008, (i - 4.5) * 0.026 + 0.008 * (k % 2), 0.035
            + 0.016 * (3 - k), 0.07 + 0.026 * k, solid=False, segments=10) for k in range(4)
        for i in range(10)]
    roll = moved(drum(stuff("rubber", BLACK), 0.02, 0.34), 0.17, 0.125, -0.10, by=turn(z=np.pi / 2))
    sheet = moved(panel(printed("page"), 0.21, 0.20), 0, 0.13, -0.11, by=turn(x=-0.2))
    return built(made, block(made, 0.33, 0.03, 0.34, bevel=0.012), block(made, 0.33, 0.11, 0.18, 0, 0.01,
            -0.075, bevel=0.025, fill=0.3), loose(roll), [drum(black, 0.026, 0.018, s * 0.19, 0.125, -0.10,
                by=turn(z=s * np.pi / 2), solid=False) for s in (-1, 1)], sheet, *keys, mass=7)


LINE: Color = (0.88, 0.85, 0.76)


def console(spec: Spec) -> Model:
    """A game console, 0.30 x 0.08 x 0.25 m."""
    made = finish(spec, "plastic", (WHITE, BLACK)[spec.variant % 2])
    return built(made, block(made, 0.3, 0.055, 0.25, bevel=0.012, fill=0.4), slab(stuff("plastic", BLACK),
            0.302, 0.012, 0.252, 0, 0.022), slab(Finish(material="plastic", pattern="plain",
                color=(0.3, 0.6, 1.0)), 0.04, 0.004, 0.004, 0.1, 0.026, 0.125),
        supports=[top(0.28, 0.22, 0.055)], mass=2.5)


def controller(spec: Spec) -> Model:
    """A game controller, 0.16 m wide."""
    made = finish(spec, "plastic", (WHITE, BLACK)[spec.variant % 2])
    grips = [egg(made, 0.055, 0.04, 0.10, s * 0.055, 0, 0.02, by=turn(y=s * 0.3), solid=False)
        for s in (-1, 1)]
    sticks = [drum(stuff("rubber", DARK), 0.011, 0.016, s * 0.026, 0.034, 0.02, solid=False, segments=14)
        for s in (-1, 1)]
    dots = [drum(stuff("plastic", c), 0.005, 0.006, 0.055 + 0.012 * np.sin(k * 1.57), 0.036, -0.008
            + 0.012 * np.cos(k * 1.57), solid=False, segments=10) for k, c in enumerate(
            ((0.8, 0.2, 0.2), (0.2, 0.6, 0.3), (0.2, 0.4, 0.8), (0.85, 0.7, 0.2)))]
    return built(made, *grips, block(made, 0.12, 0.034, 0.06, 0, 0.004, -0.005, bevel=0.014), *sticks,
        *dots, Part((), (box(0.13, 0.03, 0.07, 0, 0.015, 0.01),)), mass=0.25)


def projector(spec: Spec) -> Model:
    """A projector, 0.33 m wide, its lens to +z."""
    made = finish(spec, "plastic", WHITE)
    lens = moved(group(drum(stuff("plastic", DARK), 0.035, 0.03), drum(
                Finish(material="glass", pattern="plain", color=(0.5, 0.6, 0.9)), 0.025, 0.004, 0, 0.028,
                solid=False)), -0.08, 0.06, 0.12, by=turn(x=np.pi / 2))
    vents = [slab(stuff("plastic", (0.6, 0.6, 0.6)), 0.10, 0.004, 0.004, 0.08, 0.03 + 0.012 * k, 0.122)
        for k in range(5)]
    return built(made, block(made, 0.33, 0.1, 0.25, 0, 0.008, bevel=0.018, fill=0.35),
        four(drum(stuff("rubber", DARK), 0.012, 0.01), 0.13, 0.09), loose(lens), *vents,
        supports=[top(0.28, 0.2, 0.108)], mass=3.5)


def vr_headset(spec: Spec) -> Model:
    """A headset with its strap."""
    made = finish(spec, "plastic", (WHITE, DARK)[spec.variant % 2])
    strap = torus(stuff("fabric", BLACK), 0.09, 0.009, 0, 0.04, -0.09, squash=1.8, segments=24)
    return built(made, block(made, 0.18, 0.10, 0.09, bevel=0.03, fill=0.4), slab(stuff("plastic", BLACK),
            0.15, 0.07, 0.006, 0, 0.016, 0.044, bevel=0.002), strap, mass=0.5)


def alarm_clock(spec: Spec) -> Model:
    """A bedside clock: two bells on a round case, or digits."""
    made = finish(spec, "metal", (0.70, 0.20, 0.18) if spec.variant % 2 else BRASS)
    if spec.asked("digital"):
        lit = panel(Finish(material="plastic", pattern="page", color=(0.9, 0.2, 0.15)), 0.12, 0.045, 0,
            0.015, 0.031, glow=0.7)
        return built(stuff("plastic"), block(stuff("plastic", BLACK), 0.16, 0.07, 0.06, bevel=0.012), lit,
            mass=0.35)
    r = 0.055 * spec.wide
    face = group(drum(made, r, 0.045, segments=30), drum(stuff("paper"), r * 0.88, 0.003, 0, 0.044,
            solid=False), slab(stuff("metal", BLACK), 0.004, 0.003, r * 0.6, 0, 0.047, -r * 0.25),
        slab(stuff("metal", BLACK), r * 0.45, 0.003, 0.005, r * 0.2, 0.047, 0))
    feet = [drum(made, 0.006, 0.03, s * r * 0.6, 0, 0, solid=False, segments=8) for s in (-1, 1)]
    bells = [egg(made, 0.045, 0.03, 0.045, s * r * 0.6, 2 * r + 0.008, 0, solid=False) for s in (-1, 1)]
    return built(made, moved(loose(face), 0, r + 0.012, -0.022, by=turn(x=np.pi / 2)), *feet, *bells,
        Part((), (box(r * 1.4, 2 * r, 0.05, 0, r + 0.005, 0), box(r * 1.4, 0.01, 0.05, 0, 0.005, 0))),
        mass=0.35)


def small_box(spec: Spec, *, size: tuple[float, float, float], color: Color, mass: float,
        lights: int = 3) -> Model:
    """A small closed device with a few lights in front."""
    made = finish(spec, "plastic", color)
    w, h, d = size[0] * spec.wide, size[1] * spec.tall, size[2] * spec.wide
    dots = [block(Finish(material="plastic", pattern="plain", color=(0.3, 0.9, 0.4)), 0.006, 0.006, 0.003,
            -w * 0.3 + 0.02 * k, h * 0.4, d / 2, solid=False, glow=0.8) for k in range(lights)]
    return built(made, block(made, w, h, d, bevel=min(w, h, d) * 0.2, fill=0.4), *dots,
        supports=[top(w, d, h)], mass=mass)


def globe(spec: Spec) -> Model:
    """A globe on a stand, 0.30 m across."""
    made, r = finish(spec, "wood", WALNUT), 0.14 * spec.wide
    earth = printed("map", WHITE)
    ring_ = moved(torus(stuff("metal", BRASS), r + 0.012, 0.005, segments=32), 0, r + 0.07, 0,
        by=turn(x=np.pi / 2))
    return built(made, drum(made, r * 0.7, 0.02, bevel=0.008), drum(made, 0.014, 0.06, 0, 0.015),
        egg(earth, 2 * r, 2 * r, 2 * r, 0, 0.07, 0, segments=28, by=None), ring_, mass=1.5)


ENTRIES: dict[str, Entry] = {
    "tv": entry(tv, "top", "television, tv set, flat screen, flatscreen, television set, flat screen tv, "
        "flat-screen tv, smart tv, display", rank=6, tags="screen electronics"),
    "monitor": entry(monitor, "top",
        "screen, computer monitor, computer screen, display screen, desktop monitor, "
        "computer, desktop computer, desktop, imac", rank=6, tags="screen electronics"),
    "laptop": entry(laptop, "top", "notebook computer, macbook, laptop computer, chromebook", rank=6,
        tags="screen electronics"),
    "tablet": entry(partial(flat_device, size=(0.175, 0.008, 0.245), mass=0.5), "top",
        "ipad, e-reader, kindle, ereader, graphics tablet, drawing tablet", rank=7, tags="electronics"),
    "cell phone": entry(partial(flat_device, size=(0.072, 0.008, 0.148), mass=0.18), "top",
        "phone, smartphone, cellphone, mobile phone, iphone, mobile", rank=7, tags="electronics"),
    "keyboard": entry(keyboard, "top", "computer keyboard", rank=7, tags="electronics"),
    "mouse": entry(mouse, "top", "computer mouse, electronic peripheral, webcam, peripheral, trackpad",
        rank=7, tags="electronics"),
    "gaming pc": entry(tower, "free",
        "pc, computer tower, desktop pc, pc tower, computer case, gaming computer, cpu, " "tower pc",
        rank=6, tags="electronics"),
    "remote": entry(remote, "top", "remote control, tv remote, controller remote", rank=7,
        tags="electronics"),
    "camera": entry(camera, "top", "digital camera, photo camera, security camera, dslr, polaroid", rank=7,
        tags="electronics"),
    "tripod": entry(tripod_camera, "corner",
        "telescope, video camera, camera tripod, microscope stand, surveying instrument", rank=5,
        tags="electronics"),
    "telephone": entry(telephone, "top", "landline, rotary phone, landline phone, office phone", rank=7,
        tags="electronics"),
    "typewriter": entry(typewriter, "top", rank=6, tags="electronics"),
    "game console": entry(console, "top",
        "playstation, xbox, console box, video game console, gaming console, dvd player, "
        "vcr, nintendo, blu-ray player, receiver, set top box", rank=6, tags="electronics"),
    "game controller": entry(controller, "top",
        "controller, gamepad, joystick, video game controller, wii remote", rank=7, tags="electronics"),
    "projector": entry(projector, "top", "film projector, overhead projector, beamer", rank=6,
        tags="electronics"),
    "vr headset": entry(vr_headset, "top", rank=7, tags="electronics"),
    "alarm clock": entry(alarm_clock, "top",
        "bedside clock, table clock, desk clock, digital clock, mantel clock, timer, " "egg timer", rank=7,
        tags="electronics"),
    "router": entry(partial(small_box, size=(0.22, 0.035, 0.15), color=WHITE, mass=0.4), "top",
        "modem, hard drive, network switch, power strip, charger, wifi router, "
        "extension cord, power bank", rank=7, tags="electronics"),
    "globe": entry(globe, "top", "world globe", rank=6, tags=""),
}
