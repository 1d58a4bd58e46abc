"""What hangs on walls and from ceilings: pictures, mirrors, clocks, boards. Backs are at z = 0."""
# fmt: off

from dataclasses import replace
from functools import partial

import numpy as np

from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.kit import (
    BLACK,
    BRASS,
    LINEN,
    OAK,
    RED,
    STEEL,
    WALNUT,
    WHITE,
    Color,
    Finish,
    finish,
    stuff,
    style_of,
    trim,
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
    panel,
    rod,
    slab,
    torus,
)
from spatialwm.lift.text.model import Model, Spec, box
from spatialwm.lift.text.solids import Metres, turn
from spatialwm.lift.text.surfaces import Pattern

__all__ = ["ENTRIES", "framed", "printed"]


def printed(pattern: Pattern, color: Color = (0.93, 0.92, 0.89), *, material: str = "paper") -> Finish:
    """A surface with a picture on it."""
    return replace(stuff(material, color), pattern=pattern, roughness=0.7)


def framed(frame: Finish, face: Finish, width: Metres, height: Metres, *, bar_: Metres = 0.03,
        deep: Metres = 0.028, mat: Metres = 0.0, seed: int = 0, glow: Metres = 0.0) -> Part:
    """A face in a frame of four bars, bottom at 0, back at z = 0."""
    rails = [slab(frame, width, bar_, deep, 0, y, deep / 2, seed=seed + k) for k,
        y in enumerate((0, height - bar_))]
    rails += [slab(frame, bar_, height - 2 * bar_, deep, s * (width - bar_) / 2, bar_, deep / 2, seed=seed
            + 5) for s in (-1, 1)]
    inner_w, inner_h = width - 2 * bar_, height - 2 * bar_
    parts = [*rails, slab(stuff("paper", (0.95, 0.94, 0.91)), inner_w, inner_h, deep * 0.5, 0, bar_,
            deep * 0.25, bevel=0.001)]
    parts.append(panel(face, inner_w - 2 * mat, inner_h - 2 * mat, 0, bar_ + mat, deep * 0.5 + 0.002,
            seed=seed, glow=glow))
    hull = Part((), (box(width, height, deep, 0, height / 2, deep / 2),))
    return group(parts, hull)


def painting(spec: Spec) -> Model:
    """A framed picture, 0.70 x 0.52 m: landscape, or broken planes when cubist or abstract."""
    tall = spec.asked("portrait", "tall", "vertical")
    w, h = (0.5, 0.7) if tall else (0.72, 0.54)
    w, h = w * spec.wide, h * spec.wide * spec.tall
    wood = finish(Spec(material=spec.material, style=spec.style, features=spec.features), "wood",
        (WALNUT, BLACK, BRASS)[spec.variant % 3])
    wild = spec.asked("abstract", "cubist", "picasso style", "picasso", "modern", "colorful", "geometric",
        "contemporary") or spec.style in ("modern", "futuristic") or spec.tint % 4 == 3
    base = spec.color or ((0.60, 0.58, 0.52) if not wild else (0.92, 0.90, 0.86))
    face = printed("abstract" if wild else "painting", base)
    return built(wood, framed(wood, face, w, h, mat=0.05 if not wild else 0.0, seed=spec.tint % 100000),
        static=True, mass=2 * w * h + 0.8)


def poster(spec: Spec) -> Model:
    """An unframed print, 0.50 x 0.70 m."""
    w, h = 0.5 * spec.wide, 0.7 * spec.wide * spec.tall
    style = style_of(spec)
    made = printed("poster", spec.color or (style.fabric if style and style.fabric else None) or WHITE)
    return built(made, panel(made, w, h, 0, 0, 0.003, thick=0.004, seed=spec.tint % 100000),
        Part((), (box(w, h, 0.006, 0, h / 2, 0.003),)), static=True, mass=0.2)


