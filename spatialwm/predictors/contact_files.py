"""ContactNet as a file: ``.npz`` of plain arrays, never pickle, of bounded size."""

import hashlib
import io
from importlib.resources import files
from pathlib import Path

import numpy as np

from spatialwm.errors import FormatError, MissingFileError, ShapeError
from spatialwm.io.files import read_bounded
from spatialwm.predictors.contact_net import ContactNet, Stack
from spatialwm.predictors.files import LARGEST, read_arrays

__all__ = ["arrays_of", "decode_contacts", "digest", "encode_contacts", "load_contacts", "net_of"]

_MOST_LAYERS = 8
_MOST_MEMBERS = 16


def load_contacts(path: Path | None = None) -> ContactNet:
    """The network of an ``.npz`` or of a folder with ``weights.npz``; the shipped one by default.

    Raises:
        MissingFileError: There is no such file.
        FormatError: The file is not what it says, larger than 4 MB, or a model of discs.
    """
    if path is None:
        return decode_contacts((files("spatialwm.predictors") / "weights" / "contacts.npz").read_bytes())
    file = path / "weights.npz" if path.is_dir() else path
    if not file.exists():
        raise MissingFileError(
            f"There is no predictor '{path}': give 'engine', 'hybrid', or a folder that "
            "'spatialwm train dynamics --preset drops -o FOLDER' wrote."
        )
    return decode_contacts(read_bounded(file, limit=LARGEST))


def encode_contacts(net: ContactNet) -> bytes:
    """The bytes of an ``.npz``; the same network gives the same bytes."""
    packed = io.BytesIO()
    np.savez_compressed(packed, allow_pickle=False, **arrays_of(net))
    return packed.getvalue()


def arrays_of(net: ContactNet) -> dict[str, np.ndarray]:
    """Its numbers by name."""
    found = {"contacts/mean": net.mean, "contacts/scale": net.scale}
    # An .npz is refused when it holds infinities: a band without end is written as -1.
    found["contacts/band"] = np.array(net.band if np.isfinite(net.band) else -1.0)
    for k, layer in enumerate(net.layers):
        found |= {f"contacts/{k}/weights": layer.weights, f"contacts/{k}/biases": layer.biases}
    return found


def decode_contacts(data: bytes) -> ContactNet:
    """The network in the bytes of an ``.npz``.

    Raises:
        FormatError: The bytes are not what ``encode_contacts`` writes.
    """
    return net_of(read_arrays(data))


def net_of(arrays: dict[str, np.ndarray]) -> ContactNet:
    """The inverse of ``arrays_of``.

    Raises:
        FormatError: Something is missing or does not fit.
    """
    if "contacts/mean" not in arrays:
        raise FormatError("The model is not one of contacts in scenes; 'train dynamics --preset drops' is.")
    layers: list[Stack] = []
    try:
        while f"contacts/{len(layers)}/weights" in arrays and len(layers) < _MOST_LAYERS:
            weights = arrays[f"contacts/{len(layers)}/weights"].astype(float)
            biases = arrays[f"contacts/{len(layers)}/biases"].astype(float)
            if weights.ndim != 3 or len(weights) > _MOST_MEMBERS:
                raise ShapeError("a layer is not one of an ensemble.")
            layers.append(Stack(weights=weights, biases=biases))
        band = float(arrays["contacts/band"].ravel()[0])
        return ContactNet(
            layers=tuple(layers),
            mean=arrays["contacts/mean"].astype(float),
            scale=arrays["contacts/scale"].astype(float),
            band=band if band >= 0 else np.inf,
        )
    except (KeyError, IndexError, ShapeError) as error:
        raise FormatError(f"The model's networks of contacts do not fit together: {error}") from error


def digest(net: ContactNet) -> str:
    """Eight letters that say which network this is."""
    found = hashlib.sha256()
    for name, array in sorted(arrays_of(net).items()):
        found.update(name.encode() + np.ascontiguousarray(array, "<f8").tobytes())
    return found.hexdigest()[:8]
