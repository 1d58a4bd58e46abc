"""Films as pictures, and what classical image processing reads off them: blobs, screens, walls, ground."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import count

import numpy as np
from jaxtyping import Bool, Float, Int

from spatialwm.bench.plausibility_films import Film
from spatialwm.geometry.rotations import matrix_from_quat, quat_from_axis_angle
from spatialwm.render.meshes import Surface, draw_mesh
from spatialwm.scene import Camera, painted

__all__ = ["FPS", "Blob", "Picture", "Seen", "look", "noisy", "pictures", "relit"]

Picture = Float[np.ndarray, "h w 3"]
"""sRGB, in [0, 1]."""

_EVERY = 3
"""Engine frames per picture."""
FPS = 60 / _EVERY
_PAN, _TILT = 0.05, 0.02
"""How far the camera turns [rad]."""
_DIM, _TINT = 0.35, 0.08
"""How far light and white balance change, as a share."""
_NOISE = 0.02
"""Of a poor camera, standard deviation [sRGB]."""
_CLEAN = 0.003
"""Noise below which a picture is taken as it is."""
_SCREEN, _WALL, _TABLE = 1, 2, 3
_CHROMA = {_SCREEN: (0.27, 0.405, 0.325), _WALL: (0.36, 0.256, 0.384), _TABLE: (0.405, 0.342, 0.252)}
"""Shares of red, green and blue; grey is a third each."""
_NEAR_CHROMA = 0.035
_SATURATED = 0.6
_BINOMIAL = 1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16
_LEAST = 5
"""Pixels of a blob."""


@dataclass(frozen=True, kw_only=True)
class Blob:
    """A coloured thing in a picture, in pixels of the first picture's frame."""

    hue: str
    u: float
    v: float
    bottom: float
    area: float
    cut: bool
    """Whether a screen, a table or the picture's edge touches it: size and middle are then not its own."""
    edge: bool
    """Whether the picture's edge does."""
    low: float
    high: float
    """Its columns."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Seen:
    """One picture, read."""

    blobs: tuple[Blob, ...]
    labels: Int[np.ndarray, "h w"]
    """0 the rest, 1 a screen, 2 a wall, 3 a table; before the camera's turning is undone."""
    shift: tuple[float, float]
    """Of this picture against the first [px]."""
    horizon: float
    """Row where the floor ends, in the first picture's frame."""

    def at(self, u: float, v: float, label: int) -> bool:
        """Whether that is there, in the first picture's frame."""
        row, column = round(v + self.shift[1]), round(u + self.shift[0])
        high, wide = self.labels.shape
        return 0 <= row < high and 0 <= column < wide and int(self.labels[row, column]) == label


def pictures(film: Film, *, seed: int, turning: bool, light: bool) -> list[Picture]:
    """Draw every third frame, in sRGB.

    Args:
        film: What to draw.
        seed: Of the camera's way and of the light.
        turning: Whether the camera turns.
        light: Whether brightness and white balance change.
    """
    drawn = _drawn(film, _waves(seed) if turning else None)
    return relit(drawn, seed) if light else drawn


def relit(drawn: list[Picture], seed: int) -> list[Picture]:
    """The same pictures with the light of that seed: its brightness and its white balance change."""
    found: list[Picture] = []
    for picture, wave in zip(drawn, _waves(seed), strict=False):  # waves have no end
        gain = (1 - _DIM * abs(wave[2]) / 2) * (1 + _TINT * wave[[3, 4, 2]] / 2)
        found.append(np.clip(picture * gain, 0, 1))
    return found


def noisy(drawn: list[Picture], seed: int) -> list[Picture]:
    """The same pictures as a poor camera has them, with noise of 5 codes of 255."""
    rng = np.random.default_rng((seed, 9))
    return [np.clip(picture + _NOISE * rng.normal(size=picture.shape), 0, 1) for picture in drawn]


def _waves(seed: int) -> Iterator[Float[np.ndarray, "5"]]:
    """Per picture how far the camera has panned and tilted, and three numbers for the light."""
    rng = np.random.default_rng((seed, 5))
    phase, pace = rng.uniform(0, 2 * np.pi, 5), rng.uniform(0.2, 0.5, 5)
    for frame in count(0, _EVERY):
        yield np.sin(2 * np.pi * pace * frame / 60 + phase) - np.sin(phase)


