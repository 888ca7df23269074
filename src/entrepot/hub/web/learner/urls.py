"""Lessons, exams, certificates. A course and a certificate keep the addresses that credentials name."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.learner import views

urlpatterns = [
    path("learn/", views.shelf, name="learner"),
    path("courses/<slug:slug>", views.course, name="course"),
    path("courses/<slug:slug>/exam", views.begin, name="exam-begin"),
    path("exams/<int:number>", views.exam, name="exam"),
    path("certificates/<ref:number>", views.certificate, name="certificate"),
    path("certificates/<ref:number>/credential", views.credential, name="credential"),
]
