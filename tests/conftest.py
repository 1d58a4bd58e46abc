"""Small things that one can check by hand."""

import os

import numpy as np
import pytest
from hypothesis import settings

from spatialwm.scene import Body, Box, Mesh, Scene, SceneObject, Splats
from tests.browser_page import address, browser, needs_a_browser, page, table

__all__ = ["address", "browser", "needs_a_browser", "page", "table"]

os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # as spatialwm.optional does, before a test imports torch

settings.register_profile("same", derandomize=True)  # a commit passes or fails, today and tomorrow
settings.register_profile("search", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture
def three_splats() -> Splats:
    rng = np.random.default_rng(0)
    return Splats(
        means=np.array([[0.0, 0, 0], [1, 0, 0], [0, 2, 0]]),
        quats=np.array([[1.0, 0, 0, 0], [0.6, 0.8, 0, 0], [0.5, 0.5, 0.5, 0.5]]),
        scales=np.array([[0.1, 0.2, 0.3], [0.1, 0.1, 0.1], [0.05, 0.2, 0.1]]),
        opacities=np.array([1.0, 0.5, 0.25]),
        sh=rng.normal(size=(3, 16, 3)) * 0.3,
    )


@pytest.fixture
def box_mesh() -> Mesh:
    """A unit cube about the origin, counter-clockwise from outside."""
    corners = np.array([[x, y, z] for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)])
    quads = np.array([[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]])
    faces = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    return Mesh(vertices=corners, faces=faces)


@pytest.fixture
def box_on_floor(three_splats: Splats, box_mesh: Mesh) -> Scene:
    """A 1 kg, 1 m crate that rests on a static floor whose top is y = 0."""
    floor = SceneObject(
        name="floor",
        category="floor",
        position=np.array([0.0, -0.05, 0]),
        body=Body(colliders=(Box(size=np.array([10.0, 0.1, 10])),)),
    )
    crate = SceneObject(
        name="crate",
        category="crate",
        position=np.array([0.0, 0.5, 0]),
        splats=three_splats,
        mesh=box_mesh,
        body=Body(kind="dynamic", mass=1.0, friction=0.5, colliders=(Box(size=np.ones(3)),)),
    )
    return Scene(objects=(floor, crate))
