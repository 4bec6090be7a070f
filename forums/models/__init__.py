from forums.models.announcement import Announcement
from forums.models.commitment import Commitment, CommitmentReport
from forums.models.event import Event
from forums.models.forum import Forum, ForumStep
from forums.models.meeting import Meeting
from forums.models.recognition import Recognition
from forums.models.session import Session

__all__ = [
    "Announcement",
    "Commitment",
    "CommitmentReport",
    "Event",
    "Forum",
    "ForumStep",
    "Meeting",
    "Recognition",
    "Session",
]
