from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from alliance import files


@shared_task
def forget_orphans() -> None:
    files.forget_orphans(before=timezone.now() - timedelta(days=1))
