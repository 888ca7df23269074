"""A payment provider that is none: every payment order is paid after two minutes, in full, by nobody. No money moves.

For demonstrations and tests. Its notices are signed with a key of the hub, so that nobody else can say that something
was paid.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_noop

from entrepot.hub.adapters.payment.provider import Asked, Notice, PayOutLine
from entrepot.trade.finding import Finding, NotYours, Refused
from entrepot.trade.money import Money

NAME = "simulator"
SIMULATED = True
BUYER_TAKES = timedelta(minutes=2)
SIGNATURE = "Entrepot-Signature"


def request(asked: Asked) -> Notice | None:
    """Pay it at once, in full. The reference follows from the order, so that asking twice is one payment."""
    reference = _reference("paid", asked.end_to_end_id, str(asked.amount))
    return Notice(end_to_end_id=asked.end_to_end_id, provider_ref=reference, paid=True, amount=asked.amount)


def notify(body: bytes, headers: Mapping[str, str]) -> Notice:
    """A notice in JSON: `end_to_end_id`, `provider_ref`, `paid`, `amount`, `currency`, `reason`."""
    given = next((value for name, value in headers.items() if name.lower() == SIGNATURE.lower()), "")
    if not hmac.compare_digest(given.encode(), signature(body).encode()):
        raise NotYours(
            Finding(
                "notice-not-signed",
                gettext_noop("The notice does not carry the provider's signature."),
                remedy=gettext_noop("Send it as the provider does, signed with the key agreed on."),
            )
        )
    return _read(body)


def pay_out(lines: Sequence[PayOutLine]) -> str:
    """Take the file and pay nobody; the reference follows from the lines."""
    return _reference("payout", *(f"{line.key} {line.amount}" for line in sorted(lines, key=lambda line: line.key)))


def signature(body: bytes) -> str:
    """How the simulator signs what it sends."""
    return hmac.new(f"payment-simulator/{settings.SECRET_KEY}".encode(), body, hashlib.sha256).hexdigest()


def _read(body: bytes) -> Notice:
    try:
        told = json.loads(body)
        amount = Money.of(str(told["amount"]), str(told["currency"])) if told.get("paid") else None
        return Notice(
            end_to_end_id=str(told["end_to_end_id"]),
            provider_ref=str(told["provider_ref"]),
            paid=bool(told["paid"]),
            amount=amount,
            reason=str(told.get("reason", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused(
            Finding(
                "notice-unreadable",
                gettext_noop("The provider's notice cannot be read."),
                remedy=gettext_noop("Send end_to_end_id, provider_ref, paid, amount and currency as one JSON object."),
            )
        ) from None


def _reference(*parts: str) -> str:
    return "SIM" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24].upper()
