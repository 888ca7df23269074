"""Words that say nothing of what goods are, in English, Chinese and Malay: our own collection.

A description of such words alone leaves customs, the carrier and the classifier to guess.
"""

from __future__ import annotations

import re

ENGLISH = """
    goods item items article articles product products thing things stuff gift gifts present presents sample samples
    accessory accessories part parts spare misc miscellaneous various assorted other others daily necessities household
    personal effects consolidated cargo general merchandise commodity commodities tool tools equipment device devices
    material materials supplies supply kit set new used hot sale fashion quality high best free shipping no commercial
    value n a na none unknown test order package parcel box piece pieces pcs lot of and the for with a an
"""
MALAY = """
    barang barangan hadiah sampel contoh aksesori alat ganti pelbagai lain keperluan harian peribadi am produk benda
    bungkusan kotak set baharu baru terpakai percuma untuk dan dengan
"""
CHINESE = """
    礼物 礼品 样品 物品 货物 商品 产品 配件 零件 日用品 杂货 杂物 生活用品 私人物品 个人物品 东西 包裹 其他 其它
    工具 用品 材料 套装 新款 热卖 包邮 一批 若干
"""

VAGUE = frozenset(ENGLISH.split()) | frozenset(MALAY.split())
_CHINESE = re.compile("|".join(sorted(CHINESE.split(), key=len, reverse=True)))
_HAN = re.compile("[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_]{2,}")


def telling(description: str) -> tuple[str, ...]:
    """What is left of a description when the words that say nothing are left out; a Chinese character is a word."""
    rest = _CHINESE.sub(" ", description)
    latin = _HAN.sub(" ", rest).casefold()
    return (*(word for word in _WORD.findall(latin) if word not in VAGUE), *_HAN.findall(rest))
