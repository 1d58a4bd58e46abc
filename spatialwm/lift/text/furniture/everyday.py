"""Small things of work and daily life: paper and pens, clothes and bags, tools, textiles."""
# fmt: off

from dataclasses import replace
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
    finish,
    stuff,
)
from spatialwm.lift.text.furniture.parts import (
    Part,
    block,
    built,
    drum,
    group,
    hollow,
    loose,
    moved,
    panel,
    rod,
    slab,
    top,
    torus,
)
from spatialwm.lift.text.furniture.walls import framed, printed
from spatialwm.lift.text.model import Model, Spec, box
from spatialwm.lift.text.solids import turn

__all__ = ["ENTRIES"]

_HUES: tuple[Color, ...] = ((0.20, 0.33, 0.45), (0.62, 0.24, 0.20), (0.80, 0.68, 0.42), (0.28, 0.42, 0.34),
    (0.50, 0.30, 0.42), (0.85, 0.80, 0.72), (0.24, 0.24, 0.27), (0.78, 0.45, 0.22))


def book(spec: Spec) -> Model:
    """A hardback lying, 0.155 x 0.23 m, its spine at -x; open when asked; a stack of four when stacked."""
    s = spec.wide
    if spec.asked("open"):
        halves = [moved(group(block(stuff("paper"), 0.15 * s, 0.014, 0.22 * s, k * 0.075 * s, 0.002, 0,
                    bevel=0.004), moved(panel(printed("page"), 0.13 * s, 0.2 * s), k * 0.075 * s, 0.0165,
                    0.1 * s, by=turn(x=-np.pi / 2))), 0, 0, 0) for k in (-1, 1)]
        return built(stuff("paper"), *halves, slab(stuff("plastic", spec.color or _HUES[spec.tint % 8]),
                0.315 * s, 0.003, 0.23 * s), mass=0.6)
    count = 4 if spec.asked("stack", "stacked", "pile") else 1
    parts: list[Part] = []
    y = 0.0
    for k in range(count):
        cloth = stuff("plastic", spec.color or _HUES[(spec.tint + 3 * k) % 8])
        w, d, t = (0.155 + 0.01 * ((spec.tint + k) % 3)) * s, (0.22
            + 0.012 * ((spec.tint + 2 * k) % 3)) * s, (0.024 + 0.006 * ((spec.tint + k) % 4)) * spec.tall
        one = group(block(stuff("paper"), w - 0.008, t - 0.006, d - 0.008, 0.001, 0.003, 0, bevel=0.001),
            slab(cloth, w, 0.003, d, bevel=0.001), slab(cloth, w, 0.003, d, 0, t - 0.003, 0, bevel=0.001),
            slab(cloth, 0.003, t, d, -w / 2 + 0.0015, 0, 0, bevel=0.001), slab(
                stuff("paper", (0.92, 0.86, 0.66)), w * 0.5, 0.0006, d * 0.14, 0, t, -d * 0.2, bevel=0.0),
            Part((), (box(w, t, d, y=t / 2),)))
        parts.append(moved(one, 0, y, 0, by=turn(y=0.22 * k * (-1) ** k)))
        y += t
    return built(stuff("paper"), *parts, supports=[top(0.15 * s, 0.2 * s, y)])


def magazine(spec: Spec, *, size: tuple[float, float] = (0.21, 0.28), thick: float = 0.005,
        pattern: str = "cover") -> Model:
    """A magazine, sheet or newspaper lying, its print upwards."""
    w, d = size[0] * spec.wide, size[1] * spec.wide
    hue: Color = spec.color or ((0.95, 0.94, 0.90) if pattern != "cover" else ((0.55, 0.22, 0.20),
            (0.22, 0.38, 0.52), (0.72, 0.60, 0.30))[spec.tint % 3])
    made = stuff("paper", hue)
    face = moved(panel(printed("cover" if pattern == "cover" else "page" if pattern == "page" else "map",
                hue), w * 0.99, d * 0.99, thick=0.0006, seed=spec.tint % 997), 0, thick, d * 0.495,
        by=turn(x=-np.pi / 2))
    return built(made, block(made, w, thick, d, bevel=thick * 0.3), face,
        supports=[top(w, d, thick + 0.0006)])


