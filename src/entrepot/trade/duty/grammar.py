"""The written form of duty expressions: what people type into a tariff file, and what we print.

`parse(render(tree)) == tree` for every tree; a property test holds it to that. The words are those of the page
docs/landed-cost.md.
"""

from __future__ import annotations

from entrepot.trade.duty.expression import Expression, Text
from entrepot.trade.duty.grammar_reader import Reader
from entrepot.trade.duty.grammar_writer import written
from entrepot.trade.finding import Refused


def parse(text: str) -> Expression:
    """The expression a text says, or a refusal that shows where reading stopped.

    `5% + 1.20 MYR/kg` · `FREE` · `12% MIN 3 EUR/100 kg` · `WHEN QUOTA IN: FREE; ELSE: 20%`
    """
    return Reader(text).whole()


def parse_or_text(text: str) -> Expression:
    """The expression a text says; a text that says none is kept as `Text`."""
    try:
        return parse(text)
    except Refused:
        return Text(text)


def render(expression: Expression) -> str:
    """The one canonical way to write the expression."""
    return written(expression)
