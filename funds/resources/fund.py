from alliance.registers import RegisterResource, yes_no
from funds.models import Fund


class FundResource(RegisterResource):
    is_autonomous = yes_no("is_autonomous")

    class Meta:
        model = Fund
        fields = ("key", "name", "is_autonomous", "note", "source", "source_kind")
