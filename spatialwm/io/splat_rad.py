"""Gaussian splats in RAD, Spark's tree of levels of detail, which a page streams chunk by chunk.

A file begins with ``RAD0`` and JSON that says where its chunks are; each chunk of 65,536 splats is ``RADC``,
JSON, and one Deflate stream per property. Splats from the root down, coarse before fine: the first chunk is
enough for a first picture, and ``new SplatMesh({url, paged: true})`` asks for the others as they come into
view. The splats themselves are the leaves; reading leaves the others out. Axes as in a PLY: x right, y down,
z forward, which is what Spark's own ``build-lod`` makes of a PLY.

Lost: order; scales beyond 2.5 % and below a 300,000th of the largest, opacities beyond 1/4096, rotations
beyond 1/30, colours beyond 1/500 of their range (its outermost 10,000th is cut off), higher harmonics beyond
1/32 (degree 1) and 1/16 of the largest. Chunks may be files beside it; palettes of harmonics are not read.
"""

import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from jaxtyping import Float

from spatialwm.errors import FormatError
from spatialwm.frames import PLY_RDF, points_from
from spatialwm.geometry.harmonics import SH_C0, colors_from_sh0
from spatialwm.io import rad_columns
from spatialwm.io.json_table import Table, as_table
from spatialwm.io.packing import in_parallel
from spatialwm.io.rad_columns import Column
from spatialwm.io.rad_parts import META_LIMIT, description, edge, entries, padding, whole, with_size
from spatialwm.io.splat_tree import SplatTree, rounded_tops, tree_of
from spatialwm.io.splat_values import RawSplats, splats_to
from spatialwm.scene.splats import Splats

__all__ = [
    "HEAD_LIMIT",
    "coarse",
    "decode",
    "encode",
    "encode_apart",
    "encode_tree",
    "extent",
    "joined",
    "read_raw",
    "rewritten",
]

_CHUNK = 65536
"""Splats; Spark's pages have this size."""
_MAX_SPLATS = 100_000_000
_MAGIC, _CHUNK_MAGIC = b"RAD0", b"RADC"
_CHUNK_NAME = re.compile(r"[\w-][\w.-]{0,99}")
"""No folders, and nothing that begins with a dot."""
_MOST_JOINED = 4 << 30
_MAX_RATIO = 1032
"""Deflate never packs better (zlib, technical details)."""
HEAD_LIMIT = META_LIMIT + (16 << 20)
"""Bytes that hold the description and the first chunk of any file we write."""
_BANDS = {"sh1": slice(1, 4), "sh2": slice(4, 9), "sh3": slice(9, 16)}
_SH_STEPS = {"sh1": 8, "sh2": 16, "sh3": 16}
"""Of 127: 5 and 4 bits, as SPZ's reference encoder gives them; more pack worse and show nothing."""
_OUTER = 1e-4
"""Share of the most extreme colours and harmonics that a range need not hold."""
_MOST_LOGS = 12.6
"""Of a range of sizes: 254 steps of 5 %."""


def encode(splats: Splats) -> bytes:
    """The splats as a RAD file with their tree.

    Raises:
        FormatError: There are none, or too many.
    """
    return encode_tree(_tree(splats))


def encode_tree(tree: SplatTree) -> bytes:
    """A tree, whose numbers are a PLY's, as a RAD file."""
    chunks = _chunks(tree)
    ends = np.cumsum([len(chunk) for chunk in chunks]).tolist()
    places: list[dict[str, object]] = [
        {"offset": end - len(c), "bytes": len(c)} for end, c in zip(ends, chunks, strict=True)
    ]
    return b"".join((_head(tree, places, ends[-1]), *chunks))


