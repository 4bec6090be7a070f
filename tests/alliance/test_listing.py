import csv
import json
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import FieldError
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from alliance.api import router
from alliance.dates import PartialDate
from alliance.listing import Listing, Teller, page_of, reader
from alliance.rest import PartialDateSerializerField
from documents.models import Document, StatedFigure
from documents.serializers import DocumentSerializer, StatedFigureSerializer
from forums.models import Announcement, Commitment, Event, Forum, Meeting, Recognition, Session
from forums.serializers import (
    AnnouncementSerializer,
    CommitmentSerializer,
    EventSerializer,
    ForumSerializer,
    MeetingSerializer,
    RecognitionSerializer,
    SessionSerializer,
)
from members.models import Country, FocalPoint, Member, NationalPlan, Proposal, RegionalStrategy
from members.serializers import (
    CountrySerializer,
    FocalPointSerializer,
    MemberSerializer,
    NationalPlanSerializer,
    ProposalSerializer,
    RegionalStrategySerializer,
)
from partnerships.models import Agreement as RealAgreement
from partnerships.models import Network, Programme
from partnerships.models import Partner as RealPartner
from partnerships.serializers import AgreementSerializer as RealAgreementSerializer
from partnerships.serializers import NetworkSerializer, ProgrammeSerializer
from partnerships.serializers import PartnerSerializer as RealPartnerSerializer
from tests.example.models import Agreement, Letter, Partner
from tests.factories import FocalPointFactory

pytestmark = pytest.mark.django_db

DAY = date(2010, 1, 1)
TODAY = date(2026, 11, 22)
ON = {"on": DAY.isoformat()}
NOBODY = AnonymousUser()
REGISTERS = {
    "members": (MemberSerializer, lambda: Member.objects.as_of(DAY, user=NOBODY), ON),
    "national-plans": (
        NationalPlanSerializer,
        lambda: NationalPlan.objects.telling_measures().as_of(DAY, user=NOBODY),
        ON,
    ),
    "regional-strategies": (
        RegionalStrategySerializer,
        lambda: RegionalStrategy.objects.counting_countries().as_of(DAY, user=NOBODY),
        ON,
    ),
    "proposals": (ProposalSerializer, lambda: Proposal.objects.visible_to(NOBODY).showing_strategy_to(NOBODY), {}),
    "partners": (RealPartnerSerializer, lambda: RealPartner.objects.visible_to(NOBODY), {}),
    "agreements": (RealAgreementSerializer, lambda: RealAgreement.objects.as_of(DAY, user=NOBODY), ON),
    "announcements": (AnnouncementSerializer, lambda: Announcement.objects.visible_to(NOBODY), {}),
    "commitments": (CommitmentSerializer, lambda: Commitment.objects.visible_to(NOBODY).telling_reports(), {}),
    "forums": (ForumSerializer, lambda: Forum.objects.showing_host_to(NOBODY).as_of(TODAY, user=NOBODY), {}),
    "sessions": (SessionSerializer, lambda: Session.objects.visible_to(NOBODY), {}),
    "meetings": (MeetingSerializer, lambda: Meeting.objects.visible_to(NOBODY), {}),
    "events": (EventSerializer, lambda: Event.objects.visible_to(NOBODY), {}),
    "recognitions": (
        RecognitionSerializer,
        lambda: Recognition.objects.visible_to(NOBODY).showing_agreement_to(NOBODY),
        {},
    ),
    "networks": (
        NetworkSerializer,
        lambda: Network.objects.visible_to(NOBODY).counting_members(timezone.localdate(), NOBODY),
        {},
    ),
    "programmes": (ProgrammeSerializer, lambda: Programme.objects.as_of(DAY, user=NOBODY), ON),
    "documents": (DocumentSerializer, Document.objects.all, {}),
    "stated-figures": (StatedFigureSerializer, StatedFigure.objects.all, {}),
    "countries": (CountrySerializer, Country.objects.all, {}),
}
SAID_BY_THE_SERIALIZER = {"figures"}
FEWEST = 3  # rows of a real register on that day, so that there is something to compare
OF_NOBODY_REAL = {"focal-points"}  # whom no source names
OF_THE_PORTAL = {
    "measures",
    "progress-notes",
    "publications",
    "initiatives",
    "practices",
    "task-force-seats",
    "updates-due",
    "newsletters",
}  # which begin with it, tried in tests/plans and tests/outreach
OF_FEW = {
    "contributions",
    "pledges",
    "contributors",
    "operational-rates",
}  # tried with rows of their own, in tests/funds


