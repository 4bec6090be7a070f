from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.workflow import Workflow
from members.models import Member, NationalPlan, RegionalStrategy
from plans import content
from plans.models.part import DraftPart
from plans.models.undertaken import in_action_plan

if TYPE_CHECKING:
    from people.models import User

MEASURES_MOST = 500


class WrittenPlan(Workflow):
    """Of what a plan in work is the next publication, what is written in it so far, and what is wrong with that."""

    WRITABLE: ClassVar[tuple[str, ...]]
    parts: Any

    member = models.ForeignKey(Member, models.PROTECT, related_name="plan_drafts", verbose_name=gettext_lazy("member"))
    edition = models.PositiveSmallIntegerField(gettext_lazy("edition"), null=True, editable=False)
    strategy = models.ForeignKey(
        RegionalStrategy,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="drafts",
        verbose_name=gettext_lazy("regional strategy"),
    )

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        if self.strategy:
            return in_action_plan(self.member, self.strategy)
        return NationalPlan(member=self.member, edition=self.edition or 1).name

    @property
    def is_of_strategy(self) -> bool:
        return self.strategy_id is not None

    @property
    def is_writable(self) -> bool:
        return self.status in self.WRITABLE

    @cached_property
    def plan(self) -> NationalPlan | None:
        """The edition in the register, if it is there already."""
        if self.is_of_strategy:
            return None
        return (
            NationalPlan.objects.select_related("member")
            .filter(member=self.member_id, edition=self.edition or 0)
            .first()
        )

    @property
    def whole(self) -> NationalPlan | RegionalStrategy | None:
        return self.strategy or self.plan

    @property
    def publications(self) -> Any:
        from plans.models.publication import Publication

        found = Publication.objects.filter(member=self.member_id)
        return found.of(self.whole) if self.whole else found.none()

    @property
    def measures(self) -> Any:
        """Those of the register, with those that an earlier publication held."""
        from plans.models.measure import Measure

        found = Measure.objects.filter(member=self.member_id)
        return found.of(self.whole) if self.whole else found.none()

    @property
    def text_language(self) -> str:
        """Of what is written in it; lines in an action plan do not say."""
        about = self.parts.filter(number=0).first()
        return content.language_of({"about": about.content}) if about else ""

    def add_part(self, number: int, told: dict[str, Any]) -> DraftPart:
        part: DraftPart = self.parts.create(number=number, content=content.written(told, number))
        return part

    def add_measures(self, measures: Iterable[dict[str, Any]]) -> None:
        """As they were told before, each by its number."""
        self.parts.bulk_create(
            DraftPart(draft_id=self.pk, number=raw["number"], content=content.written(raw, raw["number"]))
            for raw in measures
        )

    @property
    def shown_parts(self) -> models.QuerySet[DraftPart]:
        shown: models.QuerySet[DraftPart] = self.parts.filter(is_removed=False).order_by("number")
        return shown

    @transaction.atomic
    def add_measure(self, *, by: User, page: str = "") -> DraftPart:
        """A press that comes twice from one page finds the measure that it made, as long as that was not written in."""
        self.lock_for_writing()
        made = self.shown_parts.filter(writer=page, version=0, saved_by=by).first() if page else None
        if made:
            return made
        if self.parts.exclude(number=0).count() >= MEASURES_MOST:
            raise ValidationError(_("A plan holds at most %(most)d measures.") % {"most": MEASURES_MOST})
        highest = [query.aggregate(n=Max("number"))["n"] or 0 for query in (self.parts, self.measures)]
        part: DraftPart = self.parts.create(number=max(highest) + 1, saved_by=by, writer=page)
        return part

    @transaction.atomic
    def keep(
        self, number: int, told: dict[str, Any], *, seen: int, by: User, writer: str = "", turn: int = 0
    ) -> DraftPart:
        """Save a part as it is written, complete or not, or refuse it: once submitted, or over another's text."""
        self.lock_for_writing()
        part: DraftPart = self.parts.get(number=number)
        if number and self.measures.filter(number=number).exists():
            told = {**told, "completion": part.content.get("completion")}  # from then on its notes tell it
        part.keep(content.written(told, number), seen=seen, writer=writer, turn=turn, saved_by_id=by.pk)
        return part

    @transaction.atomic
    def remove(self, number: int, *, by: User, is_removed: bool = True) -> None:
        """Out of the next publication; until that is submitted it can be put back, with all it holds."""
        self.lock_for_writing()
        self.parts.filter(number=number).exclude(number=0).update(is_removed=is_removed, saved_by=by)

    def lock_for_writing(self) -> None:
        """What is submitted is no longer written: nobody submits between this and the end of the transaction."""
        stored: Any = type(self)._default_manager.select_for_update().get(pk=self.pk)
        self.status = stored.status
        if not stored.is_writable:
            words = _("%(name)s is %(now)s: nothing was saved.")
            raise ValidationError(words % {"name": stored.name, "now": stored.get_status_display()})

    def told(self) -> dict[str, Any]:
        """All of it as it stands, as it would be submitted."""
        parts = [(part.number, part.told) for part in self.shown_parts]
        return {
            "about": next((raw for number, raw in parts if number == 0), {}),
            "measures": [{"number": number, **raw} for number, raw in parts if number],
        }

    def mistakes_of_form(self, told: dict[str, Any]) -> list[content.Mistake]:
        """What each part says of itself, whatever the registers will say."""
        found: list[content.Mistake] = []
        if not self.is_of_strategy:
            found += self.mistakes_of_part(0, told["about"])
        plans = content.supported_by(told["measures"])
        for raw in told["measures"]:
            found += content.measure_mistakes(raw, raw["number"], self.member, plans)
        if not told["measures"]:
            found.append(content.Mistake(0, "", _("Tell one measure at least.")))
        return found

    def mistakes_of_part(self, number: int, raw: dict[str, Any]) -> list[content.Mistake]:
        if number:
            return content.measure_mistakes(raw, number, self.member)
        plan = NationalPlan.objects.filter(pk=self.plan.pk).first() if self.plan else None
        return content.about_mistakes(raw, self.member, plan, self.edition or 1)
