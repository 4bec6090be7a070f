from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from moneyed import Money
from simple_history.models import HistoricalRecords

from alliance.dates import PartialDate, PartialDateColumns, Period, Precision
from alliance.dates import spoken as spoken_day
from alliance.sources import Sourced
from alliance.workflow import record_in_history
from funds.models.contributor import Contributor, PayingAgency, kind_of, name_of
from funds.models.fund import Fund
from funds.models.money import MOST_DIGITS, USD, InMoney, currencies, in_dollars, spoken
from funds.models.operational_rate import OperationalRate
from funds.models.pledge import Pledge, refuse_odd_amount

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User

ONE = Decimal(1)


def is_received(prefix: str = "") -> Q:
    """What counts: reported as history or posted, to a fund of the Alliance's own (trap T10)."""
    return Q(**{f"{prefix}posting__in": Contribution.COUNTED, f"{prefix}fund__is_autonomous": False})


def is_kept(prefix: str = "") -> Q:
    """Neither taken back nor a contra row: who gave it and has it back is no contributor by it."""
    return Q(**{f"{prefix}contra_of": None, f"{prefix}contra__contra_of": None})


def dated_in(period: Period, prefix: str = "") -> Q:
    """By a date of its own; one known by year counts from the first day of the year."""
    return Q(**{f"{prefix}dated_on__range": period, f"{prefix}dated_on_known_by": False})


