"""The wiring of the portal and the mechanisms that every register shares."""

from alliance.celery import app as celery_app

__all__ = ["celery_app"]
