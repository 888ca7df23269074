"""Pictures of what is sold: looked into, made smaller, rid of what the camera wrote beside them, kept under their hash.

A telephone writes into a picture where and when it was taken. Nothing of that is kept: the picture is drawn anew,
upright, and only that drawing is stored. Its name is its hash: the same picture is kept once and never changes.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop
from PIL import Image, ImageOps

from entrepot.hub import events
from entrepot.hub.catalogue.models import Family, Picture
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.trade.finding import Finding, Refused, refuse_if_any

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 1600
SHORTEST_SIDE = 100
MOST = 12
"""Pictures of one family."""
QUALITY = 85
TAKEN = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as it will be kept."""

    content: bytes
    media_type: str
    width: int
    height: int

    @property
    def digest(self) -> str:
        """SHA-256 of the content, in hexadecimal."""
        return sha256(self.content).hexdigest()


def drawn(content: bytes, at: str = "/pictures") -> Drawn:
    """The picture drawn anew as JPEG, upright, at most 1600 pixels a side; refused if it is none that we take."""
    image = _opened(content, at)
    try:
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        whole = Image.new("RGB", upright.size, "white")
        clear = upright.convert("RGBA")
        whole.paste(clear, mask=clear)
    except (OSError, ValueError, SyntaxError) as broken:  # cut off, or its inside is not what its head says
        raise Refused(_no_picture(at)) from broken
    written = io.BytesIO()
    whole.save(written, "JPEG", quality=QUALITY, optimize=True)
    return Drawn(written.getvalue(), TAKEN["JPEG"], *whole.size)


@transaction.atomic
def add(family: Family, contents: Sequence[bytes], *, by: Actor) -> list[Picture]:
    """Put pictures to a family, after those that are there; all of them or none. The same again is kept once."""
    parties.require(by, "seller", family.seller)
    family = Family.objects.select_for_update(of=("self",)).get(pk=family.pk)
    there = {each.digest: each for each in family.pictures.all()}
    answers, found = _all_drawn(contents)
    fresh = {each.digest: each for each in answers if each.digest not in there}
    if len(there) + len(fresh) > MOST:
        found.append(_too_many())
    refuse_if_any(found)
    at = max((each.position for each in there.values()), default=-1) + 1
    for n, each in enumerate(fresh.values()):
        keep(each.content)
        there[each.digest] = Picture.objects.create(
            family=family,
            digest=each.digest,
            media_type=each.media_type,
            width=each.width,
            height=each.height,
            size=len(each.content),
            position=at + n,
            added_at=by.at,
        )
    if fresh:
        _told(family, by)
    return [there[each.digest] for each in answers]


@transaction.atomic
def describe(picture: Picture, alt: Mapping[str, str], *, by: Actor) -> None:
    """Say in words what is to be seen, by language."""
    parties.require(by, "seller", picture.family.seller)
    told = {language: text.strip()[:250] for language, text in alt.items() if text.strip()}
    if told != picture.alt:
        picture.alt = told
        picture.save(update_fields=["alt"])
        _told(picture.family, by)


@transaction.atomic
def put_first(picture: Picture, *, by: Actor) -> None:
    """Let shoppers see this picture before the others."""
    parties.require(by, "seller", picture.family.seller)
    rest = [each for each in picture.family.pictures.select_for_update() if each.pk != picture.pk]
    if picture.position == 0 and all(each.position > 0 for each in rest):
        return
    for n, each in enumerate([picture, *rest]):
        each.position = n
    Picture.objects.bulk_update([picture, *rest], ["position"])
    _told(picture.family, by)


@transaction.atomic
def take_away(picture: Picture, *, by: Actor) -> None:
    """Show the picture no longer. Its file stays for as long as something else names it."""
    parties.require(by, "seller", picture.family.seller)
    picture.delete()
    if not Picture.objects.filter(digest=picture.digest).exists():
        transaction.on_commit(lambda: path(picture.digest).unlink(missing_ok=True))
    _told(picture.family, by)


def keep(content: bytes) -> str:
    """Keep a picture as it is, such as one that a peer sent, under its hash; refused if it is none that we take."""
    _opened(content, "/pictures")
    digest = sha256(content).hexdigest()
    place = path(digest)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=place.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            os.fsync(file.fileno())
        Path(draft).replace(place)
    return digest


def path(digest: str) -> Path:
    """Where the picture of this hash lies, if it is here."""
    assert len(digest) == 64
    assert set(digest) <= set("0123456789abcdef")
    return Path(settings.ENTREPOT_HOME) / "pictures" / digest[:2] / digest


def media_type(content: bytes) -> str:
    """What kind of picture a kept file is, by its first bytes."""
    if content.startswith(b"\x89PNG"):
        return TAKEN["PNG"]
    return TAKEN["WEBP"] if content[8:12] == b"WEBP" else TAKEN["JPEG"]


def _opened(content: bytes, at: str) -> Image.Image:
    """The picture, its head read and its sizes in order; nothing of its inside is unpacked yet."""
    if len(content) > MOST_BYTES:
        raise Refused(_too_large(at))
    try:
        image = Image.open(io.BytesIO(content), formats=list(TAKEN))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as broken:
        raise Refused(_no_picture(at)) from broken
    if image.width * image.height > MOST_PIXELS:
        raise Refused(_too_large(at))
    if min(image.size) < SHORTEST_SIDE:
        raise Refused(_too_small(at))
    return image


def _all_drawn(contents: Sequence[bytes]) -> tuple[list[Drawn], list[Finding]]:
    answers: list[Drawn] = []
    found: list[Finding] = []
    for n, content in enumerate(contents):
        try:
            answers.append(drawn(content, f"/pictures/{n}"))
        except Refused as refused:
            found += refused.findings
    return answers, found


def _told(family: Family, by: Actor) -> None:
    events.record("catalogue.family.changed", family.subject, by=by, body={"title": family.title})


def _no_picture(at: str) -> Finding:
    return Finding(
        "picture-kind",
        gettext_noop("The file is no picture in JPEG, PNG or WebP, or it is cut off."),
        at,
        gettext_noop("Send the picture itself, as the telephone or the camera made it."),
    )


def _too_large(at: str) -> Finding:
    return Finding(
        "picture-too-large",
        gettext_noop("The picture has more than {most} MB, or more than {pixels} million pixels."),
        at,
        gettext_noop("Make it smaller and send it again."),
        params={"most": str(MOST_BYTES // 1024 // 1024), "pixels": str(MOST_PIXELS // 1_000_000)},
    )


def _too_small(at: str) -> Finding:
    return Finding(
        "picture-too-small",
        gettext_noop("The picture has fewer than {least} pixels on one side; nobody sees anything on it."),
        at,
        gettext_noop("Take it again, nearer or larger."),
        params={"least": str(SHORTEST_SIDE)},
    )


def _too_many() -> Finding:
    return Finding(
        "pictures-too-many",
        gettext_noop("A product shows at most {most} pictures."),
        "/pictures",
        gettext_noop("Take some away first."),
        params={"most": str(MOST)},
    )
