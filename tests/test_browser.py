"""The page in a real browser, drawn by software GL: it loads, shows, plays, and is pushed."""

import base64
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spatialwm.dynamics import simulate
from spatialwm.io import save
from spatialwm.language import actions_from_text
from spatialwm.scene import (
    Body,
    CageTrack,
    Camera,
    Push,
    Rollout,
    Scene,
    action_from_json,
    rest_cage,
)
from spatialwm_exporters.html import PAGE
from tests.browser_page import MUG, SLOT, box_of, keep_picture, open_page, picture, place, until

pytestmark = pytest.mark.browser


def replayed(scene: Scene, done: dict[str, Any]) -> str:
    actions = [(float(begin), action_from_json(action)) for begin, action in done["actions"]]
    rollout = simulate(scene, actions, seconds=float(done["seconds"])).rollout
    assert rollout is not None
    return rollout.state_hash


def test_the_page_loads_and_shows_the_scene(page: Any, address: str) -> None:
    open_page(page, address)
    shown = picture(page)
    assert shown.std() > 20
    x, y = page.evaluate("spatialwm.project('mug')")
    red, green, blue = shown[int(y), int(x)]
    assert red > green + 60, "the mug is where its projection says"
    assert red > blue + 60
    assert page.inner_text("h1") == "table"
    assert page.title() == "table · spatialwm"


def test_a_second_click_pushes_and_the_hash_is_that_of_simulate(
    page: Any, address: str, table: Scene
) -> None:
    open_page(page, address)
    until(page, "spatialwm.running === 'ready'")
    before = place(page, "mug")
    x, y = page.evaluate("spatialwm.project('mug')")
    page.mouse.click(x, y)
    card = page.inner_text(".card").lower()
    assert "mug" in card
    assert "350 g" in card
    page.wait_for_timeout(400)  # sooner would be a double click, which turns the view
    page.mouse.click(x, y)
    done = until(page, "spatialwm.done")
    assert np.linalg.norm(place(page, "mug") - before) > 0.02
    ((_, action),) = done["actions"]
    assert action["object"] == "mug"
    assert action["impulse"][2] < 0, "away from the eye"
    assert done["seconds"] == pytest.approx(3.0)
    assert done["state_hash"] == replayed(table, done)


def test_a_drag_pushes_harder_and_to_where_it_is_drawn(page: Any, address: str) -> None:
    open_page(page, address)
    until(page, "spatialwm.running === 'ready'")
    page.evaluate("spatialwm.selectByName('crate')")
    x, y = page.evaluate("spatialwm.project('crate')")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=3)
    page.mouse.up()
    until(page, "spatialwm.recording.actions.length > 0")
    push = page.evaluate("spatialwm.recording.actions[0].action")
    assert push["object"] == "crate"
    assert push["impulse"][0] > 2.0
    assert abs(push["impulse"][2]) < push["impulse"][0] * 0.2


def test_a_sentence_acts_and_the_past_can_be_scrubbed(page: Any, address: str, table: Scene) -> None:
    open_page(page, address)
    until(page, "spatialwm.running === 'ready'")
    page.keyboard.press("/")
    page.keyboard.type("push the crate")
    page.keyboard.press("Enter")
    done = until(page, "spatialwm.done")
    rollout = simulate(table, actions_from_text("push the crate", table), seconds=3.0).rollout
    assert rollout is not None
    assert done["state_hash"] == rollout.state_hash
    assert page.locator(".marks i").count() == len(rollout.actions)
    after = picture(page)
    end = place(page, "crate")
    page.locator(".timeline input").fill("0")
    assert np.linalg.norm(place(page, "crate") - end) > 0.02
    assert np.abs(picture(page) - after).mean() > 0.5
    page.locator("#stage").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("spatialwm.player.time") == pytest.approx(1 / 60)
    page.keyboard.press("r")
    until(page, "spatialwm.recording.times.length === 1")


def test_what_is_spawned_painted_and_removed_shows_at_once_and_undo_takes_it_back(
    page: Any, address: str
) -> None:
    open_page(page, address)
    until(page, "spatialwm.running === 'ready'")
    actions = [
        {"action": "spawn", "object": "mug 2", "like": "mug", "at": [-0.1, 0.8, 0.2]},
        {"action": "paint", "object": "crate", "color": [0.1, 0.2, 0.9]},
    ]
    x, y = page.evaluate("spatialwm.project('crate')")
    yellow = picture(page)[int(y), int(x)]
    page.evaluate("actions => spatialwm.live.act(actions.map((each) => [0, each]))", actions)
    until(page, "spatialwm.done && spatialwm.recording.names.includes('mug 2')")
    assert page.evaluate("spatialwm.looks('mug 2').hidden") is False
    blue = picture(page)[int(y), int(x)]
    assert yellow[0] > yellow[2] + 60
    assert blue[2] > blue[0] + 60
    page.evaluate("spatialwm.seek(0)")
    assert page.evaluate("spatialwm.looks('mug 2').hidden") is True, "it was not there yet"
    assert np.abs(picture(page)[int(y), int(x)] - yellow).max() < 12
    page.evaluate("spatialwm.live.act([[0, {action: 'remove', object: 'mug'}]])")
    until(page, "spatialwm.looks('mug').hidden && spatialwm.running === 'ready'")
    page.locator("#stage").focus()
    page.keyboard.press("Control+z")
    until(page, "!spatialwm.looks('mug').hidden && spatialwm.running === 'ready'")
    page.keyboard.press("Control+z")
    until(page, "!spatialwm.recording.names.includes('mug 2') && spatialwm.live.canRedo")
    assert page.evaluate("spatialwm.looks('crate').paint") is None


