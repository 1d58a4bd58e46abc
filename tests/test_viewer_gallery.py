"""A folder of scenes as a gallery: what it serves, and in a browser."""

import contextlib
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from spatialwm.errors import InputError
from spatialwm.io import save
from spatialwm.scene import Scene
from spatialwm_viewer import create_app
from spatialwm_viewer.gallery import card_of, picture_of, scenes_in
from tests.browser_page import keep_page, served, until


@contextlib.contextmanager
def listening(folder: Path) -> Generator[int]:
    running = uvicorn.Server(uvicorn.Config(create_app(folder), log_level="error"))
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
    thread.start()
    yield listener.getsockname()[1]
    running.should_exit = True
    thread.join()
    listener.close()


def get(port: int, path: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


@pytest.fixture
def folder(box_on_floor: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "scenes").mkdir()
    for name in ("a room", "b <b>"):
        save(box_on_floor, tmp_path / "scenes" / f"{name}.glb")
    save(box_on_floor, tmp_path / "outside.glb")
    (tmp_path / "scenes" / "link.glb").symlink_to(tmp_path / "outside.glb")
    (tmp_path / "scenes" / "broken.glb").write_bytes(b"no scene")
    yield tmp_path / "scenes"


def test_a_gallery_lists_its_scenes_and_serves_each(folder: Path) -> None:
    with listening(folder) as port:
        status, page = get(port, "/")
        assert status == 200
        assert b"<b>a room</b><small>2 objects" in page
        assert b"b &lt;b&gt;" in page and b"<b>b <b>" not in page
        assert b"link" not in page.partition(b"<ul>")[2], "links out of the folder are left out"
        assert get(port, "/s/a%20room/")[1].startswith(b"<!doctype html>")
        assert get(port, "/s/a%20room/scene.glb") == (200, (folder / "a room.glb").read_bytes())
        assert get(port, "/pictures/a%20room.png")[1].startswith(b"\x89PNG")
        assert get(port, "/pictures/broken.png")[0] == 422
        for path in (
            "/s/link/scene.glb",
            "/s/../outside.glb",
            "/s/..%2Foutside/scene.glb",
            "/pictures/nothing.png",
        ):
            assert get(port, path)[0] == 404


def test_a_picture_is_drawn_once_for_each_state_of_its_file(folder: Path, box_on_floor: Scene) -> None:
    path = folder / "a room.glb"
    first = picture_of(path)
    drawn = first.stat().st_mtime_ns
    assert picture_of(path) == first and first.stat().st_mtime_ns == drawn
    save(box_on_floor, path)
    assert picture_of(path) != first
    assert [each.suffix for each in first.parent.iterdir()] == [".png", ".png"], "nothing half-written"


def test_a_card_says_what_is_in_a_file_and_a_folder_without_scenes_is_refused(
    folder: Path, tmp_path: Path
) -> None:
    assert card_of(folder / "broken.glb") == ""
    assert list(scenes_in(folder)) == ["a room", "b <b>", "broken"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="There are no"):
        create_app(tmp_path / "empty")


@pytest.mark.browser
def test_from_a_gallery_one_goes_into_a_scene_acts_and_comes_back(folder: Path, browser: Any) -> None:
    with served(folder) as port:
        tab = browser.new_page()
        tab.goto(f"http://127.0.0.1:{port}/")
        tab.get_by_role("link", name="a room").click(no_wait_after=True)
        tab.wait_for_url("**/s/**", wait_until="commit")
        until(tab, "globalThis.spatialwm?.running === 'ready'")
        assert tab.inner_text("h1") == "a room"
        push = {"action": "push", "object": "crate", "impulse": [2, 0, 0], "point": None}
        tab.evaluate("push => spatialwm.live.act([[0, push]], 0.5)", push)
        until(tab, "spatialwm.done")
        assert tab.get_by_role("link", name="All scenes").get_attribute("href") == "../../"
        tab.get_by_role("link", name="All scenes").click()
        tab.wait_for_selector("li")  # the page of all scenes has come
        until(tab, "document.querySelectorAll('li').length === 3 && document.querySelector('img').complete")
        keep_page(tab, "gallery")
        tab.close()
