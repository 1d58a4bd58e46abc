"""The scene as it is while a sentence is read: every clause is acted out before the next is understood."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import final

import numpy as np
from jaxtyping import Float

from spatialwm.dynamics import DT, ENGINE, EnginePredictor, Maker, start_of
from spatialwm.dynamics.simulate import check_maker
from spatialwm.errors import InputError, SpatialwmError
from spatialwm.language.groups import find_group
from spatialwm.language.newcomers import with_newcomers
from spatialwm.language.paper import PaperPredictor
from spatialwm.language.places import Extent, extent
from spatialwm.language.reference import View, find_object, meant
from spatialwm.scene import Action, Gravity, Paint, Scene, SceneObject, Spawn, State, Wait

__all__ = ["EYE_HEIGHT", "Reading", "Situation"]

EYE_HEIGHT = 1.6
"""Of the agent [m]."""
_PATIENCE = 4.0
"""Longest time things are given to come to rest before the next clause [s]."""
_AT_REST = 0.02
"""[m/s]"""


@dataclass(frozen=True)
class Reading:
    """What a clause was understood to say."""

    verb: str
    objects: tuple[str, ...]
    """Names of what it is done to."""
    how: str = ""
    """Amount, direction or place: ``0.5m left``, ``on table``."""


@final
class Situation:
    """A live handle: an engine, the state now, and the actions so far."""

    def __init__(self, scene: Scene, *, on_paper: bool = False, maker: Maker = ENGINE) -> None:
        """Stand at the end of the scene's rollout, or at its start. ``on_paper``: only to read.

        Raises:
            InputError: The rollout is by another predictor than ``maker`` makes.
        """
        self.on_paper, self._maker = on_paper, maker
        if scene.rollout is not None and not on_paper:
            check_maker(scene.rollout, maker.name)
        self.predictor: EnginePredictor | PaperPredictor
        if on_paper and scene.rollout is None:
            self.predictor = PaperPredictor(scene)  # as it is: its start is remembered
        else:
            self.predictor = PaperPredictor(start_of(scene)) if on_paper else maker(start_of(scene))
        self.state: State = self.predictor.initial()
        self.actions: list[tuple[float, Action]] = []
        self._done: list[Action] = []
        self.readings: list[Reading] = []
        self.last: str | None = None
        self.opened: tuple[str, ...] = ()
        """What was opened last, and may be closed again."""
        self.destination: str | None = None
        """Where one walked or put something last."""
        if scene.rollout is not None:
            timeline = {round(time / DT): action for time, action in scene.rollout.actions}
            for k in range(len(scene.rollout.times) - 1):
                self._step(timeline.get(k, Wait()))
        self._frames = 0
        self._group: list[str] = []
        self._mentioned: list[str] = []
        self._unsettled = 0.0

    # ------------------------------------------------------------------ seeing

    @property
    def things(self) -> list[SceneObject]:
        """All objects where they are now."""
        poses = zip(self.state.positions, self.state.quats, strict=True)
        objects = zip(self.predictor.scene.objects, poses, strict=True)
        paint = {action.object: action.color for action in self._done if isinstance(action, Paint)}
        return [
            replace(thing, position=p.copy(), quat=q.copy(), paint=paint.get(thing.name, thing.paint))
            for thing, (p, q) in objects
            if thing.name not in self.state.gone
        ]

    @property
    def gravity(self) -> Float[np.ndarray, "3"]:
        """As it is now [m/s^2]."""
        given = [action.acceleration for action in self._done if isinstance(action, Gravity)]
        return np.array(given[-1]) if given else self.predictor.scene.gravity.astype(float)

    @property
    def eye(self) -> Float[np.ndarray, "3"]:
        """Where the agent's eyes are [m]."""
        return self.state.agent_position + np.array([0.0, self.state.agent_eye, 0.0])

    def spoken_of(self) -> list[SceneObject]:
        """What was mentioned, the last first."""
        now = {t.name: t for t in self.things}
        return [now[name] for name in reversed(self._mentioned) if name in now]

    def view(self, *, as_it_was: bool = False, of: list[SceneObject] | None = None) -> View:
        """What there is, from where the agent stands.

        Args:
            as_it_was: In its colours before this sentence.
            of: Only these.
        """
        painted = {t.name: t.paint for t in self.predictor.scene.objects}
        things = self.things if of is None else of
        things = [replace(t, paint=painted[t.name]) for t in things] if as_it_was else things
        return View(
            things=things,
            eye=self.eye,
            rightward=self.direction("right"),
            last=self.last or self.state.held,
            group=tuple(self._group),
            before=tuple(self._mentioned),
        )

    def find(self, phrase: str) -> SceneObject:
        """The object a noun phrase means; from then on it is ``it``."""
        try:
            found = find_object(phrase, self.view())
        except InputError:
            found = self._known_from_before(phrase)
        self.speak_of([found])
        return found

    def _known_from_before(self, phrase: str) -> SceneObject:
        """What is ambiguous by itself: the one that was spoken of, or looked so before it was painted.

        Raises:
            InputError: It is ambiguous all the same.
        """
        if any(isinstance(action, Paint) for action in self._done):
            was = meant(phrase, self.view(as_it_was=True))
            if len(was) == 1:
                return next(t for t in self.things if t.name == was[0].name)
        found = [t for t in meant(phrase, self.view()) if t.name in self._mentioned]
        if len(found) == 1 and phrase.startswith(("the ", "that ", "this ")):
            return found[0]
        return find_object(phrase, self.view())

    def find_all(self, phrase: str) -> list[SceneObject]:
        """The objects a noun phrase means; ``them`` are those of the clause before."""
        phrase = re.sub(r"^(?:all|both|each|every one) of (?=them|those|these)", "", phrase)
        if (
            phrase in ("them", "those", "these", "both", "they", "all", "each", "them both", "them all")
            and self._group
        ):
            return [t for t in self.things if t.name in self._group]
        found = find_group(phrase, self.view(), self.find)
        self._group = [t.name for t in found]
        self.speak_of(found)
        return found

    def find_both(self, phrase: str) -> list[SceneObject]:
        """``The lamp and the mug``, ``the two books``: what something is between."""
        parts = phrase.split(" and ")
        return [self.find(part) for part in parts] if len(parts) > 1 else self.find_all(phrase)

    def can_find(self, phrase: str) -> bool:
        """Whether a noun phrase means anything, and just one thing or openly several."""
        try:
            find_group(phrase, self.view(), lambda one: find_object(one, self.view()))
        except SpatialwmError:
            return False
        return True

    def speak_of(self, things: list[SceneObject]) -> None:
        """They are what ``it`` and ``the other one`` are about from now on."""
        self.last = things[-1].name
        names = [t.name for t in things]
        self._mentioned = [name for name in self._mentioned if name not in names] + names

    def spoken_before(self, name: str) -> str | None:
        """What else was spoken of last."""
        others = [other for other in self._mentioned if other != name]
        return others[-1] if others else None

    def note(self, verb: str, objects: Iterable[SceneObject] = (), how: str = "") -> None:
        """Keep what a clause was understood to say."""
        self.readings.append(Reading(verb, tuple(t.name for t in objects), how.strip()))

    def extent(self, name: str) -> Extent:
        """Of the object where it is now."""
        return extent(next(t for t in self.things if t.name == name))

    def direction(self, word: str) -> Float[np.ndarray, "3"]:
        """``left``, ``right``, ``forward``, ``back``, ``up`` or ``down`` of the agent, in the world."""
        yaw = self.state.agent_yaw
        forward = np.array([-np.sin(yaw), 0.0, -np.cos(yaw)])
        right = np.array([np.cos(yaw), 0.0, -np.sin(yaw)])
        up = np.array([0.0, 1.0, 0.0])
        return {"forward": forward, "back": -forward, "right": right, "left": -right, "up": up, "down": -up}[
            word
        ]

    def friction_below(self, thing: SceneObject, below: SceneObject | None) -> float:
        """Coulomb coefficient between the two: the larger counts."""
        return max(thing.body.friction, below.body.friction if below else 0.0, 0.02)

    # ------------------------------------------------------------------ acting

    def prepare(self, spawn: Spawn) -> None:
        """Build the engine anew with what is about to be spawned, and come back to now."""
        scene = with_newcomers(self.predictor.scene, [(0.0, spawn)], looks=False)
        if scene is self.predictor.scene:
            return
        before = self.predictor.initial()
        self.predictor = PaperPredictor(scene, before) if self.on_paper else self._maker(scene)
        self.state = self.predictor.initial()
        for action in self._done:
            self.state = self.predictor.step(self.state, action)

    def do(self, action: Action) -> None:
        """Note the action and take its first frame."""
        self._step(action)
        self.actions.append((self._frames * DT, action))
        self._frames += 1

    def _step(self, action: Action) -> None:
        self.state = self.predictor.step(self.state, action)
        self._done.append(action)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        if self.on_paper:
            self._frames += round(seconds / DT)
            return
        for _ in range(round(seconds / DT)):
            self._step(Wait())
            self._frames += 1

    def then_settle(self, seconds: float = _PATIENCE) -> None:
        """Before a next clause, let things and the agent come to rest, at most ``seconds``."""
        self._unsettled = seconds

    def catch_up(self) -> None:
        """Let the last clause come to its end."""
        for _ in range(round(self._unsettled / DT)):
            before = self.state.agent_position
            self.wait(DT)
            if not np.any(self.state.velocities) and np.array_equal(before, self.state.agent_position):
                break
        self._unsettled = 0.0

    def wait_for(self, name: str, seconds: float) -> None:
        """Let time pass until a thing is at rest, at most ``seconds``."""
        k = self.state.names.index(name)
        for _ in range(0 if self.on_paper else round(seconds / DT)):
            if float(np.linalg.norm(self.state.velocities[k])) < _AT_REST:
                return
            self.wait(DT)

    def walk_until_still(self, seconds: float) -> None:
        """Let time pass until the agent stands, at most ``seconds``."""
        for k in range(round(seconds / DT)):
            before = self.state.agent_position
            self.wait(DT)
            if k > 30 and float(np.linalg.norm(self.state.agent_position - before)) < 1e-4:
                return
