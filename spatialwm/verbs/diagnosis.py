"""``doctor``: what a file is, what is wrong with it, and who will refuse it.

Who reads what is in docs/formats.md, with the versions and where each fact comes from.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from spatialwm.errors import FormatError, SpatialwmError
from spatialwm.frames import GLTF
from spatialwm.io import glb
from spatialwm.io.files import read_bounded
from spatialwm.io.ply_table import parse_header
from spatialwm.io.splat_formats import SPLAT_FORMATS, SplatFormat
from spatialwm.io.splat_values import RawSplats
from spatialwm.objects.splat_checks import extent_of, guess_up, problems_of
from spatialwm.scene import world_splats

__all__ = ["Diagnosis", "diagnose"]

_LIMIT = 4 << 30
_SIGNATURES = (
    (b"glTF", "a binary glTF (.glb)"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"RIFF", "a RIFF file, such as a WebP picture"),
    (b"PK\x03\x04", "a zip"),
    (b"\x1f\x8b", "a gzip stream"),
    (b"RAD0", "a RAD level-of-detail tree"),
    (b"version https://git-lfs", "a Git LFS pointer: the file itself was not fetched"),
    (b"#usda", "a USD text"),
    (b"PXR-USDC", "a binary USD"),
    (b"<!DOCTYPE", "a web page: probably the download failed"),
    (b"<html", "a web page: probably the download failed"),
)
_READERS = {
    "Unity, gsplat-unity 1.3": ("ply", "spz2", "spz3", "spz4"),
    "Unity, UnitySplats 2.0": ("ply", "packed", "sog", "spz2", "spz3", "spz4", "glb"),
    "Unity, aras-p 1.1": ("ply", "spz2"),
    "Unreal, NanoGS": ("ply",),
    "Godot, gdgs 2.1": ("ply", "packed", "splat", "sog"),
    "three 0.187": ("ply", "spz2", "spz3", "spz4", "splat", "glb"),
    "Spark 2.2": ("ply", "packed", "spz2", "spz3", "sog", "splat", "rad"),
    "Babylon 9.34, offline": ("ply", "packed", "splat", "glb"),
    "splat-transform 3.7": ("ply", "packed", "spz2", "spz3", "spz4", "sog", "splat"),
    "usd-convert-gsplat 0.1": ("ply", "spz2", "spz3"),
}
_WORDS = {
    "ply": "PLY",
    "packed": "compressed PLY",
    "spz2": "SPZ 2",
    "spz3": "SPZ 3",
    "spz4": "SPZ 4",
    "sog": "SOG",
    "splat": ".splat",
    "rad": "RAD",
    "glb": "GLB",
}
_FULL_HARMONICS_ONLY = ("Unity, aras-p 1.1", "Godot, gdgs 2.1")
"""They take every file to have 45 harmonics per splat, and mix up the channels of one that has 9 or 24."""
_FLOAT_ONLY = ("Unity, gsplat-unity 1.3", "Unity, aras-p 1.1", "Unreal, NanoGS")


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """What was found out about a file."""

    readable: bool
    facts: tuple[tuple[str, str], ...]
    """What, and its value."""
    problems: tuple[str, ...]
    """A sentence each; empty when all is well."""
    refusals: tuple[tuple[str, str], ...]
    """Who refuses or misreads it, and why."""


@np.errstate(over="ignore", invalid="ignore", divide="ignore")  # damaged files hold any number
def diagnose(path: str | Path) -> Diagnosis:
    """Look at a file, whatever it is.

    Raises:
        MissingFileError: There is no such file.
        FormatError: It is larger than 4 GiB.
    """
    path = Path(path)
    data = read_bounded(path, limit=_LIMIT)
    facts = [("bytes", f"{len(data):,}")]
    form, kind = _identify(data)
    if data.startswith(b"glTF"):
        return _of_scene(path, facts, len(data))
    if form is None:
        looks = next(
            (what for start, what in _SIGNATURES if data.startswith(start)), "nothing that is known here"
        )
        problem = f"it is no splat file: by its first bytes it is {looks}" if data else "it is empty"
        return Diagnosis(readable=False, facts=tuple(facts), problems=(problem,), refusals=())
    facts.append(("format", _WORDS[kind]))
    try:
        data = form.whole(data, path)
        raw = form.read_raw(data)
    except SpatialwmError as error:
        refusals = (("everybody", "it is broken"),)
        return Diagnosis(readable=False, facts=tuple(facts), problems=(str(error),), refusals=refusals)
    problems = list(problems_of(raw))
    if not path.name.lower().endswith(form.suffix) and not (
        kind == "packed" and path.suffix.lower() == ".ply"
    ):
        problems.insert(0, f"it is named '{path.suffix}' but is a {_WORDS[kind]}; rename it to {form.suffix}")
    return Diagnosis(
        readable=bool(len(raw)),
        facts=(*facts, *_facts(raw, len(data))),
        problems=tuple(problems),
        refusals=tuple(_refusals(data, kind)),
    )


def _of_scene(path: Path, facts: list[tuple[str, str]], size: int) -> Diagnosis:
    """A GLB: what is said of its splats in the world."""
    try:
        splats, _ = world_splats(glb.decode(path.read_bytes()))
    except SpatialwmError as error:
        problem = f"it is a glTF, but no scene of ours: {error}"
        return Diagnosis(readable=False, facts=tuple(facts), problems=(problem,), refusals=())
    raw = RawSplats(
        means=splats.means,
        quats=splats.quats,
        log_scales=np.log(np.maximum(splats.scales, 1e-30)),
        opacities=splats.opacities,
        sh=splats.sh,
        frame=GLTF,
        what="GLB",
    )
    problems = tuple(problems_of(raw)) if len(raw) else ("it holds no splats",)
    facts = [*facts, ("format", _WORDS["glb"]), *_facts(raw, size)]
    return Diagnosis(
        readable=True, facts=tuple(facts), problems=problems, refusals=tuple(_refusals(b"", "glb"))
    )


def _identify(data: bytes) -> tuple[SplatFormat | None, str]:
    """By content; the suffix may lie."""
    forms = {form.suffix: form for form in SPLAT_FORMATS}
    if data.startswith(b"ply"):
        packed = b"packed_position" in data[: 1 << 16].partition(b"end_header")[0]
        return (forms[".compressed.ply"], "packed") if packed else (forms[".ply"], "ply")
    if data.startswith(b"NGSP"):
        return forms[".spz"], "spz4"
    if data.startswith(b"\x1f\x8b"):
        return forms[".spz"], _gzip_kind(data)
    if data.startswith(b"PK\x03\x04") and b"meta.json" in data:
        return forms[".sog"], "sog"
    if data.startswith(b"RAD0"):
        return forms[".rad"], "rad"
    if data and len(data) % 32 == 0 and not any(data.startswith(start) for start, _ in _SIGNATURES):
        try:
            forms[".splat"].read_raw(data)
        except FormatError:
            return None, ""
        return forms[".splat"], "splat"
    return None, ""


def _gzip_kind(data: bytes) -> str:
    from spatialwm.io.packing import gunzip_start

    try:
        return "spz2" if gunzip_start(data, 5, what="SPZ")[4] == 2 else "spz3"
    except FormatError:
        return "spz3"


def _facts(raw: RawSplats, size: int) -> list[tuple[str, str]]:
    extent, degree = extent_of(raw), round(raw.sh.shape[1] ** 0.5) - 1
    facts = [("splats", f"{len(raw):,}"), ("harmonics", f"degree {degree}")]
    if len(raw):
        facts.append(("bytes per splat", f"{size / len(raw):.1f}"))
    finite = raw.finite
    if finite.any():
        sizes = np.exp(np.clip(np.percentile(raw.log_scales[finite], (1, 50, 99)), -80, 80))
        opacities = np.percentile(raw.opacities[finite], (5, 50, 95))
        facts += [
            ("central 98 % from, m", ", ".join(f"{part:.3g}" for part in extent.low)),
            ("to, m", ", ".join(f"{part:.3g}" for part in extent.high)),
            ("splat size, 1 50 99 %, m", ", ".join(f"{part:.2g}" for part in sizes)),
            ("opacity, 5 50 95 %", ", ".join(f"{part:.2f}" for part in opacities)),
        ]
        guess = guess_up(raw)
        facts.append(("up, in our frame", "unclear" if guess is None else f"probably {guess.axis}"))
    return facts


def _refusals(data: bytes, kind: str) -> list[tuple[str, str]]:
    found = [
        (reader, f"it does not read {_WORDS[kind]}; it reads {', '.join(_WORDS[k] for k in kinds)}")
        for reader, kinds in _READERS.items()
        if kind not in kinds
    ]
    if kind != "ply":
        return found
    header = parse_header(data)
    vertex = next((element for element in header.elements if element.name == "vertex"), None)
    properties = vertex.properties if vertex else ()
    rest = sum(bool(re.fullmatch(r"f_rest_\d+", name)) for _, name in properties)
    if rest not in (0, 45):
        found += [(who, f"it mixes up the channels of {rest} harmonics") for who in _FULL_HARMONICS_ONLY]
    if any(kind not in ("float", "float32") for kind, _ in properties):
        found += [(who, "it takes only float32 properties") for who in _FLOAT_ONLY]
    if header.byte_order == ">":
        found.append(("all engines", "they take only little endian"))
    return found
