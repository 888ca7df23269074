"""How many days people have: to answer, appeal and pass through at a border, to send back what they bought from afar.

They are parameters of a country, dated like every number.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from entrepot.statute.desk import Desk
from entrepot.statute.folder import Folder
from entrepot.statute.parameters import value_on
from entrepot.trade.duty.ground import Value

Act = Literal["answer", "appeal", "pass", "withdraw"]
NAMES: dict[Act, str] = {
    "answer": "control_answer_days",
    "appeal": "control_appeal_days",
    "pass": "passage_days",
    "withdraw": "distance_withdrawal_days",
}


def time_limit(folder: Folder, act: Act, on: date) -> Value | None:
    """The days that the law gives for an act on a day, with their ground; None where it names none."""
    name = NAMES[act]
    if name not in folder.parameters:
        return None
    return value_on(Desk(folder.sources), name, folder.parameters[name], on, None)
