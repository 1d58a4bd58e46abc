"""What a page shows before its code is there."""

import json
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spatialwm.geometry.harmonics import sh0_from_colors
from spatialwm.io.splat_rad import coarse, encode, extent
from spatialwm.io.splat_tree import merged_runs
from spatialwm.scene import Camera, Scene, SceneObject, Splats
from spatialwm_viewer.glimpse import MOST, glimpse_of
from tests.browser_page import open_page, picture, served, shown, until


def wall(count: int, seed: int = 0) -> Splats:
    """A coloured square metre at z = 0."""
    rng = np.random.default_rng(seed)
    means = np.concatenate([rng.uniform(-0.5, 0.5, (count, 2)), np.zeros((count, 1))], axis=1)
    return Splats(
        means=means,
        quats=np.tile([1.0, 0, 0, 0], (count, 1)),
        scales=np.full((count, 3), 1.5 / np.sqrt(count)) * [1, 1, 0.01],
        opacities=np.full(count, 0.9),
        sh=sh0_from_colors(np.stack([means[:, 0] + 0.5, means[:, 1] + 0.5, np.full(count, 0.3)], axis=1)),
    )


def seen(splats: Splats) -> Scene:
    camera = Camera.looking_at((0.0, 0.0, 1.5), (0.0, 0.0, 0.0))
    return Scene(objects=(SceneObject(name="wall", category="wall", splats=splats),), cameras=(camera,))


def test_a_glimpse_is_a_megabyte_however_large_the_scene() -> None:
    data = glimpse_of(seen(wall(300_000)))
    assert data is not None
    assert data[:4] == b"SWG1"
    (count,) = struct.unpack_from("<I", data, 4)
    assert 0.5 * MOST < count <= MOST
    assert len(data) == 64 + 26 * count


def test_a_small_scene_is_there_as_it_is_and_nothing_is_a_glimpse_of_nothing() -> None:
    scene = seen(wall(500))
    data = glimpse_of(scene)
    assert data is not None
    assert struct.unpack_from("<I", data, 4)[0] == 500
    means = np.frombuffer(data, "<f4", 1500, 64).reshape(-1, 3)
    assert means == pytest.approx(wall(500).means, abs=1e-6)
    assert glimpse_of(replace(scene, cameras=())) is None, "nobody said from where"
    hidden = replace(scene, objects=(replace(scene.objects[0], hidden=True),))
    assert glimpse_of(hidden) is None


def test_merged_neighbours_cover_what_they_covered_and_keep_the_middle() -> None:
    splats = wall(4000)
    few = merged_runs(splats, 4)
    assert len(few) == 1000
    assert few.opacities.max() <= 1
    assert few.means.mean(axis=0) == pytest.approx(splats.means.mean(axis=0), abs=0.01)
    cover = [float((s.opacities * s.scales[:, 0:3].max(axis=1) ** 2).sum()) for s in (splats, few)]
    assert cover[1] == pytest.approx(cover[0], rel=0.6)


def test_the_first_chunk_of_a_stream_is_one_whole_picture() -> None:
    """Every place is covered once: by a splat, or by what it stands for, never by both."""
    data = encode(wall(120_000))
    few = coarse(data)
    assert 10_000 < len(few) < 65_536
    low, high = extent(data)
    assert (few.means.min(axis=0) >= low - 0.01).all()
    assert (few.means.max(axis=0) <= high + 0.01).all()
    cells = np.unique(np.floor((few.means[:, :2] + 0.5) * 20).astype(int), axis=0)
    assert len(cells) >= 396, "of 400 squares of 5 cm"
    small = encode(wall(900))
    assert len(coarse(small)) == 900, "where all is in the first chunk, it is the leaves"


def rows_of(page: Any) -> np.ndarray:
    """The still that the page has drawn, as rows of RGB."""
    told = page.evaluate("""() => {
        const still = document.getElementById("glimpse");
        const { data } = still.getContext("2d").getImageData(0, 0, still.width, still.height);
        return JSON.stringify([still.width, still.height, Array.from(data)]);
    }""")
    width, height, data = json.loads(told)
    return np.array(data, float).reshape(height, width, 4)[..., :3]


@pytest.mark.browser
def test_the_still_is_what_the_live_picture_then_shows(page: Any, table: Scene, tmp_path: Path) -> None:
    with shown(table, tmp_path / "table.glb") as address:
        open_page(page, address)
        until(page, "document.documentElement.classList.contains('live')")
        still, live = rows_of(page), picture(page)
        assert page.evaluate("getComputedStyle(document.getElementById('glimpse')).visibility") == "hidden"
        assert page.evaluate("performance.getEntriesByName('glimpse').length") == 1
        page.goto("about:blank")
        open_page(page, f"{address}#view=orbit,1.2,1.3,0.4,0,0.72,0")
        until(page, "document.documentElement.classList.contains('live')")
        elsewhere, there = rows_of(page), picture(page)
    assert still.shape == live.shape
    assert np.abs(still - live).mean() < 4, "they are the same splats from the same place"
    assert np.abs(elsewhere - there).mean() < 4, "a link's view too"
    assert np.abs(still - elsewhere).mean() > 8


@pytest.mark.browser
def test_a_stream_shows_a_still_and_then_its_splats(page: Any, tmp_path: Path) -> None:
    (tmp_path / "wall.rad").write_bytes(encode(wall(100_000)))
    with served(tmp_path / "wall.rad") as port:
        open_page(page, f"http://127.0.0.1:{port}/")
        until(page, "document.documentElement.classList.contains('live')")
        still = rows_of(page)
        until(page, "spatialwm.parts.stage.spark.activeSplats > 20000")
        live = picture(page)
    assert np.abs(still - live).mean() < 8