def said(serializer, rows):
    """What the serializer itself says of instances, as the API would send it."""
    return json.loads(JSONRenderer().render(serializer(rows, many=True).data))


def listed(serializer, rows):
    """The same by columns and without instances."""
    return json.loads(JSONRenderer().render(Teller(serializer).tell(rows).values()))


def pages(client, address, **asked):
    """Every row of a list, page after page."""
    rows, number, count = [], 1, None
    while count is None or len(rows) < count:
        body = client.get(address, {**asked, "page": number}).json()
        rows, number, count = rows + body["results"], number + 1, body["count"]
    return rows


def test_no_list_of_the_api_is_left_out():
    lists = {name for name, viewset, _ in router.registry if issubclass(viewset, Listing)}

    assert lists == {*REGISTERS, *SAID_BY_THE_SERIALIZER, *OF_NOBODY_REAL, *OF_THE_PORTAL, *OF_FEW}


def test_the_list_of_focal_points_says_what_the_serializer_says():
    FocalPointFactory(person__languages=["ar", "fr"], person__name="Ana Example", ministry="Ministry of Examples")
    FocalPointFactory(role="alternate", until=date(2009, 1, 1))
    rows = FocalPoint.objects.order_by("pk")

    assert listed(FocalPointSerializer, rows) == said(FocalPointSerializer, list(rows))


@pytest.mark.parametrize("register", REGISTERS)
def test_a_list_says_what_the_serializer_says(register, loaded_registers):
    serializer, rows, _ = REGISTERS[register]
    instances = list(rows().order_by("pk"))

    of_instances, of_columns = said(serializer, instances), listed(serializer, rows().order_by("pk"))

    assert len(of_columns) == len(instances) >= FEWEST
    for name in serializer().fields:
        assert [row[name] for row in of_columns] == [row[name] for row in of_instances]


@pytest.mark.parametrize("register", REGISTERS)
def test_the_pages_of_the_api_are_those_rows(register, client, loaded_registers):
    serializer, rows, asked = REGISTERS[register]

    assert pages(client, f"/api/v1/{register}/", page_size=30, **asked) == said(serializer, rows())


@pytest.mark.parametrize("register", REGISTERS)
def test_a_table_says_the_same_as_the_pages(register, client, loaded_registers):
    serializer, rows, asked = REGISTERS[register]
    lines = client.get(f"/api/v1/{register}/", {**asked, "format": "csv"}).content.decode("utf-8-sig").splitlines()

    table = list(csv.DictReader(lines))

    key = serializer.Meta.fields[0]
    assert [row[key] for row in table] == [str(row[key]) for row in said(serializer, rows())]


@pytest.mark.parametrize(
    ("register", "ordering"),
    [("documents", o) for o in ("dated", "-dated", "title", "-updated_at", "")]
    + [("members", o) for o in ("since", "-since", "")]
    + [("stated-figures", o) for o in ("measure", "-as_of", "")]
    + [("national-plans", o) for o in ("member", "edition", "-since", "covers_from", "")]
    + [("regional-strategies", o) for o in ("since", "-name", "")]
    + [("proposals", o) for o in ("line", "-subject", "")]
    + [("partners", o) for o in ("kind", "-updated_at", "")]
    + [("agreements", o) for o in ("concluded", "-since", "expires_on", "-updated_at", "")]
    + [("networks", o) for o in ("kind", "-started", "known_members", "-updated_at", "")]
    + [("programmes", o) for o in ("kind", "-since", "-updated_at", "")],
)
def test_no_row_stands_on_two_pages_or_on_none(register, ordering, client, loaded_registers):
    _, rows, asked = REGISTERS[register]

    keys = [row["key"] for row in pages(client, f"/api/v1/{register}/", page_size=7, ordering=ordering, **asked)]

    assert len(keys) == len(set(keys))
    assert set(keys) == {row.key for row in rows()}


