"""The README's lines do what they say."""

from __future__ import annotations

from functools import partial
from typing import Any

import entrepot_client
import httpx
import pytest
from django.core.wsgi import get_wsgi_application

from entrepot.hub.parties import actions
from tests import cast
from tests.client.blocks import blocks
from tests.client.conftest import URL

pytestmark = pytest.mark.django_db
SEED = "07" * 32


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bank's machine with its key, and in place of the network the hub of this process."""
    bank = cast.party("hz-bank")
    client_id, secret = actions.issue_key(bank, "till", by=cast.the_hub())
    actions.register_verifying_key(
        bank, entrepot_client.Signer.from_seed(bytes.fromhex(SEED)).public, "counter", by=cast.the_hub()
    )
    told = {"HUB": URL, "CLIENT_ID": client_id, "CLIENT_SECRET": secret, "SIGNING_SEED": SEED}
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    here = partial(entrepot_client.Hub, transport=httpx.WSGITransport(app=get_wsgi_application()))
    monkeypatch.setattr(entrepot_client, "Hub", here)


def test_the_readme_says_what_the_hub_answers(environment: None, capsys: pytest.CaptureFixture[str]) -> None:
    shared: dict[str, Any] = {}
    for block in blocks("client/README.md"):
        exec(block, shared)  # noqa: S102 - our own document
    quoted, unknown, filed = capsys.readouterr().out.splitlines()
    assert quoted.startswith("lvg 4800 ")
    assert unknown == "404 unknown There is no such thing here"
    assert filed == "True []"
