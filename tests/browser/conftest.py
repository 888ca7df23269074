"""A real browser on a real server. Without a Chromium these tests are left out, and say so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from tests import cast
from tests.web.conftest import PEOPLE

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
AXE = Path(os.environ.get("ENTREPOT_AXE", "node_modules/axe-core/axe.min.js"))

Open = Callable[..., Any]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine; Debian's is installed by `apt-get install chromium`")
    # The browser's loop runs in this thread until the end; the tables are ours all the same.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def faults() -> list[str]:
    """What the browser complained of while the test ran."""
    return []


@pytest.fixture
def opened(chromium: Any, live_server: LiveServer, faults: list[str]) -> Iterator[Open]:
    """Open a page as somebody, in a language, on a desk or on a phone, with scripts or without."""
    contexts = []

    def page(path: str, role: str = "", *, language: str = "en", width: int = 1280, **more: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce", **more)
        contexts.append(context)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if role:
            cookies[settings.SESSION_COOKIE_NAME] = _session(role)
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        shown = context.new_page()
        shown.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
        shown.on("pageerror", lambda fault: faults.append(str(fault)))
        shown.goto(live_server.url + path)
        return shown

    yield page
    for context in contexts:
        context.close()


@pytest.fixture
def axe() -> str:
    if not AXE.exists():
        pytest.skip("axe-core is not here; `npm install axe-core` or ENTREPOT_AXE=…/axe.min.js brings it")
    return AXE.read_text()


def _session(role: str) -> str:
    """A session of the person who sits at a desk."""
    from django.test import Client

    email, party, name = PEOPLE[role]
    client = Client()
    client.force_login(cast.person(email, party, role, name))
    return client.cookies[settings.SESSION_COOKIE_NAME].value
