"""A language model's scene graphs are validated like any user's."""

import json
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from spatialwm.errors import InputError
from spatialwm.lift.text.graph import Setting
from spatialwm.lift.text.planner import graph_from_llm, graph_schema

THING = {"category": "chair", "word": "chair", "group": 0, "attributes": ["red"], "color": None,
         "material": None, "wide": 1, "tall": 1.0, "round": None, "style": None, "states": []}  # fmt: skip
TIE = {"relation": "next to", "subjects": [0], "anchors": [1], "part": None, "distance": None,
         "denied": False,
       "text": "", "implied": False}  # fmt: skip
SETTING = {"kind": "room", "name": "study", "width": None, "depth": None, "height": None,
         "shape": "rectangle",
           "openings": [{"kind": "window", "count": 1, "wall": "left", "large": True}], "wall": None,
           "floor": None,
           "style": None, "mood": None, "time": "evening", "weather": "clear"}  # fmt: skip
GRAPH = {"things": [THING, THING | {"category": "table", "word": "table", "group": 1}], "ties": [TIE],
         "setting": SETTING, "notes": []}  # fmt: skip


@contextmanager
def served(answers: list[str | bytes], *, status: int = 200) -> Generator[tuple[str, list[dict[str, Any]]]]:
    """A local server that gives these answers in turn, and what it was asked."""
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(body | {"path": self.path, "key": self.headers.get("Authorization")})
            answer = answers[min(len(asked), len(answers)) - 1]
            body = answer if isinstance(answer, bytes) else json.dumps(
                {"choices": [{"message": {"content": answer}}]}).encode()  # fmt: skip
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def plan(url: str):
    return graph_from_llm(
        "a red chair next to a table", base_url=url, model="tiny", api_key_env="SPATIALWM_TEST_KEY"
    )


def test_a_valid_answer_becomes_a_graph(monkeypatch):
    monkeypatch.setenv("SPATIALWM_TEST_KEY", "s3cret")
    with served([json.dumps(GRAPH)]) as (url, asked):
        graph = plan(url)
    assert [t.category for t in graph.things] == ["chair", "table"] and graph.things[0].color is not None
    assert graph.ties[0].relation == "next to" and graph.ties[0].anchors == (1,)
    assert graph.setting.time == "evening" and graph.setting.openings[0].wall == "left"
    (request,) = asked
    assert request["path"] == "/v1/chat/completions" and request["key"] == "Bearer s3cret"
    assert request["response_format"]["json_schema"]["strict"] is True


def test_a_wrong_answer_is_sent_back_with_the_error_and_a_right_one_is_taken():
    wrong = GRAPH | {"ties": [TIE | {"relation": "hovering"}]}
    with served(["no json", json.dumps(wrong), json.dumps(GRAPH)]) as (url, asked):
        assert len(plan(url).things) == 2
    assert "hovering" in asked[2]["messages"][-1]["content"] and len(asked[2]["messages"]) == 6


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (lambda g: g | {"things": []}, "things"),
        (lambda g: g | {"extra": 1}, "extra"),
        (lambda g: {k: v for k, v in g.items() if k != "setting"}, "setting"),
        (lambda g: g | {"ties": [TIE | {"subjects": [7]}]}, "not there"),
        (lambda g: g | {"ties": [TIE | {"subjects": []}]}, "not there"),
        (lambda g: g | {"ties": [TIE | {"anchors": []}]}, "neither"),
        (lambda g: g | {"things": [THING | {"wide": 1e300}]}, "wide"),
        (lambda g: g | {"things": [THING | {"wide": True}]}, "wide"),
        (lambda g: g | {"things": [THING | {"color": [2, 0, 0]}] * 2}, "colour"),
        (lambda g: g | {"things": [THING | {"color": [0, 0]}]}, "color"),
        (lambda g: g | {"things": [THING | {"word": "x" * 5000}]}, "word"),
        (lambda g: g | {"things": [THING] * 500}, "things"),
        (lambda g: [g], "object"),
    ],
)
def test_three_wrong_answers_are_an_error_that_says_why(change: Callable[[Any], Any], part):
    with served([json.dumps(change(GRAPH))]) as (url, asked), pytest.raises(InputError, match=part):
        plan(url)
    assert len(asked) == 3


def test_unknown_categories_become_the_nearest_thing_with_a_note():
    odd = GRAPH | {"things": [THING | {"category": "throne", "word": "golden throne"}, THING]}
    with served([json.dumps(odd)]) as (url, _):
        graph = plan(url)
    assert any("throne" in note for note in graph.notes) or graph.things[0].category == "throne"


@pytest.mark.parametrize("answer", [b"", b"{}", b"[" * 100_000, b'{"choices": []}', b"\xff\xfe"])
def test_a_server_that_speaks_something_else_is_an_error(answer):
    with served([answer]) as (url, _), pytest.raises(InputError, match="chat completion"):
        plan(url)


def test_refusals_and_absent_servers_are_errors():
    with served(["quota"], status=429) as (url, asked), pytest.raises(InputError, match="429"):
        plan(url)
    assert len(asked) == 1
    with pytest.raises(InputError, match="cannot be reached"):
        plan("http://127.0.0.1:9/v1")
    for bad in (
        "file:///etc/passwd",
        "localhost",
        "http://",
        "http://user:key@host/v1",
        "http://h:99999/v1",
        "",
    ):
        with pytest.raises(InputError, match="address"):
            plan(bad)


def test_the_schema_is_closed_everywhere():
    def check(node) -> int:
        if isinstance(node, dict):
            if node.get("type") == "object":
                assert node["additionalProperties"] is False and set(node["required"]) == set(
                    node["properties"]
                )
            return sum(check(v) for v in node.values()) + (node.get("type") == "object")
        return sum(map(check, node)) if isinstance(node, list) else 0

    schema: Any = graph_schema()
    assert check(schema) == 5
    assert set(schema["properties"]["setting"]["properties"]) == set(Setting.__dataclass_fields__)
