"""Permits that another hub's agency issued to a seller: what an order may count on there when it is placed here.

The permit is drawn at the other hub, when the goods are declared for import. Here it is only counted on, so that no
more is sold than it covers; what others draw on it there we cannot see, and the import border has the last word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from entrepot.hub.customs import queries as customs
from entrepot.hub.customs.models import PermitAbroad
from entrepot.hub.orders.models import Consignment, PermitPromise
from entrepot.hub.orders.permits import text
from entrepot.hub.parties.models import Party
from entrepot.trade.declaration import DeclarationFacts, PermitUse
from entrepot.trade.finding import Finding
from entrepot.trade.lifecycles import NEVER_ARRIVED
from entrepot.trade.permit import PermitFacts, Requirement, Wanted, draw
from entrepot.trade.quantity import Quantity


@dataclass
class Counted:
    """What a batch of one seller's orders counts on beside the earlier ones; the permits are held until its end."""

    seller: Party
    held: dict[str, list[PermitAbroad]] = field(default_factory=dict)
    used: dict[int, Quantity] = field(default_factory=dict)
    promised: defaultdict[str, list[PermitPromise]] = field(default_factory=lambda: defaultdict(list))

    def on(self, facts: DeclarationFacts, asked: Iterable[Requirement]) -> tuple[tuple[PermitUse, ...], list[Finding]]:
        """A use for every item that a permit covers, and why those do not that are of its kind and goods."""
        uses, found = list[PermitUse](), list[Finding]()
        for each in asked:
            use, against = self._one(facts, each)
            if use is None:
                found += [replace(finding, pointer=f"{each.pointer}/hs") for finding in against]
            else:
                uses.append(use)
        return tuple(uses), found

    def forget(self, ucr: str) -> None:
        """An order that is refused counts on nothing."""
        for promise in self.promised.pop(ucr, ()):
            self.used[promise.permit_id] += Quantity.of(f"-{promise.quantity}", promise.unit)

    def write(self, placed: Iterable[Consignment]) -> None:
        """Write what the orders that were taken count on."""
        promises = [(row, each) for row in placed for each in self.promised[row.ucr]]
        for row, promise in promises:
            promise.consignment = row
        PermitPromise.objects.bulk_create(promise for _, promise in promises)

    def _one(self, facts: DeclarationFacts, asked: Requirement) -> tuple[PermitUse | None, list[Finding]]:
        item = next(each for each in facts.items if each.number == asked.item)
        against: list[Finding] = []
        for permit in self._of(facts):
            if permit.kind != asked.control.kind or not item.commodity.startswith(permit.goods):
                continue
            wanted = item.amount.to(permit.unit) or Quantity(item.net, "KGM").to(permit.unit) if permit.unit else None
            found = draw(
                terms(permit),
                self.used.get(permit.pk),
                Wanted(permit.holder, item.hs, "", permit.kind, wanted),
                facts.date,
            )
            if found:
                against = against or found
                continue
            quantity = text(wanted.amount) if wanted else ""
            if wanted:
                self.used[permit.pk] += wanted
                kept = PermitPromise(permit=permit, line=asked.item, quantity=quantity, unit=permit.unit)
                self.promised[facts.ucr].append(kept)
            return PermitUse(permit.number, permit.kind, asked.item, quantity, permit.unit), []
        return None, against

    def _of(self, facts: DeclarationFacts) -> list[PermitAbroad]:
        """The seller's permits of a country, held until the transaction ends; asked for once."""
        if facts.country not in self.held:
            mine = customs.permits_abroad(self.seller).filter(
                country=facts.country, valid_from__lte=facts.date, valid_to__gte=facts.date
            )
            self.held[facts.country] = list(mine.select_for_update())
            self.used |= promised(self.held[facts.country])
        return self.held[facts.country]


def promised(permits: Iterable[PermitAbroad]) -> dict[int, Quantity]:
    """How much of each permit orders count on, in the unit of the permit."""
    sums = {permit.pk: Quantity.of("0", permit.unit) for permit in permits if permit.unit}
    for promise in PermitPromise.objects.filter(permit__in=sums).exclude(consignment__state__in=NEVER_ARRIVED):
        sums[promise.permit_id] += Quantity.of(promise.quantity, promise.unit)
    return sums


def terms(permit: PermitAbroad) -> PermitFacts:
    """What its document allows, as the law reads it."""
    return PermitFacts(
        number=permit.number,
        kind=permit.kind,
        holder=permit.holder,
        goods=permit.goods,
        quantity=permit.quantity,
        unit=permit.unit,
        valid_from=permit.valid_from,
        valid_to=permit.valid_to,
    )
