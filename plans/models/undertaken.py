from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Member, NationalPlan, RegionalStrategy, StrategyParticipant

if TYPE_CHECKING:
    from people.models import User

U = TypeVar("U", bound="Undertaken")


class UndertakenQuerySet(models.QuerySet[U]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What is published is no secret, unless the plan, the strategy or the member is."""
        if user.is_staff:
            return self
        plans, strategies = NationalPlan.objects.visible_to(user), RegionalStrategy.objects.visible_to(user)
        shown = Q(plan__in=plans.order_by()) | Q(strategy__in=strategies.order_by())
        return self.filter(shown, member__in=Member.objects.visible_to(user).order_by())

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Those of the members that the person acts for today."""
        return self.filter(member__in=Member.objects.editable_by(user).order_by())

    def of(self, whole: NationalPlan | RegionalStrategy) -> Self:
        is_plan = isinstance(whole, NationalPlan)
        return self.filter(plan=whole) if is_plan else self.filter(strategy=whole)


def strategies_of(member: Member) -> models.QuerySet[RegionalStrategy]:
    """In which it takes part: as a country, or as an organization, which an app above this one keeps."""
    countries = StrategyParticipant.objects.of(member).order_by().values("strategy")
    organizations: Any = RegionalStrategy._meta.get_field("partners").related_model
    parts = organizations.objects.filter(partner__member=member).order_by().values("strategy")
    return RegionalStrategy.objects.visible_to(AnonymousUser()).filter(Q(pk__in=countries) | Q(pk__in=parts))


def why_not_in(strategy: RegionalStrategy, member: Member) -> str:
    """In words why this member undertakes nothing in it; empty where it takes part."""
    if strategies_of(member).filter(pk=strategy.pk).exists():
        return ""
    words = _("The register does not name %(member)s among those who take part in %(strategy)s.")
    return words % {"member": member, "strategy": strategy.name}


def in_action_plan(member: Member, strategy: RegionalStrategy | None) -> str:
    return _("%(member)s in the action plan: %(region)s") % {"member": member, "region": strategy and strategy.name}


class Undertaken(models.Model):
    """What a member undertakes: in an edition of its own plan, or in the action plan of a regional strategy."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="%(class)ss", verbose_name=gettext_lazy("member"))
    plan = models.ForeignKey(
        NationalPlan,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=gettext_lazy("national plan"),
    )
    strategy = models.ForeignKey(
        RegionalStrategy,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=gettext_lazy("regional strategy"),
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(plan=None, strategy__isnull=False) | Q(plan__isnull=False, strategy=None),
                name="%(class)s_plan_or_strategy",
                violation_error_message=gettext_lazy("It is of a national plan or of a regional strategy."),
            )
        ]

    @property
    def whole(self) -> Any:
        """The plan or the strategy that it is a part of."""
        return self.plan or self.strategy

    def is_submittable_by(self, user: User | AnonymousUser) -> bool:
        """Whether the person also submits for its member; editors only write."""
        return Member.objects.submittable_by(user).filter(pk=self.member_id).exists()

    @property
    def stem(self) -> str:
        """What the keys of everything in this plan, or in this part of an action plan, begin with."""
        return self.plan.key if self.plan else f"{self.whole.key}-{self.member.key}"

    def get_whole_url(self) -> str:
        """The plan; of an action plan the lines of this member."""
        return self.plan.get_absolute_url() if self.plan else f"{self.whole.get_absolute_url()}#{self.member.key}"
