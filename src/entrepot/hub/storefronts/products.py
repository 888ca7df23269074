"""What a storefront sells is brought into the catalogue, as far as a border's questions are answered there."""

from __future__ import annotations

from dataclasses import dataclass

from entrepot.hub.adapters.shop import live
from entrepot.hub.catalogue import actions as catalogue
from entrepot.hub.catalogue import queries
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.storefronts.models import Storefront
from entrepot.hub.storefronts.taking import alone
from entrepot.trade.finding import Finding, Refused

PAGES = 40


@dataclass(frozen=True, slots=True)
class Brought:
    """How many products were listed, how many were known, and what each of the others lacks, by its SKU."""

    listed: int
    known: int
    refused: tuple[tuple[str, tuple[Finding, ...]], ...]


def bring_products(storefront: Storefront, *, by: Actor) -> Brought:
    """List what the shop sells and the catalogue does not know yet; what is listed here stays as it is.

    A product that lacks its code, origin or mass is answered with what it lacks, and is listed by hand.
    """
    parties.require(by, "seller", storefront.party)
    store = live.opened(storefront.kind, storefront.url, storefront.opened_keys())
    found: dict[str, ProductFacts] = {}
    after = ""
    for _ in range(PAGES):
        page = store.products(after)
        found |= {each.sku: each for each in page.products if each.sku}
        if not (after := page.after):
            break
    known = queries.by_sku(storefront.party, found)
    fresh = [each for sku, each in found.items() if sku not in known]
    answers = catalogue.list_products(storefront.party, fresh, by=by)
    refused = tuple(
        (facts.sku, tuple(alone(each) for each in answer.findings))
        for facts, answer in zip(fresh, answers, strict=True)
        if isinstance(answer, Refused)
    )
    return Brought(len(fresh) - len(refused), len(known), refused)
