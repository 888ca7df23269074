"""Inspections: ordered, given a place and time, concluded with a report, and what they teach the profiles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from entrepot.hub.customs import actions, backtest, queries
from entrepot.hub.customs.models import Declaration, Enclosure, Inspection
from entrepot.hub.events.models import Event
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from entrepot.trade.inspection import Checked, Outcome, Report, Sample, Seal
from tests import cast
from tests.hub.customs.controlling import PHOTO, codes, officer, unchanged

pytestmark = pytest.mark.django_db

WHY = "The name fits neither code nor mass."
TOMORROW = cast.NOON + timedelta(days=1)
SITE = "Inspection hall, lane 4"


@pytest.fixture
def ordered(under_control: Declaration) -> Inspection:
    return actions.order_inspection(under_control, "goods", WHY, by=officer("aisyah"))


def report(inspection: Inspection, **differing: str) -> Report:
    """A report in which everything is as declared but what is named."""
    outcome: Callable[[str], Outcome] = lambda code: "differs" if code in differing else "as-declared"  # noqa: E731
    checks = tuple(
        Checked(code=code, item=item, outcome=outcome(code), found=differing.get(code, ""))
        for code, item in inspection.checklist
    )
    if differing:
        return Report(result="not-conform", summary="It is a power bank.", checks=checks)
    return Report(result="conform", checks=checks)


def test_an_inspection_asks_what_the_goods_call_for(ordered: Inspection) -> None:
    assert [tuple(each) for each in ordered.checklist] == [
        ("papers-agree", 0),
        ("seal", 0),
        ("count", 1),
        ("mass", 0),
        ("description", 1),
        ("origin-marks", 1),
        ("ceramic-food", 1),
    ]
    assert (ordered.state, ordered.declaration.claimed_by) == ("ordered", f"person:{officer('aisyah').ref}")
    assert Event.objects.get(kind="customs.declaration.inspection_ordered").body["kind"] == "goods"
    assert "neither code" not in str(Event.objects.get(kind="customs.declaration.inspection_ordered").body)


def test_ordering_again_is_harmless_and_another_waits(ordered: Inspection) -> None:
    with unchanged():
        assert actions.order_inspection(ordered.declaration, "goods", WHY, by=officer("aisyah")) == ordered
    with unchanged(), pytest.raises(NotAllowedNow) as refused:
        actions.order_inspection(ordered.declaration, "documents", WHY, by=officer("aisyah"))
    assert codes(refused) == ["inspection-open"]


def test_two_officers_do_not_hold_one_declaration(ordered: Inspection) -> None:
    farid = officer("farid")
    for deed in (
        lambda: actions.schedule_inspection(ordered, SITE, TOMORROW, by=farid),
        lambda: actions.conclude_inspection(ordered, report(ordered), by=farid),
        lambda: actions.cancel_inspection(ordered, "Not mine.", by=farid),
        lambda: actions.release(ordered.declaration, by=farid),
    ):
        with unchanged(), pytest.raises(NotAllowedNow) as refused:
            deed()
        assert codes(refused) == ["claimed-by-another"]


def test_nothing_is_decided_before_it_is_concluded(ordered: Inspection) -> None:
    by = officer("aisyah")
    for deed in (
        lambda: actions.release(ordered.declaration, by=by),
        lambda: actions.refuse(ordered.declaration, "No.", by=by),
        lambda: actions.invalidate(ordered.declaration, "No.", by=by),
    ):
        with unchanged(), pytest.raises(NotAllowedNow) as refused:
            deed()
        assert codes(refused) == ["inspection-open"]
    actions.conclude_inspection(ordered, report(ordered), by=by)
    assert actions.release(ordered.declaration, by=by).state == "released"


def test_it_is_given_a_place_and_a_time_and_others(ordered: Inspection) -> None:
    by = officer("aisyah")
    for at in (TOMORROW, TOMORROW, TOMORROW + timedelta(hours=2)):
        actions.schedule_inspection(ordered, SITE, at, by=by)
    ordered.refresh_from_db()
    assert (ordered.state, ordered.site, ordered.takes_place_at) == ("scheduled", SITE, TOMORROW + timedelta(hours=2))
    told = Event.objects.filter(kind="customs.declaration.inspection_scheduled").order_by("pk")
    assert [(each.body["site"], each.body["takes_place_at"]) for each in told] == [
        (SITE, "2026-03-03T12:00:00+00:00"),
        (SITE, "2026-03-03T14:00:00+00:00"),
    ]


def test_a_time_past_and_no_place_are_refused_together(ordered: Inspection) -> None:
    with unchanged(), pytest.raises(Refused) as refused:
        actions.schedule_inspection(ordered, " ", cast.NOON, by=officer("aisyah"))
    assert codes(refused) == ["site-missing", "time-past"]


def test_a_report_is_kept_with_samples_seals_and_photos(ordered: Inspection) -> None:
    by = officer("aisyah")
    found = replace(
        report(ordered, description="Lithium power bank, 10 Wh", count="2 pieces"),
        samples=(Sample(number="MY-S-1", item=1, quantity="1", unit="H87"),),
        seals=(Seal(old="CN000417", new="MY88120"),),
    )
    actions.conclude_inspection(ordered, found, [PHOTO], by=by)
    with unchanged():
        actions.conclude_inspection(ordered, found, [PHOTO], by=by)

    ordered.refresh_from_db()
    assert (ordered.state, ordered.result, ordered.summary) == ("concluded", "not-conform", "It is a power bank.")
    assert list(ordered.checks.filter(outcome="differs").values_list("code", "item", "found")) == [
        ("count", 1, "2 pieces"),
        ("description", 1, "Lithium power bank, 10 Wh"),
    ]
    assert list(ordered.samples.values_list("number", "item", "quantity", "unit")) == [("MY-S-1", 1, "1", "H87")]
    assert list(ordered.seals.values_list("old", "new")) == [("CN000417", "MY88120")]
    assert Enclosure.objects.get(inspection=ordered).media_type == "image/png"
    event = Event.objects.get(kind="customs.declaration.inspected")
    assert (event.body["result"], "power bank" in str(event.body)) == ("not-conform", False)
    assert list(ordered.declaration.decisions.values_list("move", flat=True))[-2:] == ["inspect", "found-not-conform"]
    with unchanged(), pytest.raises(NotAllowedNow):
        actions.conclude_inspection(ordered, report(ordered), by=by)


def test_a_report_that_is_not_whole_is_refused_with_everything(ordered: Inspection) -> None:
    whole = report(ordered)
    wrong = Report(
        result="conform",
        checks=(*whole.checks[1:6], Checked(code="count", item=9, outcome="as-declared"), _differs(whole.checks[6])),
        samples=(
            Sample(number="", item=4, quantity="1", unit="H87"),
            Sample(number="S", item=1, quantity="2", unit="H87"),
        ),
        seals=(Seal(old="A", new="A"),),
    )
    with unchanged(), pytest.raises(Refused) as refused:
        actions.conclude_inspection(ordered, wrong, by=officer("aisyah"))
    assert codes(refused) == [
        "check-not-answered",
        "check-not-asked",
        "difference-not-said",
        "result-against-checks",
        "sample-number",
        "sample-item",
        "sample-quantity",
        "seal-not-changed",
    ]


def _differs(check: Checked) -> Checked:
    return replace(check, outcome="differs")


def test_a_number_stands_on_one_sample(ordered: Inspection) -> None:
    by, taken = officer("aisyah"), (Sample(number="MY-S-1", item=1, quantity="1", unit="H87"),)
    actions.conclude_inspection(ordered, replace(report(ordered), samples=taken), by=by)
    again = actions.order_inspection(ordered.declaration, "goods", "Once more.", by=by)
    with unchanged(), pytest.raises(Refused) as refused:
        actions.conclude_inspection(again, replace(report(again), samples=taken), by=by)
    assert codes(refused) == ["sample-number-taken"]


def test_it_is_called_off_with_a_reason(ordered: Inspection) -> None:
    by = officer("aisyah")
    with unchanged(), pytest.raises(Refused):
        actions.cancel_inspection(ordered, " ", by=by)
    actions.cancel_inspection(ordered, "The parcel is not here.", by=by)
    with unchanged():
        actions.cancel_inspection(ordered, "The parcel is not here.", by=by)
    assert not queries.inspecting(ordered.declaration)


def test_a_decided_declaration_is_not_inspected(under_control: Declaration) -> None:
    actions.release(under_control, by=officer())
    with unchanged(), pytest.raises(NotAllowedNow) as refused:
        actions.order_inspection(under_control, "goods", WHY, by=officer())
    assert codes(refused) == ["not-under-control"]


@pytest.mark.parametrize("who", ["kl-batik", "cn-customs", "hz-post", "operator"])
def test_nobody_but_the_customs_of_the_country_inspects(under_control: Declaration, who: str) -> None:
    ordered = actions.order_inspection(under_control, "goods", WHY, by=officer())
    for deed in (
        lambda: actions.order_inspection(under_control, "goods", WHY, by=cast.by(who)),
        lambda: actions.schedule_inspection(ordered, SITE, TOMORROW, by=cast.by(who)),
        lambda: actions.conclude_inspection(ordered, report(ordered), by=cast.by(who)),
        lambda: actions.cancel_inspection(ordered, "No.", by=cast.by(who)),
    ):
        with unchanged(), pytest.raises(NotYours):
            deed()


@pytest.mark.parametrize(("differing", "wrong"), [({}, 0), ({"description": "A power bank"}, 1)])
def test_what_came_out_is_an_outcome_for_the_profiles(
    ordered: Inspection, differing: dict[str, str], wrong: int
) -> None:
    by = officer("aisyah")
    met = ordered.declaration.hits[0]["code"]
    trees = backtest.profiles.trees(backtest.statute(), "MY", cast.NOON.date(), ())
    assert _tried(met, trees[met]).known == 0
    actions.conclude_inspection(ordered, report(ordered, **differing), by=by)
    tested = _tried(met, trees[met])
    assert (tested.known, tested.wrong) == (1, wrong)
    actions.release(ordered.declaration, by=by)
    assert _tried(met, trees[met]).wrong == wrong


def _tried(code: str, tree: object) -> backtest.Tested:
    return backtest.tried("MY", code, tree, cast.NOON.date(), "seed")  # type: ignore[arg-type]
