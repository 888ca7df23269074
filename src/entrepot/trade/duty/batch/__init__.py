"""A batch of consignments of any number of lines under one regime, worked out in columns of whole numbers.

What depends on the manner of a consignment (how it travels, who sells, which currency) is settled once for all that are
alike in it; what depends on goods and amounts is worked out in columns, a row for each line. The working is not told:
whoever looks asks `landed_cost`, and a property test proves that both come to the same. What columns cannot hold is
declined, consignment by consignment, and then worked out in full.
"""

from __future__ import annotations

from entrepot.trade.duty.batch.lines import Lines
from entrepot.trade.duty.batch.owed import Owed, owed

__all__ = ["Lines", "Owed", "owed"]
