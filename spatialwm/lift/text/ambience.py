"""What a scene's place is like now: what its text said, and what was changed since.

Changes stand as words in the attributes of the object ``room``: ``time: evening``, ``weather: rain``,
``floor: marble``, ``walls: brick``, ``wall colour: #4d7a4a``. They survive saving, and the next edit
reads them.
"""

import re
from dataclasses import replace
from typing import cast, get_args

from spatialwm.errors import InputError
from spatialwm.lift.text.graph import SceneGraph, Setting
from spatialwm.lift.text.language import read_graph
from spatialwm.lift.text.language.clauses import read_sentence
from spatialwm.lift.text.language.phrases import chunks
from spatialwm.lift.text.language.state import State
from spatialwm.lift.text.language.surroundings import Time, Weather
from spatialwm.lift.text.language.tokens import sentences
from spatialwm.scene import Scene, SceneObject

__all__ = ["graph_of", "hex_of", "rgb_of", "saying", "setting_of", "told"]

_HEX = re.compile(r"#[0-9a-f]{6}")
_MOST = 40
"""Sentences of a text that are read for its place."""


def graph_of(text: str, *, seed: int, furnish: bool = True) -> SceneGraph:
    """What a text asks for; without ``furnish``, a text such as "cosy study" gives a place without things."""
    try:
        return read_graph(text, seed=seed, furnish=furnish)
    except InputError:
        state = State()
        found = sentences(text)[:_MOST]
        for words in found:
            read_sentence(state, chunks(words[:_MOST]))
        notes = tuple(dict.fromkeys((*state.notes, *state.mentions.notes)))
        return SceneGraph(things=(), setting=state.surroundings.setting(found), notes=notes)


def setting_of(scene: Scene) -> Setting:
    """Time, weather and surfaces of a scene's place as they are now."""
    room = next((o for o in scene.objects if o.category == "room"), None)
    made = scene.provenance
    known = made.method == "procedural" and bool(made.source)
    setting = graph_of(made.source, seed=made.seed or 0).setting if known else Setting()
    walled = any(o.category == "sky" for o in scene.objects)
    setting = replace(setting, kind="outdoors" if walled else "room")
    if room is None:
        return setting
    time, weather = told(room, "time"), told(room, "weather")
    if time in get_args(Time):
        setting = replace(setting, time=cast(Time, time))
    if weather in get_args(Weather):
        setting = replace(setting, weather=cast(Weather, weather))
    if (floor := told(room, "floor")) is not None:
        setting = replace(setting, floor=floor)
    return setting


def told(room: SceneObject, key: str) -> str | None:
    """What an attribute of the room says: ``told(room, "floor")`` is ``marble``; None where nothing does."""
    start = f"{key}: "
    return next((a.removeprefix(start) for a in room.attributes if a.startswith(start)), None)


def saying(room: SceneObject, key: str, value: str) -> SceneObject:
    """The room with that attribute."""
    kept = tuple(a for a in room.attributes if not a.startswith(f"{key}: "))
    return replace(room, attributes=(*kept, f"{key}: {value}"))


def hex_of(color: tuple[float, float, float]) -> str:
    """A colour (sRGB, 0 to 1) as ``#4d7a4a``."""
    return "#" + "".join(f"{round(255 * min(max(c, 0.0), 1.0)):02x}" for c in color)


def rgb_of(text: str | None) -> tuple[float, float, float] | None:
    """The inverse; None of what is no such text."""
    if text is None or not _HEX.fullmatch(text):
        return None
    red, green, blue = (int(text[k : k + 2], 16) / 255 for k in (1, 3, 5))
    return red, green, blue
