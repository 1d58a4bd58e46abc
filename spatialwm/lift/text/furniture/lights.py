"""Lights beside the floor and the table lamp: pendants, chandeliers, sconces, candles, street lamps."""
# fmt: off

from dataclasses import replace

import numpy as np

from spatialwm.lift.text.furniture import lamps
from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.kit import (
    BLACK,
    BRASS,
    DARK,
    WHITE,
    Finish,
    finish,
    stuff,
    trim,
)
from spatialwm.lift.text.furniture.lamps import WARM
from spatialwm.lift.text.furniture.parts import (
    Part,
    ball,
    bar,
    block,
    built,
    cheaper,
    drum,
    egg,
    group,
    hollow,
    loose,
    moved,
    rod,
    slab,
    torus,
    turned,
)
from spatialwm.lift.text.model import Glow, Model, Spec, box
from spatialwm.lift.text.solids import Metres, turn

__all__ = ["ENTRIES"]

_LIT = Finish(material="glass", pattern="plain", color=(1.0, 0.92, 0.72), fill=0.1, roughness=0.2)


def _bulb(x: Metres, y: Metres, z: Metres, size: Metres = 0.045) -> Part:
    return egg(_LIT, size, size * 1.25, size, x, y, z, solid=False, segments=12, glow=1.4)


def _glow(x: Metres, y: Metres, z: Metres, power: float) -> Glow:
    return Glow(position=(float(x), float(y), float(z)), power=power)


def desk_lamp(spec: Spec) -> Model:
    """A jointed desk lamp, 0.45 m high, its head over +z."""
    made = finish(spec, "metal", (DARK, (0.20, 0.35, 0.33), (0.62, 0.17, 0.13))[spec.variant % 3])
    t = spec.tall
    joint = (0, 0.24 * t, -0.09)
    head = (0, 0.41 * t, 0.05)
    shade_ = hollow(made, 0.03, 0.07, 0.10, wall=0.003, segments=24, solid=False)
    return built(made, drum(made, 0.085, 0.022, bevel=0.008, fill=0.6), rod(made, (0, 0.02, 0), joint,
            0.007), rod(made, joint, head, 0.007), egg(made, 0.025, 0.025, 0.025, *joint, solid=False),
        loose(moved(group(shade_, _bulb(0, 0.04, 0, 0.05)), 0, 0.44 * t, 0.02, by=turn(x=2.5))), mass=1.7,
        glow=_glow(0, 0.33 * t, 0.1, 0.22), shadows=False)


def pendant(spec: Spec) -> Model:
    """A lamp on a cord, 0.95 m from rose to rim."""
    made = finish(spec, "metal", (DARK, BRASS, WHITE)[spec.variant % 3])
    r, h = 0.20 * spec.wide, 0.95 * spec.tall
    kind = spec.variant % 3
    if spec.asked("globe", "ball", "round") or kind == 2:
        shade_: Part = ball(_LIT, r * 0.75, 0, 0, 0, glow=0.9)
    elif kind == 1:
        line = [(r, 0), (r * 0.97, 0.06), (r * 0.72, 0.16), (r * 0.3, 0.22), (0.03, 0.25)]
        shade_ = turned(made, line, fill=0.08)
    else:
        shade_ = turned(made, [(r, 0), (r * 0.45, 0.2), (0.03, 0.24)], fill=0.08)
    return built(made, shade_, _bulb(0, 0.0, 0, 0.08) if kind != 2 else (), rod(stuff("rubber", BLACK),
            (0, 0.2, 0), (0, h - 0.02, 0), 0.004), drum(made, 0.05, 0.025, 0, h - 0.025), static=True,
        mass=2, glow=_glow(0, -0.08, 0, 0.5), shadows=False)


