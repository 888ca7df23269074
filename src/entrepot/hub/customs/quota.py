"""What a person has brought in before, where the law counts it: a sale split into parcels is seen whole.

People are known by a keyed commitment that is another for each country, so that two countries' rows cannot be joined.
A declaration that falls gives its amount back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from entrepot.hub import rows, sealing
from entrepot.hub.customs import queries
from entrepot.hub.customs.law import BorderLaw, consignment
from entrepot.hub.customs.models import PersonalUse
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.duty.condition import Condition, Either, Every, Otherwise, ValueTest
from entrepot.trade.duty.situation import Situation
from entrepot.trade.finding import Refused
from entrepot.trade.matching import party_key
from entrepot.trade.money import Money, total

COUNTED = ("person-year", "person-day")
COLUMNS = ("declaration", "country", "person", "day", "currency", "amount_minor")


@dataclass(frozen=True, slots=True)
class Use:
    """What one declaration brings in for one person."""

    country: str
    person: str
    day: date
    money: Money


@dataclass
class Quota:
    """What the people of a batch have had, and what the batch adds as it goes."""

    had: dict[str, list[Use]] = field(default_factory=dict)
    taken: dict[str, Use] = field(default_factory=dict)

    @classmethod
    def of(cls, held: Iterable[tuple[BorderLaw, Iterable[DeclarationFacts]]]) -> Quota:
        """What is on record of those whose purchases a law counts; they are held until the transaction ends."""
        people = {person(facts) for law, batch in held for facts in batch if counted(facts, law) is not None}
        quota = cls()
        if people:
            queries.hold(people)
            for row in PersonalUse.objects.filter(person__in=people, given_back_at=None):
                use = Use(row.country, row.person, row.day, Money.from_minor(row.amount_minor, row.currency))
                quota.had.setdefault(row.person, []).append(use)
        return quota

    def take(self, facts: DeclarationFacts, law: BorderLaw) -> None:
        """Count the declaration, or refuse it in the law's own words if it is too much with what was had before."""
        test = counted(facts, law)
        if test is None:
            return
        use = Use(facts.country, person(facts), facts.date, _amount(test, facts, law))
        before = self.had.get(use.person, [])
        if before:
            currency = use.money.currency
            year = total((each.money for each in before if each.day.year == use.day.year), currency)
            today = total((each.money for each in before if each.day == use.day), currency)
            law.option(facts, year_to_date=year, same_day=today)
        self.had[use.person] = [*before, use]
        self.taken[facts.lrn] = use

    def write(self, numbers: Mapping[str, int]) -> None:
        """Write what the declarations took, those that were written: their numbers by reference."""
        uses = [(numbers[lrn], use) for lrn, use in self.taken.items() if lrn in numbers]
        rows.insert(PersonalUse, COLUMNS, [_row(number, use) for number, use in uses])


def counted(facts: DeclarationFacts, law: BorderLaw) -> ValueTest | None:
    """The limit of a person's year or day that the declared regime asks about; None where nobody is counted."""
    if facts.direction != "import" or not facts.consignee.id:
        return None
    if facts.regime not in law.counting:
        law.counting[facts.regime] = _counting(facts, law)
    return law.counting[facts.regime]


def person(facts: DeclarationFacts) -> str:
    """Who receives, as this country's customs knows the person again and nobody else does."""
    return party_key(sealing.commitment_key(), f"quota/{facts.country}/{facts.consignee.id}")


def _counting(facts: DeclarationFacts, law: BorderLaw) -> ValueTest | None:
    try:
        regimes = law.narrowed(facts).regimes
    except Refused:
        return None
    tests = (test for regime in regimes for condition in regime.when for test in _value_tests(condition))
    return next((test for test in tests if test.of in COUNTED), None)


def _value_tests(condition: Condition) -> Iterator[ValueTest]:
    match condition:
        case ValueTest():
            yield condition
        case Every() | Either():
            for each in condition.tests:
                yield from _value_tests(each)
        case Otherwise():
            yield from _value_tests(condition.test)


def _amount(test: ValueTest, facts: DeclarationFacts, law: BorderLaw) -> Money:
    """What counts of this declaration: the part of its value that the law names, in the law's currency."""
    narrowed = law.narrowed(facts)
    return Situation.of(consignment(facts), narrowed, law.day(narrowed)).settled(test.value)


def _row(number: int, use: Use) -> tuple[object, ...]:
    day = rows.ready(PersonalUse, "day", use.day)
    return number, use.country, use.person, day, use.money.currency, use.money.minor
