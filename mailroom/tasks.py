from celery import shared_task

from mailroom import bounces, delivery


@shared_task
def send_waiting() -> None:
    delivery.run()


@shared_task
def sweep() -> None:
    delivery.sweep()


@shared_task
def read_bounces() -> None:
    bounces.read()
