from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import PartialDateColumns
from alliance.ladder import SPANS, Ladder, OutOfOrder, PlacedStep, StepQuerySet
from alliance.names import readable
from alliance.sources import Sourced
from documents.models import Document
from members.models.field_of_action import FieldOfAction, Themed, ThemedQuerySet
from members.models.member import Member
from people.models.person import LANGUAGES, check_languages

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from alliance.dates import PartialDate
    from people.models import User


def number_of(rows: models.QuerySet[Any], column: str) -> Coalesce:
    """How many of these rows there are of the outer record, which they name in that column."""
    counted = rows.order_by().values(column).annotate(n=models.Count("pk")).values("n")
    return Coalesce(models.Subquery(counted), 0)


class NationalPlanQuerySet(ThemedQuerySet["NationalPlan"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """A plan is no secret, unless its member is: it would name a State that is only being approached."""
        shown = super().visible_to(user)
        return shown if user.is_staff else shown.filter(member__in=Member.objects.visible_to(user))

    def announced(self, by: date) -> Self:
        """Announced is not adopted: a plan may be one, the other, or both in either order (R1 ¶9, R2 ¶15)."""
        return self.come_to(NationalPlan.Status.ANNOUNCED, by=by)

    def adopted(self, by: date) -> Self:
        return self.come_to(NationalPlan.Status.ADOPTED, by=by)

    def announced_only(self, by: date) -> Self:
        """Announced, and not known to have been adopted by then."""
        return self.announced(by).exclude(pk__in=NationalPlan.objects.adopted(by).order_by().values("pk"))

    def telling_forums(self, user: User | AnonymousUser) -> Self:
        """Each with the announcements of it that the user may see: they know the plan, it does not know them."""
        told: Any = self.model._meta.get_field("announcements").related_model
        return self.prefetch_related(Prefetch("announcements", told.objects.visible_to(user).select_related("forum")))

    def telling_measures(self) -> Self:
        """Each with `measures_told`, how many its latest publication holds, and `measures_complete` of them."""
        measures: Any = self.model._meta.get_field("measures").related_model
        current = measures.objects.current().filter(plan=OuterRef("pk"))
        return self.annotate(
            measures_told=number_of(current, "plan"), measures_complete=number_of(current.complete(), "plan")
        )

    def covering_all_fields(self) -> Self:
        """Those that say something on each of the four (R1 annex IV.A), as far as the register knows."""
        covering = NationalPlan.objects.order_by().annotate(covered=models.Count("fields"))
        return self.filter(pk__in=covering.filter(covered=len(FieldOfAction.Key.values)).values("pk"))

    def written_in(self, language: str) -> Self:
        return self.filter(languages__icontains=f'"{language}"')

    def latest_editions(self) -> Self:
        """Of each member the last edition that has come to a rung."""
        later = NationalPlan.objects.exclude(status="").filter(
            member=OuterRef("member"), edition__gt=OuterRef("edition")
        )
        return self.exclude(status="").exclude(Exists(later))

    def called(self, words: str) -> Self:
        """Found by its title, its designation or any name of its member."""
        mine = Q(title__called=words) | Q(designation__called=words)
        return self.filter(mine | Q(member__in=Member.objects.called(words)))


class NationalPlan(Sourced, Themed, Ladder):
    """A member's plan for the Alliance, one row for each edition (R1 ¶9, annex IV.A; R2 ¶15).

    The report of 2008 says national strategy, that of 2009 national plan; a member may call its own road map,
    platform or charter (SP L104-108).
    """

    class Status(models.TextChoices):
        IN_PREPARATION = "in_preparation", gettext_lazy("in preparation")
        ANNOUNCED = "announced", gettext_lazy("announced")
        ADOPTED = "adopted", gettext_lazy("adopted")
        UNDER_IMPLEMENTATION = "under_implementation", gettext_lazy("under implementation")
        CONCLUDED = "concluded", gettext_lazy("concluded")

    NEXT = {
        "": {"in_preparation", "announced", "adopted", "under_implementation"},
        "in_preparation": {"announced", "adopted"},
        "announced": {"adopted"},
        "adopted": {"under_implementation", "concluded"},
        "under_implementation": {"concluded"},
        "concluded": set(),
    }
    ALSO_LATER = {"announced"}
    ENDING = {"concluded"}

    key = models.SlugField(
        gettext_lazy("key"), max_length=80, unique=True, help_text=gettext_lazy("Its public identifier; it stays.")
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="national_plans", verbose_name=gettext_lazy("member")
    )
    title = models.CharField(
        gettext_lazy("title"),
        max_length=300,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("Empty where no source tells it."),
    )
    designation = models.CharField(
        gettext_lazy("own designation"),
        max_length=100,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("What the member calls it, such as action plan, road map or charter."),
    )
    edition = models.PositiveSmallIntegerField(
        gettext_lazy("edition"), default=1, validators=[MinValueValidator(1)], help_text=gettext_lazy("1 is the first.")
    )
    covers_from = PartialDateColumns("covers_from_on", gettext_lazy("covers from"), null=True)
    covers_to = PartialDateColumns("covers_to_on", gettext_lazy("covers to"), null=True)
    languages = models.JSONField(
        gettext_lazy("languages"),
        default=list,
        blank=True,
        validators=[check_languages],
        help_text=gettext_lazy("In which its own text exists."),
    )
    text_language = models.CharField(
        gettext_lazy("language of this record"),
        max_length=5,
        blank=True,
        choices=list(LANGUAGES.items()),
        help_text=gettext_lazy("In which title, summary and measures are written here."),
    )
    summary = models.TextField(gettext_lazy("summary"), blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("its text")
    )
    note = models.TextField(gettext_lazy("note"), blank=True)

    objects = NationalPlanQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["fields"], excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("national plan")
        verbose_name_plural = gettext_lazy("national plans")
        ordering = ["member__name", "edition", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "edition"],
                name="national_plan_edition_once",
                violation_error_message=gettext_lazy("This member has a plan of that edition already."),
            ),
            models.CheckConstraint(
                condition=Q(edition__gte=1),
                name="national_plan_edition_from_one",
                violation_error_message=gettext_lazy("The first edition is 1."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("national_plan", args=[self.key])

    def clean(self) -> None:
        super().clean()
        if self.covers_from and self.covers_to and self.covers_to.last < self.covers_from.first:
            raise ValidationError({"covers_to_on": _("The plan ends before it begins.")})

    def line(self, steps: list[Any]) -> list[Any]:
        """An edition is announced once and adopted once: of two accounts only one is gone by."""
        told: set[str] = set()
        for step in steps:
            if step.preferred and step.status in told:
                words = _("%(record)s has been “%(step)s” already: of two accounts only one is the one we go by.")
                raise OutOfOrder(words, step=step, params={"record": self, "step": step.status_label})
            told |= {step.status} if step.preferred else set()
        return super().line(steps)

    @property
    def name(self) -> str:
        """Whose plan it is, and which: many have no title that a source tells."""
        words = {"member": self.member, "edition": self.edition}
        if self.member.kind == Member.Kind.ORGANIZATION:
            first, later = _("Plan of action of %(member)s"), _("Plan of action of %(member)s, edition %(edition)s")
        else:
            first, later = _("National plan of %(member)s"), _("National plan of %(member)s, edition %(edition)s")
        if self.edition == 2 and self.member.kind == Member.Kind.COUNTRY:
            return _("National plan of %(member)s, second edition") % words
        return (first if self.edition == 1 else later) % words

    @property
    def heading(self) -> str:
        return self.title or self.name

    @property
    def language_names(self) -> list[str]:
        return [str(LANGUAGES[code]) for code in self.languages if code in LANGUAGES]

    @property
    def present_since(self) -> PartialDate | None:
        """Since when it stands where it stands today, as far as known."""
        step = self.steps.standing(timezone.localdate()).order_by("pk").last()
        return step.when if step else None

    def text_for(self, user: User | AnonymousUser) -> Document | None:
        """Its text, if the user may see the document."""
        return Document.objects.visible_to(user).filter(pk=self.document_id or 0).first()

    @property
    def missing_fields(self) -> list[FieldOfAction]:
        """Which of the four it leaves out, once it is known to cover one (R1 annex IV.A): told, not refused."""
        covered = set(self.fields.all())
        return [field for field in FieldOfAction.objects.all() if field not in covered] if covered else []

    @transaction.atomic
    def prepare(self, *, on: PartialDate, by: User | None, note: str = "", **more: Any) -> None:
        self.step_to(self.Status.IN_PREPARATION, on=on, by=by, note=note, **more)

    @transaction.atomic
    def announce(self, *, on: PartialDate, by: User | None, note: str = "", **more: Any) -> None:
        """Also where it has been adopted before, as Spain did in January 2008."""
        self.step_to(self.Status.ANNOUNCED, on=on, by=by, note=note, **more)

    @transaction.atomic
    def adopt(self, *, on: PartialDate, by: User | None, note: str = "", **more: Any) -> None:
        self.step_to(self.Status.ADOPTED, on=on, by=by, note=note, **more)

    @transaction.atomic
    def implement(self, *, on: PartialDate, by: User | None, note: str = "", **more: Any) -> None:
        """Begin to carry it out."""
        self.step_to(self.Status.UNDER_IMPLEMENTATION, on=on, by=by, note=note, **more)

    @transaction.atomic
    def conclude(self, *, on: PartialDate, by: User | None, note: str = "", **more: Any) -> None:
        self.step_to(self.Status.CONCLUDED, on=on, by=by, note=note, **more)


class NationalPlanStep(PlacedStep):
    NAMED_BY = "record__member"

    status = models.CharField(gettext_lazy("step"), max_length=20, choices=NationalPlan.Status)
    record = models.ForeignKey(
        NationalPlan, models.CASCADE, related_name="steps", verbose_name=gettext_lazy("national plan")
    )
    documents = models.ManyToManyField(Document, blank=True, related_name="+", verbose_name=gettext_lazy("documents"))

    objects = StepQuerySet["NationalPlanStep"].as_manager()
    history = HistoricalRecords(m2m_fields=["documents"], excluded_fields=SPANS)

    class Meta(PlacedStep.Meta):
        verbose_name = gettext_lazy("step")
        verbose_name_plural = gettext_lazy("steps")
