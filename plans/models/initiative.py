from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import PartialDateColumns, Precision, spanned
from alliance.names import readable
from members.models import Member, RegionalStrategy
from members.models.submission import Submission, SubmissionQuerySet
from plans.models.undertaken import why_not_in

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


def not_over(column: str, on: date) -> Q:
    """Whether the day, month or year in this column is still to come, or present."""
    firsts = {Precision.DAY: on, Precision.MONTH: on.replace(day=1), Precision.YEAR: on.replace(month=1, day=1)}
    found = Q(pk=None)
    for precision, first in firsts.items():
        found |= Q(**{f"{column}__gte": first, f"{column}_precision": precision})
    return found


class InitiativeQuerySet(SubmissionQuerySet["Initiative"]):
    def accepted(self) -> Self:
        return self.filter(status=Initiative.Status.ACCEPTED)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The calendar, which is public. What is only proposed its host reads on its desk, and staff in the admin."""
        found = self.accepted()
        if user.is_staff:
            return found
        strategies, hosts = RegionalStrategy.objects.visible_to(user), Member.objects.visible_to(user)
        return found.filter(strategy__in=strategies.order_by(), member__in=hosts.order_by())

    def by_day(self) -> Self:
        return self.order_by("starts_on", "pk")

    def to_come(self, on: date) -> Self:
        """Not over for certain: of what is known by month or year only, until that is over."""
        return self.filter(not_over("ends_on", on) | Q(not_over("starts_on", on), ends_on=None))

    def called(self, words: str) -> Self:
        return self.filter(Q(title__called=words) | Q(place__called=words) | Q(member__in=Member.objects.called(words)))


class Initiative(Submission):
    """An event for a regional strategy that a participant offers to host (R1 annex III.C), once staff enter it."""

    NEXT = {**Submission.NEXT, "accepted": {"withdrawn"}}

    strategy = models.ForeignKey(
        RegionalStrategy, models.PROTECT, related_name="initiatives", verbose_name=gettext_lazy("regional strategy")
    )
    title = models.CharField(gettext_lazy("title"), max_length=200, validators=[readable])
    starts = PartialDateColumns("starts_on", gettext_lazy("starts"))
    ends = PartialDateColumns("ends_on", gettext_lazy("ends"), null=True)
    place = models.CharField(gettext_lazy("place"), max_length=120, blank=True, validators=[readable])
    description = models.TextField(gettext_lazy("what it is about"), max_length=2000, blank=True, validators=[readable])
    link = models.URLField(gettext_lazy("its page"), blank=True)
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True, db_index=True)

    objects = InitiativeQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta(Submission.Meta):
        verbose_name = gettext_lazy("initiative")
        verbose_name_plural = gettext_lazy("initiatives")

    def __str__(self) -> str:
        return f"{self.title} ({self.member})"

    def get_absolute_url(self) -> str:
        return f"{reverse('initiatives')}#initiative-{self.pk}"

    @property
    def when(self) -> str:
        return spanned(self.starts, self.ends)

    def twins(self) -> models.QuerySet[Initiative]:
        same = {"strategy": self.strategy_id, "member": self.member_id, "title__iexact": self.title}
        return Initiative.objects.undecided().filter(**same)

    def clean(self) -> None:
        if self.starts and self.ends and self.ends.last < self.starts.first:
            raise ValidationError({"ends_on": _("It ends before it starts.")})
        if self.member_id and self.strategy_id and (words := why_not_in(self.strategy, self.member)):
            raise ValidationError({"strategy": words})
        super().clean()

    def carry_out(self, *, by: User | None) -> None:
        """It is in the calendar as soon as it is accepted."""