def test_the_agent_grabs_carries_and_drops(page: Any, address: str) -> None:
    open_page(page, address)
    until(page, "spatialwm.running === 'ready'")
    start = place(page, "mug")
    for sentence, count in (("pick up the mug", 2), ("step right and drop it", 4)):
        page.locator(".command-bar input").fill(sentence)
        page.keyboard.press("Enter")
        until(page, f"spatialwm.running === 'ready' && spatialwm.done?.actions.length === {count}")
    done = page.evaluate("spatialwm.done")
    kinds = [action["action"] for _, action in done["actions"]]
    assert kinds == ["move", "grasp", "move", "release"]
    x, y, z = place(page, "mug")
    assert y == pytest.approx(0.06, abs=0.02), "it lies on the floor"
    assert x > start[0] + 0.5, "where it was carried to"
    page.evaluate(f"spatialwm.seek({done['actions'][3][0]} - 0.1)")
    assert place(page, "mug")[1] > 0.7, "it was held until then"
    page.locator("#stage").focus()
    page.keyboard.press("3")
    keep_picture(page, "carry")
    assert start[2] + 0.2 < z < start[2] + 0.8, "before the body"


def test_the_command_bar_shows_what_would_be_done_and_what_may_be_meant(page: Any, address: str) -> None:
    open_page(page, address)
    until(page, "spatialwm.running === 'ready'")
    page.locator(".command-bar input").fill("push the crate")
    until(page, "document.querySelector('.preview li')")
    assert "push crate" in page.inner_text(".preview").lower()
    assert page.evaluate("spatialwm.recording.times.length") == 1, "nothing was done"
    page.locator(".command-bar input").fill("push the piano")
    until(page, "document.querySelector('.chip')")
    page.locator(".chip", has_text="crate").click()
    assert page.input_value(".command-bar input") == "push the crate"


def test_a_card_tells_why_and_from_here_begins_another_future(page: Any, address: str) -> None:
    open_page(page, address)
    until(page, "spatialwm.running === 'ready'")
    page.evaluate("spatialwm.selectByName('crate')")
    push = {"action": "push", "object": "crate", "impulse": [1.5, 0, 0], "point": None}
    page.evaluate("push => spatialwm.live.act([[0.5, push]])", push)
    until(page, "spatialwm.done")
    page.get_by_text("Why?").click()
    until(page, "document.querySelector('.causes-track i')")
    assert "push crate" in page.inner_text(".causes").lower()
    page.locator(".causes button").first.click()
    assert page.evaluate("spatialwm.player.time") == pytest.approx(0.5, abs=0.01)
    page.get_by_label("From here").click()
    assert page.locator(".fork").get_attribute("aria-pressed") == "true"
    page.evaluate("spatialwm.live.act([[0, {action: 'wait'}]])")
    until(page, "spatialwm.running === 'ready' && spatialwm.done.actions[0]?.[1].action === 'wait'")
    assert page.evaluate("spatialwm.done.actions.length") == 1, "the push lies after the fork"
    assert page.evaluate("spatialwm.done.seconds") == pytest.approx(3.5)


def test_cameras_go_with_the_agent(page: Any, address: str) -> None:
    open_page(page, address)
    until(page, "spatialwm.running === 'ready'")
    page.keyboard.press("3")
    assert page.evaluate("spatialwm.navigation.mode") == "orbit", "nobody has walked yet"
    page.evaluate("spatialwm.live.act([[0, {action: 'look', yaw: 1.0, pitch: 0.0}]])")
    until(page, "spatialwm.done")
    page.keyboard.press("4")
    feet = page.evaluate("[...spatialwm.moment.agent]")
    camera = "spatialwm.parts.stage.camera.position.toArray()"
    until(page, f"Math.abs({camera}[1] - {feet[1] + feet[5]}) < 0.01")
    assert page.evaluate(camera) == pytest.approx([feet[0], feet[1] + feet[5], feet[2]], abs=0.01)
    page.keyboard.press("3")
    until(page, f"Math.hypot({camera}[0] - {feet[0]}, {camera}[2] - {feet[2]}) > 1")
    assert page.evaluate("spatialwm.figure.group.visible")


