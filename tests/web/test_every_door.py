"""Every door of every desk, whatever pages are added: whoever does not sit there is refused before anything is read."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from entrepot.hub.events.models import Event
from tests.web.conftest import PEOPLE, Day, SignIn

SITS = {
    "officer/": ("customs",),
    "agency/": ("agency",),
    "seller/": ("seller",),
    "declarations/": ("seller",),
    "operator/": ("operator",),
    "lender/": ("lender",),
    "merchant/": ("merchant",),
}
"""Who sits where; a firm that only declares has a test of its own."""

GIVEN = {"int": 1, "uuid": UUID(int=1), "slug": "CUSDEC", "str": "MYR", "ref": "26CN0000000000000A", "path": "CUP"}
"""Something for every kind of place in an address; nobody gets far enough to look whether it exists."""


def doors(prefix: str) -> list[str]:
    """Every address under a prefix, each place in it filled."""
    resolver = next(
        each
        for each in get_resolver().url_patterns
        if isinstance(each, URLResolver) and str(each.pattern) == "" and _has(each, prefix)
    )
    found = next(each for each in resolver.url_patterns if str(each.pattern) == prefix)
    assert isinstance(found, URLResolver)
    return sorted(_filled(found))


def _has(resolver: URLResolver, prefix: str) -> bool:
    return any(str(each.pattern) == prefix for each in resolver.url_patterns)


def _filled(resolver: URLResolver) -> Iterator[str]:
    for each in resolver.url_patterns:
        assert isinstance(each, URLPattern)
        assert each.name is not None
        kinds = {name: _kind(converter) for name, converter in each.pattern.converters.items()}
        yield reverse(each.name, kwargs={name: GIVEN[kind] for name, kind in kinds.items()})


def _kind(converter: object) -> str:
    name = type(converter).__name__
    return {"Reference": "ref"}.get(name, name.removesuffix("Converter").lower().replace("string", "str"))


@pytest.mark.parametrize("prefix", SITS)
def test_nobody_else_opens_a_door_of_a_desk_or_acts_through_it(
    prefix: str, day: Day, sign_in: SignIn, stranger: Client
) -> None:
    addresses = doors(prefix)
    others = {role: sign_in(role) for role in PEOPLE if role not in SITS[prefix]} | {"stranger": stranger}
    before = Event.objects.count()
    for address in addresses:
        visitor = Client().get(address)
        assert (visitor.status_code, visitor["Location"].partition("?")[0]) == (302, "/accounts/login/"), address
        assert stranger.get(address).status_code == 403, address
        for role, client in others.items():
            assert client.post(address).status_code == 403, (role, address)
    assert Event.objects.count() == before


def test_the_doors_are_all_of_them() -> None:
    assert {prefix: len(doors(prefix)) >= least for prefix, least in {"officer/": 20, "seller/": 40}.items()} == {
        "officer/": True,
        "seller/": True,
    }
