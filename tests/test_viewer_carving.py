"""Splats that become an object of their own: the edit, the message, the session."""

import base64
import zlib

import numpy as np
import pytest

from spatialwm.dynamics import simulate, state_hash
from spatialwm.errors import InputError
from spatialwm.objects.carving import carved
from spatialwm.scene import Body, Box, Mesh, Push, Rollout, Scene, SceneObject, Splats, TriangleMesh
from spatialwm_viewer.carvings import rows_of, with_carvings
from spatialwm_viewer.live_run import LiveRun
from spatialwm_viewer.messages import Carving


def blob(middle: tuple[float, float, float], size: float, count: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).uniform(-size / 2, size / 2, (count, 3)) + np.array(middle)


@pytest.fixture
def room() -> Scene:
    """A capture in one piece: a floor, and a crate of splats that stands on it."""
    floor = blob((0.0, 0.0, 0.0), 2.0, 400, 0) * np.array([1.0, 0.0, 1.0])
    crate = blob((0.4, 0.15, 0.2), 0.3, 200, 1)
    means = np.concatenate([floor, crate])
    splats = Splats(
        means=means,
        quats=np.tile([1.0, 0, 0, 0], (len(means), 1)),
        scales=np.full((len(means), 3), 0.02),
        opacities=np.full(len(means), 0.9),
        sh=np.zeros((len(means), 1, 3)),
    )
    low, high = np.array([0.25, 0.0, 0.05]), np.array([0.55, 0.3, 0.35])
    corners = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)]) * (high - low) + low
    ground = np.array([[-1.0, 0, -1], [-1, 0, 1], [1, 0, 1], [1, 0, -1]])
    quads = [[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]]
    faces = np.array([[q[a], q[b], q[c]] for q in quads for a, b, c in ((0, 1, 2), (0, 2, 3))])
    mesh = Mesh(
        vertices=np.concatenate([corners, ground]), faces=np.concatenate([faces, [[8, 9, 10], [8, 10, 11]]])
    )
    return Scene(
        objects=(
            SceneObject(
                name="room",
                category="room",
                position=np.array([0.0, 0.5, 0.0]),
                splats=splats,
                mesh=mesh,
                body=Body(colliders=(TriangleMesh(),)),
            ),
            SceneObject(
                name="ground",
                category="floor",
                position=np.array([0.0, 0.45, 0.0]),
                body=Body(colliders=(Box(size=np.array([4.0, 0.1, 4.0])),)),
            ),
        )
    )


CRATE = np.arange(600) >= 400


def packed(rows: np.ndarray) -> str:
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return base64.b64encode(deflate.compress(np.packbits(rows).tobytes()) + deflate.flush()).decode()


def carving(name: str = "crate") -> Carving:
    return Carving(object="room", name=name, rows=packed(CRATE))


def test_what_is_carved_stands_where_it_stood_and_the_rest_is_without_it(room: Scene) -> None:
    after = carved(room, "room", CRATE, new="crate")
    crate, rest = after["crate"], after["room"]
    assert crate.splats is not None and rest.splats is not None and room["room"].splats is not None
    world = crate.splats.means + crate.position
    np.testing.assert_allclose(world, room["room"].splats.means[CRATE] + room["room"].position, atol=1e-6)
    assert len(rest.splats.means) == 400
    assert rest.mesh is not None and len(rest.mesh.faces) == 2, "of the mesh, only the ground is left"
    assert crate.body.kind == "dynamic"
    assert crate.body.mass == pytest.approx(300 * 0.027, rel=0.3)


def test_it_falls_and_is_pushed_like_anything(room: Scene) -> None:
    after = carved(room, "room", CRATE, new="crate", mass=2.0)
    rested = simulate(after, [], seconds=1.0)
    assert np.linalg.norm(rested["crate"].position - after["crate"].position) < 0.02, "it stood there before"
    pushed = simulate(after, [(0.0, Push(object="crate", impulse=(3.0, 0.0, 0.0)))], seconds=1.0)
    assert pushed["crate"].position[0] - after["crate"].position[0] > 0.05


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (np.arange(600) < 5, "at least 20"),
        (np.arange(600) >= 0, "at least 20"),
        (np.ones(3, bool), "has 600"),
    ],
)
def test_what_makes_no_object_is_refused(room: Scene, rows: np.ndarray, message: str) -> None:
    with pytest.raises(InputError, match=message):
        carved(room, "room", rows, new="crate")
    with pytest.raises(InputError, match="already"):
        carved(room, "room", CRATE, new="ground")


@pytest.mark.parametrize("text", ["AAAA", "!!", packed(CRATE[:100]), packed(np.zeros(10**7, bool))])
def test_rows_that_do_not_fit_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        rows_of(text, 600)


def test_rows_come_back_as_they_were_packed() -> None:
    np.testing.assert_array_equal(rows_of(packed(CRATE), 600), CRATE)


def test_a_session_carves_undoes_and_does_it_again(room: Scene) -> None:
    run = LiveRun(room)
    run.schedule([], 0.2)
    while run.frame < run.end:
        run.step()
    run.carve(carving(), 0.5)
    assert run.frame == 0, "it is there from the beginning"
    assert [thing.name for thing in run.scene.objects] == ["room", "ground", "crate"]
    (told,) = run.carvings
    assert told.center == pytest.approx((0.4, 0.15, 0.2), abs=0.01)
    run.schedule([(0.1, Push(object="crate", impulse=(4.0, 0.0, 0.0)))], 0.5)
    while run.frame < run.end:
        run.step()
    rollout = simulate(with_carvings(room, run.carvings)[0], run.log, seconds=run.seconds).rollout
    assert rollout is not None and rollout.state_hash == state_hash(run.state)
    run.undo()
    run.undo()
    assert [thing.name for thing in run.scene.objects] == ["room", "ground"]
    run.redo()
    assert run.carvings == (told,)


def test_a_scene_with_a_past_is_not_carved(room: Scene) -> None:
    past = Rollout(
        times=np.array([0.0, 0.5]), names=(), positions=np.zeros((2, 0, 3)), quats=np.zeros((2, 0, 4))
    )
    with pytest.raises(InputError, match="past already"):
        carved(Scene(objects=room.objects, rollout=past), "room", CRATE, new="crate")
