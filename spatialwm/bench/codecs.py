"""``spatialwm bench codecs``: what every lossy splat format costs in pictures, bytes and seconds.

Two sets of splats with harmonics of degree 3: random ones, which no format likes, and a furnished room made
of words whose surfaces shine, so that its harmonics are alike where its surfaces are. Each is written, read
back and drawn again. Where splat-transform and gsply are at hand (see ``codec_rivals``) they write the same
file in the same run.
"""

import math
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from spatialwm.bench.codec_rivals import Written, gsply, ours, splat_transform
from spatialwm.bench.look import psnr
from spatialwm.bench.table import Row, Table
from spatialwm.frames import PLY_RDF
from spatialwm.geometry.harmonics import sh_basis
from spatialwm.geometry.rotations import matrix_from_quat, quat_normalize
from spatialwm.io import splat_ply, splat_spz
from spatialwm.io.files import write_atomically
from spatialwm.io.splat_formats import SPLAT_FORMATS, find_format
from spatialwm.lift.text import scene_from_text
from spatialwm.objects.thinning import thinned_splats
from spatialwm.render import rasterize
from spatialwm.render.pictures import resized
from spatialwm.scene import Camera, Splats, world_splats
from spatialwm.scene.splat_edits import some_splats

__all__ = ["random_splats", "run", "shining_room"]

_PROMPT = "a living room with a sofa, a coffee table, a bookshelf, two plants, a floor lamp and a rug"
_SIZE = (320, 240)
_MANY = 500_000
"""Splats from which on the start of a program no longer decides which is faster."""
_SLOW_SOG = 4_000
"""Splats up to which splat-transform's SOG with harmonics is waited for without a GPU."""
_LIGHTS = np.array([[1.5, 2.3, 1.0], [-1.5, 2.2, -0.5], [0.2, 1.2, 2.0]])
"""[m] Of the shine."""
_TINTS = np.array([[1.0, 0.9, 0.75], [0.8, 0.9, 1.0], [1.0, 0.8, 0.7]])
_LOBE = (0.9, 0.55, 0.25)
"""Of a soft highlight: how much of it is in degree 1, 2 and 3."""
_NOISE = 0.02
"""Standard deviation of harmonics that training leaves where nothing calls for them."""


def run(most: int = 60_000) -> Table:
    """Measure.

    Args:
        most: Splats of each set; bars on speed hold from 500,000 on.
    """
    room, cameras = shining_room(most)
    noise = random_splats(most)
    around = [
        Camera.looking_at((0.0, 1.0, 9.0), (0.0, 0.0, 0.0)),
        Camera.looking_at((7.0, 2.0, -4.0), (0.0, 0.0, 0.0)),
    ]
    rows = list[Row]()
    with tempfile.TemporaryDirectory() as folder:
        for name, splats, views in (("room", room, cameras), ("random", noise, around)):
            draw = _drawer([resized(view, _SIZE) for view in views])
            rows += _format_rows(name, splats, draw)
            rows += _rival_rows(name, splats, draw, Path(folder))
        rows += _small_sog_rows(
            thinned_splats(room, min(most, _SLOW_SOG), way="select"), cameras, Path(folder)
        )
        rows += _thinning_rows(room, _drawer([resized(view, _SIZE) for view in cameras]))
    return Table(title=f"bench codecs: {most:,} splats of degree 3", rows=tuple(rows))


def random_splats(count: int, seed: int = 0) -> Splats:
    """A cloud of unlike splats."""
    rng = np.random.default_rng(seed)
    return Splats(
        means=rng.normal(size=(count, 3)) * 2,
        quats=quat_normalize(rng.normal(size=(count, 4))),
        scales=np.exp(rng.uniform(-5, -2, (count, 3)) - math.log(max(count, 1) / 60_000) / 3),
        opacities=rng.uniform(0, 1, count),
        sh=np.clip(rng.normal(size=(count, 16, 3)) * 0.15, -1, 1) * np.r_[4.0, np.ones(15)][:, None],
    )


def shining_room(count: int) -> tuple[Splats, list[Camera]]:
    """A room of ``count`` splats with highlights of three lamps, and where to look from."""
    scene = scene_from_text(_PROMPT, seed=3)
    splats, _ = world_splats(scene)
    rng = np.random.default_rng(0)
    total = len(splats)
    rows = rng.permutation(total)[:count] if count <= total else rng.integers(0, total, count)
    splats = some_splats(splats, rows)
    noise = rng.normal(size=(count, 15, 3)) * _NOISE
    jitter = rng.normal(size=(count, 3)) * splats.scales.min(axis=1, keepdims=True)
    shining = Splats(
        means=splats.means + jitter.astype(np.float32),
        quats=splats.quats,
        scales=splats.scales * np.float32(max(1.0, math.sqrt(total / count))),  # no holes between fewer
        opacities=splats.opacities,
        sh=np.concatenate([splats.sh[:, :1], _shine(splats) + noise.astype(np.float32)], axis=1),
    )
    return shining, list(scene.cameras)


