"""Scene and camera to picture."""

from spatialwm.render.render import Backend, RenderResult, rasterize, render

__all__ = ["Backend", "RenderResult", "rasterize", "render"]
