"""Firms that sign their papers, and a sale told by three of them."""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from entrepot.ehx.encoding import b64url
from entrepot.ehx.keys import ED25519, SigningKey, VerifierKey
from entrepot.hub.customs import signed, told
from entrepot.hub.parties import actions as parties
from tests import cast
from tests.hub.customs import goods

AMINAH = told.Person(name="Aminah Binti Yusof", address="12 Jalan Kenanga", identity="880101-14-5566")

ORDER = told.Order(
    order_number="4711",
    payment_reference="PAY-4711",
    currency="MYR",
    goods="480.00",
    freight="20.00",
    tax="48.00",
    paid="548.00",
    item_count=1,
    buyer=AMINAH,
    consignee=AMINAH,
)
PAYMENT = told.Payment(order_number="4711", reference="PAY-4711", currency="MYR", amount="548.00", payer=AMINAH)
WAYBILL = told.Waybill(order_number="4711", number=goods.S10, item_count=1, consignee=AMINAH)
SENDERS = {"order": "hz-ceramics", "payment": "hz-bank", "waybill": "hz-post"}


def key_of(code: str, name: str = "counter") -> SigningKey:
    """A fresh signing key of a party, registered with the hub."""
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    parties.register_verifying_key(cast.party(code), b64url(public), name, by=cast.by("operator"))
    return SigningKey(private, VerifierKey(f"{code}/{name}", ED25519, public))


def sale(ucr: str = goods.UCR, **keys: SigningKey) -> dict[str, str]:
    """Order, payment and waybill of one sale, each signed by its own sender or by the key named for its kind."""
    told_of: dict[str, Any] = {
        "order": signed.Order(ucr, ORDER),
        "payment": signed.Payment(ucr, PAYMENT),
        "waybill": signed.Waybill(ucr, WAYBILL),
    }
    return {
        kind: signed.sign(payload, keys.get(kind) or key_of(SENDERS[kind], kind)) for kind, payload in told_of.items()
    }
