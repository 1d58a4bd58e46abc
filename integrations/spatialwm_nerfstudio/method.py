"""``spatialwm-splat``: the method as ``ns-train`` lists it."""

import torch
from nerfstudio.configs.base_config import MachineConfig
from nerfstudio.data.datamanagers.full_images_datamanager import FullImageDatamanagerConfig
from nerfstudio.engine.optimizers import AdamOptimizerConfig
from nerfstudio.engine.schedulers import ExponentialDecaySchedulerConfig
from nerfstudio.engine.trainer import TrainerConfig
from nerfstudio.pipelines.base_pipeline import VanillaPipelineConfig
from nerfstudio.plugins.types import MethodSpecification

from spatialwm.io.splatfacto import numbers_of_numpy
from spatialwm_nerfstudio.data import SpatialwmDataParserConfig
from spatialwm_nerfstudio.model import SpatialwmSplatModelConfig

__all__ = ["SPECIFICATION"]

# nerfstudio 1.1.5 calls torch.load as before torch 2.6: without this none of its commands opens a checkpoint.
torch.serialization.add_safe_globals(numbers_of_numpy())

_STEPS = 3000
_RATES = {
    "features_dc": 2.5e-3,
    "features_rest": 2.5e-3 / 20,
    "opacities": 5e-2,
    "scales": 5e-3,
    "quats": 1e-3,
}
"""Of Adam, as 3DGS (Kerbl et al. 2023)."""


def _adam(rate: float, last: float | None = None) -> dict[str, object]:
    """An optimiser whose rate falls to ``last``."""
    fall = None if last is None else ExponentialDecaySchedulerConfig(lr_final=last, max_steps=_STEPS)
    return {"optimizer": AdamOptimizerConfig(lr=rate, eps=1e-15), "scheduler": fall}


SPECIFICATION = MethodSpecification(
    config=TrainerConfig(
        method_name="spatialwm-splat",
        max_num_iterations=_STEPS,
        steps_per_save=1000,
        steps_per_eval_batch=0,
        steps_per_eval_image=500,
        steps_per_eval_all_images=1000,
        mixed_precision=False,
        machine=MachineConfig(device_type="cpu"),
        vis="tensorboard",  # the viewer would draw with the cores that train
        pipeline=VanillaPipelineConfig(
            datamanager=FullImageDatamanagerConfig(
                dataparser=SpatialwmDataParserConfig(), cache_images_type="uint8"
            ),
            model=SpatialwmSplatModelConfig(),
        ),
        optimizers={
            "means": _adam(1.6e-4, 1.6e-6),
            "camera_opt": _adam(1e-4, 5e-7),
            **{name: _adam(rate) for name, rate in _RATES.items()},
        },
    ),
    description="Splatfacto on a CPU, drawn by spatialwm's rasteriser.",
)