def encode_apart(splats: Splats, name: str) -> dict[str, bytes]:
    """The same with every chunk in a file of its own, for servers that do not answer to ranges.

    Args:
        splats: As ``encode``.
        name: Of the file that says where the chunks are, beside which they lie: ``room.rad``.

    Returns:
        Contents by name; of ``room.rad``, chunks are ``room-0.radc`` and so on.

    Raises:
        FormatError: There are none, or too many.
    """
    tree = _tree(splats)
    files = {f"{name.removesuffix('.rad')}-{k}.radc": chunk for k, chunk in enumerate(_chunks(tree))}
    places: list[dict[str, object]] = [
        {"offset": 0, "bytes": len(chunk), "filename": file} for file, chunk in files.items()
    ]
    return {name: _head(tree, places, sum(map(len, files.values()))), **files}


def _tree(splats: Splats) -> SplatTree:
    if not 0 < len(splats) <= _MAX_SPLATS // 2:
        raise FormatError(f"A RAD holds 1 to {_MAX_SPLATS // 2:,} splats, not {len(splats):,}.")
    return tree_of(splats_to(PLY_RDF, splats))


def _chunks(tree: SplatTree) -> list[bytes]:
    ranges = _ranges(tree)
    return in_parallel(lambda base: _chunk(tree, base, ranges), list(range(0, len(tree), _CHUNK)))


def _head(tree: SplatTree, chunks: list[dict[str, object]], size: int) -> bytes:
    """What stands before the chunks, or alone when they are files."""
    meta: dict[str, object] = {
        "version": 1,
        "type": "gsplat",
        "count": len(tree),
        "maxSh": _degree(tree),
        "lodTree": True,
        "chunkSize": _CHUNK,
        "allChunkBytes": size,
        "chunks": chunks,
        "splatEncoding": _encoding(_ranges(tree)),
        "comment": "x right, y down, z forward",
    }
    return with_size(_MAGIC, meta)


def decode(data: bytes) -> Splats:
    """The splats of a RAD file: the leaves of its tree.

    Raises:
        FormatError: Not a RAD, one in several files or with palettes, cut short, or damaged.
    """
    return read_raw(data).splats()


def extent(head: bytes) -> Float[np.ndarray, "2 3"]:
    """Corners of the box around the coarsest splats of a RAD file, in our frame [m].

    Args:
        head: The file's first bytes, ``HEAD_LIMIT`` of them or all.

    Raises:
        FormatError: Not a RAD, or damaged; no centre is finite.
    """
    first, _ = _first_chunk(head)
    centers = first["center"]
    centers = centers[np.isfinite(centers).all(axis=1)]
    if not len(centers):
        raise FormatError("No centre of this RAD is a finite number: it is damaged.")
    corners = points_from(PLY_RDF, np.stack([centers.min(axis=0), centers.max(axis=0)]).astype(float))
    return np.stack([corners.min(axis=0), corners.max(axis=0)])


@np.errstate(over="ignore", invalid="ignore", divide="ignore")  # damaged files hold any number
def coarse(head: bytes) -> Splats:
    """The finest picture that a RAD file's first chunk holds, in our frame: what has no children there.

    Args:
        head: As for ``extent``.

    Raises:
        FormatError: As ``extent``.
    """
    first, degree = _first_chunk(head)
    if not {"child_count", "child_start"} <= set(first):
        raise FormatError("A chunk of this RAD does not say what stands for what: it is damaged.")
    count, starts = (first.pop(name)[:, 0].astype(int) for name in ("child_count", "child_start"))
    here = (count > 0) & (starts + count <= len(count))
    shown = ~here
    for start in starts[(count > 0) & ~here & (starts < len(count))]:
        shown[start:] = False  # some children of one that is shown itself
    means = first["center"]
    shown &= np.isfinite(means).all(axis=1) & np.isfinite(first["scales"]).all(axis=1)
    kept = {name: values[shown] for name, values in first.items()}
    alphas = np.clip(np.nan_to_num(kept["alpha"][:, 0]), 0, 2)
    kept["alpha"] = np.zeros_like(kept["alpha"])
    splats = _raw(kept, degree).splats()
    return rounded_tops(replace(splats, opacities=np.where(alphas > 1, _unstretched(alphas), alphas)))


