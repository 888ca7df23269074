"""The form of the question: one sentence with blanks, and what else is known about the goods and the sale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from entrepot.hub.law import statute
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import FindingNote
from entrepot.hub.web.quote.asking import ANSWER, MEASURE, NAMES, Question
from entrepot.hub.web.quote.controls import Choice, Control
from entrepot.trade.code.country import COUNTRIES
from entrepot.trade.currency import MINOR_DIGITS
from entrepot.trade.duty.valuation import TERMS
from entrepot.trade.finding import Finding

UNITS = ("H87", "PR", "KGM", "LTR", "MTR", "MTK")

Found = Mapping[str, Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class Form:
    """The blanks by name, and those that an answer asked for; `loose` was found about none of them."""

    blanks: Mapping[str, Control]
    more: tuple[Control, ...]
    wanted: tuple[Control, ...]
    opened: bool
    loose: tuple[FindingNote, ...] = ()

    @property
    def in_sentence(self) -> tuple[tuple[str, tuple[FindingNote, ...]], ...]:
        """What was found about the blanks of the sentence, under the ids by which they are described."""
        return tuple((f"{each.key}-found", each.notes) for each in self.blanks.values() if each.notes)


def form(question: Question, found: Found, today: date) -> Form:
    """The form, filled in as asked, with what was found beside each blank."""
    beside = {name: tuple(FindingNote.of(each) for each in told) for name, told in found.items()}

    def filled(control: Control) -> Control:
        value = question[control.name] or control.value
        choices = control.choices
        if control.kind == "choice" and value not in {each for each, _words in choices}:
            choices = [(value, value), *choices]  # what was asked stays seen, even if it is none of them
        return replace(control, value=value, choices=choices, notes=beside.get(control.name, ()))

    blanks = {control.name: filled(control) for control in _blanks(today)}
    more = tuple(replace(filled(control), field=True) for control in _more())
    wanted = tuple(replace(filled(control), field=True) for control in _wanted([*question.told, *found]))
    opened = any(control.notes or question[control.name] for control in more)
    known = {*NAMES, *(control.name for control in wanted)}
    loose = tuple(note for name, notes in beside.items() if name not in known for note in notes)
    return Form(blanks, more, wanted, opened, loose)


def home() -> str:
    """The country to which a question leads that names none: the hub's own, if its law is held."""
    own = str(settings.ENTREPOT_COUNTRY)
    return own if own in statute().destinations else statute().destinations[0]


def _blanks(today: date) -> list[Control]:
    """The blanks of the sentence, with what stands in them as long as nobody says otherwise."""
    places = _countries(code for code in statute().destinations if code[0] != "X" or code == home())
    currencies = [(code, code) for code in sorted(MINOR_DIGITS)]
    return [
        Control(
            "hs", _("Commodity code, six digits or more"), "", "code", placeholder="691200", most=14, required=True
        ),
        Control("value", _("Price of all of them"), "", "number", placeholder="480.00", required=True),
        Control("currency", _("Currency"), "USD", "choice", currencies),
        Control("freight", _("Freight up to the border of destination"), "", "number", placeholder="0", size=5),
        Control("from", _("Sent from"), "CN", "choice", _countries(COUNTRIES)),
        Control("to", _("Sent to"), home(), "choice", places),
        Control("by", _("How they travel"), "", "choice", _channels()),
        Control("on", _("Day whose law counts"), today.isoformat(), "date"),
    ]


def _more() -> list[Control]:
    """What else may be said of the goods and of the sale."""
    terms = [("", _("DAP: delivered, duty unpaid")), *((term, term) for term in sorted(TERMS) if term != "DAP")]
    hint = _("Leave it empty for all that is known today; a day shows what could be answered then.")
    return [
        Control("quantity", _("How many"), "", "number", placeholder="1"),
        Control("unit", _("Counted in"), "", "choice", [("", _("pieces")), *_units()]),
        Control("mass", _("Net mass of all, kg"), "", "number"),
        Control("origin", _("Made in, if elsewhere"), "", "code", most=2, size=4, placeholder="CN"),
        Control("insurance", _("Insurance up to the border"), "", "number"),
        Control("incoterm", _("Incoterm"), "", "choice", terms),
        Control("registered", _("The seller pays the tax at sale"), "", "choice", _yes_or_no()),
        Control("consumer", _("The buyer is a consumer"), "", "choice", _yes_or_no()),
        Control("known", _("As known on"), "", "date", hint=hint),
    ]


def _wanted(names: Iterable[str]) -> Iterator[Control]:
    """What the tariff asked for by name: further quantities, and questions to be answered with yes or no."""
    for name in dict.fromkeys(each for each in names if each.startswith((MEASURE, ANSWER))):
        if name.startswith(ANSWER):
            yield Control(name, name.removeprefix(ANSWER), "", "choice", _yes_or_no())
        else:
            unit = wording.unit(name.removeprefix(MEASURE))
            yield Control(name, _("Quantity in {unit}").format(unit=unit), "", "number")


def _countries(codes: Iterable[str]) -> list[Choice]:
    return sorted(((code, wording.country(code)) for code in codes), key=lambda each: each[1])


def _units() -> list[Choice]:
    return [(code, wording.unit(code)) for code in UNITS[1:]]


def _yes_or_no() -> list[Choice]:
    return [("", _("not known")), ("yes", _("yes")), ("no", _("no"))]


def _channels() -> list[Choice]:
    return [
        ("", _("by any carrier")),
        ("post", _("by post")),
        ("express", _("by express")),
        ("air", _("by air")),
        ("sea", _("by sea")),
        ("road", _("by road")),
        ("rail", _("by rail")),
        ("bonded", _("from bonded stock")),
    ]
