"""Two rooms with a door between them as one believes them, and as they are: ``door.glb``, ``blocked.glb``.

Usage: python examples/blocked_door.py [--out .]

Then ``spatialwm plan door.glb "the mug is held" --reality blocked.glb -o fetched.glb``: behind the door
stands a piano, so it does not open; that is remembered, and the mug fetched the long way round.
"""

from pathlib import Path

import numpy as np
import tyro

from spatialwm.io import save
from spatialwm.scene import Body, Box, Camera, Joint, Scene, SceneObject


def believed() -> Scene:
    """A wall with a closed door, a way round its end, and a mug behind it."""
    hinge = Joint(
        kind="hinge",
        axis=np.array([0.0, 1.0, 0.0]),
        anchor=np.array([-0.48, 0.0, 0.0]),
        limits=(0.0, 1.6),
        parent=None,
    )
    return Scene(
        objects=(
            _solid("floor", (16.0, 0.1, 12.0), (0.0, -0.1, 0.0), friction=0.6),
            _solid("left_wall", (5.0, 2.4, 0.1), (-3.02, 0.0, -1.0)),
            _solid("right_wall", (0.7, 2.4, 0.1), (0.87, 0.0, -1.0)),
            _solid("door", (0.96, 2.0, 0.05), (0.0, 0.02, -1.0), kind="articulated", mass=12.0, joint=hinge),
            _solid("table", (0.8, 0.7, 0.5), (0.0, 0.0, -2.9)),
            _solid("mug", (0.08, 0.1, 0.08), (0.0, 0.7, -2.8), kind="dynamic", mass=0.3, friction=0.6),
        ),
        cameras=(Camera.looking_at((0.0, 1.6, 0.2), (0.0, 1.0, -1.0), width=320, height=240),),
    )


def real() -> Scene:
    """The same, with a piano behind the door."""
    scene = believed()
    piano = _solid("piano", (1.2, 1.3, 0.6), (-0.1, 0.0, -1.4))
    return Scene(objects=(*scene.objects, piano), cameras=scene.cameras)


def _solid(
    name: str, size: tuple[float, float, float], at: tuple[float, float, float], **body: object
) -> SceneObject:
    """A box that stands there."""
    shape = Body(colliders=(Box(size=np.array(size)),), **body)  # pyright: ignore[reportArgumentType]
    place = np.array([at[0], at[1] + size[1] / 2, at[2]])
    return SceneObject(name=name, category=name, position=place, body=shape)


def main(out: Path = Path()) -> None:
    """Write both scenes.

    Args:
        out: Folder.
    """
    save(believed(), out / "door.glb")
    save(real(), out / "blocked.glb")


if __name__ == "__main__":
    tyro.cli(main)
