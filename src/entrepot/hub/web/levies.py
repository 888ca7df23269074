"""Names of levies, and of our own schedules, in the shipped law: marked for the catalogues, since it speaks English."""

from __future__ import annotations

from entrepot.trade.wording import gettext_noop

NAMES = (
    gettext_noop("Import duty"),
    gettext_noop("Import duty on consignments"),
    gettext_noop("Customs duty"),
    gettext_noop("Customs duty on an item"),
    gettext_noop("Duty on a postal item"),
    gettext_noop("Customs and excise duty"),
    gettext_noop("Anti-dumping duty"),
    gettext_noop("Countervailing duty"),
    gettext_noop("Safeguard duty"),
    gettext_noop("Excise"),
    gettext_noop("Consumption tax"),
    gettext_noop("Import VAT"),
    gettext_noop("VAT"),
    gettext_noop("VAT at import"),
    gettext_noop("VAT charged at sale"),
    gettext_noop("GST at import"),
    gettext_noop("GST charged at sale"),
    gettext_noop("GST on low-value goods"),
    gettext_noop("Sales tax at import"),
    gettext_noop("Sales tax on low-value goods"),
    gettext_noop("Tax on personal postal articles"),
)

SCHEDULES = (
    gettext_noop("Starter schedule for China; from general knowledge and not checked against the national tariff"),
    gettext_noop("Starter schedule for Malaysia; from general knowledge and not checked against the PDK order"),
)
