from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet
from simple_history.models import registered_models

from alliance import figures
from alliance.dates import PartialDate, Period
from alliance.figures import Figure
from alliance.listing import Detail, Listing
from alliance.versions import conditional
from reports.answers import Answer, ask
from reports.forms import PeriodForm
from reports.growth import yearly
from reports.serializers import FigureDetailSerializer, FigureSerializer, RowField, YearSerializer
from reports.views import find, rows_of

PERIOD = [
    OpenApiParameter(
        "from", str, description="First day, as far as known: 2008, 2008-05 or 2008-05-01. 2005 by default."
    ),
    OpenApiParameter("to", str, description="Last day, likewise. Today by default."),
]


class FigureViewSet(Listing, Detail, GenericViewSet[Any]):
    """What the registers count, for any period, beside what documents state of it."""

    permission_classes = [AllowAny]
    serializer_class = FigureSerializer
    filter_backends = []
    PARAMETERS = {"from", "to", "format", "page", "page_size"}
    lookup_field = "key"
    lookup_value_regex = "[-a-z0-9]+"

    def asked(self, request: Request) -> Period:
        self.refuse_unknown(request)
        form = PeriodForm(request.query_params)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        return form.period

    def registers(self) -> tuple[type[Model], ...]:
        """Whatever a figure may count: every register but the accounts, each sign-in of which is a change."""
        kept = (model for model in registered_models.values() if hasattr(model, "history"))
        return tuple(model for model in kept if model is not get_user_model())

    @extend_schema(parameters=PERIOD)
    @conditional
    def list(self, request: Request) -> Response:
        period = self.asked(request)
        page = self.paginate_queryset(list(figures.visible_to(request.user).values())) or []
        answers = FigureSerializer(ask(page, period), many=True, context=self.get_serializer_context()).data
        if request.accepted_renderer.format != "json":
            return Response([plain(answer) for answer in answers])
        return self.get_paginated_response(answers)

    @extend_schema(parameters=PERIOD, responses=FigureDetailSerializer)
    @conditional
    def retrieve(self, request: Request, key: str) -> Response:
        answer: Answer = ask([find(key, request.user)], self.asked(request))[0]
        return Response(FigureDetailSerializer(answer, context=self.get_serializer_context()).data)

    @extend_schema(parameters=PERIOD, responses=YearSerializer(many=True))
    @action(detail=True)
    @conditional
    def years(self, request: Request, key: str) -> Response:
        """The figure year by year, as far as the period goes."""
        years = yearly(find(key, request.user), self.asked(request))
        if request.accepted_renderer.format != "json":
            return Response(YearSerializer(years, many=True).data)
        page = self.paginate_queryset(years) or []
        return self.get_paginated_response(YearSerializer(page, many=True).data)

    @extend_schema(parameters=PERIOD, responses=serializers.ListSerializer(child=RowField()))
    @action(detail=True)
    @conditional
    def rows(self, request: Request, key: str) -> Response:
        """The rows that the figure counts, as far as you may see them."""
        figure, period = find(key, request.user), self.asked(request)
        if not isinstance(figure, Figure):
            raise exceptions.NotFound(_("This figure has no rows of its own: it is a number alone, or made of others."))
        rows = rows_of(figure, period, request._request)
        if request.accepted_renderer.format != "json":
            return Response([shown(figure, row) for row in rows])
        return self.get_paginated_response([shown(figure, row) for row in self.paginate_queryset(rows) or []])


def shown(figure: Figure[Any], row: Any) -> dict[str, Any]:
    cells = {name: column.of(row) for name, column in figure.columns.items()}
    return {name: cell.iso if isinstance(cell, PartialDate) else cell for name, cell in cells.items()}


def plain(answer: Any) -> dict[str, Any]:
    """A figure as one line of a table: of what is stated the numbers and where they stand."""
    line = dict(answer)
    stated = line.pop("stated")
    line["stated"] = "; ".join(f"{s['value']} ({s['document']}, {s['paragraph']})" for s in stated)
    return line
