"""The saucer below a cup: it stays on the table, and what the cup hid of it is filled in round its axis."""

from dataclasses import dataclass
from typing import cast

import numpy as np
from jaxtyping import Bool, Float, UInt8

from spatialwm.lift.cutout import grown
from spatialwm.lift.standing import Lathe, Looks, drawn_in, lathe_mesh, lathe_splats, looks_of
from spatialwm.lift.viewpoint import View
from spatialwm.scene import Body, Collider, ConvexHull, Cylinder, SceneObject

__all__ = ["Saucer", "saucer_object"]

_SECTORS = 16
"""Convex pieces of the sloping ring."""
_ENOUGH = 0.62
"""Part of a circle that must be seen for its usual colour to be the saucer's, not the cup's shadow's."""
_SOFT = 2.5
"""Facets over which a seen colour fades into the usual one."""


@dataclass(frozen=True, kw_only=True)
class Saucer:
    """Sizes of a dish: a level floor, and a ring that slopes up to the lip."""

    radius: float
    """[m]"""
    well: float
    """Height of the floor the cup stands on [m]."""
    lip: float
    """Height of the lip [m]."""
    floor: float
    """Radius of the level floor [m]."""

    @property
    def profile(self) -> Float[np.ndarray, "m 2"]:
        """Radius and height [m], from the bottom over the outside to the top."""
        r, thick = self.radius, 0.6 * self.well
        under = [(0.0, 0.0), (0.3 * r, 0.0), (0.55 * r, 0.0)]
        outside = [(r * (0.56 + 0.435 * s), (self.lip - thick) * s**1.3) for s in np.linspace(0.1, 1, 8)]
        lip = [(r, self.lip - 0.4 * thick), (0.995 * r, self.lip)]
        slope = [
            (self.floor + (0.98 * r - self.floor) * s, self.well + (self.lip - self.well) * s**1.2)
            for s in np.linspace(1, 0, 16)
        ]
        level = [(self.floor * s, self.well) for s in np.linspace(0.9, 0, 10)]
        return np.array(under + outside + lip + slope + level)

    @property
    def colliders(self) -> tuple[Collider, ...]:
        """A plate under the cup, and a ring of wedges."""
        plate = Cylinder(position=np.array([0, self.well / 2, 0]), radius=self.floor, height=self.well)
        return (plate, *(self._wedge(k) for k in range(_SECTORS)))

    def _wedge(self, k: int) -> ConvexHull:
        corners = [
            (self.floor, 0.0), (self.floor, self.well), (self.radius, self.lip),
            (self.radius, 0.8 * self.lip), (0.6 * self.radius, 0.0),
        ]  # fmt: skip
        angles = (np.array([k, k + 1]) * 2 * np.pi / _SECTORS).tolist()
        return ConvexHull(
            points=np.array([(r * np.cos(a), y, r * np.sin(a)) for a in angles for r, y in corners])
        )


def saucer_object(
    saucer: Saucer, image: UInt8[np.ndarray, "h w 3"], hole: Bool[np.ndarray, "h w"], view: View, *, seed: int
) -> SceneObject:
    """The saucer on y = 0, coloured from the photo; pixels of ``hole`` and near it show something else."""
    profile = saucer.profile
    lathe = Lathe(profile=profile, aside=np.zeros(len(profile)))
    blocked = grown(hole, 0.009 * float(np.hypot(*hole.shape)))
    colors = drawn_in(image, ~blocked)
    looks = _completed(looks_of(lathe, np.zeros(3), colors, view, hidden=blocked))
    pixel = float(np.linalg.norm(view.eye)) / view.K[0, 0]
    return SceneObject(
        name="saucer",
        category="saucer",
        material="ceramic",
        splats=lathe_splats(
            lathe, looks, np.zeros(3), colors, view, spacing=1.5 * pixel, seed=seed, hidden=blocked
        ),
        mesh=lathe_mesh(lathe, looks),
        body=Body(friction=0.45, colliders=saucer.colliders),
    )


def _completed(looks: Looks) -> Looks:
    """Give what is not seen the usual colour of its circle, and of the nearest circle that is seen enough.

    Beside what is seen the colours meet softly; further off, the spoon and the shadows must not spread.
    """
    seen, around = looks.seen, looks.seen.shape[1]
    enough = np.flatnonzero(seen.mean(axis=1) > _ENOUGH)
    if not len(enough):
        return looks
    usual: dict[int, np.ndarray] = {
        int(row): np.quantile(looks.colors[row, seen[row]], 0.6, axis=0) for row in enough
    }
    colors = looks.colors.copy()
    for row in range(len(seen)):
        plain = usual[int(enough[np.argmin(np.abs(enough - row))])]
        steps = np.flatnonzero(seen[row])
        turns = cast("np.ndarray", np.arange(around))
        apart = np.abs(turns[:, None] - steps) if len(steps) else np.full((around, 1), around)
        nearest = np.minimum(apart, around - apart).min(axis=1) if len(steps) else np.full(around, around)
        share = np.exp(-np.asarray(nearest, float) / _SOFT)[:, None]
        colors[row] = np.where(seen[row][:, None], colors[row], share * colors[row] + (1 - share) * plain)
    return Looks(colors=colors, seen=seen)
