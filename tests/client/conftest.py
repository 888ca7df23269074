"""A hub in this process, and a party's machine that calls it through the client."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest
from django.core.wsgi import get_wsgi_application
from entrepot_client import Hub

from entrepot.hub.parties import actions
from tests import cast

URL = "http://testserver"


@pytest.fixture
def machine_of(db: None) -> Iterator[Callable[[str], Hub]]:
    """The client of a party of the cast, with a key of its own."""
    opened: list[Hub] = []

    def machine(code: str) -> Hub:
        client_id, secret = actions.issue_key(cast.party(code), "till", by=cast.the_hub())
        line = httpx.WSGITransport(app=get_wsgi_application())
        opened.append(Hub(URL, client_id, secret, transport=line))
        return opened[-1]

    yield machine
    for hub in opened:
        hub.close()
