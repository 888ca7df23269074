"""Settings of one hub, read from the environment; the defaults start a hub on SQLite with nothing else installed.

Every variable is described in `docs/operations.md`.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from entrepot.hub import logs

ROOT = Path(__file__).resolve().parent

ENTREPOT_HOME = Path(os.environ.get("ENTREPOT_HOME", ".entrepot")).resolve()
ENTREPOT_URL = os.environ.get("ENTREPOT_URL", "http://127.0.0.1:8000")
ENTREPOT_NAME = os.environ.get("ENTREPOT_NAME", "Entrepôt")
ENTREPOT_COUNTRY = os.environ.get("ENTREPOT_COUNTRY", "XA")
ENTREPOT_CLOCK = os.environ.get("ENTREPOT_CLOCK", "wall")  # or "simulated": a stored clock, for stories
ENTREPOT_ALLOW_LOOPBACK_PEERS = os.environ.get("ENTREPOT_ALLOW_LOOPBACK_PEERS") == "1"
ENTREPOT_TERMS = os.environ.get("ENTREPOT_TERMS", "")  # a file with the terms of this hub towards buyers and sellers
ENTREPOT_FOUR_EYES = os.environ.get("ENTREPOT_FOUR_EYES", "")  # "1" or "0"; needed unless peers are on this machine
ENTREPOT_LAW = os.environ.get("ENTREPOT_LAW", "")  # a folder of law in place of the shipped one
ENTREPOT_PREVIEW = os.environ.get("ENTREPOT_PREVIEW", "MY,SG,TH,US,DE,GB,AU,JP")  # where a product is previewed
ENTREPOT_FOLLOWERS = "entrepot.hub.followers.FOLLOWERS"
ENTREPOT_HANDLERS = "entrepot.hub.network.handlers.HANDLERS"

ENTREPOT_NAMES_STALE_DAYS = int(os.environ.get("ENTREPOT_NAMES_STALE_DAYS", "7"))

# Who stands for the outside world. A simulator says that it is one.
ENTREPOT_PAYMENT = os.environ.get("ENTREPOT_PAYMENT", "entrepot.hub.adapters.payment.simulator")
ENTREPOT_CARRIER = os.environ.get("ENTREPOT_CARRIER", "entrepot.hub.adapters.carrier.simulator")
ENTREPOT_NAMES = os.environ.get("ENTREPOT_NAMES", "entrepot.hub.adapters.names.folder")
ENTREPOT_AUTHORITY = os.environ.get("ENTREPOT_AUTHORITY", "")


def _secret() -> str:
    """The secret of this hub: from the environment, else made once and kept in its home."""
    if given := os.environ.get("ENTREPOT_SECRET"):
        return given
    kept = ENTREPOT_HOME / "secret"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        try:
            os.link(fresh, kept)  # the first of several processes wins, whole
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return kept.read_text()


SECRET_KEY = _secret()
DEBUG = os.environ.get("ENTREPOT_DEBUG") == "1"
_AT = urlsplit(ENTREPOT_URL)
ALLOWED_HOSTS = [
    _AT.hostname or "",
    *os.environ.get("ENTREPOT_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(","),
]

# A hub that is reached by https says so to browsers and sends its cookies nowhere else.
_HTTPS = _AT.scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _HTTPS else 0
CSRF_TRUSTED_ORIGINS = [f"{_AT.scheme}://{_AT.netloc}"]
if os.environ.get("ENTREPOT_PROXY") == "1":  # a proxy in front ends TLS, and it alone sets this header
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Cookies know no ports: two hubs on one machine need names of their own.
_COOKIE = "__Host-entrepot" if _HTTPS else f"entrepot-{_AT.port or 80}"
SESSION_COOKIE_NAME = _COOKIE
CSRF_COOKIE_NAME = f"{_COOKIE}-csrf"
LANGUAGE_COOKIE_NAME = f"{_COOKIE}-language"
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024  # a batch of some 5,000 declarations

LOGGING = logs.configured(os.environ.get("ENTREPOT_LOG", "INFO"), os.environ.get("ENTREPOT_LOG_FORM", "words"))

INSTALLED_APPS = [
    "entrepot.hub.events",
    "entrepot.hub.parties",
    "entrepot.hub.ledger",
    "entrepot.hub.catalogue",
    "entrepot.hub.tariffs",
    "entrepot.hub.payments",
    "entrepot.hub.customs",
    "entrepot.hub.duties",
    "entrepot.hub.stock",
    "entrepot.hub.orders",
    "entrepot.hub.buying",
    "entrepot.hub.aftersales",
    "entrepot.hub.trust",
    "entrepot.hub.finance",
    "entrepot.hub.training",
    "entrepot.hub.network",
    "entrepot.hub.webhooks",
    "entrepot.hub.notices",
    "entrepot.hub.storefronts",
    "entrepot.hub.web",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.idp.oidc",
]

MIDDLEWARE = [
    "entrepot.hub.logs.numbered",
    "django.middleware.security.SecurityMiddleware",
    "entrepot.hub.policy.stated",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "entrepot.hub.web.middleware.Strokes",
    "entrepot.hub.web.middleware.Refusals",
]

ROOT_URLCONF = "entrepot.hub.urls"
WSGI_APPLICATION = "entrepot.hub.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

AUTH_USER_MODEL = "parties.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_CHECKS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_CHECKS}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_CHECKS}.CommonPasswordValidator"},
    {"NAME": f"{_CHECKS}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ["email", "name"]}},
]
ACCOUNT_ADAPTER = "entrepot.hub.parties.adapter.Enrolled"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"

# Letters go where ENTREPOT_SMTP says (smtp://user:password@host:587), else to the log.
_POST = urlsplit(os.environ.get("ENTREPOT_SMTP", ""))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _POST.hostname else 'console'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _POST.hostname or "", _POST.port or 587
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_POST.username or ""), unquote(_POST.password or "")
EMAIL_USE_TLS = True
ENTREPOT_NOTICE = os.environ.get(
    "ENTREPOT_NOTICE", f"entrepot.hub.adapters.notice.{'mail' if _POST.hostname else 'simulator'}"
)
DEFAULT_FROM_EMAIL = os.environ.get("ENTREPOT_MAIL_FROM", f"hub@{_AT.hostname}")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("ms", "Bahasa Melayu")]
LOCALE_PATHS = [ROOT.parent / "locale"]
TIME_ZONE = os.environ.get("ENTREPOT_ZONE", "UTC")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = ENTREPOT_HOME / "static"
WHITENOISE_USE_FINDERS = True

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def database(url: str) -> dict[str, object]:
    """SQLite in the hub's home, or the PostgreSQL that an address names."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ENTREPOT_HOME / "hub.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;",
            },
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": dict(parse_qsl(parts.query)).get("host") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"prepare_threshold": 5},  # statements may be prepared; `hub.rows` asks for it
    }


DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""))}
