from forums.api.forum import ForumFilter, ForumViewSet, SessionFilter, SessionViewSet
from forums.api.meeting import (
    EventFilter,
    EventViewSet,
    MeetingFilter,
    MeetingViewSet,
    RecognitionFilter,
    RecognitionViewSet,
)

__all__ = [
    "EventFilter",
    "EventViewSet",
    "ForumFilter",
    "ForumViewSet",
    "MeetingFilter",
    "MeetingViewSet",
    "RecognitionFilter",
    "RecognitionViewSet",
    "SessionFilter",
    "SessionViewSet",
]
