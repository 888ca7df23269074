"""The table of carriage and the tax numbers as they are told, and their forms with what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from entrepot.hub.catalogue import freight, freight_written
from entrepot.hub.catalogue import queries as catalogue
from entrepot.hub.catalogue.freight import Step
from entrepot.hub.catalogue.models import FreightRate
from entrepot.hub.law import statute
from entrepot.hub.parties.models import Party
from entrepot.hub.tariffs import preview
from entrepot.hub.tariffs import queries as tariffs
from entrepot.hub.tariffs.schemes import schemes
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Cell, FindingNote, Head, Row, Table
from entrepot.hub.web.pieces.table import Tick
from entrepot.hub.web.quote.controls import Choice, Control
from entrepot.trade.currency import MINOR_DIGITS
from entrepot.trade.finding import Finding
from entrepot.trade.money import Money
from entrepot.trade.wording import gettext_noop

Notes = Mapping[str, tuple[FindingNote, ...]]


@dataclass(frozen=True, slots=True)
class Holding:
    """The table that holds for a seller; `whose` is own, carrier or none."""

    whose: str
    rows: Table | None


@dataclass(frozen=True, slots=True)
class Numbered:
    """A place with a scheme of tax at sale, and the number under which the seller pays there."""

    place: str
    country: str
    scheme: str
    says: str
    number: str
    since: str


def table_of(seller: Party) -> Holding:
    """The seller's own table with a box on each step; else its carrier's; else none."""
    own = list(FreightRate.objects.filter(owner=seller))
    if own:
        steps = [Step(**{name: getattr(each, name) for name in Step.__slots__}) for each in own]
        return Holding("own", _table(steps, [each.pk for each in own]))
    steps = freight.of_carrier(seller)
    return Holding("carrier", _table(steps, ())) if steps else Holding("none", None)


def unreached(seller: Party) -> tuple[FindingNote, ...]:
    """Where the shop of this hub sends to and the table does not: nothing can be ordered there."""
    terms = [step for step in freight.terms(seller) if step["channel"] == "post"]
    led_to = {step["destination"] for step in terms}
    left = [place for place in preview.destinations() if place not in led_to and place != seller.country]
    if not terms or "" in led_to or not left:
        return ()
    found = Finding(
        "freight-leads-not-there",
        gettext_noop("No step by post leads to {countries}; your goods cannot be ordered there."),
        remedy=gettext_noop("State a step for each, or one for everywhere else."),
        level="warning",
        params={"countries": wording.listed(wording.country(place) for place in left)},
    )
    return (FindingNote.of(found),)


def step_form(seller: Party, request: HttpRequest, notes: Notes, today: date) -> tuple[Control, ...]:
    """The form of one step: as it was filled in, as the step to be changed stands, or empty."""
    filled = {"channel": "post", "currency": _currency(seller, today)} | _to_change(seller, request)
    if request.POST.get("do") == "step":
        filled = {field: request.POST.get(field, "")[:250] for field in freight_written.FIELDS}
    places = [("", _("everywhere else")), *_places(statute().destinations, filled.get("destination", ""))]
    hint = _("The price list it stands in, with its day.")
    currencies = [(each, each) for each in sorted(MINOR_DIGITS)]
    controls = (
        Control("destination", _("To"), kind="choice", choices=places, required=True),
        Control("channel", _("Sent by"), kind="choice", choices=_channels(), required=True),
        Control("up_to_kg", _("Up to, kg with packing"), kind="number", required=True, placeholder="0.5"),
        Control("price", _("The buyer pays"), kind="number", required=True),
        Control("currency", _("Currency"), kind="choice", choices=currencies, required=True),
        Control("days_least", _("Working days, at least"), kind="number", required=True),
        Control("days_most", _("Working days, at most"), kind="number", required=True),
        Control("source", _("Where the figure comes from"), required=True, hint=hint, most=250),
    )
    return tuple(_filled(each, filled, notes) for each in controls)


def numbers(seller: Party, today: date) -> tuple[Numbered, ...]:
    """Every place whose law knows such a scheme, and every other for which a number is noted."""
    noted = {each.country: each for each in tariffs.noted(seller)}
    known = {each.place: each for each in schemes(today)}
    return tuple(
        Numbered(
            place,
            wording.country(place),
            _(known[place].name) if place in known else "",
            _(known[place].says) if place in known else "",
            noted[place].number if place in noted else "",
            wording.day(noted[place].since) if place in noted else "",
        )
        for place in sorted(known.keys() | noted.keys(), key=wording.country)
    )


def number_form(request: HttpRequest, notes: Notes, today: date) -> tuple[Control, ...]:
    """The form of a number: the places with a scheme come first, then every other whose law is held."""
    filled = dict.fromkeys(("country", "number"), "")
    if request.POST.get("do") == "number":
        filled = {name: request.POST.get(name, "")[:60] for name in filled}
    first = [each.place for each in schemes(today)]
    rest = [place for place in statute().destinations if place not in first]
    choices = [*_places(first, ""), *_places(rest, filled["country"])]
    controls = (
        Control("country", _("Country"), kind="choice", choices=choices, required=True),
        Control("number", _("Number"), kind="code", required=True, most=40),
    )
    return tuple(_filled(each, filled, notes) for each in controls)


def by_line(notes: Notes) -> tuple[tuple[str, tuple[FindingNote, ...]], ...]:
    """What is wrong with the rows of a file, each under its line."""
    lines = sorted((int(line), found) for line, found in notes.items() if line.isdigit())
    return tuple((_("line {line}").format(line=line), found) for line, found in lines)


def number(text: str) -> int:
    """The number of a step as an address or a form names it; nought, which no step has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _table(steps: Sequence[Step], numbers: Sequence[int]) -> Table:
    ways = dict(_channels())
    rows = tuple(
        Row(
            (
                Cell(
                    wording.country(step.destination) if step.destination else _("everywhere else"),
                    ways[step.channel],
                    tick=Tick("step", str(numbers[n]), _named(step)) if numbers else None,
                ),
                Cell(_("up to {mass}").format(mass=wording.mass(step.up_to_g))),
                Cell(
                    str(Money.from_minor(step.amount_minor, step.currency)),
                    href=f"{reverse('seller-carriage')}?change={numbers[n]}#step" if numbers else "",
                ),
                Cell(_("{least} to {most} working days").format(least=step.days_least, most=step.days_most)),
                Cell(step.source),
            )
        )
        for n, step in enumerate(steps)
    )
    heads = (
        Head(_("To"), wide=True),
        Head(_("Parcel")),
        Head(_("The buyer pays"), number=True),
        Head(_("Time")),
        Head(_("Source"), wide=True),
    )
    return Table(_("Table of carriage"), heads, rows)


