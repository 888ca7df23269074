"""What a notice of each kind says: a heading, what happened, and what can be done. The heading names nobody."""

from __future__ import annotations

from dataclasses import dataclass

from entrepot.trade.wording import gettext_noop


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one kind, with the names of facts in braces; `do` may speak of the last day, `{due}`."""

    heading: str
    told: str
    do: str = ""


APPEAL = gettext_noop("You may appeal against this until {due}, on the page of the declaration.")
WAIT = gettext_noop("You need do nothing now.")

TEXTS: dict[str, Text] = {
    "customs.declaration.waiting": Text(
        gettext_noop("Declaration {about} waits for papers"),
        gettext_noop("Order, payment and waybill have not all come."),
        gettext_noop("See that whoever has not filed a paper files it."),
    ),
    "customs.declaration.selected": Text(
        gettext_noop("Declaration {about} is under control"),
        gettext_noop("An officer looks at it before it goes on."),
        WAIT,
    ),
    "customs.declaration.documents_asked": Text(
        gettext_noop("Customs asks about declaration {about}"),
        gettext_noop("An officer needs an answer before deciding."),
        gettext_noop("Answer until {due}, on the page of the declaration."),
    ),
    "customs.declaration.amendment_asked": Text(
        gettext_noop("Declaration {about} is to be amended"),
        gettext_noop("An officer asks you to say it anew."),
        gettext_noop("Amend it until {due}, on the page of the declaration."),
    ),
    "customs.declaration.request_withdrawn": Text(
        gettext_noop("A question about declaration {about} is taken back"),
        gettext_noop("It needs no answer any more."),
        WAIT,
    ),
    "customs.declaration.unanswered": Text(
        gettext_noop("A question about declaration {about} was not answered"),
        gettext_noop("Its last day went by; the officer decides without the answer."),
        gettext_noop("If you have the answer, tell customs now."),
    ),
    "customs.declaration.inspection_scheduled": Text(
        gettext_noop("An inspection for declaration {about}"),
        gettext_noop("It takes place at {site}, {moment}."),
        gettext_noop("Have somebody there if you wish to see it."),
    ),
    "customs.declaration.inspection_cancelled": Text(
        gettext_noop("The inspection for declaration {about} is called off"),
        gettext_noop("It does not take place."),
        WAIT,
    ),
    "customs.declaration.inspected": Text(
        gettext_noop("Declaration {about} was inspected"),
        gettext_noop("The report is on the page of the declaration."),
        gettext_noop("Read it; the officer decides next."),
    ),
    "customs.declaration.held": Text(
        gettext_noop("The goods of declaration {about} are held"),
        gettext_noop("They wait until {until}, or until an officer ends the hold."),
        WAIT,
    ),
    "customs.declaration.hold_lifted": Text(
        gettext_noop("The hold on declaration {about} is lifted"),
        gettext_noop("The goods are under control as before."),
        WAIT,
    ),
    "customs.declaration.released": Text(
        gettext_noop("Declaration {about} is released"),
        gettext_noop("The goods may go on."),
        WAIT,
    ),
    "customs.declaration.partly_released": Text(
        gettext_noop("Declaration {about} is released in part"),
        gettext_noop("Goes: {goes}. Stays under control: {stays}."),
        APPEAL,
    ),
    "customs.declaration.refused": Text(
        gettext_noop("Declaration {about} is refused"),
        gettext_noop("The goods do not pass, and nothing is due."),
        APPEAL,
    ),
    "customs.declaration.seized": Text(
        gettext_noop("The goods of declaration {about} are seized"),
        gettext_noop("They were taken away; the inventory is on the page of the declaration. Nothing is due."),
        APPEAL,
    ),
    "customs.declaration.invalidated": Text(
        gettext_noop("Declaration {about} is invalidated"),
        gettext_noop("It counts as never lodged, and nothing is due."),
        WAIT,
    ),
    "customs.declaration.returned": Text(
        gettext_noop("The goods of declaration {about} are back"),
        gettext_noop("What was due is undone."),
        WAIT,
    ),
    "customs.declaration.appeal_confirmed": Text(
        gettext_noop("Your appeal in the matter of {about}: the decision stands"),
        gettext_noop("Another officer has confirmed it."),
        gettext_noop("What else the law leaves open, a lawyer can say; this hub takes no second appeal."),
    ),
    "customs.declaration.appeal_changed": Text(
        gettext_noop("Your appeal in the matter of {about}: the decision is changed"),
        gettext_noop("Another officer has changed it; the page of the declaration shows what holds now."),
        WAIT,
    ),
    "customs.declaration.appeal_annulled": Text(
        gettext_noop("Your appeal in the matter of {about}: the decision is annulled"),
        gettext_noop("It does not stand, and what followed from it is undone."),
        WAIT,
    ),
    "customs.batch.lodged": Text(
        gettext_noop("A file of declarations was judged"),
        gettext_noop("Declarations lodged: {number}. Released at once: {released}."),
        gettext_noop("The others wait for papers or for an officer; their pages say for what."),
    ),
    "network.import.parted": Text(
        gettext_noop("Declaration {about} at the other border: decided in part"),
        gettext_noop("Goes: {goes}. Stays there: {stays}."),
        gettext_noop("Whoever declared it there can appeal; the file of the consignment shows the law."),
    ),
    "network.import.seized": Text(
        gettext_noop("The goods of declaration {about} are seized at the other border"),
        gettext_noop("They neither arrive nor come back; the buyer is told, and paid back if you bear it."),
        gettext_noop("Whoever declared it there can appeal."),
    ),
    "customs.permit.asked": Text(
        gettext_noop("The agency asks about application {about}"),
        gettext_noop("The application waits for your answer."),
        gettext_noop("Answer on the page of the permit."),
    ),
    "customs.permit.documents_sent": Text(
        gettext_noop("The agency has sent you files about {about}"),
        gettext_noop("They are on the page of the permit; only you and the agency can open them."),
        WAIT,
    ),
    "customs.permit.issued": Text(
        gettext_noop("Permit {about} is issued"), gettext_noop("Declarations can draw on it from now on."), WAIT
    ),
    "customs.permit.refused": Text(
        gettext_noop("Application {about} is refused"), gettext_noop("The agency does not allow it."), WAIT
    ),
    "customs.permit.revoked": Text(
        gettext_noop("Permit {about} is revoked"),
        gettext_noop("Nothing can be drawn on it any more; what was drawn stays drawn."),
        WAIT,
    ),
    "customs.permit.suspended": Text(
        gettext_noop("Permit {about} is suspended"),
        gettext_noop("Nothing can be drawn on it for the time being."),
        WAIT,
    ),
    "customs.permit.reinstated": Text(
        gettext_noop("Permit {about} is in force again"), gettext_noop("Declarations can draw on it."), WAIT
    ),
    "customs.permit.ending": Text(
        gettext_noop("Permit {about} ends soon"),
        gettext_noop("After its last day nothing can be drawn on it."),
        gettext_noop("Apply for its renewal in time."),
    ),
}
