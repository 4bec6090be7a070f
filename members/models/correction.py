from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.names import readable
from alliance.workflow import record_in_history
from members.models.member import Alias, Member
from members.models.submission import Submission, SubmissionQuerySet

if TYPE_CHECKING:
    from people.models import User


class Correction(Submission):
    """What a focal point finds wrong in its member's record, beside what the register said when it was written."""

    class What(models.TextChoices):
        NAME = "name", gettext_lazy("name")
        SHORT_NAME = "short_name", gettext_lazy("short name")
        OTHER_NAME = "other_name", gettext_lazy("another name, also a former one")
        ELSE = "else", gettext_lazy("something else, such as a date or a source")

    COLUMNS = {What.NAME, What.SHORT_NAME}  # which accepting writes by itself
    NAMES = {*COLUMNS, What.OTHER_NAME}

    what = models.CharField(gettext_lazy("what is wrong"), max_length=20, choices=What)
    stored = models.TextField(gettext_lazy("in the register"), blank=True, editable=False)
    proposed = models.TextField(gettext_lazy("as it should be"), max_length=2000, validators=[readable])
    reason = models.TextField(
        gettext_lazy("why, and where it is told"),
        blank=True,
        max_length=2000,
        help_text=gettext_lazy("A document or page helps the secretariat to decide."),
    )

    objects = SubmissionQuerySet["Correction"].as_manager()
    history = HistoricalRecords()

    class Meta(Submission.Meta):
        verbose_name = gettext_lazy("proposed correction")
        verbose_name_plural = gettext_lazy("proposed corrections")

    def __str__(self) -> str:
        return f"{self.member}: {self.get_what_display()}"

    def twins(self) -> models.QuerySet[Correction]:
        same = {"member_id": self.member_id, "what": self.what, "proposed": self.proposed}
        return Correction.objects.undecided().filter(**same)

    def clean(self) -> None:
        super().clean()
        if not self.member_id:
            return
        if self._state.adding:
            self.stored = self.present()
        if self.what in self.NAMES and self.status == self.Status.PROPOSED:
            self.refuse_unfit()

    def present(self) -> str:
        return str(getattr(self.member, self.what)) if self.what in self.COLUMNS else ""

    def refuse_unfit(self) -> None:
        """A name is one line, as long as its column, and not the one that the register has."""
        is_column = self.what in self.COLUMNS
        longest: Any = Member._meta.get_field(self.what) if is_column else Alias._meta.get_field("name")
        if len(self.proposed) > longest.max_length or "\n" in self.proposed:
            words = _("This is one line of at most %(most)d characters.")
            raise ValidationError({"proposed": words % {"most": longest.max_length}})
        if self.proposed == self.stored or (not is_column and self.is_known()):
            raise ValidationError({"proposed": _("The register says so already.")})

    def is_known(self) -> bool:
        return self.proposed == self.member.name or self.member.aliases.filter(name=self.proposed).exists()

    def carry_out(self, *, by: User | None) -> None:
        """A name is written; anything else the secretariat has changed by hand before it accepts."""
        if self.what in self.COLUMNS:
            self.write(by)
        elif self.what == self.What.OTHER_NAME:
            alias = Alias(record=self.member, name=self.proposed, note=self.reason)
            alias.full_clean()
            record_in_history(alias, by=by)
            alias.save()

    def write(self, by: User | None) -> None:
        self.member.lock()
        self.member.refresh_from_db()
        if self.present() != self.stored:
            words = _("The register has said “%(now)s” since this was proposed: change it by hand, or decline.")
            raise ValidationError(words % {"now": self.present()})
        setattr(self.member, self.what, self.proposed)
        self.member.full_clean()
        record_in_history(self.member, by=by, note=_("Correction proposed by the focal point"))
        self.member.save()
