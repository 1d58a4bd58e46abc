"""Pictures of one scene over and over from one place: what never moves is drawn once."""

import numpy as np

from spatialwm.render import RenderResult, render
from spatialwm.render.meshes import Surface, draw_mesh, draw_object
from spatialwm.scene import Camera, Mesh, Scene, painted

__all__ = ["LiveStudio"]


class LiveStudio:
    """A live handle: the still part of a scene's picture. Its pictures are those of ``render``.

    Nothing changes but where things are, and which are hidden.
    """

    def __init__(self, scene: Scene, camera: Camera) -> None:
        self._camera = camera
        self._splats = any(thing.splats is not None for thing in scene.objects)
        self._still = Surface(camera, scene.background)
        self._moving: list[tuple[int, Mesh]] = []
        for k, thing in enumerate(scene.objects):
            shown = painted(thing)
            if shown.mesh is None:
                continue
            if thing.body.kind != "static":
                self._moving.append((k, shown.mesh))
            elif not thing.hidden:
                draw_object(self._still, shown, k)

    def picture(self, scene: Scene) -> RenderResult:
        """Draw the scene with its movers where they now are."""
        if self._splats:
            return render(scene, [self._camera])
        surface = self._still.copy()
        for k, mesh in self._moving:
            thing = scene.objects[k]
            if not thing.hidden:
                draw_mesh(surface, mesh, thing.position, thing.quat, k)
        return RenderResult(
            colors=np.clip(surface.colors, 0, 1)[None],
            alphas=np.isfinite(surface.depths).astype(float)[None],
            depths=surface.depths[None],
            ids=surface.ids[None],
        )
