"""43: offers of exchange that may not be agreed to, and addresses that may not be called."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from entrepot.conform.hubs.injected import put
from entrepot.conform.outside import Inside, Outside
from entrepot.conform.peer.reply import Reply
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import Unmet, holds, same
from entrepot.ehx.agreement import OFFER_LIFE, TERMS
from entrepot.ehx.httpsig import Request
from entrepot.ehx.keyring import KeyRing
from entrepot.ehx.refusal import code_of
from entrepot.hub.network import actions
from entrepot.hub.network.models import Channel, Peer
from entrepot.hub.network.wire import Answer
from entrepot.trade.finding import Refused, Unavailable

PRIVATE = {"inner.example": "10.0.0.7", "cloud.example": "169.254.169.254", "home.example": "127.0.0.1"}
WRONG = (
    "http://hz2.example",
    "https://127.0.0.1",
    "https://169.254.169.254",
    "https://[::1]",
    *(f"https://{host}" for host in PRIVATE),
)


@failure(43, "Offers that are replayed, expired or altered; addresses that lead inside, or that redirect.")
def false_offers(trial: Trial) -> str:
    outside = trial.unmet()
    inside = outside.within("needs an operator who approves")
    refused = _false_offers(outside, inside)
    replayed = _replayed(outside, inside)
    called = _private_addresses(trial.unmet())
    alone = _one_operator_alone(trial.unmet())
    return f"{refused} false offers refused, {replayed}, {called}, {alone}"


def _false_offers(outside: Outside, inside: Inside) -> int:
    """Offers that no operator could mean: none of them opens a channel."""
    peer, hub = outside.peer, inside.hub
    same("an offer before any operator approved", _handed_in(outside, peer.offer()).status, 202)
    _forget_offers(inside)
    with hub.here():
        _approved(outside, inside)
    other = replace(peer.known, facts=replace(peer.known.facts, entity="https://other.example"))
    richer = {**TERMS, "limits": {**TERMS["limits"], "leaf": 2**31}}
    offers = {
        "expired": peer.offer(at=peer.now - OFFER_LIFE - 1),
        "with other limits": peer.offer(terms=richer),
        "with other channels": peer.offer(channels=[]),
        "signed by another key": peer.offer(key=KeyRing.generate(peer.host).root),
        "made to another hub": peer.offer(to=other),
        "with one letter changed": peer.offer().replace(b'"payload":"e', b'"payload":"f'),
    }
    for what, raw in offers.items():
        answer = _handed_in(outside, raw)
        holds(answer.status in (400, 409, 422), f"an offer {what} was answered with {answer.told}")
    with hub.here():
        same("channels opened by false offers", Channel.objects.count(), 0)
    return len(offers)


def _replayed(outside: Outside, inside: Inside) -> str:
    """The true offer opens eight channels; the same bytes again open nothing, and change nothing."""
    peer, hub = outside.peer, inside.hub
    outside.until(peer.prove, "the two did not come together after the false offers")
    before = _peering(inside)
    again = [_handed_in(outside, raw) for raw in (peer.agreement, peer.offer(), peer.agreement)]
    holds(all(each.status in (200, 409, 422) for each in again), "a replayed offer had another answer")
    same("the peering after the replay", _peering(inside), before)
    with hub.here():
        same("channels", Channel.objects.count(), 8)
    return "a replay changed nothing"


def _private_addresses(outside: Outside) -> str:
    """Nothing is asked of an address inside, however it is written, and no redirect is followed."""
    inside = outside.within("needs an operator who approves")
    hub, peer = inside.hub, outside.peer
    hub.loopback = False
    inside.line.forget()
    with hub.here(), _names(lambda host: PRIVATE.get(host, "93.184.216.34")):
        for url in WRONG:
            try:
                actions.peer_with(url, "0000", by=hub.by())
            except Refused as refused:
                same(f"why {url} is refused", code_of(refused), "address-not-public")
                continue
            raise Unmet(f"{url} was called")
        same("requests that left the hub", len(inside.line.passed), 0)
        to = {"location": "http://127.0.0.1/"}
        with inside.line.at_fault(lambda asked, carried: Answer(302, b"", to)):
            try:
                actions.peer_with(peer.url, peer.statement.thumbprint, by=hub.by())
            except (Refused, Unavailable):
                same("requests after a redirect", len(inside.line.passed), 1)
            else:
                raise Unmet("a redirect was followed")
        same("peers known", Peer.objects.count(), 0)
    return f"{len(WRONG)} addresses inside not called, a redirect not followed"


def _one_operator_alone(outside: Outside) -> str:
    """Where two must want it, one operator opens nothing."""
    inside = outside.within("needs an operator who approves")
    hub, peer = inside.hub, outside.peer
    hub.four_eyes = "1"
    with hub.here():
        try:
            actions.peer_with(peer.url, peer.statement.thumbprint, by=hub.by())
        except Refused as refused:
            same("why one operator is refused", code_of(refused), "second-operator-needed")
        else:
            raise Unmet("one operator alone came to exchange with a hub")
        same("peers known", Peer.objects.count(), 0)
    return "one operator alone refused"


def _handed_in(outside: Outside, raw: bytes) -> Reply:
    """Hand in an offer; the hub is not asked to come further."""
    url = f"{outside.peer.known.facts.base}/peerings"
    return outside.peer.way(Request("POST", url, {"Content-Type": "application/vnd.ehx.peering+json"}, raw))


def _approved(outside: Outside, inside: Inside) -> None:
    """The operator approves our key; the hub's own offer is lost on the way, so that ours are what it has."""
    peer = outside.peer
    with inside.line.at_fault(_no_posts):
        try:
            actions.peer_with(peer.url, peer.statement.thumbprint, by=inside.hub.by())
        except Unavailable:
            return


def _no_posts(asked: Request, carried: Callable[[Request], Answer]) -> Answer:
    if asked.method == "POST":
        raise Unavailable(asked.url)
    return carried(asked)


def _forget_offers(inside: Inside) -> None:
    from entrepot.hub.network.models import Offer

    with inside.hub.here():
        Offer.objects.all().delete()


def _peering(inside: Inside) -> tuple[Any, ...]:
    with inside.hub.here():
        held = Peer.objects.get()
        return held.state, held.peering, bytes(held.agreement)


@contextmanager
def _names(address: Callable[[str], str]) -> Iterator[None]:
    """Within, names lead to these addresses."""

    def found(host: str, port: int, **_: Any) -> list[Any]:
        literal = host.strip("[]")
        known = literal if ":" in literal or literal.replace(".", "").isdigit() else address(literal)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (known, port))]

    with put(socket, getaddrinfo=found):
        yield
