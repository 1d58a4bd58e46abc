# pyright: reportArgumentType=false, reportOptionalSubscript=false, reportCallIssue=false
# pyright: reportOptionalMemberAccess=false
"""The fast rasteriser against the readable one, in values and in gradients."""

import os

import numpy as np
import pytest

from spatialwm.errors import InputError, ShapeError
from spatialwm.render import rasterization

pytest.importorskip("numba")


def cloud(count=40, degree=2, seed=0, dtype=np.float64):
    """Splats before two cameras, some beyond the edges, with harmonics."""
    rng = np.random.default_rng(seed)
    views = np.tile(np.eye(4), (2, 1, 1))
    views[:, 2, 3] = 4
    angle = 0.4
    views[1, :3, :3] = [[np.cos(angle), 0, np.sin(angle)], [0, 1, 0], [-np.sin(angle), 0, np.cos(angle)]]
    values = {
        "means": rng.normal(size=(count, 3)) * [1.2, 0.8, 0.7],
        "quats": rng.normal(size=(count, 4)),
        "scales": rng.uniform(0.05, 0.4, (count, 3)),
        "opacities": rng.uniform(0.2, 0.95, count),
        "colors": rng.normal(size=(count, (degree + 1) ** 2, 3)) * 0.3,
        "viewmats": views,
        "Ks": np.tile([[40.0, 0, 21], [0, 42, 17], [0, 0, 1]], (2, 1, 1)),
        "backgrounds": rng.uniform(size=(2, 3)),
    }
    return {name: value.astype(dtype) for name, value in values.items()}


def as_tensors(values):
    import torch

    return {k: torch.tensor(v, requires_grad=k != "Ks") for k, v in values.items()}


@pytest.mark.parametrize("antialiased", [False, True])
@pytest.mark.parametrize("depth", [False, True])
def test_values_and_gradients_are_those_of_the_dense_twin(antialiased, depth):
    torch = pytest.importorskip("torch")
    from spatialwm.render.dense import dense_rasterization

    ours, theirs = as_tensors(cloud()), as_tensors(cloud())
    pixels, alphas, _ = rasterization(
        **ours, width=43, height=35, sh_degree=2, render_mode="RGB+D" if depth else "RGB",
        rasterize_mode="antialiased" if antialiased else "classic",
    )  # fmt: skip
    dense, dense_alphas = dense_rasterization(
        **theirs, width=43, height=35, sh_degree=2, depth_channel=depth, antialiased=antialiased
    )
    torch.testing.assert_close(pixels, dense, atol=1e-9, rtol=1e-9)
    torch.testing.assert_close(alphas, dense_alphas, atol=1e-9, rtol=1e-9)
    weights = torch.randn(pixels.shape, dtype=pixels.dtype, generator=torch.Generator().manual_seed(0))
    for colors, alpha in ((pixels, alphas), (dense, dense_alphas)):
        ((colors * weights).sum() + (alpha * weights[..., :1] ** 2).sum()).backward()
    for name in ("means", "quats", "scales", "opacities", "colors", "backgrounds"):
        torch.testing.assert_close(ours[name].grad, theirs[name].grad, atol=1e-7, rtol=1e-6)
    torch.testing.assert_close(
        ours["viewmats"].grad[:, :3], theirs["viewmats"].grad[:, :3], atol=1e-7, rtol=1e-6
    )


@pytest.mark.parametrize(
    ("mode", "rasterize_mode", "degree"),
    [
        ("RGB", "classic", 1),
        ("RGB+D", "antialiased", 2),
        ("RGB+ED", "classic", 3),
        ("RGB+MD", "antialiased", 0),
    ],
)
def test_finite_differences_agree_with_the_gradients(mode, rasterize_mode, degree):
    """All inputs at once: means, quats, scales, opacities, colours, backgrounds and poses of two cameras."""
    torch = pytest.importorskip("torch")
    values = as_tensors(cloud(4, degree=degree, seed=3))
    names = [name for name in values if name != "Ks"]

    def draw(*tensors):
        given = dict(zip(names, tensors, strict=True))
        pixels, alphas, _ = rasterization(
            **given, Ks=values["Ks"], width=17, height=16, sh_degree=degree, render_mode=mode,
            rasterize_mode=rasterize_mode,
        )  # fmt: skip
        # Squares, so that the gradient of the gradient's input is not a constant.
        return (pixels[..., :3] ** 2).sum(dim=(1, 2)), (alphas**2 * pixels[..., -1:]).sum()

    values["Ks"] = values["Ks"] * torch.tensor([[0.4], [0.4], [1]], dtype=torch.float64)
    with torch.no_grad():
        values["means"] *= 0.3
    assert torch.autograd.gradcheck(draw, [values[n] for n in names], eps=1e-6, atol=1e-4, rtol=1e-3)


