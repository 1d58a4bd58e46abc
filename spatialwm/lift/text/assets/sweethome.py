"""Sweet Home 3D furniture libraries (``.sh3f``): a zip with a Java properties catalogue and OBJ models.

Keys are those of Sweet Home 3D's ``DefaultFurnitureCatalog``: lengths in centimetres, models with +y up and
their front to +z, ``modelRotation`` row by row. Doors, windows and staircases are left out.
"""

import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from spatialwm.errors import FormatError
from spatialwm.lift.text.assets.asset import Asset, Library, Turn, category_of, plain, words_of
from spatialwm.lift.text.assets.places import Archive

__all__ = ["properties", "read_sh3f"]

_CATALOGUE = "PluginFurnitureCatalog.properties"
_MAX_CATALOGUE = 16 << 20
_MAX_MODELS = 20_000
_SMALLEST, _LARGEST = 0.002, 30.0
"""Of an edge [m]; the largest model known is a bus of 12 m."""
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_CONTROL = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}


def read_sh3f(path: Path) -> Library:
    """The models of a library, in its order.

    Raises:
        FormatError: No such archive, or one without a catalogue.
        MissingFileError: There is no such file.
    """
    archive = Archive(path)
    if _CATALOGUE not in archive:
        raise FormatError(f"'{path.name}' has no '{_CATALOGUE}'; it is no Sweet Home 3D library.")
    table = properties(archive.read(_CATALOGUE, limit=_MAX_CATALOGUE).decode("latin-1"))
    name = plain(table.get("name", "")) or path.stem
    license_ = plain(table.get("license", ""))
    numbers = sorted(int(k[5:]) for k in table if re.fullmatch(r"name#\d{1,6}", k))[:_MAX_MODELS]
    assets: list[Asset] = []
    lost = 0
    for number in numbers:
        entry = _Entry(table, number)
        if entry.flag("doorOrWindow") or entry.text("staircaseCutOutShape"):
            continue
        asset = _asset(entry, path, name, license_)
        if asset is None or asset.member not in archive:
            lost += 1
        else:
            assets.append(asset)
    notes = (f"{lost} models of '{path.name}' lack a size or their OBJ file; left out.",) if lost else ()
    return Library(name=name, path=path, license=license_, assets=tuple(assets), notes=notes)


class _Entry:
    """The values of one model."""

    def __init__(self, table: Mapping[str, str], number: int) -> None:
        self._table, self._number = table, number

    def text(self, key: str) -> str:
        return plain(self._table.get(f"{key}#{self._number}", ""))

    def flag(self, key: str) -> bool:
        return self.text(key).lower() == "true"

    def metres(self, key: str) -> float | None:
        """A length that is given in centimetres."""
        try:
            value = float(self.text(key)) / 100
        except ValueError:
            return None
        return value if math.isfinite(value) else None


def _asset(entry: _Entry, path: Path, library: str, license_: str) -> Asset | None:
    width, height, depth = (entry.metres(key) for key in ("width", "height", "depth"))
    if width is None or height is None or depth is None:
        return None
    name, member = entry.text("name"), entry.text("model").lstrip("/")
    if not all(_SMALLEST <= v <= _LARGEST for v in (width, height, depth)) or not name:
        return None
    if not member.lower().endswith(".obj"):
        return None
    top = entry.metres("dropOnTopElevation")
    return Asset(
        name=name,
        category=category_of(name),
        words=words_of(name, entry.text("tags")),
        size=(width, height, depth),
        license=entry.text("license") or license_,
        author=entry.text("creator"),
        library=library,
        path=path,
        member=member,
        turn=_turn(entry.text("modelRotation")),
        top=top if top is not None and 0 < top <= height else None,
    )


def _turn(text: str) -> Turn:
    try:
        a, b, c, d, e, f, g, h, i = (float(part) for part in text.split())
    except ValueError:
        return (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    return a, b, c, d, e, f, g, h, i


def properties(text: str) -> dict[str, str]:
    """Keys and values of a Java properties file (``java.util.Properties.load``)."""
    table: dict[str, str] = {}
    for line in _logical_lines(text):
        found = re.match(r"((?:\\.|[^\\=:\s])*)[ \t\f]*[=:]?[ \t\f]*(.*)", line, re.DOTALL)
        if found is not None:
            table[_unescaped(found[1])] = _unescaped(found[2])
    return table


def _logical_lines(text: str) -> Iterator[str]:
    """Lines without comments; one that ends in an odd number of backslashes goes on in the next."""
    held = ""
    for raw in re.split(r"\r\n|\r|\n", text):
        line = raw.lstrip(" \t\f")
        if not held and (not line or line[0] in "#!"):
            continue
        held += line
        if (len(held) - len(held.rstrip("\\"))) % 2:
            held = held[:-1]
        else:
            yield held
            held = ""
    if held:
        yield held


def _unescaped(text: str) -> str:
    def value(found: re.Match[str]) -> str:
        mark = found[1]
        return chr(int(mark[1:], 16)) if len(mark) == 5 else _CONTROL.get(mark, mark)

    return _ESCAPE.sub(value, text)
