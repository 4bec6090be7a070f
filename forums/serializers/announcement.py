from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from forums.models import Announcement, Forum
from members.models import NationalPlan, RegionalStrategy
from partnerships.models import Agreement, Programme


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A plan announced at a forum",
            value={
                "key": "forum-2-albania-plan-1-announced",
                "forum": 2,
                "what": "announced",
                "plan": "albania-plan-1",
                "strategy": None,
                "agreement": None,
                "programme": None,
                "text": "",
                "preferred": True,
                "place": "Istanbul",
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class AnnouncementSerializer(serializers.ModelSerializer[Announcement]):
    """One of `plan`, `strategy`, `agreement`, `programme` is its key; where none is, `text` says what it was.

    One that is not `preferred` contradicts the account that the register goes by, and is counted nowhere.
    """

    forum = serializers.SlugRelatedField[Forum]("ordinal", read_only=True)
    plan = serializers.SlugRelatedField[NationalPlan]("key", read_only=True, allow_null=True)
    strategy = serializers.SlugRelatedField[RegionalStrategy]("key", read_only=True, allow_null=True)
    agreement = serializers.SlugRelatedField[Agreement]("key", read_only=True, allow_null=True)
    programme = serializers.SlugRelatedField[Programme]("key", read_only=True, allow_null=True)

    class Meta:
        model = Announcement
        fields = [
            *("key", "forum", "what", "plan", "strategy", "agreement", "programme", "text"),
            *("preferred", "place", "updated_at"),
        ]


class AnnouncementDetailSerializer(AnnouncementSerializer):
    """With its name in words and its sources."""

    name = serializers.CharField(read_only=True)

    class Meta(AnnouncementSerializer.Meta):
        fields = [*AnnouncementSerializer.Meta.fields, "name", "note", "source", "source_kind"]
