"""The table of splat files: which module reads and writes each, what it keeps and what it loses."""

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BufferedIOBase
from pathlib import Path
from types import ModuleType

from spatialwm.errors import FormatError
from spatialwm.io.files import open_bounded, read_bounded, write_atomically
from spatialwm.io.splat_values import RawSplats
from spatialwm.scene.splats import Splats

__all__ = ["SPLAT_FORMATS", "SplatFormat", "find_format", "markdown_table", "support_text"]


@dataclass(frozen=True, kw_only=True)
class SplatFormat:
    """One kind of splat file."""

    name: str
    suffix: str
    module: str
    """Of this package, with ``encode(splats) -> bytes`` and ``read_raw(data) -> RawSplats``."""
    raw: str | None = None
    """Module that reads it, when it is another one."""
    in_pieces: bool = False
    """The module also has ``encode_blocks(splats)`` and ``decode_stream(stream, size)``, for large files."""
    apart: bool = False
    """Parts may be files beside it: the module also has ``joined(data, beside)``."""
    bytes_per_splat: str
    """With harmonics of degree 3, and without any."""
    reads: str
    writes: str
    loses: str
    checked_by: str
    """Who else has read what is written, and whose files have been read."""

    def encode(self, splats: Splats) -> bytes:
        """The file's bytes; raises as the module's ``encode`` says."""
        codec: Callable[[Splats], bytes] = importlib.import_module(f"spatialwm.io.{self.module}").encode
        return codec(splats)

    def write(self, splats: Splats, path: Path) -> Path:
        """Write the file, whole or not at all; raises as ``encode`` and ``write_atomically``."""
        if not self.in_pieces:
            return write_atomically(path, self.encode(splats))
        module = importlib.import_module(f"spatialwm.io.{self.module}")
        pieces: Callable[[Splats], Iterable[bytes | memoryview]] = module.encode_blocks
        return write_atomically(path, pieces(splats))

    def read(self, path: Path) -> Splats:
        """The splats of a file of at most 4 GiB, in our frame; raises as ``decode`` and ``read_bounded``."""
        if not self.in_pieces:
            return self.decode(self.whole(read_bounded(path), path))
        codec: Callable[[BufferedIOBase, int], Splats] = self._reader().decode_stream
        with open_bounded(path) as (stream, size):
            return codec(stream, size)

    def whole(self, data: bytes, path: Path) -> bytes:
        """The bytes of the file at ``path`` with those of its parts beside it; raises as ``read``."""
        if not self.apart:
            return data
        join: Callable[[bytes, Callable[[str], bytes]], bytes] = self._reader().joined
        return join(data, lambda name: read_bounded(path.with_name(name)))

    def read_raw(self, data: bytes) -> RawSplats:
        """The file's numbers as they stand.

        Raises:
            FormatError: It is not what its name says, cut short, or damaged.
        """
        codec: Callable[[bytes], RawSplats] = self._reader().read_raw
        return codec(data)

    def decode(self, data: bytes) -> Splats:
        """The file's splats, in our frame.

        Raises:
            FormatError: As ``read_raw``, or no splat is finite.
        """
        codec: Callable[[bytes], Splats] = self._reader().decode
        return codec(data)

    def _reader(self) -> ModuleType:
        return importlib.import_module(f"spatialwm.io.{self.raw or self.module}")


