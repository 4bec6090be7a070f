from forums.views.calendar import forums_ical, meetings_ical
from forums.views.commitment import commitment_detail, commitment_list
from forums.views.forum import forum_detail, forum_list
from forums.views.meeting import event_list, meeting_list, recognition_list

__all__ = [
    "commitment_detail",
    "commitment_list",
    "event_list",
    "forum_detail",
    "forum_list",
    "forums_ical",
    "meeting_list",
    "meetings_ical",
    "recognition_list",
]
