"""Double entry: a transfer is postings that sum to zero in each currency, so that no money appears or is lost.

Debit is positive and credit negative. Amounts are whole minor units: what is posted was settled before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money, known
from entrepot.trade.wording import gettext_noop


@dataclass(frozen=True, slots=True)
class Posting:
    """One account's side of a transfer."""

    account: str
    minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money moved between accounts, once: whoever sends the same key again moves nothing."""

    key: str
    memo: str
    postings: tuple[Posting, ...]
    ucr: str = ""


def transfer(key: str, memo: str, *postings: Posting, ucr: str = "") -> Transfer:
    """A transfer of these postings, or a refusal with everything that is wrong with them."""
    found: list[Finding] = []
    if not key.strip():
        found.append(
            Finding(
                "transfer-key-missing",
                gettext_noop("A transfer needs a key."),
                "/key",
                gettext_noop("Name the cause of the transfer, so that repeating it is harmless."),
            )
        )
    if not postings:
        found.append(
            Finding(
                "transfer-empty",
                gettext_noop("Transfer {key} has no postings."),
                "/postings",
                gettext_noop("Post a debit and a credit."),
                params={"key": key},
            )
        )
    for n, posting in enumerate(postings):
        if not posting.account or posting.account != posting.account.strip():
            found.append(
                Finding(
                    "account-missing",
                    gettext_noop("Posting {number} of transfer {key} names no account."),
                    f"/postings/{n}/account",
                    gettext_noop("Name the account, such as “escrow” or “payable:hz-ceramics”."),
                    params={"key": key, "number": str(n + 1)},
                )
            )
    for currency, rest in imbalance(postings).items():
        found.append(
            Finding(
                "unbalanced",
                gettext_noop("Transfer {key} does not balance: {rest} is left over."),
                "/postings",
                gettext_noop("Debits and credits of one currency must be equal; add the posting that is missing."),
                params={"key": key, "rest": str(Money.from_minor(rest, currency))},
            )
        )
    if found:
        raise Refused(found)
    return Transfer(key, memo, postings, ucr)


def move(key: str, memo: str, debit: str, credit: str, money: Money, ucr: str = "") -> Transfer:
    """A settled amount debited to one account and credited to another."""
    if money < Money.zero(money.currency):
        raise Refused(
            Finding(
                "transfer-negative",
                gettext_noop("Transfer {key} would move {money}."),
                "/money",
                gettext_noop("Give the amount without sign, and exchange the two accounts."),
                params={"key": key, "money": str(money)},
            )
        )
    minor = money.minor
    return transfer(key, memo, Posting(debit, minor, money.currency), Posting(credit, -minor, money.currency), ucr=ucr)


def reversal(reversed_transfer: Transfer) -> Transfer:
    """The transfer that undoes another: nothing is ever taken out of a ledger."""
    return Transfer(
        f"{reversed_transfer.key}:reversal",
        f"Reversal: {reversed_transfer.memo}",
        tuple(Posting(each.account, -each.minor, each.currency) for each in reversed_transfer.postings),
        reversed_transfer.ucr,
    )


def imbalance(postings: Iterable[Posting]) -> dict[str, int]:
    """By currency, what the postings fail to balance by; empty when they balance."""
    sums: Counter[str] = Counter()
    for posting in postings:
        sums[known(posting.currency)] += posting.minor
    return {currency: rest for currency, rest in sums.items() if rest}


def balances(transfers: Iterable[Transfer]) -> dict[tuple[str, str], int]:
    """What stands on each account in each currency after these transfers."""
    sums: Counter[tuple[str, str]] = Counter()
    for each in transfers:
        for posting in each.postings:
            sums[posting.account, posting.currency] += posting.minor
    return dict(sums)
