"""The network as anybody sees it, the log as the operator sees it, and the proof of one message."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings
from typer.testing import CliRunner

from entrepot.cli import app
from entrepot.ehx.keys import VerifierKey
from entrepot.hub.events import clock
from entrepot.hub.network import logbook, own
from entrepot.hub.network.directory import directory
from entrepot.hub.network.handlers import HANDLERS
from entrepot.hub.web.network import chart
from entrepot.hub.web.operator import log_sheets
from tests.web.conftest import SignIn
from tests.web.exchanging import UCR, Abroad, abroad
from tests.web.test_every_page import Page


@pytest.fixture(autouse=True)
def own_keys(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.ENTREPOT_HOME = tmp_path
    settings.ENTREPOT_COUNTRY = "CN"
    settings.ENTREPOT_NAME = "Hangzhou e-hub"


@pytest.fixture
def kl() -> Abroad:
    """KLIA: three messages to it, two from it; the last one of ours is not countersigned."""
    found = abroad()
    found.tell("declaration.exported.v1", 1, sent=True)
    found.tell("tracking.events.v1", 2, sent=True)
    found.countersign("reg", "out")
    found.tell("declaration.imported.v1", 1, sent=False)
    found.tell("receipt.v1", 2, sent=False)
    found.countersign("reg", "in", ago=timedelta(days=2))
    found.tell("tracking.events.v1", 3, sent=True)
    return found


def test_the_directory_counts_what_the_stored_heads_say(kl: Abroad) -> None:
    [known] = directory(clock.wall())
    assert (known.name, known.country, known.entity) == ("KLIA e-hub", "MY", "https://kl.example")
    assert (known.standing, known.waiting, known.day, known.week) == ("step", 1, 2, 4)
    assert known.since is not None
    assert known.last is not None
    assert ((clock.wall() - known.since).days, (clock.wall() - known.last).days) == (9, 0)
    assert [(line.name, line.sent, line.size, line.acked) for line in known.lines] == [
        ("reg", False, 2, 2),
        ("reg", True, 4, 3),
    ]


def test_a_visitor_reads_who_the_hubs_are_and_nothing_of_what_they_say(kl: Abroad) -> None:
    abroad("bkk.example", "Bangkok e-hub", "TH", state="offered")
    answer = Client().get("/network/")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "2 hubs, no centre" in html
    assert kl.peer.thumbprint in html
    assert own.statement().thumbprint in html
    assert ("Bangkok" in html, UCR in html, "declaration.exported" in html) == (False, False, False)
    assert Page(html).forbidden == []


def test_the_operator_sees_the_invited_hub_too_on_the_chart_and_in_the_table(kl: Abroad, sign_in: SignIn) -> None:
    asked = abroad("bkk.example", "Bangkok e-hub", "TH", state="offered")
    html = sign_in("operator").get("/operator/network/").content.decode()
    assert html.count("Bangkok e-hub") == 2
    assert f'href="#hub-{asked.peer.pk}"' in html
    assert f'<tr id="hub-{asked.peer.pk}">' in html
    assert Page(html).forbidden == []


@pytest.mark.parametrize(
    ("change", "standing", "look"),
    [({}, "step", "on"), ({"failures": 2}, "waiting", "gap"), ({"state": "frozen"}, "stopped", "gap")],
)
def test_a_corridor_is_drawn_as_it_stands(kl: Abroad, change: dict[str, object], standing: str, look: str) -> None:
    kl.peer.channels.filter(direction="out").update(**change)
    known = directory(clock.wall())
    drawn = chart.drawn(known)
    assert drawn is not None
    assert known[0].standing == standing
    assert [each.look for each in drawn.corridors] == [look]


def test_the_busiest_of_several_corridors_is_the_broad_one(kl: Abroad) -> None:
    abroad("sg.example", "Singapore e-hub", "SG")
    drawn = chart.drawn(directory(clock.wall()))
    assert drawn is not None
    assert [(each.name, each.side) for each in drawn.harbours] == [
        ("Hangzhou e-hub", "l"),
        ("KLIA e-hub", "l"),
        ("Singapore e-hub", "b"),
    ]
    assert [each.look for each in drawn.corridors] == ["main", "on"]


def test_two_hubs_of_one_country_do_not_cover_each_other_and_what_lies_beyond_is_counted(kl: Abroad) -> None:
    abroad("pen.example", "Penang e-hub", "MY")
    abroad("sea.example", "Seattle e-hub", "US")
    drawn = chart.drawn(directory(clock.wall()))
    assert drawn is not None
    assert len({(each.x, each.y) for each in drawn.harbours}) == 3
    assert drawn.beyond == "1 hub lies beyond the chart"


def test_a_hub_whose_country_is_not_on_the_chart_has_a_table_only(kl: Abroad, settings: Settings) -> None:
    settings.ENTREPOT_COUNTRY = "AU"
    assert chart.drawn(directory(clock.wall())) is None
    assert "KLIA e-hub" in Client().get("/network/").content.decode()


def test_the_log_shows_the_newest_first_and_who_has_signed(kl: Abroad, sign_in: SignIn) -> None:
    html = sign_in("operator").get("/operator/network/log/").content.decode()
    rows = html.split('<li class="log-row"')[1:]
    assert ["tracking" in rows[0], "awaited" in rows[0], "countersigned" in rows[1]] == [True, True, True]
    assert [row.count('data-dir="in"') for row in rows] == [0, 1, 1, 0, 0, 0]
    assert 'hx-trigger="every 2s"' in html
    assert Page(html).forbidden == []


def test_the_log_can_be_narrowed_and_older_pages_stand_still(kl: Abroad, sign_in: SignIn) -> None:
    client = sign_in("operator")
    for number in range(4, 40):
        kl.tell("tracking.events.v1", number, sent=True)
    newest = client.get("/operator/network/log/?channel=reg&peer=kl.example").content.decode()
    oldest = newest.split("?channel=reg&amp;peer=kl.example&amp;before=")[1].split('"')[0]
    older = client.get(f"/operator/network/log/?channel=reg&before={oldest}").content.decode()
    assert (newest.count("log-row"), older.count("log-row")) == (30, 12)
    assert ("hx-get" in newest, "hx-get" in older) == (True, False)
    assert client.get("/operator/network/log/?channel=bulk").content.decode().count("log-row") == 0
    assert client.get("/operator/network/log/?before=x&channel=%27").status_code == 200


def test_a_message_opens_to_a_proof_that_two_public_keys_confirm(kl: Abroad, sign_in: SignIn, tmp_path: Path) -> None:
    client = sign_in("operator")
    leaf = logbook.latest().filter(index=1, channel__direction="out")[0]
    page = f"/operator/network/log/{leaf.channel.cid}/1"
    html = client.get(page).content.decode()
    proved = logbook.proved(leaf)
    assert (proved.head.size, len(proved.steps)) == (3, 2)
    assert bytes(leaf.hash).hex()[:8] in html
    assert str(proved.log) in html
    assert str(proved.cosign) in html
    assert Page(html).forbidden == []
    files = {"message": tmp_path / "m.json", "proof": tmp_path / "m.tlog-proof"}
    for name, file in files.items():
        file.write_bytes(client.get(f"{page}/{name}").content)
    words = ["verify", str(files["message"]), "--proof", str(files["proof"])]
    keys = ["--key", str(own.keys().log.verifier), "--key", str(kl.ring.cosign.verifier)]
    done = CliRunner().invoke(app, [*words, *keys])
    assert done.exit_code == 0
    assert done.output.startswith(f"Holds. Message 1 of {own.host()}/ehx/kl.example/reg/1, signed by its sender")
    files["message"].write_bytes(files["message"].read_bytes().replace(b"2026", b"2027", 1))
    done = CliRunner().invoke(app, [*words, *keys, "--json"])
    assert (done.exit_code, '"proof-false"' in done.output) == (1, True)
    stranger = str(VerifierKey(proved.cosign.name, 4, b"\7" * 32))
    assert CliRunner().invoke(app, [*words, *keys[:2], "--key", stranger]).exit_code == 1
    assert CliRunner().invoke(app, ["verify", str(tmp_path / "none"), *words[2:], *keys]).exit_code == 2


def test_the_way_up_names_each_side_as_the_tree_has_it(kl: Abroad) -> None:
    from entrepot.ehx.merkle import node_hash

    for number in range(4, 9):
        kl.tell("tracking.events.v1", number, sent=True)
    kl.countersign("reg", "out")
    for leaf in logbook.latest().filter(channel__direction="out"):
        proved = logbook.proved(leaf)
        node = bytes(leaf.hash)
        for neighbour, left in proved.steps:
            node = node_hash(neighbour, node) if left else node_hash(node, neighbour)
        assert node == proved.head.root


def test_what_is_not_countersigned_has_no_proof_yet(kl: Abroad, sign_in: SignIn) -> None:
    client = sign_in("operator")
    cid = kl.channel("reg", "out").cid
    html = client.get(f"/operator/network/log/{cid}/3").content.decode()
    assert "has not countersigned this message yet" in html
    assert "proof.js" not in html
    assert client.get(f"/operator/network/log/{cid}/3/proof").status_code == 422
    assert client.get(f"/operator/network/log/{cid}/4").status_code == 404


def test_of_an_erased_message_the_proof_stays(kl: Abroad, sign_in: SignIn) -> None:
    client = sign_in("operator")
    leaf = logbook.latest().filter(index=1, channel__direction="out")[0]
    type(leaf).objects.filter(pk=leaf.pk).update(body=b"")
    page = f"/operator/network/log/{leaf.channel.cid}/1"
    assert "was erased when its time was over" in client.get(page).content.decode()
    assert client.get(f"{page}/proof").status_code == 200
    assert client.get(f"{page}/message").status_code == 404


@pytest.mark.parametrize("role", ["seller", "customs", "lender"])
def test_the_log_is_the_operators_alone(kl: Abroad, sign_in: SignIn, role: str) -> None:
    client, cid = sign_in(role), kl.channel("reg", "out").cid
    for path in ("", f"{cid}/1", f"{cid}/1/proof", f"{cid}/1/message"):
        assert client.get(f"/operator/network/log/{path}").status_code == 403
        assert Client().get(f"/operator/network/log/{path}").status_code == 302


def test_every_kind_of_message_is_called_in_words() -> None:
    assert [kind for kind in HANDLERS if log_sheets.told(kind) == kind] == []
