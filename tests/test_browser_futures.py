"""Two futures in the page at once, what a tape measures, and films and pictures of it."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.browser_page import READY, keep_picture, open_page, picture, place, until

pytestmark = pytest.mark.browser

CRATE = {"action": "push", "object": "crate", "impulse": [2.6, 0, 1.2], "point": None}
MUG = {"action": "push", "object": "mug", "impulse": [0.0, 0, 0.6], "point": None}


def act(page: Any, *timed: tuple[float, dict[str, Any]]) -> None:
    page.evaluate("spatialwm.live.done = undefined")
    page.evaluate("actions => spatialwm.live.act(actions)", [list(each) for each in timed])
    last = timed[-1][1]["object"]
    until(page, f"{READY} && spatialwm.done?.actions.some(([, act]) => act.object === '{last}')")


def test_two_futures_play_on_one_clock_and_a_line_says_what_ended_elsewhere(page: Any, address: str) -> None:
    open_page(page, address)
    until(page, "spatialwm.running === 'ready'")
    act(page, (0.5, CRATE))
    first = place(page, "crate")
    page.evaluate("spatialwm.seek(0.25)")
    page.get_by_label("From here").click()
    act(page, (0.25, MUG))
    until(page, "spatialwm.comparison.ghosts.names.includes('crate')")
    until(page, "document.querySelector('.compare').textContent.includes('Elsewhere at 0:03')")
    line = page.locator(".compare").inner_text().lower()
    apart = float(np.linalg.norm(first - place(page, "crate")))
    assert apart > 0.05
    assert f"crate {apart * 100:.1f} cm" in line
    assert "two futures from 0:00.25" in line
    assert page.evaluate("spatialwm.comparison.ghosts.shows('crate')")
    x, y = page.evaluate("spatialwm.project('crate')")
    page.mouse.move(x, y)
    keep_picture(page, "two-futures")
    with_ghost = picture(page)
    page.locator("#stage").focus()
    page.keyboard.press("g")
    assert not page.evaluate("spatialwm.comparison.ghosts.shows('crate')")
    assert np.abs(picture(page) - with_ghost).mean() > 0.2
    page.keyboard.press("g")
    page.evaluate("spatialwm.seek(0.3)")
    assert not page.evaluate("spatialwm.comparison.ghosts.shows('crate')"), "they have not parted yet"
    page.evaluate("spatialwm.seek(1.5)")
    assert page.evaluate("spatialwm.comparison.ghosts.shows('crate')")
    page.locator(".compare .chip").first.click()
    assert page.evaluate("spatialwm.selected.object.name") in ("crate", "mug")
    page.keyboard.press("Control+z")
    until(page, "spatialwm.running === 'ready' && document.querySelector('.compare').hidden")


def test_a_tape_measures_between_two_points_and_a_card_says_how_large_a_thing_is(
    page: Any, address: str
) -> None:
    open_page(page, address)
    page.evaluate("spatialwm.navigation.jumpTo({mode: 'orbit', position: [0, 0.8, 3], target: [0, 0.7, 0]})")
    page.evaluate("spatialwm.picture()")
    page.locator("#stage").focus()
    page.keyboard.press("t")
    for name in ("crate", "mug"):
        x, y = page.evaluate("name => spatialwm.project(name)", name)
        page.mouse.click(x, y)
        page.wait_for_timeout(400)
    # between the front of the crate (z = 0.125) and that of the mug (z = 0.15), seen from 3 m
    distance = until(page, "spatialwm.measure.distance")
    assert distance == pytest.approx(np.hypot(0.5, 0.065), abs=0.03)
    label = until(page, "document.querySelector('.measure-label').textContent")
    assert f"{distance * 100:.1f} cm" in label
    keep_picture(page, "measure")
    page.keyboard.press("Escape")
    page.locator(".measure-label").wait_for(state="hidden")  # with the next frame
    x, y = page.evaluate("spatialwm.project('mug')")
    page.mouse.click(x, y)
    assert "10.0 x 12.0 x 10.0 cm" in page.inner_text(".card").replace("\u00d7", "x")


def test_a_picture_and_a_film_are_saved_without_the_interface(
    page: Any, address: str, tmp_path: Path
) -> None:
    open_page(page, address)
    page.evaluate("spatialwm.selectByName('mug')")
    page.locator("#stage").focus()
    with page.expect_download() as begun:
        page.keyboard.press("p")
    assert begun.value.suggested_filename == "table-0-00s.png"
    begun.value.save_as(tmp_path / "still.png")
    with Image.open(tmp_path / "still.png") as image:
        still = np.asarray(image.convert("RGB")).astype(float)
    marked = picture(page)
    page.evaluate("spatialwm.select(undefined)")
    assert np.abs(still - picture(page)).mean() < 0.1, "the brackets around the mug are left out"
    assert np.abs(still - marked).mean() > 0.1
    page.keyboard.press("c")
    until(
        page,
        f"spatialwm.parts.stage.stats.pictures > {page.evaluate('spatialwm.parts.stage.stats.pictures')} + 6",
    )
    assert page.locator("button[aria-label=Film]").get_attribute("aria-pressed") == "true"
    with page.expect_download() as begun:
        page.keyboard.press("c")
    begun.value.save_as(tmp_path / "film.webm")
    frames = film_frames(tmp_path / "film.webm")
    assert len(frames) >= 3
    height, width, _ = frames[-1].shape
    assert (height, width) == (420, 660)
    assert np.abs(frames[-1].astype(float) - still).mean() < 8, "a film of the same view"


def test_depths_and_objects_are_shown_and_filmed_beside_colours(
    page: Any, address: str, tmp_path: Path
) -> None:
    open_page(page, address)
    page.evaluate(
        "spatialwm.navigation.jumpTo({mode: 'orbit', position: [0, 1.2, 1.6], target: [0, 0.7, 0]})"
    )
    colours = picture(page)
    places: dict[str, tuple[float, float]] = {}
    for name in ("mug", "crate"):  # their upper halves: the splats of the table reach over the lower ones
        x, y = page.evaluate("name => spatialwm.project(name)", name)
        places[name] = x, y - 12
    page.evaluate("spatialwm.hud.toggleSee()")
    page.get_by_role("button", name="Objects", exact=True).last.click()
    objects = picture(page)
    keep_picture(page, "pass-objects")
    things = "spatialwm.parts.world.things.map(({ object, look }) => [object.name, look.masked])"
    told = dict(page.evaluate(things))
    known = np.array([[(c >> 16) & 255, (c >> 8) & 255, c & 255] for c in [*told.values(), 0]], float)
    off = np.abs(objects.reshape(-1, 1, 3) - known).max(axis=2).min(axis=1)
    assert np.mean(off > 3) < 0.002, "every pixel is of one object, or of none"
    for name, (x, y) in places.items():
        color = objects[int(y), int(x)]
        assert np.abs(color - known[list(told).index(name)]).max() <= 3, name
    page.get_by_role("button", name="Depth", exact=True).click()
    depth = picture(page)
    keep_picture(page, "pass-depth")
    far = page.evaluate("spatialwm.passes.far")
    for name, (x, y) in places.items():
        away = page.evaluate(
            "([x, y]) => { const { stage, world } = spatialwm.parts;"
            "const ray = stage.rayAt({ clientX: x, clientY: y }); const hit = world.hit(ray);"
            "return hit.distance * ray.direction.dot(stage.camera.getWorldDirection(hit.point)); }",
            [x, y],
        )
        assert (1 - depth[int(y), int(x), 0] / 255) * far == pytest.approx(away, abs=0.12), name
    page.locator("#stage").focus()
    page.keyboard.press("c")
    drawn = page.evaluate("spatialwm.parts.stage.stats.pictures")
    until(page, f"spatialwm.parts.stage.stats.pictures > {drawn} + 6")
    with page.expect_download() as begun:
        page.keyboard.press("c")
    assert begun.value.suggested_filename.endswith("s-depth.webm")
    begun.value.save_as(tmp_path / "film.webm")
    assert np.abs(film_frames(tmp_path / "film.webm")[-1].astype(float) - depth).mean() < 8
    page.get_by_role("button", name="Colour", exact=True).click()
    assert np.abs(picture(page) - colours).mean() < 0.1, "and back"


def film_frames(path: Path) -> list[np.ndarray]:
    """All frames of a film, RGB."""
    cv2 = pytest.importorskip("cv2", reason="reads films; comes with the extra 'photos'")
    film = cv2.VideoCapture(str(path))
    frames: list[np.ndarray] = []
    while (read := film.read())[0]:
        frames.append(read[1][..., ::-1])
    film.release()
    return frames
