"""What cannot be is refused at its field or row, in words, at each door; and nothing of it is half-saved."""

from datetime import date

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from partnerships.models import Agreement, Partner, Party
from tests.browserless import form_on
from tests.factories import MemberFactory
from tests.factories.agreements import AgreementFactory, PartnerFactory

pytestmark = pytest.mark.django_db
AGREEMENTS, PARTNERS = "/admin/partnerships/agreement/", "/admin/partnerships/partner/"
PARTIES, STEPS, NAMES = 1, 2, 1


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


@pytest.fixture
def kept():
    """Every row of the register and of its history, to be compared after a refusal."""
    partner = PartnerFactory(key="ruritania", name="Ruritanian Union")
    AgreementFactory(key="old-mou", partner=partner, signed="2010-05-29")
    AgreementFactory(key="alone", partner=False)
    Party.objects.create(agreement=Agreement.objects.get(key="alone"), is_alliance=True)
    AgreementFactory(key="decision", decision=True, partner=partner)
    return rows()


def rows():
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_app_config("partnerships").get_models()
    }


def upload(office, address, text, resource=0):
    file = SimpleUploadedFile("rows.csv", text.encode())
    return office.post(f"{address}import/", {"import_file": file, "format": "0", "resource": resource})


A = "key,kind,expires_on,predecessor,text,fields\n"
WRONG_AGREEMENTS = [
    (A + "new,treaty,,,,\n", "Value &#x27;treaty&#x27; is not a valid choice."),
    (A + "new,memorandum,soon,,,\n", "Value could not be parsed"),
    (A + "new,memorandum,,none-such,,\n", "There is no agreement with the key “none-such”."),
    (A + "new,memorandum,,,none-such,\n", "There is no document with the key “none-such”."),
    (A + "new,memorandum,,,,sport\n", "There is no field of action with the key “sport”."),
    (A + "pipeline,memorandum,,,,\n", "This word is an address already: choose another."),
    (A + "old-mou,memorandum,2010-05-28,,,\n", "It cannot expire on 28 May 2010, before it is signed (29 May 2010)."),
    (A + "old-mou,decision,,,,\n", "A decision is taken by its body: it cannot be “signed”."),
    (A + "old-mou,memorandum,,old-mou,,\n", "It cannot follow on itself."),
    ("key,kind,notice_days\nnew,memorandum,soon\n", "“soon” is no number."),
    ("key,kind,notice_days\nnew,memorandum,NaN\n", "“NaN” is no number."),
    ("key,kind,notice_days\nnew,memorandum,1.5\n", "“1.5” is no whole number."),
    ("key,kind,notice_days\nnew,memorandum,9e99999999\n", "“9e99999999” is no whole number."),
    (A.replace("\n", ",notice_days\n") + "new,memorandum,0001-01-05,,,,6\n", "No calendar has a day so long before"),
    ("key,kind,status\nnew,memorandum,signed\n", "This register has no column “status”."),
]
P = "agreement,partner,is_alliance\n"
WRONG_PARTIES = [
    (P + "alone,none-such,no\n", "There is no partner with the key “none-such”."),
    (P + "none-such,ruritania,no\n", "There is no agreement with the key “none-such”."),
    (P + "alone,,no\n", "A party is the Alliance or a partner: say which, and not both."),
    (P + "alone,ruritania,yes\n", "A party is the Alliance or a partner: say which, and not both."),
    (P + "alone,ruritania,perhaps\n", "“perhaps” is neither yes nor no."),
    (P + "decision,,yes\n", "A decision is of its body alone: the Alliance is no party to it."),
]
S = "agreement,status,on\n"
WRONG_STEPS = [
    (S + "alone,signed,2010\n", "It cannot be signed (2010) with fewer than two parties: name them first."),
    (S + "none-such,signed,2010\n", "There is no agreement with the key “none-such”."),
    (S + "old-mou,whispered,2010\n", "Value &#x27;whispered&#x27; is not a valid choice."),
    (S + "old-mou,ended,2009\n", "cannot begin as “ended”"),
    (S + "decision,signed,2010\n", "A decision is taken by its body: it cannot be “signed”."),
    (S + "old-mou,in_force,2999\n", "has not come yet"),
    (S + "old-mou,in_force,some day\n", "some day"),
]
GOOD = {
    0: "good,memorandum,,,,\n",
    PARTIES: "alone,ruritania,no\n",
    STEPS: "decision,taken,2008\n",
}


