"""A site while it fills: what is where, and what a further place would cost."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from jaxtyping import Bool, Float

from spatialwm.lift.text.graph import SceneGraph, Tie
from spatialwm.lift.text.layout.boxes import Boxes, overlapping, plan_gap, turned
from spatialwm.lift.text.layout.ground import inside, opening_zone
from spatialwm.lift.text.layout.items import Item, Spot
from spatialwm.lift.text.layout.poses import Poses
from spatialwm.lift.text.layout.relations import HOLDS, among, around, between, pairwise
from spatialwm.lift.text.layout.room_relations import to_part
from spatialwm.lift.text.site import Site

__all__ = ["Filling", "front_zone"]

_SAID, _USUAL = 10.0, 3.0
"""Cost of breaking a relation that was said, and one that is only usual."""
_DOOR, _WINDOW, _FRONT = 25.0, 4.0, 6.0
"""Cost of standing in a door's way, before a window, or before what must be reached."""
_CLOSE = frozenset(["left of", "right of", "behind", "foot", "head", "long side", "short side", "around"])
_TURNED, _SEEN = 3.0, 0.03
"""Cost of a side that is another one for the viewer; how far aside is seen [m]."""
_OTHERS = 1.0
"""Cost of a relation that holds with another of the same kind as well."""
_OF_ALL = frozenset(["far", "across"])
"""Relations that one thing has to all of its anchors: opposite the bookcases is opposite each."""
_CLOSER = 1.5
"""Cost per metre [1/m] beyond 0.4 m of what is said to be beside something."""
_REACH = 0.30
"""Free floor [m] before a front: SceneEval's zone is 0.05 to 0.25 m away."""
_ROOMY = 0.60
"""Free floor [m] that is comfortable to stand on."""
_BETWEEN_PARTS = 0.004
"""Free space [m] between the parts of things that stand in or under each other."""
_LOW = 0.25
"""What is lower does not hide a window or block a way [m]."""


def front_zone(box: Boxes, depth: float) -> Boxes:
    """The floor before the fronts of boxes."""
    out = box.halves[:, 2] + depth / 2 + 0.02
    shift = turned(np.stack([np.zeros_like(out), out], axis=1), box.yaws)
    centers = box.centers + np.stack([shift[:, 0], np.zeros_like(out), shift[:, 1]], axis=1)
    halves = np.stack([box.halves[:, 0], box.halves[:, 1], np.full_like(out, depth / 2)], axis=1)
    return Boxes(centers=centers, halves=halves, yaws=box.yaws)


