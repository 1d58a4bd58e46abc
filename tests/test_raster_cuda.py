# pyright: reportMissingImports=false, reportArgumentType=false, reportOptionalSubscript=false
"""The CUDA backend (gsplat) against ours on the CPU: the same call, the same picture, the same gradients."""

import numpy as np
import pytest

from spatialwm.errors import InputError
from spatialwm.render import rasterization

pytestmark = pytest.mark.gpu
SIZE = {"width": 160, "height": 120}
NAMES = ("means", "quats", "scales", "opacities", "colors", "viewmats", "backgrounds")


@pytest.fixture(autouse=True)
def accelerator():
    pytest.importorskip("numba")
    torch = pytest.importorskip("torch")
    pytest.importorskip("gsplat")
    if not torch.cuda.is_available():
        pytest.skip("No CUDA device here.")


def cloud(count=500, degree=2, channels=None):
    rng = np.random.default_rng(0)
    views = np.tile(np.eye(4), (2, 1, 1))
    views[:, 2, 3] = 4
    views[1, :3, :3] = [[np.cos(0.4), 0, np.sin(0.4)], [0, 1, 0], [-np.sin(0.4), 0, np.cos(0.4)]]
    values = {
        "means": rng.normal(size=(count, 3)) * [1.2, 0.8, 0.7],
        "quats": rng.normal(size=(count, 4)),
        "scales": rng.uniform(0.03, 0.2, (count, 3)),
        "opacities": rng.uniform(0.2, 0.9, count),
        "colors": rng.normal(size=(count, (degree + 1) ** 2, 3)) * 0.3,
        "viewmats": views,
        "Ks": np.tile([[140.0, 0, 78], [0, 142, 61], [0, 0, 1]], (2, 1, 1)),
        "backgrounds": rng.uniform(size=(2, channels or 3)),
    }
    if channels:
        values["colors"] = rng.uniform(size=(count, channels))
    return {name: value.astype(np.float32) for name, value in values.items()}


def drawn(values, device, gradients=True, **options):
    """Colours, alphas, and (with ``gradients``) what reaches every input, as NumPy."""
    import torch

    given = {
        k: torch.tensor(v, device=device, requires_grad=gradients and k in NAMES) for k, v in values.items()
    }
    lens = {k: torch.tensor(v, device=device) for k, v in options.items() if isinstance(v, np.ndarray)}
    pixels, alphas, meta = rasterization(**given, **SIZE, **options | lens)
    assert pixels.device.type == device
    result = {"pixels": pixels, "alphas": alphas}
    if options.get("normals"):
        result["normals"] = meta.normals
    if gradients:
        weights = torch.from_numpy(np.random.default_rng(1).normal(size=pixels.shape)).to(pixels)
        ((pixels * weights).sum() + (alphas[..., 0] * weights[..., 0]).sum()).backward()
        result |= {f"gradient of {name}": given[name].grad for name in NAMES}
        result["gradient of viewmats"] = given["viewmats"].grad[:, :3]
    return {name: value.detach().cpu().numpy() for name, value in result.items()}


def check(values, **options):
    ours, theirs = (drawn(values, device, **options) for device in ("cpu", "cuda"))
    for name, mine in ours.items():
        difference = np.abs(mine - theirs[name])
        if name.startswith("gradient"):
            # A contribution of alpha 1/255 may fall on either side of the line, so single numbers may differ.
            assert difference.mean() < 2e-3 * np.abs(mine).mean() + 1e-6, name
        else:
            scale = max(1.0, float(np.abs(mine).max()))
            assert difference.max() < 8e-3 * scale and difference.mean() < 2e-5 * scale, name


@pytest.mark.parametrize("rasterize_mode", ["classic", "antialiased"])
@pytest.mark.parametrize("render_mode", ["RGB", "RGB+D", "RGB+ED"])
def test_values_and_gradients_are_those_of_the_cpu(render_mode, rasterize_mode):
    check(cloud(), sh_degree=2, render_mode=render_mode, rasterize_mode=rasterize_mode)


@pytest.mark.parametrize("degree", [0, 1, 3])
def test_every_degree_of_harmonics_is_that_of_the_cpu(degree):
    check(cloud(degree=degree), sh_degree=degree)


@pytest.mark.parametrize("channels", [1, 5, 40])
def test_any_number_of_channels_is_that_of_the_cpu(channels):
    check(cloud(channels=channels))


@pytest.mark.parametrize("camera_model", ["fisheye", "ortho"])
def test_other_cameras_are_those_of_the_cpu(camera_model):
    values = cloud()
    if camera_model == "ortho":
        values["Ks"] *= np.array([[0.3], [0.3], [1]], np.float32)
    check(values, sh_degree=2, camera_model=camera_model)


def test_normals_are_those_of_the_cpu():
    check(cloud(), sh_degree=2, normals=True, gradients=False)


def test_a_distorted_lens_draws_nearly_what_the_cpu_draws():
    """gsplat carries splats through the lens by sampling, we by the derivative."""
    values = cloud() | {"scales": cloud()["scales"] * np.float32(0.4)}
    bends = {
        "radial_coeffs": np.tile(np.array([[-0.2, 0.05, 0, 0, 0, 0]], np.float32), (2, 1)),
        "tangential_coeffs": np.tile(np.array([[0.01, -0.01]], np.float32), (2, 1)),
    }
    ours, theirs = (drawn(values, d, gradients=False, sh_degree=2, **bends) for d in ("cpu", "cuda"))
    psnr = -10 * np.log10(np.mean((ours["pixels"] - theirs["pixels"]) ** 2))
    assert psnr > 30, psnr


def test_what_gsplat_cannot_do_is_refused():
    for options in ({"render_mode": "MD"}, {"owners": True}):
        with pytest.raises(InputError, match="median depth"):
            drawn(cloud(), "cuda", gradients=False, sh_degree=2, **options)
