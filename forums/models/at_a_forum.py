from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from alliance.sources import Sourced
from forums.models.forum import Forum

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User

M = TypeVar("M", bound="AtAForum")


def none_of(*names: str) -> Q:
    return Q(**{f"{name}__isnull": True for name in names})


def one_of(*names: str) -> Q:
    """Of these keys exactly one is set."""
    one = Q()
    for name in names:
        one |= Q(**{f"{other}__isnull": other != name for other in names})
    return one


class AtAForumQuerySet(models.QuerySet[M]):
    ABOUT: ClassVar[tuple[str, ...]]  # asked of the history too, whose rows have the columns but not the words

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Hidden with the forum where it was, and with whatever it is about."""
        if user.is_staff:
            return self
        shown = self.filter(forum__in=Forum.objects.visible_to(user).order_by().values("pk"))
        for name in self.ABOUT:
            registers: Any = self.model._meta.get_field(name).related_model
            seen = registers.objects.visible_to(user).order_by().values("pk")
            shown = shown.filter(Q(**{name: None}) | Q(**{f"{name}__in": seen}))
        return shown

    def at(self, forum: Forum) -> Self:
        return self.filter(forum=forum)

    def about(self, register: str) -> Self:
        """Those that name a row of that register."""
        return self.filter(**{f"{register}__isnull": False})

    def with_what_it_is_about(self) -> Self:
        """With the forum and the rows of other registers that it names, in the same statement."""
        return self.select_related("forum", *self.model.READ_WITH)


class AtAForum(Sourced):
    """What was said or signed at a forum: a link to it, never a comparison of dates (DESIGN 4.3)."""

    ABOUT: ClassVar[tuple[str, ...]]  # the keys to what it is about, of which it has one at most
    READ_WITH: ClassVar[tuple[str, ...]]

    key = models.SlugField(
        gettext_lazy("key"), max_length=120, unique=True, help_text=gettext_lazy("Its public identifier; it stays.")
    )
    note = models.TextField(gettext_lazy("note"), blank=True)
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True, db_index=True)

    class Meta:
        abstract = True

    @property
    def about_field(self) -> str:
        """The name of the key that is set, empty where none is."""
        return next((name for name in self.ABOUT if getattr(self, f"{name}_id")), "")

    @property
    def about(self) -> Any:
        return getattr(self, self.about_field) if self.about_field else None

    def refuse_two(self, words: str) -> None:
        named = [name for name in self.ABOUT if getattr(self, f"{name}_id")]
        if len(named) > 1:
            raise ValidationError({named[1]: words})

    @classmethod
    def called_in_words(cls, name: str) -> str:
        """What the register of a key calls its rows."""
        found: Any = cls._meta.get_field(name).related_model
        return str(found._meta.verbose_name_plural)