def _first_chunk(head: bytes) -> tuple[dict[str, np.ndarray], int]:
    """Columns of the coarsest splats of a RAD file with a tree, and their degree."""
    meta, start = description(head, 0, _MAGIC)
    if meta.get("version") != 1 or meta.get("type") != "gsplat" or meta.get("lodTree") is not True:
        raise FormatError("This RAD has no tree of levels of detail; only such is streamed.")
    count, size = whole(meta, "count", _MAX_SPLATS), whole(meta, "chunkSize", _MAX_SPLATS)
    about = as_table(next(iter(entries(meta, "chunks")), None), "A chunk of this RAD")
    at, length = (start + whole(about, key, HEAD_LIMIT, least=0) for key in ("offset", "bytes"))
    degree = whole(meta, "maxSh", 3, least=0)
    return _read_chunk(head[at : at + length - start], min(size, count), degree), degree


def joined(data: bytes, beside: Callable[[str], bytes]) -> bytes:
    """One file of a RAD whose chunks are files of their own; any other as it is.

    Args:
        data: The file that says where the chunks are.
        beside: Reads a file that lies beside it.

    Raises:
        FormatError: A chunk would lie elsewhere, or all are larger than a RAD can be; as ``beside``.
    """
    if data[:4] != _MAGIC:
        return data  # who reads it says so
    meta, _ = description(data, 0, _MAGIC)
    chunk_tables = [as_table(entry, "A chunk of this RAD") for entry in entries(meta, "chunks")]
    names = [about.get("filename") for about in chunk_tables]
    if not any(names):
        return data
    chunks, places, at = list[bytes](), list[dict[str, object]](), 0
    for name in names:
        if not isinstance(name, str) or not _CHUNK_NAME.fullmatch(name):
            raise FormatError(f"A chunk of this RAD would be in {name!r:.60}, which is no file beside it.")
        chunks.append(beside(name))
        places.append({"offset": at, "bytes": len(chunks[-1])})
        at += len(chunks[-1])
        if at > _MOST_JOINED:
            raise FormatError(f"The chunks of this RAD are larger than {_MOST_JOINED:,} bytes; thin it.")
    return b"".join((with_size(_MAGIC, meta | {"chunks": places}), *chunks))


