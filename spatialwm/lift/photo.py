"""A photo of one thing on a table -> a scene in which the thing can be pushed.

Classical, without a network: circles tell where the camera stands, edges and colours where the thing
ends, and a body of revolution stands for its shape. What the photo does not show is mirrored or continued,
and the notes say so.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, UInt8

from spatialwm.errors import InputError
from spatialwm.lift import backdrop, cutout, handle, saucer, standing, viewpoint
from spatialwm.lift.ellipses import find_ellipses
from spatialwm.lift.standing import Lathe
from spatialwm.lift.viewpoint import View
from spatialwm.optional import require
from spatialwm.scene import (
    Body,
    Box,
    Camera,
    Collider,
    Cylinder,
    Mesh,
    Provenance,
    Scene,
    SceneObject,
    merge_splats,
)

__all__ = ["scene_from_photo"]

_SMALLEST, _WORKING = 64, 800
"""Shorter side that is refused below, longer side that is worked on [px]."""
_CUP_WIDTH = 0.085
"""Across the rim of a coffee cup, and of a thing of unknown kind [m]."""
_WALL = 0.004
"""Of a porcelain cup [m]."""
_PORCELAIN, _COFFEE = 2400.0, 1000.0
"""Densities [kg/m3]; the last is that of a thing between wood and a filled box."""
_FILL = 0.62
"""Of a cup's height up to which it is filled, when nothing tells."""
_FRICTION = 0.45
"""Glazed porcelain on wood or porcelain: 0.3 to 0.6."""
_TABLE_THICKNESS = 0.04
_UNSEEN = 1.2
"""The table goes on beyond what is drawn, half of this to each side [m]; a dining table is 0.8 to 2 m."""
_FARTHEST = 12.0
"""Four times the distance of the camera at which a surface that reaches the horizon ends."""


@dataclass(frozen=True, eq=False, kw_only=True)
class _Found:
    """What was understood of the photo, in the world."""

    view: View
    lathe: Lathe
    category: str
    place: Float[np.ndarray, "3"]
    hole: Bool[np.ndarray, "h w"]
    """Pixels that show the thing."""
    mass: float
    colliders: tuple[Collider, ...]
    saucer: saucer.Saucer | None
    handle: handle.Handle | None
    notes: tuple[str, ...]


def scene_from_photo(
    image: UInt8[np.ndarray, "h w 3"],
    *,
    seed: int = 0,
    source: str = "",
    thing_width: float | None = None,
) -> Scene:
    """The thing in a photo as an object of its own, on the table it stands on.

    Args:
        image: sRGB.
        seed: Makes every random choice repeatable.
        source: File name, for the record.
        thing_width: Of the thing, a cup's across its rim [m]; assumed when left out.

    Raises:
        InputError: The picture is too small, of one colour, or shows no cup, glass or bowl.
        MissingExtraError: OpenCV is not installed.
    """
    require("cv2", extra="photos")
    _check(image, thing_width)
    small = _shrunk(image)
    circles = viewpoint.choose_circles(find_ellipses(small))
    if circles is None:
        raise InputError(
            "No round rim was found in the picture; this classical lift understands one cup, glass or bowl "
            "on a table, seen from above, whole, and at least 150 pixels wide."
        )
    found = _cup(small, circles, seed, thing_width)
    clean = backdrop.filled(small, _around(found))
    objects = [_table(clean, found)]
    if found.saucer is not None:
        objects.append(saucer.saucer_object(found.saucer, small, found.hole, found.view, seed=seed))
    objects.append(_thing(small, found, seed))
    height, width = image.shape[:2]
    return Scene(
        objects=tuple(objects),
        background=_mean_color(clean),
        cameras=(found.view.camera("photo", size=(width, height)), _side(found, width, height)),
        provenance=Provenance(method="classical", source=source, seed=seed, notes=found.notes),
    )


def _check(image: np.ndarray, thing_width: float | None) -> None:
    height, width = image.shape[:2]
    if min(height, width) < _SMALLEST:
        raise InputError(f"The picture is {width} x {height} pixels; give one of at least 64 x 64.")
    if thing_width is not None and not 0.001 < thing_width < 100:
        raise InputError(f"thing_width is {thing_width}; give a width between 0.001 and 100 metres.")
    if float(image.reshape(-1, 3).std(axis=0).max()) < 2.0:
        raise InputError("The picture is of one even colour; give a photo of a thing on a table.")


