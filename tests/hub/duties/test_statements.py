"""Statements of duty and tax: drawn up once, filed by the debtor, paid to the treasury; and goods that come back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from entrepot.hub.customs import actions as customs
from entrepot.hub.customs.models import Declaration, PersonalUse
from entrepot.hub.duties import actions, queries
from entrepot.hub.duties.models import GoodsReturn, Statement
from entrepot.hub.events import Actor
from entrepot.hub.events import queries as record
from entrepot.hub.ledger import queries as ledger
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from tests import cast
from tests.hub.customs import goods
from tests.hub.customs.test_quota import bonded

pytestmark = pytest.mark.django_db

RELEASED = cast.NOON.date()


def on(day: date, code: str = "operator") -> Actor:
    return cast.by(code, datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC))


def after(days: int, code: str = "operator") -> Actor:
    return on(RELEASED + timedelta(days=days), code)


@pytest.fixture(autouse=True)
def _cast() -> None:
    for code in ("cn-customs", "my-customs", "hz-ceramics", "kl-batik", "operator"):
        cast.party(code)


def released(*numbers: int, value: str = "100.00") -> list[Declaration]:
    """Retail imports into China that were released at noon of the day."""
    batch = [bonded(n, value) for n in numbers]
    customs.lodge(batch, declarant=cast.party("kl-batik"), by=cast.by("kl-batik"))
    rows = list(Declaration.objects.filter(lrn__in=[each.lrn for each in batch]).order_by("id"))
    for row in rows:
        if row.state != "released":
            Declaration.objects.filter(pk=row.pk).update(state="under-control", match_required=False)
            customs.release(Declaration.objects.get(pk=row.pk), by=cast.by("cn-customs"), reason="Papers seen")
    return list(Declaration.objects.filter(pk__in=[row.pk for row in rows]).order_by("id"))


def drawn(country: str, by: Actor) -> list[Statement]:
    return actions.draw_up(country, by.at.date(), by=by)


def test_withheld_tax_is_stated_from_the_thirty_first_day_and_due_by_the_forty_fifth() -> None:
    rows = released(1, 2)
    assert drawn("CN", after(30)) == []
    [statement] = drawn("CN", after(31))
    assert (statement.code, statement.debtor_id, statement.declarations) == ("retail-import-tax", "kl-batik", 2)
    assert statement.tax_minor == sum(row.tax_minor for row in rows) > 0
    assert (statement.begins, statement.ends, statement.due_by) == (RELEASED, RELEASED, RELEASED + timedelta(days=45))
    assert statement.law
    assert drawn("CN", after(31)) == drawn("CN", after(60)) == []


def test_a_later_release_stands_in_a_later_statement() -> None:
    released(1)
    [first] = drawn("CN", after(31))
    released(2)
    [second] = drawn("CN", after(31))
    assert first.number.removesuffix("-1") == second.number.removesuffix("-2")


def test_the_low_value_tax_of_a_quarter_is_one_return_by_registration() -> None:
    entries = [goods.entry(lrn=f"L-{n}", ucr=f"{goods.UCR}{n}") for n in range(2)]
    other = goods.entry(lrn="L-9", ucr=f"{goods.UCR}9", registration="LVG-26-0002")
    customs.lodge([*entries, other], declarant=cast.party("kl-batik"), by=cast.by("kl-batik"))
    assert set(Declaration.objects.values_list("state", flat=True)) == {"released"}
    assert drawn("MY", on(date(2026, 3, 31))) == []
    first, second = sorted(drawn("MY", on(date(2026, 4, 1))), key=lambda each: each.registration)
    assert (first.registration, first.declarations, first.tax_minor) == ("LVG-26-0001", 2, 96_00)
    assert (second.registration, second.declarations) == ("LVG-26-0002", 1)
    assert (first.begins, first.ends, first.due_by) == (date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 30))


def test_a_month_of_export_lists_is_summed_up_without_a_buyer_s_name() -> None:
    batch = [goods.export(lrn=f"X-{n}", ucr=f"{goods.UCR}X{n}") for n in range(3)]
    customs.lodge(batch, declarant=cast.party("hz-ceramics"), by=cast.by("hz-ceramics"))
    Declaration.objects.update(state="released", decided_at=cast.NOON)
    [statement] = drawn("CN", on(date(2026, 4, 1)))
    assert (statement.code, statement.due_by, statement.due_minor) == ("export-summary", date(2026, 4, 14), 0)
    [line] = statement.lines
    assert (line["hs"], line["destination"], line["quantity"], line["value"]) == ("69111000", "MY", "3", "1440")
    assert "Aminah" not in str(statement.lines)


def test_a_statement_is_filed_paid_and_posted_once() -> None:
    released(1)
    [statement] = drawn("CN", after(31))
    owed = ledger.balance("tax:CN:tax", "CNY")
    for _ in range(2):
        assert actions.file(statement, by=after(32, "kl-batik")).state == "filed"
    for _ in range(2):
        paid = actions.confirm_payment(statement, "TR-1", by=after(33, "cn-customs"))
    assert (paid.state, paid.receipt) == ("paid", "TR-1")
    assert ledger.balance("tax:CN:tax", "CNY") == owed + statement.tax_minor == 0
    assert ledger.balance("treasury:CN", "CNY") == -statement.tax_minor
    assert set(ledger.trial().values()) == {0}
    kinds = list(record.about(f"statement:{statement.number}").values_list("kind", flat=True))
    assert kinds == [f"duties.statement.{each}" for each in ("drawn_up", "filed", "paid")]


def test_a_payment_is_not_confirmed_twice_under_another_reference() -> None:
    released(1)
    [statement] = drawn("CN", after(31))
    actions.confirm_payment(statement, "TR-1", by=after(33, "cn-customs"))
    with pytest.raises(NotAllowedNow):
        actions.confirm_payment(statement, "TR-2", by=after(33, "cn-customs"))
    assert Statement.objects.get().receipt == "TR-1"


def test_what_is_not_paid_in_time_is_overdue() -> None:
    released(1)
    [statement] = drawn("CN", after(31))
    assert list(queries.overdue(RELEASED + timedelta(days=45))) == []
    assert list(queries.overdue(RELEASED + timedelta(days=46))) == [statement]
    actions.confirm_payment(statement, "TR-1", by=after(46, "cn-customs"))
    assert list(queries.overdue(RELEASED + timedelta(days=46))) == []


def test_nobody_states_files_or_confirms_for_another() -> None:
    released(1)
    with pytest.raises(NotYours):
        drawn("CN", after(31, "kl-batik"))
    [statement] = drawn("CN", after(31))
    for code in ("hz-ceramics", "cn-customs"):
        with pytest.raises(NotYours):
            actions.file(statement, by=after(32, code))
    for code in ("kl-batik", "my-customs", "operator"):
        with pytest.raises(NotYours):
            actions.confirm_payment(statement, "TR-1", by=after(32, code))
    with pytest.raises(Refused) as told:
        actions.confirm_payment(statement, " ", by=after(32, "cn-customs"))
    assert told.value.findings[0].code == "receipt-missing"
    assert Statement.objects.get().state == "drawn-up"
    seen = {code: queries.visible(after(32, code)).count() for code in ("kl-batik", "cn-customs", "operator")}
    assert seen == {"kl-batik": 1, "cn-customs": 1, "operator": 1}
    for code in ("hz-ceramics", "my-customs"):
        with pytest.raises(NotYours):
            queries.statement(statement.number, by=after(32, code))


class TestGoodsComeBack:
    def test_in_time_the_tax_is_undone_and_the_year_is_as_it_was(self) -> None:
        [row] = released(1, value="5000.00")
        before = ledger.balance("guarantee:kl-batik", "CNY")
        for _ in range(2):
            applied = actions.apply_for_return(row, "Wrong size", by=after(30, "kl-batik"))
        assert applied.back_by == RELEASED + timedelta(days=45)
        assert drawn("CN", after(40)) == []
        for _ in range(2):
            assert actions.take_back(applied, by=after(45, "cn-customs")).state == "back"
        row.refresh_from_db()
        assert row.state == "returned"
        assert ledger.balance("guarantee:kl-batik", "CNY") == before - row.tax_minor == 0
        assert PersonalUse.objects.get().given_back_at is not None
        assert drawn("CN", after(60)) == []
        assert set(ledger.trial().values()) == {0}

    def test_goods_that_do_not_come_back_are_stated_after_all(self) -> None:
        [row] = released(1)
        applied = actions.apply_for_return(row, "Wrong size", by=after(30, "kl-batik"))
        assert drawn("CN", after(45)) == []
        [statement] = drawn("CN", after(46))
        assert GoodsReturn.objects.get().state == "lapsed"
        assert statement.tax_minor == row.tax_minor
        with pytest.raises(NotAllowedNow):
            actions.take_back(applied, by=after(46, "cn-customs"))

    def test_too_late_is_refused_with_the_law_and_changes_nothing(self) -> None:
        [row] = released(1)
        with pytest.raises(NotAllowedNow) as told:
            actions.apply_for_return(row, "Wrong size", by=after(31, "kl-batik"))
        [finding] = told.value.findings
        assert (finding.code, finding.params["last"]) == ("return-too-late", "2026-04-01")
        assert finding.law
        applied = actions.apply_for_return(row, "Wrong size", by=after(30, "kl-batik"))
        with pytest.raises(NotAllowedNow):
            actions.take_back(applied, by=after(46, "cn-customs"))
        row.refresh_from_db()
        assert (row.state, GoodsReturn.objects.get().state) == ("released", "applied")

    def test_what_was_never_released_or_may_never_come_back_does_not(self) -> None:
        [row] = released(1)
        Declaration.objects.filter(pk=row.pk).update(state="under-control")
        with pytest.raises(NotAllowedNow):
            actions.apply_for_return(Declaration.objects.get(), "Wrong size", by=after(1, "kl-batik"))
        customs.lodge([goods.entry()], declarant=cast.party("kl-batik"), by=cast.by("kl-batik"))
        lvg = Declaration.objects.get(regime="lvg")
        with pytest.raises(Refused) as told:
            actions.apply_for_return(lvg, "Wrong size", by=after(1, "kl-batik"))
        assert told.value.findings[0].code == "return-not-foreseen"
        assert not GoodsReturn.objects.exists()

    def test_only_the_declarant_applies_and_only_its_customs_sees_them_back(self) -> None:
        [row] = released(1)
        for code in ("hz-ceramics", "cn-customs", "operator"):
            with pytest.raises(NotYours):
                actions.apply_for_return(row, "Wrong size", by=after(1, code))
        with pytest.raises(Refused):
            actions.apply_for_return(row, " ", by=after(1, "kl-batik"))
        applied = actions.apply_for_return(row, "Wrong size", by=after(1, "kl-batik"))
        for code in ("kl-batik", "my-customs", "operator"):
            with pytest.raises(NotYours):
                actions.take_back(applied, by=after(2, code))
        assert Declaration.objects.get().state == "released"


def test_a_declaration_that_fell_is_never_stated() -> None:
    [row] = released(1)
    Declaration.objects.filter(pk=row.pk).update(state="under-control")
    customs.refuse(Declaration.objects.get(), "Not what was declared", by=cast.by("cn-customs"))
    assert drawn("CN", after(60)) == []
