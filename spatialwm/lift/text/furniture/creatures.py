"""Animal-shaped props, soft toys, mannequins and statues. Sizes of grown animals (shoulder heights)."""
# fmt: off

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from spatialwm.lift.text.furniture.entry import Entry, entry
from spatialwm.lift.text.furniture.kit import BLACK, Color, Finish, finish, shade, stuff
from spatialwm.lift.text.furniture.parts import (
    Part,
    bar,
    built,
    egg,
    group,
    loose,
    moved,
    rod,
)
from spatialwm.lift.text.model import Model, Spec, Support, box
from spatialwm.lift.text.solids import Metres, turn
from spatialwm.lift.text.surfaces import Pattern

__all__ = ["ENTRIES"]


@dataclass(frozen=True, kw_only=True)
class Beast:
    """Proportions of a four-legged animal [m]; it looks along +z."""

    height: float
    """At the shoulder."""
    length: float
    """Of the trunk."""
    girth: float
    """Across the trunk."""
    neck: float
    """Length."""
    rise: float
    """Of the neck above level [rad]."""
    head: float
    """Length."""
    leg: float
    """Radius at the top."""
    mass: float | int
    color: Color
    second: Color | None = None
    """Of muzzle, belly or mane."""
    pattern: Pattern = "fur"
    seed: int = 0
    ears: str = "up"
    tail: float = 0.3
    snout: float = 0.5
    horns: bool = False
    trunk: bool = False
    hump: bool = False


_BEASTS = {"cat": Beast(height=0.26, length=0.34, girth=0.13, neck=0.06, rise=0.7, head=0.11, leg=0.022,
        mass=4.5, color=(0.62, 0.45, 0.28), tail=0.30, snout=0.25), "dog": Beast(height=0.52, length=0.58,
        girth=0.21, neck=0.18, rise=0.8, head=0.22, leg=0.04, mass=25, color=(0.66, 0.47, 0.26),
        ears="down", tail=0.32, snout=0.55), "horse": Beast(height=1.55, length=1.45, girth=0.55, neck=0.75,
        rise=0.85, head=0.58, leg=0.10, mass=500, color=(0.42, 0.25, 0.14), second=(0.16, 0.11, 0.08),
        tail=0.75, snout=0.7), "cow": Beast(height=1.40, length=1.55, girth=0.68, neck=0.40, rise=0.35,
        head=0.52, leg=0.10, mass=600, color=(0.93, 0.91, 0.88), pattern="patches", seed=1, ears="side",
        tail=0.7, snout=0.7, horns=True), "sheep": Beast(height=0.72, length=0.85, girth=0.52, neck=0.18,
        rise=0.6, head=0.27, leg=0.045, mass=70, color=(0.90, 0.87, 0.80), second=(0.25, 0.21, 0.19),
        ears="side", tail=0.1, snout=0.6), "elephant": Beast(height=2.60, length=2.45, girth=1.45,
        neck=0.35, rise=0.5, head=0.95, leg=0.25, mass=3500, color=(0.50, 0.49, 0.48), pattern="leather",
        ears="fan", tail=0.9, snout=0.2, trunk=True), "bear": Beast(height=1.00, length=1.25, girth=0.72,
        neck=0.22, rise=0.45, head=0.42, leg=0.14, mass=250, color=(0.32, 0.21, 0.13), ears="round",
        tail=0.08, snout=0.5, hump=True), "zebra": Beast(height=1.35, length=1.30, girth=0.52, neck=0.60,
        rise=0.85, head=0.50, leg=0.085, mass=320, color=(0.93, 0.92, 0.90), second=(0.12, 0.11, 0.11),
        pattern="stripes", tail=0.5, snout=0.7), "giraffe": Beast(height=2.70, length=1.45, girth=0.70,
        neck=1.95, rise=1.28, head=0.55, leg=0.13, mass=900, color=(0.62, 0.38, 0.17),
        second=(0.86, 0.72, 0.48), pattern="patches", tail=0.8, snout=0.7, horns=True),
    "pig": Beast(height=0.65, length=0.95, girth=0.48, neck=0.12, rise=0.2, head=0.34, leg=0.06, mass=120,
        color=(0.90, 0.66, 0.62), ears="side", tail=0.12, snout=0.55),
    "goat": Beast(height=0.70, length=0.75, girth=0.32, neck=0.28, rise=0.9, head=0.26, leg=0.04, mass=50,
        color=(0.80, 0.76, 0.70), ears="side", tail=0.12, snout=0.6, horns=True),
    "lion": Beast(height=1.05, length=1.35, girth=0.50, neck=0.28, rise=0.5, head=0.42, leg=0.10, mass=180,
        color=(0.76, 0.58, 0.34), second=(0.42, 0.25, 0.13), ears="round", tail=0.8, snout=0.45),
    "rabbit": Beast(height=0.17, length=0.24, girth=0.14, neck=0.03, rise=0.9, head=0.10, leg=0.022, mass=2,
        color=(0.72, 0.64, 0.56), ears="long", tail=0.05, snout=0.3), "deer": Beast(height=1.10,
        length=1.05, girth=0.38, neck=0.50, rise=1.0, head=0.34, leg=0.05, mass=90,
        color=(0.56, 0.38, 0.23), ears="side", tail=0.14, snout=0.6, horns=True)}


