"""PLY, SPZ and .splat: what comes back, byte for byte what goes out, and what is refused.

The golden files are written anew with ``SPATIALWM_UPDATE_GOLDEN=1 pytest tests/test_splat_formats.py``.
"""

import gzip
import json
import os
import shutil
import struct
import subprocess
import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spatialwm.errors import FormatError
from spatialwm.frames import PLY_RDF
from spatialwm.io import splat_dot, splat_ply, splat_spz
from spatialwm.io.files import write_atomically
from spatialwm.scene import Splats

GOLDEN = Path(__file__).parent / "golden"
CODECS = pytest.mark.parametrize("codec", [splat_ply, splat_spz, splat_dot], ids=["ply", "spz", "splat"])


def random_splats(seed: int, count: int = 6, degree: int = 3, opacity_limit: float = 1.0) -> Splats:
    rng = np.random.default_rng(seed)
    quats = rng.normal(size=(count, 4))
    return Splats(
        means=rng.normal(size=(count, 3)) * 10,
        quats=quats / np.linalg.norm(quats, axis=1, keepdims=True),
        scales=np.exp(rng.uniform(-7, 1, (count, 3))),
        opacities=rng.uniform(0, opacity_limit, count),
        sh=np.clip(rng.normal(size=(count, (degree + 1) ** 2, 3)) * 0.3, -0.99, 0.99),
    )


def angles_between(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return 2 * np.arccos(np.clip(np.abs(np.sum(a.astype(float) * b.astype(float), axis=1)), 0, 1))


@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 20), degree=st.integers(0, 3))
def test_a_ply_brings_splats_back_to_float_precision(seed, count, degree):
    splats = random_splats(seed, count, degree)
    back = splat_ply.decode(splat_ply.encode(splats))
    assert np.array_equal(back.means, splats.means)
    assert np.array_equal(back.sh, splats.sh)
    assert np.allclose(back.quats, splats.quats, atol=2e-7)
    assert np.allclose(back.scales, splats.scales, rtol=2e-6)
    assert np.allclose(back.opacities, splats.opacities, atol=4e-7)


@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 20), degree=st.integers(0, 3))
def test_an_spz_brings_splats_back_within_its_own_steps(seed, count, degree):
    splats = random_splats(seed, count, degree)
    back = splat_spz.decode(splat_spz.encode(splats))
    assert np.abs(back.means - splats.means).max() <= 0.5 / 4096 + 1e-6
    assert np.abs(np.log(back.scales / splats.scales)).max() <= 0.5 / 16 + 1e-6
    assert np.abs(back.opacities - splats.opacities).max() <= 0.5 / 255 + 1e-6
    assert np.abs(back.sh[:, 0] - splats.sh[:, 0]).max() <= 0.5 / 255 / 0.15 + 1e-6
    assert back.sh.shape == splats.sh.shape
    assert degree == 0 or np.abs(back.sh[:, 1:4] - splats.sh[:, 1:4]).max() <= 4 / 128 + 0.5 / 128 + 1e-6
    assert degree < 2 or np.abs(back.sh[:, 4:] - splats.sh[:, 4:]).max() <= 8 / 128 + 0.5 / 128 + 1e-6
    fine = splat_spz.decode(splat_spz.encode(splats, sh_bits=(8, 8)))
    assert degree == 0 or np.abs(fine.sh[:, 1:] - splats.sh[:, 1:]).max() <= 0.5 / 128 + 1e-6
    assert angles_between(back.quats, splats.quats).max() < 0.006  # 3 components of half a 511th of 0.707


@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 20))
def test_a_dot_splat_brings_splats_back_within_eight_bits(seed, count):
    splats = random_splats(seed, count, 0)
    back = splat_dot.decode(splat_dot.encode(splats))
    assert np.array_equal(back.means, splats.means)
    assert np.allclose(back.scales, splats.scales, rtol=1e-6)
    assert np.abs(back.opacities - splats.opacities).max() <= 0.5 / 255 + 1e-6
    assert np.abs(back.sh - splats.sh).max() <= 0.5 / 255 / 0.2820 + 1e-6
    assert (
        angles_between(back.quats, splats.quats).max() < 0.03
    )  # 1/128 per component, and 1.0 is cut to 127/128


@CODECS
def test_fully_opaque_and_invisible_splats_stay_finite_and_in_range(codec):
    splats = random_splats(1, 2, 0)
    splats = Splats(**{**vars(splats), "opacities": np.array([0.0, 1.0])})
    back = codec.decode(codec.encode(splats))
    assert np.allclose(back.opacities, [0, 1], atol=4e-7)
    again = codec.decode(codec.encode(back))
    assert np.allclose(again.opacities, back.opacities, atol=1e-12)


