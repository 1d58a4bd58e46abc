"""``spatialwm bench raster``: the rasteriser against plain torch, in CPU time of one thread.

Scene: the garden points of gsplat's tests (Apache-2.0) cropped to [-2, 2]^3, 111,785 splats with drawn
    scales, rotations and opacities, 648 x 420; it is read from ``$SPATIALWM_DATA/test_garden``. Larger
    scenes are drawn.
"""

import math
import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from spatialwm.bench.data import data_folder
from spatialwm.bench.table import Row, Table
from spatialwm.optional import require
from spatialwm.render.cpu import Inputs, Settings, backward, forward
from spatialwm.render.lenses import lens_row

if TYPE_CHECKING:
    import torch

__all__ = ["drawn_scene", "garden", "run"]

_REPEATS = 7
"""Of which the fastest counts: what is left is the least disturbed by other programs."""
_IDLE = 0.5
"""Load average per core below which the speed of two threads says something."""


def run() -> Table:
    """Measure everything; about a minute."""
    require("numba", extra="render")
    folder = data_folder("test_garden")
    import numba

    threads = numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        inputs, settings = garden(folder)
        ours = _cpu_times(inputs, settings)
        rows = [
            Row(name="garden: our forward", value=ours[0] * 1e3, unit="ms CPU"),
            Row(name="garden: our backward", value=ours[1] * 1e3, unit="ms CPU"),
            *_beyond_pinholes_and_colors(inputs, settings),
            *_growth(ours[0]),
            *_threads(inputs, settings),
            *_against_torch(inputs, settings, ours),
        ]
    finally:
        numba.set_num_threads(threads)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else math.nan
    return Table(title=f"bench raster: one thread unless said (load {load:.1f})", rows=tuple(rows))


def garden(folder: Path) -> tuple[Inputs, Settings]:
    """The garden of gsplat's tests; what the file does not hold is drawn as those tests draw it."""
    with np.load(folder / "test_garden.npz", allow_pickle=False) as data:
        means, colors = data["means3d"].astype(np.float32), data["colors"].astype(np.float32) / 255
        view, K = data["viewmats"][0].astype(np.float32), data["Ks"][0].astype(np.float32)
        width, height = int(data["width"]), int(data["height"])
    inside = (np.abs(means) < 2).all(axis=1)
    inputs = _dressed(means[inside], np.random.default_rng(42), 0.02, colors[inside], view, K)
    return inputs, Settings(width=width, height=height)


def drawn_scene(count: int) -> tuple[Inputs, Settings]:
    """``count`` small splats in a box before a 1280 x 720 camera, mostly in view."""
    rng = np.random.default_rng(7)
    means = rng.uniform(-1, 1, (count, 3)).astype(np.float32) * np.array([2.2, 1.3, 1.5], np.float32)
    means[:, 2] += 3.5
    K = np.array([[1000, 0, 640], [0, 1000, 360], [0, 0, 1]], np.float32)
    view = np.eye(4, dtype=np.float32)
    # Splats shrink as their number grows, as in a trained scene: the picture is covered about as often.
    spread = 0.004 * (1e6 / count) ** (1 / 3)
    inputs = _dressed(means, rng, spread, rng.uniform(size=(count, 3)).astype(np.float32), view, K)
    return inputs, Settings(width=1280, height=720)


def _dressed(
    means: np.ndarray,
    rng: np.random.Generator,
    size: float,
    colors: np.ndarray,
    view: np.ndarray,
    K: np.ndarray,
) -> Inputs:
    count = len(means)
    quats = rng.normal(size=(count, 4)).astype(np.float32)
    return Inputs(
        means=means,
        quats=quats / np.linalg.norm(quats, axis=1, keepdims=True),
        scales=rng.uniform(1e-4, size, (count, 3)).astype(np.float32),
        opacities=rng.uniform(0, 1, count).astype(np.float32),
        colors=colors,
        view=view,
        K=K,
        background=np.zeros(3, np.float32),
    )


def _slopes(settings: Settings, channel_count: int = 3) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    shape = settings.height, settings.width
    return rng.normal(size=(*shape, channel_count)).astype(np.float32), np.zeros(shape, np.float32)


def _fastest(
    action: Callable[[], object], repeats: int, clock: Callable[[], float] = time.process_time
) -> float:
    """Seconds of the fastest of some runs, after one that compiles."""
    action()
    times: list[float] = []
    for _ in range(repeats):
        start = clock()
        action()
        times.append(clock() - start)
    return min(times)


def _cpu_times(inputs: Inputs, settings: Settings, repeats: int = _REPEATS) -> tuple[float, float]:
    """CPU seconds of forward and of backward."""
    picture = forward(inputs, settings)
    slopes = _slopes(settings, len(inputs.background))
    return (
        _fastest(lambda: forward(inputs, settings), repeats),
        _fastest(lambda: backward(inputs, settings, picture, *slopes), repeats),
    )


