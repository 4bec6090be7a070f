from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from alliance.dates import PartialDate, Period
from documents.models import Document, LanguageVersion, StatedFigure
from tests.factories import DocumentFactory, MemberFactory, StatedFigureFactory


@pytest.mark.usefixtures("real_registers")
def test_the_real_documents_have_symbol_body_session_and_a_date_as_far_as_known(client):
    report = Document.objects.get(key="first-annual-report")

    assert (report.symbol, report.session, str(report.dated)) == ("A/63/336", "63", "by 2 May 2008")
    assert Document.objects.count() == 156
    page = client.get("/documents/first-annual-report/").content.decode()
    assert "A/63/336" in page
    assert "Members when the High Representative was appointed" in page


@pytest.mark.usefixtures("real_registers")
def test_176_figures_are_stated_of_which_a_register_can_compute_131():
    kinds = {kind: StatedFigure.objects.filter(computed_by=kind).count() for kind in StatedFigure.ComputedBy.values}

    assert kinds == {"register": 131, "stated_only": 25, "rhetorical": 20}


@pytest.mark.django_db
def test_the_last_statement_of_a_stock_is_the_one_nearest_before_the_day():
    for value, as_of in ((44, "2007-04"), (84, "2008-04"), (103, "2009-05")):
        figure = StatedFigureFactory.build(value=value, document=DocumentFactory())
        figure.as_of = PartialDate.parse(as_of)
        figure.save()
    measure = StatedFigure.objects.of("group_of_friends_members")

    found = [measure.as_at(date(*day)) for day in ((2007, 4, 29), (2007, 4, 30), (2009, 5, 30), (2009, 5, 31))]

    assert [figure and figure.value for figure in found] == [None, 44, 84, 103]


@pytest.mark.django_db
def test_of_two_statements_of_one_day_the_alliance_s_own_goes_before():
    for value, scope in ((82, "public"), (84, "report"), (83, "public")):
        figure = StatedFigureFactory.build(value=value, scope=scope, document=DocumentFactory())
        figure.as_of = PartialDate(2008, 4)
        figure.save()

    assert StatedFigure.objects.of("group_of_friends_members").as_at(date(2009, 1, 1)).value == 84


@pytest.mark.django_db
def test_a_number_is_printed_with_its_hedge():
    assert StatedFigureFactory(value=Decimal("3800000"), qualifier="more_than").words == "more than 3,800,000"
    assert StatedFigureFactory(value=Decimal("2.25")).words == "2.25"
    assert StatedFigureFactory(value=Decimal("100")).words == "100"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("as_of", "start", "end", "words"),
    [
        ("2008", "2008-05", "2009-05", "A figure is of a day or of a window, not of both."),
        (None, "2009-05", "2008-05", "The window ends before it starts."),
    ],
)
def test_a_figure_is_of_a_day_or_of_a_window_in_order(as_of, start, end, words):
    figure = StatedFigureFactory.build(document=DocumentFactory())
    figure.as_of = as_of and PartialDate.parse(as_of)
    figure.window_from, figure.window_to = PartialDate.parse(start), PartialDate.parse(end)

    with pytest.raises(ValidationError, match=words):
        figure.full_clean()


@pytest.mark.django_db
def test_a_window_is_the_whole_of_its_first_and_last_month():
    figure = StatedFigureFactory.build()
    figure.window_from, figure.window_to = PartialDate(2008, 5), PartialDate(2009, 5)

    assert figure.window == Period(date(2008, 5, 1), date(2009, 5, 31))


@pytest.mark.django_db
def test_a_document_has_each_language_once():
    document = DocumentFactory()
    LanguageVersion.objects.create(document=document, language="fr", title="Rapport annuel")

    with pytest.raises(ValidationError, match="has a version in that language already"):
        LanguageVersion(document=document, language="fr").full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("source", "kind", "words"),
    [
        ("A report, para 1; A page, https://example.org/a", "report", "Name one kind for each source"),
        ("A report, para 1", "rumour", "“rumour” is no kind of source."),
    ],
)
def test_each_source_has_a_kind_of_the_list(source, kind, words):
    with pytest.raises(ValidationError, match=words):
        DocumentFactory.build(source=source, source_kind=kind).full_clean()


def test_a_source_is_told_apart_from_its_address():
    document = DocumentFactory.build(
        source="A report, para 1; A page, https://example.org/a", source_kind="report; press"
    )

    assert [(source.words, source.address, source.kind) for source in document.sources] == [
        ("A report, para 1", "", "report"),
        ("A page", "https://example.org/a", "press"),
    ]


@pytest.mark.django_db
def test_the_page_of_a_document_shows_the_steps_that_rest_on_it_and_no_approach_to_the_public(client, secretary):
    letter = DocumentFactory(key="letter")
    joined, approached = MemberFactory(name="Ruritania"), MemberFactory(name="Approached State")
    joined.join(on=PartialDate(2008), by=None, documents=[letter])
    approached.approach(on=PartialDate(2008), by=None, documents=[letter])

    public = client.get("/documents/letter/").content.decode()
    client.force_login(secretary)
    office = client.get("/documents/letter/").content.decode()

    assert ("Ruritania" in public, "Approached State" in public) == (True, False)
    assert "Approached State" in office


@pytest.mark.django_db
def test_the_list_is_filtered_by_kind_and_words(client):
    DocumentFactory(title="Letter of accession", kind="letter")
    DocumentFactory(title="Annual report", symbol="A/63/336")

    assert "Annual report" not in client.get("/documents/", {"kind": "letter"}).content.decode()
    assert "Letter of accession" not in client.get("/documents/", {"search": "63/336"}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("number", [10, 300])
def test_the_lists_run_the_same_queries_however_many_documents(client, number, django_assert_num_queries):
    DocumentFactory.create_batch(number)

    with django_assert_num_queries(2):
        page = client.get("/documents/").content.decode()
    with django_assert_num_queries(3):
        rows = client.get("/api/v1/documents/", {"page_size": 10}).json()["results"]

    assert page.count('<th scope="row">') == min(number, 100)
    assert len(rows) == 10


@pytest.mark.django_db
def test_the_api_tells_a_document_with_its_versions_and_figures(client):
    document = DocumentFactory(key="report")
    LanguageVersion.objects.create(document=document, language="fr", title="Rapport annuel")
    StatedFigureFactory(document=document, value=44)

    detail = client.get("/api/v1/documents/report/").json()

    assert detail["language_versions"][0]["title"] == "Rapport annuel"
    assert detail["stated_figures"][0]["value"] == "44.00"
    assert client.get("/api/v1/stated-figures/", {"document": "report"}).json()["count"] == 1
    assert client.get("/api/v1/stated-figures/", {"measure": "none"}).json()["count"] == 0
    assert client.get("/api/v1/stated-figures/", {"document": "no-such"}).status_code == 400


@pytest.mark.django_db
def test_staff_keep_a_document_with_a_date_as_far_as_known(client, secretary):
    client.force_login(secretary)
    form = {
        "key": "letter",
        "title": "Letter",
        "kind": "letter",
        "dated": "2008-05",
        "visibility": "staff",
        "language_versions-TOTAL_FORMS": 0,
        "language_versions-INITIAL_FORMS": 0,
    }

    client.post("/admin/documents/document/add/", form)
    wrong = client.post("/admin/documents/document/add/", form | {"key": "other", "dated": "May 2008"})

    assert Document.objects.get().dated == PartialDate(2008, 5)
    assert "“May 2008” is no date" in wrong.content.decode()
