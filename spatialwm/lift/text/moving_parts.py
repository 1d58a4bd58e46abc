"""Doors and drawers that open: the fronts of a cupboard as objects of their own, hung on its case.

Builders make a case as one body with leaves on its face. Here the leaves, with their handles, become
articulated objects in the case's own frame, and the body behind them becomes boards with shelves, so that
there is something to look into.
"""

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

from spatialwm.lift.text.model import Model, Piece, Support, box, collider_bounds
from spatialwm.lift.text.solids import Solid, placed, rounded_box, volume
from spatialwm.lift.text.surfaces import Look
from spatialwm.scene import Body, Collider, Joint, Scene, SceneObject

__all__ = ["OPENABLE", "PART", "Moving", "hung_on", "is_part", "opened_up", "parts_on", "without_parts"]

PART = "part"
"""Attribute of what belongs to another object: it is not counted as a thing."""
OPENABLE = frozenset(
    ["refrigerator", "wardrobe", "cabinet", "dresser", "nightstand", "filing cabinet", "sideboard", "locker"]
)
"""Categories whose leaves are made to open."""
_THIN, _DEEP = 0.07, 0.20
"""A leaf is thinner than the one, a case deeper than the other [m]."""
_WIDE, _TALL = 0.15, 0.07
"""Edges of the smallest leaf [m]."""
_FRONT = 0.09
"""How far behind the foremost point a leaf may be [m]."""
_BOARD, _PITCH = 0.018, 0.38
"""Thickness of boards, and distance of shelves [m]: usual in flat-pack furniture."""
_SWING = 1.9
"""How far a door opens [rad]: hinges of cupboards give 95 to 120 degrees."""
_PULL = 0.75
"""Part of its depth that a drawer comes out."""
_GAP = 0.0015
"""Kept free around colliders of leaves, so that neighbours do not rub [m]."""
_SHARE = 0.5
"""Of a thing's mass, what all its leaves have at most."""
_LINING = 0.006
"""Thickness of what covers an inside [m]; more than a splat is thick."""
_INSIDE: dict[str, tuple[float, float, float]] = {"refrigerator": (0.90, 0.92, 0.93)}
"""Colours of insides that differ from outsides (sRGB)."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Moving:
    """One leaf, in the frame of what it hangs on."""

    kind: str
    """``door`` or ``drawer``."""
    model: Model
    joint: Joint
    """Without the parent's name."""


def is_part(item: SceneObject) -> bool:
    """Whether an object belongs to another: a door, a drawer."""
    return PART in item.attributes and item.body.joint is not None


def parts_on(scene: Scene, names: tuple[str, ...]) -> tuple[str, ...]:
    """What hangs on objects by joints, in the scene's order."""
    return tuple(o.name for o in scene.objects if o.body.joint is not None and o.body.joint.parent in names)


def without_parts(scene: Scene) -> Scene:
    """The scene's things, without their doors and drawers."""
    if not any(map(is_part, scene.objects)):
        return scene
    return replace(scene, objects=tuple(o for o in scene.objects if not is_part(o)), rollout=None)


Bounds = Float[np.ndarray, "2 3"]


def opened_up(model: Model, category: str) -> tuple[Model, tuple[Moving, ...]]:
    """A model's case and what opens on it; the model itself and nothing where that cannot be told."""
    if category not in OPENABLE:
        return model, ()
    whole = model
    model = replace(model, pieces=tuple(one for piece in model.pieces for one in _apart(piece)))
    bounds = [_bounds(p) for p in model.pieces]
    case = max(range(len(bounds)), key=lambda k: _space(bounds[k]))
    leaves = [k for k in range(len(bounds)) if k != case and _is_leaf(bounds[k], bounds[case], model)]
    if not leaves or float(np.ptp(bounds[case], axis=0)[2]) < _DEEP:
        return whole, ()
    owners = {k: _owner(bounds[k], [bounds[n] for n in leaves]) for k in range(len(bounds))
              if k != case and k not in leaves}  # fmt: skip
    moving: list[Moving] = []
    gone = set(leaves)
    for n, leaf in enumerate(leaves):
        handles = [k for k, owner in owners.items() if owner == n]
        gone |= set(handles)
        moving.append(_moving(model, leaf, handles, bounds, bounds[case]))
    rest = tuple(p for k, p in enumerate(model.pieces) if k not in gone and k != case)
    drawers = all(m.kind == "drawer" for m in moving)
    boards = _boards(model.pieces[case], bounds[case], category, shelves=not drawers)
    walls = [_bounds(b) for b in boards if not _lines(b)]
    solid = tuple(box(*np.ptp(b, axis=0), *b.mean(axis=0)) for b in walls)
    kept = tuple(c for c in model.colliders if not _fills(c, bounds[case]))
    if len(kept) == len(model.colliders):
        return whole, ()  # the case's body is not where it seems to be
    inner = tuple(_inside(b) for b in map(_bounds, boards[5:]) if float(np.ptp(b, axis=0)[1]) < 0.02)
    hidden = [_bounds(b) - [[0.001] * 3, [0.001] * 3] for b in boards if _lines(b)]
    opened = replace(model, pieces=(*rest, *boards), colliders=(*kept, *solid),
                     supports=(*model.supports, *inner),
                     hidden=np.array(hidden) if hidden else model.hidden)  # fmt: skip
    return opened, tuple(moving)


