"""RAD: what comes back, the tree of levels of detail, what is refused, and Spark itself reading it."""

import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spatialwm.errors import FormatError, InputError
from spatialwm.geometry.harmonics import sh0_from_colors
from spatialwm.geometry.rotations import quat_normalize
from spatialwm.io import rad_columns, rad_parts, splat_ply, splat_rad
from spatialwm.io.rad_columns import Column, unpacked, unpacked_size
from spatialwm.io.splat_tree import SplatTree, tree_of
from spatialwm.scene import Splats
from tests.spark_page import SPARK, Served, served_files, spark_picture, spark_values


def table(data: bytes, at: int = 0, magic: bytes = b"RAD0") -> tuple[dict[str, Any], int]:
    return rad_parts.description(data, at, magic)


def cloud(seed: int, count: int = 500, degree: int = 3) -> Splats:
    rng = np.random.default_rng(seed)
    return Splats(
        means=rng.normal(size=(count, 3)) * 2,
        quats=quat_normalize(rng.normal(size=(count, 4))),
        scales=np.exp(rng.uniform(-6, -1, (count, 3))),
        opacities=rng.uniform(0, 1, count),
        sh=np.clip(rng.normal(size=(count, (degree + 1) ** 2, 3)) * 0.15, -1, 1),
    )


def by_place(splats: Splats) -> Splats:
    """A RAD keeps no order; the places are exact."""
    order = np.lexsort(splats.means.T)
    names = ("means", "quats", "scales", "opacities", "sh")
    return Splats(**{name: getattr(splats, name)[order] for name in names})


@pytest.mark.parametrize(("seed", "count", "degree"), [(0, 1, 0), (1, 2, 1), (2, 700, 2), (3, 3000, 3)])
def test_a_rad_brings_splats_back_within_its_own_steps(seed, count, degree):
    given = by_place(cloud(seed, count, degree))
    back = by_place(splat_rad.decode(splat_rad.encode(given)))
    assert np.array_equal(back.means, given.means)
    assert np.abs(np.log(back.scales / given.scales)).max() <= 0.5 * splat_rad._MOST_LOGS / 254 + 1e-5
    assert np.abs(back.opacities - given.opacities).max() <= 1 / 4096 + 1e-7
    turned = np.abs(np.sum(back.quats.astype(float) * given.quats, axis=1))
    assert 2 * np.arccos(np.clip(turned, 0, 1)).max() < 1 / 30  # two bytes of an axis and one of an angle
    colors = 0.28209479 * (back.sh[:, 0] - given.sh[:, 0])
    assert np.abs(colors).max() <= 0.5 * 1.3 / 255 + 1e-5
    for band, bound in ((slice(1, 4), 4 / 127), (slice(4, 16), 8 / 127)):
        left = np.abs(back.sh[:, band] - given.sh[:, band]) / max(
            np.abs(given.sh[:, band]).max(initial=0), 1e-3
        )
        assert np.quantile(left, 0.9998) <= bound + 1e-3 if left.size else True  # the outermost are cut off


def test_the_same_splats_give_the_same_rad():
    assert splat_rad.encode(cloud(0)) == splat_rad.encode(cloud(0))


def walk(tree: SplatTree) -> np.ndarray:
    """Places from the root down, as a reader finds them."""
    found, stack = [], [0]
    while stack:
        place = stack.pop()
        found.append(place)
        start, count = int(tree.child_starts[place]), int(tree.child_counts[place])
        assert not count or start > place
        stack += range(start, start + count)
    return np.array(found)


@pytest.mark.parametrize("count", [1, 2, 5000])
def test_every_splat_hangs_once_in_the_tree_and_the_leaves_are_those_given(count):
    splats = cloud(0, count, 0)
    tree = tree_of(splats)
    assert sorted(walk(tree)) == list(range(len(tree)))
    leaves = tree.order[tree.child_counts == 0]
    assert sorted(leaves) == list(range(count))
    assert np.array_equal(tree.means[:count], splats.means)
    assert count == 1 or tree.child_counts[tree.child_counts > 0].min() >= 2


