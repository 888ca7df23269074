"""The book: accounts, transfers and their postings, for ever (the fence of `events` stands around all of them)."""

from __future__ import annotations

from django.db import models

from entrepot.trade import ledger as paper


class Account(models.Model):
    """Where money stands: a code such as `escrow`, `payable:hz-ceramics` or `tax:cn-customs:duty`."""

    code = models.CharField(max_length=120, unique=True)

    def __str__(self) -> str:
        return self.code


class Transfer(models.Model):
    """Money moved once, under a key that names the cause; `digest` tells a repetition from another content."""

    key = models.CharField(max_length=160, unique=True)
    digest = models.CharField(max_length=64)
    memo = models.CharField(max_length=240, blank=True)
    ucr = models.CharField(max_length=35, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=160)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["ucr"], name="transfer_by_ucr")]

    def __str__(self) -> str:
        return self.key

    @property
    def plain(self) -> paper.Transfer:
        """The transfer as it was handed in."""
        postings = tuple(paper.Posting(each.account.code, each.minor, each.currency) for each in self.postings.all())
        return paper.Transfer(self.key, self.memo, postings, self.ucr)


class Posting(models.Model):
    """One account's side of a transfer, in whole minor units; debit is positive."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="postings", db_index=False)
    currency = models.CharField(max_length=3)
    minor = models.BigIntegerField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["account", "currency", "id", "minor"], name="posting_by_account")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.minor} {self.currency}"


class Fold(models.Model):
    """The sum of an account's postings up to and including one, so that a balance never adds up the whole book."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="folds", db_index=False)
    currency = models.CharField(max_length=3)
    through = models.BigIntegerField()
    minor = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "currency", "through"], name="one_fold_each")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.minor} {self.currency} through {self.through}"
