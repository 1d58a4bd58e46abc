"""Getting around in the page: links that restore a view, kept views, a gamepad, a finger."""

from typing import Any

import numpy as np
import pytest

from tests.browser_page import frames, keep_picture, open_page, picture, until

pytestmark = pytest.mark.browser

CAMERA = "spatialwm.parts.stage.camera.position.toArray()"
# A gamepad in the standard mapping, held as `window.pad` says; no machine of ours has a real one.
GAMEPAD = """
const buttons = Array.from({ length: 17 }, () => ({ pressed: false }));
window.pad = { mapping: "standard", axes: [0, 0, 0, 0], buttons };
navigator.getGamepads = () => [null, window.pad];
"""


def ready(page: Any, address: str) -> None:
    open_page(page, address)
    until(page, "spatialwm.running === 'ready'")


def test_a_link_restores_what_one_saw_and_when(page: Any, address: str) -> None:
    ready(page, address)
    page.mouse.move(330, 200)
    page.mouse.down()
    page.mouse.move(420, 180, steps=3)
    page.mouse.up()
    camera = page.evaluate(CAMERA)
    until(page, "location.hash.startsWith('#view=orbit') && location.href === spatialwm.address.text()")
    assert abs(camera[0] - 0.1) > 0.2, "the drag has turned the view"
    shown, link = picture(page), page.url
    page.goto("about:blank")
    ready(page, link)
    assert page.evaluate(CAMERA) == pytest.approx(camera, abs=1e-3)
    assert np.abs(picture(page) - shown).mean() < 1.0
    page.evaluate(
        "spatialwm.live.act([[0, {action: 'push', object: 'mug', impulse: [0.5, 0, 0], point: null}]])"
    )
    until(page, "spatialwm.done")
    page.evaluate("spatialwm.seek(1.25)")
    until(page, "location.hash.endsWith('&t=1.25')")
    page.evaluate(
        "spatialwm.setMode('walk'); spatialwm.seek(2); location.hash = '#view=orbit,1,1,1,0,0.7,0&t=0.5'"
    )
    until(page, "spatialwm.player.time === 0.5 && spatialwm.navigation.mode === 'orbit'")
    page.evaluate("location.hash = '#view=orbit,1,nonsense&t=99'")
    until(page, "document.querySelector('.toast.problem')?.textContent.includes('not in this recording')")
    assert page.evaluate(CAMERA) == pytest.approx([1, 1, 1], abs=1e-6), "a view that is none leads nowhere"


def test_views_are_kept_come_back_and_can_be_forgotten(page: Any, address: str) -> None:
    ready(page, address)
    page.evaluate("location.hash = '#view=orbit,1,1.2,1,0,0.7,0'")
    until(page, f"Math.abs({CAMERA}[0] - 1) < 1e-6")
    page.locator("#stage").focus()
    page.keyboard.press("b")
    page.reload()
    until(page, "globalThis.spatialwm?.running === 'ready'")
    page.keyboard.press("v")
    keep_picture(page, "views")
    page.locator(".views").get_by_text("View 1").click()
    assert page.evaluate(CAMERA) == pytest.approx([1, 1.2, 1], abs=1e-3)
    page.locator(".views li button").first.click()
    until(page, f"Math.abs({CAMERA}[0] - 0.1) < 1e-3")
    page.get_by_label("Forget View 1").click()
    assert page.evaluate("spatialwm.bookmarks.all.length") == 0
    assert page.evaluate("localStorage.getItem('spatialwm views of table')") == "[]"


def test_a_gamepad_walks_looks_selects_and_pushes(page: Any, address: str) -> None:
    page.add_init_script(GAMEPAD)
    ready(page, address)
    page.evaluate("dispatchEvent(new Event('gamepadconnected'))")
    page.evaluate(
        "spatialwm.navigation.jumpTo({mode: 'walk', position: [-0.3, 1.6, 1.0], target: [-0.3, 0.85, 0]})"
    )
    page.evaluate("pad.buttons[0] = {pressed: true}")
    until(page, "spatialwm.selected?.object.name === 'crate'")
    page.evaluate("pad.buttons[0] = {pressed: false}")
    frames(page)  # a button is seen to be let go
    page.evaluate("pad.buttons[0] = {pressed: true}")
    until(page, "spatialwm.recording.actions.length === 1")
    assert page.evaluate("spatialwm.recording.actions[0].action.impulse[2]") < -1, "away from the eye"
    before = page.evaluate(CAMERA)
    page.evaluate("pad.axes = [0, 1, 1, 0]")  # back, and to the right
    until(page, f"{CAMERA}[2] > {before[2]} + 0.3")
    assert page.evaluate("new URLSearchParams(location.hash.slice(1)) && spatialwm.navigation.mode") == "walk"
    page.evaluate("pad.axes = [0, 0.1, 0, 0]")
    frames(page)
    rest = page.evaluate(CAMERA)
    frames(page, 4)
    assert page.evaluate(CAMERA)[0] == rest[0], "a stick at rest does not creep"


def test_fingers_walk_with_the_stick_and_look_with_the_picture(page: Any, address: str) -> None:
    hand = page.context.new_cdp_session(page)
    hand.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 2})
    page.set_viewport_size({"width": 390, "height": 780})
    ready(page, address)
    page.evaluate("spatialwm.setMode('walk')")
    spot = {"x": 300, "y": 300, "id": 1}
    hand.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [spot]})
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    stick = page.locator(".joystick").bounding_box()
    assert stick["height"] > 60
    thumb = {"x": stick["x"] + stick["width"] / 2, "y": stick["y"] + 5, "id": 2}
    before = page.evaluate(CAMERA)
    gaze = page.evaluate("spatialwm.parts.stage.camera.quaternion.toArray()")
    hand.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [thumb]})
    hand.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [thumb, spot]})
    hand.send(
        "Input.dispatchTouchEvent",
        {"type": "touchMove", "touchPoints": [thumb, {**spot, "x": 200, "y": 280}]},
    )
    until(page, f"Math.hypot({CAMERA}[0] - {before[0]}, {CAMERA}[2] - {before[2]}) > 0.2")
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert page.evaluate("spatialwm.parts.stage.camera.quaternion.toArray()") != gaze, "both at once"
    keep_picture(page, "phone-walk")
    rest = page.evaluate(CAMERA)
    frames(page, 4)
    assert page.evaluate(CAMERA)[::2] == rest[::2], "a thumb that lets go stands still"
    page.set_viewport_size({"width": 660, "height": 420})
    hand.detach()
