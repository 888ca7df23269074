"""How far an order has come, as its buyer may know it: the steps, the payment, and why it ended if it did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from entrepot.hub.aftersales import access
from entrepot.hub.aftersales import queries as aftersales
from entrepot.hub.buying import queries
from entrepot.hub.buying.models import Purchase, PurchaseOrder
from entrepot.hub.buying.withdrawing import ENDED
from entrepot.hub.orders import queries as orders
from entrepot.hub.orders.models import Consignment
from entrepot.hub.payments import queries as payments
from entrepot.hub.payments.models import PaymentOrder
from entrepot.hub.web import wording
from entrepot.hub.web.buying.sheets import OrderSheet
from entrepot.hub.web.buying.sheets import orders as sheets
from entrepot.hub.web.file import parcels
from entrepot.hub.web.pieces import Badge, Cell, FindingNote, Head, QrCode, Row, Step, Stepper, Table, amount
from entrepot.hub.web.visitor import sheets as payer
from entrepot.trade.finding import Finding
from entrepot.trade.lifecycles import NEVER_ARRIVED
from entrepot.trade.money import Money

WAY = ("placed", "paid", "exported", "imported", "delivered")
OVER = ("delivered", "settled", *NEVER_ARRIVED)


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be paid for an order: to whom, how much, and the code to scan."""

    figure: str
    currency: str
    payee: str
    reference: str
    qr: QrCode | None
    badge: Badge
    told: str
    simulated: bool


@dataclass(frozen=True, slots=True)
class Followed:
    """One order as it stands."""

    sheet: OrderSheet
    badge: Badge
    stepper: Stepper | None
    due: Due | None
    findings: tuple[FindingNote, ...]
    after: str
    kept: bool
    parcels: Table | None
    waits: bool
    can_withdraw: bool


def followed(purchase: Purchase) -> tuple[Followed, ...]:
    """Every order of a purchase as it stands now; a few questions for all of them."""
    bought = list(queries.orders(purchase))
    ucrs = [each.ucr for each in bought if each.ucr]
    found = {each.ucr: each for each in Consignment.objects.filter(ucr__in=ucrs)}
    history = orders.history(ucrs)
    asked = {each.ucr: each for each in payments.requested(ucrs)}
    lost, several = aftersales.with_losses(ucrs), parcels.several(ucrs)
    return tuple(
        _followed(
            each,
            sheet,
            found.get(each.ucr),
            history.get(each.ucr, []),
            asked.get(each.ucr),
            each.ucr in lost,
            several.get(each.ucr),
        )
        for each, sheet in zip(bought, sheets(bought, purchase.destination), strict=True)
    )


def table(purchases: Iterable[Purchase]) -> Table | None:
    """Purchases of an account, the latest first."""
    rows = tuple(
        Row(
            (
                Cell(
                    wording.moment(each.placed_at or each.made_at),
                    wording.listed(dict.fromkeys(one.seller_name for one in each.orders.all())),
                    f"/shop/orders/{queries.token_of(each)}/",
                ),
                Cell(wording.listed(str(Money.from_minor(o.total_minor, o.currency)) for o in each.orders.all())),
            )
        )
        for each in purchases
    )
    heads = (Head(_("Ordered on"), wide=True), Head(_("Total"), number=True))
    return Table(_("What you ordered"), heads, rows) if rows else None


def _followed(
    bought: PurchaseOrder,
    sheet: OrderSheet,
    consignment: Consignment | None,
    history: list[tuple[str, datetime]],
    asked: PaymentOrder | None,
    kept: bool,
    several: Table | None,
) -> Followed:
    state = consignment.state if consignment else ""
    due = _due(bought, asked)
    ended = bought.state in ("declined", *ENDED) or state in OVER
    return Followed(
        sheet,
        _badge(bought, state, due),
        _stepper(bought, state, history) if bought.state == "accepted" and state != "cancelled" else None,
        due if bought.state == "accepted" and (not ended or state in NEVER_ARRIVED) else None,
        tuple(_told(each) for each in bought.findings),
        access.address(bought.ucr) if kept or state in ("delivered", "settled") else "",
        kept,
        several,
        not ended,
        bought.state == "requested",
    )


def _due(bought: PurchaseOrder, asked: PaymentOrder | None) -> Due | None:
    """What our own hub asks, or what the seller's hub has told that it asks."""
    told = bought.payment or (
        {
            "state": asked.state,
            "amount_minor": asked.amount_minor,
            "currency": asked.currency,
            "payee": asked.creditor.name,
            "end_to_end_id": asked.end_to_end_id,
            "qr": asked.qr,
            "provider": asked.provider,
        }
        if asked is not None
        else {}
    )
    if "amount_minor" not in told:
        return None
    money = Money.from_minor(told["amount_minor"], told["currency"])
    waits = told["state"] == "requested"
    words = _("QR: {amount}, {payee}, {reference}").format(
        amount=money, payee=told["payee"], reference=told["end_to_end_id"]
    )
    return Due(
        amount(money),
        money.currency,
        told["payee"],
        told["end_to_end_id"],
        QrCode.of(told["qr"], words) if waits and told["qr"] else None,
        payer.badge(told["state"]),
        payer.told_of(told["state"]),
        told["provider"] == "simulator",
    )


def _stepper(bought: PurchaseOrder, state: str, history: list[tuple[str, datetime]]) -> Stepper:
    """The steps of the consignment as far as this hub knows them."""
    names = {
        "placed": _("Accepted by the seller"),
        "paid": _("Paid"),
        "exported": _("Let out by customs"),
        "imported": _("Let in by customs"),
        "delivered": _("Delivered"),
    }
    way = [each for each in WAY if each != "exported" or bought.channel != "bonded"]
    reached = way.index(state) if state in way else len(way) - 1 if state == "settled" else 0
    if bought.payment.get("state") == "settled":
        reached = max(reached, way.index("paid"))
    moments = dict(history)
    return Stepper(
        tuple(
            Step(names[each], wording.moment(moments[each]) if each in moments else "", n < reached, n == reached)
            for n, each in enumerate(way)
        )
    )


def _badge(bought: PurchaseOrder, state: str, due: Due | None) -> Badge:
    if bought.state == "requested":
        return Badge(_("Waiting for the seller's hub"), "wait", "hourglass")
    if bought.state == "declined":
        return Badge(_("Declined; nothing is to be paid"), "stop", "octagon-x")
    if bought.state == "withdrawn":
        return Badge(_("Withdrawn; nothing is to be paid"), "", "undo-2")
    if bought.state == "lapsed":
        return Badge(_("Not answered in time; nothing is to be paid"), "stop", "octagon-x")
    if state == "cancelled":
        return Badge(_("Ended"), "", "x")
    if state == "returned":
        return Badge(_("Came back"), "", "undo-2")
    if state == "seized":
        return Badge(_("Seized"), "stop", "octagon-x")
    if state in ("delivered", "settled"):
        return Badge(_("Delivered"), "go", "check")
    return Badge(_("On its way"), "go", "check") if state not in ("", "placed") else Badge(_("Accepted"), "go", "check")


def _told(kept: dict[str, object]) -> FindingNote:
    return FindingNote.of(Finding(**kept))  # type: ignore[arg-type]
