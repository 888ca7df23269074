"""Whether buyers may have a product: it is offered, withdrawn, offered again, or removed."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from entrepot.hub import events
from entrepot.hub.catalogue import queries
from entrepot.hub.catalogue.models import Product
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.trade.finding import refuse_if_any
from entrepot.trade.lifecycles import PRODUCT

TOLD = {"offer": "catalogue.product.listed", "withdraw": "catalogue.product.withdrawn"}


def offer(seller: Party | str, skus: Collection[str], *, by: Actor) -> list[Product]:
    """Let buyers have these products; those that they may have already stay as they are."""
    return _move("offer", "offered", seller, skus, by)


def withdraw(seller: Party | str, skus: Collection[str], *, by: Actor) -> list[Product]:
    """Let nobody buy these products until they are offered again; orders that were placed stand."""
    return _move("withdraw", "withdrawn", seller, skus, by)


def remove(seller: Party | str, skus: Collection[str], *, by: Actor) -> list[Product]:
    """Take these products out of the catalogue; orders that were placed stand."""
    return _move("remove", "removed", seller, skus, by)


@transaction.atomic
def _move(move: str, to: str, seller: Party | str, skus: Collection[str], by: Actor) -> list[Product]:
    """Move every product named, or none; answers with those whose state changed."""
    party = parties.party(queries.code_of(seller))
    parties.require(by, "seller", party)
    found = {each.sku: each for each in queries.ever_stated(party, skus, locked=True).values()}
    refuse_if_any(queries.unknown(sku, f"/{n}") for n, sku in enumerate(skus) if sku not in found)
    moved = [product for product in found.values() if product.state != to]
    was_offered = {product.pk for product in moved if product.offered}
    for product in moved:
        product.state = PRODUCT.after(product.state, move)
        product.listed_at = by.at
    Product.objects.bulk_update(moved, ["state", "listed_at"])
    kind = TOLD.get(move, "catalogue.product.withdrawn")
    told = [
        (product.subject, {"title": product.title, "hs": product.hs})
        for product in moved
        if move != "remove" or product.pk in was_offered
    ]
    events.record_many(kind, told, by=by)
    return moved