def hung_on(parent: SceneObject, model: Model, moving: tuple[Moving, ...]) -> list[SceneObject]:
    """The parent with what is left of its mass, and its leaves as objects."""
    masses = np.array([m.model.mass for m in moving])
    masses *= min(1.0, _SHARE * model.mass / max(float(masses.sum()), 1e-6))
    out: list[SceneObject] = []
    for k, part in enumerate(moving):
        alike = [n for n, m in enumerate(moving) if m.kind == part.kind]
        number = f"_{alike.index(k) + 1}" if len(alike) > 1 else ""
        body = Body(
            kind="articulated",
            colliders=part.model.colliders,
            mass=max(float(masses[k]), 0.05),
            friction=parent.body.friction,
            restitution=parent.body.restitution,
            joint=replace(part.joint, parent=parent.name),
        )
        out.append(
            SceneObject(
                name=f"{parent.name}_{part.kind}{number}",
                category=f"{parent.category} {part.kind}",
                attributes=(PART,),
                material=part.model.material,
                position=parent.position,
                quat=parent.quat,
                body=body,
            )
        )
    mass = parent.body.mass - float(masses.sum()) if parent.body.mass else 0.0
    return [replace(parent, body=replace(parent.body, mass=mass)), *out]


def _apart(piece: Piece) -> list[Piece]:
    """The closed bodies of a piece: builders put all of one look together."""
    corners = piece.solid.corners
    _, index = np.unique(np.round(corners.reshape(-1, 3) * 1e5).astype(np.int64), axis=0, return_inverse=True)
    quads = index.reshape(-1, 4)
    label = np.arange(int(quads.max()) + 1)
    while True:
        lowest = label[quads].min(axis=1)
        following = label.copy()
        np.minimum.at(following, quads.ravel(), np.repeat(lowest, 4))
        following = following[following]
        if np.array_equal(following, label):
            break
        label = following
    kinds = label[quads[:, 0]]
    out: list[Piece] = []
    for kind in np.unique(kinds):
        mine = kinds == kind
        solid = Solid(corners=corners[mine], normals=piece.solid.normals[mine], local=piece.solid.local[mine])
        out.append(replace(piece, solid=solid))
    return out


def _space(bounds: Bounds) -> float:
    width, height, depth = (float(v) for v in bounds[1] - bounds[0])
    return width * height * depth


def _lines(piece: Piece) -> bool:
    return abs(float(np.ptp(_bounds(piece), axis=0).min()) - _LINING) < 1e-6


def _bounds(piece: Piece) -> Bounds:
    corners = piece.solid.corners
    return np.stack([corners.min(axis=(0, 1)), corners.max(axis=(0, 1))])


def _is_leaf(leaf: Bounds, case: Bounds, model: Model) -> bool:
    """A plate on the face of the case."""
    width, height, depth = (float(v) for v in np.ptp(leaf, axis=0))
    before = leaf[0, 2] > case[1, 2] - 0.03 and leaf[1, 2] > float(model.high[2]) - _FRONT
    return depth < _THIN and width > _WIDE and height > _TALL and bool(before)


def _owner(piece: Bounds, leaves: list[Bounds]) -> int | None:
    """The leaf on which a handle sits."""
    x, y, z = piece.mean(axis=0)
    for k, leaf in enumerate(leaves):
        on = leaf[0, 0] - 0.01 < x < leaf[1, 0] + 0.01 and leaf[0, 1] < y < leaf[1, 1]
        if on and z > leaf[0, 2] and float(np.ptp(piece, axis=0)[2]) < 0.12:
            return k
    return None


def _moving(model: Model, leaf: int, handles: list[int], bounds: list[Bounds], case: Bounds) -> Moving:
    plate = bounds[leaf]
    width = float(plate[1, 0] - plate[0, 0])
    grip = float(np.mean([bounds[k].mean(axis=0)[0] for k in handles])) if handles else float(plate[1, 0])
    aside = (grip - float(plate.mean(axis=0)[0])) / width
    own = tuple(model.pieces[k] for k in (leaf, *handles))
    if handles and abs(aside) < 0.2:
        deep = min(float(np.ptp(case, axis=0)[2]) - 0.05, 0.45)
        tray = _tray(model.pieces[leaf], plate, case, deep)
        solid = tuple(box(*np.ptp(b, axis=0), *b.mean(axis=0)) for b in map(_bounds, tray))
        joint = Joint(kind="slide", parent=None, axis=np.array([0.0, 0.0, 1.0]), limits=(0.0, _PULL * deep))
        return Moving(kind="drawer", joint=joint,
                      model=_part(model, (*own, *tray), (_plate(plate), *solid)))  # fmt: skip
    left = aside > 0  # hinged on the side away from the handle
    anchor = np.array([plate[0, 0] if left else plate[1, 0], plate.mean(axis=0)[1], plate[0, 2]])
    joint = Joint(kind="hinge", parent=None, axis=np.array([0.0, 1.0, 0.0]), anchor=anchor,
                  limits=(-_SWING, 0.0) if left else (0.0, _SWING))  # fmt: skip
    return Moving(kind="door", joint=joint, model=_part(model, own, (_plate(plate),)))


