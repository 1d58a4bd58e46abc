"""Which libraries there are, and which model of theirs stands for a thing."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import cast

import numpy as np

from spatialwm.errors import FormatError, InputError, MissingFileError, SpatialwmError
from spatialwm.io.files import read_bounded, write_atomically
from spatialwm.lift.text.assets.asset import Asset, Library
from spatialwm.lift.text.assets.fitting import fitted_model
from spatialwm.lift.text.assets.folder import CATALOGUE_FILE, read_folder
from spatialwm.lift.text.assets.loading import Part, load_asset
from spatialwm.lift.text.assets.sweethome import read_sh3f
from spatialwm.lift.text.furniture.kit import style_of
from spatialwm.lift.text.model import Model, Spec

__all__ = ["Shelf", "add_library", "known_libraries", "read_libraries", "shelf_of"]

_SYSTEM = (
    Path("/usr/share/sweethome3d/furniture"),
    Path("/usr/local/share/sweethome3d/furniture"),
)
"""Where Debian's package ``sweethome3d-furniture`` puts its libraries."""
_MAX_LIST = 1 << 20
_MOST_LIBRARIES = 200
_LIKELY = (0.55, 1.8)
"""A model whose height or width differs more from the usual is another kind of thing: a toy, a brand."""
_FLAT = 0.6
"""Of the built-in thing's level top, how much a model's has to have."""
_TRIES = 6
"""Models that are tried before the built-in thing is taken."""
_COPIES = 64
"""Loaded models that are kept, some 1 MB each."""


def _list_path() -> Path:
    """The file with the user's own libraries."""
    home = os.environ.get("XDG_DATA_HOME", "")
    base = Path(home) if home and Path(home).is_absolute() else Path.home() / ".local" / "share"
    return base / "spatialwm" / "assets.json"


def _own_paths() -> list[Path]:
    """Places the user has added.

    Raises:
        FormatError: The list is broken.
    """
    path = _list_path()
    if not path.exists():
        return []
    try:
        data = cast(object, json.loads(read_bounded(path, limit=_MAX_LIST)))
    except (ValueError, RecursionError) as error:
        raise FormatError(f"'{path}' is not JSON; delete it and add your libraries again.") from error
    names = cast("list[object]", data) if isinstance(data, list) else [None]
    if not all(isinstance(n, str) for n in names):
        raise FormatError(f"'{path}' is not a list of paths; delete it and add your libraries again.")
    return [Path(str(n)) for n in names[:_MOST_LIBRARIES]]


def add_library(path: Path) -> tuple[Library, ...]:
    """Remember a library; it is read where it is. Returns what it holds.

    Raises:
        SpatialwmError: It cannot be read, holds nothing, or the list cannot be written.
    """
    found = read_libraries(path)
    if not any(library.assets for library in found):
        raise InputError(f"'{path}' holds no model that can be used; give a .sh3f or a folder of GLB.")
    here = path.resolve()
    paths = _own_paths()
    if here not in paths:
        lines = [str(p) for p in (*paths, here)]
        write_atomically(_list_path(), json.dumps(lines, indent=1, ensure_ascii=False).encode())
    return found


def known_libraries() -> tuple[Library, ...]:
    """The user's own libraries and those of the system; one that has gone or broken is there with a note."""
    found: list[Library] = []
    for path in dict.fromkeys([*_own_paths(), *(p for p in _SYSTEM if p.is_dir())]):
        try:
            found += read_libraries(path)
        except SpatialwmError as error:
            found.append(Library(name=path.name, path=path, license="", assets=(), notes=(str(error),)))
    return tuple(found)


def read_libraries(path: Path) -> tuple[Library, ...]:
    """The libraries at a place: a ``.sh3f``, a folder of these, or a folder of GLB with its catalogue.

    Raises:
        FormatError: Broken, or neither.
        MissingFileError: Nothing is there.
    """
    if not path.exists():
        raise MissingFileError(f"There is no '{path}'; check the name.")
    if path.is_file():
        return (read_sh3f(path),)
    if (path / CATALOGUE_FILE).is_file():
        return (read_folder(path),)
    inside = sorted(p for p in path.glob("*.sh3f") if p.is_file())[:_MOST_LIBRARIES]
    if not inside:
        raise FormatError(f"'{path}' has no '{CATALOGUE_FILE}' and no .sh3f; it is no library.")
    return tuple(read_sh3f(p) for p in inside)


