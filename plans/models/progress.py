from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import Period
from alliance.names import readable
from alliance.workflow import Workflow, record_in_history
from members.models import Member
from plans.models.completion import BEGUN, Completion
from plans.models.measure import Measure

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User

LINKS_MOST = 10


def check_links(text: str) -> None:
    """An address a line, each of a page that everybody can open."""
    links = text.split()
    if len(links) > LINKS_MOST:
        raise ValidationError(_("Give at most %(most)d addresses.") % {"most": LINKS_MOST})
    for link in links:
        try:
            URLValidator(schemes=["http", "https"])(link)
        except ValidationError:
            raise ValidationError(_("“%(link)s” is no address of a web page.") % {"link": link[:100]}) from None


class ProgressNoteQuerySet(models.QuerySet["ProgressNote"]):
    def published(self) -> Self:
        return self.filter(status=ProgressNote.Status.PUBLISHED)

    def unpublished(self) -> Self:
        return self.exclude(status=ProgressNote.Status.PUBLISHED)

    def standing_first(self) -> Self:
        """What counts, the latest first."""
        return self.published().order_by("-on", "-pk")

    def proposed(self) -> Self:
        return self.filter(status=ProgressNote.Status.PROPOSED)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Staff see all; whoever acts for the member its own; everyone what is published of a measure they may see."""
        if user.is_staff:
            return self
        shown = models.Q(status=ProgressNote.Status.PUBLISHED, measure__in=Measure.objects.visible_to(user).order_by())
        return self.filter(shown | models.Q(measure__member__in=Member.objects.editable_by(user).order_by()))

    def editable_by(self, user: User | AnonymousUser) -> Self:
        return self.filter(measure__member__in=Member.objects.editable_by(user).order_by())

    def told_since(self, on: date) -> Self:
        """Published, and told on that day or later: not those with which a measure is published first."""
        earlier = ProgressNote.objects.filter(measure=OuterRef("measure"), pk__lt=OuterRef("pk"))
        return self.published().filter(Exists(earlier), told_at__date__gte=on)

    def submittable_by(self, user: User | AnonymousUser) -> Self:
        return self.filter(measure__member__in=Member.objects.submittable_by(user).order_by())

    def standing(self, on: date) -> Self:
        """Of each measure the note that told on that day how far it had come."""
        return self.filter(since__lte=on).filter(models.Q(until=None) | models.Q(until__gt=on))

    def dated(self, during: Period) -> Self:
        return self.filter(on__range=during)


class ProgressNote(Workflow):
    """How far a measure had come on a day, told by its member with its evidence; that nothing changed is a note too.

    What whoever may submit for the member tells is public at once; what an editor tells waits for them.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", gettext_lazy("waits for the focal point")
        PUBLISHED = "published", gettext_lazy("published")
        WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")
        WITHHELD = "withheld", gettext_lazy("withheld by the secretariat")

    NEXT = {
        "proposed": {"published", "withdrawn"},
        "published": {"withheld"},
        "withheld": {"published"},
        "withdrawn": set(),
    }

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="notes", verbose_name=gettext_lazy("measure"))
    on = models.DateField(
        gettext_lazy("as of"), default=timezone.localdate, help_text=gettext_lazy("The day for which it is told.")
    )
    completion = models.CharField(gettext_lazy("completion"), max_length=20, choices=Completion)
    is_unchanged = models.BooleanField(gettext_lazy("nothing has changed"), default=False)
    text = models.TextField(gettext_lazy("what has been done"), max_length=4000, blank=True, validators=[readable])
    links = models.TextField(
        gettext_lazy("addresses of evidence"),
        max_length=3000,
        blank=True,
        validators=[check_links],
        help_text=gettext_lazy("Pages that show it, one a line."),
    )
    status = models.CharField(
        gettext_lazy("status"), max_length=20, choices=Status, default=Status.PROPOSED, editable=False, db_index=True
    )
    withheld_because = models.TextField(gettext_lazy("why it is withheld"), blank=True, editable=False)
    told_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=gettext_lazy("told by")
    )
    told_at = models.DateTimeField(gettext_lazy("told"), default=timezone.now, editable=False)
    since = models.DateField(null=True, editable=False)
    until = models.DateField(null=True, editable=False)
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True, db_index=True)

    objects = ProgressNoteQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["since", "until", "updated_at"])

    class Meta:
        verbose_name = gettext_lazy("progress note")
        verbose_name_plural = gettext_lazy("progress notes")
        ordering = ["-on", "-pk"]
        indexes = [models.Index("measure", "since", "until", name="progress_note_standing")]

    def __str__(self) -> str:
        return f"{self.measure}: {self.get_completion_display()}, {self.on}"

    def get_absolute_url(self) -> str:
        return f"{self.measure.get_absolute_url()}#note-{self.pk}"

    @property
    def weight(self) -> tuple[bool, date]:
        """In which order notes follow each other: that there is no evidence gives way to any evidence."""
        return self.completion != Completion.NO_EVIDENCE, self.on

    @property
    def is_blank(self) -> bool:
        """The note that a measure begins with, once a note for an older day has told more."""
        says = self.text or self.links or self.completion != Completion.NO_EVIDENCE
        return not says and self.since is not None and self.since == self.until

    @property
    def reached(self) -> Completion:
        return Completion(self.completion)

    @property
    def addresses(self) -> list[str]:
        return self.links.split()

    def clean(self) -> None:
        super().clean()
        if self.on and self.on > timezone.localdate():
            raise ValidationError({"on": _("This day has not come yet: progress tells what has been done.")})
        if self._state.adding and self.measure_id:
            self.check_beside_its_measure()

    def check_beside_its_measure(self) -> None:
        """When it is told: later on the measure may change, and the note stays what it was."""
        if not self.measure.is_current:
            raise ValidationError(_("This measure is no longer in the plan: nothing more is told of it."))
        if self.is_unchanged and self.completion != self.measure.completion:
            raise ValidationError(
                {"is_unchanged": _("The completion has changed: leave out that nothing has, or leave it as it was.")}
            )
        if self.on and self.completion in BEGUN and not self.measure.has_begun(self.on):
            words = _("The measure starts in the plan on %(starts)s: before that day it has not begun.")
            raise ValidationError({"on": words % {"starts": self.measure.starts}})

    @classmethod
    @transaction.atomic
    def tell(cls, *, measure: Measure, by: User, files: Iterable[Any] = (), **what: Any) -> ProgressNote:
        """Published at once if whoever tells it may submit for the member. What is sent twice is told once."""
        locked = Measure.objects.select_for_update().get(pk=measure.pk)
        note = cls(measure=locked, told_by=by, **what)
        if note.is_unchanged:
            note.completion = locked.completion
        handed_in = list(files)
        if not handed_in and (same := note.twin()):
            return same
        note.full_clean()
        record_in_history(note, by=by)
        note.save()
        for file in handed_in:
            note.evidence.model.add(note, file)
        if locked.is_submittable_by(by):
            note.publish(by=by)
        return note

    def twin(self) -> ProgressNote | None:
        """What the same person told of the same day in the same words, if it still stands."""
        alike = {name: getattr(self, name) for name in ("measure", "on", "completion", "is_unchanged", "text", "links")}
        standing = [self.Status.PROPOSED, self.Status.PUBLISHED]
        return ProgressNote.objects.filter(**alike, told_by=self.told_by, evidence=None, status__in=standing).first()

    @transaction.atomic
    def publish(self, *, by: User | None) -> None:
        """By whoever may submit: from this moment it is told, and counts for the update that was asked for."""
        stored = ProgressNote.objects.select_for_update().get(pk=self.pk)
        if stored.status == self.Status.WITHHELD:
            raise ValidationError(_("It is withheld by the secretariat, which alone puts it back."))
        if by and not self.measure.is_submittable_by(by):
            raise ValidationError(_("Only the principal focal point, or an alternate so empowered, publishes."))
        if self.is_unchanged:
            self.refuse_if_overtaken()
        self._move(self.Status.PUBLISHED, by=by, told_at=timezone.now())

    def refuse_if_overtaken(self) -> None:
        measure = Measure.objects.select_for_update().get(pk=self.measure_id)
        if measure.completion != self.completion:
            words = _("Since this was written the completion became “%(completion)s”: withdraw it, and tell it anew.")
            raise ValidationError(words % {"completion": measure.get_completion_display()})

    def withdraw(self, *, by: User) -> None:
        self._move(self.Status.WITHDRAWN, by=by)

    @transaction.atomic
    def withhold(self, *, by: User | None, note: str) -> None:
        """Taken from the public pages by the secretariat, with the reason; it can be put back."""
        if not note.strip():
            raise ValidationError({"note": _("Say why it is withheld: the focal point reads it.")})
        self._move(self.Status.WITHHELD, by=by, note=note, withheld_because=note.strip())

    @transaction.atomic
    def put_back(self, *, by: User | None) -> None:
        """It counts again from the day on which it was told."""
        if self.status != self.Status.WITHHELD:
            raise ValidationError(_("It is not withheld."))
        self._move(self.Status.PUBLISHED, by=by, withheld_because="")

    @transaction.atomic
    def _move(self, status: str, *, by: User | None, note: str = "", **changes: Any) -> None:
        from plans.models.update_due import UpdateDue

        self.move_to(status, by=by, note=note, **changes)
        self.measure.retell(by=by)
        if self.measure.plan:
            UpdateDue.objects.reconsider(self.measure.plan, by=by)
