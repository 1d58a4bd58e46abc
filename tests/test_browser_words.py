"""Sentences that the page helps to write, and what it says to those who hear it."""

from typing import Any

import pytest

from tests.browser_page import READY, keep_picture, open_page, until

pytestmark = pytest.mark.browser


def test_tab_ends_a_word_and_what_was_done_is_told_once(page: Any, address: str) -> None:
    open_page(page, address)
    until(page, READY)
    page.locator("#stage").focus()
    page.keyboard.press("/")
    page.keyboard.type("kno")
    keep_picture(page, "completion")
    page.keyboard.press("Tab")
    assert page.input_value(".command-bar input") == "knock over the"
    page.keyboard.type(" mu")
    page.keyboard.press("ArrowRight")
    assert page.input_value(".command-bar input") == "knock over the mug"
    page.keyboard.press("Enter")
    until(page, "spatialwm.done")
    said = page.get_by_role("log", name="What was done").locator("li")
    done = page.evaluate("spatialwm.done.actions.length")
    assert done > 0
    assert said.count() == done
    assert "mug" in said.all_inner_texts()[-1]
    page.locator("#stage").focus()
    page.keyboard.press("Control+z")
    until(page, "document.querySelectorAll('[role=log] li').length === 0")


def test_tab_leaves_the_bar_where_there_is_nothing_to_end(page: Any, address: str) -> None:
    open_page(page, address)
    until(page, READY)
    page.locator(".command-bar input").fill("push the mug")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Do it"


def test_a_slider_takes_its_arrows_and_leaves_the_letters(page: Any, address: str) -> None:
    open_page(page, address)
    page.locator("#stage").focus()
    page.keyboard.press("y")
    page.get_by_label("Exposure").focus()
    page.keyboard.press("ArrowRight")
    assert page.input_value("[aria-label=Exposure]") == "0.25"
    page.keyboard.press("y")
    assert page.get_by_label("Exposure").is_hidden(), "Y closes the panel from within it"
