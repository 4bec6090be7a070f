from __future__ import annotations

from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.names import readable
from forums.models.at_a_forum import AtAForum, AtAForumQuerySet, none_of, one_of
from forums.models.forum import Forum
from members.models import NationalPlan, RegionalStrategy
from partnerships.models import Agreement, Programme

ABOUT = ("plan", "strategy", "agreement", "programme")


class AnnouncementQuerySet(AtAForumQuerySet["Announcement"]):
    ABOUT = ABOUT

    def gone_by(self) -> Self:
        """By the account we go by: another one is shown with its source, and not counted."""
        return self.filter(preferred=True)

    def plans_announced(self) -> Self:
        return self.gone_by().filter(plan__isnull=False, what=Announcement.What.ANNOUNCED)

    def agreements_signed(self) -> Self:
        """Agreements, and neither letters of intent nor what another body decides (R1 ¶10)."""
        return self.gone_by().filter(what=Announcement.What.SIGNED, agreement__kind__in=Agreement.AGREEMENTS)

    def letters_signed(self) -> Self:
        return self.gone_by().filter(what=Announcement.What.SIGNED, agreement__kind=Agreement.Kind.LETTER_OF_INTENT)

    def programmes_announced(self) -> Self:
        return self.gone_by().filter(programme__isnull=False, what=Announcement.What.ANNOUNCED)

    def programmes_launched(self) -> Self:
        return self.gone_by().filter(programme__isnull=False, what=Announcement.What.LAUNCHED)

    def called(self, words: str) -> Self:
        """Found by its words, or by any name of what was announced."""
        found = Q(text__called=words) | Q(key__called=words)
        found |= Q(plan__in=NationalPlan.objects.called(words).order_by().values("pk"))
        found |= Q(strategy__in=RegionalStrategy.objects.called(words).order_by().values("pk"))
        found |= Q(agreement__in=Agreement.objects.called(words).order_by().values("pk"))
        found |= Q(programme__in=Programme.objects.called(words).order_by().values("pk"))
        return self.filter(found)


class Announcement(AtAForum):
    """What was announced, signed, adopted or launched at a forum (R1 ¶9-10, ¶34-35; R2 ¶15, ¶19, ¶33-43).

    The plan does not know the forum where it was announced: the announcement knows the plan.
    """

    class What(models.TextChoices):
        IN_PREPARATION = "in_preparation", gettext_lazy("told to be in preparation")
        PRESENTED = "presented", gettext_lazy("presented")
        ANNOUNCED = "announced", gettext_lazy("announced")
        ADOPTED = "adopted", gettext_lazy("adopted")
        SIGNED = "signed", gettext_lazy("signed")
        LAUNCHED = "launched", gettext_lazy("launched")

    ABOUT = ABOUT
    READ_WITH = ("plan__member", "strategy", "agreement", "programme")
    OF_PLANS: ClassVar[set[str]] = {"in_preparation", "presented", "announced", "adopted"}
    FITTING: ClassVar[dict[str, set[str]]] = {
        "plan": OF_PLANS,
        "strategy": OF_PLANS,
        "agreement": {"presented", "announced", "signed"},
        "programme": {"in_preparation", "presented", "announced", "launched"},
        "": set(What.values),
    }

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="announcements", verbose_name=gettext_lazy("forum"))
    what = models.CharField(gettext_lazy("what happened"), max_length=20, choices=What)
    plan = models.ForeignKey(
        NationalPlan,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="announcements",
        verbose_name=gettext_lazy("national plan"),
    )
    strategy = models.ForeignKey(
        RegionalStrategy,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="announcements",
        verbose_name=gettext_lazy("regional strategy"),
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="announcements",
        verbose_name=gettext_lazy("agreement"),
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="announcements",
        verbose_name=gettext_lazy("programme"),
    )
    text = models.CharField(
        gettext_lazy("in words"),
        max_length=300,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("What it was, where no register holds it."),
    )
    preferred = models.BooleanField(gettext_lazy("the account we go by"), default=True)
    place = models.CharField(gettext_lazy("place"), max_length=120, blank=True, validators=[readable])

    objects = AnnouncementQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("announcement")
        verbose_name_plural = gettext_lazy("announcements")
        ordering = ["-forum__ordinal", "key", "id"]
        indexes = [models.Index("forum", "what", name="announcement_at_a_forum")]
        constraints = [
            models.CheckConstraint(
                condition=one_of(*ABOUT) & Q(text="") | none_of(*ABOUT) & Q(text__gt=""),
                name="announcement_of_one",
                violation_error_message=gettext_lazy(
                    "Exactly one was announced: a plan, a strategy, an agreement, a programme, or what the words say."
                ),
            ),
            *(
                models.UniqueConstraint(
                    fields=["forum", name, "what"],
                    name=f"announcement_of_{name}_once",
                    violation_error_message=gettext_lazy("This stands already as an announcement of that forum."),
                )
                for name in ABOUT
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.what_label}"

    @property
    def name(self) -> str:
        return str(self.about or self.text)

    @property
    def what_label(self) -> str:
        return str(self.get_what_display())

    @property
    def told(self) -> str:
        """As the page of what was announced says it: Announced at the Second Forum, Istanbul."""
        return _("%(what)s at the %(forum)s") % {"what": self.what_label.capitalize(), "forum": self.forum}

    def clean(self) -> None:
        super().clean()
        self.refuse_two(_("One announcement is of one thing: record another for this."))
        if self.about_field and self.text:
            raise ValidationError({"text": _("What it was stands in a register: leave the words to its name.")})
        if not self.about_field and not self.text:
            raise ValidationError(
                {"text": _("Choose the plan, strategy, agreement or programme, or say in words what it was.")}
            )
        if self.what and self.what not in self.FITTING[self.about_field]:
            words = {"what": self.what_label, "register": self.called_in_words(self.about_field)}
            raise ValidationError({"what": _("“%(what)s” is not what happens to %(register)s.") % words})
