"""The register of subscribers as staff read it, act in it on request, and take in a list with its consents."""

from datetime import date, timedelta
from io import BytesIO
from itertools import count

import pytest
import tablib
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alliance.admin import SafeCSV
from mailroom.models import Message, Suppression
from outreach.models import Consent, Subscriber
from outreach.resources import SubscriberResource
from tests.browserless import form_on, told
from tests.factories import UserFactory
from tests.factories.outreach import ConsentFactory, NewsletterFactory, SubscriberFactory, sent_out

pytestmark = pytest.mark.django_db
HOME = "/admin/outreach/subscriber/"
COLUMNS = ["address", "name", "language", "topics", "consent_source", "consent_on", "wording"]
GIVEN = {"consent_source": "Form at the Forum, on paper", "consent_on": "2009-04-06", "wording": "Yes, send it to me."}
Reason = Suppression.Reason


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


def stop(address, reason=Reason.UNSUBSCRIBED):
    return Suppression.objects.create(address=address, reason=reason)


def table(*rows):
    dataset = tablib.Dataset(headers=COLUMNS)
    for row in rows:
        full = GIVEN | row
        dataset.append([full.get(name, "") for name in COLUMNS])
    return dataset


def take_in(*rows, **options):
    return SubscriberResource().import_data(table(*rows), **options)


def refused(result):
    return {row.number: row.error.message_dict for row in result.invalid_rows}


def upload(office, dataset, kind="csv"):
    """The preview of a file."""
    content = dataset.export("csv").encode() if kind == "csv" else dataset.export("xlsx")
    file = SimpleUploadedFile(f"list.{kind}", content)
    number = {"csv": "0", "xlsx": "1"}[kind]
    return office.post(f"{HOME}import/", {"import_file": file, "format": number, "resource": ""})


def confirm(office, preview):
    form = preview.context["confirm_form"]
    return office.post(f"{HOME}process_import/", form.initial, follow=True)


def act(office, action, *records, **answers):
    chosen = {"action": action, "_selected_action": [record.pk for record in records]}
    return office.post(HOME, chosen | answers, follow=True)


# the list


def test_the_list_says_who_reads_who_was_asked_and_who_is_stopped(office):
    SubscriberFactory(address="reads@example.org", topics=["funds"], language="ar")
    SubscriberFactory(address="asked@example.org", asked=True, topics=["plans"])
    SubscriberFactory(address="stopped@example.org", name="Çiğdem Example")
    stop("stopped@example.org", Reason.BOUNCED)

    def listed(query):
        return {row.address.partition("@")[0] for row in office.get(f"{HOME}?{query}").context["cl"].result_list}

    assert listed("") == {"reads", "asked", "stopped"}
    for state in ("reading", "asked", "stopped"):
        assert listed(f"state={state}") == {"reads" if state == "reading" else state}
    assert listed("language=ar") == listed("topic=funds&language=ar") == {"reads"}
    assert listed("topic=plans") == {"asked", "stopped"}
    assert listed("topic=nothing") == listed("state=nothing") == {"reads", "asked", "stopped"}
    assert listed("q=asked@") == {"asked"}
    assert listed("q=%C3%87i") == {"stopped"}


def test_a_list_asks_no_more_questions_for_more_rows(office):
    counted, number = [], count()
    for more in (2, 10):
        for _row in range(more):
            reader = SubscriberFactory(address=f"{next(number)}@example.org")
            ConsentFactory(subscriber=reader)
            stop(reader.address)
        office.get(HOME)
        with CaptureQueriesContext(connection) as queries:
            office.get(HOME)
        counted.append(len(queries))

    assert counted[0] == counted[1]


