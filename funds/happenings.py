from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from alliance.dates import Period
from alliance.happenings import NOBODY, Happening, Source, Topic
from funds.models import Contribution


def received(period: Period) -> Iterator[Happening]:
    """What counts as received and was not taken back."""
    told = Contribution.objects.visible_to(NOBODY).received(period).kept()
    for contribution in told.select_related("contributor__member", "contributor__partner", "fund").order_by(
        "dated_on", "pk"
    ):
        what = ", ".join(filter(None, [contribution.money_words, contribution.purpose]))
        yield Happening(str(contribution.contributor), contribution.get_absolute_url(), contribution.dated, detail=what)


SOURCES = [Source("contributions", Topic.FUNDS, _("Contributions received"), received)]
