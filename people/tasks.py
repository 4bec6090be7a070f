from allauth.usersessions.models import UserSession
from celery import shared_task
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from people import mail, models


@shared_task
def clear_expired_sessions() -> None:
    """With them goes where and with what browser somebody was signed in."""
    call_command("clearsessions")
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


@shared_task
def send_password_link(email: str) -> None:
    """Nobody waits for it, so how long it takes does not tell whether the account exists."""
    account = models.User.objects.filter(email__iexact=email).first()
    if account and account.may_set_a_password(on=timezone.localdate()):
        mail.password_link(account)
