"""The portal as it is drilled: an office's settings, with waits of seconds instead of minutes."""

import os

os.environ |= {
    "SECRET_KEY": "of the drill, where nothing is secret: 0123456789",
    "SITE_URL": "http://127.0.0.1:8000",
    "LOG_FORMAT": "plain",
}
os.environ.setdefault("LOG_LEVEL", "CRITICAL")
os.environ.setdefault("MAIL_CLAIM_SECONDS", "5")
os.environ.setdefault("MAIL_SWEEP_SECONDS", "1")
os.environ.setdefault("MAIL_RETRY_SECONDS", "1")
os.environ.setdefault("MAIL_RETRY_MOST_SECONDS", "2")

from alliance.settings import *  # noqa: F403

TEMPLATES[1]["DIRS"] = [*TEMPLATES[1]["DIRS"], BASE_DIR / "tests/drills/templates"]  # noqa: F405
CELERY_BEAT_SCHEDULE = {"sweep": CELERY_BEAT_SCHEDULE["sweep"]}  # noqa: F405
if CELERY_BROKER_URL == "filesystem://":  # noqa: F405
    QUEUE = Path(os.environ["DRILL_FOLDER"]) / "queue"  # noqa: F405
    QUEUE.mkdir(exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE),
        "data_folder_out": str(QUEUE),
        "control_folder": str(QUEUE / "control"),
        "polling_interval": 0.25,
    }
