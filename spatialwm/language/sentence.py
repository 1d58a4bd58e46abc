"""A sentence -> actions with times."""

from spatialwm.dynamics import ENGINE, Maker
from spatialwm.errors import InputError
from spatialwm.language.clauses import split_clauses
from spatialwm.language.situation import Reading, Situation
from spatialwm.language.spelling import spelled
from spatialwm.language.verbs import act_out
from spatialwm.scene import Action, Scene

__all__ = ["actions_from_text", "paper_actions", "read", "understand"]

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
    clauses = split_clauses(spelled(sentence, scene))
    if not 0 < len(clauses) <= _MOST:
        raise InputError(f"A sentence holds 1 to {_MOST} things to do, this one {len(clauses)}; split it.")
    situation = Situation(scene, on_paper=on_paper, maker=maker)
    for clause in clauses:
        act_out(situation, clause)
    return situation
