"""Shelves, cupboards, racks, boxes and bins. Sizes are those of common flat-pack furniture."""
# fmt: off

from functools import partial

import numpy as np

from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.joinery import case, castors, drawers, fronts, knob, legs, open_case
from spatialwm.lift.text.furniture.kit import (
    BLACK,
    BRASS,
    DARK,
    OAK,
    PINE,
    WALNUT,
    WHITE,
    finish,
    stuff,
    trim,
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
    rod,
    slab,
    top,
)
from spatialwm.lift.text.model import Model, Spec, Support, box
from spatialwm.lift.text.solids import Metres

__all__ = ["ENTRIES"]

_WOODS = ((0.72, 0.56, 0.39), WALNUT, (0.88, 0.86, 0.82), OAK)


def shelf_unit(spec: Spec, *, size: tuple[float, float, float] = (0.80, 0.30, 1.80), rows: int = 5,
        columns: int = 1) -> Model:
    """An open shelf with levels, 0.8 x 0.3 x 1.8 m; industrial ones have steel posts."""
    made = finish(spec, "wood", _WOODS[spec.variant % 4])
    w, d, h = size[0] * spec.wide, size[1] * max(spec.wide, 0.85), size[2] * spec.tall
    asked = spec.number("levels", 0) or spec.number("level", 0) or spec.number("tiers", 0) or spec.number(
        "tier", 0) or spec.number("shelves", 0)
    if asked:
        h = min(h, 0.40 * asked + 0.08) if asked < 5 else h
    style = "frame" if spec.asked(
        "industrial") or spec.style == "industrial" or spec.material == "metal" else ""
    part, supports = open_case(spec, made, w, h, d, rows=asked or max(2, round(rows * spec.tall)),
        sides=not style, columns=columns)
    return built(made, part, supports=supports, clearance=0.04)


def cupboard(spec: Spec, *, size: tuple[float, float, float], columns: int = 2, rows: int = 1,
        foot: float = 0.1, color: tuple[float, float, float] | None = None, plinth: bool = False,
        mass: Metres | None = None, material: str = "wood") -> Model:
    """A closed case with a grid of doors or drawers."""
    w, d, h = size[0] * spec.wide, size[1] * max(spec.wide, 0.85), size[2] * spec.tall
    made = finish(spec, material, color or _WOODS[spec.variant % 4])
    body, support = case(spec, made, w, h, d, foot=foot, plinth=plinth)
    if spec.asked("drawer", "drawers", "four drawers", "multiple drawers", "three drawers") or rows > 1:
        columns, rows = drawers(spec, (columns, max(rows, 2)))
        if h > 1.2:  # doors above, drawers below
            low = 0.22 * rows
            face = group(fronts(spec, made, w - 0.02, h - foot - 0.02 - low, d / 2 - 0.018, foot + low
                    + 0.01, columns=2, rows=1), fronts(spec, made, w - 0.02, low, d / 2 - 0.018, foot
                    + 0.01, columns=1, rows=rows, handles="drawer"))
            return built(made, body, face, supports=[support], mass=mass, clearance=0.04)
    face = fronts(spec, made, w - 0.02, h - foot - 0.02, d / 2 - 0.018, foot + 0.01, columns=columns,
        rows=rows)
    return built(made, body, face, supports=[support], mass=mass, clearance=0.04)


