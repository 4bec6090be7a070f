"""Lists of the API: the serializer's own columns, read by one statement, without instances (DESIGN 4.8)."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, ClassVar

from django.core.cache import caches
from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers
from rest_framework.generics import GenericAPIView
from rest_framework.mixins import RetrieveModelMixin
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from alliance.dates import PartialDate
from alliance.errors import NotThere
from alliance.gone import gone
from alliance.rest import MomentField, PartialDateSerializerField
from alliance.tables import taken_out
from alliance.versions import conditional, sealed

Row = Sequence[Any]
AS_THEY_ARE = serializers.CharField, serializers.IntegerField, serializers.BooleanField, serializers.ChoiceField
QUESTIONS: dict[str, QuerySet[Any]] = {}
MOST_QUESTIONS = 200
MOST_KEYS = 1000  # that a statement is given one by one
NO_COLUMN = serializers.RelatedField, serializers.ManyRelatedField, serializers.ListSerializer


class Beside:
    """A relation to many, which a list shows beside each row: read by one statement for a whole page."""

    def __init__(self, name: str, path: str, model: type[Model], field: Any) -> None:
        self.name, self.columns = name, ["pk"]
        order = [part for part in model._meta.ordering or () if isinstance(part, str)]
        self.order = [f"-{path}__{part[1:]}" if part[0] == "-" else f"{path}__{part}" for part in [*order, "pk"]]
        self.some = {f"{path}__isnull": False}
        if isinstance(field, serializers.SlugRelatedField):
            self.columns.append(f"{path}__{field.slug_field}")
            self.read: Callable[[Row], Any] = lambda row: row[1]
        else:
            self.read = reader(field, self.columns, f"{path}__")

    def fill(self, page: dict[Any, Any], rows: QuerySet[Any]) -> None:
        keys = [*page] if len(page) <= MOST_KEYS else rows.order_by().values("pk")
        there = rows.model._base_manager.filter(pk__in=keys, **self.some)
        for row in there.order_by(*self.order).values_list(*self.columns):
            if row[0] in page:
                page[row[0]][self.name].append(self.read(row))

    @classmethod
    def of(cls, name: str, field: Any, serializer: Any) -> Beside | None:
        """Where the field is a slug or a serializer of many rows that are a relation of the model's own."""
        is_many = isinstance(field, serializers.ManyRelatedField)
        child = field.child_relation if is_many else getattr(field, "child", None)
        if not isinstance(child, serializers.SlugRelatedField | serializers.ModelSerializer):
            return None
        model = serializer.Meta.model._meta.get_field(field.source).related_model
        return cls(name, field.source, model, child)


def reader(
    serializer: Any, columns: list[str], prefix: str = "", beside: list[Beside] | None = None
) -> Callable[[Row], dict[str, Any] | None]:
    """Appends the columns that the serializer's fields stand for; returns what makes its dictionary of a row.

    What stands beside the row, many to one, is appended to `beside` and begins as an empty list.
    """
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
            made.append((name, partial_date(len(columns), PartialDate.of_end if field.is_end else PartialDate.of)))
            columns += [column, f"{column}_precision", f"{column}_known_by"]
        elif isinstance(field, serializers.SlugRelatedField):
            made.append((name, value(len(columns), None)))
            columns.append(f"{source}__{field.slug_field}")
        elif beside is not None and (many := Beside.of(name, field, serializer)):
            made.append((name, lambda row: []))
            beside.append(many)
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


class Teller:
    """What a list says of rows: a statement for their columns, and one for each relation to many beside them."""

    def __init__(self, serializer: Any) -> None:
        self.columns, self.beside = ["pk"], list[Beside]()
        self.read = reader(serializer(), self.columns, beside=self.beside)

    def tell(self, rows: QuerySet[Any]) -> dict[Any, Any]:
        """In the order of the rows, by their keys."""
        page = {row[0]: self.read(row) for row in rows.values_list(*self.columns)}
        for many in self.beside if page else []:
            many.fill(page, rows)
        return page


@cache
def told_by(serializer: Any) -> Teller:
    return Teller(serializer)


