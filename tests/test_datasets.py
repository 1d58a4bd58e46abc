"""Data sets: what is in them is what happened, and workers, order and killing change nothing."""

import importlib.util
import json
from dataclasses import replace

import numpy as np
import pytest

from spatialwm.bench.ladder_levels import box, fixed, free, room_camera
from spatialwm.datasets import Settings, episode, episodes, write_dataset
from spatialwm.datasets.studio import LiveStudio
from spatialwm.dynamics import simulate
from spatialwm.dynamics.contacts import contact_log
from spatialwm.errors import InputError, MissingExtraError
from spatialwm.io import save
from spatialwm.render import render
from spatialwm.scene import Push, Scene

SMALL = Settings(steps=5, width=24, height=16)


def table() -> Scene:
    """Two blocks on a floor, seen from above."""
    things = (
        fixed("floor", box(4.0, 0.1, 4.0), (0, -0.05, 0), (0.5, 0.5, 0.5), friction=0.05),
        free("red_block", box(0.2, 0.2, 0.2), (-0.2, 0.1, 0), (0.9, 0.1, 0.1), mass=1.0, friction=0.3),
        free("brick", box(0.3, 0.1, 0.2), (0.2, 0.05, 0), (0.1, 0.3, 0.9), mass=2.0, friction=0.4),
    )
    return room_camera(Scene(objects=things), (0, 1.5, 1.5), (0, 0, 0))


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return save(table(), tmp_path_factory.mktemp("dataset") / "table.glb")


def test_an_episode_is_the_same_whatever_came_before_it():
    scene = table()
    alone = episode(scene, SMALL, 7)
    after = list(episodes(scene, SMALL, [3, 7]))[1]
    assert alone.checksum == after.checksum != episode(scene, SMALL, 8).checksum


def test_what_is_written_down_is_what_the_engine_computes_and_the_renderer_draws():
    scene = table()
    found = next(e for e in (episode(scene, SMALL, k) for k in range(20)) if e.columns["action"][0, 0] >= 0)
    which, *velocity = found.columns["action"][0].astype(float).tolist()
    thing = scene.objects[1 + int(which)]
    assert thing.name.replace("_", " ") in found.sentences[0] and found.sentences[-1] == ""
    push = Push(thing.name, impulse=tuple(thing.body.mass * v for v in velocity))
    after = simulate(scene, [(0.0, push)], seconds=0.1)
    place = found.columns["state"][1, 13 * int(which) : 13 * int(which) + 3]
    assert place == pytest.approx(after[thing.name].position, abs=1e-5)
    assert np.isnan(found.columns["action"][-1]).all()
    logged = contact_log(after)
    total = {}
    for impulses in logged.impulses:
        for pair, push in impulses.items():
            total[pair] = total.get(pair, 0.0) + push
    recorded = {(int(i), int(j)): v for row, i, j, v in found.contacts.tolist() if row == 0}
    assert recorded == pytest.approx(total, rel=1e-4)


def test_pictures_are_those_of_the_renderer_and_flow_follows_what_moves():
    scene = table()
    studio = LiveStudio(scene, scene.cameras[0])
    moved = replace(
        scene, objects=(*scene.objects[:2], replace(scene["brick"], position=np.array([0.4, 0.05, 0.2])))
    )
    ours, theirs = studio.picture(moved), render(moved, scene.cameras, backend="reference")
    assert np.array_equal(ours.ids, theirs.ids)
    assert np.abs(ours.colors - theirs.colors).max() < 1e-6
    assert np.array_equal(np.isinf(ours.depths), np.isinf(theirs.depths))
    found = episode(scene, SMALL, 1)
    moving = np.abs(found.columns["flow"][:-1].astype(float)).max(axis=(1, 2, 3)) > 0
    steps = np.abs(np.diff(found.columns["state"].reshape(6, 2, 13)[:, :, :3], axis=0)).max(axis=(1, 2))
    assert moving[steps > 0.02].all() and not moving[steps == 0].any() and moving.any()


@pytest.mark.slow
@pytest.mark.parametrize("format", ["hdf5", "lerobot"])
def test_one_and_two_workers_write_the_same_and_a_lost_shard_is_made_again(file, tmp_path, format):
    pytest.importorskip("h5py" if format == "hdf5" else "pyarrow")

    def write(folder, workers=1, seed=0):
        return write_dataset(
            file, tmp_path / folder, episodes=3, settings=SMALL, per_shard=2, format=format, workers=workers,
            seed=seed,
        )  # fmt: skip

    one, two = (write(str(n), workers=n) for n in (1, 2))
    assert one.checksum == two.checksum and one.triples == two.triples == one.made == 15
    again = write("1")
    assert again.made == 0 and again.checksum == one.checksum
    shard = min((tmp_path / "1").rglob("*.h5" if format == "hdf5" else "file-*.parquet"))
    shard.unlink()
    mended = write("1")
    assert 0 < mended.made < 15 and mended.checksum == one.checksum
    with pytest.raises(InputError, match="differs in seed"):
        write("1", seed=1)


