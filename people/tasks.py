from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from celery import shared_task
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from people import mail, models


@shared_task
def clear_expired_sessions() -> None:
    """With them goes where and with what browser somebody was signed in."""
    call_command("clearsessions")
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


@shared_task
def send_invitation(invitation_id: int) -> None:
    invitation = models.Invitation.objects.open(timezone.now()).filter(pk=invitation_id).first()
    if invitation:
        mail.invitation(invitation)


@shared_task
def send_password_link(email: str) -> None:
    """Nobody waits for it, so how long it takes does not tell whether the account exists.

    Whoever has no password yet comes in by an invitation, which the office can revoke.
    """
    account = models.User.objects.filter(email__iexact=email).first()
    if account and account.has_usable_password() and account.may_come_in(on=timezone.localdate()):
        key = default_token_generator.make_token(account)
        path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(account), key])
        mail.password_link(account, f"{settings.SITE_URL}{path}")
