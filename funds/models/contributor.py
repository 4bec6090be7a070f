from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.aliases import OtherName
from alliance.names import readable
from members.models import Member
from partnerships.models import Partner

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User

INTERNATIONAL = (Partner.Kind.UN_ENTITY, Partner.Kind.INTERNATIONAL, Partner.Kind.REGIONAL)


class ContributorQuerySet(models.QuerySet["Contributor"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Not who wishes to stay unnamed, nor a body that is itself no public record yet."""
        if user.is_staff:
            return self
        is_public = Q(member=None) | Q(member__in=Member.objects.visible_to(user))
        is_public &= Q(partner=None) | Q(partner__in=Partner.objects.visible_to(user))
        return self.filter(is_public, is_anonymous=False)

    def told(self) -> Self:
        """Each with its name and its kind as columns: `told_name` and `told_kind`."""
        return self.annotate(told_name=name_of(), told_kind=kind_of())

    def called(self, words: str) -> Self:
        """Found by its own name, by any name of its member or partner, and by those of its paying agencies."""
        agencies = PayingAgency.objects.filter(record=OuterRef("pk"), name__called=words)
        of_others = Q(member__in=Member.objects.called(words)) | Q(partner__in=Partner.objects.called(words))
        return self.filter(Q(name__called=words) | of_others | Exists(agencies))

    def of(self, user: User | AnonymousUser) -> Self:
        """Those that this user may see, with what each gave and pledged, as far as this user may see that."""
        contributions: Any = Contributor._meta.get_field("contributions").related_model
        pledges: Any = Contributor._meta.get_field("pledges").related_model
        return (
            self.visible_to(user)
            .select_related("member", "partner")
            .prefetch_related(
                Prefetch("contributions", contributions.objects.visible_to(user).select_related("fund")),
                Prefetch("pledges", pledges.objects.visible_to(user).select_related("fund")),
            )
        )


class Contributor(models.Model):
    """Who gives: a State or an organization whatever agency pays for it, somebody named, or somebody unnamed.

    A contributor need not be a member (R2 ¶60 "out of 103 members", trap T15).
    """

    class Kind(models.TextChoices):
        STATE = "state", gettext_lazy("State")
        ORGANIZATION = "organization", gettext_lazy("international organization")
        PERSON = "person", gettext_lazy("person")
        OTHER = "other", gettext_lazy("other body")
        ANONYMOUS = "anonymous", gettext_lazy("unnamed")

    NAMED = Kind.choices[:-1]

    key = models.SlugField(
        gettext_lazy("key"), max_length=80, unique=True, help_text=gettext_lazy("Its public identifier; it stays.")
    )
    member = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributors",
        verbose_name=gettext_lazy("member of the Group of Friends"),
    )
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributors",
        verbose_name=gettext_lazy("partner"),
    )
    name = models.CharField(
        gettext_lazy("name"),
        max_length=200,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("Of somebody who is neither a member nor a partner."),
    )
    named_as = models.CharField(gettext_lazy("what the one named is"), max_length=20, choices=NAMED, blank=True)
    is_anonymous = models.BooleanField(
        gettext_lazy("wishes to stay unnamed"),
        default=False,
        help_text=gettext_lazy("Then it is shown to nobody but staff; what it gives is counted."),
    )
    confidential_name = models.CharField(
        gettext_lazy("confidential name"),
        max_length=200,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("Of somebody who wishes to stay unnamed: for staff."),
    )
    note = models.TextField(gettext_lazy("note"), blank=True, help_text=gettext_lazy("For staff."))
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True, db_index=True)

    objects = ContributorQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("contributor")
        verbose_name_plural = gettext_lazy("contributors")
        ordering = ["key", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False, partner=None, name="", is_anonymous=False)
                | Q(member=None, partner__isnull=False, name="", is_anonymous=False)
                | Q(member=None, partner=None, is_anonymous=False) & ~Q(name="")
                | Q(member=None, partner=None, name="", is_anonymous=True),
                name="contributor_is_one",
                violation_error_message=gettext_lazy(
                    "A contributor is a member, a partner, somebody named or somebody unnamed: say which, and only one."
                ),
            ),
            models.CheckConstraint(
                condition=Q(name="", named_as="") | ~Q(name="") & ~Q(named_as=""),
                name="contributor_named_as_something",
                violation_error_message=gettext_lazy("Of somebody named, and of nobody else, say what it is."),
            ),
            models.CheckConstraint(
                condition=Q(confidential_name="") | Q(is_anonymous=True),
                name="contributor_confidential_if_unnamed",
                violation_error_message=gettext_lazy("Only who wishes to stay unnamed has a confidential name."),
            ),
            models.UniqueConstraint(
                fields=["member"],
                name="contributor_member_once",
                violation_error_message=gettext_lazy(
                    "This member is a contributor already: its agencies roll up to it."
                ),
            ),
            models.UniqueConstraint(
                fields=["partner"],
                name="contributor_partner_once",
                violation_error_message=gettext_lazy("This partner is a contributor already."),
            ),
        ]

    def __str__(self) -> str:
        """For staff, who know more."""
        return f"{self.shown_name} ({self.confidential_name})" if self.confidential_name else self.shown_name

    def get_absolute_url(self) -> str:
        return reverse("contributor", args=[self.key])

    @property
    def shown_name(self) -> str:
        named = self.member or self.partner
        return named.name if named else self.name or _("A contributor who wishes to stay unnamed")

    @property
    def kind(self) -> str:
        if self.member:
            return self.Kind.STATE if self.member.kind == Member.Kind.COUNTRY else self.Kind.ORGANIZATION
        if self.partner:
            return self.Kind.ORGANIZATION if self.partner.kind in INTERNATIONAL else self.Kind.OTHER
        return self.Kind.ANONYMOUS if self.is_anonymous else self.named_as

    @property
    def kind_label(self) -> str:
        return str(dict(self.Kind.choices).get(self.kind, ""))

    def clean(self) -> None:
        super().clean()
        told = {"member": self.member_id, "partner": self.partner_id, "name": self.name}
        fields = [name for name, value in told.items() if value]
        words = _("A contributor is a member, a partner, somebody named or somebody unnamed: say which, and only one.")
        if len(fields) > 1:
            raise ValidationError({fields[-1]: words})
        if fields and self.is_anonymous:
            raise ValidationError({"is_anonymous": words})
        if bool(self.name) != bool(self.named_as):
            raise ValidationError({"named_as": _("Of somebody named, and of nobody else, say what it is.")})
        if self.confidential_name and not self.is_anonymous:
            raise ValidationError({"confidential_name": _("Only who wishes to stay unnamed has a confidential name.")})
        if self.partner and self.partner.member_id:
            raise ValidationError({"partner": _("This partner is a member: name the member.")})


def name_of(prefix: str = "") -> Coalesce:
    """As a column; empty of who wishes to stay unnamed."""
    return Coalesce(F(f"{prefix}member__name"), F(f"{prefix}partner__name"), F(f"{prefix}name"))


def kind_of(prefix: str = "") -> Case:
    """`Contributor.kind` as a column."""
    state, organization, other = Contributor.Kind.STATE, Contributor.Kind.ORGANIZATION, Contributor.Kind.OTHER
    return Case(
        When(Q(**{f"{prefix}member__kind": Member.Kind.COUNTRY}), then=Value(state.value)),
        When(Q(**{f"{prefix}member__isnull": False}), then=Value(organization.value)),
        When(Q(**{f"{prefix}partner__kind__in": INTERNATIONAL}), then=Value(organization.value)),
        When(Q(**{f"{prefix}partner__isnull": False}), then=Value(other.value)),
        When(Q(**{f"{prefix}is_anonymous": True}), then=Value(Contributor.Kind.ANONYMOUS.value)),
        default=F(f"{prefix}named_as"),
        output_field=models.CharField(),
    )


class PayingAgency(OtherName):
    """A ministry or an agency by which a contributor pays: what it pays is the contributor's."""

    record = models.ForeignKey(
        Contributor, models.CASCADE, related_name="aliases", verbose_name=gettext_lazy("contributor")
    )

    history = HistoricalRecords()

    class Meta(OtherName.Meta):
        verbose_name = gettext_lazy("paying agency")
        verbose_name_plural = gettext_lazy("paying agencies")
