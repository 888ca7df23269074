"""Three documents, one sale: order, payment and waybill must tell the same story before goods are declared.

China's rule for retail goods, here for every corridor: what was paid is goods, freight and tax less discount, and is
what the payment firm received; whoever ordered also paid and receives; the parcel carries as many articles as were
ordered. Each paper comes from another party, so that no one of them can invent a sale alone.

People are compared without being known: a paper carries keyed commitments (see `seal` and `party_key`), made by the
hub that holds the key. The name itself never enters here.
"""

from __future__ import annotations

from entrepot.trade.matching.match import match
from entrepot.trade.matching.paper import OrderPaper, PaymentPaper, WaybillPaper
from entrepot.trade.matching.sealed import Sealed, fold, party_key, seal

__all__ = ["OrderPaper", "PaymentPaper", "Sealed", "WaybillPaper", "fold", "match", "party_key", "seal"]
