"""``spatialwm bench language``: commands as people speak them, against what they mean and what comes of them.

The sentences, with the verb, target and amount each means and the state it should end in, lie in
``sentences.json`` and ``unseen.json``, and the grammar is developed on neither. The first were written before
the grammar was read by who then worked on it, the second without sight of it.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from spatialwm.bench.table import Row, Table
from spatialwm.dynamics import DT, EnginePredictor
from spatialwm.errors import SpatialwmError
from spatialwm.language import read, understand, with_newcomers
from spatialwm.language.lasting import time_until_done
from spatialwm.language.places import extent
from spatialwm.language.situation import Reading
from spatialwm.lift.text.catalogue import NOUNS
from spatialwm.lift.text.scene import bodies_from_text
from spatialwm.planning.goals import Ending, reached
from spatialwm.scene import Action, Scene, Wait

__all__ = ["Command", "commands", "judge", "judge_reading", "run"]

_OURS, _UNSEEN = (Path(__file__).with_name(f"{name}.json") for name in ("sentences", "unseen"))
_AFTER = 3.0
"""How long things are watched after the last action, at least [s]."""
_STEP = 0.75
"""[m]"""
_SAME = {"into": "towards", "away": "away", "in": "on", "between": "beside"}
"""Words that say the same here: what is put in a bowl is put on it."""


@dataclass(frozen=True, kw_only=True)
class Command:
    """One sentence with what it means."""

    room: str
    say: str
    steps: str
    """``push mug_1 0.5m left; jump -``; alternatives are joined by ``or``."""
    goal: tuple[str, ...]


def commands(path: Path = _OURS) -> tuple[dict[str, Scene], tuple[Command, ...]]:
    """The rooms by name, and the sentences."""
    data = json.loads(path.read_text(encoding="utf-8"))
    rooms = {name: bodies_from_text(text, seed=0) for name, text in data["rooms"].items()}
    found = tuple(
        Command(room=e["room"], say=e["say"], steps=e["steps"], goal=tuple(e["goal"]))
        for e in data["sentences"]
    )
    return rooms, found


def run(most: int | None = None) -> Table:
    """Act out every sentence. ``most``: only so many of each set, evenly picked."""
    ours, unseen = _score(_OURS, most), _score(_UNSEEN, most)
    return Table(
        title="bench language: commands as people speak",
        rows=(
            Row(name="sentences", value=ours.count, at_least=200 if most is None else None),
            Row(name="right verb, target and amount", value=ours.right, unit="%", at_least=98),
            Row(
                name="of those with a goal, reached",
                value=ours.reached,
                unit="%",
                at_least=95,
                note=ours.note,
            ),
            Row(name="sentences written without sight of it", value=unseen.count),
            Row(name="... right verb, target and amount", value=unseen.right, unit="%"),
            Row(
                name="... of those with a goal, reached",
                value=unseen.reached,
                unit="%",
                note=unseen.note,
            ),
        ),
        lines=(*ours.lines, *unseen.lines),
    )


@dataclass(frozen=True, kw_only=True)
class _Score:
    """Of one set of sentences."""

    count: int
    right: float
    """[%]"""
    reached: float
    """[%]"""
    note: str
    lines: tuple[str, ...]


def _score(path: Path, most: int | None) -> _Score:
    rooms, every = commands(path)
    chosen = every if most is None else every[:: max(1, len(every) // most)][:most]
    judged = [judge(rooms[command.room], command) for command in chosen]
    came = [came for _, came, _ in judged if came is not None]
    return _Score(
        count=len(chosen),
        right=100 * sum(right for right, _, _ in judged) / len(chosen),
        reached=100 * sum(came) / max(len(came), 1),
        note=f"{sum(came)} of {len(came)}",
        lines=tuple(line for _, _, line in judged if line),
    )


def judge(scene: Scene, command: Command) -> tuple[bool, bool | None, str]:
    """Whether it was understood, whether its goal was reached (None: it has none), and what went wrong."""
    wants_refusal = [g for g in command.goal if g.startswith("refused")]
    try:
        actions, readings = understand(command.say, scene)
    except SpatialwmError as error:
        names = wants_refusal[0].split()[1:] if wants_refusal else []
        right = "refused" in command.steps and all(name in str(error) for name in names)
        return right, None, "" if right else f"refused: '{command.say}': {error}"
    right = any(_means(option, readings, scene) for option in command.steps.split(" or "))
    said = "; ".join(f"{r.verb} {','.join(r.objects)} {r.how}".strip() for r in readings)
    if not right:
        return False, None, f"misread: '{command.say}': wanted {command.steps}; got {said}"
    goals = [g for g in command.goal if not g.startswith("refused")]
    if not goals:
        return True, None, ""
    try:
        ending = _ending(scene, actions)
    except SpatialwmError as error:
        return True, False, f"failed: '{command.say}': {error}"
    missed = [g for g in goals if not reached(_named(g, scene), ending)]
    return True, not missed, f"not reached: '{command.say}': {'; '.join(missed)} ({said})" if missed else ""


def judge_reading(scene: Scene, command: Command) -> tuple[bool, str]:
    """Whether it was understood, and what went wrong: in some milliseconds, without acting it out."""
    if "refused" in command.steps and " or " not in command.steps:
        right, _, line = judge(scene, command)  # what is too heavy or too far is refused by the engine
        return right, line
    try:
        readings = read(command.say, scene)
    except SpatialwmError as error:
        right = "refused" in command.steps
        return right, "" if right else f"refused: '{command.say}': {error}"
    if any(_means(option, readings, scene) for option in command.steps.split(" or ")):
        return True, ""
    said = "; ".join(f"{r.verb} {','.join(r.objects)} {r.how}".strip() for r in readings)
    return False, f"misread: '{command.say}': wanted {command.steps}; got {said}"


def _ending(scene: Scene, actions: tuple[tuple[float, Action], ...]) -> Ending:
    scene = with_newcomers(scene, actions, looks=False)
    predictor = EnginePredictor(scene)
    states = [predictor.initial()]
    timeline = {round(time / DT): action for time, action in actions}
    ends = max(time_until_done(actions), max((t for t, _ in actions), default=0.0) + _AFTER)
    for frame in range(round(ends / DT)):
        states.append(predictor.step(states[-1], timeline.get(frame, Wait())))
    return Ending(scene=scene, states=tuple(states), actions=actions)


def _means(steps: str, readings: tuple[Reading, ...], scene: Scene) -> bool:
    wanted: list[tuple[str, list[set[str]], list[str]]] = []
    for step in steps.split(";"):
        parts = step.split()
        if parts == ["refused"]:
            return False
        names = [] if len(parts) < 2 or parts[1] == "-" else parts[1].split(",")
        targets = [{_named(n, scene) for n in name.split("|")} for name in names]
        if parts[0] in ("open", "close"):
            targets = [{leaf} for options in targets for leaf in _leaves(options, scene)] or targets
        how = [_named(word, scene) for word in parts[2:]]
        count = next((int(word[1:]) for word in how if re.fullmatch(r"x\d+", word)), 1)
        repeated = count if parts[0] != "gravity" else 1
        how = [w for w in how if not (re.fullmatch(r"x\d+", w) and parts[0] != "gravity")]
        wanted += [(parts[0], targets, how)] * repeated
    if len(wanted) != len(readings):
        return False
    kinds = {thing.name: thing.category.replace(" ", "_") for thing in scene.objects}
    return all(_fits(*want, reading, kinds) for want, reading in zip(wanted, readings, strict=True))


def _leaves(options: set[str], scene: Scene) -> list[str]:
    """The doors of what is named as a whole; a leaf, or one of several, is meant itself."""
    if len(options) != 1:
        return []
    whole = scene[min(options)]
    own = [t for t in scene.objects if t.body.joint is not None and t.body.joint.parent == whole.name]
    if whole.body.joint is not None or not own:
        return [whole.name]
    return [t.name for t in own if "drawer" not in t.name] or [t.name for t in own]


def _fits(
    verb: str, targets: list[set[str]], how: list[str], reading: Reading, kinds: Mapping[str, str]
) -> bool:
    if verb != reading.verb or len(targets) != len(reading.objects):
        return False
    left = set(reading.objects)
    if verb == "spawn":  # what is new may be named by its kind
        left |= {kinds[name] for name in reading.objects if name in kinds}
        targets = [{*options, *(NOUNS.get(o.replace("_", " "), o) for o in options)} for options in targets]
    for options in targets:
        hit = options & left
        if not hit:
            return False
        left -= hit
    words = [_SAME.get(w, w) for w in re.sub(r"(?<=[a-z])-(?=[a-z])", " ", reading.how.lower()).split()]
    how = [_SAME.get(w, w) for w in how]
    return all(_is_said(word, words) for word in how)


def _is_said(word: str, words: list[str]) -> bool:
    if "|" in word:
        return any(_is_said(option, words) for option in word.split("|"))
    if word.startswith("except-"):
        return True
    if word in ("toward-agent", "away"):
        return ("back" if word == "toward-agent" else "forward") in words or not {"left", "right"} & set(
            words
        )
    if word.startswith("toward-"):
        return _pair("towards", word[7:], words)
    if word.startswith("away-"):
        return _pair("away", word[5:], words)
    if (amount := _amount(word)) is not None:
        return any(
            (got := _amount(w)) is not None
            and got[1] == amount[1]
            and math.isclose(got[0], amount[0], rel_tol=0.05)
            for w in words
        )
    return all(_SAME.get(part, part) in words for part in word.split("-") if part)


def _pair(first: str, second: str, words: list[str]) -> bool:
    return (first, second) in pairwise(words)


def _amount(word: str) -> tuple[float, str] | None:
    match = re.fullmatch(r"(-?\d+(?:\.\d+)?)(m/s|m|s|deg|steps)?", word)
    if match is None:
        return None
    if match[2] == "steps":
        return float(match[1]) * _STEP, "m"
    return float(match[1]), match[2] or ""


def _named(text: str, scene: Scene) -> str:
    """With ``nearest:chair:table_lamp`` and ``farthest:...`` replaced by the name that is meant."""

    def resolve(match: re.Match[str]) -> str:
        category, anchor = match[2], match[3]
        if anchor == "agent":
            start = EnginePredictor(scene).initial()
            place = start.agent_position + np.array([0.0, 1.6, 0.0])
        else:
            place = extent(scene[anchor]).centre
        known = [t for t in scene.objects if t.category == category]
        far = [float(np.linalg.norm(extent(t).centre - place)) for t in known]
        pick = int(np.argmin(far)) if match[1] == "nearest" else int(np.argmax(far))
        return known[pick].name

    return re.sub(r"(nearest|farthest):(\w+):(\w+)", resolve, text)
