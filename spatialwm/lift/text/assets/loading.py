"""A library's model as coloured triangles: front to +z, up to +y, in its real size, bottom centre at 0."""

import io
import posixpath
import re
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, UInt8

from spatialwm.errors import FormatError
from spatialwm.geometry.rotations import matrix_from_quat
from spatialwm.io import mesh_file
from spatialwm.lift.text.assets.asset import Asset
from spatialwm.lift.text.assets.places import Archive, Folder
from spatialwm.lift.text.surfaces import linear_from_srgb
from spatialwm.scene import Mesh, SceneObject
from spatialwm.shapes import freeze_arrays

__all__ = ["FACES", "Part", "load_asset"]

FACES = 10_000
"""Triangles of one thing at most: the median of the largest free library is 3,800."""
_MAX_MODEL = 64 << 20
"""[bytes]"""
_MAX_PICTURE = 32 << 20
_MAX_PIXELS = 1 << 24
_MAX_TRIANGLES = 150_000
"""Of 800 models 12 have more; thinning one of them takes longer than making a room."""
_EDGE = 1024
"""Of a picture [px]; beyond, it is scaled down: splats are centimetres apart."""
_SEEN_THROUGH = 0.1
"""Part of a picture's texels that may be transparent; leaves cut out of pictures have more."""
_GONE = 0.1
"""Opacity of a material below which its triangles are left out."""
_PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tga", ".tif", ".tiff", ".webp")
_LONGEST_EDGE = 0.22
"""Of a triangle that is lit at its corners [m]."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Part:
    """The triangles of one material."""

    name: str
    """Of the material, where the file says so."""
    corners: Float[np.ndarray, "t 3 3"]
    """[m]"""
    local: Float[np.ndarray, "t 3 3"]
    """Places on the picture, else linear colours."""
    picture: UInt8[np.ndarray, "h w 3"] | None = None
    """sRGB."""
    factor: tuple[float, float, float] = (1.0, 1.0, 1.0)
    """Of the picture (linear)."""
    metallic: float = 0.0
    roughness: float = 0.8

    def __post_init__(self) -> None:
        freeze_arrays(self, floats=np.float64)


def load_asset(asset: Asset) -> tuple[Part, ...]:
    """The model's parts.

    Raises:
        FormatError: Missing, broken, too large, without triangles, or cut out of see-through pictures.
        MissingFileError: The library is no longer there.
    """
    place = Archive(asset.path) if asset.path.is_file() else Folder(asset.path)
    data = place.read(asset.member, limit=_MAX_MODEL)
    if asset.member.lower().endswith(".obj"):
        beside = _Beside(place, asset.member)
        scene = mesh_file.decode(data, "obj", name=asset.name, beside=beside.read)
        if beside.see_through:
            raise FormatError(
                f"'{asset.name}' in '{asset.library}' is cut out of the see-through picture "
                f"'{beside.see_through[:60]}', which a mesh here cannot be; use another."
            )
        objects = [o for o in scene.objects if o.name not in beside.gone]
    else:
        objects = list(mesh_file.decode(data, "glb", name=asset.name).objects)
    meshes = [_placed(o) for o in objects if o.mesh is not None]
    count = sum(len(m.faces) for _, m in meshes)
    if not 0 < count <= _MAX_TRIANGLES:
        raise FormatError(
            f"'{asset.name}' in '{asset.library}' has {count:,} triangles; "
            f"1 to {_MAX_TRIANGLES:,} can be used."
        )
    share = min(1.0, 0.8 * FACES / count)
    parts = [_part(name, _thinned(mesh, share)) for name, mesh in meshes]
    return _fitted(asset, tuple(p for p in parts if len(p.corners)))


class _Beside:
    """Reads what an OBJ names, and remembers which of its materials cannot be seen."""

    def __init__(self, place: Archive | Folder, model: str) -> None:
        self._place, self._folder = place, posixpath.dirname(model.replace("\\", "/"))
        self.gone: frozenset[str] = frozenset()
        self.see_through = ""
        """A picture that is mostly not there."""

    def read(self, name: str) -> bytes:
        """The bytes of a file beside the model; pictures are checked and brought to a bounded size."""
        path = posixpath.join(self._folder, name.replace("\\", "/"))
        if name.lower().endswith(_PICTURES):
            data, clear = _bounded_picture(self._place.read(path, limit=_MAX_PICTURE), name)
            self.see_through = name if clear > _SEEN_THROUGH else self.see_through
            return data
        data = self._place.read(path, limit=_MAX_PICTURE)
        self.gone = _invisible(data.decode("latin-1"))
        return data


def _invisible(materials: str) -> frozenset[str]:
    """Names of the materials of an MTL file that let nearly all light through."""
    found: list[str] = []
    name = ""
    for line in materials.splitlines():
        key, _, value = line.strip().partition(" ")
        if key.lower() == "newmtl":
            name = value.strip()
        elif key == "d" and re.fullmatch(r"[0-9.]+", value.strip()) and float(value) < _GONE:
            found.append(name)
    return frozenset(found)


def _bounded_picture(data: bytes, name: str) -> tuple[bytes, float]:
    """The picture, and which part of it is transparent."""
    from PIL import Image

    label = f"The picture '{name[:100]}'"
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > _MAX_PIXELS:
                raise FormatError(f"{label} has more than {_MAX_PIXELS:,} pixels; scale it down.")
            rgba = picture.convert("RGBA")
    except FormatError:
        raise
    except Exception as error:  # decoders of foreign files raise whatever they like
        raise FormatError(f"{label} cannot be read; get the library again.") from error
    clear = float((np.asarray(rgba)[:, :, 3] < 128).mean())
    rgb = rgba.convert("RGB")
    if max(rgb.size) > _EDGE:
        rgb.thumbnail((_EDGE, _EDGE))
    packed = io.BytesIO()
    rgb.save(packed, "bmp")
    return packed.getvalue(), clear


def _placed(thing: SceneObject) -> tuple[str, Mesh]:
    """Name, and mesh in the file's own axes."""
    assert thing.mesh is not None
    turn = matrix_from_quat(thing.quat.astype(float))
    vertices = thing.mesh.vertices.astype(float) @ turn.T + thing.position.astype(float)
    mesh = thing.mesh
    return thing.name, Mesh(
        vertices=vertices,
        faces=mesh.faces,
        colors_linear=mesh.colors_linear,
        uvs=mesh.uvs,
        texture=mesh.texture,
        metallic=mesh.metallic,
        roughness=mesh.roughness,
    )


