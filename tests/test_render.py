"""The picture is what the maths says, and the fast backend draws what the slow one draws."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spatialwm.dynamics import simulate
from spatialwm.errors import InputError
from spatialwm.geometry.harmonics import sh0_from_colors
from spatialwm.geometry.poses import matrix_from_pose
from spatialwm.geometry.rotations import quat_from_axis_angle
from spatialwm.render import rasterize, render
from spatialwm.render.meshes import Surface, draw_mesh
from spatialwm.render.paths import agent_views
from spatialwm.render.pictures import colorize
from spatialwm.scene import Camera, Mesh, Move, Scene, SceneObject, Splats, transform_splats

CAMERA = Camera.looking_at((0.0, 0.0, 4.0), (0.0, 0.0, 0.0), width=64, height=48)


def many_splats(count=300, degree=3, seed=0):
    rng = np.random.default_rng(seed)
    quats = rng.normal(size=(count, 4))
    return Splats(
        means=rng.normal(size=(count, 3)) * 0.7,
        quats=quats / np.linalg.norm(quats, axis=1, keepdims=True),
        scales=rng.uniform(0.02, 0.3, (count, 3)),
        opacities=rng.uniform(0.05, 1, count),
        sh=rng.normal(size=(count, (degree + 1) ** 2, 3)) * 0.3,
    )


def test_one_opaque_splat_has_its_colour_and_depth_in_the_middle():
    splat = Splats(
        means=np.zeros((1, 3)),
        quats=np.array([[1.0, 0, 0, 0]]),
        scales=np.full((1, 3), 0.5),
        opacities=np.ones(1),
        sh=sh0_from_colors(np.array([[0.9, 0.2, 0.1]])),
    )
    camera = replace(CAMERA, width=63, height=47, K=np.array([[60.0, 0, 31.5], [0, 60, 23.5], [0, 0, 1]]))
    result = rasterize(splat, [camera], background=(0.0, 0.0, 1.0))
    expected = np.array([0.9, 0.2, 0.1]) * 0.999 + [0, 0, 0.001]
    np.testing.assert_allclose(result.colors[0, 23, 31], expected, atol=1e-5)
    assert result.depths[0, 23, 31] == pytest.approx(4, abs=1e-4)
    assert result.ids[0, 23, 31] == 0 and result.ids[0, 0, 0] == -1
    sigma = np.hypot(0.5 * 60 / 4, np.sqrt(0.3))
    assert result.alphas[0, 23, 41] == pytest.approx(np.exp(-0.5 * (10 / sigma) ** 2), abs=1e-4)
    np.testing.assert_allclose(result.colors[0, 0, 0], [0, 0, 1], atol=1e-2)


@pytest.mark.parametrize(("degree", "antialiased"), [(0, False), (3, False), (3, True)])
def test_numba_draws_what_the_reference_draws(degree, antialiased, box_mesh):
    pytest.importorskip("numba")
    scene = Scene(
        objects=(
            SceneObject(name="cloud", splats=many_splats(degree=degree)),
            SceneObject(name="cube", mesh=box_mesh),
        ),
        antialiased=antialiased,
    )
    slow, fast = (render(scene, [CAMERA], normals=True, backend=b) for b in ("reference", "cpu"))
    # Single against double precision: a contribution of alpha 1/255 may fall on either side of the line.
    difference = np.abs(fast.colors - slow.colors)
    assert difference.max() < 6e-3 and difference.mean() < 1e-5
    seen = np.isfinite(slow.depths) & (slow.alphas > 0.5)
    np.testing.assert_allclose(fast.depths[seen], slow.depths[seen], atol=2e-2)
    assert np.mean(fast.ids != slow.ids) < 2e-3
    assert fast.normals is not None and slow.normals is not None
    clear = (slow.alphas > 0.5) & (np.linalg.norm(slow.normals, axis=-1) > 0.9)
    assert np.abs(fast.normals - slow.normals)[clear].mean() < 1e-3
    assert set(np.unique(slow.ids)) == {-1, 0, 1}


@pytest.mark.parametrize("kind", ["plain", "colours and normals", "texture", "two"])
def test_compiled_triangles_are_those_of_the_reference(kind):
    pytest.importorskip("numba")
    rng = np.random.default_rng(4)
    corners, faces = rng.normal(size=(60, 3)) * (1.5, 1.5, 2.5), rng.integers(0, 60, (80, 3))  # some behind
    mesh = Mesh(vertices=corners, faces=np.sort(faces, axis=1))
    if kind == "colours and normals":
        normals = rng.normal(size=(60, 3))
        normals /= np.linalg.norm(normals, axis=1, keepdims=True)
        mesh = replace(mesh, normals=normals, colors_linear=rng.uniform(0, 1.2, (60, 3)).clip(0, 1))
    if kind == "texture":
        texture = rng.integers(0, 256, (5, 7, 3)).astype(np.uint8)
        mesh = replace(mesh, uvs=rng.uniform(-0.2, 1.2, (60, 2)), texture=texture)
    position, quat = rng.normal(size=3) * 0.3, quat_from_axis_angle(rng.normal(size=3), 1.0)
    slow, fast = (Surface(CAMERA, (0.1, 0.2, 0.3)) for _ in range(2))
    for surface, plainly in ((slow, True), (fast, False)):
        draw_mesh(surface, mesh, position, quat, 3, plainly=plainly)
        if kind == "two":  # a second, that is partly behind the first
            draw_mesh(surface, mesh, position + 0.2, quat, 5, plainly=plainly)
    assert np.array_equal(slow.ids, fast.ids) and (slow.ids == 3).mean() > 0.2
    assert np.array_equal(np.isinf(slow.depths), np.isinf(fast.depths))
    seen = slow.ids >= 0
    assert np.abs(slow.depths[seen] - fast.depths[seen]).max() < 1e-9
    assert np.abs(slow.colors - fast.colors).max() < 1e-9
    assert np.abs(slow.normals - fast.normals).max() < 1e-9


def test_a_splat_smaller_than_a_pixel_covers_as_much_of_it_as_it_says_when_antialiased():
    width = 0.02  # a tenth of a pixel at this distance
    splat = Splats(
        means=np.zeros((1, 3)),
        quats=np.array([[1.0, 0, 0, 0]]),
        scales=np.full((1, 3), width),
        opacities=np.array([0.9]),
        sh=np.zeros((1, 1, 3)),
    )
    plain, dimmed = (rasterize(splat, [CAMERA], antialiased=mode) for mode in (False, True))
    sharp = (width * CAMERA.K[0, 0] / 4) ** 2
    assert plain.alphas.max() > 0.3
    assert dimmed.alphas.max() / plain.alphas.max() == pytest.approx(sharp / (sharp + 0.3), rel=1e-3)


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 1000), st.floats(0.1, 3), st.sampled_from([0, 1, 2, 3]))
def test_turning_splats_and_camera_together_leaves_the_picture_alone(seed, angle, degree):
    rng = np.random.default_rng(seed)
    position, quat = rng.normal(size=3), quat_from_axis_angle(rng.normal(size=3), angle)
    splats = many_splats(60, degree, seed)
    moved = transform_splats(splats, position, quat)
    pose = matrix_from_pose(position, quat) @ CAMERA.world_from_camera
    before = rasterize(splats, [CAMERA], backend="reference")
    after = rasterize(moved, [replace(CAMERA, world_from_camera=pose)], backend="reference")
    np.testing.assert_allclose(after.colors, before.colors, atol=2e-3)
    np.testing.assert_allclose(after.alphas, before.alphas, atol=2e-3)


def test_a_mesh_hides_the_splats_behind_it_and_not_those_before_it(box_mesh):
    splats = many_splats(1, 0)
    red = replace(
        splats,
        means=np.zeros((1, 3)),
        scales=np.full((1, 3), 0.1),
        opacities=np.ones(1),
        sh=sh0_from_colors(np.array([[1.0, 0, 0]])),
    )
    cube = SceneObject(name="cube", mesh=box_mesh)
    inside = render(Scene(objects=(cube, SceneObject(name="s", splats=red))), [CAMERA])
    outside = SceneObject(name="s", splats=red, position=np.array([0, 0, 1.0]))
    before = render(Scene(objects=(cube, outside)), [CAMERA])
    assert inside.ids[0, 24, 32] == 0 and before.ids[0, 24, 32] == 1
    assert inside.depths[0, 24, 32] == pytest.approx(3.5, abs=1e-6)


def test_a_textured_mesh_shows_its_texture_the_right_way_round(box_mesh):
    square = np.array([[-1.0, 1, 0], [-1, -1, 0], [1, -1, 0], [1, 1, 0]])
    uvs = np.array([[0.0, 0], [0, 1], [1, 1], [1, 0]])
    texture = np.zeros((4, 4, 3), np.uint8)
    texture[:2, :2] = (255, 0, 0)  # top left
    mesh = replace(
        box_mesh, vertices=square, faces=np.array([[0, 1, 2], [0, 2, 3]]), uvs=uvs, texture=texture
    )
    picture = render(Scene(objects=(SceneObject(name="card", mesh=mesh),)), [CAMERA]).colors[0]
    assert picture[18, 26, 0] > 0.6 and picture[18, 38, 0] < 0.1 and picture[30, 26, 0] < 0.1


def test_normals_of_meshes_and_splats_face_the_camera(box_mesh):
    cube = SceneObject(name="cube", mesh=box_mesh)
    flake = replace(
        many_splats(1, 0),
        means=np.array([[1.2, 0, 0]]),
        quats=np.array([[1.0, 0, 0, 0]]),
        scales=np.array([[0.002, 0.2, 0.2]]),  # seen edge-on but for the perspective
        opacities=np.ones(1),
    )
    scene = Scene(objects=(cube, SceneObject(name="flake", splats=flake)))
    result = render(scene, [CAMERA], normals=True)
    assert result.normals is not None
    np.testing.assert_allclose(result.normals[0, 24, 32], [0, 0, 1], atol=1e-6)  # the cube's front
    seen = result.ids[0] == 1
    assert seen.any()
    np.testing.assert_allclose(result.normals[0][seen], np.tile([-1, 0, 0], (seen.sum(), 1)), atol=1e-5)
    assert not result.normals[0, 0, 0].any()
    shown = colorize(result, "normals")
    assert tuple(shown[24, 32]) == (128, 128, 255) and tuple(shown[0, 0]) == (128, 128, 128)
    with pytest.raises(InputError, match="no normals"):
        colorize(render(scene, [CAMERA]), "normals")


def test_cameras_of_different_sizes_are_refused():
    with pytest.raises(InputError, match="same width"):
        rasterize(many_splats(), [CAMERA, replace(CAMERA, width=10)])
    with pytest.raises(InputError, match="at least one"):
        rasterize(many_splats(), [])


def test_cameras_go_with_the_agent_through_its_eyes_and_behind_it(box_on_floor):
    walked = simulate(box_on_floor, [(0.0, Move(displacement=(0.0, 0.0, -0.8)))], seconds=2.0)
    assert walked.rollout is not None
    agent = walked.rollout.agent
    eyes = agent_views(walked, CAMERA, view="agent", frames=3)
    behind = agent_views(walked, CAMERA, view="follow", frames=3)
    for camera, k in zip(eyes, (0, (len(agent) - 1) // 2, -1), strict=True):
        place = camera.world_from_camera[:3, 3]
        np.testing.assert_allclose(place, agent[k, :3] + [0, agent[k, 5], 0], atol=0.02)
    assert eyes[0].world_from_camera[2, 3] - eyes[-1].world_from_camera[2, 3] > 0.5, "they walked"
    forward = eyes[0].world_from_camera[:3, 2]
    back = behind[0].world_from_camera[:3, 3] - eyes[0].world_from_camera[:3, 3]
    assert back @ forward < -0.5 and back[1] > 0
    with pytest.raises(InputError, match="no rollout with an agent"):
        agent_views(box_on_floor, CAMERA, view="agent", frames=2)


@pytest.mark.parametrize("moves", ["thing", "camera"])
def test_flow_says_where_pixels_go(box_on_floor, moves):
    from spatialwm.render.flow import colorize_flow, optical_flow

    camera = Camera.looking_at((0.0, 0.5, 4.0), (0.0, 0.5, 0.0), width=96, height=64)
    crate = box_on_floor["crate"]
    step = np.array([0.2, 0.0, 0.0])
    shifted = camera.world_from_camera.copy()
    shifted[:3, 3] -= step
    after = replace(crate, position=crate.position + step) if moves == "thing" else crate
    scene, then = Scene(objects=(crate,)), Scene(objects=(after,))
    later = camera if moves == "thing" else replace(camera, world_from_camera=shifted)
    result = render(scene, [camera])
    flow = optical_flow(result, scene, then, camera, later)
    depths = result.depths[0]
    seen = np.isfinite(depths) & (result.ids[0] == 0)
    assert seen.any() and not flow[~seen].any()
    assert np.allclose(flow[seen][:, 0], 0.2 * camera.K[0, 0] / depths[seen], rtol=1e-5)
    assert np.abs(flow[seen][:, 1]).max() < 1e-6
    shown = colorize_flow(flow)
    assert np.all(shown[~seen] == 255) and np.all(shown[seen][:, 0] > shown[seen][:, 1])  # to the right: red


def test_flow_turns_with_a_turning_thing(box_on_floor):
    from spatialwm.render.flow import optical_flow

    camera = Camera.looking_at((0.0, 0.5, 4.0), (0.0, 0.5, 0.0), width=96, height=64)
    crate = box_on_floor["crate"]
    scene = Scene(objects=(crate,))
    turned = replace(
        crate, quat=quat_from_axis_angle(np.array([0.0, 0, 1]), 0.05)
    )  # to the left, seen from +z
    flow = optical_flow(render(scene, [camera]), scene, Scene(objects=(turned,)), camera, camera)
    rows, columns = np.nonzero(np.linalg.norm(flow, axis=-1) > 0)
    arms = np.stack([columns, rows], axis=-1) + 0.5 - camera.K[:2, 2]
    expected = np.stack([arms[:, 1], -arms[:, 0]], axis=-1) * np.sin(0.05) + arms * (np.cos(0.05) - 1)
    assert len(rows) > 20 and np.allclose(flow[rows, columns], expected, atol=1e-5)
