"""Meshes and splats as OpenUSD prims."""

from typing import Any

import numpy as np

from spatialwm.frames import Frame, points_to, quats_to, sh_to, sizes_to, vectors_to
from spatialwm.scene import Mesh, Splats
from spatialwm_exporters.usd_library import Modules

__all__ = ["add_mesh", "add_splats", "add_triangles"]

_REACH = 3.0
"""Standard deviations that a splat's extent covers."""


def add_triangles(
    usd: Modules,
    stage: Any,  # noqa: ANN401
    path: str,
    mesh: Mesh,
    frame: Frame,
) -> Any:  # noqa: ANN401
    """A mesh without looks; returns its ``UsdGeom.Mesh``."""
    made = usd.UsdGeom.Mesh.Define(stage, path)
    corners = np.ascontiguousarray(points_to(frame, mesh.vertices), np.float32)
    made.CreatePointsAttr(usd.Vt.Vec3fArray.FromNumpy(corners))
    made.CreateFaceVertexCountsAttr(usd.Vt.IntArray.FromNumpy(np.full(len(mesh.faces), 3, np.int32)))
    made.CreateFaceVertexIndicesAttr(
        usd.Vt.IntArray.FromNumpy(np.ascontiguousarray(mesh.faces.reshape(-1), np.int32))
    )
    made.CreateSubdivisionSchemeAttr("none")
    made.CreateExtentAttr(usd.Vt.Vec3fArray.FromNumpy(np.stack([corners.min(axis=0), corners.max(axis=0)])))
    return made


def add_mesh(
    usd: Modules,
    stage: Any,  # noqa: ANN401
    path: str,
    mesh: Mesh,
    frame: Frame,
    *,
    look: str,
    stand_in: bool,
) -> None:
    """A mesh with its colours or texture and a preview surface at ``look``.

    Args:
        usd: The library.
        stage: Where.
        path: Of the prim.
        mesh: What.
        frame: Of the stage.
        look: Path of the material.
        stand_in: Not to be seen where splats are drawn: its purpose is ``proxy``.
    """
    made = add_triangles(usd, stage, path, mesh, frame)
    if stand_in:
        made.CreatePurposeAttr(usd.UsdGeom.Tokens.proxy)
    if mesh.normals is not None:
        turned = np.ascontiguousarray(vectors_to(frame, mesh.normals), np.float32)
        made.CreateNormalsAttr(usd.Vt.Vec3fArray.FromNumpy(turned))
        made.SetNormalsInterpolation(usd.UsdGeom.Tokens.vertex)
    else:  # flat, as we draw it; without any, each viewer makes up its own
        corners = points_to(frame, mesh.vertices)[mesh.faces].astype(float)
        sides = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        sides /= np.maximum(np.linalg.norm(sides, axis=1, keepdims=True), 1e-30)
        flat = np.ascontiguousarray(np.repeat(sides, 3, axis=0), np.float32)
        made.CreateNormalsAttr(usd.Vt.Vec3fArray.FromNumpy(flat))
        made.SetNormalsInterpolation(usd.UsdGeom.Tokens.faceVarying)
    primvars = usd.UsdGeom.PrimvarsAPI(made)
    types = usd.Sdf.ValueTypeNames
    if mesh.colors_linear is not None:
        colors = np.ascontiguousarray(mesh.colors_linear, np.float32)
        shades = primvars.CreatePrimvar("displayColor", types.Color3fArray, usd.UsdGeom.Tokens.vertex)
        shades.Set(usd.Vt.Vec3fArray.FromNumpy(colors))
    if mesh.uvs is not None:  # USD counts texture rows from the bottom, we from the top
        flipped = np.ascontiguousarray(mesh.uvs * np.array([1, -1]) + np.array([0, 1]), np.float32)
        where = primvars.CreatePrimvar("st", types.TexCoord2fArray, usd.UsdGeom.Tokens.vertex)
        where.Set(usd.Vt.Vec2fArray.FromNumpy(flipped))
    _add_look(usd, stage, look, mesh)
    prim = made.GetPrim()
    usd.UsdShade.MaterialBindingAPI.Apply(prim).Bind(usd.UsdShade.Material.Get(stage, look))


