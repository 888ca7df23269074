"""What can be asked of stock: balances, which are sums of movements, and parcels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_noop

from entrepot.hub.parties.models import Party
from entrepot.hub.stock.models import Lot, Movement, Parcel, Site
from entrepot.trade import stock
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.lifecycles import PARCEL


def balance(lot: Lot) -> stock.Balance:
    """The pieces of one lot on hand, and how many of them are promised."""
    return balances([lot])[lot.pk]


def balances(lots: Iterable[Lot]) -> dict[int, stock.Balance]:
    """The balance of each lot, by its key, in one question."""
    keys = [lot.pk for lot in lots]
    rows = Movement.objects.filter(lot__in=keys).values_list("lot").annotate(Sum("on_hand"), Sum("reserved")).order_by()
    found = {lot: stock.Balance(on_hand, reserved) for lot, on_hand, reserved in rows}
    return {key: found.get(key, stock.Balance()) for key in keys}


def lots(seller: Party | str, skus: Iterable[str], sites: Iterable[Site | str]) -> QuerySet[Lot]:
    """The lots of these SKUs at these sites, in one order for everybody who locks them."""
    seller_code = seller.code if isinstance(seller, Party) else seller
    codes = [site.code if isinstance(site, Site) else site for site in sites]
    found = Lot.objects.filter(seller__code=seller_code, sku__in=set(skus), site__code__in=codes)
    return found.filter(undone_at=None).order_by("pk")


def available(seller: Party | str, skus: Iterable[str], sites: Iterable[Site | str]) -> dict[str, int]:
    """How many pieces of each SKU may still be promised at these sites."""
    wanted = list(dict.fromkeys(skus))
    found = list(lots(seller, wanted, sites))
    standing = balances(found)
    free = dict.fromkeys(wanted, 0)
    for lot in found:
        free[lot.sku] += standing[lot.pk].available
    return free


def moved_for(ucr: str) -> dict[str, set[str]]:
    """The SKUs of which something was promised, taken or put back for a consignment, by seller."""
    found: dict[str, set[str]] = {}
    for seller, sku in Lot.objects.filter(movements__ucr=ucr).order_by().values_list("seller__code", "sku").distinct():
        found.setdefault(seller, set()).add(sku)
    return found


def levels(seller: Party | str) -> dict[str, int]:
    """How many pieces of each SKU one order may ask for: the most that any one site has free; one question.

    An order is served from one site, so what lies in two of them is not added up.
    """
    code = seller.code if isinstance(seller, Party) else seller
    rows = (
        Movement.objects.filter(lot__seller__code=code, lot__undone_at=None)
        .order_by()
        .values_list("lot__sku", "lot__site")
    )
    most: dict[str, int] = {}
    for sku, _, on_hand, reserved in rows.annotate(Sum("on_hand"), Sum("reserved")):
        most[sku] = max(most.get(sku, 0), stock.Balance(on_hand, reserved).available)
    return most


def sites(*, kind: str = "", territory: str = "") -> QuerySet[Site]:
    """The sites of one kind, in one customs territory."""
    found = Site.objects.all()
    found = found.filter(kind=kind) if kind else found
    return found.filter(territory=territory) if territory else found


def own_site(seller: Party | str) -> Site | None:
    """Where a seller keeps its goods itself, if it does."""
    code = seller.code if isinstance(seller, Party) else seller
    return Site.objects.filter(operator__code=code, kind="warehouse").order_by("pk").first()


def held(seller: Party | str, skus: Iterable[str]) -> dict[str, dict[Site, stock.Balance]]:
    """What of each SKU lies where; a SKU of which nothing was ever received is not there, and made to order."""
    code = seller.code if isinstance(seller, Party) else seller
    lying = Lot.objects.filter(seller__code=code, sku__in=set(skus), undone_at=None)
    found = list(lying.select_related("site").order_by("pk"))
    standing = balances(found)
    told: dict[str, dict[Site, stock.Balance]] = {}
    for lot in found:
        here, each = told.setdefault(lot.sku, {}), standing[lot.pk]
        before = here.get(lot.site, stock.Balance())
        here[lot.site] = stock.Balance(before.on_hand + each.on_hand, before.reserved + each.reserved)
    return told


def on_book(seller: Party | str, skus: Iterable[str]) -> dict[str, int]:
    """How many pieces of each SKU lie anywhere, promised ones included; what is made to order is not there."""
    return {sku: sum(each.on_hand for each in sites.values()) for sku, sites in held(seller, skus).items()}


def serves(seller: Party | str, wanted: Mapping[str, int], sites: Iterable[Site]) -> Site | None:
    """The first site that has every SKU in the number wanted, free to be promised."""
    for site in sites:
        free = available(seller, wanted, [site])
        if all(free[sku] >= pieces for sku, pieces in wanted.items()):
            return site
    return None


def reserved(ucr: str) -> dict[int, int]:
    """What is still promised to a consignment, by lot."""
    rows = Movement.objects.filter(ucr=ucr).values_list("lot").annotate(total=Sum("reserved")).order_by("lot")
    return {lot: total for lot, total in rows if total}


def parcel(ucr: str, number: str = "") -> Parcel:
    """The first parcel of a consignment, or the one with this number; or a refusal if it was never labelled."""
    found = parcels_of(ucr).filter(number=number).first() if number else parcel_or_none(ucr)
    if found is None:
        raise Refused(
            Finding(
                "parcel-unknown",
                gettext_noop("No parcel has been labelled for {ucr}."),
                remedy=gettext_noop("Label the parcel first; that is done when the payment has settled."),
                params={"ucr": ucr},
            )
        )
    return found


def parcel_or_none(ucr: str) -> Parcel | None:
    """The first parcel of a consignment, if one has been labelled here."""
    return parcels_of(ucr).first()


def parcels_of(ucr: str) -> QuerySet[Parcel]:
    """Every parcel of a consignment: the first, and those that followed it."""
    return Parcel.objects.select_related("carrier").filter(ucr=ucr).order_by("part")


def following() -> QuerySet[Parcel]:
    """Parcels that follow another and have not left."""
    return Parcel.objects.filter(part__gt=1, state=PARCEL.initial)


def parcel_by_number(number: str) -> Parcel | None:
    """The parcel with this tracking number, if we know it."""
    return Parcel.objects.filter(number=number).first()


def parcels(ucrs: Iterable[str]) -> dict[str, Parcel]:
    """The first parcels of these consignments, as far as they have one; in one question."""
    return {each.ucr: each for each in Parcel.objects.filter(ucr__in=set(ucrs), part=1)}


def labelled(ucrs: Iterable[str]) -> QuerySet[Parcel]:
    """The parcels among these that have their label and lie on the shelf."""
    return Parcel.objects.filter(ucr__in=set(ucrs), state=PARCEL.initial).order_by("labelled_at")


def locked_parcel(ucr: str, number: str = "") -> Parcel:
    """The parcel, held until the transaction ends."""
    return Parcel.objects.select_for_update().get(pk=parcel(ucr, number).pk)


def on_the_way(carrier: Party | str | None = None) -> QuerySet[Parcel]:
    """The parcels that have left and not arrived at a door."""
    found = Parcel.objects.filter(state__in=("dispatched", "departed", "arrived"))
    return (
        found
        if carrier is None
        else found.filter(carrier__code=carrier.code if isinstance(carrier, Party) else carrier)
    )


def states(ucrs: Iterable[str]) -> dict[str, str]:
    """How far the first parcels of these consignments have come; one question."""
    return dict(Parcel.objects.filter(ucr__in=list(ucrs), part=1).values_list("ucr", "state"))