@CODECS
def test_no_splats_at_all_are_a_valid_file(codec):
    splats = random_splats(1, 0, 0)
    assert len(codec.decode(codec.encode(splats))) == 0


@pytest.mark.parametrize(("codec", "name"), [(splat_ply, "three.ply"), (splat_spz, "three.spz")])
def test_three_splats_give_the_golden_bytes(codec, name, three_splats):
    data = codec.encode(three_splats)
    if os.environ.get("SPATIALWM_UPDATE_GOLDEN"):
        write_atomically(GOLDEN / name, data)
    golden = (GOLDEN / name).read_bytes()
    if name.endswith(".spz"):  # how well gzip compresses depends on the zlib in use, what it holds does not
        data, golden = gzip.decompress(data), gzip.decompress(golden)
    assert data == golden


def test_a_ply_is_what_the_training_code_writes(three_splats):
    data = splat_ply.encode(three_splats)
    header, _, body = data.partition(b"end_header\n")
    names = [line.split()[-1].decode() for line in header.splitlines() if line.startswith(b"property float")]
    rest = [f"f_rest_{k}" for k in range(45)]
    tail = ["opacity", "scale_0", "scale_1", "scale_2", "rot_0", "rot_1", "rot_2", "rot_3"]
    assert names == ["x", "y", "z", "nx", "ny", "nz", "f_dc_0", "f_dc_1", "f_dc_2", *rest, *tail]
    rows = np.frombuffer(body, "<f4").reshape(3, 62)
    assert np.array_equal(rows[:, :3], three_splats.means * np.array([1, -1, -1], np.float32))
    assert rows[1, 54] == pytest.approx(0)  # logit of one half
    assert np.allclose(rows[:, 55:58], np.log(three_splats.scales))
    assert np.allclose(rows[:, 58:], three_splats.quats * [1, 1, -1, -1])
    assert rows[0, 9] == -three_splats.sh[0, 1, 0] and rows[0, 9 + 15] == -three_splats.sh[0, 1, 1]


@pytest.mark.parametrize(("degree", "rest"), [(0, 0), (1, 45), (2, 45), (3, 45)])
def test_a_ply_has_no_harmonics_or_all_forty_five(degree, rest):
    assert splat_ply.encode(random_splats(0, 2, degree)).count(b"property float f_rest_") == rest


def reordered_ply(splats: Splats, order: str = "<") -> bytes:
    """The same splats with properties shuffled, doubles, comments, foreign properties and another element."""
    source = splat_ply.encode(splats)
    header, _, body = source.partition(b"end_header\n")
    names = [line.split()[-1].decode() for line in header.splitlines() if line.startswith(b"property float")]
    rows = np.frombuffer(body, "<f4").reshape(len(splats), len(names))
    shuffled = list(np.random.default_rng(0).permutation(names))
    kinds = {name: "f8" if name == "x" else "f4" for name in shuffled} | {"confidence": "u1"}
    table = np.zeros(len(splats), [(name, order + kind) for name, kind in kinds.items()])
    for k, name in enumerate(names):
        table[name] = rows[:, k]
    words = {"f8": "double", "f4": "float", "u1": "uchar"}
    endian = "little" if order == "<" else "big"
    lines = ["ply", f"format binary_{endian}_endian 1.0", "comment by hand", "element camera 2"]
    lines += ["property float fov", f"element vertex {len(splats)}"]
    lines += [f"property {words[kind]} {name}" for name, kind in kinds.items()]
    return "\r\n".join([*lines, "end_header\n"]).encode() + bytes(8) + table.tobytes()


@pytest.mark.parametrize("order", ["<", ">"])
def test_properties_may_come_in_any_order_and_company(order):
    splats = random_splats(5)
    back, plain = splat_ply.decode(reordered_ply(splats, order)), splat_ply.decode(splat_ply.encode(splats))
    for name in ("means", "quats", "scales", "opacities", "sh"):
        assert np.array_equal(getattr(back, name), getattr(plain, name))


def test_a_few_splats_that_are_no_numbers_are_left_out_with_a_warning(caplog):
    data = bytearray(splat_ply.encode(random_splats(0, 4, 0)))
    start = data.index(b"end_header\n") + 11
    data[start : start + 4] = struct.pack("<f", np.nan)
    assert len(splat_ply.decode(bytes(data))) == 3
    assert "1 of 4 splats" in caplog.text


def test_a_file_in_which_no_splat_is_a_number_is_refused():
    data = bytearray(splat_ply.encode(random_splats(0, 1, 0)))
    start = data.index(b"end_header\n") + 11
    data[start : start + 4] = struct.pack("<f", np.inf)
    with pytest.raises(FormatError, match="None of the 1"):
        splat_ply.decode(bytes(data))


