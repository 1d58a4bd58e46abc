"""The viewer's server: who may talk to it, what it says, and that its engine is the library's engine."""

import contextlib
import http.client
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import uvicorn
from hypothesis import given
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from spatialwm.dynamics import simulate
from spatialwm.errors import FormatError, InputError, MissingFileError
from spatialwm.io import save
from spatialwm.scene import (
    Action,
    Body,
    Box,
    Paint,
    Push,
    Remove,
    Scene,
    SceneObject,
    Spawn,
    State,
    Wait,
    action_from_json,
    action_to_json,
)
from spatialwm_viewer import create_app, protocol, server, state_frames, view
from spatialwm_viewer.origins import is_own_host, is_own_origin
from spatialwm_viewer.typescript import PROTOCOL_FILE, protocol_source

PUSH = Push(object="crate", impulse=(2.0, 0.0, 0.0))


@pytest.fixture
def crate() -> Scene:
    """A 1 kg crate on a floor, resting."""
    floor = SceneObject(
        name="floor",
        category="floor",
        position=np.array([0.0, -0.05, 0]),
        body=Body(colliders=(Box(size=np.array([10.0, 0.1, 10])),)),
    )
    box = SceneObject(
        name="crate",
        category="crate",
        position=np.array([0.0, 0.25, 0]),
        body=Body(kind="dynamic", mass=1.0, colliders=(Box(size=np.full(3, 0.5)),)),
    )
    return Scene(objects=(floor, box))


