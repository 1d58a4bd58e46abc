"""A library's model as a thing of a scene: its body, mass, supports, light, and the colour that was asked."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from spatialwm.lift.text.assets.asset import Asset, words_of
from spatialwm.lift.text.assets.loading import Part
from spatialwm.lift.text.materials import MATERIALS
from spatialwm.lift.text.model import Glow, Model, Piece, Spec, Support
from spatialwm.lift.text.solids import Solid
from spatialwm.lift.text.standing import supports_of
from spatialwm.lift.text.surfaces import Look, linear_from_srgb, srgb_from_linear
from spatialwm.lift.text.words import MATERIALS as MATERIAL_WORDS
from spatialwm.objects.boxes import fitted_colliders
from spatialwm.scene import Box, Collider, Cylinder, Provenance

__all__ = ["fitted_model", "material_of"]

_WALL = {
    "wood": 0.018, "metal": 0.0015, "ceramic": 0.006, "glass": 0.005, "plastic": 0.003, "stone": 0.03,
    "wicker": 0.01, "rubber": 0.004, "paper": 0.003, "leaf": 0.0004, "plaster": 0.012,
}  # fmt: skip
"""Usual thickness of what is made of it [m]: furniture board is 18 mm, sheet metal 1.5 mm, glaze ware 4-8 mm.
What is not here (foam, food, soil, flesh) is solid."""
_LIGHTEST = 0.01
"""[kg]"""
_CELLS = 60
"""Splats along the longest edge at least: what was drawn by hand has detail."""
_ROUND = 0.7
"""Cosine: corners of less than 45 degrees are shaded smooth."""


def fitted_model(asset: Asset, parts: Sequence[Part], spec: Spec, usual: Model) -> Model:
    """The model, in the size and colour that are asked for.

    Args:
        asset: What the library says of it.
        parts: As loaded.
        spec: What is asked: ``color``, ``wide`` and ``tall`` count.
        usual: The built-in thing of the same kind; gives what a mesh does not say.
    """
    grown = np.array([spec.wide, spec.tall, spec.wide])
    corners = [p.corners * grown for p in parts]
    material = material_of(parts, usual.material)
    tints = _tints(parts, spec.color)
    pieces = tuple(_piece(p, c, material, t) for p, c, t in zip(parts, corners, tints, strict=True))
    together = np.concatenate(corners)
    colliders = tuple(_grown(c, spec.wide, spec.tall) for c in _body(tuple(parts)))
    return Model(
        pieces=pieces,
        colliders=colliders,
        material=material,
        supports=_supports(colliders, asset, spec.tall),
        glow=_glow(usual, together),
        spacing=min(usual.spacing, float(np.ptp(together.reshape(-1, 3), axis=0).max()) / _CELLS),
        static=usual.static,
        clearance=usual.clearance,
        weight=_weight(together, colliders, material),
        triangles=True,
        provenance=Provenance(
            method="asset",
            source=f"{asset.name}, {asset.library}",
            license=asset.license,
            author=asset.author,
        ),
    )


@lru_cache(maxsize=64)
def _body(parts: tuple[Part, ...]) -> tuple[Box | Cylinder, ...]:
    """Colliders of a model in its own size, once for each."""
    corners = np.concatenate([p.corners for p in parts])
    return fitted_colliders(corners.reshape(-1, 3), np.arange(3 * len(corners)).reshape(-1, 3))


def _grown(collider: Box | Cylinder, wide: float, tall: float) -> Box | Cylinder:
    position = collider.position.astype(float) * np.array([wide, tall, wide])
    if isinstance(collider, Cylinder):
        return Cylinder(radius=collider.radius * wide, height=collider.height * tall, position=position)
    return Box(size=collider.size.astype(float) * np.array([wide, tall, wide]), position=position)


def material_of(parts: Sequence[Part], usual: str) -> str:
    """The material whose name most of the surface bears; ``usual`` where the file names none."""
    votes = Counter[str]()
    for part in parts:
        named = [MATERIAL_WORDS[w] for w in sorted(words_of(part.name)) if w in MATERIAL_WORDS]
        if named:
            votes[named[0]] += int(1e6 * _area(part.corners))
    if not votes:
        return usual
    best, area = votes.most_common(1)[0]
    return best if area > 0.3e6 * sum(_area(p.corners) for p in parts) else usual


def _area(corners: np.ndarray) -> float:
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return float(np.linalg.norm(normals, axis=1).sum() / 2)


def _piece(part: Part, corners: np.ndarray, material: str, tint: np.ndarray | None) -> Piece:
    local = part.local
    factor = np.array(part.factor)
    if tint is not None and part.picture is None:
        local = np.clip(_shade(local.reshape(-1, 3))[:, None] * tint, 0, 1).reshape(local.shape)
    picture = part.picture
    if tint is not None and picture is not None:
        light = _shade(linear_from_srgb(picture.reshape(-1, 3) / 255) * factor)[:, None] * tint
        picture = np.round(255 * srgb_from_linear(np.clip(light, 0, 1))).astype(np.uint8)
        picture, factor = picture.reshape(part.picture.shape if part.picture is not None else ()), np.ones(3)
    red, green, blue = (float(v) for v in factor)
    look = Look(
        color=(red, green, blue),
        pattern="corners" if picture is None else "picture",
        picture=picture,
        metallic=part.metallic,
        roughness=part.roughness,
    )
    normals = _smooth(corners)

    def fourth(values: np.ndarray) -> np.ndarray:
        return np.concatenate([values, values[:, 2:]], axis=1)

    solid = Solid(corners=fourth(corners), normals=fourth(normals), local=fourth(local))
    return Piece(solid=solid, look=look, material=material)


def _shade(linear: np.ndarray) -> np.ndarray:
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def _tints(parts: Sequence[Part], color: tuple[float, float, float] | None) -> list[np.ndarray | None]:
    """Per part a factor on its brightness that makes the thing's main colour the asked one (linear).

    Parts that cover little, such as handles and feet, keep their own colour.
    """
    if color is None:
        return [None] * len(parts)
    areas = [_area(p.corners) for p in parts]
    largest = max(areas)
    asked = linear_from_srgb(np.array(color))
    out: list[np.ndarray | None] = []
    for part, area in zip(parts, areas, strict=True):
        if area < 0.25 * largest:
            out.append(None)
            continue
        if part.picture is None:
            own = part.local.reshape(-1, 3)
        else:
            own = linear_from_srgb(part.picture[::4, ::4].reshape(-1, 3) / 255) * np.array(part.factor)
        out.append(asked / max(float(np.median(_shade(own))), 0.02))
    return out


def _smooth(corners: np.ndarray) -> np.ndarray:
    """Normals of corners: the mean around the vertex, where that bends little."""
    flat = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    key = np.round(corners.reshape(-1, 3) * 1e5).astype(np.int64)
    _, vertex = np.unique(key, axis=0, return_inverse=True)
    vertex = vertex.reshape(-1)
    weights = np.repeat(flat, 3, axis=0)
    sums = np.stack([np.bincount(vertex, weights[:, k]) for k in range(3)], axis=1)
    unit = _unit(flat)
    mean = _unit(sums)[vertex].reshape(-1, 3, 3)
    near = np.sum(mean * unit[:, None], axis=2, keepdims=True) > _ROUND
    return np.where(near, mean, unit[:, None])


def _unit(vectors: np.ndarray) -> np.ndarray:
    lengths: np.ndarray = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.maximum(lengths, 1e-15)


def _weight(corners: np.ndarray, colliders: Sequence[Collider], material: str) -> float:
    """Volume times density [kg]: of a shell of usual thickness, or of the whole body where that is less."""
    whole = sum(_volume(c) for c in colliders)
    wall = _WALL.get(material)
    volume = whole if wall is None else min(whole, 0.5 * _area(corners) * wall)
    return max(volume * MATERIALS[material].density, _LIGHTEST)


def _volume(collider: Collider) -> float:
    match collider:
        case Box(size=size):
            return float(np.prod(size))
        case Cylinder(radius=radius, height=height):
            return float(np.pi * radius**2 * height)
        case _:
            return 0.0


def _supports(colliders: tuple[Collider, ...], asset: Asset, tall: float) -> tuple[Support, ...]:
    """Level tops; where the library says on which height things stand, that one comes first."""
    found = supports_of(colliders)
    if asset.top is None:
        return found
    top = asset.top * tall
    return tuple(sorted(found, key=lambda s: (abs(s.height - top) > 0.02, -s.half_width * s.half_depth)))


def _glow(usual: Model, corners: np.ndarray) -> Glow | None:
    """The light of the built-in lamp, at the same part of the height."""
    if usual.glow is None:
        return None
    low, high = corners.min((0, 1)), corners.max((0, 1))
    share = (usual.glow.position[1] - usual.low[1]) / max(float(usual.high[1] - usual.low[1]), 1e-6)
    height = float(low[1] + np.clip(share, 0, 1) * (high[1] - low[1]))
    return Glow(position=(0.0, height, 0.0), power=usual.glow.power, shade=usual.glow.shade)
