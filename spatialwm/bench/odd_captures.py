"""Folders of photos as people really hand them over, made from a room whose truth is known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from spatialwm.bench.photo_room import photo_of, room_of, walk
from spatialwm.io.files import write_atomically
from spatialwm.io.images import encode_png

__all__ = ["CASES", "OddCapture", "make_room"]

_ARC = 1.3
"""[rad] Of the walk of most cases: neighbours see nearly the same, the ends still overlap by half."""


@dataclass(frozen=True, kw_only=True)
class OddCapture:
    """One folder, and what must come of it."""

    make: Callable[[Path], Path]
    """Fills an empty folder; returns what to give to ``create``."""
    placed: int = 0
    """Photos that must have a pose; 0 when one sentence must refuse the folder."""
    says: str = ""
    """A regular expression that the sentence, or the notes, must hold."""
    slow: bool = False


def make_room(
    count: int, *, seed: int = 0, turn: float = _ARC, size: tuple[int, int] = (320, 240)
) -> list[np.ndarray]:
    """Photos of one room along an arc."""
    room = room_of(seed)
    cameras = walk(room, count, width=size[0], height=size[1], turn=turn)
    return [photo_of(room, camera) for camera in cameras]


def _save(folder: Path, pictures: Sequence[np.ndarray], name: str = "{:03d}.jpg", **options: Any) -> Path:  # noqa: ANN401
    from PIL import Image

    for k, picture in enumerate(pictures):
        path = folder / name.format(k)
        path.parent.mkdir(parents=True, exist_ok=True)
        quality: dict[str, Any] = {"quality": 95} if path.suffix == ".jpg" else {}
        Image.fromarray(picture).save(path, **quality, **options)
    return folder


def _one(folder: Path) -> Path:
    return _save(folder, make_room(1))


def _two(folder: Path) -> Path:
    pictures = make_room(8, size=(480, 360))
    return _save(folder, [pictures[0], pictures[2]])


def _identical(folder: Path) -> Path:
    return _save(folder, make_room(1) * 5)


def _turning(folder: Path) -> Path:
    """A person who stands still and turns: no depth in it."""
    from dataclasses import replace

    room = room_of(0)
    cameras = walk(room, 8, turn=_ARC)
    poses = [
        np.column_stack([c.world_from_camera[:, :3], cameras[0].world_from_camera[:, 3:]]) for c in cameras
    ]
    still = [replace(c, world_from_camera=pose) for c, pose in zip(cameras, poses, strict=True)]
    return _save(folder, [photo_of(room, camera) for camera in still])


def _places(first: int, second: int, size: tuple[int, int], turn: float) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        _save(folder, make_room(first, turn=turn, size=size), "home{:03d}.jpg")
        return _save(folder, make_room(second, seed=1, turn=turn, size=size), "office{:03d}.jpg")

    return make


def _twelve_bits(folder: Path) -> Path:
    import cv2

    for k, picture in enumerate(make_room(6)):
        deep = np.round(picture[..., ::-1] * (4095 / 255)).astype(np.uint16)
        write_atomically(folder / f"{k}.png", cv2.imencode(".png", deep)[1].tobytes())
    return folder


def _portrait(folder: Path) -> Path:
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6  # stored lying on its left side, as phones do
    exif.get_ifd(0x8769)[0xA405] = 29
    return _save(folder, [np.rot90(p).copy() for p in make_room(6, size=(240, 320))], exif=exif)


def _heic(folder: Path) -> Path:
    for k in range(3):
        write_atomically(folder / f"IMG_{k}.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")
    return folder


def _one_corrupt(folder: Path) -> Path:
    _save(folder, make_room(7))
    path = folder / "003.jpg"
    write_atomically(path, path.read_bytes()[:900])
    return folder


def _all_corrupt(folder: Path) -> Path:
    for k in range(4):
        write_atomically(folder / f"{k}.jpg", b"\xff\xd8\xff\xe0 not a photo")
    return folder


def _masked(folder: Path) -> Path:
    """Somebody stands still before the lens in every photo; masks leave them out."""
    pictures = make_room(7)
    rng = np.random.default_rng(0)
    person = rng.integers(0, 256, (160, 90, 3), np.uint8)
    mask = np.full((240, 320, 3), 255, np.uint8)
    mask[70:230, 120:210] = 0
    for k, picture in enumerate(pictures):
        picture[70:230, 120:210] = person
        write_atomically(folder / "masks" / f"{k:03d}.jpg.png", encode_png(mask))
    return _save(folder, pictures, "images/{:03d}.jpg")


def _wrong_masks(folder: Path) -> Path:
    for k in range(6):
        write_atomically(folder / "masks" / f"{k:03d}.png", encode_png(np.zeros((50, 200, 3), np.uint8)))
    return _save(folder, make_room(6), "images/{:03d}.jpg")


def _alphas(folder: Path) -> Path:
    alpha = np.full((240, 320, 1), 255, np.uint8)
    alpha[:40] = 0
    return _save(folder, [np.concatenate([p, alpha], axis=2) for p in make_room(6)], "{:03d}.png")


def _jumble(folder: Path) -> Path:
    """Two cameras, grey ones, a copy, a tiny one, words and a hidden file, in names of many scripts."""
    from PIL import Image

    pictures = make_room(8)
    _save(folder, pictures[:3], "Küche {}.jpg")
    _save(folder, [np.asarray(Image.fromarray(p).resize((400, 300))) for p in pictures[3:6]], "厨房_{}.jpg")
    _save(folder, [np.asarray(Image.fromarray(p).convert("L")) for p in pictures[6:]], "кухня {}.png")
    _save(folder, pictures[:1], "copy {}.png")
    _save(folder, pictures[:1], "again {}.png")
    _save(folder, [p[::8, ::8].copy() for p in pictures[:1]], "tiny {}.jpg")
    write_atomically(folder / "notes.txt", b"bring milk")
    write_atomically(folder / "._000.jpg", b"Mac OS X")
    return folder


def _rooms_and_days(folder: Path) -> Path:
    pictures = make_room(6)
    _save(folder, pictures[:3], "monday/{:03d}.jpg")
    return _save(folder, pictures[3:], "tuesday/{:03d}.jpg")


def _empty(folder: Path) -> Path:
    return folder


def _words(folder: Path) -> Path:
    write_atomically(folder / "readme.txt", b"the photos come later")
    return folder


def _raw(folder: Path) -> Path:
    write_atomically(folder / "DSC_1.NEF", b"II*\0")
    return folder


def _blank(folder: Path) -> Path:
    levels = np.linspace(90, 190, 6)
    return _save(folder, [np.full((240, 320, 3), int(level), np.uint8) for level in levels])


def _strangers(folder: Path) -> Path:
    """A blank wall and a photo of somewhere else among six that belong together."""
    _save(folder, make_room(1, seed=2), "elsewhere{}.jpg")
    _save(folder, [np.full((240, 320, 3), 128, np.uint8)], "blank{}.jpg")
    return _save(folder, make_room(6))


def _tiny(folder: Path) -> Path:
    return _save(folder, [p[::8, ::8].copy() for p in make_room(5)], "{:03d}.png")


def _huge(folder: Path) -> Path:
    """One photo of 144 megapixels among usual ones."""
    from PIL import Image

    _save(folder, make_room(6))
    Image.new("L", (12_000, 12_000)).save(folder / "huge.png")
    return folder


def _panoramas_of_noise(folder: Path) -> Path:
    rng = np.random.default_rng(0)
    return _save(folder, [rng.integers(0, 256, (160, 320, 3), np.uint8) for _ in range(2)], "{:03d}.png")


CASES: dict[str, OddCapture] = {
    "1 photo": OddCapture(make=_one, says="one photo"),
    "2 photos": OddCapture(make=_two, placed=2),
    "5 times the same photo": OddCapture(make=_identical, says="show the same"),
    "turning on the spot": OddCapture(make=_turning, says="from one spot"),
    "9 and 6 photos of two places": OddCapture(
        make=_places(9, 6, (320, 240), _ARC), placed=9, says="6 photos show another place"
    ),
    "120 and 80 photos of two places": OddCapture(
        make=_places(120, 80, (192, 144), 2 * np.pi), placed=115, says="show another place", slow=True
    ),
    "12-bit PNG": OddCapture(make=_twelve_bits, placed=6),
    "portrait by EXIF": OddCapture(make=_portrait, placed=6),
    "HEIC without its codec": OddCapture(make=_heic, says="pip install pillow-heif"),
    "1 corrupt JPEG of 7": OddCapture(make=_one_corrupt, placed=6, says=r"003\.jpg"),
    "only corrupt JPEGs": OddCapture(make=_all_corrupt, says="broken"),
    "masks": OddCapture(make=_masked, placed=7),
    "masks of another size": OddCapture(make=_wrong_masks, says="200 x 50"),
    "PNG with alpha": OddCapture(make=_alphas, placed=6),
    "two cameras, grey, copies, tiny, odd names": OddCapture(make=_jumble, placed=8, says="exact copies"),
    "photos in sub-folders": OddCapture(make=_rooms_and_days, placed=6),
    "empty folder": OddCapture(make=_empty, says="no photos"),
    "no photo in the folder": OddCapture(make=_words, says="no photos"),
    "raw files": OddCapture(make=_raw, says="raw files"),
    "blank walls": OddCapture(make=_blank, says="could be related"),
    "2 that do not belong among 6": OddCapture(
        make=_strangers,
        placed=6,
        says=r"too little texture or too blurred: blank0\.jpg.*no overlap .*: elsewhere0\.jpg",
    ),
    "photos of 40 x 30": OddCapture(make=_tiny, says="64 pixels"),
    "144 megapixels among 6": OddCapture(make=_huge, placed=6, says=r"huge\.png"),
    "360-degree photos of noise": OddCapture(make=_panoramas_of_noise, says="could be related"),
}
"""What people hand over -> what must come of it."""
