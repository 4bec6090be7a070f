from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.names import readable, refuse_lines
from members.models import Member
from members.models.submission import Submission, SubmissionQuerySet
from outreach.models.block import Block
from outreach.models.newsletter import Newsletter

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


class NewsItemQuerySet(SubmissionQuerySet["NewsItem"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Of one's own member; what is taken in everybody reads in its issue."""
        return self if user.is_staff else self.filter(member__in=Member.objects.represented_by(user).order_by())

    def to_tell(self) -> Self:
        """Taken in by staff, and put into no issue yet, or into one that nobody was sent."""
        untold = models.Q(issue=None) | models.Q(issue__reached_nobody=True, block__isnull=False)
        return self.filter(untold, status=NewsItem.Status.ACCEPTED).order_by("decided_at", "pk")


class NewsItem(Submission):
    """What a focal point would like the newsletter to tell, once staff take it in."""

    title = models.CharField(gettext_lazy("title"), max_length=150, validators=[readable, refuse_lines])
    text = models.TextField(gettext_lazy("what happened"), max_length=2000, validators=[readable])
    link = models.URLField(gettext_lazy("its page"), blank=True)
    issue = models.ForeignKey(
        Newsletter,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=gettext_lazy("put into"),
        help_text=gettext_lazy("It stays so when staff take it out again before the issue is sent."),
    )
    block = models.ForeignKey(
        Block,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=gettext_lazy("told in"),
    )

    objects = NewsItemQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Submission.Meta):
        verbose_name = gettext_lazy("news item")
        verbose_name_plural = gettext_lazy("news items")

    def __str__(self) -> str:
        return f"{self.title} ({self.member})"

    @property
    def told_at(self) -> str:
        """Where everybody reads it; empty as long as its issue has not gone out."""
        block = self.block
        return block.get_absolute_url() if block and block.edition.newsletter.is_published else ""

    def clean(self) -> None:
        """An address is written into the issue between these signs."""
        if any(sign in self.link for sign in "<>"):
            raise ValidationError({"link": _("Write the address without the signs < and >.")})
        super().clean()

    def twins(self) -> models.QuerySet[NewsItem]:
        return NewsItem.objects.undecided().filter(member=self.member_id, title__iexact=self.title)

    def carry_out(self, *, by: User | None) -> None:
        """Into the issue that is being drafted; without one, into the next."""
        from outreach.drafting import take_in

        if newsletter := Newsletter.objects.taking_news().first():
            take_in(newsletter.main, self, by=by)
