"""`entrepot lodge`: a file of declarations, each answered in its place, whatever happens to the process."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from entrepot.cli.lodging.source import begun
from entrepot.trade.finding import Refused
from tests.hub.customs import goods

ROOT = Path(__file__).parents[2]
COUNT, BATCH = 900, 30
BAD = {5: b'{"lrn": "B-5"', 17: b'{"lrn": 17}', 40: b'{"lrn": "B-40"}'}


def declared(n: int) -> bytes:
    """The n-th line of the file: most in order, some for an officer, some refused, a few unreadable."""
    changes: dict[str, Any] = {"items": (goods.item(quantity="1", value=f"{20 + n % 400}.50"),)}
    if n % 11 == 3:
        changes["items"] = (goods.item(description="Porcelain power bank"),)
    if n % 13 == 7:
        changes["registration"] = ""
    facts = replace(goods.entry(lrn=f"B-{n}", ucr=f"6CNQHCERAMIC-{n}"), **changes)
    return BAD.get(n) or msgspec.json.encode(facts)


def entrepot(home: Path, url: str, *words: str) -> list[str]:
    return [sys.executable, "-m", "entrepot", "lodge", *words, "--declarant", "kl-batik", "--home", str(home)]


def environment(home: Path, url: str) -> dict[str, str]:
    return {**os.environ, "ENTREPOT_HOME": str(home), "DATABASE_URL": url}


def run(home: Path, url: str, *words: str) -> subprocess.CompletedProcess[str]:
    command, told = entrepot(home, url, *words), environment(home, url)
    return subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)


def hub(work: str, home: Path, url: str = "") -> str:
    command = [sys.executable, "-m", "tests.cli.lodging_hub", work]
    done = subprocess.run(command, cwd=ROOT, env=environment(home, url), capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hub on SQLite with its cast, to be copied."""
    home = tmp_path_factory.mktemp("lodging") / "home"
    hub("make", home)
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "home"))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("files") / "parcels.ndjson"
    path.write_bytes(b"\n".join(declared(n) for n in range(COUNT)) + b"\n")
    return path


