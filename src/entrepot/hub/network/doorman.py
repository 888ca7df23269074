"""Lets a peer in: its signature, by a key of its statement, over this very request to us."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from entrepot.ehx import httpsig
from entrepot.ehx.httpsig import Request, Signed
from entrepot.ehx.refusal import code_of, refusal
from entrepot.hub.events import clock
from entrepot.hub.network import own, statements
from entrepot.hub.network.models import HttpKey, Nonce, Peer
from entrepot.trade.finding import Refused

REMEMBERED = timedelta(minutes=10)


def verified(request: Request, peer: Peer | None = None, *, once: bool = False) -> Signed:
    """Who signed the request: any peer, or the one named; refuses otherwise.

    A key that we do not know makes us fetch the peer's statement anew, at most once a minute. With `once` a one-time
    word that was seen before is refused; a channel needs no such fence, since a repeat gets the same receipt.
    """
    if urlsplit(request.url).netloc.lower() != own.host():
        raise refusal("sig-invalid", gettext_noop("The request was made for another hub."))
    try:
        signed = _checked(request, peer)
    except Refused as refused:
        if code_of(refused) != "sig-key-unknown" or peer is None or not statements.refreshed(peer):
            raise
        peer.refresh_from_db()
        signed = _checked(request, peer)
    if once:
        _remember(signed)
    return signed


def who(signed: Signed) -> Peer:
    """The peer whose key it was."""
    return HttpKey.objects.select_related("peer").get(keyid=signed.keyid).peer


def _checked(request: Request, peer: Peer | None) -> Signed:
    """Whose signature it is: of the peer named, by a key of its statement, else of any peer, found by its key."""
    keys = _anybody if peer is None else peer.said.http.get
    return httpsig.verify_request(request, keys, now=int(clock.wall().timestamp()))


def _anybody(keyid: str) -> bytes | None:
    found = HttpKey.objects.filter(keyid=keyid).first()
    return bytes(found.public) if found else None


def _remember(signed: Signed) -> None:
    now = clock.wall()
    Nonce.objects.filter(seen_at__lt=now - REMEMBERED).delete()
    try:
        with transaction.atomic():
            Nonce.objects.create(keyid=signed.keyid, nonce=signed.nonce[:128], seen_at=now)
    except IntegrityError:
        raise refusal("sig-replayed", gettext_noop("This signed request was made before.")) from None
