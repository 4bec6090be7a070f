from forums.resources.announcement import AnnouncementResource
from forums.resources.commitment import CommitmentReportResource, CommitmentResource
from forums.resources.forum import ForumResource, ForumStepResource, SessionResource
from forums.resources.meeting import EventResource, MeetingResource, RecognitionResource

__all__ = [
    "HISTORY",
    "AnnouncementResource",
    "CommitmentReportResource",
    "CommitmentResource",
    "EventResource",
    "ForumResource",
    "ForumStepResource",
    "MeetingResource",
    "RecognitionResource",
    "SessionResource",
]

HISTORY = [
    ("forums.csv", ForumResource),
    ("forum_steps.csv", ForumStepResource),
    ("sessions.csv", SessionResource),
    ("meetings.csv", MeetingResource),
    ("events.csv", EventResource),
    ("recognitions.csv", RecognitionResource),
    ("announcements.csv", AnnouncementResource),
    ("commitments.csv", CommitmentResource),
    ("commitment_reports.csv", CommitmentReportResource),
]