SPLAT_FORMATS = (
    SplatFormat(
        name="PLY",
        suffix=".ply",
        module="splat_ply",
        in_pieces=True,
        bytes_per_splat="248, 68",
        reads="little and big endian, any property order, degree 0 to 3, PlayCanvas' compressed form",
        writes="the subset every importer takes: float32, INRIA's order, 0 or 45 harmonics",
        loses="nothing (opacities keep 3e-7 away from 0 and 1)",
        checked_by="splat-transform 3.7.0, gsply 0.4.6, three 0.187",
    ),
    SplatFormat(
        name="compressed PLY",
        suffix=".compressed.ply",
        module="splat_ply_packed",
        raw="splat_ply",
        bytes_per_splat="61, 16",
        reads="with and without bounds of colours, degree 0 to 3",
        writes="chunks of 256 with bounds of positions, scales and colours",
        loses="order; position 1/1000 of a chunk's width, scale 1/2000 of its range, rotation 1/200, colour "
        "and opacity 1/510, harmonics 1/64 and outside +-4",
        checked_by="splat-transform 3.7.0 (both ways)",
    ),
    SplatFormat(
        name="SPZ",
        suffix=".spz",
        module="splat_spz",
        bytes_per_splat="about 15 to 31, 17",
        reads="versions 2, 3 and 4 (4 needs the extra spz4)",
        writes="version 3; 2 and 4 when asked for",
        loses="position 1/4096 m, scale 3 %, opacity 1/510, rotation 1/170, colour 1/38, harmonics 1/30 "
        "(degree 1) and 1/15, outside +-1",
        checked_by="splat-transform 3.7.0 (both ways), gsply 0.4.6, three 0.187",
    ),
    SplatFormat(
        name="SOG",
        suffix=".sog",
        module="splat_sog",
        bytes_per_splat="about 12 to 20, 10 to 14",
        reads="bundled version 2",
        writes="bundled version 2, harmonics too",
        loses="order; position 1/131,000 of the scene's logarithmic width, scale and colour 1/500 of their "
        "range, rotation 1/50, opacity 1/510, harmonics: the nearest of 65,536",
        checked_by="splat-transform 3.7.0 (both ways)",
    ),
    SplatFormat(
        name="splat",
        suffix=".splat",
        module="splat_dot",
        bytes_per_splat="32, 32",
        reads="all",
        writes="all",
        loses="harmonics above degree 0; colour and opacity 1/510, rotation 1/30",
        checked_by="splat-transform 3.7.0, three 0.187",
    ),
    SplatFormat(
        name="RAD",
        suffix=".rad",
        module="splat_rad",
        apart=True,
        bytes_per_splat="about 35 to 50, 27",
        reads="the leaves of a tree, in one file or with chunks beside it; all encodings, but no palettes",
        writes="a tree of levels of detail in one file, which a page streams",
        loses="order; scale 2.5 %, opacity 1/4096, rotation 1/30, colour 1/500 of its range, harmonics 1/32 "
        "(degree 1) and 1/16 of the largest",
        checked_by="Spark 2.2.0 (whole and streamed)",
    ),
)
"""A longer suffix is looked for first."""


def find_format(path: Path) -> SplatFormat:
    """The format whose suffix a file's name has.

    Raises:
        FormatError: None.
    """
    name = path.name.lower()
    fitting = [form for form in SPLAT_FORMATS if name.endswith(form.suffix)]
    if not fitting:
        known = ", ".join(form.suffix for form in SPLAT_FORMATS)
        raise FormatError(f"'{path.name}' is no splat file: its suffix is not one of {known}.")
    return max(fitting, key=lambda form: len(form.suffix))


def markdown_table() -> str:
    """The table for the README."""
    rows = ["| file | bytes per splat (degree 3, 0) | read | written | lost when written | checked by |"]
    rows.append("|---|---|---|---|---|---|")
    for form in SPLAT_FORMATS:
        cells = (
            f"`{form.suffix}`",
            form.bytes_per_splat,
            form.reads,
            form.writes,
            form.loses,
            form.checked_by,
        )
        rows.append(f"| {' | '.join(cells)} |")
    rows.append(
        "| `.glb` (KHR_gaussian_splatting) | 236, 56 | our scenes | our scenes | nothing | see `gltf` above |"
    )
    return "\n".join(rows)


def support_text() -> str:
    """The table for ``--help``, a line per format."""
    lines = [f"{form.suffix}: loses {form.loses}." for form in SPLAT_FORMATS]
    return "\n\n".join([*lines, ".glb: loses nothing."])
