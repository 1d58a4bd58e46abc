"""The worlds of phyworld (Kang et al., "How Far is Video Generation from World Model", ICML 2025), as states.

Discs in a 10 m square, 32 frames 0.1 s apart, of which the first three are given. Ranges, starts and what is
dropped follow the paper's generator (github.com/phyworld/phyworld, id_ood_data); what happens is computed in
closed form instead of by Box2D, with which uniform motion and parabola agree to 1e-4 m.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Bool, Float

from spatialwm.errors import InputError
from spatialwm.shapes import freeze_arrays

__all__ = [
    "CONDITIONS",
    "DT",
    "FRAMES",
    "LEVELS",
    "SIDE",
    "TASKS",
    "Clips",
    "Law",
    "Task",
    "draw_clips",
    "in_view",
]

Task = Literal["uniform", "parabola", "collision"]
Law = Literal["elastic", "box2d"]
TASKS: tuple[Task, ...] = ("uniform", "parabola", "collision")
SIDE = 10.0
"""Of the world [m]."""
FRAMES = 32
CONDITIONS = 3
"""Frames that are given."""
DT = 0.1
"""Between frames [s]."""
_STEP = 0.01
"""Of Box2D in the generator [s]: frame k shows the world after 1 + 10 k steps."""
_GRAVITY = 2.5
"""[m/s^2]"""
_APART = 8
"""Frames before and after an impact, at least."""
_SEEN = 24
"""Frames a single disc stays in view, where its speed allows it."""
_SLOW = 1.0
"""Closing speed below which Box2D makes an impact perfectly inelastic (b2_velocityThreshold) [m/s]."""
_MOST_TRIES = 400

_Range = tuple[float, float]
_SPEEDS: dict[str, _Range] = {"in": (1.0, 4.0), "low": (0.0, 0.8), "high": (4.5, 6.0)}
_RADII: dict[Task, dict[str, _Range]] = {
    "uniform": {"in": (0.7, 1.4), "low": (0.3, 0.6), "high": (1.5, 2.0)},
    "parabola": {"in": (0.7, 1.4), "low": (0.3, 0.6), "high": (1.5, 2.0)},
    "collision": {"in": (0.5, 1.5), "low": (0.3, 0.4), "high": (1.7, 2.0)},
}  # fmt: skip
_ONE: dict[str, tuple[tuple[str, ...], ...]] = {
    "in": (("in", "in"),),
    "r": (("low", "in"), ("high", "in")),
    "v": (("in", "low"), ("in", "high")),
    "r,v": (("low", "low"), ("high", "high"), ("low", "high"), ("high", "low")),
}
_TWO: dict[str, tuple[tuple[str, ...], ...]] = {
    "in": (("in", "in", "in", "in"),),
    "r1": (("low", "in", "in", "in"), ("high", "in", "in", "in")),
    "v1": (("in", "in", "low", "in"), ("in", "in", "high", "in")),
    "r1,r2": (("low", "low", "in", "in"), ("high", "high", "in", "in"), ("low", "high", "in", "in")),
    "v1,v2": (("in", "in", "low", "low"), ("in", "in", "high", "high"), ("in", "in", "low", "high")),
    "r1,v1": (("low", "in", "low", "in"), ("high", "in", "high", "in")),
    "all": (("low", "low", "low", "low"), ("high", "high", "high", "high"),
            ("low", "high", "low", "high"), ("high", "low", "low", "high")),
}  # fmt: skip
LEVELS: dict[Task, dict[str, tuple[tuple[str, ...], ...]]] = {
    "uniform": _ONE, "parabola": _ONE, "collision": _TWO,
}  # fmt: skip
"""Per task, name of a level -> its mixtures: the range each radius, then each speed, is drawn from. ``in``
is in distribution; the others are the paper's levels, small, large and mixed."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Clips:
    """Many short films of one or two discs, as states."""

    positions: Float[np.ndarray, "n t b 2"]
    """Centres [m]."""
    radii: Float[np.ndarray, "n b"]
    """[m]; masses go with their squares."""
    impacts: Float[np.ndarray, " n"]
    """When the discs meet, since frame 0 [s]; infinite when they do not."""

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)


def draw_clips(task: Task, level: str, count: int, *, seed: int, law: Law = "elastic") -> Clips:
    """Draw films of a task.

    Args:
        task: Which.
        level: ``in`` or an out-of-distribution level of the task, see ``LEVELS``.
        count: How many; shared evenly among the level's mixtures. A mixture that leaves no room for eight
            frames before the impact is dropped, as the generator drops it.
        seed: Of the draws.
        law: Of impacts: ``elastic``, or ``box2d``, where a slow impact is perfectly inelastic.

    Raises:
        InputError: There is no such level, or the count is not in 1 to 10 million.
    """
    if task not in LEVELS or level not in LEVELS[task]:
        raise InputError(f"There is no level '{level:.20}' of the task '{task:.20}'.")
    if not 1 <= count <= 10_000_000:
        raise InputError(f"1 to 10 million clips can be drawn, got {count}.")
    rng = np.random.default_rng([seed, TASKS.index(task), list(LEVELS[task]).index(level)])
    mixtures = LEVELS[task][level]
    drawn = _two if task == "collision" else _one
    parts: list[Clips] = []
    for k, mixture in enumerate(mixtures):
        share = (count + k) // len(mixtures)
        if share and (part := drawn(rng, task, mixture, share, law)) is not None:
            parts.append(part)
    if not parts:
        raise InputError(f"{count} clips are too few for the {len(mixtures)} mixtures of '{level}'.")
    return Clips(
        positions=np.concatenate([p.positions for p in parts]),
        radii=np.concatenate([p.radii for p in parts]),
        impacts=np.concatenate([p.impacts for p in parts]),
    )


