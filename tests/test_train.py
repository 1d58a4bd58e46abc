# pyright: reportPrivateImportUsage=false, reportAttributeAccessIssue=false
"""Training learns what it is shown, repeats to the bit, and survives being killed."""

from dataclasses import replace

import numpy as np
import pytest

from spatialwm.errors import FormatError, InputError, ShapeError
from spatialwm.geometry.harmonics import sh0_from_colors
from spatialwm.lift.photos.densify import relocate_and_grow
from spatialwm.lift.photos.loss import PhotoLoss, psnr
from spatialwm.lift.photos.model import initial_model
from spatialwm.lift.photos.schedule import Schedule, schedule_for
from spatialwm.lift.photos.train import draw, train
from spatialwm.lift.photos.training_set import TrainingSet
from spatialwm.scene import Camera, Splats

pytest.importorskip("numba")
pytest.importorskip("scipy")


def world(count=150):
    """Coloured balls in a shell about the origin."""
    rng = np.random.default_rng(4)
    colors = rng.uniform(0.1, 0.9, (count, 3))
    return Splats(
        means=rng.uniform(-0.8, 0.8, (count, 3)),
        quats=np.tile([1.0, 0, 0, 0], (count, 1)),
        scales=rng.uniform(0.05, 0.2, (count, 3)),
        opacities=rng.uniform(0.5, 0.95, count),
        sh=sh0_from_colors(colors),
    )


@pytest.fixture(scope="module")
def photos():
    """Twelve photos of the world around a circle, two of them held out; points near the true centres."""
    truth = world()
    cameras = tuple(
        Camera.looking_at(
            (3 * float(np.sin(a)), 0.6 * float(np.cos(3 * a)), 3 * float(np.cos(a))),
            (0.0, 0.0, 0.0),
            width=60,
            height=44,
        )
        for a in np.linspace(0, 2 * np.pi, 12, endpoint=False)
    )
    pictures = tuple(np.round(np.clip(draw(truth, c), 0, 1) * 255).astype(np.uint8) for c in cameras)
    rng = np.random.default_rng(5)
    return TrainingSet(
        cameras=cameras,
        photos=pictures,
        points=truth.means + rng.normal(scale=0.03, size=truth.means.shape),
        colors=rng.integers(0, 256, (len(truth), 3)).astype(np.uint8),
        test=(3, 8),
    )


SHORT = Schedule(steps=240, cap=300)


def held_out(splats, data):
    return float(np.mean([psnr(draw(splats, data.cameras[k]), data.photos[k]) for k in data.test]))


def same_splats(a, b):
    return all(
        np.array_equal(getattr(a, n), getattr(b, n)) for n in ("means", "quats", "scales", "opacities", "sh")
    )


def test_photos_never_seen_are_predicted(photos):
    seen = []
    splats = train(photos, SHORT, progress=lambda p: seen.append((p.step, p.loss, p.splat_count))).splats
    assert held_out(splats, photos) > 23
    assert len(photos.points) < len(splats) <= 300 and seen[-1][0] == 240 and seen[-1][1] < 0.5 * seen[0][1]


def test_a_seed_gives_the_same_splats_to_the_bit_with_any_number_of_threads(photos):
    import numba

    schedule = replace(SHORT, steps=60, grow_from=10, grow_every=10)
    threads = numba.get_num_threads()
    try:
        results = []
        for count in (1, min(2, numba.config.NUMBA_NUM_THREADS)):
            numba.set_num_threads(count)
            results.append(train(photos, schedule, seed=3).splats)
    finally:
        numba.set_num_threads(threads)
    assert same_splats(*results)
    assert not same_splats(results[0], train(photos, schedule, seed=4).splats)


def test_a_run_that_was_killed_continues_as_if_it_had_not_been(photos, tmp_path):
    schedule = replace(SHORT, steps=60, grow_from=10, grow_every=10)
    whole = train(photos, schedule).splats

    def kill(progress):
        if progress.step == 35:
            raise KeyboardInterrupt

    file = tmp_path / "state.npz"
    with pytest.raises(KeyboardInterrupt):
        train(photos, schedule, checkpoint=file, checkpoint_every=20, progress=kill, progress_every=5)
    assert same_splats(whole, train(photos, schedule, checkpoint=file, checkpoint_every=20).splats)
    assert [p.name for p in tmp_path.iterdir()] == ["state.npz"]


