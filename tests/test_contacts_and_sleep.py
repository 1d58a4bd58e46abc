"""How things touch, slide, come to rest and sleep; and many futures at once."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from spatialwm.cli import main
from spatialwm.dynamics import DT, EnginePredictor, rollouts, simulate
from spatialwm.dynamics.checkup import deepest_overlap, energy
from spatialwm.dynamics.geoms import bouncy_solref
from spatialwm.dynamics.rest import FREE, update_rest
from spatialwm.errors import InputError, UnknownObjectError
from spatialwm.geometry.rotations import quat_from_axis_angle
from spatialwm.io import save
from spatialwm.scene import (
    Body,
    Box,
    Cylinder,
    Gravity,
    Push,
    Remove,
    Scene,
    SceneObject,
    Sphere,
    Wait,
    Wind,
)
from spatialwm.scene.elasticity import soft_body
from spatialwm.shapes import same


def box(name, size, position, mass=0.0, **body) -> SceneObject:
    kind = "dynamic" if mass else "static"
    shape = Box(size=np.array(size, float))
    return SceneObject(
        name=name,
        position=np.array(position, float),
        body=Body(kind=kind, mass=float(mass), colliders=(shape,), **body),
    )


FLOOR = box("floor", (40, 0.2, 40), (0, -0.1, 0), friction=0.1)


def after(predictor, action, seconds):
    states = [predictor.initial()]
    states.append(predictor.step(states[-1], action))
    for _ in range(round(seconds / DT)):
        states.append(predictor.step(states[-1], Wait()))
    return states


# -------------------------------------------------------------------- contacts


@pytest.mark.parametrize("speed", [1.0, 2.0, 3.5])
def test_a_sliding_box_does_not_hop(speed):
    brick = box("brick", (0.2, 0.2, 0.2), (0, 0.1, 0), 1.5, friction=0.5)
    predictor = EnginePredictor(Scene(objects=(FLOOR, brick)))
    states = after(predictor, Push("brick", impulse=(1.5 * speed, 0.0, 0.0)), 2.0)
    heights = np.array([s.positions[1, 1] for s in states])
    assert heights.max() - 0.1 < 0.005
    assert states[-1].positions[1, 0] == pytest.approx(speed**2 / (2 * 0.5 * 9.81), rel=0.05)


def test_a_stack_of_40_kg_sinks_less_than_half_a_millimetre():
    boxes = tuple(box(f"box {k}", (0.2, 0.2, 0.2), (0, 0.1 + 0.2 * k, 0), 8) for k in range(5))
    predictor = EnginePredictor(Scene(objects=(FLOOR, *boxes)))
    states = after(predictor, Push("box 4", impulse=(0.0, 0.01, 0.0)), 1.0)
    assert abs(states[-1].positions[5, 1] - 0.9) < 5e-4


def test_things_rest_on_each_other_and_not_above():
    low, high = box("low", (0.3, 0.1, 0.3), (0, 0.3, 0), 1), box("high", (0.2, 0.1, 0.2), (0, 0.6, 0), 1)
    state = after(EnginePredictor(Scene(objects=(FLOOR, low, high))), Wait(), 3.0)[-1]
    np.testing.assert_allclose(state.positions[1:, 1], (0.05, 0.15), atol=3e-4)


@pytest.mark.parametrize("restitution", [0.0, 0.2, 0.5])
def test_an_impact_at_6_m_per_s_overlaps_less_than_20_mm(restitution):
    crate = box("crate", (0.2, 0.2, 0.2), (0, 0.6, 0), 8, restitution=restitution)
    deepest = 0.0

    def watch(_, data):
        nonlocal deepest
        deepest = max([deepest, *(-np.asarray(data.contact.dist)).tolist()])

    predictor = EnginePredictor(Scene(objects=(FLOOR, crate)), watch=watch)
    after(predictor, Push("crate", impulse=(0.0, -48.0, 0.0)), 0.3)
    assert 0.0 < deepest < 0.02


@pytest.mark.parametrize("degrees", [10.0, 20.0, 24.0])
def test_a_box_pushed_onto_a_slope_below_the_friction_angle_stays_there(degrees):
    down = np.array([math.sin(math.radians(degrees)), -math.cos(math.radians(degrees)), 0.0])
    brick = box("brick", (0.2, 0.2, 0.2), (0, 0.102, 0), 1.5, friction=0.5)
    scene = Scene(objects=(FLOOR, brick), gravity=9.81 * down)
    track = [s.positions[1, 0] for s in after(EnginePredictor(scene), Wait(), 4.0)]
    assert track[-1] < 0.03 and track[-1] == track[-60]


@pytest.mark.parametrize("restitution", [0.05, 0.25, 0.5, 0.75])
@pytest.mark.parametrize("shape", [Box(size=np.array([0.2, 0.04, 0.14])), Cylinder(radius=0.03, height=0.2)])
def test_what_bounces_comes_to_rest(restitution, shape):
    body = Body(kind="dynamic", mass=0.5, colliders=(shape,), restitution=restitution)
    thing = SceneObject(
        name="thing",
        position=np.array([0.0, 0.2, 0]),
        quat=quat_from_axis_angle(np.array([0.0, 0, 1]), 0.1),
        body=body,
    )
    track = [s.positions[1] for s in after(EnginePredictor(Scene(objects=(FLOOR, thing))), Wait(), 6.0)]
    assert np.array_equal(track[-1], track[-30])


def test_a_harder_bounce_is_damped_less():
    dampings = [-bouncy_solref(e)[1] for e in (0.2, 0.4, 0.6, 0.8, 1.0)]
    assert dampings == sorted(dampings, reverse=True) and dampings[-1] < 1.0


def several(restitution, other) -> Scene:
    """A box that slides, and a ball that falls on a plate."""
    brick = box("brick", (0.2, 0.2, 0.2), (0, 0.1, 0), 1.5, friction=0.5)
    plate = box("plate", (0.4, 0.05, 0.4), (3, 0.025, 0), 50, restitution=other)
    ball = Body(kind="dynamic", mass=1.0, colliders=(Sphere(radius=0.1),), restitution=restitution)
    thing = SceneObject(name="ball", position=np.array([3.0, 1.15, 0]), body=ball)
    return Scene(objects=(FLOOR, brick, plate, thing))


def way_and_bounce(scene) -> tuple[float, float]:
    """How far the box slides and how high the ball comes back."""
    states = after(EnginePredictor(scene), Push("brick", impulse=(5.25, 0.0, 0.0)), 2.0)
    heights = np.array([s.positions[3, 1] for s in states]) - 0.15
    assert max(s.positions[1, 1] for s in states) < 0.105
    return float(states[-1].positions[1, 0]), float(heights[heights[:40].argmin() :].max())


@pytest.mark.parametrize(("restitution", "other"), [(0.8, 0.0), (0.8, 0.3), (0.3, 0.8), (0.45, 0.5)])
def test_contacts_are_the_same_when_there_are_too_many_pairs_to_list(restitution, other, monkeypatch):
    listed = way_and_bounce(several(restitution, other))
    monkeypatch.setattr("spatialwm.dynamics.pairs._MOST", 0)
    assert not EnginePredictor(several(restitution, other)).live.compiled.model.npair
    written = way_and_bounce(several(restitution, other))
    assert written[0] == pytest.approx(listed[0], rel=1e-3)
    assert written[1] == pytest.approx(listed[1], rel=0.05)
    assert listed[1] == pytest.approx(max(restitution, other) ** 2, rel=0.1)


def test_a_bouncing_ball_makes_no_energy():
    ball = Body(kind="dynamic", mass=1.0, colliders=(Sphere(radius=0.1),), restitution=0.8)
    scene = Scene(objects=(FLOOR, SceneObject(name="ball", position=np.array([0, 1.0, 0]), body=ball)))
    predictor = EnginePredictor(scene)
    state, levels = predictor.initial(), []
    for _ in range(180):
        state = predictor.step(state, Wait())
        levels.append(energy(predictor.live))
    highest = np.maximum.accumulate(levels[::-1])[::-1]  # of what is still to come
    assert (highest <= np.minimum.accumulate(np.maximum(levels, highest)) + 1e-9).all()
    assert max(levels) - levels[0] < 0.01 and levels[-1] < levels[0] - 3.0


def test_what_is_in_each_other_parts_without_energy_from_nowhere():
    low, high = box("low", (0.5, 0.5, 0.5), (0, 0.25, 0), 5), box("high", (0.3, 0.3, 0.3), (0, 0.48, 0), 1)
    predictor = EnginePredictor(Scene(objects=(FLOOR, low, high)))
    state, levels = predictor.initial(), [energy(predictor.live)]
    for _ in range(120):
        state = predictor.step(state, Wait())
        levels.append(energy(predictor.live))
    lifted = float(state.positions[2, 1]) - 0.48
    assert lifted > 0.02  # slowly the upper one comes out of the lower
    assert max(levels) - levels[0] < 9.81 * 1 * lifted + 0.1


@pytest.mark.parametrize("restitution", [0.0, 0.7])
@pytest.mark.parametrize("radius", [0.01, 0.11])
def test_what_rolls_is_slowed_by_its_resistance_alone_and_stops(restitution, radius):
    ball = Body(
        kind="dynamic",
        mass=0.5,
        friction=0.8,
        restitution=restitution,
        colliders=(Sphere(radius=radius),),
    )
    scene = Scene(objects=(FLOOR, SceneObject(name="ball", position=np.array([0, radius, 0]), body=ball)))
    states = after(EnginePredictor(scene), Push("ball", impulse=(0.14, 0.0, 0.0)), 12.0)
    speeds = np.array([s.velocities[1, 0] for s in states])
    rolls = (speeds > 0.08) & (np.arange(len(speeds)) > 30)
    slowed = -np.diff(speeds)[rolls[1:]] / DT
    assert slowed.mean() == pytest.approx(5 / 7 * 0.01 * 9.81, rel=0.05)
    assert states[-1].positions is states[-2].positions  # nothing moves any more


def test_what_trembles_where_it_stands_comes_to_rest_and_what_creeps_does_not():
    predictor = EnginePredictor(Scene(objects=(FLOOR, box("book", (0.2, 0.03, 0.15), (0, 0.015, 0), 0.7))))
    live = predictor.live

    def trembles(way: float) -> bool:
        predictor.step(predictor.initial(), Push("book", impulse=(1e-9, 0.0, 0.0)))
        for _ in range(2):  # the first look remembers
            live.memory.flags[0] = FREE
            live.data.qpos[live.compiled.qpos[0]][0] += way
            live.data.qvel[live.compiled.dofs[0]][0] = 0.02
            update_rest(live, -1, np.ones(1, bool), look_back=False)
            assert live.memory.flags[0] == FREE
            update_rest(live, -1, np.ones(1, bool), look_back=True)
        return bool(live.memory.flags[0] != FREE)

    assert trembles(0.0)
    assert not trembles(0.001)


# ----------------------------------------------------------------------- sleep


def crowd() -> Scene:
    """Two towers far from each other."""
    boxes = [
        box(f"{side} {k}", (0.2, 0.2, 0.2), (x, 0.1 + 0.2 * k, 0), 1)
        for side, x in (("left", -3), ("right", 3))
        for k in range(3)
    ]
    return Scene(objects=(FLOOR, *boxes))


def asleep(predictor) -> set[str]:
    live = predictor.live
    found = np.flatnonzero(live.data.tree_asleep[live.compiled.trees] >= 0)
    return {live.scene.objects[int(live.compiled.movers[k])].name for k in found}


def test_everything_that_rests_sleeps_and_a_push_wakes_only_its_own():
    predictor = EnginePredictor(crowd())
    assert len(asleep(predictor)) == 6
    state = predictor.step(predictor.initial(), Push("left 2", impulse=(0.3, 0.0, 0.0)))
    assert asleep(predictor) == {"right 0", "right 1", "right 2"}
    for _ in range(300):
        state = predictor.step(state, Wait())
    assert len(asleep(predictor)) == 6


def test_a_sleeper_is_woken_by_what_hits_it_and_by_what_its_neighbour_does():
    ball = Body(kind="dynamic", mass=3.0, colliders=(Sphere(radius=0.1),))
    scene = crowd()
    scene = replace(
        scene, objects=(*scene.objects, SceneObject(name="ball", position=np.array([0.0, 0.1, 0]), body=ball))
    )
    predictor = EnginePredictor(scene)
    state = predictor.step(predictor.initial(), Push("ball", impulse=(18.0, 0.0, 0.0)))
    assert asleep(predictor) == {o.name for o in crowd().objects[1:]}
    for _ in range(60):
        state = predictor.step(state, Wait())
    assert state.positions[state.names.index("right 2"), 1] < 0.49 or not np.array_equal(
        state.positions[state.names.index("right 0")], (3, 0.1, 0)
    )
    assert {"left 0", "left 1", "left 2"} <= asleep(predictor)


@pytest.mark.parametrize(
    ("action", "falls"),
    [
        (Gravity((3.0, -3.0, 0.0)), {"left 2", "right 2"}),
        (Wind((30.0, 0.0, 0.0)), {"left 2", "right 2"}),
        (Remove("left 0"), {"left 2"}),
    ],
)
def test_a_new_gravity_a_wind_and_a_missing_support_wake_sleepers(action, falls):
    light = tuple(replace(o, body=replace(o.body, mass=0.3)) if o.body.mass else o for o in crowd().objects)
    predictor = EnginePredictor(replace(crowd(), objects=light))
    start = predictor.initial()
    assert len(asleep(predictor)) == 6
    state = predictor.step(start, action)
    assert not asleep(predictor) & falls
    for _ in range(90):
        state = predictor.step(state, Wait())
    ways = np.linalg.norm(state.positions - start.positions, axis=1)
    moved = {state.names[k] for k in np.flatnonzero(ways > 0.05)} - set(state.gone)
    assert falls <= moved
    assert "floor" not in moved and (len(falls) == 2 or not any(name.startswith("right") for name in moved))


def test_what_something_soft_lies_on_is_missed_at_once():
    shelf = box("shelf", (1.0, 0.1, 1.0), (0, 1.0, 0), 5.0)
    foot = box("foot", (0.5, 0.95, 0.5), (0, 0.475, 0))
    cushion = SceneObject(
        name="cushion", position=np.array([0.0, 1.2, 0]), body=soft_body("foam", (0.3, 0.3, 0.3))
    )
    predictor = EnginePredictor(Scene(objects=(FLOOR, foot, shelf, cushion)))
    states = after(predictor, Wait(), 2.0)
    assert states[-1].positions[3, 1] > 1.0
    state = predictor.step(states[-1], Remove("shelf"))
    for _ in range(60):
        state = predictor.step(state, Wait())
    assert state.positions[3, 1] < states[-1].positions[3, 1] - 0.05


def test_a_state_with_sleepers_is_continued_elsewhere_to_the_bit():
    one, other = EnginePredictor(crowd()), EnginePredictor(crowd())
    states = after(one, Push("left 2", impulse=(0.9, 0.0, 0.0)), 3.0)
    other.step(other.initial(), Push("right 1", impulse=(2.0, 0.0, 0.0)))
    for k in np.random.default_rng(0).permutation(len(states) - 1)[:60]:
        action = Push("left 2", impulse=(0.9, 0.0, 0.0)) if k == 0 else Wait()
        for predictor in (one, other):
            assert same(predictor.step(states[k], action), states[k + 1])


def test_a_missed_neighbour_is_woken_in_a_second_try():
    predictor = EnginePredictor(crowd())
    state = predictor.initial()
    engine = np.array(state.engine)
    trees = len(predictor.live.data.tree_asleep)
    circles = engine[-trees:]
    circles[:] = np.where(circles >= 0, np.arange(trees), circles)  # each sleeps for itself
    broken = predictor.step(replace(state, engine=engine), Push("left 0", impulse=(0.5, 0.0, 0.0)))
    assert np.isfinite(broken.positions).all()
    assert not {"left 0", "left 1", "left 2"} & asleep(predictor)


def test_a_frame_in_which_nothing_moves_keeps_its_numbers():
    predictor = EnginePredictor(crowd())
    state = predictor.step(predictor.initial(), Wait())
    later = predictor.step(state, Wait())
    assert later.positions is state.positions and later.time > state.time


def test_the_deepest_overlap_names_both():
    tall = box("tall", (0.2, 0.5, 0.2), (0, 0.25, 0), 5)
    predictor = EnginePredictor(Scene(objects=(FLOOR, tall)))
    after(predictor, Push("tall", impulse=(0.5, 0.0, 0.0), point=(0.0, 0.02, 0.0)), 0.1)
    depth, one, other = deepest_overlap(predictor.live)
    assert depth > 0 and {one, other} == {"floor", "tall"}


# -------------------------------------------------------------------- rollouts


def test_rollouts_are_simulations_to_the_bit_in_order_and_for_any_number_of_threads():
    scene = crowd()
    pushes = [[(0.2, Push(f"left {k % 3}", impulse=(0.5 + k, 0.0, 0.0)))] for k in range(5)]
    expected = [simulate(scene, p, seconds=1.0, seed=k) for k, p in enumerate(pushes)]
    for threads in (1, 2, 5):
        found = rollouts(scene, pushes, seconds=1.0, seeds=range(5), threads=threads)
        assert all(map(same, found, expected))


def test_rollouts_continue_a_past_and_leave_it_alone():
    past = simulate(crowd(), [(0.0, Push("right 2", impulse=(1.0, 0.0, 0.0)))], seconds=0.5)
    push = [(0.1, Push("left 0", impulse=(1.0, 0.0, 0.0)))]
    found = rollouts(past, [push, []], seconds=0.5)
    assert same(found[0], simulate(past, push, seconds=0.5))
    assert same(found[1], simulate(past, [], seconds=0.5))


def test_rollouts_refuse_what_simulate_refuses():
    with pytest.raises(UnknownObjectError, match="unicorn"):
        rollouts(crowd(), [[], [(0.0, Push("unicorn", impulse=(1.0, 0.0, 0.0)))]], seconds=0.5)
    with pytest.raises(InputError, match="one seed each; got 1 for 2"):
        rollouts(crowd(), [[], []], seconds=0.5, seeds=[1])
    with pytest.raises(InputError, match="at least 1 thread"):
        rollouts(crowd(), [[], []], seconds=0.5, threads=-1)
    assert rollouts(crowd(), [], seconds=0.5) == []


# ------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("bench", "words"),
    [
        (["endurance", "--seeds", "0"], "1 to 10000 seeds"),
        (["endurance", "--minutes", "nan"], "minutes"),
        (["determinism", "--minutes", "1"], "no option 'minutes'"),
    ],
)
def test_a_bench_that_cannot_run_says_so_in_one_sentence(bench, words, capsys):
    with pytest.raises(SystemExit) as stop:
        run("bench", *bench)
    error = capsys.readouterr().err
    assert stop.value.code == 2 and words in error and error.strip().count("\n") == 0


def run(*words: str) -> None:
    import sys

    before, sys.argv = sys.argv, ["spatialwm", *words]
    try:
        main()
    finally:
        sys.argv = before


def test_a_body_of_negative_or_no_number_mass_is_refused():
    for mass in (-1.0, 0.0, math.nan):
        with pytest.raises(InputError, match="mass above 0"):
            Body(kind="dynamic", mass=mass)


def test_acting_in_a_scene_without_bodies_is_refused_by_name(tmp_path, capsys):
    save(Scene(objects=(SceneObject(name="cloud"),)), tmp_path / "cloud.glb")
    with pytest.raises(SystemExit) as stop:
        run("act", str(tmp_path / "cloud.glb"), "push the cloud", "-o", str(tmp_path / "after.glb"))
    error = capsys.readouterr().err
    assert stop.value.code == 2 and "cloud" in error
    assert not (tmp_path / "after.glb").exists()
    assert json.dumps(error)
