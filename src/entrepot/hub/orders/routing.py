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
    """How one order goes: the procedure, the country of dispatch, the carrier, and the site that holds its goods.

    `wanted` is what is taken from the site; goods that are made to order are in none.
    """

    regime: str
    dispatch: str
    channel: str
    carrier: Party
    wanted: Mapping[str, int]
    site: Site | None = None


@dataclass
class Roads:
    """The sites and carriers of the hub, and what of a seller's goods is free there: looked up once for a batch.

    An order that is routed takes its goods from what is free, so that the next one does not count on them. What is
    found here is a plan; the shelves decide when the goods are promised.
    """

    seller: Party
    sites: list[Site]
    free: dict[str, Counter[str]]
    kept: dict[str, set[str]]
    carriers: list[Party]

    @classmethod
    def of(cls, seller: Party, skus: Iterable[str]) -> Roads:
        lots = list(stock.lots(seller, skus, stock.sites()))
        sites = list(stock.sites().filter(code__in={lot.site_id for lot in lots}))
        standing = stock.balances(lots)
        free: dict[str, Counter[str]] = {site.code: Counter() for site in sites}
        kept: dict[str, set[str]] = {site.code: set() for site in sites}
        for lot in lots:
            free[lot.site_id][lot.sku] += standing[lot.pk].available
            kept[lot.site_id].add(lot.sku)
        return cls(seller, sites, free, kept, list(parties.with_right("carrier").order_by("code")))

    def route(self, destination: str, wanted: Mapping[str, int]) -> Route:
        """The route of one order, or a refusal."""
        home = self.seller.country
        bonded = self._serving("bonded", destination, wanted)
        if bonded is not None:
            self._take(bonded, wanted)
            return Route(BONDED, home, "bonded", self._carrier(destination), wanted, bonded)
        if destination == home:
            raise Refused(_domestic(destination))
        kept = self._kept(home, wanted)
        warehouse = self._serving("warehouse", home, kept) if kept else None
        if warehouse is not None:
            self._take(warehouse, kept)
        elif kept:
            raise Refused(_short(kept))
        regime = DIRECT_MAIL.get(home, PLAIN_EXPORT)
        return Route(regime, home, "post", self._carrier(home), kept, warehouse)

    def _kept(self, home: str, wanted: Mapping[str, int]) -> dict[str, int]:
        """What of the order the seller keeps in stock; the rest is made to order."""
        stocked = {sku for site in self._sites("warehouse", home) for sku in self.kept[site.code]}
        return {sku: pieces for sku, pieces in wanted.items() if sku in stocked}

    def _sites(self, kind: str, territory: str) -> list[Site]:
        return [site for site in self.sites if (site.kind, site.territory) == (kind, territory)]

    def _serving(self, kind: str, territory: str, wanted: Mapping[str, int]) -> Site | None:
        """The first site of a kind that can serve the whole order."""
        for site in self._sites(kind, territory):
            if all(self.free[site.code][sku] >= pieces for sku, pieces in wanted.items()):
                return site
        return None

    def _take(self, site: Site, wanted: Mapping[str, int]) -> None:
        self.free[site.code].subtract(wanted)

    def _carrier(self, country: str) -> Party:
        """A carrier of the country that the parcel leaves from, else any."""
        found = next((each for each in self.carriers if each.country == country), next(iter(self.carriers), None))
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
