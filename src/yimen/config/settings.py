"""The only settings file. Values come from the environment (docs/reference/settings.md)."""

import secrets
from pathlib import Path
from typing import Any

import dj_database_url

from yimen.config import environment as env

ROOT = Path(__file__).resolve().parents[3]

YIMEN_MODE = env.choice("YIMEN_MODE", ("demo", "production", "test"), "production")
YIMEN_DEMO = YIMEN_MODE != "production"
YIMEN_VAR = env.folder("YIMEN_VAR", ROOT / "var" if YIMEN_DEMO else None)
YIMEN_SERVICES = env.existing("YIMEN_SERVICES", ROOT / "services")
YIMEN_LAWS = env.existing("YIMEN_LAWS", ROOT / "laws")
YIMEN_STANDARDS = env.existing("YIMEN_STANDARDS", ROOT / "standards")
YIMEN_ADDRESS = env.text("YIMEN_ADDRESS", "http://127.0.0.1:8000" if YIMEN_DEMO else None).rstrip("/")
# How long files are kept after their case has ended, where the service says nothing else.
YIMEN_KEEP_YEARS = env.whole("YIMEN_KEEP_YEARS", 10, least=1, most=100)
# How many days after its end a process still holds what it remembered of people (个人信息保护法 19).
YIMEN_EMPTY_AFTER_DAYS = env.whole("YIMEN_EMPTY_AFTER_DAYS", 365, least=30, most=36500)
# How often one address may ask the open interface within a minute.
YIMEN_API_PER_MINUTE = env.whole("YIMEN_API_PER_MINUTE", 300, least=10, most=100000)
YIMEN_HTTPS = env.yes("YIMEN_HTTPS", not YIMEN_DEMO)


def _demo_secret() -> str:
    # A demo makes its own secret once; production must bring one.
    path = YIMEN_VAR / "secret"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


