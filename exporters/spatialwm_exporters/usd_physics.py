"""Bodies, colliders and joints as UsdPhysics."""

import math
from typing import Any

import numpy as np

from spatialwm.frames import Frame, points_to, quats_to, sizes_to, vectors_to
from spatialwm.geometry.poses import compose
from spatialwm.geometry.rotations import quat_normalize
from spatialwm.objects.hulls import collider_mesh, convex_hull
from spatialwm.scene import Box, Capsule, Collider, ConvexHull, Cylinder, Mesh, Sphere, TriangleMesh
from spatialwm_exporters.engine_bundle import Part
from spatialwm_exporters.simulator import Rigid
from spatialwm_exporters.usd_library import Modules, floats, place, quat
from spatialwm_exporters.usd_shapes import add_triangles

__all__ = ["add_joint", "add_scene", "add_solids", "make_rigid"]


def add_scene(usd: Modules, stage: Any, gravity: np.ndarray, frame: Frame) -> None:  # noqa: ANN401
    """The physics scene with its gravity [m/s^2]."""
    made = usd.UsdPhysics.Scene.Define(stage, "/World/PhysicsScene")
    strength = float(np.linalg.norm(gravity))
    down = gravity / strength if strength > 0 else np.array([0.0, -1, 0])
    made.CreateGravityDirectionAttr(usd.Gf.Vec3f(*floats(vectors_to(frame, down))))
    made.CreateGravityMagnitudeAttr(strength)


def make_rigid(usd: Modules, prim: Any, rigid: Rigid, frame: Frame) -> None:  # noqa: ANN401
    """Let a prim move, with the mass and inertia the engine gives it. What stands still is no body."""
    if rigid.fixed:
        return
    usd.UsdPhysics.RigidBodyAPI.Apply(prim)
    mass = usd.UsdPhysics.MassAPI.Apply(prim)
    mass.CreateMassAttr(rigid.mass)
    mass.CreateCenterOfMassAttr(usd.Gf.Vec3f(*floats(points_to(frame, rigid.center))))
    mass.CreateDiagonalInertiaAttr(usd.Gf.Vec3f(*floats(sizes_to(frame, rigid.moments))))
    mass.CreatePrincipalAxesAttr(quat(usd, quats_to(frame, rigid.axes)))


def add_solids(usd: Modules, stage: Any, path: str, part: Part, frame: Frame) -> None:  # noqa: ANN401
    """An object's colliders as guides below its prim, with one physics material."""
    colliders = part.thing.body.colliders
    if not colliders:
        return
    material = usd.UsdShade.Material.Define(stage, f"{path}/surface")
    body = part.thing.body
    surface = usd.UsdPhysics.MaterialAPI.Apply(material.GetPrim())
    surface.CreateStaticFrictionAttr(body.friction)
    surface.CreateDynamicFrictionAttr(body.friction)
    surface.CreateRestitutionAttr(body.restitution)
    _add_combine_modes(usd, material.GetPrim())
    for k, collider in enumerate(colliders):
        shape = _add_solid(usd, stage, f"{path}/collider_{k}", collider, part.thing.mesh, frame)
        prim = shape.GetPrim()
        shape.CreatePurposeAttr(usd.UsdGeom.Tokens.guide)
        usd.UsdPhysics.CollisionAPI.Apply(prim)
        binding = usd.UsdShade.MaterialBindingAPI.Apply(prim)
        binding.Bind(material, usd.UsdShade.Tokens.weakerThanDescendants, "physics")


def _add_combine_modes(usd: Modules, prim: Any) -> None:  # noqa: ANN401
    """A contact takes the larger value of both, as here; PhysX's words, which others pass over."""
    prim.AddAppliedSchema("PhysxMaterialAPI")
    for name in ("physxMaterial:frictionCombineMode", "physxMaterial:restitutionCombineMode"):
        prim.CreateAttribute(name, usd.Sdf.ValueTypeNames.Token, False).Set("max")


