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

from alliance.admin import (
    DayForm,
    LogInline,
    PartialDateBox,
    RegisterAdmin,
    RegisterInline,
    StepInline,
    WideInline,
    take_step,
)
from alliance.forms import PartialDateForm
from members.attention import QUARTER, without_date_of_joining
from members.models import (
    Alias,
    ContactNote,
    Country,
    CountryGroup,
    FocalPoint,
    GroupPlace,
    Member,
    MemberStep,
    Platform,
    PlatformSeat,
)
from members.models.member import MemberQuerySet
from members.resources import (
    AliasResource,
    ContactNoteResource,
    CountryGroupResource,
    CountryResource,
    FocalPointResource,
    GroupPlaceResource,
    MemberResource,
    MemberStepResource,
    PlatformResource,
)


class GroupFilter(admin.SimpleListFilter):
    title = _("group")
    parameter_name = "group"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return list(CountryGroup.objects.values_list("key", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = dict(self.lookup_choices)
        return queryset.in_group(self.value()) if self.value() in known else queryset  # type: ignore[attr-defined]


class FocalPointFilter(admin.SimpleListFilter):
    title = _("focal point")
    parameter_name = "focal_point"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("missing", _("missing")), ("named", _("named"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        members, today = Member.objects.filter(pk__in=queryset.values("pk")), timezone.localdate()
        if self.value() == "missing":
            return queryset.filter(pk__in=members.without_focal_point(today).values("pk"))
        if self.value() == "named":
            return queryset.filter(pk__in=members.with_focal_point(today).values("pk"))
        return queryset


class DateOfJoiningFilter(admin.SimpleListFilter):
    title = _("date of joining")
    parameter_name = "date_of_joining"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("missing", _("not known"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "missing":
            return queryset.filter(pk__in=without_date_of_joining(timezone.localdate()).values("pk"))
        return queryset


class EndingFilter(admin.SimpleListFilter):
    title = _("end")
    parameter_name = "ending"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("quarter", _("within 90 days"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "quarter":
            ending = FocalPoint.objects.real().ending(timezone.localdate(), QUARTER)
            return queryset.filter(pk__in=ending.values("pk"))
        return queryset


class MemberStepInline(StepInline):
    model = MemberStep


class FocalPointInline(WideInline):
    model = FocalPoint
    fields = (("person", "role"), ("post", "ministry"), ("since", "until"), "letter")
    autocomplete_fields = ("person", "letter")


class AliasForm(PartialDateForm):
    used_since = PartialDateBox(required=False)
    used_until = PartialDateBox(required=False)


class AliasInline(WideInline):
    model = Alias
    form = AliasForm
    fields = (("name", "used_since", "used_until"), ("source", "source_kind"), "note")


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
        label={"member": "success", "observer": "info", "cooperating": "info", "withdrawn": "danger"},
    )
    def stands_as(self, member: Member) -> tuple[str, str]:
        return member.status, member.status_label

    @display(description=_("basis"), ordering="basis", label={"implied": "warning"})  # type: ignore[untyped-decorator]
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


@admin.register(FocalPoint)
class FocalPointAdmin(RegisterAdmin):
    resource_classes = [FocalPointResource]
    list_display = ("person", "member", "role", "since", "until", "is_demonstration")
    list_filter = ("role", EndingFilter, "person__is_demonstration")
    list_select_related = ("person", "member")
    search_fields = ("person__name", "member__name", "ministry")
    autocomplete_fields = ("person", "member", "letter")
    date_hierarchy = "since"
    actions = ("invite", "end_appointment")

    @admin.display(description=_("demonstration"), boolean=True)
    def is_demonstration(self, focal_point: FocalPoint) -> bool:
        return focal_point.person.is_demonstration

    @admin.action(description=_("Invite to the portal"), permissions=["change"])
    def invite(self, request: HttpRequest, focal_points: QuerySet[FocalPoint]) -> None:
        take_step(request, focal_points, lambda focal_point: focal_point.invite(by=request.user))

    @admin.action(description=_("End the appointment"), permissions=["change"])
    def end_appointment(self, request: HttpRequest, focal_points: QuerySet[FocalPoint]) -> HttpResponse | None:
        return self.ask_first(request, focal_points, FocalPoint.end, DayForm)


@admin.register(ContactNote)
class ContactNoteAdmin(RegisterAdmin):
    """The log of all members: with whom one spoke last, and about what."""

    resource_classes = [ContactNoteResource]
    list_display = ("member", "kind", "on", "by", "summary")
    list_filter = ("kind",)
    list_select_related = ("member", "by__person")
    search_fields = ("member__name", "summary")
    autocomplete_fields = ("member",)
    readonly_fields = ("by",)
    date_hierarchy = "on"

    def save_model(self, request: HttpRequest, obj: ContactNote, form: Any, change: bool) -> None:
        if not change:
            obj.by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)


class GroupPlaceInline(RegisterInline):
    model = GroupPlace
    fields = ("group", "note", "source", "source_kind")


class JoinedFilter(admin.SimpleListFilter):
    title = _("Group of Friends")
    parameter_name = "joined"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("yes", _("named as a member")), ("no", _("not named as a member"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        words: Any = {"yes": "joined", "no": "not_joined"}.get(self.value() or "")
        return getattr(queryset, words)(timezone.localdate()) if words else queryset


@admin.register(Country)
class CountryAdmin(RegisterAdmin):
    resource_classes = [CountryResource, GroupPlaceResource]
    list_display = ("name", "iso3", "iso2", "m49", "region", "subregion")
    list_filter = (JoinedFilter, GroupFilter, "region", "subregion")
    search_fields = ("name", "iso3", "iso2")
    inlines = (GroupPlaceInline,)


@admin.register(CountryGroup)
class CountryGroupAdmin(RegisterAdmin):
    resource_classes = [CountryGroupResource]
    list_display = ("name", "key", "is_regional")
    search_fields = ("name",)
    prepopulated_fields = {"key": ("name",)}


class PlatformSeatInline(RegisterInline):
    model = PlatformSeat
    fields = ("member", "is_chair", "since", "until")
    autocomplete_fields = ("member",)


@admin.register(Platform)
class PlatformAdmin(RegisterAdmin):
    resource_classes = [PlatformResource]
    list_display = ("name", "theme")
    search_fields = ("name", "theme")
    prepopulated_fields = {"key": ("name",)}
    inlines = (PlatformSeatInline,)
