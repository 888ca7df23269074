"""What may be wrong with a visitor's payment, and who may speak of it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_noop

from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.payments import queries, symbol
from entrepot.hub.payments.models import Wallet
from entrepot.trade.finding import Finding, NotYours
from entrepot.trade.money import Money


def must_be_ours(by: Actor) -> None:
    """Raise `NotYours` unless the hub itself speaks, for a peer whose message it verified."""
    if by.kind not in parties.OURS:
        raise NotYours(
            Finding(
                "not-a-peer",
                gettext_noop("Only a peer hub may say what became of a visitor's payment."),
                remedy=gettext_noop("Wait for the message of the other hub."),
            )
        )


def of_code(asked: symbol.Asked) -> list[Finding]:
    """Why a scanned code asks for no visit."""
    if asked.host == symbol.own_host():
        return [
            Finding(
                "code-of-this-hub",
                gettext_noop("This code asks for a payment at this hub itself."),
                "/qr",
                gettext_noop("Pay it as a sale here; a visit is paid at another hub."),
            )
        ]
    return []


def of_balance(wallet: Wallet, charged: Money) -> list[Finding]:
    """Whether the wallet can bear the payment."""
    held = Money.from_minor(queries.wallet_balance(wallet), wallet.currency)
    if charged <= held:
        return []
    return [
        Finding(
            "wallet-short",
            gettext_noop("{charged} is needed, and the wallet holds {held}."),
            "/wallet",
            gettext_noop("Load the wallet, or pay from another."),
            params={"charged": str(charged), "held": str(held)},
        )
    ]


def of_sale(amount: Money, reference: str) -> Iterator[Finding]:
    """Whether a sale can be shown as a code."""
    if not Money.zero(amount.currency) < amount:
        yield Finding(
            "amount-not-positive",
            gettext_noop("A payment of {amount} cannot be asked for."),
            "/amount",
            gettext_noop("Ask for what is due; if nothing is due, ask for nothing."),
            params={"amount": str(amount)},
        )
    if len(reference) > symbol.LONGEST_REFERENCE:
        yield Finding(
            "reference-too-long",
            gettext_noop("The reference {reference} does not fit the code."),
            "/reference",
            gettext_noop("Use up to {longest} characters, or leave it to the hub."),
            params={"reference": reference, "longest": str(symbol.LONGEST_REFERENCE)},
        )


def reference_taken(reference: str) -> Finding:
    """The reference stands for something else."""
    return Finding(
        "payment-reference-taken",
        gettext_noop("{reference} already stands for another payment."),
        "/reference",
        gettext_noop("Use another reference."),
        params={"reference": reference},
    )


def unknown(end_to_end_id: str) -> Finding:
    """Nothing is held under the reference."""
    return Finding(
        "payment-unknown",
        gettext_noop("No visitor's payment is held here under {reference}."),
        "/end_to_end_id",
        gettext_noop("Check the reference with the other hub."),
        params={"reference": end_to_end_id},
    )
