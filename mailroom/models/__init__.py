from mailroom.models.claim import Claim
from mailroom.models.letter import Attachment, Letter
from mailroom.models.message import Message
from mailroom.models.reminder import Reminder
from mailroom.models.suppression import Suppression

__all__ = ["Attachment", "Claim", "Letter", "Message", "Reminder", "Suppression"]
