"""Requests and answers between hubs: bound to their method, host, path, query and content, and to each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from entrepot.ehx import httpsig
from entrepot.ehx.httpsig import Request, Response
from entrepot.ehx.keys import thumbprint
from entrepot.ehx.refusal import code_of
from entrepot.trade.finding import Refused
from tests.ehx.hubs import HANGZHOU, KLIA, NOW

KEYS = {thumbprint(hub.keys.http.verifier.public): hub.keys.http.verifier.public for hub in (HANGZHOU, KLIA)}
URL = "https://kl.example/ehx/v1/channels/abc/entries?x=1"


def request(body: bytes = b"line\n") -> Request:
    made = Request("POST", URL, {"Content-Type": "application/vnd.ehx.entries"} if body else {}, body)
    return httpsig.sign_request(made, HANGZHOU.keys.http, now=NOW, nonce="n-1")


def response(answered: Request) -> Response:
    made = Response(200, answered, {"Content-Type": "text/plain"}, b"receipt\n")
    return httpsig.sign_response(made, KLIA.keys.http, now=NOW)


def test_a_signed_request_tells_who_made_it() -> None:
    signed = httpsig.verify_request(request(), KEYS.get, now=NOW + 1)
    assert signed.keyid == thumbprint(HANGZHOU.keys.http.verifier.public)
    assert (signed.nonce, signed.created) == ("n-1", NOW)


def test_the_signature_input_is_the_one_of_the_protocol() -> None:
    keyid = thumbprint(HANGZHOU.keys.http.verifier.public)
    assert request().headers["Signature-Input"] == (
        'ehx=("@method" "@authority" "@path" "@query" "content-type" "content-digest")'
        f';created={NOW};keyid="{keyid}";alg="ed25519";expires={NOW + 300};nonce="n-1";tag="ehx-1"'
    )


def test_a_request_without_content_is_signed_too() -> None:
    assert httpsig.verify_request(request(b""), KEYS.get, now=NOW).nonce == "n-1"


CHANGES: dict[str, Callable[[Request], Request]] = {
    "method": lambda r: replace(r, method="PUT"),
    "path": lambda r: replace(r, url=r.url.replace("abc", "abd")),
    "host": lambda r: replace(r, url=r.url.replace("kl.example", "other.example")),
    "query": lambda r: replace(r, url=r.url.replace("x=1", "x=2")),
    "encoding of the path": lambda r: replace(r, url=r.url.replace("abc", "%61bc")),
    "body": lambda r: replace(r, body=b"Line\n"),
    "content type": lambda r: replace(r, headers={**r.headers, "Content-Type": "text/plain"}),
    "digest": lambda r: replace(r, headers={**r.headers, "Content-Digest": "sha-256=:" + "A" * 43 + "=:"}),
    "no digest": lambda r: replace(r, headers={n: v for n, v in r.headers.items() if n != "Content-Digest"}),
    "no signature": lambda r: replace(r, headers={n: v for n, v in r.headers.items() if n != "Signature"}),
    "nonce": lambda r: replace(
        r, headers={**r.headers, "Signature-Input": r.headers["Signature-Input"].replace("n-1", "n-2")}
    ),
    "tag": lambda r: replace(
        r, headers={**r.headers, "Signature-Input": r.headers["Signature-Input"].replace("ehx-1", "ehx-2")}
    ),
    "label": lambda r: replace(
        r,
        headers={
            **r.headers,
            "Signature-Input": r.headers["Signature-Input"].replace("ehx=", "sig="),
            "Signature": r.headers["Signature"].replace("ehx=", "sig="),
        },
    ),
    "created": lambda r: replace(
        r,
        headers={
            **r.headers,
            "Signature-Input": r.headers["Signature-Input"].replace(f"created={NOW}", f"created={NOW + 1}"),
        },
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_request_is_refused(change: str) -> None:
    with pytest.raises(Refused) as refused:
        httpsig.verify_request(CHANGES[change](request()), KEYS.get, now=NOW)
    assert code_of(refused.value) == "sig-invalid"


@pytest.mark.parametrize("left_out", httpsig.REQUEST_WITH_CONTENT)
def test_a_signature_that_leaves_out_a_part_is_refused(left_out: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(httpsig, "REQUEST_WITH_CONTENT", tuple(p for p in httpsig.REQUEST_WITH_CONTENT if p != left_out))
        made = request()
    if left_out == "content-digest":  # the library adds it by itself whenever there is a body
        assert httpsig.verify_request(made, KEYS.get, now=NOW)
    else:
        with pytest.raises(Refused):
            httpsig.verify_request(made, KEYS.get, now=NOW)


def test_a_stranger_s_key_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        httpsig.verify_request(request(), {}.get, now=NOW)
    assert code_of(refused.value) == "sig-key-unknown"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (0, None),
        (59, None),
        (-59, None),
        (-60, None),
        (-61, "clock-skew"),
        (300, None),
        (360, None),
        (361, "clock-skew"),
        (86400, "clock-skew"),
        (-86400, "clock-skew"),
    ],
)
def test_the_clock_may_be_a_minute_off_and_a_signature_lives_five(seconds: int, code: str | None) -> None:
    """`seconds` is how far the receiver's clock is past the sender's `created`."""
    if code is None:
        assert httpsig.verify_request(request(), KEYS.get, now=NOW + seconds).created == NOW
    else:
        with pytest.raises(Refused) as refused:
            httpsig.verify_request(request(), KEYS.get, now=NOW + seconds)
        assert code_of(refused.value) == code


def test_dates_after_2038_are_dates() -> None:
    later = 2_200_000_000
    made = httpsig.sign_request(Request("GET", URL), HANGZHOU.keys.http, now=later)
    assert httpsig.verify_request(made, KEYS.get, now=later).created == later


def test_a_signature_that_would_live_longer_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(httpsig, "LIFE", 301)
        made = request()
    with pytest.raises(Refused) as refused:
        httpsig.verify_request(made, KEYS.get, now=NOW)
    assert code_of(refused.value) == "sig-parameters"


def test_an_answer_belongs_to_its_request() -> None:
    answered = response(request())
    assert httpsig.verify_response(answered, KEYS.get, now=NOW).keyid == thumbprint(KLIA.keys.http.verifier.public)


@pytest.mark.parametrize("change", ["request", "status", "body", "type"])
def test_an_answer_changed_or_moved_to_another_request_is_refused(change: str) -> None:
    answered = response(request())
    if change == "request":
        other = Request("POST", URL, {"Content-Type": "application/vnd.ehx.entries"}, b"line\n")
        answered.request = httpsig.sign_request(other, HANGZHOU.keys.http, now=NOW, nonce="n-2")
    elif change == "status":
        answered.status_code = 409
    elif change == "body":
        answered.body = b"another\n"
    else:
        answered.headers["Content-Type"] = "text/html"
    with pytest.raises(Refused) as refused:
        httpsig.verify_response(answered, KEYS.get, now=NOW)
    assert code_of(refused.value) == "sig-invalid"
