# pyright: reportArgumentType=false, reportCallIssue=false, reportAttributeAccessIssue=false
# pyright: reportOptionalSubscript=false, reportOptionalMemberAccess=false
"""Distorted, fisheye and parallel cameras: against OpenCV, against the readable twin, and by gradients."""

import numpy as np
import pytest

from spatialwm.errors import InputError, ShapeError
from spatialwm.render import rasterization

pytest.importorskip("numba")

SIZE = {"width": 43, "height": 35}
RADIAL = np.array([[-0.3, 0.12, -0.02, 0.05, 0.01, -0.003]])
TANGENTIAL = np.array([[0.01, -0.02]])
LENSES = {
    "radial": {"radial_coeffs": RADIAL},
    "radial and tangential": {"radial_coeffs": RADIAL, "tangential_coeffs": TANGENTIAL},
    "fisheye": {"camera_model": "fisheye"},
    "bent fisheye": {"camera_model": "fisheye", "radial_coeffs": np.array([[0.05, -0.02, 0.01, -0.004]])},
    "ortho": {"camera_model": "ortho"},
}


def cloud(count=40, degree=1, seed=0, dtype=np.float64):
    """Splats before one camera, wide enough to reach beyond its edges."""
    rng = np.random.default_rng(seed)
    view = np.eye(4)
    view[:3, :3] = [[np.cos(0.2), 0, np.sin(0.2)], [0, 1, 0], [-np.sin(0.2), 0, np.cos(0.2)]]
    view[2, 3] = 3
    values = {
        "means": rng.normal(size=(count, 3)) * [1.5, 1.2, 0.7],
        "quats": rng.normal(size=(count, 4)),
        "scales": rng.uniform(0.05, 0.4, (count, 3)),
        "opacities": rng.uniform(0.2, 0.95, count),
        "colors": rng.normal(size=(count, (degree + 1) ** 2, 3)) * 0.3,
        "viewmats": view[None],
        "Ks": np.array([[[30.0, 0, 20], [0, 32, 18], [0, 0, 1]]]),
        "backgrounds": rng.uniform(size=(1, 3)),
    }
    return {name: value.astype(dtype) for name, value in values.items()}


def lens_of(name, dtype=np.float64):
    return {k: v.astype(dtype) if isinstance(v, np.ndarray) else v for k, v in LENSES[name].items()}


def scaled_for(name, values):
    """Parallel rays need pixels per metre, not pixels per slope."""
    return values | ({"Ks": values["Ks"] * [[[0.4], [0.4], [1]]]} if name == "ortho" else {})


def tensors_of(values, gradients=True):
    import torch

    return {
        k: torch.tensor(v, requires_grad=gradients and k not in ("Ks", "radial_coeffs", "tangential_coeffs"))
        if isinstance(v, np.ndarray)
        else v
        for k, v in values.items()
    }


@pytest.mark.parametrize("antialiased", [False, True])
@pytest.mark.parametrize("name", LENSES)
def test_values_and_gradients_through_a_lens_are_those_of_the_dense_twin(name, antialiased):
    torch = pytest.importorskip("torch")
    from spatialwm.render.dense import dense_rasterization

    given = scaled_for(name, cloud()) | lens_of(name)
    ours, theirs = tensors_of(given), tensors_of(given)
    mode = {"render_mode": "RGB+D", "rasterize_mode": "antialiased" if antialiased else "classic"}
    pixels, alphas, _ = rasterization(**ours, **SIZE, **mode, sh_degree=1)
    dense, dense_alphas = dense_rasterization(
        **theirs, **SIZE, sh_degree=1, depth_channel=True, antialiased=antialiased
    )
    torch.testing.assert_close(pixels, dense, atol=1e-9, rtol=1e-9)
    torch.testing.assert_close(alphas, dense_alphas, atol=1e-9, rtol=1e-9)
    assert float(alphas.detach().mean()) > 0.15
    weights = torch.randn(pixels.shape, dtype=pixels.dtype, generator=torch.Generator().manual_seed(0))
    for colors, alpha in ((pixels, alphas), (dense, dense_alphas)):
        ((colors * weights).sum() + (alpha * weights[..., :1] ** 2).sum()).backward()
    for key in ("means", "quats", "scales", "opacities", "colors", "backgrounds"):
        torch.testing.assert_close(ours[key].grad, theirs[key].grad, atol=1e-7, rtol=1e-6)
    torch.testing.assert_close(
        ours["viewmats"].grad[:, :3], theirs["viewmats"].grad[:, :3], atol=1e-7, rtol=1e-6
    )


