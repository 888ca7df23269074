"""A file of declarations, lodged from a page: what `entrepot lodge` takes, up to what one request may hold."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from entrepot.hub.adapters.shop.reading import harmless
from entrepot.hub.attachment import attachment
from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.lines import empty, numbered
from entrepot.hub.events import clock
from entrepot.hub.law import statute
from entrepot.hub.parties import queries as parties
from entrepot.hub.reading import Unreadable, read
from entrepot.hub.web.declaring import example as examples
from entrepot.hub.web.declaring import sheets
from entrepot.hub.web.declaring.sheets import Line
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.pieces import FindingNote
from entrepot.hub.web.shell import show
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.finding import Finding, NotYours, Refused, refuse_if_any
from entrepot.trade.wording import gettext_noop

MOST, MOST_BYTES = 2000, 5 * 1024 * 1024


@at_desk("seller", "declarant")
def lodge(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Lodge every declaration of a file, and answer for each; the same file again is answered alike."""
    queries.require_to_declare(sitting.party, by=sitting.by)
    refused: tuple[FindingNote, ...] = ()
    lines: list[Line] = []
    if request.method == "POST":
        try:
            lines = _lodged(request, sitting)
        except NotYours:
            raise
        except Refused as refusal:
            refused = tuple(FindingNote.of(each) for each in refusal.findings)
        else:
            if request.POST.get("do") == "save":
                return attachment("answers.csv", "text/csv", _answers(lines))
    wrong = [each for each in lines if each.outcome == "refused"]
    context = {
        "refusals": refused,
        "stats": sheets.counts(lines) if lines else None,
        "wrong": wrong[: sheets.SHOWN],
        "taken": sheets.taken(lines),
        "more": max(len(wrong), len(lines) - len(wrong)) > sheets.SHOWN,
        "most": MOST,
    }
    status = 422 if refused else 200
    return show(request, "declaring/file.html", context, desk=sitting.seat.key, here="declarations", status=status)


@at_desk("seller", "declarant")
def example(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """A table with its line of column names and one declaration of two goods, to write over."""
    here = str(settings.ENTREPOT_COUNTRY)
    currency = str(statute().jurisdiction(here).folder.jurisdiction["currency"])
    text = examples.table(parties.party(sitting.party), here, currency, clock.now().date())
    return attachment("declarations.csv", "text/csv", text.encode("utf-8-sig"))


def _lodged(request: HttpRequest, sitting: Sitting) -> list[Line]:
    handed = request.FILES.get("declarations")
    if handed is None or (handed.size or 0) > MOST_BYTES:
        raise Refused(_no_file())
    rows = list(numbered(io.BytesIO(handed.read()), handed.name or ""))
    refuse_if_any(_wrong_number(len(rows), handed.name or ""))
    lines = [_read(number, row) for number, row in rows]
    facts = [each for each in lines if isinstance(each, DeclarationFacts)]
    answers = iter(actions.lodge_batch(facts, declarant=parties.party(sitting.party), by=sitting.by))
    found: list[Line] = []
    for (number, _row), each in zip(rows, lines, strict=True):
        if isinstance(each, Line):
            found.append(each)
        else:
            answer = next(answers)
            found.append(Line(number, each.lrn, answer.judgement.findings, answer))
    return found


def _read(number: int, row: bytes) -> DeclarationFacts | Line:
    """The facts, or everything because of which they cannot be read."""
    try:
        return read(row, DeclarationFacts)
    except Unreadable as failed:
        return Line(number, "", failed.findings)


def _answers(lines: list[Line]) -> bytes:
    """The answers as a table: a row for each finding, or one for a declaration of which nothing is found."""
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(["line", "lrn", "outcome", "mrn", "lane", "state", "code", "place", "what is wrong", "what to do"])
    for each in lines:
        answer = each.answer
        told = (answer.mrn, answer.lane, answer.state) if answer else ("", "", "")
        for finding in each.findings or (None,):
            cells = _told(finding) if finding else ("", "", "", "")
            writer.writerow([each.number, harmless(each.lrn), each.outcome, *told, *map(harmless, cells)])
    return page.getvalue().encode("utf-8-sig")


def _told(finding: Finding) -> tuple[str, str, str, str]:
    return finding.code, finding.pointer, finding.told(_), finding.cure(_) if finding.remedy else ""


def _no_file() -> Finding:
    return Finding(
        "file-missing",
        gettext_noop("No file of declarations was handed in, or one larger than 5 MB."),
        "/declarations",
        gettext_noop("Choose a file of declarations; larger ones go over the interface for machines, in parts."),
    )


def _wrong_number(count: int, name: str) -> Iterator[Finding]:
    if not count:
        yield empty(name)
    if count > MOST:
        yield Finding(
            "batch-too-large",
            gettext_noop("A batch holds at most {most} declarations; this one has {count}."),
            "/declarations",
            gettext_noop("Send it in parts; lodging is safe to repeat."),
            params={"most": str(MOST), "count": str(count)},
        )