@pytest.fixture
def port(crate: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Of a real server that serves the crate."""
    page = tmp_path / "index.html"
    page.write_text("<!doctype html><title>the page</title>", encoding="utf-8")
    (tmp_path / "app.js").write_text("the code", encoding="utf-8")
    monkeypatch.setattr(server, "PAGE", page)
    save(crate, tmp_path / "crate.glb")
    running = uvicorn.Server(uvicorn.Config(create_app(tmp_path / "crate.glb"), log_level="error"))
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
    thread.start()
    yield listener.getsockname()[1]
    running.should_exit = True
    thread.join()
    listener.close()


def visit(port: int, origin: str | None = "own") -> ClientConnection:
    source = f"http://127.0.0.1:{port}" if origin == "own" else origin
    return connect(
        f"ws://127.0.0.1:{port}/ws", origin=None if source is None else Origin(source), compression=None
    )


def get(port: int, path: str, host: str | None = None) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={} if host is None else {"host": host})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), body


def hear(page: ClientConnection) -> dict[str, Any]:
    """The next message; state frames are skipped."""
    while isinstance(message := page.recv(timeout=20), bytes):
        pass
    return json.loads(message)


def hello(page: ClientConnection, version: int = protocol.VERSION) -> dict[str, Any]:
    page.send(json.dumps({"type": "hello", "version": version}))
    return hear(page)


def act(page: ClientConnection, seconds: float, *actions: tuple[float, Action]) -> None:
    timed = [[time, action_to_json(action)] for time, action in actions]
    page.send(json.dumps({"type": "act", "actions": timed, "seconds": seconds}))


def until(page: ClientConnection, kind: str) -> tuple[dict[str, Any], list[bytes]]:
    """The next message of a kind, and the state frames before it."""
    states: list[bytes] = []
    while True:
        message = page.recv(timeout=20)
        if isinstance(message, bytes):
            states.append(message)
        elif (data := json.loads(message))["type"] == kind:
            return data, states
        elif data["type"] == "refused":
            raise AssertionError(data["sentence"])


def reason_of_closing(page: ClientConnection) -> str:
    with pytest.raises(ConnectionClosed) as closed:
        page.recv(timeout=20)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1008
    return closed.value.rcvd.reason


def test_it_serves_the_page_and_the_very_file(port: int, tmp_path: Path) -> None:
    status, headers, page = get(port, "/")
    assert status == 200
    assert b"the page" in page
    assert headers["x-frame-options"] == "DENY"
    _, headers, scene = get(port, "/scene.glb")
    assert scene == (tmp_path / "crate.glb").read_bytes()
    assert headers["x-scene-name"] == "crate.glb"


def test_a_name_that_dns_could_lead_here_gets_nothing(port: int) -> None:
    status, _, body = get(port, "/scene.glb", host="evil.example")
    assert status == 421
    assert b"glTF" not in body


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1:8000", True),
        ("localhost", True),
        ("[::1]:8000", True),
        ("studio.local:1", True),
        ("evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("[::1", False),
        ("", False),
        (None, False),
    ],
)
def test_hosts(host: str | None, own: bool) -> None:
    assert is_own_host(host, served="studio.local") is own


def test_only_the_same_origin_may_connect() -> None:
    host = "127.0.0.1:8000"
    assert is_own_origin("http://127.0.0.1:8000", host, served="127.0.0.1")
    for foreign in (None, "", "null", "http://evil.example", "http://127.0.0.1:9", "file://127.0.0.1:8000"):
        assert not is_own_origin(foreign, host, served="127.0.0.1")


def test_a_page_of_another_site_is_refused_with_a_reason(port: int) -> None:
    for origin in ("http://evil.example", None):
        with visit(port, origin) as page:
            assert "own page" in hear(page)["sentence"]
            assert "own page" in reason_of_closing(page)


def test_hello_is_answered_with_the_objects(port: int) -> None:
    with visit(port) as page:
        assert hello(page) == {
            "type": "welcome",
            "version": protocol.VERSION,
            "names": ["floor", "crate"],
            "step_seconds": 1 / 60,
            "time": 0.0,
            "begun": False,
        }


@pytest.mark.parametrize(
    "first",
    [
        '{"type": "hello", "version": 99}',
        '{"type": "reset"}',
        "not json",
        '{"type": "hello"}',
        '{"type": "hello", "version": true}',
    ],
)
def test_a_wrong_first_word_is_refused_with_a_reason(port: int, first: str) -> None:
    with visit(port) as page:
        page.send(first)
        assert hear(page)["type"] == "refused"
        assert reason_of_closing(page)


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("x" * (protocol.MAX_MESSAGE + 1), "at most"),
        ("[" * 5000, "JSON"),
        ("[]", "JSON object"),
        ('{"type": "launch"}', "Unknown message 'launch'"),
        ('{"type": "pause", "for": 3}', "no field 'for'"),
        ('{"type": "act"}', "lacks"),
        ('{"type": "act", "actions": [[0, {"action": "fly"}]]}', "Unknown action"),
        ('{"type": "act", "actions": [[NaN, {"action": "wait"}]]}', "number"),
        ('{"type": "act", "actions": [], "seconds": 1e9}', "number from"),
        (
            '{"type": "act", "actions": [[0, {"action": "push", "object": "moon", "impulse": [1, 0, 0]}]]}',
            "moon",
        ),
        ('{"type": "say", "sentence": ""}', "sentence"),
        ('{"type": "hello", "version": 2}', "already"),
    ],
)
def test_a_bad_message_is_refused_in_one_sentence_and_the_session_goes_on(
    port: int, bad: str, why: str
) -> None:
    with visit(port) as page:
        hello(page)
        page.send(bad)
        while (answer := hear(page))["type"] != "refused":
            assert answer["type"] == "parsed"
        assert why in answer["sentence"]
        page.send('{"type": "reset"}')
        assert until(page, "welcome")[0]["time"] == 0.0


def test_bytes_are_refused_and_the_session_goes_on(port: int) -> None:
    with visit(port) as page:
        hello(page)
        page.send(b"\x00")
        assert "not bytes" in hear(page)["sentence"]


def test_an_act_streams_every_frame_and_ends_in_the_state_simulate_gives(port: int, crate: Scene) -> None:
    with visit(port) as page:
        hello(page)
        act(page, 0.5, (0.0, PUSH))
        done, states = until(page, "done")
    later = simulate(crate, [(0.0, PUSH)], seconds=0.5)
    assert later.rollout is not None
    assert done["state_hash"] == later.rollout.state_hash
    assert done["seconds"] == 0.5
    assert [struct.unpack_from("<II", state) for state in states] == [
        (state_frames.MAGIC, k) for k in range(1, 31)
    ]
    poses = np.frombuffer(states[-1], "<f4", offset=state_frames.HEAD_BYTES, count=14).reshape(2, 7)
    assert np.array_equal(poses[1, :3], later["crate"].position)
    assert np.array_equal(poses[1, 3:], later["crate"].quat)


def test_acts_that_follow_each_other_are_one_rollout(port: int, crate: Scene) -> None:
    with visit(port) as page:
        hello(page)
        act(page, 0.2, (0.0, PUSH), (0.1, PUSH))
        until(page, "done")
        act(page, 0.3, (0.0, PUSH))
        done, _ = until(page, "done")
    again = simulate(crate, [(0.0, PUSH), (0.1, PUSH), (0.2, PUSH)], seconds=0.5).rollout
    assert again is not None
    assert done["state_hash"] == again.state_hash
    assert [time for time, _ in done["actions"]] == pytest.approx([0.0, 0.1, 0.2])


def test_reset_puts_everything_back(port: int) -> None:
    with visit(port) as page:
        hello(page)
        act(page, 0.2, (0.0, PUSH))
        first, _ = until(page, "done")
        page.send('{"type": "reset"}')
        until(page, "welcome")
        act(page, 0.2, (0.0, PUSH))
        assert until(page, "done")[0] == first


def test_a_paused_session_computes_nothing_until_it_is_resumed(port: int, crate: Scene) -> None:
    with visit(port) as page:
        hello(page)
        act(page, 0.5, (0.0, PUSH))
        until(page, "parsed")
        page.send('{"type": "pause"}')
        page.send('{"type": "hello", "version": 2}')  # its refusal comes after the pause
        assert "already" in hear(page)["sentence"]
        with pytest.raises(TimeoutError):
            page.recv(timeout=0.2)
        page.send('{"type": "resume"}')
        done, states = until(page, "done")
    assert states
    later = simulate(crate, [(0.0, PUSH)], seconds=0.5).rollout
    assert later is not None
    assert done["state_hash"] == later.state_hash


def test_every_page_has_a_session_of_its_own(port: int) -> None:
    with (
        visit(port) as one,
        visit(port) as other,
    ):
        hello(one)
        hello(other)
        act(one, 0.1, (0.0, PUSH))
        act(other, 0.1, (0.0, Wait()))
        assert until(one, "done")[0]["state_hash"] != until(other, "done")[0]["state_hash"]


def test_one_page_too_many_is_refused_until_another_closes(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_SESSIONS", 1)
    with visit(port) as one:
        hello(one)
        with visit(port) as other:
            assert "open already" in hear(other)["sentence"]
    for _ in range(100):  # the server needs a moment to notice
        with contextlib.suppress(ConnectionClosed), visit(port) as later:
            later.send(json.dumps({"type": "hello", "version": protocol.VERSION}))
            if hear(later)["type"] == "welcome":
                return
        time.sleep(0.02)
    raise AssertionError("The seat was not given back.")


def test_a_state_frame_has_the_layout_the_page_reads() -> None:
    soft = Body(kind="soft", mass=1.0, stiffness=1e4, colliders=(Box(size=np.ones(3)),))
    scene = Scene(objects=(SceneObject(name="a"), SceneObject(name="b", body=soft)))
    quarter = np.array([np.sqrt(0.5), 0.0, np.sqrt(0.5), 0.0])  # about +y: its x looks along -z
    state = State(
        time=1.5,
        names=("a", "b"),
        positions=np.array([[1.0, 2, 3], [4.0, 5, 6]]),
        quats=np.array([[1.0, 0, 0, 0], quarter]),
        velocities=np.zeros((2, 3)),
        angular_velocities=np.zeros((2, 3)),
        agent_position=np.array([7.0, 8, 9]),
        agent_yaw=0.5,
        agent_pitch=-0.25,
        agent_eye=1.5,
        gone=("a",),
        nodes=np.tile([4.0, 5.0, 5.0], (8, 1)),
    )
    packed = state_frames.pack_state(7, state, scene, (None, (1.0, 0.0, 0.2)))
    assert packed[:4] == b"SWM2"
    head, rest = packed[: state_frames.HEAD_BYTES], packed[state_frames.HEAD_BYTES :]
    assert struct.unpack("<IIdII", head[:24]) == (state_frames.MAGIC, 7, 1.5, 2, 8)
    assert struct.unpack("<6f", head[24:]) == (7, 8, 9, 0.5, -0.25, 1.5)
    assert struct.unpack_from("<7f", rest) == (1, 2, 3, 1, 0, 0, 0)
    assert struct.unpack_from("<8B", rest, 56) == (0, 0, 0, 1, 255, 0, 51, 2)
    nodes = np.frombuffer(rest, "<f4", offset=64).reshape(8, 3)
    assert np.allclose(nodes, (1, 0, 0), atol=1e-6), "in the object's own frame"


def test_a_scene_with_more_control_points_than_a_page_takes_is_refused() -> None:
    body = Body(kind="soft", mass=1.0, stiffness=1e4, cells=(16, 16, 16), colliders=(Box(size=np.ones(3)),))
    scene = Scene(objects=tuple(SceneObject(name=str(k), body=body) for k in range(4)))
    with pytest.raises(InputError, match="19652 control points"):
        state_frames.check_size(scene)


def looks(state: bytes, count: int) -> list[tuple[int, ...]]:
    at = state_frames.HEAD_BYTES + 28 * count
    return [tuple(state[at + 4 * k : at + 4 * k + 4]) for k in range(count)]


def test_what_is_spawned_removed_and_painted_shows_in_the_states(port: int, crate: Scene) -> None:
    with visit(port) as page:
        hello(page)
        spawn = Spawn(object="crate 2", like="crate", at=(2.0, 0.3, 0.0))
        act(page, 0.2, (0.0, spawn), (0.05, Paint(object="crate", color=(1.0, 0.0, 0.0))))
        told = hear(page)
        assert (told["type"], told["names"], told["likes"]) == (
            "objects",
            ["floor", "crate", "crate 2"],
            ["", "", "crate"],
        )
        done, states = until(page, "done")
        assert looks(states[0], 3)[2] == (0, 0, 0, 0), "it is there from its first frame on"
        assert looks(states[-1], 3)[1] == (255, 0, 0, state_frames.PAINTED)
        later = simulate(crate, [(t, action_from_json(a)) for t, a in done["actions"]], seconds=0.2)
        assert later.rollout is not None and done["state_hash"] == later.rollout.state_hash
        act(page, 0.2, (0.0, Remove(object="crate")))
        assert looks(until(page, "done")[1][-1], 3)[1][3] == state_frames.HIDDEN | state_frames.PAINTED
        page.send('{"type": "undo"}')
        page.send('{"type": "undo"}')
        names: list[str] = []
        while (message := hear(page))["type"] != "objects":
            pass
        names = message["names"]
        assert names == ["floor", "crate"]


def test_undo_takes_back_and_redo_does_again(port: int) -> None:
    with visit(port) as page:
        hello(page)
        page.send('{"type": "undo"}')
        assert "nothing to undo" in hear(page)["sentence"]
        act(page, 0.2, (0.0, PUSH))
        first, _ = until(page, "done")
        act(page, 0.2, (0.0, PUSH))
        second, _ = until(page, "done")
        page.send('{"type": "undo"}')
        rewound, _ = until(page, "rewound")
        assert (rewound["seconds"], len(rewound["actions"])) == (pytest.approx(0.2), 1)
        assert rewound["can_redo"]
        assert until(page, "done")[0] == first
        page.send('{"type": "redo"}')
        assert until(page, "done")[0] == second


def test_from_an_earlier_moment_another_future_begins_and_undo_brings_the_old_one_back(
    port: int, crate: Scene
) -> None:
    with visit(port) as page:
        hello(page)
        act(page, 0.5, (0.0, PUSH))
        first, _ = until(page, "done")
        page.send('{"type": "back", "time": 0.1}')
        assert until(page, "done")[0]["seconds"] == pytest.approx(0.1)
        other = Push(object="crate", impulse=(0.0, 0.0, 3.0))
        act(page, 0.4, (0.0, other))
        done, _ = until(page, "done")
        again = simulate(crate, [(0.0, PUSH), (0.1, other)], seconds=0.5).rollout
        assert again is not None and done["state_hash"] == again.state_hash
        page.send('{"type": "undo"}')
        until(page, "done")
        page.send('{"type": "undo"}')
        assert until(page, "done")[0] == first
        page.send('{"type": "back", "time": 9.0}')
        assert "can go back" in hear(page)["sentence"]


def test_a_preview_says_what_would_be_done_and_does_nothing(port: int) -> None:
    with visit(port) as page:
        hello(page)
        page.send('{"type": "preview", "sentence": "push the crate"}')
        seen, states = until(page, "previewed")
        assert [action["object"] for _, action in seen["actions"]] == ["crate"]
        assert not states and not seen["problem"]
        page.send('{"type": "preview", "sentence": "push the piano"}')
        seen, _ = until(page, "previewed")
        assert "piano" in seen["problem"] and "crate" in seen["candidates"]


def test_why_answers_with_the_chain(port: int) -> None:
    with visit(port) as page:
        hello(page)
        act(page, 0.5, (0.1, PUSH))
        until(page, "done")
        page.send('{"type": "why", "object": "crate"}')
        found, _ = until(page, "because")
        (link,) = found["chain"]
        assert (link["cause"], link["effect"], link["action"]["action"]) == ("agent", "crate", "push")
        assert link["time"] == pytest.approx(0.1) and found["prevented"] is True
        page.send('{"type": "why", "object": "floor"}')
        assert "has not moved" in hear(page)["sentence"]


def test_the_page_speaks_the_protocol_of_this_server() -> None:
    assert PROTOCOL_FILE.read_text(encoding="utf-8") == protocol_source(), (
        "Run python -m spatialwm_viewer.typescript and build the page again."
    )


@given(st.text(max_size=200) | st.recursive(st.none() | st.floats() | st.text(), st.lists).map(json.dumps))
def test_no_text_breaks_the_parser(text: str) -> None:
    with pytest.raises(InputError):
        protocol.parse(text)


def test_what_is_no_scene_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"photo\.jpg"):
        create_app(tmp_path / "photo.jpg")
    with pytest.raises(MissingFileError):
        create_app(tmp_path / "absent.glb")


def test_without_the_built_page_it_says_how_to_build_it(
    crate: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(crate, tmp_path / "crate.glb")
    monkeypatch.setattr(server, "PAGE", tmp_path / "absent.html")
    with pytest.raises(MissingFileError, match="npm run build"):
        create_app(tmp_path / "crate.glb")


def test_view_serves_until_it_is_interrupted(crate: Scene, tmp_path: Path) -> None:
    save(crate, tmp_path / "crate.glb")
    (tmp_path / "index.html").write_text("the page", encoding="utf-8")
    (tmp_path / "app.js").write_text("the code", encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from spatialwm_viewer import server\n"
        f"server.PAGE = Path({str(tmp_path / 'index.html')!r})\n"
        f"scene = Path({str(tmp_path / 'crate.glb')!r})\n"
        "server.view(scene, open_browser=False, on_ready=lambda a: print(a, flush=True))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert get(int(address.removesuffix("/").rpartition(":")[2]), "/")[2] == b"the page"
        with visit(int(address.removesuffix("/").rpartition(":")[2])) as visitor:
            hello(visitor)
            act(visitor, 30.0, (0.0, PUSH))
            until(visitor, "parsed")
            process.send_signal(signal.SIGINT)  # an open page that is busy does not hold it up
            assert process.wait(timeout=10) == 0


def test_an_address_that_is_taken_is_named(crate: Scene, tmp_path: Path, port: int) -> None:
    with pytest.raises(InputError, match=str(port)):
        view(tmp_path / "crate.glb", port=port, open_browser=False)
