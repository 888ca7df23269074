"""Pictures that a file names by address: fetched once and safely, told at their row if they cannot be had."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from pytest_django import Settings

from entrepot.hub.adapters.shop import fetching, importing, picture_column
from entrepot.hub.adapters.shop.product_columns import proposed
from entrepot.hub.adapters.shop.product_rows import rows
from entrepot.hub.adapters.shop.sheets import sheet
from entrepot.hub.catalogue import pictures
from entrepot.hub.catalogue.models import Family, Import, ImportedRow, NamedPicture, Picture
from entrepot.hub.events import clock
from entrepot.hub.webhooks import line
from entrepot.hub.webhooks.line import Reply
from entrepot.trade.finding import NotYours, Unavailable
from tests import cast
from tests.hub.adapters.product_files import SHOPIFY
from tests.hub.catalogue.test_pictures import image

pytestmark = pytest.mark.django_db

SELLER = "hz-ceramics"
ONE, TWO = "https://shop.example/jug.jpg", "https://shop.example/jug-2.png?v=3,4"
PLAIN = """\
sku,title,hs,origin,net mass,pictures
JUG,Celadon jug,691200,CN,0.9,"{jug}"
POT,Celadon pot,691200,CN,1.2,"{pot}"
"""
Web = dict[str, Reply | Exception]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> None:
    settings.ENTREPOT_HOME = tmp_path


@pytest.fixture
def asked() -> list[str]:
    """The addresses that were asked, in order."""
    return []


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch, asked: list[str]) -> Web:
    """What lies at which address; nobody goes out."""
    there: Web = {ONE: found(image()), TWO: found(image("PNG", colour="red"))}

    def call(method: str, url: str, body: bytes, headers: Mapping[str, str], *, largest: int) -> Reply:
        assert (method, body, largest) == ("GET", b"", pictures.MOST_BYTES + 1)
        asked.append(url)
        answer = there[url]
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(line, "call", call)
    return there


def found(content: bytes, status: int = 200, **headers: str) -> Reply:
    return Reply(status, content, headers)


def taken(jug: str = f"{ONE}, {TWO}", pot: str = "") -> Import:
    text = PLAIN.format(jug=jug, pot=pot)
    brought = importing.bring(cast.party(SELLER), "pots.csv", text.encode(), by=cast.by(SELLER))
    list(importing.run(brought, by=cast.by(SELLER)))
    return Import.objects.select_related("seller").get(pk=brought.pk)


def shown(handle: str = "jug") -> list[str]:
    return [each.digest for each in Family.objects.get(handle=handle).pictures.all()]


def digests(*contents: bytes) -> list[str]:
    return [pictures.drawn(each).digest for each in contents]


def told(brought: Import) -> dict[str, list[str]]:
    return {row.sku: [each["code"] for each in row.findings] for row in ImportedRow.objects.filter(brought=brought)}


def passes(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    now = [clock.wall()]
    monkeypatch.setattr(clock, "wall", lambda: now[0])

    def later(by: timedelta) -> None:
        now[0] += by

    return later


def test_the_pictures_of_a_file_come_in_its_order_after_its_rows(web: Web, asked: list[str]) -> None:
    brought = taken()
    assert (asked, fetching.outcomes(brought)) == ([], {"waiting": 2})
    assert fetching.go_once() == 2
    assert shown() == digests(image(), image("PNG", colour="red"))
    assert (asked, fetching.outcomes(brought)) == ([ONE, TWO], {"kept": 2})
    assert fetching.go_once() == 0


def test_the_same_file_again_asks_nobody_and_adds_nothing(web: Web, asked: list[str]) -> None:
    taken()
    fetching.go_once()
    again = taken()
    assert (fetching.go_once(), fetching.outcomes(again)) == (0, {"kept": 2})
    assert (len(asked), len(shown())) == (2, 2)


def test_two_addresses_of_one_picture_show_it_once(web: Web) -> None:
    web[TWO] = found(image())
    taken()
    fetching.go_once()
    assert shown() == digests(image())


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (found(b"<html>"), "picture-kind"),
        (found(image()[:800]), "picture-kind"),
        (found(image(size=(50, 50))), "picture-too-small"),
        (found(b"x" * (pictures.MOST_BYTES + 1)), "picture-too-large"),
        (found(b"", 404), "picture-status"),
        (found(b"", 302, location="https://elsewhere.example/"), "picture-status"),
    ],
)
def test_what_is_no_picture_is_told_at_its_row_and_the_others_come(web: Web, answer: Reply, code: str) -> None:
    web[ONE] = answer
    brought = taken(pot=TWO)
    fetching.go_once()
    assert told(brought) == {"JUG": ["picture-not-fetched", code], "POT": []}
    assert (len(shown()), len(shown("pot"))) == (1, 1)
    assert fetching.outcomes(brought) == {"kept": 2, "refused": 1}


@pytest.mark.parametrize(
    "silence", [Unavailable(ONE), found(b"", 503), found(image()[:900], **{"content-length": "9000"})]
)
def test_a_silent_address_is_asked_four_times_and_then_given_up(
    web: Web, asked: list[str], silence: Reply | Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    web[ONE] = silence
    later = passes(monkeypatch)
    brought = taken(jug=ONE)
    for pause in (*fetching.PAUSES, timedelta(days=1)):
        assert (fetching.go_once(), fetching.go_once()) == (1, 0)
        later(pause)
    assert (asked, fetching.go_once()) == ([ONE] * 4, 0)
    assert told(brought)["JUG"] == ["picture-not-fetched", "picture-silent"]


def test_an_address_that_answers_the_second_time_is_kept(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    web[ONE] = Unavailable(ONE)
    later = passes(monkeypatch)
    brought = taken(jug=ONE)
    fetching.go_once()
    web[ONE] = found(image())
    later(fetching.PAUSES[0])
    fetching.go_once()
    assert (len(shown()), told(brought)["JUG"]) == (1, [])


@pytest.mark.parametrize(
    "host", ["10.0.0.1", "127.0.0.1", "[::1]", "169.254.169.254", "192.168.1.1:8443", "[::ffff:10.0.0.1]"]
)
def test_an_address_behind_our_own_wall_is_never_called(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(**_: object) -> httpx.Client:
        raise AssertionError("somebody was called")

    monkeypatch.setattr(httpx, "Client", never)
    brought = taken(jug=f"https://{host}/a.jpg")
    fetching.go_once()
    assert told(brought)["JUG"] == ["picture-not-fetched", "picture-address"]
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    "text",
    ["http://shop.example/a.jpg", "a.jpg", "file:///etc/passwd", "ftp://shop.example/a", "https://", "https://["],
)
def test_what_is_no_https_address_is_told_beforehand_and_its_product_taken_all_the_same(text: str) -> None:
    brought = taken(jug=text)
    assert told(brought)["JUG"] == ["picture-address"]
    assert fetching.outcomes(brought) == {}


def test_a_story_on_one_machine_may_fetch_from_itself(settings: Settings) -> None:
    assert picture_column.read("JUG", "http://127.0.0.1:8000/a.jpg")[0] == ()
    settings.ENTREPOT_ALLOW_LOOPBACK_PEERS = True
    assert picture_column.read("JUG", "http://127.0.0.1:8000/a.jpg")[0] == ("http://127.0.0.1:8000/a.jpg",)


def test_of_more_pictures_than_a_product_shows_the_first_are_fetched(web: Web) -> None:
    many = [f"https://shop.example/{n}.jpg" for n in range(14)]
    read, notes = picture_column.read("JUG", " | ".join([*many, many[0]]))
    assert (list(read), [each.code for each in notes]) == (many[:12], ["picture-addresses-too-many"])


def test_a_shop_that_has_a_dozen_already_takes_no_more_and_the_row_says_so(web: Web) -> None:
    brought = taken(jug=ONE)
    family = Family.objects.get(handle="jug")
    pictures.add(family, [image(size=(200 + n, 200)) for n in range(12)], by=cast.by(SELLER))
    fetching.go_once()
    assert told(brought)["JUG"] == ["picture-not-fetched", "pictures-too-many"]


def test_undoing_the_file_takes_its_pictures_away_and_leaves_those_that_were_there(web: Web) -> None:
    text = PLAIN.format(jug="", pot="")
    before = importing.bring(cast.party(SELLER), "pots.csv", text.encode(), by=cast.by(SELLER))
    list(importing.run(before, by=cast.by(SELLER)))
    pictures.add(Family.objects.get(handle="jug"), [image()], by=cast.by(SELLER))
    brought = importing.bring(
        cast.party(SELLER),
        "pots.csv",
        PLAIN.format(jug=f"{ONE} {TWO}", pot="").replace("jug,691200", "tall jug,691200").encode(),
        by=cast.by(SELLER),
    )
    list(importing.run(brought, by=cast.by(SELLER)))
    fetching.go_once()
    assert len(shown()) == 2
    importing.undo(brought, by=cast.by(SELLER))
    assert shown() == digests(image())


def test_a_file_that_is_undone_fetches_no_more(web: Web, asked: list[str]) -> None:
    brought = taken()
    [first, _second] = NamedPicture.objects.all()
    with pytest.raises(NotYours):
        importing.undo(brought, by=cast.by("kl-batik"))
    assert fetching.outcomes(brought) == {"waiting": 2}
    importing.undo(brought, by=cast.by(SELLER))
    assert (fetching.go_once(), asked, fetching.outcomes(brought)) == (0, [], {"undone": 2})
    fetching._kept(first, image())  # it was under way when the file was undone
    assert not Picture.objects.exists()


def test_two_fetchers_ask_an_address_once(web: Web, asked: list[str]) -> None:
    taken(jug=ONE)
    [named] = NamedPicture.objects.all()
    assert fetching.go_once() == 1
    assert not fetching._served(named)  # another fetcher had read it before
    assert asked == [ONE]


def test_shopify_names_further_pictures_in_rows_of_their_own() -> None:
    found = sheet(SHOPIFY.encode())
    assert {row.facts.sku: row.pictures for row in rows(found, proposed(found.header), {})} == {
        "MUG-BL": ("https://shop.example/1.jpg", "https://shop.example/2.jpg"),
        "MUG-GL": (),
        "TOWEL": (),
    }
