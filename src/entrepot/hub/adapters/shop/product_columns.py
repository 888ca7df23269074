"""Which column of a file of products holds which fact: proposed from its header, stated by the seller.

The words are those of the exports of Shopify and WooCommerce and of lists that sellers write themselves, in English,
Chinese and Malay; our own collection.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from entrepot.trade.wording import gettext_noop

FACTS: Mapping[str, str] = {
    "sku": gettext_noop("SKU"),
    "title": gettext_noop("What it is"),
    "hs": gettext_noop("HS code"),
    "origin": gettext_noop("Made in"),
    "net_mass": gettext_noop("Net mass of one"),
    "gross_mass": gettext_noop("With packing"),
    "price": gettext_noop("Price"),
    "currency": gettext_noop("Currency"),
    "stock": gettext_noop("Pieces in stock"),
    "gtin": gettext_noop("GTIN"),
    "brand": gettext_noop("Brand"),
    "materials": gettext_noop("Materials"),
    "description": gettext_noop("Text for shoppers"),
    "pictures": gettext_noop("Pictures, by address"),
    "name_zh": gettext_noop("Name, Chinese"),
    "name_ms": gettext_noop("Name, Malay"),
    "length": gettext_noop("Length"),
    "width": gettext_noop("Width"),
    "height": gettext_noop("Height"),
    "family": gettext_noop("Product that it is a variant of"),
    "colour": gettext_noop("Colour"),
    "size": gettext_noop("Size"),
}
"""What a column may hold, in the order in which it is asked."""
DEFAULTED = ("origin", "net_mass", "currency", "brand", "materials")
"""What may be said once for the whole file, for the rows that do not say it."""
MASSES: Mapping[str, int] = {"kg": 1000_000, "g": 1000, "lb": 453_592, "oz": 28_350}  # milligrams
SIZES: Mapping[str, int] = {"mm": 10, "cm": 100, "in": 254, "m": 10_000}  # tenths of a millimetre

WORDS: Mapping[str, str] = {
    "sku": "sku variantsku itemcode code articlenumber 货号 商品编码 商家编码 kodbarang nosku",
    "title": "title name productname item product 名称 商品名称 品名 产品名称 标题 nama namaproduk tajuk",
    "hs": "hs hscode hstariffcode tariffcode harmonizedcode customscode 海关编码 hs编码 商品编号 kodhs",
    "origin": "origin coo countryoforigin madein countrycodeoforigin 产地 原产国 原产地 negaraasal buatan",
    "net_mass": "netmass netmasskg netweight weight weightkg weightg variantgrams weightlbs weightoz "
    "净重 重量 berat beratbersih",
    "gross_mass": "grossmass grossmasskg grossweight shippingweight 毛重 beratkasar",
    "price": "price variantprice regularprice unitprice 价格 单价 售价 harga",
    "currency": "currency 币种 货币 matawang",
    "stock": "stock variantinventoryqty stockquantity pieces quantity qty 库存 数量 stok kuantiti",
    "gtin": "gtin barcode ean upc variantbarcode gtinupceanorisbn 条码 条形码 kodbar",
    "brand": "brand brands vendor manufacturer 品牌 jenama",
    "materials": "material materials composition fabric 材质 材料 成分 bahan",
    "description": "description bodyhtml body text 描述 详情 商品描述 keterangan",
    "pictures": "imagesrc images imageurl imageurls pictures picture 图片 图片链接 主图 gambar",
    "name_zh": "namezh titlezh chinesename 中文名称 中文品名",
    "name_ms": "namems titlems malayname 马来文名称",
    "length": "length lengthcm lengthmm lengthin 长 长度 panjang",
    "width": "width widthcm widthmm widthin 宽 宽度 lebar",
    "height": "height heightcm heightmm heightin 高 高度 tinggi",
    "family": "handle family parent parentsku spu 款号 keluarga",
    "colour": "colour color 颜色 warna",
    "size": "size 尺码 尺寸 saiz",
}
_FACT_OF = {word: fact for fact, words in WORDS.items() for word in words.split()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """The columns by fact, what counts for rows that do not say it, and the units of masses and sizes in the file.

    `fresh` says whether products that are new are offered at once or kept as drafts.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    mass_unit: str = "kg"
    size_unit: str = "mm"
    fresh: str = "offered"

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "columns": dict(self.columns),
            "defaults": dict(self.defaults),
            "mass_unit": self.mass_unit,
            "size_unit": self.size_unit,
            "fresh": self.fresh,
        }


def proposed(header: Sequence[str]) -> Mapped:
    """A sensible first answer: each fact takes the first column whose name is one of its words."""
    columns: dict[str, str] = {}
    for column in header:
        fact = _FACT_OF.get(_folded(column))
        if fact is not None:
            columns.setdefault(fact, column)
    mass, size = columns.get("net_mass", ""), columns.get("length", "")
    return Mapped(columns=columns, mass_unit=_unit(mass, MASSES, "kg"), size_unit=_unit(size, SIZES, "mm"))


def known(plain: Mapping[str, Any], header: Sequence[str]) -> Mapped:
    """A mapping as somebody stated it: only facts, columns and units that there are."""
    columns = {
        fact: str(column) for fact, column in plain.get("columns", {}).items() if fact in FACTS and column in header
    }
    defaults = {fact: str(plain.get("defaults", {}).get(fact, "")).strip()[:250] for fact in DEFAULTED}
    mass, size = str(plain.get("mass_unit", "")), str(plain.get("size_unit", ""))
    return Mapped(
        columns=columns,
        defaults={fact: said for fact, said in defaults.items() if said},
        mass_unit=mass if mass in MASSES else "kg",
        size_unit=size if size in SIZES else "mm",
        fresh="draft" if plain.get("fresh") == "draft" else "offered",
    )


def _folded(column: str) -> str:
    return re.sub(r"[\W_]+", "", column.casefold())


def _unit(column: str, units: Mapping[str, int], otherwise: str) -> str:
    """The unit that a column's name states, such as “Weight (lbs)” or “Variant Grams”."""
    words = re.findall(r"[a-z]+", column.casefold())
    said = {"grams": "g", "lbs": "lb", "克": "g", "inches": "in", "kilograms": "kg"}
    return next((said.get(word, word) for word in reversed(words) if said.get(word, word) in units), otherwise)
