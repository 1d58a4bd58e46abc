# pyright: reportPrivateImportUsage=false, reportAttributeAccessIssue=false
"""Training copes with captures as they are: passers-by, cut-outs, changing exposure, poses a little off."""

from dataclasses import replace

import numpy as np
import pytest

from spatialwm.errors import FormatError, InputError, ShapeError
from spatialwm.geometry.harmonics import sh0_from_colors
from spatialwm.geometry.rotations import matrix_from_quat, quat_from_axis_angle
from spatialwm.io.images import encode_png
from spatialwm.lift.photos.capture import Capture, PhotoSource, sources_of
from spatialwm.lift.photos.exposure import exposure_jump
from spatialwm.lift.photos.loss import PhotoLoss, psnr
from spatialwm.lift.photos.model import initial_model
from spatialwm.lift.photos.reconstruct import training_set
from spatialwm.lift.photos.refine import put_back
from spatialwm.lift.photos.schedule import Schedule, predicted_seconds, schedule_for
from spatialwm.lift.photos.starts import depth_points, starting_points, thinned
from spatialwm.lift.photos.stopping import Watch, held_back
from spatialwm.lift.photos.train import draw, train
from spatialwm.lift.photos.training_set import TrainingSet
from spatialwm.render import render
from spatialwm.scene import Camera, Scene, SceneObject, Splats

pytest.importorskip("numba")
pytest.importorskip("scipy")

SCHEDULE = Schedule(steps=480, cap=900)
BLACK, WHITE = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)


@pytest.fixture(scope="module")
def truth() -> Splats:
    """Small coloured balls in a cube about the origin."""
    rng = np.random.default_rng(4)
    return Splats(
        means=rng.uniform(-0.8, 0.8, (600, 3)),
        quats=np.tile([1.0, 0, 0, 0], (600, 1)),
        scales=rng.uniform(0.02, 0.08, (600, 3)),
        opacities=rng.uniform(0.5, 0.95, 600),
        sh=sh0_from_colors(rng.uniform(0.1, 0.9, (600, 3))),
    )


@pytest.fixture(scope="module")
def clean(truth) -> TrainingSet:
    """Sixteen photos of it around a circle, two of them held out; points near the true centres."""
    cameras = tuple(
        Camera.looking_at(
            (3 * float(np.sin(a)), 0.6 * float(np.cos(3 * a)), 3 * float(np.cos(a))),
            (0.0, 0.0, 0.0),
            width=120,
            height=88,
        )
        for a in np.linspace(0, 2 * np.pi, 16, endpoint=False)
    )
    rng = np.random.default_rng(5)
    return TrainingSet(
        cameras=cameras,
        photos=tuple(as_photo(draw(truth, camera)) for camera in cameras),
        points=truth.means + rng.normal(scale=0.03, size=truth.means.shape),
        colors=rng.integers(0, 256, (len(truth), 3)).astype(np.uint8),
        test=(3, 8),
    )


@pytest.fixture(scope="module")
def clean_quality(clean) -> float:
    return quality(train(clean, SCHEDULE).splats, clean)


def as_photo(picture):
    return np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8)


def quality(splats, data) -> float:
    """Mean PSNR of the held-out photos [dB]."""
    return float(np.mean([psnr(draw(splats, data.cameras[k]), data.photos[k]) for k in data.test]))


def with_photos(data, change):
    """Change the photos that are learnt from."""
    photos = tuple(p if k in data.test else change(k, p) for k, p in enumerate(data.photos))
    return replace(data, photos=photos)


def test_what_is_masked_is_not_learnt(clean, clean_quality):
    rng = np.random.default_rng(0)
    masks = [np.full((88, 120), 255, np.uint8) for _ in clean.photos]

    def passed_through(k, photo):
        left, top = rng.integers(10, 70), rng.integers(5, 40)
        masks[k][top : top + 40, left : left + 40] = 0
        return np.where(masks[k][..., None] > 0, photo, np.array([250, 30, 200], np.uint8))

    spoilt = with_photos(clean, passed_through)
    without = quality(train(spoilt, SCHEDULE).splats, clean)
    with_masks = quality(train(replace(spoilt, masks=tuple(masks)), SCHEDULE).splats, clean)
    assert with_masks > without + 3 and with_masks > clean_quality - 1


def test_pixels_under_a_mask_change_neither_the_loss_nor_its_gradient():
    rng = np.random.default_rng(1)
    picture, photo = rng.uniform(size=(30, 40, 3)), rng.integers(0, 256, (30, 40, 3)).astype(np.uint8)
    mask = np.where(rng.uniform(size=(30, 40)) < 0.3, 0, 255).astype(np.uint8)
    loss, slopes = PhotoLoss(30, 40)(picture, photo, mask)
    other = np.where(mask[..., None] > 0, photo, 255 - photo)
    loss_of_other, slopes_of_other = PhotoLoss(30, 40)(picture, other, mask)
    assert loss == loss_of_other and np.array_equal(slopes, slopes_of_other)
    assert np.all(slopes[mask == 0] == 0) and np.abs(slopes[mask > 0]).min() > 0
    assert psnr(picture, photo, mask) == psnr(picture, other, mask) != psnr(picture, other)


