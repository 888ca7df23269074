"""Officers read, try, propose and decide on profiles; whoever may not is refused and nothing changes."""

from __future__ import annotations

import pytest
from django.test import Client

from entrepot.hub.customs import drafts
from entrepot.hub.customs.models import ProfileChange
from tests import cast
from tests.web.conftest import SignIn

WHEN = 'direction: import\nan-item:\n  goods: ["6911"]\n  value-over: CNY 900\n'
FORM = {"name": "Tea sets", "lane": "yellow", "reason": "They are looked at.", "law": "", "when": WHEN}


@pytest.fixture
def officer(sign_in: SignIn) -> Client:
    return sign_in("customs")


@pytest.fixture
def second(db: None) -> Client:
    client = Client()
    client.force_login(cast.person("wei@example.org", "cn-customs", "customs", "Wei"))
    return client


def test_a_profile_is_read_in_sentences(officer: Client) -> None:
    html = officer.get("/officer/profiles/CN-003").content.decode()
    assert "There is an item of which all of this holds:" in html
    assert "This does not hold:" in html
    assert "Not verified" in html


def test_a_profile_is_tried_proposed_and_approved_by_another(officer: Client, second: Client) -> None:
    tried = officer.post("/officer/profiles/new", {**FORM, "code": "CN-901", "deed": "try"})
    assert (tried.status_code, ProfileChange.objects.count()) == (200, 0)
    assert "What it would have done" in tried.content.decode()
    officer.post("/officer/profiles/new", {**FORM, "code": "CN-901", "deed": "propose", "why": "Complaints."})
    change = ProfileChange.objects.get()
    page = f"/officer/profiles/changes/{change.pk}"
    assert 'value="approve"' not in officer.get(page).content.decode()
    assert officer.post(page, {"decision": "approve"}).status_code == 403
    assert ProfileChange.objects.get().state == "proposed"
    assert 'value="approve"' in second.get(page).content.decode()
    second.post(page, {"decision": "approve", "reason": "Seen."})
    assert ProfileChange.objects.get().state == "approved"
    assert "Tea sets" in officer.get("/officer/profiles/").content.decode()


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("a: [", "The conditions cannot be read at line"),
        ("a: &x [1]\nb: *x\n", "The conditions refer to themselves"),
        ("everything: true", "is not a word of risk profiles"),
        ("x" * 6000, "The conditions are too long to be read."),
        ("", "cannot stand here"),
    ],
)
def test_what_cannot_be_read_is_refused_beside_what_was_written(officer: Client, when: str, told: str) -> None:
    answer = officer.post("/officer/profiles/CN-003", {**FORM, "when": when, "deed": "propose", "why": "A test."})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert "A test." in answer.content.decode()
    assert ProfileChange.objects.count() == 0


def test_a_profile_of_another_country_is_not_there(officer: Client) -> None:
    assert officer.get("/officer/profiles/MY-001").status_code == 404


@pytest.mark.parametrize("page", ["/officer/profiles/", "/officer/profiles/CN-003", "/officer/profiles/changes/1"])
def test_a_stranger_and_a_seller_see_no_profile(stranger: Client, sign_in: SignIn, page: str) -> None:
    assert {stranger.get(page).status_code, sign_in("seller").get(page).status_code} == {403}


def test_a_draw_by_chance_is_at_hand_and_in_force_when_a_second_officer_agrees(officer: Client, second: Client) -> None:
    assert "No profile draws by chance" in officer.get("/officer/profiles/").content.decode()
    page = "/officer/profiles/new?draft=chance"
    html = officer.get(page).content.decode()
    for each in ("CN-900", "Drawn by chance", "one-in: 500", "direction: import"):
        assert each in html
    told = drafts.by_chance("CN")
    form = {**FORM, **{name: told[name] for name in ("code", "name", "lane", "reason", "law")}}
    when = "direction: import\none-in: 500\n"
    officer.post(page, {**form, "when": when, "deed": "propose", "why": "Nobody shall count on it."})
    change = ProfileChange.objects.get()
    assert change.tree == told
    assert "No profile draws by chance" in officer.get("/officer/profiles/").content.decode()
    second.post(f"/officer/profiles/changes/{change.pk}", {"decision": "approve", "reason": "Seen."})
    html = officer.get("/officer/profiles/").content.decode()
    assert "Some declarations are drawn by chance." in html
    assert 'href="/chance/"' in html


@pytest.mark.parametrize(
    ("language", "told"), [("zh-hans", "没有任何规则是随机抽取的"), ("ms", "Tiada profil yang memilih")]
)
def test_that_nothing_is_drawn_is_told_in_every_language(officer: Client, language: str, told: str) -> None:
    assert told in officer.get("/officer/profiles/", headers={"accept-language": language}).content.decode()


@pytest.mark.parametrize(
    ("when", "drawn"),
    [
        ({"direction": "import"}, False),
        ({"one-in": 50}, True),
        ({"any-of": [{"direction": "export"}, {"not": {"one-in": 9}}]}, True),
    ],
)
def test_whether_chance_decides_is_seen_however_deep_it_stands(when: dict[str, object], drawn: bool) -> None:
    assert drafts.draws_by_chance({"CN-1": {"when": when}}) is drawn
