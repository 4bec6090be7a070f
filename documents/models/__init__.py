from documents.models.document import Document, LanguageVersion
from documents.models.stated_figure import StatedFigure

__all__ = ["Document", "LanguageVersion", "StatedFigure"]
