"""What goods have about them that the post, an airline or a border asks for, beside their code: a closed list of words.

A carrier refuses a loose battery, a border stops food; neither shows in six digits. The words of batteries are those of
the transport rules: the cell's kind, and whether it is in the device, packed beside it, or alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from entrepot.trade.wording import gettext_noop

Asks = Literal["dangerous", "food", "living", "plain"]


@dataclass(frozen=True, slots=True)
class Trait:
    """One word of the list; `asks` says who looks twice, `un` under which number or class the transport rules have it.

    Numbers and classes are those of the UN Recommendations on the Transport of Dangerous Goods, Model Regulations.
    """

    word: str
    name: str
    asks: Asks = "plain"
    un: str = ""


TRAITS: Mapping[str, Trait] = {
    each.word: each
    for each in (
        Trait("battery-lithium-ion-inside", gettext_noop("Lithium-ion battery in the device"), "dangerous", "UN 3481"),
        Trait(
            "battery-lithium-ion-beside",
            gettext_noop("Lithium-ion battery packed beside the device"),
            "dangerous",
            "UN 3481",
        ),
        Trait("battery-lithium-ion-alone", gettext_noop("Lithium-ion battery alone"), "dangerous", "UN 3480"),
        Trait(
            "battery-lithium-metal-inside", gettext_noop("Lithium metal battery in the device"), "dangerous", "UN 3091"
        ),
        Trait(
            "battery-lithium-metal-beside",
            gettext_noop("Lithium metal battery packed beside the device"),
            "dangerous",
            "UN 3091",
        ),
        Trait("battery-lithium-metal-alone", gettext_noop("Lithium metal battery alone"), "dangerous", "UN 3090"),
        Trait("battery-other", gettext_noop("Another battery, such as alkaline or nickel"), "plain"),
        Trait("magnet", gettext_noop("Magnet"), "dangerous", "UN 2807"),
        Trait("aerosol", gettext_noop("Spray can"), "dangerous", "UN 1950"),
        Trait("flammable", gettext_noop("Flammable liquid, such as perfume or nail varnish"), "dangerous", "class 3"),
        Trait("liquid", gettext_noop("Liquid or cream")),
        Trait("powder", gettext_noop("Powder")),
        Trait("food", gettext_noop("Food or drink"), "food"),
        Trait("plant", gettext_noop("Plant, seed or unworked wood"), "living"),
        Trait("animal", gettext_noop("Of animal origin"), "living"),
        Trait("skin", gettext_noop("Put on skin or hair")),
        Trait("child", gettext_noop("Meant for children")),
        Trait("blade", gettext_noop("Blade or point")),
        Trait("radio", gettext_noop("Sends radio waves, such as Bluetooth or Wi-Fi")),
    )
}


MEANT: Mapping[str, str] = {
    "850511": "magnet",
    "850650": "battery-lithium-metal-alone",
    "850760": "battery-lithium-ion-alone",
}
"""Subheadings of the Harmonized System (2022) whose own wording names one trait: permanent magnets of metal, primary
cells of lithium, lithium-ion accumulators. A power bank is one of these whether its seller says so or not."""


def unknown(words: Iterable[str]) -> list[str]:
    """The words among these that are not on the list, in the order given."""
    return [word for word in words if word not in TRAITS]


def dangerous(words: Iterable[str], hs: str = "") -> list[Trait]:
    """What a carrier by air looks at twice: what is stated, and what the subheading alone says of the goods."""
    stated = [word for word in words if word in TRAITS]
    meant = MEANT.get(hs[:6], "")
    if meant and _kind(meant) not in map(_kind, stated):
        stated.append(meant)
    return [TRAITS[word] for word in stated if TRAITS[word].asks == "dangerous"]


def _kind(word: str) -> str:
    """The word without where the battery is: `battery-lithium-ion`."""
    return word.rsplit("-", 1)[0]
