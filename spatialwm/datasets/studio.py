"""Pictures of one scene over and over from one place: what never moves is drawn once."""

import numpy as np

from spatialwm.render import RenderResult, render
from spatialwm.render.meshes import Surface, draw_object
from spatialwm.scene import Camera, Scene, painted

__all__ = ["LiveStudio"]


class LiveStudio:
    """A live handle: the still part of a scene's picture. Its pictures are those of ``render``."""

    def __init__(self, scene: Scene, camera: Camera) -> None:
        self._camera, self._background = camera, scene.background
        self._splats = any(thing.splats is not None for thing in scene.objects)
        self._still = Surface(camera, scene.background)
        self._moving = [k for k, t in enumerate(scene.objects) if t.body.kind != "static"]
        for k, thing in enumerate(scene.objects):
            if k not in self._moving and thing.mesh is not None and not thing.hidden:
                draw_object(self._still, painted(thing), camera, k)

    def picture(self, scene: Scene) -> RenderResult:
        """Draw the scene with its movers where they now are."""
        if self._splats:
            return render(scene, [self._camera])
        surface = Surface(self._camera, self._background)
        surface.colors[:], surface.depths[:] = self._still.colors, self._still.depths
        surface.ids[:] = self._still.ids
        for k in self._moving:
            thing = scene.objects[k]
            if thing.mesh is not None and not thing.hidden:
                draw_object(surface, painted(thing), self._camera, k)
        return RenderResult(
            colors=np.clip(surface.colors, 0, 1)[None],
            alphas=np.isfinite(surface.depths).astype(float)[None],
            depths=surface.depths[None],
            ids=surface.ids[None],
        )
