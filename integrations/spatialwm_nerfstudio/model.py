"""Splatfacto on a CPU: nerfstudio's model, drawn by our rasteriser where gsplat needs CUDA.

Loss, densification (gsplat's own ``DefaultStrategy``), camera optimiser, checkpoints and ``ns-export`` are
nerfstudio's. What differs is how it starts, how it draws, where densification gets its gradients, and that
LPIPS is not measured: its network would be downloaded.
"""

from dataclasses import dataclass, field
from typing import Any

import torch
from gsplat.strategy import DefaultStrategy
from nerfstudio.cameras.cameras import Cameras
from nerfstudio.models.splatfacto import RGB2SH, SplatfactoModel, SplatfactoModelConfig
from nerfstudio.utils.colors import get_color
from pytorch_msssim import SSIM
from torch import Tensor
from torchmetrics.image import PeakSignalNoiseRatio

from spatialwm.errors import InputError
from spatialwm.render import RasterMeta, rasterization

__all__ = ["SpatialwmSplatModel", "SpatialwmSplatModelConfig"]

_OPENCV_FROM_OPENGL = torch.tensor([1.0, -1.0, -1.0])
_GREY = (0.149, 0.1647, 0.2157)
"""Behind the splats when they are evaluated, as in splatfacto."""


@dataclass
class SpatialwmSplatModelConfig(SplatfactoModelConfig):
    """Splatfacto's settings, for a tenth of its steps: a CPU takes a few per second."""

    _target: type = field(default_factory=lambda: SpatialwmSplatModel)
    warmup_length: int = 200
    resolution_schedule: int = 500
    sh_degree_interval: int = 500
    stop_split_at: int = 2000
    stop_screen_size_at: int = 1000
    use_absgrad: bool = False
    densify_grad_thresh: float = 0.0002
    """Of plain gradients, as 3DGS (Kerbl et al. 2023); splatfacto's 0.0008 is for absolute ones."""


