"""Files put beside an application: sealed on the way in, opened for its applicant and its agency alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub.customs import queries
from entrepot.hub.customs.actions import enclosing, permit_moves
from entrepot.hub.customs.models import Permit, PermitEnclosure, PermitQuestion
from entrepot.hub.events.actor import Actor
from entrepot.trade.enclosure import Handed
from entrepot.trade.finding import Finding, refuse_if_any

MOST = 30
"""Files that one application keeps. The hub's own choice, not law."""


@transaction.atomic
def enclose_with_permit(permit: Permit, files: Sequence[Handed], *, by: Actor) -> list[PermitEnclosure]:
    """The applicant hands files in while the agency has not decided; the same file again is kept once."""
    permit = permit_moves.locked_by_holder(permit, by)
    refuse_if_any(chain(_none(files), faults(permit, files)))
    permit_moves.still_applied(permit)
    return keep(permit, files, by)


@transaction.atomic
def send_documents(permit: Permit, files: Sequence[Handed], *, by: Actor) -> list[PermitEnclosure]:
    """The agency hands files to the applicant, such as what an inspection found; the same file again is kept once."""
    permit = permit_moves.locked(permit, by)
    refuse_if_any(chain(_none(files), faults(permit, files)))
    return keep(permit, files, by, happened="documents_sent")


def open_permit_enclosure(kept: PermitEnclosure, *, by: Actor) -> bytes:
    """The content again, for the applicant and the agency."""
    queries.require_reader(kept.permit, by)
    return enclosing.opened(kept, _about(kept.permit_id, kept.digest))


def keep(
    permit: Permit,
    files: Sequence[Handed],
    by: Actor,
    question: PermitQuestion | None = None,
    *,
    happened: str = "enclosed",
) -> list[PermitEnclosure]:
    """Keep the files that are new to the application, and record that they came; their names are not recorded."""
    known = set(permit.enclosures.values_list("digest", flat=True))
    fresh = [each for each in enclosing.once(files) if each.digest not in known]
    kept = [
        PermitEnclosure.objects.create(
            permit=permit, question=question, **enclosing.sealed(each, _about(permit.pk, each.digest), by)
        )
        for each in fresh
    ]
    if kept:
        permit_moves.record(happened, permit, by, digests=" ".join(each.digest for each in kept))
    return kept


def faults(permit: Permit | None, files: Sequence[Handed]) -> Iterator[Finding]:
    """Everything against taking these files with an application, which may not be there yet."""
    yield from enclosing.faults(files)
    known = set(permit.enclosures.values_list("digest", flat=True)) if permit else set()
    count = len(known | {each.digest for each in files})
    if count > MOST:
        yield Finding(
            "too-many-permit-documents",
            gettext_noop("{count} files are more than the {most} that one application keeps."),
            "/documents",
            gettext_noop("Put pages of one document into one file."),
            params={"count": str(count), "most": str(MOST)},
        )


def _none(files: Sequence[Handed]) -> Iterable[Finding]:
    if not files:
        yield Finding(
            "documents-missing",
            gettext_noop("No file was handed in."),
            "/documents",
            gettext_noop("Choose at least one file."),
        )


def _about(permit: int, digest: str) -> str:
    return f"permit:{permit}/{digest}"
