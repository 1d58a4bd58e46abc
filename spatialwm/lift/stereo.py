"""A rectified stereo pair becomes a metric scene with a level floor."""

from dataclasses import replace

import numpy as np
from jaxtyping import Bool, Float, UInt8

from spatialwm.errors import InputError
from spatialwm.geometry.cameras import unproject
from spatialwm.geometry.poses import pose_from_matrix, transform
from spatialwm.lift.calibration import StereoCalibration
from spatialwm.lift.floor import Floor, find_floor, world_from_camera_over
from spatialwm.lift.hidden import floor_layer, hidden_layer
from spatialwm.lift.relief import mesh_from_depth, splats_from_depth, surface_normals
from spatialwm.optional import require
from spatialwm.scene import (
    Body,
    Box,
    Camera,
    Mesh,
    Provenance,
    Scene,
    SceneObject,
    TriangleMesh,
    merge_splats,
    transform_splats,
)

__all__ = ["match", "scene_from_stereo"]

_SMALLEST = 64
"""Pictures below this side [px] hold too little to match."""
_LEAST = 0.3
"""Share of pixels that must match both ways."""
_FLOOR_SIZE, _FLOOR_DEPTH = 40.0, 1.0
"""The floor goes on beyond the picture, so that nothing falls out of the world [m]."""
_DARK = (0.09, 0.09, 0.1)
"""Background: unlit, so that what is not known does not shine."""
_CONSISTENT = 1.0
"""Left and right matches may differ by this much [px]."""


def scene_from_stereo(
    left: UInt8[np.ndarray, "h w 3"],
    right: UInt8[np.ndarray, "rows columns 3"],
    calibration: StereoCalibration,
    *,
    seed: int = 0,
    source: str = "",
) -> Scene:
    """Lift what both cameras see: splats and a textured mesh, in metres, the floor level at y = 0.

    Args:
        left: sRGB picture of the left camera.
        right: The same rows from the right camera.
        calibration: Of the pair.
        seed: Of the search for the floor.
        source: Where the pictures came from.

    Raises:
        InputError: Pictures that are too small, of different sizes or without anything in common, or no
            floor in view.
        MissingExtraError: OpenCV is not installed.
    """
    if left.shape != right.shape:
        raise InputError(f"The two pictures differ in size: {_size(left)} and {_size(right)}.")
    if min(left.shape[:2]) < _SMALLEST:
        raise InputError(
            f"Pictures of {_size(left)} are too small to match; use at least {_SMALLEST} pixels."
        )
    disparities, measured, known = match(left, right, calibration)
    depths = calibration.depths(disparities)
    points = unproject(_pixels(depths.shape), depths, calibration.K)
    floor = find_floor(points[known], surface_normals(depths, calibration.K)[known], seed=seed)
    ground = _floor_disparities(floor, calibration, depths.shape)
    disparities = _flattened(disparities, ground)
    notes = (
        f"{(known & ~measured).mean():.0%} of the left picture has its depth from beside it and "
        f"{(~known).mean():.0%} is left out: only one camera sees it, or the two disagree.",
        "What lies hidden behind edges is guessed from beside them, and not part of the mesh.",
        "The floor, flat to about 2 cm in the pictures, is made perfectly flat, as its collider is.",
        f"The floor was found on {floor.support:.0%} of the points, {floor.offset:.2f} m below the camera.",
    )
    return Scene(
        objects=(_room(left, disparities, known, calibration, floor, ground),),
        background=_DARK,
        cameras=_cameras(calibration, floor, left.shape[1], left.shape[0]),
        provenance=Provenance(method="classical", source=source, seed=seed, notes=notes),
    )


