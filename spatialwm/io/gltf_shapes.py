"""Splats and meshes as glTF primitives, and back.

Splats follow KHR_gaussian_splatting (ratified 2026): linear scales, opacities after the sigmoid, rotations
xyzw, harmonics one accessor per coefficient, plus COLOR_0 so that any viewer shows at least coloured points.
"""

import io
from typing import cast

import numpy as np

from spatialwm.errors import FormatError, InputError
from spatialwm.geometry.harmonics import colors_from_sh0
from spatialwm.io.gltf_buffers import GltfReader, GltfWriter, Json
from spatialwm.scene import Mesh, Splats

__all__ = ["mesh_index", "read_mesh", "read_splats", "splats_index", "to_linear"]

_SPLATTING = "KHR_gaussian_splatting"
_SH_NAMES = tuple(
    f"{_SPLATTING}:SH_DEGREE_{degree}_COEF_{k}" for degree in range(4) for k in range(2 * degree + 1)
)
_MAX_TEXTURE_PIXELS = 1 << 26
"""An 8k x 8k picture; a larger one is a decompression bomb."""


def to_linear(colors: np.ndarray) -> np.ndarray:
    """SRGB in [0, 1] to linear light (IEC 61966-2-1)."""
    return np.where(colors <= 0.04045, colors / 12.92, ((np.maximum(colors, 0.04045) + 0.055) / 1.055) ** 2.4)


def splats_index(writer: GltfWriter, splats: Splats, name: str) -> int:
    """Write splats; returns the index of their glTF mesh."""
    _refuse_unfinite(name, splats.means)
    linear = to_linear(np.clip(colors_from_sh0(splats.sh), 0, 1))
    fallback = np.concatenate([linear, np.clip(splats.opacities, 0, 1)[:, None]], axis=1)
    attributes = {
        "POSITION": writer.add_accessor(splats.means, bounds=True),
        "COLOR_0": writer.add_accessor(np.round(fallback * 255).astype(np.uint8), normalized=True),
        f"{_SPLATTING}:ROTATION": writer.add_accessor(splats.quats[:, [1, 2, 3, 0]]),
        f"{_SPLATTING}:SCALE": writer.add_accessor(splats.scales),
        f"{_SPLATTING}:OPACITY": writer.add_accessor(splats.opacities),
    }
    for k in range(splats.sh.shape[1]):
        attributes[_SH_NAMES[k]] = writer.add_accessor(splats.sh[:, k])
    primitive: Json = {
        "attributes": attributes,
        "mode": 0,
        "extensions": {_SPLATTING: {"kernel": "ellipse", "colorSpace": "srgb_rec709_display"}},
    }
    return writer.add("meshes", {"name": name, "primitives": [primitive]})


def read_splats(reader: GltfReader, index: object) -> Splats:
    """The splats of a glTF mesh."""
    attributes = _attributes(reader, index)

    def read(name: str, width: int) -> np.ndarray:
        if name not in attributes:
            raise FormatError(f"This GLB is broken: its splats have no {name}.")
        return reader.array(attributes[name], dtype="<f4", width=width)

    means = read("POSITION", 3)
    coefficients = [read(name, 3) for name in _SH_NAMES if name in attributes]
    arrays = [read(f"{_SPLATTING}:ROTATION", 4), read(f"{_SPLATTING}:SCALE", 3)]
    opacities = read(f"{_SPLATTING}:OPACITY", 1)
    if any(len(array) != len(means) for array in (*arrays, opacities, *coefficients)):
        raise FormatError("This GLB is broken: its splat attributes differ in length.")
    if len(coefficients) not in (1, 4, 9, 16):
        raise FormatError(f"This GLB is broken: {len(coefficients)} harmonics are no whole degree.")
    return Splats(
        means=means,
        quats=arrays[0][:, [3, 0, 1, 2]],
        scales=arrays[1],
        opacities=opacities,
        sh=np.stack(coefficients, axis=1),
    )


