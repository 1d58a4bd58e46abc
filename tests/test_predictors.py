"""Learned predictors: the data, the gradients, the files, and what holds out of distribution."""

import io

import numpy as np
import pytest

from spatialwm.bench.phyworld import velocity_error
from spatialwm.bench.phyworld_engine import by_mujoco
from spatialwm.bench.phyworld_pixels import draw, read
from spatialwm.errors import FormatError, InputError, MissingFileError
from spatialwm.predictors import EventNet, load_model, save_model, train_phyworld
from spatialwm.predictors import training as training_module
from spatialwm.predictors.event_net import Layer, rollout, time_of_impact
from spatialwm.predictors.files import encode
from spatialwm.predictors.phyworld import DT, FRAMES, LEVELS, TASKS, draw_clips, in_view

ALL_LEVELS = [(task, level) for task in TASKS for level in LEVELS[task]]


@pytest.mark.parametrize("law", ["elastic", "box2d"])
def test_collisions_keep_momentum_and_lose_energy_only_where_box2d_does(law):
    clips = draw_clips("collision", "v1,v2", 300, seed=3, law=law)
    masses = clips.radii**2
    speeds = np.diff(clips.positions[..., 0], axis=1) / DT
    first, last = speeds[:, 0], speeds[:, -1]
    np.testing.assert_allclose((masses * first).sum(1), (masses * last).sum(1), atol=1e-9)
    lost = 1 - (masses * last**2).sum(1) / (masses * first**2).sum(1)
    slow = first[:, 0] - first[:, 1] < 1
    assert slow.any() and (~slow).any() and np.abs(lost[~slow]).max() < 1e-9
    assert (lost[slow] > 0.01).all() if law == "box2d" else np.abs(lost[slow]).max() < 1e-6


def test_discs_never_overlap_and_meet_no_earlier_than_eight_frames():
    for level in LEVELS["collision"]:
        clips = draw_clips("collision", level, 120, seed=5)
        gap = np.diff(clips.positions[..., 0], axis=2)[..., 0] - clips.radii.sum(axis=1)[:, None]
        assert gap.min() > -1e-9
        assert clips.impacts.min() >= 0.8 - 0.011
        assert in_view(clips)[:, :3].all()


@pytest.mark.parametrize(("task", "level"), ALL_LEVELS)
def test_the_shipped_model_is_right_out_of_distribution(task, level):
    clips = draw_clips(task, level, 120, seed=7)
    predicted = rollout(load_model()[task], clips.positions[:, :3], clips.radii, count=FRAMES, dt=DT)
    assert np.nanmean(velocity_error(predicted, clips)) < (0.002 if level == "in" else 0.004)


def test_without_mechanics_the_network_fails_out_of_distribution():
    clips = draw_clips("collision", "all", 120, seed=7)
    net = load_model()["collision-raw"]
    predicted = rollout(net, clips.positions[:, :3], clips.radii, count=FRAMES, dt=DT)
    assert np.nanmean(velocity_error(predicted, clips)) > 0.05


def test_mujoco_follows_the_elastic_law():
    clips = draw_clips("collision", "r1,r2", 9, seed=2)
    predicted = by_mujoco(clips.positions[:, :3], clips.radii, np.zeros(2), count=FRAMES)
    assert np.nanmax(velocity_error(predicted, clips)) < 0.003


def test_a_wrong_velocity_is_the_error_and_frames_out_of_view_do_not_count():
    clips = draw_clips("uniform", "in", 50, seed=1)
    wrong = clips.positions.copy()
    wrong[..., 0] += 0.5 * DT * np.arange(FRAMES)[None, :, None]
    np.testing.assert_allclose(velocity_error(wrong, clips), 0.5, atol=1e-9)
    wrong[~in_view(clips)] = 1e6
    last = in_view(clips).sum(axis=1) - 1
    assert (last < FRAMES - 1).any()
    np.testing.assert_allclose(velocity_error(wrong, clips), 0.5, atol=1e-9)


