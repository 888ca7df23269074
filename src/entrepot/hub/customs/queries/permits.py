"""What can be asked about permits, and what was drawn on them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_noop

from entrepot.ehx.keys import SigningKey
from entrepot.hub import signet
from entrepot.hub.customs.models import Permit, PermitAbroad, PermitQuestion, PermitUse
from entrepot.hub.customs.queries.permit_kinds import unpaid
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.trade.declaration import Trader
from entrepot.trade.duty.ground import plain as decimal
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.permit import NEVER_ISSUED, PermitFacts, Standing, left, standing
from entrepot.trade.quantity import Quantity


def permit(number: str) -> Permit:
    """The permit of this number, or a refusal."""
    found = Permit.objects.filter(number=number).first()
    if found is None:
        raise Refused(_unknown(number))
    return found


def kinds_of_permits(numbers: Iterable[str]) -> dict[str, str]:
    """Of which kind each of these permits is, as far as they are known here."""
    return dict(Permit.objects.filter(number__in=list(numbers)).values_list("number", "kind"))


def issued_permit(number: str) -> Permit:
    """The permit of this number if it was ever issued. Of an application nobody learns but those it concerns."""
    found = permit(number)
    if found.state in NEVER_ISSUED:
        raise Refused(_unknown(number))
    return found


def standing_of(permit: Permit, on: date) -> Standing:
    """How an issued permit stands on a day."""
    return standing(permit_facts(permit), permit.state, drawn(permit), on)


def left_of(permit: Permit) -> str:
    """How much declarations may still draw, as decimal text in the unit of the permit."""
    rest = left(permit_facts(permit), drawn(permit))
    return "" if rest is None else decimal(rest.amount)


def revoked_places() -> list[int]:
    """The places in this hub's status list of all permits that were taken back."""
    return list(Permit.objects.filter(state="revoked").values_list("pk", flat=True))


def permits_of(holder: Party | str) -> QuerySet[Permit]:
    """What a party has applied for and what it holds."""
    return Permit.objects.filter(holder__code=holder if isinstance(holder, str) else holder.code)


def applications(agency: Party | str) -> QuerySet[Permit]:
    """What waits for an agency's answer, oldest first."""
    return Permit.objects.filter(agency__code=agency if isinstance(agency, str) else agency.code, state="applied")


def applicants_asked(agency: Party | str) -> set[int]:
    """Which applications at an agency wait for the applicant's answer."""
    code = agency if isinstance(agency, str) else agency.code
    waiting = PermitQuestion.objects.filter(permit__agency__code=code, permit__state="applied", answered_at=None)
    return set(waiting.values_list("permit", flat=True))


def permits_for(holder: Party | str) -> list[tuple[Permit, str]]:
    """Which permits wait for their holder, with what for.

    `asked` by the agency, `unpaid` as long as the fee is not there, or `ending` with nothing to follow.
    """
    followed = Permit.objects.filter(renews=OuterRef("pk")).exclude(state__in=("refused", "withdrawn"))
    mine = permits_of(holder).select_related("agency")
    question = PermitQuestion.objects.filter(permit=OuterRef("pk"), answered_at=None)
    applied = mine.filter(state="applied").annotate(asked=Exists(question))
    waiting = list(applied.filter(Q(asked=True) | Q(fee__isnull=False)))
    owing = unpaid(waiting)
    ending = mine.filter(~Exists(followed), state__in=("issued", "exhausted"), reminded_at__isnull=False)
    return [
        *((each, "asked") for each in waiting if each.asked),
        *((each, "unpaid") for each in waiting if each.pk in owing),
        *((each, "ending") for each in ending),
    ]


def permits_visible(by: Actor) -> QuerySet[Permit]:
    """What somebody may read, newest first: the holder and the agency their own, customs those of the country."""
    own = Q(holder__code=by.party) | Q(agency__code=by.party) if by.party else Q(pk__in=[])
    if by.party and parties.may(by, "customs"):
        own |= Q(country__in=Party.objects.filter(code=by.party).values("country"))
    return Permit.objects.filter(own).order_by("-pk")


