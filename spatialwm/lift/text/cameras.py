"""Good places to look from."""

import numpy as np

from spatialwm.lift.text.layout import Plan, Spot
from spatialwm.lift.text.layout.boxes import Boxes
from spatialwm.lift.text.layout.ground import bounds_of
from spatialwm.scene import Camera

__all__ = ["story_cameras"]


def story_cameras(plan: Plan) -> tuple[Camera, ...]:
    """The room from its open side ("wide"), and the table with the floor beside it ("close")."""
    x0, x1, z0, z1 = bounds_of(plan.site)
    width, depth = x1 - x0, z1 - z0
    if plan.site.kind == "outdoors":
        eye, look = (0.1 * width, 2.4, z1 + 0.15 * width), (0.0, 0.6, -0.1 * depth)
        wide = Camera.looking_at(eye, look, name="wide", vertical_fov=0.80)
    else:
        eye, look = (0.13 * width, 1.50, z1 + 0.34 * width), (-0.01 * width, 0.74, -0.14 * depth)
        wide = Camera.looking_at(eye, look, name="wide", vertical_fov=0.80)
    return wide, _close(plan)


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
