"""An order on its way to being written: what is known of it so far, and what was found wrong."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from entrepot.hub import sealing
from entrepot.hub.orders import buyers, checking, routing
from entrepot.hub.orders.facts import OrderFacts, Promise
from entrepot.hub.orders.models import Consignment
from entrepot.hub.parties.models import Party
from entrepot.hub.tariffs.models import StoredQuote
from entrepot.trade.finding import Finding


@dataclass
class Draft:
    """One order of a batch; each step of placing adds what it finds out, or why the order cannot be taken.

    `known` is its consignment if it was placed before, `first` the same order earlier in the batch, `promise` what a
    checkout showed its buyer.
    """

    facts: OrderFacts
    promise: Promise | None = None
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

    @property
    def number(self) -> str:
        return self.facts.number.strip()

    @property
    def wanted(self) -> Counter[str]:
        """How many pieces of each SKU."""
        pieces = Counter[str]()
        for line in self.facts.lines:
            pieces[line.sku] += line.quantity
        return pieces

    @property
    def checked(self) -> checking.Amounts:
        """The amounts, once the order has been checked."""
        assert self.amounts is not None
        return self.amounts

    @property
    def routed(self) -> routing.Route:
        """The route, once one was found."""
        assert self.route is not None
        return self.route

    @property
    def quoted(self) -> StoredQuote:
        """The quote, once the law was asked."""
        assert self.quote is not None
        return self.quote

    def person(self, seller: Party) -> str:
        """The commitment to whoever buys."""
        return buyers.person(seller.code, self.number, self.facts.buyer)


def fresh(drafts: Iterable[Draft]) -> list[Draft]:
    """The orders that are still to be written."""
    return [draft for draft in drafts if draft.is_fresh]


def content_of(facts: OrderFacts, amounts: checking.Amounts) -> str:
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
