"""What a declaration owes, as transfers in the book: who answers for it is debited, the country's account credited."""

from __future__ import annotations

from collections.abc import Iterable

from entrepot.hub.customs.models import Declaration
from entrepot.hub.events.actor import Actor
from entrepot.trade.ledger import Posting, Transfer, reversal, transfer


def answers_for(declarant: str, by: Actor) -> str:
    """The account that owes: the guarantee of the declarant, or the hub whose message lodged the declaration.

    A peer's hub has collected from the buyer, whether the law takes a tax at the sale or at the border, and owes it on.
    """
    return f"peer:{by.ref}" if by.kind == "peer" else f"guarantee:{declarant}"


def charges(declarations: Iterable[Declaration]) -> list[Transfer]:
    """A transfer for each declaration that owes anything."""
    return [_charge(each) for each in declarations if each.duty_minor or each.tax_minor]


def reversals(declarations: Iterable[Declaration]) -> list[Transfer]:
    """What undoes the charges of declarations that fell."""
    return [reversal(charge) for charge in charges(declarations)]


def _charge(declaration: Declaration) -> Transfer:
    due = {"duty": declaration.duty_minor, "tax": declaration.tax_minor}
    currency = declaration.currency
    owed = [Posting(f"tax:{declaration.country}:{kind}", -minor, currency) for kind, minor in due.items() if minor]
    debit = Posting(declaration.charged_to, sum(due.values()), currency)
    memo = f"Duty and tax on declaration {declaration.mrn}"
    return transfer(f"duty:{declaration.mrn}", memo, debit, *owed, ucr=declaration.ucr)
