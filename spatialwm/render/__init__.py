"""Scene and camera to picture."""

from spatialwm.render.rasterization import RasterMeta, rasterization
from spatialwm.render.render import Backend, RenderResult, rasterize, render

__all__ = ["Backend", "RasterMeta", "RenderResult", "rasterization", "rasterize", "render"]
