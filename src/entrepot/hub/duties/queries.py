"""What can be asked about what is owed: what is ripe to be stated, what is due, and by whom it may be seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from entrepot.hub.customs import queries as customs
from entrepot.hub.customs.models import Declaration
from entrepot.hub.duties.models import GoodsReturn, Statement
from entrepot.hub.events.actor import Actor
from entrepot.hub.law import statute
from entrepot.hub.parties import queries as parties
from entrepot.statute.statements import statements
from entrepot.trade.finding import Finding, NotYours, Refused
from entrepot.trade.statement import Terms

PAGE = 5000


def terms(country: str, on: date) -> tuple[Terms, ...]:
    """The statements that a country's law asks for on a day."""
    return statements(statute().jurisdiction(country).folder, on)


def terms_of(declaration: Declaration, on: date) -> Terms | None:
    """The statement in which a declaration will stand; None where its duty is settled by itself."""
    return next((each for each in terms(declaration.country, on) if _gathers(each, declaration)), None)


def unstated(country: str, wanted: Terms) -> Iterator[Declaration]:
    """Released declarations that the terms gather and that stand in no statement yet, oldest first.

    Goods that are on their way back stay out until they are back or their time is over.
    """
    found = Declaration.objects.filter(
        country=country, direction=wanted.direction, regime__in=wanted.regimes, state="released", stated=None
    ).exclude(goods_return__state="applied")
    return found.select_related("declarant").order_by("id").iterator(PAGE)


def visible(by: Actor) -> QuerySet[Statement]:
    """The statements somebody may see: a debtor its own, an officer those of the country, the hub all."""
    if not by.party:
        return Statement.objects.all() if parties.may(by, "operator") else Statement.objects.none()
    theirs = Q(debtor=by.party)
    if parties.may(by, "customs"):
        theirs |= Q(country=parties.party(by.party).country)
    if parties.may(by, "operator"):
        theirs |= ~Q(pk=None)
    return Statement.objects.filter(theirs).select_related("debtor").order_by("-id")


def stated_to(debtor: str) -> QuerySet[Statement]:
    """The statements of one debtor, the latest first."""
    return Statement.objects.filter(debtor__code=debtor).select_related("debtor").order_by("-id")


def statement(number: str, *, by: Actor) -> Statement:
    """One statement, for whom it concerns."""
    found = visible(by).filter(number=number).first()
    if found is None:
        raise NotYours(Finding("statement-not-yours", gettext_noop("This statement is not yours to see.")))
    return found


def require_debtor(by: Actor, debtor: str) -> None:
    """Whoever acts does so for the debtor: as the one who declares, or as the firm that sells."""
    if not parties.may(by, "seller", debtor):
        parties.require(by, "declarant", debtor)


def overdue(on: date) -> QuerySet[Statement]:
    """Statements whose last day has passed unpaid; a summary that owes nothing is overdue until it is filed."""
    late = Statement.objects.filter(due_by__lt=on)
    return late.filter(Q(state="drawn-up") | Q(state="filed") & (Q(duty_minor__gt=0) | Q(tax_minor__gt=0)))


def returning(mrn: str, *, by: Actor) -> tuple[Declaration, GoodsReturn | None]:
    """A declaration and its return, for its declarant or an officer of its country."""
    declaration = Declaration.objects.filter(mrn=mrn).first()
    if declaration is None or not customs.may_see(declaration, by=by):
        raise NotYours(Finding("not-your-declaration", gettext_noop("This declaration is not yours to see.")))
    return declaration, GoodsReturn.objects.filter(declaration=declaration).first()


def no_return_known(declaration: Declaration) -> Refused:
    return Refused(
        Finding(
            "return-not-foreseen",
            gettext_noop("The law of {country} foresees no return of goods under {regime}."),
            "/mrn",
            gettext_noop("Declare the goods for export again, or ask the customs of the country."),
            params={"country": declaration.country, "regime": declaration.regime},
        )
    )


def _gathers(each: Terms, declaration: Declaration) -> bool:
    return each.direction == declaration.direction and declaration.regime in each.regimes