# What stands behind each port: module:factory, or "none". A demo adapter shows codes on the page and seals for nobody,
# so production must name its own.
YIMEN_ADAPTERS = {
    "code_sender": env.adapter("YIMEN_CODE_SENDER", "yimen.adapters.demo.sms:ShownCode", demo=YIMEN_DEMO),
    "identity_register": env.adapter(
        "YIMEN_IDENTITY_REGISTER", "yimen.adapters.demo.identity:PopulationRegister", demo=YIMEN_DEMO
    ),
    "seal": env.adapter("YIMEN_SEAL", "yimen.adapters.demo.seal:demo_seal", demo=YIMEN_DEMO),
    "payment_channel": env.adapter("YIMEN_PAYMENT_CHANNEL", "yimen.adapters.demo.payments:one_card", demo=YIMEN_DEMO),
    "sms_gateway": env.adapter("YIMEN_SMS_GATEWAY", "yimen.adapters.demo.sms:DemoGateway", demo=YIMEN_DEMO),
    # Optional everywhere: the search compares words alone unless a model is named.
    "search_meaning": env.optional_adapter("YIMEN_SEARCH_MEANING"),
}
YIMEN_SMS_URL = env.text("YIMEN_SMS_URL", "")
YIMEN_SMS_KEY = env.text("YIMEN_SMS_KEY", "")
# A file over the limit is not read to its end.
FILE_UPLOAD_HANDLERS = [
    "yimen.ground.files.bounded.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 10

SECRET_KEY = env.text("YIMEN_SECRET_KEY", _demo_secret() if YIMEN_DEMO else None)
DEBUG = False
ALLOWED_HOSTS = env.words("YIMEN_HOSTS", "127.0.0.1,localhost,testserver" if YIMEN_DEMO else None)
CSRF_TRUSTED_ORIGINS = [YIMEN_ADDRESS]

YIMEN_BRAND = {
    "city": env.text("YIMEN_CITY", "云溪市"),
    "site_name": env.text("YIMEN_SITE_NAME", "云溪市政务服务"),
}


def _desk(group: str, key: str, label: str, url: str, *posts: str) -> dict[str, Any]:
    """An entry for officers, under the heading of its group once there are many; `posts`: only for those who hold one
    of them: its code, `role/code`, or `takes-in` for any that takes in."""
    entry = {"key": key, "label": label, "url": url, "audience": "staff", "group": group}
    return {**entry, "posts": posts} if posts else entry


_ALIVE = ("helper", "street-office/acceptor", "street-office/reviewer", "confirmer", "payer")
_EDITORS = ("catalogue-editor", "catalogue-reviewer")
YIMEN_NAV = [
    {"key": "home", "label": "首页", "url": "citizen:home", "audience": "citizen"},
    {"key": "search", "label": "全部事项", "url": "citizen:search", "audience": "citizen"},
    {"key": "cases", "label": "我的办件", "url": "citizen:my-cases", "audience": "citizen"},
    {"key": "certs", "label": "我的证照", "url": "citizen:my-certificates", "audience": "citizen"},
    _desk("", "desk", "待办", "desk:worklist"),
    _desk("", "window", "窗口代录", "desk:window", "takes-in"),
    _desk("津贴", "benefits", "津贴发放", "benefits:lists", "payer", "confirmer"),
    _desk("津贴", "soon", "快到年龄的老人", "benefits:soon", "helper"),
    _desk("津贴", "alive", "健在核对", "benefits:alive", *_ALIVE),
    _desk("事项", "catalogue", "事项编审", "catalogue:overview", *_EDITORS),
    _desk("事项", "directory", "事项目录", "directory:overview", *_EDITORS),
    _desk("事项", "lacks", "事项还缺什么", "reports:lacks", *_EDITORS),
    _desk("事项", "wishes", "没找到的事", "search:wishes", "catalogue-editor"),
    _desk("事项", "law-alarms", "法规提醒", "law:alarms", "catalogue-editor"),
    _desk("事项", "powers-gaps", "权责核对", "powers:gaps", "catalogue-editor"),
    _desk("监督", "supervision", "效能监督", "supervision:findings"),
    _desk("监督", "feedback", "差评回访", "evaluation:follow-ups", "operator", "head"),
    _desk("运行", "processes", "流程", "desk:processes"),
    _desk("运行", "stopped", "停住的流程", "processes:stopped", "operator"),
    _desk("运行", "daily", "每日任务", "calendar:daily", "operator"),
    _desk("运行", "answering", "答复意见的岗位", "desk:answering", "operator"),
    _desk("运行", "calendar", "工作日历", "calendar:year"),
]
# Names of bodies and places for pages in English (Chinese: English, one a line); services bring their own.
YIMEN_ENGLISH_NAMES = env.text("YIMEN_ENGLISH_NAMES", str(ROOT / "demo" / "english.yaml") if YIMEN_DEMO else "")
YIMEN_LINKS = {
    "home": "citizen:home",
    "sign_in": "accounts:sign-in",
    "sign_out": "accounts:sign-out",
    "account": "citizen:my-cases",
    "search": "citizen:search",
    "inbox": "messages:inbox",
}
YIMEN_TRUST_ROOTS = [Path(path) for path in env.words("YIMEN_TRUST_ROOTS", str(YIMEN_VAR / "seals" / "root.pem"))]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "yimen.ui",
    "yimen.ground.audit",
    "yimen.ground.outbox",
    "yimen.ground.numbering",
    "yimen.ground.places",
    "yimen.ground.accounts",
    "yimen.ground.calendar",
    "yimen.ground.files",
    "yimen.ground.documents",
    "yimen.ground.messages",
    "yimen.ground.search",
    "yimen.ground.processes",
    "yimen.domains.law",
    "yimen.domains.standards",
    "yimen.domains.directory",
    "yimen.domains.catalogue",
    "yimen.domains.powers",
    "yimen.domains.catalogue.reports",
    "yimen.domains.registers",
    "yimen.domains.certificates",
    "yimen.domains.benefits",
    "yimen.domains.cases",
    "yimen.domains.evaluation",
    "yimen.domains.supervision",
    "yimen.portals.api",
    "yimen.portals.citizen",
    "yimen.portals.desk",
    "yimen.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "yimen.config.middleware.content_security_policy",
    "yimen.config.middleware.language",
    "yimen.config.middleware.no_nul",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yimen.config.middleware.moment",
    "yimen.config.middleware.viewer",
    "yimen.config.middleware.keep_session",
    "yimen.config.middleware.Gate",
    "yimen.config.errors.SentencesToPages",
]

