"""What every register's admin shares: the look, history with revert, import with preview, export of chosen columns."""

from alliance.admin.acts import ActsAdmin, DayForm, EventForm, NoteForm, PlaceForm, take_step
from alliance.admin.boxes import Boxes, Colours, PartialDateBox, StepForm
from alliance.admin.exchange import SafeCSV, SafeXLSX
from alliance.admin.register import RegisterAdmin
from alliance.admin.rows import (
    LogInline,
    OtherNameInline,
    PlacedStepInline,
    RegisterInline,
    RowsFormSet,
    StepFormSet,
    StepInline,
    WideInline,
)
from alliance.admin.site import PortalAdminSite
from alliance.admin.work import QuestionFilter, WorkFilter

__all__ = [
    "ActsAdmin",
    "Boxes",
    "Colours",
    "DayForm",
    "EventForm",
    "LogInline",
    "NoteForm",
    "OtherNameInline",
    "PartialDateBox",
    "PlaceForm",
    "PlacedStepInline",
    "PortalAdminSite",
    "QuestionFilter",
    "RegisterAdmin",
    "RegisterInline",
    "RowsFormSet",
    "SafeCSV",
    "SafeXLSX",
    "StepForm",
    "StepFormSet",
    "StepInline",
    "WideInline",
    "WorkFilter",
    "take_step",
]