def animal(spec: Spec, *, kind: str) -> Model:
    """A four-legged animal standing, looking along +z."""
    b = _BEASTS[kind]
    s, t = spec.wide, spec.tall
    hue = spec.color or ((0.30, 0.29, 0.30), b.color, (0.88, 0.84, 0.78), (0.14, 0.13, 0.13))[spec.tint % 4
        if kind in ("cat", "dog", "rabbit") else 1]
    coat = replace(stuff("fur", hue), pattern=b.pattern)
    dark = stuff("fur", b.second or shade(hue, 0.62))
    low = b.height * 0.50 * t
    trunk_h = b.height * 0.56 * t
    seed = b.seed if b.pattern == "patches" else spec.tint
    body = group(egg(coat, b.girth * s, trunk_h, b.length * s, 0, low, 0, solid=False, seed=seed,
            segments=20), egg(coat, b.girth * s * 0.95, trunk_h * (1.05 if b.hump else 0.95),
            b.length * 0.55 * s, 0, low + trunk_h * 0.06, b.length * 0.22 * s, solid=False, seed=seed,
            segments=16), egg(coat, b.girth * s * 0.98, trunk_h * 0.98, b.length * 0.5 * s, 0, low,
            -b.length * 0.24 * s, solid=False, seed=seed, segments=16))
    foot = dark if b.second and kind in ("horse", "sheep", "zebra") else coat
    legs_: list[Part] = []
    for x in (-1, 1):
        for z in (-1, 1):
            at = (x * (b.girth * 0.34) * s, z * b.length * 0.34 * s)
            legs_ += [rod(coat, (at[0], 0.04 * b.height, at[1]), (at[0], low + trunk_h * 0.35, at[1]),
                    b.leg * 0.62 * s, b.leg * 1.35 * s, solid=False, seed=seed),
                egg(foot if kind not in ("cat", "dog") else coat, b.leg * 1.7 * s, b.leg * 1.3,
                    b.leg * 2.1 * s, at[0], 0, at[1] + b.leg * 0.3, solid=False, segments=10)]
    hull = [box(b.girth * 0.8 * s, trunk_h * 0.8, b.length * 0.9 * s, 0, low + trunk_h / 2, 0)]
    back = Support(height=float(low + trunk_h), half_width=b.girth * 0.22 * s, half_depth=b.length * 0.25 * s)
    hull += [box(b.leg * 1.5 * s, low + 0.1 * trunk_h, b.leg * 1.5 * s, x * b.girth * 0.34 * s,
            (low + 0.1 * trunk_h) / 2, z * b.length * 0.34 * s) for x in (-1, 1) for z in (-1, 1)]
    return built(coat, body, *legs_, _head(b, coat, dark, s, low + trunk_h * 0.72, seed),
        _tail(b, coat, dark, s, low + trunk_h * 0.75), Part((), tuple(hull)), supports=[back],
        mass=b.mass * s**2 * t)


