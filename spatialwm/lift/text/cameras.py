"""Good places to look from."""

import numpy as np

from spatialwm.lift.text.layout import Plan, Spot
from spatialwm.lift.text.layout.boxes import Boxes
from spatialwm.lift.text.layout.ground import bounds_of
from spatialwm.scene import Camera

__all__ = ["story_cameras"]


_WIDE = 0.80
"""Vertical field of view [rad]: a 28 mm lens."""
_HALF_WIDE = np.arctan(1.5 * np.tan(_WIDE / 2))
"""Half of the horizontal one [rad]."""


def story_cameras(plan: Plan) -> tuple[Camera, ...]:
    """The room from its open side ("wide"), and the table with the floor beside it ("close")."""
    x0, x1, z0, z1 = bounds_of(plan.site)
    width, depth = x1 - x0, z1 - z0
    if plan.site.kind == "outdoors":
        wide = _over_all(plan)
    else:
        eye, look = (0.13 * width, 1.50, z1 + 0.34 * width), (-0.01 * width, 0.74, -0.14 * depth)
        wide = Camera.looking_at(eye, look, name="wide", vertical_fov=0.80)
    return wide, _close(plan)


def _over_all(plan: Plan) -> Camera:
    """From the front, so far away that all things are in the picture."""
    boxes = [plan.spots[i.index].box(i) for i in plan.items if i.index in plan.spots]
    x0, x1, _, z1 = bounds_of(plan.site)
    if boxes:
        reach = [float(np.linalg.norm(b.halves[0, [0, 2]])) for b in boxes]
        sides = [float(b.centers[0, 0]) + s * r for b, r in zip(boxes, reach, strict=True) for s in (-1, 1)]
        depth = [float(b.centers[0, 2]) + r for b, r in zip(boxes, reach, strict=True)]
        far = min(float(b.centers[0, 2]) for b in boxes)
        x0, x1, z1 = max(min(sides), x0), min(max(sides), x1), min(max(depth), z1)
    else:
        far = 0.0
    middle, half = (x0 + x1) / 2, max((x1 - x0) / 2, 1.2)
    away = max((half + 0.3) / np.tan(_HALF_WIDE), 2.2)
    eye = (middle + 0.12 * half, 1.75 + 0.06 * away, z1 + 0.80 * away)
    look = (middle, 0.95, 0.5 * z1 + 0.5 * far)
    return Camera.looking_at(eye, look, name="wide", vertical_fov=_WIDE)


def _close(plan: Plan) -> Camera:
    """Towards the first small thing on its host, or towards the first thing of all."""
    spots = [(item, plan.spots[item.index]) for item in plan.items if item.index in plan.spots]
    resting = [pair for pair in spots if pair[1].parent is not None]
    standing = [pair for pair in spots if pair[0].has_collider and not pair[1].held]
    chosen = (resting or standing)[:1]
    if not chosen:
        _, _, _, front = bounds_of(plan.site)
        return Camera.looking_at((0.0, 1.2, front), (0.0, 0.8, 0.0), name="close", vertical_fov=0.8)
    item, target = chosen[0]
    index = item.index if target.parent is None else target.parent
    host, box = plan.spots[index], plan.spots[index].box(plan.items[index])
    return _over(target, host, box, resting=target.parent is not None)


def _over(target: Spot, host: Spot, box: Boxes, *, resting: bool) -> Camera:
    """From the front, a little above, so that the top and the floor beside it are in view."""
    top = target.y if resting else float(box.high[0])
    side = float(np.clip(target.x - host.x, -0.5, 0.5))
    look_x, look_z = 0.55 * target.x + 0.45 * host.x + 0.25 * side, 0.5 * (target.z + host.z)
    away = 1.45 if resting else max(1.45, 2.3 * float(box.halves[0, [0, 2]].max()))
    front = host.z + float(box.halves[0, [0, 2]].max()) * 0.5
    eye = (look_x + 0.55 * (1.0 if side >= 0 else -1.0), top + 0.62, max(look_z + away, front + 0.9))
    return Camera.looking_at(eye, (look_x, max(top - 0.20, 0.25), look_z), name="close", vertical_fov=0.78)
