"""What a declaration took of permits and of people's limits: given back when it falls, shared when it is split."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from entrepot.hub.customs.actions import permits
from entrepot.hub.customs.models import Declaration, PermitUse, PersonalUse
from entrepot.hub.events.actor import Actor
from entrepot.trade import partial_release
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.partial_release import Going


def give_back(declaration: Declaration, by: Actor) -> None:
    """Give everything back that the declaration drew."""
    permits.give_back(declaration, by)
    PersonalUse.objects.filter(declaration=declaration, given_back_at=None).update(given_back_at=by.at)


def share(
    declaration: Declaration, part: Declaration, facts: DeclarationFacts, going: Sequence[Going], by: Actor
) -> None:
    """What the whole drew falls to what goes and to what stays; the permits and limits feel nothing of it."""
    for use in PermitUse.objects.filter(declaration=declaration, given_back_at=None):
        shares = partial_release.share_of_item(facts, going, use.item)
        shown = ("" if shares[0] else "0", "" if shares[1] else "0")
        amounts = partial_release.counted(use.quantity, shares) if use.quantity else shown
        _again(use, (part, declaration), "quantity", amounts, by)
    for counted in PersonalUse.objects.filter(declaration=declaration, given_back_at=None):
        minors = partial_release.whole(counted.amount_minor, partial_release.share_of_value(facts, going))
        _again(counted, (part, declaration), "amount_minor", minors, by)


def again(declaration: Declaration, given_back_at: datetime, by: Actor) -> None:
    """Draw anew what was given back at a moment, since the decision behind it fell; a permit must still have it.

    The last of each, since what the whole had drawn may have been given back in the same moment, when it was split.
    """
    given = PermitUse.objects.filter(declaration=declaration, given_back_at=given_back_at).order_by("pk")
    permits.draw_again(list({(use.item, use.permit_id): use for use in given.select_related("permit")}.values()), by)
    for counted in PersonalUse.objects.filter(declaration=declaration, given_back_at=given_back_at).order_by("-pk")[:1]:
        counted.pk, counted.given_back_at = None, None
        counted.save(force_insert=True)


def _again(
    use: PermitUse | PersonalUse, both: Sequence[Declaration], column: str, amounts: Sequence[str | int], by: Actor
) -> None:
    """End what was drawn for the whole, and write it anew for each of the two that has something of it."""
    use.given_back_at = by.at
    use.save(update_fields=["given_back_at"])
    for declaration, amount in zip(both, amounts, strict=True):
        if amount not in ("0", 0):
            use.pk, use.given_back_at, use.declaration = None, None, declaration
            setattr(use, column, amount)
            use.save(force_insert=True)