def _beyond_pinholes_and_colors(inputs: Inputs, settings: Settings) -> list[Row]:
    """The garden through a distorted lens, and with 32 channels (of which one pass draws at most as many)."""
    bends = np.array([-0.1, 0.02, 0, 0, 0, 0])
    lens = lens_row("pinhole", bends, np.array([0.001, -0.001]), inputs.K, settings.width, settings.height)
    bent = _cpu_times(replace(inputs, lens=lens), settings)
    channels = np.random.default_rng(3).uniform(size=(len(inputs.means), 32)).astype(np.float32)
    many = replace(inputs, colors=channels, background=np.zeros(32, np.float32))
    wide = _cpu_times(many, settings)
    return [
        Row(name="garden: forward through a radial-tangential lens", value=bent[0] * 1e3, unit="ms CPU"),
        Row(name="garden: backward through it", value=bent[1] * 1e3, unit="ms CPU"),
        Row(name="garden: forward with 32 channels", value=wide[0] * 1e3, unit="ms CPU"),
        Row(name="garden: backward with 32 channels", value=wide[1] * 1e3, unit="ms CPU"),
    ]


def _growth(garden_seconds: float) -> list[Row]:
    rows: list[Row] = []
    for count, repeats in ((10_000, 5), (100_000, 5), (1_000_000, 3), (5_000_000, 1)):
        inputs, settings = drawn_scene(count)
        there, back = _cpu_times(inputs, settings, repeats)
        name = f"{count:,} splats, 1280 x 720"
        rows += [
            Row(name=f"{name}: forward", value=there * 1e3, unit="ms CPU"),
            Row(name=f"{name}: backward", value=back * 1e3, unit="ms CPU"),
        ]
        if count == 1_000_000:
            rows += [
                Row(name="1M forward / garden forward", value=there / garden_seconds, at_most=16),
                Row(name="peak memory up to 1M, both ways", value=_peak_memory(), unit="MB"),
            ]
    return rows


def _peak_memory() -> float:
    """Of this process so far [MB]."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)  # bytes there, kilobytes elsewhere


def _threads(inputs: Inputs, settings: Settings) -> list[Row]:
    """Wall-clock gain of a second thread, judged only on a machine with nothing else to do."""
    import numba

    if (os.cpu_count() or 1) < 2:
        return []
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    slopes = _slopes(settings)

    def both_ways() -> None:
        backward(inputs, settings, forward(inputs, settings), *slopes)

    walls: list[float] = []
    for threads in (1, 2):
        numba.set_num_threads(threads)
        walls.append(_fastest(both_ways, 2 * _REPEATS, time.perf_counter))
    numba.set_num_threads(1)
    judged = busy < _IDLE
    note = f"load {busy:.1f} per core" + ("" if judged else ": too busy to judge against 1.7")
    gain = walls[0] / walls[1]
    return [
        Row(name="two threads, wall clock", value=gain, unit="x", at_least=1.7 if judged else None, note=note)
    ]


def _against_torch(inputs: Inputs, settings: Settings, ours: tuple[float, float]) -> list[Row]:
    """Ratios to ``dense_rasterization``, every splat against every pixel of its tiles, in the same run."""
    require("torch", extra="torch")
    import torch

    from spatialwm.render.dense import dense_rasterization

    as_tensor = cast("Callable[[np.ndarray], torch.Tensor]", torch.from_numpy)  # pyright: ignore[reportUnknownMemberType]
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        tensors = [
            as_tensor(getattr(inputs, name)) for name in ("means", "quats", "scales", "opacities", "colors")
        ]
        cameras = as_tensor(inputs.view)[None], as_tensor(inputs.K)[None]
        size = settings.width, settings.height
        means, quats, scales, opacities, colors = tensors

        def draw() -> "torch.Tensor":
            return dense_rasterization(means, quats, scales, opacities, colors, *cameras, *size)[0]

        with torch.no_grad():
            there = _fastest(draw, 2)
        for tensor in tensors:
            tensor.requires_grad_(True)
        picture = draw()
        slopes = as_tensor(_slopes(settings)[0])[None]
        start = time.process_time()
        picture.backward(slopes)  # pyright: ignore[reportUnknownMemberType]
        back = time.process_time() - start
    finally:
        torch.set_num_threads(threads)
    return [
        Row(name="garden: plain torch forward, no gradients", value=there * 1e3, unit="ms CPU"),
        Row(name="garden: plain torch backward", value=back * 1e3, unit="ms CPU"),
        Row(name="garden: plain torch / ours, forward", value=there / ours[0], unit="x", at_least=45),
        Row(name="garden: plain torch / ours, backward", value=back / ours[1], unit="x", at_least=80),
    ]
