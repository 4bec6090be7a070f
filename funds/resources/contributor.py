from alliance.registers import RegisterResource, key_of, partial_date, yes_no
from funds.models import Contributor, PayingAgency
from members.models import Member
from partnerships.models import Partner


class ContributorResource(RegisterResource):
    member = key_of(Member, "member")
    partner = key_of(Partner, "partner")
    is_anonymous = yes_no("is_anonymous")

    class Meta:
        model = Contributor
        fields = ("key", "member", "partner", "name", "named_as", "is_anonymous", "confidential_name", "note")


class PayingAgencyResource(RegisterResource):
    record = key_of(Contributor, "record", "contributor")
    used_since = partial_date("used_since", "since")
    used_until = partial_date("used_until", "until")

    class Meta:
        model = PayingAgency
        import_id_fields = ("record", "name")
        fields = ("record", "name", "used_since", "used_until", "note", "source", "source_kind")
