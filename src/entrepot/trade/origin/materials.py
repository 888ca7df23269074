"""The bill of materials seen by one agreement: what originates, what does not, and what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from entrepot.trade.finding import Finding
from entrepot.trade.money import Money
from entrepot.trade.origin.agreement import Terms
from entrepot.trade.origin.good import Good, Material
from entrepot.trade.origin.rule import OWN_HEADING, covers
from entrepot.trade.origin.verdict import ask
from entrepot.trade.wording import gettext_noop

Status = Literal["originating", "not originating", "unknown"]


@dataclass(frozen=True, slots=True)
class Placed:
    """A material with its place in the bill and its status."""

    place: int
    material: Material
    status: Status

    @property
    def pointer(self) -> str:
        return f"/materials/{self.place}"


def placed(good: Good, terms: Terms) -> tuple[Placed, ...]:
    """Every material with its status."""
    return tuple(Placed(n, material, status(material, good, terms)) for n, material in enumerate(good.materials))


def status(material: Material, good: Good, terms: Terms) -> Status:
    """Whether a material counts as originating for this good under these terms.

    A material of a third country never does; one of another Party does where the agreement cumulates; one whose origin
    nobody stated is unknown, and counts as not originating unless it is shown.
    """
    home = material.origin in ("", good.country)
    inside = home or material.origin in terms.parties
    if material.originating is False or not inside:
        return "not originating"
    if not home and not terms.cumulation & {"parties", "full"}:
        return "not originating"
    return "originating" if material.originating else "unknown"


def of_codes(materials: Iterable[Placed], codes: tuple[str, ...], good: Good) -> tuple[Placed, ...]:
    """Those under certain codes, or under the good's own heading; all if none are named."""
    meant = tuple(good.hs[:4] if code == OWN_HEADING else code for code in codes)
    return tuple(each for each in materials if not meant or covers(meant, each.material.hs))


def value(materials: Iterable[Placed], currency: str, terms: Terms) -> Fraction:
    """The value of materials that do not originate, less the regional content that a partial cumulation counts."""
    return sum((_counted(each, currency, terms) for each in materials), Fraction(0))


def _counted(each: Placed, currency: str, terms: Terms) -> Fraction:
    found = each.material.value
    assert found is not None, "values are asked for before they are added"
    assert found.currency == currency, f"{found.currency} and {currency} do not add"
    regional = each.material.regional
    if terms.partial_minimum is None or regional is None or regional < terms.partial_minimum:
        return found.amount
    return found.amount * (100 - regional) / 100


def not_stated() -> Finding:
    """The bill itself, where nothing can be said without it."""
    return ask("bill-of-materials-missing", gettext_noop("No materials of the good are stated."), "/materials")


def without_value(materials: Iterable[Placed]) -> Iterator[Finding]:
    """Materials whose value must be stated."""
    for each in materials:
        if each.material.value is None:
            yield ask(
                "material-value-missing",
                gettext_noop("The value of the material “{material}” is not stated."),
                f"{each.pointer}/value",
                material=each.material.description,
            )


def of_unknown_origin(materials: Iterable[Placed]) -> Iterator[Finding]:
    """Materials whose origin would decide."""
    for each in materials:
        if each.status == "unknown":
            yield ask(
                "material-origin-missing",
                gettext_noop("It is not stated whether the material “{material}” originates in a Party."),
                f"{each.pointer}/originating",
                material=each.material.description,
            )


def price_missing(name: str, amount: Money | None) -> Iterator[Finding]:
    """The price that a percentage is taken of."""
    if amount is None:
        if name == "fob":
            yield ask("price-fob-missing", gettext_noop("The price of the good free on board is not stated."), "/fob")
        else:
            yield ask(
                "price-ex-works-missing", gettext_noop("The price of the good ex works is not stated."), "/ex_works"
            )
