"""One scene in several pages, a server that goes and comes back, and edits by hand."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spatialwm.io import save
from spatialwm.scene import Scene
from tests.browser_page import READY, keep_picture, open_page, place, served, until

pytestmark = pytest.mark.browser

PUSH = "spatialwm.live.act([[0.2, {action: 'push', object: 'crate', impulse: [1.5, 0, 0], point: null}]])"


def test_a_second_page_sees_the_same_by_invitation_and_a_stranger_does_not(
    page: Any, browser: Any, address: str
) -> None:
    open_page(page, address)
    until(page, READY)
    page.evaluate(PUSH)
    until(page, "spatialwm.done")
    invitation = page.evaluate("spatialwm.address.text(spatialwm.live.room)")
    guest, stranger = browser.new_page(), browser.new_page()
    open_page(guest, invitation)
    until(guest, f"{READY} && spatialwm.done")
    assert guest.evaluate("spatialwm.done.state_hash") == page.evaluate("spatialwm.done.state_hash")
    assert guest.evaluate("spatialwm.recording.times.length") == 181, "with all of the past"
    for moment in (0.3, 0.55):
        page.evaluate(f"spatialwm.seek({moment})")
        guest.evaluate(f"spatialwm.seek({moment})")
        assert np.array_equal(place(guest, "crate"), place(page, "crate"))
    guest.evaluate("spatialwm.live.act([[0, {action: 'paint', object: 'mug', color: [0, 0, 1]}]])")
    until(page, f"{READY} && spatialwm.looks('mug').paint === 0x0000ff")
    open_page(stranger, address)
    until(stranger, READY)
    assert stranger.evaluate("spatialwm.recording.times.length") == 1
    guest.close()
    stranger.close()


def test_a_server_that_comes_back_gets_to_the_very_same_state(
    browser: Any, table: Scene, tmp_path: Path
) -> None:
    save(table, tmp_path / "table.glb")
    tab = browser.new_page()
    with served(tmp_path / "table.glb") as port:
        open_page(tab, f"http://127.0.0.1:{port}/")
        until(tab, READY)
        tab.evaluate(PUSH)
        before = until(tab, "spatialwm.done")
        shown = place(tab, "crate")
    until(tab, "spatialwm.live.lost")
    assert "server is gone" in tab.inner_text(".dock")
    assert np.array_equal(place(tab, "crate"), shown), "it can still be looked at"
    keep_picture(tab, "server-gone")
    tab.evaluate("spatialwm.live.done = undefined")
    until(tab, "spatialwm.live.lost.tries > 1")
    with served(tmp_path / "table.glb", port):
        after = until(tab, f"{READY} && spatialwm.done")
        assert after["state_hash"] == before["state_hash"]
        assert after["actions"] == before["actions"]
        until(tab, "document.querySelector('.toast')?.innerText.includes('very same state')")
        tab.evaluate(PUSH)
        until(tab, "spatialwm.done.actions.length === 2")
        tab.close()


def test_a_thing_is_copied_moved_noted_and_taken_away_and_all_of_it_can_be_undone(
    page: Any, address: str
) -> None:
    open_page(page, address)
    until(page, READY)
    page.keyboard.press("o")
    page.get_by_label("Search objects").fill("wood cra")
    assert page.locator(".object-list li:visible").count() == 1
    page.locator(".object-list li:visible button").click()
    assert page.evaluate("spatialwm.selected.object.name") == "crate"
    page.keyboard.press("o")
    page.get_by_label("Another one").click()
    until(page, f"{READY} && spatialwm.recording.names.includes('crate 2')")
    assert place(page, "crate 2")[0] > place(page, "crate")[0] + 0.3
    page.get_by_label("Move it").click()
    before = place(page, "crate")
    drag_handle(page)
    until(page, f"{READY} && spatialwm.recording.actions.length === 3")
    assert place(page, "crate")[0] < before[0] - 0.05, "it went where it was dragged"
    keep_picture(page, "edit")
    page.get_by_label("Note", exact=True).fill("mind the edges")
    page.keyboard.press("Enter")
    until(page, "document.querySelector('.notes li').textContent === 'mind the edges'")
    until(page, READY)
    page.locator("#stage").focus()
    page.keyboard.press("Delete")
    until(page, f"{READY} && spatialwm.looks('crate').hidden")
    for back in (
        "!spatialwm.looks('crate').hidden",
        "!spatialwm.recording.actions.some(({action}) => action.action === 'say')",
        f"Math.abs(spatialwm.pose('crate')[0] - {before[0]}) < 0.01",
        "!spatialwm.recording.names.includes('crate 2')",
    ):
        page.keyboard.press("Control+z")
        until(page, f"{READY} && {back}")


def drag_handle(page: Any) -> None:
    """Drags the handle along x by 80 px to the left."""
    page.evaluate("spatialwm.picture()")
    x, y = page.evaluate("spatialwm.project('crate')")
    for reach in range(20, 90, 5):  # the handle's length on the page depends on the distance
        page.mouse.move(x + reach, y)
        if page.evaluate("spatialwm.editor.gizmo.controls.axis") == "X":
            page.mouse.down()
            page.mouse.move(x + reach - 80, y, steps=4)
            page.mouse.up()
            return
    raise AssertionError("There is no handle along x.")
