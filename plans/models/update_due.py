from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, Count, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import Period, spoken
from alliance.names import readable
from alliance.workflow import record_in_history
from members.models import Member, NationalPlan

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User

ASKED = (NationalPlan.Status.ANNOUNCED, NationalPlan.Status.ADOPTED, NationalPlan.Status.UNDER_IMPLEMENTATION)


def expected(on: date) -> Any:
    """The plans that are brought up to date: of each member the latest edition, as long as it is not concluded."""
    members = Member.objects.members(on).order_by()
    return NationalPlan.objects.latest_editions().with_status(*ASKED, on=on).filter(member__in=members)


AFTER_ITS_DAY = Q(updated_on__gt=F("due_on"))
NOT_IN_TIME = Q(updated_on=None) | AFTER_ITS_DAY  # of what was due before today


class UpdateDueQuerySet(models.QuerySet["UpdateDue"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Who is late is public, by a rule that everybody can read; of a plan that is hidden nothing is told."""
        if user.is_staff:
            return self
        return self.filter(plan__in=NationalPlan.objects.visible_to(user).order_by())

    def unanswered(self) -> Self:
        return self.filter(updated_on=None)

    def late(self, on: date) -> Self:
        """Past their day without an update, or updated after it."""
        return self.filter(NOT_IN_TIME, due_on__lt=on)

    def overdue(self, on: date) -> Self:
        return self.unanswered().filter(due_on__lt=on)

    def due(self, during: Period) -> Self:
        return self.filter(due_on__range=during)

    def answer(self, plan: NationalPlan | None, *, on: date, by: User | None) -> None:
        """An update came: it answers every window that has opened by then and has no answer yet."""
        if plan is not None:
            for due in self.filter(plan=plan, updated_on=None, window__opens_on__lte=on):
                due.update(on, by=by)

    def reconsider(self, plan: NationalPlan, *, by: User | None) -> None:
        """Something that counted was taken back."""
        for due in self.filter(plan=plan).select_related("window", "plan"):
            due.reconsider(by=by)

    def take_back(self, on: date, *, by: User | None = None) -> int:
        """What is no longer expected and not late yet is not asked any more; what was late by then stays so."""
        standing = expected(on).order_by().values("pk")
        no_longer = self.unanswered().filter(due_on__gte=on).exclude(plan__in=standing)
        for due in no_longer:
            record_in_history(due, by=by, note=_("The plan is no longer expected."))
            due.delete()
        return len(no_longer)

    def told_standing(self, on: date) -> Self:
        """Each with `stands`, and `extended`: for lists."""
        stands = Case(
            When(updated_on=None, due_on__lt=on, then=Value(UpdateDue.Standing.LATE)),
            When(updated_on=None, then=Value(UpdateDue.Standing.OPEN)),
            When(AFTER_ITS_DAY, then=Value(UpdateDue.Standing.UPDATED_LATE)),
            default=Value(UpdateDue.Standing.IN_TIME),
            output_field=models.CharField(),
        )
        is_extended = models.ExpressionWrapper(~Q(extension_reason=""), output_field=models.BooleanField())
        return self.annotate(stands=stands, extended=is_extended)

    def standing_as(self, standing: str, on: date) -> Self:
        told: Any = self.told_standing(on)
        return cast("Self", told.filter(stands=standing))

    def tallied(self, on: date) -> dict[int, dict[str, int]]:
        """For each window how many were asked, and how many of them stand how."""
        counted: Any = self.order_by().told_standing(on)
        counted = counted.values_list("window", "stands").annotate(n=Count("pk"))
        found: dict[int, dict[str, int]] = {}
        for window, stands, n in counted:
            tally = found.setdefault(window, {"asked": 0, **dict.fromkeys(UpdateDue.Standing.values, 0)})
            tally[stands] = n
            tally["asked"] += n
        return found


class UpdateDue(models.Model):
    """That one plan is to be brought up to date in a window, by when, and on which day it was.

    Late is who has not submitted, nor told the progress of one measure, by the last day of the window or by the day
    until which the secretariat has extended it. What is submitted counts from the day of its receipt, whatever the
    review takes; what is recalled does not count. Who leaves before that day, concludes its plan or comes with a newer
    edition of it is not asked for this one any more.
    """

    class Standing(models.TextChoices):
        OPEN = "open", gettext_lazy("still open")
        IN_TIME = "in_time", gettext_lazy("updated in time")
        UPDATED_LATE = "updated_late", gettext_lazy("updated late")
        LATE = "late", gettext_lazy("late")

    window = models.ForeignKey(
        "plans.ReportingWindow",
        models.PROTECT,
        related_name="updates_due",
        verbose_name=gettext_lazy("reporting window"),
    )
    plan = models.ForeignKey(
        NationalPlan, models.PROTECT, related_name="updates_due", verbose_name=gettext_lazy("national plan")
    )
    due_on = models.DateField(gettext_lazy("due"), db_index=True)
    updated_on = models.DateField(gettext_lazy("updated on"), null=True, blank=True, editable=False)
    extension_reason = models.TextField(
        gettext_lazy("reason of the extension"), blank=True, editable=False, validators=[readable]
    )
    updated_at = models.DateTimeField(gettext_lazy("changed"), auto_now=True, db_index=True)

    objects = UpdateDueQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("update that is due")
        verbose_name_plural = gettext_lazy("updates that are due")
        ordering = ["-due_on", "plan__member__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["window", "plan"], name="update_due_once")]

    def __str__(self) -> str:
        return f"{self.plan}, {self.window}"

    @property
    def is_extended(self) -> bool:
        return bool(self.extension_reason)

    def is_late(self, on: date) -> bool:
        return (self.updated_on or on) > self.due_on

    def standing(self, on: date) -> str:
        """In words, for everyone."""
        if self.updated_on:
            words = _("updated late, on %(day)s") if self.is_late(on) else _("updated in time, on %(day)s")
            return words % {"day": spoken(self.updated_on)}
        words = _("late: it was due by %(day)s") if self.is_late(on) else _("due by %(day)s")
        return words % {"day": spoken(self.due_on)}

    @transaction.atomic
    def extend(self, *, until: date, note: str, by: User | None) -> None:
        """The reason is the office's; that it is extended, and until when, everybody reads."""
        if not note.strip():
            raise ValidationError({"note": _("Say why it is extended.")})
        stored = UpdateDue.objects.select_for_update().select_related("window").get(pk=self.pk)
        if stored.updated_on:
            raise ValidationError(_("It is updated already."))
        if until <= stored.due_on:
            words = _("It is due by %(day)s already: an extension is longer.")
            raise ValidationError({"until": words % {"day": spoken(stored.due_on)}})
        if until < timezone.localdate():
            raise ValidationError({"until": _("This day is past: it would be late all the same.")})
        try:
            readable(note)
        except ValidationError as refusal:
            raise ValidationError({"note": refusal.messages}) from refusal
        self.due_on, self.extension_reason = until, note.strip()
        record_in_history(self, by=by, note=note)
        self.save(update_fields=["due_on", "extension_reason", "updated_at"])

    def update(self, on: date | None, *, by: User | None) -> None:
        if self.updated_on != on:
            self.updated_on = on
            record_in_history(self, by=by)
            self.save(update_fields=["updated_on", "updated_at"])

    def reconsider(self, *, by: User | None) -> None:
        """The first day since the opening on which something was submitted, or told of a measure, that still counts."""
        from plans.models.progress import ProgressNote
        from plans.models.receipt import Receipt

        opened = self.window.opens_on
        receipts = Receipt.objects.standing().filter(
            draft__member=self.plan.member_id, draft__edition=self.plan.edition, submitted_at__date__gte=opened
        )
        notes = ProgressNote.objects.published().exclude(told_by=None)
        notes = notes.filter(measure__plan=self.plan, told_at__date__gte=opened)
        moments = [
            *receipts.order_by("submitted_at").values_list("submitted_at", flat=True)[:1],
            *notes.order_by("told_at").values_list("told_at", flat=True)[:1],
        ]
        self.update(min((timezone.localdate(moment) for moment in moments), default=None), by=by)
