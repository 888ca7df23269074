"""The question as it stands in an address: read into facts, or told field by field what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from entrepot.hub.tariffs.facts import QuoteFacts, QuoteLine, asked
from entrepot.trade.duty.facts import Consignment
from entrepot.trade.duty.ground import plain
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

NAMES = (
    "from", "to", "hs", "value", "currency", "freight", "insurance", "quantity", "unit", "mass", "incoterm", "origin",
    "by", "registered", "consumer", "on", "known",
)  # fmt: skip
"""What may be asked, in the order in which it stands in an address."""
MEASURE, ANSWER = "measure-", "answer-"
QUANTITIES = "/lines/0/quantities/"
FIELDS = {
    "/dispatch": "from",
    "/destination": "to",
    "/lines/0/hs": "hs",
    "/lines/0/value": "value",
    "/lines/0/quantity": "quantity",
    "/lines/0/quantities/KGM": "mass",
    "/lines/0/net_mass_kg": "mass",
    "/lines/0/origin": "origin",
    "/lines/0": "hs",
}
"""The field that states a fact, by the pointer to it; a pointer of one word is the field itself."""
YES = {"yes": True, "no": False}
MOST = 30  # letters of any answer


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks, as they typed it; a field that was left empty is not there."""

    told: Mapping[str, str]

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Question:
        kept = {name: query[name].strip() for name in query if name in NAMES or name.startswith((MEASURE, ANSWER))}
        return cls({name: value[:250] for name, value in kept.items() if value})

    @classmethod
    def about(cls, facts: Consignment) -> Question:
        """The question of facts that were kept: their first line of goods, on their day."""
        goods = facts.lines[0]
        told = {
            "from": facts.dispatch,
            "to": facts.destination,
            "hs": goods.hs,
            "value": plain(goods.value.amount),
            "currency": goods.value.currency,
            "freight": plain(facts.freight.amount) if facts.freight else "",
            "insurance": plain(facts.insurance.amount) if facts.insurance else "",
            "quantity": plain(goods.quantity),
            "unit": goods.unit,
            "mass": plain(goods.net_mass_kg) if goods.net_mass_kg is not None else "",
            "incoterm": facts.incoterm,
            "origin": goods.origin,
            "by": facts.channel,
            "registered": _word(facts.seller_registered),
            "consumer": _word(facts.consumer),
            "on": facts.on.isoformat(),
            "known": facts.known.isoformat() if facts.known else "",
            **{f"{MEASURE}{unit}": plain(amount) for unit, amount in goods.quantities.items()},
            **{f"{ANSWER}{name}": _word(answer) for name, answer in goods.answers.items()},
        }
        return cls({name: value for name, value in told.items() if value})

    def __getitem__(self, name: str) -> str:
        return self.told.get(name, "")

    @property
    def is_asked(self) -> bool:
        """Whether there is something to answer: goods with a value."""
        return bool(self["hs"] or self["value"])

    def address(self, **others: str) -> str:
        """The query by which this question is asked again, with some answers changed; an empty one is left out."""
        told = {**self.told, **others}
        order = [*(name for name in NAMES if name in told), *(name for name in told if name not in NAMES)]
        return urlencode([(name, told[name]) for name in order if told[name]])

    def facts(self, today: date) -> Consignment:
        """The question as the law reads it, or a refusal with every finding at its fact."""
        found: list[Finding] = []
        days = {name: read_day(self[name], f"/{name}", found) for name in ("on", "known")}
        line = QuoteLine(
            hs=self["hs"],
            value=self["value"],
            quantity=self["quantity"] or "1",
            unit=self["unit"] or "H87",
            origin=self["origin"],
            net_mass_kg=self["mass"],
            quantities={
                name.removeprefix(MEASURE): told for name, told in self.told.items() if name.startswith(MEASURE)
            },
            answers={
                name.removeprefix(ANSWER): YES[told]
                for name, told in self.told.items()
                if name.startswith(ANSWER) and told in YES
            },
        )
        stated = QuoteFacts(
            dispatch=self["from"],
            destination=self["to"],
            lines=(line,),
            currency=self["currency"],
            freight=self["freight"],
            insurance=self["insurance"],
            incoterm=self["incoterm"] or "DAP",
            channel=self["by"],
            seller_registered=YES.get(self["registered"]),
            consumer=YES.get(self["consumer"]),
            on=days["on"],
            known=days["known"],
        )
        try:
            facts = asked(stated, today)
        except Refused as refused:
            raise Refused([*found, *refused.findings]) from None
        if found:
            raise Refused(found)
        return facts


def field_of(finding: Finding) -> str:
    """The name of the field beside which a finding stands; nothing if it is about none of them."""
    pointer = finding.pointer
    if finding.code == "currency-unknown":
        return "currency"
    if finding.code == "answer-missing":
        return ANSWER + finding.params["question"]
    if pointer in FIELDS:
        return FIELDS[pointer]
    if pointer.startswith(QUANTITIES):
        return MEASURE + pointer.removeprefix(QUANTITIES).replace("~1", "/").replace("~0", "~")
    return pointer.removeprefix("/") if pointer.removeprefix("/") in NAMES else ""


def by_field(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Findings by the field beside which they stand, each once."""
    told: dict[str, list[Finding]] = {}
    for finding in findings:
        beside = told.setdefault(field_of(finding), [])
        bare = replace(finding, pointer="")
        if bare not in beside:
            beside.append(bare)
    return told


def read_day(text: str, pointer: str, found: list[Finding]) -> date | None:
    """A day as it is typed; nothing for nothing, and a finding for anything else."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        sentence = gettext_noop("“{text}” is not a day.")
        remedy = gettext_noop("Write the year, the month and the day, such as 2026-07-01.")
        found.append(Finding("day-wrong", sentence, pointer, remedy, params={"text": text[:MOST]}))
        return None


def _word(known: bool | None) -> str:
    return "" if known is None else "yes" if known else "no"
