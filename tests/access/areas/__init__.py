"""What each part of the house adds to the world: its words and rows, and what is answered at its addresses."""

from tests.access.areas import (
    agreements,
    commitments,
    focal_point_work,
    forums,
    funds,
    library,
    mailroom,
    outreach,
    plans,
    plans_in_work,
    programmes,
    reminders,
    unsubscribing,
    work,
)

AREAS = [
    plans,
    agreements,
    programmes,
    forums,
    commitments,
    funds,
    mailroom,
    unsubscribing,
    reminders,
    focal_point_work,
    work,
    plans_in_work,
    library,
    outreach,
]