def test_single_precision_follows_double():
    fine, coarse = cloud(400, seed=1), cloud(400, seed=1, dtype=np.float32)
    pixels, alphas, _ = rasterization(**fine, width=100, height=70, sh_degree=2)
    pixels32, alphas32, _ = rasterization(**coarse, width=100, height=70, sh_degree=2)
    assert pixels32.dtype == np.float32
    # A contribution of alpha 1/255 may fall on either side of the line.
    assert np.abs(pixels32 - pixels).max() < 6e-3 and np.abs(pixels32 - pixels).mean() < 1e-5
    assert np.abs(alphas32 - alphas).max() < 6e-3


def test_numpy_and_torch_draw_the_same_bits():
    torch = pytest.importorskip("torch")
    values = cloud(100, dtype=np.float32)
    plain, _, _ = rasterization(**values, width=50, height=40, sh_degree=2)
    tensors, _, _ = rasterization(**as_tensors(values), width=50, height=40, sh_degree=2)
    assert torch.equal(tensors.detach(), torch.from_numpy(plain))


def test_any_number_of_threads_gives_the_same_bits():
    import numba

    torch = pytest.importorskip("torch")
    results = []
    for threads in {1, min(2, os.cpu_count() or 1)}:
        numba.set_num_threads(threads)
        values = as_tensors(cloud(3000, dtype=np.float32))
        pixels, _, _ = rasterization(**values, width=160, height=120, sh_degree=2)
        (pixels**2).sum().backward()
        results.append([pixels.detach(), *(v.grad for v in values.values() if v.grad is not None)])
    for first, second in zip(*results, strict=True) if len(results) == 2 else ():
        assert torch.equal(first, second)


@pytest.mark.parametrize("channel_count", [1, 5])
def test_any_number_of_channels_is_blended_with_the_same_weights(channel_count):
    torch = pytest.importorskip("torch")
    values = cloud(60)
    values["colors"] = np.random.default_rng(5).uniform(size=(60, 5))
    values["backgrounds"] = np.zeros((2, 5))
    all_pixels, _, _ = rasterization(**values, width=43, height=35)
    values["colors"], values["backgrounds"] = (
        values["colors"][:, :channel_count],
        np.zeros((2, channel_count)),
    )
    tensors = as_tensors(values)
    pixels, _, _ = rasterization(**tensors, width=43, height=35)
    np.testing.assert_allclose(pixels.detach().numpy(), all_pixels[..., :channel_count], atol=1e-12)
    pixels.sum().backward()
    weights = tensors["colors"].grad
    torch.testing.assert_close(weights, weights[:, :1].expand_as(weights))


def test_depth_modes_and_owners_say_where_things_are():
    values = cloud(1)
    values |= {"means": np.zeros((1, 3)), "scales": np.full((1, 3), 0.5), "opacities": np.full(1, 0.9)}
    depth, alphas, meta = rasterization(
        **values, width=43, height=35, render_mode="D", sh_degree=2, owners=True
    )
    expected, _, _ = rasterization(**values, width=43, height=35, render_mode="ED", sh_degree=2)
    np.testing.assert_allclose(depth[0], 4 * alphas[0], atol=1e-12)
    np.testing.assert_allclose(expected[0][alphas[0] > 0], 4)
    assert meta.owners[0, 17, 21] == 0 and meta.owners[0, 0, 0] == -1
    np.testing.assert_allclose(meta.means2d[0], [[21, 17]])


def test_nothing_in_view_is_a_background_without_gradients():
    torch = pytest.importorskip("torch")
    values = cloud(5)
    values["means"][:, 2] = -100
    tensors = as_tensors(values)
    pixels, alphas, meta = rasterization(**tensors, width=20, height=10, sh_degree=2)
    assert torch.equal(pixels[0, 3, 4], tensors["backgrounds"][0]) and not alphas.any()
    (pixels.sum() + alphas.sum()).backward()
    assert not tensors["means"].grad.any() and len(meta.visible[0]) == 0


def test_wild_splats_do_not_break_the_picture():
    values = cloud(6, dtype=np.float32)
    values["means"][0], values["scales"][1], values["quats"][2] = np.nan, 1e9, 0
    values["opacities"][3], values["scales"][4] = np.nan, 0
    pixels, _, _ = rasterization(**values, width=43, height=35, sh_degree=2)
    assert np.isfinite(pixels).all()


def test_arrays_that_do_not_belong_together_are_refused():
    values = cloud(5)
    with pytest.raises(ShapeError, match="quats: needs shape"):
        rasterization(**values | {"quats": values["quats"][:4]}, width=9, height=9, sh_degree=2)
    with pytest.raises(ShapeError, match="degree 3 needs 16"):
        rasterization(**values, width=9, height=9, sh_degree=3)
    with pytest.raises(InputError, match="one float type"):
        rasterization(**values | {"scales": values["scales"].astype("f4")}, width=9, height=9, sh_degree=2)
    with pytest.raises(InputError, match="pixels cannot be drawn"):
        rasterization(**values, width=0, height=9, sh_degree=2)
