from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from entrepot.trade.declaration import PermitUse
from entrepot.trade.papers import credential, epcis
from entrepot.trade.papers.cn23 import cn23
from entrepot.trade.papers.invoice import invoice
from entrepot.trade.papers.projection import Paper
from tests.trade.example import BUYER, FACTS, TEAPOT, TOWEL, UCR, facts
from tests.trade.refusing import complete, refused

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def lost(paper: Paper) -> dict[str, str]:
    """What the paper has no place for, by pointer."""
    for loss in paper.losses:
        complete(loss)
        assert (loss.code, loss.level) == ("no-place", "note")
    return {loss.pointer: loss.params["value"] for loss in paper.losses}


def test_the_post_carries_a_declaration_with_the_parcel() -> None:
    paper = cn23(facts(permits=(PermitUse("PH-77", "plant-health", 1),), registration="MY-LVG-1"))
    assert paper.form == "CN 23"
    assert paper.tree == {
        "item_number": "RR123456785CN",
        "sender": {"name": "Hangzhou Ceramics", "address": "1 Kiln Road, Hangzhou", "country": "CN"},
        "addressee": {
            "name": "Aisyah binti Rahman",
            "address": "12 Jalan Masjid India, Kuala Lumpur",
            "country": "MY",
        },
        "sender_customs_reference": UCR,
        "importer_reference": "MY-LVG-1",
        "contents": [
            {
                "description": "Stoneware teapot",
                "quantity": "2",
                "unit": "H87",
                "net_weight_kg": "1.600",
                "value": {"amount": "300.00", "currency": "CNY"},
                "hs_tariff_number": "691200",
                "origin": "CN",
            },
            {
                "description": "Cotton tea towel",
                "quantity": "1",
                "unit": "H87",
                "net_weight_kg": "0.120",
                "value": {"amount": "45.50", "currency": "CNY"},
                "hs_tariff_number": "630291",
                "origin": "CN",
            },
        ],
        "total_gross_weight_kg": "2.25",
        "total_value": {"amount": "345.5", "currency": "CNY"},
        "postal_charges": {"amount": "20.00", "currency": "CNY"},
        "category": "sale of goods",
        "licences": ["PH-77"],
        "date": "2026-03-02",
    }


def test_what_the_postal_form_has_no_place_for_is_said() -> None:
    assert lost(cn23(FACTS)) == {
        "/lrn": "HZC-2026-0001",
        "/direction": "export",
        "/country": "CN",
        "/regime": "9610",
        "/declarant": "hz-ceramics",
        "/consignor/id": "91330100MA2A1B2C3D",
        "/consignee/id": BUYER,
        "/incoterm": "DAP",
        "/insurance": "0",
        "/items/0/sku": "HZC-TP-01",
        "/items/0/gtin": "4006381333931",
        "/invoice_total": "345.50",
    }


def test_a_loss_is_told_as_a_sentence() -> None:
    loss = next(loss for loss in cn23(FACTS).losses if loss.pointer == "/incoterm")
    assert loss.told() == "CN 23 has no place for /incoterm (“DAP”)."


def test_a_fact_that_was_not_stated_is_not_lost() -> None:
    plain = facts(items=(replace(TEAPOT, sku="", gtin=""),), invoice_total="", insurance="")
    assert lost(cn23(plain)).keys() == {
        *("/lrn", "/direction", "/country", "/regime", "/declarant", "/consignor/id", "/consignee/id", "/incoterm"),
    }


