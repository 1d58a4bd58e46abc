"""A live session: an engine in a thread of its own that does what a page says and tells what happens."""

import base64
import logging
import queue
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from spatialwm.errors import InputError, SpatialwmError
from spatialwm.io import glb
from spatialwm.scene import Action, Scene, SceneObject, action_to_json
from spatialwm_viewer.live_run import LiveRun
from spatialwm_viewer.messages import (
    Act,
    Back,
    Carve,
    Carving,
    ClientMessage,
    Done,
    Made,
    Objects,
    Parsed,
    Pause,
    Preview,
    Previewed,
    Redo,
    Refused,
    Reset,
    Restore,
    Resume,
    Rewound,
    Say,
    ServerMessage,
    TimedAction,
    Touch,
    Undo,
    Welcome,
    Why,
)
from spatialwm_viewer.protocol import VERSION, timed_actions
from spatialwm_viewer.reading import Reader, candidates_in, explain
from spatialwm_viewer.state_frames import check_size, pack_state, pack_touches

__all__ = ["Session"]

_log = logging.getLogger(__name__)

_WAITING = 64
"""Messages a page may have waiting; more is a page that went wrong."""

_SETTLE = 1.0
"""Computed for what was made of splats, so that it comes to rest [s]."""

Send = Callable[[ServerMessage | bytes | None], None]


@dataclass(frozen=True)
class _Close:
    """The page is gone."""


