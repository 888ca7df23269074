"""Orders are placed: checked, quoted, sent on the cheapest lawful way, and written with what follows from them."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from fractions import Fraction

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events, sealing
from entrepot.hub.catalogue import queries as catalogue
from entrepot.hub.catalogue.models import Product
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import buyers, checking, queries, routing
from entrepot.hub.orders.facts import ConsignmentFacts, ItemFacts, OrderFacts
from entrepot.hub.orders.models import Buyer, Consignment, Order, OrderLine
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.hub.stock import actions as stock
from entrepot.hub.tariffs import actions as tariffs
from entrepot.hub.tariffs import queries as rates
from entrepot.hub.tariffs import reckoning
from entrepot.hub.tariffs.models import StoredQuote
from entrepot.trade import code
from entrepot.trade.duty.facts import Consignment as Sending
from entrepot.trade.duty.facts import Goods
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money

Outcome = Consignment | Refused


@dataclass
class Draft:
    """An order on its way to being written: what is known of it so far, and what was found wrong.

    `known` is its consignment if it was placed before, `first` the same order earlier in the batch.
    """

    facts: OrderFacts
    content: str = ""
    ucr: str = ""
    amounts: checking.Amounts | None = None
    route: routing.Route | None = None
    quote: StoredQuote | None = None
    findings: list[Finding] = field(default_factory=list)
    known: Consignment | None = None
    first: Draft | None = None

    @property
    def is_fresh(self) -> bool:
        """Whether it is still to be written: not refused, not known, and not a repeat within the batch."""
        return self.known is None and self.first is None and not self.findings


def place(batch: Sequence[OrderFacts], *, seller: Party, by: Actor) -> list[Outcome]:
    """Place each order that is in order; answer for every one, in the order given.

    The same order again is answered with its consignment, and nothing changes; another order under a number that is
    taken is refused. Whatever refuses one order leaves the others alone.
    """
    try:
        return _place(batch, seller, by)
    except IntegrityError:  # the same orders came through another door in this very moment: answer from there
        return _place(batch, seller, by)


@transaction.atomic
def _place(batch: Sequence[OrderFacts], seller: Party, by: Actor) -> list[Outcome]:
    parties.require(by, "seller", seller)
    products = catalogue.by_sku(seller, (line.sku for facts in batch for line in facts.lines))
    drafts = [Draft(facts) for facts in batch]
    _check(drafts, seller, products)
    _route(drafts, seller)
    _quote(drafts, seller, products, by)
    _reserve(drafts, seller, by)
    placed = _write(_fresh(drafts), seller, products, by)
    return [_outcome(n, draft, placed) for n, draft in enumerate(drafts)]


def _outcome(n: int, draft: Draft, placed: Mapping[str, Consignment]) -> Outcome:
    whole = draft.first or draft
    if found := draft.findings or whole.findings:
        return Refused([replace(each, pointer=f"/{n}{each.pointer}") for each in found])
    return draft.known or placed[draft.ucr]


def _check(drafts: list[Draft], seller: Party, products: Mapping[str, Product]) -> None:
    """What is wrong with each order itself; and whether its number stands for an order already."""
    known = queries.known_orders(seller, (draft.facts.number.strip() for draft in drafts))
    in_batch: dict[str, Draft] = {}
    for draft in drafts:
        draft.findings += checking.check(draft.facts, products)
        if draft.findings:
            continue
        draft.amounts = checking.amounts(draft.facts)
        draft.content = _content(draft.facts, draft.amounts)
        number = draft.facts.number.strip()
        draft.ucr = code.ucr(seller.country, seller.registration or seller.code, number, draft.facts.ordered_on.year)
        earlier, before = known.get(number), in_batch.get(draft.ucr)
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


def _route(drafts: list[Draft], seller: Party) -> None:
    """From where each order is served, under which export procedure, by which carrier."""
    promised: Counter[tuple[str, str]] = Counter()
    for draft in _fresh(drafts):
        wanted = Counter[str]()
        for line in draft.facts.lines:
            wanted[line.sku] += line.quantity
        try:
            draft.route = routing.route(seller, draft.facts.destination, wanted, promised)
        except Refused as refused:
            draft.findings += refused.findings


def _quote(drafts: list[Draft], seller: Party, products: Mapping[str, Product], by: Actor) -> None:
    """What each order costs to land; an order whose charges cannot be stated exactly is not taken."""
    asking = list(_fresh(drafts))
    if not asking:
        return
    used = {
        destination: queries.bought_this_year(
            (_person(draft, seller) for draft in asking if draft.facts.destination == destination),
            destination,
            by.at.date(),
        )
        for destination in {draft.facts.destination for draft in asking}
    }
    numbers = {place: rates.tax_number(seller, place) for place in used}
    questions = [
        _question(draft, seller, products, used[draft.facts.destination], numbers[draft.facts.destination], by)
        for draft in asking
    ]
    for draft, quote in zip(asking, tariffs.quote(questions, by=by), strict=True):
        draft.quote = quote
        if not quote.is_exact:
            draft.findings.append(_not_exact(quote))


def _question(
    draft: Draft,
    seller: Party,
    products: Mapping[str, Product],
    used: Mapping[str, int],
    tax_number: str,
    by: Actor,
) -> Sending:
    facts, amounts, route = draft.facts, draft.amounts, draft.route
    assert amounts is not None
    assert route is not None
    person = _person(draft, seller)
    currency = rates.currency_of(facts.destination, by.at.date())
    return Sending(
        dispatch=route.dispatch,
        destination=facts.destination,
        on=by.at.date(),
        lines=tuple(
            Goods(
                hs=products[line.sku].codes.get(facts.destination, products[line.sku].hs),
                value=Money.from_minor(value, facts.currency),
                quantity=Fraction(line.quantity),
                description=products[line.sku].title,
                origin=products[line.sku].origin,
                net_mass_kg=Fraction(products[line.sku].net_mass_g * line.quantity, 1000),
            )
            for line, value in zip(facts.lines, amounts.values, strict=True)
        ),
        freight=Money.from_minor(amounts.freight, facts.currency),
        incoterm="DDP",
        channel=route.channel,
        seller_registered=bool(tax_number),
        registration=tax_number,
        consumer=True,
        buyer=person,
        year_to_date=Money.from_minor(used.get(person, 0), currency) if facts.buyer.identity and currency else None,
    )


def _reserve(drafts: list[Draft], seller: Party, by: Actor) -> None:
    """Promise what is in a site of the hub; who comes too late for the last piece is refused."""
    for draft in _fresh(drafts):
        if draft.route is None or draft.route.site is None:
            continue
        try:
            with transaction.atomic():
                stock.reserve(draft.ucr, seller, draft.route.wanted, site=draft.route.site, by=by)
        except Refused as refused:
            draft.findings += refused.findings


def _write(drafts: list[Draft], seller: Party, products: Mapping[str, Product], by: Actor) -> dict[str, Consignment]:
    """Write everything in few statements, and record that it was placed."""
    if not drafts:
        return {}
    orders = Order.objects.bulk_create([_order(draft, seller, by) for draft in drafts])
    pairs = list(zip(drafts, orders, strict=True))
    OrderLine.objects.bulk_create(line for draft, order in pairs for line in _lines(draft, order, products))
    Buyer.objects.bulk_create(buyers.sealed(order, draft.facts.buyer) for draft, order in pairs)
    told = [_facts(draft, order, seller, products) for draft, order in pairs]
    rows = [_consignment(facts, order, draft, by) for facts, (draft, order) in zip(told, pairs, strict=True)]
    Consignment.objects.bulk_create(rows)
    happened = [(facts.ucr, asdict(facts)) for facts in told]
    events.record_many("orders.order.placed", happened, by=by, ucrs=[facts.ucr for facts in told])
    return {row.ucr: row for row in rows}


def _order(draft: Draft, seller: Party, by: Actor) -> Order:
    amounts, route = draft.amounts, draft.route
    assert amounts is not None
    assert route is not None
    charges = _charges(draft)
    return Order(
        seller=seller,
        number=draft.facts.number.strip(),
        ordered_on=draft.facts.ordered_on,
        currency=draft.facts.currency,
        goods_minor=amounts.goods,
        freight_minor=amounts.freight,
        discount_minor=amounts.discount,
        charges_minor=charges,
        total_minor=amounts.before_charges + charges,
        carrier=route.carrier,
        site=route.site,
        content=draft.content,
        placed_at=by.at,
    )


def _charges(draft: Draft) -> int:
    """Duty and tax in the currency of the order, at the rate of its quote: what the buyer pays once for all."""
    quote = draft.quote
    assert quote is not None
    assert quote.duty_minor is not None
    assert quote.tax_minor is not None
    return reckoning.converted(quote, quote.duty_minor + quote.tax_minor, draft.facts.currency).minor


def _lines(draft: Draft, order: Order, products: Mapping[str, Product]) -> list[OrderLine]:
    assert draft.amounts is not None
    return [
        OrderLine(
            order=order,
            number=n,
            sku=line.sku,
            title=products[line.sku].title,
            hs=products[line.sku].hs,
            codes=products[line.sku].codes,
            gtin=products[line.sku].gtin,
            origin=products[line.sku].origin,
            quantity=line.quantity,
            unit_price_minor=price,
            value_minor=value,
            net_mass_g=products[line.sku].net_mass_g,
        )
        for n, (line, price, value) in enumerate(
            zip(draft.facts.lines, draft.amounts.prices, draft.amounts.values, strict=True), 1
        )
    ]


def _facts(draft: Draft, order: Order, seller: Party, products: Mapping[str, Product]) -> ConsignmentFacts:
    quote, route, amounts = draft.quote, draft.route, draft.amounts
    assert quote is not None
    assert route is not None
    assert amounts is not None
    return ConsignmentFacts(
        ucr=draft.ucr,
        order_number=order.number,
        seller_code=seller.code,
        seller_name=seller.name,
        seller_country=seller.country,
        origin=route.dispatch,
        destination=draft.facts.destination,
        regime=route.regime,
        import_regime=quote.regime,
        currency=order.currency,
        goods_minor=amounts.goods - amounts.discount,
        freight_minor=amounts.freight,
        total_minor=order.total_minor,
        tax_currency=quote.currency,
        duty_minor=quote.duty_minor or 0,
        tax_minor=quote.tax_minor or 0,
        items=tuple(
            ItemFacts(
                sku=line.sku,
                description=products[line.sku].title,
                hs=products[line.sku].hs,
                origin=products[line.sku].origin,
                quantity=line.quantity,
                value_minor=value,
                net_mass_g=products[line.sku].net_mass_g * line.quantity,
            )
            for line, value in zip(draft.facts.lines, amounts.values, strict=True)
        ),
    )


def _consignment(facts: ConsignmentFacts, order: Order, draft: Draft, by: Actor) -> Consignment:
    told = asdict(facts)
    return Consignment(
        **{**told, "items": list(told["items"])}, home=True, order=order, quote=draft.quote, placed_at=by.at
    )


def _fresh(drafts: list[Draft]) -> list[Draft]:
    return [draft for draft in drafts if draft.is_fresh]


def _person(draft: Draft, seller: Party) -> str:
    return buyers.person(seller.code, draft.facts.number.strip(), draft.facts.buyer)


def _content(facts: OrderFacts, amounts: checking.Amounts) -> str:
    """The keyed digest of what an order says; keyed, since the buyer's name is part of it."""
    said = [
        facts.number.strip(),
        facts.ordered_on.isoformat(),
        facts.currency,
        facts.destination,
        [[line.sku, line.quantity, price] for line, price in zip(facts.lines, amounts.prices, strict=True)],
        amounts.freight,
        amounts.discount,
        asdict(facts.buyer),
    ]
    told = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(sealing.commitment_key(), f"order\n{told}".encode(), hashlib.sha256).hexdigest()


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


def _not_exact(quote: StoredQuote) -> Finding:
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
