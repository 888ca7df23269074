"""The seller's account in the book of this hub, month by month: what was credited, what was paid out, what stands.

Every figure is read from the ledger's postings, so that the page, the file and the book cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from entrepot.hub.ledger import queries as ledger
from entrepot.hub.ledger.models import Posting
from entrepot.hub.orders import queries as orders


@dataclass(frozen=True, slots=True)
class Entry:
    """One posting on the seller's account, as the seller sees it: credit is positive."""

    at: datetime
    key: str
    ucr: str
    order: str
    minor: int
    currency: str

    @property
    def kind(self) -> str:
        """Which deed posted it: `settle`, `payout`, and whatever else the book knows."""
        return self.key.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Shares:
    """How one settlement was divided, in the order's currency: what the buyer paid is the sum of the others."""

    at: datetime
    ucr: str
    order: str
    currency: str
    paid: int
    charges: int
    carrier: int
    claims: int
    seller: int


@dataclass(frozen=True, slots=True)
class Month:
    """One month of one currency: what stood before, what came, what went, and what stands."""

    currency: str
    begins: date
    opening: int
    entries: tuple[Entry, ...]
    shares: tuple[Shares, ...]

    @property
    def credited(self) -> int:
        return sum(each.minor for each in self.entries if each.minor > 0)

    @property
    def debited(self) -> int:
        return -sum(each.minor for each in self.entries if each.minor < 0)

    @property
    def closing(self) -> int:
        return self.opening + self.credited - self.debited


def account(seller: str) -> str:
    """What the hub owes the seller stands here."""
    return f"payable:{seller}"


def month(seller: str, currency: str, begins: date) -> Month:
    """A month of the account, with what each settlement in it was divided into."""
    first, after = _bounds(begins)
    found = ledger.entries(account(seller), currency).filter(transfer__at__gte=first, transfer__at__lt=after)
    postings = list(found.order_by("transfer__at", "id"))
    numbers = _numbers(each.transfer.ucr for each in postings)
    settled = [each for each in postings if each.transfer.key.startswith("settle:")]
    beside: dict[int, list[Posting]] = {}
    for each in ledger.beside(posting.transfer_id for posting in settled):
        beside.setdefault(each.transfer_id, []).append(each)
    return Month(
        currency,
        first.date(),
        -ledger.before(account(seller), currency, first),
        tuple(_entry(each, numbers) for each in postings),
        tuple(_shares(each, beside[each.transfer_id], seller, numbers) for each in settled),
    )


def day_sums(seller: str, currency: str, since: datetime) -> dict[date, int]:
    """What was credited to the seller on each day since a moment; days without are left out."""
    found = ledger.entries(account(seller), currency).filter(transfer__at__gte=since, minor__lt=0)
    sums: dict[date, int] = {}
    for at, minor in found.order_by("id").values_list("transfer__at", "minor"):
        sums[at.date()] = sums.get(at.date(), 0) - minor
    return sums


def next_month(begins: date) -> date:
    return date(begins.year + begins.month // 12, begins.month % 12 + 1, 1)


def _bounds(begins: date) -> tuple[datetime, datetime]:
    first = begins.replace(day=1)
    return tuple(datetime(day.year, day.month, 1, tzinfo=UTC) for day in (first, next_month(first)))  # type: ignore[return-value]


def _entry(posting: Posting, numbers: Mapping[str, str]) -> Entry:
    transfer = posting.transfer
    return Entry(
        transfer.at, transfer.key, transfer.ucr, numbers.get(transfer.ucr, ""), -posting.minor, posting.currency
    )


def _shares(posting: Posting, all_of_it: Sequence[Posting], seller: str, numbers: Mapping[str, str]) -> Shares:
    """One settlement's postings in the order's currency, by what they are for.

    Duty and tax leave in the destination's currency through the account `fx`, or directly where it is the same.
    """
    sums = {"escrow": 0, "charges": 0, "carrier": 0, "claims": 0, "seller": 0}
    for each in all_of_it:
        if each.currency == posting.currency:
            sums[_for(each.account.code, seller)] += each.minor
    transfer = posting.transfer
    return Shares(
        transfer.at,
        transfer.ucr,
        numbers.get(transfer.ucr, ""),
        posting.currency,
        sums["escrow"],
        -sums["charges"],
        -sums["carrier"],
        -sums["claims"],
        -sums["seller"],
    )


def _for(code: str, seller: str) -> str:
    kind = code.partition(":")[0]
    if code == account(seller):
        return "seller"
    return {"escrow": "escrow", "payable": "carrier", "fx": "charges", "tax": "charges", "peer": "charges"}.get(
        kind, "claims"
    )


def _numbers(ucrs: Iterable[str]) -> dict[str, str]:
    wanted = {ucr for ucr in ucrs if ucr}
    return dict(orders.consignments().filter(ucr__in=wanted).values_list("ucr", "order_number"))
