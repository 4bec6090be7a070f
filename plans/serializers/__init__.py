from plans.serializers.measure import MeasureDetailSerializer, MeasureSerializer
from plans.serializers.progress_note import ProgressNoteSerializer
from plans.serializers.publication import PublicationDetailSerializer, PublicationSerializer

__all__ = [
    "MeasureDetailSerializer",
    "MeasureSerializer",
    "ProgressNoteSerializer",
    "PublicationDetailSerializer",
    "PublicationSerializer",
]
