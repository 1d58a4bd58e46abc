"""A language model as the reader of a text, where someone runs one: the same graph, validated like any input.

Speaks the chat-completions protocol with a JSON schema ("structured outputs"), which OpenAI, vLLM,
llama.cpp's server, LM Studio and Ollama understand. Coordinates are never asked for: placing stays with
the layout.
"""

import http.client
import json
import os
from dataclasses import replace
from typing import cast
from urllib.parse import SplitResult, urlsplit

from spatialwm.errors import InputError
from spatialwm.lift.text.assets.shelf import Shelf
from spatialwm.lift.text.catalogue import CATALOGUE, NOUNS
from spatialwm.lift.text.graph import SceneGraph, Thing
from spatialwm.lift.text.language.describing import color_of
from spatialwm.lift.text.language.nouns import anything_like, thing_named
from spatialwm.lift.text.scene import scene_from_graph
from spatialwm.lift.text.schema import record_from_json, schema_of
from spatialwm.scene import Scene

__all__ = ["graph_from_llm", "graph_schema", "scene_from_planner"]

_MAX_ANSWER = 4_000_000
"""[bytes]; a graph of 120 things with 200 relations is about 60 kB."""
_MAX_TEXT = 20_000
"""Characters of a description; the models' contexts hold more, but no room needs it."""
_MOST_THINGS, _MOST_TIES = 120, 1000
_RETRIES = 2
_TIMEOUT = 120.0
"""[s] for one answer; small machines write some 20 tokens a second."""
_TASK = (
    "You turn a description of a room or place into a scene graph. List every single thing once: four "
    "chairs are four entries of things with the same group number. subjects and anchors are indices "
    "into things. Use a relation only where the text says it, or mark it implied. Give no coordinates. "
    "color is null or three sRGB numbers from 0 to 1; wide and tall are factors, 1 for usual. notes has "
    "a sentence for everything you could not express. category is one of: "
)


def graph_schema() -> dict[str, object]:
    """The JSON schema of a scene graph, in the strict subset that all servers enforce."""
    return schema_of(SceneGraph)


def graph_from_llm(
    text: str, *, base_url: str, model: str, api_key_env: str = "OPENAI_API_KEY", timeout: float = _TIMEOUT
) -> SceneGraph:
    """What a text asks for, as a language model reads it.

    Args:
        text: The description.
        base_url: Of the server, up to and without ``/chat/completions``: ``http://localhost:11434/v1``.
        model: The model's name there.
        api_key_env: Environment variable that holds the key; without one, none is sent.
        timeout: For one answer [s].

    Raises:
        InputError: The server cannot be reached or refuses, or three answers in a row were no scene graph.
    """
    if not text.strip() or len(text) > _MAX_TEXT:
        raise InputError(f"The text has {len(text)} characters; between 1 and {_MAX_TEXT} can be planned.")
    messages: list[dict[str, str]] = [
        {"role": "system", "content": _TASK + ", ".join(CATALOGUE)},
        {"role": "user", "content": text},
    ]
    error = ""
    for _ in range(1 + _RETRIES):
        answer = _ask(base_url, model, messages, api_key_env, timeout)
        try:
            return _graph(answer)
        except InputError as refused:
            error = str(refused)
            messages.append({"role": "assistant", "content": answer[:100_000]})
            messages.append(
                {"role": "user", "content": f"That was refused: {error} Answer with corrected JSON only."}
            )
    raise InputError(
        f"'{model}' gave no usable scene graph in {1 + _RETRIES} answers; the last error was: {error}"
    )


def scene_from_planner(
    text: str, *, base_url: str, model: str | None, seed: int = 0, assets: Shelf | None = None
) -> Scene:
    """The scene of a text as a language model reads it; see ``graph_from_llm``."""
    if not model:
        raise InputError("--planner needs the name of a model; add --model NAME.")
    graph = graph_from_llm(text, base_url=base_url, model=model)
    return scene_from_graph(graph, source=text, seed=seed, assets=assets)