@pytest.mark.parametrize(
    ("resource", "text", "words"),
    [
        *((0, text, words) for text, words in WRONG_AGREEMENTS),
        *((PARTIES, text, words) for text, words in WRONG_PARTIES),
        *((STEPS, text, words) for text, words in WRONG_STEPS),
    ],
)
def test_a_wrong_row_of_an_import_is_told_and_the_good_ones_beside_it_are_not_saved(
    office, kept, resource, text, words
):
    good = GOOD[resource] if text.startswith((A, P, S)) else ""

    response = upload(office, AGREEMENTS, text + good, resource)

    assert response.status_code == 200
    assert words in response.content.decode()
    assert rows() == kept


N = "key,name,kind,part_of,member,is_public\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (N + "new,New Body,club,,,no\n", "Value &#x27;club&#x27; is not a valid choice."),
        (N + "new,New Body,ngo,none-such,,no\n", "There is no partner with the key “none-such”."),
        (N + "new,New Body,ngo,,none-such,no\n", "There is no member with the key “none-such”."),
        (N + "ruritania,Ruritanian Union,ngo,ruritania,,yes\n", "It cannot be a part of itself."),
        (N + "ruritania,Ruritanian Union,ngo,,,no\n", "It has an agreement that everyone sees, and is named there."),
        (N + "new,,ngo,,,no\n", "This field cannot be blank."),
    ],
)
def test_a_wrong_partner_is_told_and_nothing_is_saved(office, kept, text, words):
    response = upload(office, PARTNERS, text + "good,Good Body,ngo,,,no\n")

    assert words in response.content.decode()
    assert rows() == kept


def test_a_partner_is_one_member_and_no_other_partner_is_it(office, kept):
    Partner.objects.filter(key="ruritania").update(member=MemberFactory(key="ruritania"))

    response = upload(office, PARTNERS, N + "twin,Twin,ngo,,ruritania,no\n")

    assert "already exists" in response.content.decode()
    assert not Partner.objects.filter(key="twin").exists()


def posted(office, agreement, **changes):
    address = f"{AGREEMENTS}{agreement.pk}/change/"
    return office.post(address, form_on(office.get(address)) | changes)


def errors_of(response, inline):
    sets = {one.formset.prefix: one.formset for one in response.context["inline_admin_formsets"]}
    return sets[inline].errors


def new_step(agreement, number, **columns):
    row = {"record": agreement.pk, "preferred": "on", **columns}
    return {f"steps-{number}-{name}": value for name, value in row.items()} | {"steps-TOTAL_FORMS": number + 1}


def new_party(agreement, number, **columns):
    row = {"agreement": agreement.pk, "order": number, **columns}
    return {f"parties-{number}-{name}": value for name, value in row.items()} | {"parties-TOTAL_FORMS": number + 1}


def test_a_memorandum_of_one_party_is_not_signed_in_the_form(office, kept):
    alone = Agreement.objects.get(key="alone")

    response = posted(office, alone, title="Renamed", **new_step(alone, 0, status="signed", when="2010"))

    assert "fewer than two parties" in errors_of(response, "steps")[0]["when"][0]
    assert rows() == kept


def test_one_that_names_its_second_party_in_the_same_save_is_signed(office, kept):
    alone, partner = Agreement.objects.get(key="alone"), Partner.objects.get()
    more = new_step(alone, 0, status="signed", when="2010") | new_party(alone, 1, partner=partner.pk)

    assert posted(office, alone, **more).status_code == 302

    alone.refresh_from_db()
    assert (alone.status, alone.parties.count()) == ("signed", 2)


