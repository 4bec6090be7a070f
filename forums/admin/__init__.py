from forums.admin.announcement import AnnouncementAdmin
from forums.admin.commitment import CommitmentAdmin
from forums.admin.forum import ForumAdmin, SessionAdmin
from forums.admin.meeting import EventAdmin, MeetingAdmin, RecognitionAdmin

__all__ = [
    "AnnouncementAdmin",
    "CommitmentAdmin",
    "EventAdmin",
    "ForumAdmin",
    "MeetingAdmin",
    "RecognitionAdmin",
    "SessionAdmin",
]
