"""The scene file loads back to the last bit, opens elsewhere, and refuses what is broken."""

import json
import struct
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from spatialwm.errors import FormatError, InputError
from spatialwm.io.glb import decode, encode, is_scene
from spatialwm.scene import (
    Body,
    Box,
    CageTrack,
    Camera,
    Capsule,
    ConvexHull,
    Cylinder,
    Joint,
    Mesh,
    Provenance,
    Push,
    Rollout,
    Scene,
    SceneObject,
    Sphere,
    Splats,
    TriangleMesh,
    Wait,
    rest_cage,
)
from spatialwm.shapes import same

floats32 = st.floats(width=32, allow_nan=False, allow_infinity=False)
doubles = st.floats(-1e300, 1e300)  # a capsule is written with its height plus two radii
words = st.text(max_size=8)


def arrays(*shape: int, elements: st.SearchStrategy[float] = floats32, dtype: type[np.floating] = np.float32):
    return hnp.arrays(dtype, shape, elements=elements)


@st.composite
def splats(draw):
    n, k = draw(st.integers(1, 3)), draw(st.sampled_from([1, 4, 9, 16]))
    return Splats(
        means=draw(arrays(n, 3)),
        quats=draw(arrays(n, 4)),
        scales=draw(arrays(n, 3)),
        opacities=draw(arrays(n)),
        sh=draw(arrays(n, k, 3)),
    )


@st.composite
def meshes(draw):
    v, f = draw(st.integers(3, 5)), draw(st.integers(1, 3))
    textured = draw(st.booleans())
    bytes_ = hnp.arrays(np.uint8, (2, 3, 3))
    return Mesh(
        vertices=draw(arrays(v, 3)),
        faces=draw(hnp.arrays(np.int32, (f, 3), elements=st.integers(0, v - 1))),
        normals=draw(st.none() | arrays(v, 3)),
        colors_linear=draw(st.none() | arrays(v, 3)),
        uvs=draw(arrays(v, 2)) if textured else None,
        texture=draw(bytes_) if textured else None,
        metallic=draw(doubles),
        roughness=draw(doubles),
    )


@st.composite
def colliders(draw):
    place = {"position": draw(arrays(3)), "quat": draw(arrays(4))}
    number = draw(doubles)
    return draw(
        st.sampled_from(
            [
                Box(size=draw(arrays(3)), **place),
                Sphere(radius=number, **place),
                Cylinder(radius=number, height=draw(doubles), **place),
                Capsule(radius=number, height=draw(doubles), **place),
                ConvexHull(points=draw(arrays(4, 3)), **place),
            ]
        )
    )


@st.composite
def bodies(draw):
    kind = draw(st.sampled_from(["static", "dynamic", "articulated", "soft"]))
    if kind == "soft":
        return draw(soft_bodies())
    parts = draw(st.lists(colliders(), max_size=3))
    if kind == "static" and draw(st.booleans()):
        parts.append(TriangleMesh(position=draw(arrays(3))))
    joint = Joint(
        kind=draw(st.sampled_from(["hinge", "slide"])),
        parent=draw(st.none() | words),
        axis=draw(arrays(3)),
        anchor=draw(arrays(3)),
        limits=draw(st.none() | st.tuples(doubles, doubles)),
    )
    return Body(
        kind=kind,
        colliders=tuple(parts),
        mass=draw(st.floats(1e-3, 1e3)),
        friction=draw(doubles),
        restitution=draw(doubles),
        stiffness=draw(st.none() | doubles),
        joint=joint if kind == "articulated" else None,
    )


@st.composite
def soft_bodies(draw):
    sizes = st.floats(0.125, 8, width=32)
    return Body(
        kind="soft",
        colliders=(Box(size=draw(arrays(3, elements=sizes)), position=draw(arrays(3))),),
        mass=draw(st.floats(1e-3, 1e3)),
        stiffness=draw(st.floats(1, 1e12)),
        poisson=draw(st.floats(0, 0.49)),
        damping=draw(st.floats(0, 10)),
        cells=draw(st.tuples(*[st.integers(1, 2)] * 3)),
    )


