from plans.resources.measure import MeasureResource
from plans.resources.publication import PlanDraftResource, PublicationResource, ReceiptResource
from plans.resources.register import (
    InitiativeResource,
    PracticeResource,
    ProgressNoteResource,
    ReportingWindowResource,
    TaskForceSeatResource,
    UpdateDueResource,
)

__all__ = [
    "InitiativeResource",
    "MeasureResource",
    "PlanDraftResource",
    "PracticeResource",
    "ProgressNoteResource",
    "PublicationResource",
    "ReceiptResource",
    "ReportingWindowResource",
    "TaskForceSeatResource",
    "UpdateDueResource",
]
