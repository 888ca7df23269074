"""A declaration as fields of a form; a field is named as the finding that points at it: /items/0/hs is items-0-hs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from entrepot.hub.web import wording
from entrepot.hub.web.pieces import FindingNote
from entrepot.trade.finding import Finding
from entrepot.trade.incoterm import INCOTERMS

HEAD = ("lrn", "ucr", "direction", "country", "regime", "date")
TERMS = ("currency", "incoterm", "freight", "insurance", "transport_document", "registration")
TRADER = ("name", "country", "id", "address")
ITEM = ("description", "hs", "origin", "quantity", "unit", "net_mass_kg", "gross_mass_kg", "value", "sku")
PERMIT = ("permit", "permit_quantity")
OPTIONAL = frozenset(
    ("ucr", "transport_document", "registration", "id", "address", "insurance", "freight", "sku", "gtin", *PERMIT)
)
CODED = frozenset(("lrn", "ucr", "country", "origin", "currency", "hs", "regime", "transport_document", "registration"))
DECIMAL = frozenset(("freight", "insurance", "quantity", "net_mass_kg", "gross_mass_kg", "value", "permit_quantity"))
USUAL_UNITS = ("H87", "KGM", "GRM", "LTR", "PR", "MTR", "MTK", "C62", "DZN")

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to state: where it is said, what stands in it, what is wrong with it.

    With `choices` one of them is chosen; with `hints` they are proposed and something else may be written.
    """

    name: str
    label: str
    value: str
    optional: bool = False
    kind: str = "text"
    coded: bool = False
    mode: str = ""
    choices: Choices = ()
    hints: Choices = ()
    notes: tuple[FindingNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together, under their heading."""

    heading: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands in the form, and what was found in it."""

    given: Mapping[str, str]
    found: tuple[Finding, ...] = ()
    countries: Choices = ()
    regimes: Choices = ()

    def groups(self, rows: int) -> tuple[Group, ...]:
        """The whole form: the declaration, its parties, the terms, and so many goods items."""
        return (
            Group(_("The declaration"), tuple(self._field(name, name) for name in HEAD)),
            Group(_("Consignor"), tuple(self._field(f"consignor-{name}", name) for name in TRADER)),
            Group(_("Consignee"), tuple(self._field(f"consignee-{name}", name) for name in TRADER)),
            Group(_("Terms and carriage"), tuple(self._field(name, name) for name in TERMS)),
            *(
                Group(
                    _("Item {number}").format(number=row + 1),
                    tuple(self._field(f"items-{row}-{name}", name) for name in (*ITEM, *PERMIT)),
                )
                for row in range(rows)
            ),
        )

    def elsewhere(self, groups: Iterable[Group]) -> tuple[FindingNote, ...]:
        """What was found of no one field."""
        named = {field.name for group in groups for field in group.fields}
        return tuple(FindingNote.of(each) for each in self.found if place(each) not in named)

    def _field(self, name: str, kind: str) -> Field:
        return Field(
            name,
            LABELS[kind](),
            self.given.get(name, ""),
            kind in OPTIONAL,
            "date" if kind == "date" else "text",
            kind in CODED,
            "decimal" if kind in DECIMAL else "",
            self._choices(name, kind),
            self.regimes if kind == "regime" else (),
            tuple(FindingNote.of(each) for each in self.found if place(each) == name),
        )

    def _choices(self, name: str, kind: str) -> Choices:
        if name == "country":
            return self.countries
        return {"direction": _directions, "unit": _units, "incoterm": _incoterms}.get(kind, tuple)()


def place(finding: Finding) -> str:
    """The field at which a finding points."""
    return finding.pointer.lstrip("/").replace("/", "-")


def _directions() -> Choices:
    return ("export", _("Export")), ("import", _("Import"))


def _units() -> Choices:
    return tuple((code, wording.unit(code)) for code in USUAL_UNITS)


def _incoterms() -> Choices:
    return tuple((code, code) for code in INCOTERMS)


LABELS = {
    "lrn": lambda: _("Your reference"),
    "ucr": lambda: _("Consignment reference (UCR)"),
    "direction": lambda: _("Direction"),
    "country": lambda: _("Country"),
    "regime": lambda: _("Procedure"),
    "date": lambda: _("Law of the day"),
    "name": lambda: _("Name"),
    "id": lambda: _("Identity or tax number"),
    "address": lambda: _("Address"),
    "currency": lambda: _("Currency"),
    "incoterm": lambda: _("Delivery term"),
    "freight": lambda: _("Freight"),
    "insurance": lambda: _("Insurance"),
    "transport_document": lambda: _("Transport document"),
    "registration": lambda: _("Tax registration"),
    "description": lambda: _("Description"),
    "hs": lambda: _("Code"),
    "origin": lambda: _("Origin"),
    "quantity": lambda: _("Quantity"),
    "unit": lambda: _("Unit"),
    "net_mass_kg": lambda: _("Net mass, kg"),
    "gross_mass_kg": lambda: _("Gross mass, kg"),
    "value": lambda: _("Value"),
    "sku": lambda: _("Article number"),
    "permit": lambda: _("Permit number"),
    "permit_quantity": lambda: _("Drawn on the permit"),
}
