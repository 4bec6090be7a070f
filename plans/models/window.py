from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.names import readable
from alliance.workflow import record_in_history
from plans.models.update_due import UpdateDue, expected

if TYPE_CHECKING:
    from people.models import User


class ReportingWindowQuerySet(models.QuerySet["ReportingWindow"]):
    def open(self, on: date) -> Self:
        return self.filter(opens_on__lte=on, closes_on__gte=on)

    def opened(self, on: date) -> Self:
        """Those that have begun, also where they are over."""
        return self.filter(opens_on__lte=on)

    def told(self, on: date) -> Self:
        """Each with how many plans were asked for, are updated, and are late, for lists."""
        asked = Count("updates_due", distinct=True)
        late = Q(updates_due__in=UpdateDue.objects.late(on).order_by().values("pk"))
        return self.annotate(
            asked=asked,
            updated=Count("updates_due", filter=Q(updates_due__updated_on__isnull=False), distinct=True),
            late=Count("updates_due", filter=late, distinct=True),
        )

    def ask(self, on: date) -> None:
        """The daily round: who is to be asked is asked, and who is no longer expected is not."""
        for window in self.open(on):
            window.ask()
        UpdateDue.objects.take_back(on)


class ReportingWindow(models.Model):
    """The weeks in which members bring their plans up to date: a submission, or a note on one measure at least."""

    key = models.SlugField(
        gettext_lazy("key"), max_length=80, unique=True, help_text=gettext_lazy("Its public identifier; it stays.")
    )
    name = models.CharField(gettext_lazy("name"), max_length=120, validators=[readable])
    opens_on = models.DateField(gettext_lazy("opens"))
    closes_on = models.DateField(gettext_lazy("closes"), help_text=gettext_lazy("The last day that is in time."))
    note = models.TextField(gettext_lazy("what members are asked for"), blank=True, validators=[readable])
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True, db_index=True)

    objects = ReportingWindowQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("reporting window")
        verbose_name_plural = gettext_lazy("reporting windows")
        ordering = ["-closes_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="reporting_window_closes_after_it_opens",
                violation_error_message=gettext_lazy("It closes before it opens."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_open(self, on: date) -> bool:
        return self.opens_on <= on <= self.closes_on

    def clean(self) -> None:
        """Two windows at once would ask for the same twice."""
        super().clean()
        if not (self.opens_on and self.closes_on):
            return
        beside = ReportingWindow.objects.exclude(pk=self.pk)
        other = beside.filter(opens_on__lte=self.closes_on, closes_on__gte=self.opens_on).first()
        if other:
            raise ValidationError({"opens_on": _("It overlaps with “%(other)s”.") % {"other": other}})

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Where its last day is moved, so is what is due by it; nobody loses what was extended beyond."""
        super().save(*args, **kwargs)
        own, shorter = Q(extension_reason=""), Q(due_on__lt=self.closes_on)
        for due in self.updates_due.filter(own | shorter).exclude(due_on=self.closes_on):
            due.due_on = self.closes_on
            record_in_history(due, by=getattr(self, "_history_user", None))
            due.save(update_fields=["due_on", "updated_at"])

    @transaction.atomic
    def ask(self, *, by: User | None = None) -> int:
        """Every plan that is expected is asked for, once; one that is announced later is asked for then."""
        today = timezone.localdate()
        if not self.is_open(today):
            return 0
        ReportingWindow.objects.select_for_update().get(pk=self.pk)
        asked = 0
        for plan in expected(today).exclude(updates_due__window=self):
            due = UpdateDue(window=self, plan=plan, due_on=self.closes_on)
            record_in_history(due, by=by)
            due.save()
            due.reconsider(by=by)
            asked += 1
        return asked
