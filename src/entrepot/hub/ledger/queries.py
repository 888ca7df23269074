"""What can be asked of the book."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, QuerySet, Sum

from entrepot.hub.ledger.models import Account, Fold, Posting, Transfer
from entrepot.hub.rows import asked, held


def balance(account: str, currency: str) -> int:
    """What stands on an account, in minor units; debit is positive.

    The last fold and the postings after it: the effort does not grow with the book.
    """
    return int(sum(total for (total,) in asked(_BALANCE, currency, currency, currency, account)))


_BALANCE = (
    "SELECT coalesce((SELECT minor FROM ledger_fold WHERE account_id = account.id AND currency = %s"
    " ORDER BY through DESC LIMIT 1), 0)"
    " + coalesce((SELECT sum(minor) FROM ledger_posting WHERE account_id = account.id AND currency = %s AND id >"
    " coalesce((SELECT max(through) FROM ledger_fold WHERE account_id = account.id AND currency = %s), 0)), 0)"
    " FROM ledger_account AS account WHERE account.code = %s"
)


def balances(prefix: str = "") -> dict[tuple[str, str], int]:
    """What stands on every account whose code begins so, by account and currency."""
    rows = Posting.objects.filter(account__code__startswith=prefix).values_list("account__code", "currency")
    sums = rows.annotate(total=Sum("minor")).order_by("account__code", "currency")
    return {(code, currency): total for code, currency, total in sums}


def trial() -> dict[str, int]:
    """The trial balance: the sum of all postings by currency, which is zero in each."""
    rows = Posting.objects.values_list("currency").annotate(total=Sum("minor")).order_by("currency")
    return dict(rows)


def of(ucr: str) -> QuerySet[Transfer]:
    """Every transfer that concerns a consignment, oldest first, with its postings."""
    return Transfer.objects.filter(ucr=ucr).prefetch_related("postings__account")


transfers = of


def entries(account: str, currency: str) -> QuerySet[Posting]:
    """The postings of one account, newest first, with their transfers."""
    theirs = Posting.objects.filter(account__code=account, currency=currency)
    return theirs.select_related("transfer").order_by("-id")


def currencies(account: str) -> list[str]:
    """The currencies in which anything was ever posted to an account."""
    return list(
        Posting.objects.filter(account__code=account).order_by("currency").values_list("currency", flat=True).distinct()
    )


def before(account: str, currency: str, moment: datetime) -> int:
    """What stood on an account just before a moment."""
    theirs = Posting.objects.filter(account__code=account, currency=currency, transfer__at__lt=moment)
    return theirs.aggregate(total=Sum("minor"))["total"] or 0


def beside(transfers: Iterable[int]) -> QuerySet[Posting]:
    """Every posting of these transfers, with its account and transfer: what stood against what."""
    found = Posting.objects.filter(transfer__in=list(transfers))
    return found.select_related("account", "transfer").order_by("id")


def sum_of(account: int, currency: str, through: int | None = None) -> int:
    """The sum of an account's postings (up to one of them): its last fold and what came after."""
    fold = Fold.objects.filter(account=account, currency=currency).order_by("-through").first()
    later = Posting.objects.filter(account=account, currency=currency, id__gt=fold.through if fold else 0)
    if through is not None:
        later = later.filter(id__lte=through)
    return (fold.minor if fold else 0) + (later.aggregate(total=Sum("minor"))["total"] or 0)


def folded_through() -> int:
    """The newest posting that any fold contains."""
    return Fold.objects.aggregate(newest=Max("through"))["newest"] or 0


def digests(keys: Iterable[str]) -> dict[str, str]:
    """The digests of those transfers among the keys that are already posted."""
    return dict(held(Transfer, ("key", "digest"), "key", list(keys)))


def numbers(codes: Iterable[str]) -> dict[str, int]:
    """The rows of the accounts that are open."""
    return dict(held(Account, ("code", "id"), "code", list(codes)))
