"""What is asked: the goods as a seller describes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from entrepot.classify.words import normal
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

LONGEST = 2000
"""Characters of a description that are read; what follows says nothing new about what the goods are."""
TELLING = re.compile(
    r"categor|material|fabric|compos|\btype\b|item type|product type|gender|department|knit|weav|construct|"
    r"power source|power supply|upper|use\b|usage|for whom|品类|类目|材质|面料|成分|类型|性别|"
    r"kategori|bahan|jenis|jantina",
    re.IGNORECASE,
)
SILENT = re.compile(
    r"pattern|interface|packag|packing|style|fit\b|brand|fastener|closure|sole|lining|filling|heel|handle|"
    r"鞋底|里料|填充|tapak|lapik",
    re.IGNORECASE,
)
"""What a thing is called, closed or lined with does not say what it is; nor does the sole of a shoe, but its upper."""
CATEGORY = re.compile(r"categor|品类|类目|kategori", re.IGNORECASE)
MOST_ATTRIBUTES = 8
ATTRIBUTE_WEIGHT = 0.5
CATEGORY_WEIGHT = 0.4
"""Shops sort goods into categories for buyers, and often wrongly; the text knows better."""


@dataclass(frozen=True, slots=True)
class Goods:
    """Title and description in one text, its language if known (`en`, `zh`, `ms`), and attributes by name.

    Attributes that say what the goods are (material, type, gender, category) are read; others, such as brand and size,
    are not.
    """

    text: str
    lang: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)

    def parts(self) -> list[tuple[str, float]]:
        """What is compared, each with its weight: the text whole, category and attributes less."""
        categories = [value for name, value in self.telling() if CATEGORY.search(name)]
        others = [value for name, value in self.telling() if not CATEGORY.search(name)]
        return [
            *((value, CATEGORY_WEIGHT) for value in categories),
            (self.text[:LONGEST], 1.0),
            *((value, ATTRIBUTE_WEIGHT) for value in others[:MOST_ATTRIBUTES]),
        ]

    def telling(self) -> list[tuple[str, str]]:
        """The attributes that say what the goods are, by name."""
        return [
            (name, value)
            for name, value in self.attributes.items()
            if value.strip() and TELLING.search(name) and not SILENT.search(name)
        ]

    def sentence(self) -> str:
        """The goods as one sentence, for the encoder: category, text, and the first attributes."""
        categories = [value for name, value in self.telling() if CATEGORY.search(name)]
        others = [value for name, value in self.telling() if not CATEGORY.search(name)]
        return " ".join([*categories[-1:], self.text[:LONGEST], *others[:3]])

    def described(self) -> bool:
        """Whether there is anything to read."""
        return bool(normal(self.text) or self.telling())

    def whole(self) -> str:
        """All that is read, as one text."""
        return " ; ".join(part for part, _ in self.parts())


def checked(goods: Goods, pointer: str = "") -> Goods:
    """The goods, or a refusal if there is nothing to read."""
    if goods.described():
        return goods
    raise Refused(
        Finding(
            "text-empty",
            gettext_noop("There is no description of the goods."),
            f"{pointer}/text",
            gettext_noop("Say in a few words what the thing is, what it is made of and what it is for."),
        )
    )
