from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from alliance import figures
from alliance.dates import PartialDate, Period
from alliance.figures import Figure
from alliance.listing import Listing
from reports.answers import Answer, ask
from reports.forms import PeriodForm
from reports.serializers import FigureDetailSerializer, FigureSerializer
from reports.views import find, rows_of

PERIOD = [
    OpenApiParameter(
        "from", str, description="First day, as far as known: 2008, 2008-05 or 2008-05-01. 2005 by default."
    ),
    OpenApiParameter("to", str, description="Last day, likewise. Today by default."),
]


class FigureViewSet(Listing, GenericViewSet[Any]):
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

    @extend_schema(parameters=PERIOD)
    def list(self, request: Request) -> Response:
        period = self.asked(request)
        page = self.paginate_queryset(list(figures.register.values())) or []
        answers = FigureSerializer(ask(page, period), many=True, context=self.get_serializer_context()).data
        if request.accepted_renderer.format != "json":
            return Response([plain(answer) for answer in answers])
        return self.get_paginated_response(answers)

    @extend_schema(parameters=PERIOD, responses=FigureDetailSerializer)
    def retrieve(self, request: Request, key: str) -> Response:
        answer: Answer = ask([find(key)], self.asked(request))[0]
        data = FigureDetailSerializer(answer, context=self.get_serializer_context()).data
        return Response(data if request.accepted_renderer.format == "json" else data["years"])

    @extend_schema(parameters=PERIOD, responses={200: {"type": "array", "items": {"type": "object"}}})
    @action(detail=True, pagination_class=None)
    def rows(self, request: Request, key: str) -> Response:
        """The rows that the figure counts, as far as you may see them."""
        figure, period = find(key), self.asked(request)
        if not isinstance(figure, Figure):
            raise exceptions.NotFound(_("This figure is made of two others: ask for their rows."))
        return Response([shown(figure, row) for row in rows_of(figure, period, request._request)])


def shown(figure: Figure[Any], row: Any) -> dict[str, Any]:
    cells = {name: column.of(row) for name, column in figure.columns.items()}
    return {name: cell.iso if isinstance(cell, PartialDate) else cell for name, cell in cells.items()}


def plain(answer: Any) -> dict[str, Any]:
    """A figure as one line of a table: of what is stated the numbers and where they stand."""
    line = dict(answer)
    stated = line.pop("stated")
    line["stated"] = "; ".join(f"{s['value']} ({s['document']}, {s['paragraph']})" for s in stated)
    return line
