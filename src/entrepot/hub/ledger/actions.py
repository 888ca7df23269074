"""Every write to the book: post transfers, and fold what was posted into sums."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from django.db import connection, transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events, rows
from entrepot.hub.events.actor import Actor
from entrepot.hub.ledger import queries
from entrepot.hub.ledger.models import Account, Fold, Posting, Transfer
from entrepot.trade import ledger as paper
from entrepot.trade.finding import Finding, Refused, refuse_if_any

LARGEST = 10**15  # minor units of one posting, so that no sum of the book leaves 64 bits
_JSON = json.JSONEncoder(separators=(",", ":"))
PAGE = 10_000  # transfers after which the book is folded


def post(transfers: Iterable[paper.Transfer], *, by: Actor) -> int:
    """Post every transfer, or none; answers how many were new.

    A key that was posted before with the same content is passed over, so that repeating is harmless; with another
    content it refuses the whole call. What is refused at the first look has written nothing, so that the transaction
    around it may go on; after that all stands or falls with it.
    """
    listed = list(transfers)
    refuse_if_any(chain.from_iterable(_wrong(n, each) for n, each in enumerate(listed)))
    posted, fresh = 0, _not_yet_posted(listed)
    with transaction.atomic(savepoint=False):
        while fresh:
            written = _write(fresh, by)
            posted += written
            # another worker posted one of the keys in this very moment: it must have meant the same
            fresh = _not_yet_posted(listed) if written < len(fresh) else []
    return posted


@transaction.atomic
def fold_book() -> int:
    """Write the sum of each account that moved since its last fold; answers how many there were."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # nobody is halfway through posting: every lower number is in the book
            cursor.execute(f"LOCK TABLE {Posting._meta.db_table} IN SHARE MODE")
    newest = Posting.objects.order_by("-id").values_list("id", flat=True).first() or 0
    moved = Posting.objects.filter(id__lte=newest, id__gt=queries.folded_through())
    accounts = moved.order_by().values_list("account", "currency").distinct()
    folds = [
        Fold(account_id=account, currency=currency, through=newest, minor=queries.sum_of(account, currency, newest))
        for account, currency in accounts
    ]
    Fold.objects.bulk_create(folds, ignore_conflicts=True)
    return len(folds)


def _write(fresh: Sequence[tuple[str, paper.Transfer]], by: Actor) -> int:
    """Write the transfers, each with its digest, but those posted since we looked; answers how many were written."""
    who, at = f"{by.kind}:{by.ref}"[:160], rows.ready(Transfer, "at", by.at)
    told = [(each.key, digest, each.memo, each.ucr, at, who) for digest, each in fresh]
    written = rows.insert_new(Transfer, ("key", "digest", "memo", "ucr", "at", "by"), told)
    ours = [(written[each.key], each.postings) for _, each in fresh if each.key in written]
    accounts = _accounts({side.account for _, sides in ours for side in sides})
    postings = [(number, accounts[side.account], side.currency, side.minor) for number, sides in ours for side in sides]
    rows.insert(Posting, ("transfer", "account", "currency", "minor"), postings)
    if ours and max(written.values()) // PAGE != (min(written.values()) - 1) // PAGE:
        events.record("ledger.book.grown", "ledger", by=by, body={"transfers": max(written.values())})
    return len(ours)


def _not_yet_posted(listed: list[paper.Transfer]) -> list[tuple[str, paper.Transfer]]:
    """The transfers whose keys are new, each once, with their digests; a known key must mean the same transfer."""
    meant = queries.digests([each.key for each in listed]) if listed else {}
    posted = frozenset(meant)
    fresh: dict[str, tuple[str, paper.Transfer]] = {}
    taken = []
    for n, each in enumerate(listed):
        digest = _digest(each)
        if meant.setdefault(each.key, digest) != digest:
            taken.append(_taken(n, each.key))
        elif each.key not in posted:
            fresh[each.key] = digest, each
    refuse_if_any(taken)
    return list(fresh.values())


def _accounts(codes: set[str]) -> dict[str, int]:
    """The rows of the accounts; an account is opened by the first posting to it."""
    known = queries.numbers(codes)
    if missing := sorted(codes - known.keys()):
        rows.insert_new(Account, ("code",), [(code,) for code in missing])
        known |= queries.numbers(missing)
    return known


def _digest(each: paper.Transfer) -> str:
    sides = [[side.account, side.minor, side.currency] for side in each.postings]
    return hashlib.sha256(_JSON.encode([each.memo, each.ucr, sides]).encode()).hexdigest()


def _wrong(n: int, each: paper.Transfer) -> Iterator[Finding]:
    """Whatever the paper refuses, told for the transfer's place in the call; and amounts that no book holds."""
    try:
        paper.transfer(each.key, each.memo, *each.postings, ucr=each.ucr)
    except Refused as refused:
        for finding in refused.findings:
            yield replace(finding, pointer=f"/{n}{finding.pointer}")
    for m, side in enumerate(each.postings):
        if abs(side.minor) > LARGEST:
            yield Finding(
                "amount-too-large",
                gettext_noop("Posting {number} of transfer {key} is larger than the book can hold."),
                pointer=f"/{n}/postings/{m}/minor",
                remedy=gettext_noop("Check the amount; it is in minor units."),
                params={"key": each.key, "number": str(m + 1)},
            )


def _taken(n: int, key: str) -> Finding:
    return Finding(
        "transfer-key-taken",
        gettext_noop("Another transfer was already posted under the key {key}."),
        pointer=f"/{n}/key",
        remedy=gettext_noop("Give each cause a key of its own, and repeat a transfer unchanged."),
        params={"key": key},
    )
