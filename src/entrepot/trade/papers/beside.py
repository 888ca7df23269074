"""What forms ask for beside the declaration: known from the order, the payment, the parcel or the register of parties.

Whoever fills a form gives them by these names; what is not known stays out and is told where a form requires it.
"""

from __future__ import annotations

from collections.abc import Mapping

from entrepot.trade.finding import Finding, refuse_if_any
from entrepot.trade.wording import gettext_noop

BESIDE: dict[str, str] = {
    "message_id": "A name for this very message: a UUID in capital letters.",
    "sent_at": "When the message is made: fourteen digits, year to second.",
    "order_number": "The platform's number of the order.",
    "platform_code": "The platform's registration with customs.",
    "platform_name": "The platform's name.",
    "seller_code": "The seller's registration with customs.",
    "payment_firm_code": "The payment firm's registration with customs.",
    "payment_firm_name": "The payment firm's name.",
    "payment_reference": "The payment firm's number of the payment.",
    "paid": "What the buyer paid in all.",
    "paid_at": "When it was paid: fourteen digits, year to second.",
    "tax": "Duty and tax that the buyer paid with the order.",
    "discount": "What was taken off the price.",
    "payer_name": "Who paid.",
    "payer_id": "The payer's identity number.",
    "buyer_phone": "The buyer's telephone.",
    "carrier_code": "The carrier's registration with customs.",
    "carrier_name": "The carrier's name.",
    "agent_code": "The declaring agent's registration with customs.",
    "agent_name": "The declaring agent's name.",
    "customs_office": "The customs office of the declaration.",
    "port": "The port or airport where the goods cross the border.",
    "transport_mode": "How they cross it: air, sea, rail, road or post.",
    "conveyance": "The name or number of the aircraft, vessel or vehicle.",
    "voyage": "The flight or voyage.",
    "master_bill": "The air waybill or bill of lading over all.",
    "package_count": "How many packages.",
    "package_kind": "What kind of packages (UN/ECE Recommendation 21).",
    "bonded_account": "The account under which goods lie in bond.",
    "bonded_site": "The bonded site's code.",
    "guarantee": "The number of the guarantee.",
}


def checked(given: Mapping[str, str]) -> dict[str, str]:
    """What was given, if every name of it means something."""
    refuse_if_any(
        Finding(
            "beside-unknown",
            gettext_noop("“{name}” is not given beside a declaration."),
            remedy=gettext_noop("Use one of: {known}."),
            params={"name": name, "known": ", ".join(BESIDE)},
        )
        for name in given
        if name not in BESIDE
    )
    return dict(given)
