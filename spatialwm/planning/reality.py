"""Plans that meet reality: what was tried and did not come out as foretold is remembered, and avoided.

The planner foretells in the scene as it is believed; what it found is done in the scene as it really is.
The refrigerator door that did not open will not open the second time either: another way is looked for, from
where things are now.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from spatialwm.dynamics import DT, EnginePredictor, simulate, start_of
from spatialwm.dynamics.simulate import run_timeline, timeline_of
from spatialwm.errors import InputError, UnknownObjectError
from spatialwm.geometry.rotations import quat_conjugate, quat_multiply, quat_rotate
from spatialwm.planning.cem import Plan, plan
from spatialwm.planning.foretold import Foreteller, Timed
from spatialwm.planning.goals import Ending
from spatialwm.planning.tried import alike, object_of
from spatialwm.planning.wishes import Wish, fulfilled
from spatialwm.scene import Action, Camera, Release, Scene, SceneObject, State, Wait

__all__ = ["Attempt", "believed_now", "replanned"]

_APART = 0.05
"""A thing this far from where it was foretold did not do what it was to do [m]."""
_TURNED = 0.2
"""Likewise [rad]."""
_LETS_GO = 0.5
"""What is in the hand is put down first, and takes so long to fall [s]."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Attempt:
    """One plan, and how it went."""

    plan: Plan
    failed: Action | None
    """The first action that did not come out as foretold."""
    reached: bool
    """In reality."""


def replanned(
    believed: Scene,
    real: Scene,
    wishes: tuple[Wish, ...],
    *,
    attempts: int = 4,
    budget: int = 64,
    seconds: float = 3.0,
    seed: int = 0,
    remembers: bool = True,
    progress: Callable[[str], None] | None = None,
) -> tuple[Scene, tuple[Attempt, ...]]:
    """Plan, do it, and plan again from where that led, until the wishes are so or attempts are used up.

    Args:
        believed: What is known of the scene: plans are foretold in it.
        real: What is so: what is done is computed in it. The same things are named alike in both.
        wishes: What is to be so.
        attempts: Plans that may be carried out.
        budget: Plans that may be foretold for each.
        seconds: How long each is watched after its last action [s].
        seed: The same seed gives the same attempts.
        remembers: Without, what has failed may be tried again.
        progress: Is told how far it is.

    Returns:
        The real scene at the end, with the rollout of all attempts; and these.

    Raises:
        InputError: Numbers that cannot be meant, something that is believed to be there is not, or nothing
            can be done about the wishes.
    """
    _check(believed, real, attempts)
    now, tried, done = real, list[Action](), list[Attempt]()
    while len(done) < attempts:
        first: Timed = ()
        state = _state_of(now)
        if done or real.rollout is not None:
            believed = believed_now(believed, state)
            first = () if state.held is None else ((0.0, Release()),)
        try:
            found = plan(believed, wishes, budget=budget, seconds=seconds, seed=seed + len(done),
                         avoid=tuple(tried), progress=progress)  # fmt: skip
        except InputError:
            if not done:
                raise
            break  # nothing is left to try
        actions = first + tuple((time + _LETS_GO * len(first), action) for time, action in found.actions)
        after = _done(now, actions, seconds, seed)
        reached = fulfilled(wishes, _ending(after, state, actions))
        failed = None if reached else _failed(believed, found, now, actions, seconds)
        done.append(Attempt(plan=found, failed=failed, reached=reached))
        now = after
        if reached:
            break
        if failed is not None and remembers and not any(alike(failed, other) for other in tried):
            tried.append(failed)
    return now, tuple(done)


def _check(believed: Scene, real: Scene, attempts: int) -> None:
    if not 1 <= attempts <= 100:
        raise InputError(f"A plan is carried out 1 to 100 times, got {attempts}.")
    known = {thing.name for thing in real.objects}
    for thing in believed.objects:
        if thing.name not in known:
            raise InputError(
                f"'{thing.name:.60}' is not in the real scene; the same things need the same names."
            )


