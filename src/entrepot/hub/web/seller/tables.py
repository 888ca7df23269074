"""Tables that go out to a seller and come back: as a file that was handed in, and as one to take away."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse

from entrepot.hub.adapters.shop.reading import harmless
from entrepot.hub.adapters.shop.sheets import MOST_BYTES
from entrepot.hub.attachment import attachment
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop


def handed(request: HttpRequest, name: str) -> bytes:
    """The table that was handed in under a name, or a refusal."""
    given = request.FILES.get(name)
    if given is None or (given.size or 0) > MOST_BYTES:
        raise Refused(
            Finding(
                "file-missing",
                gettext_noop("No table was handed in, or one larger than 10 MB."),
                f"/{name}",
                gettext_noop("Choose a CSV file or a spreadsheet with the names of its columns in the first line."),
            )
        )
    return bytes(given.read())


def out(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A table to take away; what a spreadsheet would run is made harmless."""
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(header)
    writer.writerows([harmless(str(cell)) for cell in row] for row in rows)
    return attachment(name, "text/csv", page.getvalue().encode("utf-8-sig"))
