"""What focal points have proposed for the newsletter, as a table."""

from __future__ import annotations

from alliance.registers import RegisterResource, key_of
from members.models import Member
from outreach.models import NewsItem
from people.models import User


class NewsItemResource(RegisterResource):
    member = key_of(Member, "member")
    made_by = key_of(User, "made_by", field="email")

    class Meta:
        model = NewsItem
        import_id_fields = ("id",)
        fields = (
            *("id", "member", "title", "text", "link", "status", "made_by", "made_at", "answer", "decided_at"),
            "block__edition__newsletter__month",
        )
