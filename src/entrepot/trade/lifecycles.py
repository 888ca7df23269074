"""The states of everything that has states: what may follow what, and by which move."""

from __future__ import annotations

from entrepot.trade.lifecycle import Lifecycle

CONSIGNMENT = Lifecycle(
    "consignment",
    "placed",
    {
        ("placed", "pay"): "paid",
        ("placed", "cancel"): "cancelled",
        ("paid", "export"): "exported",
        ("paid", "import"): "imported",
        ("paid", "cancel"): "cancelled",
        ("paid", "seize"): "seized",
        ("exported", "import"): "imported",
        ("exported", "return"): "returned",
        ("exported", "seize"): "seized",
        ("imported", "deliver"): "delivered",
        ("imported", "return"): "returned",
        ("delivered", "settle"): "settled",
        ("delivered", "return"): "returned",
    },
)
"""The commercial life of one order's goods, the same at both hubs.

Goods sold from a bonded warehouse crossed the border in bulk before they were ordered: from paid they go straight to
imported. Nothing can be cancelled once it has left; it can only come back, or be taken away by customs. Settled is
last: everybody has been paid.
"""

NEVER_ARRIVED = ("cancelled", "returned", "seized")
"""The ends of a consignment that did not reach its buyer."""

DECLARATION = Lifecycle(
    "declaration",
    "lodged",
    {
        ("lodged", "accept"): "accepted",
        ("lodged", "amend"): "lodged",
        ("lodged", "refuse"): "refused",
        ("lodged", "invalidate"): "invalidated",
        ("accepted", "amend"): "accepted",
        ("accepted", "select"): "under-control",
        ("accepted", "release"): "released",
        ("accepted", "release-part"): "under-control",
        ("accepted", "refuse"): "refused",
        ("accepted", "invalidate"): "invalidated",
        ("under-control", "amend"): "under-control",
        ("under-control", "release"): "released",
        ("under-control", "release-part"): "under-control",
        ("under-control", "refuse"): "refused",
        ("under-control", "invalidate"): "invalidated",
        ("under-control", "hold"): "held",
        ("under-control", "seize"): "seized",
        ("held", "hold"): "held",
        ("held", "lift"): "under-control",
        ("held", "refuse"): "refused",
        ("held", "invalidate"): "invalidated",
        ("held", "seize"): "seized",
        ("released", "take-back"): "returned",
        ("refused", "reopen"): "under-control",
        ("seized", "reopen"): "under-control",
    },
)
"""One declaration at one border (Revised Kyoto Convention: lodge, amend, release, invalidate).

Once customs has chosen to look, the declarant amends only what an officer has asked to be amended. Held goods are
let back into the officer's hand before they are released. Of what is released in part the rest stays under control,
and what goes is a declaration of its own. Refused, invalidated, seized and returned are last, and
released goods can only come back; only an appeal takes up again what was refused or seized.
"""

INFORMATION_REQUEST = Lifecycle(
    "request",
    "open",
    {
        ("open", "answer"): "answered",
        ("open", "withdraw"): "withdrawn",
        ("open", "lapse"): "lapsed",
    },
)
"""What an officer asks of a declarant: answered in time or late, withdrawn, or noted as never answered."""

APPEAL = Lifecycle(
    "appeal",
    "lodged",
    {
        ("lodged", "confirm"): "confirmed",
        ("lodged", "change"): "changed",
        ("lodged", "annul"): "annulled",
        ("lodged", "withdraw"): "withdrawn",
    },
)
"""An appeal against a decision of customs, ruled on by another officer. The right to it lapses with its last day."""

INSPECTION = Lifecycle(
    "inspection",
    "ordered",
    {
        ("ordered", "schedule"): "scheduled",
        ("ordered", "conclude"): "concluded",
        ("ordered", "cancel"): "cancelled",
        ("scheduled", "schedule"): "scheduled",
        ("scheduled", "conclude"): "concluded",
        ("scheduled", "cancel"): "cancelled",
    },
)
"""A look at papers or goods. Papers need no appointment; what was concluded stays, and another look is another one."""

