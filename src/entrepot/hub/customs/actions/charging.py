"""What a declaration owes, as transfers in the book: who answers for it is debited, the country's account credited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from entrepot.hub.customs.entry import Entry
from entrepot.hub.customs.models import Declaration
from entrepot.hub.events.actor import Actor
from entrepot.trade.ledger import Posting, Transfer, reversal, transfer

Where = tuple[str, str, str]
"""Who declared, in which country, and the currency of what is owed there."""


def answers_for(declarant: str, by: Actor) -> str:
    """The account that owes: the guarantee of the declarant, or the hub whose message lodged the declaration.

    A peer's hub has collected from the buyer, whether the law takes a tax at the sale or at the border, and owes it on.
    """
    return f"peer:{by.ref}" if by.kind == "peer" else f"guarantee:{declarant}"


def charges(entries: Iterable[Entry], by: Actor) -> list[Transfer]:
    """A transfer for each declaration that owes anything."""
    owing = [each for each in entries if each.duty_minor or each.tax_minor]
    return [_charge(each, answers_for(each.declarant_id, by)) for each in owing]


def together(entries: Sequence[Entry], by: Actor) -> list[Transfer]:
    """One transfer for a whole batch: what its declarations owe, added up by account.

    The declarations say what of it is whose; the sum of those of one batch and this transfer are the same.
    """
    owing = [each for each in entries if each.duty_minor or each.tax_minor]
    if not owing:
        return []
    duty: Counter[Where] = Counter()
    tax: Counter[Where] = Counter()
    for each in owing:
        where = each.declarant_id, each.facts.country, each.assessment.currency
        duty[where] += each.duty_minor
        tax[where] += each.tax_minor
    sums: Counter[tuple[str, str]] = Counter()
    for (declarant, country, currency), minor in duty.items():
        sums[answers_for(declarant, by), currency] += minor + tax[declarant, country, currency]
        sums[f"tax:{country}:duty", currency] -= minor
        sums[f"tax:{country}:tax", currency] -= tax[declarant, country, currency]
    postings = [Posting(account, minor, currency) for (account, currency), minor in sums.items() if minor]
    memo = f"Duty and tax on {len(owing)} declarations, {owing[0].mrn} the first"
    return [transfer(f"duty:batch:{owing[0].mrn}", memo, *postings)]


def anew(declarations: Iterable[Declaration]) -> list[Transfer]:
    """The charges of declarations as they now are, on the account that has answered for them from the beginning."""
    owing = [each for each in declarations if each.duty_minor or each.tax_minor]
    return [_charge(each, each.charged_to) for each in owing]


def reversals(declarations: Iterable[Declaration]) -> list[Transfer]:
    """What undoes the charges of declarations that fell."""
    owing = [each for each in declarations if each.duty_minor or each.tax_minor]
    return [reversal(_charge(each, each.charged_to)) for each in owing]


def _charge(declaration: Declaration | Entry, debtor: str) -> Transfer:
    due = {"duty": declaration.duty_minor, "tax": declaration.tax_minor}
    currency = declaration.currency
    owed = [Posting(f"tax:{declaration.country}:{kind}", -minor, currency) for kind, minor in due.items() if minor]
    debit = Posting(debtor, sum(due.values()), currency)
    memo = f"Duty and tax on declaration {declaration.mrn}"
    return transfer(_key(declaration), memo, debit, *owed, ucr=declaration.ucr)


def _key(declaration: Declaration | Entry) -> str:
    """The name of a charge in the book: that of an amendment is told apart from what it took the place of."""
    version = declaration.version if isinstance(declaration, Declaration) else 1
    return f"duty:{declaration.mrn}" if version == 1 else f"duty:{declaration.mrn}/{version}"