def ply_header(*lines: str) -> bytes:
    return "\n".join(["ply", *lines, "end_header", ""]).encode()


LITTLE = "format binary_little_endian 1.0"
FACES = ("element face 1", "property list uchar int vertex_indices")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "begin with 'ply'"),
        (b"glTF" + bytes(100), "begin with 'ply'"),
        (b"ply\n" + b"comment x\n" * 10_000, "no end_header"),
        (ply_header("format ascii 1.0", "element vertex 1", "property float x") + b"1\n", "ascii"),
        (ply_header("element vertex 1", "property float x"), "format"),
        (ply_header(LITTLE, "element vertex -1", "property float x"), "counts '-1'"),
        (ply_header(LITTLE, "element vertex " + "9" * 5000, "property float x"), "counts"),
        (ply_header(LITTLE, "element vertex 999999999999", "property float x"), "cut short"),
        (
            ply_header(LITTLE, "element face 999999999999", "property float x", "element vertex 1"),
            "no properties",
        ),
        (ply_header(LITTLE, "element vertex 1", "property float x", "property float x"), "twice"),
        (ply_header(LITTLE, "element vertex 4"), "no properties"),
        (ply_header(LITTLE, "element vertex 1", "property quad x"), "quad"),
        (ply_header(LITTLE, "whatever"), "whatever"),
        (ply_header(LITTLE, "property float x"), "does not know"),
        (ply_header(LITTLE, "element face 0", "property float x"), "no element 'vertex'"),
        (ply_header(LITTLE, "element vertex 1", "property list uchar int x") + bytes(9), "mesh, not splats"),
        (ply_header(LITTLE, "element vertex 0", "property uint packed_position"), "'vertex' or 'chunk'"),
        (ply_header(LITTLE, "element vertex 1", "property float x") + bytes(4), "holds points, not splats"),
    ],
)
def test_a_ply_that_cannot_be_splats_is_refused_in_one_sentence(data, message):
    with pytest.raises(FormatError, match=message):
        splat_ply.decode(data)


def test_a_ply_mesh_is_named_as_one():
    corners = ("property float x", "property float y", "property float z")
    with pytest.raises(FormatError, match=r"holds a mesh, not splats \(no f_dc_0"):
        splat_ply.decode(ply_header(LITTLE, "element vertex 0", *corners, *FACES) + bytes(13))


@CODECS
@given(cut=st.floats(0, 1), seed=st.integers(0, 99))
def test_a_file_cut_short_anywhere_is_refused_or_whole(codec, cut, seed):
    data = codec.encode(random_splats(seed, 5))
    part = data[: int(cut * (len(data) - 1))]
    if codec is splat_dot and len(part) % 32 == 0:
        assert len(codec.decode(part)) == len(part) // 32  # the format cannot tell
    elif codec is splat_spz and len(part) > len(data) - 9:
        assert np.array_equal(
            codec.decode(part).means, codec.decode(data).means
        )  # gzip's checksum is missing
    elif codec is splat_spz and len(part) > len(data) - 16:
        with suppress(FormatError):  # part of gzip's last block is missing, which may be an empty one
            assert np.array_equal(codec.decode(part).means, codec.decode(data).means)
    else:
        with pytest.raises(FormatError):
            codec.decode(part)


@CODECS
@given(data=st.binary(max_size=300))
def test_random_bytes_raise_nothing_but_format_errors(codec, data):
    for prefix in (b"", b"ply\nformat binary_little_endian 1.0\n", gzip.compress(b"NGSP" + data)[:60]):
        try:
            codec.decode(prefix + data)
        except FormatError:
            continue


def spz_payload(
    version: int = 3, count: int = 1, degree: int = 0, bits: int = 12, body: bytes = b""
) -> bytes:
    return struct.pack("<IIIBBH", 0x5053474E, version, count, degree, bits, 0) + body


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        (b"not a splat file at all", "begin with 'NGSP'"),
        (spz_payload(version=1), "version 1"),
        (spz_payload(version=9), "version 9"),
        (spz_payload(degree=4), "degree 4"),
        (spz_payload(bits=31), "31 bits"),
        (spz_payload(count=2**32 - 1), "claims 4,294,967,295"),
        (spz_payload(count=9_000_000), "cut short"),
        (b"NGSP", "cut short"),
    ],
)
def test_an_spz_that_lies_is_refused_in_one_sentence(payload, message):
    with pytest.raises(FormatError, match=message):
        splat_spz.decode(gzip.compress(payload))


