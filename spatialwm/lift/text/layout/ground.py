"""A site as geometry: its walls with their inward normals, its openings as boxes, what is inside."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float

from spatialwm.lift.text.layout.boxes import Boxes, in_frame_of
from spatialwm.lift.text.site import Opening, Site

__all__ = ["Wall", "bounds_of", "inside", "opening_boxes", "opening_zone", "wall_boxes", "walls_of"]

_THIN = 0.01
"""Half the depth that a wall's or an opening's face is given [m]."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Wall:
    """One side of the outline."""

    index: int
    start: Float[np.ndarray, "2"]
    """First corner, (x, z) [m]."""
    along: Float[np.ndarray, "2"]
    """Unit direction to the next corner."""
    inward: Float[np.ndarray, "2"]
    """Unit normal into the room."""
    length: float
    """[m]"""
    drawn: bool
    """False for the open front."""

    @property
    def yaw(self) -> float:
        """Of a thing with its back to this wall [rad]."""
        return float(np.arctan2(self.inward[0], self.inward[1]))

    def at(self, along: float, out: float) -> Float[np.ndarray, "2"]:
        """The plan point so far along the wall and so far from it [m]."""
        return self.start + along * self.along + out * self.inward


def walls_of(site: Site) -> tuple[Wall, ...]:
    """All sides of a room; none outdoors."""
    if site.kind == "outdoors":
        return ()
    corners = np.array(site.outline, float)
    walls: list[Wall] = []
    for k, (start, end) in enumerate(zip(corners, np.roll(corners, -1, axis=0), strict=True)):
        length = float(np.hypot(*(end - start)))
        along = (end - start) / length
        inward = np.array([-along[1], along[0]])
        front = bool(inward[1] < -0.5 and max(start[1], end[1]) > corners[:, 1].max() - 0.01)
        walls.append(
            Wall(
                index=k,
                start=start,
                along=along,
                inward=inward,
                length=length,
                drawn=not (front and site.open_front),
            )
        )
    return tuple(walls)


def bounds_of(site: Site) -> tuple[float, float, float, float]:
    """Lowest and highest x, lowest and highest z [m]."""
    x, z = zip(*site.outline, strict=True)
    return min(x), max(x), min(z), max(z)


def wall_boxes(site: Site) -> Boxes:
    """The drawn walls' faces as thin boxes whose front is inward."""
    walls = [w for w in walls_of(site) if w.drawn]
    centers = [(*w.at(w.length / 2, -_THIN), w.length / 2, w.yaw) for w in walls]
    table = np.array(centers).reshape(-1, 4)
    height = site.height / 2
    return Boxes(
        centers=np.stack([table[:, 0], np.full(len(table), height), table[:, 1]], axis=1),
        halves=np.stack([table[:, 2], np.full(len(table), height), np.full(len(table), _THIN)], axis=1),
        yaws=table[:, 3],
    )


def opening_boxes(site: Site, kind: str | None = None) -> Boxes:
    """The openings of one kind, or all, as thin boxes in their walls."""
    walls = walls_of(site)
    rows = [_face(walls[o.wall], o) for o in site.openings if kind in (None, o.kind)]
    table = np.array(rows).reshape(-1, 7)
    return Boxes(centers=table[:, :3], halves=table[:, 3:6], yaws=table[:, 6])


def _face(wall: Wall, o: Opening) -> tuple[float, ...]:
    x, z = wall.at(o.along, -_THIN)
    return (x, (o.low + o.high) / 2, z, o.width / 2, (o.high - o.low) / 2, _THIN, wall.yaw)


def opening_zone(site: Site, opening: Opening) -> Boxes:
    """What must stay free: as deep as a door is wide, and 0.5 m before a window (as in SceneEval)."""
    wall = walls_of(site)[opening.wall]
    depth = opening.width if opening.kind == "door" else 0.5
    x, z = wall.at(opening.along, depth / 2)
    tall = opening.high - opening.low
    return Boxes(
        centers=np.array([[x, opening.low + tall / 2, z]]),
        halves=np.array([[opening.width / 2, tall / 2, depth / 2]]),
        yaws=np.array([wall.yaw]),
    )


def inside(site: Site, boxes: Boxes, *, margin: float = 0.01) -> Bool[np.ndarray, " n"]:
    """Which boxes lie within the outline and ``margin`` [m] from every side of it."""
    corners = boxes.grown(margin).corners
    held = _within(site, corners.reshape(-1, 2)).reshape(-1, 4).all(axis=1)
    outline = np.array(site.outline)
    if len(outline) > 4:  # a corner that points inwards must not be inside a box
        rel = np.abs(in_frame_of(boxes, np.broadcast_to(outline, (len(boxes), *outline.shape))))
        held &= ~np.any(np.all(rel < boxes.halves[:, None, [0, 2]] + margin - 1e-6, axis=2), axis=1)
    return np.asarray(held, bool)


def _within(site: Site, points: Float[np.ndarray, "p 2"]) -> Bool[np.ndarray, " p"]:
    """Point in polygon, by crossings of a ray to +x."""
    outline = np.array(site.outline, float)
    if len(outline) == 4:
        low, high = outline.min(axis=0), outline.max(axis=0)
        within = np.abs(points - (low + high) / 2) <= (high - low) / 2 + 1e-9
        return within[:, 0] & within[:, 1]
    a, b = outline[None], np.roll(outline, -1, axis=0)[None]
    x, z = points[:, None, 0], points[:, None, 1]
    spans = (a[..., 1] > z) != (b[..., 1] > z)
    rise = np.where(b[..., 1] == a[..., 1], 1.0, b[..., 1] - a[..., 1])
    crossing = a[..., 0] + (z - a[..., 1]) / rise * (b[..., 0] - a[..., 0])
    return np.asarray(np.sum(spans & (x < crossing), axis=1) % 2, bool)
