"""Counters, trolleys, lecterns, treatment couches. Worktops are 0.90 m high (EN 1116), bars 1.05 m."""
# fmt: off

import numpy as np

from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.joinery import castors, fronts, legs
from spatialwm.lift.text.furniture.kit import BLACK, DARK, OAK, WALNUT, finish, stuff, trim
from spatialwm.lift.text.furniture.parts import block, built, four, group, moved, panel, rod, slab, top, torus
from spatialwm.lift.text.model import Model, Spec
from spatialwm.lift.text.solids import turn

__all__ = ["ENTRIES"]


def counter(spec: Spec, *, size: tuple[float, float, float] = (1.6, 0.62, 0.92), sink: bool = False) -> Model:
    """A run of base cabinets under a worktop."""
    w, d, h = size[0] * spec.wide, size[1] * spec.wide, size[2] * spec.tall
    made = finish(Spec(color=spec.color, material=spec.material if spec.material == "wood" else None,
            style=spec.style, features=spec.features), "wood", (0.86, 0.85, 0.82))
    plate = finish(Spec(material=spec.material), "stone", (0.42, 0.42, 0.43))
    n = max(2, round(float(w) / 0.5))
    drawer = 0.16
    return built(made, block(made, w, h - 0.14, d - 0.06, 0, 0.1, -0.02, fill=0.2),
        block(stuff("plastic", DARK), w - 0.04, 0.1, d - 0.12, 0, 0, -0.03), block(plate, w + 0.02, 0.04, d,
            0, h - 0.04, bevel=0.006, seed=spec.tint), fronts(spec, made, w - 0.01, h - 0.16 - drawer,
            d / 2 - 0.05, 0.11, columns=n, rows=1), fronts(spec, made, w - 0.01, drawer, d / 2 - 0.05,
            h - 0.05 - drawer, columns=n, rows=1, handles="drawer"), supports=[top(w, d, h)], mass=70 * w,
        static=True)


def island(spec: Spec) -> Model:
    """A kitchen island with an overhanging stone top, 1.80 x 0.90 x 0.92 m."""
    w, d, h = 1.8 * spec.wide, 0.9 * spec.wide, 0.92 * spec.tall
    made, plate = finish(Spec(color=spec.color, style=spec.style), "wood", (0.30, 0.36, 0.40)), finish(
        Spec(material=spec.material), "stone", (0.90, 0.89, 0.87))
    return built(made, block(made, w - 0.1, h - 0.04, d - 0.28, 0, 0, 0.08, fill=0.2),
        block(plate, w, 0.04, d, 0, h - 0.04, bevel=0.008, seed=spec.tint),
        fronts(spec, made, w - 0.14, h - 0.16, d / 2 - 0.06, 0.08, columns=4, rows=1),
        supports=[top(w, d, h)], mass=150, static=True)


def reception_desk(spec: Spec) -> Model:
    """A reception desk, 1.80 x 0.75 m: a panelled front 1.10 m high at +z, a work top behind it."""
    w, h = 1.8 * spec.wide, 1.10 * spec.tall
    made, plate = finish(spec, "wood", (0.60, 0.45, 0.31)), stuff("stone", (0.90, 0.89, 0.87))
    count = 9
    ribs = [slab(made, w / count - 0.012, h - 0.16, 0.02, -w / 2 + w / count * (k + 0.5), 0.08, 0.36,
            seed=spec.tint + k) for k in range(count)]
    return built(made, block(made, w, h - 0.04, 0.05, 0, 0, 0.33), *ribs, block(plate, w + 0.06, 0.04, 0.34,
            0, h - 0.04, 0.23, bevel=0.008), [block(made, 0.04, h - 0.04, 0.7, s * (w / 2 - 0.02), 0, 0)
            for s in (-1, 1)], block(made, w - 0.08, 0.03, 0.5, 0, 0.72, -0.1),
        supports=[top(w, 0.3, h, 0, 0.23), top(w - 0.1, 0.4, 0.75, 0, -0.15, headroom=h - 0.8)], mass=110,
        clearance=0.06)


def checkout(spec: Spec) -> Model:
    """A shop's counter with a belt and a till, 1.70 x 0.65 x 0.90 m."""
    w, d, h = 1.7 * spec.wide, 0.65 * spec.wide, 0.90 * spec.tall
    made = finish(spec, "wood", (0.80, 0.78, 0.74))
    screen = panel(stuff("plastic", (0.45, 0.62, 0.78)), 0.26, 0.18, 0, 0.01, 0.016, glow=0.5, seed=1)
    till = group(block(stuff("plastic", DARK), 0.36, 0.09, 0.36), block(stuff("plastic", DARK), 0.05, 0.1,
            0.05, 0, 0.08), moved(group(block(stuff("plastic", BLACK), 0.29, 0.21, 0.03), screen), 0, 0.16,
            0, by=turn(x=-0.2)))
    return built(made, block(made, w, h - 0.04, d - 0.04, fill=0.2), block(
            stuff("stone", (0.35, 0.35, 0.36)), w, 0.04, d, 0, h - 0.04), slab(stuff("rubber", BLACK),
            w * 0.55, 0.012, d * 0.55, -w * 0.18, h - 0.004, 0), moved(till, w * 0.36, h, 0,
            by=turn(y=np.pi)), slab(stuff("metal"), w, 0.06, 0.01, 0, 0.5, d / 2 - 0.02),
        supports=[top(w * 0.6, d, h, -w * 0.18)], mass=85)