def test_a_parent_has_the_mean_and_covers_as_much_as_its_children():
    tree = tree_of(cloud(1, 4000, 1))
    cover = tree.opacities * (tree.scales * np.roll(tree.scales, 1, axis=1)).sum(axis=1)
    for place in np.flatnonzero(tree.child_counts > 0)[:200]:
        start, count = tree.child_starts[place], tree.child_counts[place]
        children, parent = tree.order[start : start + count], tree.order[place]
        weights = cover[children] / cover[children].sum()
        assert np.allclose(tree.means[parent], weights @ tree.means[children], atol=1e-5)
        assert cover[parent] == pytest.approx(cover[children].sum(), rel=1e-3)
        spread = np.sqrt(weights @ ((tree.means[children] - tree.means[parent]) ** 2).sum(axis=1))
        assert np.sqrt((tree.scales[parent] ** 2).sum()) >= spread * 0.999


def test_a_crowd_in_one_place_has_families_that_a_file_can_count():
    many = cloud(0, 70_000, 0)
    tree = tree_of(Splats(means=np.zeros((70_000, 3)), quats=many.quats, scales=many.scales,
                          opacities=many.opacities, sh=many.sh))  # fmt: skip
    assert tree.child_counts.max() <= 256
    assert len(walk(tree)) == len(tree)


def test_no_splats_make_no_tree():
    with pytest.raises(InputError, match="at least one"):
        tree_of(cloud(0, 0, 0))
    with pytest.raises(FormatError, match="1 to"):
        splat_rad.encode(cloud(0, 0, 0))


def test_whoever_reads_the_first_chunk_alone_sees_all_of_it_coarsely():
    splats = cloud(0, 120_000, 0)
    data = splat_rad.encode(splats)
    meta, start = table(data)
    assert len(meta["chunks"]) == 3 and meta["allChunkBytes"] == len(data) - start
    part = splat_rad._read_chunk(data[start : start + meta["chunks"][0]["bytes"]], 65536, 0)
    low, high = (edge(splats.means[:, 0], axis=0) for edge in (np.min, np.max))
    assert part["center"][:, 0].min() < low + 1.5 and part["center"][:, 0].max() > high - 1.5
    sizes = part["scales"].max(axis=1)
    assert np.median(sizes[:2000]) > 2 * np.median(sizes[-8192:])


ENCODINGS = [(name, kind) for name, kinds in rad_columns._ALLOWED.items() for kind in kinds]


@pytest.mark.parametrize(("name", "kind"), ENCODINGS)
def test_every_encoding_is_read_as_sparks_source_has_it(name, kind):
    """Against a slow reading, number by number, of the layout in rad.rs."""
    count, parts = 5, rad_columns.COMPONENTS[name]
    size = unpacked_size(name, kind, count)
    rng = np.random.default_rng(0)
    data = bytes(rng.integers(0, 256, size, np.uint8))
    if "f16" in kind or kind.startswith("f32"):
        numbers = rng.uniform(-0.5, 0.5, (parts, count)).astype("<f2" if "f16" in kind else "<f4")
        octets = numbers.view(np.uint8).reshape(parts, count, -1)
        data = (octets.transpose(2, 0, 1) if kind.endswith("lebytes") else octets).tobytes()
    found = unpacked(name, Column(encoding=kind, data=data, low=-0.5, high=2.0), count)
    for row in range(count):
        expected = [slow(kind, data, part, row, parts, count) for part in range(parts)]
        if kind == "oct88r8":
            assert np.linalg.norm(found[row]) == pytest.approx(1, abs=1e-5)
            assert found[row, 0] == pytest.approx(np.cos(data[3 * row + 2] / 255 * np.pi / 2), abs=1e-5)
        elif name == "orientation":
            assert found[row, 1:] == pytest.approx(expected, abs=1e-5)
        else:
            assert found[row] == pytest.approx(expected, abs=1e-5, rel=1e-5)


def slow(kind: str, data: bytes, part: int, row: int, parts: int, count: int) -> float:
    at = part * count + row
    signed = [(b ^ 128) - 128 for b in data]
    sums = sum(data[part * count : at + 1]) % 256
    if kind in ("f32_lebytes", "f16_lebytes"):
        width = 4 if kind[1] == "3" else 2
        own = bytes(data[at + byte * parts * count] for byte in range(width))
        return struct.unpack("<f" if width == 4 else "<e", own)[0]
    if kind in ("f32", "f16", "u16", "u32", "ln_f16"):
        code = {"f32": "<f", "f16": "<e", "u16": "<H", "u32": "<I", "ln_f16": "<e"}[kind]
        value = struct.unpack_from(code, data, at * struct.calcsize(code))[0]
        return float(np.exp(value)) if kind == "ln_f16" else value
    if kind == "ln_0r8":
        return 0.0 if data[at] == 0 else float(np.exp(-0.5 + (data[at] - 1) * 2.5 / 254))
    return {"r8": data[at] / 255 * 2.5 - 0.5, "r8_delta": sums / 255 * 2.5 - 0.5, "oct88r8": 0.0,
            "s8": signed[at] / 127 * 2.0, "s8_delta": ((sums ^ 128) - 128) / 127 * 2.0}[kind]  # fmt: skip


