"""Every write of customs: papers handed in, declarations lodged and decided, permits applied for and drawn."""

from __future__ import annotations

from entrepot.hub.customs.actions.abroad import AbroadFacts, end_permits_abroad, note_permit_abroad
from entrepot.hub.customs.actions.amending import amend
from entrepot.hub.customs.actions.appealing import lodge_appeal, rule, withdraw_appeal
from entrepot.hub.customs.actions.asking import ask, ask_for_documents, lapse_request, reply, withdraw_request
from entrepot.hub.customs.actions.chance import keep_chance
from entrepot.hub.customs.actions.deciding import (
    claim,
    invalidate,
    refuse,
    release,
    take_back,
    unclaim,
)
from entrepot.hub.customs.actions.enclosing import open_enclosure
from entrepot.hub.customs.actions.guarantees import end_guarantee, register_guarantee
from entrepot.hub.customs.actions.holding import hold, lift, seize
from entrepot.hub.customs.actions.inspecting import (
    cancel_inspection,
    conclude_inspection,
    order_inspection,
    schedule_inspection,
)
from entrepot.hub.customs.actions.invalidating import ask_to_invalidate
from entrepot.hub.customs.actions.lists import load_list
from entrepot.hub.customs.actions.lodging import lodge, lodge_batch
from entrepot.hub.customs.actions.papers import file_paper
from entrepot.hub.customs.actions.parting import release_part
from entrepot.hub.customs.actions.passing import (
    charge,
    close_overdue,
    discharge,
    enter,
    open_passage,
    refuse_passage,
)
from entrepot.hub.customs.actions.permit_desk import (
    RENEWABLE,
    answer_agency,
    ask_applicant,
    claim_permit,
    reinstate_permit,
    remind_holders,
    renew_permit,
    suspend_permit,
    unclaim_permit,
    withdraw_application,
)
from entrepot.hub.customs.actions.permit_enclosing import (
    enclose_with_permit,
    open_permit_enclosure,
    send_documents,
)
from entrepot.hub.customs.actions.permit_fees import ask_fee_again
from entrepot.hub.customs.actions.permits import (
    apply_for_permit,
    expire_permits,
    issue_permit,
    refuse_permit,
    revoke_permit,
)
from entrepot.hub.customs.actions.profiles import (
    approve_profile,
    propose_profile,
    propose_retirement,
    reject_profile,
)
from entrepot.hub.customs.actions.signed_papers import Filed, file_signed, open_original

__all__ = [
    "RENEWABLE",
    "AbroadFacts",
    "Filed",
    "amend",
    "answer_agency",
    "apply_for_permit",
    "approve_profile",
    "ask",
    "ask_applicant",
    "ask_fee_again",
    "ask_for_documents",
    "ask_to_invalidate",
    "cancel_inspection",
    "charge",
    "claim",
    "claim_permit",
    "close_overdue",
    "conclude_inspection",
    "discharge",
    "enclose_with_permit",
    "end_guarantee",
    "end_permits_abroad",
    "enter",
    "expire_permits",
    "file_paper",
    "file_signed",
    "hold",
    "invalidate",
    "issue_permit",
    "keep_chance",
    "lapse_request",
    "lift",
    "load_list",
    "lodge",
    "lodge_appeal",
    "lodge_batch",
    "note_permit_abroad",
    "open_enclosure",
    "open_original",
    "open_passage",
    "open_permit_enclosure",
    "order_inspection",
    "propose_profile",
    "propose_retirement",
    "refuse",
    "refuse_passage",
    "refuse_permit",
    "register_guarantee",
    "reinstate_permit",
    "reject_profile",
    "release",
    "release_part",
    "remind_holders",
    "renew_permit",
    "reply",
    "revoke_permit",
    "rule",
    "schedule_inspection",
    "seize",
    "send_documents",
    "suspend_permit",
    "take_back",
    "unclaim",
    "unclaim_permit",
    "withdraw_appeal",
    "withdraw_application",
    "withdraw_request",
]
