"""What a relation to a part of the room means, as a score of upright boxes: it holds above one half."""

import numpy as np
from jaxtyping import Float

from spatialwm.lift.text.graph import Relation, RoomPart
from spatialwm.lift.text.layout.boxes import Boxes, gap, plan_gap, sampled_in_frame_of
from spatialwm.lift.text.layout.ground import bounds_of, opening_boxes, wall_boxes
from spatialwm.lift.text.layout.relations import DISTANCES, distance_score, pairwise
from spatialwm.lift.text.site import Site

__all__ = ["room_box", "to_part"]

_CORNER = 0.8
"""Both walls of a corner are this close [m] (SceneEval)."""
_AGAINST = (0.0, 0.3, 0.1)
"""Nearest and farthest distance to a wall, and how soft that is [m] (SceneEval)."""
_MOUNTED = (0.0, 0.01, 0.01)
_HUNG = (0.0, 0.01, 0.03)
_STANDING = (0.0, 0.01, 0.02)

_Score = Float[np.ndarray, " n"]


def room_box(site: Site) -> Boxes:
    """All of the room."""
    x0, x1, z0, z1 = bounds_of(site)
    return Boxes(
        centers=np.array([[(x0 + x1) / 2, site.height / 2, (z0 + z1) / 2]]),
        halves=np.array([[(x1 - x0) / 2, site.height / 2, (z1 - z0) / 2]]),
        yaws=np.zeros(1),
    )


def to_part(relation: Relation, part: RoomPart, subject: Boxes, site: Site) -> _Score:
    """How much each subject is in the relation to that part of the room; 0 when the room has no such part."""
    if part in ("door", "window"):
        return _to_openings(relation, opening_boxes(site, part), subject)
    if part == "corner" or relation == "corner":
        return _corner(subject, site)
    if part == "ceiling" or relation == "hang":
        return distance_score(np.abs(site.height - subject.high), _HUNG[0], _HUNG[1], soft=_HUNG[2])
    if part in ("floor", "ground"):
        return distance_score(np.abs(subject.low), _STANDING[0], _STANDING[1], soft=_STANDING[2])
    if part == "wall":
        return _to_walls(relation, subject, site)
    if relation in ("left part", "right part", "front part", "back part"):
        return pairwise(relation, subject, room_box(site))
    if relation in ("middle", "in", "on"):
        return _middle(subject, site) if relation == "middle" else np.ones(len(subject))
    return _to_walls(relation, subject, site)


def _to_openings(relation: Relation, openings: Boxes, subject: Boxes) -> _Score:
    best = np.zeros(len(subject))
    for k in range(len(openings)):
        one = openings[k]
        if relation in DISTANCES:
            score = distance_score(gap(subject, one), *DISTANCES[relation])
        elif relation in ("facing", "facing away", "in front of", "left of", "right of", "behind"):
            score = pairwise(relation, subject, one)
        else:  # under a window, at a window, along, on
            score = distance_score(plan_gap(subject, one), *DISTANCES["next to"])
        best = np.maximum(best, score)
    if relation == "far" and len(openings):  # from all of them
        return np.min([distance_score(gap(subject, openings[k]), *DISTANCES["far"])
                       for k in range(len(openings))], axis=0)  # fmt: skip
    return best


def _to_walls(relation: Relation, subject: Boxes, site: Site) -> _Score:
    """Before one wall, as close as the relation says."""
    if relation in ("near", "far", "across"):
        gaps = [plan_gap(subject, one) for one in _each(wall_boxes(site))]
        scores = [distance_score(g, *DISTANCES[relation]) for g in gaps]
        return np.max(scores, axis=0) if scores else np.zeros(len(subject))
    low, high, soft = _MOUNTED if relation in ("mounted", "on") else _AGAINST
    if relation == "facing":
        return np.max([pairwise(relation, subject, w) for w in _each(wall_boxes(site))], axis=0)
    best = np.zeros(len(subject))
    for wall in _each(wall_boxes(site)):
        points = sampled_in_frame_of(wall, subject)
        before = np.mean((np.abs(points[..., 0]) <= wall.halves[0, 0] + 1e-6) & (points[..., 1] > 0), axis=1)
        reach = distance_score(plan_gap(subject, wall), low, high, soft=soft)
        best = np.maximum(best, before * reach)
    return best


def _each(boxes: Boxes) -> list[Boxes]:
    return [boxes[k] for k in range(len(boxes))]


def _corner(subject: Boxes, site: Site) -> _Score:
    """Close to two walls at right angles."""
    walls = wall_boxes(site)
    scores = [distance_score(plan_gap(subject, w), 0.0, _CORNER) for w in _each(walls)]
    best = np.zeros(len(subject))
    for i in range(len(scores)):
        for j in range(i):
            if abs(np.cos(walls.yaws[i] - walls.yaws[j])) < 0.15:  # SceneEval's perpendicular_threshold
                best = np.maximum(best, scores[i] * scores[j])
    return best


def _middle(subject: Boxes, site: Site) -> _Score:
    """A Gaussian about the middle, wider for large things (SceneEval)."""
    room = room_box(site)
    away = np.hypot(*(subject.centers - room.centers)[:, [0, 2]].T)
    size = 2 * subject.halves[:, [0, 2]].max(axis=1)
    spread = 0.5 * size + 1 - size / float(np.mean(2 * room.halves[0, [0, 2]]))
    return np.exp(-0.5 * (away / np.maximum(spread, 0.1)) ** 2)