def _add_solid(
    usd: Modules,
    stage: Any,  # noqa: ANN401
    path: str,
    collider: Collider,
    mesh: Mesh | None,
    frame: Frame,
) -> Any:  # noqa: ANN401
    """The shape, placed in its object's frame."""
    geom = usd.UsdGeom
    up = "XYZ"[int(np.argmax(np.abs(vectors_to(frame, np.array([0.0, 1, 0])))))]
    match collider:
        case Box(size=size):
            made = geom.Cube.Define(stage, path)
            made.CreateSizeAttr(1.0)
            made.CreateExtentAttr(_bounds(usd, np.full(3, 0.5)))
            place(usd, made.GetPrim(), frame, collider.position, _turn(collider))
            made.AddScaleOp().Set(usd.Gf.Vec3f(*floats(sizes_to(frame, size.astype(float)))))
            return made
        case Sphere(radius=radius):
            made = geom.Sphere.Define(stage, path)
            half = np.full(3, radius)
        case Cylinder(radius=radius, height=height) | Capsule(radius=radius, height=height):
            made = (geom.Capsule if isinstance(collider, Capsule) else geom.Cylinder).Define(stage, path)
            made.CreateHeightAttr(height)
            made.CreateAxisAttr(up)
            caps = radius if isinstance(collider, Capsule) else 0.0
            half = sizes_to(frame, np.array([radius, height / 2 + caps, radius]))
        case _:
            return _add_triangles(usd, stage, path, collider, mesh, frame)
    made.CreateRadiusAttr(radius)
    made.CreateExtentAttr(_bounds(usd, half))
    place(usd, made.GetPrim(), frame, collider.position, _turn(collider))
    return made


def _add_triangles(
    usd: Modules,
    stage: Any,  # noqa: ANN401
    path: str,
    collider: ConvexHull | TriangleMesh,
    mesh: Mesh | None,
    frame: Frame,
) -> Any:  # noqa: ANN401
    if isinstance(collider, ConvexHull):
        made = add_triangles(usd, stage, path, convex_hull(collider.points), frame)
        place(usd, made.GetPrim(), frame, collider.position, _turn(collider))
        kind = "convexHull"
    else:
        made = add_triangles(usd, stage, path, collider_mesh(collider, mesh), frame)
        kind = "none"  # the triangles as they are: it never moves
    usd.UsdPhysics.MeshCollisionAPI.Apply(made.GetPrim()).CreateApproximationAttr(kind)
    return made


def add_joint(
    usd: Modules,
    stage: Any,  # noqa: ANN401
    rigid: Rigid,
    rigids: dict[str, Rigid],
    paths: dict[str, str],
    frame: Frame,
) -> None:
    """A hinge or slide whose zero and limits are the scene's own, however far it stands open now."""
    joint = rigid.joint
    assert joint is not None
    physics, label = usd.UsdPhysics, rigid.part.id
    hinge = joint.kind == "hinge"
    made = (physics.RevoluteJoint if hinge else physics.PrismaticJoint).Define(
        stage, f"/World/Joints/{label}"
    )
    above = None if rigid.parent is None else rigids[rigid.parent]
    anchor, along = joint.anchor.astype(float), _from_x(vectors_to(frame, joint.axis.astype(float)))
    position, turn = rigid.zero
    if above is not None and above.fixed:  # what stands still is no body: the joint hangs on the world
        position, turn = compose(*above.world, position, turn)
    elif above is not None:
        made.CreateBody0Rel().SetTargets([paths[above.part.id]])
    made.CreateBody1Rel().SetTargets([paths[label]])
    here, turned = points_to(frame, anchor), quats_to(frame, turn)
    held, held_turn = compose(points_to(frame, position), turned, here, along)
    made.CreateLocalPos0Attr(usd.Gf.Vec3f(*floats(held)))
    made.CreateLocalRot0Attr(quat(usd, held_turn))
    made.CreateLocalPos1Attr(usd.Gf.Vec3f(*floats(here)))
    made.CreateLocalRot1Attr(quat(usd, along))
    made.CreateAxisAttr("X")
    if joint.limits is not None:
        low, high = (math.degrees(limit) if hinge else limit for limit in joint.limits)
        made.CreateLowerLimitAttr(low)
        made.CreateUpperLimitAttr(high)


def _from_x(axis: np.ndarray) -> np.ndarray:
    """The shortest rotation that takes x to ``axis``."""
    half = np.array([1.0 + axis[0], 0.0, -axis[2], axis[1]])  # 1 + x.a, x cross a
    if half[0] < 1e-9:
        return np.array([0.0, 0.0, 1.0, 0.0])
    return quat_normalize(half)


def _turn(collider: Collider) -> np.ndarray:
    return quat_normalize(collider.quat.astype(float))


def _bounds(usd: Modules, half: np.ndarray) -> Any:  # noqa: ANN401
    return usd.Vt.Vec3fArray.FromNumpy(np.stack([-half, half]).astype(np.float32))
