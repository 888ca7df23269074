"""What the environment makes of a hub, each in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ASK = """
import json
from entrepot.hub import settings
names = {names!r}
print(json.dumps({{name: getattr(settings, name) for name in names}}, default=str))
"""


def settings(home: Path, names: list[str], **environment: str) -> dict[str, Any]:
    """Some settings of a hub in this environment."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("ENTREPOT_", "DATABASE_"))}
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(names=names)],
        env={**bare, "ENTREPOT_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_hub_reached_by_https_sends_its_cookies_nowhere_else_and_says_so(tmp_path: Path) -> None:
    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_NAME", "SECURE_HSTS_SECONDS"]
    names += ["CSRF_TRUSTED_ORIGINS", "ALLOWED_HOSTS", "SECURE_PROXY_SSL_HEADER"]
    found = settings(
        tmp_path, names, ENTREPOT_URL="https://hub.example", ENTREPOT_PROXY="1", ENTREPOT_HOSTS="a.example"
    )
    assert found == {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_NAME": "__Host-entrepot",
        "SECURE_HSTS_SECONDS": 31536000,
        "CSRF_TRUSTED_ORIGINS": ["https://hub.example"],
        "ALLOWED_HOSTS": ["hub.example", "a.example"],
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
    }


def test_two_hubs_on_one_machine_do_not_take_each_others_cookies(tmp_path: Path) -> None:
    names = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE"]
    one = settings(tmp_path, names, ENTREPOT_URL="http://127.0.0.1:8610")
    two = settings(tmp_path, names, ENTREPOT_URL="http://127.0.0.1:8611")
    assert (one["SESSION_COOKIE_NAME"], two["SESSION_COOKIE_NAME"]) == ("entrepot-8610", "entrepot-8611")
    assert one["CSRF_COOKIE_NAME"] != two["CSRF_COOKIE_NAME"]
    assert one["SESSION_COOKIE_SECURE"] is False


def test_the_secret_is_made_once_and_only_the_owner_reads_it(tmp_path: Path) -> None:
    first = settings(tmp_path / "new", ["SECRET_KEY"])
    assert settings(tmp_path / "new", ["SECRET_KEY"]) == first
    assert len(first["SECRET_KEY"]) >= 50
    assert (tmp_path / "new" / "secret").stat().st_mode & 0o777 == 0o600
    assert settings(tmp_path / "new", ["SECRET_KEY"], ENTREPOT_SECRET="given") == {"SECRET_KEY": "given"}


def test_an_address_names_a_postgresql_with_a_socket_or_a_host(tmp_path: Path) -> None:
    by_socket = settings(tmp_path, ["DATABASES"], DATABASE_URL="postgresql://hub:a%2Fb@/rows?host=%2Frun%2Fhub")
    by_host = settings(tmp_path, ["DATABASES"], DATABASE_URL="postgresql://hub:x@db.example:5433/rows")
    pick = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")
    engine = "django.db.backends.postgresql"
    assert [by_socket["DATABASES"]["default"][name] for name in pick] == [engine, "rows", "hub", "a/b", "/run/hub", ""]
    assert [by_host["DATABASES"]["default"][name] for name in pick] == [
        engine,
        "rows",
        "hub",
        "x",
        "db.example",
        "5433",
    ]


def test_letters_go_to_the_log_until_a_post_office_is_named(tmp_path: Path) -> None:
    names = ["EMAIL_BACKEND", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD"]
    assert settings(tmp_path, names)["EMAIL_BACKEND"].endswith("console.EmailBackend")
    found = settings(tmp_path, names, ENTREPOT_SMTP="smtp://hub:p%40ss@post.example:2587")
    assert list(found.values()) == ["django.core.mail.backends.smtp.EmailBackend", "post.example", 2587, "hub", "p@ss"]