def permit_facts(permit: Permit) -> PermitFacts:
    """What the permit allows, as the law reads it."""
    assert permit.valid_from is not None
    assert permit.valid_to is not None
    return PermitFacts(
        number=permit.number,
        kind=permit.kind,
        holder=permit.holder_id,
        goods=permit.goods,
        quantity=permit.quantity,
        unit=permit.unit,
        valid_from=permit.valid_from,
        valid_to=permit.valid_to,
        conditions=tuple(permit.conditions),
        lot=permit.lot,
    )


def drawn(permit: Permit) -> Quantity | None:
    """How much declarations have drawn and not given back, in the unit of the permit; None of what has no quantity."""
    if not permit.quantity:
        return None
    sum_of = Quantity(Fraction(0), permit.unit)
    for use in PermitUse.objects.filter(permit=permit, given_back_at=None):
        sum_of += Quantity.of(use.quantity, use.unit)
    return sum_of


def balances(permits: Iterable[Permit]) -> dict[str, str]:
    """By number, how much may still be drawn on each, as decimal text in its unit; asked of the database once."""
    listed = {each.pk: each for each in permits if each.quantity}
    rest = {pk: Quantity.of(each.quantity, each.unit) for pk, each in listed.items()}
    for use in PermitUse.objects.filter(permit__in=listed, given_back_at=None):
        taken = Quantity.of(use.quantity, use.unit)
        rest[use.permit_id] += Quantity(-taken.amount, taken.unit)
    return {listed[pk].number: decimal(each.amount) for pk, each in rest.items()}


def ends_soon(permit: Permit) -> bool:
    """Whether the holder was reminded that the permit ends, and nothing follows it yet."""
    following = permit.renewals.exclude(state__in=("refused", "withdrawn"))
    return permit.reminded_at is not None and permit.state in ("issued", "exhausted") and not following.exists()


def drawn_text(permit: Permit) -> str:
    """How much was drawn, as decimal text in the unit of the permit; nothing where it has no quantity."""
    taken = drawn(permit)
    return "" if taken is None else decimal(taken.amount)


def key() -> SigningKey:
    """The key under which permits are issued at this hub."""
    return signet.kept(settings.ENTREPOT_HOME, settings.ENTREPOT_URL.partition("://")[2])


def uses(permit: Permit) -> QuerySet[PermitUse]:
    """What declarations drew on a permit, oldest first."""
    return PermitUse.objects.filter(permit=permit).select_related("declaration")


def permits_by(agency: Party | str) -> QuerySet[Permit]:
    """Everything that was applied for at an agency, whatever became of it."""
    return Permit.objects.filter(agency__code=agency if isinstance(agency, str) else agency.code)


def _unknown(number: str) -> Finding:
    return Finding(
        "permit-unknown",
        gettext_noop("This hub knows no permit {number}."),
        "/number",
        gettext_noop("Check the number as it stands on the permit."),
        params={"number": number},
    )


def codes_of(trader: Trader) -> list[str]:
    """The parties of this hub that a declaration means by a trader: by registration, or by the name it goes under."""
    named = Q(registration=trader.id) if trader.id else Q(name=trader.name)
    return list(Party.objects.filter(named, country=trader.country).order_by("code").values_list("code", flat=True)[:5])


def permits_abroad(seller: Party) -> QuerySet[PermitAbroad]:
    """What agencies of other hubs granted a seller of ours and did not take back; what ends first, first.

    A document names its holder by code and name at the other hub. It only lets an order be taken: that border checks.
    """
    mine = Q(holder=seller.code) | Q(holder_name=seller.name)
    return PermitAbroad.objects.filter(mine, revoked_at=None)
