"""What the text that a scene was made of asked for, and what of it holds."""

from spatialwm.errors import InputError
from spatialwm.lift.text.language import read_graph
from spatialwm.lift.text.layout import held_in, names_of, said
from spatialwm.lift.text.layout.relations import HOLDS
from spatialwm.scene import Scene

__all__ = ["fulfilment"]


def fulfilment(scene: Scene) -> tuple[tuple[str, bool], ...]:
    """Every relation that was asked for, in words, and whether it holds in the scene as it is now.

    Raises:
        InputError: The scene was not made of words.
    """
    made = scene.provenance
    if made.method != "procedural" or not made.source:
        raise InputError(f"The scene was made by '{made.method}', not of words; there is nothing to compare.")
    graph = read_graph(made.source, seed=made.seed or 0)
    names = names_of(graph)
    return tuple((said(tie, names), score > HOLDS) for tie, score in held_in(scene, graph))
