"""The table of export targets: what each writes, keeps and loses."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module, metadata
from pathlib import Path
from typing import Literal

from spatialwm.errors import InputError
from spatialwm.scene import Scene

__all__ = [
    "GROUP",
    "STREAMED_FROM",
    "TARGETS",
    "Target",
    "Writer",
    "find_target",
    "help_table",
    "markdown_table",
    "targets",
    "writer_of",
]

GROUP = "spatialwm.exporters"
"""Entry point group of other people's targets: each entry point loads a ``Target``."""

STREAMED_FROM = 500_000
"""Splats: as base64 in one page, more take longer to open than a stream to its first picture."""
Writer = Callable[[Scene, Path], Path]


@dataclass(frozen=True, kw_only=True)
class Target:
    """One thing a scene can be exported to."""

    name: str
    writer: str
    """``module:function`` of type ``Writer``; imported when first used."""
    suffixes: tuple[str, ...] = ()
    """Of its file, the usual one first; a folder has none."""
    output: Literal["file", "folder"] = "file"
    folder: str = ""
    """As ``writer``, of its other form, a folder: taken where the place has no suffix."""
    keeps: str
    loses: str
    checked_by: str
    """Who else has read what it writes."""
    shipped: bool = False
    """What is made of it is usually sold or shipped: sources for research only are refused."""


_SPLATS_ONLY = "objects (merged in world axes), meshes, bodies, the rollout, cameras"
_RIGID = "softness (soft objects are rigid, in the shape they have now)"
_RIGID_AND_THERE = f"{_RIGID}, coming and going during the rollout (what is gone at its end is left out)"
_USD = (
    "objects, meshes with colours or texture (UsdPreviewSurface), splats (ParticleField3DGaussianSplat), "
    "masses, inertias, friction, bounce, colliders, hinges and slides with limits (UsdPhysics), cameras, "
    "the rollout"
)
_SIMULATED = "objects, meshes with texture or one colour, masses, inertias, colliders"
_HULL_FOR_SPLATS = (
    f"splats (their hull shows where there is no mesh), colours per vertex (their mean), {_RIGID}, "
    "the rollout, cameras"
)

