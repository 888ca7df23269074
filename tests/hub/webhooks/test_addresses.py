"""Which addresses the hub calls for a party: none behind its own wall, whatever a name says."""

from __future__ import annotations

import socket
from typing import Any

import httpx
import pytest
from pytest_django import Settings

from entrepot.hub.webhooks import line
from entrepot.trade.finding import Refused


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
    """The name service gives these addresses, one list a question."""
    given = list(answers)

    def look_up(host: str, port: int, **_: Any) -> list[Any]:
        found = given.pop(0) if len(given) > 1 else given[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


@pytest.mark.parametrize(
    "url",
    [
        "http://8.8.8.8/hub",
        "https://127.0.0.1/hub",
        "https://10.1.2.3/hub",
        "https://192.168.0.1/hub",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/hub",
        "https://[::1]/hub",
        "https://[fd00::1]/hub",
        "https://[::ffff:10.0.0.1]/hub",
        "https://[2002:a00:1::]/hub",
        "https://224.0.0.1/hub",
        "https://0.0.0.0/hub",
        "https://user:word@8.8.8.8/hub",
        "https://8.8.8.8:99999/hub",
        "https:///hub",
        "ftp://8.8.8.8/hub",
        "file:///etc/passwd",
        "nothing",
        "",
    ],
)
def test_an_address_that_is_not_https_on_the_public_network_is_refused(url: str) -> None:
    with pytest.raises(Refused) as refused:
        line.reachable(url)
    assert [found.code for found in refused.value.findings] == ["webhook-address"]


def test_a_name_with_one_private_address_among_its_own_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(Refused):
        line.reachable("https://shop.example/hub")


def test_for_stories_this_machine_may_be_called_and_still_no_other_private_one(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.ENTREPOT_ALLOW_LOOPBACK_PEERS = True
    assert line.reachable("http://127.0.0.1:8080/hub") == "127.0.0.1"
    resolving(monkeypatch, ["10.0.0.1"])
    with pytest.raises(Refused):
        line.reachable("https://shop.example/hub")


def test_the_call_goes_to_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers differently a moment later leads nowhere new; the certificate is still the name's."""
    resolving(monkeypatch, ["8.8.8.8"], ["10.0.0.1"])
    asked: list[httpx.Request] = []

    def answered(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, content=iter([b"taken"]))

    made = httpx.Client
    monkeypatch.setattr(httpx, "Client", lambda **_: made(transport=httpx.MockTransport(answered)))
    assert line.post("https://shop.example:8443/hub?a=1", b"{}", {"webhook-id": "1"}) == line.Answer(200, "taken")
    assert str(asked[0].url) == "https://8.8.8.8:8443/hub?a=1"
    assert (asked[0].headers["Host"], asked[0].extensions["sni_hostname"]) == ("shop.example:8443", "shop.example")


def test_only_the_beginning_of_a_long_answer_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, ["8.8.8.8"])
    made = httpx.Client
    long = httpx.MockTransport(lambda _: httpx.Response(200, content=iter([b"x" * 1000] * 1000)))
    monkeypatch.setattr(httpx, "Client", lambda **_: made(transport=long))
    assert line.post("https://shop.example/hub", b"{}", {}).said == "x" * 200
