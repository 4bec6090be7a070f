import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from alliance.dates import PartialDate
from members.models import ContactNote, Country, FocalPoint, Member
from tests.browserless import form_on
from tests.factories import (
    CountryFactory,
    DocumentFactory,
    FocalPointFactory,
    MemberFactory,
    NominationFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/members/member/"
INLINES = ("steps", "focal_points", "aliases", "contact_notes")


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


def form_of(member, **changes):
    """The change form as a browser would send it back, with no new rows in its inlines."""
    form = {
        "key": member.key,
        "name": member.name,
        "short_name": "",
        "kind": member.kind,
        "basis": member.basis,
        "country": member.country_id or "",
        "note": "",
        "source": "",
        "source_kind": "",
    }
    for inline in INLINES:
        rows = list(getattr(member, inline).all()) if member.pk else []
        form |= {f"{inline}-TOTAL_FORMS": len(rows), f"{inline}-INITIAL_FORMS": len(rows)}
    for number, step in enumerate(member.steps.all() if member.pk else []):
        form |= {
            f"steps-{number}-id": step.pk,
            f"steps-{number}-record": member.pk,
            f"steps-{number}-status": step.status,
            f"steps-{number}-when": step.when.iso,
            f"steps-{number}-preferred": "on",
        }
    for number, row in enumerate(member.focal_points.all() if member.pk else []):
        form |= {
            f"focal_points-{number}-id": row.pk,
            f"focal_points-{number}-member": member.pk,
            f"focal_points-{number}-person": row.person_id,
            f"focal_points-{number}-role": row.role,
            f"focal_points-{number}-since": row.since,
            f"focal_points-{number}-until": row.until or "",
        }
    return form | changes


def change(office, member, **changes):
    return office.post(f"{LIST}{member.pk}/change/", form_of(member, **changes))


def test_a_step_recorded_in_the_form_moves_the_status_and_names_who_recorded_it(office, secretary):
    member, letter = MemberFactory(joined="2008-03"), DocumentFactory()

    response = change(
        office,
        member,
        **{
            "steps-TOTAL_FORMS": 2,
            "steps-1-record": member.pk,
            "steps-1-status": "withdrawn",
            "steps-1-when": "2012-05",
            "steps-1-preferred": "on",
            "steps-1-documents": [letter.pk],
        },
    )

    assert response.status_code == 302
    step = member.steps.get(status="withdrawn")
    assert (step.recorded_by, list(step.documents.all())) == (secretary, [letter])
    assert Member.objects.get().status == "withdrawn"


def test_a_withdrawal_before_joining_is_told_at_its_row_and_nothing_is_saved(office):
    member = MemberFactory(name="Ruritania", joined="2008-03")

    response = change(
        office,
        member,
        name="Renamed",
        **{
            "steps-TOTAL_FORMS": 2,
            "steps-1-record": member.pk,
            "steps-1-status": "withdrawn",
            "steps-1-when": "2007",
            "steps-1-preferred": "on",
        },
    )

    errors = response.context["inline_admin_formsets"][0].formset.errors
    assert errors[1]["when"] == ["Renamed cannot begin as “withdrawn”: nothing is recorded before 2007."]
    assert (Member.objects.get().name, member.steps.count()) == ("Ruritania", 1)


@pytest.mark.parametrize("when", ["2008-13", "yesterday", "1.5.2008", "2999"])
def test_a_date_that_is_none_is_told_at_its_box(office, when):
    member = MemberFactory()

    response = change(
        office,
        member,
        **{
            "steps-TOTAL_FORMS": 1,
            "steps-0-record": member.pk,
            "steps-0-status": "member",
            "steps-0-when": when,
            "steps-0-preferred": "on",
        },
    )

    assert response.context["inline_admin_formsets"][0].formset.errors[0]["when"]
    assert not member.steps.exists()


def test_a_second_principal_is_told_at_its_row_and_nothing_is_saved(office):
    first = FocalPointFactory(person__name="Ana Example")
    person = PersonFactory()

    response = change(
        office,
        first.member,
        **{
            "focal_points-TOTAL_FORMS": 2,
            "focal_points-1-member": first.member.pk,
            "focal_points-1-person": person.pk,
            "focal_points-1-role": "principal",
            "focal_points-1-since": "2009-01-01",
        },
    )

    assert "Ana Example is principal focal point" in response.content.decode()
    assert FocalPoint.objects.get() == first


def test_two_principals_entered_at_once_are_refused(office):
    member, people = MemberFactory(), PersonFactory.create_batch(2)
    rows = {"focal_points-TOTAL_FORMS": 2}
    for number, person in enumerate(people):
        rows |= {
            f"focal_points-{number}-member": member.pk,
            f"focal_points-{number}-person": person.pk,
            f"focal_points-{number}-role": "principal",
            f"focal_points-{number}-since": "2009-01-01",
        }

    response = change(office, member, **rows)

    assert response.status_code == 200
    assert not FocalPoint.objects.exists()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("focal_point=missing", {"Alone"}),
        ("focal_point=named", {"Served"}),
        ("status__exact=member", {"Alone", "Served"}),
        ("kind__exact=country", {"Served"}),
        ("country__region=Europe", {"Served"}),
        ("q=Alo", {"Alone"}),
        ("group=none-such", {"Alone", "Served", "Only approached"}),
    ],
)
def test_staff_filter_and_search_the_members(office, secretary, query, found):
    MemberFactory(name="Alone", joined="2008")
    FocalPointFactory(member=MemberFactory(name="Served", state=True, joined="2008"))
    MemberFactory(name="Only approached")

    page = office.get(f"{LIST}?{query}")

    assert {member.name for member in page.context["cl"].result_list} == found


