"""Photos with known cameras to splats: 3D Gaussian splatting (Kerbl et al. 2023) on a CPU, without torch.

Densification is Markov-chain Monte Carlo (Kheradmand et al. 2024); gradients come straight from the
compiled rasteriser, the loss and Adam are one kernel each. Everything follows from the inputs and the
seed, to the bit, for any number of threads.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from spatialwm.errors import SimulationError
from spatialwm.lift.photos.checkpoint import load_checkpoint, save_checkpoint
from spatialwm.lift.photos.densify import relocate_and_grow, shake
from spatialwm.lift.photos.loss import PhotoLoss
from spatialwm.lift.photos.model import LiveModel, initial_model
from spatialwm.lift.photos.schedule import Schedule
from spatialwm.lift.photos.training_set import TrainingSet
from spatialwm.render.cpu import Gradients, Inputs, Settings, backward, forward
from spatialwm.scene import Camera, Splats

__all__ = ["Progress", "draw", "train"]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Where training stands."""

    step: int
    steps: int
    loss: float
    """Running mean."""
    splat_count: int
    snapshot: Callable[[], Splats]
    """Makes the splats as they are now, for previews; only valid during the call."""


def train(
    data: TrainingSet,
    schedule: Schedule,
    *,
    seed: int = 0,
    checkpoint: Path | None = None,
    checkpoint_every: int = 500,
    progress: Callable[[Progress], None] | None = None,
    progress_every: int = 50,
) -> Splats:
    """Learn splats from the photos of ``data.train``.

    Args:
        data: Photos, cameras and points.
        schedule: Steps, most splats, and everything else that costs time.
        seed: The same seed gives the same splats, to the bit.
        checkpoint: File to resume from when it is there, and to write to.
        checkpoint_every: Steps between writing it.
        progress: Called now and then.
        progress_every: Steps between calls.

    Raises:
        MissingExtraError: Numba or scipy is not installed.
        FormatError: The checkpoint is broken or belongs to another run.
        SimulationError: The loss became infinite; the inputs are not what they should be.
    """
    key = _run_key(data, schedule, seed)
    resumed = None if checkpoint is None else load_checkpoint(checkpoint, key, schedule.cap)
    first, model = resumed if resumed is not None else (0, _start(data, schedule, seed))
    small = data.halved() if schedule.halved_until > 0 else data
    extent = data.extent
    losses: dict[tuple[int, int], PhotoLoss] = {}
    mean_loss = 0.0
    for step in range(first, schedule.steps):
        view = _view_of_step(data.train, step, seed)
        pictures = small if schedule.halved(step) else data
        loss = _learn(model, pictures, view, schedule, step, extent, losses)
        if not np.isfinite(loss):
            raise SimulationError(f"Training broke down at step {step}: the loss is {loss}.")
        mean_loss = loss if step == first else 0.95 * mean_loss + 0.05 * loss
        _move(model, schedule, step + 1, extent, seed)
        if checkpoint is not None and ((step + 1) % checkpoint_every == 0 or step + 1 == schedule.steps):
            save_checkpoint(checkpoint, key, step + 1, model)
        if progress is not None and ((step + 1) % progress_every == 0 or step + 1 == schedule.steps):
            progress(
                Progress(
                    step=step + 1,
                    steps=schedule.steps,
                    loss=mean_loss,
                    splat_count=model.count,
                    snapshot=model.splats,
                )
            )
    return model.splats()


def draw(
    splats: Splats, camera: Camera, background: tuple[float, float, float] = (0.0, 0.0, 0.0)
) -> np.ndarray:
    """The splats from one camera, (h, w, 3) float32, not cut to [0, 1]."""
    settings = Settings(width=camera.width, height=camera.height, sh_degree=splats.sh_degree)
    inputs = _inputs(
        splats.means, splats.quats, splats.scales, splats.opacities, splats.sh, camera, background
    )
    return forward(inputs, settings).colors


def _start(data: TrainingSet, schedule: Schedule, seed: int) -> LiveModel:
    """Points to splats; when there are more points than splats allowed, a random choice of them."""
    points, colors = data.points, data.colors / 255.0
    if len(points) > schedule.cap:
        chosen = np.sort(np.random.default_rng((seed, 0)).choice(len(points), schedule.cap, replace=False))
        points, colors = points[chosen], colors[chosen]
    return initial_model(points, colors, schedule.cap)


def _run_key(data: TrainingSet, schedule: Schedule, seed: int) -> str:
    """What must be the same for a checkpoint to be continued."""
    sizes = sorted({(camera.width, camera.height) for camera in data.cameras})
    return f"{schedule} seed={seed} photos={len(data.photos)} points={len(data.points)} sizes={sizes}"


def _view_of_step(views: tuple[int, ...], step: int, seed: int) -> int:
    """Every photo once in a random order, then once more in another."""
    turn, place = divmod(step, len(views))
    return views[int(np.random.default_rng((seed, 1, turn)).permutation(len(views))[place])]


def _inputs(
    means: np.ndarray,
    quats: np.ndarray,
    scales: np.ndarray,
    opacities: np.ndarray,
    sh: np.ndarray,
    camera: Camera,
    background: tuple[float, float, float],
) -> Inputs:
    return Inputs(
        means=means,
        quats=quats,
        scales=scales,
        opacities=opacities,
        colors=sh,
        view=np.linalg.inv(camera.world_from_camera).astype(np.float32),
        K=camera.K.astype(np.float32),
        background=np.array(background, np.float32),
    )


def _learn(
    model: LiveModel,
    data: TrainingSet,
    view: int,
    schedule: Schedule,
    step: int,
    extent: float,
    losses: dict[tuple[int, int], PhotoLoss],
) -> float:
    """One photo: draw, compare, step; returns the loss."""
    camera = data.cameras[view]
    shape = camera.height, camera.width
    settings = Settings(width=camera.width, height=camera.height, sh_degree=schedule.degree(step))
    scales, opacities = model.scales, model.opacities
    sh = model.used("sh").reshape(-1, 16, 3)
    inputs = _inputs(model.used("means"), model.used("quats"), scales, opacities, sh, camera, data.background)
    picture = forward(inputs, settings)
    loss, slopes = losses.setdefault(shape, PhotoLoss(*shape))(picture.colors, data.photos[view])
    gradients = backward(inputs, settings, picture, slopes, np.zeros(shape, np.float32))
    gradients = _unbounded(
        gradients, scales[picture.visible], opacities[picture.visible], model.count, schedule
    )
    model.step(gradients, picture.visible, schedule.rates(step, extent), step + 1)
    return float(loss)


def _unbounded(
    gradients: Gradients, scales: np.ndarray, opacities: np.ndarray, count: int, schedule: Schedule
) -> Gradients:
    """Add the regularisers, and go from scales and opacities to their logarithms and logits."""
    by_scale = gradients.scales + np.float32(schedule.scale_weight / (3 * count))
    by_opacity = gradients.opacities + np.float32(schedule.opacity_weight / count)
    return replace(gradients, scales=by_scale * scales, opacities=by_opacity * opacities * (1 - opacities))


def _move(model: LiveModel, schedule: Schedule, step: int, extent: float, seed: int) -> None:
    """What happens between two photos: relocation, growth and noise."""
    rng = np.random.default_rng((seed, 2, step))
    if schedule.grows(step):
        relocate_and_grow(model, min(schedule.cap, int(model.count * schedule.growth)), rng)
    if schedule.grow_from < step <= schedule.grow_until * schedule.steps:
        shake(model, schedule.means_rate(step, extent), rng)
