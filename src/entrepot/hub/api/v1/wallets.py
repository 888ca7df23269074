"""Wallets kept here, what a till asks of visitors, and what a wallet pays abroad."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from entrepot.hub.api.caller import actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.payments import actions, queries
from entrepot.hub.payments.models import PaymentOrder, VisitorPayment, Wallet
from entrepot.trade.money import Money

router = Router(tags=["payments"])


class Amount(Schema):
    """An amount of money: decimal text and its currency."""

    amount: str
    currency: str

    @property
    def money(self) -> Money:
        return Money.of(self.amount, self.currency)


class WalletFacts(Schema):
    """A wallet to be opened for a party, by a wallet provider."""

    code: str
    holder: str
    currency: str
    name: str = ""


class WalletShown(Schema):
    """A wallet and what is in it."""

    code: str
    name: str
    balance: Amount


class Load(Schema):
    """Money received for a wallet, under the reference of its receipt: the same reference loads once."""

    amount: Amount
    reference: str


class SaleFacts(Schema):
    """What a till asks of whoever scans its code."""

    amount: Amount
    reference: str = ""


class SaleShown(Schema):
    """A sale, its code, and whether it was paid."""

    reference: str
    merchant: str
    amount: Amount
    state: str
    qr: str
    settled_at: datetime | None


class VisitFacts(Schema):
    """A code scanned abroad, and the wallet that pays it."""

    qr: str
    wallet: str


class VisitShown(Schema):
    """What a wallet paid at another hub: asked there, charged here."""

    reference: str
    merchant: str
    asked: Amount
    charged: Amount
    state: str
    reason: str


@router.post("", response=WalletShown, summary="Open a wallet (wallet provider)")
def open_wallet(request: HttpRequest, facts: WalletFacts) -> WalletShown:
    by, holder = actor(request), parties.party(facts.holder)
    return _wallet(actions.open_wallet(facts.code, holder=holder, currency=facts.currency, name=facts.name, by=by))


@router.post("/{slug:code}/loads", response=WalletShown, summary="Load a wallet (wallet provider)")
def load(request: HttpRequest, code: str, wanted: Load) -> WalletShown:
    wallet = queries.wallet(code)
    return _wallet(actions.load(wallet, wanted.amount.money, wanted.reference, by=actor(request)))


@router.post("/sales", response=SaleShown, summary="Show a code to a visitor (merchant)")
def sale(request: HttpRequest, facts: SaleFacts) -> SaleShown:
    by = actor(request)
    return _sale(actions.show_sale(by.party, facts.amount.money, reference=facts.reference, by=by))


@router.get("/sales/{reference}", response=SaleShown, summary="One of your sales (merchant)")
def one_sale(request: HttpRequest, reference: str) -> SaleShown:
    return _sale(queries.sales(actor(request).party).get(end_to_end_id=reference))


@router.post("/visits", response=VisitShown, summary="Pay a code of another hub (holder of the wallet)")
def visit(request: HttpRequest, facts: VisitFacts) -> VisitShown:
    return _visit(actions.visitor_request(facts.qr, queries.wallet(facts.wallet), by=actor(request)))


@router.get("/visits/{reference}", response=VisitShown, summary="What became of a payment abroad")
def one_visit(request: HttpRequest, reference: str) -> VisitShown:
    theirs = queries.wallets(parties.party(actor(request).party))
    return _visit(queries.visits(theirs).get(end_to_end_id=reference))


@router.get("/{slug:code}", response=WalletShown, summary="One of your wallets")
def one_wallet(request: HttpRequest, code: str) -> WalletShown:
    return _wallet(queries.wallets(parties.party(actor(request).party)).get(code=code))


def _wallet(wallet: Wallet) -> WalletShown:
    balance = _amount(queries.wallet_balance(wallet), wallet.currency)
    return WalletShown(code=wallet.code, name=wallet.name, balance=balance)


def _sale(sale: PaymentOrder) -> SaleShown:
    return SaleShown(
        reference=sale.end_to_end_id,
        merchant=sale.creditor_id,
        amount=_amount(sale.amount_minor, sale.currency),
        state=sale.state,
        qr=sale.qr,
        settled_at=sale.settled_at,
    )


def _visit(payment: VisitorPayment) -> VisitShown:
    return VisitShown(
        reference=payment.end_to_end_id,
        merchant=payment.merchant_name,
        asked=_amount(payment.amount_minor, payment.currency),
        charged=_amount(payment.charged_minor, payment.charged_currency),
        state=payment.state,
        reason=payment.reason,
    )


def _amount(minor: int, currency: str) -> Amount:
    return Amount(amount=Money.from_minor(minor, currency).text, currency=currency)