def test_soft_things_take_their_shape_in_a_page_from_a_file(page: Any, tmp_path: Path) -> None:
    cushion = box_of("cushion", (0.4, 0.4, 0.4), (0.0, 0.2, 0.0), "4060c0", 0.5)
    body = Body(kind="soft", mass=0.5, stiffness=1e4, colliders=cushion.body.colliders)
    low = rest_cage(body) * np.array([1.0, 0.4, 1.0]) - np.array([0.0, 0.12, 0.0])
    rollout = Rollout(
        times=np.array([0.0, 1.0]),
        names=(),
        positions=np.zeros((2, 0, 3)),
        quats=np.zeros((2, 0, 4)),
        cages=(CageTrack(name="cushion", nodes=np.stack([rest_cage(body), low])),),
    )
    scene = Scene(
        objects=(replace(cushion, body=body, cage=low),),
        cameras=(Camera.looking_at((0.0, 0.2, 1.5), (0.0, 0.2, 0.0)),),
        rollout=rollout,
    )
    save(scene, tmp_path / "soft.glb")
    packed = base64.b64encode((tmp_path / "soft.glb").read_bytes()).decode()
    html = PAGE.read_text(encoding="utf-8").replace(SLOT, SLOT.replace("></", f">{packed}</"))
    (tmp_path / "soft.html").write_text(html, encoding="utf-8")
    open_page(page, (tmp_path / "soft.html").as_uri())
    heights: list[int] = []
    for time_shown in (0.0, 0.5, 1.0):
        page.evaluate(f"spatialwm.seek({time_shown})")
        shown = picture(page)
        blue = shown[..., 2] > shown[..., 0] + 60
        heights.append(int(np.count_nonzero(blue.any(axis=1))))
    assert heights[0] > heights[1] > heights[2]
    assert heights[2] == pytest.approx(0.4 * heights[0], rel=0.25)


def test_nonsense_is_answered_and_harms_nothing(page: Any, address: str) -> None:
    open_page(page, address)
    until(page, "spatialwm.running === 'ready'")
    page.locator(".command-bar input").fill("<img src=x onerror=alert(1)> flibber the wobbly")
    page.keyboard.press("Enter")
    until(page, "document.querySelector('.toast.problem')?.textContent.length > 10")
    assert page.locator(".toast img").count() == 0
    assert page.evaluate("spatialwm.running") == "ready"


def test_the_keyboard_helps_and_walks(page: Any, address: str) -> None:
    open_page(page, address)
    page.keyboard.press("?")
    assert page.locator("dialog.help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("dialog.help").is_visible()
    before = page.evaluate("spatialwm.parts.stage.camera.position.toArray()")
    page.keyboard.down("a")
    until(page, f"Math.abs(spatialwm.parts.stage.camera.position.x - {before[0]}) > 0.1")
    page.keyboard.up("a")
    until(page, "Math.abs(spatialwm.parts.stage.camera.position.y - 1.6) < 0.01")
    page.keyboard.press("r")
    until(page, f"Math.abs(spatialwm.parts.stage.camera.position.y - {before[1]}) < 0.01")


def test_the_page_with_the_scene_inside_plays_from_a_file(page: Any, table: Scene, tmp_path: Path) -> None:
    mug = Push(object="mug", impulse=(-0.6 * MUG, 0.0, 1.2 * MUG))
    save(simulate(table, [(0.1, mug)], seconds=1.0), tmp_path / "after.glb")
    html = PAGE.read_text(encoding="utf-8")
    assert html.count(SLOT) == 1
    packed = base64.b64encode((tmp_path / "after.glb").read_bytes()).decode()
    exported = tmp_path / "after.html"
    exported.write_text(html.replace(SLOT, SLOT.replace("></", f">{packed}</")), encoding="utf-8")
    page.context.set_offline(True)
    try:
        open_page(page, exported.as_uri())
    finally:
        page.context.set_offline(False)
    assert page.inner_text("h1") == "Scene"
    assert page.locator(".command-bar").count() == 0, "nobody is there to act"
    assert "recording" in page.inner_text(".dock").lower()
    assert page.evaluate("spatialwm.player.time") == 0.0, "motion was not asked for"
    start, before = place(page, "mug"), picture(page)
    page.keyboard.press(" ")
    until(page, "spatialwm.player.mode === 'paused' && spatialwm.player.time >= 1")
    assert np.linalg.norm(place(page, "mug") - start) > 0.02
    assert np.abs(picture(page) - before).mean() > 0.2


def test_a_broken_scene_is_explained(browser: Any, tmp_path: Path) -> None:
    broken = base64.b64encode(b"glTF" + bytes(40)).decode()
    html = PAGE.read_text(encoding="utf-8").replace(SLOT, SLOT.replace("></", f">{broken}</"))
    (tmp_path / "broken.html").write_text(html, encoding="utf-8")
    tab = browser.new_page()
    tab.goto((tmp_path / "broken.html").as_uri())
    until(tab, "document.querySelector('#curtain.problem')")
    assert "GLB" in tab.inner_text("#curtain-text")
    tab.close()