def test_a_cut_out_is_learnt_with_its_alpha_and_stands_before_any_background(clean, truth):
    opaque = [1 - draw(replace_color(truth, 1.0), camera).mean(axis=2) for camera in clean.cameras]
    alphas = tuple(as_photo(1 - a) for a in opaque)
    photos = tuple(
        as_photo(draw(truth, camera) / np.maximum(1 - a, 1e-3)[..., None])
        for camera, a in zip(clean.cameras, opaque, strict=True)
    )
    data = replace(clean, photos=photos, alphas=alphas)
    learnt, baked = train(data, SCHEDULE).splats, train(clean, SCHEDULE).splats

    def before(splats, background):
        wanted = [data.seen(k, np.array(background)) for k in data.test]
        drawn = [draw(splats, data.cameras[k], background) for k in data.test]
        return np.mean([psnr(a, b) for a, b in zip(drawn, wanted, strict=True)])

    assert before(learnt, BLACK) > before(baked, BLACK) - 0.5
    assert before(learnt, WHITE) > before(baked, WHITE) + 1


def replace_color(splats, value):
    return replace(splats, sh=sh0_from_colors(np.full((len(splats), 3), value)))


def test_photos_of_different_exposure_are_reconciled(clean, clean_quality):
    rng = np.random.default_rng(1)
    gains = rng.uniform(0.75, 1.25, (16, 1)) * rng.uniform(0.95, 1.05, (16, 3))
    gains /= gains[list(clean.train)].mean(axis=0)
    data = with_photos(clean, lambda k, photo: as_photo(photo / 255 * gains[k]))
    without = quality(train(data, SCHEDULE).splats, clean)
    learnt = train(data, replace(SCHEDULE, exposure_rate=0.005))
    assert quality(learnt.splats, clean) > without + 0.7 * (clean_quality - without) > without + 0.7
    found = np.array([learnt.exposures[k].sum(axis=1) for k in clean.train])
    assert np.abs(found - gains[list(clean.train)]).mean() < 0.7 * np.abs(gains - 1).mean()
    np.testing.assert_allclose(learnt.exposures[list(clean.train)].mean(axis=0), np.eye(3, 4), atol=1e-12)
    np.testing.assert_array_equal(learnt.exposures[3], np.eye(3, 4))


def test_photos_that_jump_in_brightness_are_told_from_those_that_drift(clean, truth):
    colored = replace(clean, colors=as_photo(0.2821 * truth.sh[:, 0] + 0.5))
    steady = exposure_jump(colored)
    rng = np.random.default_rng(2)
    jumping = with_photos(colored, lambda _, photo: as_photo(photo / 255 * rng.uniform(0.75, 1.25)))
    assert exposure_jump(jumping) > 0.05 > 2 * steady
    assert exposure_jump(replace(colored, points=colored.points[:5], colors=colored.colors[:5])) == 0.0
    assert exposure_jump(replace(jumping, colors=np.full_like(colored.colors, 128))) == 0.0


def moved(cameras, data, degrees, distance):
    """Training cameras turned and shifted, each its own way, but not all together."""
    rng = np.random.default_rng(1)
    poses = np.array([camera.world_from_camera for camera in cameras])
    given = poses.copy()
    for k in data.train:
        turn, shift = rng.normal(size=(2, 3))
        poses[k, :3, :3] @= matrix_from_quat(quat_from_axis_angle(turn, float(np.radians(degrees))))
        poses[k, :3, 3] += shift / np.linalg.norm(shift) * distance
    chosen = list(data.train)
    poses[chosen] = put_back(poses[chosen], given[chosen])
    return tuple(replace(c, world_from_camera=p) for c, p in zip(cameras, poses, strict=True))


def pose_errors(cameras, data) -> tuple[float, float]:
    """Mean turn [degrees] and shift from the true poses, up to a common similarity."""
    true = np.array([data.cameras[k].world_from_camera for k in data.train])
    poses = put_back(np.array([cameras[k].world_from_camera for k in data.train]), true)
    turns = poses[:, :3, :3] @ true[:, :3, :3].transpose(0, 2, 1)
    cosines = np.clip((np.trace(turns, axis1=1, axis2=2) - 1) / 2, -1, 1)
    shifts = np.linalg.norm(poses[:, :3, 3] - true[:, :3, 3], axis=1)
    return float(np.degrees(np.arccos(cosines)).mean()), float(shifts.mean())


