"""A desk at a hub: acts for one party through the hub's public API, and waits for a hub that is away for a moment."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from entrepot.trade.finding import Finding, Refused, Unavailable
from entrepot.twin.place import Place

PATIENCE = 90.0  # seconds a desk waits for a hub that has fallen and is being raised


@dataclass
class Desk:
    """One party's desk: its key comes from the hub's seed, its token from the hub's token endpoint."""

    place: Place
    party: str
    tend: Callable[[], None]
    _token: str = field(default="", repr=False)

    def get(self, path: str, **params: str) -> Any:
        return self._ask("GET", path, params=params).json()

    def raw(self, path: str) -> bytes:
        return self._ask("GET", path).content

    def post(self, path: str, body: object = None, *, at: datetime | None = None) -> Any:
        """Do something at a moment of the story; every act that is posted is safe to repeat."""
        headers = {"Entrepot-Time": at.isoformat()} if at else {}
        return self._ask("POST", path, json=body, headers=headers).json()

    def until(self, path: str, ready: Callable[[Any], bool], *, seconds: float = PATIENCE) -> Any:
        """Ask until the answer is what we wait for."""
        end = time.monotonic() + seconds
        while not ready(answer := self.get(path)):
            if time.monotonic() > end:
                raise Unavailable(f"{self.place.name}: {path} stays {json.dumps(answer)[:600]}")
            self.tend()
            time.sleep(0.1)
        return answer

    def _ask(self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any) -> httpx.Response:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self._call(method, self.place.url + path, headers or {}, more)
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code == 401:
                self._forget()
            elif answer is not None and answer.status_code < 500 and answer.status_code != 429:
                return _understood(answer)
            if time.monotonic() > end:
                raise Unavailable(f"{self.place.name} ({answer.text[:300] if answer is not None else 'no answer'})")
            self.tend()
            time.sleep(0.2)

    def _call(self, method: str, url: str, headers: dict[str, str], more: dict[str, Any]) -> httpx.Response:
        return httpx.request(
            method, url, headers={"Authorization": f"Bearer {self._key()}", **headers}, timeout=60, **more
        )

    def _forget(self) -> None:
        self._token = ""

    def _key(self) -> str:
        if not self._token:
            kept = json.loads((self.place.home / "desk.json").read_text())["keys"][self.party]
            answer = httpx.post(
                self.place.url + "/api/v1/token",
                data={"grant_type": "client_credentials", "client_id": kept["id"], "client_secret": kept["secret"]},
                timeout=30,
            )
            answer.raise_for_status()
            self._token = answer.json()["access_token"]
        return self._token


@dataclass
class Person(Desk):
    """Someone who signs in at the hub's own page and acts for the party, as a browser would."""

    email: str = ""
    _browser: httpx.Client | None = field(default=None, repr=False)

    def _call(self, method: str, url: str, headers: dict[str, str], more: dict[str, Any]) -> httpx.Response:
        browser = self._signed_in()
        ours = {"Entrepot-Party": self.party, "X-CSRFToken": _token(browser)}
        return browser.request(method, url, headers={**ours, **headers}, timeout=60, **more)

    def _forget(self) -> None:
        self._browser = None

    def _signed_in(self) -> httpx.Client:
        if self._browser is None:
            browser = httpx.Client(timeout=30, headers={"Origin": self.place.url})
            page = self.place.url + "/accounts/login/"
            browser.get(page)
            password = json.loads((self.place.home / "desk.json").read_text())["people"][self.email]
            form = {"login": self.email, "password": password, "csrfmiddlewaretoken": _token(browser)}
            if browser.post(page, data=form).status_code != httpx.codes.FOUND:
                raise Unavailable(f"{self.place.name}: {self.email} could not sign in")
            self._browser = browser
        return self._browser


def _token(browser: httpx.Client) -> str:
    """The token against forged forms; each hub keeps it under a name of its own."""
    return next((cookie.value or "" for cookie in browser.cookies.jar if cookie.name.endswith("csrf")), "")


def _understood(answer: httpx.Response) -> httpx.Response:
    """The answer, or the refusal that it tells."""
    if answer.status_code < 400:
        return answer
    try:
        problem = answer.json()
    except ValueError:
        problem = {}
    rows = problem.get("findings") or [{"code": str(answer.status_code), "sentence": answer.text[:500]}]
    known = Finding.__dataclass_fields__
    raise Refused(Finding(**{name: value for name, value in row.items() if name in known}) for row in rows)
