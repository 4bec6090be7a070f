import io
from datetime import date, datetime

import pytest
import tablib
from django.core.management import CommandError, call_command
from import_export.formats.base_formats import XLSX
from openpyxl import Workbook

from alliance import registers
from alliance.dates import PartialDate
from documents.models import Document
from documents.resources import DocumentResource
from members.models import Member, MemberStep
from members.resources import CountryGroupResource, MemberResource, MemberStepResource
from people.models import Appointment, Office, Person
from people.resources import AppointmentResource

pytestmark = pytest.mark.django_db


@pytest.fixture
def members():
    for name in ("First", "Second"):
        Member.objects.create(key=name.lower(), name=name, kind="organization")


def table(text):
    lines = [line.strip() for line in text.strip().splitlines()]
    return tablib.Dataset().load("\n".join(lines), format="csv")


def imported(resource, text):
    return resource().import_data(table(text))


def told(result):
    """Everything that an import says against its rows, as (row, words); 0 is the file as a whole."""
    words = [(0, str(error.error)) for error in result.base_errors]
    words += [(number, str(error.error)) for number, errors in result.row_errors() for error in errors]
    return words + [(row.number, " ".join(row.error.messages)) for row in result.invalid_rows]


def done(result):
    assert told(result) == []
    return {kind: count for kind, count in result.totals.items() if count}


def test_where_a_file_does_not_hold_nothing_is_loaded(monkeypatch, tmp_path):
    good, bad = tmp_path / "offices.csv", tmp_path / "members.csv"
    good.write_text("key,name,is_regional\nafrican-states,African States,yes\n")
    bad.write_text("key,name,kind,country\nfirst,First,organization,\nsecond,Second,country,XXX\n")
    monkeypatch.setattr(
        "alliance.management.commands.load_history.histories",
        lambda: [(good, CountryGroupResource), (bad, MemberResource)],
    )

    with pytest.raises(CommandError) as refusal:
        call_command("load_history")

    assert str(refusal.value) == "members.csv, row 2: There is no country with the key “XXX”."
    assert not CountryGroupResource._meta.model.objects.exists()
    assert not Member.objects.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("key,colour\nfirst,red", "members.csv: This register has no column “colour”"),
        ("key,name,kind\nfirst,First,planet", "members.csv, row 1: Value 'planet' is not a valid choice."),
        ("key,name,kind\nfirst,,organization", "members.csv, row 1: This field cannot be blank."),
    ],
)
def test_a_file_that_does_not_hold_is_told_with_its_line(text, words, tmp_path):
    (tmp_path / "members.csv").write_text(text)

    with pytest.raises(registers.NotLoaded) as refusal:
        registers.load(tmp_path / "members.csv", MemberResource)

    assert str(refusal.value).startswith(words)


@pytest.mark.parametrize(
    ("resource", "header", "row", "words"),
    [
        (MemberStepResource, "member,status,on", "third,member,2009", "There is no member with the key “third”."),
        (MemberStepResource, "member,status,on", ",member,2009", "This field cannot be null."),
        (MemberStepResource, "member,status,on", "first,member,2009-13", "There is no such day as 2009-13."),
        (MemberStepResource, "member,status,on", "first,member,May 2009", "“May 2009” is no date: write 2008-01-15"),
        (MemberStepResource, "member,status,on", "first,member,", "This field cannot be null."),
        (MemberStepResource, "member,status,on", "first,joined,2009", "Value 'joined' is not a valid choice."),
        (MemberStepResource, "member,status,on", "first,member,2999", "2999 has not come yet"),
        (MemberStepResource, "member,status,on,preferred", "first,member,2009,si", "“si” is neither yes nor no."),
        (
            MemberStepResource,
            "member,status,on,documents",
            "first,member,2009,letter; poem",
            "There is no document with the key “poem”.",
        ),
        (MemberStepResource, "member,status,on,source,source_kind", "first,member,2009,x,y", "“y” is no kind"),
        (MemberResource, "key,name,kind", "a key,Third,organization", "Enter a valid “slug”"),
        (MemberResource, "key,name,kind,country", "third,Third,country,", "A State has its country here"),
        (DocumentResource, "key,title,kind,dated", "note,Note,report,0000", "There is no such day as 0000."),
    ],
)
def test_a_wrong_row_is_told_in_words_and_nothing_is_saved(resource, header, row, words, members):
    Document.objects.create(key="letter", title="Letter", kind="letter")
    right = {"member,status": "second,member,2009", "key,name": "fourth,Fourth,organization", "key,title": "b,B,report"}
    good = next(text for start, text in right.items() if header.startswith(start))
    good += "," * (header.count(",") - good.count(","))
    before = resource._meta.model.objects.count()

    result = imported(resource, f"{header}\n{good}\n{row}")

    [(number, said)] = told(result)
    assert number == 2
    assert words in said
    assert resource._meta.model.objects.count() == before
    assert set(Member.objects.values_list("status", flat=True)) == {""}


