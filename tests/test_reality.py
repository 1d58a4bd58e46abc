"""Plans that meet a reality which is not as believed: a door that does not open, a block that is too heavy."""

from dataclasses import replace

import numpy as np
import pytest

from spatialwm.dynamics import replay
from spatialwm.errors import InputError
from spatialwm.planning import Wish, plan
from spatialwm.planning.reality import believed_now, replanned
from spatialwm.planning.tried import alike
from spatialwm.scene import Body, Box, Camera, Joint, Open, Push, Scene, SceneObject


def solid(name, size, at, **body) -> SceneObject:
    centre = np.array([at[0], at[1] + size[1] / 2, at[2]])
    body = Body(colliders=(Box(size=np.array(size)),), **body)
    return SceneObject(name=name, category=name, position=centre, body=body)


def two_rooms(*more: SceneObject) -> Scene:
    """A wall with a door in it, and a long way round its end; the mug stands behind the door."""
    hinge = Joint(
        kind="hinge",
        axis=np.array([0.0, 1, 0]),
        anchor=np.array([-0.48, 0, 0]),
        limits=(0.0, 1.6),
        parent=None,
    )
    door = solid("door", (0.96, 2.0, 0.05), (0, 0.02, -1), kind="articulated", mass=12.0, joint=hinge)
    return Scene(
        objects=(
            solid("floor", (16.0, 0.1, 12.0), (0, -0.1, 0), friction=0.6),
            solid("left_wall", (5.0, 2.4, 0.1), (-3.02, 0, -1)),
            solid("right_wall", (0.7, 2.4, 0.1), (0.87, 0, -1)),
            door,
            solid("table", (0.8, 0.7, 0.5), (0, 0, -2.9)),
            solid("mug", (0.08, 0.1, 0.08), (0, 0.7, -2.8), kind="dynamic", mass=0.3, friction=0.6),
            *more,
        ),
        cameras=(Camera.looking_at((0.0, 1.6, 0.2), (0.0, 1.0, -1.0), width=320, height=240),),
    )


HELD = (Wish(kind="held", words=("mug",)),)


def test_the_door_that_did_not_open_is_not_tried_again_and_another_way_is_found():
    believed, real = two_rooms(), two_rooms(solid("piano", (1.4, 1.3, 0.6), (-0.1, 0, -1.4)))
    found = plan(believed, HELD, budget=4, seconds=1.0, threads=1)
    print(found.kind, found.reached, found.costs)