def test_an_invoice_has_lines_charges_and_a_total() -> None:
    tree = invoice(FACTS, "INV-1001").tree
    assert tree["number"] == "INV-1001"
    assert tree["seller"] == {
        "name": "Hangzhou Ceramics",
        "address": "1 Kiln Road, Hangzhou",
        "country": "CN",
        "id": "91330100MA2A1B2C3D",
    }
    assert tree["lines"] == [
        {
            "number": 1,
            "description": "Stoneware teapot",
            "sku": "HZC-TP-01",
            "gtin": "4006381333931",
            "hs": "691200",
            "origin": "CN",
            "quantity": "2",
            "unit": "H87",
            "net_mass_kg": "1.600",
            "amount": "300.00",
        },
        {
            "number": 2,
            "description": "Cotton tea towel",
            "sku": "",
            "gtin": "",
            "hs": "630291",
            "origin": "CN",
            "quantity": "1",
            "unit": "H87",
            "net_mass_kg": "0.120",
            "amount": "45.50",
        },
    ]


@pytest.mark.parametrize(
    ("term", "freight_in", "insurance_in", "total"),
    [
        ("DAP", True, True, "345.50"),
        ("FOB", False, False, "367.50"),
        ("CFR", True, False, "347.50"),
        ("CIF", True, True, "345.50"),
        ("EXW", False, False, "367.50"),
    ],
)
def test_charges_that_the_price_contains_are_not_added_again(
    term: str, freight_in: bool, insurance_in: bool, total: str
) -> None:
    tree = invoice(facts(incoterm=term, insurance="2.00"), "1").tree
    assert tree["charges"] == [
        {"kind": "freight", "amount": "20.00", "in_price": freight_in},
        {"kind": "insurance", "amount": "2.00", "in_price": insurance_in},
    ]
    assert (tree["goods_total"], tree["total"]) == ("345.50", total)


def test_what_the_invoice_has_no_place_for_is_said() -> None:
    assert lost(invoice(FACTS, "1")) == {
        "/lrn": "HZC-2026-0001",
        "/direction": "export",
        "/country": "CN",
        "/regime": "9610",
        "/declarant": "hz-ceramics",
        "/items/0/gross_mass_kg": "2.100",
        "/items/1/gross_mass_kg": "0.150",
        "/transport_document": "RR123456785CN",
    }


def test_every_fact_is_either_on_the_paper_or_in_its_report() -> None:
    for paper in (cn23(FACTS), invoice(FACTS, "1")):
        shown = json.dumps(paper.tree)
        for text in ("Aisyah binti Rahman", "Stoneware teapot", TOWEL.hs, "CNY"):
            assert text in shown
        for pointer in lost(paper):
            assert pointer.startswith("/")


def test_papers_are_plain_trees() -> None:
    for paper in (cn23(FACTS), invoice(FACTS, "1")):
        assert json.loads(json.dumps(paper.tree)) == paper.tree


def step(name: str, place: str = "https://id.example.org/place/MYKUL", at: datetime = NOON) -> dict[str, object]:
    return dict(
        epcis.object_event(
            name,
            event_id="urn:uuid:0190d6a2-0000-7000-8000-000000000001",
            parcel="https://hub.example.org/parcel/RR123456785CN",
            consignment=f"https://hub.example.org/c/{UCR}",
            at=at,
            place=place,
            offset="+08:00",
        )
    )


def test_a_departure_is_an_event_that_others_read() -> None:
    assert step("departed") == {
        "type": "ObjectEvent",
        "eventID": "urn:uuid:0190d6a2-0000-7000-8000-000000000001",
        "eventTime": "2026-03-02T12:00:00.000Z",
        "eventTimeZoneOffset": "+08:00",
        "epcList": ["https://hub.example.org/parcel/RR123456785CN"],
        "action": "OBSERVE",
        "bizStep": "departing",
        "disposition": "in_transit",
        "readPoint": {"id": "https://id.example.org/place/MYKUL"},
        "bizTransactionList": [{"bizTransaction": f"https://hub.example.org/c/{UCR}"}],
    }


