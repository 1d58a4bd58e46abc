"""How RAD packs the columns of a chunk: one number after another of all splats, then the next component.

The encodings are those of Spark's reader (rust/spark-lib/src/rad.rs, 2026-06).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from spatialwm.errors import FormatError
from spatialwm.geometry.rotations import quat_normalize

__all__ = ["COMPONENTS", "Column", "packed_f16", "packed_logs", "packed_positions", "packed_range",
           "packed_rotations", "packed_signed", "packed_whole", "unpacked", "unpacked_size"]  # fmt: skip

COMPONENTS = {"center": 3, "alpha": 1, "rgb": 3, "scales": 3, "orientation": 3, "sh1": 9, "sh2": 15,
              "sh3": 21, "child_count": 1, "child_start": 1}  # fmt: skip
"""Numbers per splat of each property, as stored."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One property of a chunk's splats, packed."""

    encoding: str
    data: bytes
    low: float | None = None
    high: float | None = None


def packed_positions(values: Float[np.ndarray, "n 3"]) -> Column:
    """Exactly; the four bytes of a float apart, because their upper ones are alike."""
    octets = np.ascontiguousarray(values, "<f4").view(np.uint8).reshape(*values.shape, 4)
    return Column(encoding="f32_lebytes", data=np.ascontiguousarray(octets.transpose(2, 1, 0)).tobytes())


def packed_f16(values: Float[np.ndarray, "n d"]) -> Column:
    """Half floats."""
    return Column(encoding="f16", data=np.ascontiguousarray(values.T, "<f2").tobytes())


def packed_range(values: Float[np.ndarray, "n d"], low: float, high: float) -> Column:
    """Bytes from ``low`` to ``high``, each as its difference from the splat before."""
    levels = np.clip(np.rint((values.T - low) * (255 / (high - low))), 0, 255).astype(np.uint8)
    return Column(encoding="r8_delta", data=np.diff(levels, axis=1, prepend=np.uint8(0)).tobytes(),
                  low=low, high=high)  # fmt: skip


def packed_signed(values: Float[np.ndarray, "n d"], most: float, step: int) -> Column:
    """Signed bytes to +-``most``, only every ``step``-th of which is used."""
    levels = np.rint(values.T * (127 / most / step)) * step
    return Column(encoding="s8", data=np.clip(levels, -127, 127).astype(np.int8).tobytes(),
                  low=-most, high=most)  # fmt: skip


def packed_logs(values: Float[np.ndarray, "n d"], low: float, high: float) -> Column:
    """Bytes 1 to 255 of logarithms from ``low`` to ``high``."""
    logs = np.log(values.T)
    levels = 1 + np.clip(np.rint((logs - low) * (254 / (high - low))), 0, 254)
    return Column(encoding="ln_0r8", data=levels.astype(np.uint8).tobytes(), low=low, high=high)


def packed_rotations(quats: Float[np.ndarray, "n 4"]) -> Column:
    """The axis on an octahedron, two bytes, and the angle, one byte; splat by splat."""
    quats = quat_normalize(quats.astype(float))
    quats = np.where(quats[:, :1] < 0, -quats, quats)
    length = np.linalg.norm(quats[:, 1:], axis=1)
    axes = quats[:, 1:] / np.maximum(length, 1e-30)[:, None]
    axes[length < 1e-9] = (1, 0, 0)
    flat: np.ndarray = axes / np.abs(axes).sum(axis=1, keepdims=True)
    x, y, z = flat[:, 0], flat[:, 1], flat[:, 2]
    below = z < 0
    u: np.ndarray = np.where(below, (1 - np.abs(y)) * np.copysign(1.0, x), x)
    v: np.ndarray = np.where(below, (1 - np.abs(x)) * np.copysign(1.0, y), y)
    angle = 2 * np.arctan2(length, quats[:, 0]) / np.pi
    levels = np.rint(np.stack([u / 2 + 0.5, v / 2 + 0.5, angle], axis=1) * 255)
    return Column(encoding="oct88r8", data=np.clip(levels, 0, 255).astype(np.uint8).tobytes())


def packed_whole(values: np.ndarray, encoding: str) -> Column:
    """Whole numbers as ``u16`` or ``u32``."""
    return Column(
        encoding=encoding,
        data=values.astype("<" + encoding.replace("u16", "u2").replace("u32", "u4")).tobytes(),
    )


def unpacked_size(name: str, encoding: str, count: int) -> int:
    """Bytes that ``count`` splats take.

    Raises:
        FormatError: A property that is not in ``COMPONENTS``, or an encoding that Spark gives to no such one.
    """
    if name not in COMPONENTS or encoding not in _ALLOWED[name]:
        raise FormatError(f"This RAD has '{name:.20}' as '{encoding:.20}', which is not known here.")
    return _SIZES[encoding] * COMPONENTS[name] * count


