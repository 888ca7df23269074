"""A table of carriage as people write it, in a form or a file: kilograms and decimal amounts, read into steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from entrepot.hub.catalogue.facts import grams, minor, price_findings
from entrepot.hub.catalogue.freight import Step
from entrepot.hub.catalogue.queries import kilograms
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money
from entrepot.trade.wording import gettext_noop

FIELDS = ("destination", "channel", "up_to_kg", "price", "currency", "days_least", "days_most", "source")
"""A step in words: a blank destination is everywhere; what may stand in the rest is asked of the step itself."""


def read(rows: Sequence[Mapping[str, str]]) -> list[Step]:
    """The steps that these rows state, or a refusal with everything that is no mass, amount or number of days."""
    told = [{field: row.get(field, "").strip() for field in FIELDS} for row in rows]
    if found := [finding for n, row in enumerate(told) for finding in _wrong(n, row)]:
        raise Refused(found)
    return [_step(row) for row in told]


def written(step: Step) -> dict[str, str]:
    """A step as it would be written: what is read again as the same step."""
    return {
        "destination": step.destination,
        "channel": step.channel,
        "up_to_kg": kilograms(step.up_to_g),
        "price": Money.from_minor(step.amount_minor, step.currency).text,
        "currency": step.currency,
        "days_least": str(step.days_least),
        "days_most": str(step.days_most),
        "source": step.source,
    }


def _step(row: Mapping[str, str]) -> Step:
    currency, mass = row["currency"].upper(), grams(row["up_to_kg"])
    assert mass is not None
    return Step(
        channel=row["channel"].lower(),
        destination=row["destination"].upper(),
        up_to_g=mass,
        amount_minor=minor(row["price"], currency),
        currency=currency,
        days_least=int(row["days_least"]),
        days_most=int(row["days_most"]),
        source=row["source"],
    )


def _wrong(n: int, row: Mapping[str, str]) -> Iterator[Finding]:
    if grams(row["up_to_kg"]) is None:
        yield Finding(
            "freight-mass-unreadable",
            gettext_noop("“{text}” is no mass of a parcel."),
            f"/{n}/up_to_kg",
            gettext_noop("Write kilograms with a point before the decimals, such as 0.5."),
            params={"text": row["up_to_kg"][:30]},
        )
    yield from price_findings(row["price"], row["currency"].upper(), f"/{n}/price")
    for field in ("days_least", "days_most"):
        if not (row[field].isascii() and row[field].isdigit() and len(row[field]) < 4):
            yield Finding(
                "freight-days-unreadable",
                gettext_noop("“{text}” is no number of days."),
                f"/{n}/{field}",
                gettext_noop("Write whole working days, such as 7."),
                params={"text": row[field][:30]},
            )
