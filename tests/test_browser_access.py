"""The page for everybody: what axe-core finds, what the keyboard reaches, a phone, light and dark."""

import os
from pathlib import Path
from typing import Any

import pytest

from spatialwm_viewer.server import PAGE
from tests.browser_page import READY, keep_picture, open_page, until

pytestmark = pytest.mark.browser

AXE = PAGE.parents[2] / "web-app" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.exists():
        if os.environ.get("SPATIALWM_REQUIRE_BROWSER") == "1":
            pytest.fail("axe-core is not installed: npm ci in viewer/web-app")
        pytest.skip("axe-core is not installed: npm ci in viewer/web-app")
    return Path(AXE).read_text(encoding="utf-8")


def serious(page: Any, axe: str) -> list[str]:
    """What axe-core calls serious or critical, each with the first place it is at."""
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:120]} {each['nodes'][0]['failureSummary'][:200]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(page: Any, address: str, axe: str, scheme: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    open_page(page, address)
    until(page, READY)
    page.evaluate("spatialwm.selectByName('crate'); spatialwm.hud.toggleObjects()")
    assert serious(page, axe) == []
    keep_picture(page, f"whole-{scheme}")
    page.evaluate("spatialwm.hud.toggleViews(); spatialwm.keepView(); spatialwm.hud.help.toggle()")
    assert serious(page, axe) == []
    keep_picture(page, f"help-{scheme}")
    panel = {"light": "toggleSee", "dark": "toggleSelecting"}[scheme]
    page.evaluate(f"spatialwm.hud.help.toggle(); spatialwm.hud.{panel}()")
    assert serious(page, axe) == []
    keep_picture(page, f"panel-{scheme}")
    page.set_viewport_size({"width": 660, "height": 420})


def test_the_keyboard_reaches_every_control_and_each_says_what_it_is(page: Any, address: str) -> None:
    open_page(page, address)
    until(page, READY)
    page.evaluate("spatialwm.selectByName('crate'); spatialwm.hud.toggleObjects()")
    wanted = set(
        page.evaluate(
            """[...document.querySelectorAll('button, input')]
            .filter((each) => each.checkVisibility() && !each.disabled)
            .map((each, k) => { each.dataset.control = String(k); return each.dataset.control; })"""
        )
    )
    assert len(wanted) > 20
    reached: set[str] = set()
    page.locator("#stage").focus()
    for _ in range(len(wanted) + 10):
        page.keyboard.press("Tab")
        name, control = page.evaluate(
            """(() => { const e = document.activeElement;
            const name = e.getAttribute('aria-label') || e.textContent || '';
            return [name.trim(), e.dataset.control ?? '']; })()"""
        )
        if control:
            assert name, "a control without a name"
            reached.add(control)
    assert reached == wanted


def test_on_a_phone_every_control_is_within_the_picture(page: Any, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 780})
    open_page(page, address)
    until(page, READY)
    page.evaluate("spatialwm.selectByName('crate')")
    outside = page.evaluate(
        """[...document.querySelectorAll('button, input')].filter((each) => {
          const { left, right, top, bottom, width } = each.getBoundingClientRect();
          return width > 0 && (left < 0 || right > innerWidth || top < 0 || bottom > innerHeight);
        }).map((each) => each.outerHTML.slice(0, 80))"""
    )
    assert outside == []
    keep_picture(page, "phone")
    page.set_viewport_size({"width": 660, "height": 420})