def pen(spec: Spec, *, length: float = 0.14, radius: float = 0.0045, wood: bool = False) -> Model:
    """A pen, pencil, crayon or paint brush lying along x."""
    made = finish(spec, "wood" if wood else "plastic", _HUES[spec.tint % 8] if not wood
        else (0.86, 0.66, 0.20))
    made = replace(made, pattern="plain")
    tip = loose(rod(stuff("wood", (0.86, 0.70, 0.50)) if wood else stuff("metal"),
            (length * 0.36, radius, 0), (length * 0.5, radius, 0), radius, radius * 0.2))
    return built(made, loose(rod(made, (-length / 2, radius, 0), (length * 0.36, radius, 0), radius)), tip,
        Part((), (box(length * 0.9, radius * 2, radius * 1.6, 0, radius, 0),)), mass=0.015)


def pen_cup(spec: Spec) -> Model:
    """A cup of pens and pencils, 0.16 m high."""
    made = finish(spec, "metal", DARK)
    pens = [rod(stuff("plastic", _HUES[k % 8]), (0.015 * np.sin(k), 0.006, 0.015 * np.cos(k)),
            (0.038 * np.sin(k * 1.3), 0.15 + 0.008 * (k % 3), 0.038 * np.cos(k * 1.3)), 0.004, solid=False,
            segments=6) for k in range(7)]
    return built(made, hollow(made, 0.038, 0.04, 0.10, wall=0.003), *pens, mass=0.25)


def scissors(spec: Spec) -> Model:
    """Scissors lying slightly open, 0.18 m long."""
    steel, grip = stuff("metal", (0.74, 0.75, 0.77)), finish(spec, "plastic", RED)
    halves = [moved(group(slab(steel, 0.012, 0.003, 0.10, 0, 0.003, -0.05, bevel=0.001),
                torus(grip, 0.02, 0.0055, 0.012, 0.0, 0.062), slab(grip, 0.010, 0.009, 0.05, 0.003, 0.001,
                0.02, bevel=0.003)), by=turn(y=k * 0.2)) for k in (-1, 1)]
    return built(steel, *halves, drum(steel, 0.005, 0.008, segments=10), Part((),
            (box(0.06, 0.008, 0.16, 0, 0.004, 0),)), mass=0.09)


def glue(spec: Spec) -> Model:
    """A glue stick standing, 0.10 m high."""
    made = finish(spec, "plastic", ((0.85, 0.75, 0.20), (0.25, 0.45, 0.70))[spec.tint % 2])
    return built(made, drum(made, 0.014, 0.065), drum(stuff("plastic", WHITE), 0.0142, 0.02, 0, 0.02,
            solid=False), drum(stuff("plastic", RED), 0.0135, 0.032, 0, 0.065, bevel=0.003), mass=0.04)


def small_block(spec: Spec, *, size: tuple[float, float, float], color: Color, mass: float,
        material: str = "plastic") -> Model:
    """A small rounded thing of one block and a line: stapler, wallet, eraser, clipboard."""
    made = finish(spec, material, color)
    w, h, d = (a * b for a, b in zip(size, (spec.wide, spec.tall, spec.wide), strict=True))
    return built(made, block(made, w, h, d, bevel=min(w, h, d) * 0.25), slab(stuff("plastic", DARK),
            w * 1.004, h * 0.12, d * 1.004, 0, h * 0.42, bevel=0.0005), supports=[top(w, d, h)], mass=mass)


