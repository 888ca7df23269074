"""Pages in a browser: keys, phones, no scripts, the content policy, and axe."""

from __future__ import annotations

from typing import Any

import pytest

from entrepot.hub.customs.models import Declaration
from entrepot.hub.payments.models import PaymentOrder
from tests.browser.conftest import Open
from tests.web.conftest import Day, day
from tests.web.test_every_page import DESKS, pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

__all__ = ["day"]  # the fixture
WIDEST = "document.documentElement.scrollWidth"
RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"


@pytest.mark.parametrize("role", DESKS, ids=lambda role: role or "visitor")
def test_no_page_breaks_the_content_policy_or_scrolls_sideways(
    role: str, day: Day, opened: Open, faults: list[str]
) -> None:
    page = opened("/", role, width=320)
    host = "/".join(page.url.split("/")[:3])
    for address in pages(role, day):
        page.goto(host + address)
        assert page.evaluate(WIDEST) <= 320, address
    assert faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("role", DESKS, ids=lambda role: role or "visitor")
def test_axe_finds_nothing(role: str, scheme: str, day: Day, opened: Open, axe: str) -> None:
    page = opened("/", role, color_scheme=scheme, bypass_csp=True)
    host = "/".join(page.url.split("/")[:3])
    for address in pages(role, day):
        page.goto(host + address)
        page.evaluate(axe)
        answer = page.evaluate(f"axe.run(document, {{runOnly: {RULES}}})")
        assert [(found["id"], found["nodes"][0]["html"][:120]) for found in answer["violations"]] == [], address


def test_an_officer_decides_without_touching_the_mouse(day: Day, opened: Open, faults: list[str]) -> None:
    page = opened("/officer/", "customs")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/officer/d/*")
    page.keyboard.press("x")
    page.wait_for_selector("[value=refuse]:checked", state="attached")
    page.keyboard.press("r")
    page.wait_for_selector("[value=release]:checked", state="attached")
    page.keyboard.press("e")
    page.keyboard.type("Seen, in order. x r")
    assert page.is_checked("[value=release]")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/officer/")
    assert Declaration.objects.get(mrn=day.stopped).state == "released"
    assert faults == []


def test_single_keys_can_be_turned_off_and_stay_off(day: Day, opened: Open) -> None:
    page = opened(f"/officer/d/{day.stopped}", "customs")
    page.uncheck("#keys-on")
    page.reload()
    assert not page.is_checked("#keys-on")
    page.focus("[data-keys]")
    page.keyboard.press("x")
    assert not page.is_checked("[value=refuse]")


def test_without_scripts_an_officer_decides_and_a_reader_changes_the_language(day: Day, opened: Open) -> None:
    page = opened(f"/officer/d/{day.stopped}", "customs", java_script_enabled=False)
    assert not page.is_visible("#keys-on")
    page.click("header details:has([name=language]) > summary")
    page.click("[value=ms]")
    page.wait_for_selector(".sheet.decide h2:text-is('Keputusan anda')")
    page.click("label:has([value=release])")
    page.click(".decide .btn-primary")
    page.wait_for_url("**/officer/")
    assert Declaration.objects.get(mrn=day.stopped).state == "released"


def test_the_payment_page_changes_by_itself_when_the_money_has_come(day: Day, opened: Open, faults: list[str]) -> None:
    page = opened(f"/pay/{day.sale}/")
    assert page.is_visible(".qr")
    PaymentOrder.objects.filter(end_to_end_id=day.sale).update(state="settled")
    page.wait_for_selector("text=The payment has been received.", timeout=10_000)
    page.wait_for_selector(".qr", state="hidden")
    assert faults == []


def test_the_deed_has_its_cut_on_a_desk_and_folds_on_a_phone(day: Day, opened: Open) -> None:
    path = f"/c/{day.settled}"
    opened(path, "seller").wait_for_selector(".file-cut >> nth=0")
    opened(path, "seller", width=390).wait_for_selector(".file-cut >> nth=0", state="hidden")


def test_everything_is_reached_by_keyboard_and_the_focus_is_seen(day: Day, opened: Open) -> None:
    page: Any = opened("/seller/", "seller")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"


def test_a_question_is_answered_as_it_is_changed_and_the_address_follows(
    day: Day, opened: Open, faults: list[str]
) -> None:
    page = opened("/quote/?from=CN&to=MY&hs=691200&value=4800&currency=MYR&on=2026-03-02")
    assert "MYR5,280.00" in page.inner_text(".quote-total").replace("\n", "").replace(" ", "")
    page.fill("#f-value", "2400")
    page.locator("#f-value").blur()
    page.wait_for_selector(".quote-total:has-text('2,640.00')")
    page.wait_for_url("**value=2400**")
    page.wait_for_selector("#quote-actions input[name=value][value='2400']", state="attached")
    page.fill("#f-hs", "69")
    page.locator("#f-hs").blur()
    page.wait_for_selector("#f-hs-found")
    page.wait_for_selector("#f-hs[aria-invalid=true]")
    assert faults == []


def test_without_scripts_a_visitor_asks_compares_two_days_and_keeps_the_answer(day: Day, opened: Open) -> None:
    page = opened("/quote/", java_script_enabled=False, width=390)
    page.fill("#f-hs", "6912.00")
    page.fill("#f-value", "4800")
    page.select_option("#f-currency", "MYR")
    page.select_option("#f-to", "MY")
    page.click("#ask .btn-primary")
    page.wait_for_selector(".quote-total")
    page.fill("#then", "2024-01-01")
    page.click("text=Compare the days")
    page.wait_for_selector(".asof-table")
    page.click("text=Keep it and share it")
    page.wait_for_selector("text=Comes out the same, to the cent")
    assert "/quote/" in page.url
