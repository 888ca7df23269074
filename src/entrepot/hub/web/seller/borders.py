"""What borders forbid of goods or ask a permit for, told before anything is sold; and where nothing is held of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from entrepot.hub.catalogue.models import Product
from entrepot.hub.law import statute
from entrepot.hub.tariffs.restrictions import Piece, Restriction, restrictions
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Badge, Law
from entrepot.trade import traits

INVENTED = ("XA", "XB")  # law to try the engine with; shown only at a hub that lives there


@dataclass(frozen=True, slots=True)
class Hurdle:
    """One thing that a border says of the goods."""

    badge: Badge
    told: str
    law: Law


@dataclass(frozen=True, slots=True)
class Border:
    """One border, and what it says; nothing, where its law asks nothing of such goods."""

    name: str
    hurdles: tuple[Hurdle, ...]
    prohibited: bool


@dataclass(frozen=True, slots=True)
class Borders:
    """Every border whose law of permits is held, those for which none is held, and what carriers look at."""

    borders: tuple[Border, ...]
    unheld: str
    carriers: tuple[str, ...]

    @property
    def troubled(self) -> tuple[Border, ...]:
        return tuple(each for each in self.borders if each.hurdles)

    @property
    def clear(self) -> str:
        """The borders that ask nothing of such goods."""
        return wording.listed(each.name for each in self.borders if not each.hurdles)


def of(product: Product, on: date) -> Borders:
    """What every border says of one product."""
    piece = Piece(product.title, product.hs, product.origin, product.net_mass_g, product.codes)
    return told(piece, product.seller.country, product.traits, on)


def told(piece: Piece, home: str, words: Sequence[str], on: date) -> Borders:
    """What every border says of one piece that leaves a country."""
    held, unheld = _places(home, on)
    found = {place: restrictions(piece, home, place, on) for place in held}
    borders = [
        _border(
            _("Out of {country}").format(country=wording.country(home)),
            _once(each for ones in found.values() for each in ones if each.direction == "export"),
        )
    ]
    for place, ones in found.items():
        name = _("Into {country}").format(country=wording.country(place))
        borders.append(_border(name, [each for each in ones if each.direction == "import"]))
    return Borders(
        tuple(borders), wording.listed(wording.country(place) for place in unheld), _carriers(words, piece.hs)
    )


def _places(home: str, on: date) -> tuple[list[str], list[str]]:
    """The destinations whose permits are held in law here, and those for which nothing is."""
    own = str(settings.ENTREPOT_COUNTRY)
    places = [each for each in statute().destinations if each != home and (each not in INVENTED or own in INVENTED)]
    held = [place for place in places if statute().jurisdiction(place).controls(on)]
    return held, [place for place in places if place not in held]


def _border(name: str, found: Sequence[Restriction]) -> Border:
    return Border(name, tuple(_hurdle(each) for each in found), any(each.prohibited for each in found))


def _hurdle(each: Restriction) -> Hurdle:
    control = each.control
    badge = (
        Badge(_("Prohibited"), "stop", "octagon-x")
        if control.prohibited
        else Badge(_("Needs a permit"), "wait", "triangle-alert")
    )
    law = Law(control.law) if control.law else Law(control.agency, open=True)
    return Hurdle(badge, _(control.sentence), law)


def _once(found: Iterable[Restriction]) -> list[Restriction]:
    return list({each.control.code: each for each in found}.values())


def _carriers(words: Sequence[str], hs: str) -> tuple[str, ...]:
    return tuple(
        _("{trait} ({un}): tell your carrier before you send it; not every post takes it.").format(
            trait=_(each.name), un=each.un
        )
        for each in traits.dangerous(words, hs)
    )
