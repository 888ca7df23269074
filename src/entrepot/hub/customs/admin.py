"""Declarations, papers, decisions and permits as tables, to look at: what customs recorded is not edited here."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from entrepot.hub.customs.models import (
    BatchDecision,
    Decision,
    Declaration,
    Guarantee,
    Hold,
    InformationRequest,
    Inspection,
    NameList,
    Paper,
    Passage,
    Permit,
    PermitAbroad,
    PermitEnclosure,
    PermitFee,
    PermitUse,
    PersonalUse,
    ProfileChange,
    SeedPeriod,
    Seizure,
)


class ToLookAt(admin.ModelAdmin):  # type: ignore[type-arg]
    """A table that nobody writes to by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Declaration)
class DeclarationTable(ToLookAt):
    list_display = ("mrn", "lrn", "ucr", "direction", "country", "state", "lane", "declarant")
    list_filter = ("state", "lane", "country", "direction")
    search_fields = ("mrn", "lrn", "ucr")
    exclude = ("sealed",)


@admin.register(Paper)
class PaperTable(ToLookAt):
    list_display = ("ucr", "kind", "version", "sender", "received_at")
    list_filter = ("kind",)
    search_fields = ("ucr",)


@admin.register(BatchDecision)
class BatchDecisionTable(ToLookAt):
    list_display = ("batch", "first", "last", "move", "state", "at")
    list_filter = ("move",)


@admin.register(Passage)
class PassageTable(ToLookAt):
    list_display = ("mrn", "ucr", "country", "origin", "destination", "state", "due_on", "declarant")
    list_filter = ("state", "country")
    search_fields = ("mrn", "lrn", "ucr")


@admin.register(Decision)
class DecisionTable(ToLookAt):
    list_display = ("declaration", "move", "state", "reason", "at")
    list_filter = ("move",)


@admin.register(Permit)
class PermitTable(ToLookAt):
    list_display = ("number", "kind", "agency", "holder", "goods", "quantity", "unit", "state")
    list_filter = ("state", "kind")
    search_fields = ("number",)


@admin.register(PermitAbroad)
class PermitAbroadTable(ToLookAt):
    list_display = ("number", "hub", "kind", "country", "holder_name", "goods", "quantity", "unit", "revoked_at")
    list_filter = ("country", "kind")
    search_fields = ("number", "holder_name")


@admin.register(PermitEnclosure)
class PermitEnclosureTable(ToLookAt):
    list_display = ("permit", "media_type", "size", "digest", "added_at")
    exclude = ("sealed", "name")


@admin.register(PermitFee)
class PermitFeeTable(ToLookAt):
    list_display = ("permit", "amount_minor", "currency", "payment", "asked")


@admin.register(PermitUse)
class PermitUseTable(ToLookAt):
    list_display = ("permit", "declaration", "item", "quantity", "unit", "given_back_at")


@admin.register(PersonalUse)
class PersonalUseTable(ToLookAt):
    list_display = ("declaration", "country", "day", "amount_minor", "currency", "given_back_at")


@admin.register(Guarantee)
class GuaranteeTable(ToLookAt):
    list_display = ("number", "party", "country", "amount_minor", "currency", "valid_from", "ended_on")


@admin.register(NameList)
class NameListTable(ToLookAt):
    list_display = ("code", "edition", "title", "count", "loaded_at", "checked_at")
    list_filter = ("code",)
    exclude = ("packed",)


@admin.register(ProfileChange)
class ProfileChangeTable(ToLookAt):
    list_display = ("country", "code", "kind", "state", "proposed_at", "decided_at")
    list_filter = ("state", "country")


@admin.register(SeedPeriod)
class SeedPeriodTable(ToLookAt):
    list_display = ("country", "month", "commitment", "committed_at", "revealed_at")
    list_filter = ("country",)


@admin.register(InformationRequest)
class InformationRequestTable(ToLookAt):
    list_display = ("declaration", "wanted", "state", "answer_by", "asked_at")
    list_filter = ("state", "wanted")


@admin.register(Inspection)
class InspectionTable(ToLookAt):
    list_display = ("declaration", "kind", "state", "result", "takes_place_at")
    list_filter = ("state", "result", "kind")


@admin.register(Hold)
class HoldTable(ToLookAt):
    list_display = ("declaration", "until", "reason", "ended_at")


@admin.register(Seizure)
class SeizureTable(ToLookAt):
    list_display = ("declaration", "place", "law", "seized_at")
