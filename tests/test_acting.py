"""What the newer actions do in the engine, and what a rollout keeps of them."""

from dataclasses import replace

import numpy as np
import pytest

from spatialwm.dynamics import EnginePredictor, replay, simulate, start_of
from spatialwm.errors import InputError
from spatialwm.io.glb import decode, encode
from spatialwm.language import actions_from_text
from spatialwm.scene import (
    Body,
    Box,
    CageTrack,
    Camera,
    Close,
    Crouch,
    Force,
    Grasp,
    Gravity,
    Joint,
    Jump,
    Mesh,
    Move,
    Open,
    Paint,
    Place,
    Remove,
    Rollout,
    Scene,
    SceneObject,
    Spawn,
    State,
    Wait,
    Wind,
    as_shown,
    at_time,
    painted,
)
from spatialwm.shapes import same
from tests.test_language import block, furnished, thing


class Run:
    """An engine that is told what to do and for how long."""

    def __init__(self, scene: Scene) -> None:
        self.predictor = EnginePredictor(scene)
        self.state: State = self.predictor.initial()

    def do(self, action, seconds: float = 0.0) -> "Run":
        self.state = self.predictor.step(self.state, action)
        for _ in range(round(60 * seconds)):
            self.state = self.predictor.step(self.state, Wait())
        return self

    def place(self, name: str) -> np.ndarray:
        return self.state.positions[self.state.names.index(name)]


def cabinet() -> Scene:
    """A door on a hinge, in reach."""
    door = SceneObject(
        name="door",
        position=np.array([0.0, 1.0, 0.0]),
        body=Body(
            kind="articulated",
            mass=4.0,
            colliders=(block(0.6, 0.8, 0.03),),
            joint=Joint(
                kind="hinge",
                parent=None,
                axis=np.array([0.0, 1, 0]),
                anchor=np.array([-0.3, 0, 0]),
                limits=(-1.6, 0.0),
            ),
        ),
    )
    return Scene(
        objects=(thing("room", block(12, 0.2, 12), (0, -0.1, 0)), door),
        cameras=(Camera.looking_at((0.6, 1.6, 0.8), (0.0, 1.0, 0.0)),),
    )


def angle(run: Run) -> float:
    quat = run.state.quats[run.state.names.index("door")]
    return float(2 * np.arctan2(quat[2], quat[0]))


def test_a_door_opens_to_a_part_of_its_way_and_closes():
    run = Run(cabinet()).do(Open("door", fraction=0.5), 3.0)
    assert angle(run) == pytest.approx(-0.8, abs=0.03)
    assert angle(run.do(Close("door"), 3.0)) == pytest.approx(0.0, abs=0.03)


def test_what_hangs_on_no_joint_is_not_opened():
    with pytest.raises(InputError, match="cannot be opened or closed; what can: nothing"):
        Run(furnished()).do(Open("table"))


def test_a_force_over_a_time_gives_its_impulse_less_friction():
    run = Run(furnished()).do(Force("chair_1", force=(50.0, 0.0, 0.0), seconds=0.2), 0.2)
    speed = run.state.velocities[run.state.names.index("chair_1")][0]
    assert speed == pytest.approx((50.0 / 5 - 0.3 * 9.81) * 0.2, rel=0.15)


def test_a_held_thing_is_placed_on_and_beside_and_lies_still():
    run = Run(furnished()).do(Move((0.0, 0.0, -1.9)), 2.5).do(Grasp("mug_2"), 0.5)
    run.do(Place(on="table"), 5.0)
    assert run.state.held is None and np.allclose(run.place("mug_2")[1], 0.77, atol=2e-3)
    run.do(Grasp("mug_2"), 0.5).do(Place(beside="mug_1"), 5.0)
    gap = np.linalg.norm((run.place("mug_2") - run.place("mug_1"))[[0, 2]])
    assert run.state.held is None and 0.08 < gap < 0.4
    with pytest.raises(InputError, match="hand is empty"):
        run.do(Place(on="table"))


