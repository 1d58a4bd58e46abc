"""What cannot be done is refused in one sentence, with exit code 2 and no output file."""

import json
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from spatialwm.io import save
from spatialwm.scene import Body, Box, Scene, SceneObject
from tests.test_language import furnished

MAIN = [sys.executable, "-c", "from spatialwm.cli import main; main()"]


def refused(tmp_path: Path, scene: Path, *words: str) -> str:
    out = tmp_path / "after.glb"
    result = subprocess.run(
        [*MAIN, "act", str(scene), *words, "-o", str(out)], capture_output=True, text=True
    )
    lines = result.stderr.strip().splitlines()
    assert result.returncode == 2 and len(lines) == 1 and not out.exists(), result.stderr
    return lines[0]


@pytest.fixture(scope="module")
def room(tmp_path_factory) -> Path:
    return save(furnished(), tmp_path_factory.mktemp("rooms") / "room.glb")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[{"action": "dance"}]', "Unknown action 'dance'; known: move, look"),
        ('[{"action": "push", "object": "mug_1", "impulse": [NaN, 0, 0]}]', "finite"),
        ('[{"action": "force", "object": "mug_1", "force": [1e9, 0, 0]}]', "goes from -10000 to 10000"),
        ('[{"action": "push", "object": "unicorn", "impulse": [1, 0, 0]}]', "unicorn"),
        ('[[-1, {"action": "jump"}]]', "is not a [time, action] pair"),
        ('{"action": "jump"}', "should hold a list of actions"),
        ("[", "is not JSON"),
    ],
    ids=["unknown verb", "NaN", "1e9 N", "missing object", "negative time", "no list", "no JSON"],
)
def test_a_bad_file_of_actions_is_refused_in_a_sentence(tmp_path, room, text, words):
    path = tmp_path / "moves.json"
    path.write_text(text, encoding="utf-8")
    assert words in refused(tmp_path, room, "--actions", str(path))


def test_a_scene_without_bodies_is_refused_in_a_sentence(tmp_path):
    scene = save(Scene(objects=(SceneObject(name="cloud"),)), tmp_path / "cloud.glb")
    assert "is static and cannot be pushed" in refused(tmp_path, scene, "push the cloud")


def test_a_negative_mass_in_a_file_is_refused_in_a_sentence(tmp_path):
    crate = SceneObject(name="crate", body=Body(kind="dynamic", mass=2.5, colliders=(Box(size=np.ones(3)),)))
    path = save(Scene(objects=(crate,)), tmp_path / "crate.glb")
    data = path.read_bytes()
    length = struct.unpack_from("<I", data, 12)[0]
    tree = data[20 : 20 + length]
    assert b"2.5" in tree
    path.write_bytes(
        data[:20] + tree.replace(b"2.5", b"-25", 1).replace(b"2.5", b"-25") + data[20 + length :]
    )
    assert "mass" in refused(tmp_path, path, "push the crate")


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("push the unicorn", "There is no 'unicorn' in the scene; it has room, table"),
        ("push the mug", "'the mug' may be 'mug_1', 'mug_2'"),
        ("grab the table", "weighs 25.0 kg; the hand lifts up to 15 kg"),
        ("open the table", "cannot be opened or closed; what can: nothing"),
        ("paint the table", "not understood"),
        ("put both mugs", "where"),
    ],
)
def test_a_sentence_that_cannot_be_is_refused_with_the_candidates(tmp_path, room, sentence, words):
    assert words in refused(tmp_path, room, sentence)


def test_every_act_says_what_it_did(tmp_path, room):
    out = tmp_path / "after.glb"
    words = ["act", str(room), "--keys", "w-1, right-1", "-o", str(out), "--seconds", "1"]
    result = subprocess.run([*MAIN, *words], capture_output=True, text=True, check=True)
    said = [json.loads(line.split("s  ", 1)[1])["action"] for line in result.stdout.splitlines()[:2]]
    assert said == ["move", "look"] and out.exists()
