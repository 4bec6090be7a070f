from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy

from alliance.ladder import Ladder, LadderQuerySet


class FieldOfAction(models.Model):
    """One of the four fields in which the Alliance acts (R1 ¶3, R2 ¶10); everything else is a topic."""

    class Key(models.TextChoices):
        YOUTH = "youth", gettext_lazy("youth")
        MEDIA = "media", gettext_lazy("media")
        EDUCATION = "education", gettext_lazy("education")
        MIGRATION = "migration", gettext_lazy("migration")

    key = models.CharField(gettext_lazy("field"), max_length=20, choices=Key, unique=True)

    class Meta:
        verbose_name = gettext_lazy("field of action")
        verbose_name_plural = gettext_lazy("fields of action")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.get_key_display()


def lay_out_fields(using: str, **options: Any) -> None:
    """After each migration the four are there; twice changes nothing."""
    for key in FieldOfAction.Key.values:
        FieldOfAction.objects.using(using).get_or_create(key=key)


L = TypeVar("L", bound=Ladder)


class ThemedQuerySet(LadderQuerySet[L]):
    def of_fields(self, *keys: str) -> Self:
        """Those that cover one of these fields at least, as far as the register knows."""
        return self.filter(pk__in=self.model._default_manager.filter(fields__key__in=keys).values("pk"))


class Themed(models.Model):
    """What a plan, an agreement or a programme is about: some of the four fields, and topics in words."""

    fields = models.ManyToManyField(
        FieldOfAction, blank=True, related_name="+", verbose_name=gettext_lazy("fields of action")
    )
    topics = models.CharField(
        gettext_lazy("topics"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("Whatever is not one of the four fields; several separated by “; ”."),
    )

    class Meta:
        abstract = True

    @property
    def topic_list(self) -> list[str]:
        return [topic for topic in self.topics.split("; ") if topic]
