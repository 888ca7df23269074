"""The same work as it is usually written: nested pydantic models, `Decimal`, objects of the ORM.

It keeps the hub's rules, law, profiles, lists and tables, so that both ways answer alike; only the manner differs.
Rates are looked up in a dictionary made beforehand. `lodge_each` saves every row by itself, one transaction a
declaration; `lodge_all` gathers a batch and uses `bulk_create`, as a careful programmer would.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from django.db import transaction
from pydantic import BaseModel, ConfigDict

from bench.parcels import DAY
from entrepot import statute
from entrepot.hub import events, sealing
from entrepot.hub.customs import queries, reference
from entrepot.hub.customs.actions import moving
from entrepot.hub.customs.models import Decision, Declaration
from entrepot.hub.customs.placing import Placement, placement
from entrepot.hub.events.actor import Actor
from entrepot.hub.ledger import actions as ledger
from entrepot.hub.parties.models import Party
from entrepot.trade.assessment import Assessment, Charge, ChargeKind
from entrepot.trade.declaration import DeclarationFacts, GoodsItem, Trader
from entrepot.trade.declaration.reading import read
from entrepot.trade.declaration.rules import check_read
from entrepot.trade.ledger import Posting, Transfer, transfer
from entrepot.trade.permit import requirements
from entrepot.trade.risk import AllOf, Profile
from entrepot.trade.risk.look import Look, Predicate
from entrepot.trade.risk.profile import LANES
from entrepot.trade.screening import from_names

CENT, HUNDRED = Decimal("0.01"), Decimal(100)
RELIEF, ITEM_LIMIT, AT_SALE = Decimal(500), Decimal(500), Decimal("0.10")


class TraderIn(BaseModel):
    name: str
    country: str
    id: str = ""
    address: str = ""


class ItemIn(BaseModel):
    number: int
    description: str
    hs: str
    origin: str
    quantity: Decimal
    unit: str
    net_mass_kg: Decimal
    gross_mass_kg: Decimal
    value: Decimal
    sku: str = ""
    gtin: str = ""


class DeclarationIn(BaseModel):
    model_config = ConfigDict(extra="ignore")
    lrn: str
    ucr: str
    direction: Literal["export", "import"]
    country: str
    regime: str
    date: date
    declarant: str
    consignor: TraderIn
    consignee: TraderIn
    currency: str
    incoterm: str
    freight: Decimal
    insurance: Decimal
    items: list[ItemIn]
    transport_document: str = ""
    registration: str = ""
    invoice_total: str = ""


@dataclass(frozen=True)
class Border:
    """What one needs of the law, looked up beforehand."""

    duty: dict[str, Decimal]
    sales: dict[str, Decimal]
    controls: dict[str, Any]
    profiles: dict[str, list[tuple[Profile, Predicate]]]
    seeds: dict[str, str]
    digests: dict[str, str]

    @classmethod
    def of_the_law(cls, codes: Sequence[str], seed: Callable[[str, date], str]) -> Border:
        book = statute.load()
        tariff = book.law("MY", DAY).tariff

        def share(levy: str, code: str, default: Decimal) -> Decimal:
            found = tariff.choice(levy, tariff.lines(code)[0], "CN").normal
            if found is None or found.share is None:
                return default
            return Decimal(found.share.numerator) / Decimal(found.share.denominator)

        standard = book.law("MY", DAY).values["sales_tax_standard_rate"].share
        folders = {country: book.jurisdiction(country) for country in ("MY", "CN")}
        return cls(
            {code: share("duty", code, Decimal(0)) for code in codes},
            {
                code: share("sales_tax", code, Decimal(standard.numerator) / Decimal(standard.denominator))
                for code in codes
            },
            {country: folder.controls(DAY) for country, folder in folders.items()},
            {
                country: [(each, AllOf(each.when).compiled()) for each in folder.profiles(DAY)]
                for country, folder in folders.items()
            },
            {country: seed(country, DAY) for country in folders},
            {country: folder.digest for country, folder in folders.items()},
        )


@dataclass
class Judged:
    """One declaration judged: its facts, what is due, and where it goes."""

    parsed: DeclarationIn
    facts: DeclarationFacts
    assessment: Assessment
    hits: list[Any]
    placement: Placement
    lane: str
    differences: list[Any]


def lodge_each(lines: Sequence[bytes], border: Border, declarant: Party, by: Actor) -> None:
    """One declaration at a time, each row saved by itself."""
    for line in lines:
        with transaction.atomic():
            parsed = DeclarationIn.model_validate_json(line)
            assert not Declaration.objects.filter(declarant=declarant, lrn=parsed.lrn).exists()
            judged = judge(parsed, border, queries.papers([parsed.ucr]).get(parsed.ucr, {}))
            row = declaration(judged, declarant, by)
            row.save()
            decided = decision(judged, row, by)
            if decided is not None:
                decided.save()
            ledger.post(charged(row), by=by)
            events.record("customs.declaration.lodged", row.ucr, by=by, ucr=row.ucr, body=moving.public(row))
            kind = f"customs.declaration.{judged.placement.happened}"
            events.record(kind, row.ucr, by=by, ucr=row.ucr, body=moving.public(row, lane=row.lane))


@transaction.atomic
def lodge_all(lines: Sequence[bytes], border: Border, declarant: Party, by: Actor) -> None:
    """A batch in one transaction, with `bulk_create` for every table."""
    parsed = [DeclarationIn.model_validate_json(line) for line in lines]
    assert not Declaration.objects.filter(declarant=declarant, lrn__in=[each.lrn for each in parsed]).exists()
    papers = queries.papers(each.ucr for each in parsed if each.regime == "9610")
    judged = [judge(each, border, papers.get(each.ucr, {})) for each in parsed]
    rows = Declaration.objects.bulk_create([declaration(each, declarant, by) for each in judged])
    decided = [decision(each, row, by) for each, row in zip(judged, rows, strict=True)]
    Decision.objects.bulk_create([each for each in decided if each is not None])
    ledger.post([each for row in rows for each in charged(row)], by=by)
    for happened, some in (
        ("lodged", rows),
        ("released", [row for row in rows if row.state == "released"]),
        ("selected", [row for row in rows if row.state == "under-control"]),
    ):
        told = [(row.ucr, moving.public(row, lane=row.lane)) for row in some]
        events.record_many(f"customs.declaration.{happened}", told, by=by, ucrs=[row.ucr for row in some])


def judge(parsed: DeclarationIn, border: Border, papers: queries.Papers) -> Judged:
    facts = facts_of(parsed)
    as_read = read(facts)
    assert not [found for found in check_read(as_read) if found.level == "error"]
    assert not requirements(border.controls[facts.country], facts)
    assessment = assess(parsed, border)
    look = Look(as_read, assessment, border.seeds[facts.country])
    hits: list[Any] = [profile for profile, test in border.profiles[facts.country] if test(look)]
    names = queries.index()
    if names is not None:
        hits += from_names(facts, names.hits)
    lane = max((hit.lane for hit in hits), key=LANES.index, default="green")
    differences = queries.differences(facts, papers) if facts.regime == "9610" else []
    where = placement(lane, [hit.name for hit in hits], differences)
    return Judged(parsed, facts, assessment, hits, where, where.lane or lane, differences)


def facts_of(parsed: DeclarationIn) -> DeclarationFacts:
    told = parsed.model_dump()
    told["items"] = tuple(
        GoodsItem(**{name: str(each) if isinstance(each, Decimal) else each for name, each in item.items()})
        for item in told["items"]
    )
    told["consignor"], told["consignee"] = Trader(**told["consignor"]), Trader(**told["consignee"])
    told["freight"], told["insurance"] = str(told["freight"]), str(told["insurance"])
    return DeclarationFacts(**told)


def assess(parsed: DeclarationIn, border: Border) -> Assessment:
    """Duty and tax by item, each rounded to the cent."""
    price = sum((item.value for item in parsed.items), Decimal(0))
    if parsed.direction == "export":
        return Assessment(parsed.currency, int(price * HUNDRED), (), border.digests["CN"])
    within = price + parsed.freight + parsed.insurance <= RELIEF  # all of them come by post
    charges: dict[str, list[Charge]] = {"duty": [], "sales_tax": [], "lvg_tax": []}

    def charge(kind: ChargeKind, levy: str, amount: Decimal, item: ItemIn, law: str) -> None:
        minor = int(amount.quantize(CENT, ROUND_HALF_UP) * HUNDRED)
        if minor:
            charges[levy].append(Charge(kind, levy, minor, parsed.currency, item.number, law))

    freights = apportioned(parsed.freight, [item.value for item in parsed.items])
    for item, freight in zip(parsed.items, freights, strict=True):
        cif = item.value + freight
        low = parsed.regime == "lvg" and item.value / item.quantity <= ITEM_LIMIT
        duty = Decimal(0) if within and parsed.regime != "general" else cif * border.duty[item.hs]
        charge("duty", "duty", duty, item, "Customs Duties Order")
        if not low and not (within and parsed.regime != "general"):
            charge("tax", "sales_tax", (cif + duty) * border.sales[item.hs], item, "Sales Tax Act 2018")
        if low:
            law = "Sales tax on low-value goods, in law since 1 January 2023"
            charge("tax", "lvg_tax", item.value * AT_SALE, item, law)
    told = tuple(each for levy in charges.values() for each in levy)
    return Assessment(parsed.currency, int((price + parsed.freight) * HUNDRED), told, border.digests["MY"])


def apportioned(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Whole cents by weight, the largest remainders first."""
    cents, together = int(amount * HUNDRED), sum(weights)
    raw = [cents * weight / together for weight in weights]
    shares = [int(each) for each in raw]
    by_remainder = sorted(range(len(raw)), key=lambda n: (shares[n] - raw[n], n))
    for n in by_remainder[: cents - sum(shares)]:
        shares[n] += 1
    return [Decimal(share) / HUNDRED for share in shares]


