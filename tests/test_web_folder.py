"""The page as a folder: what lies in it, and how it opens over servers with and without ranges."""

import functools
import http.server
import json
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import spatialwm_exporters
from spatialwm.commands import exporting
from spatialwm.errors import FormatError, InputError
from spatialwm.io import load, save, splat_rad
from spatialwm.scene import Paint, Rollout, Scene
from spatialwm_exporters import export, html, live, registry
from spatialwm_exporters.web_folder import streamed_names
from spatialwm_viewer.bench_scenes import million
from tests.browser_page import box_of, keep_picture, open_page, picture, place, until

NEEDS_PAGE = pytest.mark.skipif(not html.PAGE.exists(), reason="the page is not built: make page")
NEEDS_MUJOCO = pytest.mark.skipif(
    not all(part.exists() for part in live.ENGINE), reason="MuJoCo's web build is not there: make page"
)


@pytest.fixture(scope="module")
def hall() -> Scene:
    """Walls of 100,000 splats that stand still, a floor, and a crate on it that can move."""
    walls = million(100_000)
    floor = box_of("floor", (4.0, 0.1, 4.0), (0.0, -1.35, 0.0), "8a7f70", 0.0)
    crate = box_of("crate", (0.5, 0.5, 0.5), (0.0, -1.05, 0.0), "d83f3f", 2.0)
    return replace(walls, objects=(*walls.objects, floor, crate))


class _Ranged(http.server.SimpleHTTPRequestHandler):
    """Python's own server, which knows no ranges, taught them; says what it was asked for."""

    ranges = False
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        wanted = self.headers.get("Range", "") if self.ranges else ""
        path = Path(self.translate_path(self.path))
        if not wanted or not path.is_file():
            super().do_GET()
            return
        data = path.read_bytes()
        first, _, last = wanted.removeprefix("bytes=").partition("-")
        part = data[int(first) : int(last) + 1]
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {first}-{int(first) + len(part) - 1}/{len(data)}")
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        self.wfile.write(part)

    def log_message(self, format: str, *args: Any) -> None:
        del format, args


@contextmanager
def static_server(folder: Path, *, ranges: bool) -> Generator[tuple[str, list[str]]]:
    """A server of files; gives its address and what was asked for."""
    asked: list[str] = []
    kind = type("_Handler", (_Ranged,), {"ranges": ranges, "asked": asked})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(kind, directory=folder))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_tree_in_files_of_its_own_is_the_tree_in_one(hall: Scene):
    splats = hall.objects[0].splats
    assert splats is not None
    files = splat_rad.encode_apart(splats, "room.rad")
    whole = splat_rad.encode(splats)
    assert list(files) == ["room.rad", "room-0.radc", "room-1.radc", "room-2.radc"]
    chunks = b"".join(data for name, data in files.items() if name != "room.rad")
    assert whole.endswith(chunks) and len(files["room.rad"]) < 4096
    with pytest.raises(FormatError, match="in other files"):
        splat_rad.decode(files["room.rad"])
    assert splat_rad.joined(whole, files.__getitem__) == whole
    back = splat_rad.decode(splat_rad.joined(files["room.rad"], files.__getitem__))
    assert np.array_equal(back.means, splat_rad.decode(whole).means)


@pytest.mark.parametrize("name", ["../room-0.radc", "/etc/passwd", ".hidden", "a/b", "", 7])
def test_a_tree_reads_no_files_but_those_beside_it(name: object):
    meta = json.dumps({"version": 1, "type": "gsplat", "chunks": [{"filename": "a"}, {"filename": name}]})
    head = b"RAD0" + len(meta).to_bytes(4, "little") + meta.encode() + bytes(-len(meta) % 8)
    with pytest.raises(FormatError, match="no file beside it"):
        splat_rad.joined(head, lambda _: b"")


def test_only_what_never_changes_is_streamed(hall: Scene):
    assert streamed_names(hall) == ("room", "floor")
    moved = _still("floor")
    assert streamed_names(replace(hall, rollout=moved)) == ("room",)
    repainted = replace(_still("crate"), actions=((0.0, Paint(object="room", color=(1.0, 0.0, 0.0))),))
    assert streamed_names(replace(hall, rollout=repainted)) == ("floor",)
    comes = replace(_still("crate"), hidden=(("room", 0.0, 0.5),))
    assert streamed_names(replace(hall, rollout=comes)) == ("floor",)


