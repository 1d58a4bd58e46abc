# pyright: reportArgumentType=false, reportOptionalMemberAccess=false, reportOptionalSubscript=false
# pyright: reportOptionalOperand=false, reportCallIssue=false
"""What a pixel can hold besides its colour: median depth, normals, many channels."""

import numpy as np
import pytest

from spatialwm.errors import InputError
from spatialwm.render import rasterization
from spatialwm.render.normals import normals_from_depths, splat_normals

pytest.importorskip("numba")

SIZE = {"width": 43, "height": 35}
K = np.array([[40.0, 0, 21], [0, 42, 17], [0, 0, 1]])


def cloud(count=60, seed=0, channels=3):
    rng = np.random.default_rng(seed)
    view = np.eye(4)
    view[2, 3] = 4
    return {
        "means": rng.normal(size=(count, 3)) * [1.2, 0.8, 0.7],
        "quats": rng.normal(size=(count, 4)),
        "scales": rng.uniform(0.05, 0.4, (count, 3)),
        "opacities": rng.uniform(0.2, 0.95, count),
        "colors": rng.uniform(size=(count, channels)),
        "viewmats": view[None],
        "Ks": K[None],
    }


def tensors_of(values):
    import torch

    return {k: torch.tensor(v, requires_grad=k != "Ks") for k, v in values.items()}


def wall(tilt=0.5):
    """Flat splats that tile a plane through the origin, turned by ``tilt`` about the vertical."""
    xs, ys = np.meshgrid(np.linspace(-3, 3, 61), np.linspace(-2, 2, 41))
    flat = np.stack([xs.ravel(), ys.ravel(), 0 * xs.ravel()], axis=1)
    turn = np.array([[np.cos(tilt), 0, np.sin(tilt)], [0, 1, 0], [-np.sin(tilt), 0, np.cos(tilt)]])
    count = len(flat)
    return cloud(count) | {
        "means": flat @ turn.T,
        "quats": np.tile([np.cos(tilt / 2), 0, np.sin(tilt / 2), 0], (count, 1)),
        "scales": np.tile([0.1, 0.1, 0.001], (count, 1)),
        "opacities": np.full(count, 0.9),
    }


def test_the_median_depth_is_that_of_the_splat_at_which_half_the_light_is_spent():
    values = cloud()
    pixels, alphas, meta = rasterization(**values, **SIZE, render_mode="RGB+MD", owners=True)
    plain, _, _ = rasterization(**values, **SIZE)
    only, _, _ = rasterization(**values, **SIZE, render_mode="MD")
    np.testing.assert_allclose(pixels[..., :3], plain)
    np.testing.assert_allclose(only[..., 0], pixels[..., 3])
    seen = meta.owners[0] >= 0
    assert 0.2 < seen.mean() < 1 and (seen == (alphas[0, ..., 0] >= 0.5)).all()
    assert not pixels[0, ~seen, 3].any()
    np.testing.assert_allclose(pixels[0, seen, 3], 4 + values["means"][meta.owners[0][seen], 2])


def test_the_median_depth_is_not_drawn_between_two_surfaces():
    values = wall(0) | {"opacities": np.full(2501, 0.3)}
    far = values["means"] + [0, 0, 3]
    values = {
        k: v if k in ("viewmats", "Ks") else np.concatenate([v, far if k == "means" else v])
        for k, v in values.items()
    }
    median, _, _ = rasterization(**values, **SIZE, render_mode="MD")
    expected, _, _ = rasterization(**values, **SIZE, render_mode="ED")
    middle = np.s_[0, 12:22, 15:27, 0]
    assert set(np.round(median[middle].ravel(), 6)) <= {4.0, 7.0}
    assert ((expected[middle] > 4.01) & (expected[middle] < 6.99)).all()


def test_the_median_depth_has_the_gradient_of_its_splat():
    torch = pytest.importorskip("torch")
    values = tensors_of(cloud())
    pixels, _, meta = rasterization(**values, **SIZE, render_mode="MD", owners=True)
    pixels.sum().backward()
    owners = meta.owners[meta.owners >= 0]
    expected = np.bincount(owners, minlength=60)
    np.testing.assert_allclose(values["means"].grad[:, 2], expected)
    assert float(values["viewmats"].grad[0, 2, 3]) == len(owners) and not torch.any(
        values["means"].grad[:, :2]
    )


