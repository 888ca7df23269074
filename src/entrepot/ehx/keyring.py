"""The keys of one hub as files: those in force, those that are leaving, and the one that will follow the root.

A key that leaves goes on signing beside its successor until every peer knows the successor. The key that will follow
the root is made and announced before anybody can steal the root, and its file is better kept on another machine.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from entrepot.ehx.keys import ROLES, Role, SigningKey, signing_key
from entrepot.ehx.refusal import refusal
from entrepot.trade.wording import gettext_noop

LEAVING, NEXT = "-leaving", "-next"


@dataclass(frozen=True)
class KeyRing:
    """The four keys of one hub, those of them that are leaving, and the key that will follow the root."""

    root: SigningKey
    log: SigningKey
    cosign: SigningKey
    http: SigningKey
    leaving: Mapping[Role, SigningKey] = field(default_factory=dict)
    next_root: SigningKey | None = None

    @property
    def signing_heads(self) -> tuple[SigningKey, ...]:
        """What signs the heads of our channels: the log key, after the one that it follows."""
        return self._with_leaving("log", self.log)

    @property
    def signing_receipts(self) -> tuple[SigningKey, ...]:
        """What signs receipts: the cosigning key, after the one that it follows."""
        return self._with_leaving("cosign", self.cosign)

    @property
    def signing_messages(self) -> SigningKey:
        """What signs requests and answers: one key only, so the old one until it goes."""
        return self.leaving.get("http", self.http)

    def _with_leaving(self, role: Role, key: SigningKey) -> tuple[SigningKey, ...]:
        return (self.leaving[role], key) if role in self.leaving else (key,)

    @classmethod
    def generate(cls, host: str) -> KeyRing:
        """New keys for the hub at this host."""
        root, log, cosign, http, next_root = (
            signing_key(host, role, Ed25519PrivateKey.generate()) for role in (*ROLES, ROLES[0])
        )
        return cls(root, log, cosign, http, next_root=next_root)

    @classmethod
    def load(cls, folder: Path, host: str) -> KeyRing:
        """The keys kept in the folder."""
        current = {role: signing_key(host, role, _read(_file(folder, role))) for role in ROLES}
        going = {role: file for role in ROLES if (file := _file(folder, role, LEAVING)).exists()}
        leaving = {role: signing_key(host, role, _read(file)) for role, file in going.items()}
        different = {role: key for role, key in leaving.items() if key.verifier != current[role].verifier}
        follows = _file(folder, "root", NEXT)
        next_root = signing_key(host, "root", _read(follows)) if follows.exists() else None
        root, log, cosign, http = (current[role] for role in ROLES)
        return cls(root, log, cosign, http, different, next_root)

    def save(self, folder: Path) -> None:
        """Keep each key in its own file, readable by its owner only; never over a key that is there."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for role in ROLES:
            _write(_file(folder, role), getattr(self, role).private)
        if self.next_root is not None:
            _write(_file(folder, "root", NEXT), self.next_root.private)


def follow(folder: Path, role: Role, *, stay: bool) -> None:
    """Put a new key in the place of the one in this role; with `stay` the old one is kept as leaving.

    The root is followed by the key that was announced, and the next is made at once. Each step is one rename, so that
    after a crash either key is whole in its place.
    """
    place, going = _file(folder, role), _file(folder, role, LEAVING)
    if stay:
        going.unlink(missing_ok=True)
        os.link(place, going)
    if role == "root":
        _file(folder, role, NEXT).replace(place)
        commit_next_root(folder)
    else:
        _fresh(folder).replace(place)
        if not stay:
            going.unlink(missing_ok=True)


def commit_next_root(folder: Path) -> None:
    """Make the key that will follow the root, if there is none yet."""
    if not _file(folder, "root", NEXT).exists():
        _fresh(folder).replace(_file(folder, "root", NEXT))


def forget_leaving(folder: Path, role: Role) -> None:
    """Destroy the key that left; forgetting again is harmless."""
    _file(folder, role, LEAVING).unlink(missing_ok=True)


def _file(folder: Path, role: Role, which: str = "") -> Path:
    return folder / f"{role}{which}.pem"


def _fresh(folder: Path) -> Path:
    """A file with a new key, under a name that nobody reads."""
    made = Path(tempfile.mkdtemp(prefix=".key-", dir=folder)) / "new.pem"
    _write(made, Ed25519PrivateKey.generate())
    ready = folder / f".{made.parent.name}.pem"
    made.replace(ready)
    shutil.rmtree(made.parent)
    return ready


def _write(path: Path, private: Ed25519PrivateKey) -> None:
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)


def _read(path: Path) -> Ed25519PrivateKey:
    if path.stat().st_mode & 0o077:
        raise refusal(
            "key-open-to-others",
            gettext_noop("The key file {path} can be read by others."),
            gettext_noop("Set its mode to 0600, and consider the key known."),
            path=path,
        )
    private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(private, Ed25519PrivateKey), f"{path} holds no Ed25519 key"
    return private
