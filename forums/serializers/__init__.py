from forums.serializers.announcement import AnnouncementDetailSerializer, AnnouncementSerializer
from forums.serializers.commitment import CommitmentDetailSerializer, CommitmentSerializer
from forums.serializers.forum import ForumDetailSerializer, ForumSerializer, SessionSerializer
from forums.serializers.meeting import EventSerializer, MeetingSerializer, RecognitionSerializer

__all__ = [
    "AnnouncementDetailSerializer",
    "AnnouncementSerializer",
    "CommitmentDetailSerializer",
    "CommitmentSerializer",
    "EventSerializer",
    "ForumDetailSerializer",
    "ForumSerializer",
    "MeetingSerializer",
    "RecognitionSerializer",
    "SessionSerializer",
]
