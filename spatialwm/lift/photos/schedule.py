"""How training spends its steps."""

from dataclasses import dataclass

import numpy as np

from spatialwm.errors import InputError

__all__ = ["Schedule", "predicted_seconds", "schedule_for"]

_RATES = {"quats": 1e-3, "log_scales": 5e-3, "logit_opacities": 5e-2}
"""Of Adam, as 3DGS (Kerbl et al. 2023)."""
_SH_RATE, _SH_REST = 2.5e-3, 0.05
"""Of the constant harmonic, and the share of it that the others have (Kerbl et al. 2023)."""
_GROWN, _GROW_FROM, _FASTEST_GROWTH = 0.35, 100, 1.15
"""Share of the steps in which splats reach the cap, the first step with more, and most growth at once."""
_PIXEL_SECONDS, _SPLAT_SECONDS = 220e-9, 570e-9
"""CPU seconds of a step per pixel and per splat (least squares over six runs, AVX-512 at 2.6 GHz)."""
_SHORT, _BEND = 1500, 3.0
"""Steps of the runs for which learning rates were chosen, and how soon longer ones leave the high rates."""
_LOOKS = 40
"""Times that a whole run would look at the photos held back."""


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """All choices of a run, by number of step: a run depends on no clock."""

    steps: int
    cap: int
    """Most splats."""
    halved_until: float = 0.25
    """Share of the steps on pictures of half the size: coarse things are learnt there at a quarter of the
    price."""
    grow_from: int = _GROW_FROM
    grow_every: int = 50
    grow_until: float = 0.7
    """Share of the steps after which splats stay where they are and only get better."""
    growth: float = 1.15
    """Factor per growth (Kheradmand et al. 2024 use 1.05 every 100 of 30,000 steps)."""
    opacity_weight: float = 0.01
    """Of the mean opacity in the loss (Kheradmand et al. 2024)."""
    scale_weight: float = 0.01
    """Of the mean scale in the loss (Kheradmand et al. 2024)."""
    means_rate_start: float = 4e-4
    """Learning rate of the means at the start, times the extent of the cameras; 3DGS has 1.6e-4 for 30,000
    steps."""
    means_rate_end: float = 2e-5
    """The same at the end."""
    haste: float = 3.0
    """Factor on all other learning rates. Those of 3DGS are meant for 30,000 steps; a run of a thousand,
    judged on photos held out from the training photos, gained 1 dB from 1.7 and 0.6 dB more from 3. Longer
    runs need less: with 2, one of 3,200 steps had better SSIM all along, 0.892 against 0.891 at the end."""
    settle_from: float = 0.35
    """Pace after which all rates fall, to a tenth at the end: Adam's own noise fades."""
    alpha_weight: float = 0.2
    """Of the mean error of the alphas, for photos that have some."""
    exposure_rate: float = 0.0
    """Learning rate of each photo's colour matrix; 0 takes all photos as equally exposed."""
    exposure_pull: float = 0.05
    """Of the exposures' distance to the identity in the loss."""
    pose_rate: float = 0.0
    """Learning rate of each photo's pose [rad, and shares of the extent]; 0 takes them as they are."""
    pose_from: float = 0.05
    """Share of the steps before which poses stay: noise says nothing of where a camera stands."""
    patience: int = 0
    """Looks at photos held back from training that may pass without gain before training stops; 0 never
    looks and holds none back."""

    def __post_init__(self) -> None:
        if self.steps < 1 or self.cap < 1:
            raise InputError(f"Training needs steps and splats above 0, got {self.steps} and {self.cap}.")
        if min(self.alpha_weight, self.exposure_rate, self.exposure_pull, self.pose_rate, self.patience) < 0:
            raise InputError("Weights, learning rates and patience of training cannot be below 0.")

    def halved(self, step: int) -> bool:
        """Whether the step looks at small pictures."""
        return step < self.halved_until * self.steps

    def degree(self, step: int) -> int:
        """Degree of harmonics in use: one more each fifth of the steps."""
        return min(3, int(5 * step / self.steps))

    def grows(self, step: int) -> bool:
        """Whether dead splats move and new ones come after this step."""
        return step % self.grow_every == 0 and self.grow_from <= step <= self.grow_until * self.steps

    def looks(self, step: int) -> bool:
        """Whether the photos held back are looked at after this step: 40 times, once growth is over."""
        every = max(self.steps // _LOOKS, 1)
        return self.patience > 0 and step % every == 0 and step >= self.grow_until * self.steps

    def refine_rate(self, step: int) -> float:
        """Learning rate of the poses, falling to a tenth at the end."""
        return 0.0 if step < self.pose_from * self.steps else self.pose_rate * 0.1 ** (step / self.steps)

    def pace(self, step: int) -> float:
        """How far learning rates have come from first to last, 0 to 1.

        The share of the steps in runs as short as the rates were chosen for. A longer run goes through the
        high rates nearly as fast and gives its time to the low ones: at high rates Adam's noise, not time,
        says how good it is.
        """
        curve = _BEND * max(self.steps / _SHORT - 1, 0.0)
        share = step / self.steps
        return float(np.log1p(curve * share) / np.log1p(curve)) if curve > 0 else share

    def means_rate(self, step: int, extent: float) -> float:
        """Learning rate of the means, in the scene's unit."""
        fall = self.means_rate_end / self.means_rate_start
        return self.means_rate_start * extent * fall ** self.pace(step)

    def rates(self, step: int, extent: float) -> dict[str, np.ndarray]:
        """Learning rate per column of each group."""
        settled = max(0.0, self.pace(step) - self.settle_from) / max(1 - self.settle_from, 1e-9)
        factor = self.haste * 0.1**settled
        rates = {name: np.full(4, rate * factor, np.float32) for name, rate in _RATES.items()}
        rates["means"] = np.full(3, self.means_rate(step, extent), np.float32)
        rates["sh"] = np.full(48, _SH_RATE * _SH_REST * factor, np.float32)
        rates["sh"][:3] = _SH_RATE * factor
        return rates


def schedule_for(seconds: float, pixels: int, points: int) -> Schedule:
    """A schedule that takes about ``seconds`` of CPU for pictures of ``pixels``; the same on every machine.

    More time buys more splats as well as more steps: 40,000 splats in the first minute at a picture of
    125,000 pixels. The less time there is for each pixel, the longer training stays with small pictures: a
    minute for 500,000 pixels gained 2.6 dB from three quarters of the steps instead of one, judged on
    photos held out from the training photos.
    """
    wanted = 4e4 * (seconds / 60 * pixels / 125_000) ** 0.25
    cap = int(max(points, np.clip(wanted, 5_000, 3_000_000)))
    halved = float(np.clip(0.75 - 0.15 * np.log2(seconds / pixels / 120e-6), 0.1, 0.75))
    least, most = 200, max(200, int(seconds / (_PIXEL_SECONDS * pixels / 4)))
    while most - least > 1:  # cost grows with steps, so the interval is halved
        steps = (least + most) // 2
        schedule = _grown(steps, cap, halved, points)
        if predicted_seconds(schedule, pixels, points) > seconds:
            most = steps
        else:
            least = steps
    return _grown(least, cap, halved, points)


def predicted_seconds(schedule: Schedule, pixels: int, points: int) -> float:
    """CPU seconds that a run takes, about: a cost per pixel and one per splat, summed over its steps."""
    count, total, before = float(min(points, schedule.cap)), 0.0, 0
    last = int(schedule.grow_until * schedule.steps)
    for step in range(schedule.grow_every, last + 1, schedule.grow_every):
        if schedule.grows(step):
            total += count * (step - before)
            before, count = step, min(float(schedule.cap), count * schedule.growth)
    total += count * (schedule.steps - before)
    share = 1 - 0.75 * schedule.halved_until  # half the size is a quarter of the pixels
    return _PIXEL_SECONDS * pixels * share * schedule.steps + _SPLAT_SECONDS * total


def _grown(steps: int, cap: int, halved: float, points: int) -> Schedule:
    """Growth that reaches the cap after a third of the steps, in steps as small as that allows."""
    every = int(np.clip(0.03 * steps, 20, 50))
    growth = (cap / min(points, cap)) ** (every / max(_GROWN * steps - _GROW_FROM, every))
    return Schedule(
        steps=steps,
        cap=cap,
        halved_until=halved,
        grow_every=every,
        growth=min(growth, _FASTEST_GROWTH),
        haste=3.0 * float(np.clip(_SHORT / steps, 1 / 9, 1)) ** 0.5,  # 1 at 13,500 steps
    )
