from alliance.registers import RegisterResource, StepResource, key_of, keys_of, partial_date, yes_no
from documents.models import Document
from members.models import (
    Alias,
    ContactNote,
    Correction,
    Country,
    CountryGroup,
    FieldOfAction,
    FocalPoint,
    GroupPlace,
    Member,
    MemberStep,
    NationalPlan,
    NationalPlanStep,
    Nomination,
    Platform,
    Proposal,
    RegionalStrategy,
    StrategyName,
    StrategyParticipant,
    StrategyStep,
)
from people.models import Person, User


class CountryResource(RegisterResource):
    class Meta:
        model = Country
        import_id_fields = ("iso3",)
        fields = ("iso3", "iso2", "m49", "name", "region", "subregion")


class CountryGroupResource(RegisterResource):
    is_regional = yes_no("is_regional")

    class Meta:
        model = CountryGroup
        fields = ("key", "name", "is_regional")


class GroupPlaceResource(RegisterResource):
    group = key_of(CountryGroup, "group")
    country = key_of(Country, "country", field="iso3")

    class Meta:
        model = GroupPlace
        import_id_fields = ("group", "country")
        fields = ("group", "country", "note", "source", "source_kind")


class MemberResource(RegisterResource):
    """The status is left out: it follows from the steps, which are a register of their own."""

    country = key_of(Country, "country", field="iso3")
    is_co_sponsor = yes_no("is_co_sponsor")

    class Meta:
        model = Member
        fields = (
            "key",
            "name",
            "short_name",
            "kind",
            "country",
            "is_co_sponsor",
            "basis",
            "note",
            "source",
            "source_kind",
        )


class MemberStepResource(StepResource):
    record = key_of(Member, "record", "member")
    documents = keys_of(Document, "documents")

    class Meta:
        model = MemberStep
        import_id_fields = ("record", "status", "when")
        fields = ("record", "status", "when", "preferred", "documents", "note", "source", "source_kind")


class AliasResource(RegisterResource):
    member = key_of(Member, "member")
    used_since = partial_date("used_since", "since")
    used_until = partial_date("used_until", "until")

    class Meta:
        model = Alias
        import_id_fields = ("member", "name")
        fields = ("member", "name", "used_since", "used_until", "note", "source", "source_kind")


class FocalPointResource(RegisterResource):
    member = key_of(Member, "member")
    person = key_of(Person, "person")
    letter = key_of(Document, "letter")

    class Meta:
        model = FocalPoint
        import_id_fields = ("member", "person", "role", "since")
        fields = ("member", "person", "role", "post", "ministry", "since", "until", "letter", "note")


class ContactNoteResource(RegisterResource):
    member = key_of(Member, "member")

    class Meta:
        model = ContactNote
        import_id_fields = ("member", "kind", "on", "summary")
        fields = ("member", "kind", "on", "summary")


class SubmissionResource(RegisterResource):
    """To look at in a spreadsheet: what was proposed comes in by the portal alone."""

    member = key_of(Member, "member")
    made_by = key_of(User, "made_by", field="email")


class NominationResource(SubmissionResource):
    class Meta:
        model = Nomination
        import_id_fields = ("id",)
        fields = (
            "id",
            "member",
            "status",
            "name",
            "title",
            "post",
            "ministry",
            "email",
            "made_by",
            "made_at",
            "answer",
        )


class CorrectionResource(SubmissionResource):
    class Meta:
        model = Correction
        import_id_fields = ("id",)
        fields = ("id", "member", "status", "what", "stored", "proposed", "reason", "made_by", "made_at", "answer")


class PlatformResource(RegisterResource):
    class Meta:
        model = Platform
        fields = ("key", "name", "theme", "note")


class NationalPlanResource(RegisterResource):
    """The status is left out: it follows from the steps, which are a register of their own."""

    member = key_of(Member, "member")
    fields = keys_of(FieldOfAction, "fields")
    covers_from = partial_date("covers_from")
    covers_to = partial_date("covers_to")
    document = key_of(Document, "document")

    class Meta:
        model = NationalPlan
        fields = (
            *("key", "member", "title", "designation", "edition", "covers_from", "covers_to", "fields", "topics"),
            *("summary", "document", "note", "source", "source_kind"),
        )


class NationalPlanStepResource(StepResource):
    record = key_of(NationalPlan, "record", "plan")
    documents = keys_of(Document, "documents")

    class Meta:
        model = NationalPlanStep
        import_id_fields = ("record", "status", "when")
        fields = ("record", "status", "when", "preferred", "place", "documents", "note", "source", "source_kind")


class RegionalStrategyResource(RegisterResource):
    fields = keys_of(FieldOfAction, "fields")

    class Meta:
        model = RegionalStrategy
        fields = ("key", "name", "fields", "topics", "note", "source", "source_kind")


class StrategyStepResource(StepResource):
    record = key_of(RegionalStrategy, "record", "strategy")
    documents = keys_of(Document, "documents")

    class Meta:
        model = StrategyStep
        import_id_fields = ("record", "status", "when")
        fields = ("record", "status", "when", "preferred", "place", "documents", "note", "source", "source_kind")


class StrategyNameResource(RegisterResource):
    record = key_of(RegionalStrategy, "record", "strategy")
    used_since = partial_date("used_since", "since")
    used_until = partial_date("used_until", "until")

    class Meta:
        model = StrategyName
        import_id_fields = ("record", "name")
        fields = ("record", "name", "used_since", "used_until", "note", "source", "source_kind")


class StrategyParticipantResource(RegisterResource):
    """Without the stance: it never leaves the admin, not as a table either."""

    strategy = key_of(RegionalStrategy, "strategy")
    country = key_of(Country, "country", field="iso3")

    class Meta:
        model = StrategyParticipant
        import_id_fields = ("strategy", "name")
        fields = ("strategy", "country", "name", "role", "note", "source", "source_kind")


class ProposalResource(RegisterResource):
    document = key_of(Document, "document")
    strategy = key_of(RegionalStrategy, "strategy")
    followed_up = partial_date("followed_up", "followed_up_on")

    class Meta:
        model = Proposal
        fields = (
            *("key", "document", "line_from", "line_to", "subject", "region", "tool", "strategy", "addressed_to"),
            *("follow_up", "followed_up", "follow_up_note", "note", "source", "source_kind"),
        )


HISTORY = [
    ("countries.csv", CountryResource),
    ("groups.csv", CountryGroupResource),
    ("group_places.csv", GroupPlaceResource),
    ("members.csv", MemberResource),
    ("steps.csv", MemberStepResource),
    ("aliases.csv", AliasResource),
    ("national_plans.csv", NationalPlanResource),
    ("national_plan_steps.csv", NationalPlanStepResource),
    ("regional_strategies.csv", RegionalStrategyResource),
    ("strategy_steps.csv", StrategyStepResource),
    ("strategy_names.csv", StrategyNameResource),
    ("strategy_participants.csv", StrategyParticipantResource),
    ("proposals.csv", ProposalResource),
]
