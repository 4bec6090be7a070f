from plans.api.measure import GoodPracticeFilter, MeasureFilter, MeasureViewSet
from plans.api.progress_note import ProgressNoteViewSet
from plans.api.publication import PublicationViewSet

__all__ = ["GoodPracticeFilter", "MeasureFilter", "MeasureViewSet", "ProgressNoteViewSet", "PublicationViewSet"]
