import io
from datetime import date

import pytest
import tablib
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from alliance.admin import take_step
from alliance.dates import PartialDate
from members.models import Member, MemberStep
from tests.example.models import Agreement, Letter

pytestmark = pytest.mark.django_db

MEMBERS = "/admin/members/member/"
CSV, XLSX = 0, 1
MEMBER, STEP = 0, 1


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize("page", ["", "?q=first", "add/", "import/", "export/", "process_import/", "7/history/"])
def test_who_is_not_signed_in_is_sent_to_sign_in_and_comes_back(page, client):
    response = client.get(f"{MEMBERS}{page}", follow=True)

    assert response.request["PATH_INFO"] == "/accounts/login/"
    assert response.wsgi_request.GET["next"] == f"{MEMBERS}{page}"


@pytest.mark.parametrize("page", ["", "add/", "import/", "export/"])
def test_who_is_not_of_the_staff_stays_outside(page, client, outsider, member):
    client.force_login(outsider)

    response = client.get(f"{MEMBERS}{page}", follow=True)

    assert response.status_code == 403
    assert member.name not in response.content.decode()


@pytest.mark.parametrize(("asked", "next"), [("", "/admin/"), (f"?next={MEMBERS}", MEMBERS)])
def test_there_is_one_page_to_sign_in(asked, next, client):
    response = client.get(f"/admin/login/{asked}", follow=True)

    assert response.request["PATH_INFO"] == "/accounts/login/"
    assert response.wsgi_request.GET["next"] == next


def test_staff_that_sign_in_again_are_inside(office):
    assert office.get("/admin/login/")["Location"] == "/admin/"


def form_of(member, steps, **changes):
    """The change form of a member as it would be sent, with these steps and nothing else beside it."""
    fields = {"name": member.name, "key": member.key, "kind": member.kind, "basis": member.basis}
    for inline in ("steps", "focal_points", "aliases", "contact_notes"):
        fields |= {f"{inline}-TOTAL_FORMS": 0, f"{inline}-INITIAL_FORMS": 0}
    stored = [step for step in steps if "id" in step]
    fields |= {"steps-TOTAL_FORMS": len(steps), "steps-INITIAL_FORMS": len(stored)}
    for number, step in enumerate(stored + [step for step in steps if "id" not in step]):
        row = {"record": member.pk, "preferred": "on", **step}
        fields |= {f"steps-{number}-{name}": value for name, value in row.items()}
    return fields | changes


def step(status, when, **more):
    return {"status": status, "when": when, **more}


def stored(step, **changes):
    return {"id": step.pk, "status": step.status, "when": step.when.iso, **changes}


def saved(office, member, *steps, **changes):
    return office.post(f"{MEMBERS}{member.pk}/change/", form_of(member, list(steps), **changes))


def errors_of_steps(response):
    assert response.status_code == 200
    return response.context["inline_admin_formsets"][0].formset.errors


def test_steps_are_entered_in_any_order_and_say_who_recorded_them(office, member, secretary):
    response = saved(office, member, step("member", "2009-05"), step("observer", "../2007"))

    assert response.status_code == 302
    assert Member.objects.get().status == "member"
    assert [member.key for member in Member.objects.with_status("observer", on=date(2008, 1, 1))] == [member.key]
    assert {step.recorded_by for step in member.steps.all()} == {secretary}
    assert {row.history_user for row in (*member.history.all(), *MemberStep.history.all()) if row} >= {secretary}


def test_a_step_that_does_not_follow_is_told_at_its_row_and_nothing_is_saved(office, member):
    response = saved(office, member, step("member", "2009-05"), step("withdrawn", "2008"), name="Renamed")

    assert errors_of_steps(response) == [
        {},
        {"when": ["Renamed cannot begin as “withdrawn”: nothing is recorded before 2008."]},
    ]
    assert not MemberStep.objects.exists()
    assert Member.objects.get().name == "The League of Examples"


def test_a_step_on_which_another_rests_is_not_taken_away(office, member):
    member.join(on=PartialDate(2008), by=None)
    member.withdraw(on=PartialDate(2009), by=None)
    joined, left = member.steps.all()

    response = saved(office, member, stored(joined, DELETE="on"), stored(left))

    [errors] = errors_of_steps(response)
    assert "cannot begin as “withdrawn”" in errors["when"][0]
    assert member.steps.count() == 2


def test_the_last_step_is_taken_away_and_the_status_goes_back(office, member):
    member.join(on=PartialDate(2008), by=None)
    member.withdraw(on=PartialDate(2009), by=None)
    joined, left = member.steps.all()

    assert saved(office, member, stored(joined), stored(left, DELETE="on")).status_code == 302

    assert Member.objects.get().status == "member"
    assert member.steps.get().until is None


