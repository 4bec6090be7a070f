from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from alliance.admin import Colours, OtherNameInline, PlacedStepInline, PlaceForm, RegisterAdmin, WideInline
from members.models import RegionalStrategy, StrategyName, StrategyParticipant, StrategyStep
from members.resources import (
    RegionalStrategyResource,
    StrategyNameResource,
    StrategyParticipantResource,
    StrategyStepResource,
)


class StrategyStepInline(PlacedStepInline):
    model = StrategyStep


class StrategyParticipantInline(WideInline):
    model = StrategyParticipant
    fields = (("country", "name", "role"), "stance", "note", ("source", "source_kind"))
    autocomplete_fields = ("country",)


class StrategyNameInline(OtherNameInline):
    model = StrategyName


@admin.register(RegionalStrategy)
class RegionalStrategyAdmin(RegisterAdmin):
    resource_classes = [
        RegionalStrategyResource,
        StrategyStepResource,
        StrategyParticipantResource,
        StrategyNameResource,
    ]
    list_display = ("name", "stands_as", "countries")
    list_filter = ("status", "fields")
    search_fields = ("name", "aliases__name", "participants__name")
    prepopulated_fields = {"key": ("name",)}
    readonly_fields = ("status",)
    inlines = (StrategyStepInline, StrategyParticipantInline, StrategyNameInline)
    actions = (
        "record_proposal",
        "record_preparation",
        "record_announcement",
        "record_adoption",
        "record_implementation",
        "record_renewal",
    )
    fields = ("name", ("key", "status"), ("fields", "topics"), "note", "source", "source_kind")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).counting_countries()  # type: ignore[no-any-return]

    @display(  # type: ignore[untyped-decorator]
        description=_("status"),
        ordering="status",
        label=Colours(
            {"adopted": "success", "under_implementation": "success", "renewed": "success", "announced": "info"}
        ),
    )
    def stands_as(self, strategy: RegionalStrategy) -> tuple[str, str]:
        return strategy.status, strategy.status_label

    @admin.display(description=_("countries that adopted it"), ordering="adopting_countries")
    def countries(self, strategy: Any) -> int | str:
        return strategy.adopting_countries or ""

    @admin.action(description=_("Record that it was proposed"), permissions=["change"])
    def record_proposal(self, request: HttpRequest, strategies: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, strategies, RegionalStrategy.propose, PlaceForm)

    @admin.action(description=_("Record that it is in preparation"), permissions=["change"])
    def record_preparation(self, request: HttpRequest, strategies: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, strategies, RegionalStrategy.prepare, PlaceForm)

    @admin.action(description=_("Record the announcement"), permissions=["change"])
    def record_announcement(self, request: HttpRequest, strategies: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, strategies, RegionalStrategy.announce, PlaceForm)

    @admin.action(description=_("Record the adoption"), permissions=["change"])
    def record_adoption(self, request: HttpRequest, strategies: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, strategies, RegionalStrategy.adopt, PlaceForm)

    @admin.action(description=_("Record that it is being carried out"), permissions=["change"])
    def record_implementation(self, request: HttpRequest, strategies: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, strategies, RegionalStrategy.implement, PlaceForm)

    @admin.action(description=_("Record the renewal"), permissions=["change"])
    def record_renewal(self, request: HttpRequest, strategies: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, strategies, RegionalStrategy.renew, PlaceForm)