def test_normals_of_a_wall_are_the_walls_and_so_are_those_of_its_depth():
    values, tilt = wall(), 0.5
    depth, alphas, meta = rasterization(**values, **SIZE, render_mode="ED", normals=True)
    solid = alphas[0, ..., 0] > 0.99
    facing = np.array([-np.sin(tilt), 0, -np.cos(tilt)])  # the camera looks along +z
    assert solid.mean() > 0.5
    np.testing.assert_allclose(
        meta.normals[0][solid] / alphas[0][solid], np.tile(facing, (solid.sum(), 1)), atol=1e-9
    )
    from_depths = normals_from_depths(np.where(solid, depth[0, ..., 0], np.inf), values["viewmats"][0], K)
    known = np.abs(from_depths).sum(axis=-1) > 0
    assert known.sum() > 0.8 * solid.sum() and not known[0].any()
    assert np.median(from_depths[known] @ facing) > 0.999


def test_normals_turn_with_the_camera_and_carry_gradients_to_rotations():
    torch = pytest.importorskip("torch")
    values = cloud(8, seed=4)
    plain = rasterization(**values, **SIZE, normals=True)[2].normals
    values["viewmats"] = values["viewmats"] @ np.diag([1.0, -1, -1, 1])  # the same camera from behind
    behind = splat_normals(values["means"], values["quats"], values["scales"], values["viewmats"][0])
    before = splat_normals(values["means"], values["quats"], values["scales"], cloud()["viewmats"][0])
    np.testing.assert_allclose(np.abs((behind * before).sum(axis=1)), 1)
    assert (np.linalg.norm(plain, axis=-1) <= 1 + 1e-9).all()
    tensors = tensors_of(cloud(8, seed=4))

    def draw(quats, means):
        given = tensors | {"quats": quats, "means": means}
        return rasterization(**given, width=12, height=10, normals=True)[2].normals

    assert torch.autograd.gradcheck(draw, [tensors["quats"], tensors["means"]], atol=1e-4, rtol=1e-3)


@pytest.mark.parametrize("channels", [31, 32, 33, 70])
def test_many_channels_are_drawn_in_chunks_that_do_not_show(channels):
    torch = pytest.importorskip("torch")
    values = cloud(30, channels=channels)
    background = np.random.default_rng(1).uniform(size=(1, channels))
    tensors = tensors_of(values | {"backgrounds": background})
    pixels, alphas, _ = rasterization(**tensors, **SIZE, render_mode="RGB+D")
    assert pixels.shape == (1, 35, 43, channels + 1)
    few = slice(channels - 2, channels)
    part = tensors_of(values | {"backgrounds": background[:, few], "colors": values["colors"][:, few]})
    expected, expected_alphas, _ = rasterization(**part, **SIZE, render_mode="RGB+D")
    torch.testing.assert_close(pixels[..., -3:], expected, atol=1e-12, rtol=1e-12)
    torch.testing.assert_close(alphas, expected_alphas)
    # The gradient of all channels is the sum of the gradients of the parts.
    (pixels[..., -3:].sum() + alphas.sum()).backward()
    (expected.sum() + expected_alphas.sum()).backward()
    for name in ("means", "quats", "scales", "opacities", "viewmats"):
        torch.testing.assert_close(tensors[name].grad, part[name].grad, atol=1e-9, rtol=1e-9)


def test_each_camera_may_have_harmonics_of_its_own():
    values = cloud(20)
    sh = np.random.default_rng(3).normal(size=(2, 20, 4, 3)) * 0.3
    two = {"viewmats": np.repeat(values["viewmats"], 2, axis=0), "Ks": np.repeat(values["Ks"], 2, axis=0)}
    pixels, _, _ = rasterization(**values | two | {"colors": sh}, **SIZE, sh_degree=1)
    for k in range(2):
        alone, _, _ = rasterization(**values | {"colors": sh[k]}, **SIZE, sh_degree=1)
        np.testing.assert_array_equal(pixels[k], alone[0])


def test_more_channels_than_memory_would_hold_are_refused():
    values = cloud(2) | {"colors": np.zeros((2, 1025))}
    with pytest.raises(InputError, match="1 to 1024 channels"):
        rasterization(**values, **SIZE)
