"""What the law makes due for one declaration: the customs value and each charge, in the currency of the border."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from entrepot.trade.money import Money, total

ChargeKind = Literal["duty", "tax", "fee"]


@dataclass(frozen=True, slots=True)
class Charge:
    """One amount due; `item` is the number of the goods item, or 0 for the consignment as a whole."""

    kind: ChargeKind
    code: str
    amount: Money
    item: int = 0
    law: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The charges on one declaration, and the digest of the law they follow from."""

    value: Money
    charges: tuple[Charge, ...] = ()
    law: str = ""

    def of(self, kind: ChargeKind) -> Money:
        """The sum of the charges of one kind."""
        return total((charge.amount for charge in self.charges if charge.kind == kind), self.value.currency)

    @property
    def due(self) -> Money:
        """Everything that is to be paid at this border."""
        return total((charge.amount for charge in self.charges), self.value.currency)
