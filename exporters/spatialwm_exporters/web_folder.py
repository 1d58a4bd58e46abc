"""The page as a folder for any web server: what stands still streams, what can move comes with the scene.

``index.html`` is the page of ``html``, ``scene.glb`` the scene without the splats of what never moves. Those
are merged into one RAD tree, ``splats/room.rad`` with its chunks beside it, each a file: servers that do not
answer to ranges, such as Python's own, stream it as well, and nothing lies in the page as base64. ``live``
adds ``physics.bin``, what that page holds of MuJoCo and the scene's model.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from spatialwm.errors import MissingFileError
from spatialwm.io import glb, splat_rad
from spatialwm.io.files import read_bounded
from spatialwm.scene import Paint, Scene, world_splats
from spatialwm_exporters import html, live
from spatialwm_exporters.folders import write_folder

__all__ = ["streamed_names", "write", "write_live"]

_PHYSICS = "physics.bin"
_SPLATS = "room.rad"


def write(scene: Scene, path: Path) -> Path:
    """Write the folder ``path``, whose page plays.

    Raises:
        InputError: ``path`` is something else, or cannot be written.
        MissingFileError: The viewer's page has not been built.
    """
    files = _files(scene, _template(), path.resolve().name, None)
    return write_folder(path, files, target="html", scene=scene)


def write_live(scene: Scene, path: Path) -> Path:
    """Write the folder ``path``, whose page simulates.

    Raises:
        InputError: The engine cannot simulate the scene, or as ``write``.
        MissingFileError: As ``write``, or MuJoCo's web build is not beside the page.
    """
    page, physics = live.relaxed(_template()), live.physics_of(scene)
    return write_folder(path, _files(scene, page, path.resolve().name, physics), target="live", scene=scene)


def streamed_names(scene: Scene) -> tuple[str, ...]:
    """Objects whose splats can be merged into one: shown, fixed, and the same throughout the rollout."""
    rollout, changed = scene.rollout, set[str]()
    if rollout is not None:
        changed = {*rollout.names, *(name for name, _, _ in rollout.hidden)}
        changed |= {action.object for _, action in rollout.actions if isinstance(action, Paint)}
    return tuple(
        thing.name
        for thing in scene.objects
        if thing.splats is not None
        and thing.body.kind == "static"
        and not thing.hidden
        and thing.paint is None
        and thing.name not in changed
    )


def _template() -> bytes:
    if not html.PAGE.exists():
        raise MissingFileError("The viewer page is not built; run 'make page' once.")
    return read_bounded(html.PAGE)


def _files(scene: Scene, page: bytes, title: str, physics: bytes | None) -> dict[str, bytes]:
    names = set(streamed_names(scene))
    files = dict[str, bytes]()
    if names:
        alone = tuple(o for o in scene.objects if o.name in names)
        still, _ = world_splats(replace(scene, objects=alone, rollout=None))
        files = {f"splats/{name}": data for name, data in splat_rad.encode_apart(still, _SPLATS).items()}
    rest = tuple(replace(o, splats=None) if o.name in names else o for o in scene.objects)
    files["scene.glb"] = glb.encode(replace(scene, objects=rest))
    if physics is not None:
        files[_PHYSICS] = physics
    beside = {
        "scene": "scene.glb",
        "splats": f"splats/{_SPLATS}" if names else None,
        "in_stream": sorted(names),
        "physics": None if physics is None else _PHYSICS,
    }
    return {"index.html": _page(page, title, beside), **files}


def _page(page: bytes, title: str, beside: Mapping[str, object]) -> bytes:
    """The page with the list of what lies beside it; its slot for a scene stays empty."""
    text = json.dumps(beside).replace("<", "\\u003c")
    element = f'<script type="application/json" id="spatialwm-folder">{text}</script>\n</body>'.encode()
    before, _, after = html.titled(page, title).rpartition(b"</body>")
    return before + element + after
