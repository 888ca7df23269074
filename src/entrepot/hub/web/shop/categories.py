"""What the shop has, in plain words: chapters of the Harmonized System put together as shoppers think of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Ranges = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Category:
    """A group of chapters, by ranges with both ends included."""

    key: str
    name: Promise
    chapters: Ranges

    def holds(self, chapter: str) -> bool:
        return any(first <= chapter <= last for first, last in self.chapters)


CATEGORIES = (
    Category("food", _("Food and drink"), (("01", "24"),)),
    Category("beauty", _("Beauty, health and soap"), (("30", "30"), ("33", "34"))),
    Category("chemicals", _("Materials and chemicals"), (("25", "29"), ("31", "32"), ("35", "38"))),
    Category("plastics", _("Plastics and rubber"), (("39", "40"),)),
    Category("bags", _("Bags and leather"), (("41", "43"),)),
    Category("paper", _("Wood, paper and books"), (("44", "49"),)),
    Category("fabric", _("Yarn and fabric"), (("50", "60"),)),
    Category("clothes", _("Clothes"), (("61", "62"),)),
    Category("home-textiles", _("Textiles for the home"), (("63", "63"),)),
    Category("shoes", _("Shoes, hats and umbrellas"), (("64", "67"),)),
    Category("ceramics", _("Ceramics, glass and stone"), (("68", "70"),)),
    Category("jewellery", _("Jewellery"), (("71", "71"),)),
    Category("metal", _("Tools, kitchen and metal ware"), (("72", "83"),)),
    Category("machines", _("Machines and household appliances"), (("84", "84"),)),
    Category("electronics", _("Electronics"), (("85", "85"),)),
    Category("vehicles", _("Bicycles, cars and parts"), (("86", "89"),)),
    Category("optics", _("Glasses, cameras, watches and instruments"), (("90", "92"),)),
    Category("arms", _("Arms"), (("93", "93"),)),
    Category("furniture", _("Furniture and lamps"), (("94", "94"),)),
    Category("toys", _("Toys, games and sport"), (("95", "95"),)),
    Category("other", _("Everything else"), (("96", "99"),)),
)


def category(key: str) -> Category | None:
    """The category of this name."""
    return next((each for each in CATEGORIES if each.key == key), None)


def of_code(hs: str) -> Category | None:
    """The category that goods of a code belong to."""
    return next((each for each in CATEGORIES if each.holds(hs[:2])), None)


def counted(chapters: Mapping[str, int], chosen: str) -> list[tuple[str, str, int]]:
    """The categories of which there is something, and the chosen one: key, name and how many."""
    found = [
        (each.key, str(each.name), sum(number for chapter, number in chapters.items() if each.holds(chapter)))
        for each in CATEGORIES
    ]
    return [row for row in found if row[2] or row[0] == chosen]