@pytest.mark.parametrize("name", LENSES)
def test_finite_differences_agree_with_the_gradients_through_a_lens(name):
    torch = pytest.importorskip("torch")
    values = cloud(5, seed=3)
    values["means"] *= 0.3
    values = scaled_for(name, values)
    values["Ks"] = values["Ks"] * [[[0.4], [0.4], [1]]]
    given = tensors_of(values | lens_of(name))
    names = [k for k, v in given.items() if torch.is_tensor(v) and v.requires_grad]

    def draw(*tensors):
        drawn = given | dict(zip(names, tensors, strict=True))
        pixels, alphas, _ = rasterization(**drawn, width=17, height=15, sh_degree=1, render_mode="RGB+D")
        return (pixels**2).sum(dim=(1, 2)), (alphas**2).sum()

    assert torch.autograd.gradcheck(draw, [given[n] for n in names], eps=1e-6, atol=1e-4, rtol=1e-3)


def test_a_lens_that_bends_nothing_is_a_pinhole():
    values = cloud()
    straight, alphas, _ = rasterization(**values, **SIZE, sh_degree=1)
    bent, bent_alphas, _ = rasterization(**values, **SIZE, sh_degree=1, radial_coeffs=np.zeros((1, 6)))
    np.testing.assert_allclose(bent, straight, atol=1e-9)
    np.testing.assert_allclose(bent_alphas, alphas, atol=1e-9)


def opencv_pixels(name, points, K):
    """OpenCV's own projection of points in the camera's frame."""
    cv2 = pytest.importorskip("cv2")
    k, nothing = LENSES[name]["radial_coeffs"][0], np.zeros(3)
    if name == "bent fisheye":
        return cv2.fisheye.projectPoints(points[:, None], nothing, nothing, K, k)[0][:, 0]
    bends = np.concatenate([k[:2], TANGENTIAL[0], k[2:]])  # OpenCV's order: k1 k2 p1 p2 k3 k4 k5 k6
    return cv2.projectPoints(points, nothing, nothing, K, bends)[0][:, 0]


@pytest.mark.parametrize("name", ["radial and tangential", "bent fisheye"])
def test_centres_are_where_opencv_puts_them(name):
    values, lens = cloud(200, seed=1), lens_of(name)
    _, _, meta = rasterization(**values, **SIZE, sh_degree=1, **lens)
    seen, view = meta.visible[0], values["viewmats"][0]
    points = values["means"][seen] @ view[:3, :3].T + view[:3, 3]
    assert len(seen) > 100
    np.testing.assert_allclose(meta.means2d[0], opencv_pixels(name, points, values["Ks"][0]), atol=1e-8)


def flakes():
    """A wall of small splats with a pattern, 3 m before the camera, wider than its view."""
    rng = np.random.default_rng(2)
    count = 20_000
    means = np.concatenate([rng.uniform([-6, -4.5], [6, 4.5], (count, 2)), np.zeros((count, 1))], axis=1)
    tint = 0.5 + 0.25 * (np.sin(means[:, :1] * [2, 3, 5]) + np.cos(means[:, 1:2] * [3, 2, 4]))
    view = np.eye(4)
    view[2, 3] = 3
    return {
        "means": means,
        "quats": np.tile([1.0, 0, 0, 0], (count, 1)),
        "scales": np.tile([0.06, 0.06, 0.005], (count, 1)),
        "opacities": np.full(count, 0.8),
        "colors": tint,
        "viewmats": view[None],
    }


@pytest.mark.parametrize("name", ["radial and tangential", "bent fisheye"])
def test_drawing_through_a_lens_is_drawing_straight_and_warping(name):
    """The straight picture is drawn four times as fine and warped by OpenCV."""
    cv2 = pytest.importorskip("cv2")
    width, height, fine = 240, 180, 4
    K = np.array([[240.0, 0, 118], [0, 242, 92], [0, 0, 1]])
    lens = lens_of(name)
    bent, _, _ = rasterization(**flakes(), Ks=K[None], width=width, height=height, **lens)
    wide = K.copy()
    wide[:2, 2] += (120, 90)
    wide[:2] *= fine
    sides = {"width": (width + 240) * fine, "height": (height + 180) * fine}
    # The blur that is 0.3 px^2 in the bent picture is 0.3 * 4^2 in the fine one.
    straight, _, _ = rasterization(**flakes(), Ks=wide[None], **sides, eps2d=0.3 * fine**2)
    ys, xs = np.mgrid[:height, :width] + 0.5
    pixels = np.stack([xs.ravel(), ys.ravel()], axis=1)
    rays = (pixels - K[:2, 2]) / K[[0, 1], [0, 1]]
    missed = pixels
    for _ in range(60):  # until OpenCV sends the ray to its pixel
        points = np.concatenate([rays, np.ones((len(rays), 1))], axis=1)
        missed = pixels - opencv_pixels(name, points, K)
        rays += missed / K[[0, 1], [0, 1]]
    assert np.abs(missed).max() < 1e-6
    maps = (rays.reshape(height, width, 2) * [wide[0, 0], wide[1, 1]] + wide[:2, 2] - 0.5).astype(np.float32)
    warped = cv2.remap(straight[0], maps[..., 0], maps[..., 1], cv2.INTER_LINEAR)
    error = np.mean((warped - bent[0]) ** 2)
    psnr = -10 * np.log10(error)
    assert psnr > 50, psnr  # 57 dB and 61 dB when this was written


