"""The officer's pages."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.duty import views as duty
from entrepot.hub.web.officer import (
    appeals,
    deeds,
    forms,
    inspections,
    passages,
    profiles,
    requests,
    statistics,
    views,
)

urlpatterns = [
    path("", views.queue, name="officer"),
    path("decided/", views.decided, name="officer-decided"),
    path("passages/", passages.listed, name="officer-passages"),
    path("passages/<ref:number>", passages.move, name="officer-passage"),
    path("duty/", duty.received, name="officer-duty"),
    path("duty/<ref:number>", duty.confirming, name="officer-statement"),
    path("profiles/", profiles.listed, name="officer-profiles"),
    path("profiles/changes/<int:number>", profiles.change, name="officer-profile-change"),
    path("profiles/<ref:code>", profiles.profile, name="officer-profile"),
    path("requests/<int:number>", requests.request, name="officer-request"),
    path("enclosures/<int:number>", requests.enclosure, name="officer-enclosure"),
    path("inspections/<int:number>", inspections.inspection, name="officer-inspection"),
    path("d/<ref:number>/inspection", deeds.order, name="officer-inspect"),
    path("d/<ref:number>/seizure", deeds.seize, name="officer-seize"),
    path("statistics/", statistics.statistics, name="officer-statistics"),
    path("statistics/<slug:which>.csv", statistics.download, name="officer-statistics-csv"),
    path("appeals/", appeals.waiting, name="officer-appeals"),
    path("appeals/<int:number>", deeds.rule, name="officer-rule"),
    path("d/<ref:number>/forms/<slug:code>", forms.form, name="officer-form"),
    path("d/<ref:number>/part", deeds.release_part, name="officer-part"),
    path("d/<ref:number>/desk", views.desk, name="officer-desk"),
    path("d/<ref:number>", views.declaration, name="officer-declaration"),
]
