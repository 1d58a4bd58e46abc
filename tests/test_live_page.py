"""The page that simulates by itself: the same physics as here, in Node and in a real browser, from a file."""

import gzip
import json
import struct
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spatialwm.dynamics import simulate
from spatialwm.errors import MissingFileError
from spatialwm.language import actions_from_text
from spatialwm.scene import Grasp, Gravity, Push, Scene, Throw
from spatialwm_exporters import export, live
from spatialwm_exporters.interop_page import done_in_the_page, page_missing, page_rows, workshop_scene
from spatialwm_exporters.interop_scene import dropped_scene
from spatialwm_exporters.spoken import spoken
from tests.browser_page import open_page, until

NEEDS_MUJOCO = pytest.mark.skipif(
    not all(part.exists() for part in live.ENGINE), reason="MuJoCo's web build is not there: make page"
)
SCRIPT = """
import fs from 'node:fs';
const load = (await import(process.argv[2])).default;
const mujoco = await load({ wasmBinary: fs.readFileSync(process.argv[3]) });
const model = mujoco.MjModel.from_xml_string(fs.readFileSync(0, 'utf8'));
const data = new mujoco.MjData(model);
while (data.time < 3 - 1e-9) mujoco.mj_step(model, data);
const names = JSON.parse(process.argv[4]);
const places = names.map((name) => {
  const body = mujoco.mj_name2id(model, 1, name);
  return [...data.xpos.slice(3 * body, 3 * body + 3)];
});
console.log(JSON.stringify(places));
"""


