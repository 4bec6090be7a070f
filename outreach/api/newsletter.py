from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.forms import DateInput
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from alliance.happenings import Topic
from alliance.listing import Detail, Listing
from alliance.rest import Ordering, RegisterFilter, UpdatedSince
from outreach.models import Block, Edition, Newsletter
from outreach.models.languages import CHOICES
from outreach.models.newsletter import NewsletterQuerySet
from outreach.serializers import NewsletterDetailSerializer, NewsletterSerializer

MONTH = DateInput(attrs={"type": "month"}, format="%Y-%m")
AS_MONTHS = {"input_formats": ["%Y-%m", "%Y-%m-%d"], "widget": MONTH}
KEY = OpenApiParameter("key", str, OpenApiParameter.PATH, pattern=Newsletter.KEY, description="Its month.")


class NewsletterFilter(RegisterFilter):
    """The filters of issues, the same in the archive and in the API."""

    search = django_filters.CharFilter(method="called", max_length=200, label=_("Words"))
    topic = django_filters.ChoiceFilter(
        empty_label=_("any"), choices=Topic.choices, method="telling", label=_("Tells of")
    )
    language = django_filters.ChoiceFilter(
        "editions__language", empty_label=_("any"), choices=CHOICES, label=_("Language")
    )
    month_from = django_filters.DateFilter("month", lookup_expr="gte", label=_("From"), **AS_MONTHS)
    month_to = django_filters.DateFilter("month", lookup_expr="lte", label=_("To"), **AS_MONTHS)
    updated_since = UpdatedSince("updated_at", lookup_expr="gte", label=_("Updated since"))
    ordering = Ordering(fields={"month": "month", "published_at": "published_at"}, label=_("In the order of"))

    SHOWN = ("search", "topic", "language")

    class Meta:
        model = Newsletter
        fields: list[str] = []

    def called(self, issues: NewsletterQuerySet, name: str, words: str) -> NewsletterQuerySet:
        return issues.called(words)

    def telling(self, issues: NewsletterQuerySet, name: str, topic: str) -> NewsletterQuerySet:
        return issues.filter(pk__in=Block.objects.filter(topic=topic).order_by().values("edition__newsletter"))


class NewsletterViewSet(Listing, Detail, GenericViewSet[Newsletter]):
    """The issues of the newsletter that went out, each with all that it tells. Who reads it is told to nobody."""

    permission_classes = [AllowAny]
    key = "month"
    told_from = (Newsletter, Edition, Block)
    serializer_class = NewsletterSerializer
    filterset_class = NewsletterFilter
    lookup_field = "key"
    lookup_value_regex = Newsletter.KEY

    def get_queryset(self) -> NewsletterQuerySet:
        seen = Newsletter.objects.visible_to(self.request.user).with_subject()
        return seen.prefetch_related("editions__blocks") if self.action == "retrieve" else seen

    def get_object(self) -> Newsletter:
        issue: Newsletter = get_object_or_404(self.get_queryset(), month=date.fromisoformat(f"{self.kwargs['key']}-01"))
        return issue

    def named(self, month: str) -> str:
        """One that has gone is named as it was, by its key."""
        return month[:7]

    @extend_schema(parameters=[KEY])
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().retrieve(request, *args, **kwargs)

    def get_serializer_class(self) -> type[NewsletterSerializer]:
        return NewsletterDetailSerializer if self.action == "retrieve" else NewsletterSerializer
