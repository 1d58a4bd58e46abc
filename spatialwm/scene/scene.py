"""The scene: objects in one world."""

from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float

from spatialwm.errors import InputError, UnknownObjectError
from spatialwm.scene.action import Vector
from spatialwm.scene.body import Body
from spatialwm.scene.camera import Camera
from spatialwm.scene.mesh import Mesh
from spatialwm.scene.rollout import Rollout
from spatialwm.scene.splats import Splats
from spatialwm.shapes import freeze_arrays

__all__ = ["Provenance", "Scene", "SceneObject"]


def _origin() -> np.ndarray:
    return np.zeros(3, np.float32)


def _no_turn() -> np.ndarray:
    return np.array([1, 0, 0, 0], np.float32)


def _earth() -> np.ndarray:
    return np.array([0, -9.81, 0], np.float32)


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """Where a scene came from. Survives editing and export."""

    method: str = "made by hand"
    """``procedural``, ``classical``, ``network:<name>`` or ``imported:<format>``."""
    source: str = ""
    """The text, or the file names, it was lifted from."""
    license: str = ""
    """Of the source, where known."""
    seed: int | None = None
    notes: tuple[str, ...] = ()
    """What was not understood, guessed or replaced, a sentence each."""


@dataclass(frozen=True, eq=False, kw_only=True)
class SceneObject:
    """A separately movable part with its own frame. The room is one too."""

    name: str
    """Unique in its scene."""
    category: str = "thing"
    """What it is: ``mug``, ``chair``, ``room``."""
    attributes: tuple[str, ...] = ()
    """Words that describe it: ``red``, ``wooden``."""
    material: str = ""
    """What it is made of: ``wood``, ``ceramic``."""
    position: Float[np.ndarray, "3"] = field(default_factory=_origin)
    """Origin of the object's frame in the world [m]."""
    quat: Float[np.ndarray, "4"] = field(default_factory=_no_turn)
    """Unit rotation from the object's frame to the world, wxyz."""
    splats: Splats | None = None
    """In the object's own frame."""
    mesh: Mesh | None = None
    """In the object's own frame."""
    body: Body = field(default_factory=Body)
    cage: Float[np.ndarray, "k 3"] | None = None
    """Of a soft body: where its control points are, in the object's own frame [m], in the order of
    ``rest_cage``; None is undeformed. Splats and mesh are stored undeformed."""
    hidden: bool = False
    """Not in the world: not spawned yet, or removed. Nothing shows or touches it."""
    paint: Vector | None = None
    """Colour (sRGB) it was painted; splats and mesh keep their own, and ``painted`` gives them this one."""

    def __post_init__(self) -> None:
        freeze_arrays(self)
        if not self.name or len(self.name) > 200 or "/" in self.name:
            raise InputError(
                f"An object's name has 1 to 200 characters and no '/': {self.name!r:.60} will not do."
            )
        if self.splats is not None and not len(self.splats):
            raise InputError(f"'{self.name}' has 0 splats; give None instead.")
        if self.mesh is not None and not len(self.mesh.faces):
            raise InputError(f"'{self.name}' has a mesh without triangles; give None instead.")
        if self.cage is not None and not (
            self.body.kind == "soft" and len(self.cage) == np.prod(np.array(self.body.cells) + 1)
        ):
            raise InputError(f"'{self.name}' has a cage that does not fit its body; give None instead.")


@dataclass(frozen=True, eq=False, kw_only=True)
class Scene:
    """Objects in one world: right-handed, +Y up, metres. What one ``.glb`` file holds.

    The objects stand where they are *now*; ``rollout``, when there is one, tells how they got there.
    """

    objects: tuple[SceneObject, ...] = ()
    gravity: Float[np.ndarray, "3"] = field(default_factory=_earth)
    """[m/s^2]"""
    background: tuple[float, float, float] = (0.74, 0.78, 0.84)
    """Colour behind everything (sRGB)."""
    antialiased: bool = False
    """Splats are as wide as they say, so a renderer that blurs them to a pixel's size dims them for it
    (Mip-Splatting; gsplat's ``rasterize_mode``). False is as 3DGS trains them: blurred, not dimmed."""
    cameras: tuple[Camera, ...] = ()
    """Good places to look from, the best first."""
    provenance: Provenance = field(default_factory=Provenance)
    rollout: Rollout | None = None

    def __post_init__(self) -> None:
        freeze_arrays(self)
        names = [o.name for o in self.objects]
        if len(set(names)) != len(names):
            twice = next(n for n in names if names.count(n) > 1)
            raise InputError(f"Two objects are named '{twice}'; names must differ.")
        if self.rollout and (lost := set(self.rollout.names) - set(names)):
            raise UnknownObjectError(f"The rollout moves '{min(lost)}', which is not in the scene.")
        for track in self.rollout.cages if self.rollout else ():
            body = self[track.name].body
            if body.kind != "soft" or track.nodes.shape[1] != np.prod(np.array(body.cells) + 1):
                raise InputError(f"The rollout deforms '{track.name}' by a cage that does not fit its body.")

    def __getitem__(self, name: str) -> SceneObject:
        """The object of that name.

        Raises:
            UnknownObjectError: No object has that name.
        """
        for candidate in self.objects:
            if candidate.name == name:
                return candidate
        raise UnknownObjectError(
            f"There is no object '{name:.60}'; the scene has {', '.join(o.name for o in self.objects)}."
        )

    @property
    def splat_count(self) -> int:
        """Of all objects together."""
        return sum(len(o.splats) for o in self.objects if o.splats is not None)
