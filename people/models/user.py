from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from people.models.audit_entry import AuditEntry
from people.roles import AUDITOR, reads


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An account; without a password it can only be entered by the link that sets one."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in, by e-mail. What they may do for the Alliance follows from the person's appointments."""

    email = models.EmailField(
        gettext_lazy("e-mail"),
        unique=True,
        error_messages={"unique": gettext_lazy("There is an account with this e-mail already.")},
    )
    person = models.OneToOneField(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="user", verbose_name=gettext_lazy("person")
    )
    is_staff = models.BooleanField(
        gettext_lazy("secretariat staff"), default=False, help_text=gettext_lazy("May enter the admin site.")
    )
    is_active = models.BooleanField(
        gettext_lazy("active"), default=True, help_text=gettext_lazy("Take this away instead of deleting an account.")
    )
    access_until = models.DateField(
        gettext_lazy("access until"),
        null=True,
        blank=True,
        help_text=gettext_lazy("The last day on which the account may be used. An auditor needs one."),
    )
    date_joined = models.DateTimeField(gettext_lazy("made"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = gettext_lazy("account")
        verbose_name_plural = gettext_lazy("accounts")
        ordering = ["email"]

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """One e-mail is one account, whatever its case: it is kept in small letters. To come in is no change of it."""
        self.email = self.email.lower()
        if kwargs.get("update_fields") == ["last_login"]:
            self.skip_history_when_saving = True
        super().save(*args, **kwargs)
        self.__dict__.pop("skip_history_when_saving", None)

    def acts_for_a_member(self, on: date) -> bool:
        """By an appointment that stands on that day; the day it ends is the first without."""
        return self.person is not None and self.person.focal_points.current(on).exists()

    def get_full_name(self) -> str:
        return self.person.name if self.person else self.email

    def get_short_name(self) -> str:
        return self.get_full_name()

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(self.groups.values_list("name", flat=True)) if self.pk else frozenset()

    @property
    def is_auditor(self) -> bool:
        return AUDITOR in self.roles

    def may_come_in(self, on: date) -> bool:
        """Whether the account may be used on that day; one of an auditor without a last day may not."""
        if self.access_until is None:
            return self.is_active and not (self.is_staff and self.is_auditor)
        return self.is_active and on <= self.access_until

    def may_set_a_password(self, on: date) -> bool:
        """By a link of a mail. Who has no password yet comes in by an invitation, which the office can revoke."""
        return self.has_usable_password() and self.may_come_in(on)

    @property
    def mail_language(self) -> str:
        return self.person.mail_language if self.person else settings.LANGUAGE_CODE

    @cached_property
    def has_second_factor(self) -> bool:
        """An app or a passkey; recovery codes only stand in for one."""
        return bool(Authenticator.objects.filter(user=self.pk).exclude(type=Authenticator.Type.RECOVERY_CODES).exists())

    @property
    def lacks_second_factor(self) -> bool:
        """Whoever works in the registers needs one; the setting lifts this for a demonstration."""
        is_bound = settings.SECOND_FACTOR_REQUIRED and (self.is_staff or self.is_superuser)
        return is_bound and not self.has_second_factor

    @transaction.atomic
    def lose_second_factor(self, *, by: User | None) -> None:
        """For somebody who has neither app nor passkey nor codes left: the next sign-in asks to set one up."""
        found = Authenticator.objects.filter(user=self.pk)
        if not found.exists():
            raise ValidationError(_("%(account)s has no second factor.") % {"account": self})
        found.delete()
        self.__dict__.pop("has_second_factor", None)
        AuditEntry.objects.note(AuditEntry.Kind.SECOND_FACTOR, by=by, about=self, words=_("taken away"))

    def refuse_roles(self, names: Collection[str]) -> None:
        """An auditor sees everything and changes nothing, until a date; so has no other role, nor may do all."""
        if AUDITOR not in names:
            return
        if len(set(names)) > 1 or self.is_superuser:
            raise ValidationError({"groups": _("An auditor changes nothing, and so has no other role beside it.")})
        if self.access_until is None:
            raise ValidationError({"access_until": _("Say until when: the access of an auditor ends on a date.")})

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whatever else was given to an auditor by mistake, it is for reading alone."""
        return super().has_perm(perm, obj) and (reads(perm) or not self.is_auditor)
