from celery import shared_task
from django.utils import timezone

from plans.models import ReportingWindow


@shared_task
def ask_for_updates() -> None:
    ReportingWindow.objects.ask(timezone.localdate())