def test_a_column_that_nobody_knows_refuses_the_file(members):
    result = imported(MemberResource, "key,name,kind,status\nthird,Third,organization,member")

    [(row, words)] = told(result)[:1]
    assert row == 0
    assert words == (
        "This register has no column “status”. It knows: key, name, short_name, kind, country, is_co_sponsor, basis, "
        "note, source, source_kind."
    )
    assert Member.objects.count() == 2


@pytest.mark.parametrize("header", ["member,status", "status,on"])
def test_a_file_without_the_columns_that_tell_its_rows_apart_is_refused(header, members):
    result = imported(MemberStepResource, f"{header}\nfirst,member")

    missing = {"member,status": "on", "status,on": "member"}[header]
    assert (told(result)[0][0], missing in told(result)[0][1]) == (0, True)
    assert not MemberStep.objects.exists()


def test_an_empty_file_changes_nothing():
    assert done(imported(MemberResource, "key,name,kind")) == {}


def test_steps_come_in_in_any_order_and_move_their_records(members):
    result = imported(
        MemberStepResource,
        """member,status,on,preferred
        first,withdrawn,2010,yes
        second,member,../2009-05,yes
        first,member,2008-01,yes
        first,member,2008-02,no""",
    )

    assert done(result) == {"new": 4}
    assert dict(Member.objects.values_list("key", "status")) == {"first": "withdrawn", "second": "member"}
    assert [member.key for member in Member.objects.members(date(2009, 12, 31))] == ["first", "second"]


def test_each_record_is_retraced_once(members, monkeypatch):
    retraced = []
    monkeypatch.setattr(Member, "retrace", lambda member, **options: retraced.append(member.key))

    imported(MemberStepResource, "member,status,on\nfirst,observer,2006\nfirst,member,2008\nsecond,member,2008")

    assert retraced == ["first", "second"]


@pytest.mark.parametrize(
    ("rows", "number", "words"),
    [
        (
            ["second,member,2009", "first,withdrawn,2007", "first,member,2008"],
            2,
            "First cannot begin as “withdrawn”: nothing is recorded before 2007.",
        ),
        (
            ["first,member,2008", "first,observer,2009", "second,member,2009"],
            2,
            "First is “member” (2008) and cannot become “observer without",
        ),
        (["first,member,2008", "second,member,2009", "first,member,2010"], 3, "First is “member” (2008) and cannot"),
    ],
)
def test_a_step_that_does_not_follow_is_told_at_its_row(rows, number, words, members):
    result = imported(MemberStepResource, "\n".join(["member,status,on", *rows]))

    [(row, said)] = told(result)
    assert row == number
    assert said.startswith(words.removesuffix(" without"))
    assert not MemberStep.objects.exists()
    assert set(Member.objects.values_list("status", flat=True)) == {""}