@st.composite
def things(draw, name):
    body = draw(bodies())
    count = len(rest_cage(body)) if body.kind == "soft" else 0
    return SceneObject(
        name=name,
        category=draw(words),
        attributes=tuple(draw(st.lists(words, max_size=2))),
        material=draw(words),
        position=draw(arrays(3)),
        quat=draw(arrays(4)),
        splats=draw(st.none() | splats()),
        mesh=draw(st.none() | meshes()),
        body=body,
        cage=draw(st.none() | arrays(count, 3)) if count else None,
    )


@st.composite
def scenes(draw):
    letters = st.characters(exclude_characters="/", codec="utf-8")
    names = draw(st.lists(st.text(letters, min_size=1, max_size=6), unique=True, max_size=3))
    objects = tuple(draw(things(name)) for name in names)
    frames = draw(st.integers(1, 3))
    moved = tuple(draw(st.lists(st.sampled_from(names), unique=True))) if names else ()
    rollout = Rollout(
        times=draw(arrays(frames)),
        names=moved,
        positions=draw(arrays(frames, len(moved), 3)),
        quats=draw(arrays(frames, len(moved), 4)),
        cages=tuple(
            CageTrack(name=o.name, nodes=draw(arrays(frames, len(rest_cage(o.body)), 3)))
            for o in objects
            if o.body.kind == "soft"
        ),
        actions=((draw(doubles), Push(object="x", impulse=(0.1, 0.2, 0.3))), (1.5, Wait())),
        predictor=draw(words),
        seed=draw(st.integers(0, 2**40)),
        state_hash=draw(words),
    )
    camera = Camera(
        name=draw(words),
        world_from_camera=draw(arrays(4, 4, elements=st.floats(-1e3, 1e3), dtype=np.float64)),
        K=np.array([[100.0, 0, 32], [0, 100, 24], [0, 0, 1]]),
        width=64,
        height=48,
    )
    return Scene(
        objects=objects,
        gravity=draw(arrays(3)),
        background=draw(st.tuples(doubles, doubles, doubles)),
        antialiased=draw(st.booleans()),
        cameras=(camera,) * draw(st.integers(0, 2)),
        provenance=Provenance(
            method=draw(words),
            source=draw(words),
            license=draw(words),
            seed=draw(st.none() | st.integers(0, 2**40)),
            notes=tuple(draw(st.lists(words, max_size=2))),
        ),
        rollout=draw(st.none() | st.just(rollout)),
    )


@settings(deadline=None, max_examples=40)
@given(scenes())
def test_a_saved_scene_loads_back_to_the_last_bit(scene):
    data = encode(scene)
    assert same(decode(data), scene)
    assert encode(decode(data)) == data


def test_a_corner_far_outside_its_cage_has_a_finite_blend_shape():
    far = Mesh(vertices=np.eye(3, dtype=np.float32) * 1e20, faces=np.array([[0, 1, 2]], np.int32))
    body = Body(kind="soft", colliders=(Box(size=np.ones(3, np.float32)),), mass=1.0, stiffness=1e5)
    torn = np.where(rest_cage(body) > 0, 1e20, -1e20).astype(np.float32)[None]
    rollout = Rollout(
        times=np.zeros(1, np.float32),
        names=(),
        positions=np.zeros((1, 0, 3), np.float32),
        quats=np.zeros((1, 0, 4), np.float32),
        cages=(CageTrack(name="cushion", nodes=torn),),
    )
    thing = SceneObject(name="cushion", mesh=far, body=body)
    data = encode(Scene(objects=(thing,), rollout=rollout))
    bounds = [a["max"] for a in parse(data)["accessors"] if "max" in a]
    assert np.isfinite(np.concatenate(bounds)).all()


def test_nothing_of_ours_is_required_and_the_file_says_what_it_uses(box_on_floor):
    data = encode(box_on_floor)
    header = parse(data)
    assert "extensionsRequired" not in header
    assert {"KHR_gaussian_splatting", "KHR_physics_rigid_bodies", "OMI_physics_body"} <= set(
        header["extensionsUsed"]
    )
    assert is_scene(data) and not is_scene(b"glTF but not ours")


def test_a_capsule_is_as_tall_for_godot_as_for_us(box_on_floor):
    capsule = Body(kind="dynamic", mass=1.0, colliders=(Capsule(radius=0.1, height=0.5),))
    scene = replace(box_on_floor, objects=(replace(box_on_floor["crate"], body=capsule),))
    roots = parse(encode(scene))["extensions"]
    assert roots["KHR_implicit_shapes"]["shapes"][0]["capsule"]["height"] == 0.5
    assert roots["OMI_physics_shape"]["shapes"][0]["capsule"]["height"] == pytest.approx(0.7)


