"""Every choice of a deployment comes from the environment (`.env.example` explains each) and has a working default."""

from datetime import date
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from pythonjsonlogger.core import RESERVED_ATTRS

from mailroom import mailboxes, providers

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"
VAR.mkdir(exist_ok=True)
INSECURE_KEY = "insecure: for a desk, never for an office"

env = environ.Env()
env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default=INSECURE_KEY)
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
IS_HTTPS = SITE_URL.startswith("https://")

if SECRET_KEY == INSECURE_KEY and not DEBUG:
    raise ImproperlyConfigured(
        "Set SECRET_KEY: with DEBUG off the portal does not start on the key that everybody knows."
    )
if urlsplit(SITE_URL).scheme not in {"http", "https"} or not urlsplit(SITE_URL).hostname:
    raise ImproperlyConfigured(
        f"SITE_URL is {SITE_URL!r}: write the portal's address, such as https://portal.example.org."
    )

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[urlsplit(SITE_URL).hostname, "127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "alliance",
    "mailroom",
    "people",
    "documents",
    "members",
    "plans",
    "partnerships",
    "forums",
    "funds",
    "outreach",
    "reports",
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.import_export",
    "unfold.contrib.simple_history",
    "import_export",
    "simple_history",
    "alliance.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    "csp",
    "anymail",
]

MIDDLEWARE = [
    "alliance.logs.with_reference",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "alliance.rates.tell_rate",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "people.middleware.SecondFactorFirst",
    "alliance.middleware.keep_private",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "alliance.urls"
WSGI_APPLICATION = "alliance.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "alliance.logs.in_context",
                "people.context.safeguards",
                "alliance.sections.sections",
            ],
        },
    },
    {
        "NAME": "mail",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        # a mail that was not given what its text names goes to nobody (mailroom.writing)
        "OPTIONS": {"string_if_invalid": "\ue000?%s\ue001"},
    },
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Web server and worker write side by side; a test with threads needs a file too.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
    }
    DATABASES["default"]["TEST"] = {"NAME": VAR / "test.sqlite3"}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    # what is counted: rates of the API, attempts to sign in
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "portal",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # what counts attempts is not pushed out by making many
    },
    # the keys of long lists, each for one version of the registers
    "lists": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "lists",
        "TIMEOUT": 5 * 60,
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "lists",
        "TIMEOUT": 5 * 60,
        "OPTIONS": {"MAX_ENTRIES": 100},
    },
}