def unpacked(name: str, column: Column, count: int) -> np.ndarray:
    """The numbers of a property, count x components: rotations as wxyz, scales and colours as they are.

    Args:
        name: In ``COMPONENTS``.
        column: Of ``unpacked_size`` bytes.
        count: Splats.

    Raises:
        FormatError: A range is missing or is none.
    """
    low, high = column.low, column.high
    if column.encoding in _RANGED and (low is None or high is None or not np.isfinite([low, high]).all()):
        raise FormatError(f"This RAD has no range for '{name}': it is damaged.")
    if column.encoding == "oct88r8":
        return _rotations(np.frombuffer(column.data, np.uint8).reshape(count, 3))
    planes = _UNPACKERS[column.encoding](column.data, COMPONENTS[name], count)
    values = np.ascontiguousarray(planes.T)
    if column.encoding in _RANGED:
        values = _RANGED[column.encoding](values, np.float32(low or 0.0), np.float32(high or 0.0))
    if name == "orientation":
        w = np.sqrt(np.maximum(1 - np.sum(values**2, axis=1, keepdims=True), 0))
        return np.concatenate([w, values], axis=1)
    return np.exp(values) if column.encoding == "ln_f16" else values


def _plain(kind: str) -> Callable[[bytes, int, int], np.ndarray]:
    def planes(data: bytes, components: int, count: int) -> np.ndarray:
        found = np.frombuffer(data, kind).reshape(components, count)
        return found.astype(np.float32) if kind[1] == "f" else found.astype(np.int64)

    return planes


def _bytes_apart(kind: str) -> Callable[[bytes, int, int], np.ndarray]:
    size = np.dtype(kind).itemsize

    def planes(data: bytes, components: int, count: int) -> np.ndarray:
        octets = np.frombuffer(data, np.uint8).reshape(size, components, count)
        return np.ascontiguousarray(octets.transpose(1, 2, 0)).view(kind)[..., 0].astype(np.float32)

    return planes


def _differences(kind: type[np.uint8 | np.int8]) -> Callable[[bytes, int, int], np.ndarray]:
    def planes(data: bytes, components: int, count: int) -> np.ndarray:
        sums = np.cumsum(np.frombuffer(data, np.uint8).reshape(components, count), axis=1, dtype=np.uint8)
        return sums.view(kind)

    return planes


def _levels(kind: type[np.uint8 | np.int8]) -> Callable[[bytes, int, int], np.ndarray]:
    return lambda data, components, count: np.frombuffer(data, kind).reshape(components, count)


_UNPACKERS: dict[str, Callable[[bytes, int, int], np.ndarray]] = {
    "f32": _plain("<f4"),
    "f16": _plain("<f2"),
    "ln_f16": _plain("<f2"),
    "u16": _plain("<u2"),
    "u32": _plain("<u4"),
    "f32_lebytes": _bytes_apart("<f4"),
    "f16_lebytes": _bytes_apart("<f2"),
    "r8": _levels(np.uint8),
    "ln_0r8": _levels(np.uint8),
    "s8": _levels(np.int8),
    "r8_delta": _differences(np.uint8),
    "s8_delta": _differences(np.int8),
}
_SIZES = {"f32": 4, "f32_lebytes": 4, "u32": 4, "f16": 2, "f16_lebytes": 2, "ln_f16": 2, "u16": 2, "r8": 1,
          "r8_delta": 1, "s8": 1, "s8_delta": 1, "ln_0r8": 1, "oct88r8": 1}  # fmt: skip
_SH = ("f32", "f16", "r8", "r8_delta", "s8", "s8_delta")
_ALLOWED = {
    "center": ("f32", "f16", "f32_lebytes", "f16_lebytes"),
    "alpha": ("f32", "f16", "r8"),
    "rgb": ("f32", "f16", "r8", "r8_delta"),
    "scales": ("f32", "ln_f16", "ln_0r8"),
    "orientation": ("f32", "f16", "oct88r8"),
    "sh1": _SH, "sh2": _SH, "sh3": _SH,
    "child_count": ("u16",),
    "child_start": ("u32",),
}  # fmt: skip


def _between(levels: np.ndarray, low: np.float32, high: np.float32) -> np.ndarray:
    return low + levels * ((high - low) / np.float32(255))


def _about_zero(levels: np.ndarray, _: np.float32, high: np.float32) -> np.ndarray:
    return levels * (high / np.float32(127))


def _powers(levels: np.ndarray, low: np.float32, high: np.float32) -> np.ndarray:
    values = np.exp(low + (levels - np.float32(1)) * ((high - low) / np.float32(254)))
    return np.where(levels == 0, np.float32(0), values)


_RANGED = {
    "r8": _between,
    "r8_delta": _between,
    "s8": _about_zero,
    "s8_delta": _about_zero,
    "ln_0r8": _powers,
}


def _rotations(levels: np.ndarray) -> np.ndarray:
    x, y = (levels[:, k] * np.float32(2 / 255) - np.float32(1) for k in (0, 1))
    z = 1 - np.abs(x) - np.abs(y)
    fold = np.maximum(-z, 0)
    axes = np.stack([np.where(x >= 0, x - fold, x + fold), np.where(y >= 0, y - fold, y + fold), z], axis=1)
    axes /= np.linalg.norm(axes, axis=1, keepdims=True)
    half = levels[:, 2] * np.float32(np.pi / 2 / 255)
    return np.concatenate([np.cos(half)[:, None], axes * np.sin(half)[:, None]], axis=1)
