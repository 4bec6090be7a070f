from typing import Any

from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import ForeignKeyWidget

from alliance.registers import RegisterResource, key_of, partial_date
from funds.models import Contribution, Contributor, Fund, PayingAgency, Pledge


class AgencyWidget(ForeignKeyWidget):
    """An agency by its name, of the contributor of the same row."""

    def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
        return PayingAgency.objects.filter(record__key=row.get("contributor"))

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        try:
            return super().clean(value, row, **kwargs)
        except PayingAgency.DoesNotExist:
            raise ValueError(_("This contributor has no paying agency “%(name)s”.") % {"name": value}) from None


class ContributionResource(RegisterResource):
    """The dollars and their rate go out and do not come in: they are fixed by posting."""

    contributor = key_of(Contributor, "contributor")
    paid_by = Field(attribute="paid_by", column_name="paid_by", widget=AgencyWidget(PayingAgency, "name"))
    fund = key_of(Fund, "fund")
    pledge = key_of(Pledge, "pledge")
    dated = partial_date("dated", "dated_on")
    rate = Field(attribute="rate", column_name="rate", readonly=True)
    usd = Field(attribute="usd", column_name="usd", readonly=True)

    class Meta:
        model = Contribution
        fields = (
            *("key", "contributor", "paid_by", "fund", "pledge", "posting", "dated", "dated_as"),
            *("amount", "currency", "rate", "usd", "earmark", "description", "note", "source", "source_kind"),
        )
