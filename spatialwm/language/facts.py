"""A statement about how things ended -> a fact that can be explained."""

import re

import numpy as np

from spatialwm.dynamics.causes import Fact
from spatialwm.errors import InputError
from spatialwm.language.reference import View, find_object
from spatialwm.language.words import normalize
from spatialwm.scene import Scene

__all__ = ["fact_from_text"]

_ASKED = re.compile(r"^(?:why|how come)\s+(?:is|are|was|were|did|does|has|have)?\s*")
_ON = re.compile(
    r"^(?P<thing>.+?) (?:is |are |was |lies |landed |ended up |lying |fell )?(?P<no>not |no longer )?"
    r"(?P<how>on top of|on|onto|in|inside|off of|off|from)(?: the)? (?P<other>.+)$"
)
_FALLEN = re.compile(
    r"^(?P<thing>.+?) (?:is |are |has |have |was )?"
    r"(?:fallen over|fallen|fall over|fall|fell over|fell|tipped over|tipped|toppled|knocked over)$"
)
_MOVED = re.compile(
    r"^(?P<thing>.+?) (?:is |are |has |have |was |did )?"
    r"(?:moved|move|elsewhere|pushed|hit|gone|not where it was|somewhere else)$"
)


def fact_from_text(sentence: str, scene: Scene) -> Fact:
    """The fact of a sentence such as ``the lamp is on the floor``, ``why did the chair fall over?``.

    Raises:
        InputError: Not understood, or ambiguous.
        UnknownObjectError: It names what is not in the scene.
    """
    if not 0 < len(sentence.strip()) <= 300:
        raise InputError("A statement has 1 to 300 characters; for example 'the lamp is on the floor'.")
    text = _ASKED.sub("", normalize(sentence).strip(" \"'?!.,;"))
    if (found := _FALLEN.match(text)) is not None:
        return Fact(object=_named(found["thing"], scene), kind="fallen")
    if (found := _MOVED.match(text)) is not None:
        return Fact(object=_named(found["thing"], scene), kind="moved")
    if (found := _ON.match(text)) is not None:
        away = bool(found["no"]) or found["how"] in ("off", "off of", "from")
        thing, other = _named(found["thing"], scene), _named(found["other"], scene)
        return Fact(object=thing, kind="off" if away else "on", other=other)
    raise InputError(
        f"'{sentence:.60}' is no statement that can be explained; say for example "
        "'the lamp is on the floor', 'the chair fell over', 'the mug moved'."
    )


def _named(phrase: str, scene: Scene) -> str:
    eye = np.zeros(3) if not scene.cameras else scene.cameras[0].world_from_camera[:3, 3].astype(float)
    right = np.array([1.0, 0.0, 0.0])
    return find_object(phrase.strip(), View(things=list(scene.objects), eye=eye, rightward=right)).name
