"""People, the businesses and agencies they act for, and what each of those may do."""

from __future__ import annotations

from typing import Any

from allauth.idp.oidc.models import Client
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a party may be allowed to do, and in which capacity a person acts for it."""

    SELLER = "seller", _("Seller")
    CARRIER = "carrier", _("Carrier")
    DECLARANT = "declarant", _("Declarant")
    WAREHOUSE = "warehouse", _("Warehouse keeper")
    CUSTOMS = "customs", _("Customs")
    AGENCY = "agency", _("Permit agency")
    PAYMENT = "payment", _("Payment institution")
    LENDER = "lender", _("Lender")
    OPERATOR = "operator", _("Operator of the hub")
    TRAINER = "trainer", _("Trainer")
    LEARNER = "learner", _("Learner")
    MERCHANT = "merchant", _("Merchant")
    WALLET = "wallet", _("Wallet provider")


class People(BaseUserManager["Person"]):
    """How people enter: by e-mail address, which is their sign-in name."""

    def create_user(self, email: str, password: str | None = None, **particulars: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **particulars)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **particulars: Any) -> Person:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **particulars)

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser, PermissionsMixin):
    """Someone who signs in with an e-mail address and a password, and may act for several parties."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("may see the tables"), default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = People()

    USERNAME_FIELD = "email"

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Party(models.Model):
    """A business, an agency or an authority. `home` ones are ours; the others are known to us through a peer hub."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    registration = models.CharField(max_length=60, blank=True)
    home = models.BooleanField(default=True)
    languages = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Membership(models.Model):
    """A person may act for a party, in one capacity."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "party", "role"], name="one_membership_each"),
            models.CheckConstraint(name="membership_role_known", condition=models.Q(role__in=Role.values)),
        ]

    def __str__(self) -> str:
        return f"{self.person} as {self.role} of {self.party}"


class Right(models.Model):
    """What a party is authorised to do on this hub, since when, and who said so."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="rights")
    right = models.CharField(max_length=12, choices=Role.choices)
    granted_at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "right"], name="one_right_each"),
            models.CheckConstraint(name="right_known", condition=models.Q(right__in=Role.values)),
        ]

    def __str__(self) -> str:
        return f"{self.party} may act as {self.right}"


class Key(models.Model):
    """A party's key for machines: an OAuth client that acts for the party until the key is withdrawn."""

    client = models.OneToOneField(Client, on_delete=models.CASCADE, primary_key=True, related_name="key")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="keys")
    name = models.CharField(max_length=100)
    issued_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} of {self.party}"


class VerifyingKey(models.Model):
    """The public half of a key with which a party signs what it says; a key withdrawn still proves what came before."""

    thumbprint = models.CharField("name of the key, RFC 7638", max_length=43, primary_key=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="verifying_keys")
    public = models.CharField("Ed25519 public key, base64url", max_length=43)
    name = models.CharField(max_length=100)
    registered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["registered_at", "thumbprint"]

    def __str__(self) -> str:
        return f"{self.name} of {self.party}"
