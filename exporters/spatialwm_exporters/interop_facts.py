"""What a reader may tell beside points: masses, colliders and colours of splats, and how far off they are.

A reader's answer holds them under names of their own: ``mass cube`` [kg], ``boxes cube`` (full sizes [m] of
its box colliders, k x 3), ``colors`` (n x 6: where a splat is [m], and its red, green and blue, 0 to 255).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from spatialwm.bench.table import Row
from spatialwm.geometry.harmonics import SH_C0
from spatialwm.scene import Box, Scene, Splats, world_splats

__all__ = ["color_table", "colors_of", "expected_facts", "fact_rows", "is_fact"]


@dataclass(frozen=True, kw_only=True)
class _Fact:
    unit: str
    most: float
    off: Callable[[np.ndarray, np.ndarray], float]


def color_table(
    positions: Float[np.ndarray, "n 3"], colors: Float[np.ndarray, "n 3"]
) -> Float[np.ndarray, "n 6"]:
    """Places [m] in our frame beside colours (0 to 1) in code values."""
    return np.concatenate([positions, 255 * np.clip(np.asarray(colors, float), 0, 1)], axis=1)


def colors_of(splats: Splats) -> Float[np.ndarray, "n 6"]:
    """The colour of each splat of degree 0, where it is."""
    return color_table(splats.means.astype(float), 0.5 + SH_C0 * splats.sh[:, 0].astype(float))


def expected_facts(scene: Scene) -> dict[str, np.ndarray]:
    """What a reader that tells such things should tell of a scene."""
    found = {"colors": colors_of(world_splats(scene)[0])}
    for thing in scene.objects:
        boxes = [shape.size for shape in thing.body.colliders if isinstance(shape, Box)]
        if boxes:
            found[f"boxes {thing.name}"] = np.array(boxes, float)
        if thing.body.kind == "dynamic" and thing.body.mass:
            found[f"mass {thing.name}"] = np.array([float(thing.body.mass)])
    return found


def is_fact(name: str) -> bool:
    """Whether a name of an answer is one of these, and not one of points."""
    return name.partition(" ")[0] in _FACTS


def fact_rows(label: str, found: dict[str, np.ndarray], expected: dict[str, np.ndarray]) -> list[Row]:
    """A row for each kind of fact that a reader told: the one furthest off."""
    rows = list[Row]()
    for kind, fact in _FACTS.items():
        named = [name for name in found if name.partition(" ")[0] == kind]
        if named:
            worst = max(
                fact.off(np.asarray(found[name], float), expected[name]) if name in expected else float("inf")
                for name in named
            )
            rows.append(Row(name=f"{label}: {kind}", value=worst, unit=fact.unit, at_most=fact.most,
                            note=f"{len(named)} things" if kind != "colors" else ""))  # fmt: skip
    return rows


def _mass_off(found: np.ndarray, expected: np.ndarray) -> float:
    return float(np.abs(found - expected).max())


def _boxes_off(found: np.ndarray, expected: np.ndarray) -> float:
    """Each box against the one most like it, in millimetres; infinite when there are more or fewer."""
    if len(found) != len(expected):
        return float("inf")
    sizes, wanted = (np.sort(boxes, axis=1) for boxes in (found, expected))  # a frame may turn the axes
    apart = np.abs(sizes[:, None] - wanted[None]).max(axis=-1)
    return 1000 * float(max(apart.min(axis=0).max(), apart.min(axis=1).max()))


def _colors_off(found: np.ndarray, expected: np.ndarray) -> float:
    """Each splat against the one that is where it is; infinite when one is nowhere near any, or some lack."""
    if len(found) != len(expected):
        return float("inf")
    apart = np.linalg.norm(found[:, None, :3] - expected[None, :, :3], axis=-1)
    # several splats may share a corner: the one whose colour is most like it counts
    codes, wanted = np.rint(found[:, 3:]), np.rint(expected[:, 3:])
    colors = np.abs(codes[:, None] - wanted[None]).max(axis=-1)
    here = apart < apart.min(axis=1, keepdims=True) + 0.006
    return float(np.where(here, colors, np.inf).min(axis=1).max())


# Colours are compared as the codes that a screen shows. SPZ holds them in steps of 1.88 codes, so that the
# nearest is up to 0.94 off; a reader that tells bytes rounds again, which is no fault of the file's.
_FACTS = {
    "mass": _Fact(unit="kg off", most=1e-4, off=_mass_off),
    "boxes": _Fact(unit="mm off", most=0.01, off=_boxes_off),
    "colors": _Fact(unit="code values off", most=1.0, off=_colors_off),
}
