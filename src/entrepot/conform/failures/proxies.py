"""47: proxies that change what they carry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from entrepot.conform.outside import counted
from entrepot.conform.peer.reply import Reply
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import holds, same
from entrepot.ehx.httpsig import Request


@failure(47, "A proxy changes Host, re-encodes the path, joins, adds or drops headers.")
def changing_proxy(trial: Trial) -> str:
    outside = trial.outside()
    peer = outside.peer
    first = peer.say("trade", peer.message("1.00"))
    asked = peer.request("trade", peer.logs["trade"].batch(peer.logs["trade"].size - 1))
    harmless = [(what, peer.way(changed)) for what, changed in _harmless(asked)]
    for what, answer in harmless:
        same(f"a proxy that {what}", (answer.status, answer.body), (200, first.body))
    harmful = [(what, peer.way(changed)) for what, changed in _harmful(asked)]
    for what, answer in harmful:
        holds(answer.status in (400, 401, 404), f"a proxy that {what} was answered with {answer.told}")
        holds(_clear(answer), f"the refusal of a proxy that {what} does not say why")
    answers = counted([answer for _, answer in harmful])
    return f"{len(harmless)} harmless changes got the same receipt, others {answers}; {outside.end('1.00')}"


def _harmless(asked: Request) -> Iterator[tuple[str, Request]]:
    """Changes to nothing that is signed."""
    yield "adds headers", _with(asked, **{"X-Forwarded-For": "192.0.2.7", "Via": "1.1 proxy", "Accept": "*/*"})
    yield "writes headers small", replace(asked, headers={name.lower(): each for name, each in asked.headers.items()})
    yield "re-encodes the path", replace(asked, url=asked.url.replace("/channels/", "/ch%61nnels/"))
    yield "puts space around values", _with(asked, **{"Content-Type": f"  {asked.headers['Content-Type']} "})


def _harmful(asked: Request) -> Iterator[tuple[str, Request]]:
    """Changes to what is signed."""
    yield "changes Host", _with(asked, Host="inner.example")
    yield "adds a query", replace(asked, url=f"{asked.url}?from=proxy")
    yield "doubles a slash", replace(asked, url=asked.url.replace("/channels/", "//channels/"))
    yield "joins two signatures", _with(asked, Signature=f"{asked.headers['Signature']}, {asked.headers['Signature']}")
    yield "drops the digest", _without(asked, "Content-Digest")
    yield "drops the signature", _without(asked, "Signature")
    yield "changes the type", _with(asked, **{"Content-Type": "application/octet-stream"})


def _with(asked: Request, **changed: str) -> Request:
    return replace(asked, headers={**asked.headers, **changed})


def _without(asked: Request, name: str) -> Request:
    return replace(asked, headers={each: value for each, value in asked.headers.items() if each != name})


def _clear(answer: Reply) -> bool:
    """Whether a person reads why."""
    return bool(answer.said.get("detail")) or any(words in answer.body for words in (b"Host", b"nothing at this"))
