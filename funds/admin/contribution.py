from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSingleDateWidget, UnfoldAdminTextareaWidget

from alliance.admin import Colours, PartialDateBox, RegisterAdmin, WorkFilter
from alliance.forms import PartialDateForm
from funds.models import Contribution
from funds.models.contribution import ContributionQuerySet
from funds.resources import ContributionResource


class ContributionWork(WorkFilter):
    QUESTIONS = {
        "post": (_("entered, not posted yet"), lambda day: Contribution.objects.to_post()),
        "rate": (_("not posted for want of a rate"), lambda day: Contribution.objects.without_rate()),
    }


class ContributionForm(PartialDateForm):
    dated = PartialDateBox(required=False, label=_("Value date"))


class NoteForm(forms.Form):
    note = forms.CharField(label=_("Note"), required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}))


class ContraForm(NoteForm):
    on = forms.DateField(label=_("On"), initial=timezone.localdate, widget=UnfoldAdminSingleDateWidget)
    field_order = ["on", "note"]


@admin.register(Contribution)
class ContributionAdmin(RegisterAdmin):
    form = ContributionForm
    resource_classes = [ContributionResource]
    list_display = ("contributor", "dated_as_known", "money", "dollars", "stands_as", "fund")
    list_filter = (ContributionWork, "posting", "fund", ("currency", ChoicesDropdownFilter), "dated_as")
    list_select_related = ("contributor__member", "contributor__partner", "fund")
    search_fields = (
        *("key", "contributor__member__name", "contributor__partner__name", "contributor__name", "earmark"),
        "description",
    )
    autocomplete_fields = ("contributor", "fund", "pledge")
    readonly_fields = ("rate", "usd", "contra_of")
    actions = ("post", "take_back")
    fields = (
        ("key", "posting"),
        ("contributor", "paid_by"),
        ("fund", "pledge"),
        ("dated", "dated_as"),
        ("amount", "currency"),
        ("rate", "usd", "contra_of"),
        "earmark",
        "description",
        "note",
        "source",
        "source_kind",
    )

    @admin.display(description=_("value date"), ordering="dated_on")
    def dated_as_known(self, contribution: Contribution) -> str:
        return str(contribution.dated or "")

    @admin.display(description=_("amount"), ordering="amount")
    def money(self, contribution: Contribution) -> str:
        return contribution.money_words or contribution.description

    @admin.display(description=_("dollars"), ordering="usd")
    def dollars(self, contribution: Contribution) -> str:
        return contribution.usd_words

    @display(  # type: ignore[untyped-decorator]
        description=_("posting"),
        ordering="posting",
        label=Colours({"posted": "success", "reported": "success", "entered": "warning", "in_kind": "info"}),
    )
    def stands_as(self, contribution: Contribution) -> tuple[str, str]:
        return contribution.posting, contribution.get_posting_display()

    @admin.action(description=_("Post it"), permissions=["change"])
    def post(self, request: HttpRequest, contributions: ContributionQuerySet) -> HttpResponse | None:
        return self.ask_first(request, contributions, Contribution.post, NoteForm)

    @admin.action(description=_("Take it back by a contra row"), permissions=["change"])
    def take_back(self, request: HttpRequest, contributions: ContributionQuerySet) -> HttpResponse | None:
        return self.ask_first(request, contributions, Contribution.take_back, ContraForm)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What is posted protects itself."""
        to_delete, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, perms_needed, [*protected, *(str(row) for row in objs if row.is_fixed)]
