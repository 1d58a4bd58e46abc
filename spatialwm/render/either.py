"""NumPy or torch, whichever the caller's arrays are: the few operations in which the two differ."""

import importlib
from typing import Any, cast

import numpy as np

__all__ = ["as_numpy", "extended", "joined", "namespace", "taken"]


def namespace(array: object) -> Any:  # noqa: ANN401 (two libraries with one face)
    """The module whose functions work on ``array``; torch is only imported when it is one of its tensors."""
    return np if isinstance(array, np.ndarray) else importlib.import_module("torch")


def as_numpy(array: Any) -> np.ndarray:  # noqa: ANN401
    """Values without gradients, on the CPU."""
    if isinstance(array, np.ndarray):
        return cast("np.ndarray", array)
    return array.detach().cpu().numpy()


def extended(vector: Any, count: int) -> Any:  # noqa: ANN401
    """``count`` zeros more at the end."""
    if isinstance(vector, np.ndarray):
        return np.pad(cast("np.ndarray", vector), (0, count))
    return namespace(vector).cat([vector, vector.new_zeros(count)])


def joined(parts: list[Any]) -> Any:  # noqa: ANN401
    """Side by side along the last axis."""
    if len(parts) == 1:
        return parts[0]
    if isinstance(parts[0], np.ndarray):
        return np.concatenate(parts, axis=-1)
    return namespace(parts[0]).cat(parts, dim=-1)


def taken(values: Any, indices: np.ndarray) -> Any:  # noqa: ANN401
    """``values[indices]``, and 0 where the index is negative."""
    if isinstance(values, np.ndarray):
        numbers = cast("np.ndarray", values)
        return np.where(indices >= 0, numbers[indices], numbers.dtype.type(0))
    torch = namespace(values)
    places = torch.from_numpy(indices).to(values.device).long()
    return torch.where(places >= 0, values[places.clamp_min(0)], values.new_zeros(()))
