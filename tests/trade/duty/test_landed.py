"""Landed cost: options with their working, sorted, honest about what is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from entrepot.trade.duty.condition import FactTest, GoodsTest, ValueTest
from entrepot.trade.duty.landed import landed_cost
from entrepot.trade.duty.law import ByTariff, Effect, Fixed, Law, Percent, Regime, RoundingRule, Terms
from entrepot.trade.duty.law import Levy as LevyOf
from entrepot.trade.duty.measure import Measure, MeasureType, Tariff
from entrepot.trade.duty.rates import Rates
from entrepot.trade.duty.result import Option, leaves
from entrepot.trade.money import Money, Rounding

from .xanadu import ACT, DAY, DUTY, ENTRY, MFN, VAT, amount, goods, law, measure, percent, sent

FREE_UP_TO = ValueTest(
    "small",
    "{value} is within {limit}.",
    "{value} is above {limit}.",
    "cif",
    "consignment",
    "at-most",
    amount("l", "150"),
)
BY_POST = FactTest("by-post", "By post.", "Not by post.", "channel", ("post",))


def one(*args: object, **kwargs: object) -> Option:
    (quote,) = landed_cost([sent(*args, **kwargs)], law([measure("69", "10%")]))  # type: ignore[arg-type]
    assert quote.cheapest is not None
    return quote.cheapest


def test_every_line_is_base_times_rate_on_its_clause() -> None:
    option = one(goods("100"), freight=Money.of("10", "EUR"))
    duty, vat = option.lines
    assert (duty.charge, duty.rate, str(duty.base), str(duty.amount)) == ("duty", "10 %", "EUR 110.00", "EUR 11.00")
    assert (vat.charge, vat.rate, str(vat.base), str(vat.amount)) == ("vat", "20 %", "EUR 121.00", "EUR 24.20")
    assert vat.base_of == ("customs_value", "duty")
    assert (vat.ground.law, vat.rate_ground.confidence, vat.rounding) == ("Act of Xanadu", "sourced", "cent")


def test_the_leaves_add_up_to_the_total_and_the_total_to_what_is_landed() -> None:
    option = one(goods("33.33"), goods("66.67", hs="691110"), goods("0.07", hs="691310"), freight=Money.of("10", "EUR"))
    assert option.total is not None
    assert option.landed is not None
    assert sum(leaf.amount.exact.amount for leaf in leaves(option.lines)) == option.total.exact.amount
    assert option.landed.exact == Money.of("110.07", "EUR") + option.total.exact
    assert [part.item for part in option.lines[0].parts] == [0, 1, 2]


def test_an_amount_is_rounded_once() -> None:
    """1 % of 0.50 and 20 % of value and duty: rounded duty in the base would give another tax."""
    (quote,) = landed_cost([sent(goods("0.50"))], law([measure("69", "1%")]))
    duty, vat = quote.options[0].lines
    assert (duty.unrounded, str(duty.amount)) == (duty.unrounded, "EUR 0.01")
    assert duty.unrounded is not None
    assert duty.unrounded.exact.amount == Fraction("0.005")
    assert vat.unrounded is not None
    assert vat.unrounded.exact.amount == Fraction("0.101")
    assert str(vat.amount) == "EUR 0.10"


def test_a_tax_may_be_rounded_once_for_the_consignment() -> None:
    per_tax = RoundingRule("once", ACT, "total")
    vat = LevyOf("vat", "VAT", "tax", Percent(percent("v", "21")), per_tax, ACT, ("cif",))
    lines = goods("76"), goods("24", hs="691110")
    (quote,) = landed_cost(
        [sent(*lines, freight=Money.of("11.40", "EUR"))], law([measure("69", "FREE")], levies=(vat,))
    )
    (line,) = quote.options[0].lines
    assert str(line.amount) == "EUR 23.39"
    assert [str(part.amount) for part in line.parts] == ["EUR 17.78", "EUR 5.61"]


def test_a_missing_rate_is_said_and_never_taken_for_nothing() -> None:
    (quote,) = landed_cost([sent(goods(hs="701337"), goods(hs="851830"))], law([measure("69", "10%")]))
    (option,) = quote.options
    assert (option.duty, option.total, option.landed) == (None, None, None)
    assert [(finding.code, finding.pointer) for finding in option.unknown] == [
        ("rate-missing", "/lines/0/hs"),
        ("rate-missing", "/lines/1/hs"),
    ]
    assert quote.cheapest is None


def test_options_stand_cheapest_first_and_unpriced_last() -> None:
    free = Regime("free", "Free", ACT, terms={"duty": Terms((Effect("exempt", ACT),)), "vat": Terms(charged=False)})
    unpriced = Regime("unpriced", "Unpriced", ACT, terms={"other": Terms()})
    other = LevyOf("other", "Other", "tax", DUTY.pricing, DUTY.rounding, ACT, special=True)
    held = law([measure("69", "10%")], levies=(DUTY, VAT, other), regimes=(unpriced, ENTRY, free))
    (quote,) = landed_cost([sent()], held)
    assert [option.regime for option in quote.options] == ["free", "entry", "unpriced"]
    assert [str(option.total) for option in quote.options] == ["EUR 0.00", "EUR 32.00", "None"]


def test_a_closed_way_stands_apart_with_its_reason() -> None:
    held = law([measure("69", "10%")], regimes=(Regime("small", "Small", ACT, (FREE_UP_TO, BY_POST)), ENTRY))
    (quote,) = landed_cost([sent(goods("150.01"), channel="sea")], held)
    (closed,) = quote.closed
    assert [finding.told() for finding in closed.why_not] == ["EUR 150.01 is above EUR 150.00.", "Not by post."]
    assert closed.total is None


def test_an_open_question_is_among_what_an_option_requires() -> None:
    held = law([measure("69", "10%")], regimes=(Regime("small", "Small", ACT, (FREE_UP_TO, BY_POST)),))
    (quote,) = landed_cost([sent(goods("150"))], held)
    (option,) = quote.options
    assert [finding.told() for finding in option.why] == ["EUR 150.00 is within EUR 150.00."]
    assert [(finding.told(), finding.level) for finding in option.requires] == [("By post.", "warning")]


def test_an_effect_that_fails_says_why_the_charge_stands() -> None:
    terms = {"duty": Terms((Effect("exempt", ACT, (FREE_UP_TO,)),))}
    (quote,) = landed_cost(
        [sent(goods("200"))], law([measure("69", "10%")], regimes=(Regime("e", "E", ACT, terms=terms),))
    )
    (option,) = quote.options
    assert str(option.duty) == "EUR 20.00"
    assert [(finding.told(), finding.level) for finding in option.why] == [("EUR 200.00 is above EUR 150.00.", "note")]


def test_a_factor_leaves_the_full_tax_in_the_base_of_the_next() -> None:
    excise = LevyOf("excise", "Excise", "tax", Percent(percent("e", "15")), DUTY.rounding, ACT, inside=True)
    vat = LevyOf("vat", "VAT", "tax", Percent(percent("v", "13")), DUTY.rounding, ACT, ("cif", "excise"))
    share = Terms((Effect("factor", ACT, value=percent("share", "70")),))
    held = law(levies=(excise, vat), regimes=(Regime("retail", "Retail", ACT, terms={"excise": share, "vat": share}),))
    (quote,) = landed_cost([sent(goods("1000"))], held)
    assert [str(line.amount) for line in quote.options[0].lines] == ["EUR 123.53", "EUR 107.06"]
    assert str(quote.options[0].total) == "EUR 230.59"


def test_what_is_waived_enters_no_base() -> None:
    little = ValueTest("little", "", "", "charge:duty", "consignment", "at-most", amount("l", "10"))
    terms = {"duty": Terms((Effect("waive", ACT, (little,)),))}
    held = law([measure("69", "10%")], regimes=(Regime("w", "W", ACT, terms=terms),))
    at_limit, above = landed_cost([sent(goods("100")), sent(goods("100.01"))], held)
    assert [str(line.amount) for line in at_limit.options[0].lines] == ["EUR 0.00", "EUR 20.00"]
    assert [str(line.amount) for line in above.options[0].lines] == ["EUR 10.00", "EUR 22.00"]


@pytest.mark.parametrize(
    ("per", "due"), [("consignment", "3.00"), ("line", "9.00"), ("subheading", "6.00"), ("piece", "21.00")]
)
def test_a_sum_is_due_for_each_of_its_units(per: str, due: str) -> None:
    fee = LevyOf("fee", "Fee", "fee", Fixed(amount("f", "3")), DUTY.rounding, ACT, per=per)  # type: ignore[arg-type]
    lines = goods("10", hs="6912001"), goods("20", hs="6912009", quantity=Fraction(5)), goods("30", hs="691110")
    (quote,) = landed_cost([sent(*lines)], law(levies=(fee,)))
    assert str(quote.options[0].fees) == f"EUR {due}"


def test_six_digits_give_a_range_and_eight_a_figure() -> None:
    held = law([measure("69120010", "4%"), measure("69120090", "10%")], codes=("69120010", "69120090"))
    wide, narrow = landed_cost([sent(), sent(goods(hs="69120090"))], held)
    assert str(wide.options[0].duty) == "EUR 4.00 to 10.00"
    assert str(wide.options[0].total) == "EUR 24.80 to 32.00"
    assert wide.options[0].lines[0].rate == "4 % | 10 %"
    assert wide.options[0].lines[0].hs == "691200"
    assert str(narrow.options[0].duty) == "EUR 10.00"


def test_six_digits_whose_lines_agree_give_a_figure() -> None:
    held = law([measure("6912", "4%")], codes=("69120010", "69120090"))
    (quote,) = landed_cost([sent()], held)
    assert quote.options[0].duty is not None
    assert quote.options[0].duty.is_exact


def test_many_open_lines_still_have_their_least_and_their_most() -> None:
    rates = [measure(f"6912000{n}", f"{n}%") for n in range(1, 8)]
    held = law(rates, codes=[each.prefix for each in rates])
    (quote,) = landed_cost([sent(*(goods("100") for _ in range(4)))], held)
    assert str(quote.options[0].duty) == "EUR 4.00 to 28.00"


def test_a_preference_is_an_option_of_its_own_with_its_proof() -> None:
    held = law([measure("69", "10%"), measure("69", "FREE", "agreement:PACT")])
    (quote,) = landed_cost([sent()], held)
    assert [(option.agreements, str(option.duty)) for option in quote.options] == [
        (("agreement:PACT",), "EUR 0.00"),
        ((), "EUR 10.00"),
    ]
    assert [finding.told() for finding in quote.options[0].requires] == ["Proof of origin for The Pact: Form P."]


def test_a_preference_that_saves_nothing_is_not_offered() -> None:
    held = law([measure("69", "FREE"), measure("69", "FREE", "agreement:PACT")])
    (quote,) = landed_cost([sent()], held)
    assert [option.agreements for option in quote.options] == [()]


def test_consignments_of_one_buyer_and_day_are_added_up() -> None:
    limit = ValueTest("day", "", "", "fob", "person-day", "at-most", amount("l", "100"))
    held = law([measure("69", "10%")], regimes=(Regime("small", "Small", ACT, (limit,)), ENTRY))
    facts = [sent(goods("60"), buyer="Ada"), sent(goods("60"), buyer="Ada"), sent(goods("60"), buyer="Bob")]
    assert [bool(quote.closed) for quote in landed_cost(facts, held)] == [False, True, False]


def test_each_question_is_answered_in_its_place() -> None:
    held = law([measure("69", "10%")])
    quotes = landed_cost([sent(goods("1")), sent(goods("-1")), sent(goods("2"))], held)
    assert [quote.options != () for quote in quotes] == [True, False, True]
    assert [finding.code for finding in quotes[1].findings] == ["value-not-positive"]


def test_every_fault_of_a_question_is_told_at_once() -> None:
    bad = sent(goods("0", hs="6912"), goods("1", hs="69120x", quantity=Fraction(0)))
    (quote,) = landed_cost([bad], law())
    assert [(finding.code, finding.pointer) for finding in quote.findings] == [
        ("hs-code-malformed", "/lines/0/hs"),
        ("value-not-positive", "/lines/0/value"),
        ("hs-code-malformed", "/lines/1/hs"),
        ("quantity-not-positive", "/lines/1/quantity"),
    ]


def test_a_price_without_rate_of_exchange_is_refused_alone() -> None:
    held = law([measure("69", "10%")])
    refused, answered = landed_cost([sent(goods(currency="USD")), sent()], held)
    assert [finding.code for finding in refused.findings] == ["rate-of-exchange-missing"]
    assert answered.cheapest is not None


def test_the_exchange_day_is_the_laws_own() -> None:
    rates = Rates.of("EUR", [(date(2026, 1, 1), "USD", "0.8"), (DAY, "USD", "0.9")])
    facts = sent(goods("100", currency="USD"), dispatched=date(2026, 1, 20))
    for exchange_day, price in (("arrival", "90.00"), ("dispatch", "80.00")):
        (quote,) = landed_cost([facts], law([measure("69", "FREE")], exchange_day=exchange_day), rates)
        assert quote.options[0].goods == Money.of(price, "EUR")


def test_goods_on_an_incomplete_list_leave_the_way_open_with_a_question() -> None:
    listed = GoodsTest("listed", "Listed.", "Not listed.", ("6912",), complete=False)
    whole = GoodsTest("listed", "Listed.", "Not listed.", ("6912",))
    for test, code, expected in (
        (listed, "691200", "yes"),
        (listed, "701337", "maybe"),
        (whole, "701337", "no"),
        (whole, "691200", "yes"),
    ):
        held = law([measure("69", "4%"), measure("70", "4%")], regimes=(Regime("r", "R", ACT, (test,)),))
        (quote,) = landed_cost([sent(goods(hs=code))], held)
        answer = "no" if quote.closed else "maybe" if quote.options[0].requires else "yes"
        assert answer == expected, (test, code)


def test_what_is_too_little_is_not_collected() -> None:
    rule = RoundingRule("least", ACT, rounding=Rounding(), minimum_collected=amount("m", "1"))
    levy = LevyOf("duty", "Duty", "duty", Percent(percent("d", "1")), rule, ACT)
    held = law(levies=(levy,))
    little, enough = landed_cost([sent(goods("99.49")), sent(goods("99.50"))], held)
    assert (str(little.options[0].duty), little.options[0].lines[0].effect) == ("EUR 0.00", "too-little")
    assert (str(enough.options[0].duty), enough.options[0].lines[0].effect) == ("EUR 1.00", "")


def remedied(price: str, *more: Measure) -> Option:
    """Xanadu with a duty by list, and a surcharge on everything that makes way for it."""
    nothing = ByTariff(percent("none", "0"))
    remedy = LevyOf("remedy", "Remedy", "duty", nothing, DUTY.rounding, ACT, listed=True)
    surcharge = LevyOf(
        "surcharge", "Surcharge", "duty", ByTariff(percent("s", "10")), DUTY.rounding, ACT, yields_to=("remedy",)
    )
    vat = replace(VAT, base=("customs_value", "duty", "remedy", "surcharge"))
    kinds = (MeasureType("listed", "Listed", "remedy", "base"),)
    held = law([measure("69", "5%"), *more], levies=(DUTY, remedy, surcharge, vat), types=(MFN, *kinds))
    (quote,) = landed_cost([sent(goods(price), goods("100", hs="701337"))], replace(held, tariff=_with_glass(held)))
    return quote.options[0]


def _with_glass(held: Law) -> Tariff:
    return Tariff(held.tariff.schedule.with_measures([measure("70", "FREE")]), DAY)


def test_a_duty_by_list_is_told_for_listed_goods_and_no_others() -> None:
    assert [line.charge for line in remedied("100").lines] == ["duty", "surcharge", "vat"]
    assert remedied("100").lines[-1].base_of == ("customs_value", "duty", "surcharge")
    option = remedied("100", measure("6912", "30%", "listed"))
    assert [(line.charge, str(line.amount)) for line in option.lines] == [
        ("duty", "EUR 5.00"),
        ("remedy", "EUR 30.00"),
        ("surcharge", "EUR 10.00"),
        ("vat", "EUR 49.00"),
    ]


def test_a_duty_makes_way_on_the_goods_that_bear_the_other_and_says_so() -> None:
    option = remedied("100", measure("6912", "30%", "listed"))
    [surcharge] = [line for line in option.lines if line.charge == "surcharge"]
    assert [(part.hs, str(part.amount), part.effect) for part in surcharge.parts] == [
        ("691200", "EUR 0.00", "yields"),
        ("701337", "EUR 10.00", ""),
    ]
    free = remedied("100", measure("6912", "FREE", "listed"))
    [surcharge] = [line for line in free.lines if line.charge == "surcharge"]
    assert str(surcharge.amount) == "EUR 20.00"


def test_which_lists_are_not_held_is_told() -> None:
    nothing = ByTariff(percent("none", "0"))
    remedy = LevyOf("remedy", "Remedy", "duty", nothing, DUTY.rounding, ACT, listed=True)
    kinds = (MFN, MeasureType("listed", "Listed", "remedy", "base"))
    without = law([measure("69", "5%")], levies=(DUTY, remedy), types=kinds)
    (quote,) = landed_cost([sent()], without)
    assert [str(finding) for finding in quote.findings] == [
        "No list is held for Xanadu of: Remedy. Goods that stand on one pay more. "
        "Load the lists in force, or ask whether the goods stand on one."
    ]
    (quote,) = landed_cost(
        [sent()], law([measure("69", "5%"), measure("70", "1%", "listed")], levies=(DUTY, remedy), types=kinds)
    )
    assert quote.findings == ()


def test_a_sale_split_into_parcels_is_counted_together_and_told_why() -> None:
    by_day = ValueTest(
        "day", "{value} is within {limit}.", "{value} is above {limit}.", "fob", "person-day", "at-most",
        amount("l", "100"), ground=ACT,
    )  # fmt: skip
    held = law([measure("69", "10%")], regimes=(Regime("small", "Small", ACT, (by_day,)), ENTRY))
    first, second, alone = landed_cost(
        [
            sent(goods("60"), buyer="Ada"),
            sent(goods("60"), buyer="Ada"),
            sent(goods("160"), buyer="Bob"),
        ],
        held,
    )
    assert first.closed == ()
    [closed] = second.closed
    assert [finding.told() for finding in closed.why_not] == [
        "EUR 120.00 is above EUR 100.00.",
        "What one person is sent on one day counts together: EUR 120.00, against a limit of EUR 100.00.",
    ]
    split = closed.why_not[1]
    assert (split.code, split.law, split.remedy) == (
        "split-counted-together",
        "Act of Xanadu",
        "Declare it as one consignment; splitting a sale into parcels changes nothing.",
    )
    [closed] = alone.closed
    assert [finding.code for finding in closed.why_not] == ["day"]  # it was not split, it is too dear


def test_a_limit_of_the_year_remembers_what_the_person_has_had() -> None:
    by_year = ValueTest(
        "year", "", "{value} is above {limit}.", "cif", "person-year", "at-most", amount("l", "1000"), ground=ACT
    )
    held = law([measure("69", "10%")], regimes=(Regime("small", "Small", ACT, (by_year,)), ENTRY))
    had = (Money.of("940", "EUR"), Money.of("940.01", "EUR"))
    within, above = landed_cost([sent(goods("60"), year_to_date=each) for each in had], held)
    assert within.closed == ()
    assert [(finding.code, finding.remedy) for finding in above.closed[0].why_not] == [
        ("year", ""),
        ("year-limit-used-up", "Enter it by another way, or wait until the year is over."),
    ]


def test_an_effect_that_fails_by_splitting_says_so_too() -> None:
    by_day = ValueTest("day", "", "Above.", "fob", "person-day", "at-most", amount("l", "100"), ground=ACT)
    terms = {"duty": Terms((Effect("exempt", ACT, (by_day,)),))}
    held = law([measure("69", "10%")], regimes=(Regime("e", "E", ACT, terms=terms),))
    (quote,) = landed_cost([sent(goods("60"), same_day=Money.of("50", "EUR"))], held)
    (option,) = quote.options
    assert str(option.duty) == "EUR 6.00"
    assert [(finding.code, finding.level) for finding in option.why] == [
        ("day", "note"),
        ("split-counted-together", "note"),
    ]
