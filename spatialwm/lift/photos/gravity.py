"""Which way is up, where the floor is, and how walls run: a capture turned into our frame."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from jaxtyping import Float

from spatialwm.errors import InputError
from spatialwm.lift.photos.capture import Capture
from spatialwm.shapes import freeze_arrays

__all__ = ["Levelling", "Similarity", "levelled", "turned"]

_MOST_POINTS = 20_000
_PLANES = 6
_SPANNED = 0.02
"""Second moment of the right axes across their main direction: cameras that turn by more than 16 degrees."""
_TRIALS = 2000
"""Per plane: one with a share s of the points is missed with (1 - s^3)^2000, for a tenth of them 14 %, for a
fifth 1e-7; smaller ones weigh little anyway."""
_THICKNESS = 0.01
"""Of a plane, as a share of the scene's size: 4 cm in a room of 4 m, which books on a shelf exceed."""
_SMALLEST_PLANE = 0.05
"""Share of all points below which a plane is chance."""
_WIDEST_GATE = np.radians(25.0)
"""How far a floor or wall may lean away from the cameras' up when that is unsure: what leans more is a
roof or a ramp."""
_NARROWEST_GATE = np.radians(5.0)
"""The same when many cameras agree: they may all be held a little askew."""
_SECOND_GATE = np.radians(10.0)
_STRIPE = 0.1
"""Width over length below which a layer is a wall's: a corridor's floor is wider."""
_CAMERA_WEIGHT = 0.02
"""Of the cameras' own up against planes, whose weights are their shares of the points."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Similarity:
    """``p -> scale * rotation @ p + translation``."""

    rotation: Float[np.ndarray, "3 3"]
    translation: Float[np.ndarray, "3"]
    scale: float = 1.0

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)
        if not 0 < self.scale < np.inf:
            raise InputError(f"A scale must be above 0 and finite, got {self.scale}.")


@dataclass(frozen=True, eq=False, kw_only=True)
class Levelling:
    """What was done to a capture, and how sure that is."""

    similarity: Similarity
    """From the capture's own world to ours."""
    confidence: Literal["high", "medium", "low"]
    """high: planes and cameras agree within 5 degrees; medium: only one of them speaks; low: a guess."""
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Plane:
    normal: np.ndarray
    share: float


def levelled(capture: Capture, *, seed: int = 0) -> tuple[Capture, Levelling]:
    """Turn a capture so that +Y is up and its floor is y = 0; its size stays.

    Up starts as the direction to which the cameras' right axes are perpendicular, because people hold cameras
    level, and is then pulled to the normals of floors and tables and away from those of walls, found among
    the sparse points by RANSAC (Fischler and Bolles 1981). The strongest wall turns to face along x or z,
    the middle of the points moves to x = z = 0, and the lowest strong layer of points below the cameras
    becomes y = 0.

    Args:
        capture: With or without points.
        seed: Of RANSAC.
    """
    points = _sample(capture.points, seed)
    cameras_up, spread, gate = _up_of_cameras(capture)
    planes = _planes(points, seed)
    up, used = cameras_up, 0.0
    for reach in (gate, min(gate, _SECOND_GATE)):
        up, used = _pulled(cameras_up, up, planes, reach)
    apart = float(np.degrees(np.arccos(np.clip(up @ cameras_up, -1, 1))))
    rotation = _rotation(up, planes, capture)
    floor, found = _floor(points @ rotation.T, capture, rotation[1])
    middle = np.median(points, axis=0) if len(points) else _centres(capture).mean(axis=0)
    shift = -(rotation @ middle)
    shift[1] = -floor
    confidence = _confidence(used, spread, apart, found=found)
    level = Levelling(
        similarity=Similarity(rotation=rotation, translation=shift),
        confidence=confidence,
        notes=_notes(used, apart, confidence, found=found),
    )
    return turned(capture, level.similarity, notes=level.notes), level


