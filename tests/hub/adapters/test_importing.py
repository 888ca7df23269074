"""A file of products: brought, mapped, looked at, taken in and undone; nothing silently, nothing twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from entrepot.hub.adapters.shop import importing
from entrepot.hub.catalogue import actions, queries
from entrepot.hub.catalogue import importing as taking
from entrepot.hub.catalogue.models import ClassificationDecision, Family, Import, ImportedRow, KeptMapping, Product
from entrepot.hub.events import worker
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from tests import cast
from tests.hub.adapters.product_files import SHOPIFY
from tests.hub.catalogue.told import told
from tests.hub.orders import shop

pytestmark = pytest.mark.django_db

SELLER = "hz-ceramics"
DEFAULTS = {"origin": "CN", "currency": "CNY"}
CODES = {"MUG-BL": "691200", "MUG-GL": "691200", "TOWEL": "630291"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> None:
    settings.ENTREPOT_HOME = tmp_path
    settings.ENTREPOT_FOLLOWERS = "entrepot.hub.followers.FOLLOWERS"


def brought(text: str = SHOPIFY, **defaults: str) -> Import:
    """A file in the hands of the hub, its columns as proposed, with what counts for all of it."""
    found = importing.bring(cast.party(SELLER), "products.csv", text.encode(), by=cast.by(SELLER))
    importing.remap(found, found.mapping | {"defaults": DEFAULTS | defaults}, by=cast.by(SELLER))
    return again(found)


def again(found: Import) -> Import:
    return Import.objects.select_related("seller").get(pk=found.pk)


def run(found: Import) -> list[int]:
    return list(importing.run(again(found), by=cast.by(SELLER)))


def outcomes(found: Import) -> dict[int, str]:
    return dict(ImportedRow.objects.filter(brought=found).values_list("line", "outcome"))


def whole() -> Import:
    found = brought()
    importing.choose(found, CODES, by=cast.by(SELLER))
    run(found)
    return again(found)


def test_nothing_is_in_the_catalogue_before_the_file_is_started() -> None:
    found = brought()
    importing.choose(found, CODES, by=cast.by(SELLER))
    assert importing.preview(again(found)).counts == {"new": 3}
    assert not Product.objects.exists()


def test_a_file_without_codes_waits_for_them_and_takes_none_by_itself() -> None:
    found = brought()
    assert importing.preview(found).counts == {"waits": 3}
    assert run(found) == [3]
    assert outcomes(found) == {2: "refused", 3: "refused", 5: "refused"}
    assert not Product.objects.exists()


def test_suggested_codes_have_reasons_and_a_band_and_count_when_the_seller_takes_them() -> None:
    found = brought()
    waiting = importing.preview(found).waiting
    answers = importing.suggestions(waiting)
    best = answers["TOWEL"].suggestions[0]
    assert best.bands["subheading"] in ("likely", "possible", "unsure")
    assert best.reasons
    importing.choose(found, {"TOWEL": best.code}, by=cast.by(SELLER))
    assert importing.preview(again(found)).counts == {"waits": 2, "new": 1}
    decision = ClassificationDecision.objects.get()
    assert (decision.code, decision.text, decision.authority) == (best.code[:6], "Tea towel, linen, woven", "seller")


def test_the_likely_codes_are_taken_at_once_when_asked_for_and_no_other() -> None:
    found = brought()
    answers = importing.suggestions(importing.preview(found).waiting)
    likely = {
        sku: answer.suggestions[0].code
        for sku, answer in answers.items()
        if answer.suggestions and answer.suggestions[0].bands["subheading"] == "likely"
    }
    assert importing.choose_likely(found, by=cast.by(SELLER)) == len(likely)
    assert again(found).codes == likely


def test_a_code_that_does_not_exist_is_refused_and_none_of_the_others_taken() -> None:
    found = brought()
    with pytest.raises(Refused):
        importing.choose(found, {"TOWEL": "630291", "MUG-BL": "999999"}, by=cast.by(SELLER))
    assert again(found).codes == {}


def test_a_file_is_taken_in_whole_with_its_families_and_words() -> None:
    found = whole()
    assert (found.state, found.done, found.rows) == ("finished", 3, 3)
    assert outcomes(found) == {2: "new", 3: "new", 5: "new"}
    mug = Family.objects.get(handle="lake-mug")
    assert (mug.title, mug.brand, mug.options) == ("Stoneware mug", "Qinghe", ["Colour", "Size"])
    assert mug.texts["en"]["description"] == "Thrown by hand.\n300 ml"
    assert [(each.sku, each.price_text, each.currency) for each in queries.offered(mug)] == [
        ("MUG-BL", "49.90", "CNY"),
        ("MUG-GL", "52.00", "CNY"),
    ]
    assert told("catalogue.import.finished") == [found.subject]


def test_the_same_file_again_changes_nothing() -> None:
    whole()
    listed = len(told("catalogue.product.listed"))
    second = whole()
    assert outcomes(second) == {2: "same", 3: "same", 5: "same"}
    assert len(told("catalogue.product.listed")) == listed


def test_new_products_may_come_as_drafts() -> None:
    found = brought()
    importing.remap(found, found.mapping | {"fresh": "draft"}, by=cast.by(SELLER))
    importing.choose(found, CODES, by=cast.by(SELLER))
    run(found)
    assert set(Product.objects.values_list("state", flat=True)) == {"draft"}


def test_a_worker_takes_a_file_in_batch_by_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    found = brought()
    importing.choose(found, CODES, by=cast.by(SELLER))
    importing.start(again(found), by=cast.by(SELLER))
    importing.start(again(found), by=cast.by(SELLER))
    worker.work_until_idle()
    assert (again(found).state, again(found).done) == ("finished", 3)
    assert len(told("catalogue.import.started")) == len(told("catalogue.import.continued")) == 1


def test_a_run_that_stopped_in_the_middle_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 1)
    found = brought()
    importing.choose(found, CODES, by=cast.by(SELLER))
    importing.start(again(found), by=cast.by(SELLER))
    importing.go_on(again(found), by=cast.by(SELLER))
    assert run(found) == [2, 3]
    assert outcomes(found) == {2: "new", 3: "new", 5: "new"}


def test_a_bad_row_spoils_no_good_one() -> None:
    found = brought(SHOPIFY.replace("6901234567892", "6901234567890"))
    importing.choose(found, CODES, by=cast.by(SELLER))
    assert importing.preview(again(found)).counts == {"refused": 1, "new": 2}
    run(found)
    assert outcomes(found) == {2: "refused", 3: "new", 5: "new"}
    [wrong] = ImportedRow.objects.get(brought=found, line=2).findings
    assert (wrong["code"], wrong["pointer"]) == ("gtin-check", "/gtin")


def test_a_mapping_is_remembered_for_the_next_file_of_the_same_header() -> None:
    brought(net_mass="0.2")
    second = importing.bring(cast.party(SELLER), "later.csv", SHOPIFY.encode(), by=cast.by(SELLER))
    assert second.mapping["defaults"] == DEFAULTS | {"net_mass": "0.2"}
    assert KeptMapping.objects.count() == 1


def test_a_mapping_without_a_sku_is_refused_and_changes_nothing() -> None:
    found = brought()
    with pytest.raises(Refused, match="SKU"):
        importing.remap(found, {"columns": {"title": "Title"}}, by=cast.by(SELLER))
    assert again(found).mapping["columns"]["sku"] == "Variant SKU"


def test_a_file_that_was_started_is_not_read_otherwise_any_more() -> None:
    found = whole()
    with pytest.raises(Refused, match="already"):
        importing.remap(found, found.mapping, by=cast.by(SELLER))
    with pytest.raises(Refused, match="already"):
        importing.choose(found, {}, by=cast.by(SELLER))


class TestUndo:
    def test_what_was_new_is_removed_and_what_was_changed_is_put_back(self) -> None:
        seller = shop.ceramics()
        before = replace(
            shop.CUP, sku="MUG-BL", title="Old mug", brand="Old", price="9", currency="USD", traits=("food",)
        )
        actions.list_products(seller, [before], by=cast.by(SELLER))
        stood = queries.whole_facts_of(queries.product(SELLER, "MUG-BL"))
        found = whole()
        assert outcomes(found)[2] == "changed"
        taking.undo(found, by=cast.by(SELLER))
        assert outcomes(found) == {2: "undone", 3: "undone", 5: "undone"}
        assert queries.whole_facts_of(queries.product(SELLER, "MUG-BL")) == stood
        assert queries.by_sku(SELLER, ["MUG-GL", "TOWEL"]) == {}
        assert again(found).state == "undone"

    def test_a_product_that_was_changed_since_stays_and_its_row_says_so(self) -> None:
        found = whole()
        facts = queries.facts_of(queries.product(SELLER, "TOWEL"))
        actions.list_products(SELLER, [replace(facts, price="20.00")], by=cast.by(SELLER))
        taking.undo(found, by=cast.by(SELLER))
        assert outcomes(found) == {2: "undone", 3: "undone", 5: "kept"}
        assert queries.product(SELLER, "TOWEL").price_text == "20.00"
        [why] = ImportedRow.objects.get(brought=found, line=5).findings
        assert why["code"] == "changed-since"

    def test_a_product_that_was_withdrawn_since_stays_withdrawn(self) -> None:
        found = whole()
        actions.withdraw(SELLER, ["TOWEL"], by=cast.by(SELLER))
        taking.undo(found, by=cast.by(SELLER))
        assert (outcomes(found)[5], queries.product(SELLER, "TOWEL").state) == ("kept", "withdrawn")

    def test_a_later_file_is_undone_before_an_earlier_one(self) -> None:
        first = whole()
        second = brought(SHOPIFY.replace("18.00", "19.00"))
        importing.choose(second, CODES, by=cast.by(SELLER))
        run(second)
        taking.undo(first, by=cast.by(SELLER))
        assert outcomes(first) == {2: "undone", 3: "undone", 5: "kept"}
        taking.undo(again(second), by=cast.by(SELLER))
        assert queries.product(SELLER, "TOWEL").price_text == "18.00"

    def test_an_undone_file_is_not_undone_twice_and_one_that_was_not_taken_in_not_at_all(self) -> None:
        found = whole()
        taking.undo(found, by=cast.by(SELLER))
        for each in (again(found), brought()):
            with pytest.raises(NotAllowedNow):
                taking.undo(each, by=cast.by(SELLER))

    def test_the_same_file_can_be_brought_again_after_it_was_undone(self) -> None:
        taking.undo(whole(), by=cast.by(SELLER))
        assert outcomes(whole()) == {2: "new", 3: "new", 5: "new"}
        assert queries.product(SELLER, "TOWEL").state == "offered"


def test_a_stranger_and_another_seller_do_nothing_with_a_file() -> None:
    found = brought()
    for actor in (cast.stranger(), cast.by("kl-batik")):
        for deed in (
            lambda: importing.bring(cast.party(SELLER), "x.csv", SHOPIFY.encode(), by=actor),  # noqa: B023
            lambda: importing.remap(found, found.mapping, by=actor),  # noqa: B023
            lambda: importing.choose(found, CODES, by=actor),  # noqa: B023
            lambda: importing.start(found, by=actor),  # noqa: B023
            lambda: taking.undo(found, by=actor),  # noqa: B023
        ):
            with pytest.raises(NotYours):
                deed()
    assert Import.objects.count() == 1
    assert again(found).state == "brought"
