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
from spatialwm.scene.camera import Camera
from spatialwm.scene.edits import (
    at_time,
    credits_of,
    merge_splats,
    transform_splats,
    with_object,
    world_splats,
)
from spatialwm.scene.mesh import Mesh
from spatialwm.scene.rollout import Rollout, State
from spatialwm.scene.scene import Provenance, Scene, SceneObject
from spatialwm.scene.splats import Splats

__all__ = [
    "Action",
    "Body",
    "BodyKind",
    "Box",
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
    "credits_of",
    "merge_splats",
    "transform_splats",
    "with_object",
    "world_splats",
]
