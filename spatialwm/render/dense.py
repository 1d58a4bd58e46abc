# pyright: basic
"""The readable twin of ``rasterization``: plain torch, every splat against every pixel of a tile.

Nothing here is clever. It is what the fast backend's values and gradients are held against, and what
``spatialwm bench raster`` calls "plain torch".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spatialwm.geometry.harmonics import SH_C0
from spatialwm.render.lenses import (
    FISHEYE,
    HIGH_A,
    HIGH_B,
    K1,
    LOW_A,
    LOW_B,
    MODEL,
    ORTHO,
    P1,
    P2,
    REACH,
    CameraModel,
    lens_row,
)
from spatialwm.render.projection import MIN_ALPHA
from spatialwm.render.reference import MAX_ALPHA, MIN_TRANSMITTANCE

if TYPE_CHECKING:
    import torch

__all__ = ["dense_rasterization"]


@dataclass(frozen=True, eq=False, kw_only=True)
class _Prints:
    """Projected splats, nearest first."""

    means: torch.Tensor
    conics: torch.Tensor
    extents: torch.Tensor
    opacities: torch.Tensor
    channels: torch.Tensor


def dense_rasterization(
    means: torch.Tensor,
    quats: torch.Tensor,
    scales: torch.Tensor,
    opacities: torch.Tensor,
    colors: torch.Tensor,
    viewmats: torch.Tensor,
    Ks: torch.Tensor,
    width: int,
    height: int,
    *,
    near_plane: float = 0.01,
    far_plane: float = 1e10,
    eps2d: float = 0.3,
    sh_degree: int | None = None,
    backgrounds: torch.Tensor | None = None,
    depth_channel: bool = False,
    antialiased: bool = False,
    camera_model: CameraModel = "pinhole",
    radial_coeffs: torch.Tensor | None = None,
    tangential_coeffs: torch.Tensor | None = None,
    tile: int = 16,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Colours (c, h, w, d) and alphas (c, h, w, 1), as ``rasterization`` gives them in mode RGB or RGB+D."""
    import torch

    pictures = []
    for k in range(len(viewmats)):
        radial, tangential = (None if c is None else c[k].numpy() for c in (radial_coeffs, tangential_coeffs))
        lens = lens_row(camera_model, radial, tangential, Ks[k].numpy(), width, height)
        prints = _project(
            means,
            quats,
            scales,
            opacities,
            colors,
            viewmats[k],
            Ks[k],
            lens,
            width,
            height,
            near_plane,
            far_plane,
            eps2d,
            sh_degree,
            depth_channel,
            antialiased,
        )
        pictures.append(_blend(prints, width, height, tile))
    pixels, light = (torch.stack(parts) for parts in zip(*pictures, strict=True))
    if backgrounds is not None:
        if depth_channel:
            backgrounds = torch.cat([backgrounds, backgrounds.new_zeros(len(backgrounds), 1)], dim=1)
        pixels = pixels + light[..., None] * backgrounds[:, None, None, :]
    return pixels, (1 - light)[..., None]


