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

DOCUMENT = Document(api.get_openapi_schema(), sent=False)
ASKED = Document(api.get_openapi_schema(), sent=True)
CALLS: dict[str, Call[Any]] = {name: call for name, call in vars(calls).items() if isinstance(call, Call)}


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
    assert list(ASKED.differences(call.sent, schema, "sent")) == []


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(facts.OrderPaper, told.Order), (facts.PaymentPaper, told.Payment), (facts.WaybillPaper, told.Waybill)],
)
def test_the_three_papers_have_the_shapes_that_the_hub_reads(ours: Any, theirs: Any) -> None:
    from pydantic import TypeAdapter

    assert list(ASKED.differences(ours, TypeAdapter(theirs).json_schema(), "paper")) == []


def test_a_problem_has_the_findings_that_the_hub_tells() -> None:
    from entrepot.hub.api.problem import Told

    assert list(DOCUMENT.differences(shown.Finding, Told.model_json_schema(), "finding")) == []


def test_every_call_of_the_table_is_made_by_a_method() -> None:
    source = inspect.getsource(hub)
    assert [name for name in CALLS if f"calls.{name}" not in source] == []


def test_a_difference_is_seen() -> None:
    """The comparison itself: a name, a requirement or a type that is off is told."""
    schema = {"type": "object", "properties": {"amounts": {"type": "string"}}, "required": []}
    found = sorted(ASKED.differences(shown.MoneyShown, schema, "money"))
    words = [each.partition(": ")[2].split(" ")[0] for each in found]
    assert words == ["amount", "currency", "required"]
