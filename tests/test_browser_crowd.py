"""Many objects drawn as one: each is where it is, painted and taken away as if it were alone."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from spatialwm.scene import Camera, Scene
from tests.browser_page import READY, box_of, keep_picture, open_page, picture, place, shown, until

pytestmark = pytest.mark.browser

COLORS = ("c8281e", "2a9d3f", "2848c8", "d8a83f")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """24 cubes of four colours in rows on a floor."""
    floor = box_of("floor", (4.0, 0.1, 3.0), (0.0, -0.05, 0.0), "8a7f70", 0.0)
    cubes = [
        box_of(
            f"cube {k}",
            (0.2, 0.2, 0.2),
            (0.4 * (k % 6) - 1.0, 0.1, 0.5 * (k // 6) - 0.8),
            COLORS[k % 4],
            0.5,
            50,
        )
        for k in range(24)
    ]
    scene = Scene(objects=(floor, *cubes), cameras=(Camera.looking_at((0.0, 2.2, 1.6), (0.0, 0.0, -0.1)),))
    path = tmp_path_factory.mktemp("scenes") / "shelf.glb"
    with shown(scene, path) as where:
        yield where


def color_at(page: Any, shown: np.ndarray, name: str) -> np.ndarray:
    x, y = page.evaluate("name => spatialwm.project(name)", name)
    return shown[int(y) - 1 : int(y) + 2, int(x) - 1 : int(x) + 2].mean(axis=(0, 1))


def test_each_of_many_is_drawn_where_it_is_and_as_it_is(page: Any, shelf: str) -> None:
    open_page(page, shelf)
    until(page, READY)
    assert page.evaluate("spatialwm.parts.world.crowd.members.length") == 25, "they are drawn as one"
    shown = picture(page)
    keep_picture(page, "crowd")
    for k in range(18):  # the others are behind the dock
        wanted = np.array([int(COLORS[k % 4][c : c + 2], 16) for c in (0, 2, 4)])
        assert np.abs(color_at(page, shown, f"cube {k}") - wanted).max() < 70, f"cube {k}"
    x, y = page.evaluate("spatialwm.project('cube 8')")
    acts = [
        {"action": "paint", "object": "cube 2", "color": [1.0, 1.0, 1.0]},
        {"action": "remove", "object": "cube 8"},
        {"action": "push", "object": "cube 3", "impulse": [0.0, 1.0, 0.0], "point": None},
    ]
    page.evaluate("acts => spatialwm.live.act(acts.map((each) => [0, each]), 0.2)", acts)
    until(page, f"{READY} && spatialwm.done")
    after = picture(page)
    assert color_at(page, after, "cube 2").min() > 120, "painted white"
    assert np.abs(after[int(y), int(x)] - [138, 127, 112]).max() < 45, "only the floor is there"
    assert place(page, "cube 3")[1] > 0.2, "thrown up"
    yellow = color_at(page, after, "cube 3")
    assert yellow[0] > yellow[2] + 60, "and drawn where it is"
    page.evaluate("spatialwm.seek(0)")
    assert np.abs(picture(page) - shown).mean() < 0.5, "as it was before"


def test_one_of_many_can_be_taken_apart(page: Any, shelf: str) -> None:
    open_page(page, shelf)
    until(page, READY)
    before = picture(page)
    page.evaluate("""async () => {
        const mask = new Uint8Array(spatialwm.parts.world.find('floor').object.splats.count);
        mask.fill(1, 0, 300);
        spatialwm.splatSelect.thing = spatialwm.parts.world.find('floor');
        spatialwm.splatSelect.mask = mask;
        spatialwm.splatSelect.name.value = 'slab';
        spatialwm.hud.toggleSelecting = () => {};
        await spatialwm.splatSelect.carve();
    }""")
    until(page, f"{READY} && spatialwm.recording.names.includes('slab')")
    page.evaluate("spatialwm.seek(0)")
    assert np.abs(picture(page) - before).mean() < 3, "it looks as it did"
    assert page.evaluate("spatialwm.parts.world.find('floor').object.splats.count") == 600
