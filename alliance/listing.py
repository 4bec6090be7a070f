"""Lists of the API: the serializer's own columns, read by one statement, without instances (DESIGN 4.8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from alliance.dates import PartialDate
from alliance.errors import NotThere
from alliance.rest import PartialDateSerializerField

Row = Sequence[Any]
AS_THEY_ARE = serializers.CharField, serializers.IntegerField, serializers.BooleanField, serializers.ChoiceField
NO_COLUMN = serializers.RelatedField, serializers.ManyRelatedField, serializers.ListSerializer


def reader(serializer: Any, columns: list[str], prefix: str = "") -> Callable[[Row], dict[str, Any] | None]:
    """Appends the columns that the serializer's fields stand for; returns what makes its dictionary of a row."""
    made: list[tuple[str, Callable[[Row], Any]]] = []
    first = len(columns)
    if prefix:
        columns.append(prefix + "pk")
    for name, field in serializer.fields.items():
        if field.write_only:
            continue
        source = prefix + field.source.replace(".", "__")
        if isinstance(field, serializers.ModelSerializer):
            made.append((name, reader(field, columns, source + "__")))
        elif isinstance(field, PartialDateSerializerField):
            column = prefix + field.column
            made.append((name, partial_date(len(columns))))
            columns += [column, f"{column}_precision", f"{column}_known_by"]
        elif isinstance(field, serializers.SlugRelatedField):
            made.append((name, value(len(columns), None)))
            columns.append(f"{source}__{field.slug_field}")
        elif field.source == "*" or isinstance(field, NO_COLUMN):
            raise TypeError(f"{type(serializer).__name__}.{name} is not a column: keep it for the detail.")
        else:
            made.append(
                (name, value(len(columns), None if isinstance(field, AS_THEY_ARE) else field.to_representation))
            )
            columns.append(source)

    def read(row: Row) -> dict[str, Any] | None:
        return None if prefix and row[first] is None else {name: of(row) for name, of in made}

    return read


def value(at: int, say: Callable[[Any], Any] | None) -> Callable[[Row], Any]:
    if say is None:
        return lambda row: row[at]
    return lambda row: None if row[at] is None else say(row[at])


def partial_date(at: int) -> Callable[[Row], str | None]:
    return lambda row: None if row[at] is None else PartialDate.of(*row[at : at + 3]).iso


class Listing(GenericAPIView[Any]):
    """Pages the keys from an index first, then reads that page alone; a table has every row of the same list."""

    PARAMETERS: ClassVar[set[str]] = {"page", "page_size", "format"}

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        self.refuse_unknown(request)
        found = self.filter_queryset(self.get_queryset())
        columns = ["pk"]
        read = reader(self.get_serializer(), columns)
        if request.accepted_renderer.format in {"csv", "xlsx"}:
            return Response([read(row) for row in found.values_list(*columns)])
        keys = self.paginate_queryset(found.values_list("pk", flat=True)) or []
        page = {row[0]: read(row) for row in found.filter(pk__in=keys).order_by().values_list(*columns)}
        return self.get_paginated_response([page[key] for key in keys if key in page])

    def refuse_unknown(self, request: Request) -> None:
        """A filter that is misspelt must not look like a filter that found everything."""
        known = self.PARAMETERS | set(getattr(getattr(self, "filterset_class", None), "base_filters", ()))
        unknown = sorted(set(request.query_params) - known)
        if unknown:
            words = _("This list has no filter “%(name)s”. It knows: %(known)s.")
            known_words = ", ".join(sorted(known))
            raise exceptions.ValidationError({name: words % {"name": name, "known": known_words} for name in unknown})


def page_of(rows: QuerySet[Any], request: HttpRequest, *, most: int = 100) -> Page[Any]:
    """The page of a list that a visitor asks for; one that is not there is a 404 in words."""
    pages = Paginator(rows, most)
    number = request.GET.get("page", "1")
    try:
        return pages.page(number)
    except InvalidPage:
        raise NotThere(_("There is no page “%(page)s” of this list.") % {"page": number}) from None
