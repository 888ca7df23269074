"""25, 26 and 33: answers that are no delivery, whoever gives them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from entrepot.conform.hubs.line import Carried
from entrepot.conform.hubs.two import Two, incidents, pushed
from entrepot.conform.outside import Outside
from entrepot.conform.peer.reference import Reference
from entrepot.conform.peer.reply import Reply
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import holds, same
from entrepot.ehx import batch, checkpoint, cosignature
from entrepot.ehx.httpsig import Request
from entrepot.ehx.keyring import KeyRing
from entrepot.hub.network.wire import Answer

HOUR = 3600
LIES = ("root", "size", "older", "key", "future", "none")


@failure(25, "Lying receipts: over another root, an older size, by another key, from the future.")
def lying(trial: Trial) -> str:
    outside = trial.outside()
    peer = outside.peer
    start = peer.logs["trade"].size
    peer.say("trade", peer.message("0.00"))
    outside.outcomes("trade", start + 1)
    for number, lie in enumerate(LIES, 1):
        told: list[str] = []
        peer.untrue = _lying(peer, lie, told)
        peer.say("trade", peer.message(f"{number}.00", subject=f"6CN-{lie}"))
        outside.until(partial(_any, told), "the hub sent nothing that a lie could be told about")
        held = len(peer.heard["ctl"])
        _unmoved(outside, lie)
        peer.untrue = None
        outside.outcomes("trade", start + number + 1)
        holds(len(peer.heard["ctl"]) >= held, "the hub went on without a receipt")
    outside.expect("receipt-invalid")
    totals = [f"{number}.00" for number in range(len(LIES) + 1)]
    return f"{len(LIES)} lies moved nothing and raised receipt-invalid; {outside.end(*totals)}"


@failure(26, "What proxies say: 200 without body, 200 with HTML, 301, 404, 502 with HTML, 503, 429.")
def proxies(trial: Trial) -> str:
    seen: list[str] = []
    for answer, state, alarms in _PAGES:
        two = trial.two()
        two.hz.tell("1.00")
        with two.line.at_fault(partial(_page, answer)):
            pushed(two.hz)
        channel = two.hz.channel("trade")
        what = f"{answer.status} {answer.body[:10].decode()}".strip()
        same(f"countersigned after {what}", (channel.acked, channel.state), (1, state))
        same(f"alarms after {what}", incidents(two.hz), alarms)
        if answer.status == 429:
            holds(_pause(two) >= timedelta(minutes=29), "the hub asks again sooner than it was told to")
        two.expect(two.hz, *alarms)
        if state == "stopped":
            _reopened(two)
        two.end()
        seen.append(what)
    return f"never taken for a delivery: {', '.join(seen)}; each message delivered once afterwards"


_PAGES: list[tuple[Answer, str, list[str]]] = [
    (Answer(200, b""), "open", ["receipt-invalid"]),
    (Answer(200, b"<html>ok</html>", {"content-type": "text/html"}), "open", ["receipt-invalid"]),
    (Answer(301, b"", {"location": "https://kl.example/"}), "open", []),
    (Answer(404, b"<html>"), "stopped", ["http-404"]),
    (Answer(409, b'{"code":"split-view"}'), "open", []),
    (Answer(502, b"<html>bad gateway</html>"), "open", []),
    (Answer(503, b""), "open", []),
    (Answer(429, b"", {"retry-after": "1800"}), "open", []),
]


def _any(found: list[str]) -> bool:
    return bool(found)


def _page(answer: Answer, asked: Request, carried: Carried) -> Answer:
    return replace(answer)


def _lying(peer: Reference, lie: str, told: list[str]) -> Callable[[Request, Reply], Reply]:
    """Answers to batches that lie in this way, in a truly signed answer."""

    def answered(asked: Request, true: Reply) -> Reply:
        if not asked.url.endswith("/entries") or true.status != 200:
            return true
        told.append(lie)
        sent = batch.parse(asked.body)
        head = checkpoint.opened(sent.checkpoint, peer.known.log)
        cosign, at = peer.keys.cosign, peer.now
        if lie == "older":
            return replace(true, body=older)
        line = {
            "root": cosignature.cosigned(replace(head, root=bytes(32)), cosign, at=at),
            "size": cosignature.cosigned(replace(head, size=head.size - 1), cosign, at=at),
            "key": cosignature.cosigned(head, replace(other.cosign, verifier=cosign.verifier), at=at),
            "future": cosignature.cosigned(head, cosign, at=at + HOUR),
            "none": "",
        }[lie]
        return replace(true, body=(sent.checkpoint + line).encode())

    older = peer.gave[checkpoint.channel_id(checkpoint.origin(peer.known.host, peer.host, "ctl"))].body
    other = KeyRing.generate(peer.host)
    return answered


def _unmoved(outside: Outside, lie: str) -> None:
    """As far as the sender knows nothing more was countersigned."""
    if outside.inside is not None:
        channel = outside.inside.hub.channel("ctl")
        holds(channel.acked < channel.size, f"the sender advanced on a receipt that lies about its {lie}")


def _pause(two: Two) -> timedelta:
    until = two.hz.channel("trade").next_try
    return until - two.hands.shows if until else timedelta()


def _reopened(two: Two) -> None:
    from entrepot.hub.network import actions

    with two.hz.here():
        actions.reopen(two.hz.channel("trade"), by=two.hz.by())