def mirror(spec: Spec) -> Model:
    """A mirror: round, 0.6 m across, or upright, 0.6 x 0.9 m, full-length 0.6 x 1.6 m."""
    made, sky = trim(spec, "wood", WALNUT) if spec.material == "wood" else finish(
        Spec(material=spec.material, style=spec.style, color=spec.color, features=spec.features), "metal",
        (BRASS, BLACK, STEEL)[spec.variant % 3]), Finish(material="glass", pattern="mirror",
        color=(0.80, 0.86, 0.89), roughness=0.05, metallic=1.0)
    if spec.round:
        r = 0.32 * spec.wide
        disc = moved(group(drum(made, r, 0.036, segments=44), drum(sky, r - 0.012, 0.004, 0, 0.036,
                    segments=44, solid=False), torus(made, r - 0.006, 0.009, 0, 0.027, segments=44)), 0, r,
            0, by=turn(x=np.pi / 2))
        return built(made, disc, static=True, mass=4)
    long = spec.asked("full length", "floor", "standing", "tall", "long")
    w, h = 0.6 * spec.wide, (1.6 if long else 0.9) * spec.tall * (1 if long else spec.wide)
    return built(made, framed(made, sky, w, h, bar_=0.035, deep=0.045, seed=1), static=True, mass=8)


def standing_mirror(spec: Spec) -> Model:
    """A full-length mirror that leans in its own stand, 0.5 x 1.6 m."""
    made, w, h = finish(spec, "wood", WALNUT), 0.52 * spec.wide, 1.58 * spec.tall
    sky = Finish(material="glass", pattern="mirror", color=(0.80, 0.86, 0.89), roughness=0.05, metallic=1.0)
    glass = moved(framed(made, sky, w, h, bar_=0.04, seed=3), 0, 0.08, 0.0, by=turn(x=-0.08))
    feet = [group(block(made, 0.04, 0.04, 0.46, s * (w / 2 + 0.03)), block(made, 0.04, h * 0.72, 0.04,
                s * (w / 2 + 0.03), 0, -0.03)) for s in (-1, 1)]
    return built(made, glass, *feet, block(made, w + 0.06, 0.04, 0.04, 0, 0.06, -0.06), mass=13)


def wall_clock(spec: Spec) -> Model:
    """A round clock, 0.32 m across, with marks and hands at ten past ten."""
    made, r = finish(spec, "metal", (BLACK, BRASS, STEEL)[spec.variant % 3]), 0.16 * spec.wide
    face, dark = stuff("paper", (0.95, 0.94, 0.90)), stuff("metal", BLACK)
    marks = [slab(dark, 0.008 if k % 3 == 0 else 0.004, r * 0.12, 0.002, 0, r * 0.72, 0, by=None)
        for k in range(12)]
    marks = [moved(moved(m, 0, 0, 0), 0, 0, 0, by=turn(z=k * np.pi / 6)) for k, m in enumerate(marks)]
    hands = [moved(slab(dark, r * 0.07, r * 0.5, 0.003), by=turn(z=0.95)),
        moved(slab(dark, r * 0.05, r * 0.72, 0.003), by=turn(z=-1.05))]
    front = moved(group(marks, hands, moved(drum(dark, r * 0.06, 0.006, solid=False, segments=12),
                by=turn(x=np.pi / 2))), 0, r, 0.028)
    body = moved(group(drum(made, r, 0.022, segments=40), torus(made, r - 0.008, 0.010, 0, 0.014,
                segments=40), drum(face, r - 0.012, 0.004, 0, 0.022, segments=40, solid=False)), 0, r, 0,
        by=turn(x=np.pi / 2))
    gears: list[Part] = []
    if spec.asked("steampunk", "steampunk style", "industrial") or spec.style == "steampunk":
        gears = [moved(torus(stuff("metal", c), r * q, 0.012, segments=18), x * r, y * r, 0.0,
                by=turn(x=np.pi / 2)) for q, x, y, c in ((0.35, 1.0, 0.4, BRASS),
                (0.28, -0.9, 1.7, (0.5, 0.33, 0.2)))]
    return built(made, body, loose(front), *map(loose, gears), static=True, mass=1.0)