def test_nobody_types_an_address_confirms_it_or_deletes_it(office):
    reader = SubscriberFactory(asked=True, name="Ana Example", topics=["plans"])
    ConsentFactory(subscriber=reader)

    page = office.get(f"{HOME}{reader.pk}/change/")
    answers = form_on(page) | {
        "name": "Ana",
        "language": "fr",
        "confirmed_at_0": "2009-04-06",
        "address": "x@example.org",
    }
    office.post(f"{HOME}{reader.pk}/change/", answers | {"topics": ["plans", "next"]})

    stored = Subscriber.objects.get()
    assert (stored.name, stored.language, stored.topics) == ("Ana", "fr", ["plans", "next"])
    assert (stored.address, stored.confirmed_at) == (reader.address, None)
    assert [consent.what for consent in stored.consents.all()] == ["asked", "changed"]
    assert office.get(f"{HOME}add/").status_code == 403
    assert office.post(f"{HOME}{reader.pk}/delete/", {"post": "yes"}).status_code == 403
    assert office.get(f"{HOME}{reader.pk}/history/").status_code == 200


def test_consents_are_read_and_never_written(office):
    reader = SubscriberFactory()
    consent = ConsentFactory(subscriber=reader, wording="Word for word.")

    page = office.get(f"{HOME}{reader.pk}/change/")
    assert "Word for word." in page.content.decode()
    assert not form_on(page).keys() & {f"consents-0-{name}" for name in ("what", "at", "source", "wording")}
    posted = {"consents-TOTAL_FORMS": 1, "consents-0-id": consent.pk, "consents-0-wording": "Another."}
    office.post(f"{HOME}{reader.pk}/change/", form_on(page) | posted)

    assert Consent.objects.get(pk=consent.pk).wording == "Word for word."
    assert not Consent.objects.filter(wording="Another.").exists()


@pytest.mark.parametrize(
    ("role", "reads", "changes", "erases"),
    [
        ("communications", True, True, True),
        ("management", True, True, True),
        ("programme", False, False, False),
        ("finance", False, False, False),
        ("auditor", False, False, False),
        ("", False, False, False),
    ],
)
def test_each_role_does_what_is_its_own(client, role, reads, changes, erases):
    user = UserFactory(
        is_staff=True, access_until=timezone.localdate() + timedelta(days=1) if role == "auditor" else None
    )
    user.groups.set(Group.objects.filter(name=role))
    reader, gone = SubscriberFactory(address="ana@example.org"), SubscriberFactory(address="bo@example.org")
    client.force_login(user)

    assert (
        client.get(HOME).status_code == client.get(f"{HOME}{reader.pk}/change/").status_code == (200 if reads else 403)
    )
    assert client.get(f"{HOME}export/").status_code == client.get(f"{HOME}{reader.pk}/history/").status_code
    assert client.get(f"{HOME}export/").status_code == (200 if reads else 403)
    act(client, "unsubscribe", reader, is_answered="yes", note="By letter")
    act(client, "erase", gone, is_answered="yes", note="By letter")

    assert Suppression.objects.filter(address="ana@example.org").exists() is changes
    assert Subscriber.objects.filter(pk=gone.pk).exists() is not erases


def test_the_office_unsubscribes_on_request_with_a_reason(office, secretary):
    reader = SubscriberFactory(address="ana@example.org")
    assert "This field is required" in act(office, "unsubscribe", reader, is_answered="yes").content.decode()

    act(office, "unsubscribe", reader, is_answered="yes", note="By telephone on Monday")

    assert Suppression.objects.standing().get().address == "ana@example.org"
    last = reader.history.latest("history_id")
    assert (last.history_user, last.history_change_reason) == (secretary, "By telephone on Monday")
    assert [(row.what, row.source) for row in reader.consents.all()] == [("left", "by the office, on request")]
    again = act(office, "unsubscribe", reader, is_answered="yes", note="Again")
    assert "ana@example.org: This address is unsubscribed already." in told(again)


def test_the_office_erases_on_request(office):
    reader = SubscriberFactory(address="ana@example.org")

    act(office, "erase", reader, is_answered="yes", note="By letter")

    assert not Subscriber.objects.exists()
    assert Suppression.objects.standing().get().address == "ana@example.org"


# what comes in


