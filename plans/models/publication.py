from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import spoken
from plans.content import language_of
from plans.models.receipt import Receipt
from plans.models.undertaken import Undertaken, UndertakenQuerySet, in_action_plan

if TYPE_CHECKING:
    from people.models import User


class PublicationQuerySet(UndertakenQuerySet["Publication"]):
    def numbered(self, number: int) -> Publication | None:
        return self.filter(number=number).first()


class Publication(Undertaken):
    """A plan, or a member's part in a strategy, as it was published: numbered, kept for ever and never changed."""

    key = models.SlugField(gettext_lazy("key"), max_length=180, unique=True, editable=False)
    number = models.PositiveSmallIntegerField(gettext_lazy("number"), editable=False)
    content = models.JSONField(gettext_lazy("content"), editable=False)
    published_at = models.DateTimeField(gettext_lazy("published"), default=timezone.now, editable=False, db_index=True)
    published_by = models.ForeignKey(
        "people.User",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=gettext_lazy("published by"),
    )
    receipt = models.OneToOneField(
        Receipt,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="publication",
        verbose_name=gettext_lazy("receipt"),
    )
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True, db_index=True)

    objects = PublicationQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["content", "updated_at"])

    class Meta(Undertaken.Meta):
        verbose_name = gettext_lazy("publication")
        verbose_name_plural = gettext_lazy("publications")
        ordering = ["-published_at", "-pk"]
        constraints = [
            *Undertaken.Meta.constraints,
            models.UniqueConstraint(fields=["plan", "number"], name="publication_of_plan_once"),
            models.UniqueConstraint(fields=["strategy", "member", "number"], name="publication_of_strategy_once"),
        ]

    def __str__(self) -> str:
        return _("%(whole)s: publication %(number)d") % {"whole": self.name, "number": self.number}

    def get_absolute_url(self) -> str:
        if self.strategy:
            return reverse("strategy_publication", args=[self.strategy.key, self.member.key, self.number])
        return reverse("publication", args=[self.whole.key, self.number])

    def get_list_url(self) -> str:
        """All publications of the same."""
        if self.strategy:
            return reverse("strategy_publications", args=[self.strategy.key, self.member.key])
        return reverse("publications", args=[self.whole.key])

    def get_comparison_url(self, first: int, second: int) -> str:
        if self.strategy:
            of = [self.strategy.key, self.member.key, first, second]
            return reverse("strategy_publications_compared", args=of)
        return reverse("publications_compared", args=[self.whole.key, first, second])

    @property
    def changes_url(self) -> str:
        """What it changed, if it is not the first."""
        return self.get_comparison_url(self.number - 1, self.number) if self.number > 1 else ""

    @property
    def language(self) -> str:
        return language_of(self.content)

    @property
    def name(self) -> str:
        """Of what it is one."""
        return self.whole.name if self.plan else in_action_plan(self.member, self.strategy)

    @property
    def cite_as(self) -> str:
        words = _("%(member)s, “%(title)s”, publication %(number)d of %(day)s. Alliance of Civilizations, %(address)s")
        return words % {
            "member": self.member,
            "title": self.whole.heading if self.plan else self.name,
            "number": self.number,
            "day": spoken(timezone.localdate(self.published_at)),
            "address": settings.SITE_URL + self.get_absolute_url(),
        }

    @property
    def siblings(self) -> PublicationQuerySet:
        """All publications of the same, the first first."""
        return Publication.objects.filter(member=self.member_id).of(self.whole).order_by("number")

    @property
    def latest(self) -> Publication:
        return self.siblings.order_by("-number")[0]

    @property
    def before(self) -> Publication | None:
        return self.siblings.filter(number__lt=self.number).last()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """It is written once; only the name of who published it may be taken off it."""
        if not self._state.adding and (self.published_by_id or kwargs.get("update_fields") != ["published_by"]):
            raise TypeError("A publication never changes.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A publication is kept for ever.")

    @classmethod
    def issue(
        cls, *, content: dict[str, Any], by: User | None, receipt: Receipt | None = None, **of: Any
    ) -> Publication:
        """With the next number; the caller has locked what it is one of."""
        issued = cls(content=content, published_by=by, receipt=receipt, **of)
        latest = issued.siblings.last()
        issued.number = latest.number + 1 if latest else 1
        issued.key = f"{issued.stem}-p{issued.number}"
        issued.full_clean()
        issued._history_user = by  # type: ignore[attr-defined]
        issued.save()
        return issued
