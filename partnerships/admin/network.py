from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from alliance.admin import Colours, OtherNameInline, PartialDateBox, RegisterAdmin, WideInline, WorkFilter
from alliance.forms import PartialDateForm
from partnerships.models import Network, NetworkMember, NetworkName
from partnerships.resources import NetworkMemberResource, NetworkNameResource, NetworkResource


class NetworkWork(WorkFilter):
    QUESTIONS = {
        "members": (_("no member is known"), lambda day: Network.objects.without_members(day)),
        "target": (_("fewer or more members than it is meant to have"), lambda day: Network.objects.off_target(day)),
    }


class NetworkForm(PartialDateForm):
    status_told = PartialDateBox(required=False, label=_("Status as of"))
    started = PartialDateBox(required=False)


class NetworkMemberForm(PartialDateForm):
    joined = PartialDateBox(label=_("Since"))
    left = PartialDateBox(required=False, label=_("Until"))


class NetworkMemberInline(WideInline):
    model = NetworkMember
    form = NetworkMemberForm
    fields = (("partner", "name", "role"), ("joined", "left", "is_public"), ("source", "source_kind"), "note")
    autocomplete_fields = ("partner",)


class NetworkNameInline(OtherNameInline):
    model = NetworkName


@admin.register(Network)
class NetworkAdmin(RegisterAdmin):
    resource_classes = [NetworkResource, NetworkMemberResource, NetworkNameResource]
    form = NetworkForm
    list_display = ("name", "kind", "stands_as", "known_members", "meant", "is_public")
    list_filter = (NetworkWork, "status", "kind", "is_public")
    search_fields = ("name", "aliases__name", "members__name", "members__partner__name")
    prepopulated_fields = {"key": ("name",)}
    inlines = (NetworkMemberInline, NetworkNameInline)
    fields = (
        "name",
        ("key", "kind"),
        ("status", "status_told", "started"),
        ("target_min", "target_max", "is_public"),
        "purpose",
        "note",
        "source",
        "source_kind",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        networks = super().get_queryset(request)
        return networks.counting_members(timezone.localdate(), request.user)  # type: ignore[no-any-return]

    @display(  # type: ignore[untyped-decorator]
        description=_("status"), ordering="status", label=Colours({"active": "success", "in_development": "info"})
    )
    def stands_as(self, network: Network) -> tuple[str, str]:
        return network.status, network.get_status_display()

    @admin.display(description=_("members known"), ordering="known_members")
    def known_members(self, network: Any) -> int | str:
        return network.known_members or ""

    @admin.display(description=_("meant to have"), ordering="target_min")
    def meant(self, network: Network) -> str:
        return network.target
