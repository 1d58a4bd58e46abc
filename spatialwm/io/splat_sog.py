"""Gaussian splats in SOG version 2 (PlayCanvas): a zip of lossless WebP pictures, a fifteenth of a PLY.

A pixel is a splat. Positions are 16 bits of ``sign(x) ln(1 + |x|)`` between their extremes; scales (their
logarithms) and degree-0 colours are indices into codebooks of 256; rotations are three bytes and which of
wxyz was left out; opacity is a byte; the higher harmonics are an index into a palette of at most 65,536
colour functions, themselves indices into a codebook. The axes are those of PLY, as every tool in use writes
them: x right, y down, z forward.

Lost: the order; positions beyond 1/131,070 of the scene's (logarithmic) width; scales and colours beyond
their codebook, about 1/500 of their range; rotations beyond 1/50; opacities beyond 1/510; the higher
harmonics beyond the palette, in which splats that cover more of the picture count for more.
"""

import io
import json
import struct
import zipfile
import zlib
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np

from spatialwm.errors import FormatError
from spatialwm.frames import PLY_RDF
from spatialwm.geometry.rotations import quat_normalize
from spatialwm.io.codebooks import codebook, nearest_in_palette, nearest_levels, palette_of
from spatialwm.io.packing import in_parallel
from spatialwm.io.splat_order import morton_order
from spatialwm.io.splat_values import RawSplats, row_blocks, splats_to, to_bytes
from spatialwm.io.webp import read_pixels, webp
from spatialwm.scene.splats import Splats

__all__ = ["decode", "encode", "read_raw"]

_MAX_SIDE = 16383
"""Of a WebP."""
_META_LIMIT = 1 << 20
"""Bytes; four codebooks of 256 numbers take 25,000."""
_PER_ROW = 64
"""Colour functions in a row of the palette's picture."""
_REST_COUNTS = (0, 3, 8, 15)
_LEAST_WEIGHT = 0.2
"""Of the mean; keeps faint splats from having no say in the palette at all."""
_MOST_WEIGHT = 5.0
_SPARE = 1 << 16
"""Splats, or pixels, that a tiny file may promise."""
_ZIP_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, struct.error, KeyError, ValueError, TypeError, AttributeError),
    *(RuntimeError, EOFError, OSError, MemoryError),
)
"""What ``zipfile`` and ``json`` raise on damaged files; RuntimeError is also their unknown compression."""
_OLD = (1980, 1, 1, 0, 0, 0)
"""Time of every entry, so that the same splats give the same bytes."""


