from forums.resources.announcement import AnnouncementResource
from forums.resources.commitment import CommitmentReportResource, CommitmentResource

__all__ = ["AnnouncementResource", "CommitmentReportResource", "CommitmentResource"]

HISTORY: list[tuple[str, type]] = [
    ("announcements.csv", AnnouncementResource),
    ("commitments.csv", CommitmentResource),
    ("commitment_reports.csv", CommitmentReportResource),
]