def board(spec: Spec, *, size: tuple[float, float] = (1.5, 1.0), color: Color = (0.95, 0.96, 0.96),
        pattern: Pattern = "glyphs", frame: Color = STEEL, tray: bool = True) -> Model:
    """A board to write or pin on."""
    mini = 0.5 if spec.asked("mini", "small") and spec.wide >= 1 else 1.0
    w, h = size[0] * spec.wide * mini, size[1] * spec.wide * spec.tall * mini
    made = stuff("wood", frame) if frame not in (STEEL, BLACK) else stuff("metal", frame)
    ledge = block(made, w * 0.7, 0.015, 0.06, 0, -0.01, 0.035) if tray else ()
    pens = [slab(stuff("plastic", c), 0.12, 0.014, 0.014, -w * 0.2 + 0.15 * k, 0.005, 0.045) for k,
        c in enumerate((RED, (0.15, 0.3, 0.65)))] if tray else ()
    return built(made, framed(made, printed(pattern, spec.color or color), w, h, bar_=0.025,
            seed=spec.tint % 1000), ledge, pens, static=True, mass=9)


def pinned(spec: Spec) -> Model:
    """A cork board with notes, 0.9 x 0.6 m."""
    w, h = 0.9 * spec.wide, 0.6 * spec.wide
    frame = stuff("wood", OAK)
    rng = np.random.default_rng(spec.tint)
    notes: list[Part] = []
    for k in range(8):
        x, y = (k % 4 - 1.5) * w * 0.22, h * (0.16 + 0.42 * (k // 4))
        hue = ((0.97, 0.90, 0.45), (0.95, 0.95, 0.93), (0.70, 0.88, 0.95), (0.98, 0.72, 0.75))[
            int(rng.integers(4))]
        notes.append(moved(panel(printed("page", hue), 0.11, 0.13), x, y, 0.021 + 0.0004 * k,
                by=turn(z=rng.uniform(-0.12, 0.12))))
    return built(frame, framed(frame, stuff("soil", (0.72, 0.53, 0.34)), w, h), *notes, static=True, mass=3)


def projector_screen(spec: Spec) -> Model:
    """A pull-down screen, 2.0 x 1.3 m, below its case."""
    w, h = 2.0 * spec.wide, 1.3 * spec.wide
    case_, cloth = stuff("metal", (0.85, 0.86, 0.87)), stuff("plastic", (0.96, 0.96, 0.96))
    rim = [slab(stuff("plastic", BLACK), 0.04, h, 0.003, s * (w / 2 - 0.02), 0.02, 0.04) for s in (-1, 1)]
    return built(cloth, block(cloth, w, h, 0.004, 0, 0.02, 0.036), *rim, block(case_, w + 0.1, 0.09, 0.09,
            0, h + 0.02, 0.046, bevel=0.02), rod(case_, (-w / 2, 0.02, 0.036), (w / 2, 0.02, 0.036), 0.012),
        static=True, mass=11)


def curtain(spec: Spec) -> Model:
    """A pair of curtains on a rod, 1.8 m wide and 2.2 m long, with folds."""
    made, metal = finish(spec, "fabric", ((0.82, 0.78, 0.70), (0.55, 0.62, 0.62), (0.60, 0.38, 0.32))[
            spec.variant % 3]), trim(spec, color=BLACK)
    w, h = 1.8 * spec.wide, 2.2 * spec.tall
    folds: list[Part] = []
    for s in (-1, 1):
        for k in range(6):
            x = s * (w / 2 - 0.045 - 0.08 * k)
            folds.append(drum(made, 0.048, h - 0.05, x, 0, 0.07 + 0.012 * (k % 2), upper=0.040, solid=False,
                    segments=10, seed=k, fill=1.0))
    hulls = Part((), tuple(box(0.5, h - 0.05, 0.09, s * (w / 2 - 0.25), (h - 0.05) / 2, 0.07)
            for s in (-1, 1)))
    return built(made, *folds, hulls, rod(metal, (-w / 2 - 0.1, h, 0.07), (w / 2 + 0.1, h, 0.07), 0.014),
        [egg(metal, 0.05, 0.05, 0.05, s * (w / 2 + 0.1), h - 0.025, 0.07, solid=False) for s in (-1, 1)],
        static=True, mass=4)


def blinds(spec: Spec) -> Model:
    """Slatted blinds, 1.2 x 1.4 m."""
    made, w, h = finish(spec, "wood", OAK), 1.2 * spec.wide, 1.4 * spec.tall
    slats = [moved(slab(made, w, 0.004, 0.05, seed=k), 0, 0.03 + 0.05 * k, 0.04, by=turn(x=0.5))
        for k in range(int(h / 0.05) - 1)]
    return built(made, *slats, block(made, w + 0.02, 0.05, 0.06, 0, h - 0.05, 0.03),
        Part((), (box(w, h, 0.05, 0, h / 2, 0.035),)), static=True, mass=3)


def ceiling_fan(spec: Spec) -> Model:
    """A ceiling fan with five blades, 1.25 m across."""
    wood, made = finish(spec, "wood", WALNUT), trim(spec, color=BRASS)
    r = 0.62 * spec.wide
    blade = moved(block(wood, 0.13, 0.008, r - 0.14, 0, 0, r / 2 + 0.07, bevel=0.003), 0, 0.10, 0,
        by=turn(z=0.2))
    arms = block(made, 0.03, 0.01, 0.12, 0, 0.10, 0.14, solid=False)
    lit = Finish(material="glass", pattern="plain", color=(1.0, 0.93, 0.78), fill=0.1)
    return built(made, [moved(group(blade, arms), by=turn(y=2 * np.pi * k / 5)) for k in range(5)],
        drum(made, 0.11, 0.12, 0, 0.05, bevel=0.03), egg(lit, 0.18, 0.10, 0.18, 0, -0.02, glow=0.8),
        rod(made, (0, 0.16, 0), (0, 0.42, 0), 0.014), drum(made, 0.07, 0.03, 0, 0.40), static=True, mass=6)


def fire_extinguisher(spec: Spec) -> Model:
    """A fire extinguisher, 0.16 m across and 0.52 m high."""
    made = finish(spec, "metal", (0.74, 0.10, 0.08))
    black = stuff("plastic", BLACK)
    return built(made, drum(made, 0.075, 0.40, bevel=0.03, fill=0.35), drum(stuff("metal"), 0.02, 0.06, 0,
            0.40), slab(black, 0.03, 0.02, 0.14, 0, 0.46, 0.03), slab(black, 0.03, 0.015, 0.13, 0, 0.435,
            0.035), bar(black, [(0, 0.43, 0.03), (0.06, 0.40, 0.06), (0.075, 0.28, 0.05),
                (0.078, 0.16, 0.03)], 0.009), slab(printed("page", (0.95, 0.93, 0.86)), 0.07, 0.11, 0.012,
            0, 0.2, 0.07), mass=8.5)


def barre(spec: Spec) -> Model:
    """A ballet barre along a wall, 2.0 m long, 1.05 m high, on brackets."""
    made, w = finish(spec, "wood", OAK), 2.0 * spec.wide
    metal = stuff("metal", STEEL)
    posts = [group(rod(metal, (x, 0.85, 0.0), (x, 1.02, 0.2), 0.012), block(metal, 0.06, 0.12, 0.012, x,
                0.80, 0.006), rod(metal, (x, 0.02, 0.2), (x, 1.03, 0.2), 0.016),
            drum(metal, 0.08, 0.02, x, 0, 0.2)) for x in (-w * 0.4, 0, w * 0.4)]
    return built(made, rod(made, (-w / 2, 1.05, 0.2), (w / 2, 1.05, 0.2), 0.02), *posts, static=True, mass=16)


def flag(spec: Spec) -> Model:
    """A flag on the wall, 1.0 x 0.65 m, in three bands."""
    hues = (spec.color or (0.20, 0.30, 0.55), (0.93, 0.92, 0.90), (0.72, 0.15, 0.14))
    parts = [slab(stuff("fabric", c), 1.0, 0.22, 0.006, 0, 0.22 * (2 - k), 0.006, bevel=0.001) for k,
        c in enumerate(hues)]
    return built(stuff("fabric"), *parts, Part((), (box(1.0, 0.66, 0.012, 0, 0.33, 0.006),)), static=True,
        mass=0.3)


def tapestry(spec: Spec) -> Model:
    """A woven hanging, 1.0 x 1.3 m, on a rod with a fringe."""
    made = replace(finish(spec, "fabric", (0.76, 0.58, 0.42)), pattern="abstract" if spec.variant % 2
        else "plaid")
    w, h = 1.0 * spec.wide, 1.3 * spec.tall
    fringe = [slab(stuff("fabric", LINEN), 0.012, 0.12, 0.004, -w / 2 + 0.03 + 0.04 * k, 0, 0.01)
        for k in range(int((w - 0.03) / 0.04))]
    return built(made, panel(made, w, h - 0.12, 0, 0.12, 0.01, seed=spec.tint % 1000), *fringe,
        rod(stuff("wood", WALNUT), (-w / 2 - 0.06, h, 0.02), (w / 2 + 0.06, h, 0.02), 0.012),
        Part((), (box(w, h, 0.02, 0, h / 2, 0.01),)), static=True, mass=1.5)


def dartboard(spec: Spec) -> Model:
    """A dartboard, 0.45 m across, with three darts."""
    r = 0.225
    parts: list[Part] = [drum(stuff("wood", BLACK), r, 0.035, segments=40)]
    hues = (RED, (0.12, 0.40, 0.22), (0.90, 0.86, 0.74), (0.12, 0.12, 0.12), (0.90, 0.86, 0.74), RED)
    for k, q in enumerate((0.78, 0.74, 0.47, 0.42, 0.12, 0.05)):
        parts.append(drum(stuff("fabric", hues[k]), r * q, 0.002, 0, 0.034 + 0.0012 * k, segments=36,
                solid=False))
    wires = [moved(slab(stuff("metal"), 0.002, 0.002, r * 0.78, 0, 0.041, r * 0.39),
            by=turn(y=k * np.pi / 10)) for k in range(20)]
    return built(stuff("wood"), moved(group(parts, wires), 0, r, 0, by=turn(x=np.pi / 2)), static=True,
        mass=4)


def hooks(spec: Spec) -> Model:
    """A board with five coat hooks, 0.80 m wide."""
    made, w = finish(spec, "wood", OAK), 0.8 * spec.wide
    metal = trim(spec, color=BLACK)
    pegs = [loose(bar(metal, [(x, 0.05, 0.03), (x, 0.0, 0.07), (x, 0.05, 0.10)], 0.007))
        for x in np.linspace(-0.4, 0.4, 5) * w]
    return built(made, block(made, w, 0.11, 0.022, 0, 0, 0.011, bevel=0.005, seed=spec.tint), *pegs,
        static=True, mass=2)


def wreath(spec: Spec) -> Model:
    """A wreath of fir with berries, 0.45 m across."""
    made, r = finish(spec, "foliage", (0.16, 0.34, 0.18)), 0.19 * spec.wide
    berries = [egg(stuff("food", RED), 0.03, 0.03, 0.03, np.sin(a) * r, r + 0.045 + np.cos(a) * r - 0.015,
            0.09, solid=False, segments=8) for a in np.arange(9) * 2 * np.pi / 9 + 0.3]
    bow = [egg(stuff("fabric", RED), 0.10, 0.06, 0.03, s * 0.05, 0.0, 0.09, solid=False) for s in (-1, 1)]
    return built(made, moved(torus(made, r, 0.048, solid=True), 0, r + 0.045, 0, by=turn(x=np.pi / 2)),
        *berries, *bow, static=True, mass=0.8)


def sign(spec: Spec) -> Model:
    """A shop or room sign, 0.8 x 0.3 m."""
    made = finish(spec, "wood", (0.24, 0.32, 0.30))
    w, h = 0.8 * spec.wide, 0.3 * spec.tall
    return built(made, framed(stuff("wood", WALNUT), printed("page", made.color), w, h,
            seed=spec.tint % 100), static=True, mass=2)


ENTRIES: dict[str, Entry] = {
    "painting": entry(painting, "hang",
        "picture, photo, print, artwork, art, canvas, wall art, photograph, oil painting, "
        "art piece, drawing, portrait, landscape painting, art print, mural, framed picture", rank=9,
        tags="wall"),
    "poster": entry(poster, "hang",
        "movie poster, wall poster, banner, wall decal, wallpaper, chart, calendar, "
        "periodic table, wall map", rank=9, tags="wall"),
    "mirror": entry(mirror, "hang", "wall mirror, bathroom mirror, looking glass, full-length mirror",
        rank=8, tags="wall"),
    "standing mirror": entry(standing_mirror, "corner", "floor mirror, cheval mirror, dressing mirror",
        rank=5, tags=""),
    "wall clock": entry(wall_clock, "hang", "clock, cuckoo clock", rank=9, tags="wall"),
    "whiteboard": entry(board, "hang",
        "white board, dry erase board, smartboard, smart board, flip chart, flipchart", rank=8,
        tags="wall"),
    "chalkboard": entry(partial(board, color=(0.2, 0.3, 0.26), frame=OAK), "hang",
        "blackboard, menu board, black board, chalk board, scoreboard", rank=8, tags="wall"),
    "bulletin board": entry(pinned, "hang",
        "cork board, corkboard, notice board, pinboard, pin board, noticeboard, pegboard, "
        "peg board, memo board, vision board", rank=8, tags="wall"),
    "projector screen": entry(projector_screen, "hang", "projection screen, movie screen, cinema screen",
        rank=7, tags="wall screen"),
    "curtain": entry(curtain, "hang", "drape, drapes, curtains, shower curtain", rank=8,
        tags="wall textile"),
    "blinds": entry(blinds, "hang", "blind, window blind, shutter, shutters, roller blind", rank=8,
        tags="wall"),
    "ceiling fan": entry(ceiling_fan, "ceiling", rank=8, tags="appliance"),
    "fire extinguisher": entry(fire_extinguisher, "corner", "extinguisher", rank=6, tags="tool"),
    "ballet barre": entry(barre, "wall", "barre, handrail, grab bar", rank=4, tags="fitness"),
    "flag": entry(flag, "hang", "pennant", rank=9, tags="wall"),
    "tapestry": entry(tapestry, "hang", "wall hanging, macrame, wall tapestry, dreamcatcher, dream catcher",
        rank=9, tags="wall textile"),
    "dartboard": entry(dartboard, "hang", "dart board", rank=9, tags="wall toy"),
    "coat hook": entry(hooks, "hang", "wall hook, hook, coat hooks, key holder, peg rail, key rack", rank=9,
        tags="wall"),
    "wreath": entry(wreath, "hang", rank=9, tags="wall plant"),
    "sign": entry(sign, "hang",
        "signboard, wall sign, nameplate, plaque, exit sign, shop sign, license plate", rank=9,
        tags="wall sign"),
}
