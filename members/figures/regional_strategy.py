"""What the register of regional strategies counts (R2 ¶16; SP L83-90)."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from alliance.dates import Period
from alliance.figures import Column, Cut, Figure
from alliance.ladder import StepQuerySet
from members.figures.national_plan import RECORDS, told_by
from members.models import Country, RegionalStrategy, StrategyParticipant, StrategyStep

Status = RegionalStrategy.Status
COLUMNS = {
    "strategy": Column(_("Region"), lambda step: step.record.name),
    "key": Column(_("Key"), lambda step: step.record.key, is_on_page=False),
    "step": Column(_("Step"), lambda step: step.status_label, is_on_page=False),
    "when": Column(_("When"), lambda step: step.when),
    "place": Column(_("Where"), lambda step: step.place),
    "source": Column(_("Source"), lambda step: "; ".join(source.words for source in step.sources)),
}


def steps_to(status: str) -> StepQuerySet[StrategyStep]:
    return StrategyStep.objects.filter(status=status).select_related("record").order_by("record__name")


def adopting_countries() -> QuerySet[StrategyParticipant]:
    return (
        StrategyParticipant.objects.adopting().select_related("strategy", "country").order_by("strategy__name", "name")
    )


def of_an_adopted_strategy(period: Period) -> Q:
    adopted = StrategyStep.objects.taken_by(period.end).filter(status=Status.ADOPTED, record=OuterRef("strategy"))
    return Q(Exists(adopted))


strategies: dict[str, Any] = {
    "unit": _("strategies"),
    "cuts": {"field": Cut(_("field of action"), "record__fields__key", {"": _("unknown")})},
    "columns": COLUMNS,
    "aggregate": RECORDS,
    "link": lambda step: step.record.get_absolute_url(),
}
strategies_announced: Figure[StrategyStep] = Figure(
    key="regional-strategies-announced",
    name=_("Regional strategies announced"),
    definition=_("Strategies that had been announced by the last day of the period, wherever they stood then."),
    is_stock=True,
    measure="regional_strategies_announced",
    all_rows=lambda: steps_to(Status.ANNOUNCED),
    counted=told_by,
    **strategies,
)
strategies_adopted: Figure[StrategyStep] = Figure(
    key="regional-strategies-adopted",
    name=_("Regional strategies adopted"),
    definition=_("Strategies that had been adopted by the last day of the period."),
    is_stock=True,
    measure="regional_strategies_adopted",
    all_rows=lambda: steps_to(Status.ADOPTED),
    counted=told_by,
    **strategies,
)
strategy_countries: Figure[StrategyParticipant] = Figure(
    key="regional-strategy-countries",
    name=_("Countries of the regional strategies adopted"),
    definition=_(
        "Countries that adopted one of the strategies which had been adopted by the last day of the period; "
        "a country of two strategies counts once, a member or not."
    ),
    unit=_("countries"),
    is_stock=True,
    measure="regional_strategy_countries",
    all_rows=adopting_countries,
    counted=of_an_adopted_strategy,
    aggregate=partial(Count, Coalesce("country__iso3", "name"), distinct=True),
    cuts={
        "strategy": Cut(_("strategy"), "strategy__name", {}),
        "region": Cut(_("region"), "country__region", {**dict(Country.Region.choices), "": _("unknown")}),
    },
    columns={
        "country": Column(_("Country"), lambda part: part.name),
        "code": Column(_("Code"), lambda part: part.country.iso3 if part.country else "", is_on_page=False),
        "strategy": Column(_("Region"), lambda part: part.strategy.name),
        "key": Column(_("Key"), lambda part: part.strategy.key, is_on_page=False),
        "source": Column(_("Source"), lambda part: "; ".join(source.words for source in part.sources)),
    },
    link=lambda part: part.strategy.get_absolute_url(),
)