@pytest.fixture(scope="module")
def uninterrupted(made: Path, file: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The answers to the file where nothing happened to the process."""
    home = Path(shutil.copytree(made, tmp_path_factory.mktemp("calm") / "home"))
    answers = home / "answers.ndjson"
    done = run(home, "", str(file), "--answers", str(answers), "--json")
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    assert (told["declarations"], told["refused"], told["repeated"]) == (
        COUNT,
        told["declarations"] - told["lodged"],
        0,
    )
    return answers.read_bytes()


def begun_to_lodge(home: Path, url: str, file: Path, answers: Path, *words: str) -> subprocess.Popen[str]:
    """The command at work, when some answers are written."""
    command = entrepot(home, url, str(file), "--answers", str(answers), "--batch", str(BATCH), *words)
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(home, url), start_new_session=True, stderr=subprocess.PIPE, text=True
    )
    partial = answers.with_name(f"{answers.name}.partial")
    until = time.monotonic() + 120
    before = partial.stat().st_size if partial.exists() else 0
    while not (partial.exists() and partial.stat().st_size > before):
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < until, "nothing was answered"
        time.sleep(0.01)
    return process


def killed(home: Path, url: str, file: Path, answers: Path, *words: str) -> None:
    """Begin to lodge, and kill everything at once when some answers are written."""
    process = begun_to_lodge(home, url, file, answers, *words)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert answers.with_name(f"{answers.name}.partial").exists(), "it ended before it was killed"


def lodged_in_spite_of_two_deaths(home: Path, url: str, file: Path, *words: str) -> bytes:
    answers = home / "answers.ndjson"
    for _ in range(2):
        killed(home, url, file, answers, *words)
    done = run(home, url, str(file), "--answers", str(answers), "--json", *words)
    assert done.returncode == 1, done.stderr
    assert 0 < json.loads(done.stdout)["resumed_at"] < COUNT
    return answers.read_bytes()


def in_the_book(answers: bytes) -> dict[str, Any]:
    """What the hub's book must say after these answers."""
    told = [json.loads(line) for line in answers.splitlines()]
    lodged = [each for each in told if each["outcome"] == "lodged"]
    owed = [sum(each[name] for each in lodged) for name in ("duty_minor", "tax_minor")]
    return {
        "declarations": len(lodged),
        "twice": 0,
        "decisions": len(lodged),
        "told": len(lodged),
        "trial": {"MYR": 0},
        "owed": owed,
        "book": owed,
    }


def test_every_line_is_answered_in_its_place(uninterrupted: bytes) -> None:
    told = [json.loads(line) for line in uninterrupted.splitlines()]
    assert [each["line"] for each in told] == list(range(1, COUNT + 1))
    assert told[0] == {
        "line": 1,
        "lrn": "B-0",
        "outcome": "lodged",
        "mrn": told[0]["mrn"],
        "lane": "green",
        "currency": "MYR",
        "duty_minor": 0,
        "tax_minor": 205,
    }
    assert told[3]["lane"] == "red"
    assert [finding["code"] for finding in told[7]["findings"]] == ["my-seller-registered"]
    assert (told[7]["outcome"], told[7]["findings"][0]["pointer"]) == ("refused", "/regime")
    assert told[17]["findings"][0]["pointer"] == "/lrn"
    assert told[5]["findings"][0]["code"] == "not-json"
    assert {finding["code"] for finding in told[40]["findings"]} == {"missing"}


def test_after_two_deaths_every_declaration_is_judged_once_and_answered_alike(
    home: Path, file: Path, uninterrupted: bytes
) -> None:
    assert lodged_in_spite_of_two_deaths(home, "", file) == uninterrupted
    assert json.loads(hub("tell", home)) == in_the_book(uninterrupted)


@pytest.mark.postgres
def test_after_two_deaths_of_two_workers_it_is_the_same_on_postgresql(
    home: Path, file: Path, uninterrupted: bytes, postgres_url: str
) -> None:
    hub("make", home, postgres_url)
    assert lodged_in_spite_of_two_deaths(home, postgres_url, file, "--workers", "2") == uninterrupted
    assert json.loads(hub("tell", home, postgres_url)) == in_the_book(uninterrupted)


def test_a_file_lodged_before_is_answered_as_repeated(home: Path, file: Path, uninterrupted: bytes) -> None:
    few = home / "few.ndjson"
    few.write_bytes(b"\n".join(file.read_bytes().splitlines()[:60]))
    first = run(home, "", str(few), "--json")
    before = hub("tell", home)
    again = run(home, "", str(few), "--json")
    assert (first.returncode, again.returncode) == (1, 1)
    told, repeated = json.loads(first.stdout), json.loads(again.stdout)
    assert (repeated["lodged"], repeated["repeated"]) == (0, told["lodged"])
    assert repeated["refused"] == told["refused"]
    assert hub("tell", home) == before
    lines = [json.loads(line) for line in Path(told["answers"]).read_bytes().splitlines()]
    asked = [json.loads(line) for line in uninterrupted.splitlines()[:60]]
    assert lines == [{**each, "outcome": each["outcome"].replace("lodged", "repeated")} for each in asked]


def test_a_table_is_lodged_item_by_item(home: Path) -> None:
    table = home / "parcels.csv"
    table.write_text(
        "lrn,ucr,direction,country,regime,date,declarant,consignor.name,consignor.country,consignee.name,"
        "consignee.country,currency,incoterm,freight,transport_document,registration,"
        "item.description,item.hs,item.origin,item.quantity,item.unit,item.net_mass_kg,item.gross_mass_kg,item.value\n"
        "T-1,6CNQHCERAMIC-1,import,MY,lvg,2026-03-02,kl-batik,Hangzhou Ceramics,CN,Aminah,MY,MYR,DDP,20.00,"
        'LX473900173CN,LVG-26-0001,"Porcelain tea set, six cups",69111000,CN,1,H87,1.8,2.2,480.00\n'
        ",,,,,,,,,,,,,,,,Porcelain cup,69111000,CN,2,H87,0.4,0.5,40.00\n"
        "T-2,6CNQHCERAMIC-2,import,MY,lvg,2026-03-02,kl-batik,Hangzhou Ceramics,CN,Aminah,MY,MYR,DDP,20.00,"
        "LX473900173CN,LVG-26-0001,Porcelain tea set,69111000,CN,0,H87,1.8,2.2,480.00\n",
        encoding="utf-8-sig",
    )
    done = run(home, "", str(table))
    assert done.returncode == 1, done.stderr
    assert "2 declarations: 1 lodged, 0 lodged before, 1 refused" in done.stdout
    first, second = map(json.loads, (home / "parcels.csv.answers.ndjson").read_text().splitlines())
    assert (first["line"], first["outcome"], first["tax_minor"]) == (2, "lodged", 5200)
    assert (second["line"], second["findings"][0]["pointer"]) == (4, "/items/0/quantity")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("missing.ndjson", None, "file-missing"),
        ("empty.ndjson", b"\n\n", "file-empty"),
        ("list.json", b'[{"lrn": "A"}]', "not-ndjson"),
        ("wide.csv", b"lrn,item.hs,item.value,colour\nA,691110,1,red\n", "column-unknown"),
        ("narrow.csv", b"lrn,item.hs\nA,691110\n", "column-missing"),
        ("latin.csv", b"lrn,item.hs,item.value\nA,691110,\xe9\n", "not-utf-8"),
    ],
)
def test_a_file_that_cannot_be_lodged_at_all_is_refused(tmp_path: Path, name: str, content: bytes | None, code: str):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        begun(path)
    assert [finding.code for finding in refused.value.findings] == [code]


