"""A parametric thing made to fit a drawn box: first by its own parameters, the rest by stretching."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from jaxtyping import Float

from spatialwm.errors import InputError
from spatialwm.geometry.rotations import matrix_from_quat, quat_from_matrix
from spatialwm.lift.text.catalogue import CATALOGUE
from spatialwm.lift.text.model import Model, Spec
from spatialwm.lift.text.solids import scaled
from spatialwm.scene import Box, Capsule, Collider, Cylinder, Sphere

__all__ = ["Fitted", "extent", "fitted", "likeliest", "overlap", "resized", "stretched"]

_WIDE, _TALL = (0.35, 3.0), (0.3, 3.5)
"""Factors on usual sizes that builders make sense of."""
_STRETCH = (0.33, 3.0)
"""A thing that is pulled longer than this in one direction is no longer what it is."""
_CLOSE = 0.03
"""Of an edge: nearer is not looked for."""
_ROUNDS = 3
"""Tilted and round colliders do not stretch quite as asked; what is left is corrected again."""
_COMMON: dict[str, str] = {
    "floor": "armchair bathtub bed bench bin bookshelf cabinet chair coat_rack coffee_table counter crib "
    "desk dresser fireplace floor_lamp kitchen_island nightstand ottoman oven piano plant "
    "refrigerator side_table sideboard sink sofa stool table toilet tv_stand wardrobe washing_machine",
    "top": "book bottle bowl box keyboard laptop monitor mug plate table_lamp tv vase",
    "wall": "mirror painting wall_clock wall_shelf tv whiteboard",
    "ceiling": "pendant_light",
    "rug": "rug",
}
"""What unlabelled boxes usually mean, by where they are."""
_USUAL: dict[str, str] = {
    "study office workspace library": "desk bookshelf chair armchair table_lamp monitor laptop book",
    "bedroom nursery": "bed wardrobe nightstand dresser armchair crib",
    "living lounge": "sofa armchair coffee_table tv_stand bookshelf floor_lamp",
    "dining": "table chair sideboard",
    "kitchen": "counter refrigerator oven kitchen_island sink table chair stool",
    "bathroom washroom restroom": "bathtub toilet sink cabinet mirror",
}
"""Room names to what stands there; such a thing may be a little farther from its usual size."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Fitted:
    """A model in its box."""

    model: Model
    stretch: tuple[float, float, float]
    """What the parameters could not do: factors along x, y and z."""
    strained: float
    """How far it would have to be stretched, as a logarithm; 0 is not at all."""


def extent(model: Model) -> tuple[np.ndarray, np.ndarray]:
    """Low and high corner of all of it [m]; the low side is what it stands on."""
    if not model.colliders:
        return model.low, model.high
    low = np.minimum(model.low, model.bounds[:, 0].min(axis=0))
    low[1] = model.bounds[:, 0, 1].min()
    return low, np.maximum(model.high, model.bounds[:, 1].max(axis=0))


def fitted(build: Callable[[float, float], Model], size: tuple[float, float, float]) -> Fitted:
    """The model whose box comes nearest to a size [m].

    Args:
        build: Makes it from a factor on width and depth, and one on height.
        size: Width, height and depth [m].
    """
    goal = np.array(size, float)
    plain = _edges(build(1.0, 1.0))
    tall = float(np.clip(goal[1] / plain[1], *_TALL))
    best: tuple[float, Model] | None = None
    across = goal[[0, 2]] / plain[[0, 2]]
    for start in dict.fromkeys(
        round(float(w), 6) for w in (across[0], np.sqrt(across.prod()), across[1], 1.0)
    ):
        wide, high = float(np.clip(start, *_WIDE)), tall
        model = build(wide, high)
        now = _edges(model)
        high = float(np.clip(high * goal[1] / now[1], *_TALL))  # some heights have a fixed part
        model = build(wide, high)
        left = float(np.abs(np.log(goal / _edges(model))).max())
        if best is None or left < best[0] - 1e-9:
            best = left, model
        if left < _CLOSE:
            break
    assert best is not None
    left, model = best
    factors = np.ones(3)
    for _ in range(_ROUNDS):
        now = _edges(stretched(model, _three(factors)))
        factors = np.clip(factors * goal / now, *_STRETCH)
    return Fitted(model=stretched(model, _three(factors)), stretch=_three(factors), strained=left)


