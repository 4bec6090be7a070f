from plans.admin.draft import PlanDraftAdmin, ReceiptAdmin
from plans.admin.initiative import InitiativeAdmin
from plans.admin.measure import MeasureAdmin
from plans.admin.progress import ProgressNoteAdmin
from plans.admin.publication import PublicationAdmin
from plans.admin.task_force import PracticeAdmin, TaskForceSeatAdmin
from plans.admin.window import ReportingWindowAdmin, UpdateDueAdmin

__all__ = [
    "InitiativeAdmin",
    "MeasureAdmin",
    "PlanDraftAdmin",
    "PracticeAdmin",
    "ProgressNoteAdmin",
    "PublicationAdmin",
    "ReceiptAdmin",
    "ReportingWindowAdmin",
    "TaskForceSeatAdmin",
    "UpdateDueAdmin",
]