@pytest.fixture(scope="module")
def off(clean) -> TrainingSet:
    """Poses half a degree and a hundredth of the distance off."""
    return replace(clean, cameras=moved(clean.cameras, clean, 0.5, 0.03))


@pytest.fixture(scope="module")
def refined(off):
    return train(off, replace(SCHEDULE, pose_rate=0.003))


def test_poses_half_a_degree_off_are_refined(off, refined, clean, clean_quality):
    data, learnt = off, refined
    without = quality(train(data, SCHEDULE).splats, clean)
    turn_before, shift_before = pose_errors(data.cameras, clean)
    turn, shift = pose_errors(learnt.cameras, clean)
    assert turn < 0.7 * turn_before and shift < 0.5 * shift_before
    assert quality(learnt.splats, clean) > without + 0.7 * (clean_quality - without) > without + 0.5
    for k in data.test:
        np.testing.assert_array_equal(learnt.cameras[k].world_from_camera, data.cameras[k].world_from_camera)


def test_refined_cameras_and_splats_fit_each_other(off, refined):
    """A scene is meshed from the cameras that training ended with."""
    scene = Scene(objects=(SceneObject(name="all", splats=refined.splats),), background=BLACK)

    def seen_from(cameras):
        shots = render(scene, [cameras[k] for k in off.train]).colors
        return np.mean([psnr(s, off.photos[k]) for s, k in zip(shots, off.train, strict=True)])

    assert seen_from(refined.cameras) > seen_from(off.cameras) + 1


def test_what_cameras_do_together_is_undone(clean):
    given = np.array([camera.world_from_camera for camera in clean.cameras])
    turn = matrix_from_quat(quat_from_axis_angle(np.array([0.3, 1, -0.2]), 0.01))
    poses = given.copy()
    poses[:, :3, :3] = turn @ given[:, :3, :3]
    poses[:, :3, 3] = 1.02 * given[:, :3, 3] @ turn.T + [0.1, 0, -0.05]
    np.testing.assert_allclose(put_back(poses, given), given, atol=1e-6)


def test_photos_are_held_back_only_from_many_and_only_when_asked(clean):
    assert held_back(tuple(range(15)), 5) == () == held_back(tuple(range(40)), 0)
    assert held_back(tuple(range(40)), 5) == (6, 18, 30)


def test_the_best_model_is_kept_and_waiting_ends():
    model, watch = initial_model(np.eye(3), np.full((3, 3), 0.5), 3), Watch()
    for decibels, mark in ((20.0, 1.0), (21.0, 2.0), (20.9, 3.0), (20.8, 4.0)):
        model.values["means"][:] = mark
        watch.look(model, decibels)
    assert watch.waited == 2 and watch.best == 21.0
    assert np.all(watch.chosen(model).splats().means == 2.0)


def test_training_that_gains_nothing_stops_early_and_gives_its_best(clean):
    noise = np.random.default_rng(0)
    data = with_photos(replace(clean, test=()), lambda _, p: noise.integers(0, 256, p.shape).astype(np.uint8))
    learnt = train(data, replace(SCHEDULE, steps=200, grow_until=0.1, patience=2))
    assert learnt.steps < 200 and learnt.held_back == (6,)
    assert train(data, replace(SCHEDULE, steps=20)).held_back == ()


def test_everything_learnt_survives_being_killed(clean, tmp_path):
    schedule = Schedule(
        steps=60, cap=700, grow_from=10, grow_every=10, exposure_rate=0.01, pose_rate=0.003, patience=3
    )
    data = replace(clean, test=())
    whole = train(data, schedule)

    def kill(progress):
        if progress.step == 55:
            raise KeyboardInterrupt

    file = tmp_path / "state.npz"
    with pytest.raises(KeyboardInterrupt):
        train(data, schedule, checkpoint=file, checkpoint_every=50, progress=kill, progress_every=5)
    again = train(data, schedule, checkpoint=file, checkpoint_every=50)
    for name in ("means", "quats", "scales", "opacities", "sh"):
        assert np.array_equal(getattr(whole.splats, name), getattr(again.splats, name))
    assert np.array_equal(whole.exposures, again.exposures) and whole.steps == again.steps
    for a, b, c in zip(whole.cameras, again.cameras, data.cameras, strict=True):
        assert np.array_equal(a.world_from_camera, b.world_from_camera)
        assert np.allclose(a.world_from_camera, c.world_from_camera, atol=0.1)
    stored = dict(np.load(file))
    stored["poses"][0, 0, 0] = np.nan
    np.savez(file, **stored)
    with pytest.raises(FormatError, match="not a training state"):
        train(data, schedule, checkpoint=file)