PASSAGE = Lifecycle(
    "passage",
    "accepted",
    {
        ("accepted", "enter"): "under-way",
        ("accepted", "refuse"): "refused",
        ("accepted", "lapse"): "lapsed",
        ("under-way", "discharge"): "discharged",
        ("under-way", "charge"): "charged",
    },
)
"""Goods that pass through a country under customs control (Revised Kyoto Convention, specific annex E, transit).

Accepted under a guarantee, sealed when they come, discharged when they leave whole and in time. What does not leave so
is charged as if it had been brought in; what never came has lapsed and owes nothing.
"""

STATEMENT = Lifecycle(
    "statement",
    "drawn-up",
    {
        ("drawn-up", "file"): "filed",
        ("drawn-up", "pay"): "paid",
        ("filed", "pay"): "paid",
    },
)
"""A statement of duty and tax: the hub draws it up, the debtor files it, the treasury confirms that it was paid."""

GOODS_RETURN = Lifecycle(
    "return",
    "applied",
    {
        ("applied", "take-back"): "back",
        ("applied", "lapse"): "lapsed",
    },
)
"""Goods on their way back within the time that the law leaves."""

SALE_RETURN = Lifecycle(
    "sale-return",
    "requested",
    {
        ("requested", "accept"): "accepted",
        ("requested", "refuse"): "refused",
        ("requested", "let-go"): "refunded",
        ("requested", "withdraw"): "withdrawn",
        ("requested", "lapse"): "unanswered",
        ("unanswered", "accept"): "accepted",
        ("unanswered", "refuse"): "refused",
        ("unanswered", "let-go"): "refunded",
        ("unanswered", "withdraw"): "withdrawn",
        ("accepted", "refund"): "refunded",
        ("accepted", "let-go"): "refunded",
        ("accepted", "withdraw"): "withdrawn",
        ("accepted", "lapse"): "lapsed",
    },
)
"""Goods that a buyer sends back. Let go means that the buyer is paid and keeps them; a late answer still counts."""

DISPUTE = Lifecycle(
    "dispute",
    "opened",
    {
        ("opened", "answer"): "answered",
        ("opened", "lapse"): "unanswered",
        ("opened", "decide"): "decided",
        ("opened", "withdraw"): "withdrawn",
        ("answered", "decide"): "decided",
        ("answered", "withdraw"): "withdrawn",
        ("unanswered", "answer"): "answered",
        ("unanswered", "decide"): "decided",
        ("unanswered", "withdraw"): "withdrawn",
    },
)
"""A buyer and a seller disagree: the seller answers or lets the time pass, and an operator decides."""

MEASURE = Lifecycle(
    "measure",
    "standing",
    {
        ("standing", "appeal"): "appealed",
        ("appealed", "uphold"): "upheld",
        ("appealed", "reverse"): "reversed",
    },
)
"""A decision on goods in the shop: it stands unless its seller appeals, and another operator decides that."""

PARCEL = Lifecycle(
    "parcel",
    "labelled",
    {
        ("labelled", "dispatch"): "dispatched",
        ("labelled", "void"): "voided",
        ("dispatched", "depart"): "departed",
        ("dispatched", "return"): "returned",
        ("dispatched", "lose"): "lost",
        ("departed", "arrive"): "arrived",
        ("departed", "return"): "returned",
        ("departed", "lose"): "lost",
        ("arrived", "deliver"): "delivered",
        ("arrived", "return"): "returned",
        ("arrived", "lose"): "lost",
        ("delivered", "return"): "returned",
    },
)
"""Where the parcel is, as the carrier reports it; customs and payment have states of their own."""

