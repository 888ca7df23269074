"""An order that one hub's shop asks of another: what is said, how it is checked there, and what comes of the answer.

Who buys travels apart, sealed to the seller's hub; nothing here is personal.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

import msgspec
from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.buying import placing
from entrepot.hub.buying.models import AskedOrder, PurchaseOrder
from entrepot.hub.buying.withdrawing import ENDED
from entrepot.hub.catalogue import freight
from entrepot.hub.catalogue import queries as catalogue
from entrepot.hub.catalogue.facts import minor
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import actions as orders
from entrepot.hub.orders.facts import BuyerFacts, LineFacts, OrderFacts, Promise
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.hub.tariffs import queries as rates
from entrepot.hub.tariffs import sale
from entrepot.trade.currency import MINOR_DIGITS
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.lifecycles import PURCHASE_ORDER
from entrepot.trade.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFacts:
    """What a hub asks of another on a buyer's behalf; the buyer comes with it, sealed, and not in it."""

    number: str
    seller: str
    ordered_on: date
    currency: str
    destination: str
    lines: tuple[LineFacts, ...]
    freight: str
    promise: Promise


def told(order: PurchaseOrder) -> dict[str, Any]:
    """The request as it travels."""
    facts = placing.facts_of(order, order.purchase, BuyerFacts())
    asked = RequestFacts(
        number=order.number,
        seller=order.seller,
        ordered_on=facts.ordered_on,
        currency=facts.currency,
        destination=facts.destination,
        lines=facts.lines,
        freight=facts.freight,
        promise=placing.promise_of(order, order.purchase),
    )
    plain: dict[str, Any] = msgspec.to_builtins(asked)
    return plain


@transaction.atomic
def answer(said: Mapping[str, Any], buyer: BuyerFacts, *, peer: str, country: str, by: Actor) -> AskedOrder:
    """Take an order that a peer's shop asks for, or decline it with everything that speaks against it.

    Asked again, the answer is the same, and nothing changes; another order under the number is refused.
    """
    asked = _read(said)
    digest = hashlib.sha256(msgspec.json.encode(asked)).hexdigest()
    known = AskedOrder.objects.filter(peer=peer, number=asked.number).first()
    if known is not None:
        if known.said:  # blank if it was taken back before it was asked for
            _refuse_unless_same(known, digest)
        return known
    kept = AskedOrder(peer=peer, number=asked.number, seller=asked.seller, said=digest, asked_at=by.at)
    try:
        kept.ucr = _placed(asked, buyer, peer, country, by)
    except Refused as refused:
        kept.findings = [asdict(each) for each in refused.findings]
        body = {"peer": peer, "number": asked.number, "findings": kept.findings}
        events.record("buying.request.declined", f"order:{asked.number}", by=by, body=body)
    kept.save(force_insert=True)
    return kept


@transaction.atomic
def accepted(peer: str, number: str, ucr: str, *, by: Actor) -> None:
    """The seller's hub has placed the order that we asked for; of another order nothing is changed.

    What was taken back in the meantime stays so: that hub was told, and calls it off.
    """
    held = PurchaseOrder.objects.select_for_update().filter(hub=peer, number=number).first()
    if held is None or held.state == "accepted":
        return
    if held.state in ENDED:
        _answered_late(held, ucr, by)
        return
    held.state, held.ucr = PURCHASE_ORDER.after(held.state, "accept"), ucr
    held.save(update_fields=["state", "ucr"])
    events.record("buying.order.accepted", f"order:{number}", by=by, ucr=ucr, body={"hub": peer, "number": number})


@transaction.atomic
def declined(peer: str, number: str, findings: Sequence[Mapping[str, Any]], *, by: Actor) -> None:
    """The seller's hub cannot take the order that we asked for; why is kept for the buyer."""
    held = PurchaseOrder.objects.select_for_update().filter(hub=peer, number=number).first()
    if held is None or held.state in ("declined", *ENDED):
        return
    held.state, held.findings = PURCHASE_ORDER.after(held.state, "decline"), [_finding(each) for each in findings]
    held.save(update_fields=["state", "findings"])
    events.record("buying.order.declined", f"order:{number}", by=by, body={"hub": peer, "number": number})


@transaction.atomic
def payment_told(peer: str, ucr: str, told: Mapping[str, Any], *, by: Actor) -> None:
    """The seller's hub asks for the payment of an order, or says what became of it."""
    held = PurchaseOrder.objects.select_for_update().filter(hub=peer, ucr=ucr).first()
    if held is None or held.payment == {**held.payment, **told}:
        return
    held.payment = {**held.payment, **told}
    held.save(update_fields=["payment"])
    body = {"number": held.number, "state": held.payment.get("state", "")}
    events.record("buying.payment.told", f"order:{held.number}", by=by, ucr=ucr, body=body)


def _answered_late(held: PurchaseOrder, ucr: str, by: Actor) -> None:
    if held.ucr != ucr:
        held.ucr = ucr
        held.save(update_fields=["ucr"])
        body = {"hub": held.hub, "number": held.number}
        events.record("buying.order.answered_late", f"order:{held.number}", by=by, ucr=ucr, body=body)


