"""Scenes as Gymnasium environments."""

import numpy as np
import pytest

gymnasium = pytest.importorskip("gymnasium")
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:gymnasium")

from gymnasium.utils.env_checker import check_env  # noqa: E402

import spatialwm.environment  # noqa: E402, F401 (registers the id)
from spatialwm.errors import InputError  # noqa: E402
from spatialwm.scene import Scene  # noqa: E402

ID = "spatialwm/Scene-v0"


@pytest.mark.parametrize("actions", ["box", "dict"])
def test_the_checker_of_gymnasium_passes(actions):
    made = gymnasium.make(
        ID,
        actions=actions,
        observations=("state", "pixels", "depth", "ids"),
        size=(24, 16),
        variation=("mass", "friction", "color"),
        render_mode="rgb_array",
    )
    check_env(made.unwrapped)


def test_a_push_moves_the_thing_that_is_meant_as_fast_as_is_meant():
    env = gymnasium.make(ID, frames=1).unwrapped
    env.reset(seed=0)
    (seen, *_), before = env.step(np.array([-1.0, 0.5, 0, 0], np.float32)), env.state
    block, brick = before.names.index("block"), before.names.index("brick")
    assert before.velocities[block][0] == pytest.approx(1.0, abs=0.1)
    assert np.abs(before.velocities[brick]).max() < 1e-6
    assert seen["state"][7] == pytest.approx(before.velocities[block][0], abs=1e-5)


def test_what_cannot_be_done_does_nothing_and_says_why():
    env = gymnasium.make(ID, actions="dict").unwrapped
    env.reset(seed=0)
    info = env.step({"verb": 4, "target": 0, "vector": np.zeros(3, np.float32)})[4]
    assert "hand" in info["refused"] or "held" in info["refused"] or "hold" in info["refused"]
    assert "refused" not in env.step({"verb": 0, "target": 0, "vector": np.zeros(3, np.float32)})[4]


def test_the_same_seed_and_actions_give_the_same_observations():
    rolls = []
    for _ in range(2):
        env = gymnasium.make(ID, variation=("mass", "friction"))
        env.action_space.seed(3)
        rows = [env.reset(seed=5)[0]["state"]]
        rows += [env.step(env.action_space.sample())[0]["state"] for _ in range(5)]
        rolls.append(np.array(rows))
    assert np.array_equal(*rolls) and np.ptp(rolls[0], axis=0).max() > 0.01


def test_factors_of_variation_change_the_bodies_and_are_held_to_their_bounds():
    env = gymnasium.make(ID, variation=("mass",)).unwrapped
    masses = set()
    for seed in (0, 1):
        _, info = env.reset(seed=seed)
        masses.add(env.scene["block"].body.mass)
        assert env.scene["block"].body.mass == pytest.approx(info["variation"]["mass"][0])
    assert len(masses) == 2
    env.reset(options={"variation": {"friction": [2.0, 1.0], "color": [[1, 0, 0], [0, 0, 1]]}})
    assert env.scene["block"].body.friction == pytest.approx(0.6)
    assert env.scene["brick"].paint == (0.0, 0.0, 1.0)
    env.reset(options={"variation": {}})
    assert env.scene["block"].body.mass == 1.0
    for wrong in ({"mass": [9.0, 1.0]}, {"mass": [1.0]}, {"taste": [1.0, 1.0]}, 3):
        with pytest.raises(InputError):
            env.reset(options={"variation": wrong})


def test_a_goal_ends_the_episode_with_a_reward():
    env = gymnasium.make(ID, goal="the block moved", frames=30).unwrapped
    env.reset(seed=0)
    assert env.step(np.zeros(4, np.float32))[1:3] == (0.0, False)
    _, reward, over, cut, info = env.step(np.array([-1.0, 0.6, 0, 0], np.float32))
    assert (reward, over, cut, info["success"]) == (1.0, True, False, True)
    env = gymnasium.make(ID, seconds=0.1).unwrapped
    env.reset()
    assert env.step(np.zeros(4, np.float32))[3]


def test_pictures_show_what_is_there():
    env = gymnasium.make(ID, observations=("pixels", "depth", "ids"), size=(48, 32)).unwrapped
    seen, _ = env.reset(seed=0)
    assert {0, 2, 3} <= set(np.unique(seen["ids"]))
    assert 1.0 < seen["depth"][seen["ids"] == 2].mean() < 4.0
    assert seen["pixels"].std() > 1


def test_environments_are_vectorised():
    made = gymnasium.make_vec(ID, num_envs=2, vectorization_mode="sync", variation=("mass",))
    first, _ = made.reset(seed=1)
    assert first["state"].shape == (2, 33)
    push = np.tile(np.array([-1.0, 0.5, 0, 0], np.float32), (2, 1))
    after, reward, *_ = made.step(push)
    assert after["state"][0, 0] > first["state"][0, 0] and reward.shape == (2,)


def test_scenes_that_cannot_be_acted_in_are_refused():
    for wrong in ({"scene": Scene()}, {"observations": ("smell",)}, {"variation": ("taste",)}, {"frames": 0}):
        with pytest.raises(InputError):
            gymnasium.make(ID, **wrong)