def rewritten(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """A file of one chunk with what its streams hold changed, whatever comes of it: for tests of readers."""
    meta, start = description(data, 0, _MAGIC)
    about, at = description(data, start, _CHUNK_MAGIC)
    payload = b""
    for entry in (as_table(entry, "A property") for entry in entries(about, "properties")):
        own, size = at + 8 + whole(entry, "offset", len(data), least=0), whole(entry, "bytes", len(data))
        packed = _deflated(change(zlib.decompress(data[own : own + size], -15)))
        entry |= {"offset": len(payload), "bytes": len(packed)}
        payload += packed + bytes(padding(len(packed)))
    chunk = with_size(_CHUNK_MAGIC, about) + struct.pack("<Q", len(payload)) + payload
    return with_size(_MAGIC, meta | {"chunks": [{"offset": 0, "bytes": len(chunk)}]}) + chunk


@np.errstate(over="ignore", invalid="ignore", divide="ignore")  # damaged files hold any number
def read_raw(data: bytes) -> RawSplats:
    """The numbers of a RAD file's leaves; as ``decode``."""
    meta, start = description(data, 0, _MAGIC)
    if meta.get("version") != 1 or meta.get("type") != "gsplat":
        raise FormatError("This RAD is not of version 1; only that is known here.")
    count, size = whole(meta, "count", _MAX_SPLATS), whole(meta, "chunkSize", _MAX_SPLATS)
    degree, found = whole(meta, "maxSh", 3, least=0), entries(meta, "chunks")
    if len(found) != -(-count // size):
        raise FormatError("This RAD has another number of chunks than its splats need: it is damaged.")
    parts = list[dict[str, np.ndarray]]()
    for base, entry in zip(range(0, count, size), found, strict=True):
        about = as_table(entry, "A chunk of this RAD")
        if about.get("filename"):
            raise FormatError("This RAD's chunks are in other files; read it by its path, beside them.")
        at, length = (start + whole(about, key, len(data), least=0) for key in ("offset", "bytes"))
        part = _read_chunk(data[at : at + length - start], min(size, count - base), degree)
        part.pop("child_start", None)
        leaves = part.pop("child_count", np.zeros((1, 1), int))[:, 0] == 0
        parts.append(part if leaves.all() else {name: values[leaves] for name, values in part.items()})
    return _raw({name: np.concatenate([part[name] for part in parts]) for name in parts[0]}, degree)


def _raw(columns: dict[str, np.ndarray], degree: int) -> RawSplats:
    sh = np.zeros((len(columns["center"]), (degree + 1) ** 2, 3), np.float32)
    sh[:, 0] = (columns["rgb"] - np.float32(0.5)) / np.float32(SH_C0)
    for band in list(_BANDS)[:degree]:
        sh[:, _BANDS[band]] = columns[band].reshape(len(sh), rad_columns.COMPONENTS[band] // 3, 3)
    return RawSplats(
        means=columns["center"], quats=columns["orientation"], log_scales=np.log(columns["scales"]),
        opacities=columns["alpha"][:, 0], sh=sh, frame=PLY_RDF, what="RAD",
    )  # fmt: skip


def _degree(tree: SplatTree) -> int:
    return {1: 0, 4: 1, 9: 2, 16: 3}[tree.sh.shape[1]]


def _ranges(tree: SplatTree) -> dict[str, tuple[float, float]]:
    """What each property's bytes reach from and to."""
    sample = tree.order[:: max(1, len(tree) // 1_000_000)]
    low, high = np.quantile(0.5 + SH_C0 * tree.sh[sample, 0], (_OUTER, 1 - _OUTER))
    logs = np.log(tree.scales)
    top = float(logs.max())
    bottom = min(max(float(logs.min()), top - _MOST_LOGS), top - 0.1)
    ranges = {"rgb": (min(0.0, float(low)), max(1.0, float(high))), "scales": (bottom, top)}
    for band in list(_BANDS)[: _degree(tree)]:
        most = float(np.quantile(np.abs(tree.sh[sample, _BANDS[band]]), 1 - _OUTER))
        ranges[band] = (-max(most, 1e-3), max(most, 1e-3))
    return ranges


def _encoding(ranges: dict[str, tuple[float, float]]) -> dict[str, object]:
    """How Spark packs the splats in its memory."""
    (rgb_low, rgb_high), (log_low, log_high) = ranges["rgb"], ranges["scales"]
    tops = {f"{band}Max": ranges[band][1] if band in ranges else 1.0 for band in _BANDS}
    return {"rgbMin": rgb_low, "rgbMax": rgb_high, "lnScaleMin": log_low, "lnScaleMax": log_high,
            **tops, "lodOpacity": True}  # fmt: skip


def _chunk(tree: SplatTree, base: int, ranges: dict[str, tuple[float, float]]) -> bytes:
    rows = tree.order[base : base + _CHUNK]
    sh = tree.sh[rows]
    columns = {
        "center": rad_columns.packed_positions(tree.means[rows]),
        "alpha": rad_columns.packed_f16(_stretched(tree.opacities[rows])[:, None]),
        "rgb": rad_columns.packed_range(colors_from_sh0(sh), *ranges["rgb"]),
        "scales": rad_columns.packed_logs(tree.scales[rows], *ranges["scales"]),
        "orientation": rad_columns.packed_rotations(tree.quats[rows]),
        **{
            band: rad_columns.packed_signed(
                sh[:, _BANDS[band]].reshape(len(rows), -1), ranges[band][1], _SH_STEPS[band]
            )
            for band in _BANDS
            if band in ranges
        },
        "child_count": rad_columns.packed_whole(tree.child_counts[base : base + _CHUNK], "u16"),
        "child_start": rad_columns.packed_whole(tree.child_starts[base : base + _CHUNK], "u32"),
    }
    packed = {name: _deflated(column.data) for name, column in columns.items()}
    properties, offset = list[dict[str, object]](), 0
    for name, column in columns.items():
        about: dict[str, object] = {"offset": offset, "bytes": len(packed[name]), "property": name,
                                    "encoding": column.encoding, "compression": "gz"}  # fmt: skip
        if column.low is not None:
            about |= {"min": column.low, "max": column.high}
        properties.append(about)
        offset += len(packed[name]) + padding(len(packed[name]))
    meta: dict[str, object] = {
        "version": 1, "base": base, "count": len(rows), "payloadBytes": offset, "maxSh": _degree(tree),
        "lodTree": True, "splatEncoding": _encoding(ranges), "properties": properties,
    }  # fmt: skip
    padded = (data + bytes(padding(len(data))) for data in packed.values())
    return b"".join((with_size(_CHUNK_MAGIC, meta), struct.pack("<Q", offset), *padded))


def _stretched(opacities: np.ndarray) -> np.ndarray:
    """Those above 1 as 1 to 2, as Spark's shader takes them apart (``lodOpacity``)."""
    widths = np.sqrt(1 + np.e * np.log(np.maximum(opacities, 1)))
    return np.where(opacities > 1, np.minimum(1 + (widths - 1) / 4, 2), opacities)


def _unstretched(alphas: np.ndarray) -> np.ndarray:
    """Opacities of those that stand as 1 to 2."""
    return np.exp(((1 + 4 * (alphas - 1)) ** 2 - 1) / np.e)


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15, 9)
    return packer.compress(data) + packer.flush()


def _read_chunk(data: bytes, count: int, degree: int) -> dict[str, np.ndarray]:
    meta, at = description(data, 0, _CHUNK_MAGIC)
    at += 8  # the payload's size, again
    if whole(meta, "count", _MAX_SPLATS) != count:
        raise FormatError("A chunk of this RAD holds another number of splats than it should: it is damaged.")
    tables = [as_table(entry, "A property of this RAD") for entry in entries(meta, "properties")]
    names = [str(table.get("property")) for table in tables]
    if any(name == "sh_label" or name.endswith("_code") for name in names):
        raise FormatError("This RAD has a palette of harmonics, which is not read; build it without one.")
    needed = {"center", "alpha", "rgb", "scales", "orientation", *list(_BANDS)[:degree]}
    if len(set(names)) != len(names) or not needed <= set(names):
        raise FormatError("A chunk of this RAD lacks a property, or has one twice: it is damaged.")
    wanted = needed | {"child_count", "child_start"}
    pairs = [(name, table) for name, table in zip(names, tables, strict=True) if name in wanted]
    return {name: _read_property(data, at, name, table, count) for name, table in pairs}


def _read_property(data: bytes, at: int, name: str, about: Table, count: int) -> np.ndarray:
    start, length = at + whole(about, "offset", len(data), least=0), whole(about, "bytes", len(data))
    encoding = str(about.get("encoding"))
    size, packed = rad_columns.unpacked_size(name, encoding, count), data[start : start + length]
    if about.get("compression") is not None:
        if size > _MAX_RATIO * len(packed):
            raise FormatError(f"This RAD is cut short: {size:,} bytes cannot come out of {len(packed):,}.")
        try:
            packed = zlib.decompressobj(-15).decompress(packed, size)
        except zlib.error as error:
            raise FormatError(f"This RAD is damaged: the stream of '{name}' is broken.") from error
    if len(packed) < size:
        raise FormatError(f"This RAD is cut short: '{name}' needs {size:,} bytes, {len(packed):,} are there.")
    low, high = (edge(about.get(key)) for key in ("min", "max"))
    column = Column(encoding=encoding, data=packed[:size], low=low, high=high)
    return rad_columns.unpacked(name, column, count)