def test_a_list_comes_in_with_the_consent_of_each_row(office, secretary):
    rows = table(
        {"address": " Ana@Example.org ", "name": "Ana Example", "language": "FR", "topics": "next; plans"},
        {"address": "bo@bücher.example.org"},
    )

    preview = upload(office, rows)
    assert not Subscriber.objects.exists()
    done = confirm(office, preview)

    assert "2 new" in told(done)[0]
    ana, bo = Subscriber.objects.reading()
    assert (ana.address, ana.name, ana.language, ana.topics) == (
        "ana@example.org",
        "Ana Example",
        "fr",
        ["plans", "next"],
    )
    assert (bo.address, bo.language, bo.topics) == ("bo@xn--bcher-kva.example.org", "en", [])
    consent = ana.consents.get()
    assert (consent.what, consent.source, consent.wording) == ("imported", GIVEN["consent_source"], GIVEN["wording"])
    assert timezone.localdate(consent.at) == timezone.localdate(ana.confirmed_at) == date(2009, 4, 6)
    row = ana.history.get()
    assert (row.history_user, row.history_change_reason) == (secretary, "Imported from a list")


def test_a_workbook_comes_in_as_well(office):
    rows = tablib.Dataset(["ana@example.org", "", "", "", "A form", date(2009, 4, 6), ""], headers=COLUMNS)

    confirm(office, upload(office, rows, "xlsx"))

    assert Subscriber.objects.reading().get().address == "ana@example.org"


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ({"address": "ana@"}, "address", "is no e-mail address"),
        ({"address": ""}, "address", "is no e-mail address"),
        ({"address": "ana@example.org\nBcc: bo@example.org"}, "address", "is no e-mail address"),
        ({"consent_source": " "}, "consent_source", "Say where the reader agreed"),
        ({"consent_source": "x" * 201}, "consent_source", "At most 200 characters"),
        ({"consent_on": ""}, "consent_on", "Write the day"),
        ({"consent_on": "2009"}, "consent_on", "Write the day"),
        ({"consent_on": "2999-01-01"}, "consent_on", "between 2005-01-01 and today"),
        ({"consent_on": "0001-01-01"}, "consent_on", "between 2005-01-01 and today"),
        ({"topics": "plans; secrets"}, "topics", "Choose among the topics"),
        ({"language": "xx"}, "language", "not a valid choice"),
        ({"name": "Ana\nExample"}, "name", "one line"),
        ({"name": "x" * 201}, "name", "at most 200 characters"),
    ],
)
def test_a_row_that_does_not_hold_stops_the_whole_and_is_told(row, column, said):
    result = take_in({"address": "good@example.org"}, {"address": "ana@example.org"} | row)

    [(number, errors)] = refused(result).items()
    assert number == 2
    assert list(errors) == [column]
    assert said in errors[column][0]
    assert not Subscriber.objects.exists()
    assert not Consent.objects.exists()


def test_an_address_twice_in_a_list_is_refused_also_by_case_and_spaces():
    SubscriberFactory(address="known@example.org")

    result = take_in(
        *(
            {"address": address}
            for address in (
                "ana@example.org",
                "bo@example.org",
                " ANA@example.ORG",
                "known@example.org",
                "Known@example.org",
            )
        )
    )

    assert refused(result) == {
        3: {"address": ["This address stands in row 1 already."]},
        5: {"address": ["This address stands in row 4 already."]},
    }
    assert Subscriber.objects.count() == 1


def test_who_is_in_the_register_stays_as_they_chose():
    reader = SubscriberFactory(address="ana@example.org", name="Ana", language="ar", topics=["plans"])
    waiting = SubscriberFactory(address="asked@example.org", asked=True)

    result = take_in(
        *({"address": row.address.upper(), "name": "Other", "language": "fr"} for row in (reader, waiting))
    )

    assert dict(result.totals)["skip"] == 2
    reader.refresh_from_db()
    waiting.refresh_from_db()
    assert (reader.name, reader.language, reader.topics) == ("Ana", "ar", ["plans"])
    assert waiting.confirmed_at is None
    assert not Consent.objects.exists()


