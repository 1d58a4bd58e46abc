"""What robot simulators need of a scene: rigid bodies with their inertia, their joints, convex shapes.

Everything here is in our frame; each writer turns it into its own. Masses, inertias and surfaces are those
the engine itself computes with, so that what is exported falls as it falls here.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

from spatialwm.dynamics.model import Compiled, compile_scene
from spatialwm.dynamics.pieces import convex_pieces
from spatialwm.errors import InputError
from spatialwm.geometry.poses import compose, invert
from spatialwm.geometry.rotations import quat_conjugate, quat_multiply, quat_normalize
from spatialwm.scene import Collider, ConvexHull, Joint, Mesh, Scene, SceneObject, TriangleMesh, at_time
from spatialwm_exporters.engine_bundle import Part, parts_of
from spatialwm_exporters.standing import as_it_stands

__all__ = ["Pose", "Rigid", "Simulated", "mean_color", "simulated", "solids_of"]

Pose = tuple[Float[np.ndarray, "3"], Float[np.ndarray, "4"]]
"""Position [m] and rotation, wxyz."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Rigid:
    """An object as a simulator sees it. Fields of mass are zero when it is static."""

    part: Part
    parent: str | None
    """Id of the object its joint hangs on; None is the world."""
    joint: Joint | None
    value: float
    """Where its joint is now [rad] or [m]."""
    world: Pose
    """Of the object's frame, now."""
    local: Pose
    """The same, in the frame of ``parent``."""
    zero: Pose
    """The same where its joint is at 0."""
    mass: float
    """[kg]"""
    center: Float[np.ndarray, "3"]
    """Centre of mass in the object's frame [m]."""
    axes: Float[np.ndarray, "4"]
    """Principal axes of inertia in the object's frame, wxyz."""
    moments: Float[np.ndarray, "3"]
    """About those axes [kg m^2]."""

    @property
    def fixed(self) -> bool:
        """Whether it never moves."""
        return self.part.thing.body.kind == "static"


@dataclass(frozen=True, eq=False, kw_only=True)
class Simulated:
    """A scene on its way into a simulator."""

    scene: Scene
    """As it stands, in the order of ``rigids``."""
    rigids: tuple[Rigid, ...]
    compiled: Compiled
    """The engine's own model, with bodies ``o0``, ``o1`` ... and geoms ``o0.0.0`` ..."""


def simulated(scene: Scene, *, surfaces: bool = False) -> Simulated:
    """The scene's objects with inertia and joints, as the engine has them.

    Args:
        scene: What to export.
        surfaces: Compile what stands still too, to know how its contacts are computed; takes seconds for a
            room with a large mesh.

    Raises:
        InputError: The engine cannot simulate it; the message names the object.
    """
    stands = as_it_stands(scene)
    parts = parts_of(stands)
    present = {part.thing.name for part in parts}
    objects = tuple(_collidable(part, present) for part in parts)
    stands = replace(stands, objects=objects)
    parts = [replace(part, thing=thing) for part, thing in zip(parts, objects, strict=True)]
    light = tuple(
        replace(t, body=replace(t.body, colliders=())) if t.body.kind == "static" else t for t in objects
    )
    compiled = compile_scene(replace(stands, objects=objects if surfaces else light, rollout=None))
    ids = {part.thing.name: part.id for part in parts}
    start = at_time(stands, 0.0)
    rigids = tuple(_rigid(part, k, compiled, stands, start, ids) for k, part in enumerate(parts))
    return Simulated(scene=stands, rigids=rigids, compiled=compiled)


def _collidable(part: Part, present: set[str]) -> SceneObject:
    """With the colliders an engine gets, rigid, and on the world when what it hung on is gone."""
    thing, body = part.thing, part.thing.body
    joint = body.joint
    if joint is not None and joint.parent not in present:
        joint = replace(joint, parent=None)
    if body.kind == "soft":
        body = replace(body, kind="dynamic", stiffness=None)
    return replace(thing, body=replace(body, colliders=part.colliders, joint=joint))


def _rigid(part: Part, k: int, compiled: Compiled, now: Scene, start: Scene, ids: dict[str, str]) -> Rigid:
    thing = part.thing
    joint = thing.body.joint
    above = None if joint is None else joint.parent
    world = thing.position.astype(float), quat_normalize(thing.quat.astype(float))
    moves = thing.body.kind != "static"
    body = int(compiled.bodies[k])
    model = compiled.model
    return Rigid(
        part=part,
        parent=None if above is None else ids[above],
        joint=joint,
        value=0.0 if joint is None else _value(thing.name, joint, now, start),
        world=world,
        local=world if above is None else _relative(now, above, thing.name),
        zero=_relative(start, above, thing.name),
        mass=float(model.body_mass[body]) if moves else 0.0,
        center=np.array(model.body_ipos[body]) if moves else np.zeros(3),
        axes=np.array(model.body_iquat[body]) if moves else np.array([1.0, 0, 0, 0]),
        moments=np.array(model.body_inertia[body]) if moves else np.zeros(3),
    )


def _relative(scene: Scene, parent: str | None, name: str) -> Pose:
    thing = scene[name]
    pose = thing.position.astype(float), quat_normalize(thing.quat.astype(float))
    if parent is None:
        return pose
    above = scene[parent]
    return compose(*invert(above.position.astype(float), quat_normalize(above.quat.astype(float))), *pose)


def _value(name: str, joint: Joint, now: Scene, start: Scene) -> float:
    """How far the joint has turned or slid since the rollout's start, where its limits count from."""
    there, here = _relative(start, joint.parent, name), _relative(now, joint.parent, name)
    axis = joint.axis.astype(float)
    if joint.kind == "slide":
        inverse = invert(*there)
        return float(compose(*inverse, *here)[0] @ axis)
    turn = quat_multiply(quat_conjugate(there[1]), here[1])
    angle = 2 * math.atan2(float(turn[1:] @ axis), float(turn[0]))
    angle = (angle + math.pi) % (2 * math.pi) - math.pi
    if joint.limits is None:
        return angle
    middle = sum(joint.limits) / 2  # a hinge may turn further than half round
    return min((angle + turns * 2 * math.pi for turns in (-1, 0, 1)), key=lambda a: abs(a - middle))


def solids_of(part: Part) -> list[list[Collider]]:
    """Per collider its convex shapes: itself, or the pieces of a static mesh, as the engine cuts it.

    Raises:
        InputError: A mesh collider of an object without a mesh.
    """
    found: list[list[Collider]] = []
    for collider in part.thing.body.colliders:
        if not isinstance(collider, TriangleMesh):
            found.append([collider])
            continue
        if part.thing.mesh is None:
            raise InputError(f"'{part.thing.name}' has a mesh collider but no mesh; give it one.")
        place = {"position": collider.position, "quat": collider.quat}
        found.append([ConvexHull(points=piece, **place) for piece in convex_pieces(part.thing.mesh)])
    return found


def mean_color(mesh: Mesh) -> tuple[float, float, float]:
    """One colour (sRGB) for readers that know no colours per vertex; of a texture, white: it comes along."""
    if mesh.texture is not None or mesh.colors_linear is None:
        return (1.0, 1.0, 1.0) if mesh.texture is not None else (0.8, 0.8, 0.8)
    red, green, blue = _to_srgb(mesh.colors_linear.astype(float).mean(axis=0)).tolist()
    return red, green, blue


def _to_srgb(linear: np.ndarray) -> np.ndarray:
    low = linear <= 0.0031308
    return np.clip(np.where(low, 12.92 * linear, 1.055 * np.maximum(linear, 1e-9) ** (1 / 2.4) - 0.055), 0, 1)