def test_a_step_is_corrected_and_keeps_who_recorded_it(office, member, outsider):
    member.join(on=PartialDate(2008), by=outsider)

    saved(office, member, stored(member.steps.get(), when="2007-03-04"))

    corrected = member.steps.get()
    assert (corrected.when, corrected.since) == (PartialDate(2007, 3, 4), date(2007, 3, 4))
    assert corrected.recorded_by == outsider


@pytest.mark.parametrize(
    ("when", "words"), [("2008-13", "There is no such day"), ("soon", "is no date"), ("2999", "has not come yet")]
)
def test_a_wrong_date_is_told_at_its_box(when, words, office, member):
    [errors] = errors_of_steps(saved(office, member, step("member", when)))

    assert list(errors) == ["when"]
    assert words in errors["when"][0]


def test_a_revert_brings_back_what_is_written_and_never_the_status(office, member):
    Member.objects.get().join(on=PartialDate(2008), by=None)
    joined = Member.objects.get()
    joined.name = "Renamed"
    joined.save()
    before = member.history.earliest()
    assert (before.name, before.status) == ("The League of Examples", "")

    page = f"{MEMBERS}{member.pk}/history/{before.pk}/"
    assert office.get(page).status_code == 200
    assert office.post(page, form_of(member, [])).status_code == 302

    reverted = Member.objects.get()
    assert (reverted.name, reverted.status) == ("The League of Examples", "member")


def exported(office, format, resource=MEMBER, fields=("key", "name", "note"), **query):
    columns = {f"memberresource_{name}": "on" for name in fields} if resource == MEMBER else {}
    return office.post(f"{MEMBERS}export/", {"format": format, "resource": resource, **columns}, query_params=query)


