"""Selecting splats in the page, and making an object of them."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from spatialwm.dynamics import simulate
from spatialwm.io import load
from spatialwm.scene import Body, Camera, Scene, SceneObject, action_from_json
from spatialwm.scene.edits import merge_splats, transform_splats
from spatialwm_viewer.carvings import with_carvings
from spatialwm_viewer.messages import Carving
from tests.browser_page import READY, box_of, keep_picture, open_page, picture, place, shown, until

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def capture(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Any]]:
    """A floor and a red crate in one set of splats, as from photos; below it is solid ground."""
    parts = [
        box_of("floor", (3.0, 0.02, 3.0), (0.0, -0.01, 0.0), "8a7f70", 0.0, 700),
        box_of("crate", (0.3, 0.3, 0.3), (0.3, 0.15, 0.0), "c8281e", 0.0),
    ]
    splats = merge_splats(
        [transform_splats(p.splats, p.position, p.quat) for p in parts if p.splats is not None]
    )
    scene = Scene(
        objects=(
            SceneObject(name="room", category="room", splats=splats),
            SceneObject(name="ground", category="floor", body=Body(colliders=parts[0].body.colliders),
                        position=parts[0].position),
        ),
        cameras=(Camera.looking_at((0.3, 0.7, 1.6), (0.2, 0.1, 0.0)),),
    )  # fmt: skip
    path = tmp_path_factory.mktemp("scenes") / "capture.glb"
    with shown(scene, path) as where:
        yield where, path


def drag(page: Any, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def select(page: Any, x: float, y: float) -> None:
    """Tries every tool on the crate, whose middle is at a place of the page; ends with a box around it."""
    page.get_by_role("button", name="Brush").click()
    drag(page, (x - 20, y), (x + 20, y))
    brushed = page.evaluate("spatialwm.splatSelect.count")
    assert 10 < brushed < 700
    page.keyboard.down("Shift")
    drag(page, (x - 40, y), (x + 40, y))
    page.keyboard.up("Shift")
    assert page.evaluate("spatialwm.splatSelect.count") < brushed / 3, "Shift takes away"
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("button", name="Flood").click()
    page.mouse.click(x, y)
    flooded = page.evaluate("spatialwm.splatSelect.count")
    assert 600 < flooded <= 900, "the crate has 900 splats of another colour than the floor"
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("button", name="Box", exact=True).click()
    drag(page, (x + 95, y + 75), (x - 95, y - 80))
    keep_picture(page, "splats-selected")
    assert 700 < page.evaluate("spatialwm.splatSelect.count") < 1300


def test_selected_splats_become_an_object_that_is_pushed_and_undone(
    page: Any, capture: tuple[str, Any]
) -> None:
    address, path = capture
    open_page(page, address)
    until(page, READY)
    page.locator("#stage").focus()
    page.keyboard.press("x")
    x, y = page.evaluate("""() => {
        const { camera, canvas } = spatialwm.parts.stage;
        const p = camera.position.clone().set(0.3, 0.2, 0.15).project(camera);
        return [(p.x + 1) / 2 * canvas.clientWidth, (1 - p.y) / 2 * canvas.clientHeight];
    }""")
    select(page, x, y)
    page.get_by_label("Name of the new object").fill("crate")
    before = picture(page)
    page.get_by_role("button", name="Make it an object").click()
    until(page, f"{READY} && spatialwm.recording.names.includes('crate') && spatialwm.done")
    rested = place(page, "crate")
    assert rested == pytest.approx([0.3, 0.15, 0.0], abs=0.06), "it stays where it stood"
    assert np.abs(picture(page) - before).mean() < 12, "and looks as it did"
    page.evaluate(
        "spatialwm.live.act([[0, {action: 'push', object: 'crate', impulse: [20, 0, 0], point: null}]], 1)"
    )
    until(page, f"{READY} && spatialwm.pose('crate')[0] > {rested[0] + 0.1}")
    keep_picture(page, "splats-pushed")
    done = page.evaluate("spatialwm.done")
    carves = page.evaluate("spatialwm.live.carves.map(({object, name, rows}) => ({object, name, rows}))")
    scene, _ = with_carvings(load(path), [Carving(**each) for each in carves])
    rollout = simulate(
        scene, [(float(t), action_from_json(a)) for t, a in done["actions"]], seconds=float(done["seconds"])
    ).rollout
    assert rollout is not None
    assert rollout.state_hash == done["state_hash"]
    page.evaluate("spatialwm.seek(0)")
    assert place(page, "crate") == pytest.approx([0.3, 0.15, 0.0], abs=0.06), (
        "it was there from the beginning"
    )
    page.keyboard.press("Control+z")
    until(page, f"{READY} && spatialwm.pose('crate')[0] < {rested[0] + 0.05}")
    page.keyboard.press("Control+z")
    until(page, f"{READY} && !spatialwm.recording.names.includes('crate')")
    assert page.evaluate("spatialwm.parts.world.find('room').object.splats.count") == 5100, "whole again"
