"""The kit at an address: against a hub in processes of its own, over HTTP, approved by its operator."""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from entrepot.conform import report, running
from entrepot.conform.table import FAILURES

PATIENCE = 90.0
BY_WIRE = "1,7,9,13,46"


@pytest.fixture
def surroundings() -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ENTREPOT_", "DATABASE_"))}
    return {**clean, "ENTREPOT_ALLOW_LOOPBACK_PEERS": "1", "ENTREPOT_LOG": "ERROR", "PYTHONUNBUFFERED": "1"}


def entrepot(*words: str) -> list[str]:
    return [sys.executable, "-m", "entrepot", *words]


@contextmanager
def hub(home: Path, surroundings: dict[str, str]) -> Iterator[str]:
    """A hub that runs, and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = entrepot("up", "--home", str(home), "--port", str(port), "--country", "MY")
    up = subprocess.Popen(words, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + PATIENCE
        while not answers(url):
            assert time.monotonic() < until, "the hub did not start"
            time.sleep(0.2)
        yield url
    finally:
        up.send_signal(signal.SIGTERM)
        up.wait(PATIENCE)


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health", trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def test_a_running_hub_is_tested_over_http_and_the_report_names_it(
    tmp_path: Path, surroundings: dict[str, str]
) -> None:
    with hub(tmp_path / "hub", surroundings) as url:
        words = entrepot("conform", url, "--json", "--only", f"{BY_WIRE},2", "--report", str(tmp_path / "report.json"))
        kit = subprocess.Popen(words, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert kit.stderr is not None
        approve = next(line for line in kit.stderr if line.strip().startswith("entrepot peer connect"))
        peered = entrepot(*shlex.split(approve)[1:], "--home", str(tmp_path / "hub"))
        subprocess.run(peered, env=surroundings, check=True, capture_output=True)
        out, err = kit.communicate(timeout=PATIENCE)
    passed = dict.fromkeys(BY_WIRE.split(","), "pass")
    assert json.loads(out) == {"verdicts": {**passed, "2": "not-testable"}}, err
    assert kit.returncode == 0
    said = report.read((tmp_path / "report.json").read_bytes())
    assert said["hub"]["entity"] == url
    assert len(said["hub"]["root_thumbprint"]) == 39


def test_without_the_operator_s_approval_nothing_is_passed_and_nothing_fails() -> None:
    verdicts = list(running.at_address(None))
    assert [each.number for each in verdicts] == list(FAILURES)
    assert {each.outcome for each in verdicts} == {"not-testable"}
    assert all(each.evidence for each in verdicts)
