"""What the Python client leaves out of the interface, and why: a new resource is called there or named here."""

from __future__ import annotations

from entrepot_client import calls
from entrepot_client.calls import Call

from entrepot.hub.api.v1 import ROUTERS

LEFT_OUT = {
    "token": "obtained by the client itself",
    "parties": "who takes part, with which keys: decided by people, at the pages",
    "webhooks": "where messages go: decided by people, at the pages or once",
    "events": "the operator's: the whole record, what is parked, erasing",
    "ledger": "not yet: balances and transfers; the trial balance is the operator's",
    "problems": "a description to read, not to call",
    "classifications": "not yet",
    "freight": "not yet",
    "price-lists": "not yet",
    "imports": "a file of products is brought by people, or by the command",
    "quotes": "computing a kept quote again is an auditor's question",
    "consignments": "the signed file of a consignment is fetched whole, by its address",
    "payments": "a payment firm's",
    "stock": "not yet: a warehouse keeper's",
    "wallets": "a wallet provider's and a merchant's",
    "tax-numbers": "said once, at the pages",
    "declarations": "an officer's decisions, and answers at the desk",
    "appeals": "lodged and ruled on by people, at the pages",
    "amendments": "asked for and decided by people, at the pages",
    "requests": "asked for and decided by people, at the pages",
    "enclosures": "handed in at the desk",
    "inspections": "an officer's",
    "seizures": "an officer's",
    "partial-releases": "an officer's",
    "passages": "an officer's; the declarant sees them at the pages",
    "guarantees": "registered by an officer",
    "notices": "read at the pages, or through webhooks",
    "papers": "opening an original is an officer's",
    "forms": "a form of a lodged declaration is an officer's",
    "statements": "drawing up is the operator's, confirming a payment the treasury's",
    "returns": "not yet",
    "permits": "an agency's decisions, and answers at the desk",
    "advances": "a lender's offers, answered by people",
    "training": "learnt at the pages",
}


def test_every_resource_is_called_by_the_client_or_left_out_for_a_reason() -> None:
    called = {call.path.split("/")[1] for call in vars(calls).values() if isinstance(call, Call)}
    served = {address.split("/")[1] for address in ROUTERS}
    assert called <= served
    assert served - called - LEFT_OUT.keys() == set(), "add a call to client/, or a line to LEFT_OUT that says why not"
