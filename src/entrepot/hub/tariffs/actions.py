"""Every write of tariffs: rates are loaded, quotes given and kept, sellers' tax numbers noted."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.tariffs import drawing, reckoning, repeating
from entrepot.hub.tariffs.models import Rate, RateSet, StoredQuote
from entrepot.hub.tariffs.registering import end_tax_number, note_tax_number
from entrepot.trade.currency import MINOR_DIGITS
from entrepot.trade.duty import plain
from entrepot.trade.duty.facts import Consignment
from entrepot.trade.duty.result import Quote
from entrepot.trade.finding import Finding, Refused, refuse_if_any
from entrepot.trade.money import exact

__all__ = ["end_tax_number", "keep", "load_rates", "note_tax_number", "quote"]


@transaction.atomic
def load_rates(
    name: str, on: date, source: str, rates: Iterable[tuple[str, str, str]], *, by: Actor, demonstration: bool = False
) -> RateSet:
    """Load rates of one source and day: (currency, against, what one unit is worth). The same set again is harmless."""
    parties.require(by, "operator")
    listed = sorted(rates)
    refuse_if_any(found for n, row in enumerate(listed) for found in _of_rate(n, *row))
    wanted = {"source": source, "demonstration": demonstration, "loaded_at": by.at}
    held, fresh = RateSet.objects.get_or_create(name=name, on=on, defaults=wanted)
    if fresh:
        Rate.objects.bulk_create(
            Rate(rate_set=held, currency=currency, against=against, rate=rate) for currency, against, rate in listed
        )
        events.record(
            "tariffs.rates.loaded", f"rates:{name}:{on}", by=by, body={"source": source, "rates": len(listed)}
        )
    elif sorted(held.rates.values_list("currency", "against", "rate")) != listed:
        raise Refused(
            Finding(
                "rates-loaded",
                gettext_noop("Other rates are held already under {name} for {on}."),
                "/name",
                gettext_noop("Rates once used are not changed; load them under another name or day."),
                params={"name": name, "on": on.isoformat()},
            )
        )
    return held


@transaction.atomic
def quote(batch: Sequence[Consignment], *, by: Actor) -> list[StoredQuote]:
    """Say what each consignment would cost to land, and keep the answer with everything it rests on.

    A question that cannot be answered is kept too, with the reason: `is_exact` tells.
    """
    batch = drawing.with_draws(batch)
    answers = reckoning.reckon(batch)
    return StoredQuote.objects.bulk_create(
        _stored(facts, answer, rates, by) for facts, (answer, rates) in zip(batch, answers, strict=True)
    )


@transaction.atomic
def keep(facts: Consignment, *, by: Actor) -> StoredQuote:
    """Keep the answer to one question under a name made of what it says, so that it can be shown to others.

    The same question with the same answer has the same name: to keep it again changes nothing.
    """
    [facts] = drawing.with_draws([facts])
    [(answer, rates)] = reckoning.reckon([facts])
    fresh = _stored(facts, answer, rates, by)
    said = json.dumps([by.kind, by.ref, fresh.facts, fresh.result, rates], sort_keys=True, ensure_ascii=False)
    fresh.pk = uuid.uuid5(uuid.NAMESPACE_URL, said)
    StoredQuote.objects.bulk_create([fresh], ignore_conflicts=True)
    return StoredQuote.objects.get(pk=fresh.pk)


def _stored(facts: Consignment, answer: Quote, rates: reckoning.KeptRates, by: Actor) -> StoredQuote:
    """The answer as it is kept, with the law that it rests on."""
    option = reckoning.chosen(answer)
    repeating.keep_law(answer.destination, answer.law_digest)
    return StoredQuote(
        facts=plain.consignment(facts),
        result=plain.quote(answer),
        law_digest=answer.law_digest,
        rates=rates,
        destination=facts.destination[:2],
        currency=answer.currency,
        regime=option.regime if option else "",
        duty_minor=reckoning.duty_minor(option) if option else None,
        tax_minor=reckoning.tax_minor(option) if option else None,
        value_minor=reckoning.value_minor(option) if option else None,
        made_by=f"{by.kind}:{by.ref}"[:120],
        made_at=by.at,
    )


def _of_rate(n: int, currency: str, against: str, rate: str) -> Iterator[Finding]:
    for field, value in (("currency", currency), ("against", against)):
        if value not in MINOR_DIGITS:
            yield Finding(
                "currency-unknown",
                gettext_noop("“{currency}” is not a currency in use."),
                f"/{n}/{field}",
                gettext_noop("Give the three capital letters of ISO 4217, such as MYR, CNY or USD."),
                params={"currency": value},
            )
    try:
        positive = len(rate) <= 30 and exact(rate) > 0
    except Refused:
        positive = False
    if not positive:
        yield Finding(
            "rate-not-positive",
            gettext_noop("“{rate}” is not a rate of exchange."),
            f"/{n}/rate",
            gettext_noop("Give what one unit of the currency is worth, as a decimal number above nothing."),
            params={"rate": rate},
        )