@dataclass(frozen=True, eq=False)
class Shelf:
    """Libraries from which the things of a scene are taken."""

    libraries: tuple[Library, ...]
    notes: list[str] = field(default_factory=list[str])
    """What could not be used, a sentence each. Mutable: grows while things are chosen."""

    def fresh(self) -> "Shelf":
        """The same libraries without notes, for another scene."""
        return Shelf(self.libraries)

    def model_for(self, category: str, spec: Spec, build: Callable[[Spec], Model]) -> Model:
        """A library's model where one fits what is asked, else the built-in thing.

        A model stands in only for what it can show: where a word changes the shape of the built-in thing
        (``open``, ``round``, ``with four drawers``), its name has to say that word too.
        """
        usual = build(spec)
        needed = _shaping(spec, usual, build)
        for asset in self._candidates(category, spec, usual, needed):
            try:
                model = fitted_model(asset, _loaded(asset), spec, usual)
            except SpatialwmError as error:
                note = f"'{asset.name}' was not used: {error}"
                self.notes.extend([note] if note not in self.notes else [])
                continue
            if _holds(model, usual):
                return model
        return usual

    def _candidates(self, category: str, spec: Spec, usual: Model, needed: frozenset[str]) -> Iterator[Asset]:
        """Fitting models, those that say most of what was asked first; alike ones in an order by seed."""
        said = frozenset(w for f in spec.features for w in f.lower().replace("_", " ").split())
        unasked = (*category.split(), *said)
        found = [
            (-len(a.words & said) + 0.5 * len(a.words - set(unasked)), a)
            for library in self.libraries
            for a in library.assets
            if a.category == category and needed <= a.words and _likely(a, usual, spec)
        ]
        if not found:
            return
        best = min(score for score, _ in found)
        close = [a for score, a in found if score <= best + 0.5]
        rest = [a for score, a in sorted(found, key=lambda pair: pair[0]) if score > best + 0.5]
        order = np.random.default_rng([spec.variant, 83]).permutation(len(close))
        yield from ([close[int(k)] for k in order] + rest)[:_TRIES]


def shelf_of(choice: str | Path | None) -> Shelf | None:
    """The shelf for ``--assets``: None and ``none`` is nothing, ``auto`` all known libraries, else a path.

    Raises:
        SpatialwmError: A path that is no library; ``auto`` without any library.
    """
    if choice is None or str(choice) == "none":
        return None
    if str(choice) != "auto":
        return Shelf(read_libraries(Path(choice)))
    libraries = known_libraries()
    if not any(library.assets for library in libraries):
        raise InputError(
            "No asset library is known; add one with 'spatialwm assets add PATH', or install Debian's "
            "package sweethome3d-furniture."
        )
    return Shelf(libraries)


@lru_cache(maxsize=_COPIES)
def _loaded(asset: Asset) -> tuple[Part, ...]:
    return load_asset(asset)


def _shaping(spec: Spec, usual: Model, build: Callable[[Spec], Model]) -> frozenset[str]:
    """The asked words without which the built-in thing would have another shape or material."""
    kept = frozenset(f for f in spec.features if style_of(Spec(features=frozenset([f]))) is not None)
    bare = replace(spec, features=kept, states=frozenset(), round=False, material=None)
    if _same_shape(build(bare), usual):
        return frozenset()
    said = sorted((spec.features | spec.states) - kept)
    asked = [word for word in said if not _same_shape(build(_without(spec, word)), usual)]
    if spec.material and build(replace(spec, material=None)).material != usual.material:
        asked.append(spec.material)
    told = asked or [*said, *(["round"] if spec.round else [])]  # where several say the same, all count
    return frozenset(w for word in told for w in word.lower().replace("_", " ").replace("-", " ").split())


def _without(spec: Spec, word: str) -> Spec:
    round_ = spec.round and word not in ("round", "circular", "oval")
    return replace(spec, features=spec.features - {word}, states=spec.states - {word}, round=round_)


def _same_shape(a: Model, b: Model) -> bool:
    return (
        len(a.pieces) == len(b.pieces)
        and len(a.colliders) == len(b.colliders)
        and a.material == b.material
        and bool(np.allclose(a.low, b.low, atol=1e-3) and np.allclose(a.high, b.high, atol=1e-3))
    )


def _holds(model: Model, usual: Model) -> bool:
    """Whether things can be put on it and in it as on and in the built-in thing."""
    inside = any(s.inside for s in model.supports) or not any(s.inside for s in usual.supports)
    return inside and _level(model) >= _FLAT * _level(usual)


def _level(model: Model) -> float:
    """Part of the footprint that the largest level top covers."""
    tops = [4 * s.half_width * s.half_depth for s in model.supports if not s.inside]
    size = model.high - model.low
    return min(max(tops, default=0.0) / max(float(size[0] * size[2]), 1e-6), 1.0)


def _likely(asset: Asset, usual: Model, spec: Spec) -> bool:
    """Whether a model is as large as such things are."""
    if not any(asset.size):
        return True
    size = np.array(asset.size) * np.array([spec.wide, spec.tall, spec.wide])
    known = usual.high - usual.low
    mine = np.array([max(size[0], size[2]), size[1]])
    theirs = np.array([max(known[0], known[2]), known[1]])
    ratio = mine / np.maximum(theirs, 1e-3)
    thin = theirs < 0.05  # of what is flat, the thickness says little
    return bool(np.all((ratio > _LIKELY[0]) & (ratio < _LIKELY[1]) | thin))
