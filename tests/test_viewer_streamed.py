"""Splats of a RAD file in the viewer: what is refused, what is served, and the page itself."""

import http.client
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spatialwm.errors import FormatError, MissingFileError
from spatialwm.io import splat_rad
from spatialwm_viewer.bench_scenes import million
from spatialwm_viewer.streamed import stand_in
from tests.browser_page import frames, keep_picture, open_page, picture, served, until


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The walls of a room of 4 x 2.6 x 4 m about the origin, without its front."""
    path = tmp_path_factory.mktemp("rad") / "room.rad"
    splats = million(20_000).objects[0].splats
    assert splats is not None
    path.write_bytes(splat_rad.encode(splats))
    return path


def test_the_stand_in_knows_where_the_splats_are(room: Path) -> None:
    low, high = splat_rad.extent(room.read_bytes())
    assert low == pytest.approx([-2, -1.3, -2], abs=0.1) and high == pytest.approx([2, 1.3, 2], abs=0.1)
    scene = stand_in(room)
    assert [thing.name for thing in scene.objects] == ["room"]
    assert scene.objects[0].splats is None


def test_what_is_no_tree_of_splats_is_refused_by_name(room: Path, tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="no file"):
        stand_in(tmp_path / "nothing.rad")
    data = room.read_bytes()
    for name, broken in (("empty", b""), ("text", b"hello world"), ("cut", data[:3000])):
        path = tmp_path / f"{name}.rad"
        path.write_bytes(broken)
        with pytest.raises(FormatError, match=name):
            stand_in(path)


def test_a_range_of_it_is_served(room: Path) -> None:
    with served(room) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("GET", "/splats.rad", headers={"range": "bytes=4-99"})
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (206, room.read_bytes()[4:100])
        connection.close()


@pytest.mark.browser
def test_the_page_shows_what_it_streams(page: Any, room: Path) -> None:
    with served(room) as port:
        open_page(page, f"http://127.0.0.1:{port}/")
        until(page, "spatialwm.parts.stage.spark.activeSplats > 1000")
        assert page.inner_text("h1") == "room"
        shown = picture(page)
        keep_picture(page, "streamed")
        background = shown[5, 5]
        assert np.mean(np.abs(shown - background).max(axis=2) > 20) > 0.15, "walls are seen"
        covered: list[float] = []
        for ahead in (-1, 1):
            view = {"mode": "orbit", "position": [0, 0, 0], "target": [0, 0, ahead]}
            page.evaluate("view => spatialwm.navigation.jumpTo(view)", view)
            frames(page, 10)  # until what this view needs has come
            covered.append(float(np.mean(np.abs(picture(page) - background).max(axis=2) > 20)))
        back, front = covered
        assert back > 0.01 and front < 0.2 * back, "the front is open, in our frame as in the file"


@pytest.mark.browser
def test_streamed_splats_are_measured_framed_and_budgeted(page: Any, room: Path) -> None:
    """The far wall of the room is 2 m behind its middle, and the tape says so."""
    with served(room) as port:
        open_page(page, f"http://127.0.0.1:{port}/#view=orbit,0,0,6,0,0,0")
        until(page, "spatialwm.parts.stage.spark.activeSplats > 10000")
        picture(page)
        page.locator("#stage").focus()
        page.keyboard.press("t")
        for x, y in ((330, 180), (330, 240)):
            page.mouse.click(x, y)
        told = float(until(page, "spatialwm.measure.distance"))
        eye = page.evaluate("spatialwm.parts.stage.camera.position.toArray()")
        angle = page.evaluate("spatialwm.parts.stage.camera.fov") * np.pi / 180
        assert told == pytest.approx(60 / 420 * 2 * np.tan(angle / 2) * (eye[2] + 2), rel=0.1)
        keep_picture(page, "streamed-measured")
        page.keyboard.press("Escape")
        page.mouse.dblclick(420, 200)
        until(page, "Math.abs(spatialwm.navigation.orbit.controls.target.z + 2) < 0.25")
        page.keyboard.press("f")
        until(page, "Math.abs(spatialwm.navigation.orbit.controls.target.z) < 0.3")
        page.keyboard.press("y")
        slider = page.get_by_label("Splats at most")
        slider.fill("0")
        assert page.get_by_role("button", name="Auto").get_attribute("aria-pressed") == "false"
        assert page.evaluate("spatialwm.parts.stage.spark.lodSplatCount") == 50_000
        page.get_by_role("button", name="Auto").click()
        assert page.evaluate("spatialwm.parts.stage.spark.lodSplatCount") == 100_000
        keep_picture(page, "quality")
