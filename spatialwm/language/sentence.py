"""A sentence -> actions with times."""

import re
from itertools import islice

from spatialwm.dynamics import ENGINE, Maker
from spatialwm.errors import InputError, SpatialwmError
from spatialwm.language.asides import straightened, without_asides
from spatialwm.language.chatter import simpler
from spatialwm.language.clauses import split_clauses
from spatialwm.language.nouns import fitting
from spatialwm.language.situation import Reading, Situation
from spatialwm.language.spelling import spelled
from spatialwm.language.verbs import act_out
from spatialwm.lift.text.words import singular
from spatialwm.scene import Action, Scene

__all__ = ["actions_from_text", "paper_actions", "read", "understand"]

_TAKE = re.compile(r"^(?:pick up|grab|take|get|lift(?: up)?|collect|gather(?: up)?|fetch|grasp) (?P<np>.+)$")
_PUT_THEM = re.compile(
    r"^(?P<verb>put|place|set|lay|stack|carry|bring|move|drop|throw|pile)(?: down)?(?: (?:it|them|both|those"
    r"|everything)"
    r"(?: all| both| down| up)?| (?=on|in|onto|into|next|beside)) ?(?P<rest>.*)$"
)
_MOST_TRIES = 24
"""Simpler forms of a clause that are tried."""
_LONGEST, _MOST = 500, 20
"""Characters of a sentence, clauses in it: each clause may be searched for in the engine."""


def actions_from_text(sentence: str, scene: Scene, maker: Maker = ENGINE) -> tuple[tuple[float, Action], ...]:
    """What to do, and when from now on [s], so that the sentence comes true.

    Goals ("off the table", "0.5 m left", "over") are searched for in the engine from the scene as it is now;
    clauses joined by "then", "and" or a comma are acted out one after another. The same sentence and scene
    give the same actions to the byte. ``maker``: of another predictor to search in.

    Raises:
        InputError: Not understood, ambiguous, or impossible; says what would be understood, or why.
        UnknownObjectError: It names what is not in the scene; lists what is.
        SimulationError: The engine broke down.
    """
    return tuple(_acted_out(sentence, scene, maker=maker).actions)


def understand(sentence: str, scene: Scene) -> tuple[tuple[tuple[float, Action], ...], tuple[Reading, ...]]:
    """The same actions, and what each clause was understood to say.

    Raises:
        InputError: As ``actions_from_text``.
        UnknownObjectError: As ``actions_from_text``.
        SimulationError: As ``actions_from_text``.
    """
    situation = _acted_out(sentence, scene)
    return tuple(situation.actions), tuple(situation.readings)


def read(sentence: str, scene: Scene) -> tuple[Reading, ...]:
    """What each clause says, in some milliseconds: without the engine, which may still refuse to do it.

    Raises:
        InputError: Not understood or ambiguous; says what would be understood.
        UnknownObjectError: It names what is not in the scene; lists what is.
    """
    return tuple(_acted_out(sentence, scene, on_paper=True).readings)


def paper_actions(sentence: str, scene: Scene) -> tuple[tuple[float, Action], ...]:
    """As ``actions_from_text``, in milliseconds and without the engine: what is searched for is only begun.

    Pushes along the ground, and what is done to the world, are the same; those that have a goal are not.

    Raises:
        InputError: As ``read``.
        UnknownObjectError: As ``read``.
    """
    return tuple(_acted_out(sentence, scene, on_paper=True).actions)


def _acted_out(sentence: str, scene: Scene, *, on_paper: bool = False, maker: Maker = ENGINE) -> Situation:
    if not 0 < len(sentence.strip()) <= _LONGEST:
        raise InputError(
            f"A sentence has 1 to {_LONGEST} characters; for example 'push the mug off the table'."
        )
    plainly = straightened(spelled(sentence, scene))
    clauses = split_clauses(plainly)
    if not 0 < len(clauses) <= _MOST:
        raise InputError(f"A sentence holds 1 to {_MOST} things to do, this one {len(clauses)}; split it.")
    try:
        return _done(clauses, scene, on_paper=on_paper, maker=maker)
    except SpatialwmError:
        simple = _simplest(plainly, clauses, scene)
        if simple is None:
            raise
    return _done(simple, scene, on_paper=on_paper, maker=maker)


def _simplest(text: str, clauses: list[str], scene: Scene) -> list[str] | None:
    """The clauses without the chatter that kept them from being understood; None: it is not for that."""
    words = set(re.findall(r"[a-z]+", text))
    nouns = frozenset(word for word in words if fitting([singular(word)], list(scene.objects)))
    if _reads(clauses, scene):
        return None
    if _reads(merged := _carried(clauses), scene):
        return merged
    for simpler_text in without_asides(text, nouns):
        others = split_clauses(straightened(simpler_text))
        if 0 < len(others) <= _MOST and _reads(others, scene):
            return others
    for said in (clauses, *(split_clauses(straightened(each)) for each in without_asides(text, nouns))):
        if (found := _understood(said[:_MOST], nouns, scene)) is not None:
            return found
    return None


def _carried(clauses: list[str]) -> list[str]:
    """``Pick up both mugs and put them on the tray`` is done one by one: put both mugs on the tray."""
    out: list[str] = []
    for clause in clauses:
        taken, put = _TAKE.match(out[-1]) if out else None, _PUT_THEM.match(clause)
        if taken is not None and put is not None:
            np = re.sub(r" (?:off|from|out of) (?:of )?", " from ", taken["np"])
            out[-1] = f"{put['verb']} {np} {put['rest']}".strip()
        else:
            out.append(clause)
    return out


def _done(clauses: list[str], scene: Scene, *, on_paper: bool, maker: Maker = ENGINE) -> Situation:
    situation = Situation(scene, on_paper=on_paper, maker=maker)
    for clause in clauses:
        act_out(situation, clause)
    return situation


def _understood(clauses: list[str], nouns: frozenset[str], scene: Scene) -> list[str] | None:
    """Each clause in the fullest form that is understood."""
    kept: list[str] = []
    for clause in clauses:
        for option in (clause, *islice(simpler(clause, nouns), _MOST_TRIES)):
            tried = [*kept, *([option] if option else [])]
            if _reads(tried, scene):
                kept = tried
                break
        else:
            return None
    return kept or None


def _reads(clauses: list[str], scene: Scene) -> bool:
    try:
        _done(clauses, scene, on_paper=True)
    except SpatialwmError:
        return False
    return True
