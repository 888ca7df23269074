"""Which events are told outside, to whom, and which of their facts: whatever is not named here stays inside.

Facts are named one by one, so that an event that one day says more tells nobody more, and nothing personal or free in
its wording (a reason, a name) leaves the hub.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SELLER = "seller"  # of the consignment, at its home hub
SUBJECT = "subject"  # the party of which the event tells


@dataclass(frozen=True, slots=True)
class Told:
    """What an event of one kind tells, and whom: the seller, the subject, or whoever a fact of the event names."""

    facts: tuple[str, ...]
    audience: tuple[str, ...]


def _each(area: str, happenings: str, facts: str, audience: str) -> dict[str, Told]:
    told = Told(tuple(facts.split()), tuple(audience.split()))
    return {f"{area}.{happened}": told for happened in happenings.split()}


DECLARATION = "lrn mrn direction country regime declarant state currency duty_minor tax_minor law"

KINDS: Mapping[str, Told] = {
    **_each(
        "orders.order",
        "placed",
        "order_number origin destination regime import_regime currency goods_minor freight_minor total_minor",
        "seller",
    ),
    **_each("orders.consignment", "paid exported imported delivered settled cancelled returned", "state", "seller"),
    **_each("payments.payment", "requested settled refused lapsed refunded", "end_to_end_id amount provider", "seller"),
    **_each("customs.paper", "filed", "kind version sender", "seller sender"),
    **_each(
        "customs.declaration",
        "lodged selected released partly_released refused seized invalidated invalidation_asked amended",
        DECLARATION,
        "declarant seller",
    ),
    **_each("customs.batch", "lodged", DECLARATION, "declarant seller"),
    **_each(
        "customs.permit",
        "applied asked answered documents_sent issued refused revoked withdrawn suspended reinstated renewed ending "
        "expired",
        "number kind agency holder goods quantity unit",
        "holder agency",
    ),
    **_each("stock.parcel", "labelled dispatched departed arrived delivered", "number at place", "seller carrier"),
    **_each(
        "duties.statement",
        "drawn_up filed paid",
        "code country debtor due_by currency duty_minor tax_minor declarations",
        "debtor",
    ),
    **_each(
        "aftersales.return",
        "requested accepted refused refunded withdrawn unanswered lapsed",
        "number lines whole back_by currency goods_minor freight_minor charges_minor",
        "seller",
    ),
    **_each(
        "aftersales.loss",
        "noted",
        "mrn outcome law borne_by whole lines currency goods_minor freight_minor charges_minor",
        "seller",
    ),
    **_each(
        "aftersales.dispute",
        "opened answered unanswered decided withdrawn",
        "number cause currency refund_minor",
        "seller",
    ),
    **_each("aftersales.rating", "given answered", "line sku stars", "seller"),
    **_each("trust.measure", "taken", "number key kind outcome ground clause", "seller"),
    **_each("parties.right", "granted withdrawn", "right", "subject"),
    **_each("parties.key", "issued withdrawn", "key", "subject"),
}

PING = "webhooks.ping"


def unknown(kinds: Iterable[str]) -> list[str]:
    """Those of the kinds that no event told outside has."""
    return [kind for kind in kinds if kind not in KINDS]