def test_a_broken_version_four_of_spz_is_refused():
    with pytest.raises(FormatError, match="version 0"):
        splat_spz.decode(b"NGSP" + bytes(100))
    header = struct.pack("<IIIBBBBI12x", 0x5053474E, 4, 1000, 3, 12, 0, 6, 32)
    with pytest.raises(FormatError, match="cut short"):
        splat_spz.decode(header + bytes(96))
    with pytest.raises(FormatError, match="streams from byte"):
        splat_spz.decode(header + bytes(95))


def test_a_gzip_bomb_is_not_blown_up():
    bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
    data = bomb.compress(spz_payload(count=1)) + b"".join(bomb.compress(bytes(1 << 20)) for _ in range(300))
    assert len(splat_spz.decode(data + bomb.flush())) == 1  # the 300 MB behind the one splat stay packed


def test_version_two_of_spz_is_read():
    fixed = struct.pack("<i", round(1.5 * 4096))[:3] + struct.pack("<i", round(-2.25 * 4096))[:3] + bytes(3)
    body = fixed + bytes([128]) + bytes([128, 255, 0]) + bytes([160, 144, 176]) + bytes([255, 127, 127])
    splats = splat_spz.decode(gzip.compress(spz_payload(version=2, body=body)))
    assert np.allclose(splats.means, [[1.5, -2.25, 0]])
    assert np.allclose(splats.scales, np.exp([[0, -1, 1]]))
    assert np.allclose(splats.quats, [[0, 1, 0, 0]], atol=0.01)
    assert splats.opacities[0] == pytest.approx(128 / 255)


def test_the_numbers_of_a_turned_spz_can_be_taken_for_what_they_are():
    splats = random_splats(2)
    plain, turned = (
        splat_spz.decode(splat_spz.encode(splats), frame=f) for f in (splat_spz.SPZ_RUB, PLY_RDF)
    )
    assert np.array_equal(turned.means, plain.means * np.array([1, -1, -1], np.float32))


@pytest.mark.parametrize("kilometres", [3.0, 100.0, 8000.0])
def test_far_away_splats_survive_spz_as_well_as_24_bits_can(kilometres):
    far = Splats(**{**vars(random_splats(0, 3, 0)), "means": np.eye(3) * kilometres * 1000})
    back = splat_spz.decode(splat_spz.encode(far))
    assert np.abs(back.means - far.means).max() <= kilometres * 1000 / 2**22


def test_splats_beyond_what_spz_can_say_are_refused():
    far = Splats(**{**vars(random_splats(0, 1, 0)), "means": np.full((1, 3), 1e8)})
    with pytest.raises(FormatError, match="8,388 km"):
        splat_spz.encode(far)


def test_a_dot_splat_that_is_something_else_is_refused():
    with pytest.raises(FormatError, match="multiple of 32"):
        splat_dot.decode(bytes(33))
    with pytest.raises(FormatError, match="no splat can have"):
        splat_dot.decode(b"\xff" * 64)


NODE_MODULES = Path(__file__).parents[1] / "viewer" / "web-app" / "node_modules"
READER = """
import fs from 'node:fs';
const [, , loaders, ...files] = process.argv;
const names = { ply: 'GaussianSplatPLYLoader', spz: 'SPZLoader', splat: 'SPLATLoader' };
const found = {};
for (const file of files) {
  const suffix = file.split('.').pop();
  const module = await import(`${loaders}/${names[suffix]}.js`);
  const bytes = fs.readFileSync(file);
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  const geometry = await new module[names[suffix]]().parse(buffer);
  found[suffix] = Array.from(geometry.attributes.position.array);
}
console.log(JSON.stringify(found));
"""


def test_three_reads_what_we_write(tmp_path, three_splats):
    loaders = NODE_MODULES / "three" / "examples" / "jsm" / "loaders"
    if not (loaders / "GaussianSplatPLYLoader.js").exists() or shutil.which("node") is None:
        pytest.skip("three with its splat loaders is not installed (make page)")
    (tmp_path / "node_modules").symlink_to(NODE_MODULES)
    script = tmp_path / "read.mjs"
    script.write_text(READER, encoding="utf-8")
    files = [tmp_path / f"a.{suffix}" for suffix in ("ply", "spz", "splat")]
    for file, codec in zip(files, (splat_ply, splat_spz, splat_dot), strict=True):
        file.write_bytes(codec.encode(three_splats))
    run = subprocess.run(
        ["node", script, loaders, *files], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    found = json.loads(run.stdout)
    for suffix, signs in {"ply": (1, -1, -1), "spz": (1, 1, 1), "splat": (1, -1, -1)}.items():
        values = np.array(found[suffix]).reshape(3, -1)[:, :3]
        assert np.allclose(values, three_splats.means * signs, atol=2e-4)
