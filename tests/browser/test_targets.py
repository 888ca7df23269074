"""What a finger reaches and what a key comes to: targets of 24 px, and nothing in focus lies under a bar."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open
from tests.web.conftest import Day, day
from tests.web.test_every_page import pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

__all__ = ["day"]  # the fixture
SMALL = """() => [...document.querySelectorAll("main :is(a, button, input, select, textarea, summary), footer label")]
    .filter(each => !each.closest("p:not(.row), .vh, label:not(footer label)") && each.checkVisibility())
    .map(each => [each.textContent.trim() || each.name, each.getBoundingClientRect()])
    .filter(([name, box]) => box.height < 24)
    .map(([name, box]) => `${name} ${box.height}`)"""
UNDER = """() => [...document.querySelectorAll("main :is(a, button, input, select, textarea, summary)")]
    .filter(each => each.checkVisibility() && !each.classList.contains("vh"))
    .filter(each => {
        each.focus({focusVisible: true})
        const bar = document.querySelector("nav.nav").getBoundingClientRect()
        const box = each.getBoundingClientRect()
        return box.height < bar.top && box.bottom > bar.top && box.top < bar.bottom
    })
    .map(each => each.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("role", ["customs", "agency"])
def test_on_a_phone_every_target_of_the_customs_window_is_24_pixels_high(role: str, day: Day, opened: Open) -> None:
    page = opened("/", role, width=390)
    host = "/".join(page.url.split("/")[:3])
    for address in pages(role, day):
        page.goto(host + address)
        assert page.evaluate(SMALL) == [], address


def test_what_has_the_focus_on_a_phone_does_not_lie_under_the_bar_below(day: Day, opened: Open) -> None:
    for role, address in (("agency", f"/agency/p/{day.applied}"), ("customs", f"/officer/d/{day.stopped}")):
        page = opened(address, role, width=390)
        assert page.evaluate(UNDER) == [], address