def chandelier(spec: Spec) -> Model:
    """A chandelier, 0.75 m across: curved arms with candles around a turned stem."""
    made, r, h = finish(spec, "metal", BRASS), 0.38 * spec.wide, 0.95 * spec.tall
    n = spec.number("arms", 8 if spec.wide > 1.05 or spec.asked("grand", "large", "ornate") else 6)
    stem = [(0.02, 0.02), (0.05, 0.06), (0.03, 0.12), (0.07, 0.2), (0.025, 0.3), (0.04, 0.42), (0.012, 0.5),
        (0.012, h - 0.04), (0.06, h - 0.03), (0.06, h)]
    arm = group(loose(bar(made, [(0, 0.22, 0.03), (0, 0.05, r * 0.45), (0, 0.1, r * 0.9), (0, 0.2, r)],
                0.009)), drum(made, 0.04, 0.012, 0, 0.2, r, segments=14, solid=False),
        drum(stuff("wax"), 0.013, 0.09, 0, 0.21, r, segments=10, solid=False), _bulb(0, 0.30, r, 0.032))
    drops = [egg(stuff("glass", (0.85, 0.92, 0.95)), 0.02, 0.045, 0.02, np.sin(a) * r * 0.62, 0.012,
            np.cos(a) * r * 0.62, solid=False, segments=8) for a in (np.arange(n) + 0.5) * 2 * np.pi / n]
    chain = torus(made, r * 0.62, 0.006, 0, 0.05)
    hull = Part((), (box(1.3 * r, 0.3, 1.3 * r, y=0.16),))
    return built(made, turned(made, stem, segments=16), [moved(arm, by=turn(y=2 * np.pi * k / n))
            for k in range(n)], drops, chain, hull, static=True, mass=9, glow=_glow(0, 0.25, 0, 0.8),
        shadows=False)


def ceiling_light(spec: Spec) -> Model:
    """A flat round light under the ceiling, 0.40 m across."""
    made, r = finish(spec, "metal", WHITE), 0.2 * spec.wide
    return built(made, drum(made, r, 0.03, 0, 0.05, segments=36), turned(_LIT,
            [(r * 0.5, 0), (r * 0.9, 0.02), (r * 0.95, 0.05)], glow=0.9), static=True, mass=1.5,
        glow=_glow(0, -0.05, 0, 0.6), shadows=False)


def sconce(spec: Spec) -> Model:
    """A wall light, 0.30 m high, no deeper than may stand out in a corridor (0.10 m, ADA 307.2)."""
    made = finish(spec, "metal", BRASS)
    shade_ = drum(Finish(material="fabric", pattern="shade", color=WARM, fill=1.0), 0.040, 0.17, 0, 0.12,
        0.056, upper=0.030, glow=0.8, segments=24)
    return built(made, moved(drum(made, 0.055, 0.014, 0, 0, 0), 0, 0.10, 0.0, by=turn(x=np.pi / 2)),
        loose(bar(made, [(0, 0.10, 0.012), (0, 0.06, 0.04), (0, 0.12, 0.056)], 0.007)), shade_, static=True,
        mass=1, glow=_glow(0, 0.2, 0.10, 0.3), shadows=False)


def lantern(spec: Spec) -> Model:
    """A lantern with four panes and a candle, 0.16 x 0.16 x 0.32 m."""
    made, w, h = finish(spec, "metal", BLACK), 0.16 * spec.wide, 0.26 * spec.tall
    posts = [block(made, 0.01, h, 0.01, i * w * 0.45, 0.015, k * w * 0.45) for i in (-1, 1) for k in (-1, 1)]
    return built(made, block(made, w, 0.018, w), *posts, drum(made, w * 0.76, 0.06, 0, h + 0.01, 0,
            upper=0.02, segments=4, by=turn(y=np.pi / 4)), torus(made, 0.03, 0.004, 0, h + 0.10, 0,
            by=turn(x=np.pi / 2)), drum(stuff("wax"), 0.028, h * 0.4, 0, 0.018, segments=16),
        _bulb(0, 0.02 + h * 0.42, 0, 0.022), mass=0.9, glow=_glow(0, h * 0.6, 0, 0.12), shadows=False)