def test_a_step_that_no_longer_follows_is_told_at_the_row_that_moved_it(members):
    imported(MemberStepResource, "member,status,on\nfirst,member,2008\nfirst,withdrawn,2010")

    result = imported(MemberStepResource, "member,status,on,preferred\nsecond,member,2009,\nfirst,member,2008,no")

    assert told(result) == [(2, "First cannot begin as “withdrawn”: nothing is recorded before 2010.")]
    assert MemberStep.objects.filter(preferred=True).count() == 2


def test_the_same_account_known_less_well_is_another_row(members):
    imported(MemberStepResource, "member,status,on\nfirst,member,2008-01")

    again = imported(MemberStepResource, "member,status,on,preferred\nfirst,member,2008-01,yes\nfirst,member,2008,no")

    assert done(again) == {"skip": 1, "new": 1}


def test_a_row_is_changed_by_its_key(members):
    Document.objects.create(key="letter", title="Letter", kind="letter")
    Document.objects.create(key="report", title="Report", kind="report")
    imported(MemberStepResource, "member,status,on,documents\nfirst,member,2008-01,letter;report")

    result = imported(MemberStepResource, "member,status,on,documents,note\nfirst,member,2008-01,report,Corrected")

    assert done(result) == {"update": 1}
    step = MemberStep.objects.get()
    assert (step.note, [document.key for document in step.documents.all()]) == ("Corrected", ["report"])


def test_columns_that_a_file_leaves_out_stay_as_they_are(members):
    Member.objects.filter(key="first").update(note="Kept", is_co_sponsor=True)

    assert done(imported(MemberResource, "key,name\nfirst,The First")) == {"update": 1}

    member = Member.objects.get(key="first")
    assert (member.name, member.note, member.is_co_sponsor) == ("The First", "Kept", True)


def test_a_preview_saves_nothing(members):
    result = MemberStepResource().import_data(table("member,status,on\nfirst,member,2008"), dry_run=True)

    assert done(result) == {"new": 1}
    assert not MemberStep.objects.exists()
    assert Member.objects.get(key="first").status == ""


@pytest.mark.parametrize(
    ("cell", "known"), [(datetime(2008, 1, 15), "2008-01-15"), (2008, "2008"), ("2008-01", "2008-01")]
)
def test_a_spreadsheet_may_keep_a_date_as_its_own(cell, known, members):
    book, file = Workbook(), io.BytesIO()
    for row in (["member", "status", "on", "preferred"], ["first", "member", cell, True]):
        book.active.append(row)
    book.save(file)

    result = MemberStepResource().import_data(XLSX().create_dataset(file.getvalue()))

    assert done(result) == {"new": 1}
    assert MemberStep.objects.get().when == PartialDate.parse(known)


def test_who_holds_an_office_comes_in_by_keys_and_dates():
    Office.objects.create(key="high-representative", name="High Representative")
    for name in ("first", "second"):
        Person.objects.create(key=name, name=name.title())
    header = "office,person,since,until"
    rows = ["high-representative,first,2007-04,2013-02", "high-representative,second,2013-03,"]

    assert done(imported(AppointmentResource, "\n".join([header, *rows]))) == {"new": 2}
    overlapping = imported(AppointmentResource, f"{header}\nhigh-representative,first,2012,2014")

    [(row, words)] = told(overlapping)
    assert row == 1
    assert "holds this office from" in words


def load_once():
    said = io.StringIO()
    call_command("load_history", "--once", stdout=said)
    return said.getvalue().splitlines()


def test_rows_that_the_office_entered_first_stay_and_the_others_come_beside_them():
    Person.objects.create(key="jorge-sampaio", name="The office's own spelling")

    lines = load_once()

    assert "persons: 2 new, 0 changed, 1 as they were" in lines
    assert Person.objects.get(key="jorge-sampaio").name == "The office's own spelling"
    assert Appointment.objects.count() == 3
    assert load_once() == []
