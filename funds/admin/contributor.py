from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from alliance.admin import PartialDateBox, RegisterAdmin, WideInline
from alliance.forms import PartialDateForm
from funds.models import Contributor, PayingAgency
from funds.resources import ContributorResource, PayingAgencyResource


class PayingAgencyForm(PartialDateForm):
    used_since = PartialDateBox(required=False)
    used_until = PartialDateBox(required=False)


class PayingAgencyInline(WideInline):
    model = PayingAgency
    form = PayingAgencyForm
    fields = (("name", "used_since", "used_until"), ("source", "source_kind"), "note")


@admin.register(Contributor)
class ContributorAdmin(RegisterAdmin):
    resource_classes = [ContributorResource, PayingAgencyResource]
    list_display = ("called", "kind_told", "is_anonymous")
    list_filter = (
        "named_as",
        "is_anonymous",
        ("member", admin.EmptyFieldListFilter),
        ("partner", admin.EmptyFieldListFilter),
    )
    list_select_related = ("member", "partner")
    search_fields = ("key", "name", "confidential_name", "member__name", "partner__name", "aliases__name")
    autocomplete_fields = ("member", "partner")
    inlines = (PayingAgencyInline,)
    fields = (
        "key",
        ("member", "partner"),
        ("name", "named_as"),
        ("is_anonymous", "confidential_name"),
        "note",
    )

    @admin.display(description=_("contributor"), ordering="key")
    def called(self, contributor: Contributor) -> str:
        return str(contributor)

    @admin.display(description=_("kind"))
    def kind_told(self, contributor: Contributor) -> str:
        return contributor.kind_label

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """However it is accented, and once however many of its names fit."""
        found, is_double = super().get_search_results(request, queryset, search_term)
        if search_term:
            found = found | queryset.filter(pk__in=Contributor.objects.called(search_term).values("pk"))
        return found, is_double