def test_box2d_itself_agrees_where_it_is_installed():
    box2d = pytest.importorskip("Box2D")
    clips = draw_clips("parabola", "in", 3, seed=4)
    for path, (radius,) in zip(clips.positions[:, :, 0], clips.radii, strict=True):
        world = box2d.b2World(gravity=(0, -2.5), doSleep=False)
        # frame 0 is shown after one step of 0.01 s
        speed = (path[1, 0] - path[0, 0]) / DT
        start = path[0] - (speed * 0.01, -2.5 * 0.01**2)
        ball = world.CreateDynamicBody(position=tuple(map(float, start)), linearVelocity=(float(speed), 0))
        ball.CreateCircleFixture(radius=float(radius), density=1, restitution=1.0)
        seen = []
        for k in range(10 * (FRAMES - 1) + 1):
            world.Step(0.01, 15, 20)
            seen += [tuple(ball.position)] if k % 10 == 0 else []
        np.testing.assert_allclose(seen, path, atol=1e-3)


# ------------------------------------------------------------------------------------------------- network


def test_the_hand_written_gradient_is_that_of_finite_differences():
    rng = np.random.default_rng(0)
    parameters = [rng.normal(size=s) for s in ((2, 5), (5,), (5, 5), (5,), (5, 1), (1,))]
    inputs, targets = rng.normal(size=(7, 2)), rng.normal(size=(7, 1))
    gradients, _ = training_module._gradients(parameters, inputs, targets)
    for k, parameter in enumerate(parameters):
        for at in np.ndindex(parameter.shape):
            ends = []
            for step in (1e-6, -1e-6):
                moved = [p.copy() for p in parameters]
                moved[k][at] += step
                ends.append(training_module._gradients(moved, inputs, targets)[1])
            assert gradients[k][at] == pytest.approx((ends[0] - ends[1]) / 2e-6, abs=1e-6)


def test_impulses_are_equal_and_opposite_and_do_not_depend_on_who_is_first():
    net = load_model()["collision"]
    rng = np.random.default_rng(1)
    start, radii = np.array([[[2.0, 5.0], [7.0, 5.6]]]), np.array([[0.6, 1.1]])
    speeds = rng.uniform(1, 2, (1, 2, 2)) * [[[1, 0.1], [-1, 0.1]]]
    frames = start[:, None] + speeds[:, None] * DT * np.arange(3)[None, :, None, None]
    path = rollout(net, frames, radii, count=FRAMES, dt=DT)
    masses = radii[..., None] ** 2
    momentum = ((path[:, 1] - path[:, 0]) * masses).sum(1), ((path[:, -1] - path[:, -2]) * masses).sum(1)
    np.testing.assert_allclose(*momentum, atol=1e-9)
    assert np.abs(np.diff(path, 2, axis=1)).max() > 0.01  # they did meet
    swapped = rollout(net, frames[:, :, ::-1], radii[:, ::-1], count=FRAMES, dt=DT)
    np.testing.assert_allclose(swapped[:, :, ::-1], path, atol=1e-9)
    turn = np.array([[0.6, 0.8], [-0.8, 0.6]])
    np.testing.assert_allclose(
        rollout(net, frames @ turn, radii, count=FRAMES, dt=DT), path @ turn, atol=1e-9
    )


def test_time_of_impact_is_when_the_gap_closes():
    meets = time_of_impact(
        np.array([[3.0, 0], [3, 0], [3, 2]]), np.array([[-1.0, 0], [1, 0], [-1, 0]]), np.ones(3)
    )
    np.testing.assert_allclose(meets, [2.0, np.inf, np.inf])


