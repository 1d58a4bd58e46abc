"""What the server is put through: nonsense, comings and goings, and many clients at once."""

import json
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spatialwm.bench.table import Row
from spatialwm.optional import require
from spatialwm_viewer.bench_browser import Served, served
from spatialwm_viewer.protocol import MAX_MESSAGE, VERSION

__all__ = ["abuse_rows", "nonsense"]

_MESSAGES = 20_000
_VISITS = 200
_CLIENTS = 8
_BATCH = 100
"""Messages that are sent before their answers are read."""
_PUSH = {"action": "push", "object": "crate", "impulse": [1.2, 0.0, 0.4]}


def abuse_rows(scene: Path, minutes: float) -> list[Row]:
    """Put a server of its own through all of it.

    Raises:
        MissingExtraError: websockets is not installed.
    """
    require("websockets", extra="dev")
    with served(scene) as server:
        _visit(server)  # everything is loaded now
        start = server.megabytes
        refused, silent = _insult(server)
        insulted = server.megabytes
        answered = _come_and_go(server)
        visited = server.megabytes
        acts, halfway, end = _crowd(server, 60 * minutes)
        works = _visit(server)
        alive = server.alive
    honest = f"{refused} of {_MESSAGES} answered with a sentence"
    growth = f"from {halfway:.0f} MB at half time to {end:.0f} MB; {acts} acts"
    return [
        Row(name="malformed and oversized: not answered", value=float(silent), at_most=0.0, note=honest),
        Row(name="... memory it took", value=insulted - start, unit="MB", at_most=10.0,
            note=f"of {start:.0f} MB"),
        Row(name=f"{_VISITS} connects, every other cut: not served", value=float(_VISITS - answered),
            at_most=0.0),
        Row(name="... memory it took", value=visited - insulted, unit="MB", at_most=10.0),
        Row(name=f"{_CLIENTS} clients for {minutes:g} min: memory", value=end - halfway, unit="MB",
            at_most=10.0, note=growth),
        Row(name="crashes", value=float(not (alive and works)), at_most=0.0),
    ]  # fmt: skip


def nonsense(seed: int) -> Iterator[str | bytes]:
    """Endless messages none of which a page would send."""
    rng = random.Random(seed)
    kinds = ("hello", "act", "say", "preview", "back", "why", "ping", "restore", "nothing", "")
    values: tuple[Any, ...] = (
        None,
        -1,
        1e309,
        "",
        "x" * 600,
        [],
        {},
        [[0]],
        [[0, {}]],
        True,
        "../../etc",
        2**70,
    )
    fields = ("actions", "seconds", "sentence", "time", "object", "room", "version", "log", "__proto__")
    while True:
        match rng.randrange(6):
            case 0:
                yield "".join(chr(rng.randrange(32, 0xD7FF)) for _ in range(rng.randrange(200)))
            case 1:
                yield "[" * rng.randrange(1, 5000)
            case 2:
                yield (
                    '{"type": "say", "sentence": "' + "x" * rng.choice((MAX_MESSAGE, 3 * MAX_MESSAGE)) + '"}'
                )
            case 3:
                yield rng.randbytes(rng.randrange(400))
            case 4:
                action = {
                    "action": rng.choice(("push", "spawn", "paint", "no")),
                    "object": rng.choice(values),
                }
                yield json.dumps({"type": "act", "actions": [[rng.choice(values), action]]})
            case _:
                yield json.dumps(
                    {"type": rng.choice(kinds), "oops": 1} | {rng.choice(fields): rng.choice(values)}
                )


def _connect(server: Served) -> Any:  # noqa: ANN401
    from websockets.sync.client import connect

    address = f"ws://127.0.0.1:{server.port}/ws"
    page = connect(address, origin=f"http://127.0.0.1:{server.port}", compression=None)  # type: ignore[arg-type]
    page.send(json.dumps({"type": "hello", "version": VERSION}))
    return page


def _hear(page: Any, *kinds: str) -> dict[str, Any]:  # noqa: ANN401
    while True:
        text = page.recv(timeout=60)
        if isinstance(text, str) and (message := json.loads(text))["type"] in kinds:
            return message


def _visit(server: Served) -> bool:
    """Whether one can come, do something, and see it done."""
    with _connect(server) as page:
        _hear(page, "welcome")
        page.send(json.dumps({"type": "act", "actions": [[0, _PUSH]], "seconds": 0.5}))
        return _hear(page, "done", "refused")["type"] == "done"


def _insult(server: Served) -> tuple[int, int]:
    """Messages refused in one sentence, and those that got no answer at all."""
    answers = 0
    source = nonsense(0)
    with _connect(server) as page:
        _hear(page, "welcome")
        for _ in range(_MESSAGES // _BATCH):
            for _ in range(_BATCH):
                page.send(next(source))
            for _ in range(_BATCH):
                answers += len(_hear(page, "refused")["sentence"]) > 10
        page.send(json.dumps({"type": "act", "actions": [[0, _PUSH]], "seconds": 0.1}))
        _hear(page, "done")
    return answers, _MESSAGES - answers


def _come_and_go(server: Served) -> int:
    """How many of all visits were welcomed; every other leaves without a word."""
    welcomed = 0
    for k in range(_VISITS):
        page = _connect(server)
        while (message := _hear(page, "welcome", "refused"))["type"] == "refused":
            page = _later(server)  # the one before has not quite gone
        welcomed += message["type"] == "welcome"
        if k % 2:
            page.socket.close()
        else:
            page.close()
    return welcomed


def _later(server: Served) -> Any:  # noqa: ANN401
    time.sleep(0.05)
    return _connect(server)


def _crowd(server: Served, seconds: float) -> tuple[int, float, float]:
    """All seats taken, all acting: acts done, and the server's memory at half time and at the end [MB]."""
    stop = threading.Event()
    acts = [0] * _CLIENTS
    threads = [
        threading.Thread(target=_live, args=(server, stop, acts, k), daemon=True) for k in range(_CLIENTS)
    ]
    for thread in threads:
        thread.start()
    time.sleep(seconds / 2)
    halfway = server.megabytes
    time.sleep(seconds / 2)
    end = server.megabytes
    stop.set()
    for thread in threads:
        thread.join(timeout=60)
    return sum(acts), halfway, end


def _live(server: Served, stop: threading.Event, acts: list[int], k: int) -> None:
    """One client: pushes, looks on, takes back, begins anew now and then."""
    with _connect(server) as page:
        if _hear(page, "welcome", "refused")["type"] == "refused":
            return
        while not stop.is_set():
            page.send(json.dumps({"type": "act", "actions": [[0, _PUSH]], "seconds": 1.0}))
            _hear(page, "done")
            acts[k] += 1
            if acts[k] % 3 == 0:
                page.send(json.dumps({"type": "undo"}))
                _hear(page, "done")
            if acts[k] % 5 == 0:
                page.send(json.dumps({"type": "reset"}))
                _hear(page, "welcome")
