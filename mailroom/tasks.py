from celery import shared_task
from django.utils import timezone

from mailroom import bounces, delivery, reminding


@shared_task
def send_waiting() -> None:
    delivery.run()


@shared_task
def sweep() -> None:
    delivery.sweep()


@shared_task
def read_bounces() -> None:
    bounces.read()


@shared_task
def remind() -> None:
    reminding.remind(timezone.localdate())
