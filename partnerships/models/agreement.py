from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import PartialDate, PartialDateColumns, Period
from alliance.ladder import SPANS, Ladder, PlacedStep, StepQuerySet, Unfit
from alliance.names import capital, readable
from alliance.sources import Sourced
from documents.models import Document
from members.models import Themed
from members.models.field_of_action import ThemedQuerySet
from partnerships.models.partner import Partner

if TYPE_CHECKING:
    from partnerships.models.party import Party
    from people.models import User

NOTICE = 90  # days, where the agreement itself names none
AND = gettext_lazy("%(first)s and %(last)s")


class AgreementQuerySet(ThemedQuerySet["Agreement"]):
    def agreements(self) -> Self:
        """What the reports count as agreements: not a letter of intent, not what another body decides (R1 ¶10)."""
        return self.filter(kind__in=Agreement.AGREEMENTS)

    def letters_of_intent(self) -> Self:
        return self.filter(kind=Agreement.Kind.LETTER_OF_INTENT)

    def decisions(self) -> Self:
        return self.filter(kind=Agreement.Kind.DECISION)

    def signed(self, by: date) -> Self:
        """Signed by that day, wherever it stood then."""
        return self.come_to(Agreement.Status.SIGNED, by=by)

    def signed_in(self, during: Period) -> Self:
        return self.reached(Agreement.Status.SIGNED, during=during)

    def approached(self, on: date) -> Self:
        return self.with_status(Agreement.Status.APPROACHED, on=on)

    def negotiating(self, on: date) -> Self:
        return self.with_status(Agreement.Status.NEGOTIATING, on=on)

    def in_force(self, on: date) -> Self:
        """Signed, and neither ended nor expired: no source tells when one came into force."""
        stands = self.with_status(Agreement.Status.SIGNED, Agreement.Status.IN_FORCE, on=on)
        return stands.filter(Q(expires_on=None) | Q(expires_on__gte=on))

    def expiring(self, on: date, within: timedelta) -> Self:
        return self.in_force(on).filter(expires_on__lte=on + within)

    def within_notice(self, on: date) -> Self:
        """About to expire: whoever wants to renew or to end it has to say so now."""
        return self.in_force(on).filter(notice_from__lte=on)

    def resting(self, on: date, since: date) -> Self:
        """Negotiated, and for so long nothing is known to have happened."""
        return self.negotiating(on).exclude(Exists(AgreementStep.objects.filter(record=OuterRef("pk"), on__gt=since)))

    def without_text(self, on: date) -> Self:
        """Signed, but what was signed is not among the documents."""
        return self.signed(by=on).filter(text=None)

    def of_partner(self, partner: Partner) -> Self:
        return self.filter(pk__in=Agreement.objects.filter(parties__partner=partner).values("pk"))

    def told_last(self) -> Self:
        """Each with `last_note`, the newest word on it, for staff."""
        newest = AgreementStep.objects.filter(record=OuterRef("pk")).order_by("-on", "-pk")
        return self.annotate(last_note=Subquery(newest.exclude(note="").values("note")[:1]))

    def called(self, words: str) -> Self:
        """Found by its title and by any name of any party."""
        parties = Agreement.objects.filter(parties__partner__in=Partner.objects.called(words))
        return self.filter(Q(name__called=words) | Q(key__called=words) | Q(pk__in=parties.values("pk")))


