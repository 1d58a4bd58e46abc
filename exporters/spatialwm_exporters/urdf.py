"""URDF: a folder with ``scene.urdf``, every object a link of one robot.

Z is up. Objects that move by themselves hang on the link ``world`` by floating joints, which MuJoCo reads;
those that stand still by fixed ones. A link's frame lies on its joint's axis, as URDF wants it. URDF knows no
position a joint begins at, so joints are 0 as they stand now and their limits count from there. Friction is
written as Gazebo (``mu1``) and Bullet (``lateral_friction``) have it; MuJoCo reads none from a URDF.
"""

import math
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np

from spatialwm.frames import USD_Z_UP, Frame, points_to, quats_to, sizes_to, vectors_to
from spatialwm.geometry.rotations import matrix_from_quat, quat_rotate
from spatialwm.objects.hulls import convex_hull
from spatialwm.scene import Box, Capsule, Collider, ConvexHull, Cylinder, Mesh, Scene, Sphere
from spatialwm_exporters.engine_bundle import safe_id
from spatialwm_exporters.folders import write_folder
from spatialwm_exporters.mesh_files import obj_bytes, texture_bytes
from spatialwm_exporters.simulator import Pose, Rigid, mean_color, simulated, solids_of

__all__ = ["folder_files", "write"]

_FRAME: Frame = USD_Z_UP
_WORLD = "world"
_NO_TURN = np.array([1.0, 0, 0, 0])
_EFFORT, _SPEED = "1000", "100"
"""Limits that URDF demands [N m or N, rad/s or m/s]: as good as none."""


def write(scene: Scene, path: Path) -> Path:
    """Write the folder ``path``.

    Raises:
        InputError: The engine cannot simulate the scene, or the place cannot be written.
    """
    return write_folder(path, folder_files(scene, path.resolve().name), target="urdf", scene=scene)


def folder_files(scene: Scene, name: str) -> dict[str, bytes]:
    """All files of the folder by their path in it."""
    ready = simulated(scene)
    root = ET.Element("robot", name=safe_id(name))
    reader = ET.SubElement(root, "mujoco")
    ET.SubElement(reader, "compiler", strippath="false", discardvisual="false", fusestatic="false")
    gravity = vectors_to(_FRAME, ready.scene.gravity.astype(float))
    ET.SubElement(reader, "option", gravity=_numbers(gravity))
    ET.SubElement(root, "link", name=_WORLD)
    labels = _labels(ready.rigids)
    offsets = {rigid.part.id: _offset(rigid) for rigid in ready.rigids}
    files: dict[str, bytes] = {}
    for rigid in ready.rigids:
        files |= _add_link(root, rigid, labels[rigid.part.id])
        _add_joint(root, rigid, labels, offsets)
    ET.indent(root)
    return {"scene.urdf": ET.tostring(root, encoding="utf-8", xml_declaration=True), **files}


def _labels(rigids: tuple[Rigid, ...]) -> dict[str, str]:
    """Link names; ``world`` is taken."""
    return {r.part.id: f"{r.part.id}_" if r.part.id.lower() == _WORLD else r.part.id for r in rigids}


def _offset(rigid: Rigid) -> np.ndarray:
    """The link's origin in the object's frame: on the joint's axis."""
    return np.zeros(3) if rigid.joint is None else rigid.joint.anchor.astype(float)


def _add_link(root: ET.Element, rigid: Rigid, label: str) -> dict[str, bytes]:
    link = ET.SubElement(root, "link", name=label)
    offset = _offset(rigid)
    if not rigid.fixed:
        inertial = ET.SubElement(link, "inertial")
        _add_origin(inertial, (rigid.center - offset, _NO_TURN))
        ET.SubElement(inertial, "mass", value=_numbers([rigid.mass]))
        turn = matrix_from_quat(quats_to(_FRAME, rigid.axes))
        tensor = turn @ np.diag(sizes_to(_FRAME, rigid.moments)) @ turn.T
        pairs = [(a, b) for a in range(3) for b in range(a, 3)]
        values = {f"i{'xyz'[a]}{'xyz'[b]}": _numbers([tensor[a, b]]) for a, b in pairs}
        ET.SubElement(inertial, "inertia", values)
    files = _add_visual(link, rigid, offset)
    for i, pieces in enumerate(solids_of(rigid.part)):
        for j, piece in enumerate(pieces):
            files |= _add_collision(link, piece, f"{rigid.part.id}.{i}.{j}", offset)
    _add_surface(root, link, rigid, label)
    return files


def _add_visual(link: ET.Element, rigid: Rigid, offset: np.ndarray) -> dict[str, bytes]:
    label, shown = rigid.part.id, rigid.part.shown
    if shown.mesh is None or shown.source == "colliders":
        return {}
    visual = ET.SubElement(link, "visual")
    _add_origin(visual, (-offset, _NO_TURN))
    ET.SubElement(ET.SubElement(visual, "geometry"), "mesh", filename=f"meshes/{label}.obj")
    material = ET.SubElement(visual, "material", name=label)
    red, green, blue = mean_color(shown.mesh)
    ET.SubElement(material, "color", rgba=_numbers((red, green, blue, 1.0)))
    return _mesh_files(shown.mesh, label, (red, green, blue))


