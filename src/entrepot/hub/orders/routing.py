"""From where an order is served: from bonded stock in the buyer's country if the seller has it there, else by mail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.hub.stock import queries as stock
from entrepot.hub.stock.models import Site
from entrepot.trade.finding import Finding, Refused

# the procedure under which goods leave by mail, where a country has one of its own for retail; else the plain export
DIRECT_MAIL = {"CN": "9610"}
PLAIN_EXPORT = "export"
BONDED = "1210"


@dataclass(frozen=True, slots=True)
class Route:
    """How one order goes: the procedure, the country of dispatch, the carrier, and the site that holds its goods."""

    regime: str
    dispatch: str
    channel: str
    carrier: Party
    wanted: Mapping[str, int]
    site: Site | None = None


def route(seller: Party, destination: str, wanted: Mapping[str, int], promised: Counter[tuple[str, str]]) -> Route:
    """The route of one order, or a refusal. `promised` is what earlier orders of the batch take, and is added to."""
    bonded = _site(seller, wanted, promised, stock.sites(kind="bonded", territory=destination))
    if bonded is not None:
        _promise(wanted, promised, bonded)
        return Route(BONDED, seller.country, "bonded", _carrier(destination), wanted, bonded)
    if destination == seller.country:
        raise Refused(_domestic(destination))
    warehouses = list(stock.sites(kind="warehouse", territory=seller.country))
    site = _site(seller, wanted, promised, warehouses)
    if site is not None:
        _promise(wanted, promised, site)
    elif stock.lots(seller, wanted, warehouses).exists():
        raise Refused(_short(wanted))
    regime = DIRECT_MAIL.get(seller.country, PLAIN_EXPORT)
    return Route(regime, seller.country, "post", _carrier(seller.country), wanted, site)


def _site(
    seller: Party, wanted: Mapping[str, int], promised: Counter[tuple[str, str]], sites: Iterable[Site]
) -> Site | None:
    """The first site that can serve the whole order, beside what the batch takes from it already."""
    for site in sites:
        free = stock.available(seller, wanted, [site])
        if all(free[sku] - promised[site.code, sku] >= pieces for sku, pieces in wanted.items()):
            return site
    return None


def _promise(wanted: Mapping[str, int], promised: Counter[tuple[str, str]], site: Site) -> None:
    for sku, pieces in wanted.items():
        promised[site.code, sku] += pieces


def _carrier(country: str) -> Party:
    """A carrier of the country that the parcel leaves from, else any."""
    carriers = list(parties.with_right("carrier").order_by("code"))
    found = next((each for each in carriers if each.country == country), next(iter(carriers), None))
    if found is None:
        raise Refused(
            Finding(
                "carrier-missing",
                gettext_noop("No carrier is registered at this hub."),
                remedy=gettext_noop("Register a carrier first."),
            )
        )
    return found


def _domestic(destination: str) -> Finding:
    return Finding(
        "destination-domestic",
        gettext_noop("The goods would be sent within {country}; no border is crossed, and the hub has nothing to do."),
        "/destination",
        gettext_noop("Check the country of the buyer; bonded stock there would make it an import."),
        params={"country": destination},
    )


def _short(wanted: Mapping[str, int]) -> Finding:
    return Finding(
        "stock-short",
        gettext_noop("The warehouse does not hold {wanted} to promise."),
        "/lines",
        gettext_noop("Order fewer, or wait for the next receipt."),
        params={"wanted": ", ".join(f"{pieces} × {sku}" for sku, pieces in wanted.items())},
    )
