from alliance.registers import RegisterResource, key_of, partial_date, yes_no
from documents.models import Document
from forums.models import Event, Forum, Meeting, Recognition
from members.models import RegionalStrategy
from partnerships.models import Agreement, Network


class MeetingResource(RegisterResource):
    forum = key_of(Forum, "forum", field="ordinal")
    strategy = key_of(RegionalStrategy, "strategy")
    network = key_of(Network, "network")
    starts = partial_date("starts")
    ends = partial_date("ends")
    is_public = yes_no("is_public")

    class Meta:
        model = Meeting
        fields = (
            *("key", "body", "ordinal", "level", "starts", "ends", "place", "forum", "title", "strategy", "network"),
            *("is_public", "note", "source", "source_kind"),
        )


class EventResource(RegisterResource):
    document = key_of(Document, "document")
    occurred = partial_date("occurred", "occurred_on")
    until = partial_date("until")
    is_public = yes_no("is_public")

    class Meta:
        model = Event
        fields = (
            *("key", "kind", "title", "occurred", "until", "place", "document", "is_public"),
            *("note", "source", "source_kind"),
        )


class RecognitionResource(RegisterResource):
    document = key_of(Document, "document")
    agreement = key_of(Agreement, "agreement")
    given = partial_date("given", "given_on")

    class Meta:
        model = Recognition
        fields = ("key", "kind", "body", "given", "document", "agreement", "note", "source", "source_kind")