@pytest.mark.parametrize("ordering", ["dated", "-dated"])
def test_what_has_no_date_comes_last(ordering, client, loaded_registers):
    dated = [row["dated"] for row in pages(client, "/api/v1/documents/", ordering=ordering)]
    known = [text.removeprefix("../") for text in dated if text]

    assert dated[len(known) :] == [None] * dated.count(None)
    assert None in dated
    assert (known[0][:4] > known[-1][:4]) == (ordering == "-dated")


@pytest.mark.parametrize("ordering", ["updated_at", "-updated_at", "title", "-title"])
def test_ties_are_settled_in_the_same_way_on_every_page(ordering, client):
    Document.objects.bulk_create(
        Document(key=f"tie-{n}", title="Ruritanian knot", kind="report", visibility="public") for n in range(9)
    )
    Document.objects.filter(title="Ruritanian knot").update(updated_at=timezone.now())

    rows = pages(client, "/api/v1/documents/", search="Ruritanian knot", page_size=4, ordering=ordering)

    assert [row["key"] for row in rows] == [f"tie-{n}" for n in range(9)]


def test_a_list_costs_the_same_however_long_its_pages_are(client, loaded_registers):
    costs = []
    for size in (5, 150, 5):
        with CaptureQueriesContext(connection) as asked:
            client.get("/api/v1/documents/", {"page_size": size})
        costs.append(len(asked))

    assert costs == [3, 2, 2], "the version, the keys of the whole list once for a version, and the page"


@pytest.mark.parametrize(("visitor", "seen"), [(None, []), ("outsider", []), ("secretary", ["league-of-examples"])])
def test_whom_the_office_approaches_is_on_no_public_list(visitor, seen, client, member, request):
    member.approach(on=PartialDate(2008), by=None)
    if visitor:
        client.force_login(request.getfixturevalue(visitor))

    assert [row["key"] for row in pages(client, "/api/v1/members/", search="League of Examples")] == seen


def test_a_row_that_goes_while_the_page_is_read_is_left_out(client, monkeypatch):
    document = Document.objects.create(key="first", title="First", kind="report", visibility="public")
    monkeypatch.setattr(Listing, "paginate_queryset", lambda *args: [document.pk, document.pk + 1])
    monkeypatch.setattr(Listing, "get_paginated_response", lambda self, rows: Response(rows))

    assert [row["key"] for row in client.get("/api/v1/documents/").json()] == ["first"]


class PartnerSerializer(serializers.ModelSerializer):
    founded = PartialDateSerializerField("founded_on", read_only=True, allow_null=True)

    class Meta:
        model = Partner
        fields = ["name", "region", "founded"]


class AgreementSerializer(serializers.ModelSerializer):
    partner = PartnerSerializer(read_only=True, allow_null=True)
    partner_name = serializers.CharField(source="partner.name", default=None)
    region = serializers.SlugRelatedField("region", source="partner", read_only=True)
    state = serializers.ChoiceField(Agreement.Status.choices, source="status")

    class Meta:
        model = Agreement
        fields = ["id", "title", "money", "state", "region", "partner_name", "partner", "updated_at"]


def test_what_is_nested_is_nested_and_null_where_there_is_none():
    unesco = Partner.objects.create(name="UNESCO", region="europe", founded=PartialDate(1945, 11))
    for partner in (unesco, Partner.objects.create(name="ISESCO"), None):
        Agreement.objects.create(partner=partner, money="12.50").step_to("signed", on=PartialDate(2008), by=None)

    rows = listed(AgreementSerializer, Agreement.objects.order_by("pk"))

    assert rows == said(AgreementSerializer, Agreement.objects.order_by("pk"))
    assert [row["partner"] for row in rows] == [
        {"name": "UNESCO", "region": "europe", "founded": "1945-11"},
        {"name": "ISESCO", "region": "", "founded": None},
        None,
    ]


