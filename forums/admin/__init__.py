from forums.admin.forum import ForumAdmin, SessionAdmin
from forums.admin.meeting import EventAdmin, MeetingAdmin, RecognitionAdmin

__all__ = ["EventAdmin", "ForumAdmin", "MeetingAdmin", "RecognitionAdmin", "SessionAdmin"]
