"""Suggested codes as pieces of a page: each with what speaks for and against it, and how sure the machine is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entrepot.classify import Answer
from entrepot.classify import answer as classified
from entrepot.classify.asking import SENTENCES
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Badge
from entrepot.hub.web.pieces.marks import Tone
from entrepot.statute.nomenclature import subheadings

SHOWN = 5
REASONS = 5
AGAINST = ("excluded", "rejected")
BANDS: dict[classified.Band, tuple[object, Tone]] = {
    "likely": (gettext_lazy("Likely"), "go"),
    "possible": (gettext_lazy("Possible"), "wait"),
    "unsure": (gettext_lazy("Unsure"), "plain"),
}
VALUES = {
    "knitted": gettext_lazy("Knitted or crocheted"),
    "nonwoven": gettext_lazy("Nonwoven"),
    "woven": gettext_lazy("Woven"),
    "baby": gettext_lazy("Babies"),
    "men": gettext_lazy("Men or boys"),
    "women": gettext_lazy("Women or girls"),
    "aluminium": gettext_lazy("Aluminium"),
    "artificial": gettext_lazy("Artificial fibre"),
    "bamboo": gettext_lazy("Bamboo"),
    "ceramic": gettext_lazy("Ceramic"),
    "copper": gettext_lazy("Copper"),
    "cotton": gettext_lazy("Cotton"),
    "fur": gettext_lazy("Fur"),
    "gemstone": gettext_lazy("Gemstone"),
    "glass": gettext_lazy("Glass"),
    "gold": gettext_lazy("Gold"),
    "hair": gettext_lazy("Hair"),
    "leather": gettext_lazy("Leather"),
    "linen": gettext_lazy("Linen"),
    "manmade": gettext_lazy("Man-made fibre"),
    "metal": gettext_lazy("Metal"),
    "paper": gettext_lazy("Paper"),
    "pearl": gettext_lazy("Pearl"),
    "plastic": gettext_lazy("Plastic"),
    "porcelain": gettext_lazy("Porcelain"),
    "precious": gettext_lazy("Precious metal"),
    "rubber": gettext_lazy("Rubber"),
    "silk": gettext_lazy("Silk"),
    "silver": gettext_lazy("Silver"),
    "steel": gettext_lazy("Steel"),
    "stone": gettext_lazy("Stone"),
    "synthetic": gettext_lazy("Synthetic fibre"),
    "textile": gettext_lazy("Textile"),
    "titanium": gettext_lazy("Titanium"),
    "wax": gettext_lazy("Wax"),
    "wood": gettext_lazy("Wood"),
    "wool": gettext_lazy("Wool"),
    "zinc": gettext_lazy("Zinc"),
}
"""What the facts of the assistant are called on a page."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that speaks for a code, or against another."""

    told: str
    side: Literal["for", "against"]

    @property
    def icon(self) -> str:
        return "plus" if self.side == "for" else "minus"


@dataclass(frozen=True, slots=True)
class Suggested:
    """One code: what it is called, what speaks for it, how sure the machine is, and where to go on."""

    code: str
    digits: str
    name: str
    heading: Badge
    subheading: Badge
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question, as an address that asks again with it."""

    told: str
    href: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact that would tell the best codes apart."""

    sentence: str
    choices: tuple[Choice, ...]


def suggested(answer: Answer) -> tuple[Suggested, ...]:
    """The best codes, best first."""
    return tuple(_suggested(each) for each in answer.suggestions[:SHOWN])


def questions(answer: Answer, asked: dict[str, str]) -> tuple[Asked, ...]:
    """What to ask; each choice leads to the same question with one fact more."""
    return tuple(
        Asked(
            _(each.sentence),
            tuple(Choice(_value(value), "?" + urlencode({**asked, each.facet: value})) for value in each.answers),
        )
        for each in answer.questions
    )


def facts(given: dict[str, str]) -> tuple[str, ...]:
    """The facts that were answered, as they are shown above the suggestions."""
    return tuple(_value(given[facet]) for facet in SENTENCES if facet in given)


def _suggested(each: classified.Suggestion) -> Suggested:
    reasons = sorted(each.reasons, key=lambda reason: reason.kind in AGAINST)[:REASONS]
    grounds = tuple(Ground(reason.told(_), "against" if reason.kind in AGAINST else "for") for reason in reasons)
    names = subheadings()
    heading, subheading = each.bands["heading"], each.bands["subheading"]
    return Suggested(
        code=wording.hs(each.code),
        digits=each.code,
        name=names.get(each.code, ""),
        heading=_badge(heading),
        subheading=_badge(subheading),
        grounds=grounds,
    )


def _badge(band: classified.Band) -> Badge:
    words, tone = BANDS[band]
    return Badge(str(words), tone)


def _value(value: str) -> str:
    return str(VALUES.get(value, value))
