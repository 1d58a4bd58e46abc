"""MJCF: a folder with ``scene.xml`` that MuJoCo loads and that falls as it falls here.

Z is up, as MuJoCo's own tools have it. Inertias, surfaces, joints and listed pairs of contacts are the
numbers of the engine's own model, so no importer has to guess them. Convex pieces stand in the file, shown
meshes beside it.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from spatialwm.dynamics.predictor import SUBSTEP
from spatialwm.frames import USD_Z_UP, points_to, quats_to, sizes_to, vectors_to
from spatialwm.scene import Box, Capsule, Collider, ConvexHull, Cylinder, Scene, Sphere
from spatialwm_exporters.engine_bundle import safe_id
from spatialwm_exporters.folders import write_folder
from spatialwm_exporters.mesh_files import obj_bytes, texture_bytes
from spatialwm_exporters.simulator import Rigid, Simulated, mean_color, simulated, solids_of

__all__ = ["folder_files", "write"]

_FRAME = USD_Z_UP
_SHOWN, _TOUCHED = "2", "3"
"""Geom groups, as in MuJoCo Menagerie: visual and collision."""


def write(scene: Scene, path: Path) -> Path:
    """Write the folder ``path``.

    Raises:
        InputError: The engine cannot simulate the scene, or the place cannot be written.
    """
    return write_folder(path, folder_files(scene, path.resolve().name), target="mjcf", scene=scene)


def folder_files(scene: Scene, name: str) -> dict[str, bytes]:
    """All files of the folder by their path in it."""
    ready = simulated(scene, surfaces=True)
    root = ET.Element("mujoco", model=safe_id(name))
    _add_options(root, ready)
    assets = ET.SubElement(root, "asset")
    world = ET.SubElement(root, "worldbody")
    ET.SubElement(world, "light", pos="0 0 3", dir="0 0 -1", directional="true")
    bodies: dict[str | None, ET.Element] = {None: world}
    files: dict[str, bytes] = {}
    for k in _parents_first(ready.rigids):
        rigid = ready.rigids[k]
        bodies[rigid.part.id] = _add_body(bodies[rigid.parent], ready, k)
        files |= _add_shown(assets, bodies[rigid.part.id], rigid)
        _add_geoms(assets, bodies[rigid.part.id], ready, k)
    _add_contacts(root, ready)
    ET.indent(root)
    return {"scene.xml": ET.tostring(root, encoding="utf-8", xml_declaration=True), **files}


def _parents_first(rigids: tuple[Rigid, ...]) -> list[int]:
    """The order in which bodies can be nested."""
    order: list[int] = []
    placed: set[str | None] = {None}
    while len(order) < len(rigids):
        ready = [k for k, r in enumerate(rigids) if r.part.id not in placed and r.parent in placed]
        order += ready
        placed |= {rigids[k].part.id for k in ready}
    return order


def _add_options(root: ET.Element, ready: Simulated) -> None:
    ET.SubElement(root, "compiler", angle="radian", meshdir="meshes", texturedir="meshes")
    gravity = vectors_to(_FRAME, ready.scene.gravity.astype(float))
    ET.SubElement(
        root,
        "option",
        timestep=repr(SUBSTEP),
        gravity=_numbers(gravity),
        integrator="implicitfast",
        cone="elliptic",
        impratio=_numbers([ready.compiled.model.opt.impratio]),
    )
    origin = ready.scene.provenance
    texts = {"method": origin.method, "source": origin.source, "license": origin.license}
    custom = ET.SubElement(root, "custom")
    for key, text in texts.items():
        if said := _printable(text):
            ET.SubElement(custom, "text", name=f"provenance_{key}", data=said)


def _add_body(holder: ET.Element, ready: Simulated, k: int) -> ET.Element:
    rigid = ready.rigids[k]
    body = ET.SubElement(holder, "body", {"name": rigid.part.id, **_placed(*rigid.local)})
    if rigid.fixed:
        return body
    if rigid.joint is None:
        ET.SubElement(body, "freejoint", name=rigid.part.id)
    else:
        _add_joint(body, ready, k)
    inertia = {
        "mass": _numbers([rigid.mass]),
        "diaginertia": _numbers(sizes_to(_FRAME, rigid.moments)),
    }
    ET.SubElement(body, "inertial", inertia | _placed(rigid.center, rigid.axes))
    return body


def _add_joint(body: ET.Element, ready: Simulated, k: int) -> None:
    rigid, model = ready.rigids[k], ready.compiled.model
    joint = rigid.joint
    assert joint is not None
    index = int(model.body_jntadr[ready.compiled.bodies[k]])
    made = ET.SubElement(
        body,
        "joint",
        name=rigid.part.id,
        type=joint.kind,
        axis=_numbers(vectors_to(_FRAME, joint.axis.astype(float))),
        pos=_numbers(points_to(_FRAME, joint.anchor.astype(float))),
        ref=_numbers([rigid.value]),
        damping=_numbers(model.dof_damping[model.jnt_dofadr[index] : model.jnt_dofadr[index] + 1]),
    )
    if joint.limits is not None:
        made.set("range", _numbers(joint.limits))
        made.set("solreflimit", _numbers(model.jnt_solref[index]))


def _add_shown(assets: ET.Element, body: ET.Element, rigid: Rigid) -> dict[str, bytes]:
    """The mesh to be seen, and its files."""
    label, shown = rigid.part.id, rigid.part.shown
    if shown.mesh is None or shown.source == "colliders":
        return {}
    mesh = shown.mesh
    color = (*mean_color(mesh), 1.0)
    files = {f"meshes/{label}.obj": obj_bytes(mesh, _FRAME)}
    ET.SubElement(assets, "mesh", name=label, file=f"{label}.obj", inertia="shell")
    material = ET.SubElement(assets, "material", name=label, rgba=_numbers(color))
    if (picture := texture_bytes(mesh)) is not None:
        files[f"meshes/{label}.png"] = picture
        ET.SubElement(assets, "texture", name=label, type="2d", file=f"{label}.png")
        material.set("texture", label)
    touchless = {"contype": "0", "conaffinity": "0", "group": _SHOWN, "mass": "0"}
    named = {"name": f"{label}.shown", "type": "mesh", "mesh": label, "material": label}
    ET.SubElement(body, "geom", named | touchless)
    return files


def _add_geoms(assets: ET.Element, body: ET.Element, ready: Simulated, k: int) -> None:
    """Its colliders, with the surface that the engine's own geoms have."""
    part, model = ready.rigids[k].part, ready.compiled.model
    for i, pieces in enumerate(solids_of(part)):
        for j, piece in enumerate(pieces):
            here = int(model.geom(f"o{k}.{i}.{j}").id)
            surface = {
                "group": _TOUCHED,
                "condim": str(int(model.geom_condim[here])),
                "friction": _numbers(model.geom_friction[here]),
                "solref": _numbers(model.geom_solref[here]),
                "solimp": _numbers(model.geom_solimp[here]),
                "solmix": _numbers(model.geom_solmix[here : here + 1]),
                "gap": _numbers(model.geom_gap[here : here + 1]),
                "margin": _numbers(model.geom_margin[here : here + 1]),
            }
            name = f"{part.id}.{i}.{j}"
            placed = _placed(piece.position.astype(float), piece.quat.astype(float))
            ET.SubElement(body, "geom", {"name": name} | surface | _shape(assets, piece, name) | placed)