def _still(name: str) -> Rollout:
    """One frame with one track."""
    turn = np.array([[[1.0, 0.0, 0.0, 0.0]]])
    return Rollout(times=np.zeros(1), names=(name,), positions=np.zeros((1, 1, 3)), quats=turn)


@NEEDS_PAGE
def test_the_folder_has_every_splat_once_and_none_in_its_page(hall: Scene, tmp_path: Path):
    folder = export(hall, tmp_path / "hall", to="html")
    names = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    chunks = {f"splats/room-{k}.radc" for k in range(3)}
    assert names == {"index.html", "scene.glb", "splats/room.rad", ".spatialwm-export", *chunks}
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert len(page) < html.PAGE.stat().st_size + 1000 and "<title>hall</title>" in page
    streamed = load(folder / "splats" / "room.rad").objects[0].splats
    assert streamed is not None and len(streamed) == 100_900, "and can be had back"
    rest = load(folder / "scene.glb")
    assert [thing.splats is None for thing in rest.objects] == [True, True, False]
    assert rest.splat_count + len(hall.objects[0].splats or ()) + 900 == hall.splat_count


@NEEDS_PAGE
def test_names_cannot_break_out_of_the_page(hall: Scene, tmp_path: Path):
    evil = replace(hall.objects[0], name="<" + "script>alert(1)<!--")
    folder = export(replace(hall, objects=(evil,)), tmp_path / "hall", to="html")
    page = (folder / "index.html").read_text(encoding="utf-8")
    text = page.split('id="spatialwm-folder">')[1].split("</script>")[0]
    assert "<" not in text and json.loads(text)["in_stream"] == [evil.name]


def test_a_place_without_a_suffix_is_the_folder_and_one_with_another_is_refused(tmp_path: Path):
    assert registry.find_target(tmp_path / "a", "html").output == "folder"
    assert registry.find_target(tmp_path / "a.html", "html").output == "file"
    with pytest.raises(InputError, match=r"writes a \.html file"):
        registry.find_target(tmp_path / "a.txt", "html")


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("ranges", [False, True])
def test_it_streams_from_any_web_server(page: Any, hall: Scene, tmp_path: Path, ranges: bool):
    folder = export(hall, tmp_path / "hall", to="html")
    with static_server(folder, ranges=ranges) as (address, asked):
        open_page(page, address)
        until(page, "spatialwm.parts.stage.spark.activeSplats > 1000")
        shown = picture(page)
        keep_picture(page, f"folder_{'ranges' if ranges else 'plain'}")
        assert page.inner_text("h1") == "hall"
        assert np.mean(np.abs(shown - shown[5, 5]).max(axis=2) > 20) > 0.3, "walls are seen"
        red = (shown[..., 0] > 120) & (shown[..., 1] < 0.6 * shown[..., 0])
        assert np.mean(red) > 0.003, "so is the crate, which came with the scene"
        assert "/splats/room.rad" in asked and "/splats/room-0.radc" in asked


@pytest.mark.slow
@pytest.mark.browser
@NEEDS_MUJOCO
def test_the_folder_simulates(page: Any, hall: Scene, tmp_path: Path):
    folder = export(hall, tmp_path / "hall", to="live")
    with static_server(folder, ranges=False) as (address, asked):
        open_page(page, address)
        until(page, "spatialwm.running === 'ready'")
        assert "/physics.bin" in asked
        push = {"action": "push", "object": "crate", "impulse": [4.0, 0.0, 0.0], "point": None}
        page.evaluate("push => spatialwm.live.act([[0, push]], 1.0)", push)
        until(page, "spatialwm.running === 'ready' && spatialwm.done !== undefined")
        assert place(page, "crate")[0] > 0.05


@NEEDS_PAGE
def test_a_large_scene_becomes_a_folder_unless_a_file_is_asked_for(
    hall: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(spatialwm_exporters, "STREAMED_FROM", 1000)
    scene = tmp_path / "hall.glb"
    save(replace(hall, objects=hall.objects[1:]), scene)
    exporting.export(scene, to="html")
    assert "python -m http.server" in capsys.readouterr().out
    assert (tmp_path / "hall_html" / "index.html").is_file()
    exporting.export(scene, out=tmp_path / "hall.html")
    assert "1,800 splats in one page" in capsys.readouterr().out
    assert (tmp_path / "hall.html").is_file()
