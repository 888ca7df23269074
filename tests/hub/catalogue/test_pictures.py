"""Pictures of what is sold: what is taken, what is left of it, and who may put it there."""

from __future__ import annotations

import io
from hashlib import sha256
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from entrepot.hub.catalogue import pictures
from entrepot.hub.catalogue.models import Family, Picture
from entrepot.trade.finding import NotYours, Refused
from tests import cast
from tests.hub.catalogue.test_list_products import CUP, listed
from tests.hub.catalogue.told import told

pytestmark = pytest.mark.django_db

GPS, WHERE = 0x8825, {1: "N", 2: (30.0, 14.0, 0.0)}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> None:
    settings.ENTREPOT_HOME = tmp_path


def image(kind: str = "JPEG", size: tuple[int, int] = (400, 300), colour: str = "teal", turned: int = 1) -> bytes:
    """A picture as a telephone sends it, with the place where it was taken; `turned` is how it was held."""
    drawing = Image.new("RGB", size, colour)
    exif = Image.Exif()
    exif[0x0112] = turned
    exif.get_ifd(GPS).update(WHERE)
    written = io.BytesIO()
    drawing.save(written, kind, exif=exif)
    return written.getvalue()


def family() -> Family:
    listed(CUP)
    return Family.objects.get(handle="cup-1")


def added(*contents: bytes) -> list[Picture]:
    return pictures.add(family(), contents, by=cast.by("hz-ceramics"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_kept_under_its_hash_without_where_it_was_taken(kind: str) -> None:
    [picture] = added(image(kind))
    kept = pictures.path(picture.digest).read_bytes()
    assert sha256(kept).hexdigest() == picture.digest
    assert dict(Image.open(io.BytesIO(kept)).getexif()) == {}
    assert (picture.media_type, picture.width, picture.height, picture.size) == ("image/jpeg", 400, 300, len(kept))


def test_a_picture_taken_sideways_is_stored_upright() -> None:
    [picture] = added(image(turned=6))
    assert (picture.width, picture.height) == (300, 400)


def test_a_large_picture_is_made_smaller() -> None:
    [picture] = added(image(size=(4000, 3000)))
    assert (picture.width, picture.height) == (1600, 1200)


def test_what_is_transparent_becomes_white() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (200, 200), (0, 0, 0, 0)).save(written, "PNG")
    [picture] = added(written.getvalue())
    assert Image.open(pictures.path(picture.digest)).getpixel((9, 9)) == (255, 255, 255)


def test_the_same_picture_is_kept_once_and_told_once() -> None:
    before = len(told("catalogue.family.changed"))
    [first] = added(image())
    [again, other] = added(image(), image(colour="red"))
    assert again.pk == first.pk
    assert [each.position for each in Picture.objects.all()] == [0, 1]
    assert other.position == 1
    assert len(told("catalogue.family.changed")) == before + 3  # the family itself, then twice a picture


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture-kind"),
        (b"GIF89a" + bytes(100), "picture-kind"),
        (image()[:900], "picture-kind"),
        (b"", "picture-kind"),
        (image(size=(400, 99)), "picture-too-small"),
        (bytes(15 * 1024 * 1024 + 1), "picture-too-large"),
        (image("PNG", (8000, 7501)), "picture-too-large"),
    ],
    ids=["svg", "gif", "cut off", "empty", "thin", "heavy", "wide"],
)
def test_what_is_no_picture_is_refused_with_all_that_came_with_it(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        added(image(), content)
    assert [(found.code, found.pointer) for found in refused.value.findings] == [(code, "/pictures/1")]
    assert not Picture.objects.exists()


def test_a_product_shows_twelve_pictures_and_no_more() -> None:
    colours = ["#%02x0000" % (n * 19) for n in range(13)]
    with pytest.raises(Refused, match="12"):
        added(*(image(size=(120, 120), colour=each) for each in colours))
    assert not Picture.objects.exists()


def test_pictures_are_put_first_described_and_taken_away(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    first, second = added(image(), image(colour="red"))
    by = cast.by("hz-ceramics")
    pictures.put_first(second, by=by)
    assert [each.digest for each in Picture.objects.all()] == [second.digest, first.digest]
    pictures.describe(second, {"en": "A red cup", "zh": " ", "ms": "Cawan merah"}, by=by)
    assert Picture.objects.get(pk=second.pk).alt == {"en": "A red cup", "ms": "Cawan merah"}
    with django_capture_on_commit_callbacks(execute=True):
        pictures.take_away(second, by=by)
    assert [each.digest for each in Picture.objects.all()] == [first.digest]
    assert not pictures.path(second.digest).exists()
    assert pictures.path(first.digest).exists()


def test_a_peers_picture_is_kept_as_it_is() -> None:
    content = image()
    assert pictures.keep(content) == sha256(content).hexdigest()
    assert pictures.path(pictures.keep(content)).read_bytes() == content
    with pytest.raises(Refused):
        pictures.keep(b"<script>")


def test_everybody_sees_a_picture_and_a_browser_may_keep_it(client: Client) -> None:
    [picture] = added(image())
    answer = client.get(picture.address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["0" * 64, "A" * 64, "..", "0" * 63])
def test_what_is_no_picture_here_is_not_found(name: str, client: Client) -> None:
    assert client.get(f"/pictures/{name}").status_code == 404


def test_a_stranger_and_another_seller_put_no_pictures_here() -> None:
    mine = family()
    for actor in (cast.stranger(), cast.by("kl-batik")):
        with pytest.raises(NotYours):
            pictures.add(mine, [image()], by=actor)
    assert not Picture.objects.exists()