def picture_frame(spec: Spec) -> Model:
    """A framed photo that stands on a table, 0.20 x 0.25 m."""
    made = finish(spec, "wood", (WALNUT, BLACK, BRASS)[spec.variant % 3])
    w, h = 0.19 * spec.wide, 0.24 * spec.tall
    face = moved(framed(made, printed("painting", (0.62, 0.58, 0.54)), w, h, bar_=0.02, deep=0.016,
            seed=spec.tint % 997), 0, 0.004, 0.02, by=turn(x=-0.2))
    foot = Part((), (box(w * 0.8, 0.01, 0.09, 0, 0.005, -0.01),))
    return built(made, face, loose(rod(made, (0, 0.003, -0.06), (0, h * 0.7, -0.02), 0.006)), foot, mass=0.4)


ENTRIES: dict[str, Entry] = {
    "book": entry(book, "top",
        "novel, textbook, cookbook, notebook, dictionary, hardcover, paperback, diary, "
        "journal, photo album, ledger, storybook, bible, stack of books, pile of books, "
        "comic, binder, sketchbook, comic book, encyclopedia, manual, guide book", rank=7, tags=""),
    "magazine": entry(magazine, "top",
        "art magazine, brochure, leaflet, catalogue, catalog, menu, flyer, booklet, "
        "journal magazine, fashion magazine, postcard, coloring book", rank=7, tags=""),
    "newspaper": entry(partial(magazine, size=(0.3, 0.4), thick=0.008, pattern="page"), "top",
        "daily paper, broadsheet", rank=7, tags=""),
    "paper": entry(partial(magazine, size=(0.21, 0.297), thick=0.002, pattern="page"), "top",
        "document, letter, sheet of paper, sheet music, envelope, folder, note, sticky note, "
        "drawing paper, receipt, sheet, file, stack of paper, blueprint, form, papers, card, "
        "file folder, clipboard, mail, bill", rank=7, tags=""),
    "map": entry(partial(magazine, size=(0.6, 0.42), thick=0.002, pattern="map"), "top", "treasure map",
        rank=7, tags=""),
    "pen": entry(pen, "top",
        "marker, ballpoint, felt pen, highlighter, stylus, quill, dental tool, fountain pen, "
        "thermometer, syringe, medical tool, dental instrument, surgical instrument, scalpel", rank=8,
        tags="tool"),
    "pencil": entry(partial(pen, length=0.18, wood=True), "top",
        "paintbrush, paint brush, colored pencil, coloured pencil", rank=8, tags="tool"),
    "crayon": entry(partial(pen, length=0.092, radius=0.006), "top", "chalk, wax crayon, piece of chalk",
        rank=8, tags="tool toy"),
    "pen holder": entry(pen_cup, "top",
        "pencil holder, pencil cup, pen cup, desk organizer, pencil case, brush holder, "
        "toothbrush holder, pen stand", rank=7, tags="container"),
    "scissors": entry(scissors, "top", "pair of scissors, shears, pliers, tweezers, clippers", rank=8,
        tags="tool"),
    "glue stick": entry(glue, "top", "glue, lip balm, glue bottle, chapstick", rank=8, tags="tool"),
    "stapler": entry(partial(small_block, size=(0.04, 0.05, 0.14), color=DARK, mass=0.3), "top",
        "hole punch, tape dispenser, calculator, eraser, tape measure, lighter, hole puncher", rank=8,
        tags="tool"),
    "wallet": entry(partial(small_block, size=(0.11, 0.022, 0.09), color=(0.32, 0.2, 0.13), mass=0.15,
            material="leather"), "top",
        "purse wallet, passport, phone case, deck of cards, playing cards, card deck, keys, "
        "key, card game, watch, wristwatch, cigarette pack, coin, money", rank=8, tags=""),
    "jewelry box": entry(partial(small_block, size=(0.22, 0.12, 0.16), color=WALNUT, mass=1.1,
            material="wood"), "top",
        "music box, first aid kit, tissue holder, sewing kit, lunch box, lunchbox, "
        "makeup kit, jewellery box, makeup box, pencil box, medical kit, casket, tackle box, " "cosmetics",
        rank=7, tags="container"),
    "picture frame": entry(picture_frame, "top",
        "photo frame, framed photo, family photo, photograph frame, framed photograph, "
        "framed picture stand", rank=7, tags=""),
}