def mesh_index(writer: GltfWriter, mesh: Mesh, name: str) -> int:
    """Write a mesh with its material; returns the index of its glTF mesh."""
    _refuse_unfinite(name, mesh.vertices)
    attributes = {"POSITION": writer.add_accessor(mesh.vertices, bounds=True)}
    optional = {"NORMAL": mesh.normals, "COLOR_0": mesh.colors_linear, "TEXCOORD_0": mesh.uvs}
    for key, array in optional.items():
        if array is not None:
            attributes[key] = writer.add_accessor(array)
    pbr: Json = {"metallicFactor": mesh.metallic, "roughnessFactor": mesh.roughness}
    if mesh.texture is not None:
        pbr["baseColorTexture"] = {"index": _texture_index(writer, mesh.texture)}
    material = writer.add("materials", {"name": name, "pbrMetallicRoughness": pbr})
    primitive: Json = {
        "attributes": attributes,
        "indices": writer.add_accessor(mesh.faces.reshape(-1).astype("<u4"), use="index"),
        "material": material,
        "mode": 4,
    }
    return writer.add("meshes", {"name": name, "primitives": [primitive]})


def read_mesh(reader: GltfReader, index: object) -> Mesh:
    """The triangles of a glTF mesh."""
    attributes = _attributes(reader, index)
    primitive = cast("Json", reader.item("meshes", index)["primitives"][0])
    widths = {"POSITION": 3, "NORMAL": 3, "COLOR_0": 3, "TEXCOORD_0": 2}
    arrays = {
        key: reader.array(attributes[key], dtype="<f4", width=width)
        for key, width in widths.items()
        if key in attributes
    }
    if "POSITION" not in arrays:
        raise FormatError("This GLB is broken: a mesh has no POSITION.")
    indices = reader.array(primitive.get("indices"), dtype="<u4", width=1)
    if len(indices) % 3 or (len(indices) and indices.max() >= len(arrays["POSITION"])):
        raise FormatError("This GLB is broken: the triangles of a mesh point at no vertex.")
    material = reader.item("materials", primitive.get("material"))
    pbr = cast("Json", material.get("pbrMetallicRoughness", {}))
    texture = pbr.get("baseColorTexture")
    return Mesh(
        vertices=arrays["POSITION"],
        faces=indices.astype(np.int32).reshape(-1, 3),
        normals=arrays.get("NORMAL"),
        colors_linear=arrays.get("COLOR_0"),
        uvs=arrays.get("TEXCOORD_0"),
        texture=_read_texture(reader, texture["index"]) if texture else None,
        metallic=pbr.get("metallicFactor", 1.0),
        roughness=pbr.get("roughnessFactor", 1.0),
    )


def _attributes(reader: GltfReader, index: object) -> Json:
    primitives = reader.item("meshes", index).get("primitives")
    if not isinstance(primitives, list) or not primitives:
        raise FormatError("This GLB is broken: a mesh has no primitives.")
    return cast("Json", cast("list[Json]", primitives)[0].get("attributes", {}))


def _refuse_unfinite(name: str, positions: np.ndarray) -> None:
    if not np.isfinite(positions).all():
        raise InputError(f"'{name}' has positions that are not finite numbers; it cannot be saved.")


def _texture_index(writer: GltfWriter, texture: np.ndarray) -> int:
    from PIL import Image

    packed = io.BytesIO()
    Image.fromarray(texture).save(packed, "png", compress_level=6)
    image = {"bufferView": writer.add_bytes(packed.getvalue()), "mimeType": "image/png"}
    sampler = {"magFilter": 9729, "minFilter": 9987, "wrapS": 33071, "wrapT": 33071}
    source = writer.add("images", image)
    return writer.add("textures", {"source": source, "sampler": writer.add("samplers", sampler)})


def _read_texture(reader: GltfReader, index: object) -> np.ndarray:
    from PIL import Image, UnidentifiedImageError

    image = reader.item("images", reader.item("textures", index).get("source"))
    try:
        with Image.open(
            io.BytesIO(reader.bytes_of(image.get("bufferView"))), formats=("PNG", "JPEG")
        ) as opened:
            if opened.width * opened.height > _MAX_TEXTURE_PIXELS:
                raise FormatError(f"A texture of {opened.width} x {opened.height} pixels is too large.")
            return np.array(opened.convert("RGB"))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise FormatError("This GLB is broken: a texture cannot be read.") from error
