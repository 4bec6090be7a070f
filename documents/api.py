from __future__ import annotations

import django_filters
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Detail, Listing
from alliance.rest import Ordering, RegisterFilter, UpdatedSince
from documents.models import Document, LanguageVersion, StatedFigure
from documents.models.document import DocumentQuerySet
from documents.models.stated_figure import StatedFigureQuerySet
from documents.serializers import DocumentDetailSerializer, DocumentSerializer, StatedFigureSerializer


class DocumentFilter(RegisterFilter):
    search = django_filters.CharFilter(method="called", max_length=200, label=_("Title, symbol or body"))
    kind = django_filters.ChoiceFilter(empty_label=_("any"), choices=Document.Kind.choices, label=_("Kind"))
    session = django_filters.CharFilter(max_length=200, label=_("Session"))
    dated_from = django_filters.DateFilter("dated_on", lookup_expr="gte", label=_("Dated from"))
    dated_to = django_filters.DateFilter("dated_on", lookup_expr="lte", label=_("Dated to"))
    updated_since = UpdatedSince("updated_at", lookup_expr="gte", label=_("Updated since"))
    ordering = Ordering(
        fields={"dated_on": "dated", "title": "title", "updated_at": "updated_at"}, label=_("In the order of")
    )

    SHOWN = ("search", "kind")

    class Meta:
        model = Document
        fields: list[str] = []

    def called(self, documents: DocumentQuerySet, name: str, words: str) -> DocumentQuerySet:
        return documents.filter(Q(title__called=words) | Q(symbol__called=words) | Q(body__called=words))


class DocumentViewSet(Listing, Detail, GenericViewSet[Document]):
    """The documents and pages on which the registers rest, as far as you may see them."""

    permission_classes = [AllowAny]
    told_from = (Document, LanguageVersion, StatedFigure)
    serializer_class = DocumentSerializer
    filterset_class = DocumentFilter
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_queryset(self) -> DocumentQuerySet:
        documents = Document.objects.visible_to(self.request.user)
        if self.action == "retrieve":
            return documents.prefetch_related("language_versions", "stated_figures__document")
        return documents

    def get_serializer_class(self) -> type[DocumentSerializer]:
        return DocumentDetailSerializer if self.action == "retrieve" else DocumentSerializer


def documents_to_see(request: HttpRequest | None) -> DocumentQuerySet:
    """A document that is hidden is no choice: asked for, it is as if it were not there."""
    return Document.objects.visible_to(request.user if request else AnonymousUser())


class StatedFigureFilter(RegisterFilter):
    measure = django_filters.CharFilter(max_length=200, label=_("Measure"))
    document = django_filters.ModelChoiceFilter(queryset=documents_to_see, to_field_name="key", label=_("Document"))
    scope = django_filters.ChoiceFilter(empty_label=_("any"), choices=StatedFigure.Scope.choices, label=_("Scope"))
    computed_by = django_filters.ChoiceFilter(
        empty_label=_("any"), choices=StatedFigure.ComputedBy.choices, label=_("Computed by")
    )
    updated_since = UpdatedSince("updated_at", lookup_expr="gte", label=_("Updated since"))
    ordering = Ordering(fields={"measure": "measure", "updated_at": "updated_at", "as_of_on": "as_of"})

    class Meta:
        model = StatedFigure
        fields: list[str] = []


class StatedFigureViewSet(Listing, GenericViewSet[StatedFigure]):
    """What documents state in numbers, one row a statement, each with the place where it stands."""

    permission_classes = [AllowAny]
    told_from = (StatedFigure, Document)
    serializer_class = StatedFigureSerializer
    filterset_class = StatedFigureFilter

    def get_queryset(self) -> StatedFigureQuerySet:
        return StatedFigure.objects.visible_to(self.request.user)