def with_meta(data: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    meta, start = table(data)
    change(meta)
    return rad_parts.with_size(b"RAD0", meta) + data[start:]


def with_chunk(data: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """The first chunk's description changed, and the file's table with it."""
    meta, start = table(data)
    about, at = table(data, start, b"RADC")
    change(about)
    chunk = rad_parts.with_size(b"RADC", about) + data[at:]
    meta["chunks"] = [{"offset": 0, "bytes": len(chunk)}]
    return rad_parts.with_size(b"RAD0", meta) + chunk


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d[:-400], "cut short|damaged"),
        (lambda d: b"RAD1" + d[4:], "not a RAD file"),
        (lambda d: d[:4] + b"\xff\xff\xff\x7f" + d[8:], "cut short"),
        (lambda d: d[:8] + b"x" + d[9:], "not JSON"),
        (lambda d: with_meta(d, lambda m: m.update(version=2)), "version 1"),
        (lambda d: with_meta(d, lambda m: m.update(count=10**12)), "for 'count'"),
        (lambda d: with_meta(d, lambda m: m.update(maxSh=4)), "for 'maxSh'"),
        (lambda d: with_meta(d, lambda m: m.update(chunks=[])), "number of chunks"),
        (lambda d: with_meta(d, lambda m: m["chunks"][0].update(filename="a.radc")), "other files"),
        (lambda d: with_meta(d, lambda m: m["chunks"][0].update(offset=-1)), "for 'offset'"),
        (lambda d: with_chunk(d, lambda c: c.update(count=3)), "another number of splats"),
        (lambda d: with_chunk(d, lambda c: c.update(properties=3)), "no 'properties'"),
        (lambda d: with_chunk(d, lambda c: c["properties"].pop(0)), "lacks a property"),
        (lambda d: with_chunk(d, lambda c: c["properties"].append(c["properties"][0])), "twice"),
        (lambda d: with_chunk(d, lambda c: c["properties"].append({"property": "sh_label"})), "palette"),
        (lambda d: with_chunk(d, lambda c: c["properties"][0].update(encoding="r8")), "not known"),
        (lambda d: with_chunk(d, lambda c: c["properties"][2].pop("max")), "no range"),
        (
            lambda d: with_chunk(d, lambda c: c["properties"][0].update(bytes=2)),
            "come out|broken|needs",
        ),
    ],
)
def test_a_rad_that_lies_is_refused_in_one_sentence(change, message):
    data = splat_rad.encode(cloud(0, 60, 1))
    assert len(splat_rad.decode(with_chunk(data, lambda c: None))) == 60
    with pytest.raises(FormatError, match=message):
        splat_rad.decode(change(data))


def test_a_rad_without_a_tree_and_without_compression_is_read():
    """As Spark's reader also takes it."""
    data = splat_rad.encode(cloud(0, 40, 0))
    meta, start = table(data)
    about, at = table(data, start, b"RADC")
    payload = b""
    for entry in about["properties"]:
        own = at + 8 + entry["offset"]
        plain = zlib.decompress(data[own : own + entry["bytes"]], -15)
        entry.update(offset=len(payload), bytes=len(plain), compression=None)
        payload += plain + bytes(-len(plain) % 8)
    about["properties"] = [e for e in about["properties"] if not e["property"].startswith("child")]
    chunk = rad_parts.with_size(b"RADC", about) + struct.pack("<Q", len(payload)) + payload
    meta.update(chunks=[{"offset": 0, "bytes": len(chunk)}], lodTree=None)
    assert len(splat_rad.decode(rad_parts.with_size(b"RAD0", meta) + chunk)) == meta["count"]


