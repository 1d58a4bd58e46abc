"""``create`` of coarse boxes: ``layout.json`` or a GLB of named boxes, and a text that furnishes them."""

from collections.abc import Sequence
from pathlib import Path

from spatialwm.errors import FormatError, InputError, MissingFileError
from spatialwm.io.files import read_bounded
from spatialwm.scene import Scene

__all__ = ["from_boxes"]

_LARGEST = 64 << 20
"""Of a blockout [bytes]: boxes are small, but a GLB may carry pictures."""
_MAX_TEXT = 20_000
"""Characters of the text beside it."""


def from_boxes(sources: Sequence[str | Path], *, seed: int, bare: bool) -> Scene | None:
    """The scene of coarse boxes; None where the sources are something else.

    Raises:
        SpatialwmError: Something is missing, broken or cannot be meant; the message says what to do.
    """
    if not 1 <= len(sources) <= 2:
        return None
    path, words = Path(sources[0]), [str(s) for s in sources[1:]]
    suffix = path.suffix.lower()
    if suffix not in (".json", ".glb") or (suffix == ".glb" and not words):
        return None
    if not path.is_file():
        if not words:
            return None
        raise MissingFileError(f"There is no file '{path}'; check the name of the blockout.")
    from spatialwm.lift.text.blockout import scene_from_drawing
    from spatialwm.lift.text.blockout_drawing import drawing_from_json, is_layout
    from spatialwm.lift.text.blockout_glb import drawing_from_glb

    if words and len(words[0]) > _MAX_TEXT:
        raise InputError(f"The text has {len(words[0])} characters; at most {_MAX_TEXT} can be read.")
    data = read_bounded(path, limit=_LARGEST)
    if suffix == ".json" and not words and not is_layout(data):
        return None
    try:
        drawing = drawing_from_json(data) if suffix == ".json" else drawing_from_glb(data)
    except FormatError as error:
        raise FormatError(f"'{path}': {error}") from error
    return scene_from_drawing(drawing, *words, seed=seed, decor=not bare)