def test_with_such_a_file_nothing_is_begun(home: Path) -> None:
    path = home / "list.json"
    path.write_bytes(b'[{"lrn": "A"}]')
    done = run(home, "", str(path))
    assert (done.returncode, "[not-ndjson]" in done.stderr) == (2, True)
    assert not list(home.glob("*.answers*"))


def test_nobody_lodges_in_the_name_of_a_party_that_may_not(home: Path, file: Path) -> None:
    command = [sys.executable, "-m", "entrepot", "lodge", str(file), "--home", str(home), "--declarant"]
    for party, code in (("my-customs", "not-yours"), ("nobody", "party-unknown")):
        done = subprocess.run(
            [*command, party], cwd=ROOT, env=environment(home, ""), capture_output=True, text=True, check=False
        )
        assert done.returncode == 2
        assert f"[{code}]" in done.stderr
    assert json.loads(hub("tell", home))["declarations"] == 0


def test_a_file_that_is_changed_breaks_the_run_off_and_what_it_held_can_be_lodged_on(home: Path, file: Path) -> None:
    growing, answers = home / "growing.ndjson", home / "answers.ndjson"
    growing.write_bytes(file.read_bytes())
    process = begun_to_lodge(home, "", growing, answers)
    with growing.open("ab") as stream:
        stream.write(declared(COUNT)[:40])
    _, told = process.communicate(timeout=60)
    assert (process.returncode, "[file-changed]" in told) == (3, True), told
    assert not answers.exists()
    done = run(home, "", str(file), "--answers", str(home / "again.ndjson"), "--json")
    again = json.loads(done.stdout)
    assert again["repeated"] > 0
    assert again["repeated"] + again["lodged"] + again["refused"] == COUNT


def test_a_run_is_not_taken_up_with_another_file(home: Path, file: Path) -> None:
    other = home / "parcels.ndjson"
    other.write_bytes(file.read_bytes())
    killed(home, "", other, home / "answers.ndjson")
    other.write_bytes(declared(1) + b"\n")
    done = run(home, "", str(other), "--answers", str(home / "answers.ndjson"))
    assert (done.returncode, "[another-file]" in done.stderr) == (2, True)