def _add_look(usd: Modules, stage: Any, path: str, mesh: Mesh) -> None:  # noqa: ANN401
    """A UsdPreviewSurface whose colour is the texture, or else the colour of each vertex."""
    types, shader_of = usd.Sdf.ValueTypeNames, usd.UsdShade.Shader
    material = usd.UsdShade.Material.Define(stage, path)
    surface = shader_of.Define(stage, f"{path}/surface")
    surface.CreateIdAttr("UsdPreviewSurface")
    surface.CreateInput("metallic", types.Float).Set(mesh.metallic)
    surface.CreateInput("roughness", types.Float).Set(mesh.roughness)
    color = surface.CreateInput("diffuseColor", types.Color3f)
    if mesh.texture is not None:
        reader = shader_of.Define(stage, f"{path}/st")
        reader.CreateIdAttr("UsdPrimvarReader_float2")
        reader.CreateInput("varname", types.String).Set("st")
        texture = shader_of.Define(stage, f"{path}/texture")
        texture.CreateIdAttr("UsdUVTexture")
        label = path.rpartition("/")[2]
        texture.CreateInput("file", types.Asset).Set(usd.Sdf.AssetPath(f"./textures/{label}.png"))
        texture.CreateInput("sourceColorSpace", types.Token).Set("sRGB")
        texture.CreateInput("st", types.Float2).ConnectToSource(reader.CreateOutput("result", types.Float2))
        color.ConnectToSource(texture.CreateOutput("rgb", types.Float3))
    elif mesh.colors_linear is not None:
        reader = shader_of.Define(stage, f"{path}/color")
        reader.CreateIdAttr("UsdPrimvarReader_float3")
        reader.CreateInput("varname", types.String).Set("displayColor")
        color.ConnectToSource(reader.CreateOutput("result", types.Float3))
    else:
        color.Set(usd.Gf.Vec3f(1.0, 1.0, 1.0))
    material.CreateSurfaceOutput().ConnectToSource(surface.CreateOutput("surface", types.Token))


def add_splats(
    usd: Modules,
    stage: Any,  # noqa: ANN401
    path: str,
    splats: Splats,
    frame: Frame,
) -> None:
    """Splats as ``ParticleField3DGaussianSplat``, by raw names, so that any version of the library writes it.

    Scales and opacities are linear; the harmonics of one splat follow those of another.
    """
    vt, types = usd.Vt, usd.Sdf.ValueTypeNames
    prim = stage.DefinePrim(path, "ParticleField3DGaussianSplat")
    means = np.ascontiguousarray(points_to(frame, splats.means), np.float32)
    turned = np.ascontiguousarray(np.roll(quats_to(frame, splats.quats), -1, axis=-1), np.float32)
    scales = np.ascontiguousarray(sizes_to(frame, splats.scales), np.float32)
    sh = np.ascontiguousarray(sh_to(frame, splats.sh), np.float32).reshape(-1, 3)
    reach = _REACH * scales.max(axis=1, keepdims=True)
    bounds = np.stack([(means - reach).min(axis=0), (means + reach).max(axis=0)]).astype(np.float32)
    values = {
        "positions": (types.Point3fArray, vt.Vec3fArray.FromNumpy(means)),
        "orientations": (types.QuatfArray, vt.QuatfArray.FromNumpy(turned)),  # from xyzw
        "scales": (types.Float3Array, vt.Vec3fArray.FromNumpy(scales)),
        "opacities": (types.FloatArray, vt.FloatArray.FromNumpy(np.array(splats.opacities, np.float32))),
        "radiance:sphericalHarmonicsDegree": (types.Int, round(splats.sh.shape[1] ** 0.5) - 1),
        "radiance:sphericalHarmonicsCoefficients": (types.Float3Array, vt.Vec3fArray.FromNumpy(sh)),
        "extent": (types.Float3Array, vt.Vec3fArray.FromNumpy(bounds)),
    }
    for name, (kind, value) in values.items():
        prim.CreateAttribute(name, kind, False).Set(value)