class Session:
    """A live handle: call ``post`` from any thread.

    ``send`` is called from the session's own thread; None is its last word. States come ``pace`` times as
    fast as in life, or as fast as they are computed.
    """

    def __init__(self, scene: Scene, send: Send, *, pace: float = 1.0) -> None:
        self._scene = scene
        self._send = send
        self._pace = pace
        self._inbox: queue.Queue[tuple[ClientMessage | _Close, Send]] = queue.Queue(_WAITING)
        self._reply = send  # to who asked for what is being done
        self._paused = False
        self._stirred = False  # something was planned or taken back since the last ``Done``
        self._hurry = 0  # frames before this one were seen before and are not shown in real time
        self._questions: dict[
            tuple[type, Send], Preview | Why | Touch
        ] = {}  # asked while busy: the newest of each kind
        self._told: tuple[str, ...] = ()
        self._thread = threading.Thread(target=self._live, name="spatialwm-session", daemon=True)
        self._thread.start()

    def post(self, message: ClientMessage, reply: Send | None = None) -> None:
        """Hand over a message; a page that sends faster than the engine works is refused.

        Answers and refusals go to ``reply``, what happens to all; without it, everything does.
        """
        try:
            self._inbox.put_nowait((message, reply or self._send))
        except queue.Full:
            (reply or self._send)(Refused(sentence="Too many messages at once; wait for the engine."))

    def close(self) -> None:
        """End the session; returns when its thread has ended."""
        while self._thread.is_alive():
            try:
                self._inbox.put((_Close(), self._send), timeout=0.1)
                break
            except queue.Full:
                continue
        self._thread.join(timeout=10)

    def _live(self) -> None:
        try:
            check_size(self._scene)
            run = self._begin(LiveRun(self._scene))
            while run is not None:
                run = self._work(run)
        except SpatialwmError as error:
            self._send(Refused(sentence=str(error)))
        except Exception:
            _log.exception("A live session ended")
            self._send(Refused(sentence="The engine failed; reload the page. The server's log says why."))
        finally:
            self._send(None)

    def _begin(self, run: LiveRun) -> LiveRun:
        self._reader = Reader()
        self._paused = self._stirred = False
        self._told = tuple(thing.name for thing in run.scene.objects)
        self._send(Welcome(version=VERSION, names=self._told, step_seconds=run.dt, time=run.state.time))
        return run

    def _work(self, run: LiveRun) -> LiveRun | None:
        """Wait for a message and do all it asks for; None ends the session."""
        following = self._take(self._inbox.get(), run)
        if following is run and self._stirred:
            following = self._compute(run)
        if following is run:
            self._answer(run)
        return following

    def _compute(self, run: LiveRun) -> LiveRun | None:
        """Run to the end that was asked for, in real time, heeding messages between frames."""
        due = time.monotonic()
        while run.frame < run.end:
            message = self._next_message()
            if message is not None:
                following = self._take(message, run)
                if following is not run or not self._stirred:  # closed, or begun anew
                    return following
                if self._paused:
                    self._answer(run)
                due = time.monotonic()
                continue
            try:
                state = run.step()
            except SpatialwmError as error:
                self._refuse(error, run)
                break
            self._send(pack_state(run.frame, state, run.scene, run.paints()))
            if run.frame < self._hurry:
                continue
            due = max(due + run.dt / self._pace, time.monotonic() - run.dt)  # late frames are not made up for
            time.sleep(max(0.0, due - time.monotonic()))
        self._stirred = False
        self._send(Done(seconds=run.seconds, state_hash=run.hash(), actions=_as_json(run.log)))
        return run

    def _next_message(self) -> tuple[ClientMessage | _Close, Send] | None:
        """A message that waits; while paused, the next that comes."""
        if self._paused:
            return self._inbox.get()
        try:
            return self._inbox.get_nowait()
        except queue.Empty:
            return None

    def _take(self, letter: tuple[ClientMessage | _Close, Send], run: LiveRun) -> LiveRun | None:
        message, self._reply = letter
        match message:
            case _Close():
                return None
            case Reset():
                run.restart()
                return self._begin(run)
            case Pause() | Resume():
                self._paused = isinstance(message, Pause) and run.frame < run.end
            case Act() | Say():
                self._plan(message, run)
            case Undo() | Redo() | Back():
                self._go_back(message, run)
            case Restore():
                self._restore(message, run)
            case Carve():
                self._carve(message, run)
            case Preview() | Why() | Touch():
                self._questions[type(message), self._reply] = message
            case _:
                self._reply(Refused(sentence="This session has already said hello."))
        return run

    def _plan(self, message: Act | Say, run: LiveRun) -> None:
        sentence = message.sentence if isinstance(message, Say) else ""
        try:
            actions = timed_actions(message) if isinstance(message, Act) else self._reader.read(sentence, run)
            planned = run.schedule(actions, message.seconds)
        except SpatialwmError as error:
            self._refuse(error, run)
            return
        self._paused, self._stirred = False, True
        self._tell_objects(run)
        self._send(Parsed(sentence=sentence, actions=_as_json(planned)))

    def _go_back(self, message: Undo | Redo | Back, run: LiveRun) -> None:
        try:
            match message:
                case Undo():
                    run.undo()
                case Redo():
                    run.redo()
                case Back(time=moment):
                    run.back_to(moment)
        except SpatialwmError as error:
            self._refuse(error, run)
            return
        self._tell_rewound(run)

    def _restore(self, message: Restore, run: LiveRun) -> None:
        try:
            run.restore(timed_actions(message), message.time, message.carves)
        except SpatialwmError as error:
            self._refuse(error, run)
            return
        self._tell_rewound(run)

    def _carve(self, message: Carve, run: LiveRun) -> None:
        carving = Carving(object=message.object, name=message.name, rows=message.rows)
        try:
            run.carve(carving, _SETTLE)
        except SpatialwmError as error:
            self._refuse(error, run)
            return
        self._tell_rewound(run)

    def _tell_rewound(self, run: LiveRun) -> None:
        self._paused, self._stirred = False, True
        self._hurry = run.end
        self._tell_objects(run)
        self._send(
            Rewound(
                seconds=run.seconds,
                actions=_as_json(run.log),
                can_undo=run.can_undo,
                can_redo=run.can_redo,
            )
        )

    def _tell_objects(self, run: LiveRun) -> None:
        names = tuple(thing.name for thing in run.scene.objects)
        if names != self._told:
            self._told, copies = names, run.copies
            likes = tuple(copies.get(name, "") for name in names)
            made = tuple(Made(name=thing.name, scene=_as_glb(thing)) for thing in run.newcomers)
            self._send(Objects(names=names, likes=likes, made=made, carves=run.carvings))

    def _answer(self, run: LiveRun) -> None:
        """What was asked and moves nothing."""
        for (_, reply), question in self._questions.items():
            self._reply = reply
            try:
                if isinstance(question, Why):
                    self._reply(explain(question.object, run))
                    continue
                if isinstance(question, Touch):
                    self._reply(_touching(question.frame, run))
                    continue
                actions = self._reader.read(question.sentence, run)
                self._reply(Previewed(sentence=question.sentence, actions=_as_json(actions)))
            except SpatialwmError as error:
                if not isinstance(question, Preview):
                    self._refuse(error, run)
                    continue
                maybe = candidates_in(str(error), run)
                self._reply(Previewed(sentence=question.sentence, problem=str(error), candidates=maybe))
        self._questions.clear()

    def _refuse(self, error: SpatialwmError, run: LiveRun) -> None:
        self._reply(Refused(sentence=str(error), candidates=candidates_in(str(error), run)))


def _touching(frame: int, run: LiveRun) -> bytes:
    """What touches about a frame; no frames where it cannot be known."""
    try:
        return pack_touches(*run.touches(frame), run.dt)
    except InputError:
        return pack_touches(frame, [], run.dt)


def _as_json(actions: Iterable[tuple[float, Action]]) -> tuple[TimedAction, ...]:
    return tuple((moment, action_to_json(action)) for moment, action in actions)


def _as_glb(thing: SceneObject) -> str:
    """A scene of that object alone, as text."""
    return base64.b64encode(glb.encode(Scene(objects=(replace(thing, hidden=False),)))).decode("ascii")