class Agreement(Sourced, Themed, Ladder):
    """What the Alliance and an organization agree on, from the approach on (R1 ¶10, R2 ¶19, ¶25).

    A decision of another body in favour of the Alliance stands here too, though nobody but that body took it.
    Negotiations are for staff.
    """

    class Kind(models.TextChoices):
        MEMORANDUM = "memorandum", gettext_lazy("memorandum of understanding")
        LETTER_OF_INTENT = "letter_of_intent", gettext_lazy("letter of intent")
        JOINT_ACTION_PLAN = "joint_action_plan", gettext_lazy("joint action plan")
        EXCHANGE = "exchange", gettext_lazy("exchange of letters or protocol")
        DECISION = "decision", gettext_lazy("decision of another body")

    class Status(models.TextChoices):
        APPROACHED = "approached", gettext_lazy("approached")
        NEGOTIATING = "negotiating", gettext_lazy("in negotiation")
        SIGNED = "signed", gettext_lazy("signed")
        IN_FORCE = "in_force", gettext_lazy("in force")
        TAKEN = "taken", gettext_lazy("taken")
        ENDED = "ended", gettext_lazy("ended")

    AGREEMENTS = (Kind.MEMORANDUM, Kind.JOINT_ACTION_PLAN, Kind.EXCHANGE)
    NEXT = {
        "": {"approached", "negotiating", "signed", "taken"},
        "approached": {"negotiating", "signed"},
        "negotiating": {"signed"},
        "signed": {"in_force", "ended"},
        "in_force": {"ended"},
        "taken": {"ended"},
        "ended": set(),
    }
    CONFIDENTIAL = {"approached", "negotiating"}
    ENDING = {"ended"}
    CONCLUDING = {"signed", "taken"}

    key = models.SlugField(
        gettext_lazy("key"), max_length=80, unique=True, help_text=gettext_lazy("Its public identifier; it stays.")
    )
    title = models.CharField(
        gettext_lazy("title"),
        max_length=300,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("Its own. Left empty, it is called after its kind, its parties and its year."),
    )
    kind = models.CharField(gettext_lazy("kind"), max_length=30, choices=Kind)
    expires_on = models.DateField(
        gettext_lazy("expires on"), null=True, blank=True, help_text=gettext_lazy("The last day on which it holds.")
    )
    notice_days = models.PositiveSmallIntegerField(
        gettext_lazy("notice in days"),
        null=True,
        blank=True,
        help_text=gettext_lazy("Before it expires; where it names none, %(days)d are taken.") % {"days": NOTICE},
    )
    duration_months = models.PositiveSmallIntegerField(gettext_lazy("duration in months"), null=True, blank=True)
    predecessor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=gettext_lazy("follows on"),
        help_text=gettext_lazy("The agreement it renews, or the letter of intent it came from."),
    )
    text = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="text_of", verbose_name=gettext_lazy("text")
    )
    note = models.TextField(gettext_lazy("note"), blank=True)
    name = models.CharField(gettext_lazy("name"), max_length=400, editable=False)
    concluded = PartialDateColumns("concluded_on", gettext_lazy("concluded"), null=True, editable=False)
    notice_from = models.DateField(null=True, editable=False)

    posted_form: Any = None
    posted_parties: Sequence[Party] | None = None  # by a form whose steps are checked beside them, not what is stored
    is_posted_with_steps = False

    objects = AgreementQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["fields"], excluded_fields=["updated_at", "notice_from"])

    class Meta:
        verbose_name = gettext_lazy("agreement")
        verbose_name_plural = gettext_lazy("agreements")
        ordering = [F("concluded_on").desc(nulls_last=True), "name", "id"]
        indexes = [
            models.Index("concluded_on", "name", "id", name="agreement_by_day"),
            models.Index("expires_on", name="agreement_expiring"),
        ]

    def __str__(self) -> str:
        return self.name or self.title or str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("agreement", args=[self.key])

    @property
    def is_agreement(self) -> bool:
        """A letter of intent and a decision are none (R1 ¶10)."""
        return self.kind in self.AGREEMENTS

    @property
    def is_decision(self) -> bool:
        return self.kind == self.Kind.DECISION

    @property
    def standing(self) -> str:
        """Where it stands, with the day: of a signature it is the day, and not the day since when."""
        return _("%(status)s, %(since)s") % {"status": self.status_label, "since": self.since or _("unknown when")}

    @property
    def heading(self) -> str:
        """Its title, or what it is, with whom and of which year: memorandum of understanding with UNESCO (2008)."""
        if self.title:
            return self.title
        words = {"kind": str(self.get_kind_display()), "parties": self.partner_names}
        if not words["parties"]:
            return capital(words["kind"])
        form = _("decision of %(parties)s") if self.is_decision else _("%(kind)s with %(parties)s")
        return capital(f"{form % words} ({self.year})" if self.year else form % words)

    @property
    def partner_names(self) -> str:
        parties = list(self.parties.all()) if self.pk else []
        names = [party.partner.called_for_short for party in parties if party.partner]
        return str(AND) % {"first": ", ".join(names[:-1]), "last": names[-1]} if names[1:] else "".join(names)

    @property
    def year(self) -> str:
        when = self.concluded
        if when is None:
            return ""
        return _("by %(date)s") % {"date": f"{when.year}"} if when.known_by else f"{when.year}"

    @property
    def days_of_notice(self) -> int:
        return NOTICE if self.notice_days is None else self.notice_days

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.expires_on:
            self.notice_from = self.expires_on - timedelta(days=self.days_of_notice)
        else:
            self.notice_from = None
        if not kwargs.get("update_fields"):
            self.name = self.told_name()
        super().save(*args, **kwargs)

    def told_name(self) -> str:
        """As lists keep it, in the office's language."""
        with translation.override("en"):
            return self.heading[:400]

    def clean(self) -> None:
        super().clean()
        if self.key == "pipeline":
            raise ValidationError({"key": _("This word is an address already: choose another.")})
        if self.expires_on and self.days_of_notice > (self.expires_on - date.min).days:
            raise ValidationError({"notice_days": _("No calendar has a day so long before it expires.")})
        before = self.predecessor
        while before:
            if before.pk == self.pk:
                raise ValidationError({"predecessor": _("It cannot follow on itself.")})
            before = before.predecessor
        if self.pk and not self.is_posted_with_steps:
            self.refuse_its_steps()

    def refuse_its_steps(self) -> None:
        """What is changed here must still fit the steps that are recorded."""
        try:
            self.line(list(self.steps.order_by("on", "pk")))
        except Unfit as refusal:
            raise ValidationError({refusal.field: refusal.messages}) from refusal

    def line(self, steps: list[Any]) -> list[Any]:
        for step in steps:
            self.refuse_of_another_kind(step)
        line = super().line(steps)
        for step in line:
            if step.status in self.CONCLUDING:
                self.refuse_without_parties(step)
                self.refuse_expired(step)
        return line

    def refuse_of_another_kind(self, step: Any) -> None:
        if self.is_decision and step.status not in {self.Status.TAKEN, self.Status.ENDED}:
            words = _("A decision is taken by its body: it cannot be “%(then)s”.")
            raise Unfit(words, field="kind", step=step, params={"then": step.status_label})
        if not self.is_decision and step.status == self.Status.TAKEN:
            words = _("Only a decision is taken; this is a %(kind)s, which is signed.")
            raise Unfit(words, field="kind", step=step, params={"kind": self.get_kind_display()})

    def refuse_without_parties(self, step: Any) -> None:
        """Two at least sign; a decision has its body."""
        told = self.parties.all() if self.posted_parties is None and self.pk else self.posted_parties or ()
        if self.is_decision and not any(party.partner_id for party in told):
            words = _("A decision cannot be recorded without its body: name it among the parties first.")
            raise Unfit(words, field="kind", step=step, params={})
        if not self.is_decision and len(told) < 2:
            words = _("It cannot be signed (%(when)s) with fewer than two parties: name them first.")
            raise Unfit(words, field="kind", step=step, params={"when": step.when})

    def refuse_expired(self, step: Any) -> None:
        if self.expires_on and self.expires_on < step.when.first and not step.on_known_by:
            words = _("It cannot expire on %(day)s, before it is signed (%(when)s).")
            day = PartialDate.of(self.expires_on, "day")
            raise Unfit(words, field="expires_on", step=step, params={"day": day, "when": step.when})

    @transaction.atomic
    def retrace(self, *, by: User | None = None) -> None:
        super().retrace(by=by)
        steps = self.steps.filter(status__in=self.CONCLUDING, preferred=True)
        concluding = steps.order_by("on", "pk").first()
        self.concluded = concluding.when if concluding else None
        self.rename()
        if self.public_status:
            Partner.objects.filter(parties__agreement=self).publish(by=by)

    def rename(self) -> None:
        """Keep the name that its kind, its parties and its year make."""
        self._prefetched_objects_cache: dict[str, Any] = {}
        names = ["name", *type(self).concluded.columns]
        stored = type(self)._default_manager.values_list(*names).get(pk=self.pk)
        self.name = self.told_name()
        if stored != tuple(getattr(self, name) for name in names):
            self.save(update_fields=[*names, "updated_at"])

    @transaction.atomic
    def approach(self, *, on: PartialDate, by: User | None, note: str = "", **sources: Any) -> None:
        self.step_to(self.Status.APPROACHED, on=on, by=by, note=note, **sources)

    @transaction.atomic
    def negotiate(self, *, on: PartialDate, by: User | None, note: str = "", **sources: Any) -> None:
        self.step_to(self.Status.NEGOTIATING, on=on, by=by, note=note, **sources)

    @transaction.atomic
    def sign(self, *, on: PartialDate, by: User | None, note: str = "", **sources: Any) -> None:
        self.step_to(self.Status.SIGNED, on=on, by=by, note=note, **sources)

    @transaction.atomic
    def enter_into_force(self, *, on: PartialDate, by: User | None, note: str = "", **sources: Any) -> None:
        self.step_to(self.Status.IN_FORCE, on=on, by=by, note=note, **sources)

    @transaction.atomic
    def end(self, *, on: PartialDate, by: User | None, note: str = "", **sources: Any) -> None:
        self.step_to(self.Status.ENDED, on=on, by=by, note=note, **sources)

    @transaction.atomic
    def take(self, *, on: PartialDate, by: User | None, note: str = "", **sources: Any) -> None:
        """A body other than the Alliance has decided (R2 ¶19)."""
        self.step_to(self.Status.TAKEN, on=on, by=by, note=note, **sources)


class AgreementStep(PlacedStep):
    status = models.CharField(gettext_lazy("step"), max_length=20, choices=Agreement.Status)
    record = models.ForeignKey(Agreement, models.CASCADE, related_name="steps", verbose_name=gettext_lazy("agreement"))
    documents = models.ManyToManyField(Document, blank=True, related_name="+", verbose_name=gettext_lazy("documents"))

    objects = StepQuerySet["AgreementStep"].as_manager()
    history = HistoricalRecords(m2m_fields=["documents"], excluded_fields=SPANS)

    class Meta(PlacedStep.Meta):
        verbose_name = gettext_lazy("step")
        verbose_name_plural = gettext_lazy("steps")