def _three(values: np.ndarray) -> tuple[float, float, float]:
    x, y, z = (float(v) for v in values)
    return x, y, z


def _edges(model: Model) -> np.ndarray:
    low, high = extent(model)
    return np.maximum(high - low, 1e-3)


def stretched(model: Model, factors: tuple[float, float, float]) -> Model:
    """The model pulled along its axes, colliders and all; mass follows from its pieces."""
    x, y, z = factors
    if max(abs(f - 1) for f in factors) < 1e-6:
        return model
    by, glow = np.array(factors), model.glow
    if glow is not None:
        px, py, pz = (float(v) for v in np.array(glow.position) * by)
        glow = replace(glow, position=(px, py, pz))
    supports = tuple(
        replace(s, height=s.height * y, half_width=s.half_width * x, half_depth=s.half_depth * z,
                x=s.x * x, z=s.z * z, headroom=min(s.headroom * y, 9.0), round=s.round and abs(x - z) < 0.02)
        for s in model.supports
    )  # fmt: skip
    return replace(
        model,
        pieces=tuple(replace(p, solid=scaled(p.solid, x, y, z)) for p in model.pieces),
        colliders=tuple(resized(c, by) for c in model.colliders),
        blockers=None if model.blockers is None else tuple(resized(c, by) for c in model.blockers),
        supports=supports,
        hidden=None if model.hidden is None else model.hidden * by,
        glow=glow,
    )


def resized(collider: Collider, factor: Float[np.ndarray, "3"]) -> Collider:
    """A collider pulled along the axes of its object; round ones stay round.

    Raises:
        InputError: A kind that cannot be pulled.
    """
    position = collider.position.astype(float) * factor
    axes = matrix_from_quat(collider.quat.astype(float)) * factor[:, None]
    grown = np.linalg.norm(axes, axis=0)
    turn, _, other = np.linalg.svd(axes / grown)  # the nearest rotation: pulled axes are not square
    quat = quat_from_matrix(turn @ other)
    match collider:
        case Box():
            size = collider.size.astype(float) * grown
            return replace(collider, position=position, size=size, quat=quat)
        case Cylinder() | Capsule():
            radius = float(collider.radius) * float(np.sqrt(grown[0] * grown[2]))
            height = float(collider.height) * float(grown[1])
            return replace(collider, position=position, radius=radius, height=height, quat=quat)
        case Sphere():
            radius = float(collider.radius) * float(np.cbrt(np.prod(factor)))
            return replace(collider, position=position, radius=radius)
        case _:
            raise InputError(
                f"A collider of kind {type(collider).__name__} cannot be resized; replace the object."
            )


def overlap(drawn: tuple[np.ndarray, np.ndarray], made: tuple[np.ndarray, np.ndarray]) -> float:
    """Intersection over union of two boxes, each as low and high corner in one frame [m]."""
    shared = np.minimum(drawn[1], made[1]) - np.maximum(drawn[0], made[0])
    inner = float(np.prod(np.maximum(shared, 0)))
    whole = float(np.prod(drawn[1] - drawn[0]) + np.prod(made[1] - made[0])) - inner
    return inner / max(whole, 1e-12)


@lru_cache(maxsize=256)
def _usual_edges(category: str) -> tuple[float, float, float]:
    width, height, depth = (float(v) for v in _edges(CATALOGUE[category].build(Spec())))
    return width, height, depth


def likeliest(size: tuple[float, float, float], *, where: str, room: str, turns: bool) -> str:
    """The category whose usual size is nearest to a box.

    Args:
        size: Of the box [m].
        where: ``floor``, ``top``, ``wall``, ``ceiling`` or ``rug``.
        room: Name of the room.
        turns: Whether width and depth may be exchanged.
    """
    usual = {w for names, things in _USUAL.items() if set(names.split()) & set(room.split())
             for w in things.split()}  # fmt: skip
    best, least = "box", math.inf
    for word in _COMMON[where].split():
        name = word.replace("_", " ")
        if name not in CATALOGUE:
            continue
        w, h, d = _usual_edges(name)
        orders = [(w, h, d), (d, h, w)] if turns else [(w, h, d)]
        away = min(sum(abs(math.log(a / b)) for a, b in zip(size, o, strict=True)) for o in orders)
        away -= 0.35 * (word in usual)
        if away < least:
            best, least = name, away
    return best