def test_a_tree_without_leaves_holds_no_splats():
    data = splat_rad.encode(cloud(0, 40, 1))

    def all_parents(stream: bytes) -> bytes:
        counts = np.frombuffer(stream, "<u2") if len(stream) == 2 * count else None
        return (counts | 1).astype("<u2").tobytes() if counts is not None and counts.max() < 300 else stream

    count = table(data)[0]["count"]
    assert len(splat_rad.read_raw(splat_rad.rewritten(data, all_parents))) == 0
    assert len(splat_rad.read_raw(splat_rad.rewritten(data, lambda stream: stream))) == 40


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Served]]:
    if not SPARK.exists():
        pytest.skip("Spark is not there: npm ci in viewer/web-app")
    folder = tmp_path_factory.mktemp("rad")
    with served_files(folder) as server:
        yield folder, server


def opened(page: Any, server: Served) -> None:
    page.goto(server.address)
    page.wait_for_function("window.ready", timeout=60_000)


@pytest.mark.parametrize("degree", [0, 3])
def test_spark_reads_every_splat_and_the_tree_as_we_wrote_them(page, files, degree):
    folder, server = files
    given = cloud(5, 3000, degree)
    data = splat_rad.encode(given)
    (folder / f"cloud{degree}.rad").write_bytes(data)
    opened(page, server)
    rows, tree, found_degree = spark_values(page, f"cloud{degree}.rad")
    ours = splat_rad.read_raw(data)
    counts, starts = tree[:, 2] & 0xFFFF, tree[:, 3]
    expected = tree_of(splat_rad.splats_to(splat_rad.PLY_RDF, given))
    assert found_degree == degree
    assert np.array_equal(counts, expected.child_counts)
    assert np.array_equal(starts[counts > 0], expected.child_starts[counts > 0])
    leaves = rows[counts == 0]
    assert np.array_equal(leaves[:, :3].astype(np.float32), ours.means)
    assert np.abs(np.log(leaves[:, 3:6]) - ours.log_scales).max() < 0.005  # half floats of logarithms
    assert np.abs(np.abs(np.sum(leaves[:, 6:10] * ours.quats, axis=1)) - 1).max() < 1e-4
    assert np.abs(leaves[:, 10] - ours.opacities).max() < 1e-3
    assert np.abs(leaves[:, 11:] - (0.5 + 0.28209479 * ours.sh[:, 0])).max() < 1e-3


@pytest.mark.slow
def test_spark_streams_it_chunk_by_chunk_and_draws_what_it_draws_of_the_ply(page, files):
    folder, server = files
    given = painted_shell(75_000)
    (folder / "shell.ply").write_bytes(splat_ply.encode(given))
    (folder / "shell.rad").write_bytes(splat_rad.encode(given))
    opened(page, server)
    plain, drawn_plain = spark_picture(page, "shell.ply")
    whole, _ = spark_picture(page, "shell.rad")
    streamed, _ = spark_picture(page, "shell.rad", paged=True)
    coarse, drawn_coarse = spark_picture(page, "shell.rad", paged=True, budget=15_000)
    assert plain.std() > 30
    assert decibels(whole, plain) > 45 and decibels(streamed, plain) > 45
    assert decibels(coarse, plain) > 32 and drawn_coarse < 0.3 * drawn_plain
    assert {name for name, _, _ in server.ranges} == {"shell.rad"} and len(server.ranges) >= 3


def painted_shell(count: int) -> Splats:
    """Flat splats on a sphere with a pattern of a few colours."""
    rng = np.random.default_rng(0)
    normals = rng.normal(size=(count, 3))
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    half = normals + np.array([0, 0, 1])  # the turn that brings z to the normal
    half /= np.linalg.norm(half, axis=1, keepdims=True)
    quats = np.stack([half[:, 2], half[:, 1] * -1, half[:, 0], np.zeros(count)], axis=1)
    stripes = np.floor(4 * normals).astype(int).sum(axis=1) % 3
    colors = np.array([(0.9, 0.2, 0.1), (0.1, 0.7, 0.3), (0.2, 0.3, 0.9)])[stripes]
    return Splats(
        means=2 * normals,
        quats=quat_normalize(quats),
        scales=np.tile((0.02, 0.02, 0.002), (count, 1)),
        opacities=np.full(count, 0.8),
        sh=sh0_from_colors(colors),
    )


def decibels(picture: np.ndarray, other: np.ndarray) -> float:
    return 10 * float(np.log10(255**2 / max(np.mean((picture - other) ** 2), 1e-9)))
