"""Rows written past the object mapper are the same rows."""

from __future__ import annotations

import gc
from datetime import UTC, datetime

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from entrepot.hub import collector, rows
from entrepot.hub.customs.models import NameList
from entrepot.hub.ledger.models import Account
from entrepot.hub.parties.models import Party
from entrepot.hub.rows import writing

pytestmark = pytest.mark.django_db


def test_rows_are_written_under_numbers_given_before() -> None:
    first = Account.objects.create(code="escrow")
    numbers = rows.numbers(Account, 3)
    assert len(set(numbers)) == 3
    assert min(numbers) > first.pk
    rows.insert(Account, ("id", "code"), [(number, f"payable:{n}") for n, number in enumerate(numbers)])
    assert list(Account.objects.order_by("id").values_list("id", "code")) == [
        (first.pk, "escrow"),
        *((number, f"payable:{n}") for n, number in enumerate(numbers)),
    ]
    assert Account.objects.create(code="fees").pk > max(numbers)


def test_whatever_a_text_holds_is_kept_as_it_is() -> None:
    texts = ["tab\tand\nline\r", "\\.", "back\\slash \\N", '"quoted", {braces}', "货物 👜", "%s %(x)s"]
    rows.insert(Account, ("code",), [(text,) for text in texts])
    assert sorted(Account.objects.values_list("code", flat=True)) == sorted(texts)
    assert Account.objects.filter(rows.among("code", texts[1:3])).count() == 2
    assert Account.objects.filter(rows.among("code", [])).count() == 0


def test_no_rows_and_columns_of_mixed_kinds_are_written_too() -> None:
    rows.insert(Account, ("code",), [])
    at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    names = ("code", "edition", "title", "form", "digest", "published", "count", "packed", "loaded_at", "checked_at")
    moment = rows.ready(NameList, "loaded_at", at)
    rows.insert(
        NameList,
        (*names, "loaded_by"),
        [
            ("L", n, title, "csv", "", "", n, bytes([n, 255]), moment, moment, "{}")
            for n, title in enumerate(("plain", "a\\b\tc"), 1)
        ],
    )
    kept = NameList.objects.order_by("edition").values_list("title", "count", "packed", "loaded_at")
    assert [(title, count, bytes(packed), loaded) for title, count, packed, loaded in kept] == [
        ("plain", 1, b"\x01\xff", at),
        ("a\\b\tc", 2, b"\x02\xff", at),
    ]


def test_columns_are_rows_and_what_is_the_same_for_all_is_said_once() -> None:
    same = {"country": "MY", "registration": "", "home": True, "languages": "[]"}
    rows.fill(
        Party,
        {"code": ["a", "b"], "name": ["A\tB", "Ä"], **{name: rows.Same(value) for name, value in same.items()}},
    )
    assert list(Party.objects.order_by("code").values_list("code", "name", "country")) == [
        ("a", "A\tB", "MY"),
        ("b", "Ä", "MY"),
    ]


@pytest.mark.parametrize("many", [1, rows.FEW_ROWS + 1, 2 * writing.AT_ONCE + 1])
def test_long_texts_in_utf8_are_the_same_texts_wherever_their_column_stands(many: int) -> None:
    texts = [f"tab\tand\nline\r \\. \\N 货物 👜 •{n}" for n in range(many)]
    plain = [f"•plain {n}" for n in range(many)]
    same = {"country": rows.Same("MY"), "registration": rows.Same(""), "home": rows.Same(True)}
    for name, code, languages in ((texts, "a", plain), (plain, "b", texts)):
        encoded = rows.Utf8([text.encode() for text in name])
        rest = rows.Utf8([f'["{text.encode("unicode_escape").hex()}"]'.encode() for text in languages])
        codes = [f"{code}{n}" for n in range(many)]
        rows.fill(Party, {"name": encoded, "languages": rest, "code": codes, **same})
        assert sorted(Party.objects.filter(code__startswith=code).values_list("name", flat=True)) == sorted(name)


def test_a_row_that_breaks_a_constraint_stops_them_all() -> None:
    Account.objects.create(code="escrow")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert(Account, ("code",), [("fees",), ("escrow",)])
    assert list(Account.objects.values_list("code", flat=True)) == ["escrow"]


def test_a_column_has_its_own_name() -> None:
    assert rows.ready(Party, "code", "hz-ceramics") == "hz-ceramics"


def test_the_collector_rests_within_and_wakes_afterwards() -> None:
    assert gc.isenabled()
    with collector.resting():
        with collector.resting():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_what_rows_hold_is_asked_for_many_at_once() -> None:
    texts = ["escrow", "payable:货", 'fees "all"', "rest"]
    rows.insert(Account, ("code",), [(text,) for text in texts])
    found = rows.held(Account, ("code",), "code", [*texts[:3], "unheard-of"])
    assert sorted(found) == sorted((text,) for text in texts[:3])
    assert rows.held(Account, ("code",), "code", []) == []


def test_of_rows_whose_key_is_known_only_the_new_are_written() -> None:
    first = Account.objects.create(code="escrow")
    written = rows.insert_new(Account, ("code",), [("fees",), ("escrow",), ('payable:货 "\\N"',)])
    assert set(written) == {"fees", 'payable:货 "\\N"'}
    assert dict(Account.objects.values_list("code", "id")) == {"escrow": first.pk, **written}
    assert rows.insert_new(Account, ("code",), [("fees",)]) == {}
    assert rows.insert_new(Account, ("code",), []) == {}


def test_whatever_a_text_of_few_or_many_rows_holds_is_the_same() -> None:
    texts = ["tab\tand\nline\r", "\\.", "%s {braces}", "货物 👜"]
    many = [(f"{text}{n}",) for n in range(rows.FEW_ROWS) for text in texts]
    rows.insert(Account, ("code",), [(text,) for text in texts])
    rows.insert(Account, ("code",), many)
    assert set(Account.objects.values_list("code", flat=True)) == {*texts, *(text for (text,) in many)}


@pytest.mark.parametrize("many", [1, rows.FEW_ROWS, rows.FEW_ROWS + 1, writing.FEW_VALUES])
def test_narrow_rows_and_wide_ones_are_the_same_however_many(many: int) -> None:
    rows.insert(Account, ("code",), [(f"payable:{n}",) for n in range(many)])
    assert Account.objects.count() == many
    names = ("code", "name", "country", "registration", "home", "languages")
    rows.insert(Party, names, [(f"p{n}", f"P \t{n}", "MY", "", n % 2 == 0, "[]") for n in range(many)])
    expected = {(f"p{n}", f"P \t{n}", n % 2 == 0) for n in range(many)}
    assert set(Party.objects.values_list("code", "name", "home")) == expected


def test_a_text_that_is_too_long_is_refused_and_not_cut() -> None:
    if connection.vendor == "postgresql":
        with pytest.raises(DataError), transaction.atomic():
            rows.insert_new(Account, ("code",), [("x" * 121,)])
        assert not Account.objects.exists()


def test_one_number_and_one_value_are_asked_for_by_themselves() -> None:
    [number] = rows.numbers(Account, 1)
    rows.insert(Account, ("id", "code"), [(number, 'payable:货 "all"')])
    assert Account.objects.create(code="fees").pk > number
    assert rows.held(Account, ("id",), "code", ['payable:货 "all"']) == [(number,)]
    assert rows.held(Account, ("id",), "code", ["unheard-of"]) == []
