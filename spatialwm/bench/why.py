"""``spatialwm bench why``: are reported causes causes? Four scenes in which the order of events is known.

For every scene: is the chain the true order; does the effect stay away when a link's cause is taken out of
the world and everything is computed again; does it come about all the same when something else is taken out?
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from spatialwm.bench.table import Row, Table
from spatialwm.dynamics import Fact, simulate, why
from spatialwm.dynamics.causes import Explanation, holds
from spatialwm.dynamics.contacts import contact_log
from spatialwm.scene import Action, Body, Box, Collider, Grasp, Joint, Push, Scene, SceneObject, Sphere, Throw

__all__ = ["CASES", "Case", "run"]

Vector = tuple[float, float, float]


@dataclass(frozen=True, kw_only=True)
class Case:
    """A scene, what is done, what comes of it, and by which way."""

    name: str
    scene: Scene
    actions: tuple[tuple[float, Action], ...]
    seconds: float
    fact: Fact
    chain: tuple[str, ...]
    """Causes in their true order, the first after the agent."""
    bystanders: tuple[str, ...]
    """Things that have no part in it."""


def run() -> Table:
    """Explain all four and check every link."""
    rows: list[Row] = []
    right = prevented = causes = spared = others = 0
    for make in CASES:
        case = make()
        done = simulate(case.scene, case.actions, seconds=case.seconds)
        found = why(done, case.fact)
        order = tuple(link.effect for link in found.chain)
        right += order == case.chain
        stopped = [_prevented(case, name) for name in order[:-1]] + [bool(found.prevented)]
        kept = [not _prevented(case, name) for name in case.bystanders]
        prevented, causes = prevented + sum(stopped), causes + len(stopped)
        spared, others = spared + sum(kept), others + len(kept)
        note = "" if order == case.chain else f"found {' > '.join(order)}"
        rows.append(Row(name=f"{case.name}: links", value=float(len(found.chain)), note=note or _told(found)))
    return Table(
        title="bench why: chains of causes",
        rows=(
            *rows,
            Row(
                name="chains in the true order",
                value=float(right),
                at_least=float(len(CASES)),
                note=f"of {len(CASES)}",
            ),
            Row(
                name="effects prevented without a cause",
                value=100 * prevented / causes,
                unit="%",
                at_least=95.0,
                note=f"of {causes}",
            ),
            Row(
                name="effects that come without a non-cause",
                value=100 * spared / others,
                unit="%",
                at_least=95.0,
                note=f"of {others}",
            ),
        ),
    )


def _told(found: Explanation) -> str:
    return f"{found.chain[0].time:.2f} s to {found.chain[-1].time:.2f} s"


def _prevented(case: Case, name: str) -> bool:
    """Whether the effect stays away in a world without a thing, and without what is done to it."""
    scene = replace(case.scene, objects=tuple(o for o in case.scene.objects if o.name != name))
    actions = tuple((t, a) for t, a in case.actions if getattr(a, "object", None) != name)
    if not any(isinstance(a, Grasp) for _, a in actions):
        actions = tuple((t, a) for t, a in actions if not isinstance(a, Throw))
    return not holds(case.fact, contact_log(simulate(scene, actions, seconds=case.seconds)), -1)


def _thing(
    name: str, at: Vector, *colliders: Collider, mass: float = 0.0, friction: float = 0.5
) -> SceneObject:
    body = Body(kind="dynamic" if mass else "static", colliders=colliders, mass=mass, friction=friction)
    return SceneObject(name=name, category=name.split("_")[0], position=np.array(at, float), body=body)


def _box(name: str, size: Vector, at: Vector, *, mass: float = 0.0, friction: float = 0.5) -> SceneObject:
    return _thing(name, at, Box(size=np.array(size, float)), mass=mass, friction=friction)


def _ball(name: str, radius: float, at: Vector, *, mass: float) -> SceneObject:
    return _thing(name, at, Sphere(radius=radius), mass=mass, friction=0.4)


def _floor() -> SceneObject:
    return _box("floor", (30.0, 0.2, 30.0), (0.0, -0.1, 0.0))


def dominoes() -> Case:
    """Twenty in a row, and some beside it.

    So far apart that no domino, falling and sliding on, reaches over the gap of one that is taken out: at
    0.13 m one in three slid under the next but one, which fell over it, and was no cause of the end.
    """
    row = [_box(f"domino_{k + 1}", (0.02, 0.2, 0.1), (0.165 * k, 0.1, 0.0), mass=0.3) for k in range(20)]
    aside = [_box(f"block_{k + 1}", (0.1, 0.1, 0.1), (0.5 * k, 0.05, 0.6), mass=0.5) for k in range(4)]
    return Case(
        name="20 dominoes",
        scene=Scene(objects=(_floor(), *row, *aside)),
        actions=((0.2, Push("domino_1", impulse=(0.15, 0.0, 0.0), point=(0.0, 0.19, 0.0))),),
        seconds=4.0,
        fact=Fact(object="domino_20", kind="fallen"),
        chain=tuple(o.name for o in row),
        bystanders=tuple(o.name for o in aside),
    )


def ball_ramp_cup() -> Case:
    """A ball is pushed onto a ramp, rolls down it and knocks a cup off its stand."""
    tilt = 0.35
    quat = np.array([np.cos(tilt / 2), 0.0, 0.0, -np.sin(tilt / 2)])
    ramp = Box(size=np.array([1.2, 0.02, 0.4]), quat=quat)
    high = 0.45 + 0.6 * np.sin(tilt)
    left = -0.6 * np.cos(tilt)
    shelf = _box("shelf", (0.5, 0.04, 0.4), (left - 0.25, high - 0.02, 0.0))
    ball = _ball("ball", 0.06, (left - 0.1, high + 0.06, 0.0), mass=0.8)
    stand = _box("stand", (0.3, 0.22, 0.4), (0.78, 0.11, 0.0))
    cup = _box("cup", (0.07, 0.1, 0.07), (0.72, 0.27, 0.0), mass=0.25)
    plate = _box("plate", (0.15, 0.02, 0.15), (0.78, 0.23, 0.13), mass=0.3)
    vase = _box("vase", (0.1, 0.3, 0.1), (-0.5, 0.15, 0.8), mass=0.8)
    return Case(
        name="ball, ramp, cup",
        scene=Scene(
            objects=(_floor(), _thing("ramp", (0.0, 0.44, 0.0), ramp), shelf, ball, stand, cup, plate, vase)
        ),
        actions=((0.1, Push("ball", impulse=(0.4, 0.0, 0.0))),),
        seconds=4.0,
        fact=Fact(object="cup", kind="on", other="floor"),
        chain=("ball", "cup"),
        bystanders=("plate", "vase"),
    )


def ball_door_bottle() -> Case:
    """A pushed ball swings a door open, and the door knocks over what stands behind it."""
    door = SceneObject(
        name="door",
        category="door",
        position=np.array([1.0, 0.5, 0.0]),
        body=Body(
            kind="articulated",
            colliders=(Box(size=np.array([0.03, 0.9, 0.8]), position=np.array([0.0, 0.0, 0.4])),),
            mass=4.0,
            joint=Joint(kind="hinge", parent=None, axis=np.array([0.0, 1.0, 0.0]), limits=(-0.1, 1.8)),
        ),
    )
    bottle = _box("bottle", (0.06, 0.28, 0.06), (1.35, 0.14, 0.3), mass=0.3)
    aside = [_ball(f"marble_{k + 1}", 0.03, (0.3 * k, 0.03, -0.5), mass=0.1) for k in range(3)]
    return Case(
        name="ball, door, bottle",
        scene=Scene(objects=(_floor(), _ball("ball", 0.1, (0.3, 0.1, 0.7), mass=3.0), door, bottle, *aside)),
        actions=((0.1, Push("ball", impulse=(12.0, 0.0, 0.0))),),
        seconds=4.0,
        fact=Fact(object="bottle", kind="moved"),
        chain=("ball", "door", "bottle"),
        bystanders=tuple(o.name for o in aside),
    )


def box_book_mug() -> Case:
    """A box is pushed along a table, shoves a book, and the book takes a mug over the edge."""
    table = _box("table", (1.6, 0.72, 0.8), (0.0, 0.36, 0.0), friction=0.1)
    box = _box("box", (0.2, 0.2, 0.2), (0.0, 0.82, 0.0), mass=2.0, friction=0.2)
    book = _box("book", (0.2, 0.05, 0.15), (0.4, 0.745, 0.0), mass=0.5, friction=0.2)
    mug = _box("mug", (0.08, 0.1, 0.08), (0.72, 0.77, 0.0), mass=0.3, friction=0.2)
    lamp = _box("lamp", (0.12, 0.4, 0.12), (-0.4, 0.92, 0.3), mass=1.0)
    chair = _box("chair", (0.4, 0.45, 0.4), (0.0, 0.225, 1.0), mass=5.0)
    return Case(
        name="box, book, mug",
        scene=Scene(objects=(_floor(), table, box, book, mug, lamp, chair)),
        actions=((0.1, Push("box", impulse=(6.0, 0.0, 0.0))),),
        seconds=3.0,
        fact=Fact(object="mug", kind="on", other="floor"),
        chain=("box", "book", "mug"),
        bystanders=("lamp", "chair"),
    )


CASES: tuple[Callable[[], Case], ...] = (dominoes, ball_ramp_cup, ball_door_bottle, box_book_mug)
