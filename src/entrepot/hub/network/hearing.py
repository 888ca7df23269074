"""What a peer's message about goods or money brings about here: one function a kind, called by the inbox."""

from __future__ import annotations

from typing import Any

import msgspec
from django.utils.translation import gettext_noop

from entrepot.ehx.refusal import refusal
from entrepot.hub import events
from entrepot.hub.events.actor import Actor
from entrepot.hub.network.message import Message
from entrepot.hub.orders import actions as orders
from entrepot.hub.payments import actions as payments
from entrepot.trade.declaration import DeclarationFacts


def order_placed(message: Message, by: Actor) -> None:
    """The peer has an order that comes to us or from us: follow its consignment."""
    orders.mirror(message.data, peer=message.peer, by=by)


def declaration_exported(message: Message, by: Actor) -> None:
    """The goods are released there: declare them for import here from the same facts."""
    orders.advance(message.ucr, "export", by=by)
    try:
        facts = msgspec.convert(message.data["facts"], DeclarationFacts)
    except (KeyError, msgspec.ValidationError) as fault:
        raise _unreadable(message, str(fault)) from None
    orders.lodge_arrival(facts, by=by)


def declaration_imported(message: Message, by: Actor) -> None:
    """Customs there has let the goods in, at these charges."""
    told = message.data
    orders.advance(
        message.ucr,
        "import",
        by=by,
        lane=_text(message, "lane"),
        duty_minor=_whole(message, "duty_minor"),
        tax_minor=_whole(message, "tax_minor"),
        tax_currency=_text(message, "currency"),
    )
    body = {"mrn": told.get("mrn", ""), "charges": told.get("charges", []), "law": told.get("law", "")}
    events.record("network.import.told", message.ucr, by=by, ucr=message.ucr, body=body)


def declaration_refused(message: Message, by: Actor) -> None:
    """Customs there has refused the goods: whoever sent them must see it."""
    orders.turned_back(message.ucr, str(message.data.get("reason", "")), by=by)


def tracking(message: Message, by: Actor) -> None:
    """The carrier there has reported a step."""
    step = _text(message, "step")
    if step == "delivered":
        orders.advance(message.ucr, "deliver", by=by)
    events.record("network.parcel.moved", message.ucr, by=by, ucr=message.ucr, body={"step": step})


def settlement_requested(message: Message, by: Actor) -> None:
    """A visitor's wallet there pays a merchant of ours."""
    payments.receive_visitor_payment(_visit(message), peer=message.peer, by=by)


def settlement_confirmed(message: Message, by: Actor) -> None:
    """A consignment is settled at its home hub, or a visitor's payment has reached its merchant."""
    if message.ucr:
        orders.settled_at_home(message.ucr, _whole(message, "settled_minor"), by=by)
    else:
        visit = _visit(message)
        payments.confirm_visitor_payment(visit.end_to_end_id, peer=message.peer, accepted=True, by=by)


def settlement_failed(message: Message, by: Actor) -> None:
    """A visitor's payment could not be taken there: what was held goes back."""
    visit = _visit(message)
    reason = _text(message, "reason")
    payments.confirm_visitor_payment(visit.end_to_end_id, peer=message.peer, accepted=False, reason=reason, by=by)


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
        raise _unreadable(message, name)
    return value


def _unreadable(message: Message, what: str) -> Exception:
    return refusal(
        "message-unreadable",
        gettext_noop("A message of the kind “{kind}” cannot be read: {what}."),
        gettext_noop("Send it in the form that our hub publishes at /capabilities."),
        kind=message.kind,
        what=what,
    )
