"""What the registers do not know, as a list of work."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count, Q
from django.utils import timezone

from documents.models import Document, StatedFigure
from members.attention import unnamed
from members.models import Member, MemberStep


class Gaps(NamedTuple):
    stated: StatedFigure | None
    named: int
    unnamed: int
    implied: int
    undated: int
    documents: int
    kinds: list[tuple[str, int]]

    @property
    def marks(self) -> list[str]:
        """A stroke for each member: named by a document, implied by one, stated and not named."""
        return ["named"] * (self.named - self.implied) + ["implied"] * self.implied + ["missing"] * self.unnamed


def gaps() -> Gaps:
    today = timezone.localdate()
    standing = MemberStep.objects.standing(today).filter(status=Member.Status.MEMBER)
    counts = standing.aggregate(
        named=Count("record", distinct=True),
        implied=Count("record", distinct=True, filter=Q(record__basis=Member.Basis.IMPLIED)),
    )
    kinds = Document.objects.published().order_by().values_list("kind").annotate(n=Count("pk")).order_by("-n")
    return Gaps(
        stated=StatedFigure.objects.of("group_of_friends_members").as_at(today),
        named=counts["named"],
        unnamed=unnamed(today),
        implied=counts["implied"],
        undated=Member.objects.without_date_of_joining(today).count(),
        documents=sum(n for _kind, n in kinds),
        kinds=[(str(Document.Kind(kind).label), n) for kind, n in kinds],
    )