def _drawn(film: Film, waves: Iterator[Float[np.ndarray, "5"]] | None) -> list[Picture]:
    """As ``spatialwm.render`` has it; what stays where it is before a still camera is drawn once."""
    start, sky, things = film.scene.cameras[0], film.scene.background, film.scene.objects
    meshes = {(k, thing.paint): painted(thing).mesh for k, thing in enumerate(things)}
    moves = [_changes(film, k) for k in range(len(things))]
    still: Surface | None = None
    found: list[Picture] = []
    for frame in range(0, len(film.states), _EVERY):
        state, colors = film.states[frame], film.colors[frame]
        if waves is not None:
            surface = Surface(_turned(start, *(np.array([_PAN, _TILT]) * next(waves)[:2] / 2)), sky)
        elif still is None:
            surface = Surface(start, sky)
        else:
            surface = still.copy()
        for of_moving in (False, True):
            for k, thing in enumerate(things):
                if moves[k] != of_moving or thing.name in state.gone or (still is not None and not of_moving):
                    continue
                key = k, colors.get(thing.name, thing.paint)
                if key not in meshes:
                    meshes[key] = painted(replace(thing, paint=key[1])).mesh
                mesh = meshes[key]
                assert mesh is not None
                draw_mesh(surface, mesh, state.positions[k], state.quats[k], k)
            if waves is None and still is None:
                still = surface.copy()
        found.append(surface.colors)
    return found


def _changes(film: Film, k: int) -> bool:
    """Whether a thing moves, comes, goes or takes another colour."""
    name, first = film.scene.objects[k].name, film.states[0]
    return any(name in colors for colors in film.colors) or any(
        (name in state.gone) != (name in first.gone)
        or not np.array_equal(state.positions[k], first.positions[k])
        or not np.array_equal(state.quats[k], first.quats[k])
        for state in film.states
    )


def _turned(camera: Camera, pan: float, tilt: float) -> Camera:
    turn = matrix_from_quat(quat_from_axis_angle(np.array([0.0, 1.0, 0.0]), pan))
    nod = matrix_from_quat(quat_from_axis_angle(np.array([1.0, 0.0, 0.0]), tilt))
    pose = camera.world_from_camera.astype(float).copy()
    pose[:3, :3] = pose[:3, :3] @ turn @ nod
    return replace(camera, world_from_camera=pose)


def look(frames: Sequence[Picture]) -> list[Seen]:
    """Read every picture: balance its white, label its pixels, undo the camera's turning, find blobs."""
    found: list[Seen] = []
    first: np.ndarray | None = None
    shift, horizon = np.zeros(2), 0.0
    for picture in map(_calmed, frames):
        shares, saturation = _balanced(picture)
        moving = saturation > _SATURATED
        labels = _labels(shares, moving)
        texture = _texture(picture, moving, labels == _SCREEN)
        if first is None:
            first = texture
            rows = np.median(_brightness(picture), axis=1)[5:-5]
            horizon = float(np.abs(np.diff(rows)).argmax()) + 5.5
        else:
            shift = _shifted(first, texture, shift)
        du, dv = float(shift[0]), float(shift[1])
        blobs = tuple(_blobs(shares, moving, labels, (du, dv)))
        found.append(Seen(blobs=blobs, labels=labels, shift=(du, dv), horizon=horizon))
    return found


def _calmed(picture: Picture) -> Picture:
    """The picture; where there is noise (found as by Immerkaer 1996), its binomial mean over 5 x 5 pixels."""
    green = picture[..., 1]
    bend = green[:, :-2] - 2 * green[:, 1:-1] + green[:, 2:]
    noise = np.abs(bend[:-2] - 2 * bend[1:-1] + bend[2:])
    if float(np.median(noise)) / (0.6745 * 6) < _CLEAN:
        return picture
    for axis in (0, 1):
        padded = np.pad(picture, [(2, 2) if k == axis else (0, 0) for k in range(3)], mode="edge")
        size = picture.shape[axis]
        parts = (padded.take(range(k, k + size), axis) * weight for k, weight in enumerate(_BINOMIAL))
        picture = sum(parts, start=np.zeros_like(picture))
    return picture


