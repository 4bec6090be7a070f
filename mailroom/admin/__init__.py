from mailroom.admin.letter import LetterAdmin
from mailroom.admin.message import MessageAdmin
from mailroom.admin.reminder import ReminderAdmin
from mailroom.admin.suppression import SuppressionAdmin

__all__ = ["LetterAdmin", "MessageAdmin", "ReminderAdmin", "SuppressionAdmin"]