def _project(
    means: torch.Tensor,
    quats: torch.Tensor,
    scales: torch.Tensor,
    opacities: torch.Tensor,
    colors: torch.Tensor,
    view: torch.Tensor,
    K: torch.Tensor,
    lens: np.ndarray | None,
    width: int,
    height: int,
    near: float,
    far: float,
    blur: float,
    sh_degree: int | None,
    depth_channel: bool,
    antialiased: bool,
) -> _Prints:
    import torch

    points = means @ view[:3, :3].T + view[:3, 3]
    x, y, z = points.unbind(-1)
    keep = (z >= near) & (z <= far)
    safe = torch.where(keep, z, torch.ones_like(z))
    if lens is None:
        centres, jacobian = _through_pinhole(x, y, safe, K, width, height)
    else:
        centres, jacobian = _through_lens(torch.stack([x, y, safe], -1), K, lens)
        if lens[MODEL] != ORTHO:
            keep = keep & ((x / safe) ** 2 + (y / safe) ** 2 < float(lens[REACH]))
    axes = jacobian @ view[:3, :3] @ (_rotations(quats) * scales[:, None, :])
    plain = axes @ axes.transpose(-1, -2)
    xx, yy, xy = plain[:, 0, 0] + blur, plain[:, 1, 1] + blur, plain[:, 0, 1]
    determinant = xx * yy - xy * xy
    if antialiased:
        sharp = plain[:, 0, 0] * plain[:, 1, 1] - xy * xy
        opacities = opacities * (sharp / determinant).clamp_min(1e-30).sqrt()
    keep = keep & (opacities >= MIN_ALPHA)
    reach = (2 * (opacities.clamp_min(MIN_ALPHA) / MIN_ALPHA).log()).sqrt()
    extents = torch.stack([reach * xx.sqrt(), reach * yy.sqrt()], -1).detach()
    size = torch.tensor([width, height])
    keep = keep & (centres + extents > 0).all(-1) & (centres - extents < size).all(-1)
    index = keep.nonzero()[:, 0]
    index = index[torch.argsort(z[index].detach(), stable=True)]
    channels = colors if sh_degree is None else _shade(means, colors, view, sh_degree)
    if depth_channel:
        channels = torch.cat([channels, z[:, None]], -1)
    conics = torch.stack([yy, -xy, xx], -1) / determinant[:, None]
    return _Prints(
        means=centres[index],
        conics=conics[index],
        extents=extents[index],
        opacities=opacities[index],
        channels=channels[index],
    )