def _balanced(picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Shares of the three colours with the middle pixel made grey, and saturation."""
    grey = np.array([np.median(picture[..., k]) for k in range(3)])
    even = picture * (float(grey.mean()) / np.maximum(grey, 1e-3))
    red, green, blue = (even[..., k] for k in range(3))
    high, low = np.maximum(np.maximum(red, green), blue), np.minimum(np.minimum(red, green), blue)
    shares = even / np.maximum(red + green + blue, 1e-6)[..., None]
    return shares, (high - low) / np.maximum(high, 1e-3)


def _labels(shares: np.ndarray, moving: np.ndarray) -> Int[np.ndarray, "h w"]:
    labels = np.zeros(moving.shape, int)
    for label, chroma in _CHROMA.items():
        off = sum((shares[..., k] - chroma[k]) ** 2 for k in range(3))
        labels[(off < _NEAR_CHROMA**2) & ~moving] = label
    return labels


def _texture(picture: np.ndarray, moving: np.ndarray, screens: np.ndarray) -> np.ndarray:
    """Edges of what stands still, whatever the light; screens may fall."""
    light = np.log(np.maximum(_brightness(picture) / 3, 0.02))
    light[moving] = float(np.median(light))
    down, across = np.gradient(light)
    edges = np.minimum(np.hypot(down, across), 0.3) * _window(*light.shape)
    return np.where(_grown(screens | moving, 3), 0.0, edges)


@cache
def _window(high: int, wide: int) -> np.ndarray:
    return np.hanning(high)[:, None] * np.hanning(wide)


def _brightness(picture: np.ndarray) -> np.ndarray:
    return picture[..., 0] + picture[..., 1] + picture[..., 2]  # five times as fast as their sum


def _grown(mask: Bool[np.ndarray, "h w"], by: int) -> Bool[np.ndarray, "h w"]:
    around = mask.copy()
    for _ in range(by):
        wider = around.copy()
        for axis in (0, 1):
            wider |= np.roll(around, 1, axis) | np.roll(around, -1, axis)
        around = wider
    return around


def _shifted(first: np.ndarray, now: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Where the first picture's edges are now [px]: cross-correlation near where they were."""
    spectrum = np.fft.rfft2(now) * np.conj(np.fft.rfft2(first))
    peaks = np.fft.irfft2(spectrum, first.shape)
    high, wide = first.shape
    at = np.round(before).astype(int)
    best, where = -np.inf, at
    for dv in range(at[1] - 3, at[1] + 4):
        for du in range(at[0] - 3, at[0] + 4):
            if peaks[dv % high, du % wide] > best:
                best, where = peaks[dv % high, du % wide], np.array([du, dv])
    du, dv = int(where[0]), int(where[1])
    along = peaks[dv % high, [(du + k) % wide for k in (-1, 0, 1)]]
    down = peaks[[(dv + k) % high for k in (-1, 0, 1)], du % wide]
    return np.array([du + _vertex(along), dv + _vertex(down)])


def _vertex(three: np.ndarray) -> float:
    bend = float(three[0] - 2 * three[1] + three[2])
    return 0.0 if bend >= 0 else float(np.clip(0.5 * (three[0] - three[2]) / bend, -0.5, 0.5))


def _blobs(
    shares: np.ndarray, moving: Bool[np.ndarray, "h w"], labels: np.ndarray, shift: tuple[float, float]
) -> Iterator[Blob]:
    red = shares[..., 0] > shares[..., 2]
    high, wide = moving.shape
    for hue, mask in (("red", moving & red), ("blue", moving & ~red)):
        rows, columns = np.nonzero(mask)
        if len(rows) < _LEAST:
            continue
        around = _grown(mask, 2)
        edge = bool(
            rows.min() == 0 or columns.min() == 0 or rows.max() == high - 1 or columns.max() == wide - 1
        )
        beside = around & (labels > 0)
        top = rows.max() - 1
        beside[int(top) :] &= labels[int(top) :] != _TABLE  # what it lies on does not hide it
        yield Blob(
            hue=hue,
            u=float(columns.mean()) - shift[0],
            v=float(rows.mean()) - shift[1],
            bottom=float(rows.max()) - shift[1],
            area=float(len(rows)),
            cut=edge or bool(beside.any()),
            edge=edge,
            low=float(columns.min()) - shift[0],
            high=float(columns.max()) - shift[0],
        )