def test_what_is_beyond_the_fold_of_a_lens_is_not_drawn_a_second_time():
    # r (1 - 0.5 r^2) is largest at r = 0.816: a splat at slope 1.3 would come back to 0.2.
    values = cloud(1) | {"means": np.array([[1.3, 0, 0]]), "viewmats": np.eye(4)[None]}
    values["viewmats"][0, 2, 3] = 1
    radial = np.array([[-0.5, 0, 0, 0, 0, 0]])
    _, folded, _ = rasterization(**values, **SIZE, sh_degree=1, radial_coeffs=radial)
    values["means"] *= 0.5
    _, near, _ = rasterization(**values, **SIZE, sh_degree=1, radial_coeffs=radial)
    assert not folded.any() and near.any()


@pytest.mark.parametrize("name", LENSES)
def test_single_precision_through_a_lens_follows_double(name):
    values = scaled_for(name, cloud(400, seed=1))
    pixels, _, _ = rasterization(**values, **SIZE, sh_degree=1, **lens_of(name))
    values = {k: v.astype(np.float32) for k, v in values.items()}
    pixels32, _, _ = rasterization(**values, **SIZE, sh_degree=1, **lens_of(name, np.float32))
    assert pixels32.dtype == np.float32
    assert np.abs(pixels32 - pixels).max() < 6e-3 and np.abs(pixels32 - pixels).mean() < 1e-5


@pytest.mark.parametrize("name", LENSES)
def test_wild_splats_do_not_break_the_picture_through_a_lens(name):
    values = cloud(6, dtype=np.float32)
    values["means"][0], values["scales"][1], values["quats"][2] = np.nan, 1e9, 0
    values["opacities"][3], values["scales"][4], values["means"][5] = np.nan, 0, (0, 0, 2)
    pixels, _, _ = rasterization(**values, **SIZE, sh_degree=1, **lens_of(name, np.float32))
    assert np.isfinite(pixels).all()


@pytest.mark.parametrize("slope", [1e-9, 1e-5, 0.0099, 0.0101, 0.5])
def test_a_fisheye_is_smooth_about_its_axis(slope):
    """Where its formula is 0 / 0, and where the series takes over."""
    from spatialwm.render import kernels_lens
    from spatialwm.render.lenses import lens_row

    row = lens_row("fisheye", np.array([0.05, -0.02, 0.01, -0.004]), None, np.eye(3), 10, 10)
    s, step = slope**2, 1e-6
    value, first, second = kernels_lens._stretch(row, s)
    theta = np.arctan(slope)
    bent = theta * (1 + 0.05 * theta**2 - 0.02 * theta**4 + 0.01 * theta**6 - 0.004 * theta**8)
    assert value == pytest.approx(bent / slope, rel=1e-12)
    after, before = kernels_lens._stretch(row, 0.3 + step), kernels_lens._stretch(row, 0.3 - step)
    _, middle, curve = kernels_lens._stretch(row, 0.3)
    assert (after[0] - before[0]) / (2 * step) == pytest.approx(middle, rel=1e-6)
    assert (after[1] - before[1]) / (2 * step) == pytest.approx(curve, rel=1e-6)
    # On the axis the derivatives are k1 - 1/3 and 2 (1/5 - k1 + k2).
    if slope < 0.011:
        assert first == pytest.approx(0.05 - 1 / 3, abs=1e-4) and second == pytest.approx(0.26, abs=2e-4)


def test_distortions_that_do_not_fit_the_camera_are_refused():
    values = cloud(5)
    for given, message in (
        ({"radial_coeffs": np.zeros((1, 4))}, "needs 6 per camera"),
        ({"camera_model": "fisheye", "radial_coeffs": np.zeros((1, 6))}, "needs 4 per camera"),
        ({"radial_coeffs": np.zeros((2, 6))}, "a row for each of 1 cameras"),
    ):
        with pytest.raises(ShapeError, match=message):
            rasterization(**values, **SIZE, sh_degree=1, **given)
    for given, message in (
        ({"camera_model": "fisheye", "tangential_coeffs": np.zeros((1, 2))}, "has no tangential_coeffs"),
        ({"camera_model": "ortho", "radial_coeffs": np.zeros((1, 6))}, "has no radial_coeffs"),
        ({"radial_coeffs": np.full((1, 6), np.nan)}, "not finite"),
        ({"radial_coeffs": np.array([[-1e9, 0, 0, 0, 0, 0]])}, "back on itself"),
    ):
        with pytest.raises(InputError, match=message):
            rasterization(**values, **SIZE, sh_degree=1, **given)