def candle(spec: Spec) -> Model:
    """A pillar candle on a saucer, or a slim one on a stick; it burns."""
    wax, h = finish(spec, "wax"), 0.13 * spec.tall
    r = 0.032 * spec.wide
    flame = egg(_LIT, 0.014, 0.03, 0.014, 0, 0, 0, solid=False, segments=10, glow=2.0)
    wick = rod(stuff("fabric", BLACK), (0, 0, 0), (0, 0.012, 0), 0.001, solid=False, segments=6)
    if spec.asked("tall", "taper", "holder", "candlestick") or spec.variant % 3 == 2:
        brass = trim(spec, color=BRASS)
        line = [(0.045, 0), (0.045, 0.008), (0.012, 0.02), (0.016, 0.06), (0.01, 0.1), (0.022, 0.13)]
        return built(brass, turned(brass, line, segments=20), drum(wax, 0.011, 0.18, 0, 0.125, upper=0.009,
                segments=14), moved(wick, y=0.3), moved(flame, y=0.315), mass=0.4,
            glow=_glow(0, 0.35, 0, 0.10), shadows=False)
    saucer = drum(trim(spec, "ceramic", DARK), r * 1.5, 0.008, segments=28)
    return built(wax, saucer, drum(wax, r, h, 0, 0.008, bevel=0.006), moved(wick, y=h + 0.006),
        moved(flame, y=h + 0.014), mass=0.4, glow=_glow(0, h + 0.05, 0, 0.10), shadows=False)


def candelabra(spec: Spec) -> Model:
    """A candlestick with three arms, 0.38 m high."""
    made, h = finish(spec, "metal", BRASS), 0.30 * spec.tall
    arms = [loose(bar(made, [(s * 0.12, h, 0), (s * 0.11, h * 0.75, 0), (0, h * 0.62, 0)], 0.006))
        for s in (-1, 1)]
    lights = [group(drum(made, 0.022, 0.01, x, h, 0, segments=14, solid=False),
            drum(stuff("wax"), 0.010, 0.10, x, h + 0.01, 0, segments=10, solid=False),
            _bulb(x, h + 0.11, 0, 0.016)) for x in (-0.12, 0, 0.12)]
    return built(made, turned(made, [(0.065, 0), (0.065, 0.01), (0.02, 0.03), (0.012, 0.1),
                (0.018, h * 0.6), (0.01, h)], segments=20), *arms, *lights, mass=1.3,
        glow=_glow(0, h + 0.13, 0, 0.2), shadows=False)


def string_light(spec: Spec) -> Model:
    """A string of bulbs along a wall, 2.4 m, in three swags; its back is at z = 0."""
    dark, w = stuff("rubber", BLACK), 2.4 * spec.wide
    x = np.linspace(-w / 2, w / 2, 37)
    y = 0.30 - 0.16 * np.abs(np.sin(np.pi * 3 * (x / w + 0.5)))
    cord = bar(dark, [(float(a), float(b), 0.015) for a, b in zip(x, y, strict=True)], 0.004, smooth=0,
        segments=5)
    tones = [(1.0, 0.86, 0.55)] if not spec.asked("colorful", "colourful", "christmas", "fairy") else [
        (1, 0.3, 0.25), (0.4, 0.9, 0.4), (0.4, 0.55, 1.0), (1, 0.85, 0.3)]
    bulbs = [egg(Finish(material="glass", pattern="plain", color=tones[k % len(tones)], fill=0.1), 0.035,
            0.05, 0.035, x[k], y[k] - 0.055, 0.018, solid=False, segments=10, glow=1.2)
        for k in range(1, 37, 2)]
    return built(dark, loose(cord), *bulbs, Part((), (box(w, 0.2, 0.02, 0, 0.2, 0.015),)), static=True,
        mass=0.6, glow=_glow(0, 0.1, 0.1, 0.2), shadows=False)


