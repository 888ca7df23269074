"""The numbers that a carrier gives its parcels."""

from __future__ import annotations

from entrepot.hub.parties.models import Party
from entrepot.hub.stock.models import Series
from entrepot.trade import code

SERVICE = "LX"  # S10 service indicator: letter post, tracked (the L series)


def next_number(carrier: Party) -> str:
    """The carrier's next S10 number; its row is held, so that no number is given twice or left out."""
    Series.objects.get_or_create(carrier=carrier, defaults={"service": SERVICE, "country": carrier.country})
    series = Series.objects.select_for_update().get(carrier=carrier)
    number = code.make_s10(series.service, series.next_serial, series.country)
    series.next_serial += 1
    series.save(update_fields=["next_serial"])
    return number