def hostess_stand(spec: Spec) -> Model:
    """A lectern with a sloping top, 0.60 x 0.48 x 1.12 m."""
    made, w, d, h = finish(spec, "wood", WALNUT), 0.6 * spec.wide, 0.48 * spec.wide, 1.12 * spec.tall
    face = slab(made, w - 0.14, h * 0.6, 0.012, 0, h * 0.16, d / 2 - 0.02, seed=spec.tint + 2)
    return built(made, block(made, w, 0.06, d, bevel=0.01), block(made, w - 0.06, h - 0.1, d - 0.06, 0,
            0.05, fill=0.2, seed=spec.tint), face, block(made, w, 0.03, d, 0, h - 0.05, 0, bevel=0.008),
        moved(slab(stuff("paper"), 0.34, 0.02, 0.24), 0, h - 0.02, 0.0), block(made, w, 0.05, 0.02, 0,
            h - 0.03, -d / 2 + 0.01), supports=[top(w, d - 0.06, h - 0.02, z=0.03)], mass=28)


def cart(spec: Spec) -> Model:
    """A trolley with three trays on castors, 0.65 x 0.42 x 0.85 m."""
    w, d, h = 0.65 * spec.wide, 0.42 * spec.wide, 0.85 * spec.tall
    made, metal = finish(spec, "wood", OAK) if spec.variant % 2 else finish(spec, "metal",
        (0.80, 0.81, 0.80)), trim(spec, color=(0.30, 0.31, 0.33))
    posts = four(rod(metal, (0, 0.06, 0), (0, h, 0), 0.012), w / 2 - 0.015, d / 2 - 0.015)
    levels = [0.14, 0.14 + (h - 0.18) / 2, h - 0.04]
    trays = [group(block(made, w, 0.018, d, 0, y), [slab(metal, w, 0.03, 0.006, 0, y, s * d / 2)
                for s in (-1, 1)]) for y in levels]
    return built(made, posts, *trays, castors(w, d), rod(metal, (w / 2 + 0.05, h, -d / 2 + 0.02),
            (w / 2 + 0.05, h, d / 2 - 0.02), 0.012, solid=False), [rod(metal,
                (w / 2 - 0.015, h, s * (d / 2 - 0.015)), (w / 2 + 0.05, h, s * (d / 2 - 0.02)), 0.01,
                solid=False) for s in (-1, 1)], supports=[top(w, d, levels[2] + 0.018, rim=0.03)]
        + [top(w, d, y + 0.018, headroom=(h - 0.2) / 2, inside=True, rim=0.03) for y in levels[:2]],
        mass=13)


def treatment_table(spec: Spec) -> Model:
    """A padded couch for massage or examination, 1.90 x 0.70 x 0.72 m long across x."""
    made, w, d, h = finish(spec, "leather", (0.84, 0.82, 0.77)), 1.9 * spec.wide, 0.7, 0.72 * spec.tall
    wood = trim(spec, "wood", OAK)
    return built(made, block(made, w, 0.09, d, 0, h - 0.09, bevel=0.035, cell=0.12, seed=spec.tint),
        block(wood, w - 0.08, 0.06, d - 0.08, 0, h - 0.15), legs(spec, wood, w, d, h - 0.14, kind="square",
            inset=0.06, thick=0.06), torus(made, 0.11, 0.04, w / 2 + 0.12, h - 0.08),
        block(wood, w - 0.3, 0.04, d - 0.2, 0, 0.22), supports=[top(w, d, h, rim=0.03),
            top(w - 0.35, d - 0.25, 0.26, headroom=0.28, inside=True)], mass=36)


ENTRIES: dict[str, Entry] = {
    "counter": entry(counter, "wall",
        "kitchen counter, countertop, kitchen cabinet, base cabinet, counter top, "
        "bar counter, worktop, service counter, coffee bar", rank=1, tags="surface storage"),
    "kitchen island": entry(island, "middle", "island, kitchen bar", rank=1, tags="surface storage"),
    "reception desk": entry(reception_desk, "wall",
        "front desk, information desk, reception counter, reception, bar", rank=1, tags="surface"),
    "checkout counter": entry(checkout, "wall",
        "cash register counter, cashier counter, till, checkout, cash desk, sales counter", rank=1,
        tags="surface"),
    "hostess stand": entry(hostess_stand, "free",
        "lectern, podium, host stand, pulpit, welcome stand, rostrum", rank=3, tags="surface"),
    "serving cart": entry(cart, "free",
        "utility cart, cart, trolley, bar cart, tea trolley, kitchen cart, rolling cart, "
        "medical cart, tool cart, tea cart", rank=4, tags="surface storage"),
    "treatment table": entry(treatment_table, "middle",
        "massage table, examination table, exam table, massage bed, operating table, " "stretcher", rank=1,
        tags="surface"),
}
