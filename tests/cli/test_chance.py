"""Chance checked at the command line, offline."""

from __future__ import annotations

from typer.testing import CliRunner

from entrepot.cli import app
from entrepot.trade.risk import commitment, drawn

SEED = "a seed of the month that is long enough to be no guess"


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["chance", "verify", *words])
    return done.exit_code, done.output


def test_a_seed_is_checked_and_draws_are_made_again() -> None:
    ucrs = [f"6CN{n}" for n in range(12)]
    code, told = run("--commitment", commitment(SEED), "--seed", SEED, "--one-in", "3", *ucrs)
    assert code == 0
    assert told.count(": drawn at one in 3") == sum(drawn(SEED, ucr, 3) for ucr in ucrs)
    assert told.count("not drawn") == sum(not drawn(SEED, ucr, 3) for ucr in ucrs)


def test_another_seed_is_not_believed() -> None:
    code, told = run("--commitment", commitment(SEED), "--seed", SEED + "!", "6CN1")
    assert (code, "drawn" in told) == (1, False)