def turned(capture: Capture, similarity: Similarity, *, notes: Sequence[str] = ()) -> Capture:
    """The capture in another frame; the pictures stay."""
    s, R, t = similarity.scale, similarity.rotation, similarity.translation
    cameras = tuple(
        replace(camera, world_from_camera=_moved(camera.world_from_camera, s, R, t))
        for camera in capture.cameras
    )
    sources = tuple(
        replace(source, metres_per_depth=source.metres_per_depth * s) for source in capture.sources
    )
    points = None if capture.points is None else s * capture.points @ R.T + t
    kept = capture.sources if s == 1 else sources  # the same sources keep their opened pictures
    return replace(capture, cameras=cameras, sources=kept, points=points, notes=(*capture.notes, *notes))


def _moved(pose: np.ndarray, scale: float, rotation: np.ndarray, shift: np.ndarray) -> np.ndarray:
    moved = np.eye(4)
    moved[:3, :3] = rotation @ pose[:3, :3]
    moved[:3, 3] = scale * rotation @ pose[:3, 3] + shift
    return moved


def _centres(capture: Capture) -> np.ndarray:
    return np.stack([camera.world_from_camera[:3, 3] for camera in capture.cameras])


def _sample(points: np.ndarray | None, seed: int) -> np.ndarray:
    """At most ``_MOST_POINTS``, without the far outliers that SfM leaves."""
    if points is None or len(points) == 0:
        return np.zeros((0, 3))
    away = np.linalg.norm(points - np.median(points, axis=0), axis=1)
    near = points[away <= 5 * np.median(away)]
    if len(near) <= _MOST_POINTS:
        return near
    return near[np.random.default_rng(seed).choice(len(near), _MOST_POINTS, replace=False)]


def _up_of_cameras(capture: Capture) -> tuple[np.ndarray, float, float]:
    """The common up of the cameras, how well their right axes span the horizon (0 to 0.5), and its error.

    The error [rad] is three standard errors of a plane through the right axes, within the gates' bounds.
    """
    poses = np.stack([camera.world_from_camera for camera in capture.cameras])
    rights, ups = poses[:, :3, 0], -poses[:, :3, 1]
    mean = ups.mean(axis=0)
    values, axes = np.linalg.eigh(rights.T @ rights / len(rights))
    spread = float(values[1])
    up = axes[:, 0]
    if spread < _SPANNED:  # right axes that are all alike leave a circle of ups: the cameras' mean decides
        up = mean - (mean @ axes[:, 2]) * axes[:, 2]
    length = float(np.linalg.norm(up))
    up = up / length if length > 1e-6 else axes[:, 0]
    error = 3 * float(np.sqrt(max(values[0], 0) / (len(rights) * max(spread, 1e-9))))
    gate = _WIDEST_GATE if spread < _SPANNED else min(_NARROWEST_GATE + error, _WIDEST_GATE)
    return up * (1 if up @ mean >= 0 else -1), spread, float(gate)


def _planes(points: np.ndarray, seed: int) -> list[_Plane]:
    """The largest planes among points, one after the other."""
    if len(points) < 50:
        return []
    rng = np.random.default_rng(seed)
    size = 2 * float(np.median(np.linalg.norm(points - np.median(points, axis=0), axis=1)))
    left, found = points, list[_Plane]()
    for _ in range(_PLANES):
        if len(left) < max(_SMALLEST_PLANE * len(points), 20):
            break
        inside = _ransac(left, _THICKNESS * size, rng)
        if inside.sum() < _SMALLEST_PLANE * len(points):
            break
        members = left[inside]
        normal = np.linalg.svd(members - members.mean(axis=0), full_matrices=False)[2][2]
        found.append(_Plane(normal, float(inside.sum()) / len(points)))
        left = left[~inside]
    return found


