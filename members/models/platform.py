from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.terms import Term, TermQuerySet
from members.models.member import Member


class Platform(models.Model):
    """A few members with a common concern that work on it together (R2 ¶13)."""

    key = models.SlugField(gettext_lazy("key"), max_length=80, unique=True)
    name = models.CharField(gettext_lazy("name"), max_length=150)
    theme = models.CharField(gettext_lazy("theme"), max_length=200, blank=True)
    note = models.TextField(gettext_lazy("note"), blank=True)
    members = models.ManyToManyField(Member, through="PlatformSeat", related_name="platforms")

    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("thematic platform")
        verbose_name_plural = gettext_lazy("thematic platforms")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PlatformSeat(Term):
    """A member's part in a platform."""

    OF = "platform"
    platform = models.ForeignKey(Platform, models.CASCADE, related_name="seats", verbose_name=gettext_lazy("platform"))
    member = models.ForeignKey(Member, models.PROTECT, related_name="seats", verbose_name=gettext_lazy("member"))
    is_chair = models.BooleanField(gettext_lazy("chair"), default=False)
    since = models.DateField(gettext_lazy("since"))
    until = models.DateField(gettext_lazy("until"), null=True, blank=True)

    objects = TermQuerySet["PlatformSeat"].as_manager()
    history = HistoricalRecords()

    class Meta(Term.Meta):
        verbose_name = gettext_lazy("seat")
        verbose_name_plural = gettext_lazy("seats")
        ordering = ["-is_chair", "member"]
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "member"],
                condition=Q(until=None),
                name="platform_seat_one_current",
                violation_error_message=gettext_lazy("This member has a seat here already."),
            ),
            *Term.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"{self.member}, {self.platform}"

    def excludes(self, other: PlatformSeat) -> bool:
        return self.member_id == other.member_id

    def refusal(self, other: PlatformSeat) -> str:
        return _("%(member)s has a seat here already.") % {"member": self.member}