TARGETS: dict[str, Target] = {
    target.name: target
    for target in (
        Target(
            name="gltf",
            writer="spatialwm_exporters.gltf:write",
            suffixes=(".glb",),
            keeps="everything: splats (KHR_gaussian_splatting), meshes, bodies (KHR and OMI physics), "
            "the rollout as an animation, soft meshes as up to 24 blend shapes; it is the scene file itself",
            loses="nothing here; in other readers soft splats stand still (see `ply-sequence`)",
            checked_by="trimesh, three 0.187, gltf-validator, this library",
        ),
        Target(
            name="html",
            writer="spatialwm_exporters.html:write",
            suffixes=(".html",),
            folder="spatialwm_exporters.web_folder:write",
            keeps="everything; one file that opens in a browser without a server, or, where the place has no "
            "suffix, a folder for any web server, whose splats stream",
            loses="acting: the page plays what was recorded; what streams has the precision of `rad`",
            checked_by="Chromium 156 from a file and from two web servers, this library (the scene inside)",
        ),
        Target(
            name="live",
            writer="spatialwm_exporters.live:write",
            suffixes=(".html",),
            folder="spatialwm_exporters.web_folder:write_live",
            keeps="everything `html` has, and it still simulates: MuJoCo's official WASM build (3.5 MB) "
            "and the scene's MJCF come along; one pushes and drags, and says what to push, throw, open and "
            "close, several things one after the other; undo, redo and other futures",
            loses="walking, carrying, adding and other sentences in what is computed there; softness (soft "
            "objects are rigid there, in the shape they have now)",
            checked_by="Chromium 156 from a file and a web server; MuJoCo 3.14 (WASM, Node), falls as here",
        ),
        Target(
            name="ply",
            writer="spatialwm_exporters.splat_files:write_ply",
            suffixes=(".ply",),
            keeps="all splats, float32, harmonics to degree 3",
            loses=_SPLATS_ONLY,
            checked_by="three 0.187, gsply 0.4.6",
        ),
        Target(
            name="ply-sequence",
            writer="spatialwm_exporters.splat_sequence:write",
            output="folder",
            keeps="all splats ten times a second while the rollout plays, soft ones deformed",
            loses=_SPLATS_ONLY.replace("the rollout, ", ""),
            checked_by="this library; each file as `ply`",
        ),
        Target(
            name="spz",
            writer="spatialwm_exporters.splat_files:write_spz",
            suffixes=(".spz",),
            keeps="all splats at about a quarter of the PLY's size or less",
            loses=f"{_SPLATS_ONLY}; precision (see `spatialwm/io/splat_spz.py`)",
            checked_by="three 0.187, gsply 0.4.6",
        ),
        Target(
            name="compressed-ply",
            writer="spatialwm_exporters.splat_files:write_compressed_ply",
            suffixes=(".compressed.ply",),
            keeps="all splats, 16 bytes each and one for every higher harmonic",
            loses=f"{_SPLATS_ONLY}; order, precision (see `spatialwm/io/splat_ply_packed.py`)",
            checked_by="splat-transform 3.7.0",
        ),
        Target(
            name="sog",
            writer="spatialwm_exporters.splat_files:write_sog",
            suffixes=(".sog",),
            keeps="all splats at about a fifteenth of the PLY's size",
            loses=f"{_SPLATS_ONLY}; order, precision (see `spatialwm/io/splat_sog.py`)",
            checked_by="splat-transform 3.7.0",
        ),
        Target(
            name="splat",
            writer="spatialwm_exporters.splat_files:write_splat",
            suffixes=(".splat",),
            keeps="all splats, 32 bytes each",
            loses=f"{_SPLATS_ONLY}; view-dependent colour, precision (see `spatialwm/io/splat_dot.py`)",
            checked_by="three 0.187",
        ),
        Target(
            name="rad",
            writer="spatialwm_exporters.splat_files:write_rad",
            suffixes=(".rad",),
            keeps="all splats, under a tree of coarser ones that a page with Spark streams chunk by chunk",
            loses=f"{_SPLATS_ONLY}; order, precision (see `spatialwm/io/splat_rad.py`)",
            checked_by="Spark 2.2.0 in Chromium 156 (whole and streamed)",
        ),
        Target(
            name="video",
            writer="spatialwm_exporters.video:write",
            suffixes=(".mp4", ".webm"),
            keeps="how it looks, 30 times a second: the rollout as it happened, seen from the first camera "
            "while it sways; `render` films other paths, depths, normals, ids and flow",
            loses="all but looks, and what OpenCV's codecs (MPEG-4, VP8) blur",
            checked_by="OpenCV",
        ),
        Target(
            name="nerfstudio",
            writer="spatialwm_exporters.nerfstudio:write",
            output="folder",
            keeps="how it looks from 60 places, or from its own cameras when it has eight or more: pictures, "
            "depths, points to start from, `transforms.json`",
            loses="all but looks: objects, meshes, bodies, the rollout",
            checked_by="nerfstudio 1.1.5 (trains on it), this library",
        ),
        Target(
            name="unity",
            writer="spatialwm_exporters.unity:write",
            output="folder",
            shipped=True,
            keeps="objects, meshes, splats (for gsplat-unity), mass, friction, bounce, colliders, hinges, "
            "slides, the rollout as an animation clip, its pushes and throws for live play",
            loses=f"{_RIGID_AND_THERE}, "
            "walking and carrying in live play, cameras; "
            "objects without a mesh show the convex hull of their opaque splats where no splat package is",
            checked_by="trimesh (GLB), mono-mcs with stubs (C#); not run in the editor",
        ),
        Target(
            name="unreal",
            writer="spatialwm_exporters.unreal:write",
            output="folder",
            shipped=True,
            keeps="objects, meshes with collision (UBX, USP, UCP, UCX), splats (for NanoGS), mass, friction, "
            "bounce, the rollout as a Level Sequence",
            loses=f"{_RIGID_AND_THERE}, "
            "joints, live play of the actions, cameras; "
            "objects without a mesh show the convex hull of their opaque splats",
            checked_by="trimesh (GLB), CPython (the importer's maths); not run in the editor",
        ),
        Target(
            name="mjcf",
            writer="spatialwm_exporters.mjcf:write",
            output="folder",
            keeps=f"{_SIMULATED}, friction and bounce as the engine has them, hinges and slides with limits "
            "and how far they are open; z up",
            loses=_HULL_FOR_SPLATS,
            checked_by="MuJoCo 4.0.1 (loads, falls as here)",
        ),
        Target(
            name="urdf",
            writer="spatialwm_exporters.urdf:write",
            output="folder",
            keeps=f"{_SIMULATED}, friction (as Gazebo and Bullet have it), hinges and slides with limits; "
            "z up; objects that move by themselves hang on floating joints",
            loses=_HULL_FOR_SPLATS,
            checked_by="MuJoCo 4.0.1 (loads, falls as here; it reads no friction from a URDF)",
        ),
        Target(
            name="usd",
            writer="spatialwm_exporters.usd:write",
            output="folder",
            keeps=f"{_USD} as time samples; y up",
            loses=_RIGID_AND_THERE,
            checked_by="usd-core 26.11, Newton 1.8 (falls as here to 3 mm); not run in Omniverse",
        ),
        Target(
            name="isaac",
            writer="spatialwm_exporters.usd:write_isaac",
            output="folder",
            keeps=f"{_USD} in a layer of its own; z up",
            loses=_RIGID_AND_THERE,
            checked_by="usd-core 26.11; not run in Omniverse",
        ),
        Target(
            name="godot",
            writer="spatialwm_exporters.godot:write",
            output="folder",
            shipped=True,
            keeps="a project: objects, meshes, splats (for gdgs), bodies and colliders (OMI physics), "
            "friction, bounce, hinges and slides with limits, the rollout as an animation, the first camera",
            loses=f"{_RIGID_AND_THERE}, live play of the actions, other cameras",
            checked_by="trimesh, three 0.187, gltf-validator (GLB), gdtoolkit 4.5 (the script's grammar); "
            "not run in the editor",
        ),
        Target(
            name="blender",
            writer="spatialwm_exporters.blender:write",
            output="folder",
            keeps="objects, meshes, the rollout as an animation, rigid bodies with mass, friction and "
            "bounce, colliders, hinges and slides with limits, splats as points with all attributes",
            loses=f"{_RIGID_AND_THERE}, cameras",
            checked_by="bpy 5.0.1 (the script run without a window; falls as here in height, not sideways)",
        ),
    )
}