def _through_pinhole(
    x: torch.Tensor, y: torch.Tensor, z: torch.Tensor, K: torch.Tensor, width: int, height: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Pixels (n, 2) and their derivatives by the points (n, 2, 3)."""
    import torch

    fx, fy, cx, cy = K[0, 0], K[1, 1], K[0, 2], K[1, 2]
    slope_x = (x / z).clamp(-(cx / fx + 0.15 * width / fx), (width - cx) / fx + 0.15 * width / fx)
    slope_y = (y / z).clamp(-(cy / fy + 0.15 * height / fy), (height - cy) / fy + 0.15 * height / fy)
    none = torch.zeros_like(z)
    rows = [
        torch.stack([fx / z, none, -fx * slope_x / z], -1),
        torch.stack([none, fy / z, -fy * slope_y / z], -1),
    ]
    return torch.stack([fx * x / z + cx, fy * y / z + cy], -1), torch.stack(rows, -2)


def _through_lens(
    points: torch.Tensor, K: torch.Tensor, lens: np.ndarray
) -> tuple[torch.Tensor, torch.Tensor]:
    """As ``_through_pinhole``; the derivatives come from automatic differentiation."""
    import torch

    def pixel(point: torch.Tensor) -> torch.Tensor:
        slopes = point[:2] if lens[MODEL] == ORTHO else _bent(point[:2] / point[2], lens)
        return slopes * torch.stack([K[0, 0], K[1, 1]]) + K[:2, 2]

    z = points[:, 2:]
    low, high = (torch.tensor(lens[pair], dtype=z.dtype) for pair in ([LOW_A, LOW_B], [HIGH_A, HIGH_B]))
    inside = torch.cat([torch.clamp(points[:, :2] / z, low, high) * z, z], -1)
    return torch.vmap(pixel)(points), torch.vmap(torch.func.jacrev(pixel))(inside)


def _bent(slopes: torch.Tensor, lens: np.ndarray) -> torch.Tensor:
    """The formulas of lenses.py."""
    import torch

    k, p1, p2 = [float(v) for v in lens[K1 : K1 + 6]], float(lens[P1]), float(lens[P2])
    a, b = slopes
    s = a * a + b * b
    if lens[MODEL] == FISHEYE:
        q = torch.atan(s.sqrt()) ** 2
        stretch = (q / s).sqrt() * (1 + k[0] * q + k[1] * q**2 + k[2] * q**3 + k[3] * q**4)
    else:
        stretch = (1 + k[0] * s + k[1] * s**2 + k[2] * s**3) / (1 + k[3] * s + k[4] * s**2 + k[5] * s**3)
    return torch.stack(
        [
            a * stretch + 2 * p1 * a * b + p2 * (s + 2 * a * a),
            b * stretch + 2 * p2 * a * b + p1 * (s + 2 * b * b),
        ]
    )


def _rotations(quats: torch.Tensor) -> torch.Tensor:
    import torch

    w, x, y, z = torch.nn.functional.normalize(quats, dim=-1).unbind(-1)
    rows = [
        1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y),
        2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
        2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y),
    ]  # fmt: skip
    return torch.stack(rows, -1).reshape(-1, 3, 3)


def _shade(means: torch.Tensor, sh: torch.Tensor, view: torch.Tensor, degree: int) -> torch.Tensor:
    import torch

    eye = -torch.linalg.solve(view[:3, :3], view[:3, 3])
    x, y, z = torch.nn.functional.normalize(means - eye, dim=-1).unbind(-1)
    xx, yy, zz = x * x, y * y, z * z
    basis = [torch.full_like(x, SH_C0)]
    if degree >= 1:
        basis += [-0.4886025119029199 * y, 0.4886025119029199 * z, -0.4886025119029199 * x]
    if degree >= 2:
        basis += [
            1.0925484305920792 * x * y,
            -1.0925484305920792 * y * z,
            0.31539156525252005 * (2 * zz - xx - yy),
            -1.0925484305920792 * x * z,
            0.5462742152960396 * (xx - yy),
        ]
    if degree >= 3:
        basis += [
            -0.5900435899266435 * y * (3 * xx - yy),
            2.890611442640554 * x * y * z,
            -0.4570457994644658 * y * (4 * zz - xx - yy),
            0.3731763325901154 * z * (2 * zz - 3 * xx - 3 * yy),
            -0.4570457994644658 * x * (4 * zz - xx - yy),
            1.445305721320277 * z * (xx - yy),
            -0.5900435899266435 * x * (xx - 3 * yy),
        ]
    return (0.5 + torch.einsum("kn,nkc->nc", torch.stack(basis), sh[:, : len(basis)])).clamp_min(0)


def _blend(prints: _Prints, width: int, height: int, tile: int) -> tuple[torch.Tensor, torch.Tensor]:
    import torch

    rows, lights = [], []
    for top in range(0, height, tile):
        parts = [
            _blend_tile(prints, left, top, min(tile, width - left), min(tile, height - top))
            for left in range(0, width, tile)
        ]
        rows.append(torch.cat([pixels for pixels, _ in parts], dim=1))
        lights.append(torch.cat([light for _, light in parts], dim=1))
    return torch.cat(rows), torch.cat(lights)


def _blend_tile(
    prints: _Prints, left: int, top: int, width: int, height: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Every splat whose box meets the tile against every pixel of it."""
    import torch

    corner, size = torch.tensor([left, top]), torch.tensor([width, height])
    near = (prints.means + prints.extents > corner) & (prints.means - prints.extents < corner + size)
    index = near.all(-1).nonzero()[:, 0]
    means, conics = prints.means[index], prints.conics[index]
    ys, xs = torch.meshgrid(torch.arange(height) + top + 0.5, torch.arange(width) + left + 0.5, indexing="ij")
    dx, dy = xs.reshape(-1, 1) - means[:, 0], ys.reshape(-1, 1) - means[:, 1]
    xx, xy, yy = conics.unbind(-1)
    sigma = 0.5 * (xx * dx * dx + yy * dy * dy) + xy * dx * dy
    alpha = (prints.opacities[index] * torch.exp(-sigma)).clamp_max(MAX_ALPHA)
    alpha = torch.where(alpha >= MIN_ALPHA, alpha, torch.zeros_like(alpha))
    after = torch.cumprod(1 - alpha, dim=1)
    before = torch.cat([torch.ones_like(after[:, :1]), after], dim=1)[:, :-1]
    alive = before > MIN_TRANSMITTANCE
    weights = torch.where(alive, alpha * before, torch.zeros_like(alpha))
    pixels = weights @ prints.channels[index]
    light = torch.where(alive, 1 - alpha, torch.ones_like(alpha)).prod(dim=1)
    return pixels.reshape(height, width, -1), light.reshape(height, width)