def _shine(splats: Splats) -> np.ndarray:
    """Harmonics above degree 0 (n x 15 x 3) of soft highlights about the mirrored directions of the lamps."""
    rotations = matrix_from_quat(splats.quats.astype(float))
    shortest = np.argmin(splats.scales, axis=1)
    normals = rotations[np.arange(len(splats)), :, shortest]
    strengths = np.repeat(_LOBE, [3, 5, 7])
    found = np.zeros((len(splats), 15, 3))
    for light, tint in zip(_LIGHTS, _TINTS, strict=True):
        towards = light - splats.means
        distances = np.linalg.norm(towards, axis=1, keepdims=True)
        towards = towards / np.maximum(distances, 1e-6)
        mirrored = 2 * np.sum(normals * towards, axis=1, keepdims=True) * normals - towards
        shape = sh_basis(-mirrored, 3)[:, 1:] * strengths  # harmonics look from the camera
        found += 0.25 / (1 + distances[:, :1, None] ** 2) * shape[:, :, None] * tint
    return found.astype(np.float32)


def _drawer(cameras: list[Camera]) -> Callable[[Splats], np.ndarray]:
    return lambda splats: rasterize(splats, cameras).colors.reshape(-1, _SIZE[0], 3)


def _format_rows(name: str, splats: Splats, draw: Callable[[Splats], np.ndarray]) -> Iterator[Row]:
    """Every format of ours: what is left of the picture, size, and seconds in this process."""
    before = draw(splats)
    for form in SPLAT_FORMATS:
        start = time.perf_counter()
        data = form.encode(splats)
        written = time.perf_counter() - start
        start = time.perf_counter()
        back = form.decode(data)
        read = time.perf_counter() - start
        label = f"{name}, {form.suffix}"
        yield Row(name=f"{label}: picture after against before", value=psnr(draw(back), before), unit="dB")
        yield Row(name=f"{label}: size", value=len(data) / len(splats), unit="bytes per splat")
        patience = 60.0 if form.suffix == ".sog" else None
        yield Row(name=f"{label}: written in", value=written, unit="s", at_most=patience)
        yield Row(name=f"{label}: read in", value=read, unit="s")


def _rival_rows(
    name: str, splats: Splats, draw: Callable[[Splats], np.ndarray], folder: Path
) -> Iterator[Row]:
    source = folder / f"{name}.ply"
    yield from _ply_rows(name, splats, source)
    before = draw(splats)
    for suffix, options, least in ((".spz", ("--spz-version", "3"), 3.0), (".compressed.ply", (), 1.0)):
        theirs = splat_transform(source, folder / f"theirs{suffix}", *options)
        if theirs is not None:
            mine = ours(source, folder / f"ours{suffix}")
            yield from _against(
                f"{name}, {suffix} against splat-transform", mine, theirs, draw, before, least
            )
    yield from _gsply_rows(name, splats, source, folder)


def _ply_rows(name: str, splats: Splats, source: Path) -> Iterator[Row]:
    """A PLY made and written, against its bytes written alone: as far as the disk, and as far as memory."""
    form, again = find_format(source), source.with_name("again.ply")
    data = form.encode(splats)

    def on_disk(write: Callable[[], object]) -> None:
        write()
        with again.open("rb+") as stream:
            os.fsync(stream.fileno())

    def plain() -> Path:
        return write_atomically(again, data)

    def made() -> Path:
        return form.write(splats, again)

    for where, clock, ways in (
        ("on the disk", time.perf_counter, (lambda: on_disk(made), lambda: on_disk(plain))),
        ("in memory, processor time", time.process_time, (made, plain)),
    ):
        mine, bare = (_best(way, clock) for way in ways)
        yield Row(
            name=f"{name}, .ply: made and written against written alone, {where}",
            value=mine / bare,
            unit="times",
            note=f"{mine:.2f} s against {bare:.2f} s",
        )
    form.write(splats, source)


