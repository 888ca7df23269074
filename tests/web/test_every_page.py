"""What holds for every page, whoever looks at it and in whatever language."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.conftest import Day, SignIn

LARGEST = 50_000
MOST_QUERIES = 30
OUTSIDE = ("javascript:", "http:", "https:", "//")

SELLER = "/seller/ /seller/orders/ /seller/orders/A-1 /seller/orders/A-2 /seller/hand-over/ /seller/products/"
PRODUCT = "/seller/finance/ /seller/duty/ /seller/products/LAMP /seller/products/LAMP?price=46&currency=MYR&freight=5"
QUOTE = "/quote/?from=CN&to=MY&hs=691200&value=480&currency=MYR&freight=20&on=2026-03-02"
MINE = "/seller/returns/ /seller/machines/ /seller/shops/ /seller/money/ /seller/orders/?show=way&to=MY&q=cup"
FIND = "/seller/imports/ /seller/shelf/ /seller/carriage/ /seller/measures/ /seller/permits/ /find/?q=nothing /"
DECLARED = "/seller/declarations/{stopped} /declarations/ /declarations/new /declarations/file"
DESKS = {
    "seller": f"{SELLER} {PRODUCT} {DECLARED} /c/{{settled}} /c/{{waiting}} /wallet/ /learn/ {MINE} {FIND}".split(),
    "customs": [
        *["/officer/", "/officer/?lane=red", "/officer/decided/", "/officer/d/{stopped}", "/c/{settled}"],
        *[
            "/officer/duty/",
            "/officer/passages/",
            "/officer/profiles/",
            "/officer/profiles/CN-003",
            "/officer/profiles/new",
        ],
    ],
    "agency": ["/agency/", "/agency/in-use/", "/agency/p/{applied}", "/agency/p/{issued}"],
    "operator": [
        "/operator/",
        "/operator/network/",
        "/operator/network/log/",
        "/operator/ledger/",
        "/operator/firms/",
        "/operator/tariffs/",
        "/operator/disputes/",
        "/operator/trust/",
        "/c/{bonded}",
    ],
    "lender": ["/lender/"],
    "merchant": ["/merchant/"],
    "warehouse": ["/warehouse/", "/warehouse/returns/"],
    "": [
        "/",
        "/classify/",
        "/classify/?text=women's cotton T-shirt, printed",
        "/quote/",
        QUOTE,
        f"{QUOTE}&then=2022-01-01&all=yes",
        "/quote/?from=CN&to=DE&hs=621410&value=76&quantity=2&currency=EUR&freight=11.40&by=post&on=2026-11-23&then=2026-06-30",
        "/shop/",
        "/shop/?q=tea&kind=ceramics&sort=cheap&most=100",
        "/chance/",
        "/network/",
        "/learn/",
        "/courses/export-basics",
        "/accounts/login/",
        "/accounts/password/reset/",
        "/pay/{sale}/",
        "/permits/{issued}",
        "{bought}",
        "/report/counts/",
    ],
}
FIRST = ("/seller/", "/officer/", "/agency/", "/operator/", "/lender/", "/merchant/", "/warehouse/")
OPEN = ("/", "/learn/")
EVERYBODYS = (*OPEN, "/wallet/", "/find/?q=nothing")

roles = pytest.mark.parametrize("role", DESKS, ids=lambda role: role or "visitor")
desks = pytest.mark.parametrize("role", [role for role in DESKS if role])


def pages(role: str, day: Day) -> list[str]:
    return [path.format(**vars(day)) for path in DESKS[role]]


class Page(HTMLParser):
    """What a browser and a screen reader would stumble over."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.seen if name == tag]

    @property
    def forbidden(self) -> list[str]:
        """What the content policy would not let through."""
        return [
            f"{tag} {name}"
            for tag, attrs in self.seen
            for name, value in attrs.items()
            if name == "style"
            or name.startswith("on")
            or (value or "").startswith(("javascript:", "http:", "https:", "//"))
        ] + [f"inline {tag}" for tag, attrs in self.seen if tag == "style" or (tag == "script" and "src" not in attrs)]

    @property
    def unlabelled(self) -> list[str]:
        """Fields without a name for those who listen."""
        named = {attrs.get("for") for attrs in self.all("label")}
        return [
            str(attrs.get("name"))
            for tag, attrs in self.seen
            if tag in ("input", "select", "textarea")
            and attrs.get("type") not in ("hidden", "radio", "checkbox")
            and attrs.get("id") not in named
            and not attrs.get("aria-label")
        ]


@roles
def test_a_page_is_small_asks_little_and_can_be_read_by_everybody(role: str, day: Day, sign_in: SignIn) -> None:
    client = sign_in(role) if role else Client()
    for address in pages(role, day):
        client.get(address)  # what is made once, such as a session, is not counted
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        page = Page(answer.content.decode())
        assert answer.status_code == 200, address
        assert len(answer.content) < LARGEST, address
        assert len(asked) <= MOST_QUERIES, "\n".join([address, *(query["sql"][:160] for query in asked)])
        assert (page.forbidden, page.unlabelled) == ([], []), address
        assert (len(page.all("h1")), len(page.all("title")), page.all("html")[0]["lang"]) == (1, 1, "en"), address
        assert [attrs.get("id") for attrs in page.all("main")] == ["main"], address
        ids = [attrs["id"] for _tag, attrs in page.seen if "id" in attrs]
        assert len(ids) == len(set(ids)), address
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'; img-src 'self' data:;")


@desks
def test_whoever_is_not_signed_in_signs_in_first(role: str, day: Day) -> None:
    for address in pages(role, day):
        if address not in OPEN:
            answer = Client().get(address)
            assert answer.status_code == 302, address
            assert answer.headers["Location"].startswith("/accounts/login/?next=")


@desks
def test_a_stranger_is_refused_kindly(role: str, day: Day, stranger: Client) -> None:
    for address in pages(role, day):
        if address not in EVERYBODYS:
            answer = stranger.get(address)
            html = answer.content.decode()
            assert answer.status_code == 403, address
            assert "This is not yours to open" in html
            assert "Nothing has been changed." in html
            assert 'class="do"' in html


@desks
def test_a_desk_does_not_open_the_drawers_of_another(role: str, day: Day, sign_in: SignIn) -> None:
    client = sign_in(role)
    assert sorted(client.get(path).status_code for path in FIRST) == [200, 403, 403, 403, 403, 403, 403]


@pytest.mark.parametrize("language", ["zh-hans", "ms"])
@roles
def test_a_page_is_written_in_the_language_chosen(role: str, language: str, day: Day, sign_in: SignIn) -> None:
    client = sign_in(role) if role else Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for address in pages(role, day):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert re.findall('<html lang="([^"]*)', answer.content.decode()) == [language]
        assert len(answer.content) < LARGEST, address


def test_choosing_a_language_is_kept_and_leads_back(db: None) -> None:
    client = Client()
    answer = client.post("/language/", {"language": "ms", "next": "/learn/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/learn/")
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "ms"


def test_an_address_that_leads_nowhere_says_so(db: None) -> None:
    answer = Client().get("/nowhere/")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.content.decode()


def test_a_fault_of_ours_says_that_it_is_one() -> None:
    from django.template.loader import render_to_string

    assert "This is a fault of ours" in render_to_string("500.html")


def test_a_host_that_is_not_ours_is_told_so_before_anybody_is_known(client: Client) -> None:
    answer = client.get("/", headers={"host": "other.example"})
    assert answer.status_code == 400
    assert "names a host to which this hub does not answer" in answer.content.decode()