@pytest.mark.parametrize(
    ("name", "action", "business_step", "disposition"),
    [
        ("labelled", "ADD", "commissioning", "active"),
        ("dispatched", "OBSERVE", "shipping", "in_transit"),
        ("departed", "OBSERVE", "departing", "in_transit"),
        ("arrived", "OBSERVE", "arriving", "in_progress"),
        ("under-control", "OBSERVE", "inspecting", "in_progress"),
        ("released", "OBSERVE", "accepting", "in_progress"),
        ("delivered", "OBSERVE", "receiving", "in_progress"),
        ("returned", "OBSERVE", "shipping", "returned"),
        ("lost", "OBSERVE", "other", "unknown"),
    ],
)
def test_each_step_has_its_name_in_the_standard(name: str, action: str, business_step: str, disposition: str) -> None:
    event = step(name)
    assert (event["action"], event["bizStep"], event["disposition"]) == (action, business_step, disposition)


def test_an_unknown_step_is_refused() -> None:
    with refused("step-unknown"):
        step("teleported")


def test_a_place_may_be_unknown() -> None:
    assert "readPoint" not in step("departed", place="")


def test_two_hubs_tell_one_moment_alike() -> None:
    kuala_lumpur = NOON.astimezone(timezone(timedelta(hours=8)))
    assert step("departed", at=kuala_lumpur) == step("departed")


def test_a_moment_without_time_zone_is_our_mistake() -> None:
    with pytest.raises(AssertionError, match="without its time zone"):
        step("departed", at=NOON.replace(tzinfo=None))


def test_events_travel_in_a_document() -> None:
    event = epcis.object_event("arrived", event_id="urn:uuid:1", parcel="urn:x:1", consignment="urn:x:2", at=NOON)
    assert epcis.document([event], NOON) == {
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-03-02T12:00:00.000Z",
        "epcisBody": {"eventList": [event]},
    }


AWARD = credential.Award(
    id="urn:uuid:0190d6a2-0000-7000-8000-000000000002",
    issuer_id="https://hub.example.org",
    issuer_name="School of Trade",
    learner_id="",
    learner_name="Aisyah binti Rahman",
    achievement=credential.Achievement(
        "https://hub.example.org/courses/export-basics",
        "Export basics",
        "Can declare a parcel for export.",
        "Answered 8 of 10 questions.",
    ),
    score=9,
    out_of=10,
    awarded=NOON,
)


def test_a_certificate_is_an_achievement_credential() -> None:
    payload = credential.credential(AWARD)
    assert payload["@context"] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    assert payload["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert payload["issuer"] == {"id": "https://hub.example.org", "type": ["Profile"], "name": "School of Trade"}
    assert (payload["validFrom"], payload["name"]) == ("2026-03-02T12:00:00Z", "Export basics")
    assert "validUntil" not in payload
    assert payload["credentialSubject"] == {
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": "Aisyah binti Rahman",
                "identityType": "name",
            }
        ],
        "achievement": {
            "id": "https://hub.example.org/courses/export-basics",
            "type": ["Achievement"],
            "achievementType": "Certificate",
            "name": "Export basics",
            "description": "Can declare a parcel for export.",
            "criteria": {"narrative": "Answered 8 of 10 questions."},
            "resultDescription": [
                {
                    "id": "https://hub.example.org/courses/export-basics#score",
                    "type": ["ResultDescription"],
                    "name": "Score",
                    "resultType": "RawScore",
                    "valueMin": "0",
                    "valueMax": "10",
                }
            ],
        },
        "result": [
            {
                "type": ["Result"],
                "resultDescription": "https://hub.example.org/courses/export-basics#score",
                "value": "9",
            }
        ],
    }


def test_a_certificate_may_name_its_learner_and_its_end() -> None:
    award = replace(AWARD, learner_id="did:web:example.org:aisyah", expires=NOON + timedelta(days=365))
    payload = credential.credential(award)
    subject = payload["credentialSubject"]
    assert isinstance(subject, dict)
    assert subject["id"] == "did:web:example.org:aisyah"
    assert payload["validUntil"] == "2027-03-02T12:00:00Z"
