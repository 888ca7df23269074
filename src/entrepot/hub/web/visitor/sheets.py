"""What a payer sees: the amount, the code, the state; and what is in a wallet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from entrepot.hub.payments import queries as payments
from entrepot.hub.payments.models import PaymentOrder, VisitorPayment, Wallet
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Badge, Cell, Fact, Facts, Head, QrCode, Row, Table, amount
from entrepot.trade.money import Money


@dataclass(frozen=True, slots=True)
class Asked:
    """A payment that is asked for, as the payer sees it."""

    reference: str
    currency: str
    figure: str
    payee: str
    facts: Facts
    qr: QrCode | None
    state: str
    badge: Badge
    told: str

    @property
    def waits(self) -> bool:
        return self.state == "requested"


@dataclass(frozen=True, slots=True)
class Purse:
    """A wallet and what is in it."""

    code: str
    name: str
    currency: str
    figure: str


def asked(payment: PaymentOrder) -> Asked:
    """The payment with its code while it can be paid, else with what became of it."""
    money = Money.from_minor(payment.amount_minor, payment.currency)
    facts = [
        Fact(_("To"), payment.creditor.name),
        Fact(_("Reference"), payment.end_to_end_id, code=True),
        Fact(_("Asked on"), wording.moment(payment.requested_at)),
    ]
    if payment.settled_at:
        facts.append(Fact(_("Paid on"), wording.moment(payment.settled_at)))
    qr = None
    if payment.state == "requested" and payment.qr:
        told = _("QR: {amount}, {payee}, {reference}").format(
            amount=money, payee=payment.creditor.name, reference=payment.end_to_end_id
        )
        qr = QrCode.of(payment.qr, told)
    return Asked(
        payment.end_to_end_id,
        money.currency,
        amount(money),
        payment.creditor.name,
        Facts(tuple(facts)),
        qr,
        payment.state,
        badge(payment.state),
        told_of(payment.state),
    )


def badge(state: str) -> Badge:
    """The state of a payment in a word."""
    return {
        "requested": Badge(_("Waiting"), "wait", "hourglass"),
        "settled": Badge(_("Paid"), "go", "check"),
        "confirmed": Badge(_("Paid"), "go", "check"),
        "held": Badge(_("Waiting for the other hub"), "wait", "hourglass"),
        "refused": Badge(_("Refused"), "stop", "octagon-x"),
        "lapsed": Badge(_("Lapsed"), "", "x"),
        "refunded": Badge(_("Given back"), "", "undo-2"),
    }.get(state, Badge(state))


def told_of(state: str) -> str:
    """What the state means for the payer."""
    return {
        "requested": _("Waiting for the payment. This page changes by itself."),
        "settled": _("The payment has been received. Nothing more is to be done."),
        "refused": _("The payment was refused. Nothing has been taken."),
        "lapsed": _("Nobody paid in time. Ask for a new code."),
        "refunded": _("The payment was given back."),
    }.get(state, state)


def purse(wallet: Wallet) -> Purse:
    """The wallet with its balance."""
    held = Money.from_minor(payments.wallet_balance(wallet), wallet.currency)
    return Purse(wallet.code, wallet.name, wallet.currency, amount(held))


def spent(visits: Iterable[VisitorPayment]) -> Table | None:
    """What was paid abroad from a wallet, the latest first."""
    rows = tuple(
        Row(
            (
                Cell(each.merchant_name or each.merchant_code, each.end_to_end_id),
                Cell(badge=badge(each.state)),
                Cell(str(Money.from_minor(each.amount_minor, each.currency))),
                Cell(str(Money.from_minor(each.charged_minor, each.charged_currency))),
                Cell(wording.moment(each.at)),
            )
        )
        for each in visits
    )
    heads = (
        Head(_("Paid to")),
        Head(_("State")),
        Head(_("Price"), number=True, labelled=True),
        Head(_("From the wallet"), number=True, labelled=True),
        Head(_("When"), labelled=True),
    )
    return Table(_("Paid abroad"), heads, rows) if rows else None


def sales(shown: Iterable[PaymentOrder]) -> Table | None:
    """The sales of a till, the latest first."""
    from django.urls import reverse

    rows = tuple(
        Row(
            (
                Cell(
                    each.end_to_end_id,
                    wording.moment(each.requested_at),
                    reverse("pay", args=[each.end_to_end_id]),
                    code=True,
                ),
                Cell(badge=badge(each.state)),
                Cell(str(Money.from_minor(each.amount_minor, each.currency))),
            )
        )
        for each in shown
    )
    heads = (Head(_("Sale"), wide=True), Head(_("State")), Head(_("Amount"), number=True))
    return Table(_("Sales"), heads, rows) if rows else None