def _thinned(mesh: Mesh, share: float) -> Mesh:
    """At most a share of the triangles; where there are many, a picture becomes colours of the corners."""
    wanted = max(int(share * len(mesh.faces)), 40)
    if share >= 1 or len(mesh.faces) <= wanted:
        return mesh
    if mesh.texture is not None and mesh.uvs is not None:
        tall, wide = mesh.texture.shape[:2]
        x, y = (np.floor(mesh.uvs % 1.0 * [wide, tall]).astype(int) % [wide, tall]).T
        colors = linear_from_srgb(mesh.texture[y, x] / 255)
        tint = 1.0 if mesh.colors_linear is None else mesh.colors_linear
        mesh = Mesh(vertices=mesh.vertices, faces=mesh.faces, colors_linear=colors * tint,
                    metallic=mesh.metallic, roughness=mesh.roughness)  # fmt: skip
    return _clustered(mesh, wanted)


def _clustered(mesh: Mesh, wanted: int) -> Mesh:
    """Vertices in one cell of a grid become one of them (Rossignac and Borrel 1993).

    Unlike ``objects.simplify`` it keeps both sides of thin sheets, and takes milliseconds; where it bends,
    it is coarser.
    """
    vertices, faces = mesh.vertices.astype(float), mesh.faces
    low, extent = vertices.min(axis=0), float(np.ptp(vertices, axis=0).max())
    fine, coarse = 1024, 4
    best = mesh
    while fine - coarse > max(4, coarse // 12):
        cells = (fine + coarse) // 2
        key = np.floor((vertices - low) / max(extent, 1e-12) * cells).astype(np.int64)
        _, first, cluster = np.unique(
            key @ np.array([1, 4096, 4096**2]), return_index=True, return_inverse=True
        )
        linked = cluster.reshape(-1)[faces]
        whole = np.all(linked != np.roll(linked, 1, axis=1), axis=1)
        turned = np.take_along_axis(
            linked[whole], (np.argmin(linked[whole], axis=1)[:, None] + np.arange(3)) % 3, axis=1
        )
        kept = np.unique(turned, axis=0)
        if len(kept) > wanted:
            fine = cells
            continue
        coarse = cells
        if len(kept):
            colors = None if mesh.colors_linear is None else mesh.colors_linear[first]
            best = Mesh(vertices=mesh.vertices[first], faces=kept, colors_linear=colors,
                        metallic=mesh.metallic, roughness=mesh.roughness)  # fmt: skip
    return best


def _part(name: str, mesh: Mesh) -> Part:
    corners = mesh.vertices.astype(float)[mesh.faces]
    colors = np.ones((len(mesh.vertices), 3)) if mesh.colors_linear is None else mesh.colors_linear
    textured = mesh.texture is not None and mesh.uvs is not None and len(mesh.vertices) > 0
    tint = colors[0] if textured else np.ones(3)
    if textured and mesh.uvs is not None:
        local = np.concatenate([mesh.uvs, np.zeros((len(mesh.uvs), 1))], axis=1)[mesh.faces]
    else:
        local = colors[mesh.faces]
    corners, local = _first_longest(corners.astype(float), local.astype(float))
    red, green, blue = (float(v) for v in tint)
    return Part(
        name=name,
        corners=corners,
        local=local,
        picture=mesh.texture if textured else None,
        factor=(red, green, blue),
        metallic=mesh.metallic,
        roughness=mesh.roughness,
    )


def _first_longest(corners: np.ndarray, local: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Triangles with an area, corners in an order that has the longest edge first."""
    edges = np.linalg.norm(np.roll(corners, -1, axis=1) - corners, axis=2)
    order = (np.argmax(edges, axis=1)[:, None] + np.arange(3)) % 3
    rows = np.arange(len(corners))[:, None]
    corners, local = corners[rows, order], local[rows, order]
    areas = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    longest = edges.max(axis=1)
    kept = areas > 1e-5 * longest**2  # thinner is a seam
    return corners[kept], local[kept]


def _fitted(asset: Asset, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Turned, brought to the library's size, bottom centre at the origin, long triangles cut."""
    if not parts:
        raise FormatError(f"'{asset.name}' in '{asset.library}' has no triangle with an area.")
    turn = np.array(asset.turn).reshape(3, 3)
    turned = [p.corners @ turn.T for p in parts]
    low = np.min([c.min((0, 1)) for c in turned], axis=0)
    high = np.max([c.max((0, 1)) for c in turned], axis=0)
    extent = high - low
    if not np.isfinite(extent).all() or extent.max() <= 0 or extent.max() > 1e6:
        raise FormatError(f"'{asset.name}' in '{asset.library}' has no extent that can be meant.")
    size = np.array(asset.size)
    factor = np.where(extent > 1e-9, size / np.maximum(extent, 1e-9), 1.0) if size.any() else np.ones(3)
    mirrored = np.linalg.det(turn) < 0
    base = np.array([(low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2])
    out: list[Part] = []
    for part, corners in zip(parts, turned, strict=True):
        scaled, local = (corners - base) * factor, part.local
        if mirrored:
            scaled, local = scaled[:, ::-1], local[:, ::-1]
        scaled, local = _squared(*_cut(*_first_longest(scaled, local)))
        if len(scaled):
            out.append(
                Part(
                    name=part.name, corners=scaled, local=local, picture=part.picture, factor=part.factor,
                    metallic=part.metallic, roughness=part.roughness,
                )
            )  # fmt: skip
    return tuple(out)


def _cut(corners: np.ndarray, local: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Long triangles halved across their longest edge, until corners are near enough to carry light."""
    for _ in range(12):
        long = np.linalg.norm(corners[:, 1] - corners[:, 0], axis=1) > _LONGEST_EDGE
        if not long.any() or len(corners) > 2 * FACES:
            break
        halves = [_halved(values[long]) for values in (corners, local)]
        corners = np.concatenate([corners[~long], halves[0]])
        local = np.concatenate([local[~long], halves[1]])
        corners, local = _first_longest(corners, local)
    return corners, local


def _squared(corners: np.ndarray, local: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First the corner that is like a right angle, where there is one; else the longest edge.

    Rows of splats then run along the edges of what is made of rectangles, and their ends stay inside.
    """
    rows = np.arange(len(corners))[:, None]
    legs = np.roll(corners, -1, axis=1) - corners  # of each corner, to the next one
    back = -np.roll(legs, 1, axis=1)
    lengths: np.ndarray = np.linalg.norm(legs, axis=2)
    scale: np.ndarray = np.maximum(lengths * np.roll(lengths, 1, axis=1), 1e-15)
    cosines: np.ndarray = np.abs(np.sum(legs * back, axis=2)) / scale
    right: np.ndarray = cosines.min(axis=1) < 0.3
    start = lengths.argmax(axis=1)
    start[right] = cosines.argmin(axis=1)[right]
    order = (start[:, None] + np.arange(3)) % 3
    return corners[rows, order], local[rows, order]


def _halved(values: np.ndarray) -> np.ndarray:
    a, b, c = np.moveaxis(values, 1, 0)
    middle = (a + b) / 2
    return np.concatenate([np.stack([a, middle, c], 1), np.stack([middle, b, c], 1)])
