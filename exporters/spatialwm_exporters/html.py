"""HTML: the viewer's page with the scene inside, one file that opens without a server."""

import base64
import html
from pathlib import Path

from spatialwm.errors import FormatError, MissingFileError
from spatialwm.io import glb
from spatialwm.io.files import read_bounded, write_atomically
from spatialwm.scene import Scene

__all__ = ["PAGE", "page_with_scene", "titled", "write"]

PAGE = Path(__file__).parent / "static" / "viewer.html"
_SLOT = (b'<script type="application/octet-stream" id="spatialwm-scene">', b"</script>")
"""The element of the page that takes the scene, empty as built."""
_TITLE = b"<title>spatialwm</title>"


def write(scene: Scene, path: Path) -> Path:
    """Write ``path`` (``.html``).

    Raises:
        MissingFileError: The viewer's page has not been built.
    """
    if not PAGE.exists():
        raise MissingFileError("The viewer page is not built; run 'make page' once.")
    return write_atomically(path, page_with_scene(read_bounded(PAGE), glb.encode(scene), title=path.stem))


def page_with_scene(page: bytes, scene_glb: bytes, *, title: str) -> bytes:
    """The page with the scene as base64 between the tags of its slot, and ``title`` as its title.

    Raises:
        FormatError: The page does not have exactly one empty slot.
    """
    slot = b"".join(_SLOT)
    if page.count(slot) != 1:
        raise FormatError("The viewer page has no single slot for a scene; build it again with 'make page'.")
    return titled(page, title).replace(slot, _SLOT[0] + base64.b64encode(scene_glb) + _SLOT[1])


def titled(page: bytes, title: str) -> bytes:
    """The page under its own name."""
    return page.replace(_TITLE, f"<title>{html.escape(title)}</title>".encode(), 1)