def test_the_list_runs_the_same_queries_for_ten_members_and_forty(office, django_assert_max_num_queries):
    counts = []
    for _ in range(2):
        MemberFactory.create_batch(20, state=True, joined="2008")
        with django_assert_max_num_queries(20) as queries:
            office.get(LIST)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def upload(office, url, text, name="rows.csv", resource=0, encoding="utf-8"):
    file = SimpleUploadedFile(name, text.encode(encoding) if isinstance(text, str) else text)
    return office.post(url, {"import_file": file, "format": "0", "resource": resource})


HEADER = "key,name,kind,country,is_co_sponsor,basis\n"


def test_an_import_shows_what_it_would_do_and_then_does_it(office):
    CountryFactory(iso3="RUR")
    preview = upload(office, f"{LIST}import/", HEADER + "ruritania,Ruritania,country,RUR,no,stated\n")

    assert not Member.objects.exists()

    office.post(f"{LIST}process_import/", preview.context["confirm_form"].initial)

    assert Member.objects.get().country.iso3 == "RUR"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEADER + "ruritania,Ruritania,country,XXX,no,stated\n", "There is no country with the key “XXX”."),
        (HEADER + "ruritania,Ruritania,planet,,no,stated\n", "Value &#x27;planet&#x27; is not a valid choice."),
        (HEADER + "ruritania,Ruritania,country,,no,stated\n", "A State has its country here"),
        (HEADER + "ruritania,Ruritania,organization,,perhaps,stated\n", "“perhaps” is neither yes nor no."),
        (HEADER + "Not A Key!,Ruritania,organization,,no,stated\n", "Enter a valid “slug”"),
        ("key,name,kind,colour\nruritania,Ruritania,organization,blue\n", "This register has no column “colour”."),
        ("name,kind\nRuritania,organization\n", "key"),
        ("", "The submitted file is empty."),
    ],
)
def test_a_wrong_row_of_an_import_is_told_in_words_and_saves_nothing(office, text, words):
    good = "union,Union of Rivers,organization,,no,stated\n" if text.startswith(HEADER) else ""

    response = upload(office, f"{LIST}import/", text + good)

    assert response.status_code == 200
    assert words in response.content.decode()
    assert not Member.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_a_file_in_another_encoding_is_told_in_words(office, encoding):
    response = upload(office, f"{LIST}import/", HEADER + "cote,Côte d’Été,organization,,no,stated\n", encoding=encoding)

    assert response.status_code == 200
    assert "This file is not in UTF-8." in response.content.decode()
    assert not Member.objects.exists()


@pytest.mark.parametrize("swells", [False, True])
def test_a_file_that_is_too_large_or_swells_is_not_read(office, swells):
    book = BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    content = book.getvalue() if swells else b"key,name\n" + b"x" * 5_300_000

    response = upload(office, f"{LIST}import/", content)

    assert len(content) < 100_000 or not swells
    assert "This file is too large: a register is read up to 5 MB." in response.content.decode()


def test_a_line_of_steps_that_does_not_hold_is_refused_at_its_row(office):
    MemberFactory(key="ruritania", name="Ruritania", joined="2008")

    response = upload(office, f"{LIST}import/", "member,status,on\nruritania,withdrawn,2007\n", resource=1)

    assert "Ruritania cannot begin as “withdrawn”" in response.content.decode()
    assert Member.objects.get().steps.count() == 1


