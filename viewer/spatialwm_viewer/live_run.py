"""A simulation that goes on while one acts in it, frame by frame, and that can be taken back to any frame."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from spatialwm.dynamics import EnginePredictor, Touches, TouchWatcher, simulate, start_of, state_hash
from spatialwm.errors import InputError
from spatialwm.language import with_newcomers
from spatialwm.scene import Action, Paint, Rollout, Scene, SceneObject, Spawn, State, Wait
from spatialwm_viewer.carvings import with_carvings
from spatialwm_viewer.messages import Carving
from spatialwm_viewer.protocol import MAX_CARVES

__all__ = ["LiveRun"]

_LONGEST = 3600.0
"""Of one session [s]: what ``simulate`` takes, so that every session can be computed again."""
_EVERY = 30
"""Every so many frames a state is kept to come back to: half a second is computed again in milliseconds."""

_REMEMBERED = 100
"""How many plans can be undone."""


@dataclass(frozen=True)
class _Plan:
    """What is done when: actions by frame since the session began, and the frame at which it ends."""

    timeline: dict[int, Action] = field(default_factory=dict[int, Action])
    end: int = 0
    carvings: tuple[Carving, ...] = ()
    """Objects made of splats: they are there from the beginning."""

    def first_difference(self, other: "_Plan") -> int | None:
        """The first frame at which the two do not do the same."""
        if self.carvings != other.carvings:
            return 0
        frames = sorted({*self.timeline, *other.timeline})
        return next((f for f in frames if self.timeline.get(f) != other.timeline.get(f)), None)


class LiveRun:
    """A running engine: mutable, for one thread.

    Scheduling follows ``simulate`` to the frame: an action begins at the first free frame at or after its
    time. So ``simulate(run.base, run.log, seconds=run.seconds)`` ends in the same state, with the same hash.
    """

    def __init__(self, scene: Scene) -> None:
        self._plan = _Plan()
        self._undone: list[_Plan] = []
        self._before: deque[_Plan] = deque(maxlen=_REMEMBERED)
        self._scene = scene if _comes_out(scene) else replace(scene, rollout=None)
        self.frame = 0
        """Since the session began."""
        self._build()

    @property
    def scene(self) -> Scene:
        """At the start of all that is computed; what is spawned later is in it, hidden."""
        return self.predictor.scene

    @property
    def base(self) -> Scene:
        """The file's scene with what was made of its splats: what the log starts from."""
        return with_carvings(self._scene, self._plan.carvings)[0]

    @property
    def end(self) -> int:
        """Frame at which what was asked for is computed."""
        return self._plan.end

    @property
    def dt(self) -> float:
        """Of one frame [s]."""
        return self.predictor.dt

    @property
    def seconds(self) -> float:
        """Since the session began [s]."""
        return self.frame * self.dt

    @property
    def log(self) -> tuple[tuple[float, Action], ...]:
        """All actions of the session and when each began [s]."""
        return tuple((frame * self.dt, action) for frame, action in sorted(self._plan.timeline.items()))

    @property
    def can_undo(self) -> bool:
        """Whether there is something to undo."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether something was undone, and nothing else done since."""
        return bool(self._undone)

    @property
    def carvings(self) -> tuple[Carving, ...]:
        """What was made of splats in this session."""
        return self._plan.carvings

    @property
    def copies(self) -> dict[str, str]:
        """What was spawned in this session, and what each is a copy of."""
        return {a.object: a.like or "" for _, a in self.log if isinstance(a, Spawn)}

    @property
    def newcomers(self) -> tuple[SceneObject, ...]:
        """What was made of words in this session, with its looks."""
        made = {a.object for _, a in self.log if isinstance(a, Spawn) and a.words is not None}
        scene = with_newcomers(self.base, self.log) if made else self.base
        return tuple(thing for thing in scene.objects if thing.name in made)

    # ------------------------------------------------------------------ planning

    def schedule(self, actions: Iterable[tuple[float, Action]], seconds: float) -> list[tuple[float, Action]]:
        """Plan actions, with times from now on [s] in order, and ``seconds`` of future.

        Returns:
            The actions and when each begins, since the session began [s].

        Raises:
            InputError: The session would become too long; a copy of what cannot be copied.
            UnknownObjectError: A copy of nothing.
        """
        placed: dict[int, Action] = {}
        for time, action in actions:
            frame = max([self.frame + self._frames(time), *(f + 1 for f in placed)])
            while frame in self._plan.timeline:
                frame += 1
            placed[frame] = action
        # An action that comes late still gets its share of future.
        late = max(placed, default=0) >= self.frame + self._frames(seconds)
        last = max([self.frame, *placed]) if late else self.frame
        end = last + self._frames(seconds)
        if end * self.dt > _LONGEST:
            raise InputError(f"This session has run for {self.seconds:.0f} s; press R to start again.")
        self._change(
            replace(self._plan, timeline={**self._plan.timeline, **placed}, end=max(self._plan.end, end))
        )
        return [(frame * self.dt, action) for frame, action in placed.items()]

    def carve(self, carving: Carving, seconds: float) -> None:
        """Make splats an object of its own from the beginning on, and plan ``seconds`` of future for it.

        Raises:
            InputError: It cannot be done; the session would become too long.
            UnknownObjectError: There is no such object.
        """
        if len(self._plan.carvings) >= MAX_CARVES:
            raise InputError(f"A session makes at most {MAX_CARVES} objects of splats.")
        _, told = with_carvings(self._scene, (*self._plan.carvings, carving))
        end = max(self._plan.end, self.frame + self._frames(seconds))
        self._change(replace(self._plan, carvings=told, end=end))

    def restore(
        self, log: Iterable[tuple[float, Action]], seconds: float, carvings: Sequence[Carving] = ()
    ) -> None:
        """Plan what another session had done, so that it ends in the very state of that one.

        Raises:
            InputError: Something was done in this session already; two actions begin in one frame, or one
                after the end.
        """
        if self._plan != _Plan() or self._before:
            raise InputError("This session has begun already; nothing can be restored into it.")
        timeline: dict[int, Action] = {}
        end = self._frames(seconds)
        for time, action in log:
            frame = round(time / self.dt)
            if frame in timeline or frame >= end:
                raise InputError(f"The log's action at {time:.2f} s has no frame of its own.")
            timeline[frame] = action
        _, told = with_carvings(self._scene, carvings)
        self._change(_Plan(timeline, end, told))

    def back_to(self, seconds: float) -> None:
        """Return to a moment of the session [s] and forget what came after it; ``undo`` brings it back.

        Raises:
            InputError: The moment is not in the session.
        """
        frame = round(seconds / self.dt)
        if not 0 <= frame <= self.frame:
            raise InputError(
                f"This session can go back to 0 to {self.seconds:.2f} s, not to {seconds:.2f} s."
            )
        kept = {f: action for f, action in self._plan.timeline.items() if f < frame}
        self._change(replace(self._plan, timeline=kept, end=frame))

    def restart(self) -> None:
        """Put everything back to where the file has it, as if nothing had been done."""
        used = self._plan
        self._plan = _Plan()
        self._before.clear()
        self._undone.clear()
        if _spawns(used) or used.carvings:
            self._build()
        self._rewind(0)

    def undo(self) -> None:
        """Take the last plan back, with all that came of it.

        Raises:
            InputError: Nothing was done yet.
        """
        if not self._before:
            raise InputError("There is nothing to undo.")
        now = self._plan
        self._adopt(self._before.pop())
        self._undone.append(now)

    def redo(self) -> None:
        """Do again what was undone.

        Raises:
            InputError: Nothing was undone, or something else was done since.
        """
        if not self._undone:
            raise InputError("There is nothing to redo.")
        now = self._plan
        self._adopt(self._undone.pop())
        self._before.append(now)

    def _change(self, plan: _Plan) -> None:
        now = self._plan
        self._adopt(plan)
        self._before.append(now)
        self._undone.clear()

    def _adopt(self, plan: _Plan) -> None:
        """Make a plan the present one, at the last frame it shares with what was computed."""
        old, differ = self._plan, plan.first_difference(self._plan)
        frame = min(self.frame, plan.end, self.frame if differ is None else differ)
        self._plan = plan
        if _spawns(old) != _spawns(plan) or old.carvings != plan.carvings:
            try:
                self._build()
            except Exception:
                self._plan = old
                raise
        self._rewind(frame)

    # ---------------------------------------------------------------------- time

    def step(self) -> State:
        """Compute the next frame.

        Raises:
            SpatialwmError: The action of this frame cannot be done; it is dropped, and so is all that was
                planned after it.
        """
        try:
            self.state = self.predictor.step(self.state, self._plan.timeline.get(self.frame, Wait()))
        except Exception:
            kept = {frame: a for frame, a in self._plan.timeline.items() if frame < self.frame}
            self._plan = replace(self._plan, timeline=kept, end=self.frame)
            raise
        self.frame += 1
        if self.frame % _EVERY == 0:
            self._kept[self.frame] = self.state
        return self.state

    def hash(self) -> str:
        """Of the state now."""
        return state_hash(self.state)

    def paints(self) -> tuple[tuple[float, float, float] | None, ...]:
        """The colour each object has been painted by now, in the order of the scene."""
        past = self._scene.rollout.actions if self._scene.rollout else ()
        now = [action for frame, action in sorted(self._plan.timeline.items()) if frame < self.frame]
        given = {a.object: a.color for a in (*(a for _, a in past), *now) if isinstance(a, Paint)}
        return tuple(given.get(thing.name, thing.paint) for thing in self.scene.objects)

    def touches(self, frame: int) -> tuple[int, list[Touches]]:
        """What touched in the frames about one: the first of them, and each.

        Raises:
            InputError: The frame is not computed.
        """
        begin = min(self._kept)
        if not begin <= frame <= self.frame:
            raise InputError(f"Frame {frame} is not computed: there are {begin} to {self.frame}.")
        base = max(f for f in self._kept if f < frame or f == begin)
        if self._watcher is None:
            seed = self.scene.rollout.seed if self.scene.rollout else 0
            self._watcher = TouchWatcher(self.scene, seed)
        doings = self._past | self._plan.timeline
        count = min(_EVERY - base % _EVERY, self.frame - base)
        actions = {f - base: action for f, action in doings.items() if 0 <= f - base < count}
        found = self._watcher.follow(self._kept[base], actions, count)
        return (base, found) if base == begin else (base + 1, found[1:])

    def scene_now(self) -> Scene:
        """The scene at its start and all that was done until now: who does it comes to the same state."""
        past = self._scene.rollout
        shift = 0.0 if past is None else float(past.times[-1])
        done = tuple((shift + t, a) for t, a in self.log if t < self.seconds - self.dt / 2)
        count = (1 if past is None else len(past.times)) + self.frame
        rollout = Rollout(
            times=np.arange(count) * self.dt,
            names=(),
            positions=np.zeros((count, 0, 3)),
            quats=np.zeros((count, 0, 4)),
            actions=(() if past is None else past.actions) + done,
        )
        return replace(self.scene, rollout=rollout)

    def recorded(self) -> Scene:
        """The scene as it is now with the rollout of its past and of the session.

        Raises:
            InputError: Nothing has happened yet.
        """
        if self.frame == 0 and self._scene.rollout is None:
            raise InputError("Nothing has happened yet; do something first.")
        if self.frame == 0:
            return self.base
        done = [(t, a) for t, a in self.log if t < self.seconds - self.dt / 2]
        return simulate(with_newcomers(self.base, done), done, seconds=self.seconds)

    def _build(self) -> None:
        """An engine that has what is ever spawned, at the beginning of the session."""
        scene = with_newcomers(self.base, self.log if self._plan.timeline else (), looks=False)
        past = scene.rollout
        predictor = EnginePredictor(start_of(scene), 0 if past is None else past.seed)
        state = predictor.initial()
        count = 0 if past is None else len(past.times) - 1
        stored = () if past is None else past.actions
        self._past: dict[int, Action] = {
            round(time / predictor.dt) - count: action for time, action in stored
        }
        self._kept = {-count: state}
        for frame in range(-count, 0):
            state = predictor.step(state, self._past.get(frame, Wait()))
            if (frame + 1) % _EVERY == 0:
                self._kept[frame + 1] = state
        self.predictor, self.state = predictor, state
        self._kept[0] = state
        self._watcher: TouchWatcher | None = None

    def _rewind(self, frame: int) -> None:
        near = max(f for f in self._kept if f <= frame)
        self._kept = {f: state for f, state in self._kept.items() if f <= near}
        self.frame, self.state = near, self._kept[near]
        while self.frame < frame:
            self.step()

    def _frames(self, seconds: float) -> int:
        return int(np.ceil(seconds / self.predictor.dt - 1e-6))  # as simulate rounds


def _spawns(plan: _Plan) -> list[Action]:
    return [action for _, action in sorted(plan.timeline.items()) if isinstance(action, Spawn)]


def _comes_out(scene: Scene) -> bool:
    """Whether the rollout, computed again, leads to where the scene stands.

    One that was edited after its rollout starts from how it stands.
    """
    past = scene.rollout
    if past is None or past.predictor != "engine":
        return False
    predictor = EnginePredictor(start_of(scene), past.seed)
    stored = {round(time / predictor.dt): action for time, action in past.actions}
    state = predictor.initial()
    for frame in range(len(past.times) - 1):
        state = predictor.step(state, stored.get(frame, Wait()))
    return state_hash(state) == past.state_hash