def _placed(asked: RequestFacts, buyer: BuyerFacts, peer: str, country: str, by: Actor) -> str:
    """Place the order at the price that the buyer was shown, if that price is one of ours; answers with its UCR."""
    seller = parties.party(asked.seller)
    facts = OrderFacts(
        number=asked.number,
        ordered_on=asked.ordered_on,
        currency=asked.currency,
        destination=asked.destination,
        lines=asked.lines,
        freight=asked.freight,
        buyer=buyer,
    )
    found = [*_of_place(asked, country), *_of_goods(asked, seller, by)]
    if found:
        raise Refused(found)
    promise = replace(asked.promise, hub=peer)
    with transaction.atomic():
        [outcome] = orders.place([facts], seller=seller, by=by, promises={asked.number: promise})
        if isinstance(outcome, Refused):
            raise outcome
        orders.joined(outcome.ucr, peer, by=by)
    return outcome.ucr


def _of_place(asked: RequestFacts, country: str) -> Iterator[Finding]:
    if asked.destination != country:
        yield Finding(
            "request-for-elsewhere",
            gettext_noop("A hub sells our sellers' goods to its own country, not to {country}."),
            "/destination",
            gettext_noop("Let the buyer order in the shop of a hub in that country."),
            params={"country": asked.destination},
        )


def _of_goods(asked: RequestFacts, seller: Party, by: Actor) -> Iterator[Finding]:
    """That goods are on offer, at no less than their price and their carriage."""
    if asked.currency not in MINOR_DIGITS:
        return  # the order itself is refused for it
    products = catalogue.by_sku(seller, (line.sku for line in asked.lines))
    prices = catalogue.prices_for(list(products.values()), asked.destination, by.at.date())
    for n, line in enumerate(asked.lines):
        product = products.get(line.sku)
        price = prices.get(product.pk) if product is not None and product.offered else None
        if price is None:
            yield _not_offered(n, line)
        elif price.currency != asked.currency or minor(line.unit_price, asked.currency) < price.minor:
            yield _too_cheap(n, line, price)
    mass_g = sum(products[line.sku].net_mass_g * line.quantity for line in asked.lines if line.sku in products)
    yield from _of_freight(asked, seller, mass_g, by)


def _of_freight(asked: RequestFacts, seller: Party, mass_g: int, by: Actor) -> Iterator[Finding]:
    try:
        step = freight.step_for(
            freight.terms(seller),
            destination=asked.destination,
            channel=asked.promise.channel,
            mass_g=mass_g,
            currency=asked.currency,
        )
        held = rates.rates(rates.currency_of(asked.destination, asked.promise.on))
        ours = sale.carriage(step, asked.currency, held, asked.promise.on)
        if minor(asked.freight, asked.currency) >= ours.minor:
            return
    except Refused as refused:
        yield from refused.findings
        return
    yield Finding(
        "freight-differs",
        gettext_noop("Carriage costs {ours}, and the buyer was shown {shown}."),
        "/freight",
        gettext_noop("Ask for the price again; the seller has stated another."),
        params={"ours": str(ours), "shown": f"{asked.currency} {asked.freight}"},
    )


def _read(said: Mapping[str, Any]) -> RequestFacts:
    try:
        return msgspec.convert(dict(said), RequestFacts)
    except msgspec.ValidationError as fault:
        raise Refused(
            Finding(
                "request-unreadable",
                gettext_noop("The order that is asked for cannot be read: {fault}."),
                remedy=gettext_noop("Send every field in its type."),
                params={"fault": str(fault)},
            )
        ) from None


def _finding(plain: Mapping[str, Any]) -> dict[str, Any]:
    """A finding as another hub tells it, with nothing in it but what a finding has."""
    try:
        return asdict(msgspec.convert(dict(plain), Finding))
    except msgspec.ValidationError:
        return asdict(Finding("declined", gettext_noop("The seller's hub has declined the order.")))


def _refuse_unless_same(known: AskedOrder, digest: str) -> None:
    if known.said != digest:
        raise Refused(
            Finding(
                "order-number-taken",
                gettext_noop("Another order of yours already has the number {number}."),
                "/number",
                gettext_noop("Give each order a number of its own."),
                params={"number": known.number},
            )
        )


def _not_offered(n: int, line: LineFacts) -> Finding:
    return Finding(
        "not-on-offer",
        gettext_noop("{sku} is not on offer any more."),
        f"/lines/{n}/sku",
        gettext_noop("Order without it."),
        params={"sku": line.sku},
    )


def _too_cheap(n: int, line: LineFacts, price: Money) -> Finding:
    return Finding(
        "price-differs",
        gettext_noop("{sku} costs {price} now, and the buyer was shown {shown}."),
        f"/lines/{n}/unit_price",
        gettext_noop("Ask for the price again; the seller has stated another."),
        params={"sku": line.sku, "price": str(price), "shown": line.unit_price},
    )