def test_an_account_is_the_one_we_go_by_unless_the_row_says_no(office):
    MemberFactory(key="ruritania")

    preview = upload(office, f"{LIST}import/", "member,status,on,preferred\nruritania,member,2008,\n", resource=1)
    office.post(f"{LIST}process_import/", preview.context["confirm_form"].initial)

    assert Member.objects.get().status == "member"


def test_chosen_columns_are_exported_to_xlsx(office):
    MemberFactory(key="ruritania", name="=Ruritania", joined="2008")

    chosen = {"memberresource_key": "on", "memberresource_name": "on"}
    response = office.post(f"{LIST}export/", {"format": "1", "resource": "0", **chosen})

    sheet = load_workbook(BytesIO(response.content)).active
    assert [cell.value for cell in sheet[1]] == ["key", "name"]
    assert sheet["A2"].value == "ruritania"
    assert not str(sheet["B2"].value).startswith("=")


def test_a_revert_brings_the_name_back_and_never_the_status(office):
    member = MemberFactory(name="Old name")
    first = member.history.latest()
    member.name = "New name"
    member.save()
    member.join(on=PartialDate(2008), by=None)

    office.post(f"{LIST}{member.pk}/history/{first.pk}/", form_of(member, name="Old name"))

    member.refresh_from_db()
    assert (member.name, member.status) == ("Old name", "member")


