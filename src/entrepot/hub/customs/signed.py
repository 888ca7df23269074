"""A paper under its sender's signature: one line of text that says who tells what of which consignment.

The form is a compact JWS (RFC 7515, Ed25519) with `typ` `entrepot-paper+jws` and as `kid` the key's thumbprint (RFC
7638). Its payload is one strict JSON object: `kind`, `ucr` and the `paper` as its sender tells it. Whoever carries it,
and however late, the signature speaks for the sender alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from django.utils.translation import gettext_noop

from entrepot.ehx import jose, strict
from entrepot.ehx.encoding import unb64url
from entrepot.ehx.keys import SigningKey
from entrepot.hub.customs import told
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.matching import OrderPaper, PaymentPaper, WaybillPaper

TYPE = "entrepot-paper+jws"


class Order(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="order", tag_field="kind"):
    """The payload of a signed order."""

    ucr: str
    paper: told.Order


class Payment(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="payment", tag_field="kind"):
    """The payload of a signed payment."""

    ucr: str
    paper: told.Payment


class Waybill(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="waybill", tag_field="kind"):
    """The payload of a signed waybill."""

    ucr: str
    paper: told.Waybill


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed paper whose signature holds: who speaks, with which key, and what customs compares of it."""

    sender: Party
    key: str
    kind: str
    ucr: str
    facts: OrderPaper | PaymentPaper | WaybillPaper
    text: str


def sign(payload: Order | Payment | Waybill, key: SigningKey) -> str:
    """A paper signed by its sender, ready to be carried."""
    return jose.compact(strict.line(msgspec.to_builtins(payload)), key, TYPE)


def opened(text: str) -> Signed:
    """The paper, if a key that a party of this hub registered signed it and nothing in it was changed."""
    header, _ = jose.opened_unverified(text)
    if header.get("typ") != TYPE:
        raise Refused(_not_a_paper())
    key = parties.verifying_key(str(header.get("kid", "")))
    payload = _read(jose.verify(text, unb64url(key.public, length=32)))
    kind, facts = told.committed(payload.ucr, payload.paper)
    return Signed(key.party, key.thumbprint, kind, payload.ucr, facts, text)


def _read(raw: bytes) -> Order | Payment | Waybill:
    """The payload in its form, read in one way only."""
    try:
        return msgspec.convert(strict.read(raw), Order | Payment | Waybill, strict=True)
    except msgspec.ValidationError as fault:
        raise Refused(
            Finding(
                "paper-unreadable",
                gettext_noop("The {kind} cannot be read: {fault}."),
                "/signed",
                gettext_noop("Send every field of the document in its type."),
                params={"kind": "paper", "fault": str(fault)},
            )
        ) from None


def _not_a_paper() -> Finding:
    return Finding(
        "not-a-signed-paper",
        gettext_noop("This is not a signed order, payment or waybill."),
        "/signed",
        gettext_noop("Sign the paper as a compact JWS of type {typ}."),
        params={"typ": TYPE},
    )
