from celery import shared_task

from alliance.previews import clear_abandoned


@shared_task
def clear_abandoned_imports() -> None:
    clear_abandoned()