class YearOfReceipts(NamedTuple):
    year: int
    usd: Decimal
    contributors: int
    others: list[Money]

    @property
    def others_words(self) -> str:
        return ", ".join(spoken(money) for money in self.others)


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Of whom one may see, and not before it is in the books."""
        if user.is_staff:
            return self
        seen = self.exclude(posting=Contribution.Posting.ENTERED)
        return seen.filter(contributor__in=Contributor.objects.visible_to(user))

    def told(self) -> Self:
        """Each with the name and the kind of its contributor as columns."""
        return self.annotate(contributor_name=name_of("contributor__"), contributor_kind=kind_of("contributor__"))

    def received(self, during: Period | None = None) -> Self:
        """What counts as received: nothing that is only pledged, given in kind or of unconfirmed purpose."""
        found = self.filter(is_received())
        return found.filter(dated_in(during)) if during else found

    def not_counted(self) -> Self:
        return self.exclude(is_received())

    def of_kind(self, kind: str) -> Self:
        return self.annotate(kind_asked=kind_of("contributor__")).filter(kind_asked=kind)

    def called(self, words: str) -> Self:
        told = Q(earmark__called=words) | Q(description__called=words)
        return self.filter(Q(contributor__in=Contributor.objects.called(words)) | told)

    def to_post(self) -> Self:
        return self.filter(posting=Contribution.Posting.ENTERED)

    def without_rate(self) -> Self:
        """To be posted, but for want of a rate of exchange they cannot be."""
        rates = OperationalRate.objects.filter(currency=OuterRef("currency"), in_force_from__lte=OuterRef("dated_on"))
        return self.to_post().exclude(Q(currency=USD) | Q(currency="") | Q(dated_on=None)).exclude(Exists(rates))

    def kept(self) -> Self:
        return self.filter(is_kept())

    def contributors(self) -> int:
        """Of how many, each once, something was received and not taken back."""
        counted: int = self.kept().aggregate(n=Count("contributor", distinct=True))["n"]
        return counted

    def usd(self) -> Decimal:
        """In dollars, as far as they are fixed."""
        return self.aggregate(usd=Sum("usd"))["usd"] or Decimal(0)

    def totals(self) -> list[Money]:
        """One sum for each currency of which something is left."""
        told = self.exclude(amount=None).order_by().values_list("currency").annotate(amount=Sum("amount"))
        return [Money(amount, currency) for currency, amount in told.order_by("currency") if amount]

    def by_year(self) -> list[YearOfReceipts]:
        """The years of which something is dated; what is not fixed in dollars stands beside, in its own currency."""
        years: dict[int, YearOfReceipts] = {}
        dated = self.exclude(dated_on=None).order_by().annotate(year=ExtractYear("dated_on"))
        givers = Count("contributor", filter=is_kept(), distinct=True)
        for year, contributors in dated.values_list("year").annotate(givers=givers):
            years[year] = YearOfReceipts(year, Decimal(0), contributors, [])
        sums = dated.values_list("year", "currency").annotate(
            dollars=Sum("usd"), rest=Sum("amount", filter=Q(usd=None))
        )
        for year, currency, usd, amount in sums.order_by("currency"):
            others = [Money(amount, currency)] if amount else []
            told = years[year]
            years[year] = told._replace(usd=told.usd + (usd or 0), others=[*told.others, *others])
        return [years[year] for year in sorted(years)]


class Contribution(InMoney, Sourced):
    """What somebody has given, as far as it is known (R1 ¶12, R2 ¶60).

    Posting fixes the dollars once, by the United Nations rate of that day. What is posted is never changed, but
    corrected by a contra row.
    """

    class Posting(models.TextChoices):
        ENTERED = "entered", gettext_lazy("entered, not posted yet")
        POSTED = "posted", gettext_lazy("posted")
        REPORTED = "reported", gettext_lazy("reported as history")
        IN_KIND = "in_kind", gettext_lazy("in kind")
        UNCONFIRMED = "unconfirmed_purpose", gettext_lazy("of unconfirmed purpose")

    class DatedAs(models.TextChoices):
        RECEIVED = "received", gettext_lazy("received")
        REPORTED = "reported", gettext_lazy("reported by a source")
        APPROVED = "approved", gettext_lazy("approved by the contributor")

    WHY_NOT = {
        Posting.ENTERED: gettext_lazy("It is not in the books yet."),
        Posting.IN_KIND: gettext_lazy("It is no money: what is given in kind is told apart."),
        Posting.UNCONFIRMED: gettext_lazy("No source says that this amount was received, and when, by the Trust Fund."),
    }
    COUNTED = (Posting.REPORTED, Posting.POSTED)
    FIXED = (
        *("key", "contributor_id", "paid_by_id", "fund_id", "amount", "currency", "dated_on", "dated_on_precision"),
        *("dated_on_known_by", "posting", "contra_of_id", "rate", "usd"),
    )

    key = models.SlugField(
        gettext_lazy("key"), max_length=80, unique=True, help_text=gettext_lazy("Its public identifier; it stays.")
    )
    contributor = models.ForeignKey(
        Contributor, models.PROTECT, related_name="contributions", verbose_name=gettext_lazy("contributor")
    )
    paid_by = models.ForeignKey(
        PayingAgency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=gettext_lazy("paid by"),
        help_text=gettext_lazy("The agency of the contributor, where it is another name."),
    )
    fund = models.ForeignKey(
        Fund,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=gettext_lazy("fund"),
        help_text=gettext_lazy("Empty where no source says that it was for a fund."),
    )
    pledge = models.ForeignKey(
        Pledge,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=gettext_lazy("pledge"),
        help_text=gettext_lazy("The pledge that it fulfils."),
    )
    posting = models.CharField(
        gettext_lazy("posting"), max_length=20, choices=Posting, default=Posting.ENTERED, db_index=True
    )
    dated = PartialDateColumns(
        "dated_on",
        gettext_lazy("value date"),
        null=True,
        help_text=gettext_lazy("As far as it is known; empty where it is not."),
    )
    dated_as = models.CharField(
        gettext_lazy("what happened that day"), max_length=20, choices=DatedAs, default=DatedAs.RECEIVED
    )
    amount = models.DecimalField(
        gettext_lazy("amount"),
        max_digits=MOST_DIGITS,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=gettext_lazy("Empty where it is not known."),
    )
    currency = models.CharField(gettext_lazy("currency"), max_length=3, choices=currencies, blank=True)
    rate = models.DecimalField(
        gettext_lazy("United Nations rate of that day"),
        max_digits=MOST_DIGITS,
        decimal_places=6,
        null=True,
        blank=True,
        editable=False,
    )
    usd = models.DecimalField(
        gettext_lazy("United States dollars"),
        max_digits=MOST_DIGITS,
        decimal_places=2,
        null=True,
        blank=True,
        editable=False,
    )
    earmark = models.CharField(
        gettext_lazy("what it is for"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("A field, a programme, or the purpose as the source tells it."),
    )
    description = models.CharField(
        gettext_lazy("what is given in kind"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("Such as the secondment of a member of staff."),
    )
    contra_of = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="contra",
        verbose_name=gettext_lazy("takes back"),
    )
    note = models.TextField(gettext_lazy("note"), blank=True)
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True, db_index=True)

    objects = ContributionQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("contribution")
        verbose_name_plural = gettext_lazy("contributions")
        ordering = [F("dated_on").desc(nulls_last=True), "key", "id"]
        indexes = [
            models.Index("dated_on", "key", "id", name="contribution_by_day"),
            models.Index("posting", "dated_on", name="contribution_received"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None, currency="") | Q(amount__isnull=False) & ~Q(currency=""),
                name="contribution_amount_with_currency",
                violation_error_message=gettext_lazy("An amount has a currency, and a currency an amount."),
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(contra_of=None, amount__gt=0) | Q(contra_of__isnull=False, amount__lt=0),
                name="contribution_above_nothing",
                violation_error_message=gettext_lazy(
                    "An amount is more than nothing; only a contra row takes it back."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(posting__in=["reported", "posted"])
                | Q(amount__isnull=False, fund__isnull=False, dated_on__isnull=False),
                name="contribution_counted_is_known",
                violation_error_message=gettext_lazy("What is received has a fund, an amount and a date."),
            ),
            models.CheckConstraint(
                condition=~Q(posting="posted") | Q(usd__isnull=False, rate__isnull=False),
                name="contribution_posted_in_dollars",
                violation_error_message=gettext_lazy("What is posted has its dollars and its rate."),
            ),
            models.CheckConstraint(
                condition=Q(usd=None) | Q(posting__in=["reported", "posted"]),
                name="contribution_dollars_of_the_counted",
                violation_error_message=gettext_lazy("Only what is received has its dollars fixed."),
            ),
            models.CheckConstraint(
                condition=~Q(currency=USD) | Q(usd=None) | Q(usd=F("amount")),
                name="contribution_dollar_is_a_dollar",
                violation_error_message=gettext_lazy("A dollar is a dollar."),
            ),
            models.CheckConstraint(
                condition=Q(posting="in_kind") & ~Q(description="") | ~Q(posting="in_kind") & Q(description=""),
                name="contribution_in_kind_is_described",
                violation_error_message=gettext_lazy("Of what is given in kind, and of nothing else, say what it is."),
            ),
        ]

    def __str__(self) -> str:
        what = self.money_words or self.description or _("amount unknown")
        return f"{self.contributor}, {what}, {self.dated or _('date unknown')}"

    def get_absolute_url(self) -> str:
        return f"{reverse('contributor', args=[self.contributor.key])}#{self.key}"

    @property
    def usd_words(self) -> str:
        return "" if self.usd is None else spoken(Money(self.usd, USD))

    @property
    def purpose(self) -> str:
        """What it is for, as far as it is known."""
        return self.description or self.earmark or (self.fund.name if self.fund else "")

    @property
    def is_fixed(self) -> bool:
        return self.posting in self.COUNTED

    @property
    def is_counted(self) -> bool:
        return self.is_fixed and not (self.fund and self.fund.is_autonomous)

    @property
    def is_taken_back(self) -> bool:
        """It or what it takes back: both have the same dollars, or none."""
        return bool(self.contra_of_id) or Contribution.objects.filter(contra_of=self.pk or 0).exists()

    @property
    def why_not_counted(self) -> str:
        if self.is_counted:
            return ""
        return str(self.WHY_NOT.get(self.Posting(self.posting), _("Its fund is autonomous, not the Alliance's own.")))

    @property
    def stored(self) -> Contribution | None:
        return Contribution.objects.filter(pk=self.pk).first() if self.pk else None

    def clean(self) -> None:
        super().clean()
        self.refuse_changes(self.stored)
        if self.contra_of_id is None:
            refuse_odd_amount(self.amount, self.currency)
        if self.dated and self.dated.first > timezone.localdate():
            raise ValidationError({"dated_on": _("Nothing is received on a day that has not come yet.")})
        if self.posting == self.Posting.POSTED and self.usd is None:
            raise ValidationError({"posting": _("It is posted by its act, which fixes its dollars.")})
        if self.is_fixed:
            self.refuse_unknown()
            self.fix_as_reported()
        if (self.posting == self.Posting.IN_KIND) != bool(self.description):
            raise ValidationError({"description": _("Of what is given in kind, and of nothing else, say what it is.")})
        if self.paid_by and self.contributor_id and self.paid_by.record_id != self.contributor_id:
            raise ValidationError({"paid_by": _("This is an agency of another contributor.")})
        if self.pledge and self.contributor_id and self.pledge.contributor_id != self.contributor_id:
            raise ValidationError({"pledge": _("This is a pledge of another contributor.")})

    def refuse_unknown(self) -> None:
        if not self.fund_id:
            raise ValidationError({"fund": _("What is received is received by a fund: say by which.")})
        if self.amount is None:
            raise ValidationError({"amount": _("What is received has an amount.")})
        if self.dated is None or self.dated.known_by:
            raise ValidationError({"dated_on": _("What is received has a date of its own, as far as it is known.")})

    def refuse_changes(self, stored: Contribution | None) -> None:
        """What is posted stands (DOMAIN 1.7: reversal instead of change)."""
        if stored is None or not stored.is_fixed:
            return
        for name in self.FIXED:
            if getattr(self, name) != getattr(stored, name):
                field = name.removesuffix("_id").removesuffix("_precision").removesuffix("_known_by")
                raise ValidationError(
                    {field: _("This is posted and stays as it is: correct it by a contra row and a new one.")}
                )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.refuse_changes(self.stored)
        self.fix_as_reported()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self.is_fixed:
            raise ValidationError(_("What is posted is not deleted: take it back by a contra row."))
        return super().delete(*args, **kwargs)

    def rate_of_the_day(self) -> Decimal | None:
        """Of a day only: what is known by month or year is not converted."""
        if self.currency == USD:
            return ONE
        if self.dated is None or self.dated.precision != Precision.DAY:
            return None
        rate = OperationalRate.objects.in_force(self.currency, self.dated.first)
        return rate.rate if rate else None

    def fix_as_reported(self) -> None:
        """What is history needs no posting to have its dollars."""
        if self.posting == self.Posting.REPORTED and self.usd is None and not self.is_taken_back:
            self.fix()

    def fix(self) -> None:
        """Its dollars, once, by the rate of its day."""
        rate = self.rate_of_the_day()
        if rate is not None and self.amount is not None:
            self.rate = rate
            self.usd = self.amount if self.currency == USD else in_dollars(self.amount, rate)
            if self.usd != self.amount and self.usd >= 10 ** (MOST_DIGITS - 2):
                raise ValidationError({"amount": _("By the rate of that day these are more dollars than there are.")})

    @transaction.atomic
    def post(self, *, by: User | None, note: str = "") -> None:
        """Take it into the books: what was received, on which day, is so much in dollars from now on."""
        stored = Contribution.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if stored.posting != self.Posting.ENTERED:
            words = _("It is %(posting)s: only what is entered and not posted yet is posted.")
            raise ValidationError({"posting": words % {"posting": stored.get_posting_display()}})
        stored.refuse_unknown()
        if stored.dated is None or stored.dated.precision != Precision.DAY:
            raise ValidationError({"dated_on": _("It is posted by the day on which it was received.")})
        if stored.dated_as != self.DatedAs.RECEIVED:
            raise ValidationError({"dated_as": _("Only what was received is posted.")})
        stored.fix()
        if stored.usd is None:
            words = _("No United Nations rate of exchange for %(currency)s is in force on %(day)s.")
            day = spoken_day(stored.dated.first)
            raise ValidationError({"currency": words % {"currency": stored.currency, "day": day}})
        stored.posting = self.Posting.POSTED
        stored.full_clean()
        record_in_history(stored, by=by, note=note)
        stored.save()
        self.refresh_from_db()

    @transaction.atomic
    def take_back(self, *, on: date, by: User | None, note: str = "") -> Contribution:
        """The contra row: the same amount, at the same rate, against it."""
        stored = Contribution.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if not stored.is_fixed or stored.contra_of_id:
            raise ValidationError(_("Only what is posted is taken back by a contra row."))
        if Contribution.objects.filter(contra_of=stored).exists():
            raise ValidationError(_("It was taken back already."))
        if stored.dated and on < stored.dated.first:
            raise ValidationError(_("It cannot be taken back before it was received."))
        contra = Contribution(
            key=f"{stored.key[:73]}-contra",
            contributor=stored.contributor,
            paid_by=stored.paid_by,
            fund=stored.fund,
            pledge=stored.pledge,
            posting=stored.posting,
            dated_as=stored.dated_as,
            amount=-(stored.amount or 0),
            currency=stored.currency,
            rate=stored.rate,
            usd=None if stored.usd is None else -stored.usd,
            earmark=stored.earmark,
            contra_of=stored,
            note=note,
        )
        contra.dated = PartialDate.of(on, Precision.DAY)
        contra.full_clean()
        record_in_history(contra, by=by, note=note)
        contra.save()
        return contra