def street_lamp(spec: Spec) -> Model:
    """A street lamp of cast iron, 3.6 m high."""
    made, h = finish(spec, "metal", (0.14, 0.17, 0.17)), 3.6 * spec.tall
    line = [(0.18, 0), (0.18, 0.10), (0.12, 0.14), (0.10, 0.6), (0.06, 0.75), (0.045, h * 0.5),
        (0.035, h - 0.55), (0.10, h - 0.5), (0.05, h - 0.46)]
    head = group(drum(_LIT, 0.10, 0.36, 0, h - 0.46, 0, upper=0.17, segments=6, glow=1.0),
        drum(made, 0.20, 0.10, 0, h - 0.1, 0, upper=0.04, segments=6), egg(made, 0.06, 0.08, 0.06, 0, h, 0))
    arm = loose(rod(made, (-0.25, h - 0.75, 0), (0.25, h - 0.75, 0), 0.018))
    return built(made, turned(made, line, segments=18, bands=6), head, arm, static=True, mass=90,
        glow=_glow(0, h - 0.28, 0, 1.6), shadows=False)


def exam_light(spec: Spec) -> Model:
    """A dentist's or surgeon's light on a jointed arm from the ceiling."""
    made, r = finish(spec, "plastic", (0.92, 0.93, 0.94)), 0.22 * spec.wide
    lenses = [drum(_LIT, 0.05, 0.006, np.sin(a) * r * 0.6, -0.004, np.cos(a) * r * 0.6, glow=1.0,
            solid=False, segments=18) for a in np.arange(5) * 2 * np.pi / 5]
    return built(made, turned(made, [(r, 0), (r, 0.03), (r * 0.7, 0.1), (0.04, 0.13)]), *lenses,
        rod(made, (0, 0.12, 0), (0.3, 0.35, 0), 0.022), rod(made, (0.3, 0.35, 0), (0, 0.62, 0), 0.022),
        rod(made, (0, 0.6, 0), (0, 0.8, 0), 0.025), drum(made, 0.09, 0.03, 0, 0.78), static=True, mass=9,
        glow=_glow(0, -0.1, 0, 0.5), shadows=False)


def neon(spec: Spec) -> Model:
    """A neon sign, a bent glowing tube on a dark plate; its back is at z = 0."""
    hue = spec.color or ((1.0, 0.25, 0.55), (0.3, 0.75, 1.0), (1.0, 0.6, 0.2))[spec.variant % 3]
    lit, w = Finish(material="glass", pattern="plain", color=hue, fill=0.3), 0.8 * spec.wide
    x = np.linspace(-w * 0.42, w * 0.42, 49)
    wave = bar(lit, [(float(a), 0.2 + 0.09 * float(np.sin(a * 22 / spec.wide)), 0.03) for a in x], 0.009,
        smooth=0)
    glowing = group(Part(tuple(replace(p.pieces[0], look=replace(p.pieces[0].look, glow=1.3))
                for p in (wave, torus(lit, 0.19, 0.008, 0, 0.2, 0.022, by=turn(x=np.pi / 2),
                segments=32)))))
    return built(stuff("plastic"), block(stuff("plastic", DARK), w, 0.4, 0.02, 0, 0, 0.01), glowing,
        static=True, mass=3, glow=_glow(0, 0.2, 0.12, 0.2), shadows=False)


def flashlight(spec: Spec) -> Model:
    """A torch lying along x, 0.19 m long."""
    made = finish(spec, "metal", DARK)
    body = moved(group(drum(made, 0.015, 0.14), drum(made, 0.024, 0.045, 0, 0.13, upper=0.028),
            drum(_LIT, 0.023, 0.003, 0, 0.174, glow=0.8, solid=False)), -0.09, 0.026, 0,
        by=turn(z=-np.pi / 2))
    return built(made, loose(body), Part((), (box(0.18, 0.03, 0.03, 0, 0.026, 0),
                box(0.16, 0.02, 0.03, 0, 0.010, 0))), mass=0.25)