@pytest.mark.parametrize("damage", [lambda b: b[: len(b) // 2], lambda b: b"no", lambda b: b""])
def test_a_damaged_or_foreign_checkpoint_is_refused(photos, tmp_path, damage):
    file = tmp_path / "state.npz"
    schedule = replace(SHORT, steps=2)
    train(photos, schedule, checkpoint=file)
    with pytest.raises(FormatError, match="another training run"):
        train(photos, schedule, seed=9, checkpoint=file)
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(FormatError, match="not a training state"):
        train(photos, schedule, checkpoint=file)


def test_the_loss_and_its_gradient_are_those_of_torch():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    picture, photo = rng.uniform(size=(37, 45, 3)), rng.integers(0, 256, (37, 45, 3)).astype(np.uint8)
    loss, slopes = PhotoLoss(37, 45)(picture, photo)
    a = torch.tensor(picture, requires_grad=True)
    one, two = a.permute(2, 0, 1), torch.tensor(photo / 255.0).permute(2, 0, 1)
    taps = torch.exp(-0.5 * (torch.arange(-5, 6, dtype=torch.float64) / 1.5) ** 2)
    taps = taps / taps.sum()
    kernel = (taps[:, None] * taps).expand(3, 1, 11, 11)

    def blur(x):
        return torch.nn.functional.conv2d(x[None], kernel, padding=5, groups=3)[0]

    m1, m2 = blur(one), blur(two)
    v1, v2, cov = blur(one * one) - m1 * m1, blur(two * two) - m2 * m2, blur(one * two) - m1 * m2
    ssim = (2 * m1 * m2 + 1e-4) * (2 * cov + 9e-4) / ((m1 * m1 + m2 * m2 + 1e-4) * (v1 + v2 + 9e-4))
    expected = 0.8 * (one - two).abs().mean() + 0.2 * (1 - ssim.mean())
    expected.backward()
    assert loss == pytest.approx(expected.item(), abs=1e-12)
    np.testing.assert_allclose(slopes, a.grad.numpy(), atol=1e-15)


def test_equal_pictures_have_no_loss():
    photo = np.random.default_rng(0).integers(0, 256, (20, 30, 3)).astype(np.uint8)
    loss, _ = PhotoLoss(20, 30)((photo / 255).astype(np.float32), photo)
    assert abs(loss) < 1e-6


def test_splats_that_share_a_place_look_like_the_one_they_were():
    one = initial_model(np.array([[0.0, 0, 0], [50, 0, 0]]), np.full((2, 3), 0.7), 3)
    one.values["log_scales"][:] = np.log(0.3)
    one.values["logit_opacities"][:2, 0] = [0.0, -20]  # the second is dead
    camera = Camera.looking_at((0.0, 0.0, 3.0), (0.0, 0.0, 0.0), width=40, height=40)
    before = draw(one.splats(), camera)
    assert relocate_and_grow(one, 3, np.random.default_rng(0)) == 2
    assert one.count == 3 and np.array_equal(one.used("means"), np.zeros((3, 3)))
    difference = np.abs(draw(one.splats(), camera) - before)
    assert difference.max() < 0.06 and difference.mean() < 0.01


def test_a_longer_budget_has_more_splats_and_steps():
    short, long = (schedule_for(seconds, 125_000, 10_000) for seconds in (30.0, 600.0))
    assert long.steps > 2 * short.steps and long.cap > short.cap
    assert schedule_for(1.0, 10_000, 123_456).cap == 123_456


def test_more_points_than_splats_allowed_are_thinned(photos):
    splats = train(photos, Schedule(steps=1, cap=40)).splats
    assert len(splats) == 40


def test_photos_that_do_not_fit_their_cameras_are_refused(photos):
    with pytest.raises(ShapeError, match=r"needs uint8\[44, 60, 3\]"):
        replace(photos, photos=(photos.photos[0][:-1], *photos.photos[1:]))
    with pytest.raises(InputError, match="a photo per camera"):
        replace(photos, photos=photos.photos[:3])
    with pytest.raises(InputError, match="at least one point"):
        replace(photos, points=np.zeros((0, 3)), colors=np.zeros((0, 3), np.uint8))