def test_a_party_is_not_taken_from_what_two_have_signed(office, kept):
    signed = Agreement.objects.get(key="old-mou")

    response = posted(office, signed, **{"parties-1-DELETE": "on"})

    assert "fewer than two parties" in errors_of(response, "steps")[0]["when"][0]
    assert rows() == kept


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({}, "say which"),
        ({"partner": "ruritania", "is_alliance": "on"}, "say which"),
        ({"partner": "ruritania"}, "duplicate data for partner"),
        ({"is_alliance": "on"}, "already"),
        ({"partner": "999999"}, "not one of the available choices"),
    ],
)
def test_a_party_that_is_nobody_or_there_already_is_told_at_its_row(office, kept, columns, words):
    signed, partner = Agreement.objects.get(key="old-mou"), Partner.objects.get()
    columns = columns | ({"partner": partner.pk} if columns.get("partner") == "ruritania" else {})

    response = posted(office, signed, **new_party(signed, 2, signatory="Somebody", **columns))

    assert response.status_code == 200
    assert words in str(response.context["inline_admin_formsets"][0].formset.errors) + str(
        response.context["inline_admin_formsets"][0].formset.non_form_errors()
    )
    assert rows() == kept


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("expires_on", "2010-05-28", "It cannot expire on 28 May 2010, before it is signed (29 May 2010)."),
        ("expires_on", "the day after", "Enter a valid date."),
        ("kind", "treaty", "Select a valid choice."),
        ("kind", "", "This field is required."),
        ("notice_days", "-1", "greater than or equal to 0"),
        ("key", "Not a key", "Enter a valid “slug”"),
        ("key", "pipeline", "This word is an address already"),
        ("key", "decision", "already exists"),
        ("predecessor", "itself", "It cannot follow on itself."),
        ("title", "x" * 301, "at most 300 characters"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(office, kept, field, value, words):
    signed = Agreement.objects.get(key="old-mou")

    response = posted(office, signed, **{field: signed.pk if value == "itself" else value})

    assert response.status_code == 200
    assert words in response.context["adminform"].form.errors[field][0]
    assert rows() == kept


@pytest.mark.parametrize(
    ("key", "action", "when", "words"),
    [
        ("alone", "record_signature", "2010", "fewer than two parties"),
        ("old-mou", "record_negotiation", "2011", "cannot become"),
        ("old-mou", "record_decision", "2011", "Only a decision is taken"),
        ("decision", "record_signature", "2008", "is taken by its body"),
    ],
)
def test_an_act_that_cannot_be_is_told_by_name_and_leaves_everything_as_it_was(office, kept, key, action, when, words):
    agreement = Agreement.objects.get(key=key)
    said = {"action": action, "_selected_action": [agreement.pk], "is_answered": "yes", "on": when, "place": "Here"}

    page = office.post(AGREEMENTS, said, follow=True).content.decode()

    assert words in page
    assert rows() == kept


def test_an_act_asks_for_the_place_and_keeps_it(office, kept):
    agreement = Agreement.objects.get(key="old-mou")
    chosen = {"action": "record_end", "_selected_action": [agreement.pk]}

    asked = office.post(AGREEMENTS, chosen).content.decode()
    office.post(AGREEMENTS, chosen | {"is_answered": "yes", "on": "2012", "place": "Vienna"})

    assert 'name="place"' in asked
    assert agreement.steps.get(status="ended").place == "Vienna"


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("kind=treaty", "kind", "treaty is not one of the available choices"),
        ("partner=none-such", "partner", "not one of the available choices"),
        ("field=sport", "field", "sport is not one of the available choices"),
        ("status=whispered", "status", "whispered is not one of the available choices"),
        ("on=then", "on", "Enter a valid date"),
        ("signed_from=then", "signed_from", "Enter a valid date"),
        ("signed_to=2010-13-01", "signed_to", "Enter a valid date"),
        ("updated_since=then", "updated_since", "Enter a valid date/time"),
        ("ordering=beauty", "ordering", "beauty is not one of the available choices"),
        ("search=%00", "search", "Null characters are not allowed"),
        (f"search={'x' * 201}", "search", "at most 200 characters"),
        ("colour=blue", "colour", "This list has no filter “colour”"),
        ("format=pdf", "format", "“pdf” is no format of this list"),
    ],
)
def test_a_wrong_filter_is_told_at_its_field_and_the_page_still_stands(client, kept, query, field, words):
    answer = client.get(f"/api/v1/agreements/?{query}")
    page = client.get(f"/agreements/?{query}")

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert words in {error["field"]: error["detail"] for error in answer.json()["errors"]}[field]
    assert page.status_code == 200
    assert "Ruritanian Union" in page.content.decode()


def test_a_span_of_signatures_has_both_its_ends(client, kept):
    def found(**asked):
        return [row["key"] for row in client.get("/api/v1/agreements/", asked).json()["results"]]

    assert found(signed_from="2010-05-29", signed_to="2010-05-29") == ["old-mou"]
    assert found(signed_from="2010-05-30") == found(signed_to="2010-05-28") == []
    assert found(signed_from="2011-01-01", signed_to="2009-01-01") == []


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["/api/v1/agreements/", "/api/v1/agreements/old-mou/", "/api/v1/partners/"])
def test_nobody_writes_by_the_api(office, kept, method, address):
    answer = getattr(office, method)(address, {"key": "new", "kind": "memorandum"}, content_type="application/json")

    assert answer.status_code in {403, 405}
    assert rows() == kept


def test_a_partner_with_an_agreement_is_not_deleted(office, kept):
    partner = Partner.objects.get()

    page = office.post(f"{PARTNERS}{partner.pk}/delete/", {"post": "yes"}, follow=True)

    assert page.status_code == 200
    assert rows() == kept


def test_an_agreement_on_which_another_follows_is_not_deleted(office, kept):
    former = Agreement.objects.get(key="old-mou")
    AgreementFactory(key="new-mou", predecessor=former, expires_on=date(2030, 1, 1))
    before = rows()

    office.post(f"{AGREEMENTS}{former.pk}/delete/", {"post": "yes"}, follow=True)

    assert rows() == before
