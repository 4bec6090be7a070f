from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from import_export.admin import ExportMixin
from unfold.admin import ModelAdmin, StackedInline
from unfold.contrib.filters.admin import AutocompleteSelectFilter, RangeDateFilter
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldBooleanSwitchWidget

from alliance.admin import PartialDateBox, RegisterAdmin, RegisterInline, WideInline, take_step
from alliance.forms import PartialDateForm
from people.models import Appointment, AuditEntry, Invitation, Office, Person, PrivateContact, User
from people.models.person import LANGUAGES
from people.resources import AppointmentResource, AuditEntryResource, OfficeResource, PersonResource
from people.roles import TITLES


def acting(request: HttpRequest) -> User:
    return cast("User", request.user)


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
    actions = ("invite",)

    @admin.action(description=_("Invite to the portal"), permissions=["change"])
    def invite(self, request: HttpRequest, persons: QuerySet[Person]) -> None:
        take_step(request, persons, lambda person: Invitation.send_to_person(person, by=acting(request)))


@admin.register(Office)
class OfficeAdmin(RegisterAdmin):
    resource_classes = [OfficeResource, AppointmentResource]
    list_display = ("name",)
    search_fields = ("name",)
    prepopulated_fields = {"key": ("name",)}
    inlines = (AppointmentInline,)


class RolesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(TITLES.get(obj.name, obj.name))


class RolesForm(forms.ModelForm[User]):
    """Roles are kept beside the account, so their rule is asked here with what is written."""

    groups = RolesField(
        Group.objects.order_by("name"),
        label=_("roles"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )

    def clean(self) -> dict[str, Any]:
        written = super().clean() or {}
        for name in ("access_until", "is_superuser"):
            setattr(self.instance, name, written.get(name, getattr(self.instance, name)))
        try:
            self.instance.refuse_roles([group.name for group in written.get("groups", [])])
        except ValidationError as refusal:
            self.add_error(None, refusal)
        return written


class AccountForm(RolesForm):
    class Meta:
        model = User
        fields = ("email", "person", "is_active", "is_staff", "is_superuser", "groups", "access_until")


class NewAccountForm(RolesForm):
    """An account begins without a password; its owner sets one by the link of the invitation."""

    is_invited = forms.BooleanField(
        label=_("Send the invitation now"), required=False, initial=True, widget=UnfoldBooleanSwitchWidget
    )

    class Meta:
        model = User
        fields = ("email", "person", "is_staff", "groups", "access_until")

    def save(self, commit: bool = True) -> Any:
        self.instance.set_unusable_password()
        return super().save(commit)


class InvitationInline(RegisterInline):
    model = Invitation
    fk_name = "account"
    fields = readonly_fields = ("sent_to", "invited_by", "invited_at", "expires_at", "accepted_at", "revoked_at")
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(TITLES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


@admin.register(User)
class AccountAdmin(RegisterAdmin, UserAdmin[User]):
    form = AccountForm  # type: ignore[assignment]
    add_form = NewAccountForm
    add_form_template = ""
    resource_classes: list[Any] = []
    ordering = ("email",)
    list_display = ("email", "person", "role_titles", "is_staff", "is_active", "invitation", "last_login")
    list_filter = (RoleFilter, "is_staff", "is_active")
    list_select_related = ("person",)
    search_fields = ("email", "person__name")
    autocomplete_fields = ("person",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "person")}),
        (_("What they may do"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "access_until")}),
        (_("When"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "person", "is_staff", "groups", "access_until", "is_invited")}),)
    actions = ("invite", "revoke_invitation", "reset_second_factor")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups", "invitations")

    @admin.display(description=_("invitation"))
    def invitation(self, account: User) -> str:
        latest = next(iter(account.invitations.all()), None)
        return latest.words if latest else ""

    @admin.action(description=_("Invite, or invite again"), permissions=["change"])
    def invite(self, request: HttpRequest, accounts: QuerySet[User]) -> None:
        take_step(request, accounts, lambda account: Invitation.send(account, by=acting(request)))

    @admin.action(description=_("Revoke the invitation"), permissions=["change"])
    def revoke_invitation(self, request: HttpRequest, accounts: QuerySet[User]) -> None:
        take_step(request, accounts, lambda account: Invitation.revoke(account, by=acting(request)))

    @admin.action(description=_("Take the second factor away, for somebody who lost it"), permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, accounts: QuerySet[User]) -> None:
        within_reach = accounts if request.user.is_superuser else accounts.filter(is_superuser=False)
        take_step(request, within_reach, lambda account: account.lose_second_factor(by=acting(request)))

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        """A password is known to its owner alone."""
        raise PermissionDenied

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change and form.cleaned_data["is_invited"]:
            take_step(
                request,
                User.objects.filter(pk=form.instance.pk),
                lambda account: Invitation.send(account, by=acting(request)),
            )

    @admin.display(description=_("roles"))
    def role_titles(self, account: User) -> str:
        return ", ".join(str(TITLES.get(group.name, group.name)) for group in account.groups.all())

    def get_inlines(self, request: HttpRequest, obj: User | None) -> list[Any]:
        return [InvitationInline] if obj else []

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


@admin.register(AuditEntry)
class AuditEntryAdmin(ExportMixin, ModelAdmin):
    """The log, to read and to take along."""

    resource_classes = [AuditEntryResource]
    formats = RegisterAdmin.formats
    export_form_class = RegisterAdmin.export_form_class
    list_display = ("at", "kind", "who", "about", "words")
    list_filter = ("kind", ("by", AutocompleteSelectFilter), ("at", RangeDateFilter))
    list_filter_submit = True
    search_fields = ("who", "about", "reference", "words", "request_id")
    date_hierarchy = "at"
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False
