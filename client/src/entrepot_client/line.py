"""The line to one hub: a token obtained and renewed; calls within their time, repeated only where that is safe."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import httpx

from entrepot_client.problem import Problem

TRIES = 4
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds
EARLY = 60.0  # seconds before its end at which a token is renewed
SILENT = frozenset({429, 502, 503, 504})


class Line:
    """Sends calls to a hub in the name of one key."""

    def __init__(
        self, client: httpx.Client, client_id: str, client_secret: str, *, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self._client = client
        self._key = (quote(client_id, safe=""), quote(client_secret, safe=""))
        self._pause = pause
        self._token = ""
        self._good_until = 0.0

    def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str | int] | None = None,
        body: Any = None,
        repeatable: bool,
    ) -> Any:
        """The answer's JSON, or a `Problem`; a token that the hub no longer takes is renewed once."""
        answer = self._tried(method, path, query, body, repeatable)
        if answer.status_code == 401:
            self._good_until = 0.0
            answer = self._tried(method, path, query, body, repeatable)
        if not answer.is_success:
            raise Problem.of(answer)
        return answer.json() if answer.content else None

    def _tried(
        self, method: str, path: str, query: Mapping[str, str | int] | None, body: Any, repeatable: bool
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._bearer()}"}

        def once() -> httpx.Response:
            return self._client.request(method, path, params=query, json=body, headers=headers)

        return self._patient(once, repeatable)

    def _patient(self, once: Callable[[], httpx.Response], repeatable: bool) -> httpx.Response:
        """Try again what may be repeated while nobody answers, or the hub asks to wait."""
        for number in range(TRIES):
            last = number == TRIES - 1 or not repeatable
            try:
                answer = once()
            except httpx.TransportError as fault:
                if last:
                    raise Problem.silent(fault) from fault
                self._pause(_pause(number))
                continue
            if last or answer.status_code not in SILENT:
                return answer
            self._pause(_asked(answer) or _pause(number))
        raise AssertionError("the last try returns or raises")

    def _bearer(self) -> str:
        """A token that is good for a while: the kept one, else a new one (OAuth 2.0, client credentials)."""
        if time.monotonic() < self._good_until - EARLY:
            return self._token
        form = {"grant_type": "client_credentials"}
        answer = self._patient(lambda: self._client.post("token", data=form, auth=self._key), repeatable=True)
        if not answer.is_success:
            raise Problem.of(answer)
        told = answer.json()
        self._token = str(told["access_token"])
        self._good_until = time.monotonic() + float(told["expires_in"])
        return self._token


def _pause(number: int) -> float:
    """Full jitter, so that many clients do not come back together."""
    return random.uniform(0, min(FIRST_PAUSE * 2**number, LONGEST_PAUSE))  # noqa: S311 - no secret


def _asked(answer: httpx.Response) -> float:
    """The seconds for which the hub asks to wait, as far as we are ready to."""
    told = answer.headers.get("Retry-After", "")
    return min(float(told), LONGEST_PAUSE) if told.isdigit() else 0.0
