"""The book: a party sees what stands on its own accounts, the operator all of it."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from entrepot.hub.api.caller import actor
from entrepot.hub.events import Actor
from entrepot.hub.ledger import queries
from entrepot.hub.ledger.models import Transfer
from entrepot.hub.parties.queries import may, require

router = Router(tags=["ledger"])


class Balance(Schema):
    """What stands on one account in one currency; debit is positive."""

    account: str
    currency: str
    minor: int


class Sum(Schema):
    """The sum of all postings in one currency: zero, or the book is wrong."""

    currency: str
    minor: int


class PostingShown(Schema):
    """One account's side of a transfer."""

    account: str
    currency: str
    minor: int


class TransferShown(Schema):
    """Money moved once."""

    key: str
    memo: str
    ucr: str
    at: datetime
    postings: list[PostingShown]


@router.get("/balances", response=list[Balance], summary="What stands on your accounts")
def balances(request: HttpRequest, prefix: str = "") -> list[Balance]:
    by = actor(request)
    return [
        Balance(account=account, currency=currency, minor=minor)
        for (account, currency), minor in queries.balances(prefix).items()
        if _may_see(by, account)
    ]


@router.get("/trial", response=list[Sum], summary="The trial balance (operator)")
def trial(request: HttpRequest) -> list[Sum]:
    require(actor(request), "operator")
    return [Sum(currency=currency, minor=minor) for currency, minor in queries.trial().items()]


@router.get("/transfers/{ucr}", response=list[TransferShown], summary="What one consignment moved on your accounts")
def transfers(request: HttpRequest, ucr: str) -> list[TransferShown]:
    by = actor(request)
    shown = (_shown(transfer, by) for transfer in queries.of(ucr))
    return [transfer for transfer in shown if transfer.postings]


def _may_see(by: Actor, account: str) -> bool:
    """An account is a party's own if its code names the party: `payable:hz-ceramics`."""
    return (by.party != "" and by.party in account.split(":")) or may(by, "operator")


def _shown(transfer: Transfer, by: Actor) -> TransferShown:
    postings = [
        PostingShown(account=side.account.code, currency=side.currency, minor=side.minor)
        for side in transfer.postings.all()
        if _may_see(by, side.account.code)
    ]
    return TransferShown(key=transfer.key, memo=transfer.memo, ucr=transfer.ucr, at=transfer.at, postings=postings)
