from alliance.registers import RegisterResource, key_of, yes_no
from forums.models import Announcement, Forum
from members.models import NationalPlan, RegionalStrategy
from partnerships.models import Agreement, Programme


class AnnouncementResource(RegisterResource):
    forum = key_of(Forum, "forum", field="ordinal")
    plan = key_of(NationalPlan, "plan")
    strategy = key_of(RegionalStrategy, "strategy")
    agreement = key_of(Agreement, "agreement")
    programme = key_of(Programme, "programme")
    preferred = yes_no("preferred", empty="yes")

    class Meta:
        model = Announcement
        fields = (
            "key",
            "forum",
            "what",
            "plan",
            "strategy",
            "agreement",
            "programme",
            "text",
            "preferred",
            "place",
            "note",
            "source",
            "source_kind",
        )
