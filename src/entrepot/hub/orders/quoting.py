"""What orders cost to land: one question to the law for each, and which answer an order takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_noop

from entrepot.hub.catalogue.models import Product
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import promises, queries
from entrepot.hub.orders.draft import Draft
from entrepot.hub.parties.models import Party
from entrepot.hub.tariffs import actions as tariffs
from entrepot.hub.tariffs import queries as rates
from entrepot.hub.tariffs.models import StoredQuote
from entrepot.hub.tariffs.sale import Sale, Sold, question
from entrepot.trade.duty.facts import Consignment as Sending
from entrepot.trade.finding import Finding
from entrepot.trade.money import Money


def quote(drafts: Sequence[Draft], seller: Party, products: Mapping[str, Product], by: Actor) -> None:
    """Quote each order, by what its buyer was promised if there is a promise; without exact charges it is not taken."""
    questions: dict[int, Sending] = {}
    for destination in dict.fromkeys(draft.facts.destination for draft in drafts):
        asker = Asker.of(destination, drafts, seller, products, by)
        questions |= {id(draft): asker.question(draft) for draft in drafts if draft.facts.destination == destination}
    held = [draft for draft in drafts if promises.keeps_ours(draft, questions[id(draft)], by)]
    asked = [draft for draft in drafts if draft not in held and not draft.findings]
    for draft, answer in zip(asked, tariffs.quote([questions[id(draft)] for draft in asked], by=by), strict=True):
        draft.quote = answer
        if not answer.is_exact:
            draft.findings.append(not_exact(answer))
        else:
            draft.findings += promises.broken(draft)


class Asker:
    """What is the same for every question about one destination: its currency, the seller's number there, and what
    each person has bought this year."""

    def __init__(
        self, destination: str, seller: Party, products: Mapping[str, Product], used: Mapping[str, int], by: Actor
    ) -> None:
        self.destination, self.seller, self.products, self.used = destination, seller, products, used
        self.on = by.at.date()
        self.currency = rates.currency_of(destination, self.on)
        self.tax_number = rates.tax_number(seller, destination)

    @classmethod
    def of(
        cls, destination: str, drafts: Sequence[Draft], seller: Party, products: Mapping[str, Product], by: Actor
    ) -> Asker:
        people = (draft.person(seller) for draft in drafts if draft.facts.destination == destination)
        used = queries.bought_this_year(people, destination, by.at.date())
        return cls(destination, seller, products, used, by)

    def question(self, draft: Draft) -> Sending:
        """The order as the law sees it. Only a person with an identity number is counted for a yearly limit."""
        facts, route, person = draft.facts, draft.routed, draft.person(self.seller)
        counted = bool(facts.buyer.identity) and bool(self.currency)
        used = self.used.get(person, 0)
        if draft.promise is not None and draft.promise.used_minor is not None:
            used, counted = draft.promise.used_minor, bool(self.currency)
        sold = Sale(
            dispatch=route.dispatch,
            destination=self.destination,
            on=draft.promise.on if draft.promise is not None else self.on,
            lines=tuple(
                self._sold(line.sku, line.quantity, Money.from_minor(value, facts.currency))
                for line, value in zip(facts.lines, draft.checked.values, strict=True)
            ),
            freight=Money.from_minor(draft.checked.freight, facts.currency),
            channel=route.channel,
            registration=self.tax_number,
            buyer=person,
            year_to_date=Money.from_minor(used, self.currency) if counted else None,
        )
        return question(sold)

    def _sold(self, sku: str, quantity: int, value: Money) -> Sold:
        product = self.products[sku]
        return Sold(
            title=product.title,
            hs=product.codes.get(self.destination, product.hs),
            origin=product.origin,
            quantity=quantity,
            net_mass_g=product.net_mass_g * quantity,
            value=value,
        )


def not_exact(quote: StoredQuote) -> Finding:
    """That duty and tax of a quote are a range or unknown, with the first reasons."""
    result = quote.result
    reasons = [found["sentence"] for found in result["findings"]]
    reasons += [found["sentence"] for option in result["options"] for found in option["unknown"]]
    reasons += [found["sentence"] for option in result["closed"] for found in option["why_not"]]
    return Finding(
        "landed-cost-not-exact",
        gettext_noop("Duty and tax in {country} cannot be stated exactly: {reason}"),
        "/destination",
        gettext_noop("Complete the product (a national code of 8 to 10 digits, its origin), or load the tariff."),
        params={"country": quote.destination, "reason": " ".join(dict.fromkeys(reasons[:3])) or "—"},
    )