# people sign in by e-mail; accounts are made by the secretariat, never by the visitor
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.backends.PortalBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "people.adapter.ClosedAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {"reset_password": "people.forms.ForgottenPasswordForm"}
ACCOUNT_RATE_LIMITS = {"reset_password": "20/m/ip,5/h/key"}
ACCOUNT_SESSION_REMEMBER = False
INVITATION_DAYS = env.int("INVITATION_DAYS", default=14)
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("BEHIND_PROXY", default=False) else 0
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_ADAPTER = "people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the secretariat writes the address, nobody else
MFA_FORMS = {
    "authenticate": "people.forms.CodeForm",
    "add_webauthn": "people.forms.AddPasskeyForm",
    "authenticate_webauthn": "people.forms.PasskeyForm",
    "login_webauthn": "people.forms.SignInPasskeyForm",
    "reauthenticate_webauthn": "people.forms.ConfirmPasskeyForm",
}
MFA_TOTP_ISSUER = "Alliance of Civilizations"
MFA_TOTP_TOLERANCE = 1
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=True)
if not SECOND_FACTOR_REQUIRED and IS_HTTPS and not DEBUG:
    raise ImproperlyConfigured(
        "SECOND_FACTOR_REQUIRED=false is for a demonstration at a desk: over https staff need a second factor."
    )
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal_home"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 60 * 60) if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "alliance.errors.stale_form"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
FORMAT_MODULE_PATH = ["alliance.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "media")))
UPLOAD_LIMIT_MB = env.int("UPLOAD_LIMIT_MB", default=20)
ANTIVIRUS_COMMAND = env.str("ANTIVIRUS_COMMAND", default="")
ANTIVIRUS_TIMEOUT = env.int("ANTIVIRUS_TIMEOUT", default=30)
IS_COLLECTED = env.bool("STATIC_COLLECTED", default=False)
STATIC_ROOT = BASE_DIR / "staticfiles" if IS_COLLECTED else None
WHITENOISE_USE_FINDERS = not IS_COLLECTED
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
if IS_HTTPS and not DEBUG and not env.str("MAIL_ESP", default="") and "console" in EMAIL_CONFIG["EMAIL_BACKEND"]:
    raise ImproperlyConfigured(
        "Set EMAIL_URL or MAIL_ESP: over https mail is sent, and not printed with its links into a log."
    )
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("FROM_EMAIL", default="portal@example.org")
SECRETARIAT_EMAIL = env.str("SECRETARIAT_EMAIL", default="")
EMAIL_TIMEOUT = env.int("MAIL_TIMEOUT_SECONDS", default=30)
MAIL_DOMAIN = env.str("MAIL_DOMAIN", default=parseaddr(DEFAULT_FROM_EMAIL)[1].rpartition("@")[2])
MAIL_RETURN_PATH = env.str("MAIL_RETURN_PATH", default=parseaddr(DEFAULT_FROM_EMAIL)[1])
MAIL_WORKERS = env.int("MAIL_WORKERS", default=4)
MAIL_WINDOW = env.int("MAIL_WINDOW", default=50)
MAIL_CLAIM_SECONDS = env.int("MAIL_CLAIM_SECONDS", default=120)
MAIL_SWEEP_SECONDS = env.int("MAIL_SWEEP_SECONDS", default=60)
MAIL_RETRY_SECONDS = env.int("MAIL_RETRY_SECONDS", default=60)
MAIL_RETRY_MOST_SECONDS = env.int("MAIL_RETRY_MOST_SECONDS", default=60 * 60)
MAIL_GIVE_UP_HOURS = env.int("MAIL_GIVE_UP_HOURS", default=72)
MAIL_STUCK_MINUTES = env.int("MAIL_STUCK_MINUTES", default=30)
MAIL_ATTACHMENT_LIMIT_MB = env.int("MAIL_ATTACHMENT_LIMIT_MB", default=10)
MAIL_WINDOW_MOST = 50  # so many messages at most does a worker that is killed leave in doubt
for name, number in {
    "MAIL_TIMEOUT_SECONDS": EMAIL_TIMEOUT,
    "MAIL_WORKERS": MAIL_WORKERS,
    "MAIL_CLAIM_SECONDS": MAIL_CLAIM_SECONDS,
    "MAIL_SWEEP_SECONDS": MAIL_SWEEP_SECONDS,
    "MAIL_RETRY_SECONDS": MAIL_RETRY_SECONDS,
    "MAIL_RETRY_MOST_SECONDS": MAIL_RETRY_MOST_SECONDS,
    "MAIL_GIVE_UP_HOURS": MAIL_GIVE_UP_HOURS,
    "MAIL_STUCK_MINUTES": MAIL_STUCK_MINUTES,
    "MAIL_ATTACHMENT_LIMIT_MB": MAIL_ATTACHMENT_LIMIT_MB,
}.items():
    if number < 1:
        raise ImproperlyConfigured(f"{name} is {number}: write a whole number from 1.")
if not 1 <= MAIL_WINDOW <= MAIL_WINDOW_MOST:
    raise ImproperlyConfigured(f"MAIL_WINDOW is {MAIL_WINDOW}: write a whole number from 1 to {MAIL_WINDOW_MOST}.")
for name, address, is_needed in [
    ("FROM_EMAIL", parseaddr(DEFAULT_FROM_EMAIL)[1], True),
    ("MAIL_RETURN_PATH", MAIL_RETURN_PATH, True),
    ("SECRETARIAT_EMAIL", SECRETARIAT_EMAIL, False),
]:
    try:
        if address or is_needed:
            validate_email(address)
    except ValidationError:
        raise ImproperlyConfigured(
            f"{name} is {address!r}: write an e-mail address, such as portal@example.org."
        ) from None

BOUNCE_MAILBOX = env.str("BOUNCE_MAILBOX", default="")
if refusal := mailboxes.refusal(BOUNCE_MAILBOX):
    raise ImproperlyConfigured(refusal)
MAIL_ESP = env.str("MAIL_ESP", default="")
ANYMAIL = {"REQUESTS_TIMEOUT": EMAIL_TIMEOUT, **env.dict("ANYMAIL", default={})}
if MAIL_ESP:
    if refusal := providers.refusal(MAIL_ESP, ANYMAIL):
        raise ImproperlyConfigured(refusal)
    EMAIL_BACKEND = f"anymail.backends.{MAIL_ESP}.EmailBackend"
try:
    GOING_LIVE_ON = date.fromisoformat(day) if (day := env.str("GOING_LIVE_ON", default="")) else None
except ValueError as error:
    raise ImproperlyConfigured(f"GOING_LIVE_ON is {day!r}: write a day, such as 2027-05-03.") from error

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://")
if CELERY_BROKER_URL == "filesystem://":
    QUEUE = VAR / "queue"
    QUEUE.mkdir(mode=0o700, parents=True, exist_ok=True)  # what waits in it names people
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE),
        "data_folder_out": str(QUEUE),
        "control_folder": str(VAR / "queue-control"),
        "polling_interval": 0.25,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat")
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "mailroom.tasks.sweep", "schedule": MAIL_SWEEP_SECONDS},
    "read-bounces": {"task": "mailroom.tasks.read_bounces", "schedule": crontab(minute="*/10")},
    "ask-for-updates": {"task": "plans.tasks.ask_for_updates", "schedule": crontab(hour=5, minute=30)},
    "draft-newsletter": {
        "task": "outreach.tasks.draft_newsletter",
        "schedule": crontab(hour=6, minute=30, day_of_month=1),
    },
    "send-newsletters": {"task": "outreach.tasks.send_newsletters", "schedule": crontab()},
    "clear-unconfirmed": {"task": "outreach.tasks.clear_unconfirmed", "schedule": crontab(hour=3, minute=50)},
    "remind": {"task": "mailroom.tasks.remind", "schedule": crontab(hour=6, minute=0)},
    "clear-expired-sessions": {"task": "people.tasks.clear_expired_sessions", "schedule": crontab(hour=3, minute=30)},
    "clear-abandoned-imports": {"task": "alliance.tasks.clear_abandoned_imports", "schedule": crontab(minute=45)},
    "forget-orphans": {"task": "documents.tasks.forget_orphans", "schedule": crontab(hour=3, minute=40)},
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": [
        "rest_framework.renderers.JSONRenderer",
        "alliance.rest.CSVRenderer",
        "alliance.rest.XLSXRenderer",
    ],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "alliance.rest.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "alliance.rest.Negotiation",
    "DEFAULT_THROTTLE_CLASSES": ["alliance.rates.RateLimit"],
    "DEFAULT_THROTTLE_RATES": {
        "anon": env.str("API_RATE_ANONYMOUS", default="600/hour"),
        "user": env.str("API_RATE_USER", default="6000/hour"),
    },
    "NUM_PROXIES": 1 if env.bool("BEHIND_PROXY", default=False) else 0,
    "EXCEPTION_HANDLER": "alliance.rest.problem",
    "COERCE_DECIMAL_TO_STRING": True,
}
# Reading is open to other sites, never with the visitor's session; writing is not.
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "accept-language", "authorization", "content-type", "if-none-match"]
CORS_EXPOSE_HEADERS = ["Content-Disposition", "ETag", "Location", "RateLimit", "RateLimit-Policy", "Retry-After"]
SPECTACULAR_SETTINGS = {
    "TITLE": "Alliance portal",
    "DESCRIPTION": "The registers of the United Nations Alliance of Civilizations: its members, the documents that "
    "tell of them, and what both count. Reading is open, to other sites too; errors are problem+json (RFC 9457).\n\n"
    "Every list is JSON, CSV or XLSX by `format`; a table has all rows at once and no pages. CSV is UTF-8 and begins "
    "with a byte order mark, by which spreadsheets know it: read it as `utf-8-sig`.\n\n"
    "Every answer has an `ETag`; sent back as `If-None-Match` it saves reading what has not changed. To harvest, ask "
    "a list with `updated_since` for what is new and, in `gone`, for what was deleted, hidden, merged or renamed.\n\n"
    "`RateLimit` tells with every answer how many calls are left.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "alliance.description.describe",
    ],
    "ENUM_NAME_OVERRIDES": {
        "MemberKindEnum": "members.models.member.Member.Kind",
        "DocumentKindEnum": "documents.models.document.Document.Kind",
        "PartnerKindEnum": "partnerships.models.partner.Partner.Kind",
        "AgreementKindEnum": "partnerships.models.agreement.Agreement.Kind",
        "MemberStatusEnum": "members.models.member.Member.Status",
        "NationalPlanStatusEnum": "members.models.national_plan.NationalPlan.Status",
        "RegionalStrategyStatusEnum": "members.models.regional_strategy.RegionalStrategy.Status",
        "AgreementStatusEnum": "partnerships.models.agreement.Agreement.Status",
        "ContributorKindEnum": "funds.models.contributor.Contributor.Kind",
        "CommitmentKindEnum": "forums.models.commitment.Commitment.Kind",
        "ForumStatusEnum": "forums.models.forum.Forum.Status",
        "NetworkKindEnum": "partnerships.models.network.Network.Kind",
        "NetworkStatusEnum": "partnerships.models.network.Network.Status",
        "ProgrammeKindEnum": "partnerships.models.programme.Programme.Kind",
        "ProgrammeStatusEnum": "partnerships.models.programme.Programme.Status",
        "StrategyParticipantRoleEnum": "members.models.regional_strategy.StrategyParticipant.Role",
        "LanguageEnum": "people.models.person.LANGUAGES.items",
        "CompletionEnum": "plans.models.measure.Completion",
        "CommitmentStandingEnum": "forums.models.commitment.STANDINGS",
        "UpdateStandingEnum": "plans.models.update_due.UpdateDue.Standing",
        "FocalPointRoleEnum": "members.models.focal_point.FocalPoint.Role",
        "NewsletterStatusEnum": "outreach.models.newsletter.Newsletter.Status",
        "NewsletterLanguageEnum": "outreach.models.languages.CHOICES",
        "NewsletterTopicEnum": "alliance.happenings.Topic",
    },
}

IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"
IMPORT_EXPORT_SKIP_ADMIN_EXPORT_UI = False
IMPORT_FOLDER = Path(env.str("IMPORT_FOLDER", default=str(VAR / "imports")))

UNFOLD = {
    "SITE_TITLE": _("Alliance of Civilizations"),
    "SITE_HEADER": _("Alliance of Civilizations"),
    "SITE_SUBHEADER": _("The secretariat's registers"),
    "SITE_URL": "/",
    "SITE_ICON": lambda request: static("img/mark.svg"),
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/mark.svg")},
    ],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "ENVIRONMENT": "people.context.environment",
    "STYLES": [lambda request: static("css/admin.css")],
    "DASHBOARD_CALLBACK": "reports.dashboard.dashboard",
    "BORDER_RADIUS": "3px",
    "COLORS": {
        "primary": {
            "50": "#e6f3fa",
            "100": "#cce7f5",
            "200": "#99cfeb",
            "300": "#6cc5f5",
            "400": "#33b1e2",
            "500": "#009edb",
            "600": "#00689d",
            "700": "#00567f",
            "800": "#004d75",
            "900": "#12303f",
            "950": "#0b1f2a",
        },
    },
    "SIDEBAR": {"show_search": True, "navigation": "alliance.admin.sidebar.navigation"},
}

LOG_FORMAT = env.str("LOG_FORMAT", default="json")
if LOG_FORMAT not in {"json", "plain"}:
    raise ImproperlyConfigured(f"LOG_FORMAT is {LOG_FORMAT!r}: write json or plain.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"quiet": {"()": "alliance.logs.Quiet"}},
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name} {reference} {message}", "style": "{"},
        "json": {
            "()": "alliance.logs.Lines",
            "fmt": ["asctime", "levelname", "name", "reference", "message"],
            "reserved_attrs": [*RESERVED_ATTRS, "request", "data"],
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["quiet"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"django": {"handlers": [], "propagate": True}, "django.server": {"handlers": [], "propagate": False}},
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