def declaration(judged: Judged, declarant: Party, by: Actor) -> Declaration:
    parsed, assessment = judged.parsed, judged.assessment
    tree = parsed.model_dump(mode="json")
    consignee = tree["consignee"]
    told = {part: consignee[part] for part in ("name", "id", "address")}
    sealed = sealing.seal(told, about=f"declaration:{parsed.declarant}/{parsed.lrn}")
    consignee.update(name=sealing.mask(consignee["name"]), id="", address="")
    return Declaration(
        lrn=parsed.lrn,
        mrn=reference.mrn(parsed.country, parsed.date.year, declarant.code, parsed.lrn),
        ucr=parsed.ucr,
        declarant=declarant,
        direction=parsed.direction,
        country=parsed.country,
        regime=parsed.regime,
        date=parsed.date,
        state=judged.placement.state,
        lane=judged.lane,
        facts=tree,
        sealed=sealed,
        findings=[],
        hits=[{"code": hit.code, "name": hit.name, "lane": hit.lane, "reason": hit.reason} for hit in judged.hits],
        differences=[{"code": each.code, "pointer": each.pointer} for each in judged.differences],
        assessment={
            "currency": assessment.currency,
            "value": str(assessment.value.text),
            "law": assessment.law,
            "charges": [
                {"kind": each.kind, "code": each.code, "amount": each.amount.text, "item": each.item, "law": each.law}
                for each in assessment.charges
            ],
        },
        law_digest=assessment.law,
        currency=assessment.currency,
        duty_minor=assessment.minor_of("duty"),
        tax_minor=assessment.minor_of("tax"),
        charged_to=f"guarantee:{declarant.code}",
        match_required=parsed.regime == "9610",
        lodged_at=by.at,
        decided_at=_decided_at(judged, by),
    )


def _decided_at(judged: Judged, by: Actor) -> datetime | None:
    return by.at if judged.placement.is_released else None


def decision(judged: Judged, row: Declaration, by: Actor) -> Decision | None:
    where = judged.placement
    if not where.move:
        return None
    return moving.decision(row, where.move, by=moving.selection(by), reason=where.reason)


def charged(row: Declaration) -> list[Transfer]:
    due = {"duty": row.duty_minor, "tax": row.tax_minor}
    owed = [Posting(f"tax:{row.country}:{kind}", -minor, row.currency) for kind, minor in due.items() if minor]
    if not owed:
        return []
    debit = Posting(row.charged_to, sum(due.values()), row.currency)
    return [transfer(f"duty:{row.mrn}", f"Duty and tax on declaration {row.mrn}", debit, *owed, ucr=row.ucr)]
