"""Photos with known cameras to splats: 3D Gaussian splatting (Kerbl et al. 2023) on a CPU, without torch.

Densification is Markov-chain Monte Carlo (Kheradmand et al. 2024); gradients come straight from the
compiled rasteriser, the loss and Adam are one kernel each. Everything follows from the inputs and the
seed, to the bit, for any number of threads.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from jaxtyping import Float

from spatialwm.errors import SimulationError
from spatialwm.lift.photos.checkpoint import resume, save_checkpoint
from spatialwm.lift.photos.densify import relocate_and_grow, shake
from spatialwm.lift.photos.live import LiveState, initial_state
from spatialwm.lift.photos.loss import PhotoLoss, alpha_slopes, psnr
from spatialwm.lift.photos.model import LiveModel
from spatialwm.lift.photos.schedule import Schedule
from spatialwm.lift.photos.stopping import held_back
from spatialwm.lift.photos.training_set import TrainingSet
from spatialwm.render.cpu import Gradients, Inputs, Settings, backward, forward
from spatialwm.scene import Camera, Splats
from spatialwm.shapes import freeze_arrays

__all__ = ["Progress", "Trained", "draw", "train"]


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


@dataclass(frozen=True, eq=False, kw_only=True)
class Trained:
    """What training found."""

    splats: Splats
    cameras: tuple[Camera, ...]
    """One per photo, in the same order; refined where the schedule says so, except the test photos'."""
    exposures: Float[np.ndarray, "v 3 4"]
    """Affine map from the scene's colours to each photo's; the identity where nothing was learnt."""
    steps: int
    """Steps done, fewer than planned when more would have gained nothing."""
    held_back: tuple[int, ...]
    """Photos that were looked at to know when to stop, and not learnt from."""

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)


@dataclass(frozen=True, eq=False, kw_only=True)
class _Run:
    """What does not change while training."""

    data: TrainingSet
    small: TrainingSet
    """Pictures of half the size."""
    schedule: Schedule
    seed: int
    extent: float
    learnt: tuple[int, ...]
    held_back: tuple[int, ...]
    losses: dict[tuple[int, int], PhotoLoss]

    @property
    def key(self) -> str:
        """What must be the same for a checkpoint to be continued."""
        data = self.data
        sizes = sorted({(camera.width, camera.height) for camera in data.cameras})
        given = f"photos={len(data.photos)} masks={len(data.masks)} alphas={len(data.alphas)}"
        return f"{self.schedule} seed={self.seed} {given} points={len(data.points)} sizes={sizes}"