def test_training_is_repeatable_goes_on_after_a_kill_and_refuses_another_run(tmp_path, monkeypatch):
    monkeypatch.setattr(training_module, "_STEPS", {"collision": 60, "collision-raw": 40})
    monkeypatch.setattr(training_module, "_CHECKPOINT_EVERY", 20)
    whole = encode(train_phyworld(seed=1, clips=200))

    class KilledError(Exception):
        pass

    def kill(done):
        if done.step == 40:
            raise KilledError

    with pytest.raises(KilledError):
        train_phyworld(seed=1, clips=200, checkpoint=tmp_path / "c", progress=kill)
    told = []
    again = train_phyworld(seed=1, clips=200, checkpoint=tmp_path / "c", progress=told.append)
    assert encode(again) == whole and told[0].step == 60
    with pytest.raises(FormatError, match="another training"):
        train_phyworld(seed=2, clips=200, checkpoint=tmp_path / "c")


@pytest.mark.slow
def test_the_shipped_weights_are_what_the_command_trains():
    trained, shipped = train_phyworld(), load_model()
    assert trained.keys() == shipped.keys()
    clips = draw_clips("collision", "all", 300, seed=9)
    ends = [
        rollout(nets["collision"], clips.positions[:, :3], clips.radii, count=FRAMES, dt=DT)
        for nets in (trained, shipped)
    ]
    np.testing.assert_allclose(ends[0], ends[1], atol=1e-3)


# --------------------------------------------------------------------------------------------------- files


def test_a_model_comes_back_to_the_bit(tmp_path):
    nets = load_model()
    path = save_model(nets, tmp_path / "m.npz")
    assert encode(load_model(path)) == path.read_bytes() == encode(load_model(path))
    with pytest.raises(InputError, match=r"saved as \.npz"):
        save_model(nets, tmp_path / "m.bin")


def test_hostile_models_are_refused_in_one_sentence(tmp_path):
    file = tmp_path / "m.npz"
    with pytest.raises(MissingFileError, match="There is no model"):
        load_model(file)
    cases = {
        "not an .npz": b"PK\3\4 nothing",
        "plain arrays": _npz({"a/acceleration": np.array([{}], object)}, allow_pickle=True),
        "finite numbers": _npz({"a/acceleration": np.array([0, np.nan]), "a/raw": np.array(False)}),
        "not whole": _npz({"a/acceleration": np.zeros(2)}),
        "fit together": _npz({"a/acceleration": np.zeros(3), "a/raw": np.array(False)}),
        "4 MB": _npz({"a/acceleration": np.zeros(10_000_000)}),
        "no network": _npz({"b": np.zeros(2)}),
    }
    for words, data in cases.items():
        file.write_bytes(data)
        with pytest.raises(FormatError, match=words):
            load_model(file)


def _npz(arrays, **options):
    stored = io.BytesIO()
    np.savez_compressed(stored, **arrays, **options)
    return stored.getvalue()


def test_networks_that_do_not_fit_are_refused():
    layer = Layer(weights=np.zeros((1, 3)), biases=np.zeros(3))
    with pytest.raises(ValueError, match="1 inputs and 1 outputs"):
        EventNet(acceleration=np.zeros(2), layers=(layer,))
    with pytest.raises(InputError, match="no level"):
        draw_clips("uniform", "r1", 10, seed=0)


# -------------------------------------------------------------------------------------------------- pixels


def test_discs_are_read_off_their_picture_to_a_few_hundredths_of_a_pixel():
    rng = np.random.default_rng(0)
    radii = np.stack([rng.uniform(0.3, 2, 40), rng.uniform(0.3, 2, 40)], axis=1)
    places = np.stack(
        [rng.uniform((2.2, 2.2), (2.7, 7.8), (40, 2)), rng.uniform((7.3, 2.2), (7.8, 7.8), (40, 2))], 1
    )
    found, sizes = read(draw(places, radii), 2)
    assert np.abs(found - places).max() < 0.03 * 10 / 128
    assert np.abs(sizes - radii).max() < 0.05 * 10 / 128
    gone, _ = read(draw(np.array([[[-5.0, 5.0]]]), np.array([[1.0]])), 1)
    assert np.isnan(gone).all()