def letters_with(name, field):
    """The columns of a list of letters that shows such a field."""
    meta = type("Meta", (), {"model": Letter, "fields": ["subject", name]})
    serializer = type("LetterSerializer", (serializers.ModelSerializer,), {name: field, "Meta": meta})
    return listed(serializer, Letter.objects.all())


@pytest.mark.parametrize(
    "field",
    [
        serializers.SerializerMethodField("said"),
        serializers.PrimaryKeyRelatedField(many=True, read_only=True),
        serializers.StringRelatedField(many=True),
    ],
)
def test_a_field_that_is_no_column_is_refused_by_name(field):
    with pytest.raises(TypeError, match=r"LetterSerializer\.readers is not a column: keep it for the detail"):
        letters_with("readers", field)


class LetterSerializer(serializers.ModelSerializer):
    regions = serializers.SlugRelatedField("region", source="readers", many=True, read_only=True)
    readers = PartnerSerializer(many=True, read_only=True)

    class Meta:
        model = Letter
        fields = ["regions", "subject", "readers"]


def test_many_stand_beside_their_row_in_their_order(django_assert_num_queries):
    readers = [Partner.objects.create(name=name, region=name[:2].lower()) for name in ("UNESCO", "ISESCO", "ALECSO")]
    for n in range(3):
        Letter.objects.create(subject=f"Letter {n}").readers.set(readers[: 2 * n])
    rows = Letter.objects.order_by("-pk")

    with django_assert_num_queries(3):
        told = listed(LetterSerializer, rows)

    assert told == said(LetterSerializer, rows)
    assert [row["regions"] for row in told] == [["un", "is", "al"], ["un", "is"], []]


def test_a_table_of_more_rows_than_a_statement_is_given_says_the_same(monkeypatch):
    monkeypatch.setattr("alliance.listing.MOST_KEYS", 1)
    for n in range(3):
        Letter.objects.create(subject=f"Letter {n}").readers.add(Partner.objects.create(name=f"Partner {n}"))

    assert listed(LetterSerializer, Letter.objects.all()) == said(LetterSerializer, Letter.objects.all())


def test_many_of_what_is_nested_are_for_the_detail():
    meta = type("Meta", (), {"model": Partner, "fields": ["letters"]})
    nested = type("Nested", (serializers.ModelSerializer,), {"letters": LetterSerializer(many=True), "Meta": meta})

    with pytest.raises(TypeError, match="letters is not a column"):
        reader(nested(), [], "partner__")


@pytest.mark.parametrize(
    "field", [serializers.StringRelatedField(), serializers.PrimaryKeyRelatedField(read_only=True)]
)
def test_a_related_row_is_no_column(field, agreement):
    meta = type("Meta", (), {"model": Agreement, "fields": ["partner"]})
    serializer = type("Serializer", (serializers.ModelSerializer,), {"partner": field, "Meta": meta})

    with pytest.raises(TypeError, match="partner is not a column"):
        listed(serializer, Agreement.objects.all())


def test_a_property_is_no_column():
    with pytest.raises(FieldError):
        letters_with("pk_and_subject", serializers.ReadOnlyField())


def test_what_is_only_written_is_not_shown(letter):
    assert letters_with("pages", serializers.IntegerField(write_only=True)) == [{"subject": "Nominations"}]


@pytest.mark.parametrize(("page", "found"), [(None, 3), ("1", 3), ("2", 2)])
def test_a_visitor_pages_through_a_list(page, found, rf):
    Letter.objects.bulk_create(Letter(subject=f"Letter {n}") for n in range(5))

    assert len(page_of(Letter.objects.all(), rf.get("/", {"page": page} if page else {}), most=3)) == found


@pytest.mark.parametrize("page", ["0", "3", "last", "-1", "", "\x00", "9" * 5000])
def test_a_page_that_is_not_there_is_not_found_in_words(page, rf):
    Letter.objects.bulk_create(Letter(subject=f"Letter {n}") for n in range(5))

    with pytest.raises(Http404, match=f"There is no page “{page}” of this list"):
        page_of(Letter.objects.all(), rf.get("/", {"page": page}), most=3)