def train(
    data: TrainingSet,
    schedule: Schedule,
    *,
    seed: int = 0,
    checkpoint: Path | None = None,
    checkpoint_every: int = 500,
    progress: Callable[[Progress], None] | None = None,
    progress_every: int = 50,
) -> Trained:
    """Learn splats from the photos of ``data.train``, and poses and exposures where the schedule says so.

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
    run = _run(data, schedule, seed)
    state = initial_state(data, schedule, run.learnt, seed)
    if checkpoint is not None:
        resume(checkpoint, run.key, state)
    mean_loss = 0.0
    while state.step < schedule.steps and not _is_done(run, state):
        loss = _learn(run, state)
        if not np.isfinite(loss):
            raise SimulationError(f"Training broke down at step {state.step}: the loss is {loss}.")
        mean_loss = 0.95 * mean_loss + 0.05 * loss if mean_loss else loss
        state.step += 1
        _move(state.model, schedule, state.step, run.extent, seed)
        if run.held_back and schedule.looks(state.step):
            state.watch.look(state.model, _held_back_psnr(run, state))
        last = state.step == schedule.steps or _is_done(run, state)
        if checkpoint is not None and (state.step % checkpoint_every == 0 or last):
            save_checkpoint(checkpoint, run.key, state)
        if progress is not None and (state.step % progress_every == 0 or last):
            progress(_progress(run, state, mean_loss))
    return Trained(
        splats=state.watch.chosen(state.model).splats(),
        cameras=tuple(_camera(run.data, state, k) for k in range(len(data.cameras))),
        exposures=state.exposures.values.copy(),
        steps=state.step,
        held_back=run.held_back,
    )


def draw(
    splats: Splats, camera: Camera, background: tuple[float, float, float] = (0.0, 0.0, 0.0)
) -> np.ndarray:
    """The splats from one camera, (h, w, 3) float32, not cut to [0, 1]."""
    settings = Settings(width=camera.width, height=camera.height, sh_degree=splats.sh_degree)
    behind = np.array(background, np.float32)
    inputs = _inputs(splats.means, splats.quats, splats.scales, splats.opacities, splats.sh, camera, behind)
    return forward(inputs, settings).colors


def _run(data: TrainingSet, schedule: Schedule, seed: int) -> _Run:
    apart = held_back(data.train, schedule.patience)
    return _Run(
        data=data,
        small=data.halved() if schedule.halved_until > 0 else data,
        schedule=schedule,
        seed=seed,
        extent=data.extent,
        learnt=tuple(k for k in data.train if k not in set(apart)),
        held_back=apart,
        losses={},
    )


def _is_done(run: _Run, state: LiveState) -> bool:
    return 0 < run.schedule.patience <= state.watch.waited


def _held_back_psnr(run: _Run, state: LiveState) -> float:
    data, splats = run.data, state.model.splats()
    values = [
        psnr(draw(splats, data.cameras[k], data.background), data.seen(k), data.mask(k))
        for k in run.held_back
    ]
    return float(np.mean(values))


def _progress(run: _Run, state: LiveState, mean_loss: float) -> Progress:
    return Progress(
        step=state.step,
        steps=run.schedule.steps,
        loss=mean_loss,
        splat_count=state.model.count,
        snapshot=state.model.splats,
    )


def _camera(data: TrainingSet, state: LiveState, index: int) -> Camera:
    """The camera where it is thought to be now."""
    return replace(data.cameras[index], world_from_camera=state.poses.values[index].copy())


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
    background: np.ndarray,
) -> Inputs:
    return Inputs(
        means=means,
        quats=quats,
        scales=scales,
        opacities=opacities,
        colors=sh,
        view=np.linalg.inv(camera.world_from_camera).astype(np.float32),
        K=camera.K.astype(np.float32),
        background=background.astype(np.float32),
    )


def _learn(run: _Run, state: LiveState) -> float:
    """One photo: draw, compare, step; returns the loss."""
    schedule, step, model, exposures = run.schedule, state.step, state.model, state.exposures
    view = _view_of_step(run.learnt, step, run.seed)
    data = run.small if schedule.halved(step) else run.data
    camera = _camera(data, state, view)
    settings = Settings(width=camera.width, height=camera.height, sh_degree=schedule.degree(step))
    scales, opacities = model.scales, model.opacities
    sh = model.used("sh").reshape(-1, 16, 3)
    behind = _background(data, view, step, run.seed)
    inputs = _inputs(model.used("means"), model.used("quats"), scales, opacities, sh, camera, behind)
    picture = forward(inputs, settings)
    adapts = schedule.exposure_rate > 0
    shown = exposures.shown(view, picture.colors) if adapts else picture.colors
    behind = exposures.shown_color(view, behind) if adapts else behind
    shape, mask = (camera.height, camera.width), data.mask(view)
    loss, slopes = _loss_of(run, shape)(shown, data.seen(view, behind), mask)
    if adapts:
        slopes = exposures.learn(
            view, picture.colors, slopes, rate=schedule.exposure_rate, pull=schedule.exposure_pull
        )
    by_alpha = np.zeros(shape, np.float32)
    wanted = data.alpha(view)
    if wanted is not None:
        alpha_loss, by_alpha = alpha_slopes(1 - picture.light, wanted, mask, schedule.alpha_weight)
        loss += alpha_loss
    gradients = backward(inputs, settings, picture, slopes, by_alpha)
    if schedule.refine_rate(step) > 0:
        state.poses.learn(view, gradients.view, rate=schedule.refine_rate(step))
    seen = picture.visible
    gradients = _unbounded(gradients, scales[seen], opacities[seen], model.count, schedule)
    model.step(gradients, seen, schedule.rates(step, run.extent), step + 1)
    return float(loss)


def _loss_of(run: _Run, shape: tuple[int, int]) -> PhotoLoss:
    if shape not in run.losses:
        run.losses[shape] = PhotoLoss(*shape)
    return run.losses[shape]


def _background(data: TrainingSet, view: int, step: int, seed: int) -> np.ndarray:
    """A colour of its own for each step where alphas tell scene from nothing: no splat can imitate it."""
    if data.alpha(view) is None:
        return np.array(data.background)
    return np.random.default_rng((seed, 3, step)).uniform(size=3)


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