def believed_now(believed: Scene, state: State) -> Scene:
    """The believed scene with everything, and whoever acts, where reality has it."""
    places = {name: k for k, name in enumerate(state.names)}
    objects = tuple(
        _put(thing, state.positions[places[thing.name]], state.quats[places[thing.name]])
        if thing.name in places and thing.body.kind in ("dynamic", "articulated")
        else thing
        for thing in believed.objects
    )
    eye = state.agent_position + np.array([0.0, state.agent_eye, 0.0])
    ahead = eye + np.array([-math.sin(state.agent_yaw), 0.0, -math.cos(state.agent_yaw)])
    old = believed.cameras[0] if believed.cameras else None
    width, height = (640, 480) if old is None else (old.width, old.height)
    x, y, z = eye.tolist()
    there = ahead.tolist()
    camera = Camera.looking_at((x, y, z), (there[0], there[1], there[2]), width=width, height=height)
    return replace(believed, objects=objects, cameras=(camera, *believed.cameras[1:]), rollout=None)


def _put(thing: SceneObject, position: np.ndarray, quat: np.ndarray) -> SceneObject:
    """There; limits of a joint count from where it is."""
    joint = thing.body.joint
    moved = replace(thing, position=np.asarray(position, float), quat=np.asarray(quat, float))
    if joint is None or joint.limits is None:
        return moved
    if joint.kind == "hinge":
        turn = quat_multiply(quat_conjugate(thing.quat.astype(float)), np.asarray(quat, float))
        way = 2 * math.atan2(float(turn[1:] @ joint.axis), float(turn[0]))
        way = math.remainder(way, math.tau)
    else:
        axis = quat_rotate(thing.quat.astype(float), joint.axis.astype(float))
        way = float((np.asarray(position, float) - thing.position) @ axis)
    low, high = joint.limits
    limits = (min(low - way, 0.0), max(high - way, 0.0))
    return replace(moved, body=replace(thing.body, joint=replace(joint, limits=limits)))


def _state_of(scene: Scene) -> State:
    return Foreteller(scene, threads=1).now


def _ending(after: Scene, start: State, actions: Timed) -> Ending:
    return Ending(scene=after, states=(start, _state_of(after)), actions=actions)


def _done(scene: Scene, actions: Timed, seconds: float, seed: int) -> Scene:
    """After as many of the actions as can be done."""
    until = actions[-1][0] + seconds
    for count in range(len(actions), 0, -1):
        try:
            return simulate(scene, actions[:count], seconds=until, seed=seed)
        except InputError:
            continue
    return simulate(scene, (), seconds=seconds, seed=seed)


def _failed(believed: Scene, found: Plan, real: Scene, actions: Timed, seconds: float) -> Action | None:
    """The first action after which its object was not where it was foretold; else the last on any object."""
    late = 0.0 if len(actions) == len(found.actions) else _LETS_GO
    until = found.actions[-1][0] + seconds
    foretold = _course(believed, found.actions, until)
    happened = _course(real, actions, until + late)
    blamed: Action | None = None
    for k, (time, action) in enumerate(found.actions):
        name = object_of(action)
        if name is None:
            continue
        blamed = action
        end = next((t for t, _ in found.actions[k + 1 :] if t > time + DT), until)
        one, other = math.floor(end / DT), math.floor((end + late) / DT)
        if other >= len(happened) or _differs(foretold[one], happened[other], name):
            return action
    return blamed


def _course(scene: Scene, actions: Timed, until: float) -> list[State]:
    """Every state from now on, or until something cannot be done."""
    predictor = EnginePredictor(start_of(scene))
    past = scene.rollout
    states = [predictor.initial()]
    if past is not None:
        states = run_timeline(predictor, timeline_of(past), len(past.times) - 1)[-1:]
    timeline: dict[int, Action] = {}
    for time, action in actions:
        frame = math.ceil(time / DT - 1e-6)
        while frame in timeline:
            frame += 1
        timeline[frame] = action
    for frame in range(math.ceil(until / DT)):
        try:
            states.append(predictor.step(states[-1], timeline.get(frame, Wait())))
        except (InputError, UnknownObjectError):
            break
    return states


def _differs(one: State, other: State, name: str) -> bool:
    if name not in one.names or name not in other.names or (one.held == name) != (other.held == name):
        return True
    k, m = one.names.index(name), other.names.index(name)
    apart = float(np.linalg.norm(one.positions[k] - other.positions[m]))
    turned = 2 * math.acos(min(1.0, abs(float(one.quats[k] @ other.quats[m]))))
    return apart > _APART or turned > _TURNED
