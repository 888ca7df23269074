"""Orders are placed: checked, sent on the cheapest lawful way, quoted, promised, and written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from entrepot.hub.catalogue import queries as catalogue
from entrepot.hub.catalogue.models import Product
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import checking, queries
from entrepot.hub.orders.border import declarant_for
from entrepot.hub.orders.draft import Draft, content_of, fresh
from entrepot.hub.orders.facts import OrderFacts, Promise
from entrepot.hub.orders.models import Consignment
from entrepot.hub.orders.quoting import quote
from entrepot.hub.orders.restrictions import restrict
from entrepot.hub.orders.routing import Roads
from entrepot.hub.orders.writing import write
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.hub.stock import actions as stock
from entrepot.trade import code
from entrepot.trade.finding import Finding, Refused

Outcome = Consignment | Refused


def place(
    batch: Sequence[OrderFacts], *, seller: Party, by: Actor, promises: Mapping[str, Promise] | None = None
) -> list[Outcome]:
    """Place each order that is in order; answer for every one, in the order given.

    An order whose number stands among `promises` is taken at the duty and tax that its buyer was shown, or not at all.
    The same order again is answered with its consignment, and nothing changes; another order under a number that is
    taken is refused. Whatever refuses one order leaves the others alone.
    """
    try:
        return _place(batch, seller, by, promises or {})
    except IntegrityError:  # the same orders came through another door in this very moment: answer from there
        return _place(batch, seller, by, promises or {})


@transaction.atomic
def _place(batch: Sequence[OrderFacts], seller: Party, by: Actor, promises: Mapping[str, Promise]) -> list[Outcome]:
    parties.require(by, "seller", seller)
    products = catalogue.by_sku(seller, (line.sku for facts in batch for line in facts.lines))
    drafts = [Draft(facts, promises.get(facts.number)) for facts in batch]
    _check(drafts, seller, products)
    _route(fresh(drafts), seller)
    quote(fresh(drafts), seller, products, by)
    counted = restrict(fresh(drafts), seller, products, by)
    _reserve(fresh(drafts), seller, by)
    placed = write(fresh(drafts), seller, products, by)
    counted.write(placed.values())
    return [_outcome(n, draft, placed) for n, draft in enumerate(drafts)]


def _outcome(n: int, draft: Draft, placed: Mapping[str, Consignment]) -> Outcome:
    whole = draft.first or draft
    if found := draft.findings or whole.findings:
        return Refused([replace(each, pointer=f"/{n}{each.pointer}") for each in found])
    return draft.known or placed[draft.ucr]


def _check(drafts: Sequence[Draft], seller: Party, products: Mapping[str, Product]) -> None:
    """What is wrong with each order itself; and whether its number stands for an order already."""
    known = queries.known_orders(seller, (draft.number for draft in drafts))
    hidden = catalogue.taken_down(seller)
    in_batch: dict[str, Draft] = {}
    for draft in drafts:
        draft.findings += checking.check(draft.facts, products)
        draft.findings += _taken_down(draft, hidden)
        if draft.findings:
            continue
        draft.amounts = checking.amounts(draft.facts)
        draft.content = content_of(draft.facts, draft.amounts)
        year = draft.facts.ordered_on.year
        draft.ucr = code.ucr(seller.country, seller.registration or seller.code, draft.number, year)
        earlier, before = known.get(draft.number), in_batch.get(draft.ucr)
        if earlier is not None and earlier.content == draft.content:
            draft.known = earlier.consignment
        elif before is not None and before.content == draft.content:
            draft.first = before
        elif earlier is not None or before is not None:
            draft.findings.append(_number_taken(draft.facts.number))
        else:
            in_batch[draft.ucr] = draft
    taken = set(Consignment.objects.filter(ucr__in=in_batch).values_list("ucr", flat=True))
    for draft in in_batch.values():
        if draft.ucr in taken:
            draft.findings.append(_number_taken(draft.facts.number))


def _route(drafts: Sequence[Draft], seller: Party) -> None:
    """From where each order is served, under which export procedure, by which carrier."""
    if not drafts:
        return
    roads = Roads.of(seller, (line.sku for draft in drafts for line in draft.facts.lines))
    declared = _of_declarant(seller)
    for draft in drafts:
        draft.findings += declared
        try:
            draft.route = roads.route(draft.facts.destination, draft.wanted)
        except Refused as refused:
            draft.findings += refused.findings


def _of_declarant(seller: Party) -> Sequence[Finding]:
    """That nobody at this hub could declare the seller's goods: better said now than when they are paid."""
    try:
        declarant_for(seller, seller.country)
    except Refused as refused:
        return refused.findings
    return ()


def _reserve(drafts: Sequence[Draft], seller: Party, by: Actor) -> None:
    """Promise what is in a site of the hub; who comes too late for the last piece is refused."""
    for draft in drafts:
        if draft.routed.site is None:
            continue
        try:
            with transaction.atomic():
                stock.reserve(draft.ucr, seller, draft.routed.wanted, site=draft.routed.site, by=by)
        except Refused as refused:
            draft.findings += refused.findings


def _number_taken(number: str) -> Finding:
    return Finding(
        "order-number-taken",
        gettext_noop("Another order of yours already has the number {number}."),
        "/number",
        gettext_noop(
            "Give this order a number of its own; an order that was placed cannot be changed, only cancelled."
        ),
        params={"number": number},
    )


def _taken_down(draft: Draft, hidden: Mapping[str, str]) -> list[Finding]:
    """What an operator has taken out of the shop is not sold through another door either."""
    return [
        Finding(
            "product-taken-down",
            gettext_noop("{sku} was taken down from the shop of this hub: {why}."),
            f"/lines/{n}/sku",
            gettext_noop("Read the statement of reasons in your workspace; you may appeal."),
            params={"sku": line.sku, "why": hidden[line.sku]},
        )
        for n, line in enumerate(draft.facts.lines)
        if line.sku in hidden
    ]
