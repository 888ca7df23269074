"""The proof of a message, checked by a real browser; and altered, refused by it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from tests.browser.conftest import Open
from tests.web.exchanging import Abroad, abroad

VERDICT = "#verdict[data-verdict]"


@pytest.fixture
def kl(transactional_db: None, settings: Settings, tmp_path: Path) -> Abroad:
    settings.ENTREPOT_HOME = tmp_path
    settings.ENTREPOT_COUNTRY = "CN"
    found = abroad()
    for number in range(1, 8):
        found.tell("tracking.events.v1", number, sent=True)
    found.countersign("reg", "out")
    return found


def page_of(kl: Abroad, index: int) -> str:
    return f"/operator/network/log/{kl.channel('reg', 'out').cid}/{index}"


def told(page: Any) -> list[str]:
    page.wait_for_selector(VERDICT)
    return [page.inner_text(f"[data-step={step}] b") for step in ("tree", "log", "cosign")]


@pytest.mark.parametrize("index", [0, 4, 7])
def test_a_browser_checks_the_message_the_head_and_the_receipt(
    kl: Abroad, opened: Open, faults: list[str], index: int
) -> None:
    page = opened(page_of(kl, index), "operator")
    assert told(page) == ["yes", "yes", "yes"]
    assert page.inner_text("#verdict") == "Holds. Your browser has hashed the message and checked both signatures."
    assert faults == []


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("message", "2026", "2027", ["no", "yes", "yes"]),
        ("proof", "index 4", "index 5", ["no", "yes", "yes"]),
        ("proof", "/reg/1\n8\n", "/reg/1\n9\n", ["no", "no", "no"]),
        ("proof", "/ehx/cosign ", "/ehx/cosig ", ["yes", "yes", "no"]),
        ("proof", "c2sp.org", "c2sp.net", ["no", "no", "no"]),
    ],
)
def test_what_was_altered_does_not_hold(
    kl: Abroad, opened: Open, file: str, old: str, new: str, said: list[str]
) -> None:
    page = opened("/", "operator")

    def altered(route: Any) -> None:
        answer = route.fetch()
        assert old in answer.text()
        route.fulfill(response=answer, body=answer.text().replace(old, new, 1))

    page.route(f"**/{file}", altered)
    page.goto(page.url + page_of(kl, 4)[1:])
    assert told(page) == said
    assert page.inner_text("#verdict") == "Does not hold."


def test_a_browser_without_ed25519_says_what_it_could_not_check(kl: Abroad, opened: Open) -> None:
    page = opened("/", "operator")
    page.add_init_script("crypto.subtle.importKey = () => Promise.reject(new Error('NotSupportedError'))")
    page.goto(page.url + page_of(kl, 4)[1:])
    assert told(page) == ["yes", "not checked", "not checked"]
    assert "cannot check Ed25519" in page.inner_text("#verdict")


def test_without_scripts_the_proof_the_files_and_the_command_are_there(kl: Abroad, opened: Open) -> None:
    page = opened(page_of(kl, 4), "operator", java_script_enabled=False, width=390)
    assert "entrepot verify" in page.inner_text("pre >> nth=0")
    assert page.get_attribute("text=Proof as a file", "href") == page_of(kl, 4) + "/proof"


def test_the_log_renews_itself(kl: Abroad, opened: Open, faults: list[str]) -> None:
    page = opened("/operator/network/log/", "operator")
    assert page.locator(".log-row").count() == 8
    kl.tell("tracking.events.v1", 8, sent=True)
    page.wait_for_selector(".log-row >> nth=8")
    assert "awaited" in page.inner_text(".log-row >> nth=0")
    assert faults == []
