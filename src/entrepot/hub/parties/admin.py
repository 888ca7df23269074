"""Who takes part, as tables, to look at. A secret is in none of them."""

from __future__ import annotations

from django.contrib import admin

from entrepot.hub.events.admin import Shown
from entrepot.hub.parties.models import Key, Membership, Party, Person, Right, VerifyingKey


@admin.register(Party)
class PartyTable(Shown):
    list_display = ("code", "name", "country", "home")
    list_filter = ("country", "home")
    search_fields = ("code", "name", "registration")


@admin.register(Person)
class PersonTable(Shown):
    list_display = ("email", "name", "language", "is_active", "joined_at")
    search_fields = ("email", "name")
    exclude = ("password",)


@admin.register(Membership)
class MembershipTable(Shown):
    list_display = ("person", "party", "role")
    list_filter = ("role",)


@admin.register(Right)
class RightTable(Shown):
    list_display = ("party", "right", "granted_at", "by")
    list_filter = ("right",)


@admin.register(Key)
class KeyTable(Shown):
    list_display = ("name", "party", "issued_at")


@admin.register(VerifyingKey)
class VerifyingKeyTable(Shown):
    list_display = ("name", "party", "thumbprint", "registered_at", "withdrawn_at")