def _head(b: Beast, coat: Finish, dark: Finish, s: Metres, y: Metres, seed: int) -> Part:
    """Neck, head, muzzle, ears, eyes, and horns or a trunk."""
    z0 = b.length * 0.38 * s
    dy, dz = np.sin(b.rise) * b.neck * s, np.cos(b.rise) * b.neck * s
    thick = b.girth * 0.26 * s
    h = b.head * s
    neck = rod(coat, (0, y, z0), (0, y + dy, z0 + dz), thick * 1.25, thick * (0.7 if b.neck > 0.5
            else 0.95), solid=False, seed=seed, segments=14)
    skull = (h * 0.62, h * 0.68, h * 0.82)
    centre = (y + dy - h * 0.1, z0 + dz + h * 0.1)
    parts = [neck, egg(coat if not (b.second and b.ears == "side" and b.snout == 0.6) else dark, *skull, 0,
            centre[0], centre[1], solid=False, seed=seed, segments=16)]
    nose = egg(dark if b.second and b.neck < 1 else coat, h * 0.38, h * 0.38, h * (0.4 + b.snout * 0.7), 0,
        centre[0] + h * 0.02, centre[1] + h * (0.2 + 0.35 * b.snout), solid=False, segments=12, seed=seed,
        by=turn(x=0.25 if b.snout > 0.5 else 0.1))
    tip = egg(stuff("plastic", (0.12, 0.10, 0.10)), h * 0.16, h * 0.11, h * 0.08, 0, centre[0]
        + h * (0.25 - 0.16 * b.snout), centre[1] + h * (0.40 + 0.62 * b.snout), solid=False, segments=8)
    eyes = [egg(stuff("plastic", (0.06, 0.05, 0.05)), h * 0.09, h * 0.10, h * 0.07, x * h * 0.22, centre[0]
            + h * 0.40, centre[1] + h * 0.30, solid=False, segments=8) for x in (-1, 1)]
    if b.trunk:
        pts = [(0, centre[0] + h * 0.25, centre[1] + h * 0.35), (0, centre[0] - h * 0.5, centre[1]
                + h * 0.62), (0, centre[0] - h * 1.1, centre[1] + h * 0.58),
            (0, centre[0] - h * 1.5, centre[1] + h * 0.85)]
        parts.append(bar(coat, pts, [h * 0.20, h * 0.15, h * 0.11, h * 0.08]))
        parts += [bar(stuff("ceramic"), [(x * h * 0.22, centre[0] + 0.05 * h, centre[1] + h * 0.35),
                    (x * h * 0.26, centre[0] - 0.25 * h, centre[1] + h * 0.6),
                    (x * h * 0.24, centre[0] - 0.2 * h, centre[1] + h * 0.85)],
                [0.05 * h, 0.04 * h, 0.015 * h]) for x in (-1, 1)]
        tip = egg(coat, 0.05, 0.05, 0.05, 0, centre[0], centre[1], solid=False)
    if b.horns:
        parts += [rod(stuff("wood", (0.72, 0.66, 0.55)), (x * h * 0.18, centre[0] + h * 0.58, centre[1]),
                (x * h * 0.3, centre[0] + h * 0.95, centre[1] - h * 0.05), h * 0.05, h * 0.025, solid=False,
                segments=8) for x in (-1, 1)]
    if b.second and b.ears == "round":  # a lion's mane
        parts.append(egg(dark, h * 1.15, h * 1.15, h * 0.7, 0, centre[0] - h * 0.25, centre[1] - h * 0.3,
                solid=False, segments=16))
    elif b.second and b.neck > 0.5 and b.neck < 1:
        parts.append(bar(dark, [(0, y + dy + h * 0.45, z0 + dz), (0, y + dy * 0.6 + thick, z0 + dz * 0.3),
                    (0, y + thick, z0 - 0.1 * b.length)], 0.05 * s, flatten=0.5))
    return group(parts, nose, tip, eyes, _ears(b, coat, h, centre))


def _ears(b: Beast, coat: Finish, h: Metres, centre: tuple[Metres, Metres]) -> Part:
    sizes = {"up": (0.2, 0.32, 0.1, 0.3), "down": (0.16, 0.42, 0.12, 2.6), "side": (0.16, 0.34, 0.1, 1.5),
        "round": (0.26, 0.24, 0.12, 0.5), "long": (0.2, 0.85, 0.12, 0.2), "fan": (0.75, 0.95, 0.12, 1.5)}
    w, tall, d, lean = sizes[b.ears]
    return group(moved(egg(coat, h * w, h * tall, h * d, solid=False, segments=10), x * h * 0.22, centre[0]
            + h * 0.52, centre[1] - h * 0.02, by=turn(z=-x * lean)) for x in (-1, 1))


def _tail(b: Beast, coat: Finish, dark: Finish, s: Metres, y: Metres) -> Part:
    z, length = -b.length * 0.47 * s, b.tail * s
    if b.ears == "up" and b.snout < 0.3:
        return loose(bar(coat, [(0, y, z), (0, y + length * 0.1, z - length * 0.45),
                    (0, y + length * 0.6, z - length * 0.6), (0, y + length, z - length * 0.4)], 0.014 * s))
    thick = max(0.03 * b.girth, 0.012) * s
    hang = bar(coat, [(0, y, z), (0, y - length * 0.4, z - length * 0.25),
            (0, y - length, z - length * 0.2)], [thick * 1.6, thick, thick * 0.8])
    return group(loose(hang), egg(dark, thick * 4, length * 0.3, thick * 4, 0, y - length * 1.15,
            z - length * 0.2, solid=False, segments=8))