class SpatialwmSplatModel(SplatfactoModel):
    """Splatfacto with another rasteriser."""

    config: SpatialwmSplatModelConfig

    def populate_modules(self) -> None:
        """Parameters, metrics and densification, on the CPU."""
        config = self.config
        if config.use_absgrad or config.use_bilateral_grid:
            raise InputError(
                "spatialwm-splat has neither use-absgrad nor use-bilateral-grid; use splatfacto."
            )
        self.gauss_params = torch.nn.ParameterDict(self._start())
        self.camera_optimizer = config.camera_optimizer.setup(num_cameras=self.num_train_data, device="cpu")
        self.psnr = PeakSignalNoiseRatio(data_range=1.0)
        self.ssim = SSIM(data_range=1.0, size_average=True, channel=3)
        self.step = 0
        self.crop_box = None
        random = config.background_color == "random"
        self.background_color = torch.tensor(_GREY) if random else get_color(config.background_color)
        self.strategy = DefaultStrategy(
            prune_opa=config.cull_alpha_thresh,
            grow_grad2d=config.densify_grad_thresh,
            grow_scale3d=config.densify_size_thresh,
            grow_scale2d=config.split_screen_size,
            prune_scale3d=config.cull_scale_thresh,
            prune_scale2d=config.cull_screen_size,
            refine_scale2d_stop_iter=config.stop_screen_size_at,
            refine_start_iter=config.warmup_length,
            refine_stop_iter=config.stop_split_at,
            reset_every=config.reset_alpha_every * config.refine_every,
            refine_every=config.refine_every,
            pause_refine_after_reset=self.num_train_data + config.refine_every,
        )
        self.strategy_state = self.strategy.initialize_state(scene_scale=1.0)

    def _start(self) -> dict[str, torch.nn.Parameter]:
        """A ball on each of the data set's points, or random ones, as large as the way to its neighbours."""
        config = self.config
        if self.seed_points is not None and not config.random_init and len(self.seed_points[0]) > 3:
            points, colors = self.seed_points[0].float(), self.seed_points[1].float() / 255
        else:
            points = (torch.rand(config.num_random, 3) - 0.5) * config.random_scale
            colors = torch.rand(config.num_random, 3)
        if len(colors) != len(points):
            colors = torch.full_like(points, 0.5)
        count = len(points)
        distances = torch.from_numpy(self.k_nearest_sklearn(points, 3)[0]).mean(dim=-1, keepdim=True)
        start = {
            "means": points,
            "scales": distances.clamp_min(1e-6).log().repeat(1, 3),
            "quats": torch.tensor([1.0, 0, 0, 0]).repeat(count, 1),
            "features_dc": RGB2SH(colors) if config.sh_degree > 0 else torch.logit(colors, eps=1e-4),
            "features_rest": torch.zeros(count, (config.sh_degree + 1) ** 2 - 1, 3),
            "opacities": torch.logit(torch.full((count, 1), 0.1)),
        }
        return {name: torch.nn.Parameter(values) for name, values in start.items()}

    def get_outputs(self, camera: Cameras) -> dict[str, Any]:
        """Draw what one camera sees: ``rgb``, ``depth``, ``accumulation``, ``background``.

        Raises:
            InputError: The model is on a GPU.
        """
        if self.device.type != "cpu":
            raise InputError("spatialwm-splat trains on a CPU; on a GPU use 'ns-train splatfacto'.")
        poses = self.camera_optimizer.apply_to_camera(camera) if self.training else camera.camera_to_worlds
        factor = self._get_downscale_factor()
        camera.rescale_output_resolution(1 / factor)
        K, width, height = (
            camera.get_intrinsics_matrices(),
            int(camera.width.item()),
            int(camera.height.item()),
        )
        camera.rescale_output_resolution(factor)
        background = self._get_background_color()
        kept = self._kept()
        if not kept.any():
            return self.get_empty_outputs(width, height, background)
        with_depth = self.config.output_depth_during_training or not self.training
        drawn, alphas, meta = self._draw(kept, _viewmats(poses), K, width, height, with_depth=with_depth)
        if self.training:
            self._seen = meta, poses.detach()[0], K[0], width, height
        depths = torch.where(alphas > 0, drawn[..., 3:], drawn[..., 3:].max()) if with_depth else None
        return {
            "rgb": (drawn[..., :3] + (1 - alphas) * background).clamp(0, 1)[0],
            "depth": None if depths is None else depths[0],
            "accumulation": alphas[0],
            "background": background if self.training else background.expand(height, width, 3),
        }

    def _kept(self) -> Tensor:
        """Which splats lie in the viewer's crop box; all while training."""
        if self.crop_box is None or self.training:
            return torch.ones(self.num_points, dtype=torch.bool)
        return self.crop_box.within(self.means).reshape(-1)

    def _draw(
        self, kept: Tensor, viewmats: Tensor, K: Tensor, width: int, height: int, *, with_depth: bool
    ) -> tuple[Tensor, Tensor, RasterMeta]:
        degree = None
        colors = torch.cat([self.features_dc[:, None], self.features_rest], dim=1)
        if self.config.sh_degree > 0:
            degree = min(self.step // self.config.sh_degree_interval, self.config.sh_degree)
        else:
            colors = torch.sigmoid(colors[:, 0])
        return rasterization(
            self.means[kept],
            self.quats[kept],
            torch.exp(self.scales[kept]),
            torch.sigmoid(self.opacities[kept, 0]),
            colors[kept],
            viewmats,
            K,
            width,
            height,
            sh_degree=degree,
            render_mode="RGB+ED" if with_depth else "RGB",
            rasterize_mode=self.config.rasterize_mode,
        )

    def step_post_backward(self, step: int) -> None:
        """Densify: duplicate, split and prune as gsplat's strategy decides."""
        self.strategy.step_post_backward(
            self.gauss_params, self.optimizers, self.strategy_state, step, self._seen_gradients(), packed=True
        )

    def _seen_gradients(self) -> dict[str, Any]:
        """What the strategy wants to know, from the gradients of the 3D means.

        A step d of a mean in the camera's x moves its picture by ``d f / z`` pixels, so the gradient per
        pixel is the one per step times ``z / f``.
        """
        meta, pose, K, width, height = self._seen
        visible = torch.from_numpy(meta.visible[0]).long()
        extents = torch.from_numpy(meta.extents[0]).float()
        axes = pose[:3, :3] * _OPENCV_FROM_OPENGL
        in_camera = (self.means.detach()[visible] - pose[:3, 3]) @ axes
        slopes = torch.zeros_like(self.means) if self.means.grad is None else self.means.grad
        centres = torch.from_numpy(meta.means2d[0]).float()
        centres.grad = (slopes[visible] @ axes)[:, :2] * in_camera[:, 2:] / torch.stack([K[0, 0], K[1, 1]])
        return {
            "width": width,
            "height": height,
            "n_cameras": 1,
            "gaussian_ids": visible,
            "radii": extents.amax(dim=-1),
            "means2d": centres,
        }

    def get_image_metrics_and_images(
        self, outputs: dict[str, Tensor], batch: dict[str, Tensor]
    ) -> tuple[dict[str, float], dict[str, Tensor]]:
        """PSNR and SSIM of a held-out photo, and the photo beside the picture."""
        photo = self.composite_with_background(self.get_gt_img(batch["image"]), outputs["background"])
        drawn = outputs["rgb"]
        pair = photo.permute(2, 0, 1)[None], drawn.permute(2, 0, 1)[None]
        metrics = {"psnr": float(self.psnr(*pair)), "ssim": float(self.ssim(*pair))}
        return metrics, {"img": torch.cat([photo, drawn], dim=1)}


def _viewmats(poses: Tensor) -> Tensor:
    """Camera from world with OpenCV axes, of nerfstudio's world from OpenGL camera."""
    turns = (poses[:, :3, :3] * _OPENCV_FROM_OPENGL).transpose(1, 2)
    shifts = -turns @ poses[:, :3, 3:]
    last = torch.tensor([[[0.0, 0, 0, 1]]]).expand(len(poses), 1, 4)
    return torch.cat([torch.cat([turns, shifts], dim=2), last], dim=1)