def encode(splats: Splats) -> bytes:
    """The splats as a bundled ``.sog`` file, in Z-order.

    Raises:
        FormatError: No splats at all, or more than 268 million.
    """
    count = len(splats)
    width = 4 * -(-int(np.ceil(count**0.5)) // 4)
    if not count or width > _MAX_SIDE:
        raise FormatError(f"SOG holds 1 to {_MAX_SIDE**2:,} splats, not {count:,}.")
    turned = splats_to(PLY_RDF, splats)
    order = morton_order(turned.means)
    shape = (4 * -(-count // (4 * width)), width)
    low, high, pictures = _positions(turned.means[order])
    log_scales = np.log(turned.scales)
    scale_levels = codebook(log_scales.ravel())
    color_levels = codebook(turned.sh[:, 0].ravel())
    pictures["quats.webp"] = _rotation_pixels(turned.quats[order])
    pictures["scales.webp"] = nearest_levels(scale_levels, log_scales[order])
    colors = nearest_levels(color_levels, turned.sh[order, 0])
    pictures["sh0.webp"] = np.concatenate([colors, to_bytes(turned.opacities[order, None] * 255)], axis=1)
    meta: dict[str, object] = {
        "version": 2,
        "asset": {"generator": "spatialwm"},
        "count": count,
        "means": {"mins": _short(low), "maxs": _short(high), "files": ["means_l.webp", "means_u.webp"]},
        "scales": {"codebook": _short(scale_levels), "files": ["scales.webp"]},
        "quats": {"files": ["quats.webp"]},
        "sh0": {"codebook": _short(color_levels), "files": ["sh0.webp"]},
    }
    images = {name: _image(pixels, shape) for name, pixels in pictures.items()}
    if splats.sh_degree:
        meta["shN"], palette, labels = _palette(turned, order)
        images |= {"shN_centroids.webp": palette, "shN_labels.webp": _image(labels, shape)}
    packed = in_parallel(webp, list(images.values()))
    return _bundle({"meta.json": json.dumps(meta).encode(), **dict(zip(images, packed, strict=True))})


def decode(data: bytes) -> Splats:
    """The splats of a bundled SOG file of version 2.

    Raises:
        FormatError: Not a SOG, another version, cut short, or damaged.
    """
    return read_raw(data).splats()


@np.errstate(over="ignore", invalid="ignore", divide="ignore")  # damaged files hold any number
def read_raw(data: bytes) -> RawSplats:
    """The numbers of a bundled SOG file; as ``decode``."""
    bundle = _Bundle.opened(data)
    try:
        return _read(bundle)
    except (KeyError, IndexError, TypeError, ValueError, OverflowError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError("This SOG's meta.json lacks something, or has numbers that do not fit.") from error


def _read(bundle: "_Bundle") -> RawSplats:
    meta, count = bundle.meta, bundle.count
    low, high = (np.array(meta["means"][key], np.float32)[:3] for key in ("mins", "maxs"))
    fine, coarse = (bundle.pixels(meta["means"]["files"][k])[:count, :3] for k in (0, 1))
    steps = fine.astype(np.float32) + np.float32(256) * coarse.astype(np.float32)
    logs = low + (high - low) * (steps / np.float32(65535))
    quat_pixels = bundle.pixels(meta["quats"]["files"][0])[:count]
    scales = bundle.pixels(meta["scales"]["files"][0])[:count, :3]
    colors = bundle.pixels(meta["sh0"]["files"][0])[:count]
    with np.errstate(over="ignore", invalid="ignore"):
        return RawSplats(
            means=np.sign(logs) * np.expm1(np.abs(logs)),
            quats=_rotations(quat_pixels),
            log_scales=_levels(meta["scales"])[scales],
            opacities=colors[:, 3] / np.float32(255),
            sh=_harmonics(bundle, _levels(meta["sh0"])[colors[:, :3]]),
            frame=PLY_RDF,
            what="SOG",
        )


def _short(values: np.ndarray) -> list[float]:
    """As many digits as float32 needs."""
    return [float(f"{value:.9g}") for value in values.tolist()]


def _positions(means: np.ndarray) -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
    logs = np.sign(means) * np.log1p(np.abs(means.astype(float)))
    low, high = logs.min(axis=0), logs.max(axis=0)
    steps = np.rint((logs - low) * (65535 / np.where(high > low, high - low, 1))).astype(np.uint16)
    parts = {"means_l.webp": (steps & 255).astype(np.uint8), "means_u.webp": (steps >> 8).astype(np.uint8)}
    return low, high, parts


def _rotation_pixels(quats: np.ndarray) -> np.ndarray:
    """Three of wxyz over the square root of two, and 252 plus which one, the largest, is left out.

    The reader finds the largest from the others, so what they are off by adds up in it where all four are
    alike, as in a room's walls. Of the eight ways to round up or down the one that turns the least is taken.
    """
    pixels = np.empty((len(quats), 4), np.uint8)
    for rows in row_blocks(len(quats)):
        unit = np.abs(quat_normalize(quats[rows]))
        largest = np.argmax(unit, axis=1)
        others = np.array([[1, 2, 3], [0, 2, 3], [0, 1, 3], [0, 1, 2]])[largest]
        signs = np.sign(quats[rows]) * np.sign(np.take_along_axis(quats[rows], largest[:, None], axis=1))
        parts = np.take_along_axis(unit * signs, others, axis=1)
        exact = (parts * np.float32(0.5**0.5) + np.float32(0.5)) * 255
        pixels[rows, :3] = _least_turned(np.floor(exact), parts, unit.max(axis=1))
        pixels[rows, 3] = 252 + largest
    return pixels


def _least_turned(low: np.ndarray, parts: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """Of ``low`` and one more in each column what comes nearest to the rotation; ``rest`` is its largest."""
    best, found = np.full(len(low), -1, np.float32), low.copy()
    for way in product((0, 1), repeat=3):
        levels = np.minimum(low + np.array(way, np.float32), 255)
        back = (levels * np.float32(2 / 255) - np.float32(1)) * np.float32(0.5**0.5)
        left = np.sqrt(np.maximum(1 - np.einsum("nk,nk->n", back, back), 0))
        alike = left * rest + np.einsum("nk,nk->n", back, parts)
        better = alike > best
        found[better], best[better] = levels[better], alike[better]
    return found.astype(np.uint8)


def _rotations(pixels: np.ndarray) -> np.ndarray:
    largest = pixels[:, 3].astype(int) - 252
    parts = (pixels[:, :3] * np.float32(2 / 255) - np.float32(1)) * np.float32(0.5**0.5)
    rest = np.sqrt(np.maximum(1 - np.einsum("nk,nk->n", parts, parts), 0))
    columns = np.concatenate([rest[:, None], parts], axis=1)
    order = np.array([[0, 1, 2, 3], [1, 0, 2, 3], [1, 2, 0, 3], [1, 2, 3, 0]])
    quats = np.take_along_axis(columns, order[np.maximum(largest, 0)], axis=1)
    quats[largest < 0] = (1, 0, 0, 0)  # as the reference reader does
    return quats


def _palette(turned: Splats, order: np.ndarray) -> tuple[dict[str, object], np.ndarray, np.ndarray]:
    """What ``meta.json`` says of the harmonics, the palette's picture, and the pixels that point into it."""
    count, coefficients = len(turned), turned.sh.shape[1] - 1
    points = turned.sh[order, 1:].reshape(count, 3 * coefficients)
    size = 1024 * min(64, 2 ** int(np.log2(max(1, count // 1024))))  # as the reference encoder
    palette = palette_of(points, _weights(turned)[order], size=size)
    levels = codebook(palette.centers.ravel())
    indices = nearest_levels(levels, palette.centers)
    labels = nearest_in_palette(replace(palette, centers=levels[indices]), points)
    rows = -(-len(indices) // _PER_ROW)
    picture = np.zeros((rows * _PER_ROW, coefficients, 3), np.uint8)
    picture[: len(indices)] = indices.reshape(-1, coefficients, 3)
    low_high = np.stack([labels & 255, labels >> 8, np.zeros_like(labels)], axis=1).astype(np.uint8)
    meta: dict[str, object] = {
        "count": len(indices),
        "bands": turned.sh_degree,
        "codebook": _short(levels),
        "files": ["shN_centroids.webp", "shN_labels.webp"],
    }
    return meta, picture.reshape(rows, _PER_ROW * coefficients, 3), low_high


def _weights(splats: Splats) -> np.ndarray:
    """Root of how much of a picture a splat covers, against the mean, within bounds.

    Of a room's 4,000 splats the picture kept 44.3 dB with it, 44.2 dB without, and 43.8 dB without the root.
    """
    largest = np.sort(splats.scales, axis=1)[:, 1:]
    cover = splats.opacities * largest[:, 0] * largest[:, 1]
    root = np.sqrt(cover / max(float(cover.mean()), 1e-30))
    return np.clip(root, _LEAST_WEIGHT, _MOST_WEIGHT).astype(np.float32)


def _harmonics(bundle: "_Bundle", sh0: np.ndarray) -> np.ndarray:
    about: dict[str, Any] = bundle.meta.get("shN") or {"bands": 0}
    degree = about["bands"]
    if degree not in (0, 1, 2, 3):
        raise FormatError("This SOG has harmonics of a degree other than 1, 2 or 3: it is damaged.")
    coefficients = _REST_COUNTS[degree]
    sh = np.zeros((len(sh0), 1 + coefficients, 3), np.float32)
    sh[:, 0] = sh0
    if coefficients:
        palette = bundle.palette(about["files"][0], _PER_ROW * coefficients)
        pixels = bundle.pixels(about["files"][1])[: len(sh0), :2].astype(np.int64)
        labels = pixels[:, 0] + 256 * pixels[:, 1]
        functions = _levels(about)[palette[:, :3].reshape(-1, coefficients, 3)]
        known = labels < min(int(about["count"]), len(functions))
        sh[known, 1:] = functions[labels[known]]
    return sh


def _levels(about: dict[str, Any]) -> np.ndarray:
    levels = np.array(about["codebook"], np.float32)
    if levels.shape != (256,):
        raise FormatError("This SOG has a codebook of other than 256 numbers: it is damaged.")
    return levels


@dataclass(frozen=True)
class _Bundle:
    """An opened file whose ``meta.json`` has been read."""

    archive: zipfile.ZipFile
    meta: dict[str, Any]
    count: int
    size: int
    """Bytes of the whole file."""

    @classmethod
    def opened(cls, data: bytes) -> "_Bundle":
        """Read the table of contents.

        Raises:
            FormatError: Not a SOG of version 2, or it promises more splats than it has bytes.
        """
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
            meta: dict[str, Any] = json.loads(_entry(archive, "meta.json", _META_LIMIT))
            version, count = meta.get("version"), meta.get("count")
        except _ZIP_ERRORS as error:
            if isinstance(error, FormatError):
                raise
            raise FormatError("This is not a SOG file, or a damaged one: it is no readable zip.") from error
        if version != 2:
            raise FormatError("This SOG is not of version 2; write it again with a newer splat-transform.")
        if not isinstance(count, int) or not 0 < count <= len(data) + _SPARE:
            raise FormatError(f"This SOG claims {count!r:.40} splats, which {len(data):,} bytes cannot hold.")
        return cls(archive, meta, count, len(data))

    def pixels(self, name: str) -> np.ndarray:
        """RGBA of a picture that has a pixel for every splat, n x 4."""
        pixels = self._image(name, most=4 * self.count + _SPARE).reshape(-1, 4)
        if len(pixels) < self.count:
            raise FormatError(f"'{name:.60}' has fewer pixels than the SOG has splats: it is damaged.")
        return pixels

    def palette(self, name: str, width: int) -> np.ndarray:
        """RGBA of the palette, n x 4."""
        image = self._image(name, most=width * 65536 // _PER_ROW)
        if image.shape[1] != width:
            raise FormatError("This SOG's palette has another width than its degree needs: it is damaged.")
        return image.reshape(-1, 4)

    def _image(self, name: str, *, most: int) -> np.ndarray:
        try:
            data = _entry(self.archive, name, self.size + _META_LIMIT)
        except _ZIP_ERRORS as error:
            if isinstance(error, FormatError):
                raise
            raise FormatError(f"'{name!s:.60}' in this SOG is damaged or missing.") from error
        return read_pixels(data, most=most, what=str(name))


def _entry(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    if archive.getinfo(name).file_size > limit:
        raise FormatError(f"'{name:.60}' in this SOG claims more bytes than it can need: it is damaged.")
    with archive.open(name) as stream:
        return stream.read(limit)


def _bundle(entries: dict[str, bytes]) -> bytes:
    """A zip that only stores: the pictures are packed already."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name, _OLD), content)
    return packed.getvalue()


def _image(pixels: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Rows of pixels as a picture; what is left over is zero."""
    filled = np.zeros((shape[0] * shape[1], pixels.shape[1]), np.uint8)
    filled[: len(pixels)] = pixels
    return filled.reshape(*shape, pixels.shape[1])