def in_view(clips: Clips) -> Bool[np.ndarray, "n t"]:
    """Frames in which all discs are wholly inside the square."""
    margin = clips.radii[:, None, :, None]
    inside = (clips.positions - margin >= 0) & (clips.positions + margin <= SIDE)
    return np.asarray(inside.all(axis=(2, 3)))


def _one(rng: np.random.Generator, task: Task, mixture: tuple[str, ...], count: int, law: Law) -> Clips:
    del law  # nothing meets
    radii = rng.uniform(*_RADII[task][mixture[0]], count)
    speeds = rng.uniform(*_SPEEDS[mixture[1]], count)
    room = SIDE - _SEEN * speeds * DT - radii
    room = np.where(room < radii, radii + rng.uniform(0, 0.5, count), room)
    x = rng.uniform(radii, room)
    gravity = 0.0
    if task == "parabola":  # thrown from near the top
        y, gravity = rng.uniform(0.95 * SIDE - radii - 1.0, 0.95 * SIDE - radii), _GRAVITY
    else:
        y = rng.uniform(radii + 0.05 * SIDE, 0.95 * SIDE - radii)
    steps = 1 + 10 * np.arange(FRAMES)
    times = steps * _STEP
    fallen = gravity * _STEP**2 * steps * (steps + 1) / 2  # as Box2D's symplectic Euler falls
    across = x[:, None] + speeds[:, None] * times
    positions = np.stack([across, y[:, None] - fallen], axis=-1)[:, :, None]
    return Clips(positions=positions, radii=radii[:, None], impacts=np.full(count, np.inf))


def _two(
    rng: np.random.Generator, task: Task, mixture: tuple[str, ...], count: int, law: Law
) -> Clips | None:
    numbers = np.zeros((0, 6))
    for _ in range(_MOST_TRIES):
        fresh = _starts(rng, mixture, max(4 * count, 256))
        numbers = np.concatenate([numbers, fresh])[:count]
        if len(numbers) == count:
            break
    if len(numbers) < count:
        return None
    radii, speeds, x, gap = numbers[:, :2], numbers[:, 2:4] * (1, -1), numbers[:, 4], numbers[:, 5]
    high: np.ndarray = np.asarray(radii.max(axis=1), float)
    y = np.asarray(rng.uniform(high + 0.05 * SIDE, 0.95 * SIDE - high), float)
    closing = speeds[:, 0] - speeds[:, 1]
    meets = gap / closing
    masses = radii**2
    bounce = np.ones(count) if law == "elastic" else np.where(closing < _SLOW, 0.0, 1.0)
    impulse = (1 + bounce) * closing * masses.prod(axis=1) / masses.sum(axis=1)
    after = speeds + impulse[:, None] * (-1, 1) / masses
    times = _STEP + DT * np.arange(FRAMES)
    before_meeting = np.minimum(times, meets[:, None])[:, :, None]
    since = np.maximum(times - meets[:, None], 0.0)[:, :, None]
    start = np.stack([x, x + radii.sum(axis=1) + gap], axis=1)
    across = start[:, None] + speeds[:, None] * before_meeting + after[:, None] * since
    positions = np.stack([across, np.broadcast_to(y[:, None, None], across.shape)], axis=-1)
    return Clips(positions=positions, radii=radii, impacts=meets - _STEP)


def _starts(rng: np.random.Generator, mixture: tuple[str, ...], count: int) -> Float[np.ndarray, "n 6"]:
    """Radii, speeds towards each other, place of the left disc and gap; only with frames enough."""
    radii = np.stack([rng.uniform(*_RADII["collision"][kind], count) for kind in mixture[:2]], axis=1)
    speeds = np.stack([rng.uniform(*_SPEEDS[kind], count) for kind in mixture[2:]], axis=1)
    closing = speeds.sum(axis=1)
    nearest = _APART * DT * closing
    farthest = np.minimum((FRAMES - _APART) * DT * closing, SIDE - 2 * radii.sum(axis=1))
    far = farthest > nearest
    gap = np.asarray(rng.uniform(nearest, np.maximum(farthest, nearest)), float)
    x = rng.uniform(radii[:, 0], np.maximum(SIDE - radii[:, 0] - 2 * radii[:, 1] - gap, radii[:, 0]))
    return np.column_stack([radii, speeds, x, gap])[far]
