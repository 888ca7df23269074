"""Writes about notices: anyone may say that goods in the shop are unsafe, counterfeit or prohibited."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events, sealing
from entrepot.hub.catalogue import queries as catalogue
from entrepot.hub.catalogue.models import Listing
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.trust.models import KINDS, Notice
from entrepot.trade.finding import Finding, refuse_if_any

LONGEST = 4000
AUTHORITIES = ("customs", "agency")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    """What is said against which listing, of what kind; how to reach who says it, and that it is said honestly."""

    key: str
    kind: str
    told: str
    contact: str = ""
    honest: bool = False


@transaction.atomic
def notify(facts: NoticeFacts, *, by: Actor) -> Notice:
    """Take a notice; the same words against the same listing are kept once.

    An authority that acts for customs or a permit agency here is trusted: it need not say how to reach it, and its
    notice is looked at first.
    """
    trusted = any(parties.may(by, right) for right in AUTHORITIES) and by.party != ""
    refuse_if_any(_of_notice(facts, trusted=trusted))
    return enter(catalogue.listing(facts.key), facts, trusted=trusted, by=by)


def enter(listing: Listing, facts: NoticeFacts, *, trusted: bool, by: Actor, peer: str = "") -> Notice:
    """Write a notice that was checked, and record it without its words."""
    said = _digest(listing.key, facts)
    known = Notice.objects.filter(said=said).first()
    if known is not None:
        return known
    notice = Notice.objects.create(
        key=listing.key,
        seller_code=listing.seller,
        hub=listing.hub,
        title=listing.title,
        kind=facts.kind,
        told=sealing.seal({"told": facts.told, "contact": facts.contact}, about=f"notice:{said}"),
        said=said,
        trusted=trusted,
        party=by.party if trusted else "",
        peer=peer,
        received_at=by.at,
    )
    body = {"key": listing.key, "kind": facts.kind, "trusted": trusted, "notice": notice.pk}
    events.record("trust.notice.received", subject(listing.key), by=_without_name(by), body=body)
    return notice


def opened(notice: Notice) -> tuple[str, str]:
    """The words of a notice, and how to reach who said them: for operators, who alone may call this."""
    told = sealing.unseal(bytes(notice.told), about=f"notice:{notice.said}")
    return told.get("told", ""), told.get("contact", "")


def subject(key: str) -> str:
    """Under which name events about a listing stand."""
    return f"listing:{key}"[:120]


def _without_name(by: Actor) -> Actor:
    """Who gives notice is nobody's business but the operators'; an authority stands by its word."""
    return by if by.party else Actor("visitor", "", "a notifier", by.at)


def _digest(key: str, facts: NoticeFacts) -> str:
    told = "\n".join(("notice", key, facts.kind, facts.told.strip(), facts.contact.strip()))
    return hmac.new(sealing.commitment_key(), told.encode(), hashlib.sha256).hexdigest()


def _of_notice(facts: NoticeFacts, *, trusted: bool) -> Iterator[Finding]:
    if facts.kind not in KINDS:
        yield Finding(
            "notice-kind-unknown",
            gettext_noop("“{kind}” is no kind of notice."),
            "/kind",
            gettext_noop("Choose one of the kinds shown."),
            params={"kind": facts.kind},
        )
    if not 0 < len(facts.told.strip()) <= LONGEST:
        yield Finding(
            "notice-not-substantiated",
            gettext_noop("It is not said what is wrong, or in more than {most} letters."),
            "/told",
            gettext_noop("Say what you found and how you know it."),
            params={"most": str(LONGEST)},
        )
    if not trusted and "@" not in facts.contact:
        yield Finding(
            "contact-missing",
            gettext_noop("The hub cannot tell you what becomes of the notice."),
            "/contact",
            gettext_noop("Give an e-mail address; it is sealed, and the seller does not see it."),
        )
    if not trusted and not facts.honest:
        yield Finding(
            "honesty-not-stated",
            gettext_noop("It is not stated that you believe this to be true and complete."),
            "/honest",
            gettext_noop("State it, or do not give the notice."),
        )
