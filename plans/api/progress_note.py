from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Listing
from alliance.rest import DAY, Ordering, RegisterFilter, UpdatedSince
from plans.api.measure import UNDERTAKEN_BY
from plans.models import Completion, Evidence, Measure, ProgressNote
from plans.models.progress import ProgressNoteQuerySet
from plans.serializers import ProgressNoteSerializer


class ProgressNoteFilter(RegisterFilter):
    measure = django_filters.CharFilter("measure__key", max_length=180, label=_("Measure (key)"))
    member = django_filters.CharFilter("measure__member__key", max_length=80, label=_("Member (key)"))
    plan = django_filters.CharFilter("measure__plan__key", max_length=80, label=_("National plan (key)"))
    completion = django_filters.ChoiceFilter(empty_label=_("any"), choices=Completion.choices, label=_("Completion"))
    dated_from = django_filters.DateFilter("on", lookup_expr="gte", label=_("As of this day or later"), widget=DAY)
    dated_to = django_filters.DateFilter("on", lookup_expr="lte", label=_("As of this day or earlier"), widget=DAY)
    updated_since = UpdatedSince("updated_at", lookup_expr="gte", label=_("Updated since"))
    ordering = Ordering(
        fields={"on": "as_of", "told_at": "told_at", "updated_at": "updated_at"}, label=_("In the order of")
    )

    class Meta:
        model = ProgressNote
        fields: list[str] = []


class ProgressNoteViewSet(Listing, GenericViewSet[ProgressNote]):
    """How far each measure had come on a day, as its member told it, with the evidence; the newest first."""

    permission_classes = [AllowAny]
    key = "id"
    told_from = (ProgressNote, Evidence, Measure, *UNDERTAKEN_BY)
    serializer_class = ProgressNoteSerializer
    filterset_class = ProgressNoteFilter

    def get_queryset(self) -> ProgressNoteQuerySet:
        """Only what is published, whoever asks: what waits for a focal point is its member's own."""
        return ProgressNote.objects.published().visible_to(self.request.user)