def test_a_place_out_of_reach_is_refused_with_the_distance():
    run = Run(furnished()).do(Move((0.0, 0.0, -1.9)), 2.5).do(Grasp("mug_2"), 0.5)
    with pytest.raises(InputError, match=r"is 1\.\d\d m away, the arm reaches 1.1 m"):
        run.do(Place(on="chair_2"))


def test_what_comes_goes_and_is_painted_survives_replay_and_file():
    timed = [
        (0.2, Remove("mug_2")),
        (0.5, Paint("table", color=(0.0, 0.0, 1.0))),
        (1.0, Spawn("ball_2", like="ball", at=(0.0, 1.5, 1.0))),
    ]
    after = simulate(furnished(), timed, seconds=2.0)
    assert after["mug_2"].hidden and not after["ball_2"].hidden and after["table"].paint == (0.0, 0.0, 1.0)
    assert after["ball_2"].position[1] < 0.5
    assert replay(after).same
    again = decode(encode(after))
    assert same(again, after)
    begin = start_of(again)
    assert begin["ball_2"].hidden and not begin["mug_2"].hidden and begin["table"].paint is None
    assert at_time(again, 0.1)["mug_2"].hidden is False and at_time(again, 0.6)["table"].paint is not None
    assert after.rollout is not None and after.rollout.agent.shape == (121, 6)


def test_a_thing_appears_in_a_scene_with_a_past():
    first = simulate(furnished(), [(0.0, Force("ball", force=(1.0, 0.0, 0.0)))], seconds=1.0)
    second = simulate(first, [(0.2, Spawn("ball_2", like="ball", at=(0.5, 1.0, 1.0)))], seconds=1.0)
    assert replay(second).same and not second["ball_2"].hidden


def test_what_is_removed_holds_nothing_up():
    run = Run(furnished()).do(Remove("table"), 1.5)
    assert "table" in run.state.gone and run.place("mug_1")[1] < 0.2
    with pytest.raises(InputError, match="not there any more"):
        run.do(Remove("table"))


def test_without_gravity_a_pushed_thing_floats_on_and_with_it_comes_down():
    run = (
        Run(furnished())
        .do(Gravity((0.0, 0.0, 0.0)))
        .do(Force("ball", force=(0.0, 4.0, 0.0), seconds=0.1), 1.0)
    )
    assert run.place("ball")[1] > 0.8
    assert run.do(Gravity((0.0, -9.81, 0.0)), 2.0).place("ball")[1] == pytest.approx(0.1, abs=0.02)


def test_wind_moves_the_light_and_not_the_heavy():
    run = Run(furnished()).do(Wind((8.0, 0.0, 0.0)), 2.0)
    before = furnished()
    assert run.place("ball")[0] - before["ball"].position[0] > 0.1
    assert abs(run.place("table")[0] - before["table"].position[0]) < 0.01


def test_the_agent_jumps_as_high_as_it_says_and_lands():
    run = Run(furnished()).do(Jump(height=0.4))
    heights = [run.do(Wait()).state.agent_position[1] for _ in range(60)]
    assert max(heights) == pytest.approx(0.4, abs=0.05) and heights[-1] == 0.0


def test_eyes_are_lower_when_crouching():
    run = Run(furnished()).do(Crouch())
    assert run.state.agent_eye == 0.9 and run.do(Crouch(down=False)).state.agent_eye == 1.6


def test_the_agent_climbs_a_step_and_not_a_wall():
    step = thing("step", block(2, 0.2, 2), (0, 0.1, 1.0))
    wall = thing("wall", block(2, 2, 0.2), (0, 1.0, -0.5))
    scene = Scene(
        objects=(thing("room", block(12, 0.2, 12), (0, -0.1, 0)), step, wall),
        cameras=(Camera.looking_at((0.0, 1.6, 3.0), (0.0, 1.6, 0.0)),),
    )
    run = Run(scene).do(Move((0.0, 0.0, -1.5)), 2.5)
    assert run.state.agent_position[1] == pytest.approx(0.2, abs=0.01)
    run.do(Move((0.0, 0.0, -4.0)), 4.0)
    assert run.state.agent_position[2] > -0.2


