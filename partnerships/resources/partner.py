from alliance.registers import RegisterResource, key_of, partial_date, yes_no
from members.models import Member
from partnerships.models import Partner, PartnerName


class PartnerResource(RegisterResource):
    part_of = key_of(Partner, "part_of")
    member = key_of(Member, "member")
    is_public = yes_no("is_public")

    class Meta:
        model = Partner
        fields = (
            "key",
            "name",
            "short_name",
            "kind",
            "part_of",
            "member",
            "role",
            "is_public",
            "note",
            "source",
            "source_kind",
        )


class PartnerNameResource(RegisterResource):
    record = key_of(Partner, "record", "partner")
    used_since = partial_date("used_since", "since")
    used_until = partial_date("used_until", "until")

    class Meta:
        model = PartnerName
        import_id_fields = ("record", "name")
        fields = ("record", "name", "used_since", "used_until", "note", "source", "source_kind")
