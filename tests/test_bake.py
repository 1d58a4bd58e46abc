"""Light falls as it should, and surfaces become splats without holes."""

import numpy as np
import pytest

from spatialwm.lift.bake import (
    AreaLight,
    DistanceField,
    Fields,
    Lamp,
    Sky,
    ambient,
    area_light,
    lamp_light,
    seen,
    tone_mapped,
)
from spatialwm.lift.sampling import interpolate, sample_quads, splats_from_surfels
from spatialwm.scene import Box, Capsule, Cylinder, Sphere

LOW, HIGH = np.array([-1.0, -1, -1]), np.array([1.0, 1, 1])
HERE, UPRIGHT = np.zeros(3), np.eye(3)


def _field(*colliders) -> DistanceField:
    return DistanceField.of([(c, HERE, UPRIGHT) for c in colliders], LOW, HIGH, 0.04)


def _free(*colliders) -> Fields:
    return Fields(world=_field(*colliders), own=None, position=HERE, turn=UPRIGHT, skip=0.02)


def _rows(*points) -> np.ndarray:
    return np.array(points, float)


@pytest.mark.parametrize(
    ("collider", "inside", "outside", "distance"),
    [
        (Box(size=np.array([0.4, 0.6, 0.8])), (0.0, 0.1, 0.0), (0.35, 0.0, 0.0), 0.15),
        (Sphere(radius=0.3), (0.0, 0.1, 0.0), (0.0, 0.0, 0.5), 0.20),
        (Cylinder(radius=0.2, height=0.6), (0.1, 0.2, 0.0), (0.0, 0.4, 0.0), 0.10),
        (Capsule(radius=0.1, height=0.4), (0.0, 0.25, 0.0), (0.0, 0.5, 0.0), 0.20),
    ],
)
def test_the_field_holds_the_distance_to_every_kind_of_collider(collider, inside, outside, distance):
    values = _field(collider).at(_rows(inside, outside).astype(np.float32))
    assert values[0] < 0 and values[1] == pytest.approx(distance, abs=0.01)


def test_a_box_stops_light_and_what_is_beside_it_does_not():
    field = _field(Box(size=np.array([0.4, 0.4, 0.05])))
    starts = _rows((0, 0, -0.8), (0.7, 0, -0.8))
    ahead = np.tile([0.0, 0, 1], (2, 1))
    through = seen(field, starts, ahead, np.full(2, 1.6), width=0.05, skip=0.02)
    assert through[0] < 0.01 and through[1] > 0.99


def test_the_border_of_a_shadow_is_soft():
    field = _field(Box(size=np.array([0.5, 0.5, 0.05])))
    x = np.linspace(0, 0.5, 26)
    starts = np.stack([x, 0 * x, np.full_like(x, -0.8)], axis=1)
    ahead = np.tile([0.0, 0, 1], (26, 1))
    through = seen(field, starts, ahead, np.full(26, 1.6), width=0.15, skip=0.02)
    assert np.all(np.diff(through) > -1e-3) and np.sum((through > 0.05) & (through < 0.95)) >= 3


def test_a_window_seen_from_afar_obeys_the_inverse_square_law():
    window = AreaLight(
        center=np.array([0.0, 0, 0]), half_u=np.array([0.05, 0, 0]), half_v=np.array([0, 0.05, 0.0]),
        normal=np.array([0.0, 0, 1]), color=np.ones(3),
    )  # fmt: skip
    light = area_light(window, _rows((0, 0, 0.4), (0, 0, 0.8)), np.tile([0.0, 0, -1], (2, 1)), _free())
    assert light[0, 0] / light[1, 0] == pytest.approx(4, rel=0.05)
    assert light[1, 0] == pytest.approx(0.01 / np.pi / 0.64, rel=0.05)  # area / (pi distance^2)


def test_a_surface_that_faces_away_gets_nothing():
    lamp = Lamp(position=np.array([0.0, 0.8, 0]), color=np.ones(3))
    up_and_down = _rows((0, 1, 0), (0, -1, 0))
    light = lamp_light(lamp, np.zeros((2, 3)), up_and_down, _free())
    assert light[0, 0] > 0.5 and light[1, 0] == 0


def test_an_open_sky_of_one_colour_lights_a_free_point_with_that_colour():
    sky = Sky(low=LOW, high=HIGH, radiance=np.tile([0.2, 0.4, 0.6], (6, 4, 4, 1)))
    light = ambient(sky, np.zeros((1, 3)), _rows((0, 1, 0)), _free())
    np.testing.assert_allclose(light[0], [0.2, 0.4, 0.6], atol=0.01)


def test_a_corner_is_darker_than_the_middle():
    sky = Sky(low=LOW, high=HIGH, radiance=np.ones((6, 4, 4, 3)), furniture=np.zeros(3))
    wall = Box(size=np.array([0.2, 0.9, 1.8]), position=np.array([0.3, 0.45, 0]))
    light = ambient(sky, _rows((0.15, 0, 0), (-0.8, 0, 0)), np.tile([0.0, 1, 0], (2, 1)), _free(wall))
    assert light[0, 0] < 0.75 * light[1, 0]


def test_tone_mapping_keeps_order_and_stays_displayable():
    ramp = np.outer(np.linspace(0, 8, 200), [1.0, 0.5, 0.25])
    mapped = tone_mapped(ramp)
    assert np.all(np.diff(mapped, axis=0) >= -1e-9) and mapped.max() <= 1
    np.testing.assert_allclose(mapped[:10], ramp[:10])


def test_splats_cover_a_square_evenly_and_lie_flat_on_it():
    square = _rows((0, 0, 0), (0.2, 0, 0), (0.2, 0.1, 0), (0, 0.1, 0))[None]
    normals = np.tile([0.0, 0, 1], (1, 4, 1))
    surfels = sample_quads(square, normals, np.full((1, 2), 0.01), seed=1)
    assert len(surfels.means) == 200
    splats = splats_from_surfels(surfels, np.full((200, 3), 0.5))
    assert np.all(splats.scales[:, 2] < 0.2 * splats.scales[:, 0])
    holes = np.stack(np.meshgrid(np.linspace(0.005, 0.195, 77), np.linspace(0.005, 0.095, 41)), -1).reshape(
        -1, 2
    )
    away = np.linalg.norm(holes[:, None] - splats.means[None, :, :2], axis=2) / splats.scales[None, :, 0]
    let_through = np.prod(1 - splats.opacities * np.exp(-(away**2) / 2), axis=1)
    assert let_through.max() < 0.12


def test_a_triangle_is_a_quad_with_a_repeated_corner():
    triangle = _rows((0, 0, 0), (0.1, 0, 0), (0.1, 0.1, 0), (0.1, 0.1, 0))[None]
    surfels = sample_quads(triangle, np.tile([0.0, 0, 1], (1, 4, 1)), np.full((1, 2), 0.01), seed=0)
    assert np.isfinite(surfels.means).all() and np.isfinite(surfels.tangents).all()
    assert np.all(surfels.means[:, 1] <= surfels.means[:, 0] + 1e-6)


def test_interpolation_reproduces_the_corners():
    values = np.arange(8.0).reshape(1, 4, 2)
    uv = np.array([[0.0, 0], [1, 0], [1, 1], [0, 1]])
    np.testing.assert_allclose(interpolate(values, np.zeros(4, np.int32), uv), values[0])
