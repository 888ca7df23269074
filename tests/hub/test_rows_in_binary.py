"""What is written as PostgreSQL keeps it comes back as it was, whatever it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.apps import apps
from django.db import DataError, connection
from django.db.backends.postgresql.base import DatabaseWrapper
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from entrepot.hub.rows import Same, Utf8, binary
from entrepot.hub.rows.columns import Column, few

MOMENT = datetime(2026, 11, 27, 23, 59, 59, 999_999, tzinfo=UTC)
WRITTEN: dict[str, Sequence[Any]] = {
    "varchar(40)": ["", "tab\tand\nline\r", "\\N", "货物 👜", "\\.", "%s {x}"],
    "text": ["x" * 5_000, "", "NULL", "•", '"', "\u2028"],
    "jsonb": ["{}", '{"a":[1,null,"货"]}', "[]", "null", '"text"', "12.50"],
    "bytea": [b"", b"\0\xff\\", b"PGCOPY", bytes(300), b"\n", b"\t"],
    "boolean": [True, False, True, False, True, True],
    "smallint": [0, -1, 32_767, -32_768, 7, 1],
    "integer": [0, -1, 2**31 - 1, -(2**31), 7, 1],
    "bigint": [0, -1, 2**63 - 1, -(2**63), 7, 1],
    "double precision": [0.0, -0.1, 1e300, 5e-324, 2.5, 1.0],
    "date": [date(2000, 1, 1), date(1999, 12, 31), date(2026, 2, 28), date(1, 1, 1), date(9999, 12, 31), MOMENT.date()],
    "timestamp with time zone": [
        MOMENT,
        datetime(2000, 1, 1, tzinfo=UTC),
        datetime(1969, 7, 20, 20, 17, 40, 1, tzinfo=UTC),
        MOMENT.astimezone(timezone(timedelta(hours=8))),
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        datetime(1, 1, 2, tzinfo=UTC),
    ],
    "uuid": [UUID(int=n) for n in (0, 1, 2**128 - 1, 7, 8, 9)],
}


@pytest.fixture(scope="module")
def door(postgres_server: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(postgres_server) as opened:
        yield opened


def kept(door: psycopg.Connection, types: Sequence[str], columns: Sequence[Column], alike: int = 0) -> list[Any]:
    """What a table of these columns holds after they were copied into it."""
    with door.transaction(force_rollback=True), door.cursor() as cursor:
        named = ", ".join(f"c{n} {kind}" for n, kind in enumerate(types))
        cursor.execute(f"CREATE TEMPORARY TABLE kept (place serial, {named})")
        names = ", ".join(f"c{n}" for n in range(len(types)))
        with cursor.copy(f"COPY kept ({names}) FROM STDIN (FORMAT BINARY)") as copy:
            copy.write(binary.HEADER)
            copy.write(binary.block([kind.partition("(")[0] for kind in types], columns, alike))
            copy.write(binary.END)
        told = [f"c{n}::text" if kind == "jsonb" else f"c{n}" for n, kind in enumerate(types)]
        return cursor.execute(f"SELECT {', '.join(told)} FROM kept ORDER BY place").fetchall()  # noqa: S608 - our names


def same_json(text: str) -> Any:
    return text.replace(" ", "")


@pytest.mark.postgres
@pytest.mark.parametrize("alike", [False, True])
@pytest.mark.parametrize("kind", WRITTEN)
def test_every_kind_of_value_comes_back_at_the_head_of_a_row_and_elsewhere(
    door: psycopg.Connection, kind: str, alike: bool
) -> None:
    values = WRITTEN[kind]
    back = [row[0] for row in kept(door, [kind], [values], int(alike))]
    assert (list(map(same_json, back)) if kind == "jsonb" else back) == list(values)


@pytest.mark.postgres
@pytest.mark.parametrize("kind", WRITTEN)
def test_nothing_is_nothing_in_every_column(door: psycopg.Connection, kind: str) -> None:
    values = [WRITTEN[kind][0], None, WRITTEN[kind][1]]
    for alike in (0, 1):
        assert [row[0] is None for row in kept(door, [kind], [values], alike)] == [False, True, False]


@pytest.mark.postgres
def test_whole_rows_come_back_with_what_is_the_same_for_all_said_once(door: psycopg.Connection) -> None:
    types = ["varchar(2)", "boolean", "text", "jsonb", "bigint"]
    texts = Utf8([f"•{n}".encode() for n in range(6)])
    trees = Utf8([b"[%d]" % n for n in range(6)])
    columns = [Same("MY"), [n % 2 == 0 for n in range(6)], texts, trees, list(range(6))]
    back = kept(door, types, columns, 2)
    assert back == [("MY", n % 2 == 0, f"•{n}", f"[{n}]", n) for n in range(6)]
    only_same = kept(door, types[:1] + types[-1:], [Same("MY"), [5, 6]], 1)
    assert only_same == [("MY", 5), ("MY", 6)]


@pytest.mark.postgres
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(some.text(some.characters(exclude_categories=("Cs",), exclude_characters="\0")), min_size=1))
def test_whatever_a_text_holds_it_is_the_same_text(door: psycopg.Connection, texts: list[str]) -> None:
    for alike in (0, 1):
        assert [text for (text,) in kept(door, ["text"], [texts], alike)] == texts
    assert [text for (text,) in kept(door, ["text"], [Utf8([text.encode() for text in texts])])] == texts


@pytest.mark.postgres
def test_a_text_that_is_too_long_is_refused_and_not_cut(door: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.StringDataRightTruncation):
        kept(door, ["varchar(3)"], [["abc", "abcd"]])


@pytest.mark.parametrize(("kind", "number"), [("bigint", 2**63), ("integer", -(2**31) - 1), ("smallint", 40_000)])
@pytest.mark.parametrize("alike", [0, 1])
def test_a_number_that_is_too_large_is_refused(kind: str, number: int, alike: int) -> None:
    with pytest.raises(DataError):
        binary.block([kind], [[1, number]], alike)


def test_a_column_has_few_values_by_a_look_at_its_first() -> None:
    assert few(Same("x"))
    assert few(["a", "b"] * 500)
    assert few([None, MOMENT] * 30)
    assert not few([f"R-{n}" for n in range(1_000)])
    assert not few(Utf8([b"a"] * 1_000))


def test_there_is_a_form_for_every_column_of_our_tables() -> None:
    there = DatabaseWrapper({**connection.settings_dict, "ENGINE": "django.db.backends.postgresql"})
    types = {
        str(field.db_type(there)).partition("(")[0]
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if model.__module__.startswith("entrepot.")
    }
    assert types <= set(binary.FORMS)
    assert len(types) > 5
