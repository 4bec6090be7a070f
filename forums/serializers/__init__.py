from forums.serializers.forum import ForumDetailSerializer, ForumSerializer, SessionSerializer
from forums.serializers.meeting import EventSerializer, MeetingSerializer, RecognitionSerializer

__all__ = [
    "EventSerializer",
    "ForumDetailSerializer",
    "ForumSerializer",
    "MeetingSerializer",
    "RecognitionSerializer",
    "SessionSerializer",
]