def test_the_agent_walks_up_a_slope_with_its_eyes_at_their_height():
    lean = np.radians(15.0)
    ramp = replace(
        thing("ramp", block(2.0, 0.1, 4.0), (0.0, 0.0, -1.0)),
        quat=np.array([np.cos(lean / 2), np.sin(lean / 2), 0.0, 0.0]),
    )
    scene = Scene(
        objects=(thing("room", block(12, 0.2, 12), (0, -0.1, 0)), ramp),
        cameras=(Camera.looking_at((0.0, 1.6, 2.5), (0.0, 1.6, 0.0)),),
    )
    run = Run(scene).do(Move((0.0, 0.0, -4.0)), 5.0)
    on_ramp = (-1.0 - run.state.agent_position[2]) * np.tan(lean)
    assert run.state.agent_position[2] < -1.2
    assert run.state.agent_position[1] == pytest.approx(on_ramp, abs=0.2) and on_ramp > 0.05


def test_the_agent_pushes_what_it_walks_into():
    run = Run(furnished()).do(Move((1.0, 0.0, 0.0)), 1.5).do(Move((0.0, 0.0, -2.0)), 3.0)
    assert np.linalg.norm(run.place("ball") - furnished()["ball"].position) > 0.1


def test_the_agent_walks_around_what_is_in_the_way():
    scene = furnished()
    wall = thing("shelf", block(3.0, 1.8, 0.3), (0.0, 0.9, 1.6))
    scene = replace(scene, objects=(*scene.objects, wall))
    run = Run(scene)
    for _, action in (timed := actions_from_text("walk to the table", scene)):
        run.do(action, 4.0)
    assert len(timed) > 1 and run.state.agent_position[2] < 1.3
    assert np.allclose(run.place("table"), scene["table"].position, atol=1e-3)


def test_paint_changes_colour_and_keeps_shade():
    corners = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32)
    mesh = Mesh(
        vertices=corners,
        faces=np.array([[0, 1, 2]], np.int32),
        colors_linear=np.array([[0.2] * 3, [0.4] * 3, [0.8] * 3], np.float32),
    )
    red = painted(SceneObject(name="a", mesh=mesh, paint=(0.5, 0.0, 0.0))).mesh
    assert red is not None and red.colors_linear is not None
    assert np.all(red.colors_linear[:, 1:] == 0) and np.all(np.diff(red.colors_linear[:, 0]) > 0)
    assert red.colors_linear[1, 0] == pytest.approx(0.5**2.2, rel=1e-5), (
        "what lies in the light has the colour"
    )


def test_what_is_left_out_leaves_no_trace_in_the_record():
    run = Rollout(
        times=np.zeros(1, np.float32),
        names=("a", "b"),
        positions=np.zeros((1, 2, 3), np.float32),
        quats=np.tile(np.array([1, 0, 0, 0], np.float32), (1, 2, 1)),
        cages=tuple(CageTrack(name=n, nodes=np.zeros((1, 8, 3), np.float32)) for n in "ab"),
        hidden=(("a", 0.0, None), ("b", 0.0, 1.0)),
    )
    soft = Body(kind="soft", mass=1.0, stiffness=1e5, colliders=(Box(size=np.ones(3, np.float32)),))
    things = (SceneObject(name="a", hidden=True, body=soft), SceneObject(name="b", body=soft))
    scene = Scene(objects=things, rollout=run)
    told = as_shown(scene).rollout
    assert told is not None
    assert (
        told.names == ("b",) and [t.name for t in told.cages] == ["b"] and told.hidden == (("b", 0.0, 1.0),)
    )