def _part(model: Model, pieces: tuple[Piece, ...], colliders: tuple[Collider, ...]) -> Model:
    return Model(pieces=pieces, colliders=colliders, material=pieces[0].material, spacing=model.spacing)


def _plate(bounds: Bounds) -> Collider:
    size = np.maximum(np.ptp(bounds, axis=0) - 2 * _GAP, 0.004)
    return box(*size, *bounds.mean(axis=0))


def _tray(front: Piece, plate: Bounds, case: Bounds, deep: float) -> list[Piece]:
    """Bottom, sides and back of a drawer behind its front."""
    x0, x1 = float(plate[0, 0]) + 0.025, float(plate[1, 0]) - 0.025
    y0 = float(plate[0, 1]) + 0.012
    y1 = y0 + 0.62 * float(plate[1, 1] - plate[0, 1])
    z1 = float(plate[0, 2])
    z0, t = z1 - deep, 0.010
    look = Look(color=(0.84, 0.76, 0.64), pattern="wood", seed=front.look.seed, stretch=(1.05, 0.8))
    rows = [
        (x0, y0, z0, x1, y0 + t, z1), (x0, y0 + t, z0, x0 + t, y1, z1), (x1 - t, y0 + t, z0, x1, y1, z1),
        (x0 + t, y0 + t, z0, x1 - t, y1, z0 + t),
    ]  # fmt: skip
    return [_board(row, look, "wood") for row in rows]


def _boards(piece: Piece, case: Bounds, category: str, *, shelves: bool) -> list[Piece]:
    """Two sides, top, bottom and back, then shelves, where a solid body was."""
    (x0, y0, z0), (x1, y1, z1) = (tuple(float(v) for v in row) for row in case)
    t = 0.035 if category == "refrigerator" else _BOARD
    look, inner = piece.look, piece.look
    if category in _INSIDE:
        inner = replace(look, color=_INSIDE[category], metallic=0.0, roughness=0.6, pattern="plain")
    rows = [
        ((x0, y0, z0, x0 + t, y1, z1), look), ((x1 - t, y0, z0, x1, y1, z1), look),
        ((x0 + t, y1 - t, z0, x1 - t, y1, z1), look), ((x0 + t, y0, z0, x1 - t, y0 + t, z1), inner),
        ((x0 + t, y0 + t, z0, x1 - t, y1 - t, z0 + t), inner),
    ]  # fmt: skip
    count = int((y1 - y0 - 2 * t) / _PITCH) if shelves else 0
    for k in range(count):
        y = y0 + t + (y1 - y0 - 2 * t) * (k + 1) / (count + 1)
        rows.append(((x0 + t, y - 0.008, z0 + t, x1 - t, y + 0.008, z1 - 0.03), inner))
    made = [_board(row, look_of, piece.material) for row, look_of in rows]
    if category in _INSIDE:  # linings, since the outside is of another colour
        e = _LINING
        left = (x0 + t, y0 + t, z0 + t, x0 + t + e, y1 - t, z1)
        right = (x1 - t - e, y0 + t, z0 + t, x1 - t, y1 - t, z1)
        above = (x0 + t, y1 - t - e, z0 + t, x1 - t, y1 - t, z1)
        made += [_board(row, inner, piece.material) for row in (left, right, above)]
    whole = abs(volume(piece.solid)) * piece.fill
    fill = min(whole / max(sum(abs(volume(p.solid)) for p in made), 1e-9), 1.0)
    return [replace(p, fill=fill) for p in made]


def _board(row: tuple[float, ...], look: Look, material: str) -> Piece:
    low, high = np.array(row[:3]), np.array(row[3:])
    size, middle = high - low, (low + high) / 2
    solid = rounded_box(*(float(v) for v in size), bevel=0.0, cell=0.2)
    return Piece(solid=placed(solid, *(float(v) for v in middle)), look=look, material=material)


def _fills(collider: Collider, case: Bounds) -> bool:
    low, high = collider_bounds(collider)
    return float(np.abs(np.stack([low, high]) - case).max()) < 0.03


def _inside(shelf: Bounds) -> Support:
    x, _, z = (float(v) for v in shelf.mean(axis=0))
    half = np.ptp(shelf, axis=0) / 2
    return Support(height=float(shelf[1, 1]), half_width=float(half[0]), half_depth=float(half[2]), x=x, z=z,
                   headroom=_PITCH - 0.05, inside=True)  # fmt: skip
