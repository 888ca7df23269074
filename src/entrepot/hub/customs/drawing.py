"""What a batch draws on permits: worked out item by item in the order given, written only if the batch is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext_noop

from entrepot.hub.customs import queries
from entrepot.hub.customs.models import Permit, PermitUse
from entrepot.trade import permit as law
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.declaration import PermitUse as Use
from entrepot.trade.duty.ground import plain as decimal
from entrepot.trade.finding import Finding
from entrepot.trade.quantity import Quantity

DRAWABLE = ("issued", "exhausted")  # of an exhausted one the law itself says that nothing is left


Drawn = tuple[Permit, Use, Quantity | None]
"""What one use draws on a permit; nothing on a certificate, which is only shown."""


@dataclass
class Drawing:
    """Permits that a batch names, locked, with what was drawn before and what the batch draws as it goes."""

    permits: dict[str, Permit] = field(default_factory=dict)
    used: dict[str, Quantity | None] = field(default_factory=dict)
    drawn: dict[str, list[Drawn]] = field(default_factory=dict)

    @classmethod
    def of(cls, batch: Iterable[DeclarationFacts]) -> Drawing:
        """Lock the permits that the batch names."""
        numbers = {use.number for facts in batch for use in facts.permits}
        if not numbers:
            return cls()
        held = Permit.objects.select_for_update(of=("self",)).select_related("holder")
        permits = {each.number: each for each in held.filter(number__in=numbers).order_by("pk")}
        return cls(permits, {number: queries.drawn(permit) for number, permit in permits.items()})

    def draw(self, facts: DeclarationFacts) -> list[Finding]:
        """Draw what the declaration asks; with any finding, nothing of it is drawn."""
        if not facts.permits:
            return []
        mine: list[Drawn] = []
        before = dict(self.used)
        found = [finding for n, use in enumerate(facts.permits) for finding in self._one(n, use, facts, mine)]
        if found:
            self.used = before
        elif mine:
            self.drawn[facts.lrn] = mine
        return found

    def forget(self, lrn: str) -> None:
        """Put back what a declaration drew that then was not in order."""
        for permit, _, quantity in self.drawn.pop(lrn, ()):
            self._count(permit, quantity and Quantity(-quantity.amount, quantity.unit))

    def uses(self, lrn: str, declaration: int) -> list[PermitUse]:
        """The draws of a declaration as rows, not yet written."""
        return [
            PermitUse(
                permit=permit,
                declaration_id=declaration,
                item=use.item,
                quantity=decimal(quantity.amount) if quantity else "",
                unit=quantity.unit if quantity else "",
            )
            for permit, use, quantity in self.drawn.get(lrn, ())
        ]

    def _one(self, n: int, use: Use, facts: DeclarationFacts, mine: list[Drawn]) -> Iterator[Finding]:
        """One use of one permit: every reason against it, else it is drawn."""
        permit = self.permits.get(use.number)
        if permit is None or permit.state not in DRAWABLE or permit.country != facts.country:
            yield _not_usable(n, use, permit, facts)
            return
        wanted = law.wanted_by(use, facts)
        terms = queries.permit_facts(permit)
        if wanted.holder in _names(permit) or facts.declarant == permit.holder_id or _sold_by_holder(permit, facts):
            terms = replace(terms, holder=wanted.holder)
        found = law.draw(terms, self.used[permit.number], wanted, facts.date)
        yield from (replace(finding, pointer=f"/permits/{n}") for finding in found)
        if not found:
            counted = wanted.quantity.to(permit.unit) if wanted.quantity and permit.quantity else None
            assert counted is not None or not permit.quantity, "a draw in another kind of unit is refused"
            self._count(permit, counted)
            mine.append((permit, use, counted))

    def _count(self, permit: Permit, quantity: Quantity | None) -> None:
        """Add to what is drawn; a certificate without a quantity is drawn by nothing."""
        used = self.used[permit.number]
        if quantity is not None and used is not None:
            self.used[permit.number] = used + quantity


def _names(permit: Permit) -> set[str]:
    """The names under which a declaration may call the holder."""
    return {permit.holder.code, permit.holder.name, permit.holder.registration} - {""}


def _sold_by_holder(permit: Permit, facts: DeclarationFacts) -> bool:
    """Whether the seller abroad is the holder: what a shopper imports may come under the permit of who sells it."""
    seller = facts.consignor
    return (
        facts.direction == "import"
        and seller.country == permit.holder.country
        and (seller.id or seller.name) in _names(permit)
    )


def _not_usable(n: int, use: Use, permit: Permit | None, facts: DeclarationFacts) -> Finding:
    if permit is None:
        return Finding(
            "permit-unknown",
            gettext_noop("This hub knows no permit {number}."),
            f"/permits/{n}/number",
            gettext_noop("Check the number as it stands on the permit."),
            params={"number": use.number},
        )
    if permit.country != facts.country:
        return Finding(
            "permit-of-another-country",
            gettext_noop("Permit {number} is for {theirs}, and the goods are declared in {ours}."),
            f"/permits/{n}/number",
            gettext_noop("Apply to the agency of the country."),
            params={"number": permit.number, "theirs": permit.country, "ours": facts.country},
        )
    return Finding(
        "permit-not-in-force",
        gettext_noop("Permit {number} is {state}."),
        f"/permits/{n}/number",
        gettext_noop("Use a permit that is in force, or wait until the agency has decided."),
        params={"number": permit.number, "state": permit.state},
    )
