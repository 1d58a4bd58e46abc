"""Walking in the page: walls stop one, steps are climbed, one jumps and comes down again."""

from collections.abc import Iterator
from typing import Any

import pytest

from spatialwm.scene import Camera, Scene
from tests.browser_page import box_of, frames, keep_picture, open_page, shown, until

pytestmark = pytest.mark.browser

EYES = "spatialwm.parts.stage.camera.position"
STANDS = f"Math.abs({EYES}.y - %s) < 0.01"
RADIUS, EYE = 0.25, 1.6


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A floor, a wall at z = -1, a step of 30 cm at x = 1, a table at z = 1, a lintel over x = -1."""
    scene = Scene(
        objects=(
            box_of("floor", (6.0, 0.1, 6.0), (0.0, -0.05, 0.0), "8a7f70", 0.0, 500),
            box_of("wall", (6.0, 2.5, 0.1), (0.0, 1.25, -1.05), "b0a090", 0.0, 700),
            box_of("step", (1.0, 0.3, 1.0), (1.3, 0.15, 0.0), "7a5230", 0.0),
            box_of("table", (0.8, 0.75, 0.6), (0.0, 0.375, 1.5), "7a5230", 0.0),
            box_of("lintel", (0.6, 0.2, 0.6), (-1.3, 1.95, 0.0), "555555", 0.0),
        ),
        cameras=(Camera.looking_at((0.0, 1.6, 0.0), (0.0, 1.5, -1.0)),),
    )
    path = tmp_path_factory.mktemp("scenes") / "hall.glb"
    with shown(scene, path) as where:
        yield where


def stand(page: Any, x: float, z: float, towards: tuple[float, float]) -> None:
    view = {"mode": "walk", "position": [x, EYE, z], "target": [x + towards[0], EYE, z + towards[1]]}
    page.evaluate("view => spatialwm.navigation.jumpTo(view)", view)
    frames(page)  # one is there before one stands
    until(page, STANDS % EYE)


def test_one_walks_into_a_wall_and_stops(page: Any, hall: str) -> None:
    open_page(page, hall)
    stand(page, 0.2, 0.0, (0.0, -1.0))
    page.keyboard.down("w")
    until(page, f"{EYES}.z < -0.74")
    page.keyboard.down("d")
    until(page, f"{EYES}.x > 0.5")
    page.keyboard.up("w")
    page.keyboard.up("d")
    _, y, z = page.evaluate(f"{EYES}.toArray()")
    assert z == pytest.approx(-1.0 + RADIUS, abs=2e-3), "a body's half width from the wall, all along it"
    assert y == pytest.approx(EYE, abs=0.01)
    page.evaluate("spatialwm.navigation.walk.look(300, -60)")
    keep_picture(page, "walk-wall")
    stand(page, 0.0, 0.3, (0.0, 1.0))
    page.keyboard.down("w")
    until(page, f"{EYES}.z > 0.94")
    frames(page, 4)
    page.keyboard.up("w")
    assert page.evaluate(f"{EYES}.z") == pytest.approx(1.2 - RADIUS, abs=2e-3), "a table is no step"


def test_one_steps_up_jumps_and_bumps_ones_head(page: Any, hall: str) -> None:
    open_page(page, hall)
    stand(page, 0.0, 0.0, (1.0, 0.0))
    page.keyboard.down("w")
    until(page, f"{EYES}.x > 1.2")
    page.keyboard.up("w")
    until(page, STANDS % (EYE + 0.3))
    page.keyboard.down("s")
    until(page, f"{EYES}.x < 0.3")
    page.keyboard.up("s")
    until(page, STANDS % EYE)
    page.evaluate(
        f"""globalThis.highest = 0;
        const watch = () => {{ highest = Math.max(highest, {EYES}.y); requestAnimationFrame(watch); }};
        watch();"""
    )
    page.keyboard.press(" ")
    until(page, f"highest > 1.75 && {STANDS % EYE}")
    assert page.evaluate("highest") < EYE + 0.42
    stand(page, -1.3, 0.0, (0.0, 1.0))
    page.evaluate("globalThis.highest = 0")
    page.keyboard.press(" ")
    until(page, f"highest > {EYE + 0.02} && {STANDS % EYE}")
    assert page.evaluate("highest") <= EYE + 0.14, "the lintel is 13 cm over one's head"
    assert page.evaluate("spatialwm.player.mode") == "paused", "Space did not play"


def test_one_flies_through_walls_and_up_and_down_and_a_link_says_so(page: Any, hall: str) -> None:
    open_page(page, hall)
    stand(page, 0.2, 0.0, (0.0, -1.0))
    page.keyboard.press("5")
    assert page.evaluate("spatialwm.navigation.mode") == "fly"
    page.keyboard.down("w")
    until(page, f"{EYES}.z < -1.6")
    page.keyboard.up("w")
    page.keyboard.down("e")
    until(page, f"{EYES}.y > 2.4")
    page.keyboard.up("e")
    frames(page)
    rest = page.evaluate(f"{EYES}.toArray()")
    frames(page, 4)
    assert page.evaluate(f"{EYES}.toArray()") == rest, "nothing pulls one down"
    page.mouse.move(330, 200)
    page.mouse.down()
    page.mouse.move(330 - 898, 330, steps=4)  # half a turn, and down: pixels by 0.0035 rad
    page.mouse.up()
    _, y, z = page.evaluate(
        "spatialwm.parts.stage.camera.getWorldDirection(EYES.clone()).toArray()".replace("EYES", EYES)
    )
    assert z > 0.5 and y > 0.2, "the mouse looks around"
    keep_picture(page, "fly")
    page.keyboard.down("q")
    until(page, f"{EYES}.y < 2.2")
    page.keyboard.up("q")
    until(page, "location.hash.startsWith('#view=fly') && location.href === spatialwm.address.text()")
    link, there = page.url, page.evaluate(f"{EYES}.toArray()")
    page.goto("about:blank")
    open_page(page, link)
    assert page.evaluate(f"{EYES}.toArray()") == pytest.approx(there, abs=1e-3)
    page.keyboard.press("2")
    until(page, STANDS % EYE)
