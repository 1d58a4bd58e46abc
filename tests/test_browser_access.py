"""The page for everybody: what axe-core finds, what the keyboard reaches, a phone, light and dark."""

import os
from pathlib import Path
from typing import Any

import pytest

from spatialwm_viewer.server import PAGE
from tests.browser_page import READY, frames, keep_picture, open_page, until

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


# What is cut off, what lies over something else, and how long the timeline is [px].
LAYOUT = """(() => {
  const seen = (each) => each.checkVisibility() && each.closest('.glass') && !each.closest('dialog');
  const box = (each) => each.getBoundingClientRect();
  const name = (each) => each.ariaLabel || each.textContent.slice(0, 20) || each.className;
  const wrong = [];
  for (const each of [...document.querySelectorAll('button, input, .mark')].filter(seen)) {
    const own = box(each);
    if (own.left < 0 || own.right > innerWidth + 0.5) wrong.push(`${name(each)} is off the page`);
    const pane = each.closest('.glass');
    const scrolls = getComputedStyle(pane).overflowY === 'auto';
    if (!scrolls && (own.top < 0 || own.bottom > innerHeight)) wrong.push(`${name(each)} is off the page`);
    const cut = own.left < box(pane).left - 0.5 || own.right > box(pane).right + 0.5;
    if (cut) wrong.push(`${name(each)} is cut`);
  }
  const panes = [...document.querySelectorAll('nav.glass, aside.glass')].filter(seen);
  for (const pane of [...panes, document.querySelector('.title'), document.querySelector('.tools')])
    for (const other of [...panes, document.querySelector('.tools'), document.querySelector('.dock')]) {
      const [a, b] = [box(pane), box(other)];
      const over = Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
      if (over && pane !== other) wrong.push(`${pane.className} lies over ${other.className}`);
    }
  return [wrong, box(document.querySelector('.track')).width];
})()"""


def test_at_every_width_nothing_is_cut_and_nothing_lies_over_another(page: Any, address: str) -> None:
    open_page(page, address)
    until(page, READY)
    page.evaluate("spatialwm.live.act([[0, {action: 'wait'}]], 0.3)")
    until(page, f"{READY} && spatialwm.done")
    page.evaluate("spatialwm.seek(0.1)")
    page.get_by_label("From here").wait_for()
    page.evaluate("spatialwm.parts.stage.renderer.setAnimationLoop(null)")  # large pictures take seconds here
    for width, height in ((360, 740), (390, 780), (660, 420), (900, 600), (1280, 800), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        for panel in (
            "selectByName('crate')",
            "hud.toggleSee()",
            "hud.toggleObjects()",
            "hud.toggleSelecting()",
        ):
            page.evaluate(f"spatialwm.{panel}")
            until(page, f"spatialwm.parts.stage.camera.aspect === {width} / {height}")
            frames(page)  # panels take their room once it is known
            wrong, track = page.evaluate(LAYOUT)
            assert wrong == [], f"{width} wide, {panel}"
            assert track >= 120, f"{width} wide"
        keep_picture(page, f"width-{width}")
        page.evaluate("spatialwm.hud.toggleSelecting()")
    page.set_viewport_size({"width": 660, "height": 420})


# A browser with a headset that never gets ready.
HEADSET = """
window.asked = [];
const xr = {
  isSessionSupported: async (mode) => mode === "immersive-vr",
  requestSession: (mode, { requiredFeatures }) => {
    window.asked.push([mode, requiredFeatures]);
    return new Promise(() => {});
  },
};
Object.defineProperty(navigator, "xr", { get: () => xr });
"""


def test_a_headset_is_offered_only_where_there_is_one(page: Any, address: str) -> None:
    open_page(page, address)
    until(page, READY)
    frames(page, 4)
    assert page.locator("button[aria-label='Enter with a headset']").is_hidden()
    page.add_init_script(HEADSET)
    page.reload()
    until(page, "globalThis.spatialwm?.running === 'ready'")
    page.get_by_label("Enter with a headset").click()
    until(page, "asked.length === 1")
    assert page.evaluate("asked[0]") == ["immersive-vr", ["local-floor"]]
