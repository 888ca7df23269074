"""The payment provider of this hub, and what follows when it is asked or speaks.

`asked` and `paid_out` are consequences for `followers.py`; `notified` is for the door at which a provider reports.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from importlib import import_module
from typing import cast

from django.conf import settings

from entrepot.hub.adapters.payment.provider import Asked, Notice, PayOutLine, Provider
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.payments import actions, queries
from entrepot.hub.payments.models import PaymentOrder
from entrepot.trade.money import Money


def provider() -> Provider:
    """The provider named in the settings."""
    return cast("Provider", import_module(settings.ENTREPOT_PAYMENT))


def after() -> timedelta:
    """How long after an order its buyer pays, where that is known beforehand; a real buyer takes the time it takes."""
    return provider().BUYER_TAKES


def asked(event: Event, by: Actor) -> None:
    """A payment was requested: hand it to the provider, and note at once what it knows at once."""
    payment = queries.payment(event.body["end_to_end_id"])
    if payment.state != "requested":  # called off before its provider heard of it
        return
    notice = provider().request(
        Asked(
            end_to_end_id=payment.end_to_end_id,
            creditor=payment.creditor_id,
            amount=Money.from_minor(payment.amount_minor, payment.currency),
            qr=payment.qr,
            at=by.at,
        )
    )
    if notice is not None:
        noted(notice, by)


def notified(body: bytes, headers: Mapping[str, str], by: Actor) -> PaymentOrder:
    """The provider speaks: believe it if it is the provider, and note what it says."""
    return noted(provider().notify(body, headers), by)


def noted(notice: Notice, by: Actor) -> PaymentOrder:
    """Write down what the provider said, as said by the provider."""
    speaker = Actor("simulator" if provider().SIMULATED else "worker", provider().NAME, provider().NAME, by.at)
    if notice.paid:
        return actions.settled(notice.end_to_end_id, notice.provider_ref, amount=notice.amount, by=speaker)
    return actions.refuse(notice.end_to_end_id, notice.reason, by=speaker)


def paid_out(event: Event, by: Actor) -> None:
    """Payouts were instructed: hand the lines over as one file, and keep the provider's reference."""
    lines = list(queries.pay_outs(event.ucr).filter(provider_ref="").order_by("key"))
    if lines:
        file = [
            PayOutLine(
                key=line.key, creditor=line.creditor_id, amount=Money.from_minor(line.amount_minor, line.currency)
            )
            for line in lines
        ]
        actions.paid_out([line.key for line in lines], provider().pay_out(file), by=by)
