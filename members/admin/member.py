from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from alliance.admin import Colours, LogInline, OtherNameInline, QuestionFilter, RegisterAdmin, StepInline, WideInline
from members.models import Alias, ContactNote, CountryGroup, FocalPoint, Member, MemberStep
from members.models.member import MemberQuerySet
from members.resources import AliasResource, MemberResource, MemberStepResource


class GroupFilter(admin.SimpleListFilter):
    title = _("group")
    parameter_name = "group"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return list(CountryGroup.objects.values_list("key", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = dict(self.lookup_choices)
        return queryset.in_group(self.value()) if self.value() in known else queryset  # type: ignore[attr-defined]


class FocalPointFilter(QuestionFilter):
    title = _("focal point")
    parameter_name = "focal_point"
    QUESTIONS = {
        "missing": (_("missing"), lambda day: Member.objects.without_focal_point(day)),
        "named": (_("named"), lambda day: Member.objects.with_focal_point(day)),
    }


class DateOfJoiningFilter(QuestionFilter):
    title = _("date of joining")
    parameter_name = "date_of_joining"
    QUESTIONS = {"missing": (_("not known"), lambda day: Member.objects.without_date_of_joining(day))}


class MemberStepInline(StepInline):
    model = MemberStep


class FocalPointInline(WideInline):
    model = FocalPoint
    fields = (("person", "role"), ("post", "ministry"), ("since", "until"), "letter")
    autocomplete_fields = ("person", "letter")


class AliasInline(OtherNameInline):
    model = Alias


class ContactNoteInline(LogInline):
    model = ContactNote
    fields = ("kind", "on", "summary", "by")
    readonly_fields = ("by",)


@admin.register(Member)
class MemberAdmin(RegisterAdmin):
    resource_classes = [MemberResource, MemberStepResource, AliasResource]
    list_display = ("name", "kind", "stands_as", "country__region", "told", "has_focal_point")
    list_filter = (
        "status",
        "kind",
        "basis",
        ("country__region", ChoicesDropdownFilter),
        GroupFilter,
        FocalPointFilter,
        DateOfJoiningFilter,
        "is_co_sponsor",
    )
    list_select_related = ("country",)
    search_fields = ("name", "short_name", "aliases__name", "country__iso3", "country__name")
    autocomplete_fields = ("country",)
    prepopulated_fields = {"key": ("name",)}
    readonly_fields = ("status",)
    inlines = (MemberStepInline, FocalPointInline, AliasInline, ContactNoteInline)
    actions = ("record_accession", "record_withdrawal")
    fields = (
        ("name", "short_name"),
        ("key", "status"),
        ("kind", "country"),
        ("is_co_sponsor", "basis"),
        "note",
        "source",
        "source_kind",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).told_focal_point(timezone.localdate())  # type: ignore[no-any-return]

    @display(  # type: ignore[untyped-decorator]
        description=_("status"),
        ordering="status",
        label=Colours({"member": "success", "observer": "info", "cooperating": "info", "withdrawn": "danger"}),
    )
    def stands_as(self, member: Member) -> tuple[str, str]:
        return member.status, member.status_label

    @display(description=_("basis"), ordering="basis", label=Colours({"implied": "warning"}))  # type: ignore[untyped-decorator]
    def told(self, member: Member) -> tuple[str, Any]:
        return member.basis, _("only implied") if member.is_implied else _("stated")

    @admin.display(description=_("focal point"), boolean=True)
    def has_focal_point(self, member: Any) -> bool:
        return bool(member.is_with_focal_point)

    @admin.action(description=_("Record accession"), permissions=["change"])
    def record_accession(self, request: HttpRequest, members: MemberQuerySet) -> HttpResponse | None:
        return self.ask_first(request, members, Member.join)

    @admin.action(description=_("Record withdrawal"), permissions=["change"])
    def record_withdrawal(self, request: HttpRequest, members: MemberQuerySet) -> HttpResponse | None:
        return self.ask_first(request, members, Member.withdraw)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for note_form in formset.forms if formset.model is ContactNote else []:
            if not note_form.instance.pk:
                note_form.instance.by = request.user
        super().save_formset(request, form, formset, change)
