"""What the portal does when Django or allauth tells of something."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils import timezone

from people import mail
from people.models import User


def keep_roles_apart(instance: User | Group, action: str, reverse: bool, pk_set: set[int] | None, **more: Any) -> None:
    """No way to a group leads round the rule of roles, neither from the account nor from the group."""
    if action == "pre_add" and pk_set:
        accounts = User.objects.filter(pk__in=pk_set) if isinstance(instance, Group) else [instance]
        added = [instance] if isinstance(instance, Group) else Group.objects.filter(pk__in=pk_set)
        for account in accounts:
            held = account.groups.values_list("name", flat=True)
            account.refuse_roles({*held, *(group.name for group in added)})
    if action.startswith("post_") and isinstance(instance, User):
        instance.__dict__.pop("roles", None)


def end_other_sessions(request: HttpRequest, user: User, **more: Any) -> None:
    """Whoever came in elsewhere with the password alone is out once there is a second factor."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
        session.end()


def use_up_invitations(user: User, **more: Any) -> None:
    """Who came in by “Forgotten password” needs the link of the invitation no more, and nobody else shall use it."""
    user.invitations.pending().update(accepted_at=timezone.now())


def follow_the_address(instance: Any, history_instance: Any, **more: Any) -> None:
    """An account that goes by another address is nobody's session any more, and both addresses are told."""
    if not isinstance(instance, User) or history_instance.history_type != "~":
        return
    earlier = history_instance.prev_record
    if earlier and earlier.email != instance.email:
        for session in UserSession.objects.filter(user=instance):
            session.end()
        mail.address_changed(instance, earlier.email)