def _shrunk(image: np.ndarray) -> np.ndarray:
    import cv2

    scale = _WORKING / max(image.shape[:2])
    if scale >= 1:
        return image
    size = round(image.shape[1] * scale), round(image.shape[0] * scale)
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _cup(image: np.ndarray, circles: viewpoint.Circles, seed: int, thing_width: float | None) -> _Found:
    height, width = image.shape[:2]
    rim = (thing_width or _CUP_WIDTH) / 2
    view, tall, saucer_radius = viewpoint.view_from_circles(
        circles, width=width, height=height, rim_radius=rim
    )
    plate = None
    if saucer_radius is not None:
        base, sink = cutout.cup_on_saucer(image, view, rim=rim, tall=tall)
        bulge, tall = cutout.BOWL, tall + sink
        plate = saucer.Saucer(
            radius=saucer_radius, well=0.12 * saucer_radius, lip=0.12 * saucer_radius + sink, floor=1.1 * base
        )
        foot = plate.well
        view = viewpoint.raised(view, plate.lip)
    else:
        tall, base, bulge = cutout.cup_alone(cutout.cut_out(image, seed=seed), view, rim=rim)
        foot = 0.0
        view = viewpoint.raised(view, tall)
    wall = _WALL * rim / (_CUP_WIDTH / 2)
    if circles.inner is not None:
        wall = float(np.clip(1 - circles.inner.major / circles.rim.major, 0.04, 0.2)) * rim
    profile = standing.cup_profile(rim=rim, tall=tall, base=base, bulge=bulge, wall=wall, fill=_FILL)
    place = np.array([0.0, foot, 0.0])
    hole = cutout.silhouette(profile, place, view)
    grip = handle.find_handle(image, view, place, profile[2:39], hole)
    return _Found(
        view=view,
        lathe=Lathe(profile=profile, aside=np.zeros(len(profile))),
        category="cup",
        place=place,
        hole=hole if grip is None else hole | handle.handle_mask(grip, place, view),
        mass=_cup_mass(profile, wall),
        colliders=_stacked(profile[2:41]),
        saucer=plate,
        handle=grip,
        notes=_cup_notes(rim, thing_width, plate is not None),
    )


def _cup_notes(rim: float, thing_width: float | None, on_saucer: bool) -> tuple[str, ...]:
    size = "was given" if thing_width else "is assumed"
    notes = [
        f"The width of the cup's rim, {200 * rim:.1f} cm, {size}; all other sizes follow from it.",
        "The camera's opening angle is chosen so that the circles agree."
        if on_saucer
        else "The camera's vertical field of view, 45 degrees, is assumed.",
        f"How full the cup is, {_FILL:.0%} of its height, is assumed.",
        "The bulge of the cup and the height of its saucer are assumed.",
        "The back of the cup is mirrored from its front; its handle touches nothing.",
        "The table is taken to go on by 60 cm beyond what is drawn.",
        "The table behind the cup and beyond the photo's border is continued from what is seen of it.",
        "The mass is that of a 4 mm porcelain wall and of the coffee in it.",
    ]
    if on_saucer:
        notes.append("The saucer, with what lies on it, stays on the table; only the cup moves.")
    return tuple(notes)


def _cup_mass(profile: np.ndarray, wall: float) -> float:
    """[kg] of a porcelain shell of the profile's outside and of what fills its inside."""
    outside, inside = profile[:39], profile[41:57]
    steps = np.linalg.norm(np.diff(outside, axis=0), axis=1)
    shell = float(np.sum(2 * np.pi * (outside[1:, 0] + outside[:-1, 0]) / 2 * steps)) * min(wall, _WALL)
    level, floor = inside[-1, 1], 2 * wall
    coffee = np.pi * inside[-1, 0] ** 2 * max(level - floor, 0) * 0.8  # the wall narrows downwards
    return shell * _PORCELAIN + float(coffee) * _COFFEE


