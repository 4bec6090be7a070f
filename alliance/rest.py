"""What the whole API shares: pages, tables, refusals in words (RFC 9457), checks on writing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from http import HTTPStatus
from typing import Any, ClassVar

import django_filters
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.forms import DateInput
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django_filters.fields import IsoDateTimeField
from drf_spectacular.utils import extend_schema_field
from rest_framework import exceptions, pagination, renderers, serializers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.settings import api_settings

from alliance import tables
from alliance.dates import PartialDate
from alliance.errors import NotThere, for_programs


def problem(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Every refusal as problem+json: a sentence in `detail`, and in `errors` one for each field."""
    from rest_framework.views import exception_handler  # those views read this module as they are made

    if isinstance(error, ValidationError):
        fields: dict[str, Any] = serializers.as_serializer_error(error)
        if NON_FIELD_ERRORS in fields:
            fields[api_settings.NON_FIELD_ERRORS_KEY] = fields.pop(NON_FIELD_ERRORS)
        error = exceptions.ValidationError(fields)
    if isinstance(error, Http404):
        words = str(error) if isinstance(error, NotThere) else _("There is no such row, or it is not for you to see.")
        error = exceptions.NotFound(words)
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    answer = exception_handler(error, context)
    if answer is None or not isinstance(error, exceptions.APIException):
        return None
    body: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(answer.status_code).phrase}
    body |= {"status": answer.status_code, "detail": sentence(error.detail)}
    if isinstance(error.detail, dict):
        body["errors"] = [{"field": field, "detail": sentence(what)} for field, what in error.detail.items()]
    response = for_programs(body)
    for name, value in answer.headers.items():
        response.headers.setdefault(name, value)
    return response


def sentence(detail: Any) -> str:
    if isinstance(detail, dict):
        detail = list(detail.values())
    if isinstance(detail, list | tuple):
        return " ".join(filter(None, map(sentence, detail)))
    return str(detail)


class Negotiation(DefaultContentNegotiation):
    """A format that nobody serves is the caller's mistake, told in words, not a page that is missing."""

    def filter_renderers(self, renderers: Any, format: str) -> Any:
        try:
            return super().filter_renderers(renderers, format)
        except Http404:
            known = ", ".join(renderer.format for renderer in renderers)
            words = _("“%(format)s” is no format of this list: %(known)s.")
            if len(renderers) == 1:
                words = _("“%(format)s” is no format of a single row, which is %(known)s: tables are of lists.")
            raise exceptions.ValidationError({"format": words % {"format": format, "known": known}}) from None


class Pages(pagination.PageNumberPagination):
    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"

    def get_page_size(self, request: Request) -> int:
        asked = request.query_params.get(self.page_size_query_param, str(self.page_size))
        is_number = asked.isascii() and asked.isdigit() and len(asked) < 10
        if not is_number or not 1 <= int(asked) <= self.max_page_size:
            words = _("Ask for 1 to %(most)d rows a page.") % {"most": self.max_page_size}
            raise exceptions.ValidationError({self.page_size_query_param: words})
        return int(asked)

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        try:
            return super().paginate_queryset(queryset, request, view)
        except exceptions.NotFound:
            page = request.query_params.get(self.page_query_param)
            raise exceptions.NotFound(_("There is no page “%(page)s” of this list.") % {"page": page}) from None


DAY = DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RegisterFilter(django_filters.FilterSet):
    """The filters of a register, the same on its page and in the API. The page shows some; all work by address."""

    SHOWN: ClassVar[tuple[str, ...]] = ()

    @property
    def shown(self) -> list[Any]:
        return [self.form[name] for name in self.SHOWN]


class MomentField(IsoDateTimeField):
    """A moment that no clock of the world has, such as the first hours of year 1 east of Greenwich, is no date."""

    def clean(self, value: Any) -> Any:
        moment = super().clean(value)
        try:
            return moment and moment.astimezone(UTC)
        except OverflowError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class UpdatedSince(django_filters.IsoDateTimeFilter):
    field_class = MomentField


class Ordering(django_filters.OrderingFilter):
    """Ties are settled by the key, so that no row stands on two pages or on none; what has no date comes last."""

    def filter(self, qs: Any, value: Any) -> Any:
        fields = [self.get_ordering_value(name) for name in value or [] if name]
        if not fields:
            return qs
        last = [F(f[1:]).desc(nulls_last=True) if f.startswith("-") else F(f).asc(nulls_last=True) for f in fields]
        return qs.order_by(*last, "pk")


class TableRenderer(renderers.BaseRenderer):
    """Rows of a list as a table; the lists hand over dictionaries, nested ones become columns of their own."""

    render_style = "binary"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        rows = [tables.flat(row) for row in (data if isinstance(data, list) else [data])]
        header: list[str] = list(dict.fromkeys(name for row in rows for name in row))
        response = (renderer_context or {}).get("response")
        if response is not None:
            name = type(renderer_context["view"]).__name__.removesuffix("ViewSet").lower()
            response["Content-Disposition"] = f'attachment; filename="{name}.{self.format}"'
        return self.write(header, [[row.get(name) for name in header] for row in rows])

    def write(self, header: list[str], rows: list[list[Any]]) -> bytes:
        raise NotImplementedError


class CSVRenderer(TableRenderer):
    media_type = "text/csv"
    format = "csv"

    def write(self, header: list[str], rows: list[list[Any]]) -> bytes:
        return b"".join(tables.csv_lines(header, rows))


class XLSXRenderer(TableRenderer):
    media_type = tables.XLSX
    format = "xlsx"

    def write(self, header: list[str], rows: list[list[Any]]) -> bytes:
        return tables.workbook(header, rows)


@extend_schema_field(
    {"type": "string", "example": "2008-01", "description": "As far as known, in EDTF; ../ means by then."}
)
class PartialDateSerializerField(serializers.Field[PartialDate, str, str, Any]):
    """`column` is the first of the three, for lists that read columns and no instances; of an end `is_end` too."""

    def __init__(self, column: str = "", *, is_end: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.column, self.is_end = column, is_end

    def to_internal_value(self, data: str) -> PartialDate:
        return PartialDate.parse(str(data))

    def to_representation(self, value: PartialDate) -> str:
        return value.iso


class OtherNameSerializer(serializers.ModelSerializer[Any]):
    """The other names of a record, as `alliance.aliases` has them."""

    since = PartialDateSerializerField("since", source="used_since", read_only=True, allow_null=True)
    until = PartialDateSerializerField("until", source="used_until", read_only=True, allow_null=True)

    class Meta:
        model: Any = None
        fields = ("name", "since", "until", "note", "source", "source_kind")


class CheckedSerializer(serializers.ModelSerializer[Any]):
    """Constraints and clean() hold at this door too, asked before anything is written."""

    def create(self, validated_data: Mapping[str, Any]) -> Any:
        model: type[Any] = self.Meta.model
        return self.update(model(), validated_data)

    @transaction.atomic
    def update(self, instance: Any, validated_data: Mapping[str, Any]) -> Any:
        many = {field.name for field in instance._meta.many_to_many} & validated_data.keys()
        for name in validated_data.keys() - many:
            setattr(instance, name, validated_data[name])
        instance.full_clean()
        instance.save()
        for name in many:
            getattr(instance, name).set(validated_data[name])
        return instance
