"""What follows after a sale from what happened: thin, in the form in which `followers.py` names them."""

from __future__ import annotations

from django.conf import settings

from entrepot.hub.aftersales import claiming, disputes, forgetting, heard, losses, queries, returns
from entrepot.hub.aftersales.facts import Stopped
from entrepot.hub.aftersales.models import Rating
from entrepot.hub.catalogue import showing
from entrepot.hub.customs import queries as customs
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.orders import queries as orders


def lapse(event: Event, by: Actor) -> None:
    """The time for the seller's answer, or for the goods to be back, is over."""
    returns.lapse(event.body["number"], by=by)


def lapse_dispute(event: Event, by: Actor) -> None:
    """The time for the seller's answer to a dispute is over."""
    disputes.lapse_dispute(event.body["number"], by=by)


def claim_duty(event: Event, by: Actor) -> None:
    """The seller takes the goods back: if it is all of them, customs is asked to undo the duty."""
    claiming.apply(event.body["number"], by=by)


def duty_undone(event: Event, by: Actor) -> None:
    """Customs here has seen the goods back."""
    claiming.undone(event.body["mrn"], by=by)


def stopped(event: Event, by: Actor) -> None:
    """Customs here refused goods or took them away: if they are of an order, it ends, or loses a part."""
    if not event.ucr or orders.consignment_or_none(event.ucr) is None:
        return
    declaration = customs.by_mrn(event.body["mrn"])
    assert declaration is not None, "an event of customs names its declaration"
    told = Stopped(
        mrn=declaration.mrn,
        outcome="seized" if event.kind.endswith("seized") else "refused",
        direction="export" if declaration.direction == "export" else "import",
        reason=event.body.get("reason", ""),
        law=event.body.get("clause", ""),
        goods=customs.goods_told(declaration),
        parted=customs.is_parted(declaration),
    )
    losses.lose(event.ucr, told, by=by)


def turned_down(event: Event, by: Actor) -> None:
    """The other hub has refused a message of ours."""
    if event.ucr and event.body["kind"] == "return.requested.v1" and event.body["outcome"] == "rejected":
        heard.turned_down(event.ucr, event.body["code"], by=by)


def forget(event: Event, by: Actor) -> None:
    """The buyer was forgotten, and the time for disputes is over since: what the buyer wrote goes too."""
    forgetting.forget(event.ucr, by=by)


def rated(event: Event, by: Actor) -> None:
    """Goods were rated: where the seller is one of ours, its listing says so, and peers hear it with the listing."""
    given = Rating.objects.get(pk=event.body["rating"])
    if given.decides or orders.consignment(given.ucr).seller_country == settings.ENTREPOT_COUNTRY:
        count, total = queries.rated(given.seller_code, given.sku)
        showing.rated(given.seller_code, given.sku, count, total, by=by)
