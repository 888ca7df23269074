"""Writes about what becomes of the proceeds: claims of others on them, and payouts to everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.events.actor import Actor
from entrepot.hub.ledger import actions as ledger
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.hub.payments import provider
from entrepot.hub.payments.models import Claim, PayOut
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.ledger import Transfer, move
from entrepot.trade.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is due to one party, and the account where it stands until it is paid out."""

    creditor: str
    account: str
    amount_minor: int
    currency: str


@transaction.atomic
def claim(ucr: str, creditor: Party | str, amount_minor: int, currency: str, *, by: Actor, account: str = "") -> Claim:
    """Note that a creditor is to be paid from the proceeds before the seller; the same claim twice is harmless."""
    party = creditor if isinstance(creditor, Party) else parties.party(creditor)
    parties.require(by, "lender", party)
    if amount_minor <= 0:
        raise Refused(_of_claim(ucr))
    found, fresh = Claim.objects.get_or_create(
        ucr=ucr,
        creditor=party,
        defaults={
            "account": account or f"lender:{party.code}",
            "amount_minor": amount_minor,
            "currency": currency,
            "made_at": by.at,
        },
    )
    if (found.amount_minor, found.currency) != (amount_minor, currency):
        raise Refused(_claimed(found))
    if fresh:
        body = {"creditor": party.code, "amount": str(Money.from_minor(amount_minor, currency))}
        events.record("payments.claim.made", ucr, by=by, ucr=ucr, body=body)
    return found


@transaction.atomic
def claims_paid(paid: Mapping[int, int], *, by: Actor) -> None:
    """Note what each claim was paid; called by the settlement that pays them."""
    for key, minor in paid.items():
        Claim.objects.filter(pk=key, paid_at=None).update(paid_minor=minor, paid_at=by.at)


@transaction.atomic
def pay_out(ucr: str, dues: Sequence[Due], *, by: Actor, reference: str = "") -> list[PayOut]:
    """Tell the provider to pay everybody what is due; each due is paid out once.

    `reference` names what is paid for where it is no consignment, such as `permit:MY-2026-…`. The money
    leaves the party's account in the book for the provider's; the payout lines are the file that goes there.
    """
    parties.require(by, "operator")
    cause = reference or ucr
    lines = [_line(cause, ucr, due, by) for due in dues if due.amount_minor > 0]
    known = {each.key: each for each in PayOut.objects.filter(key__in=[line.key for line in lines])}
    fresh = [line for line in lines if line.key not in known]
    if fresh:
        PayOut.objects.bulk_create(fresh)
        ledger.post([_posted(line) for line in fresh], by=by)
        body = {"lines": [[line.creditor_id, line.amount_minor, line.currency] for line in fresh]}
        events.record("payments.payout.instructed", cause, by=by, ucr=ucr, body=body)
    return [known.get(line.key, line) for line in lines]


@transaction.atomic
def paid_out(keys: Sequence[str], provider_ref: str, *, by: Actor) -> int:
    """The provider has taken the lines under its own reference; answers how many were new to it."""
    parties.require(by, "payment")
    return PayOut.objects.filter(key__in=keys, provider_ref="").update(provider_ref=provider_ref)


def _line(cause: str, ucr: str, due: Due, by: Actor) -> PayOut:
    return PayOut(
        key=f"{cause}:{due.account}:{due.currency}",
        ucr=ucr,
        creditor_id=due.creditor,
        account=due.account,
        amount_minor=due.amount_minor,
        currency=due.currency,
        provider=provider.name(),
        instructed_at=by.at,
    )


def _posted(line: PayOut) -> Transfer:
    money = Money.from_minor(line.amount_minor, line.currency)
    return move(f"payout:{line.key}", "Paid out", line.account, f"clearing:{line.provider}", money, ucr=line.ucr)


def _claimed(found: Claim) -> Finding:
    return Finding(
        "claim-taken",
        gettext_noop("{creditor} already claims {amount} of this consignment."),
        "/amount_minor",
        gettext_noop("A claim is made once; settle the difference apart from it."),
        params={
            "creditor": found.creditor_id,
            "amount": str(Money.from_minor(found.amount_minor, found.currency)),
        },
    )


def _of_claim(ucr: str) -> Finding:
    return Finding(
        "claim-not-positive",
        gettext_noop("A claim on {ucr} must be for more than nothing."),
        "/amount_minor",
        gettext_noop("Give the amount in minor units."),
        params={"ucr": ucr},
    )