def test_trimesh_sees_the_same_meshes_in_the_same_places(box_on_floor, tmp_path):
    import trimesh

    path = tmp_path / "scene.glb"
    path.write_bytes(encode(box_on_floor))
    crate = trimesh.load_scene(path).to_mesh()
    np.testing.assert_allclose(crate.bounds, [[-0.5, 0, -0.5], [0.5, 1, 0.5]])


def test_a_scene_without_splats_is_smaller_and_says_so_nowhere_else(box_on_floor):
    assert "KHR_gaussian_splatting" not in parse(encode(box_on_floor, splats=False))["extensionsUsed"]


def parse(data):
    length = struct.unpack_from("<I", data, 12)[0]
    return json.loads(data[20 : 20 + length])


def rebuilt(data, change):
    """The GLB with its JSON changed by ``change``."""
    length = struct.unpack_from("<I", data, 12)[0]
    header = json.loads(data[20 : 20 + length])
    change(header)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 4)
    rest = data[20 + length :]
    return (
        struct.pack("<IIIII", 0x46546C67, 2, 20 + len(text) + len(rest), len(text), 0x4E4F534A) + text + rest
    )


@pytest.mark.parametrize("cut", [0, 3, 11, 19, 100, 2000, -1])
def test_a_truncated_file_is_refused_in_one_sentence(box_on_floor, cut):
    with pytest.raises(FormatError, match=r"GLB"):
        decode(encode(box_on_floor)[:cut])


def test_a_text_is_not_a_glb():
    with pytest.raises(FormatError, match="not a GLB"):
        decode(b"hello, I am a text file and long enough to hold a header")


def _set(path, value):
    def change(header):
        target = header
        for key in path[:-1]:
            target = target[key]
        target[path[-1]] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        _set(["extensions", "SPATIALWM_scene", "version"], 99),
        _set(["extensions", "SPATIALWM_scene", "objects"], 5),
        _set(["extensions", "SPATIALWM_scene", "objects"], [{"node": 10**9}]),
        _set(["extensions", "SPATIALWM_scene", "gravity"], [0, "x", 0]),
        _set(["extensions", "SPATIALWM_scene", "cameras"], None),
        _set(["extensions", "SPATIALWM_scene", "provenance"], []),
        _set(["extensions"], {}),
        _set(["accessors", 0, "count"], 10**12),
        _set(["accessors", 0, "count"], -1),
        _set(["accessors", 0, "componentType"], 5121),
        _set(["accessors", 0, "byteOffset"], 10**9),
        _set(["bufferViews", 0, "byteLength"], 10**9),
        _set(["bufferViews", 0, "byteStride"], 1),
        _set(["nodes"], [[]]),
        _set(["meshes"], {}),
        _set(["meshes", 0, "primitives"], []),
        _set(["buffers"], [{"uri": "../../etc/passwd", "byteLength": 4}]),
    ],
)
def test_every_lie_in_the_json_is_a_format_error(box_on_floor, change):
    with pytest.raises(FormatError):
        decode(rebuilt(encode(box_on_floor), change))


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_flipped_bytes_never_crash_the_reader(data):
    picture = np.zeros((2, 2, 3), np.uint8)
    mesh = Mesh(vertices=np.eye(3), faces=np.array([[0, 1, 2]]), uvs=np.zeros((3, 2)), texture=picture)
    thing = SceneObject(name="a", mesh=mesh, body=Body(colliders=(Box(size=np.ones(3)),)))
    broken = bytearray(encode(Scene(objects=(thing,))))
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    try:
        decode(bytes(broken))
    except FormatError:
        pass
    except Exception as error:
        if type(error).__name__ != "TypeCheckError":  # the shape checker of the tests is stricter
            raise


def test_a_scene_with_endless_numbers_is_not_written(three_splats):
    means = three_splats.means.copy()
    means[0, 0] = np.inf
    thing = SceneObject(name="a", splats=replace(three_splats, means=means))
    with pytest.raises(InputError, match=r"'a/splats'.*finite"):
        encode(Scene(objects=(thing,)))
    with pytest.raises(InputError, match="finite"):
        encode(Scene(background=(float("nan"), 0.0, 0.0)))
