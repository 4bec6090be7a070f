"""What is written into the log, and on whose word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.admin.utils import label_for_field
from django.contrib.auth import signals as auth
from django.contrib.auth.models import Group
from django.db import models
from django.db.models.signals import m2m_changed
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export.signals import post_export
from simple_history.signals import post_create_historical_record

from alliance.tables import taken_out
from people.models import AuditEntry, User

Kind = AuditEntry.Kind
OF_RIGHTS = {"email", "is_active", "is_staff", "is_superuser", "access_until"}


def note_sign_in(user: User, **more: Any) -> None:
    AuditEntry.objects.note(Kind.SIGNED_IN, by=user)


def note_sign_out(user: User | None, **more: Any) -> None:
    if user:
        AuditEntry.objects.note(Kind.SIGNED_OUT, by=user)


def note_refusal(credentials: dict[str, Any], **more: Any) -> None:
    """What was written into the box is not kept: it may have been the password."""
    known = User.objects.filter(email__iexact=str(credentials.get("email", ""))).first()
    if known is None:
        words = _("unknown account")
    else:
        words = _("wrong password") if known.may_come_in(on=timezone.localdate()) else _("account closed")
    AuditEntry.objects.note(Kind.REFUSED, about=known, words=words)


def note_wrong_code(user: User, **more: Any) -> None:
    AuditEntry.objects.note(Kind.REFUSED, about=user, words=_("wrong code"))


def note_password(user: User, **more: Any) -> None:
    AuditEntry.objects.note(Kind.PASSWORD, by=user, about=user)


def note_second_factor(user: User, authenticator: Authenticator, signal: Any, **more: Any) -> None:
    words = {mfa.authenticator_added: _("set up"), mfa.authenticator_removed: _("removed")}
    told = f"{authenticator.get_type_display()}: {words.get(signal, _('made anew'))}"
    AuditEntry.objects.note(Kind.SECOND_FACTOR, about=user, words=told)


def note_groups(instance: User | Group, action: str, model: type[models.Model], pk_set: set[int], **more: Any) -> None:
    words = {"post_add": _("given: %(names)s"), "post_remove": _("taken: %(names)s"), "pre_clear": _("all taken")}
    if action in words and (pk_set or action == "pre_clear"):
        names = ", ".join(sorted(map(str, model._default_manager.filter(pk__in=pk_set or []))))
        AuditEntry.objects.note(Kind.RIGHTS, about=instance, words=words[action] % {"names": names})


def note_rights(instance: models.Model, history_instance: Any, **more: Any) -> None:
    if not isinstance(instance, User):
        return
    earlier = history_instance.prev_record
    changes = changed_rights(history_instance, earlier) if earlier else [_("account made")]
    if changes:
        AuditEntry.objects.note(Kind.RIGHTS, about=instance, words="; ".join(changes))


def changed_rights(later: Any, earlier: Any) -> list[str]:
    return [
        f"{label_for_field(name, User)}: {getattr(earlier, name)} → {getattr(later, name)}"
        for name in sorted(OF_RIGHTS)
        if getattr(earlier, name) != getattr(later, name)
    ]


def note_export(model: type[models.Model], **more: Any) -> None:
    AuditEntry.objects.note(Kind.EXPORTED, words=_("as a table: %(rows)s") % {"rows": model._meta.verbose_name_plural})


def note_table(request: Any, model: type[models.Model], **more: Any) -> None:
    """What everybody may read is no business of the log: only who was known is written down."""
    if request.user.is_authenticated:
        words = _("from the API: %(rows)s") % {"rows": model._meta.verbose_name_plural}
        AuditEntry.objects.note(Kind.EXPORTED, by=request.user, words=words)


def listen() -> None:
    heard: list[tuple[Any, Callable[..., None]]] = [
        (auth.user_logged_in, note_sign_in),
        (auth.user_logged_out, note_sign_out),
        (auth.user_login_failed, note_refusal),
        (mfa.authentication_failed, note_wrong_code),
        *((signal, note_password) for signal in (account.password_changed, account.password_set)),
        (account.password_reset, note_password),
        *((signal, note_second_factor) for signal in (mfa.authenticator_added, mfa.authenticator_removed)),
        (mfa.authenticator_reset, note_second_factor),
        (post_create_historical_record, note_rights),
        (post_export, note_export),
        (taken_out, note_table),
    ]
    for signal, receiver in heard:
        signal.connect(receiver)
    for through in (User.groups.through, User.user_permissions.through):
        m2m_changed.connect(note_groups, sender=through)