def _shape(assets: ET.Element, collider: Collider, name: str) -> dict[str, str]:
    match collider:
        case Box(size=size):
            return {"type": "box", "size": _numbers(sizes_to(_FRAME, size.astype(float)) / 2)}
        case Sphere(radius=radius):
            return {"type": "sphere", "size": _numbers([radius])}
        case Cylinder(radius=radius, height=height):
            return {"type": "cylinder", "size": _numbers([radius, height / 2])}
        case Capsule(radius=radius, height=height):
            return {"type": "capsule", "size": _numbers([radius, height / 2])}
        case ConvexHull(points=points):
            corners = points_to(_FRAME, points.astype(float)).ravel()
            ET.SubElement(assets, "mesh", name=name, vertex=_numbers(corners), inertia="convex")
            return {"type": "mesh", "mesh": name}
        case _:
            raise AssertionError(collider)


def _add_contacts(root: ET.Element, ready: Simulated) -> None:
    """What never touches, and the pairs whose friction is slower than their normal force."""
    model = ready.compiled.model
    contact = ET.SubElement(root, "contact")
    for rigid in ready.rigids:
        if rigid.parent is not None:
            ET.SubElement(contact, "exclude", body1=rigid.parent, body2=rigid.part.id)
    names = {f"o{k}": rigid.part.id for k, rigid in enumerate(ready.rigids)}
    for p in range(model.npair):
        one, other = (model.geom(int(g[p])).name for g in (model.pair_geom1, model.pair_geom2))
        ours = [geom.partition(".") for geom in (one, other)]
        if any(head not in names for head, _, _ in ours):
            continue  # the agent, which is not exported
        ET.SubElement(contact, "pair", _pair(model, p, [f"{names[h]}.{rest}" for h, _, rest in ours]))


def _pair(model: Any, p: int, geoms: list[str]) -> dict[str, str]:  # noqa: ANN401
    one, other = geoms
    return {
        "geom1": one,
        "geom2": other,
        "condim": str(int(model.pair_dim[p])),
        "friction": _numbers(model.pair_friction[p]),
        "solref": _numbers(model.pair_solref[p]),
        "solreffriction": _numbers(model.pair_solreffriction[p]),
        "solimp": _numbers(model.pair_solimp[p]),
        "gap": _numbers(model.pair_gap[p : p + 1]),
        "margin": _numbers(model.pair_margin[p : p + 1]),
    }


def _placed(position: np.ndarray, quat: np.ndarray) -> dict[str, str]:
    return {"pos": _numbers(points_to(_FRAME, position)), "quat": _numbers(quats_to(_FRAME, quat))}


def _numbers(values: Iterable[float]) -> str:
    """Float64 to the last digit; -0 as 0."""
    return " ".join(f"{float(value) + 0.0:.17g}" for value in values)


def _printable(text: str) -> str:
    """What XML 1.0 can hold."""
    return "".join(c if c.isprintable() else " " for c in text)