def test_who_only_reads_cannot_bring_a_version_back(client):
    member = MemberFactory(name="As it is")
    reader = UserFactory(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_member"))
    client.force_login(reader)
    address = f"{LIST}{member.pk}/history/{member.history.latest().pk}/"

    assert client.get(address).status_code == 200
    assert client.post(address, form_of(member, name="Changed")).status_code == 403
    assert Member.objects.get().name == "As it is"


def test_the_home_page_of_staff_shows_what_needs_attention_first(office):
    FocalPointFactory(member__name="Served")
    MemberFactory.create_batch(3, joined="2008")

    matters = office.get("/admin/").context["matters"]

    assert matters[0].count == 3
    assert str(matters[0].words) == "members without a focal point"
    rows = office.get(matters[0].address).context["cl"].result_list
    assert len(rows) == 3


@pytest.mark.parametrize("model", ["member", "focalpoint", "country", "countrygroup", "platform"])
def test_the_registers_are_for_staff_alone(client, model):
    address = reverse(f"admin:members_{model}_changelist")

    assert client.get(address).status_code == 302

    client.force_login(UserFactory())

    response = client.get(address, follow=True)
    assert response.status_code == 403


@pytest.mark.parametrize("door", ["import", "export"])
def test_staff_without_a_permission_neither_import_nor_export(client, door):
    client.force_login(UserFactory(is_staff=True))

    assert client.get(f"{LIST}{door}/").status_code == 403


def log_of(page):
    [formset] = [
        each.formset for each in page.context["inline_admin_formsets"] if each.formset.prefix == "contact_notes"
    ]
    return formset


def test_a_member_with_a_long_log_is_saved_and_gets_one_more_note(office, secretary):
    member = MemberFactory()
    notes = [ContactNote(member=member, kind="call", summary=f"Call {n}", by=secretary) for n in range(200)]
    ContactNote.objects.bulk_create(notes)
    page = office.get(f"{LIST}{member.pk}/change/")

    note = {"kind": "visit", "on": "2010-01-02", "summary": "Met", "member": member.pk}
    added = {f"contact_notes-0-{name}": value for name, value in note.items()}
    response = office.post(f"{LIST}{member.pk}/change/", form_on(page) | {"contact_notes-TOTAL_FORMS": 1} | added)

    assert response.status_code == 302
    assert ContactNote.objects.count() == 201
    assert ContactNote.objects.get(kind="visit").by == secretary


def test_the_newest_of_the_log_is_shown_and_the_way_to_all_of_it(office):
    member, other = MemberFactory.create_batch(2)
    for n in range(23):
        ContactNote.objects.create(member=member, kind="call", summary=f"Call {n:02}")
    ContactNote.objects.create(member=other, kind="call", summary="Of another")

    page = office.get(f"{LIST}{member.pk}/change/")

    shown = log_of(page).shown
    assert ([row[2] for row in shown["rows"]], shown["count"]) == ([f"Call {n:02}" for n in range(22, 2, -1)], 23)
    assert "Call 22" in page.content.decode()
    assert office.get(shown["address"]).context["cl"].result_count == 23


def test_the_log_of_a_new_member_is_empty(office):
    page = office.get(f"{LIST}add/")

    assert log_of(page).shown["count"] == 0


def test_what_is_written_in_the_log_is_not_changed_through_the_member(office):
    note = ContactNote.objects.create(member=MemberFactory(), kind="call", summary="As it was")
    row = {"id": note.pk, "member": note.member_id, "kind": "mail", "summary": "Changed", "on": note.on, "DELETE": "on"}
    counts = {"contact_notes-TOTAL_FORMS": 1, "contact_notes-INITIAL_FORMS": 1}

    change(office, note.member, **counts, **{f"contact_notes-0-{name}": value for name, value in row.items()})

    assert ContactNote.objects.get().summary == "As it was"


def test_a_new_step_has_no_status_chosen_and_wants_one(office):
    member = MemberFactory()

    form = office.get(f"{LIST}{member.pk}/change/").context["inline_admin_formsets"][0].formset.empty_form
    assert form.fields["status"].choices[0] == ("", "Select value")
    assert not form["status"].value()

    rows = {"steps-TOTAL_FORMS": 1, "steps-0-record": member.pk, "steps-0-when": "2008", "steps-0-preferred": "on"}
    response = change(office, member, **rows, **{"steps-0-status": ""})
    assert list(response.context["inline_admin_formsets"][0].formset.errors[0]) == ["status"]


def test_a_country_s_groups_are_kept_beside_it(office):
    country = CountryFactory()

    page = office.get(f"/admin/members/country/{country.pk}/change/")

    assert page.status_code == 200
    assert Country.objects.not_joined(date(2009, 1, 1)).get() == country


def test_a_succession_is_entered_in_one_save(office):
    first = FocalPointFactory(since="2008-10-01")
    successor = PersonFactory()
    stored = form_of(first.member)

    response = office.post(
        f"{LIST}{first.member.pk}/change/",
        stored
        | {
            "focal_points-0-until": "2009-06-01",
            "focal_points-TOTAL_FORMS": 2,
            "focal_points-1-member": first.member.pk,
            "focal_points-1-person": successor.pk,
            "focal_points-1-role": "principal",
            "focal_points-1-since": "2009-06-01",
        },
    )

    assert response.status_code == 302
    assert [f.person for f in FocalPoint.objects.principal().order_by("since")] == [first.person, successor]


@pytest.mark.parametrize(
    "address",
    [
        "/admin/members/member/?country__region=%00",
        "/admin/people/user/?role=%00",
        "/admin/people/auditentry/?kind__exact=%00",
        "/admin/autocomplete/?app_label=members&model_name=focalpoint&field_name=person&term=%00",
        f"/admin/people/auditentry/?by={'9' * 21}",
        f"/admin/members/contactnote/add/?member={'9' * 24}",
    ],
)
def test_what_no_register_can_hold_is_refused_in_words(office, address):
    response = office.get(address)

    assert response.status_code == 400
    assert "This request cannot be read" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/admin/members/member/add/?country=x",
        "/admin/members/focalpoint/add/?person=zz",
        "/admin/people/user/add/?person=x",
        "/admin/documents/statedfigure/add/?document=x",
    ],
)
def test_a_hand_written_beginning_of_a_form_is_left_out(office, address):
    assert office.get(address).status_code == 200


def test_a_hand_written_choice_is_told_at_its_field(office):
    member = MemberFactory(joined="2008")

    response = change(office, member, country="x")

    assert response.status_code == 200
    assert "Select a valid choice" in str(response.context["adminform"].form.errors["country"])


@pytest.mark.parametrize("query", ["foo=1", "id__in=x", "utm_source=x"])
def test_an_export_by_a_filter_that_nobody_knows_leads_to_the_list(office, query):
    response = office.get(f"/admin/members/member/export/?{query}")

    assert (response.status_code, response["Location"]) == (302, "/admin/members/member/?e=1")


def test_a_decided_nomination_is_not_altered(office, secretary):
    nomination = NominationFactory()
    nomination.accept(by=secretary)

    assert 'name="person"' not in office.get(f"/admin/members/nomination/{nomination.pk}/change/").content.decode()


def test_a_language_is_chosen_and_not_taken_for_granted(office):
    form = office.get("/admin/documents/document/add/").context["inline_admin_formsets"][0].formset.empty_form

    assert form.fields["language"].choices[0][0] == ""