def _ransac(points: np.ndarray, thickness: float, rng: np.random.Generator) -> np.ndarray:
    """Which points lie in the plane through three of them that holds most."""
    corners = points[rng.integers(len(points), size=(_TRIALS, 3))]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    lengths = np.linalg.norm(normals, axis=1)
    normals = normals / np.maximum(lengths, 1e-300)[:, None]
    offsets = np.einsum("td,td->t", normals, corners[:, 0])
    few = points[:: max(len(points) // 4000, 1)]  # enough to rank planes
    votes = (np.abs(few @ normals.T - offsets) < thickness).sum(axis=0)
    votes[lengths < 1e-12] = 0
    best = int(votes.argmax())
    return np.abs(points @ normals[best] - offsets[best]) < thickness


def _pulled(
    cameras_up: np.ndarray, guess: np.ndarray, planes: Sequence[_Plane], gate: float
) -> tuple[np.ndarray, float]:
    """Up between the cameras' and what planes near the guess say, by least squares; the share of points used.

    Floors ask ``up = normal``, walls ``up . normal = 0``.
    """
    matrix, right, used = _CAMERA_WEIGHT * np.eye(3), _CAMERA_WEIGHT * cameras_up, 0.0
    for plane in planes:
        cosine = float(plane.normal @ guess)
        if abs(cosine) > np.cos(gate):
            matrix = matrix + plane.share * np.eye(3)
            right = right + plane.share * np.sign(cosine) * plane.normal
        elif abs(cosine) < np.sin(gate):
            matrix = matrix + plane.share * np.outer(plane.normal, plane.normal)
        else:
            continue
        used += plane.share
    up = np.linalg.solve(matrix, right)
    return up / np.linalg.norm(up), used


def _rotation(up: np.ndarray, planes: Sequence[_Plane], capture: Capture) -> np.ndarray:
    """Rows x, y, z: y is up, and the strongest wall, or else the first camera, looks along -z."""
    walls = [p.normal for p in planes if abs(p.normal @ up) < np.sin(_SECOND_GATE)]
    forwards = np.stack([camera.world_from_camera[:3, 2] for camera in capture.cameras])
    forward = forwards[0] - (forwards[0] @ up) * up
    if np.linalg.norm(forward) < 1e-6:  # it looks straight down: any direction will do
        forward = np.linalg.svd(up[None])[2][1]
    forward = forward / np.linalg.norm(forward)
    if walls:
        normal = walls[0] - (walls[0] @ up) * up
        normal = normal / np.linalg.norm(normal)
        sides = np.stack([normal, -normal, np.cross(up, normal), -np.cross(up, normal)])
        forward = sides[int((sides @ forward).argmax())]
    back = -forward
    return np.stack([np.cross(up, back), up, back])


def _floor(points: np.ndarray, capture: Capture, up: np.ndarray) -> tuple[float, bool]:
    """Height of the lowest strong layer of points (y up) below the cameras, and whether there is one."""
    eyes, heights = _centres(capture) @ up, points[:, 1]
    if len(points) < 50:
        return float(eyes.min()), False
    lowest = float(np.percentile(heights, 2))
    below = points[heights < np.percentile(eyes, 10)]  # a stray pose must not hide the floor
    if len(below) < 50:
        return lowest, False
    size = float(np.percentile(heights, 98)) - lowest or 1.0
    step = _THICKNESS * size
    edges = np.arange(below[:, 1].min(), below[:, 1].max() + 2 * step, step)
    layers = np.convolve(np.histogram(below[:, 1], edges)[0], np.ones(3), "same")
    least = max(0.3 * layers.max(), _SMALLEST_PLANE * len(points))
    for k in np.flatnonzero(layers >= least):
        if k + 1 < len(layers) and layers[k + 1] > layers[k]:
            continue  # the layer's own middle is still above
        near = below[np.abs(below[:, 1] - (edges[k] + step / 2)) < 1.5 * step]
        if _is_wide(near):
            return float(np.median(near[:, 1])), True
    return lowest, False


def _is_wide(layer: np.ndarray) -> bool:
    """Whether a layer of points is a floor and not a stripe of a wall, which is long and thin."""
    short, long = np.sqrt(np.maximum(np.linalg.eigvalsh(np.cov(layer[:, [0, 2]].T)), 0))
    return bool(short > _STRIPE * long)


def _confidence(used: float, spread: float, apart: float, *, found: bool) -> Literal["high", "medium", "low"]:
    if used >= 0.2 and spread > _SPANNED and apart < 5 and found:
        return "high"
    return "medium" if used >= 0.1 or spread > _SPANNED else "low"


def _notes(used: float, apart: float, confidence: str, *, found: bool) -> tuple[str, ...]:
    planes = f"planes with {used:.0%} of the points, {apart:.1f} degrees off the cameras' own"
    source = planes if used else "the cameras alone, no floor or wall stands out"
    floor = "the lowest layer of points" if found else "a guess: no layer of points lies below the cameras"
    return (f"Up ({confidence} confidence): {source}; the floor is {floor}.",)
