from forums.api.announcement import AnnouncementFilter, AnnouncementViewSet
from forums.api.commitment import CommitmentFilter, CommitmentViewSet
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
    "AnnouncementFilter",
    "AnnouncementViewSet",
    "CommitmentFilter",
    "CommitmentViewSet",
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