def value(at: int, say: Callable[[Any], Any] | None) -> Callable[[Row], Any]:
    if say is None:
        return lambda row: row[at]
    return lambda row: None if row[at] is None else say(row[at])


def partial_date(at: int, of: Callable[..., PartialDate]) -> Callable[[Row], str | None]:
    return lambda row: None if row[at] is None else of(*row[at : at + 3]).iso


class Listing(GenericAPIView[Any]):
    """The keys of a list in their order are read once for a version of its registers; a page then reads itself alone.

    So a deep page costs what the first costs. A table has every row of the same list.
    """

    PARAMETERS: ClassVar[set[str]] = {"page", "page_size", "format"}
    key: ClassVar[str] = "key"
    told_from: tuple[type[Model], ...] = ()
    version: str

    def registers(self) -> tuple[type[Model], ...]:
        """Every one whose rows the answers, the filters or the visibility rest on."""
        return self.told_from

    @conditional
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        self.refuse_unknown(request)
        teller = told_by(self.get_serializer_class())  # type: ignore[arg-type]
        found = self.found()
        if request.accepted_renderer.format in {"csv", "xlsx"}:
            taken_out.send(type(self), request=request, model=found.model)
            return Response([*teller.tell(found).values()])
        keys = self.paginate_queryset(self.keys(found)) or []
        page = teller.tell(found.filter(pk__in=keys).order_by())
        response = self.get_paginated_response([page[key] for key in keys if key in page])
        since = MomentField(required=False).clean(request.GET.get("updated_since"))
        if since and response.data["previous"] is None:
            response.data["gone"] = [
                row._asdict() | {"key": self.named(row.key), "into": row.into and self.named(row.into)}
                for row in gone(found.model, self.key, request.user, since)
            ]
        return response

    def named(self, key: str) -> str:
        """What a row with this in the column `key` is called in the answers."""
        return key

    def found(self) -> QuerySet[Any]:
        """What is asked for; a question is put together once, not again for each of its pages."""
        found = QUESTIONS.get(self.question)
        if found is None:
            if len(QUESTIONS) >= MOST_QUESTIONS:
                QUESTIONS.clear()
            found = QUESTIONS[self.question] = self.filter_queryset(self.get_queryset())
        return found.all()

    def keys(self, found: QuerySet[Any]) -> array[int]:
        kept = caches["lists"].get(self.question)
        if kept is None:
            kept = array("q", found.values_list("pk", flat=True)).tobytes()
            caches["lists"].set(self.question, kept)
        return array("q", kept)

    @property
    def question(self) -> str:
        """The same for all pages of a list, for the same eyes and as long as nothing changes."""
        asked = sorted((name, values) for name, values in self.request.GET.lists() if name not in self.PARAMETERS)
        return sealed(self.version, self.request.path, asked)

    def refuse_unknown(self, request: Request) -> None:
        """A filter that is misspelt must not look like a filter that found everything."""
        known = self.PARAMETERS | set(getattr(getattr(self, "filterset_class", None), "base_filters", ()))
        unknown = sorted(set(request.query_params) - known)
        if unknown:
            words = _("This list has no filter “%(name)s”. It knows: %(known)s.")
            known_words = ", ".join(sorted(known))
            raise exceptions.ValidationError({name: words % {"name": name, "known": known_words} for name in unknown})


class Detail(RetrieveModelMixin, GenericAPIView[Any]):
    """One row. It is JSON: tables are of lists."""

    @conditional
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().retrieve(request, *args, **kwargs)

    def get_renderers(self) -> list[BaseRenderer]:
        renderers = super().get_renderers()
        return renderers[:1] if getattr(self, "action", "") == "retrieve" else renderers


def page_of(rows: QuerySet[Any], request: HttpRequest, *, most: int = 100) -> Page[Any]:
    """The page of a list that a visitor asks for; one that is not there is a 404 in words."""
    pages = Paginator(rows, most)
    number = request.GET.get("page", "1")
    try:
        return pages.page(number)
    except InvalidPage:
        raise NotThere(_("There is no page “%(page)s” of this list.") % {"page": number}) from None
