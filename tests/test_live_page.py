"""The page that simulates by itself: the same physics as here, in Node and in a real browser, from a file."""

import gzip
import json
import struct
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spatialwm.dynamics import simulate
from spatialwm.errors import MissingFileError
from spatialwm.language import actions_from_text
from spatialwm.scene import Body, Camera, Close, Grasp, Gravity, Joint, Open, Push, Scene, Throw
from spatialwm_exporters import export, live
from spatialwm_exporters.interop_scene import dropped_scene
from spatialwm_exporters.spoken import spoken
from tests.browser_page import box_of, open_page, until
from tests.local_page import BUNDLER, done_in_the_page

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


@pytest.fixture(scope="module")
def workshop() -> Scene:
    """A door, a drawer, a ball of wood and a crate, within an arm's reach of who stands in the middle."""
    door = box_of("door", (0.6, 0.8, 0.03), (0.0, 1.0, -0.9), "7a5230", 4.0)
    edge = np.array([-0.3, 0.0, 0.0])
    hinge = Joint(kind="hinge", parent=None, axis=np.array([0.0, 1, 0]), anchor=edge, limits=(0.0, 1.6))
    drawer = box_of("drawer", (0.4, 0.15, 0.4), (0.9, 0.6, -0.6), "9a7250", 2.0)
    slide = Joint(kind="slide", parent=None, axis=np.array([0.0, 0, 1]), limits=(0.0, 0.3))
    return Scene(
        objects=(
            box_of("floor", (6.0, 0.1, 6.0), (0.0, -0.05, 0.0), "8a7f70", 0.0),
            replace(door, body=_hung(door.body, hinge)),
            replace(drawer, body=_hung(drawer.body, slide)),
            box_of("block", (0.1, 0.1, 0.1), (0.5, 0.05, 0.5), "c8281e", 0.5),
            box_of("crate", (0.4, 0.4, 0.4), (-1.5, 0.2, 0.0), "d8a83f", 5.0),
        ),
        cameras=(Camera.looking_at((0.0, 1.6, 0.0), (0.0, 1.0, -1.0)),),
    )


def _hung(body: Body, joint: Joint) -> Body:
    return replace(body, kind="articulated", joint=joint)


@NEEDS_MUJOCO
@pytest.mark.skipif(not BUNDLER.exists(), reason="the web app's packages are not installed")
def test_what_is_done_in_the_page_ends_where_it_ends_here(workshop: Scene, tmp_path: Path):
    shove = ((0.0, Push(object="crate", impulse=(-6.0, 0.0, 0.0))),)
    cases = (
        ("open the door halfway", "door", [(0.0, Open(object="door", fraction=0.5))], 2.0, 0.3),
        ("open the drawer", "drawer", [(0.0, Open(object="drawer"))], 2.0, 0.3),
        ("open the drawer, then close it", "drawer",
         [(0.0, Open(object="drawer")), (181 / 60, Close(object="drawer"))], 2.0, 0.3),
        ("push the crate left", "crate", shove, 20.0, 2.0),
    )  # fmt: skip
    found = done_in_the_page(workshop, [sentence for sentence, *_ in cases], tmp_path)
    for (sentence, name, actions, most_mm, most_degrees), page in zip(cases, found, strict=True):
        if name == "crate":
            actions = list(actions_from_text(sentence, workshop))
        ours = simulate(workshop, actions, seconds=float(page["seconds"]))[name]
        pose = np.array(page["poses"][name])
        assert 1000 * np.linalg.norm(pose[:3] - ours.position) < most_mm, sentence
        alike = abs(float(np.dot(pose[[6, 3, 4, 5]], ours.quat)))
        assert np.degrees(2 * np.arccos(min(alike, 1.0))) < most_degrees, sentence
        if "close" not in sentence:
            moved = np.linalg.norm(ours.position - workshop[name].position)
            assert moved > 0.05, sentence


@NEEDS_MUJOCO
@pytest.mark.skipif(not BUNDLER.exists(), reason="the web app's packages are not installed")
def test_a_throw_in_the_page_flies_as_here_and_clauses_wait_for_each_other(workshop: Scene, tmp_path: Path):
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
