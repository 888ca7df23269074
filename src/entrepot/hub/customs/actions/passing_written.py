"""What every move of a passage needs and writes: the officer, the transfers against the guarantee, the event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.customs import queries
from entrepot.hub.customs.models import Passage
from entrepot.hub.events.actor import Actor
from entrepot.hub.ledger import actions as ledger
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.finding import Finding, NotYours, refuse_if_any
from entrepot.trade.ledger import Posting, Transfer, reversal, transfer

MOST_SEALS, LONGEST_SEAL = 20, 35


def as_if_brought_in(facts: DeclarationFacts, country: str, declarant: str, regime: str, by: Actor) -> DeclarationFacts:
    """The goods as if they were brought into the country that they pass: for so much the guarantee must stand."""
    return replace(
        facts,
        lrn=f"{facts.transport_document or facts.lrn}-TR"[:35],
        direction="import",
        country=country,
        regime=regime,
        date=by.at.date(),
        declarant=declarant,
        permits=(),
        registration="",
    )


def declares(by: Actor) -> Actor:
    """Whoever declares: for a passage a guarantee of ours must hold, although a peer told of the goods."""
    return Actor("worker", "customs.passing", "passage", by.at) if by.kind == "peer" else by


def held(passage: Passage, by: Actor) -> Passage:
    """The passage, held until the transaction ends, for an officer of its country."""
    if not queries.officer_of(passage.country, by=by):
        raise NotYours(
            Finding(
                "not-an-officer",
                gettext_noop("Only the customs of {country} decides on passage {mrn}."),
                params={"country": passage.country, "mrn": passage.mrn},
            )
        )
    return Passage.objects.select_for_update(of=("self",)).get(pk=passage.pk)


def move(passage: Passage, name: str, by: Actor) -> None:
    passage.state = Passage.LIFECYCLE.after(passage.state, name)
    passage.by = by.plain


def seal_numbers(seals: Iterable[str]) -> list[str]:
    """The numbers of seals as they are kept: in order, each once."""
    numbers = sorted({each.strip() for each in seals if each.strip()})
    refuse_if_any(_of_seals(numbers))
    return numbers


def secured(passage: Passage, by: Actor) -> None:
    """Set what would be due against the guarantee."""
    ledger.post(_security(passage), by=by)


def freed(passage: Passage, by: Actor) -> None:
    """Nothing is due: the guarantee is free again."""
    ledger.post([reversal(each) for each in _security(passage)], by=by)


def owed(passage: Passage, by: Actor) -> None:
    """What was only secured is due: the country's accounts get it, and the guarantee goes on owing."""
    due = {"duty": passage.duty_minor, "tax": passage.tax_minor}
    if not passage.secured_minor:
        return
    sides = [Posting(f"tax:{passage.country}:{kind}", -minor, passage.currency) for kind, minor in due.items() if minor]
    security = Posting(_account(passage), passage.secured_minor, passage.currency)
    memo = f"Duty and tax on goods that did not leave: passage {passage.mrn}"
    ledger.post([transfer(f"passage:{passage.mrn}:due", memo, security, *sides, ucr=passage.ucr)], by=by)


def record(happened: str, passage: Passage, by: Actor) -> None:
    body = {
        "mrn": passage.mrn,
        "country": passage.country,
        "declarant": passage.declarant_id,
        "state": passage.state,
        "currency": passage.currency,
        "secured_minor": passage.secured_minor,
        "seals": passage.seals,
        "leaves_by": passage.due_on.isoformat() if passage.due_on else "",
        "reason": passage.reason,
        "law": passage.law_digest,
    }
    events.record(f"customs.passage.{happened}", passage.ucr, by=by, ucr=passage.ucr, body=body)


def _security(passage: Passage) -> list[Transfer]:
    if not passage.secured_minor:
        return []
    sides = (
        Posting(passage.charged_to, passage.secured_minor, passage.currency),
        Posting(_account(passage), -passage.secured_minor, passage.currency),
    )
    memo = f"Security for passage {passage.mrn}"
    return [transfer(f"passage:{passage.mrn}", memo, *sides, ucr=passage.ucr)]


def _account(passage: Passage) -> str:
    """What is secured and not due stands here."""
    return f"passage:{passage.country}"


def _of_seals(numbers: Sequence[str]) -> Iterator[Finding]:
    if not numbers or len(numbers) > MOST_SEALS:
        yield Finding(
            "seals-missing",
            gettext_noop("Goods under customs control carry 1 to {most} seals; {count} are named."),
            "/seals",
            gettext_noop("Name each seal by its number."),
            params={"count": str(len(numbers)), "most": str(MOST_SEALS)},
        )
    for each in numbers:
        if len(each) > LONGEST_SEAL or not each.isprintable():
            yield Finding(
                "seal-form",
                gettext_noop("“{seal}” is not the number of a seal."),
                "/seals",
                gettext_noop("Give the number that stands on it, up to {longest} characters."),
                params={"seal": each[:60], "longest": str(LONGEST_SEAL)},
            )