def _graph(answer: str) -> SceneGraph:
    """The graph in an answer, with every category one that can be made."""
    try:
        data = cast(object, json.loads(answer))
    except (ValueError, RecursionError) as broken:
        raise InputError(f"The answer is no JSON: {str(broken)[:120]}.") from broken
    graph = record_from_json(SceneGraph, data)
    if not 0 < len(graph.things) <= _MOST_THINGS or len(graph.ties) > _MOST_TIES:
        raise InputError(
            f"The answer has {len(graph.things)} things; between 1 and {_MOST_THINGS} can be made."
        )
    notes = list(graph.notes)
    things = tuple(_known(thing, notes) for thing in graph.things)
    for tie in graph.ties:
        alone = not tie.anchors and tie.part is None and len(tie.subjects) < 2
        if alone and tie.relation not in ("hang", "mounted"):
            raise InputError(f"A relation '{tie.relation}' has neither anchors nor part.")
    return replace(graph, things=things, notes=tuple(dict.fromkeys(notes)))


def _known(thing: Thing, notes: list[str]) -> Thing:
    """A thing of a category that the catalogue has, within sizes that can be meant."""
    category = NOUNS.get(thing.category.replace("_", " ").lower(), "")
    if not category:
        words = tuple((thing.word or thing.category).lower().replace("_", " ").split()) or ("thing",)
        category = (thing_named(words) or anything_like(words)).category
        notes.append(f"'{thing.category[:60]}' is not known; made as '{category}', the nearest there is.")
    color = thing.color
    if color is None:
        color = color_of(tuple(w.lower() for w in thing.attributes))
    elif not all(0 <= c <= 1 for c in color):
        raise InputError(f"The colour {color} of '{thing.word[:60]}' is not three numbers from 0 to 1.")
    wide, tall = (min(max(v, 0.4), 2.0) for v in (thing.wide, thing.tall))
    return replace(thing, category=category, color=color, wide=wide, tall=tall)


def _ask(base_url: str, model: str, messages: list[dict[str, str]], api_key_env: str, timeout: float) -> str:
    """One answer's text."""
    body: dict[str, object] = {
        "model": model,
        "messages": messages,
        "temperature": 0,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "scene", "strict": True, "schema": graph_schema()},
        },
    }
    headers = {"Content-Type": "application/json"}
    if key := os.environ.get(api_key_env, ""):
        headers["Authorization"] = f"Bearer {key}"
    raw = _post(base_url, json.dumps(body).encode(), headers, timeout)
    try:
        data = json.loads(raw)
        return str(data["choices"][0]["message"]["content"])
    except (ValueError, RecursionError, LookupError, TypeError) as broken:
        raise InputError(f"The server at {base_url} did not answer with a chat completion.") from broken


def _post(base_url: str, body: bytes, headers: dict[str, str], timeout: float) -> bytes:
    """The answer's bytes; redirects are not followed, so that a key goes nowhere else."""
    url = _checked(base_url)
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection = kind(url.hostname or "", url.port, timeout=timeout)
    try:
        connection.request("POST", url.path.rstrip("/") + "/chat/completions", body, headers)
        answer = connection.getresponse()
        raw = answer.read(_MAX_ANSWER + 1)
    except (OSError, http.client.HTTPException) as failed:
        raise InputError(
            f"The planner at {base_url} cannot be reached: {failed}; check --planner."
        ) from failed
    finally:
        connection.close()
    if answer.status != 200:
        said = "".join(c for c in raw[:200].decode("utf-8", "replace") if c.isprintable())
        raise InputError(f"The planner at {base_url} refused with status {answer.status}: {said}")
    if len(raw) > _MAX_ANSWER:
        raise InputError(f"The planner's answer is longer than {_MAX_ANSWER} bytes.")
    return raw


def _checked(base_url: str) -> SplitResult:
    try:
        url = urlsplit(base_url)
        valid = url.scheme in ("http", "https") and bool(url.hostname) and (url.port is None or url.port > 0)
    except ValueError:
        valid, url = False, urlsplit("")
    if not valid or "@" in url.netloc:
        raise InputError(
            f"'{base_url[:80]}' is no address of a planner; give one like http://localhost:11434/v1."
        )
    return url
