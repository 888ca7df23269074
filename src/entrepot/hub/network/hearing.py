"""What a peer's message about goods or money brings about here: one function a kind, called by the inbox."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, TypeVar

import msgspec
from django.conf import settings
from django.utils.translation import gettext_noop

from entrepot.ehx import border
from entrepot.ehx.refusal import refusal
from entrepot.hub import events
from entrepot.hub.aftersales import losses
from entrepot.hub.aftersales.facts import Stopped
from entrepot.hub.buying import asking
from entrepot.hub.events.actor import Actor
from entrepot.hub.network import passing, ways
from entrepot.hub.network.message import Message
from entrepot.hub.orders import actions as orders
from entrepot.hub.payments import actions as payments
from entrepot.hub.stock import actions as stock
from entrepot.trade.declaration import DeclarationFacts

T = TypeVar("T")


def order_placed(message: Message, by: Actor) -> None:
    """The peer has an order that comes to us or from us, or that our shop asked for: follow its consignment."""
    consignment = orders.mirror(message.data, peer=message.peer, by=by)
    asking.accepted(message.peer, consignment.order_number, consignment.ucr, by=by)
    if consignment.via == settings.ENTREPOT_COUNTRY and not consignment.home:
        orders.pass_on(message.ucr, ways.onward(consignment).host, by=by)


def declaration_exported(message: Message, by: Actor) -> None:
    """The goods are released there: declare them here from the same facts, for import or for their passage."""
    orders.advance(message.ucr, "export", by=by)
    try:
        facts = msgspec.convert(message.data["facts"], DeclarationFacts)
    except (KeyError, msgspec.ValidationError) as fault:
        raise unreadable(message, str(fault)) from None
    if passing.passes(message.ucr):
        orders.pass_through(facts, country=settings.ENTREPOT_COUNTRY, by=by)
    else:
        orders.lodge_arrival(facts, by=by)


def declaration_imported(message: Message, by: Actor) -> None:
    """Customs there has let the goods in, at these charges."""
    told = message.data
    orders.let_in(
        message.ucr,
        _whole(message, "duty_minor"),
        _whole(message, "tax_minor"),
        by=by,
        lane=_text(message, "lane"),
        tax_currency=_text(message, "currency"),
    )
    stock.withhold(message.ucr, (), by=by)
    body = {"mrn": told.get("mrn", ""), "charges": told.get("charges", []), "law": told.get("law", "")}
    events.record("network.import.told", message.ucr, by=by, ucr=message.ucr, body=body)


def declaration_refused(message: Message, by: Actor) -> None:
    """Customs there has refused the goods: they come back, or never leave, and their buyer is paid."""
    _lost(message, "refused", (), str(message.data.get("clause", "")), parted=False, by=by)


def declaration_parted(message: Message, by: Actor) -> None:
    """Customs there let a part in, or will not let in the rest: the parcel goes on without what stays."""
    told = _read(message, border.Parted)
    if told.outcome == "released":
        orders.let_in(message.ucr, told.duty_minor, told.tax_minor, by=by, lane=told.lane, tax_currency=told.currency)
    stock.withhold(message.ucr, [msgspec.to_builtins(each) for each in told.stays], by=by)
    _noted("parted", message, told, by)
    if told.outcome == "refused":
        _lost(message, "refused", told.stays, told.clause, parted=True, by=by)


def declaration_seized(message: Message, by: Actor) -> None:
    """Customs there took the goods away: they neither arrive nor come back, and their buyer is paid."""
    told = _read(message, border.Seized)
    stock.withhold(message.ucr, [msgspec.to_builtins(each) for each in told.goods], by=by)
    _noted("seized", message, told, by)
    _lost(message, "seized", told.goods, told.clause, parted=told.parted, by=by)


def passage(message: Message, by: Actor) -> None:
    """Customs on the way has the goods under control, or let them go; what it did not let go comes back."""
    orders.noted(message.ucr, _text(message, "state"), reason=str(message.data.get("reason", "")), by=by)


def tracking(message: Message, by: Actor) -> None:
    """The carrier there has reported a step."""
    step = _text(message, "step")
    first = "part" not in message.data
    if step == "delivered" and first:
        orders.advance(message.ucr, "deliver", by=by)
    body: dict[str, Any] = {"step": step, "number": str(message.data.get("number", ""))}
    if not first:
        body["part"] = _whole(message, "part")
    events.record("network.parcel.moved", message.ucr, by=by, ucr=message.ucr, body=body)


def settlement_requested(message: Message, by: Actor) -> None:
    """A visitor's wallet there pays a merchant of ours."""
    payments.receive_visitor_payment(_visit(message), peer=message.peer, by=by)


def settlement_confirmed(message: Message, by: Actor) -> None:
    """A consignment is settled at its home hub, or a visitor's payment has reached its merchant."""
    if message.ucr:
        orders.settled_at_home(message.ucr, _whole(message, "settled_minor"), by=by)
        if passing.passes(message.ucr):
            orders.owed_through(message.ucr, _whole(message, "charges_minor"), _text(message, "tax_currency"), by=by)
    else:
        visit = _visit(message)
        payments.confirm_visitor_payment(visit.end_to_end_id, peer=message.peer, accepted=True, by=by)


def settlement_failed(message: Message, by: Actor) -> None:
    """A visitor's payment could not be taken there: what was held goes back."""
    visit = _visit(message)
    reason = _text(message, "reason")
    payments.confirm_visitor_payment(visit.end_to_end_id, peer=message.peer, accepted=False, reason=reason, by=by)


def _lost(
    message: Message,
    outcome: Literal["refused", "seized"],
    goods: Sequence[border.GoodsTold],
    law: str,
    *,
    parted: bool,
    by: Actor,
) -> None:
    """What the border there kept is lost to the order: here it is paid for, or followed. There it came in."""
    told = Stopped(
        mrn=_text(message, "mrn"),
        outcome=outcome,
        direction="import",
        reason=_text(message, "reason"),
        law=law,
        goods=[msgspec.to_builtins(each) for each in goods],
        parted=parted,
    )
    losses.lose(message.ucr, told, by=by)


def _noted(happened: str, message: Message, told: border.Parted | border.Seized, by: Actor) -> None:
    """Record in the file of the consignment what was told."""
    events.record(f"network.import.{happened}", message.ucr, by=by, ucr=message.ucr, body=msgspec.to_builtins(told))


def _read(message: Message, form: type[T]) -> T:
    """What the message says in this form, or a refusal that its sender reads."""
    try:
        return msgspec.convert(message.data, form)
    except msgspec.ValidationError as fault:
        raise unreadable(message, str(fault)) from None


def _visit(message: Message) -> payments.Visit:
    return payments.Visit(
        end_to_end_id=_text(message, "end_to_end_id"),
        merchant=_text(message, "merchant"),
        amount_minor=_whole(message, "amount_minor"),
        currency=_text(message, "currency"),
    )


def _text(message: Message, name: str) -> str:
    return str(_value(message, name, str))


def _whole(message: Message, name: str) -> int:
    return int(_value(message, name, int))


def _value(message: Message, name: str, kind: type) -> Any:
    value = message.data.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise unreadable(message, name)
    return value


def unreadable(message: Message, what: str) -> Exception:
    """The refusal of a message that has not the form of its kind."""
    return refusal(
        "message-unreadable",
        gettext_noop("A message of the kind “{kind}” cannot be read: {what}."),
        gettext_noop("Send it in the form that our hub publishes at /capabilities."),
        kind=message.kind,
        what=what,
    )
