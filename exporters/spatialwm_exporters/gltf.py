"""glTF: the scene file itself, which any glTF reader opens."""

from pathlib import Path

from spatialwm.io import save
from spatialwm.scene import Scene

__all__ = ["write"]


def write(scene: Scene, path: Path) -> Path:
    """Write ``path`` (``.glb``): meshes, animation, physics and splats; nothing is lost."""
    return save(scene, path)
