from alliance.registers import RegisterResource, key_of, partial_date
from documents.models import Document, StatedFigure


class DocumentResource(RegisterResource):
    dated = partial_date("dated")

    class Meta:
        model = Document
        fields = (
            "key",
            "symbol",
            "title",
            "kind",
            "body",
            "session",
            "agenda_item",
            "dated",
            "note",
            "visibility",
            "source",
            "source_kind",
        )


class StatedFigureResource(RegisterResource):
    document = key_of(Document, "document")
    window_from = partial_date("window_from", "from")
    window_to = partial_date("window_to", "to")
    as_of = partial_date("as_of")

    class Meta:
        model = StatedFigure
        fields = (
            "key",
            "measure",
            "part",
            "value",
            "unit",
            "qualifier",
            "window_from",
            "window_to",
            "as_of",
            "forum_number",
            "document",
            "paragraph",
            "statement",
            "derivation",
            "computed_by",
            "scope",
            "note",
            "source",
            "source_kind",
        )


HISTORY = [("documents.csv", DocumentResource), ("stated_figures.csv", StatedFigureResource)]
