"""A negotiation is for staff: at no door does anybody else read anything that it has changed."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from alliance import figures
from alliance.dates import PartialDate
from documents.models import Document, LanguageVersion
from members.models import Member
from partnerships.models import Agreement, PartnerName
from tests.factories import DocumentFactory, FocalPointFactory, MemberFactory, UserFactory
from tests.factories.agreements import AgreementFactory, PartnerFactory

pytestmark = pytest.mark.django_db

SECRETS = ["Elfland", "elfland", "Whispered", "Corridor", "Grotto", "Under the hill"]
TALKS = "/agreements/elfland-mou/"
NOBODY = "/partners/elfland/"
FIGURES = [
    "agreements-signed",
    "agreements-signed-in-period",
    "letters-of-intent-signed",
    "decisions-taken",
    "agreements-in-negotiation",
]
LISTS = [
    "",
    "?format=csv",
    "?page_size=1",
    "?page_size=1&page=2",
    "?search=Elfland",
    "?search=Hill",
    "?updated_since=YESTERDAY",
    "?ordering=-updated_at",
    "?ordering=updated_at",
    "?kind=ngo",
    "?kind=memorandum",
]
OF_AGREEMENTS = [
    "?on=2020-06-01",
    "?on=2007-01-01",
    "?status=negotiating",
    "?status=approached",
    "?status=signed",
    "?partner=elfland",
    "?partner=ruritania",
    "?field=youth",
    "?signed_from=2005-01-01&signed_to=2026-01-01",
    "?ordering=since",
    "?ordering=-since",
    "?ordering=concluded",
    "?ordering=expires_on",
]
DOORS = [
    *("/", "/sources/", "/figures/", "/api/v1/", "/api/v1/figures/", "/api/v1/figures/?format=csv"),
    *(f"/figures/{key}/" for key in FIGURES),
    *(f"/api/v1/figures/{key}/{what}" for key in FIGURES for what in ("", "rows/", "rows/?format=csv", "years/")),
    *("/documents/minutes/", "/api/v1/documents/minutes/", "/documents/", "/api/v1/documents/"),
    *("/documents/draft/", "/api/v1/documents/draft/", "/documents/draft/en/file"),
    *("/members/ruritania/", "/api/v1/members/ruritania/", "/members/"),
    *("/partners/ruritania/", "/api/v1/partners/ruritania/", NOBODY, "/api/v1/partners/elfland/"),
    *("/agreements/old-mou/", "/api/v1/agreements/old-mou/", TALKS, "/api/v1/agreements/elfland-mou/"),
    *("/agreements/pipeline/", "/api/v1/agreements/pipeline/"),
    *(f"{door}{asked}" for door in ("/agreements/", "/api/v1/agreements/") for asked in [*LISTS, *OF_AGREEMENTS]),
    *(f"{door}{asked}" for door in ("/partners/", "/api/v1/partners/") for asked in LISTS),
]
VISITORS = ["anonymous", "a focal point of the partner", "an account"]


@pytest.fixture
def office():
    """What everybody sees: an agreement with a partner that is a member too, and a document it rests on."""
    member = MemberFactory(key="ruritania", name="Ruritanian Union", joined="2007")
    partner = PartnerFactory(key="ruritania", name="Ruritanian Union", member=member)
    minutes = DocumentFactory(key="minutes")
    signed = AgreementFactory(key="old-mou", partner=partner)
    signed.sign(on=PartialDate(2010), by=None, documents=[minutes])
    AgreementFactory(key="older-mou", partner=partner, signed="2009", expires_on=date(2012, 1, 1))
    return signed


def talk(signed, secretary):
    """What must not be heard of: a partner, its names, a draft, a negotiation, and what led to the old agreement."""
    ruritania = signed.parties.get(is_alliance=False).partner
    elfland = PartnerFactory(key="elfland", name="Elfland", short_name="Elfland", part_of=ruritania, is_public=False)
    PartnerName.objects.create(record=elfland, name="Under the hill")
    draft = DocumentFactory(key="draft", title="Whispered draft", visibility="staff")
    LanguageVersion.objects.create(document=draft, language="en")
    minutes = Document.objects.get(key="minutes")
    whispered = {"by": secretary, "note": "Whispered note", "place": "Grotto", "documents": [minutes]}
    talks = AgreementFactory(
        key="elfland-mou",
        title="Treaty of Elfland",
        partner=elfland,
        predecessor=signed,
        text=draft,
        note="Corridor talk",
        topics="Corridor",
        expires_on=date(2022, 6, 1),
    )
    talks.parties.create(partner=ruritania, order=2, signatory="Whispered signatory")
    talks.approach(on=PartialDate(2019), **whispered)
    talks.negotiate(on=PartialDate(2020, 3), **whispered)
    signed.approach(on=PartialDate(2008, 5), **whispered)
    signed.negotiate(on=PartialDate(2009, 5), **whispered)
    return talks


def come(client, visitor):
    if visitor == "anonymous":
        return
    user = UserFactory()
    if visitor == "a focal point of the partner":
        FocalPointFactory(person=user.person, member=Member.objects.get(key="ruritania"))
    client.force_login(user)


def read(client, address):
    """The status, the headers that tell of rows, and the answer but for the token of a form and the number of a 404."""
    yesterday = (timezone.now() - timedelta(days=1)).date().isoformat() + "T00:00:00Z"
    answer = client.get(address.replace("YESTERDAY", yesterday))
    words = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"|give this number: \w+', b"", b"".join(answer))
    told = {name: answer.headers.get(name) for name in ("ETag", "Last-Modified", "Content-Disposition", "Link")}
    return answer.status_code, told, words


@pytest.mark.parametrize("visitor", VISITORS)
def test_a_negotiation_changes_nothing_that_anybody_else_reads(client, office, secretary, visitor):
    come(client, visitor)
    before = {door: read(client, door) for door in DOORS}

    talk(office, secretary)

    for door in DOORS:
        assert read(client, door) == before[door], door
        assert not [word for word in SECRETS if word.encode() in before[door][2] and word not in door], door


def test_what_is_told_of_a_negotiation_that_has_failed_is_nothing_either(client, office, secretary):
    doors = [door for door in DOORS if "updated_since" in door or door.startswith("/api/v1/agreements/?")]
    before = {door: read(client, door) for door in doors}

    talks = talk(office, secretary)
    talks.title = "Elfland once more"
    talks.save()
    talks.delete()

    assert {door: read(client, door) for door in doors} == before


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_table_has_no_row_of_it(client, office, secretary, form):
    address = f"/api/v1/agreements/?format={form}"
    before = client.get(address)["ETag"]

    talk(office, secretary)

    assert client.get(address)["ETag"] == before
    assert client.get(address, headers={"if-none-match": before}).status_code == 304


def test_whoever_asks_for_its_status_is_told_that_there_is_no_such_choice(client, office, secretary):
    talk(office, secretary)

    for status in Agreement.CONFIDENTIAL:
        answer = client.get("/api/v1/agreements/", {"status": status})
        assert answer.status_code == 400
        assert "is not one of the available choices" in answer.json()["errors"][0]["detail"]


def test_staff_see_the_negotiation_at_every_door(client, office, secretary):
    talk(office, secretary)
    client.force_login(secretary)
    seen = {
        TALKS: ["Treaty of Elfland", "Whispered note", "Grotto", "Corridor talk", "Whispered draft", "In negotiation"],
        NOBODY: ["Elfland", "Under the hill", "For staff"],
        "/agreements/": ["Treaty of Elfland", "in negotiation"],
        "/agreements/pipeline/": ["Treaty of Elfland", "Whispered note"],
        "/agreements/old-mou/": ["Treaty of Elfland", "Whispered note", "Grotto"],
        "/partners/": ["Elfland"],
        "/partners/ruritania/": ["Elfland", "Treaty of Elfland"],
        "/documents/minutes/": ["Treaty of Elfland"],
        "/figures/agreements-in-negotiation/": ["Treaty of Elfland"],
        "/api/v1/agreements/elfland-mou/": ["Treaty of Elfland", "Whispered note", "Grotto", "Whispered signatory"],
        "/api/v1/agreements/?status=negotiating": ["Treaty of Elfland"],
        "/api/v1/partners/elfland/": ["Elfland", "elfland-mou"],
        "/api/v1/figures/agreements-in-negotiation/rows/": ["Treaty of Elfland"],
    }

    for address, words in seen.items():
        page = client.get(address).content.decode()
        assert [word for word in words if word not in page] == [], address


def test_a_renewal_that_is_negotiated_shows_in_neither_direction(client, office, secretary):
    talks = talk(office, secretary)
    follow_up = AgreementFactory(key="new-mou", signed="2022", predecessor=talks)

    successor = client.get("/api/v1/agreements/new-mou/").json()
    former = client.get("/api/v1/agreements/old-mou/").json()

    assert (successor["predecessor"], former["successors"]) == (None, [])
    assert "Elfland" not in client.get("/agreements/new-mou/").content.decode()
    talks.sign(on=PartialDate(2021), by=secretary)
    assert client.get(f"/api/v1/agreements/{follow_up.key}/").json()["predecessor"] == "elfland-mou"
    assert client.get("/api/v1/agreements/old-mou/").json()["successors"] == ["elfland-mou"]


def test_with_the_signature_the_partner_and_the_agreement_are_told_and_not_what_came_before(client, office, secretary):
    talks = talk(office, secretary)

    talks.sign(on=PartialDate(2021), by=secretary, note="Signed at last")
    shown = client.get("/api/v1/agreements/elfland-mou/").json()

    assert client.get("/api/v1/partners/elfland/").status_code == 200
    assert [step["status"] for step in shown["steps"]] == ["signed"]
    assert "Whispered note" not in client.get(TALKS).content.decode()
    assert client.get("/api/v1/agreements/", {"on": "2020-06-01", "search": "Elfland"}).json()["count"] == 0


def test_the_figure_of_negotiations_is_for_staff():
    assert figures.register["agreements-in-negotiation"].is_confidential
