from import_export.resources import ModelResource

from mailroom.models import Reminder


class ReminderResource(ModelResource):
    """The reminders go out, and nothing comes in."""

    class Meta:
        model = Reminder
        fields = export_order = (
            "made_on",
            "rule",
            "about",
            "what",
            "to",
            "name",
            "due_on",
            "stage",
            "is_escalation",
            "state",
            "settled_on",
        )