def bird(spec: Spec, *, size: float = 1.0) -> Model:
    """A bird standing, 0.22 m long; larger for ducks and hens."""
    hue = spec.color or ((0.28, 0.42, 0.62), (0.72, 0.26, 0.18), (0.50, 0.40, 0.30), (0.92, 0.90, 0.86))[
        spec.tint % 4]
    made, s = stuff("fur", hue), 0.22 * size * spec.wide
    belly, yellow = stuff("fur", (0.90, 0.86, 0.78)), stuff("plastic", (0.90, 0.62, 0.15))
    wings = [moved(egg(stuff("fur", shade(hue, 0.7)), s * 0.06, s * 0.28, s * 0.62, solid=False,
                segments=12), x * s * 0.21, s * 0.38, -s * 0.08, by=turn(x=-0.35)) for x in (-1, 1)]
    legs_ = [group(rod(yellow, (x * s * 0.1, 0.01, 0), (x * s * 0.1, s * 0.34, 0), s * 0.02, solid=False,
                segments=6), egg(yellow, s * 0.12, s * 0.03, s * 0.2, x * s * 0.1, 0, s * 0.04, solid=False,
                segments=8)) for x in (-1, 1)]
    body = [moved(egg(made, s * 0.42, s * 0.42, s * 0.72, solid=False, segments=16), 0, s * 0.28, 0,
            by=turn(x=-0.35)), egg(belly, s * 0.36, s * 0.36, s * 0.4, 0, s * 0.29, s * 0.10, solid=False,
            segments=12), egg(made, s * 0.32, s * 0.32, s * 0.32, 0, s * 0.62, s * 0.24, solid=False,
            segments=14)]
    beak = rod(yellow, (0, s * 0.76, s * 0.38), (0, s * 0.74, s * 0.54), s * 0.05, s * 0.008, solid=False,
        segments=8)
    tail = moved(egg(stuff("fur", shade(hue, 0.7)), s * 0.2, s * 0.05, s * 0.5, solid=False, segments=8), 0,
        s * 0.38, -s * 0.42, by=turn(x=0.25))
    eyes = [egg(stuff("plastic", BLACK), s * 0.045, s * 0.045, s * 0.03, x * s * 0.12, s * 0.80, s * 0.35,
            solid=False, segments=6) for x in (-1, 1)]
    hull = Part((), (box(s * 0.34, s * 0.03, s * 0.3, 0, s * 0.015, s * 0.02),
            box(s * 0.3, s * 0.5, s * 0.5, 0, s * 0.45, 0)))
    return built(made, *body, *wings, *legs_, beak, tail, *eyes, hull, mass=0.12 * size**3)


def fish(spec: Spec) -> Model:
    """A fish lying on its side, 0.30 m long."""
    made, s = finish(spec, "metal", (0.62, 0.66, 0.70)), 0.3 * spec.wide
    made = replace(made, material="food", metallic=0.0)
    return built(made, egg(made, s * 0.8, s * 0.13, s * 0.28, 0, 0, 0, solid=False),
        egg(made, s * 0.08, s * 0.04, s * 0.3, s * 0.43, s * 0.04, 0, solid=False),
        egg(stuff("plastic", BLACK), 0.014, 0.01, 0.014, -s * 0.3, s * 0.105, s * 0.02, solid=False),
        Part((), (box(s * 0.6, s * 0.12, s * 0.18, 0, s * 0.06, 0),)), mass=0.6)


_QUADRUPEDS = {"cat": "kitten, kitty, tomcat, tabby",
    "dog": "puppy, hound, labrador, poodle, wolf, fox, terrier, doggy, bulldog",
    "horse": "pony, donkey, mule, foal, camel", "cow": "bull, ox, cattle, calf, buffalo, moose",
    "sheep": "lamb, ram, llama, alpaca",
    "elephant": "rhino, hippo, rhinoceros, hippopotamus, mammoth, baby elephant",
    "bear": "polar bear, grizzly bear, brown bear, panda, gorilla, bear cub, monkey", "zebra": "",
    "giraffe": "", "pig": "piglet, boar, hog", "goat": "",
    "lion": "tiger, leopard, cheetah, lioness, panther",
    "rabbit": "bunny, hare, hamster, guinea pig, squirrel, hedgehog, rat, raccoon",
    "deer": "reindeer, antelope, stag, kangaroo, gazelle"}
ENTRIES: dict[str, Entry] = {name: entry(partial(animal, kind=name), "free"
        if name in ("cat", "dog", "rabbit") else "ground", words, rank=4 if name in ("cat", "dog", "rabbit")
        else 2, tags="animal") for name, words in _QUADRUPEDS.items()} | {
    "bird": entry(bird, "top", "parrot, pigeon, crow, sparrow, owl, seagull, robin, dove, chick, canary",
        rank=6, tags="animal"),
    "duck": entry(partial(bird, size=2.0), "ground",
        "goose, chicken, hen, rooster, swan, turkey bird, penguin, flamingo, peacock, " "ostrich, eagle",
        rank=5, tags="animal"),
    "fish": entry(fish, "top", "goldfish, shark, whale, dolphin, salmon", rank=7, tags="animal food"),
}
