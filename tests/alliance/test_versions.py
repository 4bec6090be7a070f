"""What has not changed is not read again; what has is seen at once."""

from datetime import date, timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework import serializers

from alliance import versions
from alliance.api import router
from alliance.dates import PartialDate
from documents.models import LanguageVersion
from members.models import Alias, CountryGroup, GroupPlace, Member
from tests.factories import (
    TOTP_SECRET,
    DocumentFactory,
    FocalPointFactory,
    MemberFactory,
    StatedFigureFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

MEMBERS = "/api/v1/members/"
READ = {
    "members": (MEMBERS, f"{MEMBERS}ruritania/"),
    "countries": ("/api/v1/countries/",),
    "documents": ("/api/v1/documents/", "/api/v1/documents/report/"),
    "stated-figures": ("/api/v1/stated-figures/",),
    "figures": (
        "/api/v1/figures/",
        "/api/v1/figures/members/",
        "/api/v1/figures/members/rows/",
        "/api/v1/figures/members/years/",
    ),
}
EVERYTHING = [address for addresses in READ.values() for address in addresses]


@pytest.fixture
def office():
    """A row of everything that the API nests."""
    member = MemberFactory(key="ruritania", name="Ruritania", state=True, joined="2008")
    document = DocumentFactory(key="report")
    group = CountryGroup.objects.create(key="osce", name="OSCE")
    member.steps.get().documents.add(document)
    return {
        "member": member,
        "step": member.steps.get(),
        "country": member.country,
        "alias": Alias.objects.create(record=member, name="Former Ruritania"),
        "group": group,
        "place": GroupPlace.objects.create(group=group, country=member.country),
        "focal_point": FocalPointFactory(member=member),
        "document": document,
        "language_version": LanguageVersion.objects.create(document=document, language="fr"),
        "stated_figure": StatedFigureFactory(document=document),
    }


CHANGES = {
    "member": ("name", "members"),
    "step": ("note", "members"),
    "country": ("name", "countries"),
    "alias": ("name", "members"),
    "group": ("name", "members"),
    "place": ("note", ""),
    "focal_point": ("since", ""),
    "document": ("title", "documents"),
    "language_version": ("title", "documents"),
    "stated_figure": ("statement", "stated-figures"),
}


def nested(serializer):
    """Every register that a serializer nests, at whatever depth."""
    model = serializer.Meta.model
    yield model
    for field in serializer.fields.values():
        inner = getattr(field, "child", field)
        if isinstance(inner, serializers.ModelSerializer):
            yield from nested(inner)
        elif isinstance(field, serializers.SlugRelatedField):
            yield from passed(model, field.source)


def passed(model, source):
    """Every register on the way that a field's source goes, as in "measure.member"."""
    for step in source.split("."):
        model = model._meta.get_field(step).related_model
        yield model


@pytest.mark.parametrize("name", [name for name, viewset, _ in router.registry if viewset.told_from])
@pytest.mark.parametrize("action", ["list", "retrieve"])
def test_a_version_is_of_every_register_that_an_answer_nests(name, action):
    viewset = next(viewset for prefix, viewset, _ in router.registry if prefix == name)
    serializer = viewset(action=action, request=None, format_kwarg=None).get_serializer_class()

    assert set(nested(serializer())) <= set(viewset.told_from)


def answers(client):
    """The validator of each address and what is told there."""
    return {address: (answer["ETag"], answer.content) for address in EVERYTHING for answer in [client.get(address)]}


def seen(client, before):
    """The registers at whose addresses anything else is told; each is sent anew, and none that is as it was."""
    changed = set()
    for address, (tag, content) in before.items():
        answer = again(client, address, tag)
        is_other = client.get(address).content != content
        assert (answer.status_code, answer["ETag"] != tag) == ((200, True) if is_other else (304, False)), address
        changed |= {address} if is_other else set()
    return {register for register, addresses in READ.items() if changed & {*addresses}}


def again(client, address, tag, **headers):
    return client.get(address, headers={"if-none-match": tag, **headers})


@pytest.mark.parametrize("address", EVERYTHING)
def test_what_has_not_changed_is_not_sent_again(address, client, office):
    first = client.get(address)

    second = again(client, address, first["ETag"])

    assert (second.status_code, second.content, second["ETag"]) == (304, b"", first["ETag"])
    assert first["Cache-Control"] == second["Cache-Control"] == "no-cache"
    assert {"Accept", "Cookie", "Authorization", "Accept-Language"} <= set(second["Vary"].split(", "))
    assert again(client, address, f'"other", W/{first["ETag"]}').status_code == 304
    assert again(client, address, '"other"').status_code == 200
    assert client.head(address)["ETag"] == first["ETag"]


def test_nothing_is_read_but_the_version(client, office):
    tag = client.get(MEMBERS)["ETag"]

    with CaptureQueriesContext(connection) as asked:
        again(client, MEMBERS, tag)

    assert len(asked) == 1


@pytest.mark.parametrize("row", CHANGES)
def test_a_change_of_any_nested_row_is_seen_where_it_is_told(row, client, office):
    field, told = CHANGES[row]
    before = answers(client)

    setattr(office[row], field, date(2007, 1, 1) if field == "since" else "Changed")
    office[row].save()

    assert seen(client, before) >= {*told.split()}


@pytest.mark.parametrize("row", ["alias", "place", "focal_point", "language_version", "stated_figure"])
def test_what_is_deleted_is_seen(row, client, office):
    before = answers(client)

    office[row].delete()

    assert seen(client, before)


def test_a_document_put_to_a_step_is_seen(client, office):
    before = answers(client)

    office["step"].documents.clear()

    assert "members" in seen(client, before)


def test_what_one_may_not_see_leaves_every_validator_as_it_was(client, office, secretary):
    before = answers(client)

    office["member"].contact_notes.create(kind="call", summary="Talk of the corridors", by=secretary)
    MemberFactory(name="Asked in confidence").approach(on=PartialDate(2008), by=secretary)
    DocumentFactory(visibility="staff")

    assert answers(client) == before


def test_a_row_that_is_written_late_is_seen_though_younger_ones_were_there_before(client, office):
    late = Member.history.model.objects.latest("pk")
    office["alias"].save()
    office["member"].save()
    gone = {field.attname: getattr(late, field.attname) for field in late._meta.concrete_fields}
    late.delete()
    before = version_of_members()

    Member.history.model.objects.create(**gone)

    assert version_of_members() != before


def version_of_members():
    return versions.version((Member,), "anybody")


def test_each_question_and_each_form_has_its_own(client, office):
    asked = [{}, {"page_size": 10}, {"kind": "country"}, {"format": "csv"}, {"format": "xlsx"}]

    assert len({client.get(MEMBERS, query)["ETag"] for query in asked}) == len(asked)
    assert again(client, f"{MEMBERS}?format=csv", client.get(MEMBERS)["ETag"]).status_code == 200


def test_each_pair_of_eyes_has_its_own_and_keeps_it_private(client, office, outsider, secretary):
    seen = [client.get(MEMBERS)["ETag"]]
    for user in (outsider, secretary):
        client.force_login(user)
        answer = client.get(MEMBERS)
        assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
        assert again(client, MEMBERS, answer["ETag"]).status_code == 304
        seen.append(answer["ETag"])

    assert len(set(seen)) == 3


def test_who_may_see_more_from_now_on_is_shown_more(client, office, outsider):
    MemberFactory(name="Asked in confidence").approach(on=PartialDate(2008), by=None)
    client.force_login(outsider)
    before = client.get(MEMBERS)

    outsider.is_staff = True
    outsider.save()
    TOTP.activate(outsider, TOTP_SECRET)
    after = again(client, MEMBERS, before["ETag"])

    assert (before.json()["count"], after.status_code, after.json()["count"]) == (1, 200, 2)


def test_a_new_day_is_a_new_answer(client, office, monkeypatch):
    today = timezone.localdate()
    before = client.get(MEMBERS)["ETag"]

    monkeypatch.setattr(versions.timezone, "localdate", lambda: today + timedelta(days=1))

    assert client.get(MEMBERS)["ETag"] != before


def test_a_refusal_has_no_version(client):
    for address in (f"{MEMBERS}nothing/", f"{MEMBERS}?colour=red", f"{MEMBERS}?page=7"):
        refused = client.get(address)
        assert refused.status_code in {400, 404}
        assert "ETag" not in refused


def test_a_row_that_may_no_longer_be_seen_is_not_called_unchanged(client, office):
    address = f"{MEMBERS}ruritania/"
    tag = client.get(address)["ETag"]

    office["step"].delete()
    office["member"].retrace()

    assert again(client, address, tag).status_code == 404


def test_an_account_in_another_group_is_another_pair_of_eyes():
    user = UserFactory()
    before = versions.eyes(user)

    user.groups.create(name="auditors")

    assert versions.eyes(user) != before
