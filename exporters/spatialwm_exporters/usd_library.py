"""OpenUSD's modules, loaded when first needed, and values as it wants them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np

from spatialwm.frames import Frame, points_to, quats_to
from spatialwm.optional import require

__all__ = ["Modules", "floats", "load_usd", "place", "quat"]


@dataclass(frozen=True)
class Modules:
    """What of ``pxr`` is used. Untyped: its compiled bindings have no stubs."""

    Gf: Any
    Sdf: Any
    Usd: Any
    UsdGeom: Any
    UsdPhysics: Any
    UsdShade: Any
    Vt: Any


@cache
def load_usd() -> Modules:
    """The modules.

    Raises:
        MissingExtraError: usd-core is not installed.
    """
    require("pxr", extra="usd")
    names = ("Gf", "Sdf", "Usd", "UsdGeom", "UsdPhysics", "UsdShade", "Vt")
    return Modules(*(import_module(f"pxr.{name}") for name in names))


def floats(values: Iterable[Any]) -> list[float]:
    """Python's own floats; USD takes no NumPy ones."""
    return [float(value) for value in values]


def quat(usd: Modules, turn: np.ndarray) -> Any:  # noqa: ANN401
    """A rotation, wxyz, in single precision."""
    w, x, y, z = floats(turn)
    return usd.Gf.Quatf(w, x, y, z)


def place(
    usd: Modules,
    prim: Any,  # noqa: ANN401
    frame: Frame,
    position: np.ndarray,
    turn: np.ndarray,
) -> tuple[Any, Any]:
    """Give a prim its default place; returns the two operations, to be animated."""
    shape = usd.UsdGeom.Xformable(prim)
    shape.ClearXformOpOrder()
    translate = shape.AddTranslateOp()
    translate.Set(usd.Gf.Vec3d(*floats(points_to(frame, position.astype(float)))))
    orient = shape.AddOrientOp()
    orient.Set(quat(usd, quats_to(frame, turn.astype(float))))
    return translate, orient
