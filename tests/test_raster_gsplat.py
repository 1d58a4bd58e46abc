# pyright: reportMissingImports=false, reportPrivateUsage=false, reportArgumentType=false
# pyright: reportOperatorIssue=false, reportAttributeAccessIssue=false, reportOptionalSubscript=false
"""Agreement with gsplat's own code: what of it runs on a CPU, and the signature of what does not.

gsplat's wheel holds its CUDA kernels and, beside them, plain torch twins of most. They run here without
compiling anything. Without gsplat these tests are skipped: ``pip install --no-deps gsplat``.
"""

import inspect

import numpy as np
import pytest

from spatialwm.render import cpu, cuda, rasterization
from spatialwm.render.layout import FEATURES, A, B, C, U, V

pytest.importorskip("numba")
torch = pytest.importorskip("torch")

WIDTH, HEIGHT = 61, 47


@pytest.fixture
def gsplat():
    return pytest.importorskip("gsplat")


@pytest.fixture
def theirs(gsplat):
    from gsplat.cuda import _torch_impl

    return _torch_impl


def cloud(count=300, seed=0, degree=3, dtype=np.float64):
    rng = np.random.default_rng(seed)
    views = np.tile(np.eye(4), (2, 1, 1))
    views[:, 2, 3] = 4
    views[1, :3, :3] = [[np.cos(0.4), 0, np.sin(0.4)], [0, 1, 0], [-np.sin(0.4), 0, np.cos(0.4)]]
    values = {
        "means": rng.normal(size=(count, 3)) * [1.4, 1.0, 0.7],
        "quats": rng.normal(size=(count, 4)),
        "scales": rng.uniform(0.02, 0.3, (count, 3)),
        "opacities": rng.uniform(0.1, 0.95, count),
        "colors": rng.normal(size=(count, (degree + 1) ** 2, 3)) * 0.3,
        "viewmats": views,
        "Ks": np.tile([[50.0, 0, 30], [0, 52, 23], [0, 0, 1]], (2, 1, 1)),
    }
    return {name: torch.tensor(value.astype(dtype)) for name, value in values.items()}


def projected(theirs, values, model="pinhole", antialiased=False):
    covariances, _ = theirs._quat_scale_to_covar_preci(values["quats"], values["scales"], True, False)
    return theirs._fully_fused_projection(
        values["means"],
        covariances,
        values["viewmats"],
        values["Ks"],
        WIDTH,
        HEIGHT,
        calc_compensations=antialiased,
        camera_model=model,
    )


@pytest.mark.parametrize("model", ["pinhole", "fisheye", "ortho"])
def test_centres_conics_and_depths_are_gsplats(theirs, model):
    values = cloud()
    if model == "ortho":
        values["Ks"] = values["Ks"] * torch.tensor([[[0.3], [0.3], [1]]])
    _, means2d, depths, conics, _ = projected(theirs, values, model)
    worst = {}
    for k in range(2):
        picture = one_picture(values, k, model)
        rows, seen = torch.from_numpy(picture.rows), torch.from_numpy(picture.visible).long()
        assert len(seen) > 150
        ours = torch.stack([2 * rows[:, A], rows[:, B], 2 * rows[:, C]], dim=-1)
        pairs = {
            "centres": (rows[:, U : V + 1], means2d[k, seen]),
            "conics": (ours, conics[k, seen]),
            "depths": (rows[:, -1], depths[k, seen]),
        }
        for name, (mine, other) in pairs.items():
            worst[name] = max(worst.get(name, 0.0), float((mine - other).abs().max()))
    # gsplat's fisheye adds 1e-7 to its divisors.
    assert max(worst.values()) < (1e-4 if model == "fisheye" else 1e-9), worst


def one_picture(values, k, model="pinhole", degree=3):
    from spatialwm.render.lenses import lens_row

    arrays = {name: value.numpy() for name, value in values.items()}
    inputs = cpu.Inputs(
        **{name: arrays[name] for name in ("means", "quats", "scales", "opacities", "colors")},
        view=arrays["viewmats"][k],
        K=arrays["Ks"][k],
        background=np.zeros(4),
        lens=lens_row(model, None, None, arrays["Ks"][k], WIDTH, HEIGHT),
    )
    settings = cpu.Settings(width=WIDTH, height=HEIGHT, sh_degree=degree, depth_channel=True)
    return cpu.forward(inputs, settings)


@pytest.mark.parametrize("degree", [0, 1, 2, 3])
def test_harmonics_are_gsplats(theirs, degree):
    values = cloud(degree=degree)
    for k in range(2):
        picture = one_picture(values, k, degree=degree)
        seen = torch.from_numpy(picture.visible).long()
        eye = torch.inverse(values["viewmats"][k])[:3, 3]
        colors = theirs._spherical_harmonics(degree, values["means"][seen] - eye, values["colors"][seen])
        ours = torch.from_numpy(picture.rows[:, FEATURES : FEATURES + 3])
        torch.testing.assert_close(ours, (colors + 0.5).clamp_min(0), atol=1e-9, rtol=1e-9)


