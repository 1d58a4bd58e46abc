"""The records: what exists. Frozen, self-checking, NumPy inside."""

from spatialwm.scene.action import (
    Action,
    Grasp,
    Look,
    Move,
    Push,
    Release,
    Throw,
    Vector,
    Wait,
    action_from_json,
    action_to_json,
)
from spatialwm.scene.body import (
    Body,
    BodyKind,
    Box,
    Capsule,
    Collider,
    ConvexHull,
    Cylinder,
    Joint,
    Sphere,
    TriangleMesh,
)
from spatialwm.scene.cage import best_fit, cage_shares, deform_mesh, deform_splats, deformation, rest_cage
from spatialwm.scene.camera import Camera
from spatialwm.scene.edits import at_time, merge_splats, transform_splats, with_object, world_splats
from spatialwm.scene.mesh import Mesh
from spatialwm.scene.rollout import CageTrack, Rollout, State
from spatialwm.scene.scene import Provenance, Scene, SceneObject
from spatialwm.scene.splats import Splats

__all__ = [
    "Action",
    "Body",
    "BodyKind",
    "Box",
    "CageTrack",
    "Camera",
    "Capsule",
    "Collider",
    "ConvexHull",
    "Cylinder",
    "Grasp",
    "Joint",
    "Look",
    "Mesh",
    "Move",
    "Provenance",
    "Push",
    "Release",
    "Rollout",
    "Scene",
    "SceneObject",
    "Sphere",
    "Splats",
    "State",
    "Throw",
    "TriangleMesh",
    "Vector",
    "Wait",
    "action_from_json",
    "action_to_json",
    "at_time",
    "best_fit",
    "cage_shares",
    "deform_mesh",
    "deform_splats",
    "deformation",
    "merge_splats",
    "rest_cage",
    "transform_splats",
    "with_object",
    "world_splats",
]
