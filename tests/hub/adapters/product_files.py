"""Files of products as shops write them and sellers keep them, small enough to read."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter

SHOPIFY = """\
Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,\
Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Variant Barcode,Image Src,Status
lake-mug,Stoneware mug,"<p>Thrown by hand.</p><ul><li>300 ml</li></ul>",Qinghe,Mugs,,true,Colour,Blue,Size,L,MUG-BL,\
350,shopify,12,49.90,6901234567892,https://shop.example/1.jpg,active
lake-mug,,,,,,,,Green,,L,MUG-GL,360,shopify,0,52,,,
lake-mug,,,,,,,,,,,,,,,,,https://shop.example/2.jpg,
tea-towel,"Tea towel, linen, woven",,Qinghe,,,true,Title,Default Title,,,TOWEL,90,,,18.00,,,active
"""

WOOCOMMERCE = """\
ID,Type,SKU,"GTIN, UPC, EAN, or ISBN",Name,Published,Description,Weight (kg),Length (cm),Width (cm),Height (cm),\
Regular price,Parent,Brands,Attribute 1 name,Attribute 1 value(s)
11,variable,SCARF,,Silk scarf,1,"<p>Printed in Hangzhou.</p>",,,,,,,Lake Silk,Colour,"Red, Teal"
12,variation,SCARF-R,,Silk scarf - Red,1,,0.08,20,15,2.5,129,SCARF,,Colour,Red
13,variation,SCARF-T,,Silk scarf - Teal,1,,0.08,20,15,2.5,129,id:11,,Colour,Teal
14,simple,FAN,,"Folding fan of bamboo and paper",1,,0.12,,,,39,,,,
"""

PLAIN = """\
货号,品名,海关编码,产地,净重,价格,币种,材质,颜色
BOWL-1,青瓷碗,691200,CN,0.5,48,CNY,陶瓷,青
CUP-1,青瓷杯,69.12,CN,0.35,28,CNY,陶瓷,白
"""


def spreadsheet(rows: Sequence[Sequence[object]], title: str = "Products") -> bytes:
    """An XLSX file with these rows on its second sheet; the first has a single note."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        book.add_worksheet("Read me").write(0, 0, "Ask Lin before changing anything.")
        page = book.add_worksheet(title)
        for n, row in enumerate(rows):
            page.write_row(n, 0, row)
    return written.getvalue()
