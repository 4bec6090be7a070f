from mailroom.admin.reminder import ReminderAdmin

__all__ = ["ReminderAdmin"]