ROOT_URLCONF = "yimen.config.urls"
WSGI_APPLICATION = "yimen.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("yimen.ui.folding.Loader", ["django.template.loaders.app_directories.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "yimen.ui.context.page",
            ],
        },
    }
]

_DATABASE_URL = env.text("YIMEN_DATABASE_URL", f"sqlite:///{YIMEN_VAR / 'yimen.sqlite3'}" if YIMEN_DEMO else None)
try:
    _database: dict[str, Any] = dict(dj_database_url.parse(_DATABASE_URL, conn_max_age=600, conn_health_checks=True))
except (ValueError, KeyError) as error:
    raise env.SettingError(
        "YIMEN_DATABASE_URL", "is no database address such as postgresql://user@host/name."
    ) from error
if _database["ENGINE"] not in ("django.db.backends.sqlite3", "django.db.backends.postgresql"):
    raise env.SettingError(
        "YIMEN_DATABASE_URL", "names a database that Yimen does not run on: use postgresql or sqlite."
    )
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database.update(
        ENGINE="yimen.config.sqlite",
        CONN_MAX_AGE=None,
        OPTIONS={
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            # Else INSERT OR REPLACE deletes a row that is never deleted, and no trigger hears of it.
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
            "PRAGMA recursive_triggers=ON;",
        },
        TEST={"NAME": YIMEN_VAR / "test.sqlite3"},
    )
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["yimen.ground.accounts.backend.Accounts"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if YIMEN_MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

LANGUAGE_CODE = "zh-hans"
# The first language has no prefix in addresses; the others have their code (docs/decisions/0012).
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = YIMEN_VAR / "static"
MEDIA_ROOT = YIMEN_VAR / "documents"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if YIMEN_MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = YIMEN_MODE == "test"

# Figures that may be a minute old. Each process keeps its own; tests ask anew, for they put the database back.
_CACHE = "dummy.DummyCache" if YIMEN_MODE == "test" else "locmem.LocMemCache"
CACHES = {"default": {"BACKEND": f"django.core.cache.backends.{_CACHE}"}}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

SESSION_ENGINE = "yimen.ground.accounts.sessions"
YIMEN_SESSION_SECONDS = env.whole("YIMEN_SESSION_SECONDS", 2 * 60 * 60, least=600)
# Sessions are written again only every five minutes, so they live a little longer than people are told.
YIMEN_SESSION_TOUCH = 300
SESSION_COOKIE_AGE = YIMEN_SESSION_SECONDS + 2 * YIMEN_SESSION_TOUCH
SESSION_COOKIE_NAME = "ym_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = YIMEN_HTTPS
CSRF_COOKIE_NAME = "ym_csrf"
CSRF_COOKIE_SECURE = YIMEN_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "yimen.ui.views.csrf_failure"
SECURE_SSL_REDIRECT = YIMEN_HTTPS
SECURE_HSTS_SECONDS = 31536000 if YIMEN_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = YIMEN_HTTPS
SECURE_HSTS_PRELOAD = YIMEN_HTTPS
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.yes("YIMEN_BEHIND_PROXY", False) else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["stderr"],
        "level": env.choice("YIMEN_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "WARNING"),
    },
}
SILENCED_SYSTEM_CHECKS = ["security.W008"] if not YIMEN_HTTPS else []