def targets() -> dict[str, Target]:
    """All targets by name: ours, and those of installed plug-ins.

    Raises:
        InputError: A plug-in is broken; the message names it.
    """
    return TARGETS | {entry.name: _plug_in(entry) for entry in metadata.entry_points(group=GROUP)}


def find_target(path: Path, to: str | None) -> Target:
    """The target named ``to``, or else the one whose suffix ``path`` has.

    Raises:
        InputError: There is no such target, or ``path`` has the suffix of another kind of file.
    """
    known = TARGETS if to in TARGETS else targets()
    if to is None:
        fitting = [(len(end), t) for t in known.values() for end in t.suffixes if _ends(path, end)]
        found = max(fitting, key=lambda pair: pair[0])[1] if fitting else None
        if found is None:
            raise InputError(f"'{path.name}' does not say what to export to; give one of {', '.join(known)}.")
        return found
    if to not in known:
        raise InputError(f"There is no export target '{to:.40}'; known: {', '.join(known)}.")
    found = known[to]
    if found.folder and (not path.suffix or path.is_dir()):
        return replace(found, writer=found.folder, suffixes=(), output="folder")
    if found.suffixes and not any(_ends(path, end) for end in found.suffixes):
        raise InputError(f"'{to}' writes a {found.suffixes[0]} file; '{path.name}' has another suffix.")
    return found


def _ends(path: Path, suffix: str) -> bool:
    """Also with suffixes of two parts, such as ``.compressed.ply``."""
    return path.name.lower().endswith(suffix)


def writer_of(target: Target) -> Writer:
    """The function that writes ``target``."""
    module, _, function = target.writer.partition(":")
    writer: Writer = getattr(import_module(module), function)
    return writer


def markdown_table() -> str:
    """Our targets as the table in ``exporters/README.md``."""
    rows = ["| target | writes | kept | lost | read by |", "|---|---|---|---|---|"]
    for target in TARGETS.values():
        output = f"a `{target.suffixes[0]}`" if target.suffixes else "a folder"
        output += " or a folder" if target.folder else ""
        cells = (f"`{target.name}`", output, target.keeps, target.loses, target.checked_by)
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def help_table() -> str:
    """Our targets for the command line: each with what it writes, and who has read it."""
    lines = ["Targets (and who has read what they write):"]
    for target in TARGETS.values():
        output = f"a {target.suffixes[0]} file" if target.suffixes else "a folder"
        output += " or a folder" if target.folder else ""
        lines.append(f"{target.name}: {output} ({target.checked_by})")
    return "\n\n".join(lines)


def _plug_in(entry: metadata.EntryPoint) -> Target:
    label = f"The exporter plug-in '{entry.name}' ({entry.value})"
    try:
        target: object = entry.load()
        if not isinstance(target, Target):
            raise TypeError(f"it gives a {type(target).__name__}, not a Target")
        writer_of(target)
    except Exception as error:  # other people's code fails in its own ways; say whose it was
        raise InputError(f"{label} is broken: {error}.") from error
    if entry.name in TARGETS:
        raise InputError(f"{label} takes the name of a built-in one; rename it.")
    return target
