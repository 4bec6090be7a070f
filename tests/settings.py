"""The portal as the tests see it: with a key and an address of its own, whatever this desk's `.env` says."""

import os

os.environ |= {
    "SECRET_KEY": "of the tests, where nothing is secret: 0123456789",
    "SITE_URL": "http://127.0.0.1:8000",
    "SECOND_FACTOR_REQUIRED": "true",
}
os.environ.setdefault("CELERY_BROKER_URL", "memory://")
os.environ.setdefault("LOG_LEVEL", "WARNING")

from alliance.settings import *  # noqa: F403

INSTALLED_APPS += ["tests.example"]  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = CELERY_TASK_EAGER_PROPAGATES = True
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405  a live server leaves nobody in the database that is to go
