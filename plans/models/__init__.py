from plans.models.completion import Completion
from plans.models.draft import PlanDraft
from plans.models.evidence import Evidence
from plans.models.feed import CalendarFeed
from plans.models.initiative import Initiative
from plans.models.measure import Measure
from plans.models.part import DraftPart
from plans.models.progress import ProgressNote
from plans.models.publication import Publication
from plans.models.receipt import Comment, Receipt
from plans.models.task_force import Practice, TaskForceSeat
from plans.models.undertaken import strategies_of
from plans.models.update_due import UpdateDue
from plans.models.window import ReportingWindow

__all__ = [
    "CalendarFeed",
    "Comment",
    "Completion",
    "DraftPart",
    "Evidence",
    "Initiative",
    "Measure",
    "PlanDraft",
    "Practice",
    "ProgressNote",
    "Publication",
    "Receipt",
    "ReportingWindow",
    "TaskForceSeat",
    "UpdateDue",
    "strategies_of",
]
