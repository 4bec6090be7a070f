"""What each part of the house adds to the world: its words and rows, and what is answered at its addresses."""

from tests.access.areas import (
    agreements,
    commitments,
    forums,
    funds,
    library,
    mailroom,
    plans,
    programmes,
    reminders,
    unsubscribing,
)

AREAS = [plans, agreements, programmes, forums, commitments, funds, mailroom, unsubscribing, reminders, library]
