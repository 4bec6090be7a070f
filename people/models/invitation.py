from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.dates import spoken
from people import mail
from people.models.audit_entry import AuditEntry
from people.models.person import Person
from people.models.user import User


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def pending(self) -> Self:
        """Neither accepted nor revoked, be it too late or not."""
        return self.filter(accepted_at=None, revoked_at=None)

    def open(self, at: datetime) -> Self:
        """What a link still opens: one that was sent to the address which the account has now."""
        return self.pending().filter(expires_at__gt=at, account__is_active=True, sent_to=F("account__email"))

    def behind(self, key: str) -> Invitation | None:
        """The open invitation that the link of a mail belongs to."""
        try:
            found = self.open(timezone.now()).filter(pk=signing.loads(key, salt=Invitation.SALT)).first()
        except signing.BadSignature:
            return None
        return found if found and found.account.may_come_in(on=timezone.localdate()) else None


class Invitation(models.Model):
    """The way into an account that has no password yet. The link in the mail is kept nowhere; it names this row."""

    SALT = "people.invitation"

    account = models.ForeignKey(User, models.CASCADE, related_name="invitations", verbose_name=gettext_lazy("account"))
    sent_to = models.EmailField(gettext_lazy("sent to"))
    leads_to = models.CharField(gettext_lazy("leads to"), max_length=200, blank=True)
    invited_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=gettext_lazy("invited by")
    )
    invited_at = models.DateTimeField(gettext_lazy("invited"), default=timezone.now)
    expires_at = models.DateTimeField(gettext_lazy("expires"))
    accepted_at = models.DateTimeField(gettext_lazy("accepted"), null=True)
    revoked_at = models.DateTimeField(gettext_lazy("revoked"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("invitation")
        verbose_name_plural = gettext_lazy("invitations")
        ordering = ["-invited_at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_one_pending",
                violation_error_message=gettext_lazy("This account is invited already: revoke that invitation first."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                name="invitation_accepted_or_revoked",
                violation_error_message=gettext_lazy("An accepted invitation cannot be revoked."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.words}"

    @property
    def words(self) -> str:
        """How it stands, and since when."""
        if self.accepted_at:
            words, moment = _("accepted on %(day)s"), self.accepted_at
        elif self.revoked_at:
            words, moment = _("revoked on %(day)s"), self.revoked_at
        elif self.expires_at <= timezone.now():
            words, moment = _("expired on %(day)s"), self.expires_at
        else:
            words, moment = _("invited on %(day)s"), self.invited_at
        return words % {"day": spoken(timezone.localdate(moment))}

    @classmethod
    @transaction.atomic
    def send(cls, account: User, *, by: User | None, leads_to: str = "") -> Invitation:
        """Invite, or invite again: what was sent before opens nothing any more."""
        account = User.objects.select_for_update().get(pk=account.pk)
        if not account.may_come_in(on=timezone.localdate()):
            raise ValidationError(_("%(account)s is closed.") % {"account": account})
        if account.has_usable_password():
            words = _("%(account)s has a password already; who forgot it sets a new one at the page to sign in.")
            raise ValidationError(words % {"account": account})
        account.invitations.pending().update(revoked_at=timezone.now())
        expires_at = timezone.now() + timedelta(days=settings.INVITATION_DAYS)
        leads_to = leads_to or (reverse("admin:index") if account.is_staff else "")
        sent = cls(account=account, sent_to=account.email, leads_to=leads_to, invited_by=by, expires_at=expires_at)
        sent.save()
        AuditEntry.objects.note(AuditEntry.Kind.INVITATION, by=by, about=account, words=_("sent"))
        mail.invitation(sent)
        return sent

    @classmethod
    @transaction.atomic
    def send_to_person(cls, person: Person, *, by: User | None, leads_to: str = "") -> Invitation:
        """Invite somebody of the register; the account is made by the office mail where there is none."""
        account = User.objects.filter(person=person).first()
        if account is None:
            if not person.office_email:
                raise ValidationError(_("Record the office mail of %(person)s first.") % {"person": person})
            account = User(email=person.office_email, person=person)
            account.set_unusable_password()
            account.full_clean()
            account.save()
        return cls.send(account, by=by, leads_to=leads_to)

    @classmethod
    @transaction.atomic
    def revoke(cls, account: User, *, by: User | None) -> None:
        """From this moment the link that was sent opens nothing."""
        if not account.invitations.pending().update(revoked_at=timezone.now()):
            raise ValidationError(_("%(account)s has no invitation to revoke.") % {"account": account})
        AuditEntry.objects.note(AuditEntry.Kind.INVITATION, by=by, about=account, words=_("revoked"))

    @transaction.atomic
    def accept(self, password: str) -> User:
        """The link is used up by the password that it sets."""
        stored = Invitation.objects.select_for_update(of=("self",)).select_related("account").get(pk=self.pk)
        if not Invitation.objects.open(timezone.now()).filter(pk=self.pk).exists():
            raise ValidationError(_("This link has been used or revoked meanwhile."))
        stored.accepted_at = timezone.now()
        stored.save(update_fields=["accepted_at"])
        stored.account.set_password(password)
        stored.account.save(update_fields=["password"])
        words = _("accepted, and a password set")
        AuditEntry.objects.note(AuditEntry.Kind.INVITATION, by=stored.account, about=stored.account, words=words)
        return stored.account

    @property
    def opens_nothing_because(self) -> str:
        """Why its link is dead, in words; empty while it lives."""
        if not self.account.may_come_in(on=timezone.localdate()):
            return _("The account is closed.")
        if self.sent_to != self.account.email:
            return _("The account has another address than the one it was sent to.")
        is_open = Invitation.objects.open(timezone.now()).filter(pk=self.pk).exists()
        return "" if is_open else _("The invitation opens nothing any more: %(words)s.") % {"words": self.words}

    @property
    def link(self) -> str:
        """Made for the mail alone, and different each time."""
        return f"{settings.SITE_URL}{reverse('accept_invitation', args=[signing.dumps(self.pk, salt=self.SALT)])}"
