"""Writes about wallets: opened, and loaded through the provider."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.events.actor import Actor
from entrepot.hub.ledger import actions as ledger
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party, Person
from entrepot.hub.payments import provider
from entrepot.hub.payments.models import Wallet
from entrepot.trade.finding import Finding, NotYours, Refused
from entrepot.trade.ledger import move
from entrepot.trade.money import Money, known


@transaction.atomic
def open_wallet(code: str, *, holder: Party | Person, currency: str, by: Actor, name: str = "") -> Wallet:
    """Open a wallet for a business or a person; opening the same again is harmless."""
    parties.require(by, "wallet")
    theirs = {"party": holder} if isinstance(holder, Party) else {"person": holder}
    wanted = {"currency": known(currency), "name": name or (holder.name if isinstance(holder, Party) else str(holder))}
    wallet, fresh = Wallet.objects.get_or_create(code=code, defaults={**wanted, **theirs})
    if wallet.currency != currency or (wallet.party or wallet.person) != holder:
        raise Refused(
            Finding(
                "wallet-code-taken",
                gettext_noop("The code “{code}” already stands for another wallet."),
                "/code",
                gettext_noop("Choose another code."),
                params={"code": code},
            )
        )
    if fresh:
        events.record("payments.wallet.opened", f"wallet:{code}", by=by, body={"currency": currency})
    return wallet


@transaction.atomic
def load(wallet: Wallet, amount: Money, reference: str, *, by: Actor) -> Wallet:
    """Put money into a wallet that the provider received under a reference; the same one loads once."""
    parties.require(by, "wallet")
    if amount.currency != wallet.currency or not Money.zero(wallet.currency) < amount:
        raise Refused(
            Finding(
                "load-not-possible",
                gettext_noop("{amount} cannot be loaded into a wallet in {currency}."),
                "/amount",
                gettext_noop("Load an amount above nothing in the wallet's own currency."),
                params={"amount": str(amount), "currency": wallet.currency},
            )
        )
    key = f"load:{wallet.code}:{reference}"
    if ledger.post([move(key, "Wallet loaded", provider.clearing(), wallet.account, amount)], by=by):
        events.record("payments.wallet.loaded", f"wallet:{wallet.code}", by=by, body={"amount": str(amount)})
    return wallet


def must_hold(wallet: Wallet, by: Actor) -> None:
    """Raise `NotYours` unless the actor is the wallet's holder."""
    held = by.party == wallet.party_id if wallet.party_id else by.kind == "person" and by.ref == str(wallet.person_id)
    if not held and by.kind not in parties.OURS:
        raise NotYours(
            Finding(
                "wallet-not-yours",
                gettext_noop("The wallet “{code}” is not yours."),
                remedy=gettext_noop("Pay from a wallet of your own."),
                params={"code": wallet.code},
            )
        )
