"""What can be asked for: a table of categories with their names, builders and habits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from spatialwm.lift.text.furniture import decor, lamps, seating, storage, tables, tableware
from spatialwm.lift.text.model import Model, Spec

__all__ = ["CATALOGUE", "NOUNS", "SUBSTITUTES", "Entry", "Habit"]

Habit = Literal["middle", "wall", "corner", "free", "top", "hang", "rug", "ceiling", "inside", "ground"]
"""Where a thing goes when nothing is said: "top" is on a table if there is one."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One category."""

    build: Callable[[Spec], Model]
    habit: Habit
    words: tuple[str, ...] = ()
    """Other names for the same thing."""
    rank: int = 5
    """Placed earlier when lower: big things first."""


CATALOGUE: dict[str, Entry] = {
    "bed": Entry(build=seating.bed, habit="wall", rank=0, words=("double bed",)),
    "wardrobe": Entry(build=storage.wardrobe, habit="wall", rank=1, words=("armoire", "closet")),
    "sofa": Entry(build=seating.sofa, habit="wall", rank=1, words=("couch", "settee", "loveseat")),
    "bookshelf": Entry(
        build=storage.bookshelf, habit="wall", rank=1, words=("bookcase", "shelf", "book shelf", "shelves")
    ),
    "cabinet": Entry(
        build=storage.cabinet,
        habit="wall",
        rank=1,
        words=("sideboard", "cupboard", "dresser", "tv stand", "chest of drawers"),
    ),
    "desk": Entry(
        build=tables.desk, habit="wall", rank=1, words=("writing desk", "work desk", "office desk")
    ),
    "table": Entry(build=tables.table, habit="middle", rank=2, words=("dining table", "kitchen table")),
    "coffee table": Entry(build=tables.coffee_table, habit="middle", rank=2, words=("low table",)),
    "side table": Entry(build=tables.side_table, habit="free", rank=3, words=("end table", "bistro table")),
    "nightstand": Entry(
        build=storage.nightstand, habit="wall", rank=3, words=("bedside table", "night stand")
    ),
    "armchair": Entry(
        build=seating.armchair, habit="free", rank=3, words=("easy chair", "arm chair", "lounge chair")
    ),
    "chair": Entry(
        build=seating.chair, habit="free", rank=4, words=("dining chair", "seat", "kitchen chair")
    ),
    "stool": Entry(build=seating.stool, habit="free", rank=4, words=("footstool", "bar stool")),
    "bench": Entry(build=seating.bench, habit="free", rank=4),
    "floor lamp": Entry(
        build=lamps.floor_lamp,
        habit="corner",
        rank=4,
        words=("standing lamp", "lamp", "light", "standard lamp"),
    ),
    "plant": Entry(
        build=decor.plant,
        habit="corner",
        rank=4,
        words=("houseplant", "potted plant", "rubber plant", "pot plant"),
    ),
    "rug": Entry(build=decor.rug, habit="rug", rank=9, words=("carpet", "mat")),
    "picture": Entry(
        build=decor.picture, habit="hang", rank=9, words=("painting", "poster", "photo", "print", "artwork")
    ),
    "basket": Entry(build=storage.basket, habit="free", rank=5),
    "bin": Entry(
        build=storage.bin_,
        habit="corner",
        rank=5,
        words=("waste bin", "trash can", "wastebasket", "trash bin", "rubbish bin"),
    ),
    "box": Entry(build=storage.crate, habit="free", rank=5, words=("crate", "wooden box", "chest")),
    "tv": Entry(build=decor.tv, habit="top", rank=6, words=("television", "tv set", "monitor", "screen")),
    "table lamp": Entry(
        build=lamps.table_lamp, habit="top", rank=6, words=("desk lamp", "bedside lamp", "reading lamp")
    ),
    "laptop": Entry(build=decor.laptop, habit="top", rank=6, words=("notebook", "computer")),
    "ball": Entry(build=decor.ball, habit="free", rank=6, words=("football", "beach ball", "basketball")),
    "cushion": Entry(build=seating.cushion, habit="top", rank=6, words=("pillow", "throw pillow")),
    "vase": Entry(build=tableware.vase, habit="top", rank=6, words=("flower vase",)),
    "plate": Entry(build=tableware.plate, habit="top", rank=7, words=("dish", "dinner plate", "saucer")),
    "bowl": Entry(build=tableware.bowl, habit="top", rank=7),
    "bottle": Entry(build=tableware.bottle, habit="top", rank=7, words=("wine bottle", "flask")),
    "mug": Entry(
        build=tableware.mug,
        habit="top",
        rank=7,
        words=("cup", "coffee mug", "tea cup", "teacup", "coffee cup"),
    ),
    "glass": Entry(
        build=tableware.glass, habit="top", rank=7, words=("tumbler", "drinking glass", "water glass")
    ),
    "book": Entry(build=decor.book, habit="top", rank=7, words=("novel", "magazine")),
}

SUBSTITUTES = {
    "throne": "armchair", "recliner": "armchair", "rocking chair": "chair", "pouf": "stool",
    "ottoman": "stool",
    "ladder": "bookshelf", "chandelier": "floor lamp", "jug": "vase", "pitcher": "vase", "teapot": "vase",
    "tree": "plant", "flower": "plant", "fern": "plant", "cactus": "plant", "suitcase": "box",
    "toy box": "box",
    "counter": "cabinet", "fridge": "wardrobe", "refrigerator": "wardrobe", "mirror": "picture",
    "hammock": "bed",
    "crib": "bed", "workbench": "desk", "tablet": "laptop", "globe": "ball", "candle": "table lamp",
}  # fmt: skip
"""Nouns that are not known, with the nearest thing that is. Using one is noted in the scene."""

NOUNS: dict[str, str] = {name: name for name in CATALOGUE} | {
    word: name for name, entry in CATALOGUE.items() for word in entry.words
}
"""Every known noun, singular, to its category."""