def unpacked(data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    raw = gzip.decompress(data)
    (length,) = struct.unpack_from("<I", raw)
    head, at, parts = json.loads(raw[4 : 4 + length]), 4 + length, []
    for size in head["sizes"]:
        parts.append(raw[at : at + size])
        at += size
    assert at == len(raw)
    return head, parts


@NEEDS_MUJOCO
def test_what_the_page_holds_is_the_scene_and_needs_no_other_file():
    scene = dropped_scene()
    head, (program, wasm, model) = unpacked(live.physics_of(scene))
    assert head["names"] == [thing.name for thing in scene.objects]
    assert all(f'name="{body}"'.encode() in model for body in head["bodies"] if body)
    assert b"file=" not in model and wasm.startswith(b"\0asm") and b"export default" in program


@NEEDS_MUJOCO
def test_things_come_to_rest_in_the_web_build_where_they_do_here(tmp_path: Path):
    scene = dropped_scene()
    (tmp_path / "run.mjs").write_text(SCRIPT, encoding="utf-8")
    head, _ = unpacked(live.physics_of(scene))
    engine, wasm = (str(part) for part in live.ENGINE)
    module = tmp_path / "mujoco.mjs"
    module.write_bytes(Path(engine).read_bytes())
    done = subprocess.run(
        ["node", str(tmp_path / "run.mjs"), module.as_uri(), wasm, json.dumps(head["bodies"])],
        input=live.model_of(scene).decode(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    ours = simulate(scene, [], seconds=3.0)
    for name, (x, y, z) in zip(head["names"], json.loads(done.stdout.splitlines()[-1]), strict=True):
        assert np.linalg.norm(np.array([x, z, -y]) - ours[name].position) < 0.002, name


NEEDS_NODE = pytest.mark.skipif(page_missing() is not None, reason=str(page_missing()))


@NEEDS_NODE
def test_what_is_done_in_the_page_ends_where_it_ends_here():
    door, drawer, push, throw = page_rows()
    assert door.value < 0.2 and drawer.value < 0.2 and push.passed and push.value > 0
    assert "45." in door.note.split("turned")[1], "half of 1.6 rad"
    assert throw.at_most is None and throw.value < 100, "the hand here also draws it near before it throws"


@NEEDS_NODE
def test_a_throw_in_the_page_flies_as_here_and_clauses_wait_for_each_other(tmp_path: Path):
    workshop = workshop_scene()
    floating = "turn off gravity, then throw the block forward gently"  # how it lands is another matter
    sentences = [floating, "push the crate left and then right", "throw the door left"]
    thrown, twice, refused = done_in_the_page(workshop, sentences, tmp_path)
    (_, gravity), (taken, grasp), (let_go, throw) = thrown["log"]
    x, y, z = map(float, throw["velocity"])
    speeds = (x, y, z)
    weightless = Gravity(acceleration=(0.0, 0.0, 0.0))
    hands = [(taken, Grasp(object="block")), (let_go, Throw(velocity=speeds))]
    actions = [(0.0, weightless), *hands]
    assert (gravity["action"], grasp) == ("gravity", {"action": "grasp", "object": "block"})
    ours = simulate(workshop, actions, seconds=float(thrown["seconds"]))["block"]
    flown = np.linalg.norm(ours.position - workshop["block"].position)
    assert flown > 3.0
    assert np.linalg.norm(np.array(thrown["poses"]["block"][:3]) - ours.position) < 0.02 * flown
    (first, _), (second, _) = twice["log"]
    assert first == 0.0 and 0.2 < second < 4.1, "the second push waits until the crate stands"
    assert "nothing that moves" in refused["problem"]


def test_without_the_web_build_the_export_says_what_to_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(live, "ENGINE", (tmp_path / "mujoco.js", tmp_path / "mujoco.wasm"))
    with pytest.raises(MissingFileError, match="make page"):
        export(dropped_scene(), tmp_path / "a.html", to="live")
    assert not (tmp_path / "a.html").exists()


@pytest.mark.slow
@NEEDS_MUJOCO
def test_a_push_in_the_exported_page_does_what_it_does_here(page: Any, table: Scene, tmp_path: Path):
    path = export(table, tmp_path / "live.html", to="live")
    open_page(page, path.as_uri())
    until(page, "spatialwm.running === 'ready'")
    impulse = (0.0, 0.0, 0.35)
    page.evaluate(
        "impulse => spatialwm.live.act([[0, { action: 'push', object: 'mug', impulse, point: null }]], 1.5)",
        list(impulse),
    )
    until(page, "spatialwm.running === 'ready' && spatialwm.done !== undefined")
    ours = simulate(table, [(0.0, Push(object="mug", impulse=impulse))], seconds=1.5)
    pose = np.array(page.evaluate("spatialwm.pose('mug')"))
    assert np.linalg.norm(ours["mug"].position - table["mug"].position) > 0.05
    assert np.linalg.norm(pose[:3] - ours["mug"].position) < 0.02
    page.evaluate("spatialwm.reset()")
    until(page, "spatialwm.running === 'ready' && Math.abs(spatialwm.pose('mug')[2] - 0.1) < 0.001")
    page.evaluate("spatialwm.live.say('please push the mug to the left')")
    until(page, "spatialwm.running === 'ready' && spatialwm.pose('mug')[0] < -0.02")
    said = simulate(table, list(actions_from_text("push the mug left", table)), seconds=3.0)
    pose = np.array(page.evaluate("spatialwm.pose('mug')"))
    assert np.linalg.norm(pose[:3] - said["mug"].position) < 0.02
    page.evaluate("spatialwm.undo()")
    until(page, "spatialwm.running === 'ready' && Math.abs(spatialwm.pose('mug')[0] - 0.2) < 0.001")
    page.evaluate("spatialwm.redo()")
    until(page, "spatialwm.running === 'ready' && spatialwm.pose('mug')[0] < -0.02")
    assert np.allclose(page.evaluate("spatialwm.pose('mug')"), pose, atol=1e-6), "done again to the bit"
    page.evaluate("spatialwm.live.say('jump')")
    until(page, "document.body.innerText.includes('spatialwm view')")


def test_what_a_page_was_told_is_what_the_grammar_says(table: Scene):
    told = spoken(table)
    assert told["nouns"]["mug"] == "mug" and len(json.dumps(told)) < 20_000
    for sentence, way, verb, how in (
        ("push the mug left", "left", "push", ""),
        ("kick the mug back", "back", "kick", ""),
        ("nudge the mug forward", "forward", "nudge", ""),
        ("push the mug right hard", "right", "push", "hard"),
    ):
        ((_, action),) = actions_from_text(sentence, table)
        assert isinstance(action, Push)
        found = np.array(told["pushes"]["mug"][way]) * told["manners"][verb][how]
        assert np.allclose(found, action.impulse, rtol=1e-4), sentence
    ((_, aimed),) = actions_from_text("push the mug off the table", table)
    assert isinstance(aimed, Push) and told["aimed"]["mug"]["off"]["from"] == "table"
    assert told["aimed"]["mug"]["off"]["impulse"] == [*aimed.impulse]
    assert told["world"]["turn off gravity"] == [0.0, 0.0, 0.0]