PERMIT = Lifecycle(
    "permit",
    "applied",
    {
        ("applied", "issue"): "issued",
        ("applied", "refuse"): "refused",
        ("applied", "withdraw"): "withdrawn",
        ("issued", "suspend"): "suspended",
        ("issued", "exhaust"): "exhausted",
        ("issued", "expire"): "expired",
        ("issued", "revoke"): "revoked",
        ("suspended", "resume"): "issued",
        ("suspended", "expire"): "expired",
        ("suspended", "revoke"): "revoked",
        ("exhausted", "restore"): "issued",
        ("exhausted", "expire"): "expired",
        ("exhausted", "revoke"): "revoked",
    },
)
"""A permit from application to its end. What a refused declaration drew is given back, which restores the permit."""

PAYMENT = Lifecycle(
    "payment",
    "requested",
    {
        ("requested", "settle"): "settled",
        ("requested", "refuse"): "refused",
        ("requested", "lapse"): "lapsed",
        ("settled", "refund"): "refunded",
    },
)
"""One payment asked of a debtor. Settled means that the money may be passed on; refused and lapsed were never paid."""

ADVANCE = Lifecycle(
    "advance",
    "offered",
    {
        ("offered", "draw"): "drawn",
        ("offered", "decline"): "declined",
        ("offered", "lapse"): "lapsed",
        ("drawn", "repay"): "repaid",
        ("drawn", "default"): "defaulted",
        ("defaulted", "repay"): "repaid",
        ("defaulted", "write-off"): "written-off",
    },
)
"""A lender's advance against the proceeds of one consignment, repaid when that is settled."""

PEERING = Lifecycle(
    "peering",
    "offered",
    {
        ("offered", "agree"): "agreed",
        ("offered", "refuse"): "closed",
        ("offered", "lapse"): "closed",
        ("agreed", "activate"): "active",
        ("agreed", "close"): "closed",
        ("active", "suspend"): "suspended",
        ("active", "close"): "closed",
        ("suspended", "resume"): "active",
        ("suspended", "close"): "closed",
    },
)
"""Two hubs' agreement to exchange messages; only an active one carries any."""

PROFILE_CHANGE = Lifecycle(
    "profile-change",
    "proposed",
    {
        ("proposed", "approve"): "approved",
        ("proposed", "reject"): "rejected",
        ("proposed", "withdraw"): "withdrawn",
    },
)
"""What one officer proposes of a risk profile, and another decides."""

LIFECYCLES = (
    CONSIGNMENT,
    DECLARATION,
    INFORMATION_REQUEST,
    APPEAL,
    INSPECTION,
    SALE_RETURN,
    DISPUTE,
    PASSAGE,
    PARCEL,
    PERMIT,
    PAYMENT,
    ADVANCE,
    PEERING,
    PROFILE_CHANGE,
)

PRODUCT = Lifecycle(
    "product",
    "draft",
    {
        ("draft", "offer"): "offered",
        ("draft", "remove"): "removed",
        ("offered", "withdraw"): "withdrawn",
        ("offered", "remove"): "removed",
        ("withdrawn", "offer"): "offered",
        ("withdrawn", "remove"): "removed",
        ("removed", "offer"): "offered",
    },
)
"""Whether buyers may have a product. A draft was never offered; a withdrawn product was, and may be again.

What is removed is seen no more by its seller either, and its number stays taken: stating it anew brings it back.
"""

PURCHASE_ORDER = Lifecycle(
    "purchase order",
    "quoted",
    {
        ("quoted", "request"): "requested",
        ("requested", "accept"): "accepted",
        ("requested", "decline"): "declined",
        ("requested", "withdraw"): "withdrawn",
        ("requested", "lapse"): "lapsed",
        ("withdrawn", "keep"): "accepted",
        ("lapsed", "keep"): "accepted",
    },
)
"""What a buyer's hub asks of a seller at a checkout. What becomes of an accepted one is its consignment's to say.

What nobody answers is withdrawn by its buyer, or lapses. It is kept only if the goods were released by then.
"""

IMPORT = Lifecycle(
    "import",
    "brought",
    {
        ("brought", "start"): "running",
        ("running", "finish"): "finished",
        ("finished", "undo"): "undone",
    },
)
"""A file of products: brought and looked at, then taken in batch by batch, and undone if it was a mistake."""
