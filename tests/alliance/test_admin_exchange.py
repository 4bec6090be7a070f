"""Tables that staff bring in and take out."""

import io
import os
import time
from datetime import timedelta

import pytest
import tablib
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from alliance.admin.exchange import SafeFormat
from alliance.dates import PartialDate
from alliance.registers import histories
from alliance.tasks import clear_abandoned_imports
from members.models import ContactNote, CountryGroup, GroupPlace, Member
from people.models import Appointment
from tests.browserless import form_on, told
from tests.factories import (
    CountryFactory,
    DocumentFactory,
    FocalPointFactory,
    MemberFactory,
    OfficeFactory,
    PersonFactory,
    StatedFigureFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
MEMBERS, COUNTRIES, OFFICES = "/admin/members/member/", "/admin/members/country/", "/admin/people/office/"
CSV, XLSX = 0, 1


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


@pytest.fixture
def folder(settings):
    return settings.IMPORT_FOLDER


def exported(office, address, resource=0, **query):
    """With every column, as the page proposes."""
    form = form_on(office.get(f"{address}export/"))
    return office.post(f"{address}export/", form | {"format": CSV, "resource": resource}, query_params=query)


def rows_of(response):
    assert response.status_code == 200
    return tablib.Dataset().load(response.content.decode("utf-8-sig"), format="csv").dict


def full_member(name):
    member = MemberFactory(key=name.lower(), name=name)
    member.join(on=PartialDate(2008), by=None, documents=DocumentFactory.create_batch(2))
    member.aliases.create(name=f"Old {name}")
    return member


def test_steps_and_other_names_go_out_as_what_they_are(office):
    member = full_member("Ruritania")

    [step], [alias] = rows_of(exported(office, MEMBERS, 1)), rows_of(exported(office, MEMBERS, 2))

    assert (step["member"], step["status"], step["on"]) == ("ruritania", "member", "2008")
    assert step["documents"] == "; ".join(sorted(document.key for document in member.steps.get().documents.all()))
    assert (alias["member"], alias["name"]) == ("ruritania", "Old Ruritania")


def test_places_in_groups_and_appointments_go_out_as_what_they_are(office):
    country, group = CountryFactory(iso3="RUR"), CountryGroup.objects.create(key="rivers", name="Rivers")
    GroupPlace.objects.create(country=country, group=group)
    holder = Appointment(office=OfficeFactory(key="envoy"), person=PersonFactory(key="ana"))
    holder.held_since = PartialDate(2007, 4)
    holder.save()

    [place], [appointment] = rows_of(exported(office, COUNTRIES, 1)), rows_of(exported(office, OFFICES, 1))

    assert (place["group"], place["country"]) == ("rivers", "RUR")
    assert (appointment["office"], appointment["person"], appointment["since"]) == ("envoy", "ana", "2007-04")


def test_only_the_steps_of_the_members_that_the_list_shows_go_out(office):
    full_member("Ruritania")
    full_member("Borduria")

    response = exported(office, MEMBERS, 1, q="Bord")

    assert [row["member"] for row in rows_of(response)] == ["borduria"]
    assert response["Content-Disposition"].startswith('attachment; filename="MemberStep-')


def test_who_may_not_see_a_register_does_not_take_it_out_beside_another(client):
    full_member("Ruritania")
    reader = UserFactory(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_member"))
    client.force_login(reader)

    assert [row["key"] for row in rows_of(exported(client, MEMBERS))] == ["ruritania"]
    assert "resource" in exported(client, MEMBERS, 1).context["form"].errors


@pytest.mark.parametrize(
    ("address", "resource", "make"),
    [
        (MEMBERS, 0, lambda n: MemberFactory(state=True)),
        (MEMBERS, 1, lambda n: full_member(f"Member{n}")),
        (MEMBERS, 2, lambda n: full_member(f"Member{n}")),
        ("/admin/members/focalpoint/", 0, lambda n: FocalPointFactory(letter=DocumentFactory())),
        ("/admin/members/contactnote/", 0, lambda n: ContactNote.objects.create(member=MemberFactory(), kind="call")),
        ("/admin/documents/statedfigure/", 0, lambda n: StatedFigureFactory()),
    ],
)
def test_an_export_runs_the_same_queries_for_few_rows_and_many(
    address, resource, make, office, django_assert_max_num_queries
):
    counts = []
    for numbers in (range(2), range(2, 120)):
        for number in numbers:
            make(number)
        with django_assert_max_num_queries(20) as queries:
            assert len(rows_of(exported(office, address, resource))) == numbers.stop
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_list_of_accounts_runs_the_same_queries_for_few_and_many(office, django_assert_max_num_queries):
    counts = []
    for _ in range(2):
        UserFactory.create_batch(15)
        with django_assert_max_num_queries(20) as queries:
            office.get("/admin/people/user/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def previewed(office, content, *, format=CSV, resource=0):
    file = SimpleUploadedFile("table", content if isinstance(content, bytes) else content.encode())
    return office.post(f"{MEMBERS}import/", {"resource": resource, "format": format, "import_file": file})


def errors_of(preview):
    assert preview.status_code == 200
    return " ".join(words for errors in preview.context["form"].errors.values() for words in errors)


def sheet(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("format", [CSV, XLSX])
def test_more_rows_than_a_register_takes_at_once_are_refused_before_any_is_tried(office, format, monkeypatch):
    monkeypatch.setattr(SafeFormat, "MOST_ROWS", 3)
    rows = [["key", "name", "kind"], *([f"m{n}", f"Member {n}", "organization"] for n in range(4))]
    longer = sheet(*rows) if format == XLSX else "\n".join(map(",".join, rows))
    shorter = sheet(*rows[:-1]) if format == XLSX else "\n".join(map(",".join, rows[:-1]))

    assert errors_of(previewed(office, longer, format=format)) == (
        "This file has 4 rows: at most 3 are imported at once. Divide it."
    )
    assert len(previewed(office, shorter, format=format).context["result"].rows) == 3


def test_what_the_registers_are_is_within_the_most_that_is_taken_at_once():
    longest = max(path.read_text(encoding="utf-8").count("\n") for path, _resource in histories())

    assert longest < SafeFormat.MOST_ROWS


@pytest.mark.parametrize(
    ("content", "format"),
    [
        ("x,y\n1,2", CSV),
        ("name,kind\nRuritania,organization", CSV),
        ("Ruritania,organization\nBorduria,organization", CSV),
        (sheet(["x", "y"], [1, 2]), XLSX),
        (sheet([None, "key"], [1, 2]), XLSX),
    ],
)
def test_a_wrong_header_is_told_in_words_and_not_as_the_program_s_insides(office, content, format):
    page = previewed(office, content, format=format).content.decode()

    assert "This register has no column" in page or "key" in page
    assert "Traceback" not in page
    assert "site-packages" not in page
    assert not Member.objects.exists()


@pytest.mark.parametrize(("content", "format"), [("\n", CSV), ("key,name", CSV), (sheet(), XLSX), (sheet([]), XLSX)])
def test_a_file_without_header_or_rows_is_told_in_words(office, content, format):
    assert errors_of(previewed(office, content, format=format))


def test_a_table_with_a_byte_order_mark_goes_out_and_comes_in(office):
    MemberFactory(key="turkiye", name="Türkiye")
    content = exported(office, MEMBERS).content
    assert content.startswith(b"\xef\xbb\xbf")

    preview = previewed(office, content)

    assert [row.import_type for row in preview.context["result"].rows] == ["skip"]


def test_what_waits_for_its_confirmation_lies_in_the_portal_s_own_folder_and_goes_with_it(office, folder):
    preview = previewed(office, "key,name,kind\nx,X,organization")
    assert len(list(folder.iterdir())) == 1

    office.post(f"{MEMBERS}process_import/", preview.context["confirm_form"].initial)

    assert (Member.objects.get().key, list(folder.iterdir())) == ("x", [])


def test_what_nobody_confirms_is_cleared_after_a_day(office, folder):
    clear_abandoned_imports()
    previewed(office, "key,name,kind\nx,X,organization")
    [yesterday] = folder.iterdir()
    long_ago = time.time() - timedelta(days=1, minutes=1).total_seconds()
    os.utime(yesterday, (long_ago, long_ago))
    previewed(office, "key,name,kind\ny,Y,organization")

    clear_abandoned_imports()

    [today] = folder.iterdir()
    assert today != yesterday


def test_clearing_is_on_the_schedule(settings):
    tasks = [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]
    assert clear_abandoned_imports.name in tasks


@pytest.mark.parametrize("changes", [{"import_file_name": "../../etc/passwd"}, {"import_file_name": "."}])
def test_a_file_of_another_folder_is_not_read(office, changes):
    preview = previewed(office, "key,name,kind\nx,X,organization")

    response = office.post(f"{MEMBERS}process_import/", preview.context["confirm_form"].initial | changes, follow=True)

    assert told(response) == ["This file was imported already, or is gone: choose it again."]
    assert not Member.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "x"},
        {"format": "9"},
        {"format": "1"},
        {"resource": "99"},
        {"resource": "-1"},
        {"import_file_name": ""},
    ],
)
def test_a_hand_written_confirmation_imports_nothing(office, changes):
    preview = previewed(office, "key,name,kind\nx,X,organization")

    response = office.post(f"{MEMBERS}process_import/", preview.context["confirm_form"].initial | changes)

    assert response.status_code in {200, 302, 404}
    assert not Member.objects.exists()


def test_only_who_may_change_a_register_brings_a_table_in(client, folder):
    reader = UserFactory(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_member"))
    client.force_login(reader)

    assert previewed(client, "key,name,kind\nx,X,organization").status_code == 403
    assert not folder.exists()