def blended(means2d, conics, opacities, channels, depths):
    """The definition of splatting, one splat after the other over the whole picture (Kerbl et al. 2023)."""
    ys, xs = torch.meshgrid(
        *(torch.arange(n, dtype=means2d.dtype) + 0.5 for n in (HEIGHT, WIDTH)), indexing="ij"
    )
    pixels, light = (
        torch.zeros(HEIGHT, WIDTH, channels.shape[1], dtype=means2d.dtype),
        torch.ones(HEIGHT, WIDTH),
    )
    light = light.to(means2d.dtype)
    for i in torch.argsort(depths):
        dx, dy = xs - means2d[i, 0], ys - means2d[i, 1]
        xx, xy, yy = conics[i]
        alpha = opacities[i] * torch.exp(-0.5 * (xx * dx**2 + yy * dy**2) - xy * dx * dy)
        alpha = alpha.clamp_max(0.999)
        alpha = torch.where((alpha >= 1 / 255) & (light > 1e-4), alpha, torch.zeros_like(alpha))
        pixels = pixels + (alpha * light)[..., None] * channels[i]
        light = light * (1 - alpha)
    return pixels, 1 - light


@pytest.mark.parametrize("model", ["pinhole", "ortho"])
@pytest.mark.parametrize("antialiased", [False, True])
def test_whole_pictures_and_gradients_are_those_of_gsplats_projection_and_a_plain_loop(
    theirs, antialiased, model
):
    names = ("means", "quats", "scales", "opacities", "colors", "viewmats")
    drawn = []
    for mine in (True, False):
        values = cloud(60, seed=2)
        if model == "ortho":
            values["Ks"] = values["Ks"] * torch.tensor([[[0.3], [0.3], [1]]])
        for name in names:
            values[name].requires_grad_(True)
        if mine:
            pixels, alphas, _ = rasterization(
                **values, width=WIDTH, height=HEIGHT, sh_degree=3, render_mode="RGB+D", camera_model=model,
                rasterize_mode="antialiased" if antialiased else "classic",
            )  # fmt: skip
            alphas = alphas[..., 0]
        else:
            pixels, alphas = gsplat_picture(theirs, values, model, antialiased)
        weights = torch.randn(pixels.shape, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
        ((pixels * weights).sum() + (alphas * weights[..., 0]).sum()).backward()
        drawn.append([pixels.detach(), alphas.detach(), *(values[name].grad for name in names)])
        drawn[-1][-1] = drawn[-1][-1][:, :3]  # the last row of a pose is constant
    worst = []
    for ours, other in zip(*drawn, strict=True):
        worst.append(float((ours - other).abs().max() / other.abs().max()))
    assert max(worst) < 1e-9, worst


def gsplat_picture(theirs, values, model, antialiased):
    _, means2d, depths, conics, dimming = projected(theirs, values, model, antialiased)
    pictures = []
    for k in range(2):
        eye = torch.inverse(values["viewmats"][k])[:3, 3]
        colors = theirs._spherical_harmonics(3, values["means"] - eye, values["colors"])
        channels = torch.cat([(colors + 0.5).clamp_min(0), depths[k][:, None]], dim=-1)
        opacities = values["opacities"] if dimming is None else values["opacities"] * dimming[k]
        pictures.append(blended(means2d[k], conics[k], opacities, channels, depths[k]))
    return tuple(torch.stack(parts) for parts in zip(*pictures, strict=True))


@pytest.mark.parametrize("lens", [("pinhole", None, None), ("fisheye", torch.zeros(2, 4), None)])
def test_the_call_to_gsplat_fits_its_signature(gsplat, lens):
    settings = cpu.Settings(width=4, height=3, sh_degree=2, antialiased=True)
    arguments = cuda.gsplat_arguments(settings, "RGB+ED", None, *lens)
    bound = inspect.signature(gsplat.rasterization).bind(*cloud(3).values(), 4, 3, **arguments)
    positional = ("means", "quats", "scales", "opacities", "colors", "viewmats", "Ks", "width", "height")
    assert tuple(bound.arguments)[:9] == positional
    assert bound.arguments["with_ut"] == (lens[1] is not None)


def test_our_names_and_defaults_are_gsplats(gsplat):
    ours, other = (inspect.signature(f).parameters for f in (rasterization, gsplat.rasterization))
    added = {"normals", "owners"}
    assert set(ours) - set(other) == added
    for name in set(ours) - added:
        assert ours[name].default == other[name].default, name


@pytest.fixture
def gsplat_on_cpu(theirs, monkeypatch):
    """gsplat's own ``rasterization``, with its torch twins in place of the CUDA kernels they mirror."""
    from gsplat import rendering

    depths = []

    def project(means, covars, quats, scales, viewmats, Ks, width, height, **options):
        covariances, _ = theirs._quat_scale_to_covar_preci(quats, scales, True, False)
        kept = ("eps2d", "near_plane", "far_plane", "calc_compensations", "camera_model")
        chosen = {name: options[name] for name in kept}
        return theirs._fully_fused_projection(means, covariances, viewmats, Ks, width, height, **chosen)

    def tiles(means2d, radii, z, size, tile_width, tile_height, **_):
        return theirs._isect_tiles(means2d, radii, z, size, tile_width, tile_height)

    def harmonics(degree, directions, coefficients, masks):
        return theirs._spherical_harmonics(degree, directions, coefficients)

    def blend(means2d, conics, colors, opacities, *_, backgrounds, **__):
        # This place does not know the depths; tiles list the splats of each camera nearest first.
        pictures = []
        for k in range(len(means2d)):
            order = torch.arange(means2d.shape[1])[torch.argsort(depths[-1][k])]
            near = [x[k][order] for x in (means2d, conics, opacities, colors)]
            pixels, alphas = blended(near[0], near[1], near[2], near[3], torch.arange(len(order)))
            if backgrounds is not None:
                pixels = pixels + (1 - alphas)[..., None] * backgrounds[k]
            pictures.append((pixels, alphas[..., None]))
        return tuple(torch.stack(parts) for parts in zip(*pictures, strict=True))

    def projected_and_noted(*args, **options):
        result = project(*args, **options)
        depths.append(result[2].detach())
        return result

    monkeypatch.setattr(rendering, "fully_fused_projection", projected_and_noted)
    monkeypatch.setattr(rendering, "spherical_harmonics", harmonics)
    monkeypatch.setattr(rendering, "isect_tiles", tiles)
    monkeypatch.setattr(rendering, "isect_offset_encode", theirs._isect_offset_encode)
    monkeypatch.setattr(rendering, "rasterize_to_pixels", blend)


@pytest.mark.parametrize(
    ("mode", "rasterize_mode", "model", "channels"),
    [
        ("RGB", "classic", "pinhole", None),
        ("RGB+D", "antialiased", "pinhole", None),
        ("RGB+ED", "classic", "fisheye", None),
        ("D", "classic", "pinhole", None),
        ("ED", "antialiased", "ortho", None),
        ("RGB+D", "classic", "pinhole", 5),
        ("RGB", "classic", "pinhole", 40),
    ],
)
def test_our_way_into_gsplat_brings_back_what_the_cpu_draws(
    gsplat_on_cpu, mode, rasterize_mode, model, channels
):
    """What a CUDA tensor would go through, but for the kernels themselves."""
    from spatialwm.render.rasterization import _on_cuda, _settings

    values = cloud(40, seed=5, dtype=np.float32)
    degree = 3
    if channels:
        values["colors"] = torch.rand(40, channels, generator=torch.Generator().manual_seed(0))
        degree = None
    if model == "ortho":
        values["Ks"] = values["Ks"] * torch.tensor([[[0.3], [0.3], [1]]])
    behind = torch.rand(2, channels or 3, generator=torch.Generator().manual_seed(1))
    settings = _settings(WIDTH, HEIGHT, 0.01, 1e10, 0.3, (mode, rasterize_mode, degree), False)
    other, other_alphas, other_meta = _on_cuda(
        tuple(values.values()), settings, behind, mode, (model, None, None), True
    )
    ours, alphas, meta = rasterization(
        **values, width=WIDTH, height=HEIGHT, sh_degree=degree, backgrounds=behind, render_mode=mode,
        rasterize_mode=rasterize_mode, camera_model=model, normals=True,
    )  # fmt: skip
    assert ours.shape == other.shape and alphas.shape == other_alphas.shape
    covered = (alphas > 0.05).expand_as(ours) if "ED" in mode else torch.ones_like(ours, dtype=torch.bool)
    # Single precision: a contribution of alpha 1/255 may fall on either side of the line.
    pairs = ((ours[covered], other[covered]), (alphas, other_alphas), (meta.normals, other_meta.normals))
    for mine, theirs_ in pairs:
        assert float((mine - theirs_).abs().max()) < 0.03 and float((mine - theirs_).abs().mean()) < 1e-4
    for k in range(2):
        assert set(meta.visible[k]) <= set(other_meta.visible[k])
        both = np.isin(other_meta.visible[k], meta.visible[k])
        np.testing.assert_allclose(other_meta.means2d[k][both], meta.means2d[k], atol=1e-3)


def test_gradients_are_refused_where_gsplat_has_none():
    from spatialwm.errors import InputError

    values = {name: value.float() for name, value in cloud(3).items()}
    values["means"].requires_grad_(True)
    settings = cpu.Settings(width=4, height=3, sh_degree=2)
    arguments = cuda.gsplat_arguments(settings, "RGB", None, "pinhole", torch.zeros(2, 6), None)
    with pytest.raises(InputError, match="no gradients through a distorted lens"):
        cuda.pictures(tuple(values.values()), settings, arguments)
    with pytest.raises(InputError, match="float32 only"):
        cuda.pictures(tuple(cloud(3).values()), settings, arguments)
    with pytest.raises(InputError, match="no median depth"):
        cuda.pictures(tuple(values.values()), cpu.Settings(width=4, height=3, ranks=True), arguments)
