"""The facts of a consignment on which duty and tax depend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from entrepot.trade.duty.expression_inputs import Part
from entrepot.trade.money import Money
from entrepot.trade.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Goods:
    """One line of goods of one kind: `value` is the price of the whole line, as sold.

    `origin` is where the goods were made; empty means where the consignment is sent from. `quantities` are further
    measures that a specific duty may ask for, keyed by unit (`{"LTR": 3, "ASV": 40}`); `parts` are parts charged apart;
    `answers` answer the questions of a conditional rate.
    """

    hs: str
    value: Money
    quantity: Fraction = Fraction(1)
    unit: str = "H87"
    description: str = ""
    origin: str = ""
    net_mass_kg: Fraction | None = None
    quantities: Mapping[str, Fraction] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)
    answers: Mapping[str, bool] = field(default_factory=dict)

    @property
    def pieces(self) -> Fraction:
        """How many items are sold; goods sold by weight, length or volume are one item a line."""
        counted = Quantity(self.quantity, self.unit)
        number = counted.to("C62") or counted.to("PR")
        return number.amount if number is not None and number.amount > 0 else Fraction(1)

    @property
    def measures(self) -> Mapping[str, Fraction]:
        """Every quantity declared, by unit."""
        declared = {self.unit: self.quantity, **self.quantities}
        if self.net_mass_kg is not None:
            declared["KGM"] = self.net_mass_kg
        return declared


@dataclass(frozen=True, slots=True)
class Consignment:
    """Goods of one sale on their way to one buyer, and what else the law asks about them.

    None, or an empty text, means not known: an option that depends on it then says so among what it requires. `on` is
    the day whose law counts, `known` the day from whose knowledge it is seen (None: all that is known).
    `freight` and `insurance` are up to the border of destination. `year_to_date` is what the buyer has already used of
    a yearly limit, `same_day` what was sent to the same person on the same day, `buyer` any name by which consignments
    of one batch to one person are recognised. `drawn` is what is known to have been
    taken from a quota, by its order number and in its unit, beyond what the law's own record of the quota tells.
    """

    dispatch: str
    destination: str
    on: date
    lines: tuple[Goods, ...]
    known: date | None = None
    freight: Money | None = None
    insurance: Money | None = None
    incoterm: str = "DAP"
    channel: str = ""
    seller_registered: bool | None = None
    registration: str = ""
    consumer: bool | None = None
    buyer: str = ""
    year_to_date: Money | None = None
    same_day: Money | None = None
    dispatched: date | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    drawn: Mapping[str, Fraction] = field(default_factory=dict)
