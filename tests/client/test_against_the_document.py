"""The client says what the hub's own OpenAPI document says: every path, name, type and what is required."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from entrepot_client import calls, facts, hub, shown
from entrepot_client.calls import Call

from entrepot.hub.api.v1 import api
from entrepot.hub.customs import told
from tests.client.shapes import Document

DOCUMENT = Document(api.get_openapi_schema())
CALLS: dict[str, Call[Any]] = {name: call for name, call in vars(calls).items() if isinstance(call, Call)}

# What the client leaves out, and why: offices and operators have pages; the rest is not an integrator's daily work.
LEFT_OUT = {
    "obtained by the client itself": {"POST /token"},
    "who takes part and with which keys: decided by people, at the pages": {
        "GET /parties",
        "POST /parties",
        "GET /parties/{code}",
        "PUT /parties/{code}/rights/{right}",
        "DELETE /parties/{code}/rights/{right}",
        "GET /parties/{code}/people",
        "POST /parties/{code}/people",
        "DELETE /parties/{code}/people/{number}/{role}",
        "GET /parties/{code}/keys",
        "POST /parties/{code}/keys",
        "DELETE /parties/{code}/keys/{client_id}",
        "GET /parties/{code}/verifying-keys",
        "POST /parties/{code}/verifying-keys",
        "DELETE /parties/{code}/verifying-keys/{thumbprint}",
    },
    "the operator's": {
        "GET /events",
        "GET /events/parked",
        "POST /events/parked/{place}/retry",
        "POST /events/parked/{place}/dismiss",
        "DELETE /events/of/{ucr}/particulars",
        "GET /ledger/trial",
        "POST /statements/drawn-up",
    },
    "an officer's or an agency's decision": {
        "POST /declarations/{reference}/decision",
        "POST /papers/{kind}/{ucr}/original",
        "GET /forms/{code}/{mrn}",
        "POST /statements/{number}/paid",
        "POST /returns/{mrn}/back",
        "POST /permits/{number}/decision",
    },
    "a payment firm's, a wallet's, a lender's, a school's": {
        "GET /payments/{end_to_end_id}",
        "GET /payments/{end_to_end_id}/qr.svg",
        "POST /payments/{end_to_end_id}/settled",
        "POST /wallets",
        "GET /wallets/{code}",
        "POST /wallets/{code}/loads",
        "POST /wallets/sales",
        "GET /wallets/sales/{reference}",
        "POST /wallets/visits",
        "GET /wallets/visits/{reference}",
        "GET /advances",
        "POST /advances",
        "GET /advances/{number}",
        "POST /advances/{number}/draw",
        "POST /advances/{number}/decline",
        "GET /training/courses",
        "GET /training/courses/{slug}",
        "POST /training/courses/{slug}/sittings",
        "GET /training/sittings/{number}",
        "POST /training/sittings/{number}/answers",
        "GET /training/certificates",
        "GET /training/certificates/{number}",
        "GET /training/key",
    },
    "not yet": {
        "GET /ledger/balances",
        "GET /ledger/transfers/{ucr}",
        "GET /problems",
        "GET /problems/{name}",
        "POST /classifications",
        "POST /classifications/decisions",
        "GET /classifications/decisions",
        "GET /quotes/{number}/again",
        "GET /consignments/{ucr}/file",
        "POST /stock/sites",
        "POST /stock/receipts",
        "POST /tax-numbers",
        "POST /returns/{mrn}",
        "GET /returns/{mrn}",
    },
}


@pytest.mark.parametrize("name", CALLS)
def test_a_call_is_in_the_document_with_what_it_asks_and_what_comes_back(name: str) -> None:
    call = CALLS[name]
    operation = DOCUMENT.paths[f"/api/v1{call.path}"][call.method.lower()]
    asked = {each["name"] for each in operation.get("parameters", []) if each["in"] == "query"}
    assert set(call.query) == asked
    answer = next(each for status, each in operation["responses"].items() if int(status) < 300)
    schema = answer["content"]["application/json"]["schema"]
    assert list(DOCUMENT.differences(call.back, schema, "answer")) == []


@pytest.mark.parametrize("name", [name for name, call in CALLS.items() if call.sent and call.sent != facts.Paper])
def test_what_a_call_sends_has_the_shape_that_the_document_asks_for(name: str) -> None:
    call = CALLS[name]
    operation = DOCUMENT.paths[f"/api/v1{call.path}"][call.method.lower()]
    if "requestBody" not in operation:  # filled from a declaration, whose shape stands where it is lodged
        assert (name, call.sent) == ("FILL", facts.DeclarationFacts)
        return
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    assert list(DOCUMENT.differences(call.sent, schema, "sent")) == []


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(facts.OrderPaper, told.Order), (facts.PaymentPaper, told.Payment), (facts.WaybillPaper, told.Waybill)],
)
def test_the_three_papers_have_the_shapes_that_the_hub_reads(ours: Any, theirs: Any) -> None:
    from pydantic import TypeAdapter

    assert list(DOCUMENT.differences(ours, TypeAdapter(theirs).json_schema(), "paper")) == []


def test_a_problem_has_the_findings_that_the_hub_tells() -> None:
    from entrepot.hub.api.problem import Told

    assert list(DOCUMENT.differences(shown.Finding, Told.model_json_schema(), "finding")) == []


def test_whatever_the_hub_serves_is_called_or_left_out_for_a_reason() -> None:
    served = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, operations in DOCUMENT.paths.items()
        for method in operations
    }
    called = {f"{call.method} {call.path}" for call in CALLS.values()}
    left_out = set().union(*LEFT_OUT.values())
    assert served - called == left_out
    assert called & left_out == set()


def test_every_call_of_the_table_is_made_by_a_method() -> None:
    source = inspect.getsource(hub)
    assert [name for name in CALLS if f"calls.{name}" not in source] == []


def test_a_difference_is_seen() -> None:
    """The comparison itself: a name, a requirement or a type that is off is told."""
    schema = {"type": "object", "properties": {"code": {"type": "integer"}, "new": {"type": "string"}}, "required": []}
    found = sorted(DOCUMENT.differences(shown.MoneyShown, schema, "money"))
    words = [each.partition(": ")[2].split(" ")[0] for each in found]
    assert words == [
        "amount",
        "code",
        "currency",
        "new",
        "required",
    ]
