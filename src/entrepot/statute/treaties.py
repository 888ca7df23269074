"""The law of origin in `law/treaties`: one file an agreement, read into what `trade.origin` judges by."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import get_args

from entrepot.statute.areas import area_of
from entrepot.statute.book import SHIPPED
from entrepot.statute.desk import GROUND, Desk
from entrepot.statute.folder import Folder
from entrepot.statute.reading import Table, Text, read
from entrepot.trade.finding import Finding, Refused, refuse_if_any
from entrepot.trade.money import Money
from entrepot.trade.origin.agreement import Agreement, Cumulation, ProductRule, ShareOf, Terms, Tolerance
from entrepot.trade.origin.proof import Basis, Proof, Verification, Waiver
from entrepot.trade.origin.rule import Rule
from entrepot.trade.origin.written import parse
from entrepot.trade.wording import gettext_noop

_NAMES = (
    "code", "name", "area", "edition", "complete", "general", "tolerances", "cumulation", "partial_minimum",
    "cumulation_ground", "proofs", "waiver", "verification", "direct_transport", "criteria", *GROUND,
)  # fmt: skip


@dataclass
class Treaties:
    """The agreements of a folder of law; each is read when it is asked for."""

    place: Path
    _read: dict[str, Agreement] = field(default_factory=dict)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(sorted(path.stem.upper() for path in self.place.glob("treaties/*.yaml") if path.stem != "sources"))

    def agreement(self, code: str, rules: tuple[ProductRule, ...] = ()) -> Agreement:
        """The agreement; with product rules that were loaded from elsewhere, if there are any."""
        if code not in self._read:
            if code not in self.codes:
                raise Refused(
                    Finding(
                        "agreement-not-held",
                        gettext_noop("The agreement “{code}” is not held here."),
                        "/agreement",
                        gettext_noop("Choose one of {known}."),
                        params={"code": code, "known": ", ".join(self.codes)},
                    )
                )
            agreement, findings = _agreement(self.place, code)
            refuse_if_any(findings)
            self._read[code] = agreement
        found = self._read[code]
        return replace(found, rules=(*found.rules, *rules)) if rules else found


def load(place: Path = SHIPPED) -> Treaties:
    """The treaties in a folder of law; the shipped ones if none is named."""
    return Treaties(place)


def check(place: Path = SHIPPED) -> list[Finding]:
    """Every fault in the treaties, with file and line."""
    return [fault for code in load(place).codes for fault in _agreement(place, code)[1]]


def _agreement(place: Path, code: str) -> tuple[Agreement, list[Finding]]:
    folder = Folder("TREATIES", place / "treaties")
    desk = Desk(findings=folder.findings)
    folder.areas = read(place / "areas.yaml", "areas.yaml", desk.findings)
    sources = read(place / "treaties" / "sources.yaml", "treaties/sources.yaml", desk.findings)
    desk.sources = {name: str(text) for name, text in sources.items() if isinstance(text, Text)}
    name = f"treaties/{code.lower()}.yaml"
    table = read(place / name, name, desk.findings)
    desk.known(table, _NAMES)
    desk.ground(desk.table(table, "cumulation_ground"))
    agreement = Agreement(
        code=desk.text(table, "code"),
        name=desk.text(table, "name"),
        area=area_of(folder, desk, desk.text(table, "area"), table),
        edition=desk.text(table, "edition"),
        general=_rule(desk, table) if "general" in table else None,
        terms=Terms(
            cumulation=frozenset(_cumulations(desk, table)),
            partial_minimum=desk.number(table, "partial_minimum") if "partial_minimum" in table else None,
            tolerances=tuple(_tolerance(desk, each) for each in desk.tables(table, "tolerances")),
        ),
        proofs=tuple(_proof(desk, each) for each in desk.tables(table, "proofs")),
        waiver=_waiver(desk, desk.table(table, "waiver")) if "waiver" in table else None,
        verification=_verification(desk, desk.table(table, "verification")) if "verification" in table else None,
        direct_transport=desk.text(table, "direct_transport", ""),
        criteria={key: str(value) for key, value in desk.table(table, "criteria").items()},
        complete=desk.word(table, "complete", ("yes", "no"), "no") == "yes",
        ground=desk.ground(table),
    )
    return agreement, desk.findings


def _rule(desk: Desk, table: Table) -> Rule | None:
    try:
        return parse(desk.text(table, "general"))
    except Refused as refused:
        for finding in refused.findings:
            desk.fault(table, finding.code, finding.sentence, finding.remedy, **finding.params)
        return None


def _cumulations(desk: Desk, table: Table) -> list[Cumulation]:
    found: list[Cumulation] = []
    for text in desk.texts(table, "cumulation"):
        known = [each for each in get_args(Cumulation) if each == text]
        if not known:
            sentence = gettext_noop("“{text}” is not a kind of cumulation.")
            desk.fault(table, "word-unknown", sentence, gettext_noop("Use one of: {known}."), text=text, known="")
        found += known
    return found


def _tolerance(desk: Desk, table: Table) -> Tolerance:
    desk.known(table, ("share", "of", "chapters", *GROUND))
    share = desk.number(table, "share") or Fraction(0)
    of = desk.word(table, "of", get_args(ShareOf), "fob")
    return Tolerance(share, of, desk.texts(table, "chapters"), desk.ground(table))


def _proof(desk: Desk, table: Table) -> Proof:
    desk.known(table, ("kind", "made_by", "months", "data", "only_with_rvc", *GROUND))
    months = desk.number(table, "months") if "months" in table else None
    return Proof(
        desk.text(table, "kind"),
        desk.text(table, "made_by"),
        None if months is None else int(months),
        desk.texts(table, "data"),
        desk.texts(table, "only_with_rvc"),
        desk.ground(table),
    )


def _waiver(desk: Desk, table: Table) -> Waiver:
    desk.known(table, ("limit", "currency", "basis", "series_days", *GROUND))
    limit = Money(desk.number(table, "limit") or Fraction(0), desk.text(table, "currency"))
    basis = desk.word(table, "basis", get_args(Basis), "fob")
    days = desk.number(table, "series_days") if "series_days" in table else None
    return Waiver(limit, basis, int(days or 0), desk.ground(table))


def _verification(desk: Desk, table: Table) -> Verification:
    desk.known(table, ("days", "extension_days", *GROUND))
    days, more = desk.number(table, "days"), desk.number(table, "extension_days")
    return Verification(int(days or 0), int(more or 0), desk.ground(table))