def sideboard(spec: Spec) -> Model:
    """A sideboard, 1.40 x 0.42 x 0.76 m, doors beside drawers, or only drawers when they are asked for."""
    w, d, h = 1.4 * spec.wide, 0.42, 0.76 * spec.tall
    made = finish(spec, "wood", _WOODS[spec.variant % 4])
    body, support = case(spec, made, w, h, d, foot=0.14)
    n = spec.number("drawers", 0)
    low, tall = 0.15, h - 0.16
    if n:
        face = fronts(spec, made, w - 0.02, tall, d / 2 - 0.018, low, columns=2 if n % 2 == 0 else 1,
            rows=n // 2 if n % 2 == 0 else n, handles="drawer")
    else:
        third = (w - 0.02) / 3
        face = group(fronts(spec, made, third, tall, d / 2 - 0.018, low, columns=1, rows=3,
                handles="drawer"), [fronts(spec, made, third, tall, d / 2 - 0.018, low, columns=1, rows=1,
                    x=s * third) for s in (-1, 1)])
    return built(made, body, face, supports=[support], clearance=0.04)


def tv_stand(spec: Spec) -> Model:
    """A low stand with an open bay between two doors, 1.50 x 0.40 x 0.50 m."""
    made, w, d, h = finish(spec, "wood", _WOODS[
            (spec.variant + 1) % 4]), 1.5 * spec.wide, 0.40, 0.50 * spec.tall
    t, foot = 0.022, 0.10
    shapes = [(w, t, d, 0, h - t), (w, t, d, 0, foot), (t, h - foot - 2 * t, d, -w / 6, foot + t),
        (t, h - foot - 2 * t, d, w / 6, foot + t)]
    parts = [block(made, a, b, c, x, y, seed=spec.tint + k) for k, (a, b, c, x, y) in enumerate(shapes)]
    bay = h - foot - 2 * t
    parts += [block(made, w / 3 - t / 2, bay, d - 0.03, s * (w / 3 + t / 4), foot + t, -0.01, fill=0.25)
        for s in (-1, 1)]
    parts += [fronts(spec, made, w / 3 - t, bay, d / 2 - 0.025, foot + t, columns=1, rows=1, x=s * w / 3,
            handles="drawer") for s in (-1, 1)]
    parts += [block(made, w / 3, bay, 0.01, 0, foot + t, -d / 2 + 0.005), legs(spec, made, w, d, foot,
            kind="tapered", inset=0.05)]
    return built(made, *parts, supports=[top(w, d, h), top(w / 3 - 0.04, d - 0.04, foot + t, headroom=bay,
                inside=True)])


def display_cabinet(spec: Spec, *, size: tuple[float, float, float] = (0.9, 0.40, 1.75),
        wine: bool = False) -> Model:
    """A cabinet behind glass doors with shelves inside."""
    made, glass = finish(spec, "wood", WALNUT), stuff("glass", (0.72, 0.80, 0.82))
    w, d, h = size[0] * spec.wide, size[1], size[2] * spec.tall
    part, supports = open_case(spec, made, w, h, d - 0.02, rows=5 if h > 1.2 else 3, foot=0.1)
    rails = [group(slab(made, 0.045, h - 0.12, 0.02, x, 0.1, d / 2 - 0.01) for x in (-w / 2 + 0.022, -0.024,
                0.024, w / 2 - 0.022))]
    rails += [slab(made, w, 0.05, 0.02, 0, y, d / 2 - 0.01) for y in (0.1, h - 0.07)]
    rails += [knob(spec, s * 0.03, h * 0.5, d / 2) for s in (-1, 1)]
    fill: list[Part] = []
    if wine:
        for level in supports[1:]:
            fill += [moved(loose(rod(stuff("glass", (0.12, 0.24, 0.16)), (x, 0.045, -0.13),
                        (x, 0.045, 0.10), 0.037)), 0, level.height, 0) for x in np.arange(-w / 2 + 0.09,
                    w / 2 - 0.06, 0.105)]
    sheen = [slab(glass, 0.012, h * 0.5, 0.004, s * w * 0.25, h * 0.3, d / 2 - 0.012) for s in (-1, 1)]
    return built(made, part, *rails, *fill, *sheen, supports=supports[:1] if wine else supports,
        clearance=0.04)


def wall_shelf(spec: Spec) -> Model:
    """A shelf board on two brackets, 0.80 x 0.22 m; its back is at z = 0. Several levels when asked."""
    made, metal = finish(spec, "wood", OAK), trim(spec, color=BLACK)
    w, d = 0.8 * spec.wide, 0.22
    n = spec.number("levels", 0) or spec.number("level", 0) or spec.number("tier", 0) or 1
    parts: list[Part] = []
    supports: list[Support] = []
    for k in range(n):
        y = 0.14 + 0.32 * k
        parts.append(block(made, w, 0.025, d, 0, y, d / 2, seed=spec.tint + k))
        parts += [block(metal, 0.02, 0.14, 0.012, s * w * 0.36, y - 0.14, 0.006) for s in (-1, 1)]
        parts += [loose(rod(metal, (s * w * 0.36, y - 0.13, 0.01), (s * w * 0.36, y - 0.005, d * 0.8),
                    0.006)) for s in (-1, 1)]
        supports.append(top(w, d - 0.02, y + 0.025, 0, d / 2, headroom=0.29 if k < n - 1 else 1.0))
    return built(made, *parts, supports=supports[::-1], static=True)


def coat_rack(spec: Spec) -> Model:
    """A stand for coats, 1.75 m high, with pegs; four feet."""
    made, h = finish(spec, "wood", WALNUT), 1.75 * spec.tall
    feet = [rod(made, (np.sin(a) * 0.26, 0.02, np.cos(a) * 0.26), (0, 0.16, 0), 0.016, 0.02, stand=True)
        for a in np.pi / 4 + np.arange(4) * np.pi / 2]
    pegs = [rod(made, (0, h - 0.18 + 0.06 * (k % 2), 0), (np.sin(a) * 0.15, h - 0.08 + 0.06 * (k % 2),
                np.cos(a) * 0.15), 0.009, solid=False) for k, a in enumerate(np.arange(6) * np.pi / 3)]
    base = Part((), (box(0.36, 0.03, 0.36, y=0.015),))
    return built(made, *feet, base, drum(made, 0.02, h - 0.1, 0, 0.1), egg(made, 0.055, 0.06, 0.055, 0,
            h - 0.03, solid=False), *pegs, mass=5.5)


def clothes_rack(spec: Spec) -> Model:
    """A rail on castors with clothes on hangers, 1.20 x 0.45 x 1.60 m."""
    metal, w, h = finish(spec, "metal", BLACK), 1.2 * spec.wide, 1.6 * spec.tall
    hues = ((0.72, 0.70, 0.66), (0.25, 0.33, 0.45), (0.60, 0.28, 0.24), (0.84, 0.80, 0.70),
        (0.32, 0.40, 0.32))
    clothes = [group(slab(stuff("fabric", hues[(k + spec.variant) % 5]), 0.035, 0.72, 0.40, x, h - 0.86, 0,
                bevel=0.016, seed=k), slab(stuff("fabric", hues[(k + spec.variant) % 5]), 0.03, 0.08, 0.2,
                x, h - 0.16, 0, bevel=0.014)) for k, x in enumerate(np.linspace(-0.32, 0.36, 7) * w)]
    return built(metal, [rod(metal, (s * w / 2, 0.06, 0), (s * w / 2, h, 0), 0.014) for s in (-1, 1)],
        [rod(metal, (s * w / 2, 0.07, -0.2), (s * w / 2, 0.07, 0.2), 0.014) for s in (-1, 1)],
        rod(metal, (-w / 2, h, 0), (w / 2, h, 0), 0.014), rod(metal, (-w / 2, 0.1, 0), (w / 2, 0.1, 0),
            0.012), castors(w + 0.05, 0.46), *clothes, mass=12)


def shoe_rack(spec: Spec) -> Model:
    """An open rack with three sloping-free levels, 0.75 x 0.30 x 0.50 m."""
    made, w, d, h = finish(spec, "wood", PINE), 0.75 * spec.wide, 0.30, 0.5 * spec.tall
    n = spec.number("levels", 3)
    ys = [0.06 + (h - 0.08) * k / (n - 1 if n > 1 else 1) for k in range(n)]
    bars = [block(made, w, 0.014, 0.05, 0, y, z, seed=k) for k, y in enumerate(ys)
        for z in (-0.11, -0.035, 0.035, 0.11)]
    ends = [block(made, 0.02, h, d, s * (w / 2 - 0.01), bevel=0.006) for s in (-1, 1)]
    supports = [top(w - 0.04, d, y + 0.014, headroom=(h - 0.1) / max(n - 1, 1) - 0.02 if k < n - 1 else 9.0,
            inside=k < n - 1) for k, y in enumerate(ys)]
    return built(made, *bars, *ends, supports=supports[::-1], mass=4)


def rack(spec: Spec, *, size: tuple[float, float, float], rows: int, color: tuple[float, float,
        float] = DARK, mass: Metres | None = None) -> Model:
    """A steel rack: four posts and plates, as in stores and workshops."""
    made = finish(spec, "metal", color)
    w, d, h = size[0] * spec.wide, size[1] * spec.wide, size[2] * spec.tall
    n = spec.number("levels", rows)
    part, supports = open_case(spec, made, w, h, d, rows=n, sides=False, thick=0.02)
    return built(made, part, supports=supports, mass=mass, clearance=0.04)


def spice_rack(spec: Spec) -> Model:
    """A small two-level rack, 0.36 x 0.11 x 0.26 m."""
    made = finish(spec, "wood", OAK)
    part, supports = open_case(spec, made, 0.36 * spec.wide, 0.26 * spec.tall, 0.11, rows=2, foot=0.0,
        thick=0.012)
    return built(made, part, supports=supports, mass=1.4)


def luggage_rack(spec: Spec) -> Model:
    """A folding rack of crossed legs with straps, 0.60 x 0.42 x 0.50 m."""
    made, w, h = finish(spec, "wood", WALNUT), 0.6 * spec.wide, 0.5 * spec.tall
    cross = [rod(made, (x, 0, s * 0.2), (x, h - 0.02, -s * 0.2), 0.014) for x in (-w / 2, w / 2)
        for s in (-1, 1)]
    bars = [rod(made, (-w / 2, y, s * 0.2), (w / 2, y, s * 0.2), 0.014) for s in (-1, 1)
        for y in (0.012, h - 0.01)]
    straps = [block(stuff("leather", (0.25, 0.17, 0.12)), 0.05, 0.006, 0.42, x, h - 0.002)
        for x in (-0.18, 0, 0.18)]
    return built(made, *cross, *bars, *straps, supports=[top(w, 0.42, h + 0.004, rim=0.02)], mass=3.5)


def luggage_cart(spec: Spec) -> Model:
    """A hotel's brass luggage cart, 1.10 x 0.60 x 1.75 m."""
    brass, w, d, h = finish(spec, "metal", BRASS), 1.1 * spec.wide, 0.6 * spec.wide, 1.75 * spec.tall
    posts = four(rod(brass, (0, 0.18, 0), (0, h - 0.3, 0), 0.016), w / 2 - 0.04, d / 2 - 0.04)
    arcs = [loose(bar(brass, [(-w / 2 + 0.04, h - 0.3, z), (-w / 3, h - 0.08, z * 0.6), (0, h, 0),
                (w / 3, h - 0.08, z * 0.6), (w / 2 - 0.04, h - 0.3, z)], 0.014))
        for z in (-d / 2 + 0.04, d / 2 - 0.04)]
    return built(brass, block(stuff("fabric", (0.45, 0.10, 0.12)), w, 0.05, d, 0, 0.14, bevel=0.015,
            fill=10), castors(w, d, radius=0.07), posts, *arcs, supports=[
            top(w - 0.1, d - 0.1, 0.19, headroom=1.2)], mass=32)


def display_stand(spec: Spec) -> Model:
    """Three round tiers on a column, as in shops, 0.70 m across and 1.20 m high."""
    made, h = finish(spec, "wood", WHITE), 1.2 * spec.tall
    metal = trim(spec, color=BLACK)
    tiers = [(0.36, 0.10), (0.30, h * 0.5), (0.22, h - 0.02)]
    parts = [drum(made, r * spec.wide, 0.025, 0, y, segments=36) for r, y in tiers]
    levels = [Support(height=y + 0.025, half_width=r * spec.wide, half_depth=r * spec.wide, round=True,
            headroom=0.5) for r, y in reversed(tiers)]
    return built(made, drum(metal, 0.34 * spec.wide, 0.1, segments=32), drum(metal, 0.025, h, 0, 0), *parts,
        supports=levels, mass=16)


def server_rack(spec: Spec) -> Model:
    """A 19-inch rack, 0.60 x 0.90 x 1.95 m (EIA-310), with machines and lights."""
    made, w, d, h = finish(spec, "metal", BLACK), 0.6 * spec.wide, 0.9, 1.95 * spec.tall
    units: list[Part] = []
    for k in range(12):
        y = 0.12 + k * (h - 0.24) / 12
        units.append(slab(stuff("metal", (0.22, 0.23, 0.25) if k % 3 else (0.45, 0.46, 0.48)), w - 0.12,
                (h - 0.24) / 12 - 0.012, 0.012, 0, y, d / 2 - 0.01))
        units += [block(stuff("plastic", (0.2, 0.85, 0.35) if i != k % 4 else (0.95, 0.65, 0.1)), 0.012,
                0.012, 0.004, -0.18 + 0.03 * i, y + 0.06, d / 2 + 0.002, glow=0.9, solid=False, cell=0.1)
            for i in range(3)]
    return built(made, block(made, w, h, d - 0.03, 0, 0, -0.02, fill=0.1), [slab(made, 0.05, h, 0.03,
                s * (w / 2 - 0.025), 0, d / 2 - 0.015) for s in (-1, 1)], *units, supports=[top(w, d, h)],
        mass=190)


def locker(spec: Spec) -> Model:
    """Three steel lockers side by side, 0.90 x 0.45 x 1.80 m."""
    return cupboard(spec, size=(0.90, 0.45, 1.80), columns=3, foot=0.08, color=(0.42, 0.52, 0.58),
        plinth=True, material="metal", mass=55)


ENTRIES: dict[str, Entry] = {
    "bookshelf": entry(shelf_unit, "wall",
        "bookcase, shelf, book shelf, shelves, shelf unit, shelving unit, shelving, "
        "bookrack, library shelf", rank=1, tags="storage surface"),
    "wardrobe": entry(partial(cupboard, size=(1.1, 0.6, 1.98), columns=2, foot=0.06, plinth=True, mass=70),
        "wall", "armoire, closet, clothes cupboard, linen closet, clothing cabinet", rank=1,
        tags="storage"),
    "cabinet": entry(partial(cupboard, size=(0.9, 0.42, 0.86), columns=2), "wall",
        "cupboard, storage cabinet, linen cabinet, medicine cabinet, pantry, hutch, "
        "credenza, supply cabinet, storage unit, storage, medical cabinet, drinks cabinet, " "shoe cabinet",
        rank=1, tags="storage surface"),
    "sideboard": entry(sideboard, "wall", "buffet, buffet cabinet", rank=1, tags="storage surface"),
    "dresser": entry(partial(cupboard, size=(1.2, 0.48, 0.82), columns=2, rows=3, foot=0.08), "wall",
        "chest of drawers, bureau, commode, drawer chest, tallboy, changing table, drawers, " "drawer unit",
        rank=1, tags="storage surface"),
    "tv stand": entry(tv_stand, "wall",
        "media console, tv cabinet, tv unit, entertainment center, tv table, media unit, "
        "television stand, media stand", rank=1, tags="storage surface"),
    "nightstand": entry(partial(cupboard, size=(0.45, 0.4, 0.54), columns=1, rows=2, foot=0.12), "wall",
        "bedside table, night stand, bedside cabinet, night table", rank=3, tags="storage surface"),
    "filing cabinet": entry(partial(cupboard, size=(0.46, 0.6, 1.02), columns=1, rows=3, foot=0.04,
            color=(0.58, 0.6, 0.62), plinth=True, material="metal", mass=42), "wall",
        "file cabinet, document cabinet", rank=2, tags="storage surface"),
    "display cabinet": entry(display_cabinet, "wall",
        "china cabinet, glass cabinet, display case, vitrine, curio cabinet, trophy case, "
        "showcase, trophy cabinet", rank=1, tags="storage"),
    "wine cabinet": entry(partial(display_cabinet, size=(0.75, 0.4, 1.3), wine=True), "wall",
        "wine rack, wine cooler, wine fridge, wine shelf", rank=1, tags="storage"),
    "locker": entry(locker, "wall", "lockers", rank=1, tags="storage"),
    "wall shelf": entry(wall_shelf, "hang",
        "floating shelf, hanging shelf, wall mounted shelf, shelf board", rank=5,
        tags="storage wall surface"),
    "storage rack": entry(partial(rack, size=(1.0, 0.45, 1.8), rows=4, mass=28), "wall",
        "metal rack, warehouse rack, storage shelf, stock shelf, utility shelf, metal shelf, "
        "rack, tool rack, product shelf, display shelf, store shelf, gondola shelf", rank=1,
        tags="storage surface"),
    "shoe rack": entry(shoe_rack, "wall", "shoe shelf", rank=3, tags="storage"),
    "spice rack": entry(spice_rack, "top", rank=6, tags="storage"),
    "coat rack": entry(coat_rack, "corner", "coat stand, hat stand, hat rack, hall tree, coat tree", rank=4,
        tags="storage"),
    "clothes rack": entry(clothes_rack, "wall",
        "clothing rack, garment rack, clothes rail, drying rack, clothes stand", rank=3,
        tags="storage clothes"),
    "luggage rack": entry(luggage_rack, "wall", "suitcase stand", rank=4, tags="storage surface"),
    "luggage cart": entry(luggage_cart, "free",
        "baggage cart, bellhop cart, luggage trolley, baggage trolley, bellman cart", rank=3,
        tags="storage surface"),
    "display stand": entry(display_stand, "free",
        "display rack, merchandise stand, display shelf stand, product stand, " "cake stand table", rank=3,
        tags="storage surface"),
    "server rack": entry(server_rack, "wall", "server cabinet, server, data rack, network rack", rank=1,
        tags="electronics"),
}
