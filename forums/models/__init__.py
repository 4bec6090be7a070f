from forums.models.announcement import Announcement
from forums.models.commitment import Commitment, CommitmentReport
from forums.models.forum import Forum, ForumStep

__all__ = ["Announcement", "Commitment", "CommitmentReport", "Forum", "ForumStep"]