def spot_light(spec: Spec) -> Model:
    """A studio light on a tripod, 1.7 m high."""
    made, h = finish(spec, "metal", BLACK), 1.7 * spec.tall
    feet = [rod(made, (np.sin(a) * 0.45, 0, np.cos(a) * 0.45), (0, 0.6, 0), 0.011, stand=True)
        for a in np.arange(3) * 2 * np.pi / 3]
    head = group(block(made, 0.3, 0.3, 0.12, 0, -0.15, 0, bevel=0.02), slab(_LIT, 0.27, 0.27, 0.006, 0,
            -0.135, 0.06))
    base = Part((), tuple(box(0.06, 0.02, 0.06, float(np.sin(a) * 0.43), 0.01, float(np.cos(a) * 0.43))
            for a in np.arange(3) * 2 * np.pi / 3))
    return built(made, *feet, base, rod(made, (0, 0.35, 0), (0, h, 0), 0.012),
        moved(head, 0, h, 0.02, by=turn(x=0.3)), mass=4, glow=_glow(0, h, 0.3, 0.5), shadows=False)


def disco(spec: Spec) -> Model:
    """A mirror ball on a cord."""
    made = replace(stuff("metal", (0.8, 0.82, 0.86)), pattern="tile")
    return built(made, ball(made, 0.18 * spec.wide, segments=28), rod(stuff("metal"),
            (0, 0.36 * spec.wide, 0), (0, 0.8, 0), 0.004), static=True, mass=2, shadows=False)


ENTRIES: dict[str, Entry] = {
    "floor lamp": entry(lamps.floor_lamp, "corner",
        "standing lamp, lamp, light, standard lamp, torchiere, uplighter, arc lamp, " "light fixture",
        rank=4, tags="light"),
    "table lamp": entry(cheaper(lamps.table_lamp), "top",
        "bedside lamp, reading lamp, night lamp, nightlight, night light, lava lamp, "
        "banker's lamp, bed lamp, salt lamp", rank=6, tags="light"),
    "desk lamp": entry(desk_lamp, "top", "task lamp, work lamp, study lamp, architect lamp, clamp lamp",
        rank=6, tags="light"),
    "pendant light": entry(pendant, "ceiling",
        "pendant, pendant lamp, hanging lamp, hanging light, ceiling lamp, droplight", rank=8,
        tags="light"),
    "chandelier": entry(chandelier, "ceiling", "crystal chandelier, candle chandelier", rank=8,
        tags="light"),
    "ceiling light": entry(ceiling_light, "ceiling",
        "overhead light, recessed light, downlight, flush light, fluorescent light", rank=8, tags="light"),
    "sconce": entry(sconce, "hang",
        "wall light, wall lamp, wall sconce, wall mounted lamp, wall fixture, picture light", rank=8,
        tags="light wall"),
    "lantern": entry(lantern, "top", "oil lamp, kerosene lamp, camping lantern, paper lantern", rank=6,
        tags="light"),
    "candle": entry(candle, "top",
        "tealight, tea light, candlestick, candle holder, pillar candle, scented candle, " "incense",
        rank=7, tags="light"),
    "candelabra": entry(candelabra, "top", "candelabrum, menorah, candle stand", rank=7, tags="light"),
    "string light": entry(string_light, "hang",
        "fairy light, fairy lights, string lights, christmas light, christmas lights, "
        "garland light, led strip, led strip light, string of lights, bunting, garland", rank=8,
        tags="light wall"),
    "street lamp": entry(street_lamp, "ground",
        "streetlight, street light, lamp post, lamppost, lamp-post, streetlamp", rank=2,
        tags="light outdoor"),
    "dental light": entry(exam_light, "ceiling",
        "surgical light, operating light, exam light, operating lamp", rank=8, tags="light"),
    "neon sign": entry(neon, "hang", "neon light, neon lamp", rank=8, tags="light wall sign"),
    "flashlight": entry(flashlight, "top", "torch, head torch", rank=8, tags="light tool"),
    "spotlight": entry(spot_light, "corner", "studio light, softbox, ring light, stage light, floodlight",
        rank=4, tags="light"),
    "disco ball": entry(disco, "ceiling", "mirror ball", rank=8, tags="light"),
}