def match(
    left: UInt8[np.ndarray, "h w 3"], right: UInt8[np.ndarray, "h w 3"], calibration: StereoCalibration
) -> tuple[Float[np.ndarray, "h w"], Bool[np.ndarray, "h w"], Bool[np.ndarray, "h w"]]:
    """Disparities [px] by semi-global matching (Hirschmüller 2008), where measured, and where usable.

    Matches must agree both ways. Gaps are filled from the farther side: what hides is in front.

    Raises:
        InputError: Too little agrees.
    """
    require("cv2", extra="photos")
    import cv2

    count = -(-calibration.max_disparity // 16) * 16
    block = 3
    matcher = cv2.StereoSGBM.create(
        minDisparity=0,
        numDisparities=count,
        blockSize=block,
        P1=8 * 3 * block**2,
        P2=32 * 3 * block**2,
        uniquenessRatio=3,
        speckleWindowSize=80,
        speckleRange=2,
        mode=cv2.STEREO_SGBM_MODE_HH,
    )

    def disparity(base: np.ndarray, other: np.ndarray) -> np.ndarray:
        wide = [cv2.copyMakeBorder(p, 0, 0, count, 0, cv2.BORDER_REPLICATE) for p in (base, other)]
        return matcher.compute(*wide)[:, count:].astype(np.float32) / 16

    forward = disparity(left, right)
    backward = disparity(right[:, ::-1], left[:, ::-1])[:, ::-1]
    columns = np.indices(forward.shape)[1] - np.round(np.maximum(forward, 0)).astype(int)
    inside = columns >= 0
    back = np.take_along_axis(backward, np.clip(columns, 0, None), axis=1)
    known = (forward >= 0) & inside & (np.abs(back - forward) < _CONSISTENT)
    known &= ~_border(known.shape, _RIM)
    if known.mean() < _LEAST:
        raise InputError("The pictures have too little in common; are they rectified, left one first?")
    filled, usable = map(_with_rim, _fill_from_behind(forward, known))
    return cv2.medianBlur(filled, 5).astype(float), known, usable


_ON_FLOOR = 1.0
"""Pixels this near to the floor's own disparity are floor [px]: matching is that uncertain, 1 cm at 2 m."""


def _flattened(disparities: np.ndarray, ground: np.ndarray) -> np.ndarray:
    """The floor made as flat as its collider; what is up to twice as far from it is moved less and less."""
    off = disparities - ground
    return ground + off * np.clip(np.abs(off) / _ON_FLOOR - 1, 0, 1)


def _floor_disparities(floor: Floor, calibration: StereoCalibration, shape: tuple[int, ...]) -> np.ndarray:
    """Disparity of the floor's plane at every pixel [px]; negative above the horizon."""
    rays = unproject(_pixels(shape), np.ones(shape), calibration.K)
    inverse_depths = -rays @ floor.normal / floor.offset
    return calibration.K[0, 0] * calibration.baseline * inverse_depths - calibration.disparity_offset


_RIM = 2
"""Rows and columns along the picture's border whose windows are cut [px]."""
_WIDEST_GAP = 100
"""Gaps up to this many pixels in a row are filled."""


def _fill_from_behind(values: np.ndarray, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Fill gaps along each row with the smaller disparity (the farther surface) of both ends.

    At the picture's border, which the other camera does not see, the one end there is goes on.
    """
    columns = np.indices(values.shape)[1]
    beyond = int(values.shape[1])
    before = np.maximum.accumulate(np.where(known, columns, -1), axis=1)
    after = np.minimum.accumulate(np.where(known, columns, beyond)[:, ::-1], axis=1)[:, ::-1]
    has_before, has_after = before >= 0, after < values.shape[1]
    left = np.take_along_axis(values, np.clip(before, 0, None), axis=1)
    right = np.take_along_axis(values, np.clip(after, None, values.shape[1] - 1), axis=1)
    far = np.where(has_before & has_after, np.minimum(left, right), np.where(has_before, left, right))
    small = (has_before | has_after) & (after - before <= _WIDEST_GAP)
    fallback = float(np.median(values[known])) if known.any() else 0.0
    filled = np.where(known, values, np.where(has_before | has_after, far, fallback))
    return filled.astype(np.float32), known | small


def _room(
    image: np.ndarray,
    disparities: np.ndarray,
    known: np.ndarray,
    calibration: StereoCalibration,
    floor: Floor,
    ground: np.ndarray,
) -> SceneObject:
    """Everything in view as one static object, with a floor that goes on beyond the picture."""
    position, quat = pose_from_matrix(world_from_camera_over(floor))
    depths = calibration.depths(disparities)
    mesh = mesh_from_depth(image, depths, known, calibration.K)
    behind, far, hidden = hidden_layer(image, disparities, known, floor=ground)
    # What is guessed is smooth: every second pixel says it all. Its centre is at 0.25 of the wider pixel.
    half = np.diag([0.5, 0.5, 1]) @ calibration.K + np.array([[0, 0, 0.25], [0, 0, 0.25], [0, 0, 0]])
    bare, covered = floor_layer(image, disparities, known, ground)
    guessed = (
        (behind, calibration.depths(far), hidden),
        (bare, calibration.depths(np.where(covered, ground, disparities)), covered),
    )
    splats = merge_splats(
        [
            splats_from_depth(image, depths, known, calibration.K),
            *(
                splats_from_depth(colors[::2, ::2], z[::2, ::2], there[::2, ::2], half)
                for colors, z, there in guessed
            ),
        ]
    )
    slab = Box(
        position=np.array([0, -_FLOOR_DEPTH / 2, 0]), size=np.array([_FLOOR_SIZE, _FLOOR_DEPTH, _FLOOR_SIZE])
    )
    return SceneObject(
        name="room",
        category="room",
        splats=transform_splats(splats, position, quat),
        mesh=_moved(mesh, position, quat),
        body=Body(colliders=(slab, TriangleMesh()), friction=0.6),
    )


def _moved(mesh: Mesh, position: np.ndarray, quat: np.ndarray) -> Mesh:
    return replace(mesh, vertices=transform(position, quat, mesh.vertices.astype(float)))


def _cameras(calibration: StereoCalibration, floor: Floor, width: int, height: int) -> tuple[Camera, Camera]:
    """The left camera itself, and a look from a step to the side and above."""
    pose = world_from_camera_over(floor)
    left = Camera(name="left", world_from_camera=pose, K=calibration.K, width=width, height=height)
    eye = pose[:3, 3] + pose[:3, 0] * 0.35 + np.array([0, 0.2, 0])
    target = pose[:3, 3] + pose[:3, 2] * 3.0
    focal = float(calibration.K[1, 1])
    beside = Camera.looking_at(
        (float(eye[0]), float(eye[1]), float(eye[2])),
        (float(target[0]), float(target[1]), float(target[2])),
        name="beside",
        vertical_fov=2 * float(np.arctan(height / 2 / focal)),
        width=width,
        height=height,
    )
    return left, beside


def _with_rim(values: np.ndarray) -> np.ndarray:
    """The first and last rows, which matching leaves out, as their neighbours."""
    return np.pad(values[_RIM:-_RIM], ((_RIM, _RIM), (0, 0)), mode="edge")


def _border(shape: tuple[int, ...], width: int) -> np.ndarray:
    edge = np.ones(shape, bool)
    edge[width:-width, width:-width] = False
    return edge


def _pixels(shape: tuple[int, ...]) -> np.ndarray:
    ys, xs = np.mgrid[: shape[0], : shape[1]] + 0.5
    return np.stack([xs, ys], axis=-1)


def _size(picture: np.ndarray) -> str:
    return f"{picture.shape[1]} x {picture.shape[0]} pixels"