def rows_of(response, format):
    assert response.status_code == 200
    if format == CSV:
        return [
            list(row)
            for row in tablib.Dataset().load(response.content.decode("utf-8-sig"), format="csv", headers=False)
        ]
    sheet = load_workbook(io.BytesIO(response.content)).active
    return [[cell.value or "" for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize("format", [CSV, XLSX])
def test_a_register_goes_out_as_a_table(format, office, member):
    Member.objects.create(key="turkiye", name="Türkiye’de 联盟", kind="organization", note="First\nsecond")

    rows = rows_of(exported(office, format), format)

    assert sorted(rows) == [
        ["key", "name", "note"],
        ["league-of-examples", "The League of Examples", ""],
        ["turkiye", "Türkiye’de 联盟", "First\nsecond"],
    ]


def test_only_what_the_list_shows_goes_out(office, member):
    Member.objects.create(key="other", name="Other", kind="organization")

    rows = rows_of(exported(office, CSV, fields=["key"], q="League"), CSV)

    assert rows == [["key"], ["league-of-examples"]]


@pytest.mark.parametrize("format", [CSV, XLSX])
@pytest.mark.parametrize("note", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "'=1", "-5", "\t=1"])
def test_a_formula_goes_out_as_text_and_comes_in_as_it_was(note, format, office, member):
    Member.objects.update(note=note)

    response = exported(office, format)
    assert not rows_of(response, format)[1][2].startswith(("=", "+", "-1", "@", "\t"))

    member.delete()
    Member.objects.create(key=member.key, name="Another", kind="organization")
    preview = previewed(office, response.content, format=format)
    confirmed(office, preview)
    assert Member.objects.get().note == note


def previewed(office, content, *, format=CSV, resource=MEMBER):
    file = SimpleUploadedFile("table", content if isinstance(content, bytes) else content.encode())
    return office.post(f"{MEMBERS}import/", {"resource": resource, "format": format, "import_file": file})


def confirmed(office, preview):
    return office.post(f"{MEMBERS}process_import/", preview.context["confirm_form"].initial)


def refusals(preview):
    """What the preview says against the file, and no way to go on."""
    assert preview.status_code == 200
    assert "confirm_form" not in preview.context
    return " ".join(words for errors in preview.context["form"].errors.values() for words in errors)


def test_an_import_is_previewed_and_then_done(office, member, secretary):
    preview = previewed(office, "member,status,on\nleague-of-examples,member,2008-01", resource=STEP)
    assert (refused_rows(preview), MemberStep.objects.count()) == ([], 0)

    response = confirmed(office, preview)

    assert said(response) == ["Import finished: 1 new, 0 updated, 0 deleted and 0 skipped members."]
    assert Member.objects.get().status == "member"
    assert member.steps.get().recorded_by == secretary
    assert member.steps.get().history.first().history_user == secretary


def refused_rows(preview):
    result = preview.context["result"]
    return [(row.number, " ".join(row.error.messages)) for row in result.invalid_rows] + [
        (0, str(error.error)) for error in result.base_errors
    ]


WRONG = "“CSV UTF-8” or as XLSX"
UNREADABLE = "This file cannot be read."
EMPTY = "No valid data to import"


@pytest.mark.parametrize(
    ("content", "format", "words"),
    [
        ("key,name\nx,Türkiye".encode("latin-1"), CSV, WRONG),
        ("key,name\nx,Türkiye".encode("utf-16"), CSV, WRONG),
        (bytes(range(256)), CSV, WRONG),
        (b"key,name\nx," + b"a" * 200_000, CSV, UNREADABLE),
        (b"key,name\nx,y,z,too,many", CSV, UNREADABLE),
        (b"\x00\x01\x02", CSV, EMPTY),
        (b"key,name\n", CSV, EMPTY),
        (b"", CSV, "The submitted file is empty."),
        (b"", XLSX, "The submitted file is empty."),
        (b"key,name\nx,y", XLSX, UNREADABLE),
        (b"PK\x03\x04 garbage", XLSX, UNREADABLE),
        (bytes(range(256)) * 99, XLSX, UNREADABLE),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(content, format, words, office):
    assert words in refusals(previewed(office, content, format=format))
    assert not Member.objects.exists()


@pytest.mark.parametrize(
    ("content", "row", "words"),
    [
        ("key,name,kind\nx,y,planet", 1, "Value 'planet' is not a valid choice."),
        ("key,name,kind\nx," + "a" * 2000 + ",organization", 1, "Ensure this value has at most 150 characters"),
        ("key,name,kind\nx,a\x00b,organization", 1, "a character that no register keeps"),
        ("key;name;kind\nx;y;organization", 0, "This register has no column “key;name;kind”."),
    ],
)
def test_a_wrong_row_is_shown_in_the_preview(content, row, words, office):
    preview = previewed(office, content)

    assert refusals(preview) == ""
    assert refused_rows(preview)[0][0] == row
    assert words in refused_rows(preview)[0][1]
    assert words.split("'")[0] in preview.content.decode()


def test_a_file_as_excel_writes_it_is_read(office):
    confirmed(office, previewed(office, "key,name,kind\r\nx,Türkiye,organization\r\n".encode("utf-8-sig")))

    assert Member.objects.get().name == "Türkiye"


def test_what_no_longer_holds_when_it_is_confirmed_is_refused_in_words(office, member):
    rows = "member,status,on\nleague-of-examples,member,2008-01\nother,member,2009"
    other = Member.objects.create(key="other", name="Other", kind="organization")
    preview = previewed(office, rows, resource=STEP)
    other.join(on=PartialDate(2007), by=None)

    response = confirmed(office, preview)

    assert said(response) == [
        "Nothing was imported. Row 2: Other is “member” (2007) and cannot become “member” (2009)."
    ]
    assert not member.steps.exists()


def test_an_import_confirmed_twice_is_done_once(office, member):
    preview = previewed(office, "key,name\nleague-of-examples,Renamed")
    confirmed(office, preview)

    response = confirmed(office, preview)

    assert response.status_code == 302
    assert "This file was imported already, or is gone: choose it again." in said(response)
    assert member.history.count() == 2


def acted(rf, records, verb, *said_for):
    request = rf.post("/")
    request._messages = CookieStorage(request)
    take_step(request, records, verb, *said_for)
    return [(message.level_tag, str(message)) for message in request._messages]


def test_an_action_takes_the_steps_it_can_and_tells_the_others_by_name(rf, letter):
    Letter.objects.create(subject="Thanks").move_to("sent", by=None)

    told = acted(rf, Letter.objects.order_by("pk"), lambda letter: letter.move_to("sent", by=None))

    assert told == [
        ("error", "The letter “Thanks”: The letter “Thanks” is sent already."),
        ("success", "1 record done."),
    ]
    assert set(Letter.objects.values_list("status", flat=True)) == {"sent"}


def test_what_an_action_refuses_halfway_is_undone(rf, agreement):
    def begin_and_fail(agreement):
        agreement.step_to("approached", on=PartialDate(2007), by=None)
        agreement.step_to("ended", on=PartialDate(2008), by=None)

    [(level, _)] = acted(rf, Agreement.objects.all(), begin_and_fail)

    assert level == "error"
    assert not agreement.steps.exists()


def test_an_action_on_nothing_says_so(rf):
    assert acted(rf, Letter.objects.all(), print) == [("warning", "Nothing was chosen.")]
    assert acted(rf, Letter.objects.none(), print, lambda count: "%(count)d sent") == [
        ("warning", "Nothing was chosen.")
    ]
