"""A thing that words describe, for a scene that is already there: "a small blue ball"."""

import zlib
from dataclasses import replace
from functools import lru_cache

from spatialwm.errors import InputError
from spatialwm.lift.text.appearance import appearance
from spatialwm.lift.text.graph import SceneGraph, Setting, Thing
from spatialwm.lift.text.language import read_graph
from spatialwm.lift.text.layout import Spot, items_of
from spatialwm.lift.text.lighting import Placed, Rig
from spatialwm.lift.text.place import rig_for
from spatialwm.lift.text.relight import rig_now
from spatialwm.lift.text.scene import models_of, object_at
from spatialwm.lift.text.site import Site
from spatialwm.scene import Scene, SceneObject

__all__ = ["kind_in_words", "newcomer"]

_GUESSED = "is not known; made as"
_AROUND = 2.5
"""From the thing to the walls of a plain room [m]."""


def kind_in_words(words: str) -> tuple[Thing, int]:
    """The kind of thing that a noun phrase means, and how many.

    Raises:
        InputError: No such thing can be made, or the words name several kinds.
    """
    graph = read_graph(words, furnish=False)
    guessed = [note for note in graph.notes if _GUESSED in note]
    if guessed:
        raise InputError(f"No '{words:.60}' can be made; name one of the kinds that are known.")
    kinds = [t for t in graph.things if t.group == graph.things[0].group]
    if len(kinds) < len(graph.things):
        raise InputError(f"'{words:.60}' are things of several kinds; add one after another.")
    return kinds[0], len(kinds)


@lru_cache(maxsize=64)
def newcomer(
    words: str, scene: Scene, *, name: str, at: tuple[float, float, float], looks: bool = True
) -> SceneObject:
    """What the words say, upright and hidden, with its origin ``at`` [m]; the same words give the same.

    Args:
        words: "a small blue ball".
        scene: Where it will be; its light falls on the thing.
        name: Of the new object.
        at: Origin of the object's frame in the world [m].
        looks: Also make splats and a mesh, where the scene's objects have them.

    Raises:
        InputError: No such thing can be made, or it would not move by itself.
    """
    kind, _ = kind_in_words(words)
    seed = zlib.crc32(words.encode()) & 0xFFFF
    things = (replace(kind, group=0),)
    model = models_of(SceneGraph(things=things), seed=seed)[0]
    item = items_of(SceneGraph(things=things), [model])[0]
    made = object_at(replace(item, name=name), Spot(x=at[0], y=at[1], z=at[2], yaw=0.0))
    if made.body.kind != "dynamic" or not made.body.colliders:
        raise InputError(f"'{words:.60}' does not move by itself; add it to the scene before it is acted in.")
    made = replace(made, hidden=True)
    if not looks or all(thing.splats is None and thing.mesh is None for thing in scene.objects):
        return made
    stand = Placed(model=model, position=made.position, quat=made.quat)
    splats, mesh = appearance(stand, _light(scene, stand), seed=seed)
    return replace(made, splats=splats, mesh=mesh)


def _light(scene: Scene, stand: Placed) -> Rig:
    """That of the scene's room; where it has none, as in photos, that of a plain room around the thing."""
    if any(thing.category == "room" for thing in scene.objects):
        return rig_now(scene)
    x, z = float(stand.position[0]), float(stand.position[2])
    outline = tuple((x + _AROUND * a, z + _AROUND * b) for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1)))
    return rig_for([stand], Site(outline=outline), Setting(), seed=0)
