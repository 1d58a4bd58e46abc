"""Other surfaces in a finished scene: of the room's floor and walls, and of things."""

from dataclasses import replace
from typing import cast, get_args

from spatialwm.errors import InputError
from spatialwm.lift.text.ambience import hex_of, rgb_of, saying, told
from spatialwm.lift.text.finishes import Finishes, Floor, Walls, finishes_of, wall_color
from spatialwm.lift.text.graph import Setting
from spatialwm.scene import Scene

__all__ = ["FLOORS", "WALLS", "finishes_now", "said_finish"]

FLOORS: dict[str, str] = {
    "marble": "marble", "granite": "stone", "stone": "stone", "slate": "stone", "wood": "wood",
    "wooden": "wood", "oak": "wood", "parquet": "wood", "hardwood": "wood", "laminate": "wood",
    "walnut": "wood", "pine": "wood", "boards": "wood", "planks": "wood", "tile": "tile", "tiles": "tile",
    "tiled": "tile", "ceramic": "tile", "terracotta": "tile", "carpet": "carpet", "carpeted": "carpet",
    "concrete": "concrete", "cement": "concrete", "checkered": "checker", "chequered": "checker",
    "checkerboard": "checker", "grass": "grass", "grassy": "grass", "sand": "sand", "sandy": "sand",
    "cobbled": "cobble", "cobblestone": "cobble", "cobble": "cobble", "asphalt": "asphalt", "soil": "soil",
}  # fmt: skip
"""What a floor or the ground can be made of."""
WALLS: dict[str, Walls] = {
    "brick": "brick", "bricks": "brick", "stone": "stone", "concrete": "concrete", "cement": "concrete",
    "wood": "boards", "wooden": "boards", "boards": "boards", "planks": "boards", "timber": "boards",
    "panelled": "panel", "paneled": "panel", "panel": "panel", "tile": "tile", "tiles": "tile",
    "tiled": "tile", "plaster": "paint", "plastered": "paint", "painted": "paint",
}  # fmt: skip
_TINTS = {"walnut": (0.44, 0.30, 0.205), "terracotta": (0.70, 0.43, 0.30), "pine": (0.80, 0.70, 0.565)}
"""Floors whose word says their colour too (sRGB)."""


def finishes_now(scene: Scene, setting: Setting) -> Finishes:
    """The surfaces of a scene's room, with what was changed since it was made."""
    seed = scene.provenance.seed or 0
    base = finishes_of(setting, seed=seed)
    room = next((o for o in scene.objects if o.category == "room"), None)
    if room is None or setting.kind == "outdoors":
        return base
    walls, color = told(room, "walls"), rgb_of(told(room, "wall colour"))
    if walls in get_args(Walls):
        kind = cast(Walls, walls)
        own = color or wall_color(kind, seed)
        base = replace(base, back=kind, sides=kind, back_color=own or base.back_color,
                       side_color=own or base.side_color)  # fmt: skip
    if (back := rgb_of(told(room, "back colour"))) is not None:
        base = replace(base, back="paint", back_color=back)
    if (floor := rgb_of(told(room, "floor colour"))) is not None:
        base = replace(base, floor_color=floor)
    return base


def said_finish(
    scene: Scene, surface: str, words: tuple[str, ...], color: tuple[float, float, float] | None
) -> Scene:
    """The scene whose room says what a surface is to be, not yet drawn so.

    Raises:
        InputError: Neither a colour nor a material that the surface can have, or there is no such surface.
    """
    room = next((o for o in scene.objects if o.category == "room"), None)
    outdoors = any(o.category == "sky" for o in scene.objects)
    if room is None or (outdoors and surface != "floor"):
        raise InputError(f"The scene has no {surface} that could be painted.")
    if surface == "floor":
        kind = next((FLOORS[w] for w in words if w in FLOORS), None)
        indoors = kind in (*get_args(Floor), "wood")
        if kind is not None and indoors == outdoors and kind not in ("stone", "concrete", "tile", "wood"):
            raise InputError(f"A {'ground' if outdoors else 'floor'} cannot be '{' '.join(words)}' here.")
        tint = color or next((_TINTS[w] for w in words if w in _TINTS), None)
        changed = room if kind is None else saying(room, "floor", kind)
        changed = saying(changed, "floor colour", hex_of(tint) if tint else "") if kind or tint else changed
    elif surface == "back wall":
        kind, changed = None, room if color is None else saying(room, "back colour", hex_of(color))
    else:
        kind = next((WALLS[w] for w in words if w in WALLS), None) or ("paint" if color else None)
        changed = room if kind is None else saying(room, "walls", kind)
        changed = saying(saying(changed, "back colour", ""), "wall colour", hex_of(color) if color else "")
    if kind is None and color is None:
        raise InputError(f"The {surface} cannot be '{' '.join(words)[:40]}'; name a colour or a material.")
    changed = replace(changed, attributes=tuple(a for a in changed.attributes if not a.endswith(": ")))
    return replace(scene, objects=tuple(changed if o.name == room.name else o for o in scene.objects))
