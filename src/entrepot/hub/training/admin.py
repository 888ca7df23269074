"""Courses, sittings and certificates as tables, to look at; courses are written in their files."""

from __future__ import annotations

from django.contrib import admin

from entrepot.hub.customs.admin import ToLookAt
from entrepot.hub.training.models import Certificate, Course, Question, Sitting


@admin.register(Course)
class CourseTable(ToLookAt):
    list_display = ("slug", "asked", "pass_mark", "grants", "published_at")


@admin.register(Question)
class QuestionTable(ToLookAt):
    list_display = ("course", "code", "confidence", "source", "asked_now")
    list_filter = ("course", "confidence", "asked_now")


@admin.register(Sitting)
class SittingTable(ToLookAt):
    list_display = ("course", "party", "state", "right", "passed", "started_at")
    list_filter = ("course", "state", "passed")


@admin.register(Certificate)
class CertificateTable(ToLookAt):
    list_display = ("number", "course", "party", "issued_at", "valid_until")
    search_fields = ("number",)
