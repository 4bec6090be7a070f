"""Names are found however they are accented: Turkiye finds Türkiye, on both databases alike."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import CharField, Lookup, TextField

UNACCENTED = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"}
)


def fold(text: str | None) -> str | None:
    """What `unaccent` of PostgreSQL makes of it, in small letters."""
    if text is None:
        return None
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).translate(UNACCENTED)


def teach(connection: Any, **kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function("fold", 1, fold, deterministic=True)


connection_created.connect(teach)


@CharField.register_lookup
@TextField.register_lookup
class Called(Lookup[Any]):
    """`name__called="turkiye"`: the words stand somewhere in the name, whatever the case and the accents."""

    lookup_name = "called"
    FOLD = {"sqlite": "fold({})", "postgresql": "lower(unaccent({}))"}

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        name, name_params = self.process_lhs(compiler, connection)
        words = f"%{connection.ops.prep_for_like_query(self.rhs)}%"
        fold_in_sql = self.FOLD[connection.vendor]
        like = f"{fold_in_sql.format(name)} LIKE {fold_in_sql.format('%s')} ESCAPE '\\'"
        return like, (*name_params, words)
