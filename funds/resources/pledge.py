from alliance.registers import RegisterResource, key_of, partial_date
from funds.models import Contributor, Fund, Pledge


class PledgeResource(RegisterResource):
    contributor = key_of(Contributor, "contributor")
    fund = key_of(Fund, "fund")
    pledged = partial_date("pledged", "pledged_on")

    class Meta:
        model = Pledge
        fields = (
            *("key", "contributor", "fund", "pledged", "amount", "currency", "earmark"),
            *("note", "source", "source_kind"),
        )
