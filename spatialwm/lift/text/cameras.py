"""Good places to look from."""

import numpy as np

from spatialwm.lift.text.candidates import Spot
from spatialwm.lift.text.layout import Item, Plan
from spatialwm.scene import Camera

__all__ = ["story_cameras"]


def story_cameras(plan: Plan, items: list[Item]) -> tuple[Camera, ...]:
    """The room from its open side ("wide"), and the table with the floor beside it ("close")."""
    width, depth = plan.width, plan.depth
    wide = Camera.looking_at(
        (0.13 * width, 1.50, depth / 2 + 0.34 * width),
        (-0.01 * width, 0.74, -0.14 * depth),
        name="wide",
        vertical_fov=0.80,
    )
    return wide, _close(plan, items)


def _close(plan: Plan, items: list[Item]) -> Camera:
    """Towards the first small thing on its host, or towards the first thing of all."""
    spots = [plan.spots[item.name] for item in items if item.name in plan.spots]
    resting = [s for s in spots if s.parent is not None]
    target = resting[0] if resting else next((s for s in spots if s.item.habit not in ("rug", "hang")), None)
    if target is None:
        return Camera.looking_at((0.0, 1.2, plan.depth / 2), (0.0, 0.8, 0.0), name="close", vertical_fov=0.8)
    host = plan.spots[target.parent] if target.parent else target
    top = host.y + float(host.item.model.high[1]) if not target.parent else target.y
    side = float(np.clip(target.x - host.x, -0.5, 0.5))
    look_x, look_z = 0.55 * target.x + 0.45 * host.x + 0.25 * side, 0.5 * (target.z + host.z)
    size = host.item.model.high - host.item.model.low
    away = max(1.45, 1.15 * float(size[[0, 2]].max())) if not target.parent else 1.45
    eye = (look_x + 0.55 * _sign(side), top + 0.62, max(look_z + away, _front(host) + 0.9))
    return Camera.looking_at(eye, (look_x, max(top - 0.20, 0.25), look_z), name="close", vertical_fov=0.78)


def _front(host: Spot) -> float:
    return host.z + float(np.abs(host.item.model.high[[0, 2]]).max()) * 0.5


def _sign(value: float) -> float:
    return 1.0 if value >= 0 else -1.0