def _against(
    label: str, mine: Written, theirs: Written, draw: Callable[[Splats], np.ndarray], before: np.ndarray,
    least: float,
) -> Iterator[Row]:  # fmt: skip
    """File to file, each in a process of its own."""
    mine_db, their_db = (psnr(draw(_read(w.path, ours=w is mine)), before) for w in (mine, theirs))
    many = mine.path.stat().st_size > 15 * _MANY
    yield Row(
        name=f"{label}: how much faster",
        value=theirs.seconds / mine.seconds,
        unit="times",
        at_least=least if many else None,
        note=f"{mine.seconds:.2f} s against {theirs.seconds:.2f} s",
    )
    yield Row(
        name=f"{label}: processor time",
        value=theirs.processor / mine.processor,
        unit="times less",
        note=f"{mine.processor:.2f} s against {theirs.processor:.2f} s",
    )
    sizes = [written.path.stat().st_size for written in (mine, theirs)]
    yield Row(name=f"{label}: size", value=sizes[0] / sizes[1], unit="times", at_most=1.01)
    yield Row(
        name=f"{label}: picture",
        value=mine_db - their_db,
        unit="dB better",
        at_least=-0.05,
        note=f"{mine_db:.2f} dB against {their_db:.2f} dB",
    )


def _read(path: Path, *, ours: bool) -> Splats:
    """Splat-transform writes a PLY's numbers into an SPZ unturned."""
    data = path.read_bytes()
    if path.suffix == ".spz":
        return splat_spz.decode(data) if ours else splat_spz.decode(data, frame=PLY_RDF)
    return next(form for form in SPLAT_FORMATS if path.name.endswith(form.suffix)).decode(data)


def _gsply_rows(name: str, splats: Splats, source: Path, folder: Path) -> Iterator[Row]:
    """Within each one's process, compiled and warm; at gsply's eight bits per harmonic, and at ours."""
    theirs = gsply(source, folder)
    if theirs is None:
        return
    fine, usual, again = (folder / name for name in ("fine.spz", "usual.spz", "again.ply"))
    mine = {
        "8-bit .spz, written": _best(lambda: fine.write_bytes(splat_spz.encode(splats, sh_bits=(8, 8)))),
        ".spz, written": _best(lambda: usual.write_bytes(splat_spz.encode(splats))),
        "8-bit .spz, read": _best(lambda: splat_spz.decode(fine.read_bytes())),
        ".ply, written": _best(lambda: find_format(again).write(splats, again)),
        ".ply, read": _best(lambda: find_format(source).read(source)),
    }
    same = ("write spz", "write spz", "read spz", "write ply", "read ply")
    for (what, seconds), other in zip(mine.items(), same, strict=True):
        barred = "spz, written" in what and len(splats) >= _MANY
        yield Row(
            name=f"{name}, {what}, against gsply: processor time",
            value=theirs[other] / seconds,
            unit="times less",
            at_least=1.0 if barred else None,
            note=f"{seconds:.2f} s against {theirs[other]:.2f} s",
        )
    ratio = fine.stat().st_size / (folder / "gsply.spz").stat().st_size
    yield Row(name=f"{name}, 8-bit .spz against gsply: size", value=ratio, unit="times", at_most=1.01)


def _best(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Seconds of processor time; the fastest of three, as gsply's are taken."""
    times = list[float]()
    for _ in range(3):
        start = clock()
        work()
        times.append(clock() - start)
    return min(times)


def _small_sog_rows(splats: Splats, cameras: list[Camera], folder: Path) -> Iterator[Row]:
    """SOG with harmonics beside the reference encoder, as large as that can do without a GPU."""
    source = folder / "small.ply"
    source.write_bytes(splat_ply.encode(splats))
    theirs = splat_transform(source, folder / "theirs.sog")
    if theirs is not None:
        mine = ours(source, folder / "ours.sog")
        draw = _drawer([resized(view, _SIZE) for view in cameras])
        label = f"room of {len(splats):,}, .sog against splat-transform"
        yield from _against(label, mine, theirs, draw, draw(splats), 1.0)


def _thinning_rows(splats: Splats, draw: Callable[[Splats], np.ndarray]) -> Iterator[Row]:
    before = draw(splats)
    for share in (0.5, 0.25):
        merged, selected = (
            psnr(draw(thinned_splats(splats, int(share * len(splats)), way=way)), before)
            for way in ("merge", "select")
        )
        label = f"room, {share:.0%} of the splats"
        yield Row(name=f"{label}: picture, neighbours merged", value=merged, unit="dB", at_least=selected)
        yield Row(name=f"{label}: picture, the most visible selected", value=selected, unit="dB")