def _mesh_files(mesh: Mesh, label: str, color: tuple[float, float, float]) -> dict[str, bytes]:
    """The mesh, its material and its texture."""
    lines = [f"newmtl {label}", f"Kd {_numbers(color)}"]
    files = {f"meshes/{label}.obj": obj_bytes(mesh, _FRAME, material=label)}
    if (picture := texture_bytes(mesh)) is not None:
        lines.append(f"map_Kd {label}.png")
        files[f"meshes/{label}.png"] = picture
    return files | {f"meshes/{label}.mtl": ("\n".join(lines) + "\n").encode("ascii")}


def _add_collision(link: ET.Element, collider: Collider, name: str, offset: np.ndarray) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for k, shape in enumerate(_plain(collider)):
        collision = ET.SubElement(link, "collision", name=f"{name}.{k}" if k else name)
        _add_origin(collision, (shape.position.astype(float) - offset, shape.quat.astype(float)))
        geometry = ET.SubElement(collision, "geometry")
        match shape:
            case Box(size=size):
                ET.SubElement(geometry, "box", size=_numbers(sizes_to(_FRAME, size.astype(float))))
            case Sphere(radius=radius):
                ET.SubElement(geometry, "sphere", radius=_numbers([radius]))
            case Cylinder(radius=radius, height=height):
                ET.SubElement(geometry, "cylinder", radius=_numbers([radius]), length=_numbers([height]))
            case ConvexHull():
                files[f"meshes/{name}.obj"] = obj_bytes(convex_hull(shape.points), _FRAME)
                ET.SubElement(geometry, "mesh", filename=f"meshes/{name}.obj")
            case _:
                raise AssertionError(shape)
    return files


def _plain(collider: Collider) -> list[Collider]:
    """URDF has no capsules: a cylinder and two balls are one."""
    if not isinstance(collider, Capsule):
        return [collider]
    place = {"position": collider.position, "quat": collider.quat}
    up = quat_rotate(collider.quat.astype(float), np.array([0, collider.height / 2, 0]))
    ends = [Sphere(radius=collider.radius, position=collider.position + sign * up) for sign in (1, -1)]
    return [Cylinder(radius=collider.radius, height=collider.height, **place), *ends]


def _add_surface(root: ET.Element, link: ET.Element, rigid: Rigid, label: str) -> None:
    body = rigid.part.thing.body
    contact = ET.SubElement(link, "contact")
    ET.SubElement(contact, "lateral_friction", value=_numbers([body.friction]))
    ET.SubElement(contact, "restitution", value=_numbers([body.restitution]))
    gazebo = ET.SubElement(root, "gazebo", reference=label)
    for name in ("mu1", "mu2"):
        ET.SubElement(gazebo, name).text = _numbers([body.friction])


def _add_joint(
    root: ET.Element, rigid: Rigid, labels: dict[str, str], offsets: dict[str, np.ndarray]
) -> None:
    joint = rigid.joint
    limits = None if joint is None else joint.limits
    if joint is None:
        kind = "fixed" if rigid.fixed else "floating"
    elif joint.kind == "slide":
        kind = "prismatic"
    else:
        kind = "continuous" if limits is None else "revolute"
    made = ET.SubElement(root, "joint", name=f"{labels[rigid.part.id]}_joint", type=kind)
    ET.SubElement(made, "parent", link=_WORLD if rigid.parent is None else labels[rigid.parent])
    ET.SubElement(made, "child", link=labels[rigid.part.id])
    position, quat = rigid.local
    above = np.zeros(3) if rigid.parent is None else offsets[rigid.parent]
    here = position + quat_rotate(quat, offsets[rigid.part.id]) - above
    _add_origin(made, (here, quat))
    if joint is None:
        return
    ET.SubElement(made, "axis", xyz=_numbers(vectors_to(_FRAME, joint.axis.astype(float))))
    if limits is None and joint.kind == "slide":
        limits = (-_FAR + rigid.value, _FAR + rigid.value)
    limit = ET.SubElement(made, "limit", effort=_EFFORT, velocity=_SPEED)
    if limits is not None:
        limit.set("lower", _numbers([limits[0] - rigid.value]))
        limit.set("upper", _numbers([limits[1] - rigid.value]))


_FAR = 1000.0
"""How far a slide without limits may go [m]: URDF demands limits of it."""


def _add_origin(holder: ET.Element, pose: Pose) -> None:
    roll, pitch, yaw = _roll_pitch_yaw(quats_to(_FRAME, pose[1]))
    ET.SubElement(
        holder, "origin", xyz=_numbers(points_to(_FRAME, pose[0])), rpy=_numbers((roll, pitch, yaw))
    )


def _roll_pitch_yaw(quat: np.ndarray) -> tuple[float, float, float]:
    """Angles about fixed x, y and z [rad]: R = Rz(yaw) Ry(pitch) Rx(roll)."""
    m = matrix_from_quat(quat)
    level = math.hypot(m[0, 0], m[1, 0])
    pitch = math.atan2(-m[2, 0], level)
    if level < 1e-9:  # straight up or down: yaw and roll are one turn
        return math.atan2(-m[1, 2], m[1, 1]), pitch, 0.0
    return math.atan2(m[2, 1], m[2, 2]), pitch, math.atan2(m[1, 0], m[0, 0])


def _numbers(values: "np.ndarray | tuple[float, ...] | list[float]") -> str:
    return " ".join(f"{float(value) + 0.0:.17g}" for value in values)
