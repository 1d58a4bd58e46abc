"""What one tells the camera, what is shown over the scene, and how bright it is."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spatialwm.scene import Mesh, Scene
from tests.browser_page import READY, frames, keep_picture, open_page, picture, place, shown, until

pytestmark = pytest.mark.browser

EYE = "spatialwm.parts.stage.camera.position"


def tell(page: Any, sentence: str) -> None:
    page.locator(".command-bar input").fill(sentence)
    page.keyboard.press("Enter")


def test_sentences_cut_orbit_and_hold_the_camera(page: Any, address: str) -> None:
    open_page(page, address)
    until(page, READY)
    page.locator(".command-bar input").fill("orbit the mug")
    until(page, "document.querySelector('.preview').textContent === 'Camera: around the mug'")
    tell(page, "cut to the mug")
    target = page.evaluate("spatialwm.navigation.orbit.controls.target.toArray()")
    assert target == pytest.approx([0.2, 0.76, 0.1], abs=0.02)
    away = page.evaluate(f"{EYE}.distanceTo(spatialwm.navigation.orbit.controls.target)")
    assert away < 1.0, "close enough to see a mug"
    keep_picture(page, "cut-to-mug")
    tell(page, "orbit the crate")
    start = page.evaluate(f"[{EYE}.x, {EYE}.z]")
    until(page, f"Math.hypot({EYE}.x - {start[0]}, {EYE}.z - {start[1]}) > 0.2")
    assert page.evaluate("spatialwm.recording.actions.length") == 0, "nothing was done to the world"
    tell(page, "stop orbiting")
    rest = page.evaluate(f"{EYE}.toArray()")
    frames(page, 3)
    assert page.evaluate(f"{EYE}.toArray()") == rest
    tell(page, "cut to the piano")
    until(page, "document.querySelector('.toast.problem')?.textContent.includes('no piano')")


def test_what_is_not_there_yet_is_added_by_words(page: Any, address: str) -> None:
    open_page(page, address)
    until(page, READY)
    tell(page, "add a small blue ball on the table")
    until(page, f"{READY} && spatialwm.recording.names.includes('ball')")
    until(page, "spatialwm.parts.world.find('ball').skin && !spatialwm.looks('ball').hidden")
    x, y, z = place(page, "ball")
    assert y > 0.69, "it lies on the table"
    tell(page, "cut to the ball")
    keep_picture(page, "added-by-words")
    assert np.count_nonzero(_is_blue(picture(page))) > 500, "it is seen"
    tell(page, "a red ball rolls in from the left")
    until(page, f"{READY} && spatialwm.recording.names.includes('ball_2')")
    rolled = page.evaluate("spatialwm.recording.actions.at(-1).action.impulse[0]")
    assert rolled > 0.1, "to the right"
    page.locator("#stage").focus()
    page.keyboard.press("Control+z")
    until(page, f"{READY} && !spatialwm.recording.names.includes('ball_2')")
    assert place(page, "ball") == pytest.approx([x, y, z], abs=1e-3)
    page.keyboard.press("Control+z")
    until(page, f"{READY} && !spatialwm.recording.names.includes('ball')")


def _is_blue(shot: np.ndarray) -> np.ndarray:
    colors = shot[..., :3].astype(int)
    return (colors[..., 2] > colors[..., 0] + 25) & (colors[..., 2] > colors[..., 1] + 10)


def test_a_flight_meets_the_views_one_kept(page: Any, address: str) -> None:
    open_page(page, address)
    for x in (-0.6, 0.0, 0.6):
        view = {"mode": "orbit", "position": [x, 1.2, 1.5], "target": [0.0, 0.7, 0.0]}
        page.evaluate("view => { spatialwm.navigation.jumpTo(view); spatialwm.keepView(); }", view)
    page.evaluate("spatialwm.say('fly through the views')")
    until(page, f"{EYE}.x < -0.3")
    until(page, f"Math.abs({EYE}.x) < 0.25 && Math.abs({EYE}.y - 1.2) < 0.01")
    until(page, f"{EYE}.x > 0.5 && !spatialwm.navigation.director.active")
    page.evaluate("for (const each of [...spatialwm.bookmarks.all]) spatialwm.bookmarks.remove(each)")


def test_colliders_speeds_and_pushes_are_shown_and_the_exposure_changes(page: Any, address: str) -> None:
    open_page(page, address)
    until(page, READY)
    push = {"action": "push", "object": "crate", "impulse": [2.5, 0, 0], "point": None}
    page.evaluate("push => spatialwm.live.act([[0.2, push]], 1)", push)
    until(page, f"{READY} && spatialwm.done")
    page.locator("#stage").focus()
    page.keyboard.press("y")
    for name in ("Colliders", "Speeds", "Pushes"):
        page.get_by_role("button", name=name).click()
    page.evaluate("spatialwm.seek(0.3)")
    page.evaluate("spatialwm.picture()")
    count = "kind => spatialwm.overlays.count(kind)"
    assert page.evaluate(count, "colliders") == 4
    assert page.evaluate(count, "speeds") == 1
    assert page.evaluate(count, "pushes") == 1
    keep_picture(page, "overlays")
    page.evaluate("spatialwm.seek(0.1)")
    plain = picture(page)
    assert page.evaluate(count, "speeds") == 0, "nothing moves yet"
    page.get_by_label("Exposure").fill("1")
    x, y = page.evaluate("spatialwm.project('crate')")
    light = picture(page)[int(y), int(x)]
    assert light[0] > plain[int(y), int(x)][0] + 10
    page.get_by_label("Exposure").fill("-2")
    assert picture(page)[int(y), int(x)].sum() < 0.5 * np.sum(plain[int(y), int(x)])


def test_contacts_and_forces_are_shown_where_things_touch(page: Any, address: str) -> None:
    open_page(page, address)
    until(page, READY)
    throw = {"action": "push", "object": "mug", "impulse": [0, 0.7, 0], "point": None}
    page.evaluate("throw_ => spatialwm.live.act([[0.2, throw_]], 1)", throw)
    until(page, f"{READY} && spatialwm.done")
    page.evaluate("spatialwm.seek(0.1); spatialwm.hud.toggleSee()")
    for name in ("Contacts", "Forces"):
        page.get_by_role("button", name=name).click()
    until(page, "spatialwm.overlays.count('contacts') >= 6")
    assert page.evaluate("spatialwm.overlays.count('forces')") == 2, "crate and mug press on the table"
    keep_picture(page, "contacts")
    page.evaluate("spatialwm.seek(0.4)")
    until(page, "spatialwm.overlays.count('forces') === 1")  # the mug is in the air
    page.get_by_role("button", name="Contacts").click()
    until(page, "spatialwm.overlays.count('contacts') === 0")


def seen_at(page: Any, places: tuple[tuple[float, float, float], ...]) -> np.ndarray:
    """How bright the page is where points of the world are."""
    seen, stage = picture(page), "spatialwm.parts.stage"
    found: list[float] = []
    for x, y, z in places:
        column, row = page.evaluate(f"{stage}.onPage({stage}.camera.position.clone().set({x}, {y}, {z}))")
        found.append(float(seen[int(row) - 1 : int(row) + 2, int(column) - 1 : int(column) + 2].mean()))
    return np.array(found)


def test_the_time_of_day_lights_splats_and_meshes_and_shadows_move(
    page: Any, table: Scene, box_mesh: Mesh, tmp_path: Path
) -> None:
    """A table of triangles on a floor of splats, and a crate of splats on the table."""
    things = {thing.name: thing for thing in table.objects}
    top = replace(box_mesh, vertices=box_mesh.vertices * np.array([1.2, 0.7, 0.7]))
    things["table"] = replace(things["table"], splats=None, mesh=top)
    things["crate"] = replace(things["crate"], position=np.array([0.05, 0.825, -0.1]))
    scene = replace(table, objects=tuple(things.values()))
    places = ((-0.9, 0.01, 0.0), (0.9, 0.01, 0.0), (-0.15, 0.71, -0.15), (0.25, 0.71, -0.15))
    with shown(scene, tmp_path / "table.glb") as address:
        open_page(page, address)
        until(page, READY)
        page.evaluate(
            "spatialwm.navigation.jumpTo({mode: 'orbit', position: [0, 3, 1.8], target: [0, 0.4, 0]})"
        )
        made = seen_at(page, places)
        page.evaluate("spatialwm.hud.toggleSee()")
        page.get_by_label("Time of day").fill("8")
        morning = seen_at(page, places) / made
        keep_picture(page, "morning")
        assert morning[0] < 0.88 * morning[1], "the table's shadow falls on the floor to -x"
        assert morning[2] < 0.88 * morning[3], "and that of the crate on the table"
        page.get_by_label("Time of day").fill("16")
        evening = seen_at(page, places) / made
        keep_picture(page, "evening")
        assert evening[1] < 0.88 * evening[0], "in the evening both fall to +x"
        assert evening[3] < 0.88 * evening[2]
        page.get_by_label("Time of day").fill("21")
        keep_picture(page, "night")
        assert (seen_at(page, places) < 0.6 * made).all(), "it is night"
        page.get_by_label("Time of day").fill("4.75")
        assert np.abs(seen_at(page, places) - made).max() < 1.0, "as it was made"
