"""The last step: what the buyer paid goes to everybody who is due a part of it, in one set of transfers."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from entrepot.hub import events
from entrepot.hub.customs import queries as customs
from entrepot.hub.events.actor import Actor
from entrepot.hub.ledger import actions as ledger
from entrepot.hub.orders import moving, promises, queries
from entrepot.hub.orders.models import Consignment, Order
from entrepot.hub.parties import queries as parties
from entrepot.hub.payments import actions as payments
from entrepot.hub.payments import queries as claims
from entrepot.hub.payments.models import Claim
from entrepot.hub.tariffs import reckoning
from entrepot.trade.finding import NotAllowedNow
from entrepot.trade.ledger import Posting, transfer
from entrepot.trade.lifecycles import CONSIGNMENT


@dataclass(frozen=True, slots=True)
class Shares:
    """Who gets what of the proceeds, in the order's currency; and the charges in the destination's.

    `guarantee` is what the law changed since the buyer was shown the price: taken by the hub, or given below nothing.
    """

    seller: int
    set_off: int
    carrier: int
    claims: tuple[tuple[Claim, int], ...]
    charges: int
    guarantee: int
    due: tuple[tuple[str, int], ...]


@transaction.atomic
def settle(ucr: str, *, by: Actor) -> Consignment:
    """Pay lender, seller, carrier, and the tax to its authority or to the hub that owes it; each once.

    The claims on the proceeds come before the seller, duty and tax before everybody. What the seller owes for money
    given back to earlier buyers is kept from its own share. Where the destination levies in
    another currency, the charges are exchanged at the rate of the order's quote, so that each currency sums to zero.
    Settling again changes nothing.
    """
    parties.require(by, "operator")
    consignment = queries.locked(ucr)
    if consignment.state == "settled":
        return consignment
    CONSIGNMENT.after(consignment.state, "settle")
    order = consignment.order
    if order is None:
        raise NotAllowedNow(moving.kept_elsewhere(consignment))
    shares = _shares(consignment, order)
    ledger.post(
        [transfer(f"settle:{ucr}", "Proceeds paid to all", *_postings(order, consignment, shares), ucr=ucr)], by=by
    )
    payments.claims_paid({claim.pk: paid for claim, paid in shares.claims}, by=by)
    payments.pay_out(ucr, _dues(order, shares), by=by)
    consignment.state = CONSIGNMENT.after(consignment.state, "settle")
    consignment.settled_minor, consignment.settled_at = order.total_minor, by.at
    consignment.save(update_fields=["state", "settled_minor", "settled_at"])
    events.record("orders.consignment.settled", ucr, by=by, ucr=ucr, body=_told(consignment, shares))
    return consignment


@transaction.atomic
def settled_at_home(ucr: str, settled_minor: int, *, by: Actor) -> Consignment:
    """The home hub has settled a consignment that we follow; what it owes us for duty and tax stands in the book."""
    consignment = moving.advance(ucr, "settle", by=by)
    if not consignment.home and consignment.settled_minor != settled_minor:
        consignment.settled_minor = settled_minor
        consignment.save(update_fields=["settled_minor"])
    return consignment


def _shares(consignment: Consignment, order: Order) -> Shares:
    """What is due to whom. The seller gets what is left when everybody before it has been paid."""
    due = _due(consignment)
    charges = _in_order_currency(consignment, sum(minor for _, minor in due))
    guarantee = promises.guaranteed(consignment, order, charges)
    left = order.total_minor - charges - guarantee - order.freight_minor
    paid = []
    for claim in claims.claims(consignment.ucr).filter(currency=order.currency, paid_at=None).select_for_update():
        part = max(0, min(claim.amount_minor, left))
        paid.append((claim, part))
        left -= part
    owed = min(max(left, 0), max(0, claims.owed_by(order.seller_id, order.currency)))
    return Shares(left - owed, owed, order.freight_minor, tuple(paid), charges, guarantee, due)


def _due(consignment: Consignment) -> tuple[tuple[str, int], ...]:
    """Duty and tax by the account to which they go.

    What was declared here was charged to the declarant's guarantee, which is freed; what the peer's customs charged,
    we owe to the peer's hub.
    """
    declared = [each for each in customs.of(consignment.ucr) if each.direction == "import" and each.state == "released"]
    if declared:
        return tuple((each.charged_to, each.duty_minor + each.tax_minor) for each in declared)
    charges = consignment.duty_minor + consignment.tax_minor
    account = f"peer:{consignment.peer}" if consignment.peer else f"tax:{consignment.destination}:unassigned"
    return ((account, charges),)


def _in_order_currency(consignment: Consignment, charges: int) -> int:
    if not charges or consignment.tax_currency == consignment.currency:
        return charges
    assert consignment.quote is not None
    return reckoning.converted(consignment.quote, charges, consignment.currency).minor


def _postings(order: Order, consignment: Consignment, shares: Shares) -> list[Posting]:
    """Out of escrow, in two currencies if need be; an account that gets nothing is left out."""
    order_side = [
        (payments.ESCROW, order.total_minor),
        (f"payable:{order.carrier_id}", -shares.carrier),
        *((claim.account, -paid) for claim, paid in shares.claims),
        (f"receivable:{order.seller_id}", -shares.set_off),
        (f"payable:{order.seller_id}", -shares.seller),
        (promises.GUARANTEE, -shares.guarantee),
    ]
    tax_side = [(account, -minor) for account, minor in shares.due]
    if consignment.tax_currency == order.currency:
        order_side += tax_side
        tax_side = []
    else:
        order_side.append(("fx", -shares.charges))
        tax_side.insert(0, ("fx", sum(minor for _, minor in shares.due)))
    return [
        *(Posting(account, minor, order.currency) for account, minor in order_side if minor),
        *(Posting(account, minor, consignment.tax_currency) for account, minor in tax_side if minor),
    ]


def _dues(order: Order, shares: Shares) -> list[payments.Due]:
    """The payout lines: the carrier, every claimant, and the seller."""
    parts = [
        (order.carrier_id, f"payable:{order.carrier_id}", shares.carrier),
        *((claim.creditor_id, claim.account, paid) for claim, paid in shares.claims),
        (order.seller_id, f"payable:{order.seller_id}", shares.seller),
    ]
    return [
        payments.Due(creditor=creditor, account=account, amount_minor=minor, currency=order.currency)
        for creditor, account, minor in parts
    ]


def _told(consignment: Consignment, shares: Shares) -> dict[str, object]:
    """What the file says of a settlement: the sums, and to which accounts they went."""
    return {
        "currency": consignment.currency,
        "settled_minor": consignment.settled_minor,
        "seller_minor": shares.seller,
        **({"set_off_minor": shares.set_off} if shares.set_off else {}),
        "carrier_minor": shares.carrier,
        "claims": [[claim.creditor_id, paid] for claim, paid in shares.claims],
        "tax_currency": consignment.tax_currency,
        "charges": [[account, minor] for account, minor in shares.due],
        "charges_in_order_currency_minor": shares.charges,
        "guarantee_minor": shares.guarantee,
        "peer": consignment.peer,
    }