def _stacked(outside: np.ndarray, parts: int = 4) -> tuple[Collider, ...]:
    """Cylinders, one above the other, that follow the outside; the lowest stands on the foot."""
    places = np.linspace(float(outside[0, 1]), float(outside[-1, 1]), parts + 1)
    levels: list[float] = places.tolist()
    radii: list[float] = np.interp(places, outside[:, 1], outside[:, 0]).tolist()
    return tuple(
        Cylinder(
            position=np.array([0, (low + high) / 2, 0]),
            radius=float((a + b) / 2 if k else a),
            height=float(high - low),
        )
        for k, (low, high, a, b) in enumerate(
            zip(levels[:-1], levels[1:], radii[:-1], radii[1:], strict=True)
        )
    )


def _around(found: _Found) -> np.ndarray:
    """Pixels of the thing, of its saucer, and of the shadows beside them."""
    hole = found.hole
    if found.saucer is not None:
        hole = hole | cutout.silhouette(found.saucer.profile, np.zeros(3), found.view)
    return cutout.grown(hole, 0.035 * float(np.hypot(*hole.shape)))


def _thing(image: np.ndarray, found: _Found, seed: int) -> SceneObject:
    colors = standing.drawn_in(image, found.hole)
    looks = standing.looks_of(found.lathe, found.place, colors, found.view)
    pixel = float(np.linalg.norm(found.view.eye - found.place)) / found.view.K[0, 0]
    splats = standing.lathe_splats(
        found.lathe, looks, found.place, colors, found.view, spacing=1.5 * pixel, seed=seed
    )
    mesh = standing.lathe_mesh(found.lathe, looks)
    if found.handle is not None:
        grip = handle.handle_splats(
            found.handle, found.place, colors, found.view, spacing=1.5 * pixel, seed=seed
        )
        splats, mesh = merge_splats([splats, grip]), _joined(mesh, handle.handle_mesh(found.handle, grip))
    return SceneObject(
        name=found.category,
        category=found.category,
        material="ceramic" if found.category == "cup" else "",
        position=found.place,
        splats=splats,
        mesh=mesh,
        body=Body(kind="dynamic", mass=found.mass, friction=_FRICTION, colliders=found.colliders),
    )


def _joined(one: Mesh, other: Mesh) -> Mesh:
    assert one.colors_linear is not None and other.colors_linear is not None
    return Mesh(
        vertices=np.concatenate([one.vertices, other.vertices]),
        faces=np.concatenate([one.faces, other.faces + len(one.vertices)]),
        colors_linear=np.concatenate([one.colors_linear, other.colors_linear]),
        roughness=one.roughness,
    )


def _table(clean: np.ndarray, found: _Found) -> SceneObject:
    view = found.view
    farthest = _FARTHEST * float(np.linalg.norm(view.eye)) / 4
    splats = backdrop.level_splats(clean, view, step=1.25, farthest=farthest)
    low, high = splats.means.min(axis=0).astype(float), splats.means.max(axis=0).astype(float)
    size = np.array([high[0] - low[0] + _UNSEEN, _TABLE_THICKNESS, high[2] - low[2] + _UNSEEN])
    return SceneObject(
        name="table",
        category="table",
        splats=splats,
        mesh=backdrop.level_mesh(clean, view, low[[0, 2]], high[[0, 2]]),
        body=Body(
            friction=_FRICTION,
            colliders=(
                Box(
                    size=size,
                    position=np.array([(low[0] + high[0]) / 2, -size[1] / 2, (low[2] + high[2]) / 2]),
                ),
            ),
        ),
    )


def _mean_color(image: np.ndarray) -> tuple[float, float, float]:
    red, green, blue = (image.reshape(-1, 3).mean(axis=0) / 255).tolist()
    return red, green, blue


def _side(found: _Found, width: int, height: int) -> Camera:
    """25 degrees around the thing, a bit higher, and from half as far again: room for what happens."""
    target = found.place + np.array([0, 0.4 * float(found.lathe.profile[:, 1].max()), 0])
    arm = 1.5 * (found.view.eye - target)
    cos, sin = np.cos(np.radians(25)), np.sin(np.radians(25))
    eye = target + np.array([cos * arm[0] + sin * arm[2], 1.08 * arm[1], cos * arm[2] - sin * arm[0]])
    fov = 2 * float(np.arctan(found.view.height / 2 / found.view.K[1, 1]))
    x, y, z = eye.tolist()
    a, b, c = target.tolist()
    return Camera.looking_at((x, y, z), (a, b, c), name="side", vertical_fov=fov, width=width, height=height)