def _named(step: Step) -> str:
    """A step for those who listen: where to and up to which mass."""
    place = wording.country(step.destination) if step.destination else _("everywhere else")
    return _("{place}, up to {mass}").format(place=place, mass=wording.mass(step.up_to_g))


def _to_change(seller: Party, request: HttpRequest) -> dict[str, str]:
    found = FreightRate.objects.filter(owner=seller, pk=number(request.GET.get("change", ""))).first()
    if found is None:
        return {}
    return freight_written.written(Step(**{name: getattr(found, name) for name in Step.__slots__}))


def _currency(seller: Party, today: date) -> str:
    """The currency in which the seller prices its goods, else that of its country."""
    priced = catalogue.products(seller).exclude(currency="").order_by("pk").values_list("currency", flat=True).first()
    return priced or tariffs.currency_of(seller.country, today)


def _channels() -> list[Choice]:
    return [("post", _("Post")), ("bonded", _("Bonded stock"))]


def _places(codes: Sequence[str], also: str) -> list[Choice]:
    wanted = {code for code in codes if code[0] != "X"} | ({also} if also else set())
    return sorted(((code, wording.country(code)) for code in wanted), key=lambda each: each[1])


def _filled(control: Control, filled: Mapping[str, str], notes: Notes) -> Control:
    return replace(control, value=filled.get(control.name, ""), notes=notes.get(control.name, ()), field=True)
