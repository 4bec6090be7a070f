from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
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


class AccountForm(UnfoldUserChangeForm):
    class Meta:
        model = User
        fields = "__all__"


class NewAccountForm(forms.ModelForm[User]):
    """An account begins without a password; its owner sets one by the link of “Forgotten password”."""

    class Meta:
        model = User
        fields = ("email", "person", "is_staff")

    def save(self, commit: bool = True) -> Any:
        self.instance.set_unusable_password()
        return super().save(commit)


@admin.register(User)
class AccountAdmin(RegisterAdmin, UserAdmin[User]):
    form = AccountForm
    add_form = NewAccountForm
    change_password_form = AdminPasswordChangeForm
    resource_classes: list[Any] = []
    ordering = ("email",)
    list_display = ("email", "person", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_active")
    list_select_related = ("person",)
    search_fields = ("email", "person__name")
    autocomplete_fields = ("person",)
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "person", "password")}),
        (_("What they may do"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("When"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "person", "is_staff")}),)

    def has_import_permission(self, request: HttpRequest) -> bool:
        return False

    def has_export_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Group)
class RoleAdmin(GroupAdmin, ModelAdmin):
    """Groups of permissions, in the look of the registers."""