@pytest.mark.slow
def test_ray_writes_what_one_and_two_workers_write(file, tmp_path):
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'spatialwm[ray]'")
    pytest.importorskip("h5py")
    ways = {"one": (1, None), "two": (2, None), "ray": (2, "local")}
    found = {
        name: write_dataset(
            file, tmp_path / name, episodes=5, settings=SMALL, per_shard=2, workers=workers, ray=ray
        )
        for name, (workers, ray) in ways.items()
    }
    assert len({one.checksum for one in found.values()}) == 1 and found["ray"].made == 25
    shards = {name: [p.read_bytes() for p in sorted((tmp_path / name).glob("*.h5"))] for name in ways}
    assert shards["one"] == shards["two"] == shards["ray"] and len(shards["ray"]) == 3


def test_without_ray_nothing_is_written_and_it_is_said_what_to_install(file, tmp_path):
    for address, said in ((" ", "address"), ("host:70000", "address"), ("127.0.0.1:1", "no Ray at")):
        with pytest.raises(InputError, match=said):
            write_dataset(file, tmp_path / "d", episodes=1, ray=address)
    if importlib.util.find_spec("ray") is None:
        with pytest.raises(MissingExtraError, match=r"spatialwm\[ray\]"):
            write_dataset(file, tmp_path / "d", episodes=1, ray="local")
    assert not (tmp_path / "d").exists()


def test_hdf5_is_read_back_by_its_own_library(file, tmp_path):
    h5py = pytest.importorskip("h5py")
    write_dataset(file, tmp_path / "d", episodes=3, settings=SMALL, per_shard=3)
    wanted = episode(table(), SMALL, 1)
    with h5py.File(tmp_path / "d" / "shard-00000.h5") as read:
        first, count = int(read["ep_offset"][1]), int(read["ep_len"][1])
        assert count == 6
        for name, values in wanted.columns.items():
            assert np.array_equal(
                read[name][first : first + count], values, equal_nan=values.dtype.kind == "f"
            )
        begin, end = read["contact_offset"][1:3]
        assert np.array_equal(read["contacts"][begin:end], wanted.contacts)
        assert [s.decode() for s in read["language"][first : first + count]] == list(wanted.sentences)


def test_lerobot_s_layout_is_read_back_by_arrow(file, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    import io

    from PIL import Image

    write_dataset(file, tmp_path / "d", episodes=3, settings=SMALL, per_shard=2, format="lerobot")
    info = json.loads((tmp_path / "d" / "meta" / "info.json").read_text())
    assert info["codebase_version"] == "v3.0" and info["total_frames"] == 18 and info["fps"] == 10
    path = tmp_path / "d" / info["data_path"].format(chunk_index=0, file_index=1)
    rows = parquet.read_table(path).to_pydict()
    assert set(info["features"]) == set(rows)
    wanted = episode(table(), SMALL, 2)
    assert rows["episode_index"] == [2] * 6 and rows["index"] == list(range(12, 18))
    assert np.allclose(rows["observation.state"], wanted.columns["state"])
    picture = np.array(Image.open(io.BytesIO(rows["observation.images.rgb"][3]["bytes"])))
    assert np.array_equal(picture, wanted.columns["rgb"][3])
    episodes_read = parquet.read_table(
        tmp_path / "d" / "meta" / "episodes" / "chunk-000" / "file-000.parquet"
    )
    assert episodes_read.to_pydict()["dataset_from_index"] == [0, 6, 12]
    stats = json.loads((tmp_path / "d" / "meta" / "stats.json").read_text())
    every = np.concatenate([e.columns["state"] for e in episodes(table(), SMALL, range(3))]).astype(float)
    assert stats["observation.state"]["mean"] == pytest.approx(every.mean(axis=0), abs=1e-6)
    assert stats["observation.state"]["std"] == pytest.approx(every.std(axis=0), abs=1e-5)


def test_what_cannot_be_recorded_is_said_in_one_sentence(file, tmp_path):
    blind = replace(table(), cameras=())
    with pytest.raises(InputError, match="no camera"):
        episode(blind, SMALL, 0)
    assert set(episode(blind, replace(SMALL, kinds=("state",)), 0).columns) == {"state", "action"}
    with pytest.raises(InputError, match="Nothing in this scene moves"):
        episode(replace(blind, objects=blind.objects[:1]), SMALL, 0)
    with pytest.raises(InputError, match="no observation 'taste'"):
        Settings(kinds=("taste",))
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("x")
    pytest.importorskip("h5py")
    with pytest.raises(InputError, match="not an empty folder"):
        write_dataset(file, tmp_path / "full", episodes=1)
    with pytest.raises(InputError, match="no format"):
        write_dataset(file, tmp_path / "x", episodes=1, format="rlds")
