from forums.resources.forum import ForumResource, ForumStepResource, SessionResource
from forums.resources.meeting import EventResource, MeetingResource, RecognitionResource

__all__ = [
    "HISTORY",
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
]
