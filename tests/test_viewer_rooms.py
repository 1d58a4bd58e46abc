"""Sessions that several pages share, and sessions that outlive their server."""

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import uvicorn
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from spatialwm.dynamics import simulate
from spatialwm.errors import InputError
from spatialwm.io import save
from spatialwm.scene import Action, Body, Box, Push, Scene, SceneObject, Spawn, action_to_json
from spatialwm_viewer import create_app, protocol, room
from spatialwm_viewer.live_run import LiveRun

PUSH = Push(object="crate", impulse=(2.0, 0.0, 0.0))
TOGETHER = "0123456789abcdef"


@pytest.fixture
def crate() -> Scene:
    """A 1 kg crate on a floor, resting."""
    floor = SceneObject(
        name="floor",
        category="floor",
        position=np.array([0.0, -0.05, 0]),
        body=Body(colliders=(Box(size=np.array([10.0, 0.1, 10])),)),
    )
    crate = SceneObject(
        name="crate",
        category="crate",
        position=np.array([0.0, 0.25, 0]),
        body=Body(kind="dynamic", mass=1.0, colliders=(Box(size=np.full(3, 0.5)),)),
    )
    return Scene(objects=(floor, crate))


@pytest.fixture
def port(crate: Scene, tmp_path: Path) -> Iterator[int]:
    save(crate, tmp_path / "crate.glb")
    running = uvicorn.Server(uvicorn.Config(create_app(tmp_path / "crate.glb"), log_level="error"))
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
    thread.start()
    yield listener.getsockname()[1]
    running.should_exit = True
    thread.join()
    listener.close()


def visit(port: int) -> ClientConnection:
    own = Origin(f"http://127.0.0.1:{port}")
    return connect(f"ws://127.0.0.1:{port}/ws", origin=own, compression=None)


def say(page: ClientConnection, kind: str, **values: Any) -> None:
    page.send(json.dumps({"type": kind} | values))


def hello(page: ClientConnection, name: str = "") -> dict[str, Any]:
    say(page, "hello", version=protocol.VERSION, room=name)
    return until(page, "welcome")[0]


def act(page: ClientConnection, seconds: float, *actions: tuple[float, Action]) -> None:
    say(page, "act", actions=[[time, action_to_json(action)] for time, action in actions], seconds=seconds)


def until(page: ClientConnection, kind: str) -> tuple[dict[str, Any], list[bytes]]:
    """The next message of a kind, and the state frames before it."""
    states: list[bytes] = []
    while True:
        message = page.recv(timeout=20)
        if isinstance(message, bytes):
            states.append(message)
        elif (data := json.loads(message))["type"] == kind:
            return data, states


def test_who_comes_later_hears_every_frame_and_sees_what_follows(port: int) -> None:
    with visit(port) as one, visit(port) as other:
        assert hello(one, TOGETHER)["begun"] is False
        act(one, 0.5, (0.1, PUSH), (0.2, Spawn("crate 2", like="crate", at=(2.0, 0.3, 0.0))))
        done, states = until(one, "done")
        assert hello(other, TOGETHER)["begun"] is True
        assert until(other, "objects")[0]["names"] == ["floor", "crate", "crate 2"]
        past, frames = until(other, "rewound")
        assert frames == states
        assert past["seconds"] == done["seconds"]
        assert past["actions"] == done["actions"]
        assert past["can_undo"] is True
        assert until(other, "done")[0] == done
        act(other, 0.2, (0.0, PUSH))
        assert until(one, "done") == until(other, "done"), "what one does, both see"


def test_what_was_taken_back_is_not_told_to_who_comes_later(port: int) -> None:
    with visit(port) as one, visit(port) as other:
        hello(one, TOGETHER)
        act(one, 0.5, (0.0, PUSH))
        until(one, "done")
        say(one, "back", time=0.2)
        done, _ = until(one, "done")
        hello(other, TOGETHER)
        past, frames = until(other, "rewound")
        assert len(frames) == 12
        assert past["seconds"] == pytest.approx(0.2)
        assert until(other, "done")[0] == done


def test_refusals_and_answers_go_to_who_asked(port: int) -> None:
    with visit(port) as one, visit(port) as other:
        hello(one, TOGETHER)
        hello(other, TOGETHER)
        say(one, "preview", sentence="push the crate")
        assert until(one, "previewed")[0]["sentence"] == "push the crate"
        say(one, "undo")
        assert "nothing to undo" in until(one, "refused")[0]["sentence"]
        act(one, 0.1, (0.0, PUSH))
        assert json.loads(other.recv(timeout=20))["type"] == "parsed", "the first thing the other hears"


def test_a_session_ends_with_its_last_page(port: int) -> None:
    with visit(port) as one, visit(port) as other:
        hello(one, TOGETHER)
        act(one, 0.1, (0.0, PUSH))
        until(one, "done")
        hello(other, TOGETHER)
        until(other, "done")
        one.close()
        act(other, 0.1, (0.0, PUSH))
        assert until(other, "done")[0]["seconds"] == pytest.approx(0.2)
    for _ in range(100):  # the server needs a moment to notice
        with visit(port) as later:
            if not hello(later, TOGETHER)["begun"]:
                return
    raise AssertionError("The session went on without anybody.")


def test_a_log_given_to_a_new_session_leads_to_the_very_state(port: int, crate: Scene) -> None:
    log = [(0.1, PUSH), (0.4, Push(object="crate", impulse=(0.0, 0.0, 1.5)))]
    rollout = simulate(crate, log, seconds=2.0).rollout
    assert rollout is not None
    with visit(port) as page:
        hello(page)
        say(page, "restore", log=[[time, action_to_json(action)] for time, action in log], time=2.0)
        done, states = until(page, "done")
        assert done["state_hash"] == rollout.state_hash
        assert len(states) == 120
        say(page, "restore", log=[], time=1.0)
        assert "begun already" in until(page, "refused")[0]["sentence"]


@pytest.mark.parametrize("log", [[(0.1, PUSH), (0.1, PUSH)], [(1.0, PUSH)]])
def test_a_log_that_no_session_can_have_is_refused(crate: Scene, log: list[tuple[float, Action]]) -> None:
    run = LiveRun(crate)
    with pytest.raises(InputError, match="no frame of its own"):
        run.restore(log, 1.0)
    assert run.end == 0


@pytest.mark.parametrize("name", ["short", "a" * 65, "../../../etc/passwd", "0123456789 abcdef", 7, None])
def test_a_room_has_a_name_nobody_guesses(name: object) -> None:
    with pytest.raises(InputError, match="room"):
        protocol.parse(json.dumps({"type": "hello", "version": 1, "room": name}))


def test_the_past_is_bounded(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_REMEMBERED", 2000)
    with visit(port) as one, visit(port) as other:
        hello(one, TOGETHER)
        act(one, 1.0, (0.0, PUSH))
        _, states = until(one, "done")
        hello(other, TOGETHER)
        past, frames = until(other, "rewound")
        assert 0 < sum(map(len, frames)) <= 2000
        assert frames == states[-len(frames) :]
        assert past["seconds"] == pytest.approx(1.0)