@pytest.mark.parametrize("reason", Reason.values)
@pytest.mark.parametrize("is_known", [True, False])
def test_a_stopped_address_gets_nothing_whatever_is_imported(office, reason, is_known):
    stop("ana@example.org", reason)
    if is_known:
        SubscriberFactory(address="ana@example.org")

    preview = upload(office, table({"address": "Ana@example.org"}, {"address": "bo@example.org"}))
    warning = "1 address of the list stays stopped, and gets nothing: ana@example.org"
    assert warning in told(preview)
    assert ">stopped<" in preview.content.decode()
    assert warning in told(confirm(office, preview))
    sent_out(NewsletterFactory(told=1))

    assert [message.address for message in Message.objects.filter(is_subscription=True)] == ["bo@example.org"]


def test_a_name_from_a_list_is_no_template_and_no_header(delivered):
    take_in({"address": "ana@example.org", "name": "{{ key.unsubscribe }}{% debug %} <b>Ana</b>"})
    sent_out(NewsletterFactory(told=1))

    [mail] = delivered()
    html = mail.alternatives[0][0]
    assert "debug" not in mail.body + html
    assert "<b>Ana</b>" not in html
    assert list(mail.extra_headers).count("List-Unsubscribe") == 1
    assert "\n" not in mail.to[0]


def test_what_an_unknown_column_or_a_nul_holds_is_refused_in_words():
    unknown = tablib.Dataset(["ana@example.org", "x"], headers=["address", "secret"])
    nul = take_in({"address": "ana@example.org", "name": "Ana\0"})

    assert "no column “secret”" in str(SubscriberResource().import_data(unknown).base_errors[0].error)
    assert "NUL" in str(nul.invalid_rows[0].error)


def test_questions_and_statements_grow_with_thousands_and_not_with_rows():
    def asked(rows):
        with CaptureQueriesContext(connection) as queries:
            take_in(*({"address": f"{rows}-{number}@example.org"} for number in range(rows)))
        return len(queries)

    assert asked(5) == asked(50)


# what goes out


def test_what_goes_out_comes_in_again_in_another_portal():
    reader = Subscriber.ask(
        address="ana@example.org", name="Ana", wording="Yes, I do.", source="form", topics=["plans"]
    )
    reader.confirm()
    stop("ana@example.org")
    take_in({"address": "bo@example.org", "language": "es"})
    before = SafeCSV().export_data(SubscriberResource().export())
    assert "Yes, I do." in before
    assert ",stopped," in before

    Subscriber.objects.all().delete()
    result = SubscriberResource().import_data(SafeCSV().create_dataset(before))

    assert dict(result.totals)["new"] == 2
    assert SafeCSV().export_data(SubscriberResource().export()) == before


def test_who_has_not_confirmed_goes_out_without_a_consent_and_does_not_come_in():
    Subscriber.ask(address="ana@example.org", wording="Yes.", source="form")
    table = SafeCSV().create_dataset(SafeCSV().export_data(SubscriberResource().export()))

    Subscriber.objects.all().delete()
    result = SubscriberResource().import_data(table)

    assert refused(result)[1].keys() == {"consent_source"}


@pytest.mark.parametrize(("number", "kind"), [("0", "csv"), ("1", "xlsx")])
def test_the_register_goes_out_as_a_table_that_runs_nothing(office, number, kind):
    SubscriberFactory(address="ana@example.org", name="=HYPERLINK(1)")

    answer = office.post(f"{HOME}export/", form_on(office.get(f"{HOME}export/")) | {"format": number})

    content = answer.content.decode("utf-8-sig") if kind == "csv" else BytesIO(answer.content)
    [row] = tablib.Dataset().load(content, format=kind).dict
    assert row["address"] == "ana@example.org"
    assert row["name"] == "'=HYPERLINK(1)"
    assert row["state"] == "reading"


def test_a_list_of_thousands_comes_in_and_one_that_is_too_long_is_told_so(office, monkeypatch):
    long = table(*({"address": f"reader-{number}@example.org"} for number in range(1_500)))

    preview = upload(office, long)
    confirm(office, preview)
    assert Subscriber.objects.reading().count() == 1_500

    monkeypatch.setattr("outreach.admin.subscriber.LongCSV.MOST_ROWS", 1_400)
    assert "at most 1400 are imported at once" in upload(office, long).content.decode()