def test_masks_and_alphas_of_another_size_are_refused(clean):
    with pytest.raises(ShapeError, match="Mask of photo"):
        replace(clean, masks=(np.zeros((3, 3), np.uint8), *[None] * 15))
    with pytest.raises(InputError, match="one per photo"):
        replace(clean, alphas=(None,))
    with pytest.raises(InputError, match="below 0"):
        Schedule(steps=1, cap=1, pose_rate=-1.0)


def test_half_size_pictures_keep_colours_of_what_is_there(clean):
    photo = np.zeros((88, 120, 3), np.uint8)
    photo[:, ::2] = 200
    alpha = np.zeros((88, 120), np.uint8)
    alpha[:, ::2] = 255
    mask = np.full((88, 120), 255, np.uint8)
    mask[0, 0] = 0
    small = replace(clean, photos=(photo,) * 16, alphas=(alpha,) * 16, masks=(mask,) * 16).halved()
    assert np.all(small.photos[0] == 200) and np.all(small.alphas[0] == 128)
    assert small.masks[0][0, 0] == 0 and np.all(small.masks[0].ravel()[1:] == 255)


@pytest.fixture
def wall(tmp_path) -> Capture:
    """A red wall at z = -2 seen by two cameras that measured it."""
    cameras = tuple(
        Camera.looking_at((x, 0.0, 1.0), (x, 0.0, -2.0), width=64, height=48, name=f"{x}") for x in (0.0, 0.4)
    )
    depth = tmp_path / "depth.png"
    depth.write_bytes(encode_png(np.full((48, 64), 3000, np.uint16)))
    red = np.zeros((48, 64, 3), np.uint8)
    red[..., 0] = 200
    sources = tuple(PhotoSource(name=c.name, pixels=red, depth_path=depth) for c in cameras)
    return Capture(cameras=cameras, sources=sources, train=(0, 1))


def test_measured_depths_become_points_on_what_was_measured(wall):
    points, colors = depth_points(wall, most=500)
    assert 250 < len(points) <= 500
    np.testing.assert_allclose(points[:, 2], -2, atol=1e-6)
    assert np.all(colors == [200, 0, 0])
    assert np.ptp(points[:, 0]) > 2


def test_depth_at_edges_and_under_masks_is_left_out(wall, tmp_path):
    depths = np.full((48, 64), 3000, np.uint16)
    depths[:, 32:] = 1500
    (tmp_path / "depth.png").write_bytes(encode_png(depths))
    cut = np.full((48, 64, 4), 255, np.uint8)
    cut[:24, :, 3] = 0
    sources = tuple(replace(source, pixels=cut) for source in wall.sources)
    points, _ = depth_points(replace(wall, sources=sources), most=100_000)
    assert len(points) == 2 * 24 * 62 and points[:, 1].max() < 0


def test_starting_points_are_bounded_and_never_too_few(wall):
    bare = replace(wall, sources=sources_of((np.zeros((48, 64, 3), np.uint8),) * 2))
    assert len(starting_points(bare, most=100)[0]) == 10_000
    points = np.random.default_rng(0).uniform(size=(50_000, 3))
    colors = np.full((50_000, 3), 7, np.uint8)
    dense = replace(bare, points=points, point_colors=colors)
    kept, kept_colors = starting_points(dense, most=5000)
    assert 2500 < len(kept) <= 5000 and np.all(kept_colors == 7)
    assert thinned(points[:10], colors[:10], most=10)[0] is not None


def test_a_mask_file_hides_and_an_alpha_channel_cuts_out(wall, tmp_path):
    mask = np.full((48, 64), 255, np.uint8)
    mask[:, :10] = 0
    path = tmp_path / "mask.png"
    path.write_bytes(encode_png(np.repeat(mask[..., None], 3, axis=2)))
    cut = np.full((48, 64, 4), 100, np.uint8)
    sources = (replace(wall.sources[0], mask_path=path), replace(wall.sources[1], pixels=cut))
    data = training_set(replace(wall, sources=sources))
    assert np.all(data.mask(0) == mask) and data.mask(1) is None
    assert data.alpha(0) is None and np.all(data.alpha(1) == 100)


@pytest.mark.parametrize(
    ("seconds", "pixels"), [(60.0, 125_000), (60.0, 500_000), (300.0, 360_000), (1800.0, 810_000)]
)
def test_a_schedule_spends_its_budget_and_reaches_its_cap_in_time(seconds, pixels):
    schedule = schedule_for(seconds, pixels, 10_000)
    assert predicted_seconds(schedule, pixels, 10_000) == pytest.approx(seconds, rel=0.02)
    growths = sum(schedule.grows(step) for step in range(int(0.6 * schedule.steps)))
    assert 10_000 * schedule.growth**growths >= 0.8 * schedule.cap
