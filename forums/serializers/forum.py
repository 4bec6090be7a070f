from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from alliance.rest import PartialDateSerializerField
from forums.models import Forum, ForumStep, Meeting, Session
from members.models import Country
from members.serializers.step import StepSerializer, steps_told


class ForumStepSerializer(StepSerializer):
    class Meta(StepSerializer.Meta):
        model = ForumStep


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A session that a report only counts",
            value={
                "key": "forum-1-working-session",
                "forum": 1,
                "kind": "working_session",
                "ordinal": None,
                "title": "",
                "topic": "media literacy education; conflict prevention at community level",
                "count": 8,
                "held": None,
                "restricted_to": "",
                "note": "eight sessions; only four topics are named",
                "source": "First annual report (2008), paras 20, 32, 35",
                "source_kind": "report",
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class SessionSerializer(serializers.ModelSerializer[Session]):
    forum = serializers.SlugRelatedField[Forum]("ordinal", read_only=True)
    held = PartialDateSerializerField("held_on", read_only=True, allow_null=True)

    class Meta:
        model = Session
        fields = [
            *("key", "forum", "kind", "ordinal", "title", "topic", "count", "held", "restricted_to"),
            *("note", "source", "source_kind", "updated_at"),
        ]


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A forum",
            value={
                "ordinal": 1,
                "name": "First Alliance of Civilizations Forum",
                "city": "Madrid",
                "country": "ESP",
                "host": "spain",
                "host_name": "Government of Spain",
                "starts": "2008-01-15",
                "ends": "2008-01-16",
                "time_zone": "Europe/Madrid",
                "theme": "",
                "outcome": "",
                "status": "held",
                "since": "2008-01-16",
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class ForumSerializer(serializers.ModelSerializer[Forum]):
    """A line of the list: as the forum stood on the day asked for, today if none is."""

    country = serializers.SlugRelatedField[Country]("iso3", read_only=True)
    host = serializers.CharField(
        source="host_shown", read_only=True, allow_null=True, help_text="The key of a member, where one was the host."
    )
    starts = PartialDateSerializerField("starts_on", read_only=True, allow_null=True)
    ends = PartialDateSerializerField("ends_on", read_only=True, allow_null=True)
    status = serializers.ChoiceField(Forum.Status.choices, source="status_then", read_only=True)
    since = PartialDateSerializerField("then_on", read_only=True, allow_null=True)

    class Meta:
        model = Forum
        fields = [
            *("ordinal", "name", "city", "country", "host", "host_name", "starts", "ends", "time_zone", "theme"),
            *("outcome", "status", "since", "updated_at"),
        ]


class ForumDetailSerializer(ForumSerializer):
    """One forum with its programme, the meetings held there and its steps, as far as you may see them."""

    outcome_document = serializers.SerializerMethodField()
    sessions = SessionSerializer(many=True, read_only=True)
    meetings = serializers.SerializerMethodField()
    steps = serializers.SerializerMethodField()

    class Meta(ForumSerializer.Meta):
        fields = [
            *ForumSerializer.Meta.fields,
            *("issues", "outcome_document", "note", "source", "source_kind", "sessions", "meetings", "steps"),
        ]

    @property
    def user(self) -> Any:
        return self.context["request"].user

    def get_outcome_document(self, forum: Forum) -> str | None:
        text = forum.outcome_for(self.user)
        return text.key if text else None

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_meetings(self, forum: Forum) -> list[str]:
        seen = Meeting.objects.visible_to(self.user).filter(forum=forum)
        return list(seen.order_by("starts_on", "pk").values_list("key", flat=True))

    @extend_schema_field(ForumStepSerializer(many=True))
    def get_steps(self, forum: Forum) -> Any:
        return steps_told(forum, ForumStepSerializer, self.user)
