"""Every verb writes what it says and says where, or exits with 2 and one sentence, leaving nothing behind."""

import json
import os
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from spatialwm.io import load, save

MAIN = [sys.executable, "-c", "from spatialwm.cli import main; main()"]


def spatialwm(*arguments, cwd=None):
    words = [str(argument) for argument in arguments]
    return subprocess.run([*MAIN, *words], cwd=cwd, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def crate(box_on_floor, tmp_path):
    return save(box_on_floor, tmp_path / "crate.glb")


def test_help_answers_within_a_second():
    before = os.times()
    result = spatialwm("--help")
    after = os.times()  # what the child was busy, however busy others are
    assert result.returncode == 0 and "create" in result.stdout
    assert after.children_user + after.children_system < before.children_user + before.children_system + 1.0


def test_inspect_tells_people_and_programs(crate):
    table = spatialwm("inspect", crate)
    assert table.returncode == 0 and "crate" in table.stdout and "1.00" in table.stdout
    data = json.loads(spatialwm("inspect", crate, "--json").stdout)
    assert data["objects"][1]["mass"] == 1.0 and data["objects"][1]["bottom"] == 0.0


def test_act_render_export_and_replay_go_hand_in_hand(crate, tmp_path):
    actions = tmp_path / "moves.json"
    actions.write_text(json.dumps([[0.1, {"action": "push", "object": "crate", "impulse": [3, 0, 0]}]]))
    after = tmp_path / "after.glb"
    result = spatialwm("act", crate, "--actions", actions, "--seconds", "1", "-o", after)
    assert result.returncode == 0, result.stderr
    assert "moved: crate" in result.stdout and str(after) in result.stdout
    moved = load(after)
    assert moved["crate"].position[0] > 0.3 and moved.rollout is not None
    assert moved.rollout.state_hash in result.stdout
    assert spatialwm("replay", after).returncode == 0
    story = tmp_path / "story.png"
    size = ["--size", "64", "48"]
    assert spatialwm("render", after, "--story", *size, "-o", story).returncode == 0
    with Image.open(story) as sheet:
        assert sheet.size == (3 * 64 + 4 * 12, 48 + 24 + 44)
    result = spatialwm("export", after, "--to", "ply")
    assert result.returncode == 0 and (tmp_path / "after.ply").exists()


def test_a_rollout_that_was_tampered_with_does_not_replay(crate, tmp_path):
    from dataclasses import replace

    from spatialwm import Push, act

    scene = act(load(crate), actions=[(0.0, Push("crate", impulse=(3.0, 0.0, 0.0)))], seconds=0.5)
    assert scene.rollout is not None
    forged = replace(scene.rollout, actions=((0.0, Push("crate", impulse=(3.1, 0.0, 0.0))),))
    save(replace(scene, rollout=forged), tmp_path / "forged.glb")
    result = spatialwm("replay", tmp_path / "forged.glb")
    assert result.returncode == 1 and "'crate'" in result.stdout


def test_splats_of_others_become_a_scene(three_splats, tmp_path):
    from spatialwm.io.splat_ply import encode

    (tmp_path / "theirs.ply").write_bytes(encode(three_splats))
    result = spatialwm("create", tmp_path / "theirs.ply", "-o", tmp_path / "scene.glb")
    assert result.returncode == 0, result.stderr
    scene = load(tmp_path / "scene.glb")
    assert scene.splat_count == 3 and scene.provenance.method == "imported:ply"


def _files(folder):
    return {path.name for path in folder.rglob("*")}


def _point_cloud(path):
    header = "ply\nformat binary_little_endian 1.0\nelement vertex 2\n"
    header += "".join(f"property float {axis}\n" for axis in "xyz") + "end_header\n"
    path.write_bytes(header.encode() + np.zeros(6, "<f4").tobytes())


def _bad_inputs(folder, crate):
    (folder / "text.glb").write_text("this is a text file, and not a short one at all")
    (folder / "cut.glb").write_bytes(crate.read_bytes()[:-100])
    _point_cloud(folder / "points.ply")
    (folder / "broken.png").write_bytes(b"\x89PNG nothing else")
    (folder / "bad.json").write_text('[[0, {"action": "teleport", "object": "crate"}]]')
    (folder / "nan.json").write_text('[[0, {"action": "push", "object": "crate", "impulse": [1, NaN, 0]}]]')
    return {
        "missing file": (["create", "missing.png", "-o", "out.glb"], "missing.png"),
        "missing file with a slash": (["create", "no/such/place", "-o", "out.glb"], "no/such/place"),
        "missing scene": (["act", "missing.glb", "push the mug", "-o", "out.glb"], "missing.glb"),
        "text named glb": (["inspect", "text.glb"], "text.glb"),
        "truncated glb": (["act", "cut.glb", "push the crate", "-o", "out.glb"], "truncated"),
        "ply without splats": (["create", "points.ply", "-o", "out.glb"], "points.ply"),
        "broken picture": (["create", "broken.png", "-o", "out.glb"], "broken.png"),
        "unknown target": (["export", "crate.glb", "--to", "marble", "-o", "out"], "'marble'"),
        "unknown object": (["act", "crate.glb", "push the unicorn", "-o", "out.glb"], "unicorn"),
        "unknown verb": (["act", "crate.glb", "--actions", "bad.json", "-o", "out.glb"], "teleport"),
        "not a number": (["act", "crate.glb", "--actions", "nan.json", "-o", "out.glb"], "finite"),
        "no action": (["act", "crate.glb", "-o", "out.glb"], "sentence"),
        "endless time": (["act", "crate.glb", "push the crate", "--seconds", "1e9", "-o", "out.glb"], "3600"),
        "other suffix": (["create", "a chair", "-o", "out.obj"], ".glb"),
        "nothing understood": (["create", "quixotic serendipity", "-o", "out.glb"], "quixotic"),
        "no text": (["create", "", "-o", "out.glb"], "text"),
        "unknown camera": (["render", "crate.glb", "--camera", "drone", "-o", "out.png"], "'drone'"),
        "no story": (["render", "crate.glb", "--story", "-o", "out.png"], "rollout"),
        "unknown bench": (["bench", "luck"], "luck"),
        "one stereo picture": (["create", "--stereo", "left.png", "-o", "out.glb"], "two pictures"),
    }


@pytest.fixture
def bad_inputs(tmp_path, crate):
    return _bad_inputs(tmp_path, crate)


@pytest.mark.parametrize(
    "case",
    [
        "missing file",
        "missing file with a slash",
        "missing scene",
        "text named glb",
        "truncated glb",
        "ply without splats",
        "broken picture",
        "unknown target",
        "unknown object",
        "unknown verb",
        "not a number",
        "no action",
        "endless time",
        "other suffix",
        "nothing understood",
        "no text",
        "unknown camera",
        "no story",
        "unknown bench",
        "one stereo picture",
    ],
)
def test_wrong_input_gets_one_sentence_and_exit_2_and_leaves_nothing(bad_inputs, tmp_path, case):
    arguments, word = bad_inputs[case]
    before = _files(tmp_path)
    result = spatialwm(*arguments, cwd=tmp_path)
    assert result.returncode == 2, (result.stdout, result.stderr)
    assert word in result.stderr and "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    assert _files(tmp_path) == before


def test_a_scene_of_a_newer_version_is_refused(crate, tmp_path):
    data = crate.read_bytes()
    length = struct.unpack_from("<I", data, 12)[0]
    header = data[20 : 20 + length].replace(b'"version":1,', b'"version":9,')
    path = Path(tmp_path / "newer.glb")
    path.write_bytes(data[:20] + header + data[20 + length :])
    result = spatialwm("inspect", path)
    assert result.returncode == 2 and "version 9" in result.stderr