class Filling:
    """Mutable, and nobody's but the search's."""

    def __init__(self, graph: SceneGraph, items: tuple[Item, ...], site: Site) -> None:
        self.graph, self.items, self.site = graph, items, site
        self.spots: dict[int, Spot] = {}
        self.boxes: dict[int, Boxes] = {}
        self.parts: dict[int, Boxes] = {}
        self._stacks: dict[tuple[int, ...], Boxes] = {}
        self.zones = [(o, opening_zone(site, o)) for o in site.openings]
        self.ties_of: dict[int, list[Tie]] = {k: [] for k in range(len(graph.things))}
        self.seatings: dict[tuple[int, int], list[np.ndarray]] = {}
        for tie in graph.ties:
            for k in dict.fromkeys((*tie.subjects, *tie.anchors)):
                self.ties_of[k].append(tie)
        for tie in graph.ties:  # what stands on a thing is where that thing is
            if tie.relation in ("on", "in") and 1 in (len(tie.anchors), len(tie.subjects)) and tie.anchors:
                for told in graph.ties:
                    if told.part in ("door", "window") and set(told.subjects) <= set(tie.subjects):
                        host = tie.anchors[:1]
                        self.ties_of[host[0]].append(replace(told, subjects=host, implied=True))

    def put(self, index: int, spot: Spot) -> None:
        """Place a thing."""
        self._stacks.clear()
        self.spots[index] = spot
        self.boxes[index] = spot.box(self.items[index])
        self.parts[index] = spot.parts(self.items[index])

    def take(self, index: int) -> dict[int, Spot]:
        """Remove a thing and all that stands on it; what was removed."""
        self._stacks.clear()
        gone = {index: self.spots.pop(index)}
        del self.boxes[index], self.parts[index]
        for other in [k for k, s in self.spots.items() if s.parent == index]:
            gone |= self.take(other)
        return gone

    def on_floor(self) -> list[int]:
        """What stands on the floor and is in the way there."""
        return [
            k
            for k, s in self.spots.items()
            if s.parent is None and self.items[k].has_collider and self.boxes[k].low[0] < 1.9
        ]

    def stacked(self, indices: Iterable[int]) -> Boxes:
        """The boxes of several placed things."""
        key = tuple(indices)
        if key not in self._stacks:
            self._stacks[key] = _joined([self.boxes[k] for k in key])
        return self._stacks[key]

    def tie_scores(self, tie: Tie, index: int, boxes: Boxes) -> Float[np.ndarray, " n"] | None:
        """The tie's score for each place of one of its things; None while it cannot be judged."""
        if tie.part is not None:
            return to_part(tie.relation, tie.part, boxes, self.site) if index in tie.subjects else None
        if not tie.anchors:
            return self._among_scores(tie, index, boxes)
        if index in tie.subjects:
            return self._to_anchors(tie, index, boxes)
        return self._as_anchor(tie, index, boxes)

    def _among_scores(self, tie: Tie, index: int, boxes: Boxes) -> Float[np.ndarray, " n"] | None:
        others = [k for k in tie.subjects if k in self.spots and k != index]
        if not others:
            return None
        near = np.max([pairwise("near" if tie.relation == "circle" else "next to", boxes, self.boxes[k])
                       for k in others], axis=0)  # fmt: skip
        if len(others) < 2 or tie.relation == "stack":
            return near
        placed = self.stacked(others)
        scores = np.array([among(tie.relation, _joined([placed, boxes[k]])) for k in range(len(boxes))])
        return np.minimum(near, 0.3 + scores)

    def _to_anchors(self, tie: Tie, index: int, boxes: Boxes) -> Float[np.ndarray, " n"] | None:
        anchors = [k for k in tie.anchors if k in self.spots and k != index]
        if not anchors:
            return None
        if tie.relation == "between" and len(anchors) > 1:
            return between(boxes, self.boxes[anchors[0]], self.boxes[anchors[1]])
        scores = [pairwise(tie.relation, boxes, self.boxes[k]) for k in anchors]
        if tie.relation in _OF_ALL and (len(tie.subjects) == 1 or tie.relation == "far"):
            return np.min(scores, axis=0)
        if len(scores) == 1:
            return scores[0]
        share = [0.02 * self.served(tie, k, index) for k in anchors]  # anchors take turns
        return np.max([np.clip(s - c, 0, 1) for s, c in zip(scores, share, strict=True)], axis=0)

    def expected(self, host: int) -> int:
        """How many things are said to stand on or in one."""
        onto = [t for t in self.ties_of[host] if t.relation in ("on", "in") and host in t.anchors]
        return sum(len(t.subjects) // len(t.anchors) for t in onto)

    def served(self, tie: Tie, anchor: int, but: int) -> int:
        """How many subjects of a tie belong to one of its anchors already."""
        return sum(
            bool(pairwise(tie.relation, self.boxes[k], self.boxes[anchor])[0] > HOLDS)
            for k in tie.subjects
            if k in self.spots and k not in (but, anchor)
        )

    def _as_anchor(self, tie: Tie, index: int, boxes: Boxes) -> Float[np.ndarray, " n"] | None:
        others = [k for k in tie.anchors if k in self.spots and k != index]
        scores: list[Float[np.ndarray, " n"]] = []
        for k in (s for s in tie.subjects if s in self.spots and s != index):
            mine = self.boxes[k]
            if tie.relation == "between":
                scores += [
                    np.broadcast_to(between(mine, boxes, self.boxes[o]), len(boxes)) for o in others[:1]
                ]
            elif not any(pairwise(tie.relation, mine, self.boxes[o])[0] > HOLDS for o in others):
                scores.append(np.broadcast_to(pairwise(tie.relation, mine, boxes), len(boxes)))
        return np.mean(scores, axis=0) if scores else None

    def tie_cost(self, index: int, boxes: Boxes) -> Float[np.ndarray, " n"]:
        """What breaking relations costs at each place."""
        total = np.zeros(len(boxes))
        for tie in self.ties_of[index]:
            scores = self.tie_scores(tie, index, boxes)
            if scores is None:
                total += self._as_seen(tie, index, boxes)
                continue
            if tie.denied:
                scores = 1 - scores
            total += self._one_only(tie, index, boxes) + self._as_seen(tie, index, boxes)
            weight = _USUAL if tie.implied else _SAID
            total += weight * ((scores <= HOLDS) + 0.35 * (1 - scores))
            if tie.relation in _CLOSE and index in tie.subjects:
                gaps = [plan_gap(boxes, self.boxes[k]) for k in tie.anchors if k in self.spots and k != index]
                total += _CLOSER * np.maximum(np.min(gaps, axis=0) - 0.4, 0) if gaps else 0.0
        return total

    def _one_only(self, tie: Tie, index: int, boxes: Boxes) -> Float[np.ndarray, " n"]:
        """What is said to be near one of two armchairs had better not be as near to the other."""
        cost = np.zeros(len(boxes))
        if tie.relation not in ("near", "next to") or len(tie.anchors) != 1 or index not in tie.subjects:
            return cost
        group = self.graph.things[tie.anchors[0]].group
        for k in self.spots:
            if self.graph.things[k].group == group and k not in (index, *tie.anchors):
                cost += _OTHERS * (pairwise(tie.relation, boxes, self.boxes[k]) > HOLDS)
        return cost

    def _as_seen(self, tie: Tie, index: int, boxes: Boxes) -> Float[np.ndarray, " n"]:
        """What is left of a thing had better be left for the viewer too."""
        side = {"left of": -1, "right of": 1}.get(tie.relation, 0)
        if not side or tie.denied or tie.part is not None:
            return np.zeros(len(boxes))
        mine = index in tie.subjects
        others = [k for k in (tie.anchors if mine else tie.subjects) if k in self.spots and k != index]
        if not others:
            return np.zeros(len(boxes)) if mine else _TURNED * (1 - np.cos(boxes.yaws)) / 2
        away = boxes.centers[:, 0] - float(np.mean([self.boxes[k].centers[0, 0] for k in others]))
        return _TURNED * (side * (away if mine else -away) < _SEEN)

    def way_cost(self, index: int, boxes: Boxes) -> Float[np.ndarray, " n"]:
        """What it costs to block doors, windows and fronts."""
        item, total = self.items[index], np.zeros(len(boxes))
        if item.habit == "rug":
            return total
        for opening, zone in self.zones:
            total += (_DOOR if opening.kind == "door" else _WINDOW) * overlapping(boxes, zone)[:, 0]
        others = [k for k in self.on_floor() if not self._friends(index, k)]
        if others and item.half[1] > _LOW / 2:
            fronted = [k for k in others if self.items[k].has_front and not self.items[k].is_seat]
            if fronted:
                boxes_of = self.stacked(fronted)
                for depth, cost in ((_REACH, _FRONT), (_ROOMY, 1.5)):
                    total += cost * overlapping(boxes, front_zone(boxes_of, depth)).sum(axis=1)
        if item.has_front:
            placed = self.stacked(others)
            for depth, cost in ((_REACH, _FRONT), (_ROOMY, 1.5)):
                zone = front_zone(boxes, depth)
                blocked = overlapping(zone, placed).any(axis=1) if others else np.zeros(len(boxes), bool)
                total += cost * (blocked | ~inside(self.site, zone, margin=-0.02))
        return total

    def _friends(self, index: int, other: int) -> bool:
        """Whether two things may come as close as they like: a chair and its desk."""
        item, placed = self.items[index], self.items[other]
        if item.is_seat == placed.is_seat:
            return False
        return any(
            not tie.denied
            and index in (*tie.subjects, *tie.anchors)
            and other in (*tie.subjects, *tie.anchors)
            for tie in self.ties_of[index]
        )

    def view_cost(self, index: int, boxes: Boxes) -> Float[np.ndarray, " n"]:
        """What is tall had better not stand between the viewer and the room."""
        front = max(z for _, z in self.site.outline)
        depth = front - min(z for _, z in self.site.outline)
        close = np.clip((boxes.centers[:, 2] - front + 0.45 * depth) / (0.45 * depth), 0, 1)
        return close * np.clip(2 * self.items[index].half[1] - 0.6, 0, 1.5)

    def free(self, index: int, poses: Poses, *, margin: float) -> Bool[np.ndarray, " n"]:
        """Which places are in the room and come too close to nothing they have no part in."""
        item = self.items[index]
        kept = inside(self.site, poses.boxes, margin=0.0 if poses.held else 0.008)
        if not item.has_collider:
            return kept
        others = [k for k in self.spots if self.items[k].has_collider]
        strict = [k for k in others if not self._intimate(index, k)]
        if strict:
            clash = overlapping(poses.boxes, self.stacked(strict), margin=margin)
            standing = np.zeros_like(clash)
            for parent in np.unique(poses.parents):
                below = self.ancestors(int(parent))
                standing[poses.parents == parent] = [k in below for k in strict]
            kept &= ~np.any(clash & ~standing, axis=1)
        siblings = [k for k in others if self.spots[k].parent is not None and not item.is_stem]
        if siblings and np.any(poses.parents >= 0):
            beside = poses.parents[:, None] == np.array([self.spots[k].parent for k in siblings])[None]
            rows = np.flatnonzero(kept & beside.any(axis=1))
            if len(rows):
                clash = overlapping(poses.boxes[rows], self.stacked(siblings), margin=_BETWEEN_PARTS)
                kept[rows] &= ~np.any(clash & beside[rows], axis=1)
        return kept

    def ancestors(self, index: int) -> set[int]:
        """A thing and all that it stands on."""
        found: set[int] = set()
        up: int | None = index
        while up is not None and up in self.spots:
            found.add(up)
            up = self.spots[up].parent
        return found

    def _intimate(self, index: int, other: int) -> bool:
        """Whether boxes may overlap as long as parts do not: a chair under a table, a book on a shelf."""
        if self.spots[other].parent is not None or self.spots[other].held:
            return True
        item, placed = self.items[index], self.items[other]
        pair = (item.is_seat and placed.serves) or (placed.is_seat and item.serves)
        return pair or any(
            tie.relation in ("under", "in", "on", "stack")
            and index in (*tie.subjects, *tie.anchors)
            and other in (*tie.subjects, *tie.anchors)
            for tie in self.ties_of[index]
        )

    def clashes(self, index: int, spot: Spot, box: Boxes) -> bool:
        """Whether its parts come too close to the parts of anything that it may overlap as a whole."""
        item = self.items[index]
        if not item.has_collider:
            return False
        near = [k for k in self.spots if self.items[k].has_collider]
        if not near:
            return False
        close = overlapping(box, self.stacked(near), margin=_BETWEEN_PARTS)[0]
        mine = spot.parts(item)
        touched = [k for k, flag in zip(near, close, strict=True) if flag]
        others = [self.parts[k] for k in touched if k != spot.parent]
        if others and overlapping(mine, _joined(others), margin=_BETWEEN_PARTS).any():
            return True
        return spot.parent in touched and bool(overlapping(mine, self.parts[spot.parent]).any())

    def judged(self) -> list[tuple[Tie, float]]:
        """Every tie with its score as things stand; 0 when one of its things is missing."""
        return [(tie, self.judge(tie)) for tie in self.graph.ties]

    def judge(self, tie: Tie) -> float:
        """How far a tie holds as things stand; 0 when one of its things is missing."""
        if any(k not in self.spots for k in tie.subjects):
            return 0.0
        if not tie.anchors and tie.part is None:
            return among(tie.relation, self.stacked(tie.subjects))
        if tie.relation == "around" and tie.anchors:
            score = self._judge_around(tie)
        else:
            each = [self.tie_scores(tie, k, self.boxes[k]) for k in tie.subjects]
            score = min((float(s[0]) for s in each if s is not None), default=0.0)
        return 1 - score if tie.denied else score

    def _judge_around(self, tie: Tie) -> float:
        """Each subject belongs to its nearest anchor."""
        anchors = [k for k in tie.anchors if k in self.spots]
        if not anchors:
            return 0.0
        groups: dict[int, list[int]] = {k: [] for k in anchors}
        for s in tie.subjects:
            away = [
                float(np.hypot(*(self.boxes[s].centers - self.boxes[k].centers)[0, [0, 2]])) for k in anchors
            ]
            groups[anchors[int(np.argmin(away))]].append(s)
        return min(around(self.stacked(g), self.boxes[k]) for k, g in groups.items() if g)


def _joined(several: Sequence[Boxes]) -> Boxes:
    return Boxes(
        centers=np.concatenate([b.centers for b in several] or [np.zeros((0, 3))]),
        halves=np.concatenate([b.halves for b in several] or [np.zeros((0, 3))]),
        yaws=np.concatenate([b.yaws for b in several] or [np.zeros(0)]),
    )
