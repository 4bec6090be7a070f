from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, StackedInline
from unfold.forms import AdminPasswordChangeForm
from unfold.forms import UserChangeForm as UnfoldUserChangeForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from alliance.admin import PartialDateBox, RegisterAdmin, WideInline
from alliance.forms import PartialDateForm
from people.models import Appointment, Office, Person, PrivateContact, User
from people.models.person import LANGUAGES
from people.resources import AppointmentResource, OfficeResource, PersonResource
from people.roles import TITLES


class AppointmentForm(PartialDateForm):
    appointed = PartialDateBox(required=False)
    held_since = PartialDateBox()
    held_until = PartialDateBox(required=False)


class AppointmentInline(WideInline):
    model = Appointment
    form = AppointmentForm
    fields = ("person", ("appointed", "held_since", "held_until"), ("source", "source_kind"), "note")
    autocomplete_fields = ("person",)


class PrivateContactInline(StackedInline):
    model = PrivateContact


class PersonForm(PartialDateForm):
    languages = forms.MultipleChoiceField(
        label=_("languages"), choices=LANGUAGES.items(), required=False, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )


@admin.register(Person)
class PersonAdmin(RegisterAdmin):
    resource_classes = [PersonResource]
    form = PersonForm
    list_display = ("name", "title", "organisation", "country", "is_demonstration")
    list_filter = ("is_demonstration",)
    search_fields = ("name", "original_name", "organisation")
    prepopulated_fields = {"key": ("name",)}
    inlines = (PrivateContactInline,)


@admin.register(Office)
class OfficeAdmin(RegisterAdmin):
    resource_classes = [OfficeResource, AppointmentResource]
    list_display = ("name",)
    search_fields = ("name",)
    prepopulated_fields = {"key": ("name",)}
    inlines = (AppointmentInline,)


class RolesForm(forms.ModelForm[User]):
    """Roles are kept beside the account, so their rule is asked here with what is written."""

    def clean(self) -> dict[str, Any]:
        written = super().clean() or {}
        for name in ("access_until", "is_superuser"):
            setattr(self.instance, name, written.get(name, getattr(self.instance, name)))
        try:
            self.instance.refuse_roles([group.name for group in written.get("groups", [])])
        except ValidationError as refusal:
            self.add_error(None, refusal)
        return written


class AccountForm(RolesForm, UnfoldUserChangeForm):
    class Meta:
        model = User
        fields = ("email", "person", "password", "is_active", "is_staff", "is_superuser", "groups", "access_until")


class NewAccountForm(RolesForm):
    """An account begins without a password; its owner sets one by the link of “Forgotten password”."""

    class Meta:
        model = User
        fields = ("email", "person", "is_staff", "groups", "access_until")

    def save(self, commit: bool = True) -> Any:
        self.instance.set_unusable_password()
        return super().save(commit)


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(TITLES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


@admin.register(User)
class AccountAdmin(RegisterAdmin, UserAdmin[User]):
    form = AccountForm
    add_form = NewAccountForm
    change_password_form = AdminPasswordChangeForm
    resource_classes: list[Any] = []
    ordering = ("email",)
    list_display = ("email", "person", "role_titles", "is_staff", "is_active", "access_until", "last_login")
    list_filter = (RoleFilter, "is_staff", "is_active")
    list_select_related = ("person",)
    search_fields = ("email", "person__name")
    autocomplete_fields = ("person",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "person", "password")}),
        (_("What they may do"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "access_until")}),
        (_("When"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "person", "is_staff", "groups", "access_until")}),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roles"))
    def role_titles(self, account: User) -> str:
        return ", ".join(str(TITLES.get(group.name, group.name)) for group in account.groups.all())

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Only who may do everything makes another who may."""
        return (*self.readonly_fields, *(() if request.user.is_superuser else ("is_superuser",)))

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and is_within_reach(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and is_within_reach(request, obj)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Nor does an older version of an account bring that back."""
        if not request.user.is_superuser:
            obj.is_superuser = User.objects.filter(pk=obj.pk, is_superuser=True).exists()
        super().save_model(request, obj, form, change)

    def history_form_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        if request.method == "POST" and not self.has_change_permission(request, self.get_object(request, object_id)):
            raise PermissionDenied
        return super().history_form_view(request, object_id, *args, **kwargs)

    def has_import_permission(self, request: HttpRequest) -> bool:
        return False

    def has_export_permission(self, request: HttpRequest) -> bool:
        return False


def is_within_reach(request: HttpRequest, account: User | None) -> bool:
    """An account that may do everything is changed only by one that may."""
    return account is None or not account.is_superuser or bool(request.user.is_superuser)


@admin.register(Group)
class RoleAdmin(GroupAdmin, ModelAdmin):
    """The roles, to look at: what each may do stands in `people/roles.py` and is set again by every migration."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return False
