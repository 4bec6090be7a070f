"""What others would have written, on the same models, filters and limits of rate; none of it is a requirement."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import path
from rest_framework.mixins import ListModelMixin
from rest_framework.permissions import AllowAny
from rest_framework.throttling import AnonRateThrottle
from rest_framework.viewsets import GenericViewSet

from members.api import MemberFilter
from members.models import Member
from members.serializers import MemberSerializer


class TextbookViewSet(ListModelMixin, GenericViewSet):
    """As Django REST framework's documentation teaches it."""

    permission_classes = [AllowAny]
    throttle_classes = [AnonRateThrottle]
    queryset = Member.objects.select_related("country")
    serializer_class = MemberSerializer
    filterset_class = MemberFilter


urlpatterns = [path("peers/drf/", TextbookViewSet.as_view({"get": "list"}))]

try:
    from ninja import NinjaAPI, Schema
    from ninja.pagination import PageNumberPagination, paginate
    from ninja.throttling import AnonRateThrottle as NinjaThrottle
except ImportError:
    HAS_NINJA = False
else:
    HAS_NINJA = True
    api = NinjaAPI(openapi_url=None, throttle=[NinjaThrottle("100000000/h")])

    class CountryOut(Schema):
        iso3: str
        iso2: str
        m49: str
        region: str
        subregion: str

    class MemberOut(Schema):
        key: str
        name: str
        short_name: str
        kind: str
        country: CountryOut | None
        is_co_sponsor: bool
        basis: str
        status: str
        since: str | None
        updated_at: datetime

        @staticmethod
        def resolve_status(member: Any) -> str:
            return member.status_then

        @staticmethod
        def resolve_since(member: Any) -> str | None:
            return member.since and member.since.iso

    @api.get("/", response=list[MemberOut])
    @paginate(PageNumberPagination, page_size=50)
    def members(request):
        return MemberFilter(request.GET, Member.objects.select_related("country"), request=request).qs

    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        pattern.callback.login_required = False
    urlpatterns.append(path("peers/ninja/", (patterns, app_name, namespace)))
